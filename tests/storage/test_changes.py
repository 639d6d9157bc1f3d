"""Changing the catalogue: what an import writes, what it says it would write, and who hears of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from storage import changes, people, registrations, sample
from storage.changes import Difference
from storage.engine import Actor, Database, Transaction
from storage.exchange.comparing import Change, Item, fingerprint
from storage.exchange.parsed import Catalogue, CatalogueError, TextKey
from storage.records.catalogue import SessionStatus
from storage.records.registrations import Registered, Waiting
from storage.tables import attendance, audit, metadata, offerings, outbox, sessions, texts, topics, venues
from tests.storage import builders

BY = Actor("command")
ZONE = ZoneInfo("Europe/Berlin")
SINGLE, WHOLE, DROP_IN = "EG-01", "DC-01", "DC-03"


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def bring_in(database: Database, catalogue: Catalogue, now: datetime) -> Difference:
    """Import a catalogue."""
    async with database.transaction(now, BY) as tx:
        return await changes.apply(tx, catalogue)


async def preview(database: Database, catalogue: Catalogue, now: datetime) -> Difference:
    """Tell what an import would change."""
    async with database.reading(now, BY) as tx:
        return await changes.difference(tx, catalogue)


def with_session(catalogue: Catalogue, source_id: str, **values: Any) -> Catalogue:  # noqa: ANN401 - any field
    """Change one session."""
    rows = (replace(row, **values) if row.source_id == source_id else row for row in catalogue.sessions)
    return replace(catalogue, sessions=tuple(rows))


def with_offering(catalogue: Catalogue, source_id: str, **values: Any) -> Catalogue:  # noqa: ANN401 - any field
    """Change one offering."""
    rows = (replace(row, **values) if row.source_id == source_id else row for row in catalogue.offerings)
    return replace(catalogue, offerings=tuple(rows))


def with_texts(catalogue: Catalogue, changed: dict[TextKey, str | None]) -> Catalogue:
    """Change texts; None takes one out."""
    found = {**catalogue.texts, **changed}
    return replace(catalogue, texts=MappingProxyType({key: text for key, text in found.items() if text is not None}))


def without(catalogue: Catalogue, offering: str) -> Catalogue:
    """Leave an offering and its sessions out."""
    return replace(
        catalogue,
        offerings=tuple(row for row in catalogue.offerings if row.source_id != offering),
        sessions=tuple(row for row in catalogue.sessions if row.offering != offering),
    )


def start_of(catalogue: Catalogue, source_id: str) -> datetime:
    """Tell when a session starts."""
    return next(row.start for row in catalogue.sessions if row.source_id == source_id)


def moved(catalogue: Catalogue, source_id: str, by: timedelta) -> Catalogue:
    """Move a session."""
    row = next(row for row in catalogue.sessions if row.source_id == source_id)
    return with_session(catalogue, source_id, start=row.start + by, end=row.end + by)


async def id_of(tx: Transaction, source_id: str) -> int:
    """Find the id of an offering, session or venue."""
    for table in (offerings, sessions, venues):
        found = await tx.connection.scalar(select(table.c.id).where(table.c.source_id == source_id))
        if found is not None:
            return int(found)
    raise LookupError(source_id)


async def told(database: Database, now: datetime, *kinds: str) -> list[tuple[int, str, dict[str, Any], bool]]:
    """List the waiting notices: to whom, kind, arguments, silent."""
    columns = (outbox.c.participant_id, outbox.c.kind, outbox.c.args, outbox.c.silent)
    wanted = select(*columns).where(outbox.c.status == "waiting", outbox.c.kind.in_(kinds)).order_by(outbox.c.id)
    async with database.reading(now, BY) as tx:
        rows = (await tx.connection.execute(wanted)).all()
    return [(row.participant_id, row.kind, json.loads(row.args), row.silent) for row in rows]


async def reminders_of(database: Database, now: datetime, source_id: str) -> set[str]:
    """Tell which starts the waiting reminders of a session speak of."""
    async with database.reading(now, BY) as tx:
        session_id = await id_of(tx, source_id)
    return {
        args["start"] for _, _, args, _ in await told(database, now, "reminder") if args["session_id"] == session_id
    }


async def count_everything(database: Database, now: datetime) -> dict[str, int]:
    """Count the rows of every table."""
    async with database.reading(now, BY) as tx:
        statements = {name: select(func.count()).select_from(table) for name, table in metadata.tables.items()}
        return {name: await tx.connection.scalar(statement) or 0 for name, statement in statements.items()}


@asynccontextmanager
async def imported(database: Database, catalogue: Catalogue, now: datetime) -> AsyncIterator[Transaction]:
    """Import a catalogue and go on in a transaction."""
    await bring_in(database, catalogue, now)
    async with database.transaction(now, BY) as tx:
        yield tx


async def register(tx: Transaction, source_id: str, session: str | None = None) -> tuple[int, int]:
    """Register somebody new; tells their id and the registration's."""
    person = await builders.add_person(tx)
    session_id = None if session is None else await id_of(tx, session)
    place = await builders.register(tx, person, await id_of(tx, source_id), session_id)

    assert isinstance(place, Registered)
    return person.id, place.registration_id


