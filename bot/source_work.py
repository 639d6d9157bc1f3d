"""Look at the addresses that are due: fetch, compare, keep a preview for somebody to look at; nothing is applied by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.fetching import Fetched, FetchError, Fetching
from bot.intake_work import Bench, stage
from storage.engine import SYSTEM, is_outage
from storage.exchange import integreat
from storage.exchange.parsed import CatalogueError
from storage.exchange.received import LARGEST_BYTES, Received
from storage.office import imports, sources
from storage.office.imports import Kept
from storage.office.sources import Visit
from storage.records.intake import Report, SourceOutcome

log = logging.getLogger(__name__)

PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class SourceWork:
    """Looks at addresses."""

    bench: Bench
    fetching: Fetching
    patience_s: float = PATIENCE_S
    """how long all other languages of an address may take together, for other addresses wait meanwhile"""

    async def look(self) -> int:
        """Look at every address that is due, one after another; tells how many."""
        looked = 0
        while (visit := await self._due()) is not None:
            await self.visit(visit)
            looked += 1
        return looked

    async def _due(self) -> Visit | None:
        """Find the next address that is due."""
        async with self.bench.database.reading(self.bench.now(), SYSTEM) as tx:
            return await sources.due(tx)

    async def visit(self, visit: Visit) -> SourceOutcome:
        """Look at one address, note what came of it, and tell it."""
        try:
            conditions = ("", "") if integreat.has_languages(visit.address) else (visit.etag, visit.modified)
            fetched = await self.fetching.fetch(visit.address, *conditions)
            outcome = SourceOutcome.UNCHANGED if fetched is None else await self._compare(visit, fetched)
        except FetchError as error:
            return await self._failed(visit, error.outcome)
        except CatalogueError:
            return await self._failed(visit, SourceOutcome.NO_FILE)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("source %d brought what cannot be handled", visit.id)
            return await self._failed(visit, SourceOutcome.NO_FILE)
        kept = (visit.etag, visit.modified) if fetched is None else (fetched.etag, fetched.modified)
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            waiting = await sources.waiting_import(tx, visit.id)
            outcome = SourceOutcome.WAITING if waiting is not None else outcome
            await sources.note_fetched(tx, visit.id, outcome, *kept)
        return outcome

    async def _failed(self, visit: Visit, outcome: SourceOutcome) -> SourceOutcome:
        """Note that an address failed."""
        log.info("source %d failed: %s", visit.id, outcome.value)
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            await sources.note_failed(tx, visit.id, outcome)
        return outcome

    async def _with_languages(self, visit: Visit, fetched: Fetched) -> tuple[tuple[str, bytes], ...]:
        """Fetch the same in the other languages that it speaks of; FetchError when one of them cannot be had in time.

        Without one of them its translations would seem to be gone.
        """
        file = Received(fetched.name, fetched.content)
        addresses = await asyncio.to_thread(integreat.siblings, visit.address, file)
        try:
            async with asyncio.timeout(self.patience_s):
                return await self._all(fetched, addresses)
        except TimeoutError as error:
            raise FetchError(SourceOutcome.TOO_SLOW) from error

    async def _all(self, first: Fetched, addresses: Sequence[str]) -> tuple[tuple[str, bytes], ...]:
        """Fetch the other languages, one after another."""
        files = [(first.name, first.content)]
        for address in addresses:
            found = await self.fetching.fetch(address)
            if found is None:
                raise FetchError(SourceOutcome.ANSWER)
            files.append((found.name, found.content))
            if sum(len(content) for _name, content in files) > LARGEST_BYTES:
                raise FetchError(SourceOutcome.TOO_LARGE)
        return tuple(files)

    async def _compare(self, visit: Visit, fetched: Fetched) -> SourceOutcome:
        """Keep a preview of what came, unless it changes nothing or is known already; CatalogueError when it is none."""
        files = await self._with_languages(visit, fetched)
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            await imports.drop_unread(tx, visit.id)
            number = await imports.begin(tx, None, fetched.name, visit.id)
            earlier = await sources.waiting_import(tx, visit.id)
        kept = Kept(files, visit.provider)
        try:
            report = await stage(self.bench, SYSTEM, number, kept)
        except BaseException:
            await self._drop(number)
            raise
        if report is None:
            return await self._ask(number, earlier)
        return await self._settle(number, earlier, report)

    async def _ask(self, number: int, earlier: int | None) -> SourceOutcome:
        """Let coordinators say whose offerings an address has; they are asked once."""
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            if earlier is not None:
                await imports.drop(tx, number)
            else:
                await imports.tell(tx, number, await imports.coordinators(tx), "whose")
        return SourceOutcome.WAITING

    async def _settle(self, number: int, earlier: int | None, report: Report) -> SourceOutcome:
        """Let one preview of an address wait: the new one, unless it says what the earlier one said."""
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            before = None if earlier is None else await imports.find(tx, None, earlier)
            known = before is not None and before.report.digest == report.digest
            nothing = report.counts.nothing
            if nothing or known:
                await imports.drop(tx, number)
            if earlier is not None and not known:
                await imports.supersede(tx, earlier)
            if not nothing and not known:
                await imports.tell(tx, number, await imports.coordinators(tx), "new")
        return SourceOutcome.UNCHANGED if nothing else SourceOutcome.WAITING

    async def _drop(self, number: int) -> None:
        """Forget a preview that is none."""
        async with self.bench.database.transaction(self.bench.now(), SYSTEM) as tx:
            await imports.drop(tx, number)
