"""Announcements from draft to run: what stands against sending, the second pair of eyes, and what may change when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from storage import announcements, people
from storage.announcements import planned
from storage.engine import SYSTEM, Database, Transaction
from storage.quiet import at_wall, next_waking
from storage.records.announcements import Media, Objection, Ready, Refusal, State
from storage.records.audiences import Audience
from storage.tables import audit
from tests.storage.announcing import (
    add_staff,
    add_subscriber,
    draft,
    revision,
    run,
    state,
    submit,
)
from tests.storage.builders import add_offering, add_person

ZONE = ZoneInfo("Europe/Berlin")
PHOTO = Media("photo", "file-1", "photo.jpg")


async def test_what_is_planned_is_due_then_and_what_the_night_holds_is_due_in_the_morning(
    database: Database, now: datetime
) -> None:
    night, planned_for = at_wall(now.date(), time(22), ZONE), at_wall(now.date() + timedelta(days=2), time(10), ZONE)
    async with database.transaction(night, SYSTEM) as tx:
        await add_subscriber(tx)
        assert await planned.next_due(tx) is None

        later = await draft(tx)
        await announcements.set_time(tx, later, planned_for, by=None)
        await submit(tx, later)
        assert (planned_for, "announcement") == await planned.next_due(tx)

        await submit(tx, await draft(tx))
        assert (next_waking(night, ZONE), "announcement") == await planned.next_due(tx)


async def every_change(tx: Transaction, announcement: int, by: int | None) -> dict[str, object]:
    """Try everything that can be done about an announcement."""
    return {
        "start": await announcements.start(tx, by),
        "write": await announcements.write(tx, announcement, "de", "T", "X", by=by),
        "accept_fallback": await announcements.accept_fallback(tx, announcement, "ar", by=by),
        "set_audience": await announcements.set_audience(tx, announcement, Audience(), by=by),
        "set_buttons": await announcements.set_buttons(tx, announcement, ("interested",), by=by),
        "attach": await announcements.attach(tx, announcement, None, by=by),
        "set_media": await announcements.set_media(tx, announcement, PHOTO, by=by),
        "set_time": await announcements.set_time(tx, announcement, None, by=by),
        "submit": await announcements.submit(tx, announcement, 1, by=by),
        "approve": await announcements.approve(tx, announcement, 1, by=by),
        "recall": await announcements.recall(tx, announcement, by=by),
        "pause": await announcements.pause(tx, announcement, by=by),
        "resume": await announcements.resume(tx, announcement, by=by),
        "stop": await announcements.stop(tx, announcement, by=by),
        "correct": await announcements.correct(tx, announcement, 1, by=by),
        "delete_sent": await announcements.delete_sent(tx, announcement, by=by),
    }


@pytest.mark.parametrize("role", [None, "coordinator"])
async def test_only_who_announces_changes_anything(database: Database, now: datetime, role: str | None) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = (await add_person(tx)).id if role is None else await add_staff(tx, role)
        announcement = await draft(tx)
        before = await announcements.read(tx, ("de",), announcement)
        done = await every_change(tx, announcement, me)

        assert dict.fromkeys(done, Refusal(Objection.NOT_ALLOWED)) == done
        assert not await announcements.discard(tx, announcement, by=me)
        assert before == await announcements.read(tx, ("de",), announcement)


async def test_staff_changes_what_a_colleague_began(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx, by=await add_staff(tx))
        done = await announcements.write(tx, announcement, "ar", "T", "X", by=await add_staff(tx, "administrator"))

        assert Ready(announcement, State.DRAFT) == done


async def test_what_another_tenant_wrote_is_as_good_as_not_there(
    database_url: str, keys: tuple[str, ...], now: datetime
) -> None:
    from storage.engine import migrate

    await migrate(database_url, keys, tenant="dueren")
    ours, theirs = [await Database.open(database_url, keys, tenant=tenant) for tenant in ("aachen", "dueren")]
    async with ours.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx)
    async with theirs.transaction(now, SYSTEM) as tx:
        found = await every_change(tx, announcement, None)
        lines = await announcements.list_page(tx, ("de",), 0)
    for database in (ours, theirs):
        await database.close()

    assert {Refusal(Objection.GONE)} == {result for name, result in found.items() if name != "start"}
    assert [1] == [lines[1]]


async def test_every_change_leaves_a_trace(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await announcements.pause(tx, announcement, by=None)
        await announcements.resume(tx, announcement, by=None)
        await announcements.stop(tx, announcement, by=None)
        asked = select(audit.c.action).where(audit.c.subject == "announcement", audit.c.subject_id == announcement)
        actions = list((await tx.connection.scalars(asked.order_by(audit.c.id))).all())

    assert ["start_announcement", "write_announcement", "set_audience"] == actions[:3]
    assert ["submit_announcement", "pause_announcement", "resume_announcement", "stop_announcement"] == actions[-4:]


async def test_an_announcement_without_a_text_is_not_sent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)

        assert Refusal(Objection.NO_TEXT) == await submit(tx, await draft(tx, languages=()))


async def test_the_facts_of_an_offering_are_text_enough_in_every_language(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx, "ar")
        offering = await add_offering(tx, [now + timedelta(days=3)])
        done = await submit(tx, await draft(tx, offering_id=offering, languages=()))

        assert isinstance(done, Ready)


async def test_languages_without_a_text_are_named_most_people_first(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        for language in ("de", "ar", "tr", "tr", "uk"):
            await add_subscriber(tx, language)
        announcement = await draft(tx)
        await announcements.accept_fallback(tx, announcement, "uk", by=None)

        assert Refusal(Objection.LANGUAGES_MISSING, ("tr", "ar")) == await submit(tx, announcement)


async def test_an_accepted_fallback_can_be_taken_back(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx, "tr")
        announcement = await draft(tx)
        await announcements.accept_fallback(tx, announcement, "tr", by=None)
        await announcements.accept_fallback(tx, announcement, "tr", False, by=None)

        assert Refusal(Objection.LANGUAGES_MISSING, ("tr",)) == await submit(tx, announcement)


async def test_an_announcement_to_nobody_is_not_sent(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await people.mark_unreachable(tx, await add_subscriber(tx))

        assert Refusal(Objection.NOBODY) == await submit(tx, await draft(tx))


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (
            datetime(2027, 3, 27, 20, 30, tzinfo=ZONE),
            datetime(2027, 3, 28, 6, tzinfo=UTC),
        ),  # the clocks go forward in between
        (datetime(2026, 10, 24, 20, 30, tzinfo=ZONE), datetime(2026, 10, 25, 7, tzinfo=UTC)),  # and back
    ],
)
async def test_a_run_rests_until_eight_on_the_wall_when_the_clocks_change_at_night(
    database: Database, evening: datetime, morning: datetime
) -> None:
    async with database.transaction(evening.astimezone(UTC), SYSTEM) as tx:
        await add_subscriber(tx)
        await run(tx)
        due = await planned.next_due(tx)

    assert (morning, "announcement") == due


async def test_what_was_changed_since_it_was_shown_is_shown_again(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
        seen = await revision(tx, announcement)
        await announcements.write(tx, announcement, "de", "Other", "Other", by=None)

        assert Refusal(Objection.CHANGED) == await announcements.submit(tx, announcement, seen, by=None)


async def test_what_follows_when_its_time_has_passed(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
        assert Refusal(Objection.PAST) == await announcements.set_time(tx, announcement, now - timedelta(1), by=None)
        await announcements.set_time(tx, announcement, now + timedelta(hours=1), by=None)
    async with database.transaction(now + timedelta(hours=2), SYSTEM) as tx:
        assert Refusal(Objection.PAST) == await submit(tx, announcement)


async def test_it_is_too_late_once_the_last_session_begins(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        offering = await add_offering(tx, [now + timedelta(hours=1), now + timedelta(days=1)])
        announcement = await draft(tx, offering_id=offering)
        found = await announcements.read(tx, ("de",), announcement)
        late = await announcements.set_time(tx, announcement, now + timedelta(days=1), by=None)

        assert found is not None
        assert (now + timedelta(days=1), Refusal(Objection.TOO_LATE)) == (found.latest_at, late)
    async with database.transaction(now + timedelta(days=1), SYSTEM) as tx:
        assert Refusal(Objection.TOO_LATE) == await submit(tx, announcement)


async def test_without_a_choice_it_may_go_out_for_two_days(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        found = await announcements.read(tx, ("de",), announcement)

        assert found is not None
        assert (now, now + timedelta(days=2)) == (found.started_at, found.latest_at)


async def test_what_waits_for_its_time_begins_when_it_is_due(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
        await announcements.set_time(tx, announcement, now + timedelta(hours=1), by=None)
        assert Ready(announcement, State.SCHEDULED) == await submit(tx, announcement)
        assert [] == await announcements.start_due(tx)
    async with database.transaction(now + timedelta(hours=1), SYSTEM) as tx:
        assert [announcement] == await announcements.start_due(tx)
        assert [] == await announcements.start_due(tx)
        assert State.RUNNING is await state(tx, announcement)


async def test_what_has_not_started_can_be_taken_back_and_thrown_away(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx)
        await announcements.set_time(tx, announcement, now + timedelta(hours=1), by=None)
        await submit(tx, announcement)

        assert Ready(announcement, State.DRAFT) == await announcements.recall(tx, announcement, by=None)
        assert await announcements.discard(tx, announcement, by=None)
        assert await announcements.read(tx, ("de",), announcement) is None
        assert Refusal(Objection.GONE) == await announcements.recall(tx, announcement, by=None)


async def test_what_has_started_is_no_draft_any_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        done = [
            await announcements.set_audience(tx, announcement, Audience(), by=None),
            await announcements.set_time(tx, announcement, None, by=None),
            await announcements.recall(tx, announcement, by=None),
            await announcements.submit(tx, announcement, 1, by=None),
        ]

        assert {Refusal(Objection.STARTED)} == set(done)
        assert not await announcements.discard(tx, announcement, by=None)


async def test_a_wording_written_after_the_start_waits_for_the_correction(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await announcements.write(tx, announcement, "de", "New", "New", by=None)
        shown = [await announcements.announced(tx, ("de",), announcement, anyone) for anyone in (False, True)]
        await announcements.correct(tx, announcement, await revision(tx, announcement), by=None)
        after = await announcements.announced(tx, ("de",), announcement)

        assert ["Title de", "New"] == [one and one.title and one.title.text for one in shown]
        assert after == shown[1]


async def test_a_correction_of_something_else_than_was_shown_is_refused(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)

        assert Refusal(Objection.CHANGED) == await announcements.correct(tx, announcement, 1, by=None)


async def test_a_stopped_run_cannot_go_on(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await run(tx)
        await announcements.stop(tx, announcement, by=None)

        assert Refusal(Objection.STARTED) == await announcements.resume(tx, announcement, by=None)
        assert Refusal(Objection.STARTED) == await announcements.stop(tx, announcement, by=None)
