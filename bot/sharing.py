"""Share what several people read in one look at the database.

Turns that were taken together are rendered together, in one transaction that sees one snapshot at one time. What the
catalogue says is then the same for everybody who reads it in the same languages, so it is read once. The busier the bot,
the more people share; nothing is kept longer than the look, so nothing can be out of date.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from locales.text import Content
from storage.engine import Transaction
from storage.reader import StorageReader
from storage.records.catalogue import Choice, Criteria, Listing, Offering
from storage.records.people import Participant

T = TypeVar("T")


class SharingReader(StorageReader):
    """A reader that looks into `shared` first, for what does not depend on who reads; `shared` lives as long as `tx`."""

    def __init__(
        self,
        tx: Transaction,
        participant: Participant,
        shared: dict[Hashable, Any],
        *,
        first_name: str = "",
        just_read: bool = False,
    ) -> None:
        super().__init__(tx, participant, first_name=first_name, just_read=just_read)
        self._shared = shared

    async def _once(self, what: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Read something unless it was read before in these languages."""
        key = (what, self._languages)
        if key not in self._shared:
            self._shared[key] = await read()
        found: T = self._shared[key]
        return found

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Read a page of the open offerings that fit."""
        read = super().offerings
        return await self._once(("offerings", criteria, page, page_size), lambda: read(criteria, page, page_size))

    async def choices(self, field: str, criteria: Criteria) -> tuple[Choice, ...]:
        """Count open offerings by each value of a criteria field."""
        read = super().choices
        return await self._once(("choices", field, criteria), lambda: read(field, criteria))

    async def offering(self, offering_id: int) -> Offering | None:
        """Read one offering; None when there is none."""
        read = super().offering
        return await self._once(("offering", offering_id), lambda: read(offering_id))

    async def label(self, field: str, value: str) -> Content | None:
        """Read the name of a topic or quarter."""
        read = super().label
        return await self._once(("label", field, value), lambda: read(field, value))
