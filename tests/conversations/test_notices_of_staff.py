"""What the team gets before anybody else: it just as it will look, a test that says so, and a request to agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversations.core import Notice
from conversations.notices import (
    announcement,
    announcement_answered,
    announcement_ended,
    announcement_held,
    approval_wanted,
)
from locales.text import Content
from storage.records.announcements import Announced
from storage.records.announcements import State as Standing
from storage.records.deliveries import Fate, Progress
from storage.records.people import Participant
from tests.conversations.builders import somebody
from tests.conversations.fakes import read
from tests.conversations.office import STAFF, OfficeReader, a_draft, a_progress, local_time

LETTER = Announced(3, None, Content("Summer party", "en"), Content("Come along.", "en"), ("interested",), None, 5)


async def looked_at(person: Participant = STAFF, letter: Announced = LETTER, **args: Any) -> list[str] | None:  # noqa: ANN401 - JSON
    """Read what comes to somebody of the team."""
    reader = OfficeReader(person=person, letters=(letter,))
    view = await announcement.NOTICE.load({"announcement_id": 3, **args}, reader)
    return None if view is None else read(announcement.NOTICE.render(view))


async def test_a_preview_is_just_as_it_will_look() -> None:
    assert [
        "📣 Summer party",
        "Come along.",
        "[⭐ I am interested]",
        "[✖️ No more news]",
    ] == await looked_at()


async def test_a_test_says_that_it_is_one() -> None:
    lines = await looked_at(test=True)

    assert lines is not None
    assert ["📨 A test. Only the team gets this.", "📣 Summer party"] == lines[:2]


async def test_who_left_the_team_gets_neither() -> None:
    assert await looked_at(somebody()) is None


async def test_what_is_gone_or_empty_is_not_sent() -> None:
    assert await looked_at(announcement_id=99) is None
    assert await looked_at(letter=Announced(3, None, None, None, (), None, 5)) is None


async def asked(person: Participant = STAFF, **changes: Any) -> list[str] | None:  # noqa: ANN401 - any field
    """Read what asks somebody to agree."""
    waiting = a_draft(**({"state": Standing.AWAITING, "mine": False, "fallbacks": ("tr",)} | changes))
    reader = OfficeReader(person=person, written=(waiting,))
    view = await approval_wanted.NOTICE.load({"announcement_id": 3, "revision": 5}, reader)
    return None if view is None else read(approval_wanted.NOTICE.render(view))


async def test_a_second_person_is_asked_with_what_they_need_to_know() -> None:
    assert [
        "👀 Please look at an announcement.",
        "🧑‍🤝‍🧑 Somebody of the team wants to send it. A second person has to agree.",
        "📣 Summer party",
        "👥 For 1,174 people",
        "30 more cannot be reached.",
        "80 of them get it on Thursday, with the weekly letter.",
        "🗣️ Written in: German",
        "190 people read it in German.",
        "📅 Goes out: Thu 24 December, 11:00",
        "[👀 Look at it]",
        "[📋 All announcements]",
    ] == await asked(due_at=local_time(24, 11))


@pytest.mark.parametrize(
    "changes", [{"state": Standing.DRAFT}, {"state": Standing.RUNNING}, {"mine": True}, {"revision": 6}, {"id": 4}]
)
async def test_what_no_longer_waits_as_it_was_is_not_asked_about(changes: dict[str, Any]) -> None:
    assert await asked(**changes) is None


async def test_who_left_the_team_is_not_asked() -> None:
    assert await asked(somebody()) is None


async def test_a_second_person_is_asked_about_a_correction_and_sees_that_it_is_one() -> None:
    assert [
        "👀 Please look at a correction.",
        "🧑‍🤝‍🧑 Somebody of the team wants to change what was sent. A second person has to agree.",
        "📣 Summer party",
        "[👀 Look at it]",
        "[📋 All announcements]",
    ] == await asked(state=Standing.DONE, correction_waits=True)


async def test_nobody_is_asked_about_a_correction_of_their_own() -> None:
    assert await asked(state=Standing.DONE, correction_waits=True, correction_mine=True) is None


async def told(notice: Notice, person: Participant = STAFF, how_far: Progress | None = None, **changes: Any) -> Any:  # noqa: ANN401 - any field
    """Read what an author is told."""
    args = {"announcement_id": 3, "agreed": changes.pop("agreed", True), "correction": changes.pop("correction", False)}
    args |= {"what": changes.pop("what", "paused")}
    view = await notice.load(args, OfficeReader(person=person, written=(a_draft(**changes),), how_far=how_far))
    return None if view is None else read(notice.render(view))


async def test_an_author_hears_that_somebody_agreed_and_when_it_goes_out() -> None:
    assert [
        "✅ Somebody of the team agreed to your announcement.",
        "📣 Summer party",
        "📅 Planned",
        "📅 Goes out: Thu 24 December, 11:00",
        "[✏️ To the announcement]",
    ] == await told(announcement_answered.NOTICE, state=Standing.SCHEDULED, due_at=local_time(24, 11))


async def test_an_author_hears_that_it_was_given_back() -> None:
    assert [
        "✏️ Your announcement was given back to you.",
        "📣 Summer party",
        "✏️ Draft",
        "[✏️ To the announcement]",
    ] == await told(announcement_answered.NOTICE, agreed=False)


@pytest.mark.parametrize(
    ("agreed", "first"),
    [
        (True, "✅ Somebody of the team agreed to your correction."),
        (False, "✏️ Your correction was given back to you. The old text stays."),
    ],
)
async def test_whoever_corrected_hears_what_became_of_it(agreed: bool, first: str) -> None:
    assert [first, "📣 Summer party", "[📊 How far is it?]"] == await told(
        announcement_answered.NOTICE, agreed=agreed, correction=True, state=Standing.DONE
    )


COUNTED = a_progress(
    ("de", Fate.SENT, "", 5), ("de", Fate.FAILED, "blocked", 2), ("de", Fate.UNKNOWN, "interrupted", 1)
)


async def test_an_author_hears_the_counts_when_it_is_done() -> None:
    assert [
        "📊 What came of it",
        "📣 Summer party",
        "✅ Sent",
        "✅ Sent: 5 of 8",
        "🙏 Have blocked me or are gone: 2",
        "ℹ️ Perhaps it arrived, perhaps not: 1",
        "[📊 Report]",
    ] == await told(announcement_ended.NOTICE, how_far=COUNTED, state=Standing.DONE)


HALF = a_progress(("de", Fate.SENT, "", 5), ("de", Fate.WAITING, "refused", 3))


async def test_an_author_hears_that_a_run_paused_itself_and_what_helps() -> None:
    assert [
        "⏸️ I have paused your announcement.",
        "📣 Summer party",
        "🙏 Telegram did not take it like this, several times.",
        "ℹ️ Please look at its texts and its picture. Then tap “Go on”, or stop it.",
        "✅ Sent: 5 of 8",
        "⏳ Still to send: 3",
        "[📊 How far is it?]",
    ] == await told(announcement_held.NOTICE, how_far=replace(HALF, state=Standing.PAUSED), state=Standing.PAUSED)


async def test_an_author_hears_that_a_run_goes_slowly() -> None:
    lines = await told(announcement_held.NOTICE, how_far=HALF, state=Standing.RUNNING, what="slow")

    assert ["⏳ Your announcement goes out slowly.", "📣 Summer party"] == lines[:2]


@pytest.mark.parametrize(("what", "state"), [("paused", Standing.RUNNING), ("slow", Standing.DONE)])
async def test_what_goes_on_or_is_over_is_not_held_up_any_more(what: str, state: Standing) -> None:
    assert await told(announcement_held.NOTICE, how_far=HALF, state=state, what=what) is None


@pytest.mark.parametrize("notice", [announcement_answered.NOTICE, announcement_ended.NOTICE, announcement_held.NOTICE])
async def test_who_left_the_team_hears_nothing_more(notice: Notice) -> None:
    assert await told(notice, somebody(), COUNTED) is None
