"""An import page by page does what it would do as a whole: what belongs together may stand on any page."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, update

from storage import intake, interests, sample
from storage.access import Role
from storage.engine import COMMAND, Actor, Database
from storage.exchange.comparing import Change, Item
from storage.exchange.pages import Pages
from storage.exchange.parsed import Catalogue, CatalogueError, TextKey
from storage.office import formers, imports, undoing
from storage.office.formers import Former
from storage.office.undoing import NotUndoneError
from storage.records.intake import UndoRefusal
from storage.tables import audit, grants, offerings, outbox, providers, topics, venues
from storage.tables import imports as imports_table
from tests.storage import builders
from tests.storage.imports import (
    SINGLE,
    WHOLE,
    ZONE,
    bring_in,
    count_everything,
    id_of,
    moved,
    register,
    told,
    with_offering,
    with_session,
    with_texts,
    without,
)
from tests.storage.paging import course, lacking, look, number_of_last, plain, prepare, take_in, template

LARGE = 1_000


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def test_a_session_of_an_offering_on_another_page_is_refused_and_nothing_is_written(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    before = await count_everything(database, now)
    taken = with_session(with_offering(catalogue, SINGLE, capacity=3), "EG-01-02", offering=WHOLE)

    with pytest.raises(CatalogueError, match="EG-01-02"):
        await take_in(database, taken, now)

    assert before == await count_everything(database, now)


async def test_what_pages_have_in_common_is_new_once(database: Database, now: datetime) -> None:
    rows = [course(f"A{number}", 12, topic="ai", place="Saal") for number in range(4)]
    await take_in(database, template(*rows), now)

    async with database.reading(now, COMMAND) as tx:
        counted = [await tx.connection.scalar(select(func.count()).select_from(t)) for t in (providers, topics, venues)]
    assert [1, 1, 1] == counted


async def test_a_name_that_the_files_no_longer_have_goes_once_though_it_is_on_no_page(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    name = TextKey("topic", "ai", "name", "pl")
    await take_in(database, with_texts(catalogue, {name: "SI dla wszystkich"}), now)
    found = await take_in(database, catalogue, now)

    lost = [change for difference, _ in found.preview.parts() for change in difference.changed]
    assert [Change("topic", "ai", "name (pl)", "SI dla wszystkich", catalogue.names.get(name, ""))] == lost


async def test_what_is_missing_on_all_pages_ends_and_what_was_rejected_stays(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAGE", 2)
    names = [f"A{number}" for number in range(7)]
    await take_in(database, template(*(course(name, 12) for name in names)), now)
    fewer = template(course("A0", 12), course("A3", 12), course("A5", 12, places="zehn"))

    found = await take_in(database, fewer, now)

    gone = [item for difference, _ in found.preview.parts() for item in difference.gone]
    assert [Item("offering", name) for name in ("A1", "A2", "A4", "A6")] == gone
    assert {"A0", "A3", "A5"} == (await look(database, now)).live


async def test_all_courses_that_people_are_registered_for_are_named_wherever_they_stand(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    whole = [row.source_id for row in catalogue.offerings if row.whole_course][:2]
    async with database.transaction(now, COMMAND) as tx:
        for name in whole:
            await register(tx, name)
    turned = catalogue
    for name in whole:
        turned = with_offering(turned, name, whole_course=False)

    with pytest.raises(CatalogueError) as refused:
        await prepare(database, turned, now)

    assert sorted(whole) == sorted(problem.value for problem in refused.value.problems)


async def test_somebody_who_registered_after_the_look_keeps_the_last_page_from_being_written_and_the_first(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    others = [row.source_id for row in catalogue.offerings if row.source_id != WHOLE]
    changed = with_offering(catalogue, WHOLE, whole_course=False)
    for name in others:
        changed = with_offering(changed, name, capacity=77)
    prepared = await prepare(database, changed, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, WHOLE)

    with pytest.raises(CatalogueError):
        await intake.apply(database, prepared, now, COMMAND)

    after = await look(database, now)
    assert not [name for name in others if after.offerings[name].capacity == 77]


async def test_the_soonest_of_all_pages_are_told_first_three_a_day(database: Database, now: datetime) -> None:
    await take_in(database, template(course("A0", 12, topic="creative")), now)
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        await interests.express(tx, person.id, topic="creative")
    days = [25, 13, 22, 16, 19, 14, 28]
    rows = [course(f"B{day}", day, topic="creative") for day in days]

    await take_in(database, template(course("A0", 12, topic="creative"), *rows), now)

    heard = [args["offering_id"] for _, _, args, _ in await told(database, now, "interest_met")]
    async with database.reading(now, COMMAND) as tx:
        expected = [await id_of(tx, f"B{day}") for day in sorted(days)]
        due = (await tx.connection.scalars(select(outbox.c.due_at).order_by(outbox.c.id))).all()
    assert expected == heard
    days_on = [(at.astimezone(ZONE).date() - due[0].astimezone(ZONE).date()).days for at in due]
    assert [at // 3 for at in range(len(days))] == days_on


async def test_an_import_is_noted_once_with_all_that_its_pages_tell(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await register(tx, SINGLE, "EG-01-02")
        await register(tx, WHOLE)
    later = catalogue
    for name in ("EG-01-02", f"{WHOLE}-02"):
        later = moved(later, name, timedelta(hours=1))

    prepared = await prepare(database, later, now)
    done = await intake.apply(database, prepared, now, COMMAND)

    async with database.reading(now, COMMAND) as tx:
        asked = select(audit.c.detail).where(audit.c.action == "import_catalogue").order_by(audit.c.id)
        noted = (await tx.connection.scalars(asked)).all()
    assert (2, 2) == (prepared.preview.totals.told, done.told)
    assert (2, 2) == (len(noted), len(await told(database, now, "session_moved")))


async def test_likely_twins_are_found_across_pages_and_among_what_is_stored(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAGE", 1)
    there = (course("A1", 12), course("A2", 13, title="Rad reparieren"), course("A3"))
    await take_in(database, template(*there, complete=False), now)
    new = (
        course("B1", 12, 19, provider="Verein"),
        course("B2", 19, provider="Heim"),
        course("B3", 13, provider="Verein"),
        course("B4", provider="Verein"),
    )

    found = await prepare(database, template(*there, *new), now)

    expected = [("B1", "A1"), ("B1", "B2"), ("B2", "B1"), ("B4", "A3")]
    assert expected == [(one.new, one.other) for one in found.preview.duplicates]
    assert len(expected) == found.preview.counts.twins


async def test_who_is_limited_to_a_provider_changes_nothing_of_others_on_any_page(
    database: Database, now: datetime
) -> None:
    there = (course("A1", 12, provider="Haus"), course("B1", 12, provider="Verein"), course("A2", 13, provider="Haus"))
    await take_in(database, template(*there), now)
    lee = await coordinator(database, now, "Verein")
    rows = (
        *(row.replace(";10;", ";3;") for row in there),
        course("C1", 14, provider="Verein", place="Saal", places="3"),
    )

    prepared = await intake.prepare(database, Pages.of(template(*rows), 1), now, lee)
    await intake.apply(database, prepared, now, lee)

    after = await look(database, now)
    assert {"A1": 10, "A2": 10, "B1": 3, "C1": 3} == {name: row.capacity for name, row in after.offerings.items()}
    assert [("A1", 1), ("A2", 3)] == [(one.value, one.row) for one in prepared.preview.rejected]


async def test_where_nothing_is_theirs_on_any_page_all_of_it_is_refused(database: Database, now: datetime) -> None:
    await take_in(database, template(course("B1", 12, provider="Verein")), now)
    lee = await coordinator(database, now, "Verein")
    strange = template(*(course(f"A{number}", 12) for number in range(3)))

    with pytest.raises(CatalogueError) as refused:
        await intake.prepare(database, Pages.of(strange, 1), now, lee)

    assert ["A0", "A1", "A2"] == [problem.value for problem in refused.value.problems]


async def coordinator(database: Database, now: datetime, provider: str) -> Actor:
    """Make somebody a coordinator of one provider."""
    async with database.transaction(now, COMMAND) as tx:
        person = await builders.add_person(tx)
        whose = await builders.named(tx, providers, name=provider)
        await builders.add(
            tx,
            grants,
            participant_id=person.id,
            role=Role.COORDINATOR,
            provider_id=whose,
            granted_at=now,
        )
    return Actor("person", person.id)


async def test_an_import_of_many_pages_is_taken_back(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await take_in(database, lacking(catalogue, SINGLE), now)
    before = plain(await look(database, now))
    changed = moved(without(catalogue, WHOLE), "EG-01-02", timedelta(hours=1))
    for row in changed.offerings[::3]:
        changed = with_offering(changed, row.source_id, capacity=3)
    await take_in(database, with_texts(changed, {TextKey("offering", SINGLE, "title", "de"): "Ganz anders"}), now)

    number = await number_of_last(database, now)
    seen = await undoing.weigh(database, number, now, COMMAND)
    await undoing.undo(database, number, now, COMMAND, seen.digest)

    assert before == plain(await look(database, now))


async def test_what_was_built_on_the_last_page_keeps_the_first_from_being_taken_back(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)
    first, last = catalogue.offerings[0].source_id, catalogue.offerings[-1].source_id
    await take_in(database, with_offering(with_offering(catalogue, first, capacity=77), last, capacity=77), now)
    async with database.transaction(now, COMMAND) as tx:
        await tx.connection.execute(update(offerings).where(offerings.c.source_id == last).values(capacity=78))
    before = plain(await look(database, now))

    with pytest.raises(NotUndoneError) as refused:
        await undoing.undo(database, await number_of_last(database, now), now, COMMAND)

    assert (UndoRefusal.LATER, 1) == (refused.value.why, len(refused.value.titles))
    assert before == plain(await look(database, now))


async def test_an_import_that_an_earlier_version_noted_is_taken_back(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, lacking(catalogue, SINGLE), now)
    before = plain(await look(database, now))
    await take_in(database, with_offering(catalogue, WHOLE, capacity=3), now, LARGE)
    number = await number_of_last(database, now)
    async with database.transaction(now, COMMAND) as tx:
        parts = [*formers.unpack(await imports.undo_of(tx, number) or b"")]
        whole = together(parts)
        packed = zlib.compress(msgspec.json.encode(whole), 6)
        await tx.connection.execute(update(imports_table).where(imports_table.c.id == number).values(undo=packed))

    await undoing.undo(database, number, now, COMMAND)

    assert before == plain(await look(database, now))


def together(parts: Sequence[Former]) -> dict[str, Any]:
    """Write the parts of an import as one, as it was written before there were parts."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in msgspec.to_builtins(part).items():
            if isinstance(value, dict):
                whole[name] = whole.get(name, {}) | value
            else:
                whole[name] = [*whole.get(name, ()), *value]
    return whole
