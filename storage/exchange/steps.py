"""An import in steps: what is to be written of some offerings, and what was there before, waiting until it is applied."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from storage.exchange.comparing import Plan, Stored
from storage.exchange.openings import Opening
from storage.exchange.pages import Spool

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """A plan for some offerings, these as they were, without what is common to all, and what it opens."""

    before: Stored
    plan: Plan
    opened: Mapping[str, Opening] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A step as it waits: nothing is said twice, for it is read again while nobody else can write."""

    before: Stored
    """without the rows that the plan has in pairs"""
    plan: Plan
    opened: dict[str, tuple[tuple[datetime, ...], bool]]


class Steps:
    """The steps of an import, in a file, in order."""

    def __init__(self) -> None:
        self._spool: Spool[_Packed] = Spool(_Packed)

    def __len__(self) -> int:
        """Count them."""
        return len(self._spool)

    def append(self, step: Step) -> None:
        """Add one."""
        opened = {name: (one.starts, one.anew) for name, one in step.opened.items()}
        self._spool.append(_Packed(_without_pairs(step.before, step.plan), step.plan, opened))

    def __iter__(self) -> Iterator[Step]:
        """Read them from the beginning."""
        for packed in self._spool:
            before, plan = _with_pairs(packed.before, packed.plan), packed.plan
            rows = {row.source_id: row for row in plan.new_offerings} if packed.opened else {}
            rows |= {pair.after.source_id: pair.after for pair in plan.changed_offerings} if packed.opened else {}
            opened = {
                name: Opening(rows.get(name) or before.offerings[name], starts, anew)
                for name, (starts, anew) in packed.opened.items()
            }
            yield Step(before, plan, opened)


def _without_pairs(before: Stored, plan: Plan) -> Stored:
    """Leave out the rows that the plan has, too."""
    offerings = {pair.before.source_id for pair in plan.changed_offerings}
    sessions = {pair.before.source_id for pair in plan.changed_sessions}
    return replace(
        before,
        offerings={name: row for name, row in before.offerings.items() if name not in offerings},
        sessions={name: row for name, row in before.sessions.items() if name not in sessions},
    )


def _with_pairs(before: Stored, plan: Plan) -> Stored:
    """Put them in again."""
    offerings = {pair.before.source_id: pair.before for pair in plan.changed_offerings}
    sessions = {pair.before.source_id: pair.before for pair in plan.changed_sessions}
    return replace(before, offerings={**before.offerings, **offerings}, sessions={**before.sessions, **sessions})


def narrowed(before: Stored, plan: Plan, touched: Iterable[str]) -> Stored:
    """Keep of what was there the offerings that are touched, and the texts that a plan writes or takes away."""
    names = frozenset(touched)
    offerings = {name: row for name, row in before.offerings.items() if name in names}
    sessions = {name: row for name, row in before.sessions.items() if row.offering in offerings}
    known: dict[str, Collection[str]] = {"offering": offerings, "session": sessions}
    return replace(
        before,
        ids={of: number for of, number in before.ids.items() if of[1] in known.get(of[0], ())},
        offerings=offerings,
        sessions=sessions,
        live=before.live & offerings.keys(),
        texts={key: before.texts[key] for key in (*plan.texts, *plan.lost_texts) if key in before.texts},
        drafts=before.drafts & offerings.keys(),
        unknown={name: fields for name, fields in before.unknown.items() if name in offerings},
    )


async def ahead(values: Iterable[T]) -> AsyncGenerator[T, None]:
    """Read each value in a thread, while what came before it is worked on."""
    left: Iterator[T] = iter(values)
    coming = asyncio.ensure_future(asyncio.to_thread(next, left, None))
    try:
        while (value := await coming) is not None:
            coming = asyncio.ensure_future(asyncio.to_thread(next, left, None))
            yield value
    finally:
        await asyncio.wait([coming])  # whoever stops early does not leave a thread behind that still reads
        _ = coming.cancelled() or coming.exception()
