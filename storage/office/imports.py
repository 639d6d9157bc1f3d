"""Files on their way in: each is a row with its state, its preview, its content while somebody looks, and how to undo it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, delete, func, select, true, update
from sqlalchemy import insert as insert_row

from storage import audit, outbox
from storage.access import Role
from storage.engine import Transaction
from storage.office import scope
from storage.outbox import Lane, NewRow
from storage.records.intake import Import, ImportCounts, ImportPage, ImportState, Report, UndoLook
from storage.tables import grants, imports, sources
from storage.tables.base import AnyRow

READ, APPLY, WEIGH, UNDO = "read_import", "apply_import", "weigh_undo", "undo_import"
"""the long work on a file"""
TOLD = "import_told"
"""the notice that tells what came of it"""
UNDECIDED = (ImportState.COLLECTING.value, ImportState.ASKING.value, ImportState.WAITING.value)
"""states in which a file waits for somebody"""
KEPT_UNDOS = 10
"""how many of the last imports can be taken back"""
PATIENCE = timedelta(days=14)
"""how long a preview waits for somebody"""
NAME_ROOM = 80


async def begin(tx: Transaction, participant_id: int | None, name: str, source_id: int | None = None) -> int:
    """Note that a file came in; previews that nobody cared for are forgotten then."""
    await _forget(tx)
    row = {
        "tenant_id": tx.tenant_id,
        "by_id": participant_id,
        "source_id": source_id,
        "name": _tidy(name),
        "form": "",
        "status": ImportState.READING.value,
        "counts": encode(Report()),
        "created_at": tx.now,
    }
    return int((await tx.connection.execute(insert_row(imports).values(row).returning(imports.c.id))).scalar_one())


def _tidy(name: str) -> str:
    """Tidy a file's name; whoever named it may have put signs into it that no database takes."""
    return "".join(filter(str.isprintable, " ".join(name.split())))[:NAME_ROOM]


async def bring_in(tx: Transaction, participant_id: int, name: str, file_id: str) -> int:
    """Have a file read that somebody sent; tells its number."""
    import_id = await begin(tx, participant_id, name)
    await order(tx, participant_id, READ, import_id, 0, file_id=file_id)
    return import_id


async def name_provider(tx: Transaction, participant_id: int, import_id: int, provider: str) -> bool:
    """Have a file read again, now that somebody said whose offerings it holds."""
    if not await move(tx, participant_id, import_id, ImportState.ASKING, ImportState.READING):
        return False
    asked = select(imports.c.source_id).where(imports.c.id == import_id).scalar_subquery()
    mine = (sources.c.tenant_id == tx.tenant_id, sources.c.id == asked)
    await tx.connection.execute(update(sources).where(*mine).values(provider=provider))
    await order(tx, participant_id, READ, import_id, 0, provider=provider)
    return True


async def keep_missing(tx: Transaction, participant_id: int, import_id: int) -> bool:
    """Have a file read again so that nothing ends that is missing in it."""
    if not await move(tx, participant_id, import_id, ImportState.WAITING, ImportState.READING):
        return False
    await order(tx, participant_id, READ, import_id, instant(tx), keep=True)
    return True


async def order_apply(tx: Transaction, participant_id: int, import_id: int, look: int) -> bool:
    """Have a file applied as somebody saw it; False when it is not that preview any more, or not theirs."""
    found = await find(tx, participant_id, import_id)
    if found is None or found.report.look != look:
        return False
    if not await move(tx, participant_id, import_id, ImportState.WAITING, ImportState.APPLYING):
        return False
    await order(tx, participant_id, APPLY, import_id, look)
    return True


async def order_weighing(tx: Transaction, participant_id: int, import_id: int) -> bool:
    """Have it looked at whom taking an import back would reach."""
    found = await find(tx, participant_id, import_id)
    if found is None or not found.undoable:
        return False
    if not await move(tx, participant_id, import_id, ImportState.APPLIED, ImportState.WEIGHING):
        return False
    await order(tx, participant_id, WEIGH, import_id, instant(tx))
    return True


