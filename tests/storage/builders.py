"""Small helpers that put a catalogue and people into a database, with defaults for all that a test does not care about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Table, func, insert, select

from storage import people, registrations
from storage.engine import Transaction
from storage.records.people import Participant
from storage.records.registrations import Place
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
from storage.texts import fold

NUMBERS = count(1)

OFFERING: dict[str, Any] = {
    "kind": "course",
    "level": "none",
    "plain_language": False,
    "whole_course": False,
    "capacity": 10,
    "waiting_list": True,
    "price_cents": 0,
    "registering": "required",
    "women_only": False,
    "childcare": "no",
    "step_free": "unknown",
    "live": True,
}
VENUE: dict[str, Any] = {
    "street": "Talstraße 2",
    "postal_code": "52068",
    "city": "Aachen",
    "position_exact": False,
    "step_free": "unknown",
}


async def add(tx: Transaction, table: Table, **values: Any) -> int:  # noqa: ANN401 - whatever the table has
    """Insert a row of this tenant and tell its id."""
    statement = insert(table).values(tenant_id=tx.tenant_id, **values).returning(table.c.id)
    return int((await tx.connection.execute(statement)).scalar_one())


async def named(tx: Transaction, table: Table, **values: str) -> int:
    """Find a row by what names it, or insert it."""
    same = (table.c[name] == value for name, value in values.items())
    found = await tx.connection.scalar(select(table.c.id).where(*same))
    return found or await add(tx, table, **values)


async def write_texts(
    tx: Transaction, subject: str, subject_id: int, texts_of: Mapping[str, Mapping[str, str]]
) -> None:
    """Write texts: by field, then by language."""
    for field, versions in texts_of.items():
        for language, text in versions.items():
            about = {"subject": subject, "subject_id": subject_id, "field": field, "language": language}
            await add(tx, texts, **about, text=text, folded=fold(text), origin="sample")


async def add_topic(tx: Transaction, slug: str, **names: str) -> int:
    """Add a topic with its names by language."""
    topic_id = await named(tx, topics, slug=slug)
    await write_texts(tx, "topic", topic_id, {"name": names})
    return topic_id


async def add_quarter(tx: Transaction, slug: str, **names: str) -> int:
    """Add a quarter with its names by language."""
    quarter_id = await named(tx, quarters, slug=slug)
    await write_texts(tx, "quarter", quarter_id, {"name": names})
    return quarter_id


async def add_venue(tx: Transaction, quarter: str = "nord", name: str = "DEPOT", **values: Any) -> int:  # noqa: ANN401
    """Add a venue."""
    quarter_id = await named(tx, quarters, slug=quarter)
    own = VENUE | {"source_id": f"V{next(NUMBERS)}"} | values
    venue_id = await add(tx, venues, quarter_id=quarter_id, **own)
    await write_texts(tx, "venue", venue_id, {"name": {"de": name}})
    return venue_id


async def add_offering(
    tx: Transaction,
    starts: Sequence[datetime] = (),
    *,
    title: str | Mapping[str, str] = "PC-Einstieg",
    prose: Mapping[str, Mapping[str, str]] | None = None,
    quarter: str = "nord",
    topic_slugs: Sequence[str] = (),
    audiences: Sequence[str] = (),
    languages: Sequence[str] = (),
    interpretation: Sequence[str] = (),
    **values: Any,  # noqa: ANN401 - whatever an offering has
) -> int:
    """Add an offering with a session of two hours at each start."""
    own = OFFERING | {"source_id": f"O{next(NUMBERS)}", "changed_at": tx.now} | values
    own["provider_id"] = await named(tx, providers, name="Digital Camp")
    own["quarter_id"] = await named(tx, quarters, slug=quarter)
    offering_id = await add(tx, offerings, **own)
    titles = {"de": title} if isinstance(title, str) else title
    await write_texts(tx, "offering", offering_id, {"title": titles, **(prose or {})})
    for position, slug in enumerate(topic_slugs):
        topic_id = await named(tx, topics, slug=slug)
        await relate(tx, offering_topics, offering_id, topic_id=topic_id, position=position)
    for audience in audiences:
        await relate(tx, offering_audiences, offering_id, audience=audience)
    for language in (*languages, *interpretation):
        await relate(tx, offering_languages, offering_id, language=language, interpretation=language in interpretation)
    for number, start in enumerate(starts, 1):
        await add_session(tx, offering_id, start, number=number)
    return offering_id


async def relate(tx: Transaction, table: Table, offering_id: int, **values: Any) -> None:  # noqa: ANN401
    """Add one of what an offering has several of."""
    await tx.connection.execute(insert(table).values(offering_id=offering_id, **values))


async def add_session(tx: Transaction, offering_id: int, start: datetime, **values: Any) -> int:  # noqa: ANN401
    """Add a session of two hours."""
    own = {"source_id": f"S{next(NUMBERS)}", "number": 1, "status": "scheduled", "end": start + timedelta(hours=2)}
    return await add(tx, sessions, offering_id=offering_id, start=start, **(own | values))


async def session_ids(tx: Transaction, offering_id: int) -> list[int]:
    """Tell the ids of an offering's sessions, in order."""
    statement = select(sessions.c.id).where(sessions.c.offering_id == offering_id).order_by(sessions.c.start)
    return list((await tx.connection.scalars(statement)).all())


async def add_person(tx: Transaction, language: str = "de") -> Participant:
    """Make somebody who writes to the bot."""
    return await people.greet(tx, f"chat-{next(NUMBERS)}", language)


async def register(
    tx: Transaction,
    person: Participant,
    offering_id: int,
    session_id: int | None = None,
    *,
    name: str = "Ada",
    child: bool = False,
    confirmed: Collection[str] = ("women", "age", "consent"),
    may_wait: bool = True,
) -> Place:
    """Register somebody, with all conditions met and ready to wait, unless told otherwise."""
    return await registrations.register(
        tx,
        person.id,
        offering_id,
        session_id,
        name=name,
        child=child,
        confirmed=confirmed,
        may_wait=may_wait,
    )


async def rows(tx: Transaction, table: Table, *names: str) -> list[tuple[Any, ...]]:
    """Read some columns of a table in the order of its ids."""
    found: Sequence[AnyRow] = (
        await tx.connection.execute(select(*(table.c[name] for name in names)).order_by(table.c.id))
    ).all()
    return [tuple(row) for row in found]


async def count_rows(tx: Transaction, table: Table) -> int:
    """Count the rows of a table."""
    return int(await tx.connection.scalar(select(func.count()).select_from(table)) or 0)
