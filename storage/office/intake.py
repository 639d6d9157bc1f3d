"""What coordinators read about files taken in, narrowed to what is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, func, or_, select, true

from locales.text import Content
from storage import texts
from storage.catalogue import TITLES
from storage.engine import Transaction
from storage.office import imports, listing, scope, sources
from storage.records.affected import Affected, AffectedGroup, Somebody
from storage.records.intake import ASKED, Import, ImportPage, ProviderName, Source, ToFind, ToFindPage
from storage.tables import attendees, offerings, providers, registrations
from storage.tables.base import AnyRow

PAGE_SIZE = 5


class Intake:
    """Reads for one person who coordinates, in one transaction; for everybody else nothing is there."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx = tx
        self._me = me
        self._languages = languages

    async def import_of(self, import_id: int) -> Import | None:
        """Read a file with its preview, with names of the people affected as far as the reader runs their offerings."""
        found = await imports.find(self._tx, self._me, import_id)
        if found is None:
            return None
        report = found.report
        if report.affected:
            report = replace(report, affected=await self._named(report.affected))
        if report.undo is not None and report.undo.affected:
            report = replace(report, undo=replace(report.undo, affected=await self._named(report.undo.affected)))
        return replace(found, report=report)

    async def imports(self, page: int) -> ImportPage:
        """Read a page of files, the newest first."""
        return await imports.page(self._tx, self._me, page, PAGE_SIZE)

    async def providers(self) -> tuple[ProviderName, ...]:
        """Read whose offerings the reader may bring in."""
        mine = await scope.providers_of(self._tx, self._me)
        theirs = true() if mine is None else providers.c.id.in_(mine)
        named = select(providers.c.id, providers.c.name).where(providers.c.tenant_id == self._tx.tenant_id, theirs)
        rows = await self._tx.connection.execute(named.order_by(func.lower(providers.c.name)))
        return tuple(ProviderName(row.id, row.name) for row in rows)

    async def unlimited(self) -> bool:
        """Say whether the reader runs everybody's offerings."""
        return await scope.providers_of(self._tx, self._me) is None

    async def sources(self) -> tuple[Source, ...]:
        """Read the addresses that files are fetched from; nothing for who is limited to some providers."""
        return await sources.listed(self._tx) if await self.unlimited() else ()

    async def to_do(self, page: int) -> ToFindPage:
        """Read a page of what nobody knows yet."""
        mine = await self._open()
        total = int(await self._tx.connection.scalar(select(func.count()).select_from(offerings).where(*mine)) or 0)
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(max(0, page), pages - 1)
        asked = listing.in_order(self._tx, mine).add_columns(offerings.c.unknown)
        rows = (await self._tx.connection.execute(asked.limit(PAGE_SIZE).offset(page * PAGE_SIZE))).all()
        return ToFindPage(await self._to_find(rows), total, page, pages)

    async def to_find(self, offering_id: int) -> ToFind | None:
        """Read what nobody knows of one offering; None when it is not theirs, or everything is known."""
        mine = (*await self._open(), offerings.c.id == offering_id)
        rows = (await self._tx.connection.execute(select(offerings.c.id, offerings.c.unknown).where(*mine))).all()
        return next(iter(await self._to_find(rows)), None)

    async def _open(self) -> list[ColumnElement[bool]]:
        """Narrow offerings to those of the reader of which something is not known."""
        there = or_(offerings.c.live, offerings.c.draft)
        return [await scope.within(self._tx, self._me), there, offerings.c.unknown != ""]

    async def _to_find(self, rows: Sequence[AnyRow]) -> tuple[ToFind, ...]:
        """Name offerings and what is not known of them."""
        ids = [row.id for row in rows]
        if not ids:
            return ()
        titles = await texts.read(self._tx, self._languages, {"offering": ids}, TITLES)
        return tuple(_to_find(row, titles.name("offering", row.id, "title", str(row.id))) for row in rows)

    async def _named(self, affected: Affected) -> Affected:
        """Name people again whom a preview knows by their registrations alone."""
        wanted = {one.registration_id for group in affected.groups for one in group.some}
        joined = registrations.join(attendees, attendees.c.id == registrations.c.attendee_id).join(
            offerings, offerings.c.id == registrations.c.offering_id
        )
        asked = select(registrations.c.id, registrations.c.code, attendees.c.name).select_from(joined)
        mine = await scope.within(self._tx, self._me)
        rows = await self._tx.connection.execute(asked.where(registrations.c.id.in_(wanted), mine))
        known = {row.id: Somebody(row.name, row.code, row.id) for row in rows}
        return replace(affected, groups=tuple(_with_names(group, known) for group in affected.groups))


def _to_find(row: AnyRow, title: Content) -> ToFind:
    """Tell what is not known of an offering."""
    unknown = row.unknown.split(",")
    return ToFind(row.id, title, tuple(name for name in ASKED if name in unknown))


def _with_names(group: AffectedGroup, known: dict[int, Somebody]) -> AffectedGroup:
    """Name the people of a group."""
    return replace(group, some=tuple(known[one.registration_id] for one in group.some if one.registration_id in known))
