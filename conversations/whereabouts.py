"""Where something takes place, as lines: an address for everybody, the link into a video meeting for who is registered."""

from __future__ import annotations

import re
from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Line, say
from locales.text import Code, Content, _
from storage.records.catalogue import Offering, Registering, Session, Venue

ADDITION = re.compile(r" [(–-]|[,،] ")
"""where a venue's name goes on with a room, a department or what else the house is called"""


def venue_of(offering: Offering, now: datetime) -> Venue | None:
    """Find where the next session takes place; the offering's own venue when the session names none."""
    upcoming = offering.upcoming(now)
    return (upcoming[0].venue if upcoming else None) or offering.venue


def where_line(venue: Venue | None, *, has_link: bool = False) -> Line:
    """Say where, with the address; online, say whether the link is known."""
    match venue:
        case None:
            text = _("The place is not fixed yet.")
        case Venue(online=True) if has_link:
            text = _("Online, as a video meeting.")
        case Venue(online=True):
            text = _("Online, as a video meeting. The link is not known yet.")
        case Venue(street=""):
            text = _("{venue} ({quarter})", venue=venue.name, quarter=venue.quarter_name)
        case Venue():
            text = _(
                "{venue}, {street} ({quarter})",
                venue=venue.name,
                street=Code(venue.street),
                quarter=venue.quarter_name,
            )
    return say(text, pic.WHERE)


def brief_where_line(venue: Venue | None, *, has_link: bool = False) -> Line:
    """Say where in one short line: the name up to its first addition, and the street."""
    if venue is None or venue.online:
        return where_line(venue, has_link=has_link)
    name = short_name(venue)
    if venue.street in name.text:
        return say(name, pic.WHERE)
    return say(_("{venue}, {street}", venue=name, street=Code(venue.street)), pic.WHERE)


def short_name(venue: Venue) -> Content:
    """Name a venue without what is added to its name."""
    return Content(ADDITION.split(venue.name.text)[0], venue.name.language)


def where_lines(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say shortly where the next session is, and whether the others are elsewhere."""
    upcoming = offering.upcoming(now)
    venues = {session.venue.id for session in upcoming if session.venue}
    has_link = bool(upcoming) and upcoming[0].has_link
    first = (brief_where_line(venue_of(offering, now), has_link=has_link), *link_lines(offering, has_link=has_link))
    if len(venues) < 2:
        return first
    return (*first, Line(_("Other dates are at other places."), style="indented"))


def open_where_lines(offering: Offering, session: Session | None) -> tuple[Line, ...]:
    """Say to anybody where a session is, and how they get to see the link when it has one."""
    has_link = session is not None and session.has_link
    first = where_line((session.venue if session else None) or offering.venue, has_link=has_link)
    return (first, *link_lines(offering, has_link=has_link))


def link_lines(offering: Offering, *, has_link: bool) -> tuple[Line, ...]:
    """Say how one gets to see the link of a video meeting that has one."""
    if not has_link:
        return ()
    if offering.registering is Registering.NONE:
        return (Line(_("You see the link when you let us remind you."), style="indented"),)
    return (Line(_("You see the link when you are registered."), style="indented"),)


def own_where_lines(session: Session | None, venue: Venue | None) -> tuple[Line, ...]:
    """Say to somebody registered where a session is, with its link on a line of its own."""
    place = (session.venue if session else None) or venue
    link = session.link if session else None
    first = where_line(place, has_link=link is not None)
    if link is not None:
        return (first, say(_("{link}", link=Code(link)), pic.LINK))
    if place is not None and place.online:
        return (first, Line(_("I send you the link when I know it."), style="indented"))
    return (first,)
