"""What became of a change of somebody's place, and the question before one that makes a course fuller than it is meant."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.coordination import to_offering
from conversations.core import Button, Line, Screen, Tap, note, say, title
from conversations.signup_lines import who_text
from locales.text import Code, Text, _
from storage.records.signups import NOTE_LENGTH, Objection, Signup

REASONS: dict[Objection, Text] = {
    Objection.GONE: _("Somebody changed this meanwhile. Please look at it again."),
    Objection.OVER: _("This is over, or it does not take place."),
    Objection.ALREADY: _("That is so already."),
    Objection.NO_LIST: _("There is no waiting list for this."),
    Objection.NO_REGISTRATION: _("Nobody registers here. One just comes."),
    Objection.CONTACT: _("This looks like a phone number or an address. I do not keep those. Please leave it out."),
    Objection.UNCLEAR: _("I cannot read this. Please write it differently."),
}
DONE: dict[str, Text] = {
    "confirm": _("The place is confirmed."),
    "move": _("The person is moved."),
    "queue": _("The person is on the waiting list now."),
    "promote": _("The person has a place now."),
    "cancel": _("The place is cancelled."),
    "remove": _("The person is not on the waiting list any more."),
}


def to_person(number: int, *, registration: bool) -> Tap:
    """Name the screen of one person."""
    return Tap("signup", "place" if registration else "line", (number,))


def show_done(what: str, person: Signup, *, told: bool) -> Screen:
    """Say what was done, and whether the person hears of it by a message or has to be phoned."""
    lines: tuple[Line, ...] = (title(DONE[what], pic.DONE), say(who_text(person), pic.PERSON), told_line(told=told))
    back = Button(_("To this person"), to_person(person.id, registration=person.registration), pic.PERSON)
    here = Button(
        _("All people"), Tap("signup_list", "people", (person.offering_id, person.session_id or 0, 0)), pic.PEOPLE
    )
    return Screen(lines, ((here,), (back,), (to_offering(person.offering_id),)) if person.active else ((here,),))


def told_line(*, told: bool) -> Line:
    """Say how the person hears of it."""
    if told:
        return say(_("They get a message from me."), pic.REMINDER)
    return say(_("I cannot write to them. Please tell them by phone."), pic.PHONE)


def show_refused(reason: Objection, back: Tap) -> Screen:
    """Say kindly why it was not done, and lead back to what is now."""
    look = Button(_("Take a look"), back, pic.LOOK)
    return Screen((title(REASONS[reason], pic.SORRY),), ((look,),))


def ask_over(taken: int, capacity: int, yes: Tap, no: tuple[Button, ...]) -> Screen:
    """Ask whether to go on although it is full; the answer names how full it was."""
    full = _("{taken} of {capacity} places are taken.", taken=taken, capacity=capacity)
    after = _("Then there are {taken} people for {capacity} places.", taken=taken + 1, capacity=capacity)
    lines = (title(_("It is full. Do it all the same?"), pic.WARNING), say(full, pic.PLACES), say(after, pic.PEOPLE))
    rows = ((Button(_("Yes, one more"), yes, pic.MORE, "danger"),), *((button,) for button in no))
    return Screen(lines, rows)


def code_lines(code: str) -> tuple[Line, ...]:
    """Show a code as large as a screen can, for somebody to read out."""
    return (
        title(_("{code}", code=Code(" ".join(code))), pic.CODE),
        say(_("Please tell this code. It is said at the door.")),
    )


def rules_of_notes() -> tuple[Line, ...]:
    """Say what a note is not for."""
    return (
        say(_("At most {count} characters, for the team only.", count=NOTE_LENGTH), pic.TYPE),
        note(_("Nothing about health or origin. No phone numbers."), pic.PRIVACY),
        note(_("The person may ask to read it."), pic.INFO),
    )
