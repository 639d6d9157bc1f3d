"""Who offers something: another name with what it does not reach, and away only with one on whom nothing hangs."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.core import Done, Turn, Typed
from conversations.dialogs.team_providers import DIALOG, Listing, One, Removing, Renaming, State
from conversations.staff_effects import RemoveProvider, RenameProvider
from storage.records.intake import ProviderName
from storage.records.providers import ProviderUses, Renamed
from tests.conversations.fakes import taps
from tests.conversations.office import ADMINISTRATOR, STAFF, screen_of, shown

DEPOT: dict[str, Any] = {"person": ADMINISTRATOR, "offerers": (ProviderName(7, "DEPOT"),)}
BUSY = ProviderUses(offerings=3, sources=1)


async def test_a_provider_says_what_hangs_on_it_and_is_not_offered_to_be_deleted_then() -> None:
    assert [
        "🏢 DEPOT",
        "📋 3 offers",
        "📡 1 address for files",
        "👥 Nobody is limited to it.",
        "ℹ️ Only who has no offers, addresses, roles and invitations can be deleted.",
        "[➕ Invite somebody for it]",
        "[✏️ Change the name]",
    ] == await shown(DIALOG, One(7), used=BUSY, **DEPOT)


async def test_another_name_is_asked_for_with_what_it_does_not_reach() -> None:
    assert [
        "✏️ What is the new name?",
        "DEPOT",
        "ℹ️ All offers get the new name at once.",
        "⚠️ Please write it in your files, too. An old name in a file makes a second provider.",
        "✍️ Type the name.",
    ] == await shown(DIALOG, Renaming(7), **DEPOT)


async def test_addresses_that_go_on_with_the_old_name_are_counted_where_another_one_is_asked_for() -> None:
    lines = await shown(DIALOG, Renaming(7), used=BUSY, **DEPOT)

    assert "📡 1 address brings new offers under the old name." in lines


async def test_a_typed_name_is_given_and_what_somebody_else_has_is_asked_for_again() -> None:
    asked = DIALOG.update(Renaming(7), Typed(" Haus  der Nadeln "))
    effect = RenameProvider(7, "Haus der Nadeln")

    assert Turn(Renaming(7), (effect,)) == asked
    assert Turn(One(7, renamed=True)) == DIALOG.update(asked.state, Done(effect, Renamed.DONE))
    assert Turn(Renaming(7, taken=True)) == DIALOG.update(asked.state, Done(effect, Renamed.TAKEN))
    assert Turn(Listing(refused=True)) == DIALOG.update(asked.state, Done(effect, Renamed.REFUSED))
    assert "🙏 Somebody else has this name already." in await shown(DIALOG, Renaming(7, taken=True), **DEPOT)
    assert "✅ That is changed." in await shown(DIALOG, One(7, renamed=True), **DEPOT)


async def test_one_on_whom_nothing_hangs_is_deleted_after_a_question() -> None:
    asked = DIALOG.update(One(7), taps(await screen_of(DIALOG, One(7), **DEPOT))["Delete"])
    yes = DIALOG.update(asked.state, taps(await screen_of(DIALOG, asked.state, **DEPOT))["Yes, delete it"])

    assert Turn(Removing(7)) == asked
    assert (RemoveProvider(7),) == yes.effects
    assert Turn(Listing(removed=True)) == DIALOG.update(yes.state, Done(RemoveProvider(7), True))
    assert Turn(Listing(refused=True)) == DIALOG.update(yes.state, Done(RemoveProvider(7), False))
    assert "✅ The provider is deleted." in await shown(DIALOG, Listing(removed=True), person=ADMINISTRATOR)


async def test_an_old_question_about_deleting_shows_what_hangs_on_it_by_now() -> None:
    assert "📋 3 offers" in await shown(DIALOG, Removing(7), used=BUSY, **DEPOT)


@pytest.mark.parametrize("state", [Renaming(7), Removing(7)])
async def test_only_administrators_change_who_offers_something(state: State) -> None:
    assert ["🔒 This is only for the team."] == await shown(DIALOG, state, **(DEPOT | {"person": STAFF}))


def test_a_word_typed_over_a_question_about_deleting_adds_nobody() -> None:
    assert Turn(Removing(7), understood=False) == DIALOG.update(Removing(7), Typed("Haus"))
