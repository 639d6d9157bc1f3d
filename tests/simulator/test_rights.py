"""The rights a bot asks for, and where each right can be had."""

import pytest
import telegram
from telegram import ChatAdministratorRights

from simulator.records import ChatKind
from simulator.rights import as_member, rights_in

ASKED = ChatAdministratorRights.no_rights()


async def test_a_bot_that_asks_for_nothing_asks_for_no_right(bot: telegram.Bot) -> None:
    assert not any((await bot.get_my_default_administrator_rights()).to_dict().values())


async def test_the_rights_for_channels_are_others_than_for_groups(bot: telegram.Bot) -> None:
    rights = ASKED.to_dict() | {"can_post_messages": True}
    await bot.set_my_default_administrator_rights(ChatAdministratorRights(**rights), for_channels=True)

    asked = [
        (await bot.get_my_default_administrator_rights(for_channels=kind)).can_post_messages for kind in (True, False)
    ]
    assert [True, None] == asked


async def test_what_was_asked_for_can_be_cleared(bot: telegram.Bot) -> None:
    rights = ASKED.to_dict() | {"can_pin_messages": True}
    await bot.set_my_default_administrator_rights(ChatAdministratorRights(**rights))
    await bot.set_my_default_administrator_rights()

    assert not (await bot.get_my_default_administrator_rights()).can_pin_messages


@pytest.mark.parametrize(
    ("right", "kinds"),
    [
        ("can_post_messages", {"channel"}),
        ("can_pin_messages", {"group", "supergroup"}),
        ("can_manage_topics", {"supergroup"}),
        ("can_delete_messages", {"group", "supergroup", "channel"}),
    ],
)
def test_a_right_is_known_where_the_documentation_says(right: str, kinds: set[str]) -> None:
    everywhere: tuple[ChatKind, ...] = ("group", "supergroup", "channel")

    assert kinds == {kind for kind in everywhere if right in rights_in(kind)}


def test_any_right_implies_managing_the_chat() -> None:
    assert as_member("supergroup", "administrator", ["can_pin_messages"]).may("can_manage_chat")
