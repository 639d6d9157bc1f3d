"""Ways on: the buttons that lead from one thing to the next, the same words and places in every dialog."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Button, Rows, Tap
from conversations.facts import Situation, pictogram_of, situation
from locales.text import _
from storage.records.catalogue import Offering
from storage.records.registrations import Registration


def find_more() -> Button:
    """Lead to the search."""
    return Button(_("Find offers"), Tap("find", "start"), pic.FIND)


def similar(offering: Offering) -> Button:
    """Lead to others on the same topic."""
    if not offering.topics:
        return find_more()
    return Button(_("Similar offers"), Tap("find", "topic", (offering.topics[0],)), pictogram_of(offering))


def tell_me(offering_id: int) -> Button:
    """Note that somebody is interested, whatever the date."""
    return Button(_("I am interested"), Tap("interest", "offering", (offering_id,)), pic.REMINDER, "success")


def about(offering_id: int) -> Button:
    """Lead to the offering."""
    return Button(_("About this offer"), Tap("offering", "show", (offering_id,)), pic.INFO)


def my_registrations() -> Button:
    """Lead to everything the person has with us."""
    return Button(_("My registrations"), Tap("my_registrations", "show"), pic.MINE)


def own(registration: Registration, style: str = "") -> Button:
    """Lead to somebody's own registration or reminder."""
    does = Tap("my_registrations", "open", (registration.id,))
    if registration.reminder_only:
        return Button(_("My reminder"), does, pic.REMINDER, style)
    return Button(_("My registration"), does, pic.MINE, style)


def change_reminders() -> Button:
    """Lead to the choice of reminders."""
    return Button(_("Change reminders"), Tap("settings", "reminders"), pic.REMINDER)


def news(*, invited: bool) -> Rows:
    """Invite somebody who was never asked to news, with a button that only leads to the question."""
    return ((Button(_("Get news, too"), Tap("news", "show"), pic.REMINDER),),) if invited else ()


def calendar_file(tap: Tap) -> Button:
    """Send the dates as a calendar file."""
    return Button(_("Calendar"), tap, pic.CALENDAR)


def other_dates(offering: Offering, now: datetime) -> Rows:
    """Lead to the other dates of an offering with single ones."""
    bookable = situation(offering, now) in {Situation.OPEN, Situation.WAITING}
    if offering.whole_course or not bookable or len(offering.upcoming(now)) < 2:
        return ()
    return ((Button(_("Other dates"), Tap("register", "start", (offering.id,)), pic.WHEN),),)


def instead(offering: Offering | None, now: datetime) -> Rows:
    """Lead on when this one cannot be: other dates, similar ones, tell me."""
    if offering is None:
        return ((find_more(),),)
    wish = ((tell_me(offering.id),),) if offering.live else ()
    return (*other_dates(offering, now), (similar(offering),), *wish)
