"""The words every dialog is written in: what may happen, what is shown, and what a step leads to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from locales.text import Content, Text

UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    `at` is when, aware and by the clock on the wall, for people say 'today'. `first_name` is what Telegram calls the person,
    never stored.
    """

    at: datetime = field(default=UNKNOWN_TIME, compare=False)
    first_name: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tap(Event):
    """A tapped button, and what a button leads to: a dialog, an action, and ints or slugs that name what it concerns."""

    dialog: str
    action: str
    args: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed(Event):
    """A text the person typed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Located(Event):
    """A shared location in degrees."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The bot was opened, by /start or by a deep link with a payload."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Command(Event):
    """A command by its name, without the slash."""

    name: str


@dataclass(frozen=True, slots=True)
class Attached(Event):
    """A photo or document somebody sent: `kind` is photo or document, `file_id` Telegram's own, `size` in bytes.

    A dialog that waits for none shows its screen again with a kind word, as for anything it cannot read.
    """

    kind: str
    file_id: str = field(repr=False)
    name: str = field(default="", repr=False)
    size: int = 0
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable(Event):
    """A photo, voice message, sticker, edited message, unreadable button: something no dialog understands."""

    kind: str


@dataclass(frozen=True, slots=True)
class Done(Event):
    """An effect was performed; `result` is what it says, a refusal included."""

    effect: object
    result: object


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a screen: a text, led by the pictogram that always stands for the same thing."""

    text: Text | Content
    pictogram: str = ""
    style: str = "plain"
    """plain, title, note (quiet, smaller), indented, prose (set apart by an empty line) or link (a deep link's payload)"""


@dataclass(frozen=True, slots=True)
class Share:
    """What a 'pass on' button does: offers a link to `payload` with a text, through Telegram's own share sheet."""

    payload: str
    text: Text | Content


@dataclass(frozen=True, slots=True)
class Button:
    """A button: a short label, one pictogram, and what it does."""

    label: Text | Content
    does: Tap | Share
    pictogram: str = ""
    style: str = ""
    """'', success, danger or primary; never the only cue"""
    count: int | None = None
    """how much waits behind it, shown in brackets"""


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of a list: the page shown, how many there are, and the tap that opens one (the page number is appended)."""

    page: int
    pages: int
    turn: Tap


@dataclass(frozen=True, slots=True)
class Samples:
    """What a person might type here: for the crawler and for the tests."""

    good: tuple[str, ...]
    bad: tuple[str, ...] = ()


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: one question. The engine adds Back and Home; `fresh` asks for a new message instead of an edit.

    Above 0, `refresh_s` is how often, in seconds, the screen is made again and edited while nothing else is shown.
    """

    lines: tuple[Line, ...]
    rows: Rows = ()
    back: Tap | None = None
    pager: Pager | None = None
    home: bool = True
    fresh: bool = False
    samples: Samples | None = None
    asks_location: bool = False
    asks_file: bool = False
    refresh_s: float = 0.0


@dataclass(frozen=True)
class Turn(Generic[S]):
    """What an event leads to: the next state (None closes the dialog), effects, or a tap to follow to another dialog.

    `understood=False` says that the event meant nothing here; the engine then shows the screen again with a kind word.
    """

    state: S | None
    effects: tuple[object, ...] = ()
    goto: Tap | None = None
    understood: bool = True


Update: TypeAlias = Callable[[Any, Any], Turn[Any]]
Load: TypeAlias = Callable[[Any, Any], Awaitable[Any]]
Render: TypeAlias = Callable[[Any, Any], Screen]


async def load_nothing(state: object, reader: object) -> None:
    """Load for a dialog whose screens need nothing from storage."""


@dataclass(frozen=True)
class Dialog:
    """A dialog: its name and version, its states, and the three functions that make it.

    `searches` are the states that await neither text nor answer: a word typed there is looked for.
    `upgrade` turns (state name, fields, old version) into a state after a changed shape, or None to start afresh.
    """

    name: str
    version: int
    states: tuple[type, ...]
    update: Update
    render: Render
    load: Load = load_nothing
    searches: tuple[type, ...] = ()
    upgrade: Callable[[str, dict[str, Any], int], object | None] | None = None


@dataclass(frozen=True)
class Notice:
    """What the bot says unasked. `load(args, reader)` returns None when it no longer holds, and then nothing is sent."""

    name: str
    load: Callable[[dict[str, Any], Any], Awaitable[Any]]
    render: Callable[[Any], Screen]


def say(text: Text | Content, pictogram: str = "") -> Line:
    """Make a plain line."""
    return Line(text, pictogram)


def title(text: Text | Content, pictogram: str = "") -> Line:
    """Make the line that says what the screen is about."""
    return Line(text, pictogram, "title")


def prose(text: Text | Content) -> Line:
    """Make a line of running text, set apart from the facts above it."""
    return Line(text, style="prose")


def note(text: Text | Content, pictogram: str = "") -> Line:
    """Make a quiet line."""
    return Line(text, pictogram, "note")
