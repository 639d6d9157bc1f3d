"""Reads the stored catalogue in the shape its files have, so that the two can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import ColumnElement, Table, select

from storage.engine import Transaction
from storage.exchange.comparing import Stored, StoredText
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey, VenueRow
from storage.exchange.sharing import Pool, shared
from storage.records.catalogue import Childcare, Kind, Level, Registering, SessionStatus, StepFree
from storage.tables import (
    offering_audiences,
    offering_languages,
    offering_topics,
    offerings,
    providers,
    quarters,
    sessions,
    texts,
    topics,
    venues,
)
from storage.tables.base import AnyRow

IMPORT = "import"
"""the origin of texts that came from a file"""

KEYS = {
    "provider": (providers, "name"),
    "quarter": (quarters, "slug"),
    "topic": (topics, "slug"),
    "venue": (venues, "source_id"),
    "offering": (offerings, "source_id"),
    "session": (sessions, "source_id"),
}
"""Where each subject is stored, and which column holds what the files call it."""

Rows: TypeAlias = Mapping[str, Sequence[AnyRow]]
Names: TypeAlias = Mapping[tuple[str, int | None], str]
"""What the files call a row, by subject and row id."""
Links: TypeAlias = Mapping[tuple[str, int], frozenset[str]]
"""An offering's audiences, languages and interpretation."""
Topics: TypeAlias = Mapping[int, tuple[str, ...]]
"""An offering's topics, in order."""


async def read(tx: Transaction) -> Stored:
    """Read the whole catalogue of the tenant, with what has ended."""
    found = await _stored(tx, await _everything(tx), offerings.c.tenant_id == tx.tenant_id)
    return _worded(found, await _all(tx, texts))


async def read_one(tx: Transaction, offering_id: int, venue_ids: Iterable[int] = ()) -> Stored:
    """Read the catalogue as if it held one offering alone, and some venues beside its own; topics, quarters and providers all.

    So one offering is compared and written as quickly in a catalogue of thousands. One that is not there is left out.
    """
    dates = await _all(tx, sessions, sessions.c.offering_id == offering_id)
    own = await _all(tx, offerings, offerings.c.id == offering_id)
    placed = {row.venue_id for row in (*own, *dates)} | set(venue_ids)
    rows: Rows = {
        **{subject: await _all(tx, KEYS[subject][0]) for subject in ("provider", "quarter", "topic")},
        "venue": await _all(tx, venues, venues.c.id.in_(placed - {None})),
        "offering": own,
        "session": dates,
    }
    wordings: list[AnyRow] = []
    for subject in ("offering", "session", "venue"):
        about = texts.c.subject_id.in_([row.id for row in rows[subject]])
        wordings += await _all(tx, texts, texts.c.subject == subject, about)
    return _worded(await _stored(tx, rows, offerings.c.id == offering_id), wordings)


async def _everything(tx: Transaction) -> Rows:
    """Read all rows but the texts: these are read when the others are put together and forgotten, so that memory is spared."""
    return {subject: await _all(tx, table) for subject, (table, _) in KEYS.items()}


async def _stored(tx: Transaction, rows: Rows, mine: ColumnElement[bool]) -> Stored:
    """Put rows together, without their texts; `mine` finds their offerings."""
    names: Names = {
        (subject, row.id): getattr(row, column) for subject, (_, column) in KEYS.items() for row in rows[subject]
    }
    links = await _links(tx, rows, mine)
    topics_of = await _topics(tx, names, mine)
    return Stored(
        ids={(subject, name): row_id for (subject, row_id), name in names.items() if row_id is not None},
        venues={row.source_id: _venue(row, names) for row in rows["venue"]},
        offerings={row.source_id: _offering(row, names, topics_of, links) for row in rows["offering"]},
        sessions={row.source_id: _session(row, names) for row in rows["session"]},
        live=frozenset(row.source_id for row in rows["offering"] if row.live),
        texts={},
        drafts=frozenset(row.source_id for row in rows["offering"] if row.draft),
        unknown={row.source_id: shared(row.unknown.split(",")) for row in rows["offering"] if row.unknown},
    )


