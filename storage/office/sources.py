"""Addresses that catalogues are fetched from on a schedule: when each is due, what came of it, who hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update

from storage import audit, outbox
from storage.engine import Transaction
from storage.office import imports, scope
from storage.outbox import NewRow
from storage.records.intake import ImportState, Source, SourceOutcome, SourceRefusal
from storage.tables import imports as imports_table
from storage.tables import sources
from storage.tables.base import AnyRow

TOLD = "source_failed"
"""the notice that tells that an address does not answer"""
DAY = USUAL_HOURS = 24
MOST_HOURS = 24 * 30
NAME_ROOM, MARK_ROOM = 120, 200
LONGEST_ADDRESS, MOST_SOURCES = 500, 50
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(days=7)
WAITS = (ImportState.WAITING.value, ImportState.ASKING.value)
TOLD_AT = 2
"""which failure in a row is told: one may be an accident"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is needed to look at an address again."""

    id: int
    address: str
    provider: str
    etag: str
    modified: str


def valid(address: str) -> str:
    """Tidy an address; '' when it is none that may be fetched: https alone, without a name and password in it."""
    tidy = address.strip()
    try:
        parts = urlsplit(tidy)
        usable = parts.scheme == "https" and parts.hostname and parts.username is None and parts.port in (None, 443)
    except ValueError:
        return ""
    return tidy if usable and len(tidy) <= LONGEST_ADDRESS and tidy.isprintable() and " " not in tidy else ""


async def add(
    tx: Transaction,
    participant_id: int | None,
    address: str,
    provider: str = "",
    hours: int = USUAL_HOURS,
    at_hour: int | None = None,
) -> int | SourceRefusal:
    """Note an address, to be looked at at once; tells its number, or why not."""
    if await scope.providers_of(tx, participant_id) is not None:
        return SourceRefusal.NOT_ALLOWED
    tidy = valid(address)
    if not tidy:
        return SourceRefusal.NOT_HTTPS
    known = await listed(tx)
    if tidy in {one.address for one in known}:
        return SourceRefusal.KNOWN
    if len(known) >= MOST_SOURCES:
        return SourceRefusal.TOO_MANY
    row = {
        "tenant_id": tx.tenant_id,
        "address": tidy,
        "form": "",
        "provider": tidy_name(provider),
        "hours": max(1, hours),
        "at_hour": at_hour,
        "live": True,
        "etag": "",
        "modified": "",
        "outcome": SourceOutcome.NEVER.value,
        "failures": 0,
        "next_at": tx.now,
    }
    number = int((await tx.connection.execute(insert(sources).values(row).returning(sources.c.id))).scalar_one())
    await audit.record(tx, "add_source", "source", number)
    return number


async def switch(tx: Transaction, participant_id: int | None, source_id: int, *, live: bool) -> bool:
    """Fetch from an address, or no longer."""
    return await _change(tx, participant_id, source_id, "switch_source", live=live, next_at=tx.now)


async def name_provider(tx: Transaction, participant_id: int | None, source_id: int, provider: str) -> bool:
    """Say whose offerings an address has where its file does not say it; '' asks again. It is looked at anew."""
    fresh = {"provider": tidy_name(provider), "etag": "", "modified": ""}
    return await _change(tx, participant_id, source_id, "change_source", **fresh)


async def schedule(
    tx: Transaction, participant_id: int | None, source_id: int, hours: int, at_hour: int | None = None
) -> bool:
    """Choose how often an address is looked at, and for whole days at which hour on the wall; what is due stays due."""
    if not 0 < hours <= MOST_HOURS or at_hour not in {None, *range(24)}:
        return False
    due = await tx.connection.scalar(select(sources.c.next_at).where(sources.c.id == source_id))
    if due is None:
        return False
    at = due if due <= tx.now else next_visit(tx.now, hours, at_hour, tx.zone)
    return await _change(tx, participant_id, source_id, "change_source", hours=hours, at_hour=at_hour, next_at=at)


def next_visit(now: datetime, hours: int, at_hour: int | None, zone: ZoneInfo) -> datetime:
    """Tell when an address is looked at again: so many hours later, or so many days later at an hour on the wall."""
    if at_hour is None or hours % DAY:
        return now + timedelta(hours=hours)
    earliest = now + timedelta(hours=hours - DAY)
    local = earliest.astimezone(zone)
    there = datetime.combine(local.date(), time(at_hour), zone)
    if there.astimezone(UTC) <= earliest:
        there = datetime.combine(local.date() + timedelta(days=1), time(at_hour), zone)
    return there.astimezone(UTC)


def tidy_name(provider: str) -> str:
    """Tidy a provider's name."""
    return " ".join(provider.split())[:NAME_ROOM]


async def check(tx: Transaction, participant_id: int | None, source_id: int) -> bool:
    """Have an address looked at at once, whatever is known of it."""
    return await _change(tx, participant_id, source_id, "check_source", next_at=tx.now, live=True, etag="", modified="")


