"""The screens at the door: big names to tap, each with a pictogram that says how it stands, and the counts above them."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.coordination import of_offering
from conversations.core import Button, Line, Rows, Samples, Screen, Tap, note, say, title
from conversations.layout import paged, pairs
from locales.text import Code, Moment, ShortMoment, Span, Text, _, ngettext
from storage.records.door import OPENS, DoorList, Guest, Record, Turnout

NAMES_A_PAGE = 8
DATES_A_PAGE = 6
MOST_MEANT = 6
"""people that a typed word could mean; of more one types another letter"""
NOTED = {"here": True, "away": False, "open": None}
STANDING = {True: pic.YES, False: pic.NO, None: pic.OPEN}


def show_dates(record: Record, page: int) -> Screen:
    """List the sessions whose door was opened, and how many came to all of them."""
    turn = Tap("door", "show", (record.offering_id,))
    shown, pager = paged(record.turnouts, page, DATES_A_PAGE, turn)
    lines = (title(record.title, pic.DOOR), *total_lines(record.turnouts), *next_lines(record))
    return Screen(lines, tuple((date_button(one),) for one in shown), of_offering(record.offering_id), pager)


def total_lines(turnouts: tuple[Turnout, ...]) -> tuple[Line, ...]:
    """Count who came and who did not, over all sessions."""
    if not turnouts:
        return (say(_("No date has begun yet."), pic.WAITING),)
    there, missed, said_no, walk_ins = (
        sum(getattr(one, name) for one in turnouts) for name in ("there", "missed", "said_no", "walk_ins")
    )
    lines = (say(ngettext("All dates: {count} date", "All dates: {count} dates", len(turnouts)), pic.CALENDAR),)
    return (*lines, *came_lines(there, walk_ins), *away_lines(missed, said_no))


def came_lines(there: int, walk_ins: int) -> tuple[Line, ...]:
    """Count who came, by name and without one."""
    lines = (say(ngettext("{count} person came.", "{count} people came.", there), pic.YES),)
    return (*lines, *walk_in_lines(walk_ins))


def walk_in_lines(walk_ins: int) -> tuple[Line, ...]:
    """Count who came without being on the list."""
    if not walk_ins:
        return ()
    return (say(ngettext("{count} more without a name", "{count} more without a name", walk_ins), pic.MORE),)


def away_lines(missed: int, said_no: int) -> tuple[Line, ...]:
    """Count who stayed away: without a word, and after saying so."""
    lines: tuple[Line, ...] = ()
    if missed:
        lines += (say(ngettext("{count} person did not come.", "{count} people did not come.", missed), pic.NO),)
    if said_no:
        lines += (say(ngettext("{count} person had said no.", "{count} people had said no.", said_no), pic.INFO),)
    return lines


def next_lines(record: Record) -> tuple[Line, ...]:
    """Say when the next door opens."""
    if record.next_start is None:
        return ()
    return (note(_("Next date: {when}", when=Moment(record.next_start)), pic.WHEN),)


def date_button(one: Turnout) -> Button:
    """Lead to the list of a session."""
    does = Tap("door", "open", (one.session_id,))
    pictogram = pic.OPEN if one.open else pic.YES
    if not one.listed:
        return Button(_("{time} · {count}", time=ShortMoment(one.start), count=one.walk_ins), does, pictogram)
    label = _("{time} · {there} of {all}", time=ShortMoment(one.start), there=one.there, all=one.expected)
    return Button(label, does, pictogram)


def show_too_early(names: DoorList) -> Screen:
    """Say from when on one can note who is there."""
    lines = (
        title(names.title, pic.DOOR),
        when_line(names.turnout),
        say(_("You can note who is there from {when} on.", when=Moment(names.turnout.start - OPENS)), pic.WAITING),
    )
    return Screen(lines, back=back_of(names))


def show_names(names: DoorList, page: int, last: Guest | None, *, unknown: bool) -> Screen:
    """Show the list of a session to tap, with the counts above; whoever was just found by a word is on the page."""
    turnout = names.turnout
    page = page if last is None else names.guests.index(last) // NAMES_A_PAGE
    shown, pager = paged(names.guests, page, NAMES_A_PAGE, Tap("door", "page", (turnout.session_id,)))
    lines = (title(names.title, pic.DOOR), when_line(turnout), *heard_lines(last, unknown=unknown), *counts(turnout))
    buttons = [guest_button(names, guest, pager.page) for guest in shown]
    rows = (*pairs(buttons), lower_row(names, pager.page))
    return Screen(
        (*lines, how_line(names)), rows, back_of(names), pager, samples=Samples(("A", "Am", "4F7"), ("zzzzqq",))
    )


def when_line(turnout: Turnout) -> Line:
    """Say when a session is."""
    return say(_("{time}", time=Span(turnout.start, turnout.end)), pic.WHEN)


def heard_lines(last: Guest | None, *, unknown: bool) -> tuple[Line, ...]:
    """Say what became of a typed word."""
    if unknown:
        return (say(_("I find nobody with this name or code on the list."), pic.SORRY),)
    if last is None or not last.present:
        return ()
    return (say(_("{name} is here.", name=Code(last.name)), pic.DONE),)


def counts(turnout: Turnout) -> tuple[Line, ...]:
    """Count who is there, with the pictograms that stand before the names."""
    here = _("{there} of {all} are here.", there=turnout.there, all=turnout.expected)
    lines: tuple[Line, ...] = (say(here, pic.YES),) if turnout.listed else ()
    if turnout.open:
        lines += (say(ngettext("{count} person not yet", "{count} people not yet", turnout.open), pic.OPEN),)
    return (*lines, *away_lines(turnout.missed, turnout.said_no), *walk_in_lines(turnout.walk_ins))


def how_line(names: DoorList) -> Line:
    """Say how to note somebody."""
    if not names.guests:
        return note(_("Nobody is on the list. Count who comes."), pic.MORE)
    return note(_("Tap a name. Or type a code or the start of a name."), pic.TYPE)


def guest_button(names: DoorList, guest: Guest, page: int) -> Button:
    """Show how somebody stands; the button names what it makes of that, and the page it stands on.

    Once the others are noted as away, whoever is tapped wrongly is away again, too.
    """
    after = "here"
    if guest.present:
        after = "away" if any(one.present is False for one in names.guests) else "open"
    does = Tap("door", "mark", (names.turnout.session_id, guest.registration_id, after, page))
    return Button(short_name(names, guest), does, STANDING[guest.present], "success" if guest.present else "")


def short_name(names: DoorList, guest: Guest) -> Text:
    """Name somebody, with their code when somebody else has that name; who said that they cannot come is told apart."""
    if guest.coming is False and not guest.present:
        return _("{name} · said no", name=Code(guest.name))
    if sum(one.name.casefold() == guest.name.casefold() for one in names.guests) > 1:
        return name_of(guest)
    return _("{name}", name=Code(guest.name))


def name_of(guest: Guest) -> Text:
    """Name somebody with their code."""
    return _("{name} · {code}", name=Code(guest.name), code=Code(guest.code))


def lower_row(names: DoorList, page: int) -> tuple[Button, ...]:
    """Count who just came, without a name; what is seldom needed stands on a screen of its own."""
    turnout = names.turnout
    this = (turnout.session_id, page)
    more = Button(_("Without a name"), Tap("door", "more", this), pic.MORE, count=turnout.walk_ins or None)
    return (more, Button(_("More"), Tap("door", "also", this), pic.NEXT)) if also_rows(names, page) else (more,)


def show_also(names: DoorList, page: int) -> Screen:
    """Offer what one seldom needs at the door."""
    lines = (title(names.title, pic.DOOR), when_line(names.turnout), *counts(names.turnout))
    return Screen(lines, also_rows(names, page), Tap("door", "page", (names.turnout.session_id, page)))


def also_rows(names: DoorList, page: int) -> Rows:
    """Offer to count one less, to put somebody on the list, and to note at once that the others did not come, or not."""
    session_id = names.turnout.session_id
    left = sum(guest.present is None for guest in names.guests)
    buttons: list[Button] = []
    if names.takes_more:
        add = Tap("walk_in", "start", (names.turnout.offering_id, session_id))
        buttons.append(Button(_("Add a name"), add, pic.TYPE))
    if left:
        buttons.append(Button(_("The rest is missing"), Tap("door", "ask", (session_id,)), pic.NO, count=left))
    elif any(guest.present is False for guest in names.guests):
        buttons.append(Button(_("Undo “missing”"), Tap("door", "reopen", (session_id,)), pic.OPEN))
    if names.turnout.walk_ins:
        buttons.append(Button(_("One less"), Tap("door", "less", (session_id, page)), pic.LESS))
    return tuple((button,) for button in buttons)


def show_which(names: DoorList, registration_ids: tuple[int, ...]) -> Screen:
    """Ask who is meant by a typed word."""
    meant = [guest for guest in names.guests if guest.registration_id in registration_ids]
    session_id = names.turnout.session_id
    lines: tuple[Line, ...] = (title(_("Who is it?"), pic.PERSON),)
    if len(meant) > MOST_MEANT:
        lines += (note(_("There are more. Please type more letters."), pic.TYPE),)
    rows: Rows = tuple(
        (
            Button(
                name_of(guest),
                Tap("door", "mark", (session_id, guest.registration_id, "here", 0)),
                STANDING[guest.present],
            ),
        )
        for guest in meant[:MOST_MEANT]
    )
    return Screen(lines, rows, Tap("door", "open", (session_id,)), samples=Samples(("Am",), ("zzzzqq",)))


def ask_to_close(names: DoorList) -> Screen:
    """Ask before the others are noted as away."""
    left = sum(guest.present is None for guest in names.guests)
    this = (names.turnout.session_id,)
    back = Tap("door", "open", this)
    if not left:
        return Screen((title(_("Everybody is noted already."), pic.YES),), back=back)
    lines = (
        title(_("Did the others not come?"), pic.NO),
        say(ngettext("I note for {count} person: did not come.", "I note for {count} people: did not come.", left)),
        note(_("You can still change it afterwards."), pic.INFO),
    )
    rows: Rows = (
        (Button(_("Yes, they did not come"), Tap("door", "end", this), pic.YES, "primary"),),
        (Button(_("No, go back"), back, pic.NO),),
    )
    return Screen(lines, rows, back)


def back_of(names: DoorList) -> Tap:
    """Lead back to the sessions of the offering."""
    return Tap("door", "show", (names.turnout.offering_id,))
