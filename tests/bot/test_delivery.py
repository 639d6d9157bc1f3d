"""Delivery: what is due goes out once, and each way of failing has its own consequence."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery import FIRST_PAUSE, TRIES, UNSAYABLE_PAUSE, Ending
from bot.transport import Interrupted, NotSent, NotSentInTime
from simulator.faults import Faults
from storage import interests, wishes
from storage import outbox as outgoing
from storage.dispatch import Due
from storage.engine import SYSTEM
from storage.outbox import Lane
from storage.records.registrations import Interested
from storage.tables import interests as interest_rows
from storage.tables import outbox, participants
from tests.acceptance.walkers import Resident, import_changed, looking, resident, slot
from tests.storage.imports import moved
from tests.town import Town, open_town, sqlite_url

DUE = Due(1, "reminder", 1, "6100000001", {}, Lane.NOTICE, False, 1)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


@dataclass(frozen=True)
class Failing:
    """A parcel that cannot be sent."""

    error: TelegramError

    async def send(self, bot: Bot, chat: int) -> int:
        """Fail."""
        raise self.error


async def registered(town: Town, name: str = "Amal") -> Resident:
    """Somebody with a place in the workshop."""
    somebody, workshop = await resident(town, "de", name), await slot(town, "3D-01-01")
    await somebody.registers(workshop.offering, *workshop.answers, f"register.answer.{workshop.offering}.age.1")
    return somebody


async def until_due(town: Town) -> None:
    """Move to the day before the workshop, and deliver nothing yet."""
    workshop = await slot(town, "3D-01-01")
    town.clock.move((workshop.start - timedelta(days=1) - town.clock.now()).total_seconds())


async def rows(town: Town) -> list[tuple[str, str | None, int]]:
    """Read status, reason and attempts of what was begun."""
    begun = select(outbox.c.status, outbox.c.reason, outbox.c.attempts).where(outbox.c.attempts > 0)
    async with looking(town) as tx:
        return [(row[0], row[1], row[2]) for row in await tx.connection.execute(begun)]


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (NotSent("no network"), "waiting", "not sent"),
        (NotSentInTime("no connection"), "waiting", "not sent"),
        (NetworkError("Bad Gateway"), "waiting", "server error"),
        (RetryAfter(timedelta(seconds=7)), "waiting", "told to wait"),
        (TimedOut(), "unknown", "no answer in time"),
        (Interrupted("cut"), "unknown", "connection cut"),
        (Forbidden("bot was blocked by the user"), "failed", "blocked"),
        (BadRequest("Chat not found"), "failed", "chat not found"),
        (BadRequest("message text is empty"), "failed", "refused"),
        (ChatMigrated(-100), "failed", "refused"),
        (InvalidToken(), "failed", "refused"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
async def test_each_failure_has_its_consequence(town: Town, error: TelegramError, status: str, reason: str) -> None:
    outcome = await town.app.delivery._attempt(DUE, Failing(error))

    assert (status, reason) == (outcome.status, outcome.reason)


async def test_a_flooded_chat_is_left_alone_for_as_long_as_telegram_says(town: Town) -> None:
    outcome = await town.app.delivery._attempt(DUE, Failing(RetryAfter(timedelta(seconds=7))))

    assert town.clock.now() + timedelta(seconds=7) == outcome.due_at


@pytest.mark.parametrize("attempts", range(1, TRIES))
async def test_what_was_not_sent_is_tried_again_with_growing_pauses(town: Town, attempts: int) -> None:
    due = Due(1, "reminder", 1, "1", {}, Lane.NOTICE, False, attempts)

    outcome = await town.app.delivery._attempt(due, Failing(NotSent("no network")))

    assert town.clock.now() + FIRST_PAUSE * 2**attempts == outcome.due_at


async def test_what_cannot_be_sent_at_all_is_given_up_in_the_end(town: Town) -> None:
    due = Due(1, "reminder", 1, "1", {}, Lane.NOTICE, False, TRIES)

    assert Ending("failed", "not sent") == await town.app.delivery._attempt(due, Failing(NotSent("no network")))


async def test_being_told_to_wait_never_counts_as_giving_up(town: Town) -> None:
    due = Due(1, "reminder", 1, "1", {}, Lane.NOTICE, False, TRIES + 5)

    assert "waiting" == (await town.app.delivery._attempt(due, Failing(RetryAfter(1)))).status


async def test_a_notice_that_met_a_broken_server_arrives_later_and_once(town: Town) -> None:
    somebody = await registered(town)
    await until_due(town)
    before = len(somebody.person.received)
    town.simulator.set_network(faults=Faults(error_5xx=1000))
    await town.deliver()
    assert before == len(somebody.person.received)
    town.simulator.set_network(faults=Faults())

    await town.move(seconds=60)

    assert before + 1 == len(somebody.person.received)
    assert [("sent", None, 2)] == await rows(town)


async def test_a_notice_whose_connection_broke_is_unknown_and_never_sent_again(town: Town) -> None:
    somebody = await registered(town)
    await until_due(town)
    before = len(somebody.person.received)
    town.simulator.set_network(faults=Faults(drop_after=1000))
    await town.deliver()
    town.simulator.set_network(faults=Faults())

    await town.move(hours=1)

    assert before + 1 == len(somebody.person.received)
    assert [("unknown", "connection cut", 1)] == await rows(town)


async def test_two_deliveries_at_once_send_everything_once(town: Town) -> None:
    people = [await registered(town, f"P{number}") for number in range(6)]
    await until_due(town)
    before = [len(somebody.person.received) for somebody in people]

    await asyncio.gather(*(town.app.delivery.deliver_due() for _ in range(3)))
    await town.deliver()

    assert [count + 1 for count in before] == [len(somebody.person.received) for somebody in people]


async def test_a_notice_that_no_longer_holds_is_dropped(town: Town) -> None:
    somebody = await registered(town)
    before = len(somebody.person.received)
    await until_due(town)
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        # As if it had been planned for a time that is none any more.
        await tx.connection.execute(update(participants).values(remind_days=0))

    await town.deliver()

    assert before == len(somebody.person.received)
    assert 1 == (await town.outbox_counts())["dropped"]


async def test_a_notice_that_is_late_waits_for_the_morning(town: Town) -> None:
    somebody = await registered(town)
    before = len(somebody.person.received)
    await until_due(town)
    town.clock.move(10 * 3600)  # eleven at night

    await town.deliver()
    assert before == len(somebody.person.received)

    await town.move(hours=9)
    assert before + 1 == len(somebody.person.received)


async def test_bad_news_of_today_comes_at_night_without_a_sound(town: Town) -> None:
    somebody = await registered(town)
    town.clock.move(14 * 3600)  # eleven at night

    await import_changed(town, lambda catalogue: moved(catalogue, "3D-01-01", timedelta(hours=1)))

    told = next(call for call in reversed(town.simulator.calls_of("sendMessage")) if call.chat_id == somebody.person.id)
    assert "true" == str(told.parameters["disable_notification"]).lower()


async def test_nothing_is_begun_once_delivery_is_closing(town: Town) -> None:
    somebody = await registered(town)
    await until_due(town)
    before = len(somebody.person.received)

    town.app.delivery.close()
    await town.deliver()

    assert before == len(somebody.person.received)


async def test_a_row_that_cannot_be_handled_keeps_no_other_from_going_out(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    unlucky, lucky = await registered(town), await registered(town, "Noor")
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        broken = update(outbox).where(
            outbox.c.id == select(outbox.c.id).order_by(outbox.c.id).limit(1).scalar_subquery()
        )
        await tx.connection.execute(broken.values(args="{}"))
    before = len(lucky.person.received)
    await until_due(town)

    await town.deliver()

    assert before + 1 == len(lucky.person.received)
    assert "cannot be made" in caplog.text
    assert unlucky.person.received


async def test_what_cannot_be_made_is_tried_less_and_less_often_and_given_up_in_the_end(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await registered(town)
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        await tx.connection.execute(update(outbox).values(args="{}"))
    await until_due(town)
    town.app.ticks._open = False

    for tries in range(TRIES):
        await town.app.delivery.deliver_due()
        town.clock.move((UNSAYABLE_PAUSE * 4**tries).total_seconds())

    async with looking(town) as tx:
        ended = select(outbox.c.status, outbox.c.reason).where(outbox.c.attempts == TRIES - 1)
        assert [("failed", "cannot be said")] == [tuple(row) for row in await tx.connection.execute(ended)]
    assert 1 == caplog.text.count("Traceback")


async def test_what_is_under_way_when_no_more_can_be_taken_is_written_down_as_sent(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registered(town)
    await until_due(town)
    town.app.ticks._open = False
    take, started = town.app.delivery._take_due, asyncio.Event()
    town.simulator.set_network(delay_s=0.05)

    async def taken_once(most: int) -> list[Due | None]:
        if started.is_set():
            raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))
        started.set()
        return await take(most)

    monkeypatch.setattr(town.app.delivery, "_take_due", taken_once)
    with pytest.raises(OperationalError):
        await town.app.delivery.deliver_due()

    assert [("sent", None, 1)] == await rows(town)


async def test_a_map_pin_comes_before_the_screen_that_leads_on(town: Town) -> None:
    somebody = await resident(town)
    advice = await slot(town, "UN-01-01")
    await somebody.opens(f"o_{advice.offering}")

    await somebody.tap("offering.map")

    assert ["venue", "text"] == [
        next(kind for kind in ("venue", "text") if kind in message.body) for message in somebody.person.received[-2:]
    ]


async def test_a_wish_is_met_once_its_news_arrived(town: Town) -> None:
    await resident(town)
    workshop = await slot(town, "3D-01-01")
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        person = int(await tx.connection.scalar(select(participants.c.id)) or 0)
        noted = await interests.express(tx, person)
        assert isinstance(noted, Interested)
        args = {"interest_id": noted.interest_id, "offering_id": workshop.offering}
        await outgoing.add(tx, [outgoing.NewRow(person, wishes.KIND, args, "wish", tx.now)])
    await town.app.delivery.deliver_due()

    async with looking(town) as tx:
        assert tx.now == await tx.connection.scalar(select(interest_rows.c.met_at))
