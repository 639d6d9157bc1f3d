"""The screens of an announcement that goes out or went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations import staff
from conversations.core import Button, Line, Rows, Screen, Tap, note, say, title
from conversations.layout import paged
from conversations.run_lines import (
    OPEN,
    bar_line,
    count_lines,
    language_lines,
    time_left_line,
    unreached_lines,
    unreached_text,
    work_lines,
)
from conversations.staff import BUTTON_NAMES, STATES, headline, name_of
from conversations.timing import is_night
from locales.text import Code, _, ngettext
from storage.records.announcements import Announcement, Objection, Refusal, State
from storage.records.deliveries import Fate, Progress, Report, Unreached

REFRESH_S = 3.0
"""how often the screen of a run is made again: as often as a chat may be written to, three times over"""
PHONED_A_PAGE = 5
ONCE = "interested"


def tap(action: str, announcement: Announcement, *args: int | str) -> Tap:
    """Name something about an announcement that goes out."""
    return Tap("announcement_run", action, (announcement.id, *args))


def is_busy(announcement: Announcement, progress: Progress) -> bool:
    """Say whether what the screen says will change by itself."""
    going = announcement.state is State.RUNNING
    return going or bool(progress.correcting or progress.deleting)


def show_waiting(announcement: Announcement) -> Screen:
    """Lead from an old button to where one that has not started stands."""
    standing, pictogram = STATES[announcement.state]
    return Screen(
        (headline(announcement), say(standing, pictogram)),
        ((staff.to_announcement(announcement.id),), (staff.to_desk(),)),
    )


@dataclass(frozen=True, slots=True)
class Can:
    """What the reader can still do about what was sent: delete it, within 48 hours, and correct it.

    `ask` is whether there is somebody else of the team who could agree to a correction.
    """

    delete: bool
    correct: bool
    ask: bool = True


def show_running(announcement: Announcement, progress: Progress, now: datetime, zone: ZoneInfo, can: Can) -> Screen:
    """Show how far it is, and what can be done about it; it is made again by itself while something happens."""
    standing, pictogram = STATES[announcement.state]
    lines = (
        headline(announcement),
        say(standing, pictogram),
        *correction_lines(announcement),
        *night_lines(announcement, now, zone),
        bar_line(progress),
        *count_lines(progress),
        *time_left_line(progress),
        *unreached_lines(progress.counts),
        *work_lines(progress),
    )
    rows = (*correction_rows(announcement), *switch_rows(announcement), *after_rows(announcement, progress, can))
    refresh_s = REFRESH_S if is_busy(announcement, progress) else 0.0
    return Screen(lines, rows, staff.DESK, refresh_s=refresh_s)


def correction_lines(announcement: Announcement) -> tuple[Line, ...]:
    """Say that a correction waits."""
    if not announcement.correction_waits:
        return ()
    return (note(_("A correction waits for a second person. Until then the old text stays."), pic.WAITING),)


def correction_rows(announcement: Announcement) -> Rows:
    """Offer to agree to a correction that waits; to whoever wrote or asked for it, and the author, to take it back."""
    rows: Rows = ()
    if announcement.correction_waits and not announcement.correction_mine:
        rows += ((Button(_("Agree, or not"), tap("ask", announcement, "agree"), pic.YES, "primary"),),)
    if announcement.correction_waits and (announcement.correction_mine or announcement.mine):
        rows += ((Button(_("Do not correct it"), tap("recall", announcement), pic.NO),),)
    return rows


def night_lines(announcement: Announcement, now: datetime, zone: ZoneInfo) -> tuple[Line, ...]:
    """Say that a run rests at night."""
    if announcement.state is not State.RUNNING or not is_night(now, zone):
        return ()
    return (note(_("It is night. I go on at 8:00."), pic.WAITING),)


def switch_rows(announcement: Announcement) -> Rows:
    """Offer to pause or go on, and to stop."""
    stop = Button(_("Stop"), tap("ask", announcement, "stop"), pic.STOP)
    match announcement.state:
        case State.RUNNING:
            return ((Button(_("Pause"), tap("pause", announcement), pic.PAUSE), stop),)
        case State.PAUSED:
            return ((Button(_("Go on"), tap("resume", announcement), pic.RESUME, "success"), stop),)
        case _:
            return ()


def after_rows(announcement: Announcement, progress: Progress, can: Can) -> Rows:
    """Offer the report, to correct what was sent, and to delete it while that is possible."""
    rows: Rows = ((Button(_("Report"), tap("report", announcement), pic.REPORT),),)
    if not progress.count(Fate.SENT) or progress.deleting:
        return rows
    row: tuple[Button, ...] = ()
    if can.correct and not announcement.correction_waits:
        row += (Button(_("Correct it"), tap("ask", announcement, "correct"), pic.CHANGE),)
    if can.delete:
        row += (Button(_("Delete it"), tap("ask", announcement, "delete"), pic.DELETE),)
    return (*rows, row) if row else rows


def ask(what: str, announcement: Announcement, progress: Progress, can: Can, second: tuple[Line, ...] = ()) -> Screen:
    """Ask before something is stopped, corrected or deleted: one sentence says what happens, and to how many.

    `second` says that somebody else has to agree to a correction.
    """
    match what:
        case "stop":
            return ask_to_stop(announcement, progress)
        case "delete" if can.delete:
            return ask_to_delete(announcement, progress)
        case "delete":
            return show_refused(announcement, Refusal(Objection.TOO_LATE))
        case "agree":
            return ask_to_agree(announcement, progress)
        case _ if announcement.correction_waits:
            return show_refused(announcement, Refusal(Objection.NEEDS_SECOND))
        case _ if can.correct:
            return ask_to_correct(announcement, progress, can, second)
        case _:
            return show_refused(announcement, Refusal(Objection.NOT_ALLOWED))


def no_row(announcement: Announcement) -> tuple[Button, ...]:
    """Offer to leave everything as it is."""
    return (Button(_("No, go back"), tap("show", announcement), pic.NO),)


def ask_to_stop(announcement: Announcement, progress: Progress) -> Screen:
    """Ask before it is stopped."""
    open_ = progress.count(*OPEN)
    words = ngettext(
        "{count} person will not get “{name}” then. You cannot go on with it later.",
        "{count} people will not get “{name}” then. You cannot go on with it later.",
        open_,
        name=name_of(announcement),
    )
    sent = say(_("Already sent: {count}. That stays.", count=progress.count(Fate.SENT)), pic.YES)
    yes = Button(_("Yes, stop it for good"), tap("really_stop", announcement), pic.STOP, "danger")
    return Screen(
        (title(_("Stop it?"), pic.STOP), say(words), sent), ((yes,), no_row(announcement)), tap("show", announcement)
    )


def ask_to_delete(announcement: Announcement, progress: Progress) -> Screen:
    """Ask before it is deleted for everyone."""
    count = progress.count(Fate.SENT)
    words = ngettext(
        "I delete “{name}” in the chat of {count} person. What goes out now is stopped.",
        "I delete “{name}” in the chats of {count} people. What goes out now is stopped.",
        count,
        name=name_of(announcement),
    )
    limits = note(_("I can delete only what is not older than 48 hours. This cannot be undone."), pic.WARNING)
    label = ngettext("Yes, delete for {count} person", "Yes, delete for {count} people", count)
    yes = Button(label, tap("really_delete", announcement), pic.DELETE, "danger")
    return Screen(
        (title(_("Delete it for everyone?"), pic.DELETE), say(words), limits),
        ((yes,), no_row(announcement)),
        tap("show", announcement),
    )


def correcting_line(progress: Progress) -> Line:
    """Say what a correction does."""
    words = ngettext(
        "I change the message of {count} person to the texts as they are now. Their phone does not ring again.",
        "I change the messages of {count} people to the texts as they are now. Their phones do not ring again.",
        progress.count(Fate.SENT),
    )
    return say(words)


def correct_button(action: str, announcement: Announcement, progress: Progress) -> Button:
    """Correct it as it was seen, or agree to that."""
    label = ngettext("Yes, correct for {count} person", "Yes, correct for {count} people", progress.count(Fate.SENT))
    return Button(label, tap(action, announcement, announcement.revision), pic.CHANGE, "danger")


def look_button(announcement: Announcement) -> Button:
    """Have it sent to oneself as it would read."""
    return Button(_("Look at it"), tap("preview", announcement), pic.LOOK)


def ask_to_agree(announcement: Announcement, progress: Progress) -> Screen:
    """Ask before somebody agrees to a correction, or gives it back."""
    if not announcement.correction_waits or announcement.correction_mine:
        reason = Objection.OWN if announcement.correction_waits else Objection.CHANGED
        return show_refused(announcement, Refusal(reason))
    lines = (title(_("Please check:"), pic.YES), headline(announcement), *correction_lines(announcement))
    yes = correct_button("really_agree", announcement, progress)
    back = Button(_("No, back to its author"), tap("recall", announcement), pic.NO)
    rows: Rows = ((look_button(announcement),), (yes,), (back,))
    return Screen((*lines, correcting_line(progress)), rows, tap("show", announcement))


def ask_rows(announcement: Announcement, progress: Progress, can: Can, second: tuple[Line, ...]) -> Rows:
    """Offer to correct it; where somebody else has to agree, to ask the team, when there is somebody to ask."""
    if not second:
        return ((correct_button("really_correct", announcement, progress),),)
    if not can.ask:
        return ()
    does = tap("really_correct", announcement, announcement.revision)
    return ((Button(_("Yes, ask the team"), does, pic.TEAM, "primary"),),)


def ask_to_correct(announcement: Announcement, progress: Progress, can: Can, second: tuple[Line, ...]) -> Screen:
    """Ask for the new texts, then before every message is changed."""
    texts = Button(
        _("First change the texts"), Tap("announcement_text", "show", (announcement.id,)), pic.LANGUAGE, "primary"
    )
    yes = ask_rows(announcement, progress, can, second)
    rows: Rows = ((texts,), (look_button(announcement),), *yes, no_row(announcement))
    lines = (title(_("Correct it?"), pic.CHANGE), *second, correcting_line(progress))
    return Screen(lines, rows, tap("show", announcement))


def show_refused(announcement: Announcement, refusal: Refusal) -> Screen:
    """Say why it cannot be done, and lead back to how far it is."""
    lines: tuple[Line, ...] = (title(staff.OBJECTIONS[refusal.reason], pic.SORRY),)
    if refusal.reason is Objection.STARTED:
        standing, pictogram = STATES[announcement.state]
        lines = (title(_("That is not possible."), pic.SORRY), say(standing, pictogram))
    run = Button(_("How far is it?"), tap("show", announcement), pic.REPORT, "primary")
    return Screen(lines, ((run,), (staff.to_desk(),)), tap("show", announcement))


def show_report(announcement: Announcement, report: Report, *, sent: bool) -> Screen:
    """Say what came of it: by language, by reason, what people tapped, and whom to phone."""
    lines = (
        title(_("What came of it"), pic.REPORT),
        *count_lines(report.progress),
        *unreached_lines(report.progress.counts),
        *tap_lines(report),
    )
    if sent:
        lines = (*lines, say(_("I send you the counts as a file."), pic.FILE))
    return Screen(lines, report_rows(announcement, report), tap("show", announcement))


def tap_lines(report: Report) -> tuple[Line, ...]:
    """Say how often each button was tapped, and how many registrations came of that."""
    named = [(BUTTON_NAMES[slug], count) for slug, count in report.taps if slug in BUTTON_NAMES and count]
    lines: tuple[Line, ...] = ()
    if named:
        taps = staff.listed([_("{name}: {count}", name=name, count=count) for name, count in named])
        lines += (say(_("Tapped: {taps}", taps=taps), pic.BELOW),)
    if report.registrations:
        words = ngettext("{count} registration came of it.", "{count} registrations came of it.", report.registrations)
        lines += (say(words, pic.DONE),)
    return lines


def report_rows(announcement: Announcement, report: Report) -> Rows:
    """Offer the counts as a file, whom to phone, and to write again to those who are interested."""
    rows: Rows = (
        (
            Button(_("By language"), tap("languages", announcement), pic.LANGUAGE),
            Button(_("Counts as a file"), tap("file", announcement), pic.FILE),
        ),
    )
    if report.unreached:
        phone = tap("phone", announcement, 0)
        rows += ((Button(_("Whom to phone"), phone, pic.PHONE, count=len(report.unreached)),),)
    interested = dict(report.taps).get(ONCE, 0)
    if interested:
        label = ngettext("Write again to {count} person", "Write again to {count} people", interested)
        rows += ((Button(label, tap("follow", announcement), pic.WISH),),)
    return rows


def show_languages(announcement: Announcement, report: Report) -> Screen:
    """Say how many got it in each language."""
    lines = (title(_("By language"), pic.LANGUAGE), *language_lines(report.progress.counts))
    return Screen(lines, back=tap("report", announcement))


def show_to_phone(announcement: Announcement, report: Report, page: int) -> Screen:
    """List by code whom it did not reach and who is registered somewhere."""
    shown, pager = paged(report.unreached, page, PHONED_A_PAGE, tap("phone", announcement))
    lines = (
        title(_("Whom to phone"), pic.PHONE),
        say(_("They are registered, and it did not reach them. Look for the code in the list.")),
        *(phone_line(each) for each in shown),
    )
    return Screen(lines, (), tap("report", announcement), pager)


def phone_line(each: Unreached) -> Line:
    """Name somebody by the code of their registration, and say why it did not reach them."""
    text = _("{code} · {title}: {reason}", code=Code(each.code), title=each.offering, reason=unreached_text(each))
    return Line(text, pic.CODE)
