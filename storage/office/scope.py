"""Whose offerings a coordinator runs: everybody's, or those of the providers their role was granted for."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true

from storage.access import Role
from storage.engine import Transaction
from storage.tables import grants, offerings
from storage.tables import providers as provider_table

COORDINATORS = frozenset({Role.COORDINATOR.value, Role.ADMINISTRATOR.value})
"""who runs the office"""


async def providers_of(tx: Transaction, participant_id: int | None) -> frozenset[int] | None:
    """Tell the providers somebody coordinates; None is everybody's (the command line's, too), an empty set nobody's."""
    if participant_id is None:
        return None
    held = select(grants.c.provider_id).where(
        grants.c.tenant_id == tx.tenant_id,
        grants.c.participant_id == participant_id,
        grants.c.role.in_(COORDINATORS),
    )
    found = (await tx.connection.scalars(held)).all()
    return None if None in found else frozenset(found)


async def provider_names(tx: Transaction, participant_id: int | None) -> frozenset[str] | None:
    """Tell the same by the names that the catalogue's files know providers by."""
    found = await providers_of(tx, participant_id)
    if found is None:
        return None
    known = provider_table.c
    names = select(known.name).where(known.tenant_id == tx.tenant_id, known.id.in_(found))
    return frozenset((await tx.connection.scalars(names)).all())


async def within(tx: Transaction, participant_id: int | None) -> ColumnElement[bool]:
    """Narrow offerings to those of this tenant that somebody runs."""
    own = offerings.c.tenant_id == tx.tenant_id
    providers = await providers_of(tx, participant_id)
    return own & (true() if providers is None else offerings.c.provider_id.in_(providers))


async def runs(tx: Transaction, participant_id: int | None, offering_id: int) -> bool:
    """Say whether somebody runs an offering; one that is not there nobody runs."""
    mine = select(offerings.c.id).where(offerings.c.id == offering_id, await within(tx, participant_id))
    return await tx.connection.scalar(mine) is not None
