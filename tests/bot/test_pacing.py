"""Three lanes share Telegram's limits, on a timer that only the test moves."""

import asyncio
import math

import pytest

from bot.pacing import Pacer
from storage.outbox import Lane
from tests.bot.pace import Office, Stopwatch, settle


def count_waiting(pacer: Pacer) -> int:
    """Count who waits for a turn."""
    everyone = (waiter for chat in pacer._chats.values() for waiter in chat.waiting)
    return sum(not waiter.admitted.done() for waiter in everyone)


@pytest.fixture
def timer() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def office(timer: Stopwatch) -> Office:
    return Office(timer, Pacer(chat_burst=4.0, timer=timer))


# -- without a crowd ---------------------------------------------------------------------------------------------------


async def test_an_idle_pacer_admits_without_giving_up_the_loop(timer: Stopwatch) -> None:
    coroutine = Pacer(timer=timer).turn(Lane.REPLY, 1)

    with pytest.raises(StopIteration):
        coroutine.send(None)


async def test_a_chat_may_have_a_short_burst_then_one_a_second(office: Office, timer: Stopwatch) -> None:
    for number in range(6):
        office.ask(f"{number}", 1)
    await settle()
    await timer.move(2.5)

    assert [0, 0, 0, 0, 1, 2] == office.times()


async def test_a_group_gets_twenty_a_minute(office: Office, timer: Stopwatch) -> None:
    for number in range(30):
        office.ask(f"{number}", -100)
    await settle()
    await timer.move(60)

    assert 20 + 4 == len(office.admitted)


async def test_a_chat_is_served_in_the_order_of_asking(office: Office, timer: Stopwatch) -> None:
    for name in "abcdefg":
        office.ask(name, 1)
    await settle()
    await timer.move(5)

    assert list("abcdefg") == office.names()


async def test_a_waiting_chat_does_not_hold_up_another(office: Office) -> None:
    for number in range(6):
        office.ask(f"busy {number}", 1)
    office.ask("other", 2)
    await settle()

    assert "other" in office.names()


# -- with a crowd ------------------------------------------------------------------------------------------------------


