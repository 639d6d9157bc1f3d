"""Drafts of announcements: how one begins, what may be written and chosen, what its buttons lead to, and how it reads."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import announcements, news
from storage.engine import SYSTEM, Database
from storage.records.announcements import MOST_TEXT, Media, Objection, Ready, Refusal, State
from storage.records.audiences import Facets
from tests.storage.announcing import add_subscriber, deliver, draft, run, submit
from tests.storage.builders import add_offering, add_person

PHOTO = Media("photo", "file-1", "photo.jpg")


async def test_a_draft_of_an_offering_begins_with_its_topics_and_quarter(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, [now + timedelta(days=3)], quarter="ost", topic_slugs=("pc", "job"))
        made = await announcements.start(tx, None, offering)
        assert isinstance(made, Ready)
        found = await announcements.read(tx, ("de",), made.announcement_id)

        assert found is not None
        assert Facets(topics=("pc", "job"), quarters=("ost",)) == found.audience.who
        assert (("details", "register"), "PC-Einstieg") == (
            found.buttons,
            found.offering_title and found.offering_title.text,
        )


async def test_a_draft_that_follows_another_goes_to_who_was_interested(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        first = await draft(tx)
        made = await announcements.start(tx, None, None, first)
        assert isinstance(made, Ready)
        found = await announcements.read(tx, ("de",), made.announcement_id)

        assert found is not None
        assert ((first, "interested"), first) == (found.audience.tapped, found.follows)


async def test_there_is_no_draft_of_what_is_not_there(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        ended = await add_offering(tx, live=False)

        assert Refusal(Objection.GONE) == await announcements.start(tx, None, ended)
        assert Refusal(Objection.GONE) == await announcements.start(tx, None, None, 99)


@pytest.mark.parametrize("text", ["a" * (MOST_TEXT + 1), "🙂" * (MOST_TEXT // 2 + 1)])
async def test_a_text_that_fits_no_message_is_refused(database: Database, now: datetime, text: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx)
        done = await announcements.write(tx, announcement, "ar", "T", text, by=None)

        assert Refusal(Objection.TOO_LONG, ("ar",)) == done


async def test_a_text_that_fits_no_caption_keeps_the_picture_away(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx)
        await announcements.write(tx, announcement, "ar", "T", "a" * 800, by=None)

        assert Refusal(Objection.TOO_LONG, ("ar",)) == await announcements.set_media(tx, announcement, PHOTO, by=None)


async def test_an_empty_text_takes_the_wording_away(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx, languages=("de", "ar"))
        await announcements.write(tx, announcement, "ar", " ", "", by=None)
        found = await announcements.read(tx, ("de",), announcement)

        assert found is not None
        assert ["de"] == [wording.language for wording in found.wordings]


async def test_nobody_sees_what_has_not_started(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx)

        assert await announcements.announced(tx, ("de",), announcement) is None
        assert await announcements.announced(tx, ("de",), announcement, anyone=True) is not None


@pytest.mark.parametrize(
    ("written", "languages", "read"),
    [
        (("de", "ar"), ("ar", "en", "de"), "ar"),
        (("de", "en"), ("ar", "en", "de"), "en"),
        (("de", "tr"), ("ar", "en", "de"), "de"),
        (("tr", "uk"), ("ar", "en", "de"), "tr"),
        (("de",), ("de@easy", "de"), "de"),
    ],
)
async def test_everybody_reads_the_wording_they_understand_best(
    database: Database, now: datetime, written: tuple[str, ...], languages: tuple[str, ...], read: str
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        announcement = await draft(tx, languages=written)
        found = await announcements.announced(tx, languages, announcement, anyone=True)

        assert found is not None
        assert found.text is not None
        assert (read, f"Text {read}") == (found.text.language, found.text.text)


async def test_the_list_shows_the_newest_first_with_how_many_got_it(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        await news.set_news(tx, (await add_person(tx)).id, agreed=True)
        first = await run(tx)
        await deliver(tx, first, 1)
        for _ in range(5):
            await draft(tx)
        lines, pages = await announcements.list_page(tx, ("de",), 1, 5)

        assert (2, [(first, State.RUNNING, "Title de", 1, 2)]) == (
            pages,
            [(line.id, line.state, line.title.text, line.sent, line.total) for line in lines],
        )


async def test_the_list_names_an_offering_by_its_short_title(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        short = {"short_title": {"de": "PC"}}
        offering = await add_offering(
            tx, [now + timedelta(days=3)], title="PC-Einstieg ohne Vorkenntnisse", prose=short
        )
        await draft(tx, offering_id=offering, languages=())
        lines, _pages = await announcements.list_page(tx, ("de",), 0)

        assert ["PC"] == [line.title.text for line in lines]


async def test_buttons_about_an_offering_need_one(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, [now + timedelta(days=3)])
        made = [await draft(tx), await draft(tx, offering_id=offering)]
        for announcement in made:
            await announcements.set_buttons(tx, announcement, ("map", "register", "interested", "bomb"), by=None)
        found = [await announcements.read(tx, ("de",), announcement) for announcement in made]

        assert [("interested",), ("register", "interested", "map")] == [one and one.buttons for one in found]


async def test_the_buttons_of_a_text_of_ones_own_lead_to_an_offering(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, [now + timedelta(days=3)])
        announcement = await draft(tx)
        await announcements.set_buttons(tx, announcement, ("interested",), by=None)
        await announcements.attach(tx, announcement, offering, by=None)
        found = await announcements.read(tx, ("de",), announcement)
        await announcements.attach(tx, announcement, None, by=None)
        without = await announcements.read(tx, ("de",), announcement)

    assert found is not None
    assert (offering, False, ("details", "register", "interested")) == (
        found.offering_id,
        found.says_facts,
        found.buttons,
    )
    assert without is not None
    assert (None, ("interested",)) == (without.offering_id, without.buttons)


async def test_what_leads_to_an_offering_still_needs_a_text_of_its_own(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await add_subscriber(tx)
        announcement = await draft(tx, languages=())
        await announcements.attach(tx, announcement, await add_offering(tx, [now + timedelta(days=3)]), by=None)

        assert Refusal(Objection.NO_TEXT) == await submit(tx, announcement)


async def test_nothing_leads_to_an_offering_that_has_ended_and_what_says_its_facts_says_them_on(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        offering = await add_offering(tx, [now + timedelta(days=3)])
        own, about = await draft(tx), await draft(tx, offering_id=offering)
        ended = await add_offering(tx, live=False)

        assert Refusal(Objection.CHANGED) == await announcements.attach(tx, own, ended, by=None)
        assert Refusal(Objection.NOT_ALLOWED) == await announcements.attach(tx, about, None, by=None)
