"""Helpers of tests that import page by page: small files, and what is stored of them."""

from __future__ import annotations

from datetime import datetime

from storage import intake
from storage.engine import COMMAND, Database
from storage.exchange import stored
from storage.exchange.comparing import Stored
from storage.exchange.pages import Pages
from storage.exchange.parsed import Catalogue
from storage.exchange.received import Missing
from storage.intake import Prepared
from storage.office import imports
from tests.storage.exchange.reading import read_bytes
from tests.storage.imports import (
    with_texts,
    without,
)

HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Ort;Plätze;Datum;Beginn;Ende;Alle Termine zusammen\n"


def course(name: str, *days: int, provider: str = "Haus", title: str = "Nähen lernen", **other: str) -> str:
    """Write the rows of a course that meets on some days of January from nine to ten."""
    said = {"topic": "ai", "language": "de", "place": "Halle", "places": "10"} | other
    what = f"{title};{provider};Kurs;{said['topic']};{said['language']};{said['place']};{said['places']}"
    dates = [f"{day:02}.01.2027;9:00;10:00" for day in days] or [";;"]
    return "".join(f"{name};{what};{date};nein\n" for date in dates)


def template(*rows: str, complete: bool = True) -> Catalogue:
    """Read rows as our template."""
    return read_bytes((HEAD + "".join(rows)).encode(), Missing(complete=complete))


async def prepare(database: Database, catalogue: Catalogue, now: datetime, size: int = 1) -> Prepared:
    """Compare in pages of some offerings."""
    return await intake.prepare(database, Pages.of(catalogue, size), now, COMMAND)


async def take_in(database: Database, catalogue: Catalogue, now: datetime, size: int = 1) -> Prepared:
    """Import in pages of some offerings."""
    prepared = await prepare(database, catalogue, now, size)
    await intake.apply(database, prepared, now, COMMAND, name="kurse.csv")
    return prepared


async def number_of_last(database: Database, now: datetime) -> int:
    """Tell which import can be taken back."""
    async with database.reading(now, COMMAND) as tx:
        return await imports.last_undoable(tx) or 0


async def look(database: Database, now: datetime) -> Stored:
    """Read the stored catalogue."""
    async with database.reading(now, COMMAND) as tx:
        return await stored.read(tx)


def lacking(catalogue: Catalogue, offering: str) -> Catalogue:
    """Leave an offering out as if its file had never had it."""
    kept = without(catalogue, offering)
    gone = {offering} | {row.source_id for row in catalogue.sessions if row.offering == offering}
    return with_texts(kept, {key: None for key in kept.texts if key.source_id in gone})


def plain(found: Stored) -> tuple[object, ...]:
    """Tell what a catalogue says of running offerings, without the numbers of its rows."""
    return (
        {name: row for name, row in found.offerings.items() if name in found.live},
        {name: row for name, row in found.sessions.items() if row.offering in found.live},
        found.venues,
        {key: (text.text, text.origin, text.source_hash) for key, text in found.texts.items()},
        found.unknown,
    )
