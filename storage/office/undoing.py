"""Takes an import back: what it changed gets its former values, what it ended is there again, what it brought goes.

Something that nobody ever registered for vanishes, everything else ends; people are told as they are of any change. It is
refused when something later was built on it: the state an import left is kept as a digest of each offering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, union, update

from storage import audit, changes, wishes
from storage.changes import Carrying
from storage.engine import Actor, Database, Transaction
from storage.exchange import comparing, stored
from storage.exchange.comparing import Item, Pair, Plan, Stored, Totals
from storage.exchange.pages import Spool
from storage.exchange.parsed import CatalogueError, SessionRow, TextKey
from storage.exchange.steps import ahead
from storage.exchange.stored import Common
from storage.intake import TRIES, StaleError, refuse_stale
from storage.office import footprints, imports, scope
from storage.office.affected import affected, together
from storage.office.formers import Former, unpack
from storage.office.previews import Digest, First
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
NAMED = 10
"""so many of those that stand in the way are named"""
UNDONE = "undo_import"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What taking an import back would mean for people. `digest` tells two looks apart that would do something else."""

    digest: str
    told: int
    """notices"""
    affected: Affected = field(default_factory=Affected)


@dataclass(frozen=True, slots=True)
class _Part:
    """What was before of some offerings, and how they are now, without what is common to all."""

    former: Former
    current: Stored


@dataclass(frozen=True, slots=True)
class _Look:
    """An import that can be taken back, part by part, and the audit's number of the catalogue's last change."""

    parts: Spool[_Part]
    common: Common
    turned: Mapping[int, str]
    """courses that become single sessions, or back"""
    last: int


Reading = Callable[[], AbstractAsyncContextManager[Transaction]]


class OvertakenError(Exception):
    """Taking it back would do something else by now than when somebody looked."""


class NotUndoneError(Exception):
    """An import was not taken back; `titles` name what stands in the way."""

    def __init__(self, why: UndoRefusal, titles: Sequence[str] = ()) -> None:
        super().__init__(why.value)
        self.why = why
        self.titles = tuple(titles)


async def weigh(database: Database, import_id: int, now: datetime, by: Actor) -> Weighed:
    """Tell whom taking an import back would reach; nothing is written. NotUndoneError when it cannot be taken back."""
    look = await _look(lambda: database.reading(now, by), import_id)
    digest, told, reached = Digest(), 0, list[Affected]()
    async with database.reading(now, by) as tx:
        await _refuse_stranding(tx, look)
        wanted = await wishes.wanted(tx)
        async with aclosing(ahead(look.parts)) as coming:
            async for part in coming:
                former, current = part.former, look.common.joined(part.current)
                vanishing = await _vanishing(tx, former, current)
                plan = _plan(former, current, vanishing, now)
                digest.add(vanishing)
                notices, met = await changes.consequences(tx, current, plan, None, wanted)
                told += len(notices) + len(met)
                reached.append(await affected(tx, current, plan))
    return Weighed(str(digest), told, together(reached))


async def undo(database: Database, import_id: int, now: datetime, by: Actor, seen: str | None = None) -> Totals:
    """Take an import back and tell people; NotUndoneError, before anything is written, when it cannot be.

    `seen` is the digest of what somebody looked at: OvertakenError when it would do something else by now.
    """
    look = await _look(lambda: database.reading(now, by), import_id)
    async with database.transaction(now, by) as tx:
        await changes.lock(tx)
        if await imports.undo_of(tx, import_id) is None:
            raise NotUndoneError(UndoRefusal.GONE)
        if await changes.last_import(tx) != look.last:
            look = await _look(lambda: nullcontext(tx), import_id)
        await _refuse_stranding(tx, look)
        done = await _take_back(tx, look, seen)
        await audit.record(tx, UNDONE, "import", import_id, told=done.told)
        await imports.note_undone(tx, import_id, done.told)
        return done


async def _look(reading: Reading, import_id: int) -> _Look:
    """Read an import and what it changed as it is now; NotUndoneError when it cannot be taken back, or concerns others, too.

    Each part is read in a transaction of its own, and all anew when the catalogue changes meanwhile.
    """
    for _ in range(TRIES - 1):
        with suppress(StaleError):
            return await _looked(reading, import_id)
    return await _looked(reading, import_id)


async def _looked(reading: Reading, import_id: int) -> _Look:
    """Read it once; StaleError when the catalogue changes meanwhile, for parts would not fit together."""
    async with reading() as tx:
        packed = await imports.undo_of(tx, import_id)
        last = await changes.last_import(tx)
        common = await stored.read_common(tx)
        providers = await scope.provider_names(tx, tx.by.id) if tx.by.kind == "person" else None
    if packed is None:
        raise NotUndoneError(UndoRefusal.GONE)
    spoilt, others = First[str](NAMED), First[str](NAMED)
    parts, turned = Spool[_Part](_Part), dict[int, str]()
    async with aclosing(_read(reading, common, packed, last)) as coming:
        async for part in coming:
            current = common.joined(part.current)
            spoilt.add((0, _title(name, current)) for name in _spoilt(part.former, current))
            others.add((0, _title(name, current)) for name in _of_others(part.former, current, providers))
            if not spoilt.many:
                turned |= changes.turned(_plan(part.former, current, (), tx.now), current)
            parts.append(part)
    if spoilt.many:
        raise NotUndoneError(UndoRefusal.LATER, [*spoilt])
    if others.many:
        raise NotUndoneError(UndoRefusal.GONE, [*others])
    return _Look(parts, common, turned, last)


