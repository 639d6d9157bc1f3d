"""Help: how the bot works, in five short sentences."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Event, Screen, Tap, Turn, say, title
from locales.text import _


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading the help."""


def update(state: Reading | None, event: Event) -> Turn[Reading]:
    """Stay; the buttons lead on."""
    match event:
        case Tap():
            return Turn(Reading())
        case _:
            return Turn(state or Reading(), understood=False)


def render(state: Reading, view: None) -> Screen:
    """Explain, and lead on."""
    lines = (
        title(_("How it works"), pic.HELP),
        say(_("Tap a button. You hardly ever need to type."), pic.NEXT),
        say(_("Look for an offer and register. You get a code."), pic.FIND),
        say(_("I remind you before it begins."), pic.REMINDER),
        say(_("You can cancel at any time."), pic.NO),
        say(_("Tap “Language” below to change the language."), pic.SPEAK),
    )
    rows = (
        (Button(_("Find offers"), Tap("find", "start"), pic.FIND),),
        (Button(_("Choose language"), Tap("choose_language", "show"), pic.SPEAK),),
        (Button(_("Privacy"), Tap("privacy", "show"), pic.PRIVACY),),
        (Button(_("Settings"), Tap("settings", "show"), pic.SETTINGS),),
    )
    return Screen(lines, rows)


DIALOG = Dialog("help", 1, (Reading,), update, render)
