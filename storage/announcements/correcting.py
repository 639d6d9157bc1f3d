"""Correcting what was sent: at once, or, where so many read it that two have to agree, once somebody else has looked at it.

Until then what is out stays. Whoever writes on takes back what was asked for, so that nobody agrees to what they did not see.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from storage import audience as audiences
from storage import authors, ledger
from storage.announcements.rows import change, take, values_of_text, wordings
from storage.announcements.submitting import ask_others
from storage.engine import Transaction
from storage.records.announcements import STARTED, Objection, Outcome, Ready, Refusal, State, Wording
from storage.tables import announcement_texts
from storage.tables.base import AnyRow

NOTHING_ASKED = {"correction_asked_at": None, "correction_by": None}


async def correct(tx: Transaction, announcement_id: int, seen: int, *, by: int | None) -> Outcome:
    """Make the wordings as they are now the ones that are out: every message that shows another is to be edited.

    Where the rules want a second staff member it waits for one, and the others are asked; asked twice, nothing more happens.
    """
    row = await take_seen(tx, announcement_id, seen, by)
    if isinstance(row, Refusal):
        return row
    if row.correction_asked_at is not None:
        return Ready(row.id, State(row.state))
    if row.revision == row.live_revision or await readers(tx, row) <= tx.rules.approval_above:
        return await put_out(tx, row, "correct_announcement")
    await ask_others(tx, row, {by, *await writers(tx, announcement_id)})
    return await change(tx, row, "ask_for_correction", correction_asked_at=tx.now, correction_by=by)


async def approve_correction(tx: Transaction, announcement_id: int, seen: int, *, by: int | None) -> Outcome:
    """Agree to somebody else's correction, so that it goes out. OWN for who wrote any of it or asked for it."""
    row = await take_seen(tx, announcement_id, seen, by)
    if isinstance(row, Refusal):
        return row
    if row.correction_asked_at is None:
        return Refusal(Objection.CHANGED)
    if by in {row.correction_by, *await writers(tx, announcement_id)}:
        return Refusal(Objection.OWN)
    await authors.tell_answer(tx, row, by, agreed=True, correction=True)
    return await put_out(tx, row, "approve_correction")


async def recall_correction(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Take back a correction that waits, or give it back to who asked for it; its texts stay to be written on."""
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.correction_asked_at is None:
        return Refusal(Objection.CHANGED)
    await authors.tell_answer(tx, row, by, agreed=False, correction=True)
    return await change(tx, row, "recall_correction", **NOTHING_ASKED)


async def take_seen(tx: Transaction, announcement_id: int, seen: int, by: int | None) -> AnyRow | Refusal:
    """Lock one that was sent, as it was seen and unless it is being deleted, or say why not."""
    row = await take(tx, announcement_id, by, *STARTED)
    if isinstance(row, Refusal):
        return row
    if row.revision != seen:
        return Refusal(Objection.CHANGED)
    return Refusal(Objection.GONE) if row.deleting_since is not None else row


async def readers(tx: Transaction, row: AnyRow) -> int:
    """Count who has it or still gets it; while they are still being found, whoever its audience holds now."""
    progress = await ledger.progress(tx, row.id)
    found = 0 if progress is None else progress.readers
    if row.resolved or row.state == State.STOPPED:
        return found
    return max(found, (await audiences.headcount(tx, audiences.parse(row.audience))).readers)


async def writers(tx: Transaction, announcement_id: int) -> set[int | None]:
    """Tell who wrote what waits to go out."""
    texts = announcement_texts.c
    asked = select(texts.written_by).where(texts.announcement_id == announcement_id, texts.pending)
    return {*(await tx.connection.scalars(asked)).all()}


async def is_own(tx: Transaction, row: AnyRow, participant_id: int | None) -> bool:
    """Say whether a correction waits that this person wrote or asked for."""
    return row.correction_asked_at is not None and participant_id in {row.correction_by, *await writers(tx, row.id)}


async def put_out(tx: Transaction, row: AnyRow, action: str) -> Ready:
    """Let the wordings as they are now be the ones that are out."""
    await replace_texts(tx, row.id, await wordings(tx, row.id, pending=True))
    return await change(tx, row, action, live_revision=row.revision, **NOTHING_ASKED)


async def replace_texts(tx: Transaction, announcement_id: int, found: Sequence[Wording]) -> None:
    """Write the wordings anew, none of them waiting."""
    texts = announcement_texts
    await tx.connection.execute(delete(texts).where(texts.c.announcement_id == announcement_id))
    if found:
        rows = [values_of_text(announcement_id, wording, pending=False) for wording in found]
        await tx.connection.execute(insert(texts), rows)
