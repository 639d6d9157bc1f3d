"""An offering as somebody sees it who changes it, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from locales.text import Content
from storage.records.affected import Affected
from storage.records.audiences import LanguageCount
from storage.records.catalogue import Offering, Session
from storage.records.edits import Change


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose by its row's number; `detail` tells it from others of the same name."""

    id: int
    slug: str
    name: Content
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page of what there is to choose from."""

    lines: tuple[Named, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Written:
    """A text in a language; `stale` when the German it was made from is another one now."""

    field: str
    language: str
    text: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Editable:
    """An offering with all that somebody needs who changes it. `offering` is as residents would see it.

    `imported`: a file brought it, so what is changed here is locked; `locks` and `session_locks` name what is. `missing`
    names what has to be said before it can be published, `unknown` what nobody has found out yet. `registered` counts who has
    or awaits a place, sessions taken together. `links` are the ways into video meetings, by session.
    """

    offering: Offering
    mark: int
    draft: bool
    imported: bool
    missing: tuple[str, ...]
    unknown: frozenset[str]
    locks: frozenset[str]
    session_locks: frozenset[int]
    written: tuple[Written, ...]
    registered: int
    own_seats: frozenset[int] = frozenset()
    """sessions with a number of places of their own"""
    own_places: frozenset[int] = frozenset()
    """sessions that are somewhere else than the offering"""
    links: tuple[tuple[int, str], ...] = ()
    topic_names: tuple[Content, ...] = ()
    notes: tuple[tuple[int, Written], ...] = ()
    """what people should know about a session, by session, in every language"""

    @property
    def id(self) -> int:
        """Tell the offering's number."""
        return self.offering.id

    @property
    def shown(self) -> bool:
        """Say whether everybody sees it."""
        return self.offering.live

    def session(self, session_id: int) -> Session | None:
        """Find one of its sessions."""
        return next((one for one in self.offering.sessions if one.id == session_id), None)

    def text(self, name: str, language: str) -> Written | None:
        """Find a text."""
        return next((one for one in self.written if (one.field, one.language) == (name, language)), None)

    def notes_of(self, session_id: int) -> tuple[Written, ...]:
        """List the notes on a session, German first."""
        return tuple(one for about, one in self.notes if about == session_id)

    def note(self, session_id: int, language: str) -> Written | None:
        """Find the note on a session in a language."""
        return next((one for one in self.notes_of(session_id) if one.language == language), None)

    def link(self, session_id: int) -> str:
        """Tell the way into a session, '' when there is none."""
        return dict(self.links).get(session_id, "")


class EditingReader(Protocol):
    """What the dialogs of editing may ask; whatever the reader does not run is not there."""

    async def offering(self, offering_id: int) -> Editable | None:
        """Read an offering to change it."""
        ...

    async def providers(self, page: int) -> NamedPage:
        """Read the providers somebody may begin an offering for, those with most offerings first."""
        ...

    async def topics(self) -> tuple[Named, ...]:
        """Read all topics by name."""
        ...

    async def quarters(self) -> tuple[Named, ...]:
        """Read all quarters but that of video meetings, those with most places first."""
        ...

    async def places(self, word: str, page: int) -> NamedPage:
        """Read the places that hold a word in name or street, those most used first; none online."""
        ...

    async def place(self, venue_id: int) -> Named | None:
        """Read one place."""
        ...

    async def readers(self) -> tuple[LanguageCount, ...]:
        """Count who can be reached, by language, most first."""
        ...

    async def affected(self, offering_id: int, change: Change) -> Affected:
        """Find whom a change would reach, without making it; nobody when it cannot be made."""
        ...
