"""Taking an import back: all is as it was, people are told, and what was built on it later is not torn down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from storage import catalogue, changes, intake, sample
from storage.engine import COMMAND, Database
from storage.exchange import stored
from storage.exchange.comparing import Stored
from storage.exchange.parsed import Catalogue, OfferingRow, TextKey
from storage.office import imports, undoing
from storage.office.undoing import NotUndoneError
from storage.records.intake import UndoRefusal
from storage.tables import offerings, providers, sessions, texts
from tests.storage.imports import (
    SINGLE,
    WHOLE,
    bring_in,
    id_of,
    moved,
    register,
    told,
    with_offering,
    with_texts,
    without,
)

SESSION = "EG-01-02"
TITLE = TextKey("offering", WHOLE, "title", "de")
KINDS = ("session_moved", "session_cancelled", "offering_ended")


@pytest.fixture
def catalogue_of_files(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def take_in(database: Database, catalogue: Catalogue, now: datetime) -> int:
    """Import a catalogue as the command line does; tells the import's number."""
    prepared = await intake.prepare(database, catalogue, now, COMMAND)
    await intake.apply(database, prepared, now, COMMAND, name="kurse.csv")
    async with database.reading(now, COMMAND) as tx:
        found = await imports.last_undoable(tx)
    assert found is not None
    return found


def lacking(catalogue: Catalogue, offering: str) -> Catalogue:
    """Leave an offering out as if its file had never had it."""
    kept = without(catalogue, offering)
    known = {row.source_id for row in kept.offerings} | {row.source_id for row in kept.sessions}
    strange = {key: None for key in kept.texts if key.subject in {"offering", "session"} and key.source_id not in known}
    return with_texts(kept, {**strange})


def owned(catalogue: Catalogue, providers: Mapping[str, str]) -> tuple[OfferingRow, ...]:
    """Let some offerings be of other providers."""
    return tuple(replace(row, provider=providers.get(row.source_id, row.provider)) for row in catalogue.offerings)


async def look(database: Database, now: datetime) -> Stored:
    """Read the stored catalogue."""
    async with database.reading(now, COMMAND) as tx:
        return await stored.read(tx)


def plain(found: Stored) -> tuple[object, ...]:
    """Tell what a catalogue says, without the numbers of its rows, and without what has ended."""
    live = found.live
    return (
        {name: row for name, row in found.offerings.items() if name in live},
        {name: row for name, row in found.sessions.items() if row.offering in live},
        {key: (text.text, text.origin, text.source_hash) for key, text in found.texts.items()},
        found.unknown,
    )


async def test_a_changed_offering_gets_all_its_former_values(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue_of_files, now)
    before = plain(await look(database, now))
    changed = with_offering(moved(catalogue_of_files, SESSION, timedelta(hours=1)), WHOLE, capacity=3)
    number = await take_in(database, with_texts(changed, {TITLE: "Ganz anders"}), now)

    await undoing.undo(database, number, now, COMMAND)

    assert before == plain(await look(database, now))


