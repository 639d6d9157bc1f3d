"""What became of a wish: registered, waiting, or kindly refused with a way on. Several dialogs end here."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Line, Rows, Screen, Tap, say, title
from conversations.facts import (
    Situation,
    age_line,
    claim_line,
    code_line,
    name_line,
    pictogram_of,
    registration_lines,
    reminder_line,
    situation,
    span_line,
)
from conversations.registration_draft import Draft
from conversations.wording import refusal_text
from locales.text import Text, _
from storage.records.catalogue import Offering
from storage.records.registrations import Refusal, Registration, WaitingEntry


def show_finished(registration: Registration, now: datetime, *, again: bool = False, invited: bool = False) -> Screen:
    """Congratulate, give the code, and say what happens next; `invited` to news is who was never asked."""
    headline = _("You were registered already.") if again else _("You are registered.")
    if registration.child:
        headline = _("Your child was registered already.") if again else _("Your child is registered.")
    lines = (
        title(headline, pic.DONE),
        code_line(registration.code),
        say(_("Say this code when you come.")),
        *registration_lines(registration, now, code=False),
        reminder_line(registration),
    )
    calendar = Tap("my_registrations", "calendar", (registration.id,))
    rows = (
        (ways.calendar_file(calendar),),
        (ways.change_reminders(),),
        (ways.my_registrations(),),
        *ways.news(invited=invited),
    )
    return Screen(lines, rows, fresh=True)


def show_queued(entry: WaitingEntry, *, again: bool = False) -> Screen:
    """Say the place in line, and what happens when a place gets free."""
    headline = _("You were on the waiting list already.") if again else _("You are on the waiting list.")
    lines = (title(headline, pic.WAITING), *entry_lines(entry), *promise_lines())
    leave = Button(_("Leave the waiting list"), Tap("my_registrations", "leave", (entry.id,)), pic.NO)
    return Screen(lines, ((ways.about(entry.offering_id),), (leave,), (ways.find_more(),)), fresh=True)


def entry_lines(entry: WaitingEntry) -> tuple[Line, ...]:
    """Say what somebody waits for, for whom, and how many are ahead."""
    lines: tuple[Line, ...] = (claim_line(entry),)
    if entry.session:
        lines += (span_line(entry.session),)
    if entry.attendee:
        lines += (name_line(entry.attendee, child=entry.child),)
    if entry.position:
        lines += (say(_("You are number {position} on the waiting list.", position=entry.position), pic.WAITING),)
    return lines


def promise_lines() -> tuple[Line, ...]:
    """Say what happens when a place gets free."""
    return (
        say(_("When a place gets free, I write to you."), pic.REMINDER),
        say(_("Then you have 24 hours to answer.")),
    )


def show_stopped(offering: Offering, what: str) -> Screen:
    """Explain a condition that is not met, and lead on."""
    lines = (title(stopped_text(what), pic.SORRY), *([age_line(offering)] if what == "age" else []))
    return Screen((*lines, say(_("There are other offers for you."), pic.FIND)), others(offering))


def stopped_text(what: str) -> Text:
    """Say which condition is not met."""
    match what:
        case "women":
            return _("This offer is for women only.")
        case "age":
            return _("This offer is for another age.")
        case "consent":
            return _("A parent or guardian must agree first.")
        case _:
            return refusal_text("conditions")


def others(offering: Offering) -> Rows:
    """Lead to similar offers and to the search."""
    similar, search = ways.similar(offering), ways.find_more()
    return ((similar,),) if similar == search else ((similar,), (search,))


def show_refused(draft: Draft, reason: Refusal, offering: Offering | None, now: datetime) -> Screen:
    """Say kindly why it cannot be, and lead on."""
    lines: tuple[Line, ...] = (title(refusal_text(reason), pic.SORRY),)
    if offering is None or not offering.live:
        return Screen(lines, ways.instead(offering, now))
    lines += (say(offering.title, pictogram_of(offering)),)
    return Screen(lines, refused_rows(draft, reason, offering, now))


def refused_rows(draft: Draft, reason: Refusal, offering: Offering, now: datetime) -> Rows:
    """Lead on from a refusal by its reason."""
    match reason:
        case Refusal.FULL if situation(offering, now) in {Situation.OPEN, Situation.WAITING}:
            again = Tap("register", "go_on", (draft.offering_id,))
            join = Button(_("Join the waiting list"), again, pic.WAITING, "success")
            return (*(((join,),) if draft.named and offering.waiting_list else ()), *ways.instead(offering, now))
        case Refusal.NO_REGISTRATION:
            return ((Button(_("Remind me"), Tap("offering", "show", (offering.id,)), pic.REMINDER, "success"),),)
        case Refusal.NO_DATE:
            return ((ways.tell_me(offering.id),), *others(offering))
        case Refusal.CONDITIONS:
            return others(offering)
        case _:
            return ways.instead(offering, now)
