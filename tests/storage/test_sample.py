"""The sample: complete in four languages, its dates near today, its edge cases as they are meant."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import sample
from storage.exchange.parsed import Catalogue, TextKey
from storage.records.catalogue import Childcare, Registering, SessionStatus, StepFree
from storage.sample.holidays import easter, is_holiday

TODAY = date(2026, 11, 20)
LANGUAGES = ("de", "de@easy", "en", "ar")
ARABIC = re.compile(r"[\u0600-\u06ff]")
EASTERN_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
BUTTON = 28
"""as many letters of a title show beside a date on a button of a small phone"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return sample.load(TODAY)


def in_language(catalogue: Catalogue, language: str) -> dict[TextKey, str]:
    """Pick the texts and names in one language."""
    return {key: text for key, text in {**catalogue.names, **catalogue.texts}.items() if key.language == language}


def test_it_has_all_offerings_and_sessions(catalogue: Catalogue) -> None:
    assert (34, 151, 12) == (len(catalogue.offerings), len(catalogue.sessions), len(catalogue.venues))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_german_text_is_there_in_every_language(catalogue: Catalogue, language: str) -> None:
    german, found = (
        {(key.subject, key.source_id, key.field) for key in in_language(catalogue, code) if key.field != "short_title"}
        for code in ("de", language)
    )

    assert german == found


@pytest.mark.parametrize("subject", ["topic", "quarter"])
def test_every_topic_and_quarter_has_a_short_name_in_every_language(catalogue: Catalogue, subject: str) -> None:
    slugs = catalogue.topics if subject == "topic" else catalogue.quarters
    names = {TextKey(subject, slug, "name", language): "" for slug in slugs for language in LANGUAGES}

    assert names.keys() == {key for key, name in catalogue.names.items() if key in names and len(name) <= 24}


def test_arabic_texts_are_arabic_with_latin_digits(catalogue: Catalogue) -> None:
    texts = in_language(catalogue, "ar").values()

    assert [] == [text for text in texts if not ARABIC.search(text) or EASTERN_DIGITS.search(text)]


@pytest.mark.parametrize("language", ["de@easy", "en", "ar"])
def test_titles_fit_on_a_button(catalogue: Catalogue, language: str) -> None:
    titles = [text for key, text in in_language(catalogue, language).items() if key.field == "title"]

    assert [] == [title for title in titles if len(title) > 40]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_is_short_or_has_a_short_one_that_tells_it_apart(catalogue: Catalogue, language: str) -> None:
    texts = in_language(catalogue, language)
    titles = {key.source_id: text for key, text in texts.items() if key.field == "title"}
    shown = titles | {key.source_id: text for key, text in texts.items() if key.field == "short_title"}

    assert ([], len(titles)) == ([text for text in shown.values() if len(text) > BUTTON], len(set(shown.values())))


def test_easy_german_keeps_its_sentences_short(catalogue: Catalogue) -> None:
    texts = [text for key, text in in_language(catalogue, "de@easy").items() if key.field != "title"]
    sentences = [sentence for text in texts for sentence in re.split(r"[.!?:]\s", text)]

    assert [] == [sentence for sentence in sentences if len(sentence.split()) > 13]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_tell_offerings_apart(catalogue: Catalogue, language: str) -> None:
    titles = Counter(text for key, text in in_language(catalogue, language).items() if key.field == "title")

    assert [] == [title for title, count in titles.items() if count > 1]


@given(today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_the_first_session_lies_two_to_eight_days_ahead_or_after_the_holidays(today: date) -> None:
    first = sample.load(today).first_day(sample.ZONE)
    ahead = [today + timedelta(days=days) for days in range(2, 9)]

    assert first in ahead or (first - today <= timedelta(days=11) and any(map(is_holiday, ahead)))


@given(today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_no_session_falls_on_a_holiday_and_none_on_another_of_its_offering(today: date) -> None:
    held = [(row.offering, row.start.date()) for row in sample.load(today).sessions]

    assert ([], len(set(held))) == ([one for one in held if is_holiday(one[1])], len(held))


@pytest.mark.parametrize("sunday", [date(2024, 3, 31), date(2025, 4, 20), date(2027, 3, 28), date(2038, 4, 25)])
def test_easter_is_when_everybody_keeps_it(sunday: date) -> None:
    assert sunday == easter(sunday.year)


@pytest.mark.parametrize("today", [date(2026, 6, 1), date(2027, 3, 1), date(2026, 9, 27)])
def test_moving_the_dates_keeps_weekday_and_wall_time(catalogue: Catalogue, today: date) -> None:
    def wall(moved: Catalogue) -> list[tuple[str, str, str]]:
        local = [
            (row.source_id, row.start.astimezone(sample.ZONE), row.end.astimezone(sample.ZONE))
            for row in moved.sessions
        ]
        return [(source_id, f"{start:%a %H:%M}", f"{end:%a %H:%M}") for source_id, start, end in local]

    assert wall(catalogue) == wall(sample.load(today))


def test_moving_the_dates_keeps_the_days_between_sessions_but_for_a_few_on_holidays(catalogue: Catalogue) -> None:
    days = {row.source_id: row.start.date() for row in catalogue.sessions}
    moved = {row.source_id: row.start.date() for row in sample.load(date(2026, 6, 1)).sessions}
    by = moved["DC-03-01"] - days["DC-03-01"]
    others = {source_id for source_id, day in days.items() if moved[source_id] - day != by}

    assert len(others) <= 2


def test_its_edge_cases_are_there(catalogue: Catalogue) -> None:
    offerings = {row.source_id: row for row in catalogue.offerings}
    statuses = {row.source_id: row.status for row in catalogue.sessions}

    assert SessionStatus.CANCELLED is statuses["EG-01-03"]
    assert SessionStatus.MOVED is statuses["EM-01-02"]
    assert (1, False) == (offerings["BW-01"].capacity, offerings["BW-01"].whole_course)
    assert 500 == offerings["3D-01"].price_cents
    assert (11, 15) == (offerings["SR-03"].age_min, offerings["SR-03"].age_max)
    assert Registering.NONE is offerings["DC-03"].registering
    assert ("online", StepFree.NOT_APPLICABLE) == (offerings["ON-01"].quarter, offerings["ON-01"].step_free)
    assert (True, Childcare.YES) == (offerings["SM-03"].women_only, offerings["SM-03"].childcare)
    assert StepFree.UNKNOWN is offerings["DC-01"].step_free


def test_only_what_is_online_has_links_one_a_date(catalogue: Catalogue) -> None:
    links = {row.source_id: row.link for row in catalogue.sessions if row.link}

    assert ["ON-01-01", "ON-01-02"] == sorted(links)
    assert all(link.startswith("https://video.example/") for link in links.values())
