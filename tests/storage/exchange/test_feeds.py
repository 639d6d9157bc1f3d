"""Foreign formats: what they say comes in, what they cannot say stays unknown, and what is bad is named."""

from __future__ import annotations

import pytest

from storage.exchange.parsed import CatalogueError
from storage.exchange.received import Missing
from storage.records.catalogue import Childcare, Level, StepFree
from tests.storage.exchange.reading import NOW, offering, read, read_bytes, rejected, text, times

EVERY = [("openvhs.xml",), ("integreat-de.json", "integreat-en.json"), ("calendar.ics",), ("course.html",)]


@pytest.mark.parametrize("names", EVERY)
def test_what_no_foreign_format_says_is_unknown(names: tuple[str, ...]) -> None:
    catalogue = read(*names)

    assert {Childcare.UNKNOWN} == {row.childcare for row in catalogue.offerings}
    assert all({"women_only", "childcare"} <= catalogue.coverage.unsaid[row.source_id] for row in catalogue.offerings)


def test_an_openvhs_course_comes_with_price_places_and_dates() -> None:
    catalogue = read("openvhs.xml")
    row = offering(catalogue, ":T58129")

    assert ("VHS Beispielstadt", 2550, 12, Level.NONE) == (row.provider, row.price_cents, row.capacity, row.level)
    expected = ["2027-01-12 09:00-11:30 scheduled", "2027-01-19 09:00-11:30 scheduled"]
    assert expected == times(catalogue, row)


def test_barrier_free_is_yes_where_said_and_unknown_where_not() -> None:
    catalogue = read("openvhs.xml")

    found = [offering(catalogue, name).step_free for name in (":T58129", ":T58130")]
    assert [StepFree.YES, StepFree.UNKNOWN] == found


def test_a_missing_price_is_not_free_of_charge() -> None:
    assert offering(read("openvhs.xml"), ":T58130").price_cents is None


def test_html_becomes_text_and_scripts_vanish() -> None:
    catalogue = read("openvhs.xml")
    row = offering(catalogue, ":T58129")

    expected = "Für alle, die neu anfangen\n\nMaus, Tastatur & Ordner.\n• Geräte sind da"
    assert expected == text(catalogue, row, "description")


def test_an_openvhs_date_without_time_and_a_course_without_name_are_named_by_element() -> None:
    assert [(2, "termin"), (3, "title")] == rejected(read("openvhs.xml"))


def test_integreats_languages_become_translations_of_one_offering() -> None:
    catalogue = read("integreat-de.json", "integreat-en.json")
    row = catalogue.offerings[0]

    titles = [text(catalogue, row, "title", language) for language in ("de", "en")]
    assert ["Sprachcafé", "Language café"] == titles
    assert "Deutsch üben bei Tee.\nKomm vorbei!" == text(catalogue, row, "description")


def test_integreats_recurrences_are_sessions_of_one_offering() -> None:
    catalogue = read("integreat-en.json", "integreat-de.json")

    expected = ["2027-01-13 16:00-18:00 scheduled", "2027-01-20 16:00-18:00 scheduled"]
    assert expected == times(catalogue, catalogue.offerings[0])


def test_a_whole_day_is_no_session_and_is_said() -> None:
    assert [(3, "event.all_day")] == rejected(read("integreat-de.json"))


def test_an_event_without_german_asks_for_the_german_file() -> None:
    with pytest.raises(CatalogueError, match="give the German file, too"):
        read("integreat-en.json")


def test_a_series_stays_on_the_clock_on_the_wall_over_summer_time_with_its_exceptions() -> None:
    catalogue = read("calendar.ics")

    expected = ["2027-03-16 10:00-12:00 scheduled", "2027-03-23 10:00-12:00 scheduled"]
    assert [*expected, "2027-04-07 14:00-16:00 scheduled"] == times(catalogue, catalogue.offerings[0])


def test_a_cancelled_event_is_cancelled_and_a_day_without_hours_is_named() -> None:
    catalogue = read("calendar.ics")

    assert ["2027-03-20 10:00-11:00 cancelled"] == times(catalogue, catalogue.offerings[1])
    assert [(4, "DTSTART")] == rejected(catalogue)


RULES = [
    ("FREQ=DAILY;COUNT=3", ["01-05", "01-06", "01-07"]),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4", ["01-05", "01-07", "01-19", "01-21"]),
    ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", ["01-05", "02-02", "03-02"]),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270301T000000Z", ["01-31", "02-28"]),
    ("FREQ=YEARLY;COUNT=1", ["01-05"]),
]


@pytest.mark.parametrize(("rule", "days"), RULES)
def test_the_rules_of_courses_are_worked_out(rule: str, days: list[str]) -> None:
    start = "20270131" if "BYMONTHDAY" in rule else "20270105"
    event = f"UID:a\nSUMMARY:x\nDTSTART:{start}T090000\nDTEND:{start}T100000\nRRULE:{rule}\n"
    catalogue = read_bytes(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}END:VEVENT\nEND:VCALENDAR\n".encode())

    assert days == [f"{session.start:%m-%d}" for session in catalogue.sessions]
    assert all(session.start > NOW for session in catalogue.sessions)


def test_a_page_tells_course_and_event_and_a_span_of_days_is_no_session() -> None:
    catalogue = read("course.html")
    row = offering(catalogue, ":B-77")

    assert ("Bildungswerk Beispiel", 4000, frozenset({"de"})) == (row.provider, row.price_cents, row.languages)
    assert ["2027-02-02 18:00-20:00 scheduled"] == times(catalogue, row)
    assert [(1, "startDate")] == rejected(catalogue)


def test_an_online_event_that_is_free_and_cancelled_is_all_of_that() -> None:
    catalogue = read("course.html")
    row = catalogue.offerings[1]

    assert ("online", 0, 30) == (row.quarter, row.price_cents, row.capacity)
    assert ["2027-02-10 19:00-20:30 cancelled"] == times(catalogue, row)


def test_nothing_ends_because_a_page_does_not_hold_it() -> None:
    assert not read("course.html").coverage.complete


def test_a_file_that_does_not_say_whose_it_is_asks_for_it() -> None:
    with pytest.raises(CatalogueError, match="name them with --provider"):
        read("calendar.ics", missing=Missing())
