"""Takes an import back: what it changed gets its former values, what it ended is there again, what it brought goes.

Something that nobody ever registered for vanishes, everything else ends; people are told as they are of any change. It is
refused when something later was built on it: the state an import left is kept as a digest of each offering.
"""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, delete, select, update

from storage import audit, changes
from storage.engine import Actor, Database, Transaction
from storage.exchange import stored
from storage.exchange.comparing import Difference, Pair, Plan, Stored, StoredText
from storage.exchange.parsed import CatalogueError, OfferingRow, SessionRow, TextKey, VenueRow
from storage.office import footprints, imports, scope
from storage.office.affected import affected
from storage.records.affected import Affected
from storage.records.catalogue import SessionStatus
from storage.records.intake import UndoRefusal
from storage.tables import (
    announcements,
    attendance,
    interests,
    offering_audiences,
    offering_languages,
    offering_topics,
    offerings,
    outbox,
    registrations,
    sessions,
    texts,
    waiting_list,
)

CHUNK = 500
UNDONE = "undo_import"


@dataclass(frozen=True, slots=True)
class FormerText:
    """A text as it was."""

    key: TextKey
    text: str
    origin: str
    source_hash: str | None


@dataclass(frozen=True, slots=True)
class Former:
    """What was before an import, as far as it changed it; all by the files' ids."""

    new_offerings: tuple[str, ...]
    new_sessions: tuple[str, ...]
    venues: tuple[VenueRow, ...]
    offerings: tuple[OfferingRow, ...]
    sessions: tuple[SessionRow, ...]
    ended: tuple[str, ...]
    returned: tuple[str, ...]
    texts: tuple[FormerText, ...]
    new_texts: tuple[TextKey, ...]
    unknown: dict[str, tuple[str, ...]]
    left: dict[str, str]
    """digests of the offerings and venues as the import left them"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What taking an import back would mean for people. `digest` tells two looks apart that would do something else."""

    digest: str
    told: int
    """notices"""
    affected: Affected = field(default_factory=Affected)


@dataclass(frozen=True, slots=True)
class _Look:
    """An import that can be taken back, the catalogue as it is, and the audit's number of its last change."""

    former: Former
    current: Stored
    last: int


class OvertakenError(Exception):
    """Taking it back would do something else by now than when somebody looked."""


class NotUndoneError(Exception):
    """An import was not taken back; `titles` name what stands in the way."""

    def __init__(self, why: UndoRefusal, titles: Sequence[str] = ()) -> None:
        super().__init__(why.value)
        self.why = why
        self.titles = tuple(titles)


def pack(before: Stored, plan: Plan) -> bytes:
    """Keep what is needed to take a plan back, compressed. Blocks: call it in a thread."""
    former = Former(
        new_offerings=tuple(row.source_id for row in plan.new_offerings),
        new_sessions=tuple(row.source_id for row in plan.new_sessions),
        venues=tuple(pair.before for pair in plan.changed_venues),
        offerings=tuple(pair.before for pair in plan.changed_offerings),
        sessions=tuple(pair.before for pair in plan.changed_sessions),
        ended=tuple(sorted(plan.ended)),
        returned=tuple(sorted(plan.returned)),
        texts=tuple(_former(key, before.texts[key]) for key in footprints.touched_texts(plan) if key in before.texts),
        new_texts=tuple(key for key in plan.texts if key not in before.texts),
        unknown={name: tuple(sorted(before.unknown.get(name, ()))) for name in plan.unknown},
        left=footprints.digests(footprints.after(before, plan), footprints.touched(before, plan)),
    )
    return zlib.compress(msgspec.json.encode(former), 6)


def unpack(packed: bytes) -> Former:
    """Read what was before. Blocks: call it in a thread."""
    return msgspec.json.decode(zlib.decompress(packed), type=Former)


async def weigh(database: Database, import_id: int, now: datetime, by: Actor) -> Weighed:
    """Tell whom taking an import back would reach; nothing is written. NotUndoneError when it cannot be taken back."""
    look = await _look(database, import_id, now, by)
    async with database.reading(now, by) as tx:
        vanishing = await _vanishing(tx, look.former, look.current)
        plan = _plan(look.former, look.current, vanishing, now)
        try:
            notices, met = await changes.consequences(tx, look.current, plan)
        except CatalogueError as error:
            raise _stranded(error) from error
        reached = await affected(tx, look.current, plan)
    return Weighed(_digest(vanishing), len(notices) + len(met), reached)


