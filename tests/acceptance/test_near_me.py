"""Looking for what is near: the answer to a location comes at once, and the keyboard is as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.pacing import Pacer
from locales.text import _
from storage.outbox import Lane
from tests.acceptance.walkers import Resident, keyboard_of, resident
from tests.town import Town, open_town, sqlite_url

HERE = (50.7766, 6.1048)
BURST = 4
"""How many messages may go to one chat at once."""
WAY = ("find.start", "find.narrow", "find.ask.where", "find.near")


async def at_the_question(town: Town, code: str = "en") -> Resident:
    """Somebody who is asked for their location."""
    somebody = await resident(town, code)
    await somebody.go(*WAY)
    return somebody


async def test_the_question_is_edited_in_place_with_the_keyboard_below_it(town: Town) -> None:
    somebody = await resident(town, "en")
    await somebody.go(*WAY[:-1])
    before = somebody.screen.message_id

    await somebody.go(WAY[-1])

    assert before == somebody.screen.message_id
    assert somebody.words(_("Here is the button for your location.")) in somebody.latest.text
    assert 3 == len(keyboard_of(somebody.person))


async def test_the_list_comes_first_and_the_usual_keyboard_after_it(town: Town) -> None:
    somebody = await at_the_question(town)
    before = len(somebody.person.received)

    await somebody.person.shares_location(*HERE)
    await town.settle()

    found, carrier = somebody.person.received[before:]
    assert somebody.words(_("The nearest first")) in found.text
    assert "👇 🏠 Home · 🌐 Language" == carrier.text
    assert 2 == len(keyboard_of(somebody.person))


async def test_going_back_gives_the_usual_keyboard_back(town: Town) -> None:
    somebody = await at_the_question(town)
    asked = somebody.screen.message_id

    await somebody.go("find.narrow")

    assert (asked, 2) == (somebody.screen.message_id, len(keyboard_of(somebody.person)))


async def test_a_new_language_while_asked_for_the_location_speaks_it_on_the_keyboard(town: Town) -> None:
    somebody = await at_the_question(town)
    await somebody.person.says("🌐 Language")
    await town.settle()

    await somebody.tap("choose_language.pick.de")

    assert ["🏠 Start", "🌐 Sprache"] == keyboard_of(somebody.person)[1:]


async def test_somebody_who_taps_briskly_sees_what_is_near_within_half_a_second(tmp_path: Path) -> None:
    async with open_town(sqlite_url(tmp_path)) as town:
        somebody = await at_the_question(town)
        arrived = len(somebody.person.received)
        town.simulator.set_network(limit_scale=1.0)
        await keep_telegrams_pace(town, somebody)

        await somebody.person.shares_location(*HERE)
        async with asyncio.timeout(0.5):
            while len(somebody.person.received) == arrived:  # noqa: ASYNC110 - the phone has no bell
                await asyncio.sleep(0.005)

        assert somebody.words(_("The nearest first")) in somebody.screen.text


async def keep_telegrams_pace(town: Town, somebody: Resident) -> None:
    """Keep Telegram's pace from now on, with a burst that is used up already, but for one message more."""
    pacer = town.app.screens.pacer = Pacer()
    for _message in range(BURST):
        await pacer.turn(Lane.REPLY, somebody.person.id)
    bucket = pacer._chats[somebody.person.id].bucket
    while bucket.wait(pacer._timer.time()):  # noqa: ASYNC110 - tokens come back without a sound
        await asyncio.sleep(0.02)
