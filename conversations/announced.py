"""How an announcement reads for whom it is for: the same in the message, in a preview, and where the weekly letter leads.

What staff wrote stands first; the facts of the offering follow in the reader's own language. Buttons say which announcement
they belong to, so that a tap can be counted, and what they lead to, so that nothing has to be read before going there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Tap, prose, say, title
from conversations.deep_links import to_announcement, to_offering
from conversations.facts import (
    Situation,
    language_line,
    people_lines,
    pictogram_of,
    price_and_places,
    situation,
    when_lines,
)
from conversations.layout import pairs
from conversations.whereabouts import venue_of, where_lines
from conversations.wording import refusal_text
from locales.text import Content, Text, _
from storage.records.announcements import Announced
from storage.records.catalogue import Offering
from storage.records.reader import Reader

STOP = "stop"
NAME_LENGTH = 60
JUST_COME = 0
"""in place of a date: nobody registers for it, so its button leads to the offering itself"""
GOING_ON = {Situation.OPEN, Situation.WAITING, Situation.DROP_IN, Situation.NO_DATE}
"""when one can still do something about an offering"""


@dataclass(frozen=True, slots=True)
class AnnouncedView:
    """An announcement as its reader gets it, with the offering it is about as that is now, and what they read."""

    announced: Announced
    offering: Offering | None
    now: datetime
    language: str


async def view_of(announced: Announced | None, reader: Reader) -> AnnouncedView | None:
    """Read what an announcement is about; None when there is no announcement."""
    if announced is None:
        return None
    offering = await reader.offering(announced.offering_id) if announced.offering_id is not None else None
    return AnnouncedView(announced, offering, reader.now, reader.language)


def is_over(view: AnnouncedView) -> bool:
    """Say whether it is about an offering that nobody can do anything about any more."""
    return view.announced.offering_id is not None and situation(view.offering, view.now) not in GOING_ON


def name_of(view: AnnouncedView) -> Text | Content:
    """Name an announcement as short as a button needs it; what was withdrawn may have got another title since."""
    announced, offering = view.announced, open_offering(view)
    if announced.title is not None:
        return announced.title
    if offering is not None and not announced.own_text:
        return offering.short
    return beginning(announced.text) if announced.text is not None and announced.text.text.strip() else _("News")


def open_offering(view: AnnouncedView) -> Offering | None:
    """Tell the offering it is about, unless that was withdrawn or is a draft again."""
    return view.offering if view.offering is not None and view.offering.live else None


def beginning(text: Content) -> Content:
    """Take how a text begins for its name."""
    return Content(text.text.strip().split("\n", 1)[0][:NAME_LENGTH], text.language)


def open_button(view: AnnouncedView) -> Button:
    """Lead to an announcement from a list."""
    offering = open_offering(view)
    pictogram = pictogram_of(offering) if offering is not None else pic.NEWS
    return Button(name_of(view), Tap("news", "read", (view.announced.announcement_id,)), pictogram)


def letter(view: AnnouncedView) -> Screen:
    """Show an announcement: what was written, the offering's facts, its buttons, and the way to get no more of them."""
    return Screen((*written_lines(view), *offering_lines(view)), (*button_rows(view), (stop_button(view),)), fresh=True)


def written_lines(view: AnnouncedView) -> tuple[Line, ...]:
    """Say what staff wrote."""
    announced = view.announced
    lines: tuple[Line, ...] = ()
    if announced.title is not None:
        lines += (title(announced.title, pic.NEWS),)
    elif announced.says_facts:
        lines += (title(_("There is something new."), pic.NEWS),)
    return (*lines, prose(announced.text)) if announced.text is not None and announced.text.text else lines


def offering_lines(view: AnnouncedView) -> tuple[Line, ...]:
    """Say when and where it is, what it costs, in which language and for whom; or that it is gone."""
    offering = view.offering
    if not view.announced.says_facts:
        return ()
    if offering is None or not offering.live:
        return (say(refusal_text("gone"), pic.SORRY),)
    name = Line(offering.title, pictogram_of(offering), "prose")
    facts = (*when_lines(offering, view.now), *where_lines(offering, view.now), *price_and_places(offering, view.now))
    return (name, *facts, language_line(offering, view.language), *people_lines(offering))


def button_rows(view: AnnouncedView) -> Rows:
    """Offer what staff chose and what still makes sense: the main thing first and alone, the rest in pairs."""
    buttons = {slug: button for slug in view.announced.buttons if (button := button_of(slug, view)) is not None}
    main = [(buttons.pop(slug),) for slug in ("register",) if slug in buttons]
    return (*main, *pairs(list(buttons.values())))


def button_of(slug: str, view: AnnouncedView) -> Button | None:
    """Make one of an announcement's buttons; None where it would lead nowhere."""
    offering = open_offering(view)
    match slug:
        case "interested":
            return Button(_("I am interested"), tap_of(slug, view, offering), pic.WISH)
        case _ if offering is None:
            return None
        case "details":
            return Button(_("More about it"), tap_of(slug, view, offering), pic.INFO)
        case "register":
            return register_button(view, offering)
        case "map":
            return map_button(view, offering)
        case _:
            return None


def register_button(view: AnnouncedView, offering: Offering) -> Button | None:
    """Lead to registering, to the waiting list, or to a reminder where one just comes."""
    match situation(offering, view.now):
        case Situation.OPEN:
            return Button(_("Register"), tap_of("register", view, offering), pic.YES, "success")
        case Situation.WAITING:
            return Button(_("Join the waiting list"), tap_of("register", view, offering), pic.WAITING)
        case Situation.DROP_IN:
            does = Tap("news", "button", (view.announced.announcement_id, "register", offering.id, JUST_COME))
            return Button(_("Remind me"), does, pic.REMINDER, "success")
        case _:
            return None


def map_button(view: AnnouncedView, offering: Offering) -> Button | None:
    """Send the map pin, where the position is exact."""
    venue = venue_of(offering, view.now)
    if venue is None or not venue.pinned:
        return None
    does = Tap("news", "button", (view.announced.announcement_id, "map", offering.id, venue.id))
    return Button(_("Map"), does, pic.WHERE)


def tap_of(slug: str, view: AnnouncedView, offering: Offering | None) -> Tap:
    """Name the announcement, the button, and the offering where there is one."""
    about = () if offering is None else (offering.id,)
    return Tap("news", "button", (view.announced.announcement_id, slug, *about))


def stop_button(view: AnnouncedView) -> Button:
    """End all news, with one tap."""
    return Button(_("No more news"), Tap("news", STOP, (view.announced.announcement_id,)), pic.NO)


def payload_of(announced: Announced) -> str:
    """Write the payload of the link that leads to it from a group or channel, where only links are buttons."""
    if announced.offering_id is not None and announced.text is None:
        return to_offering(announced.offering_id)
    return to_announcement(announced.announcement_id)
