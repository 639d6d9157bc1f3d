"""Sending an announcement: what stands against it, the second pair of eyes, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from storage import audience as audiences
from storage import authors, outbox, quiet
from storage.announcements import rows, runs
from storage.announcements.rows import change, take
from storage.engine import SYSTEM, Database, Transaction
from storage.outbox import NewRow
from storage.recent import CountFirstError
from storage.records.announcements import EDITABLE, Objection, Outcome, Ready, Refusal, State, Wording
from storage.records.audiences import Headcount
from storage.tables import announcements, grants
from storage.tables.base import AnyRow

TO_APPROVE = "approval_wanted"
"""the kind of the notice that asks a second staff member"""
GRACE = timedelta(minutes=15)
"""how late one may tap 'send' after the time that was chosen"""


async def submit(tx: Transaction, announcement_id: int, seen: int, *, by: int | None) -> Outcome:
    """Send it now or at its time. Where the rules want a second staff member, it waits for one, and the others are asked.

    `seen` is the revision that was on the screen; CHANGED when it is another by now.
    """
    row = await take(tx, announcement_id, by, State.DRAFT)
    if isinstance(row, Refusal):
        return row
    count = await audiences.headcount(tx, audiences.parse(row.audience))
    if (objection := await object_to(tx, row, seen, count)) is not None:
        return objection
    if count.readers <= tx.rules.approval_above:
        return await go(tx, row, "submit_announcement", submitted_by=by)
    done = await change(tx, row, "submit_announcement", state=State.AWAITING.value, submitted_by=by)
    await ask_others(tx, row, {by, row.author_id})
    return done


async def approve(tx: Transaction, announcement_id: int, seen: int, *, by: int | None) -> Outcome:
    """Agree to somebody else's announcement, so that it goes out. OWN for who wrote or sent it."""
    row = await take(tx, announcement_id, by, State.AWAITING)
    if isinstance(row, Refusal):
        return row
    if by in {row.author_id, row.submitted_by}:
        return Refusal(Objection.OWN)
    count = await audiences.headcount(tx, audiences.parse(row.audience))
    if (objection := await object_to(tx, row, seen, count)) is not None:
        return objection
    await authors.tell_answer(tx, row, by, agreed=True)
    return await go(tx, row, "approve_announcement", approved_by=by, approved_at=tx.now)


