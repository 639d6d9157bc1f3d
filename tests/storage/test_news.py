"""News: what residents choose holds at once, weekly letters bring what gathered, and taps count once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from storage import announcements, dispatch, ledger, letters, news, outbox
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import Frequency, News, Ready, State
from storage.records.audiences import Audience, Facets
from storage.records.deliveries import Fate
from storage.tables import deliveries
from storage.tables import outbox as outbox_rows
from tests.storage.announcing import add_subscriber, begin, claim, deliver, draft, fates, run, state
from tests.storage.builders import add_offering, add_person, add_quarter, add_topic, register

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = "2026-w10"
THURSDAY = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
"""the next letter after the tests' now: 17:00 in Aachen"""


async def add_weekly(tx: Transaction) -> int:
    """Make somebody who wants news once a week."""
    return await add_subscriber(tx, frequency=Frequency.WEEKLY)


async def letters_of(tx: Transaction, participant_id: int) -> list[tuple[str, str, datetime]]:
    """Read the planned letters of somebody: key, status, due time."""
    mine = (outbox_rows.c.participant_id == participant_id, outbox_rows.c.kind == letters.KIND)
    asked = select(outbox_rows.c.unique_key, outbox_rows.c.status, outbox_rows.c.due_at).where(*mine)
    return [tuple(row) for row in await tx.connection.execute(asked.order_by(outbox_rows.c.id))]


async def brought(tx: Transaction, participant_id: int, week: str = WEEK) -> list[int]:
    """Tell which announcements somebody's letter brings."""
    return [one.announcement_id for one in await announcements.digest(tx, ("de",), participant_id, week)]


