"""Walk every reachable screen: what a machine has seen, no resident stumbles over.

The crawler taps every button, types every sample, shares a location, sends a picture and files, and goes on from wherever
that leads, until nothing new turns up. A screen is new when its stack is; a button that differs from others only by what it
opens is followed a few times.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from conversations.core import Attached, Button, Command, Event, Located, Screen, Started, Tap, Typed, Unreadable
from conversations.engine import Engine, Stack
from conversations.stacks import dump
from storage.records.people import Participant
from storage.records.reader import Reader

Perform = Callable[[object], Awaitable[object]]
STRAY: tuple[Event, ...] = (
    Unreadable("message"),
    Command("nonsense"),
    Located(50.78, 6.1),
    Attached("photo", "AgACAgIAAxkBAAI"),
    Attached("document", "BQACAgIAAxkBAAI", "flyer.pdf", 4000),
    Attached("document", "BQACAgIAAxkBAAJ", "texts.xlsx", 4000),
)


@dataclass(frozen=True)
class Visit:
    """A screen that was reached, and by what."""

    stack: Stack
    screen: Screen
    by: Event


@dataclass(frozen=True)
class Guide:
    """What the walk stands on. `often` limits how many buttons of one kind are followed from one kind of screen."""

    engine: Engine
    reader: Reader
    perform: Perform
    who: Callable[[], Awaitable[Participant]]
    often: Callable[[Tap], int]


async def walk(guide: Guide, first: Sequence[Event], most: int = 20_000) -> AsyncIterator[Visit]:
    """Visit every screen reachable from these events; `most` bounds a walk that would not end."""
    queue: deque[tuple[Stack, Event]] = deque([((), event) for event in first])
    seen: set[str] = set()
    followed: Counter[tuple[str, ...]] = Counter()
    while queue and len(seen) < most:
        stack, event = queue.popleft()
        visit = await step(guide, stack, event)
        key = dump(visit.stack, guide.engine.dialogs)
        yield visit
        if key in seen:
            continue
        seen.add(key)
        queue.extend((visit.stack, after) for after in ways_on(visit, guide, followed))


async def step(guide: Guide, stack: Stack, event: Event) -> Visit:
    """Take one event, perform what it asks for, and look at the screen."""
    moved = guide.engine.advance(stack, event, await guide.who())
    there = await guide.engine.fulfil(moved, event, guide.perform)
    return Visit(there.stack, await guide.engine.show(there.stack, guide.reader, there.remark), event)


def ways_on(visit: Visit, guide: Guide, followed: Counter[tuple[str, ...]]) -> list[Event]:
    """List what a person could do here."""
    taps = [button.does for button in buttons(visit.screen) if isinstance(button.does, Tap)]
    here = (visit.stack[-1].dialog, type(visit.stack[-1].state).__name__)
    events: list[Event] = []
    for tap in taps:
        kind = (*here, tap.dialog, tap.action, *(arg for arg in tap.args if isinstance(arg, str)))
        followed[kind] += 1
        if followed[kind] <= guide.often(tap):
            events.append(tap)
    followed[here] += 1
    if followed[here] <= guide.often(Tap(here[0], "type")):
        events += [Typed(text) for text in samples(visit.screen)] + list(STRAY)
    return events


def buttons(screen: Screen) -> list[Button]:
    """List a screen's buttons."""
    return [button for row in screen.rows for button in row]


def samples(screen: Screen) -> tuple[str, ...]:
    """List what a person might type here; something nobody asked for where nothing is asked."""
    if screen.samples is None:
        return ("something nobody asked for",)
    return (*screen.samples.good, *screen.samples.bad)


START = Started()
