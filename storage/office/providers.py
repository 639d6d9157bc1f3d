"""Who offers something, changed by administrators: another name for all of its offerings, or gone while nothing hangs on it.

A file knows a provider by its name alone. So offerings that came from one keep the new name, as all that somebody changed here.
Addresses keep the old one: the ids of what they bring are made of it, and with other ids everything would be there twice.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, delete, func, literal, select, update

from storage import access, audit, changes
from storage.engine import Transaction
from storage.exchange.parsed import OWN
from storage.inserts import insert_missing
from storage.records.providers import ProviderUses, Renamed
from storage.tables import grants, invitations, locks, offerings, providers, sources

LOCKED = "provider"
"""the field of an offering that a new name is"""


async def uses(tx: Transaction, by: int | None, provider_id: int) -> ProviderUses | None:
    """Count what hangs on a provider, for an administrator; None for others, and where there is none."""
    name = await _name(tx, provider_id)
    if name is None or not await access.is_administrator(tx, by):
        return None
    roles = await _count(tx, grants, grants.c.provider_id == provider_id)
    roles += await _count(tx, invitations, invitations.c.provider_id == provider_id, *access.unused(tx))
    return ProviderUses(
        offerings=await _count(tx, offerings, offerings.c.provider_id == provider_id),
        sources=await _count(tx, sources, sources.c.provider == name),
        roles=roles,
    )


async def rename(tx: Transaction, by: int | None, provider_id: int, name: str) -> Renamed:
    """Give a provider another name, for an administrator; its offerings follow, and files no longer decide whose they are."""
    tidy = " ".join(name.split())[: access.NAME_ROOM]
    if not tidy or not await access.is_administrator(tx, by):
        return Renamed.REFUSED
    await changes.lock(tx, 0)
    former = await _name(tx, provider_id)
    if former is None:
        return Renamed.REFUSED
    if any(one.id != provider_id and _alike(one.name, tidy) for one in await access.provider_names(tx)):
        return Renamed.TAKEN
    if former == tidy:
        return Renamed.DONE
    await tx.connection.execute(update(providers).where(providers.c.id == provider_id).values(name=tidy))
    await _keep(tx, provider_id)
    await audit.record(tx, "rename_provider", "provider", provider_id)
    return Renamed.DONE


async def remove(tx: Transaction, by: int | None, provider_id: int) -> bool:
    """Delete a provider on whom nothing hangs, for an administrator; what came of old invitations stays in the audit."""
    await changes.lock(tx, 0)
    found = await uses(tx, by, provider_id)
    if found is None or not found.free:
        return False
    await tx.connection.execute(delete(invitations).where(invitations.c.provider_id == provider_id))
    await tx.connection.execute(delete(providers).where(providers.c.id == provider_id))
    await audit.record(tx, "remove_provider", "provider", provider_id)
    return True


async def _keep(tx: Transaction, provider_id: int) -> None:
    """Let no file take offerings that it brought back to the former name."""
    brought = ~offerings.c.source_id.startswith(OWN, autoescape=True)
    theirs = (offerings.c.tenant_id == tx.tenant_id, offerings.c.provider_id == provider_id, brought)
    names = ["tenant_id", "subject", "subject_id", "field", "locked_at"]
    row = (offerings.c.tenant_id, literal("offering"), offerings.c.id, literal(LOCKED))
    rows = select(*row, literal(tx.now, locks.c.locked_at.type)).where(*theirs)
    await tx.connection.execute(insert_missing(tx, locks).from_select(names, rows))


async def _name(tx: Transaction, provider_id: int) -> str | None:
    """Read what a provider of this tenant is called; None when there is none of this number."""
    asked = select(providers.c.name).where(providers.c.tenant_id == tx.tenant_id, providers.c.id == provider_id)
    found: str | None = await tx.connection.scalar(asked)
    return found


async def _count(tx: Transaction, table: Table, *which: ColumnElement[bool]) -> int:
    """Count some rows of the tenant."""
    asked = select(func.count()).select_from(table).where(table.c.tenant_id == tx.tenant_id, *which)
    return int(await tx.connection.scalar(asked) or 0)


def _alike(one: str, other: str) -> bool:
    """Say whether two names are the same, however they are spaced or written large."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