async def _read(reading: Reading, common: Common, packed: bytes, last: int) -> AsyncGenerator[_Part, None]:
    """Read what was before, part by part, and what is there now."""
    async with aclosing(ahead(unpack(packed))) as coming:
        async for former in coming:
            named = {
                name.removeprefix(footprints.OFFERING) for name in former.left if name.startswith(footprints.OFFERING)
            }
            async with reading() as tx:
                await refuse_stale(tx, last)
                current = await stored.read_some(tx, common, named)
            yield _Part(former, current)


async def _refuse_stranding(tx: Transaction, look: _Look) -> None:
    """Refuse where people are registered for what would change its form."""
    try:
        await changes.refuse_stranding(tx, look.turned)
    except CatalogueError as error:
        raise NotUndoneError(UndoRefusal.STRANDED, [one.value for one in error.problems]) from error


def _spoilt(former: Former, current: Stored) -> Iterator[str]:
    """Name what something later was built on."""
    now_is = footprints.digests(current, former.left.keys())
    yield from (name for name, digest in former.left.items() if now_is.get(name) != digest)


def _of_others(former: Former, current: Stored, providers: Collection[str] | None) -> Iterator[str]:
    """Name the offerings of an import that are not these providers': a role may have become narrower since."""
    for name in former.left if providers is not None else ():
        row = current.offerings.get(name.removeprefix(footprints.OFFERING))
        if row is not None and row.provider not in (providers or ()):
            yield name


async def _take_back(tx: Transaction, look: _Look, seen: str | None) -> Totals:
    """Write what was before; OvertakenError, which takes all of it back, when that is not what was seen."""
    carrying, digest, totals, gone = Carrying(tx, look.common.stored), Digest(), Totals(), 0
    async with aclosing(ahead(look.parts)) as coming:
        async for part in coming:
            former, current = part.former, look.common.joined(part.current)
            vanishing = await _vanishing(tx, former, current)
            digest.add(vanishing)
            gone += sum(subject == "offering" for subject, _ in vanishing)
            plan = _plan(former, current, vanishing, tx.now)
            if plan:
                totals += comparing.describe(plan, current, 0, tx.zone).totals
                await carrying.write(plan, current)
            await _restore_origins(tx, former, current)
            await _remove(tx, current, vanishing)
    if seen not in {None, str(digest)}:
        raise OvertakenError
    totals = replace(totals, told=await carrying.tell())
    if totals:
        await changes.note(tx, totals)
    if str(digest) != str(Digest()):
        await changes.note(tx, Totals(gone=gone))
    return totals


def _plan(former: Former, current: Stored, vanishing: Collection[tuple[str, str]], now: datetime) -> Plan:
    """Find what to write."""
    new = frozenset(former.new_offerings)
    lost = [key for key in former.new_texts if key in current.texts and _goes(key, former)]
    back = {one.key: one.text for one in former.texts}
    german = {key: back.get(replace(key, language="de"), "") for key in back if key.language != "de"}
    deleted = {row.provider for row in former.offerings if ("provider", row.provider) not in current.ids}
    return Plan(
        names=tuple(Item("provider", name) for name in sorted(deleted)),
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
    brought, dates = set(former.new_offerings), set(former.new_sessions)
    if not (brought or dates):
        return frozenset()
    owners = brought | {current.sessions[name].offering for name in dates}
    held = {name for name, row in current.sessions.items() if row.offering in owners}
    named = await _referred(
        tx,
        {current.ids["offering", name]: name for name in owners},
        {current.ids["session", name]: name for name in held},
    )
    free = brought - named["offering"] - {current.sessions[name].offering for name in named["session"]}
    kept = owners - brought - named["claimed"]
    alone = {name for name in dates - named["session"] if current.sessions[name].offering in free | kept}
    return frozenset({("offering", name) for name in free} | {("session", name) for name in alone})


async def _referred(
    tx: Transaction, offering_names: Mapping[int, str], session_names: Mapping[int, str]
) -> Mapping[str, set[str]]:
    """Read to which offerings and sessions something of people's refers; for the `claimed` ones somebody registered."""
    claims = (registrations, waiting_list)
    asked = (
        ("offering", offering_names, [table.c.offering_id for table in (*claims, interests, announcements)]),
        ("session", session_names, [table.c.session_id for table in (*claims, attendance, outbox)]),
        ("claimed", offering_names, [table.c.offering_id for table in claims]),
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for kind, names, columns in asked:
        ids = sorted(names)
        for at in range(0, len(ids), CHUNK):
            some = (select(column).where(column.in_(ids[at : at + CHUNK])) for column in columns)
            found[kind].update(names[row_id] for row_id in await tx.connection.scalars(union(*some)))
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


def _title(named: str, current: Stored) -> str:
    """Call an offering or a venue by its German name."""
    subject, _, source_id = named.partition("/")
    key = TextKey(subject, source_id, "title" if subject == "offering" else "name", "de")
    return current.texts[key].text if key in current.texts else source_id