async def test_the_sample_imports_clean(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)

    found = await count_everything(database, now)

    expected = {"offerings": 34, "sessions": 151, "venues": 12, "topics": 18, "quarters": 4, "providers": 10}
    assert expected == {name: found[name] for name in expected}
    assert len(catalogue.texts) + len(catalogue.names) == found["texts"]


async def test_importing_twice_changes_nothing(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    before = await count_everything(database, now)

    again = await bring_in(database, catalogue, now + timedelta(hours=1))

    assert (Difference(), before) == (again, await count_everything(database, now))


async def test_an_import_leaves_one_audit_row(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        found = await builders.rows(tx, audit, "actor", "action", "detail")

    # 34 offerings, 151 sessions, 12 venues, 18 topics, 4 quarters, 10 providers
    assert [("command", "import_catalogue", '{"changed":0,"gone":0,"new":229,"told":0}')] == found


async def test_the_preview_is_what_an_import_then_does(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, WHOLE)
        await register(tx, SINGLE, "EG-01-02")
    changed = without(moved(moved(catalogue, "DC-01-02", timedelta(hours=1)), "EG-01-02", timedelta(days=1)), "BW-02")
    changed = with_offering(changed, "DC-02", capacity=12, topics=frozenset({"pc_basics"}))

    expected = await preview(database, changed, now)

    assert expected == await bring_in(database, changed, now)
    assert 2 == expected.told


async def test_a_preview_of_an_empty_database_is_all_new(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    expected = await preview(database, catalogue, now)

    assert (Item("offering", "DC-01") in expected.new, ()) == (True, expected.changed)
    assert expected == await bring_in(database, catalogue, now)


async def test_a_changed_field_is_named_with_both_values(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    key = TextKey("offering", "DC-02", "title", "de")
    changed = with_texts(with_offering(catalogue, "DC-02", capacity=12, women_only=True), {key: "Internet"})

    found = await bring_in(database, changed, now)

    expected = {
        Change("offering", "DC-02", "capacity", "10", "12"),
        Change("offering", "DC-02", "women_only", "no", "yes"),
        Change("offering", "DC-02", "title", catalogue.texts[key], "Internet"),
    }
    assert expected == set(found.changed)


async def test_a_changed_topic_replaces_the_old_one(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    changed = with_offering(catalogue, "DC-02", topics=frozenset({"ai", "coding"}), languages=frozenset({"pl"}))

    await bring_in(database, changed, now)

    assert Difference() == await preview(database, changed, now)


async def test_an_offering_left_out_ends_and_its_rows_stay(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)

    found = await bring_in(database, without(catalogue, WHOLE), now)

    async with database.reading(now, BY) as tx:
        live = await tx.connection.scalar(select(offerings.c.live).where(offerings.c.source_id == WHOLE))
    assert ((Item("offering", WHOLE),), (), False) == (found.gone, found.changed, live)


async def test_somebody_registered_hears_once_that_the_offering_ended_and_is_not_reminded(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)

    await bring_in(database, without(catalogue, WHOLE), now)
    await bring_in(database, without(catalogue, WHOLE), now)

    assert [(person, "offering_ended", {"registration_id": registration}, False)] == await told(
        database, now, "offering_ended", "session_moved", "session_cancelled", "reminder"
    )


async def test_an_offering_that_comes_back_reminds_again_and_tells_the_next_session(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)
        first = await id_of(tx, "DC-01-01")
    before = await told(database, now, "reminder")
    await bring_in(database, without(catalogue, WHOLE), now)

    await bring_in(database, catalogue, now)

    args = {"registration_id": registration, "session_id": first, "old_start": None, "old_venue_id": None}
    assert [(person, "session_moved", args, False)] == await told(database, now, "session_moved")
    assert len(before) == len(await told(database, now, "reminder"))


async def test_a_moved_session_tells_everybody_registered_once(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        ours = [await register(tx, SINGLE, "EG-01-02") for _ in range(2)]
        await register(tx, SINGLE, "EG-01-04")
        session_id = await id_of(tx, "EG-01-02")
    old_start = start_of(catalogue, "EG-01-02").astimezone(UTC).isoformat()
    changed = moved(catalogue, "EG-01-02", timedelta(days=1))

    await bring_in(database, changed, now)
    await bring_in(database, changed, now + timedelta(minutes=5))

    args = {"session_id": session_id, "old_start": old_start, "old_venue_id": None}
    expected = [(person, "session_moved", {"registration_id": one, **args}, False) for person, one in ours]
    assert expected == await told(database, now, "session_moved")


async def test_a_moved_session_of_a_course_tells_who_attends_it_all(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, WHOLE)

    await bring_in(database, moved(catalogue, "DC-01-03", timedelta(hours=1)), now)

    assert [person] == [row[0] for row in await told(database, now, "session_moved")]


async def test_a_moved_session_reminds_of_its_new_time_only(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    changed = moved(catalogue, "EG-01-02", timedelta(days=1))

    await bring_in(database, changed, now)

    new_start = start_of(changed, "EG-01-02").astimezone(UTC).isoformat()
    assert {new_start} == await reminders_of(database, now, "EG-01-02")


async def test_a_session_at_another_venue_tells_the_old_one(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
        old_venue = await id_of(tx, "V01")

    await bring_in(database, with_session(catalogue, "EG-01-02", venue="V03"), now)

    found = [args for _, _, args, _ in await told(database, now, "session_moved")]
    assert [(None, old_venue)] == [(args["old_start"], args["old_venue_id"]) for args in found]


async def test_a_session_without_a_venue_of_its_own_moves_with_its_offering(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    plain = with_session(catalogue, "EG-01-02", venue=None)
    async with imported(database, plain, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, with_offering(plain, SINGLE, venue="V03"), now)

    assert 1 == len(await told(database, now, "session_moved"))


async def test_somebody_who_only_wants_reminders_is_told_too(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person = await builders.add_person(tx)
        await registrations.remind_me(tx, person.id, await id_of(tx, DROP_IN), await id_of(tx, "DC-03-02"))

    await bring_in(database, moved(catalogue, "DC-03-02", timedelta(hours=1)), now)

    assert [person.id] == [row[0] for row in await told(database, now, "session_moved")]


async def test_somebody_who_cancelled_hears_nothing(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        await registrations.cancel(tx, person, registration)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), now)

    assert [] == await told(database, now, "session_moved")


async def test_news_at_night_make_no_sound(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    night = now.astimezone(ZONE).replace(hour=22).astimezone(UTC)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), night)

    assert [True] == [silent for *_, silent in await told(database, now, "session_moved")]


async def test_a_cancelled_session_tells_everybody_registered_and_reminds_nobody(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, SINGLE, "EG-01-02")
        session_id = await id_of(tx, "EG-01-02")

    await bring_in(database, with_session(catalogue, "EG-01-02", status=SessionStatus.CANCELLED), now)

    args = {"registration_id": registration, "session_id": session_id}
    assert [(person, "session_cancelled", args, False)] == await told(
        database, now, "session_cancelled", "session_moved"
    )
    assert set() == await reminders_of(database, now, "EG-01-02")


async def test_a_coming_session_left_out_is_cancelled(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, SINGLE, "EG-01-02")
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "EG-01-02"))

    found = await bring_in(database, fewer, now)

    assert (Change("session", "EG-01-02", "status", "scheduled", "cancelled"),) == found.changed
    assert [person] == [row[0] for row in await told(database, now, "session_cancelled")]
    assert Difference() == await preview(database, fewer, now)


async def test_a_past_session_left_out_stays_as_it_was(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "EG-01-02"))

    assert Difference() == await preview(database, fewer, start_of(catalogue, "EG-01-02") + timedelta(days=1))


async def test_a_cancelled_session_that_takes_place_after_all_is_told_and_reminds(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    await bring_in(database, with_session(catalogue, "EG-01-02", status=SessionStatus.CANCELLED), now)

    await bring_in(database, catalogue, now + timedelta(hours=1))

    found = [args for _, _, args, _ in await told(database, now, "session_moved")]
    assert [(None, None)] == [(args["old_start"], args["old_venue_id"]) for args in found]
    assert {start_of(catalogue, "EG-01-02").astimezone(UTC).isoformat()} == await reminders_of(
        database, now, "EG-01-02"
    )


async def test_a_past_session_that_is_corrected_tells_nobody(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")
    later = start_of(catalogue, "EG-01-02") + timedelta(days=7)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(hours=1)), later)

    assert [] == await told(database, now, "session_moved")


async def test_moving_there_and_back_is_told_twice(database: Database, catalogue: Catalogue, now: datetime) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, SINGLE, "EG-01-02")

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(hours=1)), now)
    await bring_in(database, catalogue, now + timedelta(hours=1))

    assert 2 == len(await told(database, now, "session_moved"))


async def test_an_answer_given_for_the_old_time_is_forgotten(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, registration = await register(tx, WHOLE)
        await registrations.answer_reminder(tx, person, registration, await id_of(tx, "DC-01-02"), coming=False)

    await bring_in(database, moved(catalogue, "DC-01-02", timedelta(hours=1)), now)

    async with database.reading(now, BY) as tx:
        assert [(None, None)] == await builders.rows(tx, attendance, "coming", "answered_at")
    assert 1 == len(await reminders_of(database, now, "DC-01-02"))


async def test_a_session_added_to_a_course_reminds_who_attends_it(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "DC-01-07"))
    async with imported(database, fewer, now) as tx:
        await register(tx, WHOLE)

    await bring_in(database, catalogue, now)

    assert 1 == len(await reminders_of(database, now, "DC-01-07"))


async def test_a_place_more_is_offered_to_who_waits(database: Database, catalogue: Catalogue, now: datetime) -> None:
    small = with_offering(catalogue, WHOLE, capacity=1)
    async with imported(database, small, now) as tx:
        await register(tx, WHOLE)
        person = await builders.add_person(tx)
        place = await builders.register(tx, person, await id_of(tx, WHOLE))
    assert isinstance(place, Waiting)

    await bring_in(database, catalogue, now)

    expected = [(person.id, "place_free", {"entry_id": place.entry_id}, False)]
    assert expected == await told(database, now, "place_free")


async def test_a_course_with_registrations_is_not_turned_into_single_sessions(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        await register(tx, WHOLE)
    before = await count_everything(database, now)

    with pytest.raises(CatalogueError, match="people are registered for this offering"):
        await bring_in(database, with_offering(catalogue, WHOLE, whole_course=False, capacity=99), now)

    assert before == await count_everything(database, now)
    assert Difference() == await preview(database, catalogue, now)


async def test_a_session_is_not_given_to_another_offering(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)

    with pytest.raises(CatalogueError, match="this session belonged to EG-01"):
        await bring_in(database, with_session(catalogue, "EG-01-02", offering="DC-01", number=99), now)


async def text_of(database: Database, now: datetime, key: TextKey) -> tuple[str, str, str | None] | None:
    """Read a text of an offering: wording, origin, hash of its source."""
    async with database.reading(now, BY) as tx:
        table = topics if key.subject == "topic" else offerings
        column = table.c.slug if key.subject == "topic" else table.c.source_id
        subject_id = await tx.connection.scalar(select(table.c.id).where(column == key.source_id))
        same = {"subject": key.subject, "subject_id": subject_id, "field": key.field, "language": key.language}
        found = select(texts.c.text, texts.c.origin, texts.c.source_hash).filter_by(**same)
        row = (await tx.connection.execute(found)).one_or_none()
    return None if row is None else (row.text, row.origin, row.source_hash)


async def test_a_translation_tells_which_german_it_was_made_from(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    german = catalogue.texts[TextKey("offering", WHOLE, "title", "de")]

    found = await text_of(database, now, TextKey("offering", WHOLE, "title", "en"))

    assert ("First steps on the PC", "import", fingerprint(german)) == found


async def test_a_translation_that_stays_behind_keeps_the_mark_of_its_old_german(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    german, english = TextKey("offering", WHOLE, "title", "de"), TextKey("offering", WHOLE, "title", "en")
    before = await text_of(database, now, english)

    await bring_in(database, with_texts(catalogue, {german: "PC für alle"}), now)

    assert before == await text_of(database, now, english)


async def test_a_text_that_its_file_lost_is_gone(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    key = TextKey("offering", WHOLE, "description", "en")

    found = await bring_in(database, with_texts(catalogue, {key: None}), now)

    assert (Change("offering", WHOLE, "description (en)", catalogue.texts[key], ""),) == found.changed
    assert await text_of(database, now, key) is None


async def test_without_a_file_of_texts_translations_stay(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    german = {key: text for key, text in catalogue.texts.items() if key.language == "de"}

    found = await preview(database, replace(catalogue, texts=german, translated=False), now)

    assert Difference() == found


async def test_a_text_somebody_wrote_by_hand_stays_until_a_file_has_its_own(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    key = TextKey("offering", WHOLE, "title", "en")
    await bring_in(database, catalogue, now)
    async with database.transaction(now, BY) as tx:
        await tx.connection.execute(update(texts).where(texts.c.text == catalogue.texts[key]).values(origin="staff"))

    await bring_in(database, with_texts(catalogue, {key: None}), now)

    assert await text_of(database, now, key) is not None


async def test_a_topic_that_was_named_keeps_its_name_without_a_file_of_texts(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    key = TextKey("topic", "pc_basics", "name", "de")
    await bring_in(database, with_texts(catalogue, {key: "Rechner"}), now)

    await bring_in(database, replace(catalogue, translated=False), now)

    assert ("Rechner", "import", None) == await text_of(database, now, key)


async def test_a_participant_without_reminders_is_told_all_the_same(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    async with imported(database, catalogue, now) as tx:
        person, _ = await register(tx, SINGLE, "EG-01-02")
        await people.set_reminders(tx, person, day_before=False, hours_before=False)

    await bring_in(database, moved(catalogue, "EG-01-02", timedelta(days=1)), now)

    assert 1 == len(await told(database, now, "session_moved"))
