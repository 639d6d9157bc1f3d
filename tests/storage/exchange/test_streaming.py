"""Files are read piece by piece: what the pieces cut through stays whole, and a long file takes no more memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from functools import partial

import pytest

from storage.exchange import template
from storage.exchange.pages import PAGE, PageWriter
from storage.exchange.received import CHUNK, Received, decode
from storage.exchange.recognising import read
from tests.storage.exchange.reading import NOW, PROVIDER, ZONE, offering, read_bytes, refusal, rejected, times

HEAD = "Kennung;Titel;Beschreibung;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende"


def table(rows: Iterable[tuple[str, int]]) -> bytes:
    """Write a template: for each row an id and a day of January."""
    what = "Nähen;Wir nähen gemeinsam, Stich für Stich;Haus;Kurs;creative;de"
    return "\n".join((HEAD, *(f"{name};{what};{day:02}.01.2027;9:00;10:00" for name, day in rows))).encode()


def calendar(*lines: str) -> bytes:
    """Write a calendar."""
    return "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str) -> tuple[str, ...]:
    """Write an event of an hour."""
    return ("BEGIN:VEVENT", *lines, "SUMMARY:Sprachcafé", "DURATION:PT1H", "END:VEVENT")


def test_rows_of_an_offering_come_together_wherever_they_stand_in_a_table() -> None:
    catalogue = read_bytes(table((name, day) for day in (12, 19) for name in ("B", "A", "C")))

    assert ["B", "A", "C"] == [row.source_id for row in catalogue.offerings]
    expected = ["2027-01-12 09:00-10:00 scheduled", "2027-01-19 09:00-10:00 scheduled"]
    assert expected == times(catalogue, offering(catalogue, "A"))


def test_a_table_of_several_pages_is_read_to_its_end_and_in_order() -> None:
    names = [f"N{number:05}" for number in range(2 * PAGE + 1)]
    pages = read([Received("file", table((name, 12) for name in names))], PROVIDER, ZONE, NOW)

    assert [PAGE, PAGE, 1] == [len(page.offerings) for page in pages]
    assert names == [row.source_id for page in pages for row in page.offerings]


def test_a_longer_table_takes_hardly_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "PageWriter", partial(PageWriter, 50))
    short, long = (table((f"N{number}", 12) for number in range(count)) for count in (200, 1_200))

    peak(short)  # whatever is kept from now on is in memory

    assert peak(long) - peak(short) < 1_000 * 400


def peak(content: bytes) -> int:
    """Tell how much memory reading takes at most, the file apart."""
    tracemalloc.start()
    for page in read([Received("file", content)], PROVIDER, ZONE, NOW):
        assert page.offerings
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_letter_that_two_pieces_share_stays_whole(encoding: str, before: int) -> None:
    text = "x" * before + "ä€" * CHUNK

    assert text == decode(Received("file", text.encode(encoding)))


def test_letters_broken_before_are_found_between_two_pieces_and_told_by_row() -> None:
    text = "\n" * 7 + "x" * (CHUNK - 8) + "â€œ"

    assert "row 8: letters are broken" in refusal(text.encode())


def test_two_encodings_far_down_are_told_by_row() -> None:
    content = b"x" * CHUNK + b"\n" * 4 + "Grüße\n".encode() + "Grüße".encode("cp1252")

    assert "row 6: " in refusal(content)


def test_what_is_said_of_a_single_time_counts_wherever_it_stands_in_a_calendar() -> None:
    series = event("UID:a", "DTSTART:20270112T080000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("UID:a", "RECURRENCE-ID:20270119T080000Z", "DTSTART:20270119T100000Z")
    other = event("UID:b", "DTSTART:20270112T080000Z")
    catalogue = read_bytes(calendar(*moved, *other, *series))

    expected = ["2027-01-12 09:00-10:00 scheduled", "2027-01-19 11:00-12:00 scheduled"]
    assert expected == times(catalogue, offering(catalogue, ":a"))


def test_an_alarms_id_is_not_its_events() -> None:
    alarm = ("BEGIN:VALARM", "UID:alarm", "TRIGGER:-PT5M", "END:VALARM")
    catalogue = read_bytes(calendar(*event(*alarm, "UID:a", "DTSTART:20270112T080000Z")))

    assert ["haus-beispiel:a"] == [row.source_id for row in catalogue.offerings]


def test_a_time_zone_counts_though_it_stands_after_the_events() -> None:
    zone = ("TZID:Insel", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500")
    told = event("UID:a", "DTSTART;TZID=Insel:20270112T130000")
    catalogue = read_bytes(calendar(*told, "BEGIN:VTIMEZONE", *zone, "END:STANDARD", "END:VTIMEZONE"))

    assert ["2027-01-12 09:00-10:00 scheduled"] == times(catalogue, catalogue.offerings[0])


def test_an_event_in_another_one_is_one_by_itself() -> None:
    inner = event("UID:inner", "DTSTART:20270113T080000Z")
    catalogue = read_bytes(calendar(*event("UID:outer", *inner, "DTSTART:20270112T080000Z")))

    expected = [["2027-01-12 09:00-10:00 scheduled"], ["2027-01-13 09:00-10:00 scheduled"]]
    assert expected == [times(catalogue, offering(catalogue, name)) for name in (":outer", ":inner")]


def test_events_are_counted_as_they_stand_though_series_are_brought_together() -> None:
    good, bad = event("UID:a", "DTSTART:20270112T080000Z"), event("UID:b", "DTSTART:20270112")
    catalogue = read_bytes(calendar(*good, *event("DTSTART:20270112T080000Z"), *bad))

    assert [(2, "UID"), (3, "DTSTART")] == rejected(catalogue)


def test_the_second_event_with_an_id_is_rejected_and_says_so() -> None:
    twice = (event("UID:a", f"DTSTART:202701{day}T080000Z") for day in (12, 13))
    catalogue = read_bytes(calendar(*(line for one in twice for line in one)))

    assert ["2027-01-12 09:00-10:00 scheduled"] == times(catalogue, catalogue.offerings[0])
    assert [(2, "UID")] == rejected(catalogue)


def test_an_event_without_end_makes_no_calendar() -> None:
    assert "not a calendar file" in refusal(calendar("BEGIN:VEVENT", "UID:a"))