async def test_who_was_never_asked_chose_nothing(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        assert News() == await news.read(tx, (await add_person(tx)).id)


async def test_what_somebody_chose_is_kept_and_the_rest_stays_as_it_is(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_topic(tx, "pc")
        await add_quarter(tx, "ost")
        me = await add_subscriber(tx, topics=("pc", "invented"), quarters=("ost",))
        changed = await news.set_news(tx, me, frequency=Frequency.WEEKLY)

        assert News(True, Frequency.WEEKLY, ("pc",), ("ost",)) == changed == await news.read(tx, me)


async def test_choosing_without_agreeing_is_not_agreeing(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await add_person(tx)).id
        await news.set_news(tx, me, frequency=Frequency.WEEKLY)

        assert None is (await news.read(tx, me)).agreed


async def test_the_last_word_counts(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await add_person(tx)).id
        said = [(await news.set_news(tx, me, agreed=agreed)).agreed for agreed in (True, False, False, True)]

        assert [True, False, False, True] == said


@pytest.mark.parametrize(
    ("local", "week", "due"),
    [
        ("2026-03-04T12:00", "2026-w10", "2026-03-05T17:00"),
        ("2026-03-05T16:49", "2026-w10", "2026-03-05T17:00"),
        ("2026-03-05T16:50", "2026-w11", "2026-03-12T17:00"),
        ("2026-03-05T18:00", "2026-w11", "2026-03-12T17:00"),
        ("2026-03-27T12:00", "2026-w14", "2026-04-02T17:00"),
        ("2026-12-31T18:00", "2027-w01", "2027-01-07T17:00"),
    ],
)
def test_letters_go_out_on_thursdays_at_five_on_the_wall(local: str, week: str, due: str) -> None:
    found = letters.next_letter(datetime.fromisoformat(local).replace(tzinfo=BERLIN).astimezone(UTC), BERLIN)

    assert (week, datetime.fromisoformat(due).replace(tzinfo=BERLIN)) == (found.week, found.due_at)


async def test_several_announcements_come_with_one_letter(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        first, second = await run(tx), await run(tx)

        assert [(f"digest:{me}:{WEEK}", "waiting", THURSDAY)] == await letters_of(tx, me)
        assert [first, second] == await brought(tx, me)


async def test_what_is_held_for_a_letter_is_not_sent_before_and_the_run_is_done_without_it(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_weekly(tx)
        announcement = await run(tx)
    async with database.transaction(THURSDAY + timedelta(hours=1), SYSTEM) as tx:
        assert [] == await claim(tx, announcement)
        assert await ledger.finish(tx, announcement)
        progress = await ledger.progress(tx, announcement)

        assert progress is not None
        assert (State.DONE, 1, 1) == (progress.state, progress.count(Fate.WAITING), progress.held)


async def test_a_letter_that_was_sent_settles_what_it_brought(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        made = [await run(tx), await run(tx)]
    async with database.transaction(THURSDAY, SYSTEM) as tx:
        await news.digest_sent(tx, me, WEEK, 77)

        assert [{me: "sent"}, {me: "sent"}] == [await fates(tx, one) for one in made]
        assert [77, 77] == list((await tx.connection.scalars(select(deliveries.c.message_id))).all())
        assert [] == await letters.contents(tx, me, WEEK)


async def test_a_letter_can_be_read_again_after_it_was_sent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        announcement = await run(tx)
        await news.digest_sent(tx, me, WEEK, 77)

        assert [announcement] == await brought(tx, me)


async def test_a_letter_is_not_corrected_or_deleted_for_one_of_its_news(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        announcement = await run(tx)
        await news.digest_sent(tx, me, WEEK, 77)
        await announcements.write(tx, announcement, "de", "New", "New", by=None)
        found = await announcements.read(tx, ("de",), announcement)
        assert found is not None
        await announcements.correct(tx, announcement, found.revision, by=None)
        assert [] == await ledger.claim_corrections(tx, announcement, "w", 9, 60)
        await announcements.delete_sent(tx, announcement, by=None)

        assert [] == await ledger.claim_deletions(tx, announcement, "w", 9, 60)


@pytest.mark.parametrize(("fate", "status"), [("failed", "failed"), ("unknown", "unknown"), ("dropped", "missed")])
async def test_what_a_letter_would_have_brought_shares_its_fate(
    database: Database, now: datetime, fate: str, status: str
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        announcement = await run(tx)
        row_id = (await tx.connection.execute(select(outbox_rows.c.id))).scalar_one()
        ending = {
            "failed": dispatch.mark_failed,
            "unknown": dispatch.mark_unknown,
            "dropped": dispatch.mark_dropped,
        }
        await ending[fate](tx, row_id, "why")

        assert {me: status} == await fates(tx, announcement)


async def test_a_letter_leaves_out_what_was_stopped_or_is_over(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        offering = await add_offering(tx, [THURSDAY + timedelta(minutes=5)])
        over, stopped, good = await run(tx, offering_id=offering), await run(tx), await run(tx)
        await announcements.stop(tx, stopped, by=None)
    async with database.transaction(THURSDAY + timedelta(minutes=5), SYSTEM) as tx:
        assert [good] == await brought(tx, me)
        await news.digest_sent(tx, me, WEEK, 77)

        assert ["missed", "stopped", "sent"] == [(await fates(tx, one))[me] for one in (over, stopped, good)]


async def test_what_a_letter_would_bring_too_late_is_missed_from_the_start(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        announcement = await run(tx, offering_id=await add_offering(tx, [THURSDAY - timedelta(hours=1)]))

        assert ({me: "missed"}, []) == (await fates(tx, announcement), await letters_of(tx, me))


async def test_what_is_paused_waits_for_the_next_letter(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        paused, good = await run(tx), await run(tx)
        await announcements.pause(tx, paused, by=None)
    async with database.transaction(THURSDAY, SYSTEM) as tx:
        await news.digest_sent(tx, me, WEEK, 77)
        await announcements.resume(tx, paused, by=None)

        assert {me: "sent"} == await fates(tx, good)
        assert [paused] == await brought(tx, me, "2026-w11")
        assert f"digest:{me}:2026-w11" in [key for key, _status, _due in await letters_of(tx, me)]


async def test_who_wants_news_weekly_hears_of_their_own_course_at_once(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await add_person(tx)
        await news.set_news(tx, person.id, agreed=True, frequency=Frequency.WEEKLY)
        offering = await add_offering(tx, [now + timedelta(days=9)], whole_course=True)
        await register(tx, person, offering)
        announcement = await run(tx, Audience(who=Facets(registered=(offering,))))

        assert [person.id] == [one.participant_id for one in await claim(tx, announcement)]


async def test_an_objection_takes_the_letter_along(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        announcement = await run(tx)
        await news.set_news(tx, me, agreed=False)

        assert {me: "withdrawn"} == await fates(tx, announcement)
        assert ["dropped"] == [status for _key, status, _due in await letters_of(tx, me)]


async def test_who_agrees_again_gets_a_letter_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await add_weekly(tx)
        await run(tx)
        await news.set_news(tx, me, agreed=False)
        await news.set_news(tx, me, agreed=True)
        second = await run(tx)

        assert ["waiting"] == [status for _key, status, _due in await letters_of(tx, me)]
        assert [second] == await brought(tx, me)


async def test_letters_wait_in_the_lane_of_announcements(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_weekly(tx)
        await run(tx)

        assert outbox.Lane.ANNOUNCEMENT == (await tx.connection.execute(select(outbox_rows.c.lane))).scalar_one()


async def test_a_tap_counts_once_and_only_of_who_may_have_got_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, waits = await add_subscriber(tx), await add_subscriber(tx)
        stranger = (await add_person(tx)).id
        announcement = await run(tx)
        (first,) = await begin(tx, announcement, 1)
        assert first
        taps = [await news.note_tap(tx, one, announcement, "details") for one in (me, me, waits, stranger)]

        assert [True, True, False, False] == taps


async def test_a_tap_on_what_has_not_started_is_none(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        made = await draft(tx)

        assert not await news.note_tap(tx, await add_subscriber(tx), made, "details")
        assert not await news.note_tap(tx, await add_subscriber(tx), 99, "details")


async def test_stopping_also_stops_what_is_held_when_the_rest_is_done(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me, weekly = await add_subscriber(tx), await add_weekly(tx)
        announcement = await run(tx)
        await deliver(tx, announcement)
        await ledger.finish(tx, announcement)
        done = await announcements.stop(tx, announcement, by=None)

        assert Ready(announcement, State.STOPPED) == done
        assert {me: "sent", weekly: "stopped"} == await fates(tx, announcement)
        assert State.STOPPED is await state(tx, announcement)
