"""What the dialogs of editing read, narrowed to what the reader runs; a handful of statements a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, or_, select, true

from locales.text import Content
from storage import catalogue, texts
from storage.engine import Transaction
from storage.exchange.parsed import is_own
from storage.office import affected as reached
from storage.office import edits, locks, scope, wordings
from storage.office.edit_places import ONLINE
from storage.office.edit_site import Site
from storage.office.editing import mark_of, noting, survey
from storage.records.affected import Affected
from storage.records.audiences import LanguageCount
from storage.records.editing import Editable, Named, NamedPage
from storage.records.edits import Change, Objection
from storage.tables import offerings, participants, providers, quarters, topics, venues
from storage.tables import texts as text_rows
from storage.tables.base import AnyRow
from storage.texts import fold

PAGE_SIZE, PLACES_A_PAGE = 6, 3


class Editing:
    """Reads for one person in one transaction."""

    def __init__(self, tx: Transaction, me: int, languages: Sequence[str]) -> None:
        self._tx = tx
        self._me = me
        self._languages = languages

    async def offering(self, offering_id: int) -> Editable | None:
        """Read an offering to change it; None when the reader does not run it."""
        if not await scope.runs(self._tx, self._me, offering_id):
            return None
        return await read(self._tx, self._languages, offering_id)

    async def providers(self, page: int) -> NamedPage:
        """Read the providers somebody may begin an offering for, those with most offerings first."""
        allowed = await scope.providers_of(self._tx, self._me)
        mine = true() if allowed is None else providers.c.id.in_(allowed)
        used = select(func.count()).where(offerings.c.provider_id == providers.c.id).scalar_subquery()
        asked = select(providers.c.id, providers.c.name).where(providers.c.tenant_id == self._tx.tenant_id, mine)
        rows, page, pages = await paged(self._tx, asked.order_by(used.desc(), providers.c.name), page)
        return NamedPage(tuple(Named(row.id, "", Content(row.name, "de")) for row in rows), page, pages)

    async def topics(self) -> tuple[Named, ...]:
        """Read all topics by name, so that they stay where they are while some are chosen."""
        found = await self._named("topic", topics, topics.c.id)
        return tuple(sorted(found, key=lambda one: one.name.text.casefold()))

    async def quarters(self) -> tuple[Named, ...]:
        """Read all quarters but that of video meetings, those with most places first."""
        used = select(func.count()).where(venues.c.quarter_id == quarters.c.id).scalar_subquery()
        return tuple(one for one in await self._named("quarter", quarters, used) if one.slug != ONLINE)

    async def places(self, word: str, page: int) -> NamedPage:
        """Read the places that hold a word in name or street, those most used first; none online."""
        used = select(func.count()).where(offerings.c.venue_id == venues.c.id).scalar_subquery()
        asked = (
            select(venues.c.id, venues.c.street)
            .join(quarters, quarters.c.id == venues.c.quarter_id)
            .where(venues.c.tenant_id == self._tx.tenant_id, quarters.c.slug != ONLINE, *holding(word))
        )
        rows, page, pages = await paged(self._tx, asked.order_by(used.desc(), venues.c.id), page, PLACES_A_PAGE)
        return NamedPage(await self._places(rows), page, pages)

    async def place(self, venue_id: int) -> Named | None:
        """Read one place."""
        asked = select(venues.c.id, venues.c.street).where(
            venues.c.tenant_id == self._tx.tenant_id, venues.c.id == venue_id
        )
        found = await self._places((await self._tx.connection.execute(asked)).all())
        return next(iter(found), None)

    async def readers(self) -> tuple[LanguageCount, ...]:
        """Count who can be reached, by language, most first."""
        asked = (
            select(participants.c.language, func.count().label("number"))
            .where(participants.c.tenant_id == self._tx.tenant_id, participants.c.unreachable_since.is_(None))
            .group_by(participants.c.language)
        )
        rows = (await self._tx.connection.execute(asked)).all()
        found = (LanguageCount(row.language, row.number) for row in rows)
        return tuple(sorted(found, key=lambda one: (-one.total, one.language)))

    async def affected(self, offering_id: int, change: Change) -> Affected:
        """Find whom a change would reach, without making it; nobody when it cannot be made."""
        if not await scope.runs(self._tx, self._me, offering_id):
            return Affected()
        site = await survey(self._tx, offering_id, change)
        made = edits.make(site, change)
        if isinstance(made, Objection):
            return Affected()
        plan = noting(site, change, made)
        return await reached.affected(self._tx, site.before, plan, languages=self._languages)

    async def _named(self, subject: str, table: Table, used: ColumnElement[int]) -> tuple[Named, ...]:
        asked = select(table.c.id, table.c.slug).where(table.c.tenant_id == self._tx.tenant_id)
        rows = (await self._tx.connection.execute(asked.order_by(used.desc(), table.c.slug))).all()
        names = await texts.read(self._tx, self._languages, {subject: [row.id for row in rows]}, ("name",))
        return tuple(Named(row.id, row.slug, names.name(subject, row.id, "name", row.slug)) for row in rows)

    async def _places(self, rows: Sequence[AnyRow]) -> tuple[Named, ...]:
        names = await texts.read(self._tx, self._languages, {"venue": [row.id for row in rows]}, ("name",))
        return tuple(Named(row.id, "", names.name("venue", row.id, "name", row.street), row.street) for row in rows)


async def paged(
    tx: Transaction, asked: Select[*tuple[Any, ...]], page: int, size: int = PAGE_SIZE
) -> tuple[Sequence[AnyRow], int, int]:
    """Read a page of something, and tell which it is of how many; one past the end is the last."""
    total = int(await tx.connection.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0)
    pages = max(1, -(-total // size))
    page = min(max(0, page), pages - 1)
    return (await tx.connection.execute(asked.limit(size).offset(page * size))).all(), page, pages


def holding(word: str) -> list[ColumnElement[bool]]:
    """Narrow places to those whose name or street holds every word that was typed."""
    named = select(text_rows.c.subject_id).where(text_rows.c.subject == "venue", text_rows.c.field == "name")
    return [
        or_(
            venues.c.id.in_(named.where(text_rows.c.folded.contains(one, autoescape=True))),
            func.lower(venues.c.street).contains(one, autoescape=True),
        )
        for one in fold(word).split()
    ]


async def read(tx: Transaction, languages: Sequence[str], offering_id: int) -> Editable | None:
    """Read an offering with all that is needed to change it."""
    offering = await catalogue.offering(tx, languages, offering_id, drafts=True)
    if offering is None:
        return None
    site = await survey(tx, offering_id)
    rows = [(site.number(row), row) for row in site.before.sessions.values()]
    held = await held_locks(tx, site, offering_id)
    about = [site.before.ids["topic", slug] for slug in site.row.topics]
    names = await texts.read(tx, languages, {"topic": about}, ("name",))
    return Editable(
        offering=offering,
        mark=mark_of(site.before),
        draft=site.row.source_id in site.before.drafts,
        imported=not is_own(site.row.source_id),
        missing=tuple(edits.missing(site)),
        unknown=site.unknown,
        locks=held.get(("offering", offering_id), frozenset()),
        session_locks=frozenset(number for subject, number in held if subject == "session"),
        written=await wordings.read(tx, offering_id),
        registered=offering.taken + offering.waiting,
        own_seats=frozenset(number for number, row in rows if row.capacity not in (None, site.row.capacity)),
        own_places=frozenset(number for number, row in rows if row.venue not in (None, site.row.venue)),
        topic_names=tuple(
            names.name("topic", number, "name", slug) for number, slug in zip(about, site.row.topics, strict=True)
        ),
        notes=await wordings.read_notes(tx, [number for number, _row in rows]),
        links=tuple((number, row.link) for number, row in rows if row.link),
    )


async def held_locks(tx: Transaction, site: Site, offering_id: int) -> Mapping[tuple[str, int], frozenset[str]]:
    """Read what is locked of an offering and its sessions."""
    mine = await locks.held(tx, "offering", [offering_id])
    numbers = [site.number(row) for row in site.before.sessions.values()]
    return {**mine, **(await locks.held(tx, "session", numbers) if numbers else {})}