async def test_all_chats_together_keep_to_the_rate(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(200, Lane.REPLY)
    await timer.move(5)

    assert 10 + 5 * 30 == len(office.admitted)


async def test_replies_go_before_notices_and_notices_before_announcements(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(10, Lane.REPLY, "first ")
    office.ask("announcement", 1, Lane.ANNOUNCEMENT)
    office.ask("notice", 2, Lane.NOTICE)
    office.ask("reply", 3, Lane.REPLY)
    await settle()
    await timer.move(5)

    assert ["reply", "notice", "announcement"] == office.names()[10:]


async def test_a_reply_needs_no_wait_while_announcements_run(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(3000, Lane.ANNOUNCEMENT)
    await timer.move(10)
    for number in range(4):
        office.ask(f"reply {number}", number)
    await settle()

    assert [10, 10, 10, 10] == office.times("reply")


async def test_replies_in_a_crowd_of_announcements_get_the_whole_rate(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(3000, Lane.ANNOUNCEMENT)
    await timer.move(10)
    await office.ask_many(34, Lane.REPLY, "reply ")
    await timer.move(1.001)

    assert 34 == len(office.times("reply"))


async def test_announcements_use_what_is_left(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(100, Lane.ANNOUNCEMENT)
    await timer.move(10)

    assert 100 == len(office.admitted)
    assert 3.5 > office.times()[-1]


async def test_a_reply_overtakes_a_notice_in_its_own_chat(office: Office, timer: Stopwatch) -> None:
    for number in range(5):
        office.ask(f"notice {number}", 1, Lane.NOTICE)
    office.ask("reply", 1)
    await settle()
    await timer.move(5)

    assert ["notice 0", "notice 1", "notice 2", "notice 3", "reply", "notice 4"] == office.names()


async def test_announcements_leave_a_part_of_a_chats_burst_to_its_replies(office: Office, timer: Stopwatch) -> None:
    for number in range(3):
        office.ask(f"announcement {number}", 1, Lane.ANNOUNCEMENT)
    await settle()
    office.ask("reply", 1)
    await settle()
    await timer.move(3)

    assert [0, 0, 1.5, 0] == [*office.times("announcement"), *office.times("reply")]


async def test_a_reply_need_not_wait_until_its_chat_has_rested_for_an_announcement(
    office: Office, timer: Stopwatch
) -> None:
    for number in range(3):
        office.ask(f"announcement {number}", 1, Lane.ANNOUNCEMENT)
    await settle()
    await timer.move(0.1)
    office.ask("reply", 1)
    await settle()

    assert [pytest.approx(0.1)] == office.times("reply")


async def test_no_limit_means_no_wait(timer: Stopwatch) -> None:
    office = Office(timer, Pacer(math.inf, per_chat_per_second=math.inf, timer=timer))
    for number in range(500):
        office.ask(f"{number}", 1)
    await settle()

    assert 500 == len(office.admitted)


async def test_the_smallest_burst_still_lets_announcements_through(timer: Stopwatch) -> None:
    office = Office(timer, Pacer(burst=1, chat_burst=1, timer=timer))
    await office.ask_many(5, Lane.ANNOUNCEMENT)
    await timer.move(1)

    assert 5 == len(office.admitted)


# -- announcements at a set rate ------------------------------------------------------------------------------------------


async def test_announcements_keep_to_the_rate_that_was_set(office: Office, timer: Stopwatch) -> None:
    office.pacer.announce_at(25)
    await office.ask_many(1000, Lane.ANNOUNCEMENT)
    await timer.move(10)
    begun = len(office.admitted)
    await timer.move(10)

    assert 250 == len(office.admitted) - begun


async def test_replies_take_from_what_announcements_would_have(office: Office, timer: Stopwatch) -> None:
    office.pacer.announce_at(25)
    await office.ask_many(1000, Lane.ANNOUNCEMENT, "announcement ")
    await timer.move(1)
    for second in range(10):
        for number in range(10):
            office.ask(f"reply {second} {number}", 1000 + 10 * second + number)
        await timer.move(1)

    assert 100 == len(office.times("reply"))
    assert 200 == pytest.approx(len([at for at in office.times("announcement") if at > 1]), abs=2)


async def test_a_rate_above_what_is_free_is_not_reached_without_paying(office: Office, timer: Stopwatch) -> None:
    office.pacer.announce_at(100)
    await office.ask_many(3000, Lane.ANNOUNCEMENT)
    await timer.move(10)

    assert 10 * 30 + 10 >= len(office.admitted)


async def test_paid_announcements_go_faster_and_leave_the_free_ones_to_replies(
    office: Office, timer: Stopwatch
) -> None:
    office.pacer.announce_at(100, paid=True)
    await office.ask_many(3000, Lane.ANNOUNCEMENT, "announcement ")
    await timer.move(10)
    await office.ask_many(10, Lane.REPLY, "reply ")

    assert [10] * 10 == office.times("reply")
    assert 1000 + 10 >= len(office.times("announcement")) >= 1000


async def test_telegram_lets_no_more_than_a_thousand_a_second_through_for_any_price(timer: Stopwatch) -> None:
    pacer = Pacer(timer=timer)
    pacer.announce_at(5000, paid=True)

    assert 1000 == pacer.announcements_per_second


async def test_the_polite_leave_a_part_of_a_chats_burst_to_its_replies(office: Office, timer: Stopwatch) -> None:
    for _ in range(3):
        office.tasks.append(asyncio.create_task(office.pacer.turn(Lane.NOTICE, 1, polite=True)))
    office.ask("reply", 1)
    await settle()

    assert ["reply"] == office.names()


# -- giving up ---------------------------------------------------------------------------------------------------------


async def test_whoever_gives_up_uses_no_turn(office: Office, timer: Stopwatch) -> None:
    tasks = [office.ask(f"{number}", 1) for number in range(6)]
    await settle()
    tasks[4].cancel()
    await timer.move(1)

    assert ["0", "1", "2", "3", "5"] == office.names()


async def test_a_turn_granted_while_its_owner_is_cancelled_goes_to_the_next(office: Office, timer: Stopwatch) -> None:
    for number in range(4):
        office.ask(f"{number}", 1)
    await settle()
    doomed = office.ask("doomed", 1)
    office.ask("next", 1)
    await settle()
    timer.now += 1
    office.pacer._ring()
    doomed.cancel()
    await settle()

    assert [1] == office.times("next")
    assert doomed.cancelled()


# -- thrift ------------------------------------------------------------------------------------------------------------


async def test_nothing_rings_while_nobody_waits(office: Office, timer: Stopwatch) -> None:
    await office.ask_many(20, Lane.REPLY)
    await timer.move(5)
    rung = timer.rung
    await timer.move(3600)

    assert rung == timer.rung


async def test_a_wait_of_an_hour_rings_once(office: Office, timer: Stopwatch) -> None:
    office.pacer.flooded(1, 3600)
    office.ask("late", 1)
    await settle()
    await timer.move(3600.5)

    assert (["late"], 1) == (office.names(), timer.rung)


async def test_chats_at_rest_are_forgotten(office: Office, timer: Stopwatch) -> None:
    for chat in range(5000):
        await office.pacer.turn(Lane.REPLY, chat)
        await timer.move(1)

    assert 2048 >= len(office.pacer._chats)


async def test_a_real_loop_serves_as_timer() -> None:
    pacer = Pacer(rate_per_second=1000, burst=1, per_chat_per_second=1000, chat_burst=1)
    async with asyncio.timeout(5):
        await asyncio.gather(*(pacer.turn(Lane.REPLY, 1) for _ in range(5)))

    assert 0 == count_waiting(pacer)
