"""The privacy notice: a sentence at first contact, the heart of it at /privacy, and behind that the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.effects import SeePrivacyNotice
from conversations.layout import paged
from locales.text import _, ngettext

REGISTRATIONS_KEPT_DAYS = 90
"""what `storage.retention` keeps to; a test holds the two together"""


@dataclass(frozen=True, slots=True)
class Short:
    """The notice at first contact: until it was seen, nothing but the language is stored."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The heart of the notice."""


@dataclass(frozen=True, slots=True)
class Full:
    """The whole notice, a page at a time."""

    page: int = 0


State: TypeAlias = Short | Overview | Full


def update(state: State | None, event: Event) -> Turn[State]:
    """Go on once it was read."""
    match event:
        case Tap(action="welcome"):
            return Turn(Short())
        case Tap(action="show"):
            return Turn(Overview())
        case Tap(action="more", args=()):
            return Turn(Full())
        case Tap(action="more", args=(int(page),)):
            return Turn(Full(max(0, page)))
        case Tap(action="accept"):
            return Turn(None, (SeePrivacyNotice(),))
        case _:
            return Turn(state or Overview(), understood=False)


def render(state: State, view: None) -> Screen:
    """Say what is stored, in as many sentences as the moment bears."""
    match state:
        case Short():
            return show_short()
        case Overview():
            return show_overview()
        case Full(page):
            return show_full(page)


def show_short() -> Screen:
    """Say the least that must be known first."""
    lines = (
        title(_("I show you courses and meetings in Aachen-Nord and Aachen-Ost/Rothe Erde."), pic.HELLO),
        say(_("This service is free of charge.")),
        say(
            _("Until you register, I store only your language and what I need to answer you. More: /privacy"),
            pic.PRIVACY,
        ),
    )
    return Screen(lines, ((Button(_("Continue"), Tap("privacy", "accept"), pic.YES, "success"),),), home=False)


def show_overview() -> Screen:
    """Say what matters most, and lead to the rest and to one's rights."""
    lines = (
        title(_("Your data"), pic.PRIVACY),
        say(_("I store your language and the number of this chat.")),
        say(_("When you register, I also store a name and the offer.")),
        say(_("You can delete everything at any time.")),
    )
    return Screen(lines, ((Button(_("More"), Tap("privacy", "more"), pic.INFO),), *rights_rows()))


def rights_rows() -> Rows:
    """Lead to what one can demand."""
    return (
        (Button(_("Send me my data"), Tap("settings", "data"), pic.CERTIFICATE),),
        (Button(_("Delete my data"), Tap("settings", "erase"), pic.NO),),
        (Button(_("All right"), Tap("privacy", "accept"), pic.YES),),
    )


def show_full(page: int) -> Screen:
    """Say it all, in two pages; what one can demand stands below both."""
    pages = (stored_lines(), kept_lines())
    (lines,), pager = paged(pages, page, 1, Tap("privacy", "more"))
    return Screen((title(_("Your data"), pic.PRIVACY), *lines), rights_rows(), Tap("privacy", "show"), pager)


def stored_lines() -> tuple[Line, ...]:
    """Say what is stored, and what for."""
    return (
        say(_("I store your language and the number of this chat, so that I can answer you.")),
        say(_("When you register, I also store a first name or nickname and what you registered for.")),
        say(_("When you say yes to news, I also store what you chose. You can stop at any time.")),
        say(_("I do not store your phone number, your e-mail address or your messages.")),
    )


def kept_lines() -> tuple[Line, ...]:
    """Say who sees it, how and how long it is kept, and what one can demand."""
    kept = ngettext(
        "I delete a registration {count} day after the course.",
        "I delete a registration {count} days after the course.",
        REGISTRATIONS_KEPT_DAYS,
    )
    return (
        say(_("The name and the code are only for the people who run the course.")),
        say(_("I store names and chat numbers encrypted.")),
        say(kept),
        say(_("You can see or delete your data at any time. You need not give a reason.")),
        note(_("This service runs in Telegram. Telegram's own rules apply too.")),
    )


DIALOG = Dialog("privacy", 1, (Short, Overview, Full), update, render)
