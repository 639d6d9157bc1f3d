"""Demand: what people wish for, counted by what they said; never who, and small numbers not exactly.

A list shows how many want one combination of topic, language, part of the day and quarter. A number under five is not told,
nor is any sum that holds one: filters choose among the same rows, so nothing can be worked out by comparing lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from locales.text import Content
from storage.records.audiences import Wish
from storage.records.catalogue import Choice


@dataclass(frozen=True, slots=True)
class Combination:
    """What a wish is for, as short as a button needs it; 0 and '' are what somebody left open, or any when looking for some."""

    topic_id: int = 0
    quarter_id: int = 0
    language: str = ""
    part_of_day: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many people wish for a combination; `people` None: fewer than five."""

    combination: Combination
    wish: Wish
    topic: Content | None
    quarter: Content | None
    people: int | None


@dataclass(frozen=True, slots=True)
class WantedOffering:
    """How many people wish for one offering; `people` None: fewer than five. `next_start` None: it has no date yet."""

    offering_id: int
    title: Content
    topic: str
    next_start: datetime | None
    people: int | None


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page of what people wish for, most wanted first, with the names of what was looked for."""

    rows: tuple[Wanted, ...]
    page: int
    pages: int
    offerings: int = 0
    """how many single offerings are wished for, too"""
    topic: Content | None = None
    quarter: Content | None = None


@dataclass(frozen=True, slots=True)
class WantedOfferings:
    """A page of the offerings people wish for, most wanted first."""

    rows: tuple[WantedOffering, ...]
    page: int
    pages: int


class DemandReader(Protocol):
    """What dialogs may ask about wishes; for who runs no offerings there are none."""

    async def wanted(self, sought: Combination, page: int, page_size: int = 4) -> WantedPage:
        """Read a page of what people wish for, as far as it is what is looked for."""
        ...

    async def one(self, combination: Combination) -> Wanted | None:
        """Read how many wish for just this; None when nobody does any more."""
        ...

    async def values(self, field: str) -> tuple[Choice, ...]:
        """Read which topics, quarters (values are ids), languages or parts of the day people named; their counts are 0."""
        ...

    async def wanted_offerings(self, page: int, page_size: int = 4) -> WantedOfferings:
        """Read a page of the offerings that people wish for, of those the reader runs."""
        ...

    async def wanted_offering(self, offering_id: int) -> WantedOffering | None:
        """Read how many wish for an offering; None when nobody does, or somebody else runs it."""
        ...
