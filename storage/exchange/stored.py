"""Reads the stored catalogue in the shape its files have, so that the two can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Table, select

from storage.engine import Transaction
from storage.exchange.comparing import Stored, StoredText
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey, VenueRow
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
    rows = {subject: await _all(tx, table) for subject, (table, _) in KEYS.items()}
    names: Names = {
        (subject, row.id): getattr(row, column) for subject, (_, column) in KEYS.items() for row in rows[subject]
    }
    links = await _links(tx, rows)
    topics_of = await _topics(tx, names)
    return Stored(
        ids={(subject, name): row_id for (subject, row_id), name in names.items() if row_id is not None},
        venues={row.source_id: _venue(row, names) for row in rows["venue"]},
        offerings={row.source_id: _offering(row, names, topics_of, links) for row in rows["offering"]},
        sessions={row.source_id: _session(row, names) for row in rows["session"]},
        live=frozenset(row.source_id for row in rows["offering"] if row.live),
        texts=await _texts(tx, names),
    )


async def _all(tx: Transaction, table: Table) -> Sequence[AnyRow]:
    """Read all rows of the tenant."""
    statement = select(table).where(table.c.tenant_id == tx.tenant_id).order_by(table.c.id)
    return (await tx.connection.execute(statement)).all()


async def _texts(tx: Transaction, names: Names) -> dict[TextKey, StoredText]:
    """Read all texts of what is there."""
    return {
        TextKey(row.subject, names[row.subject, row.subject_id], row.field, row.language): StoredText(
            row.id, row.text, row.origin == IMPORT
        )
        for row in await _all(tx, texts)
        if (row.subject, row.subject_id) in names
    }


async def _topics(tx: Transaction, names: Names) -> Topics:
    """Read the topics of offerings."""
    mine = select(offerings.c.id).where(offerings.c.tenant_id == tx.tenant_id)
    columns = (offering_topics.c.offering_id, offering_topics.c.topic_id)
    statement = select(*columns).where(offering_topics.c.offering_id.in_(mine)).order_by(offering_topics.c.position)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for offering_id, topic_id in await tx.connection.execute(statement):
        found[offering_id] += (names["topic", topic_id],)
    return found


async def _links(tx: Transaction, rows: Rows) -> Links:
    """Read what else offerings have several of."""
    mine = select(offerings.c.id).where(offerings.c.tenant_id == tx.tenant_id)
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for table in (offering_audiences, offering_languages):
        for row in (await tx.connection.execute(select(table).where(table.c.offering_id.in_(mine)))).mappings():
            match row:
                case {"offering_id": offering_id, "audience": audience}:
                    found["audiences", offering_id].add(audience)
                case {"offering_id": offering_id, "language": language, "interpretation": interpretation}:
                    found["interpretation" if interpretation else "languages", offering_id].add(language)
    kinds = ("audiences", "languages", "interpretation")
    return {(kind, row.id): frozenset(found[kind, row.id]) for row in rows["offering"] for kind in kinds}


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