async def test_a_provider_that_was_deleted_since_is_there_again(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    ours = {row.source_id: "Haus der Nadeln" for row in catalogue_of_files.offerings[:2]}
    await bring_in(database, replace(catalogue_of_files, offerings=owned(catalogue_of_files, ours)), now)
    before = plain(await look(database, now))
    number = await take_in(database, catalogue_of_files, now)
    async with database.transaction(now, COMMAND) as tx:
        await tx.connection.execute(delete(providers).where(providers.c.name == "Haus der Nadeln"))

    await undoing.undo(database, number, now, COMMAND)

    assert before == plain(await look(database, now))


async def test_what_had_ended_is_there_again_and_its_people_are_told(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue_of_files, now)
    before = plain(await look(database, now))
    async with database.transaction(now, COMMAND) as tx:
        person, _ = await register(tx, WHOLE)
    number = await take_in(database, without(catalogue_of_files, WHOLE), now)

    await undoing.undo(database, number, now + timedelta(minutes=5), COMMAND)

    assert before == plain(await look(database, now))
    heard = [kind for who, kind, _, _ in await told(database, now, *KINDS) if who == person]
    assert ["offering_ended", "session_moved"] == heard


async def test_a_new_offering_that_nobody_registered_for_vanishes(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, lacking(catalogue_of_files, WHOLE), now)
    number = await take_in(database, catalogue_of_files, now)

    await undoing.undo(database, number, now, COMMAND)

    async with database.reading(now, COMMAND) as tx:
        left = await tx.connection.scalar(select(func.count()).where(offerings.c.source_id == WHOLE))
        dates = await tx.connection.scalar(select(func.count()).where(sessions.c.source_id.like(f"{WHOLE}%")))
        orphans = select(func.count()).where(
            texts.c.subject == "offering", texts.c.subject_id.not_in(select(offerings.c.id))
        )
        words = await tx.connection.scalar(orphans)
    assert (0, 0, 0) == (left, dates, words)


async def test_a_vanished_number_is_never_given_again(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, lacking(catalogue_of_files, WHOLE), now)
    number = await take_in(database, catalogue_of_files, now)
    async with database.reading(now, COMMAND) as tx:
        gone = await id_of(tx, WHOLE)
    await undoing.undo(database, number, now, COMMAND)

    await bring_in(database, catalogue_of_files, now)

    async with database.reading(now, COMMAND) as tx:
        assert gone < await id_of(tx, WHOLE)


async def test_a_new_offering_with_people_ends_and_they_are_told(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, lacking(catalogue_of_files, WHOLE), now)
    number = await take_in(database, catalogue_of_files, now)
    async with database.transaction(now, COMMAND) as tx:
        person, registration = await register(tx, WHOLE)
        offering_id = await id_of(tx, WHOLE)

    await undoing.undo(database, number, now, COMMAND)

    async with database.reading(now, COMMAND) as tx:
        found = await catalogue.offering(tx, ("de",), offering_id)
    assert found is not None
    assert not found.live
    ended = (person, "offering_ended", {"registration_id": registration}, False)
    assert [ended] == await told(database, now, "offering_ended")


async def test_what_a_later_import_changed_again_is_not_taken_back(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue_of_files, now)
    number = await take_in(database, with_offering(catalogue_of_files, WHOLE, capacity=3), now)
    await take_in(database, with_offering(catalogue_of_files, WHOLE, capacity=4), now)
    before = plain(await look(database, now))

    with pytest.raises(NotUndoneError) as refused:
        await undoing.undo(database, number, now, COMMAND)

    assert (UndoRefusal.LATER, 1) == (refused.value.why, len(refused.value.titles))
    assert before == plain(await look(database, now))


async def test_what_an_editor_changed_later_is_not_taken_back(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue_of_files, now)
    number = await take_in(database, with_offering(catalogue_of_files, SINGLE, capacity=3), now)
    async with database.transaction(now, COMMAND) as tx:
        edited = update(offerings).where(offerings.c.source_id == SINGLE).values(capacity=7)
        await tx.connection.execute(edited)

    with pytest.raises(NotUndoneError):
        await undoing.undo(database, number, now, COMMAND)


async def test_an_import_is_taken_back_once(database: Database, catalogue_of_files: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue_of_files, now)
    number = await take_in(database, with_offering(catalogue_of_files, WHOLE, capacity=3), now)
    await undoing.undo(database, number, now, COMMAND)

    with pytest.raises(NotUndoneError) as refused:
        await undoing.undo(database, number, now, COMMAND)

    assert UndoRefusal.GONE is refused.value.why


async def test_taking_back_makes_other_previews_look_again(
    database: Database, catalogue_of_files: Catalogue, now: datetime
) -> None:
    await bring_in(database, lacking(catalogue_of_files, WHOLE), now)
    number = await take_in(database, catalogue_of_files, now)
    async with database.reading(now, COMMAND) as tx:
        before = await changes.last_import(tx)

    await undoing.undo(database, number, now, COMMAND)

    async with database.reading(now, COMMAND) as tx:
        assert before < await changes.last_import(tx)
