"""The questions of a registration, one a screen."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Samples, Screen, Tap, note, say, title
from conversations.drafts import NAME_LENGTH, clean_name
from conversations.facts import (
    age_line,
    has_place,
    name_line,
    pictogram_of,
    price_lines,
    rhythm_lines,
    span_line,
)
from conversations.layout import paged
from conversations.registration_draft import Draft, Question, View, answer, open_questions
from conversations.whereabouts import open_where_lines
from locales.text import Code, ShortMoment, Text, _, ngettext
from storage.records.catalogue import Offering, Session

DATES_A_PAGE = 5
EARLIER_NAMES = 3


def answer_tap(draft: Draft, offering: Offering, question: Question, value: int) -> Tap:
    """Make an answer's tap; it says whether this was the last question."""
    last = not open_questions(answer(draft, question, value), offering)
    return Tap("register", "answer", (draft.offering_id, question, value, int(last)))


def ask_whom(draft: Draft, offering: Offering) -> Screen:
    """Ask for whom; where only children may come, say so."""
    child = Button(_("For my child"), answer_tap(draft, offering, "whom", 1), pic.CHILDCARE)
    if offering.for_minors:
        lines = (title(_("This is for children."), pic.AGE), say(_("A parent or guardian registers the child.")))
        return Screen((*lines, age_line(offering)), ((child,),))
    me = Button(_("For me"), answer_tap(draft, offering, "whom", 0), pic.PERSON)
    return Screen((title(_("For whom?"), pic.PEOPLE), say(offering.title, pictogram_of(offering))), ((me,), (child,)))


def ask_session(draft: Draft, offering: Offering, page: int, now: datetime) -> Screen:
    """Ask for the date; a full one leads to its waiting list, or is left out when it has none."""
    dates = [s for s in offering.upcoming(now) if has_place(s) or offering.waiting_list]
    shown, pager = paged(dates, page, DATES_A_PAGE, Tap("register", "page", (draft.offering_id,)))
    rows = tuple((session_button(draft, offering, session),) for session in shown)
    lines: tuple[Line, ...] = (title(_("Which date?"), pic.WHEN), say(offering.title, pictogram_of(offering)))
    if any(places_of(session) for session in shown):
        lines += (note(_("The number says how many places are left."), pic.PLACES),)
    return Screen(lines, rows, pager=pager)


def session_button(draft: Draft, offering: Offering, session: Session) -> Button:
    """Offer a date with its free places, or its waiting list."""
    does = answer_tap(draft, offering, "session", session.id)
    if has_place(session):
        return Button(_("{time}", time=ShortMoment(session.start)), does, pic.WHEN, count=places_of(session))
    return Button(_("{time} · waiting list", time=ShortMoment(session.start)), does, pic.WAITING)


def places_of(session: Session) -> int | None:
    """Count a date's free places; where there is only one to take, the date itself says so."""
    return session.free if session.capacity != 1 else None


def ask_condition(question: Question, draft: Draft, offering: Offering) -> Screen:
    """Ask kindly whether a condition is met."""
    yes = Button(_("Yes"), answer_tap(draft, offering, question, 1), pic.YES, "success")
    no = Button(_("No"), Tap("register", "no", (draft.offering_id, question)), pic.NO)
    return Screen(condition_lines(question, offering, child=draft.child), ((yes,), (no,)))


def condition_lines(question: Question, offering: Offering, *, child: bool) -> tuple[Line, ...]:
    """Say a condition and ask whether it is met."""
    match question:
        case "women" if child:
            return (title(_("This is for women and girls only."), pic.WOMEN), say(_("Is your child a girl?")))
        case "women":
            return (title(_("This is for women only."), pic.WOMEN), say(_("Are you a woman?")))
        case "consent":
            return (
                title(_("Do you agree that your child comes?"), pic.CHILDCARE),
                say(_("Please tap “Yes” only if you are the parent or guardian.")),
            )
        case _:
            return (title(age_question(offering, child=child), pic.AGE), say(offering.title, pictogram_of(offering)))


def age_question(offering: Offering, *, child: bool) -> Text:
    """Ask whether somebody has the age it is for."""
    low, high = offering.age_min, offering.age_max
    match low, high:
        case int(), int() if child:
            return _("Is your child {low} to {high} years old?", low=low, high=high)
        case int(), int():
            return _("Are you {low} to {high} years old?", low=low, high=high)
        case None, int() if child:
            return ngettext(
                "Is your child {count} year old or younger?", "Is your child {count} years old or younger?", high
            )
        case None, int():
            return ngettext("Are you {count} year old or younger?", "Are you {count} years old or younger?", high)
        case _ if child:
            return ngettext(
                "Is your child {count} year old or older?", "Is your child {count} years old or older?", low or 0
            )
        case _:
            return ngettext("Are you {count} year old or older?", "Are you {count} years old or older?", low or 0)


