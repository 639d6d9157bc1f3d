"""The reader that dialogs and notices are given: bound to a tenant, a person, their languages and the turn's `now`."""

from __future__ import annotations

from datetime import datetime

from locales.text import Content
from storage import catalogue, choices, claims, people
from storage.engine import Transaction
from storage.records.catalogue import Choice, Criteria, Listing, Offering
from storage.records.people import Attendee, Participant
from storage.records.registrations import Mine, Registration, WaitingEntry
from storage.texts import fallbacks


class StorageReader:
    """Reads for one person in one transaction. `first_name` is what the channel calls them; it is not stored."""

    def __init__(self, tx: Transaction, participant: Participant, *, first_name: str = "") -> None:
        self._tx = tx
        self._me = participant
        self._first_name = first_name
        self._languages = fallbacks(participant.language)

    @property
    def now(self) -> datetime:
        """Tell the turn's time, aware UTC."""
        return self._tx.now

    @property
    def language(self) -> str:
        """Tell the reader's language."""
        return self._me.language

    @property
    def first_name(self) -> str:
        """Tell what the channel calls the person, '' when nothing."""
        return self._first_name

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Read a page of the open offerings that fit."""
        return await catalogue.list_offerings(self._tx, self._languages, criteria, page, page_size)

    async def choices(self, field: str, criteria: Criteria) -> tuple[Choice, ...]:
        """Count open offerings by each value of a criteria field."""
        return await choices.choices(self._tx, self._languages, field, criteria)

    async def known(self, field: str) -> tuple[Choice, ...]:
        """Read every topic or quarter there is, empty ones too."""
        return await choices.known(self._tx, self._languages, field)

    async def offering(self, offering_id: int) -> Offering | None:
        """Read one offering; None when there is none."""
        return await catalogue.offering(self._tx, self._languages, offering_id)

    async def label(self, field: str, value: str) -> Content | None:
        """Read the name of a topic or quarter."""
        return await catalogue.label(self._tx, self._languages, field, value)

    async def mine(self) -> Mine:
        """Read everything the person has that is active and not over."""
        return await claims.mine(self._tx, self._languages, self._me.id)

    async def registration(self, registration_id: int) -> Registration | None:
        """Read one registration of the person, a cancelled one too."""
        return await claims.registration(self._tx, self._languages, self._me.id, registration_id)

    async def registered(self, offering_id: int) -> tuple[Registration, ...]:
        """Read the person's active registrations for an offering."""
        return await claims.registered(self._tx, self._languages, self._me.id, offering_id)

    async def waiting_entry(self, entry_id: int) -> WaitingEntry | None:
        """Read one waiting-list entry of the person."""
        return await claims.waiting_entry(self._tx, self._languages, self._me.id, entry_id)

    async def me(self) -> Participant:
        """Read the person's settings as they are now, changed in this turn or not."""
        return await people.participant(self._tx, self._me.id) or self._me

    async def attendees(self) -> tuple[Attendee, ...]:
        """Read the attendees the person registered before, the newest first."""
        return await people.attendees(self._tx, self._me.id)
