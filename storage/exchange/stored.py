"""Reads the stored catalogue in the shape its files have, so that the two can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Table, or_, select

from storage.engine import Transaction
from storage.exchange.comparing import Stored, StoredText
from storage.exchange.duplicates import Candidate
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

COMMON = ("provider", "quarter", "topic", "venue")
"""what thousands of offerings have in common, so that it is read once"""
CHUNK = 500
"""so many are asked for by name with one statement"""

Value = TypeVar("Value")

Rows: TypeAlias = Mapping[str, Sequence[AnyRow]]
Names: TypeAlias = Mapping[tuple[str, int | None], str]
"""What the files call a row, by subject and row id."""
NOBODY: Names = MappingProxyType({})
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


@dataclass(frozen=True, slots=True)
class Common:
    """What is stored of all offerings together: providers, quarters, topics and venues, and how they are called."""

    stored: Stored
    names: Names = field(default_factory=dict)

    def joined(self, page: Stored) -> Stored:
        """Put it together with some offerings."""
        return replace(
            page,
            ids={**self.stored.ids, **page.ids},
            venues={**self.stored.venues, **page.venues},
            texts={**self.stored.texts, **page.texts},
        )


async def read_common(tx: Transaction) -> Common:
    """Read all but the offerings and their sessions."""
    found = {subject: await _all(tx, KEYS[subject][0]) for subject in COMMON}
    wordings = await _all(tx, texts, texts.c.subject.in_(("venue", "topic", "quarter")))
    stored = _worded(await _stored(tx, {**found, "offering": (), "session": ()}, offerings.c.id.in_(())), wordings)
    return Common(stored, {(subject, row_id): name for (subject, name), row_id in stored.ids.items()})


async def read_some(
    tx: Transaction, common: Common, offering_names: Collection[str], session_names: Collection[str] = ()
) -> Stored:
    """Read some offerings by the files' ids, with all their sessions and texts, without what is common to all.

    Sessions that are asked for and belong to another offering come too, without it.
    """
    own = await _named(tx, offerings, offering_names)
    ids = [row.id for row in own]
    dates = await _some(tx, sessions, sessions.c.offering_id, ids)
    strange = set(session_names) - {row.source_id for row in dates}
    taken = await _named(tx, sessions, strange)
    others = await _some(tx, offerings, offerings.c.id, {row.offering_id for row in taken})
    rows: Rows = {"offering": own, "session": [*dates, *taken]}
    names = {**common.names, **{("offering", row.id): row.source_id for row in (*own, *others)}}
    found = await _stored(tx, rows, offerings.c.id.in_(ids), names)
    about = {"offering": ids, "session": [row.id for row in rows["session"]]}
    wordings = [row for subject, of in about.items() for row in await _some(tx, texts, texts.c.subject_id, of, subject)]
    return _worded(found, wordings)


async def owners(tx: Transaction, names: Collection[str]) -> Mapping[str, str]:
    """Tell whose the offerings are that are stored of those named by the files' ids."""
    found: dict[str, str] = {}
    for chunk in _chunks(names):
        mine = (offerings.c.tenant_id == tx.tenant_id, offerings.c.source_id.in_(chunk))
        asked = select(offerings.c.source_id, providers.c.name).join_from(offerings, providers).where(*mine)
        found.update((row.source_id, row.name) for row in await tx.connection.execute(asked))
    return found


async def source_ids(tx: Transaction, offering_ids: Collection[int]) -> frozenset[str]:
    """Tell what the files call some offerings."""
    found: set[str] = set()
    for chunk in _chunks(offering_ids):
        found.update(await tx.connection.scalars(select(offerings.c.source_id).where(offerings.c.id.in_(chunk))))
    return frozenset(found)


