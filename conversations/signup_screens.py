"""One person on a list, as a coordinator sees them: where they stand, and what can be done about their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Samples, Screen, Tap, note, prose, say, title
from conversations.drafts import mark_of
from conversations.facts import span_line
from conversations.layout import paged, pairs
from conversations.signup_lines import session_text, tally_note
from conversations.signup_outcomes import REASONS, code_lines, rules_of_notes, to_person
from locales.text import Code, Content, DayOf, Languages, Moment, Text, _
from storage.records.catalogue import Session, SessionStatus
from storage.records.rosters import Standing
from storage.records.signups import MESSAGE_LENGTH, Objection, Run, Signup

ME = "signup"
A_PAGE = 5
WRITTEN = "mul"
"""the language of what somebody typed, which nobody noted"""


def show_person(person: Signup, run: Run, now: datetime) -> Screen:
    """Show where somebody stands, and what can be done."""
    lines: tuple[Line, ...] = (title(_("{name}", name=Code(person.name)), pic.PERSON), say(run.offering.title))
    session = run.session(person.session_id)
    lines += (span_line(session),) if session is not None else ()
    lines += (*standing_lines(person), *about_lines(person))
    if person.note:
        lines += (say(_("Note: {note}", note=Content(person.note, WRITTEN)), pic.TYPE),)
    back = Tap("signup_list", "people", (run.offering.id, person.session_id or 0, 0))
    return Screen(lines, pairs(ways_on(person, run, now)), back)


def standing_lines(person: Signup) -> tuple[Line, ...]:
    """Say where somebody stands, since when or until when."""
    if not person.active:
        return (say(_("This place or entry has ended."), pic.NO),)
    match person.standing:
        case Standing.REGISTERED if person.confirmed_at is not None:
            return (say(_("Has a place. Confirmed: {day}", day=DayOf(person.confirmed_at)), pic.YES),)
        case Standing.REGISTERED:
            return (say(_("Has a place since {day}.", day=DayOf(person.since)), pic.PLACES),)
        case Standing.OFFERED if person.deadline is not None:
            return (say(_("Was offered a place, until {moment}.", moment=Moment(person.deadline)), pic.PLACES),)
        case Standing.OFFERED:
            return (say(_("Is offered a place. The message is on its way."), pic.PLACES),)
        case Standing.WAITING:
            return (
                say(_("Number {position} on the waiting list.", position=person.position or 0), pic.WAITING),
                Line(_("since {day}", day=DayOf(person.since)), style="indented"),
            )


def about_lines(person: Signup) -> tuple[Line, ...]:
    """Say by which code somebody is known, in which language they read, and whether one has to phone."""
    lines: tuple[Line, ...] = ()
    if person.code:
        lines += (say(_("Code: {code}", code=Code(person.code)), pic.CODE),)
    if person.child:
        lines += (say(_("A child"), pic.CHILDCARE),)
    if person.language:
        lines += (say(_("Reads: {language}", language=Languages((person.language,))), pic.LANGUAGE),)
    if person.phone:
        lines += (say(_("No Telegram. Changes are told by phone."), pic.PHONE),)
    return lines


def ways_on(person: Signup, run: Run, now: datetime) -> list[Button]:
    """List what can be done about somebody's place."""
    if not person.active:
        return []
    label = _("Change the note") if person.note else _("Write a note")
    writing = Button(label, Tap(ME, "note" if person.registration else "line_note", (person.id,)), pic.TYPE)
    if person.registration:
        return [*ways_of_place(person, run, now), writing, cancel_button(person)]
    give = Button(_("Give a place"), Tap(ME, "promote", (person.id,)), pic.PLACES, "success")
    remove = Button(_("Take off the list"), Tap(ME, "remove", (person.id,)), pic.NO, "danger")
    return [give, writing, remove]


def ways_of_place(person: Signup, run: Run, now: datetime) -> list[Button]:
    """List what can be done about a place: confirm it, move it, put its holder on the waiting list."""
    ways: list[Button] = []
    if person.confirmed_at is None:
        ways.append(Button(_("Confirm the place"), Tap(ME, "confirm", (person.id,)), pic.YES, "success"))
    if others(person, run, now):
        ways.append(Button(_("Move to another date"), Tap(ME, "move", (person.id, 0)), pic.WHEN))
    if run.offering.waiting_list and begins_later(person, run, now):
        ways.append(Button(_("To the waiting list"), Tap(ME, "queue", (person.id,)), pic.WAITING))
    return ways


def cancel_button(person: Signup) -> Button:
    """Lead to taking the place away."""
    return Button(_("Cancel the place"), Tap(ME, "cancel", (person.id,)), pic.NO, "danger")


def others(person: Signup, run: Run, now: datetime) -> list[Session]:
    """List the sessions somebody could be moved to."""
    if run.offering.whole_course:
        return []
    held = (one for one in run.offering.sessions if one.end > now and one.status is not SessionStatus.CANCELLED)
    return [one for one in held if one.id != person.session_id]


def begins_later(person: Signup, run: Run, now: datetime) -> bool:
    """Say whether what somebody has a place in is still to begin, so that one can wait for it."""
    if person.session_id is None:
        return bool(run.offering.upcoming(now)) and not run.offering.started(now)
    return any(one.id == person.session_id for one in run.offering.upcoming(now))


