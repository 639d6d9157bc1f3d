"""What the office reads about sign-ups, narrowed to the offerings that the reader runs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, select

from locales.text import Content
from storage import calls as noting
from storage import catalogue
from storage.engine import Transaction
from storage.office import calls, listing, people, scope
from storage.records.signups import Call, OfferedPage, Run, RunListing, Signup, SignupPage
from storage.tables import offerings, registrations, waiting_list

UNTOLD = "mul"
"""the language of what somebody wrote, which nobody noted"""


class Signups:
    """Reads for one person who runs offerings, in one transaction."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx = tx
        self._me = me
        self._languages = languages

    async def listing(self, word: str, page: int) -> RunListing:
        """Read a page of the offerings one runs, drafts and past ones too, the next session first."""
        return await listing.read(self._tx, self._languages, self._me, word, page)

    async def run(self, offering_id: int) -> Run | None:
        """Read one offering with its counts."""
        mine = await scope.within(self._tx, self._me)
        draft = await self._tx.connection.scalar(select(offerings.c.draft).where(offerings.c.id == offering_id, mine))
        if draft is None:
            return None
        offering = await catalogue.offering(self._tx, self._languages, offering_id, drafts=True)
        if offering is None:
            return None
        to_phone = (await noting.count(self._tx, [offering_id])).get(offering_id, 0)
        return Run(offering, draft, to_phone, await people.count_ever_offered(self._tx, offering_id))

    async def people(self, offering_id: int, session_id: int | None, page: int) -> SignupPage | None:
        """Read a page of the people of a whole course (None) or of a session."""
        if not await scope.runs(self._tx, self._me, offering_id):
            return None
        mine = await scope.within(self._tx, self._me)
        return await people.read_page(self._tx, mine, offering_id, session_id, page)

    async def found(self, offering_id: int, typed: str) -> tuple[Signup, ...]:
        """Find people of an offering by their code or their whole name."""
        return await people.find(self._tx, await scope.within(self._tx, self._me), offering_id, typed)

    async def registration(self, registration_id: int) -> Signup | None:
        """Read one who has a place, or had one."""
        return await people.one_registered(self._tx, await scope.within(self._tx, self._me), registration_id)

    async def entry(self, entry_id: int) -> Signup | None:
        """Read one who waits, or waited."""
        return await people.one_queued(self._tx, await scope.within(self._tx, self._me), entry_id)

    async def offered(self, offering_id: int, page: int) -> OfferedPage | None:
        """Read a page of who was offered a place, the newest first."""
        if not await scope.runs(self._tx, self._me, offering_id):
            return None
        mine = await scope.within(self._tx, self._me)
        return await people.read_offered(self._tx, mine, offering_id, page)

    async def calls(self, offering_id: int) -> tuple[Call, ...]:
        """Read who is to be phoned, the oldest matter first."""
        mine = await scope.within(self._tx, self._me)
        return await calls.read(self._tx, self._languages, mine, offering_id)

    async def word_to_me(self, *, registration: bool, number: int) -> Content | None:
        """Read what the team wrote to the reader when it cancelled a claim of theirs; None when nothing."""
        claims: Table = registrations if registration else waiting_list
        mine = (claims.c.tenant_id == self._tx.tenant_id, claims.c.participant_id == self._me)
        said = await self._tx.connection.scalar(select(claims.c.said).where(claims.c.id == number, *mine))
        return Content(said, UNTOLD) if said else None
