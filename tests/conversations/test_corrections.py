"""A correction that many would read waits for a second person, and every reason for what became of anybody has its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.sending import Verdict
from conversations.core import Done, Tap, Turn
from conversations.dialogs.announcement_run import DIALOG, Asking, Refused, Running, State
from conversations.run_lines import count_lines, unreached_lines, work_lines
from conversations.staff_effects import ApproveCorrection, RecallCorrection, SendPreview
from storage.records.announcements import Objection, Refusal, Rules
from storage.records.announcements import State as Standing
from storage.records.deliveries import Fate, FateCount, Progress, Reason
from tests.conversations.builders import NOW
from tests.conversations.fakes import line_text, read, taps
from tests.conversations.office import a_draft, a_progress, screen_of, shown

ME = "announcement_run"
DONE = a_draft(state=Standing.DONE, ended_at=NOW)
MINE = replace(DONE, correction_waits=True, correction_mine=True)
THEIRS = replace(DONE, mine=False, correction_waits=True)
SENT = a_progress(("de", Fate.SENT, "", 600), ("", Fate.SENT, "", 9))


async def test_a_correction_that_waits_says_so_and_its_author_may_take_it_back() -> None:
    screen = await screen_of(DIALOG, Running(3), MINE, how_far=SENT)

    assert "A correction waits for a second person. Until then the old text stays." in str(read(screen))
    assert Tap(ME, "recall", (3,)) == taps(screen)["Do not correct it"]
    assert not {"Correct it", "Agree, or not"} & taps(screen).keys()


async def test_somebody_else_looks_at_a_correction_and_agrees_or_gives_it_back() -> None:
    running = await screen_of(DIALOG, Running(3), THEIRS, how_far=SENT)
    asking = await screen_of(DIALOG, Asking(3, "agree"), THEIRS, how_far=SENT)

    assert Tap(ME, "ask", (3, "agree")) == taps(running)["Agree, or not"]
    assert Tap(ME, "really_agree", (3, 5)) == taps(asking)["Yes, correct for 609 people"]
    assert Tap(ME, "recall", (3,)) == taps(asking)["No, back to its author"]
    assert Tap(ME, "preview", (3,)) == taps(asking)["Look at it"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap(ME, "ask", (3, "agree")), Turn(Asking(3, "agree"))),
        (Tap(ME, "preview", (3,)), Turn(Asking(3, "agree"), (SendPreview(3, ""),))),
        (Tap(ME, "preview", (4,)), Turn(Asking(4, "correct"), (SendPreview(4, ""),))),
        (Tap(ME, "really_agree", (3, 5)), Turn(Running(3), (ApproveCorrection(3, 5),))),
        (Tap(ME, "recall", (3,)), Turn(Running(3), (RecallCorrection(3),))),
        (Done(ApproveCorrection(3, 5), Refusal(Objection.OWN)), Turn(Refused(3, Refusal(Objection.OWN)))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Asking(3, "agree"), event)


@pytest.mark.parametrize(
    ("announcement", "what", "expected"),
    [
        (DONE, "agree", "🙏 It was changed meanwhile."),
        (MINE, "agree", "🙏 You wrote this."),
        (MINE, "correct", "🙏 A second person has to agree first."),
    ],
)
async def test_what_cannot_be_is_said(announcement: Any, what: str, expected: str) -> None:  # noqa: ANN401 - the builder's
    assert (await shown(DIALOG, Asking(3, what), announcement, how_far=SENT))[0].startswith(expected)


@pytest.mark.parametrize(("above", "expected"), [(599, True), (600, False)])
async def test_who_corrects_what_many_have_is_told_before_that_somebody_has_to_agree(
    above: int, expected: bool
) -> None:
    people = replace(SENT, counts=SENT.counts[:1])
    lines = await shown(DIALOG, Asking(3, "correct"), DONE, how_far=people, rules=Rules(approval_above=above))

    assert expected == ("Somebody else of the team has to agree first; I ask them." in str(lines))


async def test_who_corrects_what_stands_in_a_group_is_told_why_somebody_has_to_agree() -> None:
    lines = await shown(DIALOG, Asking(3, "correct"), DONE, how_far=SENT, rules=Rules(approval_above=600))

    assert "It goes to a group or channel. Somebody else of the team has to agree first; I ask them." in str(lines)


@pytest.mark.parametrize("reason", [*Reason, *Verdict])
def test_every_reason_the_ledger_holds_has_words_of_its_own(reason: Reason | Verdict) -> None:
    fate = fate_of(reason)
    progress = Progress(3, Standing.RUNNING, True, (FateCount("de", fate, reason, 7),))
    progress = replace(progress, held=7 if reason is Reason.WEEKLY else 0)
    told = (*count_lines(progress)[1:], *unreached_lines(progress.counts), *work_lines(progress))
    said = [line_text(line) for line in told][-1]

    assert "7" in said
    assert not ("For other reasons" in said or "Still to send" in said)


def fate_of(reason: Reason | Verdict) -> Fate:
    """Tell the fate that a reason goes with."""
    match reason:
        case Reason.NOT_CORRECTED | Reason.NOT_DELETED:
            return Fate.SENT
        case Reason.WEEKLY | Reason.BUSY | Reason.UNSAYABLE:
            return Fate.WAITING
        case Verdict.DONE | Verdict.UNCHANGED | Verdict.GONE:
            return Fate.WAITING  # what only an edit or a success brings is no reason of an end
        case Reason.TOO_LATE | Reason.OVER:
            return Fate.MISSED
        case Reason.OBJECTED | Reason.ERASED:
            return Fate.WITHDRAWN
        case Reason.INTERRUPTED | Verdict.UNKNOWN | Verdict.CUT:
            return Fate.UNKNOWN
        case _:
            return Fate.FAILED


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.MISSED, Fate.WITHDRAWN])
def test_a_reason_nobody_knows_is_said_to_be_another_one(fate: Fate) -> None:
    (line,) = unreached_lines((FateCount("de", fate, "never heard of", 7),))

    assert "🙏 For other reasons: 7" == line_text(line)
