"""Home: few big choices, and the next meeting in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conversations import pictograms as pic
from conversations.coordination import COORDINATING, OFFICE
from conversations.core import Button, Dialog, Event, Line, Rows, Samples, Screen, Tap, Turn, note, say, title
from conversations.layout import pairs
from conversations.staff import ADMINISTRATOR, ANNOUNCING, DESK
from conversations.whereabouts import short_name
from locales.text import Moment, _
from storage.records.reader import Reader
from storage.records.registrations import Mine


@dataclass(frozen=True, slots=True)
class Home:
    """The start."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything the person has with us, and now."""

    mine: Mine
    now: datetime
    roles: tuple[str, ...] = ()


def update(state: Home | None, event: Event) -> Turn[Home]:
    """Stay; everything here leads to other dialogs."""
    match event:
        case Tap():
            return Turn(Home())
        case _:
            return Turn(state or Home(), understood=False)


async def load(state: Home, reader: Reader) -> View:
    """Read what the person registered for."""
    return View(await reader.mine(), reader.now, reader.roles)


def render(state: Home, view: View) -> Screen:
    """Ask what they want."""
    rows: Rows = (
        (Button(_("Find offers"), Tap("find", "start"), pic.FIND, "primary"),),
        (Button(_("My registrations"), Tap("my_registrations", "show"), pic.MINE, count=view.mine.count or None),),
        (Button(_("News"), Tap("news", "show"), pic.REMINDER),),
        (Button(_("Help"), Tap("help", "show"), pic.HELP),),
        *team_rows(view.roles),
    )
    lines = (title(_("What would you like?"), pic.HOME), *next_meeting(view), note(_("Or just type a word."), pic.TYPE))
    return Screen(lines, rows, home=False, samples=Samples(("PC", "3D"), ("zzzzqq",)))


def team_rows(roles: tuple[str, ...]) -> Rows:
    """Lead coordinators to the office, staff to their desk, and administrators to the team, too."""
    row: tuple[Button, ...] = ()
    if not COORDINATING.isdisjoint(roles):
        row += (Button(_("Office"), OFFICE, pic.OFFICE),)
    if not ANNOUNCING.isdisjoint(roles):
        row += (Button(_("Desk"), DESK, pic.NEWS),)
    if ADMINISTRATOR in roles:
        row += (Button(_("Team"), Tap("team", "show"), pic.TEAM),)
    return pairs(row)


def next_meeting(view: View) -> tuple[Line, ...]:
    """Say when and where the next meeting is, when there is one."""
    coming = [(r.next_session(view.now), r) for r in view.mine.registrations]
    dated = sorted(((s.start, s.venue or r.venue) for s, r in coming if s is not None), key=lambda pair: pair[0])
    if not dated:
        return ()
    start, venue = dated[0]
    text = _("Your next meeting: {when}", when=Moment(start))
    if venue is not None:
        text = _("Your next meeting: {when}, {place}", when=Moment(start), place=short_name(venue))
    return (say(text, pic.WHEN),)


DIALOG = Dialog("home", 1, (Home,), update, render, load, searches=(Home,))
