"""An announcement that goes out: counts that add up, a screen that follows by itself, a question before anything is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.core import Done, Tap, Turn
from conversations.dialogs.announcement_run import (
    DIALOG,
    Asking,
    ByLanguage,
    Refused,
    Reported,
    Running,
    State,
    ToPhone,
)
from conversations.run_lines import BAR, bar_line, unreached_lines
from conversations.staff_effects import (
    CorrectAnnouncement,
    DeleteAnnouncement,
    PauseAnnouncement,
    ResumeAnnouncement,
    SendPreview,
    SendReport,
    StartAnnouncement,
    StopAnnouncement,
)
from locales.catalogues import Speech
from locales.direction import LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE
from locales.text import Content
from storage.records.announcements import Objection, Ready, Refusal, Rules
from storage.records.announcements import State as Standing
from storage.records.deliveries import Fate, FateCount, Progress, Report, Unreached
from tests.conversations.builders import NOW, ZONE
from tests.conversations.fakes import line_text, taps
from tests.conversations.office import a_draft, a_progress, screen_of, shown

ME = "announcement_run"
RUNNING = a_draft(state=Standing.RUNNING)
DONE = a_draft(state=Standing.DONE, ended_at=NOW)
HALF = a_progress(
    ("de", Fate.SENT, "", 500),
    ("tr", Fate.SENT, "", 100),
    ("de", Fate.WAITING, "", 380),
    ("de", Fate.CLAIMED, "", 20),
    ("de", Fate.FAILED, "blocked", 15),
    ("tr", Fate.FAILED, "unreachable", 5),
    ("tr", Fate.WITHDRAWN, "objected", 3),
    ("tr", Fate.UNKNOWN, "interrupted", 1),
    seconds_left=200,
)
counts = st.builds(
    FateCount,
    st.sampled_from(["de", "tr", ""]),
    st.sampled_from(Fate),
    st.sampled_from(["", "blocked"]),
    st.integers(0, 10**9),
)


async def test_a_run_shows_a_bar_counts_and_the_time_left() -> None:
    assert [
        "📣 Summer party",
        "📣 Going out now",
        "▓▓▓▓▓▓▓░░░░░ 60 %",
        "✅ Sent: 600 of 1,024",
        "⏳ Still to send: 400",
        "⏳ About 4 minutes to go",
        "🙏 Have blocked me or are gone: 20",
        "✖️ Want no more news: 3",
        "ℹ️ Perhaps it arrived, perhaps not: 1",
        "[⏸️ Pause] [⏹️ Stop]",
        "[📊 Report]",
        "[✏️ Correct it] [🗑️ Delete it]",
    ] == await shown(DIALOG, Running(3), RUNNING, how_far=HALF)


async def test_the_screen_of_a_run_is_made_again_by_itself_until_it_is_over() -> None:
    assert 0 < (await screen_of(DIALOG, Running(3), RUNNING, how_far=HALF)).refresh_s
    assert 0 == (await screen_of(DIALOG, Running(3), DONE, how_far=HALF)).refresh_s
    deleting = a_progress(("de", Fate.SENT, "", 5), deleting=3)
    assert 0 < (await screen_of(DIALOG, Running(3), DONE, how_far=deleting)).refresh_s


async def test_a_paused_one_goes_on_and_at_night_it_rests() -> None:
    paused = await screen_of(DIALOG, Running(3), a_draft(state=Standing.PAUSED), how_far=HALF)
    assert Tap(ME, "resume", (3,)) == taps(paused)["Go on"]

    lines = await shown(DIALOG, Running(3), RUNNING, how_far=HALF, now=NOW + timedelta(hours=13))
    assert "⏳ It is night. I go on at 8:00." in lines


async def test_before_it_is_stopped_it_is_said_who_will_not_get_it() -> None:
    assert [
        "⏹️ Stop it?",
        "400 people will not get “Summer party” then. You cannot go on with it later.",
        "✅ Already sent: 600. That stays.",
        "[⏹️ Yes, stop it for good]",
        "[✖️ No, go back]",
    ] == await shown(DIALOG, Asking(3, "stop"), RUNNING, how_far=HALF)


async def test_before_it_is_deleted_it_is_said_for_how_many() -> None:
    assert [
        "🗑️ Delete it for everyone?",
        "I delete “Summer party” in the chats of 600 people. What goes out now is stopped.",
        "⚠️ I can delete only what is not older than 48 hours. This cannot be undone.",
        "[🗑️ Yes, delete for 600 people]",
        "[✖️ No, go back]",
    ] == await shown(DIALOG, Asking(3, "delete"), RUNNING, how_far=HALF)


async def test_after_48_hours_nothing_can_be_deleted() -> None:
    old = a_draft(state=Standing.DONE, ended_at=NOW - timedelta(hours=49))

    assert "[✏️ Correct it]" in await shown(DIALOG, Running(3), old, how_far=HALF)
    assert "🙏 It is too late for that." == (await shown(DIALOG, Asking(3, "delete"), old, how_far=HALF))[0]


async def test_correcting_begins_with_the_texts_and_names_what_was_seen() -> None:
    screen = await screen_of(DIALOG, Asking(3, "correct"), DONE, how_far=HALF, rules=Rules(approval_above=5000))

    assert [
        "First change the texts",
        "Look at it",
        "Yes, correct for 600 people",
        "No, go back",
    ] == list(taps(screen))
    assert Tap(ME, "really_correct", (3, 5)) == taps(screen)["Yes, correct for 600 people"]


async def test_a_correction_that_needs_a_second_person_asks_the_team() -> None:
    screen = await screen_of(DIALOG, Asking(3, "correct"), DONE, how_far=HALF)

    assert ["First change the texts", "Look at it", "Yes, ask the team", "No, go back"] == list(taps(screen))
    assert Tap(ME, "really_correct", (3, 5)) == taps(screen)["Yes, ask the team"]


async def test_who_is_alone_in_the_team_can_ask_nobody_about_a_correction() -> None:
    screen = await screen_of(DIALOG, Asking(3, "correct"), DONE, how_far=HALF, tested=1)

    assert ["First change the texts", "Look at it", "No, go back"] == list(taps(screen))


async def test_somebody_else_may_not_correct_it() -> None:
    theirs = a_draft(state=Standing.DONE, ended_at=NOW, mine=False)

    assert "[🗑️ Delete it]" in await shown(DIALOG, Running(3), theirs, how_far=HALF)
    assert "🙏 You may not do this." == (await shown(DIALOG, Asking(3, "correct"), theirs, how_far=HALF))[0]


REPORT = Report(
    HALF,
    (("interested", 23), ("register", 8)),
    6,
    (Unreached("4F7", Content("First steps", "en"), Fate.FAILED, "blocked"),),
)


async def test_the_report_says_what_came_of_it() -> None:
    assert [
        "📊 What came of it",
        "✅ Sent: 600 of 1,024",
        "⏳ Still to send: 400",
        "🙏 Have blocked me or are gone: 20",
        "✖️ Want no more news: 3",
        "ℹ️ Perhaps it arrived, perhaps not: 1",
        "👇 Tapped: I am interested: 23 and Register: 8",
        "🎉 6 registrations came of it.",
        "[🗣️ By language] [📎 Counts as a file]",
        "[☎️ Whom to phone (1)]",
        "[⭐ Write again to 23 people]",
    ] == await shown(DIALOG, Reported(3), DONE, how_far=HALF, outcome=REPORT)


async def test_each_language_is_counted() -> None:
    assert ["🗣️ By language", "German: 500 of 915", "Turkish: 100 of 109"] == await shown(
        DIALOG, ByLanguage(3), DONE, how_far=HALF, outcome=REPORT
    )


async def test_whom_to_phone_is_told_by_code_only() -> None:
    assert [
        "☎️ Whom to phone",
        "They are registered, and it did not reach them. Look for the code in the list.",
        "🎟️ 4F7 · First steps: has blocked me or is gone",
    ] == await shown(DIALOG, ToPhone(3), DONE, how_far=HALF, outcome=REPORT)


@pytest.mark.parametrize(
    ("fate", "reason", "expected"),
    [
        (Fate.FAILED, "unreachable", "has blocked me or is gone"),
        (Fate.FAILED, "server error", "not reached"),
        (Fate.UNKNOWN, "interrupted", "perhaps it arrived"),
        (Fate.MISSED, "too_late", "it was too late"),
        (Fate.STOPPED, "", "it was stopped"),
    ],
)
async def test_whom_to_phone_is_told_with_the_reason(fate: Fate, reason: str, expected: str) -> None:
    report = replace(REPORT, unreached=(Unreached("4F7", Content("First steps", "en"), fate, reason),))

    assert (
        f"🎟️ 4F7 · First steps: {expected}" == (await shown(DIALOG, ToPhone(3), DONE, how_far=HALF, outcome=report))[2]
    )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(Running(3))),
        (Tap(ME, "pause", (3,)), Turn(Running(3), (PauseAnnouncement(3),))),
        (Tap(ME, "resume", (3,)), Turn(Running(3), (ResumeAnnouncement(3),))),
        (Tap(ME, "ask", (3, "stop")), Turn(Asking(3, "stop"))),
        (Tap(ME, "ask", (3, "explode")), Turn(Running(9), understood=False)),
        (Tap(ME, "really_stop", (3,)), Turn(Running(3), (StopAnnouncement(3),))),
        (Tap(ME, "really_correct", (3, 5)), Turn(Running(3), (CorrectAnnouncement(3, 5),))),
        (Tap(ME, "really_delete", (3,)), Turn(Running(3), (DeleteAnnouncement(3),))),
        (Tap(ME, "correct", (3,)), Turn(Asking(3, "correct"))),
        (Tap(ME, "preview", (3,)), Turn(Asking(3, "correct"), (SendPreview(3, ""),))),
        (Tap(ME, "report", (3,)), Turn(Reported(3))),
        (Tap(ME, "languages", (3,)), Turn(ByLanguage(3))),
        (Tap(ME, "phone", (3, 1)), Turn(ToPhone(3, 1))),
        (Tap(ME, "file", (3,)), Turn(Reported(3, sent=True), (SendReport(3),))),
        (Tap(ME, "follow", (3,)), Turn(Running(9), (StartAnnouncement(follows=3),))),
        (
            Done(StartAnnouncement(follows=3), Ready(8, Standing.DRAFT)),
            Turn(Running(9), goto=Tap("announcement", "show", (8,))),
        ),
        (Done(StopAnnouncement(3), Refusal(Objection.STARTED)), Turn(Refused(3, Refusal(Objection.STARTED)))),
        (Done(PauseAnnouncement(3), Ready(3, Standing.PAUSED)), Turn(Running(9))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Running(9), event)


async def test_what_is_over_is_not_said_to_be_going_out() -> None:
    over = a_draft(state=Standing.STOPPED)

    lines = await shown(DIALOG, Refused(3, Refusal(Objection.STARTED)), over, how_far=a_progress())

    assert ["🙏 That is not possible.", "⏹️ Stopped"] == lines[:2]


async def test_one_that_has_not_started_leads_to_where_it_stands() -> None:
    screen = await screen_of(DIALOG, Running(3), a_draft(), how_far=a_progress())

    assert Tap("announcement", "show", (3,)) == taps(screen)["To the announcement"]


@given(found=st.lists(counts, max_size=12))
def test_the_bar_is_never_longer_or_shorter_and_shows_a_share(found: list[FateCount]) -> None:
    drawn, _space, percent = line_text(bar_line(Progress(3, Standing.RUNNING, True, tuple(found)))).partition(" ")

    assert BAR == len(drawn)
    assert 0 <= int(percent.removesuffix(" %")) <= 100


def test_the_bar_fills_from_the_side_where_reading_begins() -> None:
    sent = (FateCount("ar", Fate.SENT, "", 1), FateCount("ar", Fate.WAITING, "", 1))
    line = bar_line(Progress(3, Standing.RUNNING, True, sent))

    said = Speech("ar", ZONE).say(line.text, NOW)

    assert not {LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE} & set(said)


@given(found=st.lists(counts, max_size=12))
def test_nobody_who_was_not_reached_is_left_out_of_the_reasons(found: list[FateCount]) -> None:
    ended = (Fate.FAILED, Fate.MISSED, Fate.STOPPED, Fate.WITHDRAWN, Fate.UNKNOWN)
    expected = sum(each.count for each in found if each.fate in ended)
    said = [line_text(line).rpartition(": ")[2].replace(",", "") for line in unreached_lines(found)]

    assert expected == sum(map(int, said))
