"""The rows of announcements: who may change one, locking and changing it, and the texts that go with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from storage import audit
from storage.access import Role
from storage.engine import Transaction
from storage.records.announcements import (
    EDITABLE,
    MOST_CAPTION_TEXT,
    MOST_TEXT,
    MOST_TITLE,
    Objection,
    Ready,
    Refusal,
    State,
    Wording,
)
from storage.records.catalogue import SessionStatus
from storage.tables import announcement_texts, announcements, grants, sessions
from storage.tables.base import AnyRow

ANNOUNCERS = (Role.STAFF, Role.ADMINISTRATOR)
USUAL_SPAN = timedelta(days=2)
"""How long after its time an announcement may still go out, unless told otherwise."""

ALLOWED = (
    select(grants.c.id)
    .where(
        grants.c.tenant_id == bindparam("tenant"),
        grants.c.participant_id == bindparam("by"),
        grants.c.role.in_([role.value for role in ANNOUNCERS]),
    )
    .limit(1)
)
ONE = select(announcements).where(
    announcements.c.tenant_id == bindparam("tenant"), announcements.c.id == bindparam("announcement")
)
LOCKED = ONE.with_for_update()


async def may_announce(tx: Transaction, by: int | None) -> bool:
    """Say whether somebody may announce; the command line may."""
    return by is None or await tx.connection.scalar(ALLOWED, {"tenant": tx.tenant_id, "by": by}) is not None


async def find(tx: Transaction, announcement_id: int) -> AnyRow | None:
    """Read an announcement's row."""
    bounds = {"tenant": tx.tenant_id, "announcement": announcement_id}
    return (await tx.connection.execute(ONE, bounds)).one_or_none()


async def lock(tx: Transaction, announcement_id: int) -> AnyRow | None:
    """Read an announcement's row and let nobody else change it until the transaction ends."""
    bounds = {"tenant": tx.tenant_id, "announcement": announcement_id}
    return (await tx.connection.execute(LOCKED, bounds)).one_or_none()


async def take(tx: Transaction, announcement_id: int, by: int | None, *states: State) -> AnyRow | Refusal:
    """Lock an announcement in one of these states for somebody who may change it, or say why not."""
    if not await may_announce(tx, by):
        return Refusal(Objection.NOT_ALLOWED)
    row = await lock(tx, announcement_id)
    if row is None:
        return Refusal(Objection.GONE)
    if row.state in states:
        return row
    return Refusal(Objection.CHANGED if row.state in EDITABLE else Objection.STARTED)


async def change(tx: Transaction, row: AnyRow, action: str, **values: object) -> Ready:
    """Change an announcement's row, leave a trace, and tell where it stands."""
    changing = update(announcements).where(announcements.c.id == row.id)
    await tx.connection.execute(changing.values(changed_at=tx.now, **values))
    state = State(str(values.get("state", row.state)))
    await audit.record(tx, action, "announcement", row.id, state=state.value)
    return Ready(row.id, state)


async def edit(tx: Transaction, row: AnyRow, action: str, **values: object) -> Ready:
    """Change what one that has not started says or whom it is for: a draft again, for whoever agreed did not see this."""
    unsubmitted = {"state": State.DRAFT.value, "submitted_by": None, "approved_by": None, "approved_at": None}
    return await change(tx, row, action, revision=row.revision + 1, **unsubmitted, **values)


def dump(values: Iterable[str]) -> str:
    """Write a list of codes for a column."""
    return json.dumps(list(values), separators=(",", ":"))


def load(written: str) -> tuple[str, ...]:
    """Read a list of codes from a column."""
    return tuple(json.loads(written))


async def wordings(tx: Transaction, announcement_id: int, *, pending: bool) -> tuple[Wording, ...]:
    """Read the wordings by language: as they are out, or with the changes that wait to be sent as a correction."""
    texts = announcement_texts.c
    own = select(texts.language, texts.title, texts.text, texts.origin).where(texts.announcement_id == announcement_id)
    if not pending:
        own = own.where(~texts.pending)
    rows = await tx.connection.execute(own.order_by(texts.pending))
    found = {row.language: Wording(row.language, row.title, row.text, row.origin) for row in rows}
    return tuple(found[language] for language in sorted(found) if found[language].title or found[language].text)


def length(text: str) -> int:
    """Count as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def too_long(wording: Wording, *, with_media: bool) -> bool:
    """Say whether a wording is longer than a message, or what stands below a picture, holds."""
    most = MOST_CAPTION_TEXT if with_media else MOST_TEXT
    return length(wording.title) > MOST_TITLE or length(wording.text) > most


async def last_start(tx: Transaction, offering_id: int | None) -> datetime | None:
    """Tell when an offering's last session starts; None without sessions, for there is nothing to be late for."""
    if offering_id is None:
        return None
    held = (sessions.c.offering_id == offering_id, sessions.c.status != SessionStatus.CANCELLED.value)
    found: datetime | None = await tx.connection.scalar(select(func.max(sessions.c.start)).where(*held))
    return found


async def latest(tx: Transaction, row: AnyRow, due_at: datetime | None = None) -> datetime:
    """Tell when it is too late: as chosen, else two days after its time, and never after the last session begins."""
    last = await last_start(tx, row.offering_id)
    begins = due_at or row.started_at or row.due_at or tx.now
    until = row.latest_at or begins + USUAL_SPAN
    return until if last is None else min(until, last)


def values_of_text(announcement_id: int, wording: Wording, *, pending: bool, by: int | None = None) -> dict[str, Any]:
    """Make the columns of a wording; of one that waits to go out it is told who wrote it."""
    return {
        "announcement_id": announcement_id,
        "language": wording.language,
        "pending": pending,
        "written_by": by if pending else None,
        "title": wording.title,
        "text": wording.text,
        "origin": wording.origin,
    }


def languages_of(found: Sequence[Wording]) -> set[str]:
    """Tell which languages there is a wording in."""
    return {wording.language for wording in found}
