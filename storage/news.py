"""News: what residents chose to be told of, objecting to it at once, and what they tapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, exists, insert, select, update

from storage import audit, letters, outbox
from storage.engine import Transaction
from storage.inserts import insert_missing
from storage.records.announcements import STARTED, Frequency, News
from storage.records.deliveries import Fate, Reason
from storage.tables import (
    announcement_taps,
    announcements,
    deliveries,
    quarters,
    subscription_choices,
    subscriptions,
    topics,
)
from storage.tables import outbox as outbox_table

MOST_CHOICES = 50
TAPPABLE = (Fate.SENDING.value, Fate.SENT.value, Fate.UNKNOWN.value)
FIELDS = {"topic": "topics", "quarter": "quarters", "audience": "audiences"}


async def read(tx: Transaction, participant_id: int) -> News:
    """Read what somebody chose."""
    mine = select(subscriptions).where(subscriptions.c.participant_id == participant_id)
    row = (await tx.connection.execute(mine)).one_or_none()
    if row is None:
        return News()
    chosen = await choices(tx, participant_id)
    agreed = False if row.objected_at is not None else (True if row.agreed_at is not None else None)
    return News(agreed, Frequency(row.frequency), chosen["topic"], chosen["quarter"], chosen["audience"])


async def choices(tx: Transaction, participant_id: int) -> dict[str, tuple[str, ...]]:
    """Read which topics, quarters and audiences somebody chose."""
    rows = subscription_choices.c
    mine = select(rows.field, rows.value).where(rows.participant_id == participant_id).order_by(rows.value)
    found = (await tx.connection.execute(mine)).all()
    return {field: tuple(row.value for row in found if row.field == field) for field in FIELDS}


async def set_news(
    tx: Transaction,
    participant_id: int,
    *,
    agreed: bool | None = None,
    frequency: Frequency | None = None,
    topics: Sequence[str] | None = None,
    quarters: Sequence[str] | None = None,
    audiences: Sequence[str] | None = None,
) -> News:
    """Choose what one is told of; None leaves it as it is, and what is not there cannot be chosen.

    `agreed` False is an objection: what was not sent yet of any announcement is withdrawn in this transaction.
    """
    if (agreed, frequency, topics, quarters, audiences) == (None, None, None, None, None):
        return await read(tx, participant_id)  # nothing is asked to change: nothing is written
    chosen = {
        "topic": await known(tx, "topic", topics),
        "quarter": await known(tx, "quarter", quarters),
        "audience": await known(tx, "audience", audiences),
    }
    values: dict[str, Any] = {f"any_{field}": not named for field, named in chosen.items() if named is not None}
    if frequency is not None:
        values["frequency"] = Frequency(frequency).value
    await subscribe(tx, participant_id, agreed, values)
    for field, named in chosen.items():
        await choose(tx, participant_id, field, named)
    if agreed is False:
        await withdraw(tx, participant_id)
    await audit.record(tx, "set_news", "participant", participant_id, agreed=agreed, frequency=frequency)
    return await read(tx, participant_id)


async def lift_objection(tx: Transaction, participant_id: int) -> News:
    """Take an objection back; nothing is agreed to by that."""
    mine = update(subscriptions).where(subscriptions.c.participant_id == participant_id)
    objected = mine.where(subscriptions.c.objected_at.is_not(None))
    if (await tx.connection.execute(objected.values(objected_at=None, changed_at=tx.now))).rowcount:
        await audit.record(tx, "lift_objection", "participant", participant_id)
    return await read(tx, participant_id)


async def known(tx: Transaction, field: str, values: Sequence[str] | None) -> list[str] | None:
    """Keep the values there are; None stays None."""
    if values is None:
        return None
    table: Table | None = {"topic": topics, "quarter": quarters}.get(field)
    if table is None:
        return sorted(set(values))[:MOST_CHOICES]
    there = select(table.c.slug).where(table.c.tenant_id == tx.tenant_id, table.c.slug.in_(list(values)))
    return sorted((await tx.connection.scalars(there)).all())


async def subscribe(tx: Transaction, participant_id: int, agreed: bool | None, values: dict[str, Any]) -> None:
    """Write what somebody chose, and when they agreed or objected."""
    row = {
        "participant_id": participant_id,
        "frequency": Frequency.AT_ONCE.value,
        "any_topic": True,
        "any_quarter": True,
        "any_audience": True,
        "changed_at": tx.now,
    }
    await tx.connection.execute(insert_missing(tx, subscriptions).values(row))
    mine = update(subscriptions).where(subscriptions.c.participant_id == participant_id)
    await tx.connection.execute(mine.values(changed_at=tx.now, **values))
    match agreed:
        case True:
            fresh = mine.where(subscriptions.c.agreed_at.is_(None))
            await tx.connection.execute(fresh.values(agreed_at=tx.now, objected_at=None))
        case False:
            fresh = mine.where(subscriptions.c.objected_at.is_(None))
            await tx.connection.execute(fresh.values(agreed_at=None, objected_at=tx.now))
        case None:
            pass


async def choose(tx: Transaction, participant_id: int, field: str, values: Sequence[str] | None) -> None:
    """Replace what somebody chose of a kind; None leaves it."""
    if values is None:
        return
    mine = (subscription_choices.c.participant_id == participant_id, subscription_choices.c.field == field)
    await tx.connection.execute(delete(subscription_choices).where(*mine))
    rows = [{"participant_id": participant_id, "field": field, "value": value} for value in values]
    if rows:
        await tx.connection.execute(insert(subscription_choices), rows)


async def withdraw(tx: Transaction, participant_id: int, reason: str = Reason.OBJECTED.value) -> None:
    """Withdraw whatever was not sent yet, letters too; what is just going out cannot be held any more."""
    unsent = update(deliveries).where(
        deliveries.c.participant_id == participant_id,
        deliveries.c.status.in_((Fate.WAITING.value, Fate.CLAIMED.value)),
    )
    withdrawn = {"status": Fate.WITHDRAWN.value, "reason": reason, "ended_at": tx.now}
    await tx.connection.execute(unsent.values(withdrawn))
    theirs = (outbox_table.c.participant_id == participant_id, outbox_table.c.kind == letters.KIND)
    await outbox.drop(tx, reason, *theirs)


async def forget(tx: Transaction, participant_id: int) -> None:
    """Take somebody out of the ledger who is to be erased: what they got stays as a count, what waits is withdrawn."""
    await withdraw(tx, participant_id, Reason.ERASED.value)
    theirs = update(deliveries).where(deliveries.c.participant_id == participant_id)
    await tx.connection.execute(theirs.values(participant_id=None, message_id=None))


async def note_tap(tx: Transaction, participant_id: int, announcement_id: int, button: str) -> bool:
    """Count that somebody tapped a button, once; False when it is of none that they, or a group, may have got."""
    started = select(announcements.c.id).where(
        announcements.c.tenant_id == tx.tenant_id,
        announcements.c.id == announcement_id,
        announcements.c.state.in_([state.value for state in STARTED]),
    )
    got = (deliveries.c.announcement_id == announcement_id, deliveries.c.status.in_(TAPPABLE))
    mine = exists().where(*got, deliveries.c.participant_id == participant_id)
    posted = exists().where(*got, deliveries.c.group_id.is_not(None))
    if await tx.connection.scalar(started.where(mine | posted)) is None:
        return False
    tap = {
        "announcement_id": announcement_id,
        "participant_id": participant_id,
        "button": button,
        "tapped_at": tx.now,
    }
    await tx.connection.execute(insert_missing(tx, announcement_taps).values(tap))
    return True


async def digest_sent(
    tx: Transaction,
    participant_id: int,
    week: str,
    message_id: int | None,
    announcement_ids: Sequence[int] | None = None,
) -> None:
    """Settle what a weekly letter brought, in the transaction that marks it sent; None: what `reader.digest` gives now."""
    await letters.sent(tx, participant_id, week, message_id, announcement_ids)


async def digest_failed(
    tx: Transaction, participant_id: int, week: str, fate: Fate = Fate.FAILED, reason: str = ""
) -> None:
    """Settle what a weekly letter would have brought; `storage.dispatch` does so for whatever it ends."""
    await letters.failed(tx, participant_id, week, fate, reason)
