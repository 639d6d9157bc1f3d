"""Exports: what was given out as a file, by whom and when; never what was in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from locales.text import Content


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was made. `by` is a person's internal number, None for the command line; `me` is whoever looks.

    `kind` is registrations, attendance, poster, calendar or statistics; `count` what the list or file held. `title` is that of
    the offering, None where the file was about several.
    """

    at: datetime
    by: int | None
    me: bool
    kind: str
    form: str
    count: int
    title: Content | None


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A page of them, the newest first."""

    lines: tuple[Exported, ...]
    page: int
    pages: int


class ExportReader(Protocol):
    """What administrators may ask about exports."""

    async def read(self, page: int, page_size: int = 5) -> ExportedPage:
        """Read a page; one past the end is the last."""
        ...
