"""Turns over real HTTP: order, fairness, turns that raise, and a database that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from conversations.core import Dialog, Screen, Turn, Typed
from conversations.wording import SORRY_AGAIN
from locales.text import _
from simulator.faults import Faults
from simulator.person import Person
from storage import inbox
from storage.recent import CountFirstError
from storage.tables import audit
from tests.acceptance.walkers import Resident, looking, resident
from tests.town import Town, open_town, sqlite_url

BOOM = "boom"
COUNT = "count"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


def change_help(town: Town, change: Callable[[Dialog], Dialog]) -> None:
    """Change the help dialog of a running bot."""
    engine = town.app.turns.engine
    engine.dialogs = {**engine.dialogs, "help": change(engine.dialogs["help"])}


def note_texts(town: Town) -> list[str]:
    """Let the help dialog note what is typed there; on 'boom' it raises."""
    heard: list[str] = []
    usual = town.app.turns.engine.dialogs["help"].update

    def update(state: object, event: object) -> Turn[Any]:
        if isinstance(event, Typed):
            heard.append(event.text)
            if event.text == BOOM:
                raise RuntimeError(BOOM)
        return usual(state, event)

    change_help(town, lambda usual: replace(usual, update=update))
    return heard


async def at_help(town: Town, name: str = "Amal") -> Resident:
    """Somebody whose help screen is open."""
    somebody = await resident(town, "de", name)
    await somebody.says("/help")
    return somebody


async def statuses(town: Town) -> dict[str, int]:
    """Count the inbox by status."""
    async with looking(town) as tx:
        return {status: count for status, count in (await inbox.counts(tx)).items() if count}


async def test_what_a_person_sends_is_answered_in_its_order(town: Town) -> None:
    somebody, heard = await at_help(town), note_texts(town)
    texts = [f"text {number}" for number in range(30)]

    for text in texts:
        await somebody.person.says(text)
    await town.settle()

    assert texts == heard


async def test_one_who_floods_the_bot_makes_nobody_wait(town: Town) -> None:
    flooder, other = await at_help(town), await at_help(town, "Noor")
    before = len(flooder.person.received)
    for number in range(150):
        await flooder.person.says(f"text {number}")
    await other.person.says("Hallo")

    await other.person.receives_message()

    assert len(flooder.person.received) - before < 10
    await town.settle()
    assert 150 == len(flooder.person.received) - before


async def test_people_run_side_by_side(town: Town) -> None:
    people = [await at_help(town, f"P{number}") for number in range(5)]
    await town.settle()
    town.simulator.set_network(delay_s=0.2)
    begun = asyncio.get_running_loop().time()

    for somebody in people:
        await somebody.person.says("Hallo")
    await asyncio.gather(*(somebody.person.receives_message() for somebody in people))

    assert asyncio.get_running_loop().time() - begun < 5 * 0.2


async def test_an_update_whose_turn_raises_three_times_is_set_aside_with_an_apology(town: Town) -> None:
    somebody, heard = await at_help(town), note_texts(town)

    await somebody.says(BOOM)

    assert [BOOM] * 3 == heard
    assert somebody.words(SORRY_AGAIN) in somebody.latest.text
    assert somebody.can("home.show")
    assert 1 == (await statuses(town))["aside"]


async def test_what_comes_after_an_update_that_was_set_aside_is_answered(town: Town) -> None:
    somebody, _heard = await at_help(town), note_texts(town)

    await somebody.person.says(BOOM)
    await somebody.says("/settings")

    assert somebody.words(_("Settings")) in somebody.screen.text


async def test_a_turn_that_fails_costs_those_it_shared_a_transaction_with_nothing(town: Town) -> None:
    unlucky, others = await at_help(town), [await at_help(town, f"P{number}") for number in range(4)]
    note_texts(town)

    await asyncio.gather(*(say(somebody.person, "Hallo") for somebody in others), say(unlucky.person, BOOM))
    await town.settle()

    kind = others[0].words(_("I did not understand that. Please tap a button."))
    assert [True] * 4 == [kind in somebody.latest.text for somebody in others]
    assert {"answered", "aside"} == (await statuses(town)).keys()


async def say(person: Person, text: str) -> None:
    """Say a text."""
    await person.says(text)


async def test_what_a_shared_transaction_did_is_done_once_when_it_has_to_be_repeated(town: Town) -> None:
    unlucky, lucky = await at_help(town), await at_help(town, "Noor")
    note_texts(town)
    await lucky.says("/settings")
    await lucky.go("settings.reminders", "settings.ask_days")
    before = await audited(town, "set_reminders")

    await unlucky.person.says(BOOM)
    await lucky.tap("settings.days.3")

    assert before + 1 == await audited(town, "set_reminders")


async def test_what_follows_a_turn_that_needs_a_count_is_answered_though_the_count_ends_before_its_round(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting, others = await at_help(town), [await at_help(town, f"P{number}") for number in range(4)]
    heard, counted = note_texts(town), count_at_once(town, monkeypatch)

    town.simulator.set_network(delay_s=0.1)  # meanwhile all but the first come together, and share a transaction
    await say(others[0].person, "Hallo")
    await asyncio.gather(*(say(one.person, COUNT) for one in (counting, counting, *others[1:])))
    await town.settle()

    assert ["Hallo", *[COUNT] * 5] == heard
    assert (["everyone"], {"answered"}) == (counted, set(await statuses(town)))


def count_at_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the help dialog need a count on 'count', which is there as soon as anything is waited for; notes the counts."""
    counted: list[str] = []
    usual = town.app.turns.engine.dialogs["help"].update

    async def count(_database: object, audience: str, _now: object) -> None:
        counted.append(audience)

    def update(state: object, event: object) -> Turn[Any]:
        if event == Typed(COUNT) and not counted:
            raise CountFirstError("everyone")
        return usual(state, event)

    monkeypatch.setattr("bot.turns.count_ahead", count)
    change_help(town, lambda usual: replace(usual, update=update))
    return counted


