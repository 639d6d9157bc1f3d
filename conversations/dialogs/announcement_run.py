"""An announcement that goes out, or went out: how far it is, pause and stop, correct and delete, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import announcement_checks as checks
from conversations import run_screens as screens
from conversations import staff
from conversations.core import Dialog, Done, Event, Line, Screen, Tap, Turn
from conversations.staff_effects import (
    ApproveCorrection,
    CorrectAnnouncement,
    DeleteAnnouncement,
    PauseAnnouncement,
    RecallCorrection,
    ResumeAnnouncement,
    SendPreview,
    SendReport,
    StartAnnouncement,
    StopAnnouncement,
)
from storage.records.announcements import DELETABLE_HOURS, Announcement, Ready, Refusal, Rules
from storage.records.deliveries import Progress, Report
from storage.records.people import Participant
from storage.records.reader import Reader

WORK = (
    PauseAnnouncement,
    ResumeAnnouncement,
    StopAnnouncement,
    CorrectAnnouncement,
    ApproveCorrection,
    RecallCorrection,
    DeleteAnnouncement,
)
SWITCHES = {"pause": PauseAnnouncement, "resume": ResumeAnnouncement}


@dataclass(frozen=True, slots=True)
class Running:
    """How far it is."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking before it is stopped, corrected or deleted, or before a correction is agreed to.

    `what` is stop, correct, delete or agree.
    """

    announcement_id: int
    what: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of it; `sent` once the counts are on their way."""

    announcement_id: int
    sent: bool = False


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """How many got it in each language."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ToPhone:
    """Whom to phone, a page at a time."""

    announcement_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """It could not be done."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Running | Asking | Reported | ByLanguage | ToPhone | Refused


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the announcement, how far it is, and what came of it."""

    me: Participant
    announcement: Announcement | None
    progress: Progress | None
    now: datetime
    zone: ZoneInfo
    report: Report | None = None
    rules: Rules = field(default_factory=Rules)
    testers: int = 0
    """how many are of the team"""


def update(state: State | None, event: Event) -> Turn[State]:
    """Show how far it is, or change it; what cannot be undone is asked twice."""
    match event:
        case Tap(action="show", args=(int(number),)):
            return Turn(Running(number))
        case Tap(action=("pause" | "resume") as action, args=(int(number),)):
            return Turn(Running(number), (SWITCHES[action](number),))
        case Tap(action="ask", args=(int(number), ("stop" | "correct" | "delete" | "agree") as what)):
            return Turn(Asking(number, str(what)))
        case Tap(action="really_stop", args=(int(number),)):
            return Turn(Running(number), (StopAnnouncement(number),))
        case Tap(action="really_correct", args=(int(number), int(seen))):
            return Turn(Running(number), (CorrectAnnouncement(number, seen),))
        case Tap(action="really_agree", args=(int(number), int(seen))):
            return Turn(Running(number), (ApproveCorrection(number, seen),))
        case Tap(action="recall", args=(int(number),)):
            return Turn(Running(number), (RecallCorrection(number),))
        case Tap(action="really_delete", args=(int(number),)):
            return Turn(Running(number), (DeleteAnnouncement(number),))
        case Tap(action="preview", args=(int(number),)):
            asking = (
                state if isinstance(state, Asking) and state.announcement_id == number else Asking(number, "correct")
            )
            return Turn(asking, (SendPreview(number, ""),))
        case Tap(action="correct", args=(int(number),)):
            return Turn(Asking(number, "correct"))
        case Tap(action="report", args=(int(number),)):
            return Turn(Reported(number))
        case Tap(action="languages", args=(int(number),)):
            return Turn(ByLanguage(number))
        case Tap(action="phone", args=(int(number), int(page))):
            return Turn(ToPhone(number, max(0, page)))
        case Tap(action="file", args=(int(number),)):
            return Turn(Reported(number, sent=True), (SendReport(number),))
        case Tap(action="follow", args=(int(number),)):
            return Turn(state or Reported(number), (StartAnnouncement(follows=number),))
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Follow what became of it: a follow-up is opened, a refusal explained."""
    match done:
        case Done(effect=StartAnnouncement(), result=Ready(announcement_id)):
            return Turn(state, goto=staff.back_to(announcement_id))
        case Done(effect=StartAnnouncement(follows=int(number)), result=Refusal() as refusal):
            return Turn(Refused(number, refusal))
        case Done(effect=effect, result=Refusal() as refusal) if isinstance(effect, WORK):
            return Turn(Refused(effect.announcement_id, refusal))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read how far it is, or what came of it."""
    me = await reader.me()
    number = state.announcement_id
    announcement = await reader.announcement(number) if staff.may_announce(me) else None
    if announcement is None:
        return View(me, None, None, reader.now, reader.zone)
    report = await reader.report(number) if isinstance(state, Reported | ByLanguage | ToPhone) else None
    testers = await reader.testers() if isinstance(state, Asking) else 0
    progress = await reader.progress(number)
    return View(me, announcement, progress, reader.now, reader.zone, report, reader.rules, testers)


def render(state: State, view: View) -> Screen:
    """Show how far it is, ask before something is lost, or say what came of it."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match view.announcement, view.progress:
        case Announcement() as announcement, Progress() as progress:
            if not staff.has_started(announcement):
                return screens.show_waiting(announcement)
            return show_known(state, announcement, progress, view)
        case _:
            return staff.gone()


def show_known(state: State, announcement: Announcement, progress: Progress, view: View) -> Screen:
    """Show what is there."""
    can = what_can_be_done(announcement, view)
    match state:
        case Asking(_, what):
            return screens.ask(what, announcement, progress, can, second_lines(progress, view))
        case Reported(_, sent) if view.report is not None:
            return screens.show_report(announcement, view.report, sent=sent)
        case ByLanguage() if view.report is not None:
            return screens.show_languages(announcement, view.report)
        case ToPhone(_, page) if view.report is not None:
            return screens.show_to_phone(announcement, view.report, page)
        case Refused(_, refusal):
            return screens.show_refused(announcement, refusal)
        case _:
            return screens.show_running(announcement, progress, view.now, view.zone, can)


def second_lines(progress: Progress, view: View) -> tuple[Line, ...]:
    """Say that somebody else has to agree, where that many read it."""
    if progress.readers <= view.rules.approval_above:
        return ()
    return (checks.second_line(view.rules, view.testers, progress.people),)


def what_can_be_done(announcement: Announcement, view: View) -> screens.Can:
    """Tell whether Telegram still lets anything of it be deleted, and whether the reader may correct it, or ask to."""
    last = announcement.ended_at or view.now
    deletable = view.now - last < timedelta(hours=DELETABLE_HOURS)
    mine = announcement.mine or staff.is_administrator(view.me)
    return screens.Can(deletable, mine, view.testers >= checks.TWO)


DIALOG = Dialog("announcement_run", 1, (Running, Asking, Reported, ByLanguage, ToPhone, Refused), update, render, load)
