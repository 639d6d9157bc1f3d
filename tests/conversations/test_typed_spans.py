"""Dates and times as people type them, and the dates a series comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import typed_examples
from conversations.dates_screens import show_series
from conversations.school_holidays import SchoolHolidays, learn
from conversations.series_dates import Series
from conversations.typed_spans import Typed, is_misnamed, typed_clocks, typed_span, typed_weekdays
from locales.catalogues import Speech
from tests.conversations.builders import NOW, ZONE
from tests.conversations.fakes import read

LANGUAGES = ("de", "de@easy", "ar", "en")
MONDAY = date(2026, 11, 30)
TUESDAY = Series((1,), time(10), time(12), date(2026, 12, 15), times=4)


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("12.1. 14-16", date(2027, 1, 12), time(14), time(16)),
        ("12.1.27 9.30 – 11:00 Uhr", date(2027, 1, 12), time(9, 30), time(11)),
        ("2027-01-12 09:00-11:30", date(2027, 1, 12), time(9), time(11, 30)),
        ("Dienstag 10 Uhr", date(2026, 12, 1), time(10), None),
        ("Di, 12.1. von 14 bis 16 Uhr", date(2027, 1, 12), time(14), time(16)),
        ("12.1., Dienstag, 14 Uhr", date(2027, 1, 12), time(14), None),
        ("12. Januar 14-16", date(2027, 1, 12), time(14), time(16)),
        ("morgen 10", date(2026, 12, 1), time(10), None),
        ("Montag", date(2026, 12, 7), None, None),
        ("الثلاثاء 10", date(2026, 12, 1), time(10), None),
        ("14-16", None, time(14), time(16)),
        ("25.12.", date(2026, 12, 25), None, None),
        ("12. 1. 2027 14 Uhr", date(2027, 1, 12), time(14), None),
        ("12/01/2027 10:00", date(2027, 1, 12), time(10), None),
        ("\u200f١٢/١ ١٠:٣٠", date(2027, 1, 12), time(10, 30), None),
    ],
)
def test_a_time_is_read_as_it_is_typed(text: str, day: date | None, start: time | None, end: time | None) -> None:
    assert Typed(day, start, end) == typed_span(text, MONDAY)


WEDNESDAY, NEXT_TUESDAY = date(2026, 12, 2), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("next Tuesday 2 pm", NEXT_TUESDAY, time(14), None),
        ("2pm tomorrow", NEXT_TUESDAY, time(14), None),
        ("nächsten Dienstag 14 Uhr", NEXT_TUESDAY, time(14), None),
        ("Dienstag nächste Woche", date(2026, 12, 8), None, None),
        ("Dienstag in einer Woche", date(2026, 12, 8), None, None),
        ("in 2 Wochen 10 Uhr", date(2026, 12, 14), time(10), None),
        ("morgen, Dienstag, 10 Uhr", NEXT_TUESDAY, time(10), None),
        ("heute Abend um 7", MONDAY, time(19), None),
        ("Dienstag morgen 9 Uhr", NEXT_TUESDAY, time(9), None),
        ("January 12th, 10am - 12pm", date(2027, 1, 12), time(10), time(12)),
        ("14.10 Uhr am Dienstag", NEXT_TUESDAY, time(14, 10), None),
        ("الثلاثاء القادم", NEXT_TUESDAY, None, None),
        ("غدًا الساعة ١٠", NEXT_TUESDAY, time(10), None),
        ("بعد غد الساعة الثالثة", WEDNESDAY, time(15), None),
        ("يوم الأربعاء من ١٠ إلى ١٢", WEDNESDAY, time(10), time(12)),
        ("١٢ كانون الثاني الساعة ٤ عصرًا", date(2027, 1, 12), time(16), None),
    ],
)
def test_a_day_is_read_in_the_words_people_use(text: str, day: date, start: time | None, end: time | None) -> None:
    assert Typed(day, start, end) == typed_span(text, MONDAY)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("halb drei", time(14, 30), None),
        ("viertel vor zehn", time(9, 45), None),
        ("half past two", time(14, 30), None),
        ("الثانية والنصف ظهرًا", time(14, 30), None),
        ("١٠:٣٠ ص", time(10, 30), None),
        ("2", time(14), None),
        ("02:00", time(2), None),
        ("2 am", time(2), None),
        ("nachts um 2", time(2), None),
        ("12 am", time(0), None),
        ("at noon", time(12), None),
        ("2-4pm", time(14), time(16)),
        ("10-2 pm", time(10), time(14)),
        ("5-7", time(17), time(19)),
        ("abends 8-10", time(20), time(22)),
        ("8-10 abends", time(20), time(22)),
        ("9-1", time(9), time(13)),
    ],
)
def test_a_time_that_may_be_before_or_after_noon_is_one_of_the_day(text: str, start: time, end: time | None) -> None:
    assert Typed(None, start, end) == typed_span(text, MONDAY)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Di und Do", (1, 3)),
        ("jeden Dienstag", (1,)),
        ("dienstags, donnerstags", (1, 3)),
        ("Mo-Fr", (0, 1, 2, 3, 4)),
        ("Monday to Wednesday", (0, 1, 2)),
        ("كل يوم ثلاثاء", (1,)),
        ("الثلاثاء والخميس", (1, 3)),
        ("bald", ()),
        ("Di bald", ()),
        ("", ()),
    ],
)
def test_the_days_of_a_series_are_read_in_words(text: str, days: tuple[int, ...]) -> None:
    assert days == typed_weekdays(text)


@given(day=st.dates(MONDAY, date(2099, 12, 31)), clock=st.times())
def test_every_day_and_time_read_together_as_themselves(day: date, clock: time) -> None:
    at = clock.replace(second=0, microsecond=0)

    assert Typed(day, at) == typed_span(f"{day.day}.{day.month}.{day.year} {at:%H:%M}", MONDAY)


@given(text=st.text())
def test_whatever_is_typed_is_read_or_not(text: str) -> None:
    assert isinstance(typed_span(text, MONDAY), Typed | None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_shown_are_understood_in_their_language(language: str) -> None:
    speech = Speech(language, ZONE)
    understood = [typed_span(speech.say(example, NOW), MONDAY) for example in typed_examples.EXAMPLES]

    assert [Typed(NEXT_TUESDAY, time(10)), Typed(NEXT_TUESDAY), Typed(NEXT_TUESDAY, time(14, 30))] == understood


@pytest.mark.parametrize(
    "text",
    [
        "Dienstag, 13.1. 14-16",
        "13.1. Dienstag",
        "Tue 13 January 2pm",
        "الثلاثاء ١٣/١",
        "morgen, Mittwoch",
        "heute Dienstag 14 Uhr",
    ],
)
def test_a_day_of_the_week_that_is_not_the_dates_is_told_from_what_is_no_date(text: str) -> None:
    assert (None, True) == (typed_span(text, MONDAY), is_misnamed(text, MONDAY))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bald",
        "Dienstag",
        "Dienstag, 12.1.",
        "Dienstag morgen",
        "12.1. 14-16",
        "Dienstag, 31.2.",
        "Dienstag 13.1. x",
    ],
)
def test_what_fits_or_is_no_date_at_all_is_not_said_to_have_another_day_of_the_week(text: str) -> None:
    assert not is_misnamed(text, MONDAY)


@given(text=st.text(max_size=40))
def test_no_text_makes_looking_for_its_day_of_the_week_fail(text: str) -> None:
    assert is_misnamed(text, MONDAY) in {True, False}


@pytest.mark.parametrize(
    "text", ["", "bald", "31.2. 10-12", "12.1. 14-16-18", "12.1. 25 Uhr", "99", "früh", "the 12th", "next 14"]
)
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert None is typed_span(text, MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "Dienstag 13.1.",
        "12.1.2127",
        "Tuesday in 10 days",
        "Di 9.10",
        "29.2.",
        "31.6. 14-16",
        "12.1. 2030",
        "12. Januar 2015",
    ],
)
def test_what_could_be_another_day_than_it_was_meant_is_not_taken(text: str) -> None:
    assert None is typed_span(text, MONDAY)


@pytest.mark.parametrize("text", ["12.1. 2028", "12.1 2028", "12. 1. 2028", "Mittwoch 12.1. 2028", "١٢/١ ٢٠٢٨"])
def test_a_year_may_stand_apart_from_its_day(text: str) -> None:
    assert Typed(date(2028, 1, 12)) == typed_span(text, MONDAY)


@pytest.mark.parametrize(("text", "hour"), [("Tuesday @5", 17), ("6 am Tuesday", 6), ("um 6 am Dienstag", 18)])
def test_signs_between_words_and_english_mornings_are_no_other_day_or_time(text: str, hour: int) -> None:
    assert Typed(NEXT_TUESDAY, time(hour)) == typed_span(text, MONDAY)


ENDLESS = ("mo this ", "mo هذا ", "di in 1 woche ", "ﷺ", "1 ", "am ", "\ud800")


@pytest.mark.parametrize("text", ENDLESS)
def test_four_thousand_characters_are_no_day(text: str) -> None:
    long = (text * 4096)[:4096]

    assert (None, None, ()) == (typed_span(long, MONDAY), typed_clocks(long), typed_weekdays(long))


MONTHS = (
    "Januar",
    "February",
    "مارس",
    "نيسان",
    "Mai",
    "June",
    "تموز",
    "Aug.",
    "September",
    "أكتوبر",
    "Nov",
    "Dezember",
)
WEEKDAYS = ("Montag", "Tuesday", "الأربعاء", "Do", "Fri", "السبت", "Sonntag")
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@st.composite
def said(draw: st.DrawFn) -> tuple[date, date, time, str]:
    """Say a day of the coming year and a time, in the words of some language, with signs of direction in between."""
    today = draw(
        st.sampled_from((MONDAY, date(2026, 3, 28), date(2026, 10, 24), date(2026, 12, 31), date(2028, 2, 28)))
    )
    day = today + timedelta(days=draw(st.integers(0, 364)))
    at = time(draw(st.integers(7, 22)), draw(st.sampled_from((0, 5, 30, 45))))
    short, named = f"{day.day}.{day.month}.", f"{day.day} {MONTHS[day.month - 1]}"
    forms = (short, f"{day.day}/{day.month}", f"{short} {day.year}", day.isoformat(), named, f"{named} {day.year}")
    whole = draw(st.sampled_from(("", f"{WEEKDAYS[day.weekday()]} ", "am "))) + draw(st.sampled_from(forms))
    clock = draw(
        st.sampled_from((f"{at:%H:%M}", f"um {at.hour}.{at:%M} Uhr", f"الساعة {at:%H:%M}", f"{at.hour}h{at:%M}"))
    )
    text = draw(st.sampled_from((f"{whole} {clock}", f"{clock} {whole}", f"{whole}, {clock}")))
    place = draw(st.integers(0, len(text)))
    text = text[:place] + draw(st.sampled_from(("", "\u200f", "\u2066"))) + text[place:]
    return today, day, at, text.translate(str.maketrans(DIGITS[0], draw(st.sampled_from(DIGITS))))


@given(said())
def test_a_day_that_was_said_is_never_read_as_another(case: tuple[date, date, time, str]) -> None:
    today, day, at, text = case

    assert Typed(day, at) == typed_span(text, today)


def test_a_series_leaves_out_school_holidays_and_still_has_all_its_dates() -> None:
    series = Series((1,), time(10), time(12), date(2026, 12, 15), times=4, school=False)

    assert (date(2026, 12, 15), date(2026, 12, 22), date(2027, 1, 12), date(2027, 1, 19)) == series.days()
    assert (date(2026, 12, 29), date(2027, 1, 5)) == series.skipped()


def test_a_series_beyond_the_known_school_holidays_says_so() -> None:
    known = Series((1,), time(10), time(12), date(2028, 6, 20), until=date(2028, 7, 4), school=False)
    beyond = Series((1,), time(10), time(12), date(2028, 6, 20), until=date(2028, 7, 11), school=False)

    assert "" == school_remark(known)
    assert "⚠️ School holidays after Sun 9 July 2028 are not known to me. Please check these dates." == school_remark(
        beyond
    )
    assert "" == school_remark(replace(beyond, school=True))


def test_school_holidays_that_were_learned_are_left_out_and_known() -> None:
    series = Series((1,), time(10), time(12), date(2028, 7, 4), until=date(2028, 8, 29), school=False)
    learn(SchoolHolidays(date(2028, 10, 20), ((date(2028, 7, 10), date(2028, 8, 22)),)))
    try:
        assert (date(2028, 7, 4), date(2028, 8, 29)) == series.days()
        assert "" == school_remark(series)
    finally:
        learn(None)


def school_remark(series: Series) -> str:
    """Read what a screen of a series says about school holidays that nobody knows."""
    lines = read(show_series(7, series, 0, ZONE, ""))
    return next((line for line in lines if "School holidays" in line), "")


def test_a_series_leaves_out_public_holidays_unless_asked() -> None:
    fridays = Series((4,), time(10), time(12), date(2026, 12, 18), until=date(2027, 1, 8))

    assert (date(2026, 12, 18), date(2027, 1, 8)) == fridays.days()
    assert 4 == len(Series((4,), time(10), time(12), date(2026, 12, 18), times=4, public=True).days())


def test_a_series_of_every_second_week_counts_weeks_from_monday() -> None:
    series = Series((0, 3), time(10), time(12), date(2027, 1, 14), every=2, times=3)

    assert (date(2027, 1, 14), date(2027, 1, 25), date(2027, 1, 28)) == series.days()


def test_a_series_ends_with_its_last_day() -> None:
    series = Series((1,), time(10), time(12), date(2027, 1, 12), until=date(2027, 1, 26))

    assert (date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 26)) == series.days()
    assert TUESDAY.mark != series.mark
