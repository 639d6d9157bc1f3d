"""The first minute and what is always there: languages, privacy, home, help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversations.core import Tap, Turn, Typed
from conversations.dialogs import choose_language, home, privacy
from conversations.dialogs import help as helping
from conversations.effects import SeePrivacyNotice, SetLanguage
from locales.languages import OFFERED
from storage.records.registrations import Mine
from storage.retention import RETENTION
from tests.conversations.builders import a_registration, local, somebody
from tests.conversations.fakes import FakeReader, read, taps


async def test_the_language_of_the_phone_stands_first() -> None:
    reader = FakeReader(person=replace(somebody(), language="ar"))
    state = choose_language.Choosing(welcome=True)

    screen = choose_language.render(state, await choose_language.load(state, reader))

    assert "العربية" == next(iter(taps(screen)))
    assert {Tap("choose_language", "pick", (code,)) for code in OFFERED} >= set(taps(screen).values())


def test_languages_are_named_by_themselves_alone() -> None:
    screen = choose_language.render(choose_language.Choosing(everything=True), "de")

    assert {"Deutsch", "Deutsch (einfach)", "العربية", "English"} <= set(taps(screen))


def test_a_language_is_spoken_once_it_was_chosen() -> None:
    turn = choose_language.update(choose_language.Choosing(), Tap("choose_language", "pick", ("de@easy",)))

    assert Turn(None, (SetLanguage("de@easy"),)) == turn


def test_a_language_that_is_not_offered_changes_nothing() -> None:
    state = choose_language.Choosing(welcome=True)

    assert Turn(state, understood=False) == choose_language.update(state, Tap("choose_language", "pick", ("xx",)))


def test_the_welcome_has_no_way_past_the_language() -> None:
    assert not choose_language.render(choose_language.Choosing(welcome=True), "de").home


def test_the_short_notice_says_what_is_stored_and_asks_once() -> None:
    screen = privacy.render(privacy.Short(), None)

    expected = [
        "👋 I show you courses and meetings in Aachen-Nord and Aachen-Ost/Rothe Erde.",
        "This service is free of charge.",
        "🔒 Until you register, I store only your language and what I need to answer you. More: /privacy",
        "[✅ Continue]",
    ]
    assert expected == read(screen)


def test_going_on_from_the_notice_is_remembered() -> None:
    turn = privacy.update(privacy.Short(), Tap("privacy", "accept"))

    assert Turn(None, (SeePrivacyNotice(),)) == turn


def test_the_full_notice_leads_to_ones_rights() -> None:
    screen = privacy.render(privacy.Full(), None)

    assert {"Send me my data", "Delete my data", "All right"} == set(taps(screen))


async def test_home_has_few_big_choices() -> None:
    screen = home.render(home.Home(), await home.load(home.Home(), FakeReader()))

    expected = ["🏠 What would you like?", "[🔎 Find offers]", "[📋 My registrations]", "[🔔 Reminders]", "[💬 Help]"]
    assert expected == read(screen)


async def test_home_names_the_next_meeting_and_counts_what_one_has() -> None:
    later, sooner = a_registration(id=1), a_registration(id=2)
    sooner = replace(sooner, sessions=(replace(sooner.sessions[0], start=local(1, 9, 30), end=local(1, 12)),))
    reader = FakeReader(claims=Mine((later, sooner), (), ()))

    screen = home.render(home.Home(), await home.load(home.Home(), reader))

    assert "📅 Your next meeting: tomorrow, 9:30, DEPOT" == read(screen)[1]
    assert "[📋 My registrations (2)]" in read(screen)


def test_what_is_typed_at_home_gets_a_kind_word_and_is_not_kept() -> None:
    assert Turn(home.Home(), understood=False) == home.update(home.Home(), Typed("my name is private"))


def test_help_leads_on() -> None:
    screen = helping.render(helping.Reading(), None)

    assert {"Find offers", "Choose language", "Privacy", "Settings"} == set(taps(screen))
    assert len(screen.lines) <= 8


def test_the_notice_promises_what_retention_keeps_to() -> None:
    kept = {period.what: period.kept for period in RETENTION}

    assert timedelta(days=privacy.REGISTRATIONS_KEPT_DAYS) == kept["registrations"]
