"""Screens over real HTTP: edited in place, sent anew when that is not possible, and Telegram's refusals told apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from telegram.error import BadRequest

from bot.app import Plan, make_bot
from bot.page import Choice, Page, Paragraph
from bot.present import Presenter
from bot.screens import Message, NotYetError, Screens, UnreachableError
from conversations.core import Tap
from simulator.faults import Faults
from simulator.person import Person
from simulator.server import Simulator
from storage.outbox import Lane
from tests.town import ZONE, brisk, limited


@dataclass
class Stage:
    """A simulator, a person, and what shows them screens."""

    simulator: Simulator
    person: Person
    screens: Screens

    async def show(self, page: Page, screen_id: int | None = None, tapped_id: int | None = None) -> int | None:
        """Show a page to the person."""
        shown = await self.screens.show(self.person.id, page, screen_id, tapped_id)
        await self.screens.settle()
        return shown

    async def shown(self, page: Page) -> int:
        """Show a page for the first time; tells its message."""
        message_id = await self.show(page)
        assert message_id is not None
        return message_id


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr("bot.screens.PAUSES_S", (0.01, 0.01, 0.01))
    simulator = limited()
    await simulator.start()
    async with make_bot(Plan(simulator.token, simulator.address, ZONE)) as bot:
        screens = Screens(bot, brisk(), Presenter(bot.username, {"home": 1}))
        yield Stage(simulator, simulator.add_person(started=True), screens)
    await simulator.stop()


def page(text: str, *, fresh: bool = False, buttons: bool = True) -> Page:
    """Make a page with one line and one button."""
    rows = ((Choice("Home", Tap("home", "show")),),) if buttons else ()
    return Page("en", (Paragraph(text),), rows, fresh)


async def test_the_screen_that_was_tapped_is_edited(stage: Stage) -> None:
    first = await stage.shown(page("one"))

    assert first == await stage.show(page("two"), first, first)
    assert ["two"] == [message.text for message in stage.person.received]


async def test_a_typed_text_is_answered_below_it_and_the_old_buttons_go(stage: Stage) -> None:
    first = await stage.shown(page("one"))

    second = await stage.show(page("two"), first)

    assert second != first
    assert [("one", 0), ("two", 1)] == [(m.text, len(m.buttons)) for m in stage.person.received]


async def test_a_confirmation_is_a_new_message(stage: Stage) -> None:
    first = await stage.shown(page("one"))

    await stage.show(page("done", fresh=True), first, first)

    assert [("one", 0), ("done", 1)] == [(m.text, len(m.buttons)) for m in stage.person.received]


async def test_a_tap_on_an_older_message_is_answered_by_a_new_one(stage: Stage) -> None:
    first, second = await stage.shown(page("one")), await stage.shown(page("two"))

    await stage.show(page("three"), second, first)

    assert ["one", "two", "three"] == [message.text for message in stage.person.received]


async def test_a_screen_that_looks_so_already_stays(stage: Stage) -> None:
    first = await stage.shown(page("one"))

    assert first == await stage.show(page("one"), first, first)
    assert 1 == len(stage.person.received)


async def test_a_screen_whose_message_is_gone_is_sent_anew(stage: Stage) -> None:
    first = await stage.shown(page("one"))
    stage.person.account.chat.messages[first].deleted = True

    second = await stage.show(page("two"), first, first)

    assert second != first
    assert ["two"] == [message.text for message in stage.person.received]


async def test_who_blocked_the_bot_is_unreachable(stage: Stage) -> None:
    first = await stage.shown(page("one"))
    stage.person.account.blocked = True

    with pytest.raises(UnreachableError):
        await stage.show(page("two"), first, first)
    with pytest.raises(UnreachableError):
        await stage.show(page("two"))


async def test_a_chat_that_does_not_exist_is_unreachable(stage: Stage) -> None:
    with pytest.raises(UnreachableError):
        await stage.screens.send(1, Message("hello"), Lane.REPLY)


async def test_a_refused_text_is_a_mistake_of_ours(stage: Stage) -> None:
    with pytest.raises(BadRequest):
        await stage.screens.send(stage.person.id, Message("<b>"), Lane.REPLY)


async def test_a_server_in_trouble_is_asked_again(stage: Stage) -> None:
    stage.simulator.set_network(faults=Faults(error_5xx=500), seed=3)

    assert await stage.show(page("one")) is not None
    assert 1 == len(stage.person.received)


async def test_what_no_attempt_could_send_can_be_tried_later(stage: Stage) -> None:
    stage.simulator.set_network(faults=Faults(error_5xx=1000))

    with pytest.raises(NotYetError):
        await stage.show(page("one"))
    assert 4 == stage.simulator.counts["sendMessage:502"]


async def test_an_edit_that_nobody_confirmed_is_done_again(stage: Stage) -> None:
    first = await stage.shown(page("one"))
    stage.simulator.set_network(faults=Faults(drop_after=600), seed=1)

    await stage.show(page("two"), first, first)

    assert ["two"] == [message.text for message in stage.person.received]


@pytest.mark.floods
async def test_a_flood_is_waited_out(stage: Stage) -> None:
    stage.simulator.set_network(limit_scale=1.0)
    begun = asyncio.get_running_loop().time()

    for number in range(6):
        assert await stage.show(page(str(number), buttons=False)) is not None

    assert ["0", "1", "2", "3", "4", "5"] == [message.text for message in stage.person.received]
    assert asyncio.get_running_loop().time() - begun >= 1
    assert stage.simulator.counts["sendMessage:429"]


async def test_a_tap_too_old_to_be_answered_does_not_matter(stage: Stage) -> None:
    stage.screens.answer_tap("1")

    await stage.screens.settle()

    assert 1 == stage.simulator.counts["answerCallbackQuery:400"]


async def test_a_page_without_buttons_has_no_keyboard(stage: Stage) -> None:
    await stage.show(replace(page("one"), rows=()))

    assert "reply_markup" not in stage.person.received[0].body
