"""What a person has with us, on screens: the list, a registration, a waiting-list entry, a wish, and giving them up."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Line, Rows, Screen, Tap, say, title
from conversations.facts import (
    Situation,
    bring_lines,
    claim_line,
    date_count,
    name_line,
    next_date_line,
    registration_lines,
    reminder_line,
    situation,
    span_line,
    span_of,
    when_lines,
)
from conversations.layout import paged
from conversations.outcomes import entry_lines, promise_lines
from conversations.whereabouts import own_where_lines
from conversations.wording import part_of_day_name, refusal_text
from locales.text import Content, Languages, Moment, ShortDay, Text, _
from storage.records.catalogue import Offering, Session, SessionStatus
from storage.records.registrations import Interest, Mine, Refusal, Registration, WaitingEntry

ME = "my_registrations"
A_PAGE = 5
LIST = Tap(ME, "list")


def show_list(mine: Mine, page: int, now: datetime) -> Screen:
    """List everything, one thing a button."""
    buttons = [
        *(registration_button(registration, now) for registration in mine.registrations),
        *(entry_button(entry) for entry in mine.waiting),
        *(wish_button(interest) for interest in mine.interests),
    ]
    if not buttons:
        return Screen((title(_("You have no registrations yet."), pic.MINE),), ((ways.find_more(),),))
    shown, pager = paged(buttons, page, A_PAGE, Tap(ME, "page"))
    rows = tuple((button,) for button in shown)
    return Screen((title(_("My registrations"), pic.MINE),), rows, pager=pager)


def registration_button(registration: Registration, now: datetime) -> Button:
    """Lead to a registration."""
    does = Tap(ME, "open", (registration.id,))
    pictogram = pic.REMINDER if registration.reminder_only else pic.of_topic(registration.topic)
    following = registration.next_session(now)
    if following is None:
        return Button(registration.short, does, pictogram)
    return Button(_("{day} · {title}", day=ShortDay(following.start), title=registration.short), does, pictogram)


def entry_button(entry: WaitingEntry) -> Button:
    """Lead to a waiting-list entry."""
    style = "success" if entry.offered else ""
    return Button(entry.short, Tap(ME, "waiting", (entry.id,)), pic.WAITING, style)


def wish_button(interest: Interest) -> Button:
    """Lead to a wish."""
    return Button(interest.short or wish_name(interest), Tap(ME, "wish", (interest.id,)), pic.WISH)


def wish_name(interest: Interest) -> Text | Content:
    """Name a wish by what it is for: an offering, or a topic and a quarter."""
    if interest.topic and interest.quarter:
        return _("{topic} · {quarter}", topic=interest.topic, quarter=interest.quarter)
    return interest.title or interest.topic or interest.quarter or _("Anything that fits")


def show_gone() -> Screen:
    """Say that there is nothing here (any more), and lead on."""
    rows = ((ways.my_registrations(),), (ways.find_more(),))
    return Screen((title(refusal_text("gone"), pic.SORRY),), rows)


def show_registration(registration: Registration, now: datetime) -> Screen:
    """Show a registration with all that one can do about it."""
    headline = _("My reminder") if registration.reminder_only else _("My registration")
    lines = (
        title(headline, pic.REMINDER if registration.reminder_only else pic.MINE),
        *registration_lines(registration, now),
        *news_lines(registration, now),
        reminder_line(registration),
    )
    return Screen(lines, registration_rows(registration, now), back=LIST)


def news_lines(registration: Registration, now: datetime) -> tuple[Line, ...]:
    """Say what is special: moved, cancelled, not coming, how many dates there are."""
    ahead = [session for session in registration.sessions if session.start > now]
    held = [session for session in ahead if session.status is not SessionStatus.CANCELLED]
    lines: tuple[Line, ...] = ()
    if held and held[0].status is SessionStatus.MOVED:
        lines += (Line(_("This date was moved."), style="indented"),)
    if held and held[0].id in registration.absent:
        lines += (say(_("You said that you cannot come this time."), pic.NO),)
    lines += tuple(
        say(_("{span} · cancelled", span=span_of(session)), pic.NO)
        for session in ahead
        if session.status is SessionStatus.CANCELLED
    )
    return (*lines, Line(date_count(held), style="indented")) if len(held) > 1 else lines


def registration_rows(registration: Registration, now: datetime) -> Rows:
    """Offer what one can do about a registration."""
    following = registration.next_session(now)
    rows: Rows = ()
    if following and following.id in registration.absent:
        rows += ((coming_button(registration, following.id, _("I can come after all")),),)
    if following:
        rows += ((ways.calendar_file(Tap(ME, "calendar", (registration.id,))),),)
    if following and (pin := pin_row(registration, following)):
        rows += (pin,)
    rows += ((ways.change_reminders(),), (ways.about(registration.offering_id),))
    label = _("No more reminders") if registration.reminder_only else _("Cancel my registration")
    return (*rows, (Button(label, Tap(ME, "cancel", (registration.id,)), pic.NO, "danger"),))


def coming_button(registration: Registration, session_id: int, label: Text) -> Button:
    """Say that one comes."""
    return Button(label, Tap(ME, "coming", (registration.id, session_id)), pic.YES, "success")


def pin_row(registration: Registration, session: Session | None) -> tuple[Button, ...]:
    """Offer the map pin where the position is exact."""
    venue = (session.venue if session else None) or registration.venue
    if venue is None or not venue.pinned:
        return ()
    return (Button(_("Map"), Tap(ME, "map", (registration.id, venue.id)), pic.WHERE),)


def answer_rows(registration: Registration, session: Session) -> Rows:
    """Ask whether they come, and lead to the place."""
    pin = pin_row(registration, session)
    last = (*pin, ways.own(registration))
    if registration.reminder_only:
        return (last,)
    return (answer_row(registration, session), last)


def answer_row(registration: Registration, session: Session) -> tuple[Button, ...]:
    """Ask whether they come; who said yes is asked no more."""
    args = (registration.id, session.id)
    cannot = Button(_("I can't come"), Tap(ME, "cannot", args), pic.NO)
    if session.id in registration.coming:
        return (cannot,)
    return (coming_button(registration, session.id, _("I'm coming")), cannot)


def ask_to_cancel(registration: Registration, now: datetime) -> Screen:
    """Ask once more before a place, or a reminder, is given up."""
    following = registration.next_session(now)
    question, yes, no = cancel_words(registration)
    lines: tuple[Line, ...] = (title(question, pic.NO), claim_line(registration), *loss_lines(registration))
    if following:
        lines += (next_date_line(following),)
    keep = Tap(ME, "open", (registration.id,))
    rows = (
        (Button(yes, Tap(ME, "really", (registration.id,)), pic.NO, "danger"),),
        (Button(no, keep, pic.YES),),
    )
    return Screen(lines, rows, back=keep)


def cancel_words(registration: Registration) -> tuple[Text, Text, Text]:
    """Word the question and its two answers: a registration is cancelled, a reminder stops."""
    if registration.reminder_only:
        return _("Shall I stop reminding you?"), _("Yes, stop reminding me"), _("No, keep reminding me")
    return _("Do you really want to cancel?"), _("Yes, cancel"), _("No, I stay")


def loss_lines(registration: Registration) -> tuple[Line, ...]:
    """Say what becomes of the place; who is only reminded has none."""
    if registration.reminder_only:
        return ()
    if registration.session_id is None and len(registration.sessions) > 1:
        return (say(_("You leave the whole course. Then somebody else can have your place."), pic.PLACES),)
    return (say(_("Then somebody else can have your place."), pic.PLACES),)


def show_cancelled(registration: Registration, *, done: bool) -> Screen:
    """Say that it is given back, and lead on."""
    headline = _("Your registration is cancelled.")
    if registration.reminder_only:
        headline = _("I do not remind you any more.")
    lines: tuple[Line, ...] = (title(headline, pic.YES), claim_line(registration))
    if done and not registration.reminder_only:
        lines += (say(_("Thank you for telling us."), pic.SORRY),)
    rows = ((ways.find_more(),), (ways.about(registration.offering_id),), (ways.my_registrations(),))
    return Screen(lines, rows, back=LIST, fresh=done)


def ask_how_long(registration: Registration, session_id: int) -> Screen:
    """Ask whether somebody cannot come only this time; a single date is given back."""
    session = registration.session(session_id)
    if session is None:
        return show_gone()
    held = [session for session in registration.sessions if session.status is not SessionStatus.CANCELLED]
    lines: tuple[Line, ...] = (
        title(_("You cannot come?"), pic.NO),
        claim_line(registration),
        span_line(session),
    )
    away = Tap(ME, "away", (registration.id, session_id))
    coming = (coming_button(registration, session_id, _("I'm coming")),)
    if len(held) > 1:
        leave = Button(_("Leave the course"), Tap(ME, "cancel", (registration.id,)), pic.NO, "danger")
        return Screen(lines, ((Button(_("Only this time"), away, pic.WHEN),), (leave,), coming))
    lines += (say(_("Then somebody else can have your place."), pic.PLACES),)
    return Screen(lines, ((Button(_("Yes, I can't come"), away, pic.NO, "danger"),), coming))


def show_answered(registration: Registration, session_id: int, *, coming: bool, done: bool) -> Screen:
    """Thank for the answer, and say what comes of it."""
    sessions = tuple(session for session in registration.sessions if session.id == session_id)
    lines = (claim_line(registration), *(span_line(session) for session in sessions))
    own = ways.own(registration) if registration.active else ways.about(registration.offering_id)
    rows: Rows = ((own,), (ways.find_more(),))
    if not done:
        return Screen((title(_("There is nothing to answer any more."), pic.INFO), *lines), rows, back=LIST)
    if coming:
        thanks = title(_("Thank you! We look forward to seeing you."), pic.YES)
        places = tuple(line for session in sessions for line in own_where_lines(session, registration.venue))
        return Screen((thanks, *lines, *places, *bring_lines(registration.bring)), rows, back=LIST, fresh=True)
    rest = _("Somebody else can have your place now.")
    if registration.active:
        rest = _("You keep your place for the other dates.")
    return Screen(
        (title(_("Thank you for telling us."), pic.YES), *lines, say(rest, pic.PLACES)), rows, LIST, fresh=True
    )


def show_entry(entry: WaitingEntry, offering: Offering | None, now: datetime) -> Screen:
    """Show a waiting-list entry: the place in line, or the place that is free now."""
    if (why := lost_text(entry, offering, now)) is not None:
        leave = Button(_("Leave the waiting list"), Tap(ME, "leave", (entry.id,)), pic.NO)
        return Screen(lost_lines(entry, why), (*ways.instead(offering, now), (leave,)), back=LIST)
    when = when_lines(offering, now) if offering and entry.session is None else ()
    if not entry.offered:
        lines = (title(_("You are on the waiting list."), pic.WAITING), *entry_lines(entry), *when, *promise_lines())
        leave = Button(_("Leave the waiting list"), Tap(ME, "leave", (entry.id,)), pic.NO)
        return Screen(lines, ((ways.about(entry.offering_id),), (leave,)), back=LIST)
    lines = (title(_("A place is free for you!"), pic.DONE), *entry_lines(entry), *when)
    if entry.deadline:
        lines += (say(_("Please answer by: {time}", time=Moment(entry.deadline)), pic.WAITING),)
    return Screen(lines, offered_rows(entry), back=LIST)


def lost_text(entry: WaitingEntry, offering: Offering | None, now: datetime) -> Text | None:
    """Say why somebody waits in vain; None when it still takes place."""
    if offering is None or not offering.live:
        return _("This offer does not take place any more.")
    if entry.session and entry.session.status is SessionStatus.CANCELLED:
        return refusal_text("cancelled")
    return _("All dates are cancelled.") if situation(offering, now) is Situation.CANCELLED else None


def lost_lines(entry: WaitingEntry, why: Text) -> tuple[Line, ...]:
    """Say what somebody waited for in vain, and for whom."""
    lines: tuple[Line, ...] = (title(why, pic.SORRY), claim_line(entry))
    lines += (span_line(entry.session),) if entry.session else ()
    lines += (name_line(entry.attendee, child=entry.child),) if entry.attendee else ()
    return (*lines, say(_("You need not wait any more."), pic.WAITING))


def offered_rows(entry: WaitingEntry) -> Rows:
    """Ask whether somebody takes the place that is free for them."""
    return (
        (Button(_("Yes, I take it"), Tap(ME, "take", (entry.id,)), pic.YES, "success"),),
        (Button(_("No, thank you"), Tap(ME, "decline", (entry.id,)), pic.NO),),
        (ways.about(entry.offering_id),),
    )


def ask_to_leave(entry: WaitingEntry) -> Screen:
    """Ask once more before a place in line, or a free place, is given up."""
    effect = say(_("Then you lose your turn on the waiting list."), pic.WAITING)
    if entry.offered:
        effect = say(_("Then somebody else can have the free place."), pic.PLACES)
    lines = (
        title(_("Do you really want to leave the waiting list?"), pic.NO),
        *entry_lines(entry),
        effect,
    )
    keep = Tap(ME, "waiting", (entry.id,))
    rows = (
        (Button(_("Yes, leave the waiting list"), Tap(ME, "really_leave", (entry.id,)), pic.NO, "danger"),),
        (Button(_("No, I stay"), keep, pic.YES),),
    )
    return Screen(lines, rows, back=keep)


def show_left(entry: WaitingEntry, *, done: bool) -> Screen:
    """Say that somebody waits no longer, and lead on."""
    lines = (title(_("You are not on the waiting list any more."), pic.YES), claim_line(entry))
    rows = ((ways.find_more(),), (ways.about(entry.offering_id),), (ways.my_registrations(),))
    return Screen(lines, rows, back=LIST, fresh=done)


def show_missed(entry: WaitingEntry, reason: Refusal, offering: Offering | None, now: datetime) -> Screen:
    """Say kindly why the place cannot be taken any more, and lead on."""
    lines = (title(refusal_text(reason), pic.SORRY), claim_line(entry))
    rows = ways.instead(offering, now)
    if offering is not None:
        rows = ((ways.about(offering.id),), *rows)
    return Screen(lines, rows, back=LIST)


def show_wish(interest: Interest | None) -> Screen:
    """Show a wish, and let it be withdrawn."""
    if interest is None:
        return show_gone()
    rows: Rows = ((ways.about(interest.offering_id),),) if interest.offering_id is not None else ()
    forget = Button(_("I am not interested any more"), Tap(ME, "forget", (interest.id,)), pic.NO)
    lines = (title(_("You are interested in this:"), pic.WISH), *wish_lines(interest), *met_lines(interest))
    return Screen(lines, (*rows, (forget,), (ways.find_more(),)), back=LIST)


def wish_lines(interest: Interest) -> tuple[Line, ...]:
    """Say what somebody wishes for."""
    lines: tuple[Line, ...] = (say(interest.title or interest.topic or _("Anything that fits"), pic.WISH),)
    if interest.quarter:
        lines += (say(interest.quarter, pic.WHERE),)
    if interest.language:
        lines += (say(_("In {languages}", languages=Languages((interest.language,))), pic.LANGUAGE),)
    if interest.part_of_day:
        lines += (say(part_of_day_name(interest.part_of_day), pic.WHEN),)
    return lines


def met_lines(interest: Interest) -> tuple[Line, ...]:
    """Say that there was something, and what happens next; a wish for one offering ends with a place there."""
    if not interest.met:
        return ()
    if interest.offering_id is not None:
        return (say(_("You have registered for it since then."), pic.YES),)
    return (
        say(_("There was something that fits: I told you, or you registered."), pic.YES),
        say(_("I still write to you when there is more."), pic.REMINDER),
    )


def show_withdrawn(*, done: bool) -> Screen:
    """Say that the wish is forgotten, and lead on."""
    text = _("I have deleted your interest.") if done else refusal_text("gone")
    return Screen((title(text, pic.YES),), ((ways.find_more(),), (ways.my_registrations(),)), back=LIST, fresh=done)