async def recall(tx: Transaction, announcement_id: int, *, by: int | None) -> Outcome:
    """Take back one that has not started, to a draft; whoever agreed has to agree again."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    if row.state != State.DRAFT:
        await authors.tell_answer(tx, row, by, agreed=False)
    unsubmitted = {"state": State.DRAFT.value, "submitted_by": None, "approved_by": None, "approved_at": None}
    return await change(tx, row, "recall_announcement", **unsubmitted)


async def go(tx: Transaction, row: AnyRow, action: str, **values: Any) -> Ready:  # noqa: ANN401 - of any column
    """Let it run, or wait for its time."""
    if row.due_at is None or row.due_at <= tx.now:
        return await runs.begin(tx, row, action, **values)
    return await change(tx, row, action, state=State.SCHEDULED.value, **values)


async def start_due(tx: Transaction) -> list[int]:
    """Begin what is scheduled and due, or ask a second person first; tells which began.

    In a `light` transaction what nobody has counted waits for `count_due`.
    """
    found = (await tx.connection.execute(due(tx).with_for_update(skip_locked=True))).all()
    return [row.id for row in found if await start(tx, row)]


async def count_due(database: Database, now: Callable[[], datetime]) -> None:
    """Count whom the announcements reach that are due, before `start_due` needs to know, in no transaction that writes."""
    async with database.reading(now(), SYSTEM) as tx:
        found = (await tx.connection.execute(due(tx))).all()
    for row in found:
        if row.approved_at is None:
            await audiences.count_ahead(database, row.audience, now)


def due(tx: Transaction) -> Select[Any]:
    """Find what is scheduled and due."""
    mine = (announcements.c.tenant_id == tx.tenant_id, announcements.c.state == State.SCHEDULED.value)
    found = select(announcements).where(*mine, announcements.c.due_at <= tx.now)
    return found.order_by(announcements.c.due_at, announcements.c.id)


async def start(tx: Transaction, row: AnyRow) -> bool:
    """Begin one whose time has come; where by now more people would get it than go without one, a second person is asked."""
    try:
        asks = row.approved_at is None and await needs_second(tx, row)
    except CountFirstError:
        return False
    if asks:
        await change(tx, row, "ask_second_person", state=State.AWAITING.value)
        await ask_others(tx, row, {row.submitted_by, row.author_id})
        return False
    await runs.begin(tx, row, "begin_announcement", overdue=True)
    return True


async def needs_second(tx: Transaction, row: AnyRow) -> bool:
    """Say whether more people would get it now than the rules let go without a second person."""
    count = await audiences.headcount(tx, audiences.parse(row.audience))
    return count.readers > tx.rules.approval_above


async def object_to(tx: Transaction, row: AnyRow, seen: int, count: Headcount) -> Refusal | None:
    """Say what stands against sending an announcement as it is."""
    if row.revision != seen:
        return Refusal(Objection.CHANGED)
    found = await rows.wordings(tx, row.id, pending=True)
    return object_to_text(row, found, count) or object_to_audience(count) or await object_to_time(tx, row)


def object_to_text(row: AnyRow, found: tuple[Wording, ...], count: Headcount) -> Refusal | None:
    """Object to no text, one too long, or languages without one that nobody knowingly left out."""
    no_facts = row.offering_id is None or row.own_text
    if no_facts and not found:
        return Refusal(Objection.NO_TEXT)
    if bare := tuple(one.language for one in found if no_facts and not one.text):
        return Refusal(Objection.NO_TEXT, bare)
    if long := tuple(one.language for one in found if rows.too_long(one, with_media=row.media_file_id is not None)):
        return Refusal(Objection.TOO_LONG, long)
    missing = tuple(missing_languages(count, found, rows.load(row.fallbacks)))
    return Refusal(Objection.LANGUAGES_MISSING, missing) if missing else None


def missing_languages(count: Headcount, found: Iterable[Wording], accepted: Iterable[str]) -> Iterator[str]:
    """List the languages of recipients that have no wording while others do, and no fallback accepted; most people first.

    With an offering and no wording at all its facts are all that is said, and they are said in every language. Who reads
    easy German reads German.
    """
    written = {wording.language for wording in found}
    if written:
        covered = written | {*accepted} | {f"{language}@easy" for language in written}
        yield from (one.language for one in count.languages if one.language not in covered)


def object_to_audience(count: Headcount) -> Refusal | None:
    """Object when it would reach nobody."""
    return None if count.reachable or count.chats else Refusal(Objection.NOBODY)


async def object_to_time(tx: Transaction, row: AnyRow) -> Refusal | None:
    """Object to a time that is over, or after which it is too late."""
    if row.due_at is not None and row.due_at < tx.now - GRACE and row.state == State.DRAFT:
        return Refusal(Objection.PAST)
    begins = max(row.due_at or tx.now, tx.now)
    return Refusal(Objection.TOO_LATE) if await rows.latest(tx, row, begins) <= begins else None


async def ask_others(tx: Transaction, row: AnyRow, own: Collection[int | None]) -> None:
    """Ask everybody who may announce to look at it, but those whose own it is."""
    others = (
        select(grants.c.participant_id)
        .where(
            grants.c.tenant_id == tx.tenant_id,
            grants.c.role.in_([role.value for role in rows.ANNOUNCERS]),
            grants.c.participant_id.not_in([one for one in own if one is not None]),
        )
        .distinct()
    )
    found = (await tx.connection.scalars(others)).all()
    await outbox.add(tx, [notice(tx, row, participant_id) for participant_id in sorted(found)])


def notice(tx: Transaction, row: AnyRow, participant_id: int) -> NewRow:
    """Make the notice that asks somebody, once for what was submitted."""
    return NewRow(
        participant_id=participant_id,
        kind=TO_APPROVE,
        args={"announcement_id": row.id, "revision": row.revision},
        unique_key=f"{TO_APPROVE}:{row.id}:{row.revision}:{participant_id}",
        due_at=tx.now,
        silent=quiet.quiet(tx.now, tx.zone),
    )
