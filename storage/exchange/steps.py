"""An import in steps: what is to be written of some offerings, and what was there before, waiting until it is applied."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from storage.exchange.comparing import Plan, Stored
from storage.exchange.openings import Opening

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """A plan for some offerings, these as they were, without what is common to all, and what it opens."""

    before: Stored
    plan: Plan
    opened: dict[str, Opening] = field(default_factory=dict)


def narrowed(before: Stored, touched: Iterable[str]) -> Stored:
    """Keep of what was there the offerings that are touched."""
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
        texts={key: text for key, text in before.texts.items() if key.source_id in known.get(key.subject, ())},
        drafts=before.drafts & offerings.keys(),
        unknown={name: fields for name, fields in before.unknown.items() if name in offerings},
    )


async def ahead(values: Iterable[T]) -> AsyncGenerator[T, None]:
    """Read each value in a thread, while what came before it is worked on."""
    left: Iterator[T] = iter(values)
    coming = asyncio.ensure_future(asyncio.to_thread(next, left, None))
    while (value := await coming) is not None:
        coming = asyncio.ensure_future(asyncio.to_thread(next, left, None))
        yield value