async def order_undo(tx: Transaction, participant_id: int, import_id: int, look: int) -> bool:
    """Have an import taken back as somebody saw it; False when it is another look by now, or not theirs."""
    found = await find(tx, participant_id, import_id)
    if found is None or not found.undoable or found.report.undo is None or found.report.look != look:
        return False
    if not await move(tx, participant_id, import_id, ImportState.APPLIED, ImportState.UNDOING):
        return False
    await order(tx, participant_id, UNDO, import_id, instant(tx))
    return True


async def discard(tx: Transaction, participant_id: int, import_id: int) -> bool:
    """Forget a file that nobody wants to apply."""
    for state in (ImportState.WAITING, ImportState.ASKING, ImportState.COLLECTING):
        if await move(tx, participant_id, import_id, state, ImportState.DISCARDED):
            await write(tx, import_id, content=None, ended_at=tx.now)
            return True
    return False


async def find(tx: Transaction, participant_id: int | None, import_id: int) -> Import | None:
    """Read a file that somebody may see: their own, or anybody's when they run everybody's offerings."""
    asked = select(*COLUMNS).where(imports.c.id == import_id, await visible(tx, participant_id))
    row = (await tx.connection.execute(asked)).one_or_none()
    return None if row is None else import_of(row, participant_id)


