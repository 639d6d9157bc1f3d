"""Taking files in: reading and comparing hold up nobody, a preview says what would happen, and applying is short.

Comparing goes through the catalogue page by page, which takes seconds when it is large. So it is done before the transaction
that writes, and what is to be written waits in a file; the transaction only makes sure that no other import came between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from storage import changes, wishes
from storage.changes import Carrying
from storage.engine import Actor, Database, Transaction
from storage.exchange import comparing, fitting, stored
from storage.exchange.comparing import Difference, Item, Plan, Stored, Totals
from storage.exchange.duplicates import Twins
from storage.exchange.pages import PAGE, Pages
from storage.exchange.parsed import Catalogue, CatalogueError, Problem
from storage.exchange.steps import Step, Steps, ahead, narrowed
from storage.exchange.stored import Common
from storage.office import footprints, formers, imports, locks, scope, sparing
from storage.office.affected import affected, together
from storage.office.locks import Locked
from storage.office.previews import Gathered, Unknown, unknown
from storage.office.sparing import Narrowed
from storage.records.affected import Affected
from storage.records.intake import FieldChange, ImportCounts, NewOffering, Unsaid
from storage.records.reasons import Why
from storage.tables.base import AnyRow
from storage.texts import fold
from storage.wishes import Wanted

SYSTEM_KINDS = frozenset({"command", "system"})
"""actors who may bring in everybody's offerings"""
TRIES = 3
"""how often comparing begins anew when the catalogue changes meanwhile"""
NO_ROWS = Catalogue((), (), (), {})


