"""Figures: what is told of a whole, never of a few. Numbers of people arrive here rounded, and are only ever added up.

How they are rounded, and why that is sound, stands in `storage.office.discretion`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Protocol

from locales.text import Content

FEWEST = 5
"""a number of people below this is 'fewer than five', unless it is nothing at all"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A rounded number of people. `twice` is twice what it counts for in a sum: 'fewer than five' counts for two and a half."""

    twice: int = 0

    @property
    def few(self) -> bool:
        """Say whether it is some, but fewer than five."""
        return 0 < self.twice < 2 * FEWEST

    @property
    def number(self) -> int:
        """Tell the nearest multiple of five; 0 for nothing and for a few."""
        return 0 if self.few else (self.twice + FEWEST) // (2 * FEWEST) * FEWEST

    @property
    def about(self) -> float:
        """Tell what it counts for in a sum."""
        return self.twice / 2

    def __add__(self, other: Figure) -> Figure:
        """Add two that were rounded before: the sum tells nothing that they do not."""
        return Figure(self.twice + other.twice)

    def __str__(self) -> str:
        """Write it in digits."""
        return f"<{FEWEST}" if self.few else str(self.number)


MEASURES = ("registrations", "present", "absent", "walk_ins", "waited", "offered", "taken")
"""what is counted in people, in the order it is told"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of an offering in a month, or of several together. What counts no people is exact.

    `absent` missed a session without a word before. `hours` are those of sessions held, `spent` those that people were there.
    """

    offerings: frozenset[int] = frozenset()
    held: int = 0
    cancelled: int = 0
    hours: float = 0.0
    registrations: Figure = Figure()
    present: Figure = Figure()
    absent: Figure = Figure()
    walk_ins: Figure = Figure()
    waited: Figure = Figure()
    offered: Figure = Figure()
    taken: Figure = Figure()
    spent: float = 0.0

    def people(self, measure: str) -> Figure:
        """Tell one of `MEASURES`."""
        found = getattr(self, measure)
        return found if isinstance(found, Figure) else Figure()


def together(several: Iterable[Facts]) -> Facts:
    """Add facts up."""
    total = Facts()
    for one in several:
        total = Facts(
            total.offerings | one.offerings,
            *(getattr(total, each.name) + getattr(one, each.name) for each in fields(Facts)[1:]),
        )
    return total


@dataclass(frozen=True, slots=True)
class Months:
    """A period: from its first to its last month, both written as 2026-01."""

    first: str
    last: str

    def __contains__(self, month: str) -> bool:
        """Say whether a month lies in it."""
        return self.first <= month <= self.last

    @property
    def years(self) -> range:
        """List the years it touches."""
        return range(int(self.first[:4]), int(self.last[:4]) + 1)


@dataclass(frozen=True, slots=True)
class Row:
    """Facts under a heading: a month, a provider's name, a quarter, an offering."""

    key: str
    name: Content
    facts: Facts


@dataclass(frozen=True, slots=True)
class Tongues:
    """Languages of those who registered, of whole years. What nobody can tell without naming a few is left out.

    `withheld` counts the providers of which they are not told for a year.
    """

    years: tuple[int, ...]
    rows: tuple[tuple[str, Figure], ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom the bot reaches: who came new in the period, how many can be reached now and agreed to news.

    `reachable` and `agreed` are None while they would give a few of the new ones away. Announcements are no people: exact.
    """

    newcomers: Figure
    announcements: int
    reachable: Figure | None = None
    agreed: Figure | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is told of a period, of one provider or (`provider` '') of all that somebody runs."""

    months: Months
    provider: str
    total: Facts
    by_month: tuple[Row, ...]
    by_provider: tuple[Row, ...]
    by_quarter: tuple[Row, ...]
    by_offering: tuple[Row, ...]
    tongues: Tongues
    reach: Reach
    until: str = field(default="")
    """the month under way, whose figures still change"""


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """A provider whose figures somebody may see."""

    id: int
    name: str


class FiguresReader(Protocol):
    """What the office may ask about figures: of the providers that the reader works for."""

    async def read(self, months: Months, provider_id: int | None) -> Figures | None:
        """Read the figures of a period; None for a provider that is not the reader's."""
        ...

    async def providers(self) -> tuple[ProviderChoice, ...]:
        """List the providers the reader works for, by name."""
        ...

    async def first_month(self) -> str:
        """Tell the first month of which there is anything to tell, at the latest the present one."""
        ...
