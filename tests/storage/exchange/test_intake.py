"""Taking files in: the preview tells all that would happen, and applying keeps what is not the file's to change."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from storage import intake, sample
from storage.engine import COMMAND, Database
from storage.exchange.duplicates import MOST_LIKE
from storage.exchange.parsed import Catalogue, CatalogueError
from storage.exchange.received import Missing
from storage.intake import Preview
from storage.records.catalogue import Childcare
from storage.tables import offerings, sessions
from tests.storage import imports
from tests.storage.exchange.reading import read, read_bytes

HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende;Alle Termine zusammen\n"
DATES = ("12.01.2027", "19.01.2027", "26.01.2027")


def course(*days: str, name: str = "A1", provider: str = "Haus", title: str = "Nähen lernen") -> str:
    """Write the rows of a course that meets on some days from nine to ten."""
    return "".join(f"{name};{title};{provider};Kurs;ai;de;{day};9:00;10:00;ja\n" for day in days)


def template(*rows: str, missing: Missing | None = None) -> Catalogue:
    """Read rows as our template."""
    return read_bytes((HEAD + "".join(rows)).encode(), missing or Missing())


async def take_in(database: Database, catalogue: Catalogue, now: datetime) -> Preview:
    """Prepare and apply; tells the preview."""
    prepared = await intake.prepare(database, catalogue, now, COMMAND)
    await intake.apply(database, prepared, now, COMMAND)
    return prepared.preview


def gone(preview: Preview) -> list[str]:
    """Name the offerings that end."""
    return sorted(item.source_id for difference, _ in preview.parts() for item in difference.gone)


async def kept_sessions(database: Database, now: datetime) -> list[tuple[str, str, str]]:
    """List ids, days and statuses of all sessions."""
    async with database.reading(now, COMMAND) as tx:
        rows = await tx.connection.execute(select(sessions).order_by(sessions.c.start))
        return [(row.source_id, f"{row.start:%m-%d}", row.status) for row in rows]


EVERY = [
    ("template.csv",),
    ("openvhs.xml",),
    ("integreat-de.json", "integreat-en.json"),
    ("calendar.ics",),
    ("course.html",),
]


@pytest.mark.parametrize("names", EVERY)
async def test_taking_in_twice_changes_nothing(database: Database, now: datetime, names: tuple[str, ...]) -> None:
    first = await take_in(database, read(*names), now)
    again = await take_in(database, read(*names), now)

    assert first.totals.new
    assert not again.totals


async def test_a_preview_changes_nothing(database: Database, now: datetime) -> None:
    before = await imports.count_everything(database, now)
    await intake.prepare(database, read("openvhs.xml"), now, COMMAND)

    assert before == await imports.count_everything(database, now)


async def test_a_file_ends_what_it_no_longer_has_and_nothing_of_others(database: Database, now: datetime) -> None:
    await take_in(database, sample.load(now.date()), now)
    await take_in(database, read("openvhs.xml"), now)
    await take_in(database, template(course(*DATES), course(*DATES, name="A2", title="Rad reparieren")), now)

    found = await take_in(database, template(course(*DATES)), now)

    assert ["A2"] == gone(found)


async def test_our_own_folder_ends_nothing_that_a_feed_brought(database: Database, now: datetime) -> None:
    await take_in(database, read("openvhs.xml"), now)

    assert [] == gone(await take_in(database, sample.load(now.date()), now))


async def test_what_is_missing_stays_where_one_says_so(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES), course(*DATES, name="A2")), now)
    found = await take_in(database, template(course(*DATES), missing=Missing(complete=False)), now)

    assert [] == gone(found)


async def test_a_rejected_offering_stays_as_it_is_stored(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES), course(*DATES, name="A2")), now)
    found = await take_in(database, template(course(*DATES), course("31.02.2027", name="A2")), now)

    assert ([5], False) == ([problem.row for problem in found.rejected], bool(found.totals))


async def test_a_date_that_moved_is_still_the_same_session(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES)), now)
    before = await kept_sessions(database, now)
    await take_in(database, template(course(DATES[0], "20.01.2027", DATES[2])), now)

    after = await kept_sessions(database, now)
    assert [name for name, _, _ in before] == [name for name, _, _ in after]
    assert "01-20" == after[1][1]


async def test_a_date_that_was_left_out_is_cancelled_and_the_others_stay(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES)), now)
    await take_in(database, template(course(DATES[0], DATES[2])), now)

    assert ["scheduled", "cancelled", "scheduled"] == [status for _, _, status in await kept_sessions(database, now)]


async def test_what_a_format_cannot_say_stays_as_an_editor_found_out(database: Database, now: datetime) -> None:
    await take_in(database, read("openvhs.xml"), now)
    known = {"women_only": True, "childcare": Childcare.YES.value}
    async with database.transaction(now, COMMAND) as tx:
        await tx.connection.execute(update(offerings).values(known))

    assert not (await take_in(database, read("openvhs.xml"), now)).totals


async def test_what_is_unknown_of_a_new_offering_is_listed_for_editors(database: Database, now: datetime) -> None:
    found = await take_in(database, read("openvhs.xml"), now)

    expected = ("women_only", "childcare", "languages")
    assert expected == next(one.fields for one in found.unknown() if one.offering.endswith("T58129"))


async def test_the_same_course_of_another_provider_is_told_as_likely_twice(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES)), now)
    found = await take_in(database, template(course(*DATES, name="B1", provider="Verein")), now)

    assert [("B1", "A1")] == [(one.new, one.other) for one in found.duplicates]


async def test_another_course_at_the_same_time_is_no_duplicate(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES)), now)
    found = await take_in(database, template(course(*DATES, name="B1", provider="Verein", title="Kochen")), now)

    assert [] == [*found.duplicates]


async def test_no_more_likely_twins_of_an_offering_are_named_than_anybody_looks_at(
    database: Database, now: datetime
) -> None:
    many = (course(*DATES, name=f"A{number}", provider="Verein") for number in range(MOST_LIKE + 5))
    await take_in(database, template(*many), now)
    found = await take_in(database, template(course(*DATES, name="B1")), now)

    assert ["B1"] * MOST_LIKE == [one.new for one in found.duplicates]


async def test_an_import_that_came_between_is_noticed(database: Database, now: datetime) -> None:
    prepared = await intake.prepare(database, template(course(*DATES)), now, COMMAND)
    await take_in(database, template(course(*DATES)), now)

    with pytest.raises(CatalogueError, match="look at the preview again"):
        await intake.apply(database, prepared, now, COMMAND)


async def test_who_is_registered_hears_that_a_date_moved(database: Database, now: datetime) -> None:
    await take_in(database, template(course(*DATES)), now)
    async with database.transaction(now, COMMAND) as tx:
        await imports.register(tx, "A1")
    await take_in(database, template(course(DATES[0], "20.01.2027", DATES[2])), now)

    assert 1 == len(await imports.told(database, now, "session_moved"))
