"""Settings: reminders, language, privacy; take one's data along, or delete everything, both asked for under privacy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, say, title
from conversations.effects import EraseMe, SendMyData, SetReminders
from conversations.engine import HOME
from locales.text import _
from storage.records.people import Participant
from storage.records.reader import Reader

CLOSE = Tap("settings", "close")


@dataclass(frozen=True, slots=True)
class Choosing:
    """What can be set."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Which reminders one gets."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One's own data is on its way."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Asking once more before everything is deleted."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything is deleted."""


State: TypeAlias = Choosing | Reminders | Sent | Erasing | Erased


def update(state: State | None, event: Event) -> Turn[State]:
    """Set what was tapped; deleting is asked twice."""
    match event:
        case Tap(action="show"):
            return Turn(Choosing())
        case Tap(action="reminders"):
            return Turn(Reminders())
        case Tap(action="remind", args=(int(day_before), int(hours_before))):
            return Turn(Reminders(), (SetReminders(bool(day_before), bool(hours_before)),))
        case Tap(action="data"):
            return Turn(Sent(), (SendMyData(),))
        case Tap(action="really_erase") if state == Erasing():
            return Turn(state, (EraseMe(),))
        case Tap(action="erase" | "really_erase"):
            return Turn(Erasing())
        case Done(effect=EraseMe()):
            return Turn(Erased())
        case _:
            return Turn(state, understood=False)


async def load(state: State, reader: Reader) -> Participant | None:
    """Read the person's settings."""
    return await reader.me() if isinstance(state, Reminders) else None


def render(state: State, me: Participant | None) -> Screen:
    """Show what can be set, or ask before deleting."""
    match state:
        case Erasing():
            return ask_to_erase()
        case Erased():
            return show_erased()
        case Sent():
            return Screen((title(_("I send you your data as a file."), pic.CERTIFICATE),))
        case Reminders():
            day, hours = (me.remind_day_before, me.remind_hours_before) if me else (True, True)
            return show_reminders(day=day, hours=hours)
        case Choosing():
            return show_settings()


def show_settings() -> Screen:
    """Lead to what can be set."""
    rows = (
        (Button(_("Reminders"), Tap("settings", "reminders"), pic.REMINDER),),
        (Button(_("Choose language"), Tap("choose_language", "show"), pic.SPEAK),),
        (Button(_("Privacy"), Tap("privacy", "show"), pic.PRIVACY),),
    )
    return Screen((title(_("Settings"), pic.SETTINGS),), rows)


def show_reminders(*, day: bool, hours: bool) -> Screen:
    """Show which reminders there are; a reminder's button says how it is now, and turns it."""
    day_label = _("One day before: on") if day else _("One day before: off")
    hours_label = _("Two hours before: on") if hours else _("Two hours before: off")
    lines = (title(_("When shall I remind you? Tap to turn on or off."), pic.REMINDER),)
    rows = (
        (Button(day_label, Tap("settings", "remind", (int(not day), int(hours))), pic.YES if day else pic.NO),),
        (Button(hours_label, Tap("settings", "remind", (int(day), int(not hours))), pic.YES if hours else pic.NO),),
    )
    return Screen(lines, rows)


def ask_to_erase() -> Screen:
    """Ask once more, and say what is lost."""
    lines = (
        title(_("Do you really want to delete everything?"), pic.PRIVACY),
        say(_("Your registrations, your places and your settings are deleted. You get no more reminders.")),
        say(_("This cannot be undone.")),
    )
    rows = (
        (Button(_("Yes, delete everything"), Tap("settings", "really_erase"), pic.NO, "danger"),),
        (Button(_("No, keep my data"), CLOSE, pic.YES),),
    )
    return Screen(lines, rows)


def show_erased() -> Screen:
    """Say goodbye, and lead to the start."""
    lines = (
        title(_("Everything is deleted."), pic.YES),
        say(_("Goodbye! You can come back at any time."), pic.HELLO),
    )
    return Screen(lines, ((Button(_("Start again"), HOME, pic.HOME),),), home=False, fresh=True)


DIALOG = Dialog(
    "settings",
    1,
    (Choosing, Reminders, Sent, Erasing, Erased),
    update,
    render,
    load,
    searches=(Choosing, Reminders, Sent),
)
