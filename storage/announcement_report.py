"""What came of an announcement: fates, taps, registrations after a tap, and whom to phone because it did not reach them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select

from storage import ledger, texts
from storage.announcements import rows
from storage.announcements.reading import TITLES, short_name
from storage.audience import parse
from storage.engine import Transaction
from storage.ledger import folding
from storage.records.deliveries import Fate, Report, Unreached
from storage.tables import announcement_taps, deliveries, registrations, sessions
from storage.tables.base import AnyRow

MOST_UNREACHED = 500
NOT_REACHED = (Fate.FAILED.value, Fate.MISSED.value, Fate.UNKNOWN.value, Fate.STOPPED.value)


async def report(tx: Transaction, languages: Sequence[str], announcement_id: int) -> Report | None:
    """Read what came of an announcement so far; None when it is gone."""
    row = await rows.find(tx, announcement_id)
    progress = await ledger.progress(tx, announcement_id)
    if row is None or progress is None:
        return None
    return Report(
        progress=progress,
        taps=await count_taps(tx, announcement_id),
        registrations=await count_registrations(tx, row),
        unreached=await unreached(tx, languages, row),
    )


async def count_taps(tx: Transaction, announcement_id: int) -> tuple[tuple[str, int], ...]:
    """Count how many tapped which button, the most first."""
    taps, number = announcement_taps.c, func.count()
    asked = select(taps.button, number).where(taps.announcement_id == announcement_id).group_by(taps.button)
    found = (await tx.connection.execute(asked.order_by(number.desc(), taps.button))).all()
    return tuple((button, count) for button, count in found)


async def count_registrations(tx: Transaction, row: AnyRow) -> int:
    """Count the registrations for its offering that people made after they tapped; kept once the taps are forgotten."""
    if row.registrations is not None:
        return int(row.registrations)
    return await folding.registered_after_tap(tx, row.id, row.offering_id)


async def unreached(tx: Transaction, languages: Sequence[str], row: AnyRow) -> tuple[Unreached, ...]:
    """List the registrations of people it did not reach, by code: for what it is about, else whatever is to come."""
    made, lost = registrations.c, deliveries.c
    asked = (
        select(made.code, made.offering_id, lost.status, lost.reason)
        .join(deliveries, lost.participant_id == made.participant_id)
        .where(
            lost.announcement_id == row.id,
            lost.status.in_(NOT_REACHED),
            made.status == "active",
            ~made.reminder_only,
            concerning(tx, row),
        )
        .order_by(made.offering_id, made.code)
        .limit(MOST_UNREACHED)
    )
    found = (await tx.connection.execute(asked)).all()
    titles = await texts.read(tx, languages, {"offering": {one.offering_id for one in found}}, TITLES)
    return tuple(
        Unreached(
            code=one.code,
            offering=short_name(titles, one.offering_id),
            fate=Fate(one.status),
            reason=one.reason,
        )
        for one in found
    )


def concerning(tx: Transaction, row: AnyRow) -> ColumnElement[bool]:
    """Find the registrations an announcement is about."""
    who = parse(row.audience).who
    named = {*who.registered, *who.attended, *([row.offering_id] if row.offering_id else [])}
    if named:
        return registrations.c.offering_id.in_(sorted(named))
    covered = or_(registrations.c.session_key == 0, registrations.c.session_key == sessions.c.id)
    return exists().where(sessions.c.offering_id == registrations.c.offering_id, covered, sessions.c.start > tx.now)
