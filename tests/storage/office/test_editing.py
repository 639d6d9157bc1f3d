"""Changing an offering in the bot: people are told as by an import, files leave it alone, and each changes only their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from storage import changes, intake, sample
from storage.engine import COMMAND, Database
from storage.exchange.parsed import Catalogue
from storage.office import drafting, edit_sessions, editing, edits, locks
from storage.records.catalogue import SessionStatus
from storage.records.edits import (
    AddSessions,
    Beginning,
    CancelSessions,
    Change,
    Edited,
    MoveSession,
    NewPlace,
    Objection,
    Publish,
    Release,
    RestoreSession,
    SetFact,
    SetOnline,
    SetPlace,
    Toggle,
    Unedited,
    Withdraw,
    Write,
)
from storage.records.registrations import Registered
from storage.tables import grants, interests, offerings, providers, topics
from tests.storage import builders
from tests.storage.imports import SINGLE, WHOLE, ZONE, bring_in, id_of, preview, register, start_of, told
from tests.storage.office.edited import begun, edit, look, ready, seen_by_residents, wall


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def test_a_moved_session_tells_whoever_is_registered(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    start = start_of(catalogue, "EG-01-02")
    async with database.transaction(now, COMMAND) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        session_id = await id_of(tx, "EG-01-02")
        later = wall(start) + timedelta(days=1)

        outcome = await edit(tx, SINGLE, MoveSession(session_id, later, later + timedelta(hours=2)))

    assert outcome.told == 1
    args: dict[str, object] = {"registration_id": registration, "session_id": session_id}
    args |= {"old_start": start.astimezone(UTC).isoformat(), "old_venue_id": None}
    assert [(person, "session_moved", args, False)] == await told(database, now, "session_moved")


async def test_what_was_changed_of_a_file_is_locked_until_somebody_releases_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await edit(tx, SINGLE, SetFact("capacity", 3))
        offering_id = await id_of(tx, SINGLE)

        assert {"capacity"} == (await locks.held(tx))["offering", offering_id]
        await edit(tx, SINGLE, Release("capacity"))
        assert {} == await locks.held(tx)


async def test_a_file_leaves_alone_what_was_changed_here_until_it_may_decide_again(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    start = wall(start_of(catalogue, "EG-01-02")) + timedelta(days=1)
    async with database.transaction(now, COMMAND) as tx:
        moved = MoveSession(await id_of(tx, "EG-01-02"), start, start + timedelta(hours=1))
        for change in (SetFact("capacity", 3), moved, Write("title", "de", "Anders"), Toggle("topics", "ai", on=True)):
            await edit(tx, SINGLE, change)
        await edit(tx, WHOLE, Withdraw())
        marks = [(await look(tx, name)).mark for name in (SINGLE, WHOLE)]

    await intake.apply(database, await intake.prepare(database, catalogue, now, COMMAND), now, COMMAND)

    async with database.transaction(now, COMMAND) as tx:
        assert marks == [(await look(tx, name)).mark for name in (SINGLE, WHOLE)]
        for name in (SINGLE, WHOLE):
            await edit(tx, name, Release())
    await intake.apply(database, await intake.prepare(database, catalogue, now, COMMAND), now, COMMAND)
    assert not await preview(database, catalogue, now)


async def test_a_date_added_here_is_not_cancelled_by_the_file(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    start = wall(now + timedelta(days=9))
    async with database.transaction(now, COMMAND) as tx:
        await edit(tx, SINGLE, AddSessions(((start, start + timedelta(hours=1)),)))

    assert not await bring_in(database, catalogue, now)


async def test_an_offering_made_here_is_a_draft_until_it_is_published(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await ready(tx, now)
        assert offering_id not in await seen_by_residents(tx)

        await editing.edit(tx, None, offering_id, 0, Publish())

        assert offering_id in await seen_by_residents(tx)
    assert not await bring_in(database, catalogue, now)


async def test_publishing_names_what_is_missing(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await begun(tx)

        outcome = await editing.edit(tx, None, offering_id, 0, Publish())

        assert Unedited(Objection.INCOMPLETE) == outcome
        assert ("topics", "languages", "quarter") == (await look(tx, offering_id)).missing


async def test_publishing_tells_who_wished_for_it(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        topic_id = await tx.connection.scalar(select(topics.c.id).where(topics.c.slug == "creative"))
        wish = {"language": "", "part_of_day": "", "created_at": now}
        await builders.add(tx, interests, participant_id=person.id, topic_id=topic_id, **wish)
        offering_id = await ready(tx, now)
        await editing.edit(tx, None, offering_id, 0, Publish())

    assert [person.id] == [
        row[0] for row in await told(database, now, "interest_met") if row[2]["offering_id"] == offering_id
    ]


async def test_what_changed_meanwhile_is_not_overwritten(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        seen = (await look(tx, SINGLE)).mark
        await edit(tx, SINGLE, SetFact("capacity", 3), seen)

        outcome = await editing.edit(tx, None, await id_of(tx, SINGLE), seen, SetFact("capacity", 4))

        assert Unedited(Objection.CHANGED) == outcome
        assert (await look(tx, SINGLE)).offering.capacity == 3


async def test_a_coordinator_of_another_provider_changes_nothing(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        other = await builders.add(tx, providers, name="Andere")
        person = await builders.add_person(tx)
        grant = {"tenant_id": tx.tenant_id, "participant_id": person.id, "role": "coordinator", "granted_at": now}
        await tx.connection.execute(insert(grants).values(grant | {"provider_id": other}))
        offering_id = await id_of(tx, SINGLE)

        assert Unedited(Objection.GONE) == await editing.edit(tx, person.id, offering_id, 0, SetFact("capacity", 1))
        assert Unedited(Objection.GONE) == await drafting.copy(tx, person.id, offering_id, dates=False)
        mine = await drafting.begin(tx, person.id, Beginning("Eigenes", "course"))
        assert isinstance(mine, Edited)
        row = select(offerings.c.provider_id).where(offerings.c.id == mine.offering_id)
        assert other == await tx.connection.scalar(row)


async def test_cancelling_all_tells_everybody_once_and_can_be_taken_back(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, SINGLE, "EG-01-02")
        outcome = await edit(tx, SINGLE, CancelSessions())
        assert outcome.told == 1
        coming = [one for one in (await look(tx, SINGLE)).offering.sessions if one.start > now]
        assert {SessionStatus.CANCELLED} == {one.status for one in coming}

        again = await edit(tx, SINGLE, RestoreSession(await id_of(tx, "EG-01-02")))

    assert again.told == 1
    assert len(await told(database, now, "session_cancelled", "session_moved")) == 2


async def test_withdrawing_tells_who_is_registered_and_hides_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, WHOLE)
        outcome = await edit(tx, WHOLE, Withdraw())
        offering_id = await id_of(tx, WHOLE)
        assert outcome.told == 1
        assert offering_id not in await seen_by_residents(tx)

    await bring_in(database, catalogue, now)

    async with database.reading(now, COMMAND) as tx:
        assert (await look(tx, WHOLE)).draft


async def test_a_copy_says_the_same_and_meets_behind_the_last_date(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        was = await look(tx, WHOLE)
        outcome = await drafting.copy(tx, None, was.id, dates=True)
        assert isinstance(outcome, Edited)

        copied = await look(tx, outcome.offering_id)

    assert copied.draft
    assert was.written == copied.written
    old, new = was.offering.sessions, copied.offering.sessions
    assert new[0].start > old[-1].start
    assert [wall(one.start).time() for one in old] == [wall(one.start).time() for one in new]


async def test_a_translation_is_stale_once_its_german_changed(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await begun(tx)
        for text in (Write("title", "tr", "Dikiş"), Write("title", "de", "Nähen am Abend")):
            await editing.edit(tx, None, offering_id, 0, text)

        assert [("tr", True)] == [
            (one.language, one.stale) for one in (await look(tx, offering_id)).written if one.language != "de"
        ]


async def test_a_text_written_here_is_not_lost_with_its_file(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await edit(tx, SINGLE, Write("bring", "de", "Ein Kissen"))

    await bring_in(database, catalogue, now)

    async with database.reading(now, COMMAND) as tx:
        found = (await look(tx, SINGLE)).text("bring", "de")
        assert found is not None
        assert found.text == "Ein Kissen"


async def test_a_new_place_is_in_the_town_of_its_quarter(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await begun(tx)
        await editing.edit(tx, None, offering_id, 0, NewPlace("Werkhaus", "Jülicher Straße 1", "nord"))
        place = (await look(tx, offering_id)).offering.venue

    assert place is not None
    assert ("Werkhaus", "Jülicher Straße 1", "Aachen", "nord") == (
        place.name.text,
        place.street,
        place.city,
        place.quarter,
    )


async def test_online_is_in_no_quarter_and_no_question_of_steps(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await edit(tx, SINGLE, SetOnline())
        found = (await look(tx, SINGLE)).offering

    assert ("online", "not_applicable") == (found.quarter, found.step_free)


async def test_an_answer_is_no_longer_unknown(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await begun(tx)
        before = (await look(tx, offering_id)).unknown
        await editing.edit(tx, None, offering_id, 0, SetFact("women_only", False))

        assert before - {"women_only"} == (await look(tx, offering_id)).unknown


def adding(start: str, end: str) -> AddSessions:
    """Add a date, by the clock on the wall."""
    return AddSessions(((datetime.fromisoformat(start), datetime.fromisoformat(end)),))


REFUSED: tuple[tuple[Objection, Change], ...] = (
    (Objection.NO_SUCH_TIME, adding("2026-03-29 02:30", "2026-03-29 04:00")),
    (Objection.PAST, adding("2026-03-03 10:00", "2026-03-03 11:00")),
    (Objection.BACKWARDS, adding("2026-03-20 10:00", "2026-03-20 09:00")),
    (Objection.WRONG, SetFact("capacity", 0)),
    (Objection.WRONG, SetFact("capacity", True)),
    (Objection.WRONG, SetFact("kind", "party")),
    (Objection.WRONG, SetFact("age", (18, 6))),
    (Objection.WRONG, SetFact("title", "x")),
    (Objection.WRONG, Toggle("topics", "unheard-of", on=True)),
    (Objection.WRONG, Toggle("languages", "xx", on=True)),
    (Objection.NEEDED, Write("title", "de", "")),
    (Objection.TOO_LONG, Write("title", "de", "x" * 121)),
    (Objection.WRONG, Write("name", "de", "x")),
    (Objection.TOO_LONG, NewPlace("", "Weg 1", "nord")),
    (Objection.WRONG, NewPlace("Haus", "Weg 1", "nowhere")),
    (Objection.GONE, SetPlace(99_999)),
    (Objection.GONE, CancelSessions(99_999)),
)


async def test_what_a_file_may_not_say_an_editor_may_not_either(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        before, offering_id = (await look(tx, SINGLE)).mark, await id_of(tx, SINGLE)
        met = [await editing.edit(tx, None, offering_id, 0, change) for _objection, change in REFUSED]

        assert [Unedited(objection) for objection, _change in REFUSED] == met
        assert before == (await look(tx, SINGLE)).mark


async def test_a_course_with_registrations_does_not_become_single_dates(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, WHOLE)

        outcome = await editing.edit(tx, None, await id_of(tx, WHOLE), 0, SetFact("whole_course", False))

        assert Unedited(Objection.REGISTERED) == outcome


async def test_more_places_are_offered_to_who_waits(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        offering_id = await ready(tx, now)
        await editing.edit(tx, None, offering_id, 0, SetFact("capacity", 1))
        await editing.edit(tx, None, offering_id, 0, Publish())
        session_id = (await builders.session_ids(tx, offering_id))[0]
        first = await builders.register(tx, await builders.add_person(tx), offering_id, session_id)
        waiting = await builders.add_person(tx)
        await builders.register(tx, waiting, offering_id, session_id)
        assert isinstance(first, Registered)

        await editing.edit(tx, None, offering_id, 0, SetFact("capacity", 2))

    assert [waiting.id] == [row[0] for row in await told(database, now, "place_free")]


async def test_an_edit_makes_a_preview_of_an_import_stale(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        before = await changes.last_import(tx)
        await edit(tx, SINGLE, SetFact("capacity", 3))

        assert before != await changes.last_import(tx)


def test_signs_that_turn_the_direction_stay_out_of_a_title() -> None:
    assert "Nähen abc" == edits.clean("Nähen \u202eabc\u2069", one_line=True)


def test_a_year_that_cannot_be_reckoned_with_is_no_time() -> None:
    assert [None, None] == [edit_sessions.moment(datetime(year, 1, 1), ZONE) for year in (1, 9999)]  # noqa: DTZ001 - wall
