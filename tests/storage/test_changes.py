"""Changing the catalogue: what an import writes, and what it says it would write."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import sample
from storage.changes import Difference
from storage.engine import COMMAND, Database
from storage.exchange.comparing import Change, Item, fingerprint
from storage.exchange.parsed import Catalogue, CatalogueError, TextKey
from storage.tables import audit, offerings, texts, topics
from tests.storage import builders
from tests.storage.imports import (
    SINGLE,
    WHOLE,
    bring_in,
    count_everything,
    imported,
    moved,
    preview,
    register,
    start_of,
    with_offering,
    with_session,
    with_texts,
    without,
)


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


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
    changed = with_offering(changed, "DC-02", capacity=12, topics=("pc_basics",))

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
    changed = with_offering(catalogue, "DC-02", topics=("coding", "ai"), languages=frozenset({"pl"}))

    await bring_in(database, changed, now)

    assert Difference() == await preview(database, changed, now)


async def test_an_offering_left_out_ends_and_its_rows_stay(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await bring_in(database, catalogue, now)

    found = await bring_in(database, without(catalogue, WHOLE), now)

    async with database.reading(now, COMMAND) as tx:
        live = await tx.connection.scalar(select(offerings.c.live).where(offerings.c.source_id == WHOLE))
    assert ((Item("offering", WHOLE),), (), False) == (found.gone, found.changed, live)


async def test_a_past_session_left_out_stays_as_it_was(database: Database, catalogue: Catalogue, now: datetime) -> None:
    await bring_in(database, catalogue, now)
    fewer = replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.source_id != "EG-01-02"))

    assert Difference() == await preview(database, fewer, start_of(catalogue, "EG-01-02") + timedelta(days=1))


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
    async with database.reading(now, COMMAND) as tx:
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
    async with database.transaction(now, COMMAND) as tx:
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
