"""What the pacer makes of Telegram's refusals, on a timer that only the test moves."""

from datetime import timedelta

import pytest

from bot.pacing import Pacer
from storage.outbox import Lane
from tests.bot.pace import Office, Stopwatch, settle


@pytest.fixture
def timer() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def office(timer: Stopwatch) -> Office:
    return Office(timer, Pacer(chat_burst=4.0, timer=timer))


async def test_a_flooded_chat_waits_as_told(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 7)
    office.ask("late", 1)
    await settle()
    await timer.move(20)

    assert [7] == office.times("late")


async def test_a_flooded_chat_starts_again_without_a_burst(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, timedelta(seconds=7))
    for number in range(3):
        office.ask(f"{number}", 1)
    await settle()
    await timer.move(20)

    assert [7, 8, 9] == office.times()


async def test_a_shorter_pause_does_not_end_a_longer_one(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 30)
    office.pacer.flooded(1, 2)
    office.ask("late", 1)
    await settle()
    await timer.move(60)

    assert [30] == office.times("late")


async def test_one_flooded_chat_leaves_the_others_alone(office: Office) -> None:
    office.pacer.flooded(1, 60)
    office.ask("other", 2)
    await settle()

    assert ["other"] == office.names()


async def test_a_chat_that_already_stands_in_line_is_paused_too(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(10, Lane.REPLY, "first ")
    office.ask("in line", 1)
    await settle()
    office.pacer.flooded(1, 5)
    await timer.move(10)

    assert [5] == office.times("in line")


async def test_a_second_flooded_chat_pauses_everybody(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 5)
    await timer.move(3)
    office.pacer.flooded(2, 5)
    office.ask("other", 3)
    await settle()
    await timer.move(20)

    assert [8] == office.times("other")


async def test_a_second_flood_after_the_window_pauses_its_chat_only(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 5)
    await timer.move(11)
    office.pacer.flooded(2, 5)
    office.ask("other", 3)
    await settle()

    assert ["other"] == office.names()


async def test_announcements_shrink_after_a_flood_and_grow_back(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 1)
    await office.ask_many(1000, Lane.ANNOUNCEMENT)
    await timer.move(5)
    shrunk = len([at for at in office.times() if 1 < at <= 5])
    await timer.move(10)
    grown = len([at for at in office.times() if 11 < at <= 15])

    assert (4 * 15, 4 * 30) == (shrunk, grown)


async def test_replies_keep_their_rate_after_a_flood(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 1)
    await office.ask_many(200, Lane.REPLY)
    await timer.move(2)

    assert 10 + 60 == len(office.admitted)


async def test_a_burst_of_refusals_slows_announcements_down_once(office: Office, timer: Stopwatch) -> None:
    office.pacer.announce_at(24)
    for chat in range(8):
        office.pacer.flooded(chat, 1)

    assert 12 == office.pacer.announcements_per_second
    await timer.move(20)
    assert 24 == office.pacer.announcements_per_second


async def test_how_long_a_chat_rests_is_told_before_anybody_waits(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 7)

    assert (7, 0) == (office.pacer.rest_of(1), office.pacer.rest_of(2))
