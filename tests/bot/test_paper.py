"""What stands on paper: the same words as on the screens, dates that are still right when the paper hangs on a wall."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.paper import hours_of, poster, sheets
from locales.text import Content
from storage.records.catalogue import Offering, SessionStatus
from storage.records.rosters import Roster, Standing
from tests.conversations.builders import DEPOT, NOW, ONLINE, ZONE, a_course, a_session, an_open_lab
from tests.storage.lists_out import a_roster, an_entry

ISOLATES = re.compile("[\u200f\u2060\u2066-\u2069]")


def shown(text: str) -> str:
    """Leave out what steers the direction of a text."""
    return ISOLATES.sub("", text).replace("\u00a0", " ")


def poster_facts(offering: Offering, language: str = "en") -> list[str]:
    """Tell what a poster says of an offering in a language."""
    (panel,) = poster([(language, offering)], "aachen_bot", ZONE, NOW).panels
    return [shown(fact) for fact in panel.facts]


def sheet_facts(roster: Roster, language: str = "en") -> list[str]:
    """Tell what the sheet of the first session says."""
    _words, (sheet, *_others) = sheets(roster, roster.held, language, ZONE)
    return [shown(fact) for fact in sheet.facts]


def test_a_poster_says_when_where_and_what_it_costs() -> None:
    assert [
        "Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8 December",
        "DEPOT, Talstraße 2 (Aachen-Nord)",
        "Free of charge",
    ] == poster_facts(a_course())


def test_a_poster_says_for_whom_it_is_only() -> None:
    assert "For women only" in poster_facts(a_course(women_only=True))


def test_a_poster_never_says_tomorrow() -> None:
    tomorrow = an_open_lab(sessions=(a_session(days=1),))

    assert "Tue 1 December, 9:30–12:00" == poster_facts(tomorrow)[0]


def test_a_poster_speaks_each_language_and_begins_with_the_first() -> None:
    arabic = a_course(title=Content("الخطوات الأولى", "ar"))
    made = poster([("ar", arabic), ("de", a_course())], "aachen_bot", ZONE, NOW)

    assert [("الخطوات الأولى", True), ("First steps", False)] == [(panel.title, panel.rtl) for panel in made.panels]
    assert "Kostenlos" == made.panels[1].facts[-1]


def test_the_code_of_a_poster_opens_the_offering_in_the_bot() -> None:
    made = poster([("de", a_course())], "aachen_bot", ZONE, NOW)

    assert ("https://t.me/aachen_bot?start=o_7", "t.me/aachen_bot") == (made.address, made.link)


def test_a_sheet_says_its_day_with_the_year_the_place_who_offers_it_and_the_hours() -> None:
    assert [
        "Tue 8 December 2026, 9:30–12:00",
        "DEPOT, Talstraße 2 (Aachen-Nord)",
        "From: Digital Camp",
        "Hours: 2.5",
    ] == sheet_facts(a_roster())


def test_a_sheet_names_the_place_of_its_own_session() -> None:
    elsewhere = replace(DEPOT, name=Content("Hub", "en"))
    roster = replace(a_roster(), offering=a_course(sessions=(a_session(venue=elsewhere),)))

    assert "Hub, Talstraße 2 (Aachen-Nord)" == sheet_facts(roster)[1]


def test_a_sheet_never_tells_the_link_of_a_video_meeting() -> None:
    online = a_session(venue=ONLINE, has_link=True, link="https://video.example/a")
    roster = replace(a_roster(), offering=a_course(sessions=(online,)))

    assert not any("video.example" in fact for fact in sheet_facts(roster))


def test_a_sheet_lists_who_has_a_place_by_name_and_nobody_who_waits() -> None:
    waiting = an_entry("Ada", standing=Standing.WAITING, code="")
    _words, (sheet, *_others) = sheets(a_roster(an_entry("Zoë"), waiting, an_entry("jo")), a_roster().held, "de", ZONE)

    assert ["jo", "Zoë"] == [person.name for person in sheet.people]


def test_a_cancelled_session_has_no_sheet() -> None:
    cancelled = a_session(2, status=SessionStatus.CANCELLED)
    roster = replace(a_roster(), offering=a_course(sessions=(a_session(1), cancelled)))

    assert 1 == len(sheets(roster, roster.held, "de", ZONE)[1])


def test_hours_are_written_as_the_language_writes_numbers() -> None:
    session = a_session()

    assert ["2,5", "2.5"] == [hours_of(session, code) for code in ("de", "en")]
    assert "2" == hours_of(replace(session, end=session.start + timedelta(hours=2)), "de")