async def page(tx: Transaction, participant_id: int, number: int, size: int) -> ImportPage:
    """Read a page of the files somebody may see, the newest first."""
    mine = await visible(tx, participant_id)
    total = int(await tx.connection.scalar(select(func.count()).select_from(imports).where(mine)) or 0)
    pages = max(1, -(-total // size))
    number = min(max(0, number), pages - 1)
    asked = select(*COLUMNS).where(mine).order_by(imports.c.id.desc()).limit(size).offset(number * size)
    rows = (await tx.connection.execute(asked)).all()
    return ImportPage(tuple(import_of(row, participant_id) for row in rows), number, pages)


async def last_undoable(tx: Transaction) -> int | None:
    """Find the last import that can be taken back, whoever made it."""
    there = (imports.c.tenant_id == tx.tenant_id, imports.c.undo.is_not(None))
    asked = select(imports.c.id).where(*there, imports.c.status == ImportState.APPLIED.value)
    found = await tx.connection.scalar(asked.order_by(imports.c.ended_at.desc(), imports.c.id.desc()).limit(1))
    return None if found is None else int(found)


COLUMNS = (
    imports.c.id,
    imports.c.name,
    imports.c.status,
    imports.c.counts,
    imports.c.created_at,
    imports.c.ended_at,
    imports.c.by_id,
    imports.c.source_id,
    imports.c.undo.is_not(None).label("has_undo"),
)


def import_of(row: AnyRow, participant_id: int | None) -> Import:
    """Make a record of a row."""
    state = ImportState(row.status)
    return Import(
        id=row.id,
        name=row.name,
        state=state,
        report=decode(row.counts),
        created_at=row.created_at,
        ended_at=row.ended_at,
        mine=row.by_id is not None and row.by_id == participant_id,
        from_source=row.source_id is not None,
        undoable=bool(row.has_undo) and state is ImportState.APPLIED,
    )


async def visible(tx: Transaction, participant_id: int | None) -> ColumnElement[bool]:
    """Narrow files to those somebody may see."""
    providers = await scope.providers_of(tx, participant_id)
    theirs: ColumnElement[bool] = true()
    if providers is not None:
        theirs = imports.c.by_id == participant_id if providers else imports.c.id < 0
    return and_(imports.c.tenant_id == tx.tenant_id, theirs)


async def content_of(tx: Transaction, import_id: int) -> bytes | None:
    """Read the compressed file; None when it is not kept any more."""
    asked = select(imports.c.content).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    found: bytes | None = await tx.connection.scalar(asked)
    return found


async def undo_of(tx: Transaction, import_id: int) -> bytes | None:
    """Read what was before an import; None when it is not kept any more."""
    asked = select(imports.c.undo).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    found: bytes | None = await tx.connection.scalar(asked)
    return found


async def stage(tx: Transaction, import_id: int, content: bytes, report: Report) -> None:
    """Keep a preview for somebody to look at; `content` is compressed."""
    values = {"content": content, "counts": encode(report), "status": ImportState.WAITING.value}
    await end_work(tx, import_id, **values)


async def ask_provider(tx: Transaction, import_id: int, content: bytes) -> None:
    """Wait for somebody to say whose offerings a file holds."""
    await end_work(tx, import_id, content=content, status=ImportState.ASKING.value)


async def refuse(tx: Transaction, import_id: int, report: Report) -> None:
    """Note that a file cannot be used."""
    values: dict[str, Any] = {"status": ImportState.REFUSED.value, "content": None, "ended_at": tx.now}
    await end_work(tx, import_id, counts=encode(report), **values)


async def drop(tx: Transaction, import_id: int) -> None:
    """Delete a file that was fetched and that nobody has to look at."""
    gone = delete(imports).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    await tx.connection.execute(gone)


BEFORE = {
    ImportState.READING: ImportState.DISCARDED,
    ImportState.APPLYING: ImportState.WAITING,
    ImportState.WEIGHING: ImportState.APPLIED,
    ImportState.UNDOING: ImportState.APPLIED,
}
"""where a file goes back to when the work on it is not done"""


async def let_be(tx: Transaction, import_id: int) -> None:
    """Leave a file as it was before somebody ordered work on it who may not any more."""
    for under_way, before in BEFORE.items():
        mine = (imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id, imports.c.status == under_way.value)
        await tx.connection.execute(update(imports).where(*mine).values(status=before.value))


async def drop_unread(tx: Transaction, source_id: int) -> None:
    """Delete what was fetched from an address and never read to the end, for the process died meanwhile."""
    unread = (imports.c.source_id == source_id, imports.c.status == ImportState.READING.value)
    gone = delete(imports).where(imports.c.tenant_id == tx.tenant_id, *unread, imports.c.content.is_(None))
    await tx.connection.execute(gone)


async def supersede(tx: Transaction, import_id: int) -> None:
    """Delete a preview for which there is a newer one, unless somebody has it applied just now."""
    mine = (imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    await tx.connection.execute(delete(imports).where(*mine, imports.c.status.in_(UNDECIDED)))


async def note_applied(tx: Transaction, import_id: int, counts: ImportCounts, undo: bytes) -> None:
    """Note that an import was carried out, with what is needed to take it back; older ones can no longer be."""
    report = Report(counts=counts)
    values: dict[str, Any] = {"status": ImportState.APPLIED.value, "content": None, "undo": undo, "ended_at": tx.now}
    await write(tx, import_id, counts=encode(report), **values)
    undoable = (imports.c.tenant_id == tx.tenant_id, imports.c.undo.is_not(None))
    kept = select(imports.c.id).where(*undoable).order_by(imports.c.ended_at.desc(), imports.c.id.desc())
    newest = (await tx.connection.scalars(kept.limit(KEPT_UNDOS))).all()
    await tx.connection.execute(update(imports).where(*undoable, imports.c.id.not_in(newest)).values(undo=None))


async def note_weighed(tx: Transaction, import_id: int, look: UndoLook) -> None:
    """Note what somebody has to look at before an import is taken back."""
    found = await _report(tx, import_id)
    shown = replace(found, look=found.look + 1, undo=look, refusal="", blocking=())
    await _end_undo(tx, import_id, status=ImportState.APPLIED.value, counts=encode(shown))


async def note_undone(tx: Transaction, import_id: int, told: int) -> None:
    """Note that an import was taken back."""
    found = await _report(tx, import_id)
    counts = encode(replace(found, counts=replace(found.counts, told=told), refusal="", blocking=(), undo=None))
    await write(tx, import_id, status=ImportState.UNDONE.value, counts=counts, undo=None, ended_at=tx.now)


async def note_not_undone(tx: Transaction, import_id: int, why: str, blocking: Sequence[str]) -> None:
    """Note that an import stays as it is, and why."""
    found = replace(await _report(tx, import_id), refusal=why, blocking=tuple(blocking)[:10], undo=None)
    await _end_undo(tx, import_id, status=ImportState.APPLIED.value, counts=encode(found))


async def tell(tx: Transaction, import_id: int, participant_ids: Sequence[int], key: str) -> None:
    """Tell people what became of a file."""
    rows = [
        NewRow(one, TOLD, {"import_id": import_id}, f"{TOLD}:{import_id}:{key}:{one}", tx.now)
        for one in participant_ids
    ]
    await outbox.add(tx, rows)


async def coordinators(tx: Transaction) -> list[int]:
    """List who coordinates everybody's offerings; administrators where nobody does."""
    held = select(grants.c.participant_id, grants.c.role).where(
        grants.c.tenant_id == tx.tenant_id, grants.c.provider_id.is_(None), grants.c.role.in_(scope.COORDINATORS)
    )
    rows = (await tx.connection.execute(held.distinct().order_by(grants.c.participant_id))).all()
    chosen = [row.participant_id for row in rows if row.role == Role.COORDINATOR]
    return chosen or [row.participant_id for row in rows]


async def end_work(tx: Transaction, import_id: int, **values: Any) -> None:  # noqa: ANN401 - any column
    """Write what reading or applying came to, unless somebody else, who did the same work, wrote it already."""
    works = imports.c.status.in_((ImportState.READING.value, ImportState.APPLYING.value))
    one = update(imports).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id, works)
    await tx.connection.execute(one.values(**values))


async def _end_undo(tx: Transaction, import_id: int, **values: Any) -> None:  # noqa: ANN401 - any column
    """Write what looking at an undo, or the undo itself, came to, unless somebody who did the same work wrote it already."""
    works = imports.c.status.in_((ImportState.WEIGHING.value, ImportState.UNDOING.value))
    one = update(imports).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id, works)
    await tx.connection.execute(one.values(**values))


async def write(tx: Transaction, import_id: int, **values: Any) -> None:  # noqa: ANN401 - any column
    """Write columns of a file's row."""
    one = update(imports).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    await tx.connection.execute(one.values(**values))


def encode(report: Report) -> str:
    """Write a preview as text."""
    return msgspec.json.encode(report).decode()


def decode(text: str) -> Report:
    """Read a preview; one of an earlier shape is empty."""
    try:
        return msgspec.json.decode(text, type=Report)
    except msgspec.MsgspecError:
        return Report()


@dataclass(frozen=True, slots=True)
class Kept:
    """Files as they came, and whose offerings they hold where they do not say it."""

    files: tuple[tuple[str, bytes], ...]
    """name and content; several only of a format that has one a language"""
    provider: str = ""
    complete: bool = True


def pack(kept: Kept) -> bytes:
    """Make files small. Blocks: call it in a thread."""
    return zlib.compress(msgspec.msgpack.encode(kept), 6)


def unpack(packed: bytes) -> Kept:
    """Read what was packed here. Blocks: call it in a thread."""
    return msgspec.msgpack.decode(zlib.decompress(packed), type=Kept)


async def _report(tx: Transaction, import_id: int) -> Report:
    """Read a preview."""
    asked = select(imports.c.counts).where(imports.c.tenant_id == tx.tenant_id, imports.c.id == import_id)
    return decode(str(await tx.connection.scalar(asked) or ""))


async def move(tx: Transaction, participant_id: int, import_id: int, of: ImportState, to: ImportState) -> bool:
    """Let a file go from one state to another, once, for somebody who may."""
    mine = (imports.c.id == import_id, imports.c.status == of.value, await visible(tx, participant_id))
    moved = await tx.connection.execute(update(imports).where(*mine).values(status=to.value))
    if moved.rowcount:
        await audit.record(tx, f"import_{to.value}", "import", import_id)
    return bool(moved.rowcount)


async def order(tx: Transaction, participant_id: int, kind: str, import_id: int, turn: int, **args: outbox.Arg) -> None:
    """Order long work on a file: its row of the outbox has the lease. The same may be ordered again when it was let be."""
    named = args.get("provider", "")
    key = f"{kind}:{import_id}:{turn}:{named}:{instant(tx)}"
    row = NewRow(participant_id, kind, {"import_id": import_id, **args}, key, tx.now, Lane.REPLY)
    await outbox.add(tx, [row])


def instant(tx: Transaction) -> int:
    """Number this moment, in thousandths of a second."""
    return int(tx.now.timestamp() * 1000)


async def _forget(tx: Transaction) -> None:
    """Forget the content of files that waited too long."""
    waits = imports.c.status.in_(UNDECIDED)
    old = (imports.c.tenant_id == tx.tenant_id, waits, imports.c.created_at < tx.now - PATIENCE)
    done = {"status": ImportState.DISCARDED.value, "content": None, "ended_at": tx.now}
    await tx.connection.execute(update(imports).where(*old).values(done))
