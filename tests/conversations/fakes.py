"""A reader over given records, in memory, and screens as somebody would read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from conversations.core import Button, Line, Screen, Tap
from conversations.wire import encode
from locales.catalogues import Speech
from locales.text import Content, Text
from storage.records.announcements import Announced, News
from storage.records.catalogue import Choice, Criteria, Listing, Offering
from storage.records.people import Attendee, Participant
from storage.records.registrations import Mine, Registration, WaitingEntry
from tests.conversations.builders import NOW, ZONE, somebody

SPEECH = Speech("en", ZONE)
ISOLATES: dict[int, str | None] = {**dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069, 0x200F, 0x2060)), 0xA0: " "}


@dataclass
class FakeReader:
    """Answers as storage would, from the records it was given; `closed` are claims that ended."""

    catalogue: tuple[Offering, ...] = ()
    claims: Mine = field(default_factory=lambda: Mine((), (), ()))
    closed: tuple[Registration | WaitingEntry, ...] = ()
    earlier: tuple[Attendee, ...] = ()
    values: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    person: Participant = field(default_factory=somebody)
    wanted: News = field(default_factory=News)
    letters: tuple[Announced, ...] = ()
    first_name: str = ""
    now: datetime = NOW
    language: str = "en"

    @property
    def roles(self) -> tuple[str, ...]:
        """Tell the given person's roles."""
        return self.person.roles

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """List nothing."""
        return Listing((), 0, page, page_size)

    async def choices(self, field: str, criteria: Criteria) -> tuple[Choice, ...]:
        """Tell the given values that are not empty."""
        return tuple(choice for choice in self.values.get(field, ()) if choice.count)

    async def known(self, field: str) -> tuple[Choice, ...]:
        """Tell the given values."""
        return self.values.get(field, ())

    async def offering(self, offering_id: int) -> Offering | None:
        """Find a given offering."""
        return next((offering for offering in self.catalogue if offering.id == offering_id), None)

    async def label(self, field: str, value: str) -> Content | None:
        """Find the name of a given value."""
        return next((choice.label for choice in self.values.get(field, ()) if choice.value == value), None)

    async def mine(self) -> Mine:
        """Tell the given claims."""
        return self.claims

    async def registration(self, registration_id: int) -> Registration | None:
        """Find a given registration, an ended one too."""
        all_ = (*self.claims.registrations, *(one for one in self.closed if isinstance(one, Registration)))
        return next((one for one in all_ if one.id == registration_id), None)

    async def registered(self, offering_id: int) -> tuple[Registration, ...]:
        """Find the given registrations for an offering."""
        return tuple(one for one in self.claims.registrations if one.offering_id == offering_id)

    async def waiting_entry(self, entry_id: int) -> WaitingEntry | None:
        """Find a given entry, an ended one too."""
        all_ = (*self.claims.waiting, *(one for one in self.closed if isinstance(one, WaitingEntry)))
        return next((one for one in all_ if one.id == entry_id), None)

    async def me(self) -> Participant:
        """Tell the given person."""
        return self.person

    async def news(self) -> News:
        """Tell the given choice of news."""
        return self.wanted

    async def announced(self, announcement_id: int) -> Announced | None:
        """Find a given announcement."""
        return next((one for one in self.letters if one.announcement_id == announcement_id), None)

    async def digest(self, week: str) -> tuple[Announced, ...]:
        """Tell the given announcements."""
        return self.letters

    async def attendees(self) -> tuple[Attendee, ...]:
        """Tell the given attendees."""
        return self.earlier


def read(screen: Screen) -> list[str]:
    """Read a screen aloud in English: a line each, then a row of buttons each. Every tap must fit on the wire."""
    for row in screen.rows:
        for button in row:
            if isinstance(button.does, Tap):
                encode(button.does, 1)
    return [*map(line_text, screen.lines), *(" ".join(map(button_text, row)) for row in screen.rows)]


def line_text(line: Line) -> str:
    """Read a line."""
    return f"{line.pictogram} {spoken(line.text)}".strip()


def button_text(button: Button) -> str:
    """Read a button."""
    count = "" if button.count is None else f" ({button.count})"
    return f"[{button.pictogram} {spoken(button.label)}{count}]"


def spoken(text: Text | Content) -> str:
    """Say a text in English, without marks of direction or what keeps a line together."""
    return SPEECH.say(text, NOW).translate(ISOLATES)


def taps(screen: Screen) -> dict[str, Tap]:
    """Find the taps of a screen by their labels."""
    buttons = (button for row in screen.rows for button in row)
    return {spoken(button.label): button.does for button in buttons if isinstance(button.does, Tap)}
