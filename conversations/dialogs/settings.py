"""Settings: reminders, news, language, privacy; take one's data along, or delete everything, both asked for under privacy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, note, say, title
from conversations.effects import EraseMe, SendMyData, SetReminders
from conversations.engine import HOME
from locales.text import Text, _, ngettext
from storage.records.people import REMIND_DAYS, REMIND_HOURS, USUAL_DAYS, USUAL_HOURS, Participant
from storage.records.reader import Reader

CLOSE = Tap("settings", "close")
REMINDERS = Tap("settings", "reminders")


@dataclass(frozen=True, slots=True)
class Choosing:
    """What can be set."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """When one is reminded."""


@dataclass(frozen=True, slots=True)
class AskingDays:
    """Asking how many days before."""


@dataclass(frozen=True, slots=True)
class AskingHours:
    """Asking how many hours before."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One's own data is on its way."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Asking once more before everything is deleted."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything is deleted."""


State: TypeAlias = Choosing | Reminders | AskingDays | AskingHours | Sent | Erasing | Erased


def update(state: State | None, event: Event) -> Turn[State]:
    """Set what was tapped; deleting is asked twice."""
    match event:
        case Tap(action="show"):
            return Turn(Choosing())
        case Tap(action="reminders"):
            return Turn(Reminders())
        case Tap(action="ask_days"):
            return Turn(AskingDays())
        case Tap(action="ask_hours"):
            return Turn(AskingHours())
        case Tap(action="days", args=(int(days),)):
            return Turn(Reminders(), (SetReminders(days=days),))
        case Tap(action="hours", args=(int(hours),)):
            return Turn(Reminders(), (SetReminders(hours=hours),))
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
    return await reader.me() if isinstance(state, Reminders | AskingDays | AskingHours) else None


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
            return show_reminders(*chosen(me))
        case AskingDays():
            return ask_days(chosen(me)[0])
        case AskingHours():
            return ask_hours(chosen(me)[1])
        case Choosing():
            return show_settings()


def show_settings() -> Screen:
    """Lead to what can be set."""
    rows = (
        (Button(_("Reminders"), REMINDERS, pic.REMINDER),),
        (Button(_("News"), Tap("news", "show"), pic.REMINDER),),
        (Button(_("Choose language"), Tap("choose_language", "show"), pic.SPEAK),),
        (Button(_("Privacy"), Tap("privacy", "show"), pic.PRIVACY),),
    )
    return Screen((title(_("Settings"), pic.SETTINGS),), rows)


def chosen(me: Participant | None) -> tuple[int, int]:
    """Tell how many days and hours before somebody is reminded."""
    return (me.remind_days, me.remind_hours) if me else (USUAL_DAYS, USUAL_HOURS)


def show_reminders(days: int, hours: int) -> Screen:
    """Show when one is reminded; a button says how it is now, and leads to the other choices."""
    rows = (
        (Button(days_text(days), Tap("settings", "ask_days"), pic.YES if days else pic.NO),),
        (Button(hours_text(hours), Tap("settings", "ask_hours"), pic.YES if hours else pic.NO),),
    )
    lines = (title(_("When shall I remind you?"), pic.REMINDER), say(_("Tap to change it.")))
    return Screen(lines, rows)


def ask_days(current: int) -> Screen:
    """Ask how many days before."""
    lines = (title(_("How many days before shall I remind you?"), pic.REMINDER),)
    rows = tuple((choice("days", days, current, days_text(days)),) for days in last_off(REMIND_DAYS))
    return Screen(lines, rows, back=REMINDERS)


def ask_hours(current: int) -> Screen:
    """Ask how many hours before, and say what happens at night."""
    lines = (
        title(_("How many hours before shall I remind you?"), pic.REMINDER),
        note(_("At night I do not write. Then I remind you the evening before.")),
    )
    rows = tuple((choice("hours", hours, current, hours_text(hours)),) for hours in last_off(REMIND_HOURS))
    return Screen(lines, rows, back=REMINDERS)


def last_off(numbers: Iterable[int]) -> list[int]:
    """Put 'off' last."""
    return sorted(numbers, key=lambda number: (not number, number))


def choice(action: str, number: int, current: int, label: Text) -> Button:
    """Offer a choice; the current one is marked."""
    pictogram = pic.REMINDER if number else pic.NO
    return Button(label, Tap("settings", action, (number,)), pic.CHOSEN if number == current else pictogram)


def days_text(days: int) -> Text:
    """Say how many days before one is reminded."""
    return ngettext("{count} day before", "{count} days before", days) if days else _("Days before: off")


def hours_text(hours: int) -> Text:
    """Say how many hours before one is reminded."""
    return ngettext("{count} hour before", "{count} hours before", hours) if hours else _("Hours before: off")


def ask_to_erase() -> Screen:
    """Ask once more, and say what is lost."""
    lines = (
        title(_("Do you really want to delete everything?"), pic.PRIVACY),
        say(_("I delete your registrations, your places and your settings. You get no more reminders.")),
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
        title(_("I have deleted everything."), pic.YES),
        say(_("Goodbye! You can come back at any time."), pic.HELLO),
    )
    return Screen(lines, ((Button(_("Start again"), HOME, pic.HOME),),), home=False, fresh=True)


DIALOG = Dialog(
    "settings",
    1,
    (Choosing, Reminders, AskingDays, AskingHours, Sent, Erasing, Erased),
    update,
    render,
    load,
    searches=(Choosing, Reminders, AskingDays, AskingHours, Sent),
)
