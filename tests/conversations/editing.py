"""An offering being edited, in memory, and screens as a coordinator reads them in English."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from conversations.core import Dialog, Screen
from locales.text import Content
from storage.records.affected import Affected
from storage.records.audiences import LanguageCount
from storage.records.editing import Editable, Named, NamedPage, Written
from storage.records.edits import Change
from storage.records.people import Participant
from tests.conversations.builders import ZONE, a_course, somebody
from tests.conversations.fakes import FakeReader, read

COORDINATOR = somebody(roles=("coordinator",))
GERMAN = (Written("title", "de", "Nähen"), Written("description", "de", "Wir nähen."))


def an_editable(**changes: Any) -> Editable:  # noqa: ANN401 - any field
    """Make a course that a file brought, with mark 5."""
    found = Editable(
        offering=a_course(),
        mark=5,
        draft=False,
        imported=True,
        missing=(),
        unknown=frozenset(),
        locks=frozenset(),
        session_locks=frozenset(),
        written=GERMAN,
        registered=0,
    )
    return replace(found, **changes)


def a_draft(**changes: Any) -> Editable:  # noqa: ANN401 - any field
    """Make a draft."""
    return an_editable(**({"offering": a_course(live=False), "draft": True, "imported": False} | changes))


@dataclass
class FakeEditing:
    """Answers as storage would, from what it was given."""

    one: Editable | None = field(default_factory=an_editable)
    reached: Affected = field(default_factory=Affected)
    whose: tuple[Named, ...] = (Named(1, "", Content("Digital Camp", "de")),)
    sites: tuple[Named, ...] = (Named(3, "", Content("DEPOT (Saal)", "de"), "Talstraße 2"),)
    counts: tuple[LanguageCount, ...] = (LanguageCount("de", 40), LanguageCount("tr", 12))

    async def offering(self, offering_id: int) -> Editable | None:
        """Find the given offering."""
        return self.one if self.one is not None and self.one.id == offering_id else None

    async def providers(self, page: int) -> NamedPage:
        """Tell the given providers."""
        return NamedPage(self.whose, page, 1)

    async def topics(self) -> tuple[Named, ...]:
        """Tell two topics."""
        return (Named(1, "ai", Content("AI", "en")), Named(2, "pc_basics", Content("PC", "en")))

    async def quarters(self) -> tuple[Named, ...]:
        """Tell a quarter."""
        return (Named(1, "nord", Content("Aachen-Nord", "de")),)

    async def places(self, word: str, page: int) -> NamedPage:
        """Tell the given places."""
        return NamedPage(self.sites, page, 1)

    async def place(self, venue_id: int) -> Named | None:
        """Find a given place."""
        return next((one for one in self.sites if one.id == venue_id), None)

    async def readers(self) -> tuple[LanguageCount, ...]:
        """Tell the given counts."""
        return self.counts

    async def affected(self, offering_id: int, change: Change) -> Affected:
        """Tell the given people."""
        return self.reached


@dataclass
class EditingFake(FakeReader):
    """A reader with an offering to edit."""

    person: Participant = COORDINATOR
    editing: FakeEditing = field(default_factory=FakeEditing)
    zone: ZoneInfo = ZONE


async def shown(dialog: Dialog, state: object, editing: FakeEditing | None = None, **values: Any) -> Screen:  # noqa: ANN401
    """Load and render a state."""
    reader = EditingFake(editing=editing or FakeEditing(), **values)
    screen: Screen = dialog.render(state, await dialog.load(state, reader))
    return screen


async def reading(dialog: Dialog, state: object, editing: FakeEditing | None = None, **values: Any) -> list[str]:  # noqa: ANN401
    """Read a state aloud."""
    return read(await shown(dialog, state, editing, **values))