async def undo(database: Database, import_id: int, now: datetime, by: Actor, seen: str | None = None) -> Difference:
    """Take an import back and tell people; NotUndoneError, before anything is written, when it cannot be.

    `seen` is the digest of what somebody looked at: OvertakenError when it would do something else by now.
    """
    look = await _look(database, import_id, now, by)
    former, current = look.former, look.current
    async with database.transaction(now, by) as tx:
        await changes.lock(tx)
        packed = await imports.undo_of(tx, import_id)
        if packed is None:
            raise NotUndoneError(UndoRefusal.GONE)
        if await changes.last_import(tx) != look.last:
            current = await stored.read(tx)
            former = await _unspoilt(packed, current)
        try:
            done = await _take_back(tx, former, current, seen)
        except CatalogueError as error:
            raise _stranded(error) from error
        await audit.record(tx, UNDONE, "import", import_id, told=done.told)
        await imports.note_undone(tx, import_id, done.told)
        return done


async def _look(database: Database, import_id: int, now: datetime, by: Actor) -> _Look:
    """Read an import and the catalogue; NotUndoneError when it cannot be taken back, or concerns others, too."""
    async with database.reading(now, by) as tx:
        packed = await imports.undo_of(tx, import_id)
        last = await changes.last_import(tx)
        current = await stored.read(tx)
        providers = await scope.provider_names(tx, by.id) if by.kind == "person" else None
    if packed is None:
        raise NotUndoneError(UndoRefusal.GONE)
    former = await _unspoilt(packed, current)
    if providers is not None and (others := _of_others(former, current, providers)):
        raise NotUndoneError(UndoRefusal.GONE, [_title(name, current) for name in others[:10]])
    return _Look(former, current, last)


def _stranded(error: CatalogueError) -> NotUndoneError:
    """Say that people are registered for what would change its form."""
    return NotUndoneError(UndoRefusal.STRANDED, [one.value for one in error.problems])


def _digest(vanishing: Collection[tuple[str, str]]) -> str:
    """Tell two looks apart: what vanishes or ends for people is all that may differ while nothing was built on it."""
    return hashlib.sha256(repr(sorted(vanishing)).encode()).hexdigest()[:16]


async def _unspoilt(packed: bytes, current: Stored) -> Former:
    """Read what was before; NotUndoneError when something later was built on it."""
    former = await asyncio.to_thread(unpack, packed)
    now_is = await asyncio.to_thread(footprints.digests, current, former.left.keys())
    spoilt = [name for name, digest in former.left.items() if now_is.get(name) != digest]
    if spoilt:
        raise NotUndoneError(UndoRefusal.LATER, [_title(name, current) for name in spoilt[:10]])
    return former


def _of_others(former: Former, current: Stored, providers: Collection[str]) -> Sequence[str]:
    """Name the offerings of an import that are not these providers': a role may have become narrower since."""
    return [
        name
        for name in former.left
        if (row := current.offerings.get(name.removeprefix("offering/"))) is not None and row.provider not in providers
    ]


async def _take_back(tx: Transaction, former: Former, current: Stored, seen: str | None) -> Difference:
    """Write what was before; OvertakenError when that is not what was seen."""
    vanishing = await _vanishing(tx, former, current)
    if seen not in {None, _digest(vanishing)}:
        raise OvertakenError
    plan = _plan(former, current, vanishing, tx.now)
    done = await changes.carry_out(tx, current, plan)
    await _restore_origins(tx, former, current)
    await _remove(tx, current, vanishing)
    if vanishing:
        gone = sum(subject == "offering" for subject, _ in vanishing)
        await audit.record(tx, changes.IMPORTED, "catalogue", None, new=0, changed=0, gone=gone, told=0)
    return done


def _plan(former: Former, current: Stored, vanishing: Collection[tuple[str, str]], now: datetime) -> Plan:
    """Find what to write."""
    new = frozenset(former.new_offerings)
    lost = [key for key in former.new_texts if key in current.texts and _goes(key, former)]
    back = {one.key: one.text for one in former.texts}
    german = {key: back.get(replace(key, language="de"), "") for key in back if key.language != "de"}
    return Plan(
        names=(),
        new_venues=(),
        changed_venues=tuple(Pair(current.venues[row.source_id], row) for row in former.venues),
        new_offerings=(),
        changed_offerings=tuple(Pair(current.offerings[row.source_id], row) for row in former.offerings),
        returned=frozenset(former.ended),
        ended=frozenset(former.returned) | {name for name in new if ("offering", name) not in vanishing},
        new_sessions=(),
        changed_sessions=(
            *(Pair(current.sessions[row.source_id], row) for row in former.sessions),
            *_cancelled(former, current, vanishing, now),
        ),
        texts=back,
        sources=german,
        lost_texts=frozenset(lost),
        drafts=current.drafts,
        unknown={name: frozenset(found) for name, found in former.unknown.items() if name not in new},
    )


