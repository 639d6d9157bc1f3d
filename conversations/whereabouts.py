"""Where something takes place, as lines: an address for everybody, the link into a video meeting for who is registered."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Line, say
from locales.text import Code, _
from storage.records.catalogue import Offering, Registering, Session, Venue


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


def where_lines(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say where the next session is, and whether the others are elsewhere."""
    upcoming = offering.upcoming(now)
    venues = {session.venue.id for session in upcoming if session.venue}
    first = open_where_lines(offering, upcoming[0] if upcoming else None)
    if len(venues) < 2:
        return first
    return (*first, Line(_("Other dates are at other places."), style="indented"))


def open_where_lines(offering: Offering, session: Session | None) -> tuple[Line, ...]:
    """Say to anybody where a session is, and how they get to see the link when it has one."""
    has_link = session is not None and session.has_link
    first = where_line((session.venue if session else None) or offering.venue, has_link=has_link)
    if not has_link:
        return (first,)
    if offering.registering is Registering.NONE:
        return (first, Line(_("You see the link when you let us remind you."), style="indented"))
    return (first, Line(_("You see the link when you are registered."), style="indented"))


def own_where_lines(session: Session | None, venue: Venue | None) -> tuple[Line, ...]:
    """Say to somebody registered where a session is, with its link on a line of its own."""
    place = (session.venue if session else None) or venue
    link = session.link if session else None
    first = where_line(place, has_link=link is not None)
    if link is not None:
        return (first, say(_("{link}", link=Code(link)), pic.LINK))
    if place is not None and place.online:
        return (first, Line(_("We write to you when we know it."), style="indented"))
    return (first,)
