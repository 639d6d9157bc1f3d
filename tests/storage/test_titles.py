"""What stands on a button: a short title in the reader's language, and the pictogram of the topic that says most."""

from __future__ import annotations

from datetime import datetime

import pytest

from locales.text import Content
from storage import catalogue, interests
from storage.engine import SYSTEM, Database, Transaction
from storage.exchange.comparing import fingerprint
from storage.exchange.parsed import TextKey
from storage.exchange.stored import read
from storage.reader import StorageReader
from storage.records.catalogue import Criteria
from storage.records.registrations import Registered, Waiting
from storage.tables import texts
from tests.storage import builders
from tests.storage.files import Files
from tests.storage.imports import bring_in
from tests.storage.lists import GERMAN, MONDAY, listing

LONG, SHORT = "PC-Einstieg ohne Vorkenntnisse", "PC-Einstieg"


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("files"))


async def add_course(tx: Transaction, short: dict[str, str], capacity: int = 10) -> int:
    """Add a course with a title in German and English, and short ones."""
    title = {"de": LONG, "en": "First steps on the PC"}
    prose, topics = {"short_title": short}, ["pc_basics", "ai"]
    return await builders.add_offering(
        tx, [MONDAY], title=title, prose=prose, topic_slugs=topics, whole_course=True, capacity=capacity
    )


async def test_a_list_shows_the_short_title(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_course(tx, {"de": SHORT})
        (line,) = (await listing(tx)).lines

        assert (Content(LONG, "de"), Content(SHORT, "de")) == (line.title, line.short)


async def test_a_short_title_in_another_language_than_the_title_is_not_shown(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_course(tx, {"de": SHORT})
        found = await catalogue.list_offerings(tx, ("ar", "en", "de"), Criteria(), 0, 5)

        assert Content("First steps on the PC", "en") == found.lines[0].short


async def test_an_offering_without_a_short_title_shows_its_title(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await catalogue.offering(tx, GERMAN, await add_course(tx, {}))
        assert offering is not None

        assert Content(LONG, "de") == offering.short


async def test_all_that_a_person_has_is_shown_by_its_short_title_and_first_topic(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await add_course(tx, {"de": SHORT}, capacity=1)
        assert isinstance(await builders.register(tx, person, course), Registered)
        assert isinstance(await builders.register(tx, person, course, name="Ben"), Waiting)
        await interests.express(tx, person.id, offering_id=course)
        mine = await StorageReader(tx, person).mine()

        expected = Content(SHORT, "de")
        (registration,), (entry,), (wish,) = mine.registrations, mine.waiting, mine.interests
        assert (expected, expected, expected) == (registration.short, entry.short, wish.short)
        assert ("pc_basics", "pc_basics") == (registration.topic, entry.topic)


async def test_topics_keep_the_order_of_the_catalogue(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        course = await builders.add_offering(tx, [MONDAY], topic_slugs=["smartphone", "ai", "pc_basics"])
        offering = await catalogue.offering(tx, GERMAN, course)
        (line,) = (await listing(tx)).lines
        assert offering is not None

        assert (("smartphone", "ai", "pc_basics"), "smartphone") == (offering.topics, line.topic)


async def test_an_import_keeps_the_order_of_topics(database: Database, now: datetime, files: Files) -> None:
    files.put("offers", 2, "topics", "smartphone|ai|pc_basics|ai")
    await bring_in(database, files.parse(), now)
    async with database.reading(now, SYSTEM) as tx:
        stored = await read(tx)

    assert ("smartphone", "ai", "pc_basics") == stored.offerings["DC-01"].topics


def test_a_short_title_must_fit(files: Files) -> None:
    files.put("offers", 2, "short_title_de", "P" * 41)

    assert ["longer than 40 characters (41)"] == [str(problem.reason) for problem in files.problems()]


def test_the_column_of_short_titles_may_be_missing(files: Files) -> None:
    rows = files.rows("offers")
    at = rows[0].index("short_title_de")
    files.write("offers", [[*row[:at], *row[at + 1 :]] for row in rows])
    found = files.parse()

    assert {"de@easy", "en", "ar"} == {key.language for key in found.texts if key.field == "short_title"}


async def test_a_short_title_without_a_german_one_tells_which_title_it_was_made_from(
    database: Database, now: datetime, files: Files
) -> None:
    files.put("offers", files.row_of("offers", "VM-01"), "short_title_de", "")
    found = files.parse()
    await bring_in(database, found, now)
    async with database.reading(now, SYSTEM) as tx:
        rows = await builders.rows(tx, texts, "text", "source_hash")

    title = found.texts[TextKey("offering", "VM-01", "title", "de")]
    assert [fingerprint(title)] == [made_from for text, made_from in rows if text == "Retraining: e-mobility"]