@dataclass(frozen=True, slots=True)
class Shown:
    """The first of each kind, as a report shows it, with titles."""

    new: tuple[NewOffering, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    gone: tuple[str, ...] = ()
    unknown: tuple[Unsaid, ...] = ()
    providers: tuple[str, ...] = ()
    """new ones"""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `digest` tells whether two previews say the same."""

    totals: Totals
    digest: str
    counts: ImportCounts
    shown: Shown
    rejected: tuple[Problem, ...]
    duplicates: Twins
    steps: Steps
    zone: ZoneInfo
    affected: Affected = field(default_factory=Affected)

    def parts(self) -> Iterator[tuple[Difference, Plan]]:
        """Tell all that would change, part by part."""
        for step in self.steps:
            yield comparing.describe(step.plan, step.before, 0, self.zone), step.plan

    def unknown(self) -> Iterator[Unknown]:
        """Tell what nobody knows of new offerings."""
        for step in self.steps:
            yield from unknown(step.plan)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that was compared and not applied yet."""

    preview: Preview
    common: Stored
    """providers, quarters, topics and venues as they were"""
    turned: Mapping[int, str]
    """courses that become single sessions, or back"""
    last_import: int
    undo: tuple[bytes, ...]
    """what is needed to take it back"""


class StaleError(CatalogueError):
    """The catalogue changed after it was compared; compare again."""

    def __init__(self) -> None:
        super().__init__((Problem("catalogue", 0, "", "", Why.STALE()),))


async def prepare(database: Database, catalogue: Catalogue | Pages, now: datetime, by: Actor) -> Prepared:
    """Compare a catalogue with the stored one; nothing is written. CatalogueError when it would be refused.

    Of somebody who coordinates some providers only, what concerns others is rejected.
    """
    pages = catalogue if isinstance(catalogue, Pages) else await asyncio.to_thread(Pages.of, catalogue)
    for _ in range(TRIES - 1):
        with suppress(StaleError):
            return await _compared(database, pages, now, by)
    return await _compared(database, pages, now, by)


async def _compared(database: Database, pages: Pages, now: datetime, by: Actor) -> Prepared:
    """Compare a catalogue with the stored one; StaleError when that changes meanwhile, for parts would not fit together."""
    providers: frozenset[str] | None = None
    async with database.reading(now, by) as tx:
        last = await changes.last_import(tx)
        if by.kind not in SYSTEM_KINDS:
            providers = await scope.provider_names(tx, by.id)
    if providers is not None:
        pages = await _narrow(database, pages, providers, now, by)
    async with database.reading(now, by) as tx:
        await refuse_stale(tx, last)
        foreign = frozenset[str]() if providers is None else await stored.venues_of_others(tx, providers)
        known = _Known(
            last,
            await stored.read_common(tx),
            await locks.held(tx),
            await wishes.wanted(tx),
            tx.zone,
            providers,
            foreign,
        )
    return await _Comparison(database, pages, known, now, by).prepared()


async def refuse_stale(tx: Transaction, last: int) -> None:
    """Refuse to go on when there was another import or edit than the one with the audit's number `last`."""
    if await changes.last_import(tx) != last:
        raise StaleError


async def _narrow(database: Database, pages: Pages, providers: frozenset[str], now: datetime, by: Actor) -> Pages:
    """Leave out what is not theirs."""
    narrowing = Narrowed(pages, providers)
    async with aclosing(ahead(pages)) as coming:
        async for page in coming:
            async with database.reading(now, by) as tx:
                owners = await stored.owners(tx, [row.source_id for row in page.offerings])
            await asyncio.to_thread(narrowing.take, page, owners)
    return narrowing.finish()


@dataclass(frozen=True, slots=True)
class _Known:
    """What every page is compared with."""

    last: int
    """the audit's number of the catalogue's last change"""
    common: Common
    locked: Locked
    wanted: Wanted
    zone: ZoneInfo
    providers: frozenset[str] | None
    """whose offerings somebody is limited to"""
    foreign: frozenset[str]
    """venues at which others meet"""


class _Comparison:
    """Compares page by page."""

    def __init__(self, database: Database, pages: Pages, known: _Known, now: datetime, by: Actor) -> None:
        self.database = database
        self.pages = pages
        self.known = known
        self.now = now
        self.by = by
        self.common_plan: Plan | None = None
        self.gathered = Gathered()
        self.twins = Twins(now)
        self.steps = Steps()
        self.undo: list[bytes] = []
        self.turned: dict[int, str] = {}
        self.problems: list[Problem] = []
        self.reached: list[Affected] = []
        self.seen: set[str] = set()

    async def prepared(self) -> Prepared:
        """Compare everything; CatalogueError when it would be refused."""
        head = self.pages.head
        wanted = comparing.names(await self._providers(), self.pages.quarters, self.pages.topics)
        self.common_plan = await self._take(self.known.common.stored, head, wanted)
        async with aclosing(ahead(self.pages)) as coming:
            async for page in coming:
                await self._take(await self._read(page), page)
                self.seen.update(row.source_id for row in page.offerings)
        await self._take_missing()
        if self.problems:
            raise CatalogueError(tuple(self.problems))
        async with self.database.reading(self.now, self.by) as tx:
            await changes.refuse_stranding(tx, self.turned)
        await asyncio.to_thread(self.twins.compare)
        return Prepared(self._preview(), self.known.common.stored, self.turned, self.known.last, tuple(self.undo))

    async def _providers(self) -> frozenset[str]:
        """Name whose offerings these are; where an editor said whose one is, it is not what the file says."""
        held = [of[1] for of, fields in self.known.locked.items() if of[0] == "offering" and "provider" in fields]
        if not held:
            return self.pages.providers
        async with self.database.reading(self.now, self.by) as tx:
            decided = await stored.source_ids(tx, held)
        rows = (row for page in self.pages for row in page.offerings if row.source_id not in decided)
        return await asyncio.to_thread(lambda: frozenset(row.provider for row in rows))

    def _preview(self) -> Preview:
        """Put together what was gathered."""
        found, rejected = self.gathered, self.pages.head.coverage.rejected
        return Preview(
            totals=found.totals,
            digest=str(found.digest),
            counts=found.counts(len(rejected), len(self.twins)),
            shown=Shown(
                new=tuple(found.new),
                changed=tuple(found.changed),
                gone=tuple(found.gone),
                unknown=tuple(found.unknown),
                providers=tuple(found.providers),
            ),
            rejected=rejected,
            duplicates=self.twins,
            steps=self.steps,
            zone=self.known.zone,
            affected=together(self.reached),
        )

    async def _read(self, page: Catalogue) -> Stored:
        """Read what is stored of a page."""
        texts = [key for key in page.texts if key.subject == "offering"]
        offerings = {row.source_id for row in page.offerings} | {row.offering for row in page.sessions}
        offerings |= {key.source_id for key in texts}
        sessions = {row.source_id for row in page.sessions}
        sessions |= {key.source_id for key in page.texts if key.subject == "session"}
        return await self._stored(offerings, sessions)

    async def _stored(self, offerings: Iterable[str], sessions: Iterable[str] = ()) -> Stored:
        """Read some offerings."""
        async with self.database.reading(self.now, self.by) as tx:
            await refuse_stale(tx, self.known.last)
            return await stored.read_some(tx, self.known.common, frozenset(offerings), frozenset(sessions))

    async def _take(
        self, before: Stored, page: Catalogue, names: Iterable[Item] = (), *, missing: bool = False
    ) -> Plan | None:
        """Compare a part and note what would become of it; None when nothing would. `missing`: it is what files lack."""
        try:
            plan = await asyncio.to_thread(self._plan, before, page, tuple(names), missing=missing)
        except CatalogueError as error:
            self.problems += error.problems
            return None
        if not plan:
            return None
        whole = self.known.common.joined(before)
        opened = await asyncio.to_thread(wishes.opened_by, plan, before, self.now)
        async with self.database.reading(self.now, self.by) as tx:
            notices, met = await changes.consequences(tx, whole, plan, opened, self.known.wanted)
            self.reached.append(await affected(tx, whole, self._worded(plan)))
        self.turned |= changes.turned(plan, before)
        await asyncio.to_thread(self._note, Step(before, plan, opened), len(notices) + len(met))
        return plan

    def _plan(self, before: Stored, page: Catalogue, names: tuple[Item, ...], *, missing: bool) -> Plan:
        """Find what to write."""
        known = self.known
        plan = comparing.compare(before, fitting.fit(before, page, self.now), self.now, names)
        if not missing:
            plan = replace(plan, ended=frozenset())
        plan = sparing.spare(plan, before, known.locked, known.providers, known.foreign)
        return replace(plan, folded={text: fold(text) for text in plan.texts.values()})

    def _worded(self, plan: Plan) -> Plan:
        """Add what new places are called."""
        more = {} if self.common_plan is None else self.common_plan.texts
        return replace(plan, texts={**more, **plan.texts})

    def _note(self, step: Step, told: int) -> None:
        """Note what a part does."""
        before, plan = step.before, step.plan
        self.gathered.add(comparing.describe(plan, before, told, self.known.zone), plan, before)
        self.twins.add_new(plan)
        self.undo.append(formers.pack(before, plan))
        if before is not self.known.common.stored:
            step = replace(step, before=narrowed(before, plan, footprints.offerings_touched(before, plan)))
        self.steps.append(step)

    async def _take_missing(self) -> None:
        """Find what the files no longer have, and compare the others with what is new in them."""
        last, covered = 0, self.pages.head.coverage
        if not (covered.complete or self.twins.new):
            return
        while rows := await self._live(last):
            last = rows[-1].id
            missing = [row.source_id for row in rows if self._is_missing(row.source_id, row.provider)]
            before = await self._stored(missing)
            plan = await self._take(before, replace(NO_ROWS, coverage=covered), missing=True) if missing else None
            ended = frozenset[str]() if plan is None else plan.ended
            if self.twins.new:
                await self._take_running([row for row in rows if row.source_id not in ended])

    async def _live(self, last: int) -> Sequence[AnyRow]:
        """Read the next live offerings."""
        async with self.database.reading(self.now, self.by) as tx:
            return await stored.live_after(tx, last, PAGE)

    def _is_missing(self, source_id: str, provider: str) -> bool:
        """Say whether the files speak for a live offering and no longer hold it."""
        covered = self.pages.head.coverage
        there = source_id in self.seen or source_id in covered.kept
        return covered.complete and not there and covered.covers(source_id, provider)

    async def _take_running(self, rows: Sequence[AnyRow]) -> None:
        """Note running offerings that may be the same as new ones."""
        async with self.database.reading(self.now, self.by) as tx:
            found = await stored.candidates(tx, rows)
        await asyncio.to_thread(self.twins.add_running, found)


async def apply(
    database: Database, prepared: Prepared, now: datetime, by: Actor, *, name: str = "", import_id: int | None = None
) -> Totals:
    """Write what was prepared and tell people; StaleError when the catalogue changed since it was compared.

    It is noted with what is needed to take it back: in the import that was looked at, or in a new one called `name`.
    """
    async with database.transaction(now, by) as tx:
        await changes.lock(tx)
        await refuse_stale(tx, prepared.last_import)
        totals = replace(prepared.preview.totals, told=0)
        if totals:
            await changes.refuse_stranding(tx, prepared.turned)
            totals = replace(totals, told=await _carry_out(tx, prepared))
            await changes.note(tx, totals)
        if totals or import_id is not None:
            await _note(tx, prepared, totals, name, import_id)
        return totals


async def _carry_out(tx: Transaction, prepared: Prepared) -> int:
    """Write what was prepared; tells how many people are told."""
    carrying = Carrying(tx, prepared.common)
    async with aclosing(ahead(prepared.preview.steps)) as coming:
        async for step in coming:
            await carrying.write(step.plan, step.before, step.opened)
    return await carrying.tell()


async def _note(tx: Transaction, prepared: Prepared, done: Totals, name: str, import_id: int | None) -> None:
    """Note an import that was carried out."""
    noted = import_id if import_id is not None else await imports.begin(tx, None, name)
    counts = replace(prepared.preview.counts, told=done.told)
    await imports.note_applied(tx, noted, counts, formers.join(prepared.undo))