def ask_where(person: Signup, run: Run, page: int, now: datetime) -> Screen:
    """Ask to which session somebody is moved."""
    shown, pager = paged(others(person, run, now), page, A_PAGE, Tap(ME, "move", (person.id,)))
    rows: Rows = tuple((move_button(person, one),) for one in shown)
    lines = (title(_("To which date?"), pic.WHEN), say(_("{name}", name=Code(person.name)), pic.PERSON), tally_note())
    return Screen(lines, rows, to_person(person.id, registration=True), pager)


def move_button(person: Signup, session: Session) -> Button:
    """Move somebody; the button names from where to where, so that it never moves anybody on."""
    return Button(
        session_text(session), Tap(ME, "really_move", (person.id, person.session_id or 0, session.id)), pic.WHEN
    )


def ask_to_queue(person: Signup) -> Screen:
    """Ask before somebody loses a place to the waiting list."""
    lines = (
        title(_("Put this person on the waiting list?"), pic.WAITING),
        say(_("{name}", name=Code(person.name)), pic.PERSON),
        say(_("The place goes to the next person who waits.")),
        hears_line(person),
    )
    return yes_or_no(lines, _("Yes, let them wait"), Tap(ME, "really_queue", (person.id,)), person)


def ask_to_cancel(person: Signup, message: str, *, long: bool) -> Screen:
    """Ask before somebody loses their place or entry; a message to them may be typed."""
    asked = _("Cancel this place?") if person.registration else _("Take this person off the list?")
    lines: tuple[Line, ...] = (title(asked, pic.NO), say(_("{name}", name=Code(person.name)), pic.PERSON))
    if person.registration:
        lines += (say(_("The place goes to the next person who waits.")),)
    lines += (hears_line(person), *message_lines(person, message, long=long))
    label = _("Yes, with this message") if message else _("Yes, without a message")
    if person.phone:
        label = _("Yes, cancel") if person.registration else _("Yes, take off the list")
    action = "really_cancel" if person.registration else "really_remove"
    samples = Samples(("The room is too small.",), ("x" * (MESSAGE_LENGTH + 1),)) if not person.phone else None
    return yes_or_no(lines, label, Tap(ME, action, (person.id, mark_of(message))), person, samples)


def message_lines(person: Signup, message: str, *, long: bool) -> tuple[Line, ...]:
    """Show what the person will read, or say that one may type something."""
    if person.phone:
        return ()
    if long:
        return (say(_("Please write at most {count} characters.", count=MESSAGE_LENGTH), pic.SORRY),)
    if message:
        return (say(_("They read this as you wrote it:"), pic.TYPE), prose(Content(message, WRITTEN)))
    return (note(_("You may type a message to them. I do not translate it."), pic.TYPE),)


def hears_line(person: Signup) -> Line:
    """Say how the person will hear of it."""
    if person.phone:
        return say(_("I cannot write to them. Please tell them by phone."), pic.PHONE)
    return say(_("They get a message in their language."), pic.REMINDER)


def yes_or_no(lines: tuple[Line, ...], label: Text, yes: Tap, person: Signup, samples: Samples | None = None) -> Screen:
    """Ask a question that leads back to the person."""
    back = to_person(person.id, registration=person.registration)
    rows = ((Button(label, yes, pic.YES, "danger"),), (Button(_("No, go back"), back, pic.BACK),))
    return Screen(lines, rows, back, samples=samples)


def ask_note(person: Signup, wrong: str) -> Screen:
    """Ask for a note, and say what is not for it."""
    lines: tuple[Line, ...] = (title(_("Type a note."), pic.TYPE), say(_("{name}", name=Code(person.name)), pic.PERSON))
    if wrong:
        lines = (say(REASONS[Objection(wrong)], pic.SORRY), *lines)
    if person.note:
        lines += (say(_("Now: {note}", note=Content(person.note, WRITTEN))),)
    rows: Rows = ()
    if person.note:
        action = "clear" if person.registration else "line_clear"
        rows = ((Button(_("Take the note away"), Tap(ME, action, (person.id,)), pic.DELETE),),)
    samples = Samples(("Comes ten minutes late.",), ("Call 0241 123456", "x" * 201))
    back = to_person(person.id, registration=person.registration)
    return Screen((*lines, *rules_of_notes()), rows, back, samples=samples)


def show_code(person: Signup, run: Run, headline: Text) -> Screen:
    """Show the code of somebody who was added, for the coordinator to read out."""
    lines: tuple[Line, ...] = (say(headline, pic.DONE), *code_lines(person.code))
    lines += (say(_("{name}", name=Code(person.name)), pic.PERSON), say(run.offering.title))
    session = run.session(person.session_id)
    lines += (span_line(session),) if session is not None else ()
    lines += standing_lines(person)
    again = Button(
        _("Add another person"), Tap("walk_in", "start", (run.offering.id, person.session_id or 0)), pic.MORE
    )
    all_ = Button(
        _("All people"), Tap("signup_list", "people", (run.offering.id, person.session_id or 0, 0)), pic.PEOPLE
    )
    return Screen(lines, ((all_,), (again,)))


def dates_to_join(run: Run, now: datetime) -> Sequence[Session]:
    """List the sessions somebody can still be added to."""
    return [one for one in run.offering.sessions if one.end > now and one.status is not SessionStatus.CANCELLED]
