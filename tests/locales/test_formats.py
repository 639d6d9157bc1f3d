"""Values are written as the reader says them, in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from locales.catalogues import Speech
from locales.languages import TABLE
from locales.text import (
    Code,
    Content,
    Day,
    DayOf,
    Distance,
    Languages,
    Listed,
    Moment,
    Price,
    Schedule,
    ShortDay,
    ShortMoment,
    Span,
    Value,
    Weekday,
    _,
)
from tests.locales.conftest import NOW, ZONE, Say, local
from tests.spaces import NO_BREAK, WORD_JOINER, plain

CODES = [language.code for language in TABLE]


def shown(say: Say, language: str, value: Value, now: datetime = NOW) -> str:
    return plain(say(language, _("{value}", value=value), now))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Morgen, 14:00 Uhr"),
        ("de@easy", "Morgen, 14:00 Uhr"),
        ("en", "Tomorrow, 14:00"),
        ("ar", "غدًا، \u206614:00\u2069"),
    ],
)
def test_a_moment_tomorrow_is_called_so(say: Say, language: str, expected: str) -> None:
    assert expected == shown(say, language, Moment(local(2027, 1, 11, 14))).lstrip("\u200f")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (9, "Gestern, 9:30 Uhr"),
        (10, "Heute, 9:30 Uhr"),
        (11, "Morgen, 9:30 Uhr"),
        (12, "Übermorgen, 9:30 Uhr"),
        (13, "Mi 13. Januar, 9:30 Uhr"),
        (31, "So 31. Januar, 9:30 Uhr"),
    ],
)
def test_a_moment_is_told_by_its_distance_from_today(say: Say, day: int, expected: str) -> None:
    assert expected == shown(say, "de", Moment(local(2027, 1, day, 9, 30)))


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2027, 12, 31, "Fr 31. Dezember, 9:30 Uhr"),
        (2026, 12, 1, "Di 1. Dezember, 9:30 Uhr"),
        (2026, 10, 1, "Do 1. Oktober 2026, 9:30 Uhr"),
        (2028, 1, 5, "Mi 5. Januar 2028, 9:30 Uhr"),
    ],
)
def test_the_year_is_named_only_when_it_is_another_and_far(
    say: Say, year: int, month: int, day: int, expected: str
) -> None:
    assert expected == shown(say, "de", Moment(local(year, month, day, 9, 30)))


def test_a_day_of_next_year_in_less_than_ten_months_needs_no_year(say: Say) -> None:
    assert "Di 12. Januar, 9:30 Uhr" == shown(say, "de", Moment(local(2027, 1, 12, 9, 30)), local(2026, 3, 20))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Mo 18. Januar, 9:30 und 19:00 Uhr"),
        ("de@easy", "Montag, 18. Januar, 9:30 und 19:00 Uhr"),
        ("en", "Mon 18 January, 9:30 and 19:00"),
    ],
)
def test_two_moments_of_a_day_name_it_once(say: Say, language: str, expected: str) -> None:
    moments = (Moment(local(2027, 1, 18, 9, 30)), Moment(local(2027, 1, 18, 19)))

    assert expected == shown(say, language, Listed(moments))


def test_moments_of_different_days_name_each(say: Say) -> None:
    moments = (Moment(local(2027, 1, 11, 9, 30)), Moment(local(2027, 1, 18, 19)))

    assert "Morgen, 9:30 Uhr und Mo 18. Januar, 19:00 Uhr" == shown(say, "de", Listed(moments))


@pytest.mark.parametrize("code", CODES)
def test_no_line_ends_within_a_time_or_a_day(code: str) -> None:
    voice = Speech(code, ZONE)
    meeting = Span(local(2027, 1, 19, 9, 30), local(2027, 1, 19, 12))
    said = [voice.say(_("{value}", value=value), NOW) for value in (meeting, ShortDay(meeting.start))]

    assert (True, False) == (f"9:30{WORD_JOINER}–{WORD_JOINER}12:00" in said[0], " " in said[1])


def test_the_word_for_hours_stays_with_its_number(say: Say) -> None:
    said = say("de", _("{at}", at=Moment(local(2027, 1, 19, 21, 5))))

    assert f"Di{NO_BREAK}19.{NO_BREAK}Januar, 21:05{NO_BREAK}Uhr" == said


def test_today_ends_at_midnight_by_the_readers_clock(say: Say) -> None:
    late = datetime(2027, 1, 10, 23, 30, tzinfo=UTC)  # half past midnight in Aachen

    assert "Heute, 9:30 Uhr" == shown(say, "de", Moment(local(2027, 1, 11, 9, 30)), late)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 3, 27, 8, 0, tzinfo=UTC), "Heute, 9:00 Uhr"),
        (datetime(2027, 3, 28, 7, 0, tzinfo=UTC), "Morgen, 9:00 Uhr"),
    ],
)
def test_the_hour_is_wall_time_across_the_change_to_summer_time(say: Say, at: datetime, expected: str) -> None:
    assert expected == shown(say, "de", Moment(at), local(2027, 3, 27, 1))


def test_the_day_after_a_short_night_is_still_tomorrow(say: Say) -> None:
    now = local(2027, 3, 27, 23, 30)

    assert "Morgen, 3:30 Uhr" == shown(say, "de", Moment(local(2027, 3, 28, 3, 30)), now)


def test_a_time_without_a_zone_is_refused(say: Say) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        shown(say, "de", Moment(datetime(2027, 1, 11, 14, 0)))  # noqa: DTZ001  # the point of the test


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Di 19. Januar, 9:30–12:00 Uhr"),
        ("de@easy", "Dienstag, 19. Januar, 9:30–12:00 Uhr"),
        ("en", "Tue 19 January, 9:30–12:00"),
        ("ar", "الثلاثاء، 19 يناير، \u20669:30–12:00\u2069"),
    ],
)
def test_a_meeting_says_from_when_to_when(say: Say, language: str, expected: str) -> None:
    value = Span(local(2027, 1, 19, 9, 30), local(2027, 1, 19, 12))

    assert expected == shown(say, language, value).lstrip("\u200f")


def test_a_meeting_over_midnight_names_both_ends(say: Say) -> None:
    value = Span(local(2027, 1, 11, 20), local(2027, 1, 12, 1))

    assert "Tomorrow, 20:00 to the day after tomorrow, 1:00" == shown(say, "en", value)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Di 12.1."),
        ("de@easy", "Di 12.1."),
        ("en", "Tue 12 Jan"),
        ("ar", "الثلاثاء 12 يناير"),
    ],
)
def test_a_day_on_a_button_is_short(say: Say, language: str, expected: str) -> None:
    assert expected == shown(say, language, ShortDay(local(2027, 1, 12))).lstrip("\u200f")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Di 12. Januar"),
        ("de@easy", "Dienstag, 12. Januar"),
        ("en", "Tue 12 January"),
        ("ar", "الثلاثاء، 12 يناير"),
    ],
)
def test_the_day_of_something_in_a_line_has_its_month_in_words(say: Say, language: str, expected: str) -> None:
    assert expected == shown(say, language, DayOf(local(2027, 1, 12))).lstrip("\u200f")


def test_the_day_of_something_tomorrow_is_called_so(say: Say) -> None:
    assert "Tomorrow" == shown(say, "en", DayOf(local(2027, 1, 11)))


def test_a_button_for_tomorrow_says_so(say: Say) -> None:
    assert "Morgen" == shown(say, "de", ShortDay(local(2027, 1, 11)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "Di 12.1., 14:00 Uhr"), ("en", "Tue 12 Jan, 14:00"), ("ar", "الثلاثاء 12 يناير، \u206614:00\u2069")],
)
def test_a_point_in_time_on_a_button_is_short(say: Say, language: str, expected: str) -> None:
    assert expected == shown(say, language, ShortMoment(local(2027, 1, 12, 14))).lstrip("\u200f")


def test_a_point_in_time_on_a_button_tomorrow_says_so(say: Say) -> None:
    assert "Tomorrow, 14:00" == shown(say, "en", ShortMoment(local(2027, 1, 11, 14)))


@pytest.mark.parametrize("code", CODES)
def test_every_language_writes_a_24_hour_clock_in_latin_digits(code: str) -> None:
    said = Speech(code, ZONE).say(_("{at}", at=Moment(local(2027, 1, 19, 21, 5))), NOW)

    assert "21:05" in said and "19" in said and not any(sign.isdigit() and not sign.isascii() for sign in said)


@pytest.mark.parametrize("code", CODES)
def test_every_language_names_its_own_weekdays_whatever_was_loaded_before(code: str) -> None:
    names = [Speech(code, ZONE).say(_("{day}", day=Weekday(number)), NOW) for number in range(7)]

    assert 7 == len(set(names))
    assert code in {"ps"} or "ۍ" not in "".join(names)  # Babel leaks Pashto names through its 'stand-alone' context


def test_turkish_begins_a_line_with_its_own_capital() -> None:
    said = Speech("tr", ZONE).say(_("{languages}", languages=Languages(("en",))), NOW)

    assert "İngilizce" == said


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(1250, "12,50 €"), (500, "5 €"), (99, "0,99 €"), (123400, "1.234 €")],
)
def test_a_price_is_written_in_euros(say: Say, cents: int, expected: str) -> None:
    assert expected == shown(say, "de", Price(cents))


def test_english_puts_the_euro_sign_first(say: Say) -> None:
    assert "€12.50" == shown(say, "en", Price(1250))


@pytest.mark.parametrize(
    ("metres", "expected"), [(12, "50 m"), (847, "850 m"), (990, "1 km"), (1234, "1,2 km"), (12400, "12 km")]
)
def test_a_distance_is_as_exact_as_a_walker_needs_it(say: Say, metres: int, expected: str) -> None:
    assert expected == shown(say, "de", Distance(metres))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Deutsch, einfaches Deutsch, Türkisch"),
        ("en", "German, easy German, Turkish"),
        ("ar", "الألمانية، الألمانية المبسطة، التركية"),
    ],
)
def test_languages_are_named_in_the_readers_own(say: Say, language: str, expected: str) -> None:
    assert expected == shown(say, language, Languages(("de", "de@easy", "tr"))).lstrip("\u200f")


def test_a_catalogue_for_three_languages_names_all_three(say: Say) -> None:
    assert "Bosnisch/Kroatisch/Serbisch" == shown(say, "de", Languages(("sr_Latn",)))


def test_an_unknown_language_keeps_its_code(say: Say) -> None:
    assert "Xx" == shown(say, "de", Languages(("xx",)))


def test_a_list_ends_as_the_language_ends_it(say: Say) -> None:
    items = Listed((Content("Anna", "de"), Content("Ben", "de"), Content("Cem", "de")))

    assert "Anna, Ben und Cem" == shown(say, "de", items)


def test_a_code_keeps_its_small_letters_at_the_start_of_a_line(say: Say) -> None:
    assert "abc" == shown(say, "de", Code("abc"))


def test_a_count_is_grouped_as_the_language_groups_it(say: Say) -> None:
    assert "1.204" == shown(say, "de", 1204)


def test_a_day_stands_alone(say: Say) -> None:
    assert "Tue 12 January" == shown(say, "en", Day(date(2027, 1, 12)))


def spans(*days: tuple[int, int], hours: tuple[int, int] = (10, 12)) -> tuple[Span, ...]:
    return tuple(Span(local(2027, month, day, hours[0]), local(2027, month, day, hours[1])) for month, day in days)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Dienstag und Donnerstag, 10:00–12:00 Uhr"),
        ("de@easy", "Dienstag und Donnerstag, 10:00–12:00 Uhr"),
        ("en", "Tuesday and Thursday, 10:00–12:00"),
        ("ar", "الثلاثاء والخميس، \u206610:00–12:00\u2069"),
    ],
)
def test_a_schedule_is_told_by_its_weekdays(say: Say, language: str, expected: str) -> None:
    value = Schedule(spans((1, 12), (1, 14), (1, 19), (1, 21), (1, 26)))

    assert expected == shown(say, language, value).lstrip("\u200f")


def test_a_schedule_keeps_its_hour_across_the_change_to_summer_time(say: Say) -> None:
    assert "Tuesday, 10:00–12:00" == shown(say, "en", Schedule(spans((3, 16), (3, 23), (3, 30), (4, 6))))


def test_a_holiday_does_not_break_a_rhythm(say: Say) -> None:
    assert "Monday, 10:00–12:00" == shown(say, "en", Schedule(spans((1, 11), (1, 18), (1, 25), (2, 1), (2, 15))))


def test_one_moved_meeting_does_not_break_a_rhythm(say: Say) -> None:
    assert "Monday, 10:00–12:00" == shown(say, "en", Schedule(spans((1, 11), (1, 18), (1, 27), (2, 1), (2, 8))))


def test_every_second_week_is_said(say: Say) -> None:
    value = Schedule(spans((1, 14), (1, 28), (2, 11), (2, 25)))

    assert "Donnerstag, 10:00–12:00 Uhr, alle 2 Wochen" == shown(say, "de", value)


def test_days_in_a_row_are_told_from_first_to_last(say: Say) -> None:
    assert "Tuesday to Thursday, 10:00–12:00" == shown(say, "en", Schedule(spans((3, 30), (3, 31), (4, 1))))


def test_weekdays_with_hours_of_their_own_are_told_one_by_one(say: Say) -> None:
    value = Schedule((*spans((1, 12), (1, 19)), *spans((1, 14), (1, 21), hours=(14, 16))))

    assert "Tuesday, 10:00–12:00 and Thursday, 14:00–16:00" == shown(say, "en", value)


def test_few_days_without_a_rhythm_are_named(say: Say) -> None:
    value = Schedule(spans((1, 20), (2, 18)))

    assert "Mi 20. Januar und Do 18. Februar, 10:00–12:00 Uhr" == shown(say, "de", value)


def test_many_days_without_a_rhythm_are_only_called_different(say: Say) -> None:
    value = Schedule(spans((1, 20), (2, 18), (3, 1), (4, 20), (5, 28)))

    assert "On different days" == shown(say, "en", value)


def test_several_meetings_on_one_day_name_the_day(say: Say) -> None:
    value = Schedule((*spans((1, 19), hours=(10, 11)), *spans((1, 19), hours=(11, 12))))

    assert "Tue 19 January, different times" == shown(say, "en", value)


def test_a_single_meeting_is_no_rhythm(say: Say) -> None:
    assert "Morgen, 10:00–12:00 Uhr" == shown(say, "de", Schedule(spans((1, 11))))