async def audited(town: Town, action: str) -> int:
    """Count what was done of a kind."""
    async with looking(town) as tx:
        return await tx.connection.scalar(select(func.count()).where(audit.c.action == action)) or 0


async def test_a_screen_that_cannot_be_rendered_becomes_an_apology(town: Town) -> None:
    somebody = await resident(town)

    def render(state: object, view: object) -> Screen:
        raise RuntimeError(BOOM)

    change_help(town, lambda usual: replace(usual, render=render))
    await somebody.says("/help")

    assert somebody.words(SORRY_AGAIN) in somebody.latest.text
    await somebody.tap("home.show")
    assert somebody.words(_("What would you like?")) in somebody.screen.text


async def test_an_update_delivered_twice_is_one_update(town: Town) -> None:
    somebody, heard = await at_help(town), note_texts(town)
    update_id = await somebody.person.says("Hallo")
    town.simulator.redeliver(update_id)
    await town.settle()
    town.simulator.redeliver(update_id)

    await town.settle()

    assert ["Hallo"] == heard


async def test_a_tap_delivered_twice_is_answered_once(town: Town) -> None:
    somebody = await resident(town)
    update_id = await somebody.person.taps_data(somebody.screen.message_id, "help.1.show")
    await town.settle()

    town.simulator.redeliver(update_id)
    await somebody.person.says("Hallo")
    await town.settle()

    assert 0 == town.simulator.counts["answerCallbackQuery:400"]


async def test_a_tap_is_answered_though_it_came_with_one_that_was_known(town: Town) -> None:
    somebody = await resident(town)
    known = await somebody.person.says("Hallo")
    await town.settle()

    await somebody.says("/help")
    town.simulator.redeliver(known)
    await somebody.tap("find.start")

    assert {} == town.simulator.world.queries


async def test_answers_wait_for_a_network_that_was_gone_for_a_while(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = await at_help(town)
    monkeypatch.setattr("bot.screens.PAUSES_S", (0.0,))
    monkeypatch.setattr("bot.turns.PAUSE_S", 0.05)
    town.simulator.set_network(faults=Faults(error_5xx=1000))
    await somebody.person.says("/settings")
    while town.simulator.counts["sendMessage:502"] < 4:
        await asyncio.wait_for(town.simulator.api.activity.wait(), 5)
        town.simulator.api.activity.clear()
    town.simulator.set_network(faults=Faults())
    await town.settle()

    assert somebody.words(_("Settings")) in somebody.latest.text
    assert {"answered"} == (await statuses(town)).keys()
