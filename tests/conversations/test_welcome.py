"""The first minute and what is always there: languages, privacy, home, help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.core import Tap, Turn, Typed
from conversations.dialogs import (
    choose_language,
    find,
    home,
    interest,
    my_registrations,
    offering,
    privacy,
    register,
    settings,
)
from conversations.dialogs import help as helping
from conversations.effects import SeePrivacyNotice, SetLanguage
from conversations.engine import Engine, Frame
from conversations.registration_draft import Draft
from conversations.registry import dialogs
from locales.languages import OFFERED
from locales.text import Content
from storage.records.catalogue import Criteria
from storage.records.registrations import Mine
from storage.retention import RETENTION
from tests.conversations.builders import DEPOT, a_registration, local, somebody
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


def test_the_welcome_greets_one_language_a_line_and_keeps_the_arabic_together() -> None:
    screen = choose_language.render(choose_language.Choosing(welcome=True), "de")

    expected = ["Willkommen!", "Welcome!", "\u2067أهلًا وسهلًا!\u2069"]
    assert expected == [line.text.text for line in screen.lines[:3] if isinstance(line.text, Content)]


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


def test_the_heart_of_the_notice_is_short_and_leads_to_the_rest_and_to_ones_rights() -> None:
    expected = [
        "🔒 Your data",
        "I store your language and the number of this chat.",
        "When you register, I also store a name and the offer.",
        "You can delete everything at any time.",
        "[ℹ️ More]",
        "[📄 Send me my data]",
        "[✖️ Delete my data]",
        "[✅ All right]",
    ]

    assert expected == read(privacy.render(privacy.Overview(), None))


def test_the_full_notice_leads_to_ones_rights_and_back_to_its_heart() -> None:
    screen = privacy.render(privacy.Full(), None)

    assert {"Send me my data", "Delete my data", "All right"} == set(taps(screen))
    assert Tap("privacy", "show") == screen.back


def test_the_whole_notice_says_first_what_is_stored_and_then_how_long_and_what_one_can_demand() -> None:
    stored, kept = [read(privacy.render(privacy.Full(page), None)) for page in (0, 1)]

    assert "I do not store your phone number, your e-mail address or your messages." in stored
    assert "You can see or delete your data at any time. You need not give a reason." in kept
    assert {"[✖️ Delete my data]"} <= set(stored) & set(kept)
    assert privacy.Full(1) == privacy.update(privacy.Full(), Tap("privacy", "more", (1,))).state


@pytest.mark.parametrize(("action", "expected"), [("show", privacy.Overview()), ("more", privacy.Full())])
def test_each_tap_leads_to_as_much_of_the_notice_as_it_says(action: str, expected: privacy.State) -> None:
    assert Turn(expected) == privacy.update(None, Tap("privacy", action))


async def test_home_has_few_big_choices() -> None:
    screen = home.render(home.Home(), await home.DIALOG.load(home.Home(), FakeReader()))

    expected = [
        "🏠 What would you like?",
        "✍️ Or just type a word.",
        "[🔎 Find offers]",
        "[📋 My registrations]",
        "[🔔 News]",
        "[💬 Help]",
    ]
    assert expected == read(screen)


async def test_home_names_the_next_meeting_and_counts_what_one_has() -> None:
    later, sooner = a_registration(id=1), a_registration(id=2)
    depot = replace(DEPOT, name=Content("DEPOT (Saal „Piazza“)", "en"))
    session = replace(sooner.sessions[0], start=local(1, 9, 30), end=local(1, 12), venue=depot)
    sooner = replace(sooner, sessions=(session,))
    reader = FakeReader(claims=Mine((later, sooner), (), ()))

    screen = home.render(home.Home(), await home.DIALOG.load(home.Home(), reader))

    assert "📅 Your next meeting: tomorrow, 9:30, DEPOT" == read(screen)[1]
    assert "[📋 My registrations (2)]" in read(screen)


def test_what_is_typed_at_home_is_not_kept_there() -> None:
    assert Turn(home.Home(), understood=False) == home.update(home.Home(), Typed("my name is private"))


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (("home", home.Home()), True),
        (("offering", offering.Facts(7)), True),
        (("my_registrations", my_registrations.Everything()), True),
        (("my_registrations", my_registrations.Cancelling(70)), False),
        (("settings", settings.Erasing()), False),
        (("help", helping.Reading()), False),
        (("register", register.Naming(Draft(7))), False),
        (("interest", interest.Asking(interest.Wanted())), False),
        (("choose_language", choose_language.Choosing()), False),
    ],
)
def test_a_typed_word_is_looked_for_where_nothing_else_is_asked(top: tuple[str, object], expected: bool) -> None:
    step = Engine(dialogs()).advance((Frame(*top),), Typed("PC"), somebody())

    assert expected == (Frame("find", find.Results(Criteria(word="PC"))) in step.stack)


async def test_home_leads_to_what_the_bot_writes_unasked() -> None:
    screen = home.render(home.Home(), await home.DIALOG.load(home.Home(), FakeReader()))

    assert Tap("news", "show") == taps(screen)["News"]


def test_help_leads_on() -> None:
    screen = helping.render(helping.Reading(), None)

    assert {"Find offers", "Choose language", "Privacy", "Settings"} == set(taps(screen))
    assert len(screen.lines) <= 8


def test_the_notice_promises_what_retention_keeps_to() -> None:
    kept = {period.what: period.kept for period in RETENTION}

    assert timedelta(days=privacy.REGISTRATIONS_KEPT_DAYS) == kept["registrations"]
