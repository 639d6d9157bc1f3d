"""The office of coordinators: where each thing they do begins."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.coordination import may_coordinate
from conversations.core import Button, Dialog, Event, Screen, Tap, Turn, title
from conversations.staff import not_for_you
from locales.text import _
from storage.records.people import Participant
from storage.records.reader import Reader

WAYS: tuple[Button, ...] = (
    Button(_("Offers and lists"), Tap("signups", "list", (0,)), pic.MINE, "primary"),
    Button(_("Wishes"), Tap("demand", "show"), pic.WISH),
    Button(_("Bring in a file"), Tap("intake", "show"), pic.BRING_IN),
    Button(_("Figures"), Tap("figures", "show"), pic.REPORT),
    Button(_("To do"), Tap("to_do", "list", (0,)), pic.TO_DO),
)
"""one button a dialog that begins here"""


@dataclass(frozen=True, slots=True)
class Office:
    """The start."""


@dataclass(frozen=True, slots=True)
class View:
    """Who looks."""

    me: Participant


def update(state: Office | None, event: Event) -> Turn[Office]:
    """Stay; everything here leads to other dialogs."""
    return Turn(Office(), understood=isinstance(event, Tap))


async def load(state: Office, reader: Reader) -> View:
    """Read who looks."""
    return View(await reader.me())


def render(state: Office, view: View) -> Screen:
    """Ask what to do."""
    if not may_coordinate(view.me):
        return not_for_you()
    return Screen((title(_("What do you want to do?"), pic.OFFICE),), tuple((way,) for way in WAYS))


DIALOG = Dialog("office", 1, (Office,), update, render, load)