def ask_name(draft: Draft, view: View, *, wrong: bool) -> Screen:
    """Ask for a first name; what is known already stands on buttons."""
    question = _("What is your child's first name?") if draft.child else _("What is your first name?")
    rows = name_rows(draft, view)
    how = _("A nickname is fine too. Tap a name or type one.") if rows else _("Type a first name. A nickname is fine.")
    lines: tuple[Line, ...] = (title(question, pic.TYPE), say(how))
    if wrong:
        lines = (say(_("Please type a name with letters, at most {count} long.", count=NAME_LENGTH), pic.SORRY), *lines)
    samples = Samples(("Ayşe", "  Maria   Luise ", "علي"), ("123", "🙂", "x" * (NAME_LENGTH + 1)))
    back = Tap("register", "undo", (draft.offering_id,))
    return Screen(lines, rows, back=back, samples=samples)


def name_rows(draft: Draft, view: View) -> Rows:
    """Offer earlier names, and Telegram's own for oneself."""
    earlier = [attendee for attendee in view.attendees if attendee.child == draft.child][:EARLIER_NAMES]
    buttons = [
        Button(
            _("{name}", name=Code(attendee.name)),
            Tap("register", "earlier", (draft.offering_id, attendee.id)),
            pic.PERSON,
        )
        for attendee in earlier
    ]
    own = clean_name(view.first_name)
    if own and not draft.child and own not in {attendee.name for attendee in earlier}:
        buttons.append(
            Button(_("{name}", name=Code(own)), Tap("register", "own_name", (draft.offering_id,)), pic.PERSON)
        )
    return tuple((button,) for button in buttons)


def ask_to_check(draft: Draft, offering: Offering, view: View) -> Screen:
    """Show all that would be sent, and ask."""
    session = next((s for s in offering.sessions if s.id == draft.session_id), None)
    full = not has_place(session) if session else offering.free == 0
    key = (draft.offering_id, *key_of(draft), int(full))
    label = _("Yes, put me on the list") if full else _("Yes, register")
    rows = (
        (Button(label, Tap("register", "send", key), pic.YES, "success"),),
        (Button(_("Change something"), Tap("register", "change", (draft.offering_id,)), pic.CHANGE),),
        (Button(_("No"), Tap("register", "close"), pic.NO),),
    )
    lines = (title(_("Please check:"), pic.YES), *check_lines(draft, offering, session, view))
    if full:
        lines += (say(_("This is full. You go on the waiting list."), pic.WAITING),)
    return Screen(lines, rows, back=Tap("register", "rename", (draft.offering_id,)))


def key_of(draft: Draft) -> tuple[int, int]:
    """Name a draft on the button that confirms it: its date and its mark."""
    return draft.session_id or 0, draft.mark


def check_lines(draft: Draft, offering: Offering, session: Session | None, view: View) -> tuple[Line, ...]:
    """Say what, when, where, what it costs and who comes."""
    upcoming = (session,) if session else offering.upcoming(view.now)
    if len(upcoming) == 1:
        when: tuple[Line, ...] = (span_line(upcoming[0]),)
    else:
        when = rhythm_lines(upcoming)
    where = open_where_lines(offering, upcoming[0] if upcoming else None)
    what = say(offering.title, pictogram_of(offering))
    who = tuple(name_line(name, child=draft.child) for name in names_of(draft, view))
    return (what, *when, *where, *price_lines(offering), *who)


def names_of(draft: Draft, view: View) -> tuple[str, ...]:
    """Find the name in the draft, or of the attendee it means."""
    if draft.attendee_id is None:
        return (draft.name,)
    return tuple(attendee.name for attendee in view.attendees if attendee.id == draft.attendee_id)


def ask_what_to_change(draft: Draft, offering: Offering) -> Screen:
    """Ask what to change."""
    rows: Rows = ((Button(_("The name"), Tap("register", "rename", (draft.offering_id,)), pic.TYPE),),)
    if not offering.whole_course and len(offering.sessions) > 1:
        rows += ((Button(_("The date"), Tap("register", "redate", (draft.offering_id,)), pic.WHEN),),)
    rows += ((Button(_("For whom"), Tap("register", "anew", (draft.offering_id,)), pic.PEOPLE),),)
    lines = (title(_("What do you want to change?"), pic.CHANGE),)
    return Screen(lines, rows, back=Tap("register", "go_on", (draft.offering_id,)))