def _cancelled(
    former: Former, current: Stored, vanishing: Collection[tuple[str, str]], now: datetime
) -> Iterator[Pair[SessionRow]]:
    """Cancel the new sessions of offerings that stay, where somebody counts on them."""
    for name in former.new_sessions:
        row = current.sessions[name]
        stays = row.offering not in former.new_offerings and ("session", name) not in vanishing
        if stays and row.start > now and row.status is not SessionStatus.CANCELLED:
            yield Pair(row, replace(row, status=SessionStatus.CANCELLED))


def _goes(key: TextKey, former: Former) -> bool:
    """Say whether a new text goes: names of places and topics stay, others may use them by now; what is new goes as a whole."""
    new = key.source_id in former.new_offerings or key.source_id in former.new_sessions
    return key.subject in {"offering", "session"} and not new


async def _vanishing(tx: Transaction, former: Former, current: Stored) -> frozenset[tuple[str, str]]:
    """Find the new offerings and sessions that nothing refers to."""
    named = await _referred(tx)
    counted_on = {
        row.offering for name, row in current.sessions.items() if current.ids["session", name] in named["session"]
    }
    free = {name for name in former.new_offerings if current.ids["offering", name] not in named["offering"]}
    free -= counted_on
    unclaimed = {name for name in current.offerings if current.ids["offering", name] not in named["claimed"]}
    alone = (
        name
        for name in former.new_sessions
        if current.ids["session", name] not in named["session"]
        and current.sessions[name].offering in (free | (unclaimed - set(former.new_offerings)))
    )
    return frozenset({("offering", name) for name in free} | {("session", name) for name in alone})


async def _referred(tx: Transaction) -> Mapping[str, set[int]]:
    """Read which offerings and sessions something of people's refers to; for the `claimed` ones somebody registered."""
    claims = (registrations, waiting_list)
    columns = {
        "offering": [table.c.offering_id for table in (*claims, interests, announcements)],
        "session": [table.c.session_id for table in (*claims, attendance, outbox)],
        "claimed": [table.c.offering_id for table in claims],
    }
    found: defaultdict[str, set[int]] = defaultdict(set)
    for kind, named in columns.items():
        for column in named:
            asked = select(column).where(column.is_not(None)).distinct()
            found[kind].update((await tx.connection.scalars(asked)).all())
    return found


async def _restore_origins(tx: Transaction, former: Former, current: Stored) -> None:
    """Say again where former texts came from, and which wording they translate."""
    rows = [
        {
            "of_subject": one.key.subject,
            "of_id": current.ids[one.key.subject, one.key.source_id],
            "of_field": one.key.field,
            "of_language": one.key.language,
            "origin": one.origin,
            "source_hash": one.source_hash,
        }
        for one in former.texts
    ]
    if not rows:
        return
    same = (
        texts.c.tenant_id == tx.tenant_id,
        texts.c.subject == bindparam("of_subject"),
        texts.c.subject_id == bindparam("of_id"),
        texts.c.field == bindparam("of_field"),
        texts.c.language == bindparam("of_language"),
    )
    values: dict[str, Any] = {"origin": bindparam("origin"), "source_hash": bindparam("source_hash")}
    await tx.connection.execute(update(texts).where(*same).values(values), rows)


async def _remove(tx: Transaction, current: Stored, vanishing: Collection[tuple[str, str]]) -> None:
    """Delete what nothing refers to, with its texts."""
    for subject, table in (("session", sessions), ("offering", offerings)):
        ids = sorted(current.ids[one] for one in vanishing if one[0] == subject)
        for at in range(0, len(ids), CHUNK):
            await _delete(tx, subject, table, ids[at : at + CHUNK])


async def _delete(tx: Transaction, subject: str, table: Table, ids: Sequence[int]) -> None:
    """Delete some rows and what hangs on them."""
    named = (texts.c.tenant_id == tx.tenant_id, texts.c.subject == subject, texts.c.subject_id.in_(ids))
    await tx.connection.execute(delete(texts).where(*named))
    if subject == "offering":
        for linked in (offering_topics, offering_audiences, offering_languages):
            await tx.connection.execute(delete(linked).where(linked.c.offering_id.in_(ids)))
    await tx.connection.execute(delete(table).where(table.c.id.in_(ids)))


def _former(key: TextKey, text: StoredText) -> FormerText:
    """Keep a text as it was."""
    return FormerText(key, text.text, text.origin, text.source_hash)


def _title(named: str, current: Stored) -> str:
    """Call an offering or a venue by its German name."""
    subject, _, source_id = named.partition("/")
    key = TextKey(subject, source_id, "title" if subject == "offering" else "name", "de")
    return current.texts[key].text if key in current.texts else source_id