async def remove(tx: Transaction, participant_id: int | None, source_id: int) -> bool:
    """Forget an address; what came from it stays."""
    if await scope.providers_of(tx, participant_id) is not None:
        return False
    gone = delete(sources).where(sources.c.tenant_id == tx.tenant_id, sources.c.id == source_id)
    done = bool((await tx.connection.execute(gone)).rowcount)
    if done:
        await audit.record(tx, "remove_source", "source", source_id)
    return done


async def listed(tx: Transaction) -> tuple[Source, ...]:
    """Read all addresses, with the preview of each that waits for somebody."""
    mine = imports_table.c.source_id == sources.c.id
    waits = select(func.max(imports_table.c.id)).where(mine, imports_table.c.status.in_(WAITS))
    asked = select(sources, waits.correlate(sources).scalar_subquery().label("waiting"))
    rows = await tx.connection.execute(asked.where(sources.c.tenant_id == tx.tenant_id).order_by(sources.c.id))
    return tuple(map(_source, rows))


async def due(tx: Transaction) -> Visit | None:
    """Find the address that is due the longest."""
    ready = (sources.c.tenant_id == tx.tenant_id, sources.c.live, sources.c.next_at <= tx.now)
    row = (await tx.connection.execute(select(sources).where(*ready).order_by(sources.c.next_at).limit(1))).first()
    return None if row is None else Visit(row.id, row.address, row.provider, row.etag, row.modified)


async def visit(tx: Transaction, source_id: int) -> Visit | None:
    """Read what is needed to look at one address."""
    mine = (sources.c.tenant_id == tx.tenant_id, sources.c.id == source_id)
    row = (await tx.connection.execute(select(sources).where(*mine))).first()
    return None if row is None else Visit(row.id, row.address, row.provider, row.etag, row.modified)


async def note_fetched(tx: Transaction, source_id: int, outcome: SourceOutcome, etag: str, modified: str) -> None:
    """Note that an address answered, and look again when it is time."""
    asked = select(sources.c.hours, sources.c.at_hour).where(sources.c.id == source_id)
    row = (await tx.connection.execute(asked)).one_or_none()
    hours, at_hour = (USUAL_HOURS, None) if row is None else (row.hours, row.at_hour)
    again = next_visit(tx.now, hours, at_hour, tx.zone)
    found = {"outcome": outcome.value, "etag": _mark(etag), "modified": _mark(modified), "failures": 0}
    await _write(tx, source_id, **found, checked_at=tx.now, next_at=again)


def _mark(said: str) -> str:
    """Keep by what a server tells whether its file changed; '' when it is none: what is cut short or broken never matches."""
    return said if len(said) <= MARK_ROOM and said.isprintable() else ""


async def note_failed(tx: Transaction, source_id: int, outcome: SourceOutcome) -> None:
    """Note that an address failed; try again after growing pauses, and tell of it once."""
    asked = select(sources.c.failures).where(sources.c.tenant_id == tx.tenant_id, sources.c.id == source_id)
    failures = int(await tx.connection.scalar(asked) or 0) + 1
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    found = {"outcome": outcome.value, "failures": failures, "etag": "", "modified": ""}
    await _write(tx, source_id, **found, checked_at=tx.now, next_at=tx.now + pause)
    if failures == TOLD_AT:
        args: dict[str, outbox.Arg] = {"source_id": source_id}
        since = tx.now.isoformat()
        rows = [
            NewRow(one, TOLD, args, f"{TOLD}:{source_id}:{since}:{one}", tx.now)
            for one in await imports.coordinators(tx)
        ]
        await outbox.add(tx, rows)


async def waiting_import(tx: Transaction, source_id: int) -> int | None:
    """Find the preview of an address that waits for somebody."""
    waits = (imports_table.c.source_id == source_id, imports_table.c.status.in_(WAITS))
    found = await tx.connection.scalar(select(func.max(imports_table.c.id)).where(*waits))
    return None if found is None else int(found)


async def _change(
    tx: Transaction,
    participant_id: int | None,
    source_id: int,
    action: str,
    **values: Any,  # noqa: ANN401 - any column
) -> bool:
    """Change an address, for who runs everybody's offerings."""
    if await scope.providers_of(tx, participant_id) is not None:
        return False
    done = await _write(tx, source_id, **values)
    if done:
        await audit.record(tx, action, "source", source_id)
    return done


async def _write(tx: Transaction, source_id: int, **values: Any) -> bool:  # noqa: ANN401 - any column
    """Write columns of an address."""
    one = update(sources).where(sources.c.tenant_id == tx.tenant_id, sources.c.id == source_id)
    return bool((await tx.connection.execute(one.values(**values))).rowcount)


def _source(row: AnyRow) -> Source:
    """Make a record of a row."""
    words = {one.value for one in SourceOutcome}
    return Source(
        id=row.id,
        address=row.address,
        provider=row.provider,
        hours=row.hours,
        live=row.live,
        checked_at=row.checked_at,
        outcome=SourceOutcome(row.outcome) if row.outcome in words else SourceOutcome.NEVER,
        failures=row.failures,
        next_at=row.next_at,
        waiting_import=row.waiting,
        at_hour=row.at_hour,
    )