async def _all(tx: Transaction, table: Table, *which: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Read all rows of the tenant, or some of them, in the order of their numbers.

    Some are put in order here, and their tenant is computed: else SQLite would go through all rows of the tenant.
    """
    if which:
        some = select(table).where(table.c.tenant_id + 0 == tx.tenant_id, *which)
        return sorted((await tx.connection.execute(some)).all(), key=lambda row: int(row.id))
    statement = select(table).where(table.c.tenant_id == tx.tenant_id).order_by(table.c.id)
    return (await tx.connection.execute(statement)).all()


def _worded(found: Stored, wordings: Sequence[AnyRow]) -> Stored:
    """Add the texts."""
    names: Names = {(subject, row_id): name for (subject, name), row_id in found.ids.items()}
    return replace(found, texts=_texts(wordings, names))


def _texts(wordings: Sequence[AnyRow], names: Names) -> dict[TextKey, StoredText]:
    """Sort the texts of what is there."""
    same = Pool().same
    return {
        TextKey(same(row.subject), names[row.subject, row.subject_id], same(row.field), same(row.language)): StoredText(
            row.id, row.text, row.origin == IMPORT, same(row.origin), row.source_hash
        )
        for row in wordings
        if (row.subject, row.subject_id) in names
    }


async def _topics(tx: Transaction, names: Names, mine: ColumnElement[bool]) -> Topics:
    """Read the topics of offerings."""
    columns = (offering_topics.c.offering_id, offering_topics.c.topic_id)
    which = offering_topics.c.offering_id.in_(select(offerings.c.id).where(mine))
    statement = select(*columns).where(which).order_by(offering_topics.c.position)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for offering_id, topic_id in await tx.connection.execute(statement):
        found[offering_id] += (names["topic", topic_id],)
    return found


async def _links(tx: Transaction, rows: Rows, mine: ColumnElement[bool]) -> Links:
    """Read what else offerings have several of."""
    chosen = select(offerings.c.id).where(mine)
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for table in (offering_audiences, offering_languages):
        for row in (await tx.connection.execute(select(table).where(table.c.offering_id.in_(chosen)))).mappings():
            match row:
                case {"offering_id": offering_id, "audience": audience}:
                    found["audiences", offering_id].add(audience)
                case {"offering_id": offering_id, "language": language, "interpretation": interpretation}:
                    found["interpretation" if interpretation else "languages", offering_id].add(language)
    kinds = ("audiences", "languages", "interpretation")
    return {(kind, row.id): shared(found.get((kind, row.id), ())) for row in rows["offering"] for kind in kinds}


def _venue(row: AnyRow, names: Names) -> VenueRow:
    """Make a venue of its row."""
    return VenueRow(
        source_id=row.source_id,
        quarter=names["quarter", row.quarter_id],
        street=row.street,
        postal_code=row.postal_code,
        city=row.city,
        latitude=row.latitude,
        longitude=row.longitude,
        position_exact=row.position_exact,
        step_free=StepFree(row.step_free),
    )


def _offering(row: AnyRow, names: Names, topics_of: Topics, links: Links) -> OfferingRow:
    """Make an offering of its row, topics and links."""
    return OfferingRow(
        source_id=row.source_id,
        provider=names["provider", row.provider_id],
        quarter=names["quarter", row.quarter_id],
        venue=names.get(("venue", row.venue_id)),
        kind=Kind(row.kind),
        level=Level(row.level),
        plain_language=row.plain_language,
        whole_course=row.whole_course,
        capacity=row.capacity,
        waiting_list=row.waiting_list,
        price_cents=row.price_cents,
        registering=Registering(row.registering),
        age_min=row.age_min,
        age_max=row.age_max,
        women_only=row.women_only,
        childcare=Childcare(row.childcare),
        step_free=StepFree(row.step_free),
        hours=row.hours,
        topics=topics_of.get(row.id, ()),
        audiences=links["audiences", row.id],
        languages=links["languages", row.id],
        interpretation=links["interpretation", row.id],
    )


def _session(row: AnyRow, names: Names) -> SessionRow:
    """Make a session of its row."""
    return SessionRow(
        source_id=row.source_id,
        offering=names["offering", row.offering_id],
        number=row.number,
        start=row.start,
        end=row.end,
        venue=names.get(("venue", row.venue_id)),
        capacity=row.capacity,
        status=SessionStatus(row.status),
        link=row.link,
    )