async def live_after(tx: Transaction, last: int, most: int) -> Sequence[AnyRow]:
    """Read the next live offerings after the one with the number `last`: number, the file's id, and whose it is."""
    mine = (offerings.c.tenant_id == tx.tenant_id, offerings.c.live, offerings.c.id > last)
    asked = select(offerings.c.id, offerings.c.source_id, providers.c.name.label("provider"))
    found = asked.join_from(offerings, providers).where(*mine).order_by(offerings.c.id).limit(most)
    return (await tx.connection.execute(found)).all()


async def candidates(tx: Transaction, rows: Sequence[AnyRow]) -> list[Candidate]:
    """Read of offerings, as `live_after` names them, what tells duplicates."""
    ids = [row.id for row in rows]
    starts: defaultdict[int, list[datetime]] = defaultdict(list)
    titles: dict[int, str] = {}
    for chunk in _chunks(ids):
        dates = select(sessions.c.offering_id, sessions.c.start).where(sessions.c.offering_id.in_(chunk))
        for row in await tx.connection.execute(dates):
            starts[row.offering_id].append(row.start)
        german = (texts.c.subject == "offering", texts.c.field == "title", texts.c.language == "de")
        titled = select(texts.c.subject_id, texts.c.text).where(*german, texts.c.subject_id.in_(chunk))
        titles.update((row.subject_id, row.text) for row in await tx.connection.execute(titled))
    return [
        Candidate(row.source_id, row.provider, titles.get(row.id, ""), tuple(starts.get(row.id, ()))) for row in rows
    ]


async def venues_of_others(tx: Transaction, names: Collection[str]) -> frozenset[str]:
    """Name the venues at which offerings meet that are not of some providers."""
    other = (offerings.c.tenant_id == tx.tenant_id, providers.c.name.not_in(names))
    mine = select(offerings.c.id).join_from(offerings, providers).where(*other)
    at = (
        venues.c.id.in_(select(offerings.c.venue_id).where(offerings.c.id.in_(mine))),
        venues.c.id.in_(select(sessions.c.venue_id).where(sessions.c.offering_id.in_(mine))),
    )
    asked = select(venues.c.source_id).where(venues.c.tenant_id == tx.tenant_id, or_(*at))
    return frozenset((await tx.connection.scalars(asked)).all())


def _chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Take values some hundred at a time."""
    left = iter(values)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


async def _named(tx: Transaction, table: Table, names: Collection[str]) -> list[AnyRow]:
    """Read rows by the files' ids."""
    found: list[AnyRow] = []
    for chunk in _chunks(sorted(names)):
        mine = (table.c.tenant_id == tx.tenant_id, table.c.source_id.in_(chunk))
        found += (await tx.connection.execute(select(table).where(*mine))).all()
    return sorted(found, key=lambda row: int(row.id))


async def _some(
    tx: Transaction, table: Table, key: ColumnElement[int], ids: Collection[int], subject: str = ""
) -> list[AnyRow]:
    """Read the rows that belong to some numbers; of texts, those of a subject."""
    which = (table.c.subject == subject,) if subject else ()
    found: list[AnyRow] = []
    for chunk in _chunks(sorted(ids)):
        found += await _all(tx, table, key.in_(chunk), *which)
    return sorted(found, key=lambda row: int(row.id))


async def _everything(tx: Transaction) -> Rows:
    """Read all rows but the texts: these are read when the others are put together and forgotten, so that memory is spared."""
    return {subject: await _all(tx, table) for subject, (table, _) in KEYS.items()}


async def _stored(tx: Transaction, rows: Rows, mine: ColumnElement[bool], common: Names = NOBODY) -> Stored:
    """Put rows together, without their texts; `mine` finds their offerings. `common` names what they refer to besides."""
    own: Names = {(subject, row.id): getattr(row, KEYS[subject][1]) for subject, found in rows.items() for row in found}
    names = {**common, **own}
    links = await _links(tx, rows, mine)
    topics_of = await _topics(tx, names, mine)
    return Stored(
        ids={(subject, name): row_id for (subject, row_id), name in own.items() if row_id is not None},
        venues={row.source_id: _venue(row, names) for row in rows.get("venue", ())},
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
