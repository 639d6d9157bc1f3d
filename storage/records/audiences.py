"""Audiences: whom an announcement chooses, and how many that are."""

from __future__ import annotations

from dataclasses import dataclass

AUDIENCES = ("parents", "seniors", "youth", "women", "jobseekers", "companies")
"""Groups of people somebody may want news for, the same as `Criteria.audience` knows."""
CHAT_READERS = 200_000
"""As how many people a group or channel counts where somebody else has to agree: nobody knows how many read it, and a group
may have that many members."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes for that is not there yet, just as they said it: slugs and a catalogue code, '' was left open."""

    topic: str = ""
    quarter: str = ""
    language: str = ""
    part_of_day: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """Whom to choose or leave out. Within a facet one match is enough; every facet that names something has to match.

    `topics`, `quarters` and `audiences` are slugs, `languages` catalogue codes, `wished` what people said they wish for, in
    all four points; the others are ids of offerings.
    """

    topics: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    registered: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    attended: tuple[int, ...] = ()
    interested: tuple[int, ...] = ()
    wished: tuple[Wish, ...] = ()

    @property
    def by_offering(self) -> bool:
        """Say whether it names people by what they claimed or wished for."""
        return bool(self.registered or self.waiting or self.attended or self.interested or self.wished)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets an announcement: whoever `who` chooses, without whom `without` chooses, each once; and chats by id.

    What people claimed or wished for counts as one facet: registered, waiting, attended, interested or wished. Who is chosen
    by it needs to have agreed to nothing, for it is about what they claimed; everybody else must have agreed to news, and the
    topics and quarters they chose for news hold. Who objected is never chosen. Within `without` a match of any facet leaves
    somebody out.
    `tapped` chooses those who tapped a button of an earlier announcement: (its id, the button).
    """

    who: Facets = Facets()
    without: Facets = Facets()
    chats: tuple[int, ...] = ()
    tapped: tuple[int, str] | None = None
    everyone: bool = True
    """False: only the chats, or those who tapped"""


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """How many an audience holds in one language: all, of them out of reach (blocked), and those who get it weekly."""

    language: str
    total: int
    blocked: int = 0
    weekly: int = 0

    @property
    def reachable(self) -> int:
        """Count those who get it, now or weekly."""
        return self.total - self.blocked


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many an audience holds, by language, most first; and how many chats."""

    languages: tuple[LanguageCount, ...] = ()
    chats: int = 0

    @property
    def total(self) -> int:
        """Count everybody."""
        return sum(count.total for count in self.languages)

    @property
    def reachable(self) -> int:
        """Count those who get it, now or weekly."""
        return sum(count.reachable for count in self.languages)

    @property
    def readers(self) -> int:
        """Count how many may read it: who gets it, and a group or channel as many as one holds."""
        return self.reachable + self.chats * CHAT_READERS

    @property
    def blocked(self) -> int:
        """Count those who cannot be reached."""
        return sum(count.blocked for count in self.languages)

    @property
    def weekly(self) -> int:
        """Count those who get it with the weekly letter."""
        return sum(count.weekly for count in self.languages)
