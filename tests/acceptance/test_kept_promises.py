"""What the bot promises on a screen and keeps later: the link, word of what fits, the end of waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from locales.languages import OFFERED
from locales.text import _
from storage.exchange.parsed import Catalogue
from storage.records.catalogue import SessionStatus
from tests.acceptance.walkers import Resident, events_of, file_of, import_changed, move_to, offering_id, resident, slot
from tests.storage.imports import with_session, without
from tests.town import Town

ONLINE, LINK = "ON-01-01", "https://video.example/quartier-info-dezember"
OTHER = "https://video.example/neuer-raum"
ADVICE = "UN-01-01"
"""an hour for one"""

in_every_language = pytest.mark.parametrize("code", OFFERED)


def as_it_was(catalogue: Catalogue) -> Catalogue:
    """Import the sample as it is."""
    return catalogue


async def meeting_online(town: Town, code: str) -> Resident:
    """Somebody who registered for the video meeting."""
    somebody, online = await resident(town, code), await slot(town, ONLINE)
    await somebody.registers(online.offering, *online.answers)
    return somebody


@in_every_language
async def test_who_registers_for_a_video_meeting_gets_the_link_then_and_in_the_reminder(town: Town, code: str) -> None:
    somebody, online = await resident(town, code), await slot(town, ONLINE)
    await somebody.opens(f"o_{online.offering}")
    assert somebody.words(_("You see the link when you are registered.")) in somebody.screen.text
    assert LINK not in "".join(message.text for message in somebody.person.received)

    await somebody.go("register.start", *online.answers, "register.own_name", "register.send")
    assert LINK in somebody.screen.text

    await move_to(town, online.start - timedelta(hours=2))
    assert LINK in somebody.latest.text


async def test_the_calendar_file_of_a_registration_leads_into_the_video_meeting(town: Town) -> None:
    somebody = await meeting_online(town, "ar")

    await somebody.tap("my_registrations.calendar")

    sent = next(message for message in somebody.person.received if "document" in message.body)
    (event,) = events_of(file_of(town, sent))
    assert (LINK, LINK) == (event["URL"], event["LOCATION"])


@in_every_language
async def test_another_link_is_told_at_once(town: Town, code: str) -> None:
    somebody = await meeting_online(town, code)

    await import_changed(town, lambda catalogue: with_session(catalogue, ONLINE, link=OTHER))

    assert somebody.words(_("Here is the link for your video meeting.")) in somebody.latest.text
    assert OTHER in somebody.latest.text


@in_every_language
async def test_who_looks_for_something_hears_of_it_and_can_stop_looking(town: Town, code: str) -> None:
    await import_changed(town, lambda catalogue: without(catalogue, "SM-02"))
    somebody = await resident(town, code)
    await wish_for_safety(somebody)
    assert somebody.words(_("I write to you when there is something that fits.")) in somebody.screen.text

    await import_changed(town, as_it_was)
    assert somebody.words(_("I have found something for you.")) in somebody.latest.text

    await somebody.tap("my_registrations.forget")
    assert somebody.words(_("I have deleted your interest.")) in somebody.screen.text


async def wish_for_safety(somebody: Resident) -> None:
    """Look for what is not there, then note that somebody looks for something on safety online, wherever and whenever."""
    await somebody.tap("find.start")
    await somebody.says("Unterwasserrugby")
    await somebody.go(
        "interest.start", "interest.pick.topic.internet_safety", "interest.any.quarter", "interest.any.language"
    )
    await somebody.go("interest.any.part_of_day", "interest.send")


@in_every_language
async def test_who_is_interested_in_what_has_no_date_hears_of_its_first(town: Town, code: str) -> None:
    await import_changed(town, undated)
    somebody = await resident(town, code)
    await somebody.opens(f"o_{await offering_id(town, 'DC-01')}")
    assert somebody.words(_("There is no date any more.")) in somebody.screen.text
    await somebody.tap("interest.offering")

    await import_changed(town, as_it_was)
    assert somebody.words(_("I have found something for you.")) in somebody.latest.text

    await somebody.tap("offering.show")
    assert somebody.can("register.start")


def undated(catalogue: Catalogue) -> Catalogue:
    """Take the dates of a course out: they are cancelled."""
    return replace(catalogue, sessions=tuple(row for row in catalogue.sessions if row.offering != "DC-01"))


@in_every_language
async def test_who_waits_hears_when_there_is_nothing_to_wait_for(town: Town, code: str) -> None:
    advice = await slot(town, ADVICE)
    for name, spoken in (("Amal", "de"), ("Noor", code)):
        somebody = await resident(town, spoken, name)
        await somebody.registers(advice.offering, *advice.answers)

    await import_changed(town, lambda catalogue: with_session(catalogue, ADVICE, status=SessionStatus.CANCELLED))

    assert somebody.words(_("You need not wait any more.")) in somebody.latest.text
    assert somebody.can("register.start")


@in_every_language
async def test_who_waits_hears_before_it_begins_that_no_place_got_free(town: Town, code: str) -> None:
    advice = await slot(town, ADVICE)
    for name, spoken in (("Amal", "de"), ("Noor", code)):
        somebody = await resident(town, spoken, name)
        await somebody.registers(advice.offering, *advice.answers)

    await move_to(town, advice.start - timedelta(hours=13, minutes=5))  # five to eight in the evening before

    assert somebody.words(_("No place got free for you. It begins soon.")) in somebody.latest.text
