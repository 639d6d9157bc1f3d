"""Lines of people who wait for a place, and what became of them."""

from __future__ import annotations

from datetime import UTC, datetime

from storage import registrations
from storage.engine import Transaction
from storage.records.people import Participant
from storage.records.registrations import Registered, Waiting
from storage.tables import outbox, waiting_list
from tests.storage import builders
from tests.storage.builders import register

NEXT_WEEK = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 18, 13, 0, tzinfo=UTC)


class Line:
    """A course with one place: somebody who holds it, and people who wait, in order."""

    def __init__(self, course: int, holder: Participant, held: int, queue: list[tuple[Participant, int]]) -> None:
        self.course = course
        self.holder = holder
        self.held = held
        self.queue = queue

    async def free(self, tx: Transaction) -> None:
        """Let the holder give the place back."""
        await registrations.cancel(tx, self.holder.id, self.held)


async def line_up(tx: Transaction, length: int, start: datetime = NEXT_WEEK) -> Line:
    """Fill a course of one place and let people wait for it."""
    course = await builders.add_offering(tx, [start], whole_course=True, capacity=1)
    holder = await builders.add_person(tx)
    place = await register(tx, holder, course)
    assert isinstance(place, Registered)
    queue = []
    for _ in range(length):
        person = await builders.add_person(tx)
        entry = await register(tx, person, course)
        assert isinstance(entry, Waiting)
        queue.append((person, entry.entry_id))
    return Line(course, holder, place.registration_id, queue)


async def statuses(tx: Transaction) -> list[str]:
    """Read the statuses of all entries, in order."""
    return [status for (status,) in await builders.rows(tx, waiting_list, "status")]


async def notices(tx: Transaction) -> list[tuple[object, ...]]:
    """Read the notices of offered places."""
    found = await builders.rows(tx, outbox, "kind", "participant_id", "args", "unique_key", "due_at", "status")
    return [row[1:] for row in found if row[0] == "place_free"]
