"""What an import leaves alone: locked fields; and what it notes as not known, until a file or an editor says it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import insert, select

from storage import intake, sample
from storage.engine import COMMAND, Database, Transaction
from storage.exchange import stored
from storage.exchange.parsed import Catalogue, TextKey
from storage.exchange.received import Missing
from storage.office import locks
from storage.office.intake import Intake
from storage.office.locks import text_field
from storage.office.sparing import LIVE
from storage.tables import grants, offerings
from tests.storage.builders import add_person
from tests.storage.exchange.reading import read_bytes
from tests.storage.imports import WHOLE, id_of, moved, with_offering, with_texts, without

SESSION = "EG-01-02"
TITLE = TextKey("offering", WHOLE, "title", "de")
HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende;Nur für Frauen;Kinderbetreuung\n"


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


async def take_in(database: Database, catalogue: Catalogue, now: datetime) -> None:
    """Import a catalogue."""
    await intake.apply(database, await intake.prepare(database, catalogue, now, COMMAND), now, COMMAND)


def template(women_only: str = "", childcare: str = "") -> Catalogue:
    """Read an offering that says this much."""
    row = f"A1;Nähen;Haus;Kurs;creative;de;12.01.2027;9:00;10:00;{women_only};{childcare}\n"
    return read_bytes((HEAD + row).encode(), Missing())


async def unknown(database: Database, now: datetime) -> set[str]:
    """Tell what is not known of the offering."""
    async with database.reading(now, COMMAND) as tx:
        found = await tx.connection.scalar(select(offerings.c.unknown).where(offerings.c.source_id == "A1"))
    return set(filter(None, (found or "").split(",")))


async def lock(tx: Transaction, subject: str, source_id: str, *fields: str) -> None:
    """Lock fields of an offering or session."""
    await locks.lock(tx, subject, await id_of(tx, source_id), fields)


async def test_locked_fields_stay_and_all_others_change(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await take_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        before = await stored.read(tx)
        await lock(tx, "offering", WHOLE, "capacity", text_field("title", "de"))
        await lock(tx, "session", SESSION, "start", "end")
    changed = with_offering(catalogue, WHOLE, capacity=3, price_cents=700)
    changed = with_texts(changed, {TITLE: "Ganz anders"})
    changed = moved(changed, SESSION, before.sessions[SESSION].end - before.sessions[SESSION].start)

    await take_in(database, changed, now)

    async with database.reading(now, COMMAND) as tx:
        after = await stored.read(tx)
    assert (before.offerings[WHOLE].capacity, 700) == (
        after.offerings[WHOLE].capacity,
        after.offerings[WHOLE].price_cents,
    )
    assert before.texts[TITLE].text == after.texts[TITLE].text
    assert before.sessions[SESSION] == after.sessions[SESSION]


async def test_an_offering_that_an_editor_keeps_does_not_end(
    database: Database, catalogue: Catalogue, now: datetime
) -> None:
    await take_in(database, catalogue, now)
    async with database.transaction(now, COMMAND) as tx:
        await lock(tx, "offering", WHOLE, LIVE)

    await take_in(database, without(catalogue, WHOLE), now)

    async with database.reading(now, COMMAND) as tx:
        assert WHOLE in (await stored.read(tx)).live


async def test_what_a_file_does_not_say_is_unknown_until_a_file_says_it(database: Database, now: datetime) -> None:
    await take_in(database, template(), now)
    first = await unknown(database, now)
    await take_in(database, template(women_only="nein"), now)
    second = await unknown(database, now)
    await take_in(database, template(), now)

    assert {"women_only", "childcare", "step_free", "quarter"} == first
    assert {"childcare", "step_free", "quarter"} == second == await unknown(database, now)


async def test_what_is_unknown_is_to_be_done_by_who_runs_it_alone(database: Database, now: datetime) -> None:
    await take_in(database, template(childcare="ja"), now)
    async with database.transaction(now, COMMAND) as tx:
        kim, somebody = await add_person(tx), await add_person(tx)
        held = {"tenant_id": tx.tenant_id, "participant_id": kim.id, "role": "coordinator", "granted_at": tx.now}
        await tx.connection.execute(insert(grants).values(**held))
        mine, theirs = await Intake(tx, kim.id, ("de",)).to_do(0), await Intake(tx, somebody.id, ("de",)).to_do(0)

    assert [("Nähen", ("women_only", "step_free", "quarter"))] == [(one.title.text, one.fields) for one in mine.lines]
    assert (0, ()) == (theirs.total, theirs.lines)
