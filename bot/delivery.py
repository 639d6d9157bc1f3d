"""Delivery: what is due goes out, each thing once, rendered at that moment in the reader's language.

A row is committed as `sending` before it is sent. Whatever happens to this process then, it is never sent again by itself: the
promise is nobody twice, and nobody missed but those shown as unknown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.labour import LEASE_S, Labour, LostError
from bot.parcels import Parcel, Parcels, Weekly
from bot.screens import Screens
from bot.sending import Verdict, attempt
from bot.together import Together
from storage import dispatch, fulfilment, news, people, quiet, waiting, wishes
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction, is_outage
from storage.outbox import Lane
from storage.sealed import WrongKeyError

log = logging.getLogger(__name__)

BATCH = 50
TRIES = 6
FIRST_PAUSE = timedelta(seconds=5)
PATIENCE_S = 5.0
"""How long the notices taken together wait for a chat that may not be written to just now."""
BUSY = timedelta(seconds=30)
"""How long a notice then waits before it is tried again."""
UNSAYABLE = "cannot be said"
"""the reason of a row that could not be made: somebody has to look"""
UNSAYABLE_PAUSE = timedelta(minutes=1)
"""How long such a row waits before it is tried again, four times as long each time: hours in all, for a mistake of ours may be
put right by then."""
WRITE_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 20.0)
"""How long to wait before writing down again what became of a send; in all less than the lease of sending."""
ABREAST = 30
"""How many sends are under way at once, at most; what a crash leaves unknown is bounded by it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is written into a row of the outbox after a send, or instead of it."""

    status: str
    reason: str = ""
    message_id: int | None = None
    due_at: datetime | None = None


async def load_openable(tx: Transaction, ids: Sequence[int]) -> list[Due]:
    """Read rows; one whose chat was sealed with another key waits until its lease is over, and holds up no other."""
    try:
        return await dispatch.load(tx, ids)
    except WrongKeyError as error:
        log.error("notices wait: %s", error)
    rows: list[Due] = []
    for row_id in ids:
        with suppress(WrongKeyError):
            rows += await dispatch.load(tx, [row_id])
    return rows


class Delivery:
    """Sends what the outbox says is due."""

    def __init__(
        self, database: Database, parcels: Parcels, screens: Screens, now: Callable[[], datetime], worker: str
    ) -> None:
        self.database = database
        self.parcels = parcels
        self.screens = screens
        self.now = now
        self.zone = parcels.zone
        self.worker = worker
        self.labour = Labour(database, now, worker)
        self._abreast = asyncio.Semaphore(ABREAST)
        self._makes = Together(parcels.make_all)
        self._starts = Together(self._start_all)
        self._writes = Together(self._write_all)
        self._closing = False
        self._unsaid: set[int] = set()

    async def recover(self) -> None:
        """Take up what a crash left: claimed rows wait again, those under way become unknown and are reported."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            left = await dispatch.recover(tx)
        if left.unknown:
            log.warning("%d sends were under way when the process ended; they are shown as unknown", left.unknown)

    def close(self) -> None:
        """Start nothing more; what is under way ends by itself."""
        self._closing = True
        self.labour.close()

    async def deliver_due(self) -> int:
        """Send everything that is due now; tells how many rows were taken. The next are taken while some are under way.

        When no more can be taken, those under way still end: they may have arrived, and that has to be written down.
        """
        taken = 0
        under_way: set[asyncio.Task[None]] = set()
        try:
            while rows := await self._take_due(BATCH - len(under_way)):
                taken += len(rows)
                under_way |= {asyncio.create_task(self._guarded(due, PATIENCE_S)) for due in rows if due is not None}
                while len(under_way) > BATCH // 2:
                    _done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            for task in under_way:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*under_way, return_exceptions=True)
        return taken

    async def _take_due(self, most: int) -> list[Due | None]:
        """Take the next rows, so many at most; None stands for one that cannot be opened."""
        if self._closing:
            return []
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            ids = await dispatch.claim(tx, self.worker, most, LEASE_S)
            rows = {due.id: due for due in await load_openable(tx, ids)}
        return [rows.get(row_id) for row_id in ids]

    async def deliver(self, ids: Sequence[int]) -> None:
        """Send these rows of the reply lane now, in order; what somebody else claimed is left to them."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            mine = await dispatch.claim_these(tx, self.worker, ids, LEASE_S)
            rows = await dispatch.load(tx, mine)
        for due in rows:
            await self._guarded(due, None)

    async def _guarded(self, due: Due, patience_s: float | None) -> None:
        """Send one row; what has to be worked on first is sent when it is ready, and nothing else waits for that."""
        if self.parcels.bench(due) is None:
            await self._send_guarded(due, patience_s)
        elif not self._closing:
            self.labour.begin(self._send_guarded(due, patience_s))

    async def _send_guarded(self, due: Due, patience_s: float | None) -> None:
        """Send one row; whatever goes wrong with it concerns no other."""
        if self._closing:
            return
        try:
            await self._send(due, patience_s)
        except LostError:
            log.info("row %d of the outbox is left to others", due.id)
        except Exception:
            log.exception("row %d of the outbox could not be handled", due.id)

    async def _send(self, due: Due, patience_s: float | None) -> None:
        """Render, wait for the pace, write down that it is being sent, send, write down what became of it."""
        if (morning := self._wakes(due)) is not None:
            await self._write(due, Ending("waiting", "quiet hours", due_at=morning))
            return
        try:
            parcel = await self._makes.ask(await self._worked(due))
        except Exception as error:
            if is_outage(error) or isinstance(error, WrongKeyError | LostError):
                raise
            await self._write(due, self._unsayable(due, error))
            return
        if parcel is None:
            await self._write(due, Ending("dropped", "no longer holds"))
            return
        try:
            async with asyncio.timeout(patience_s):
                await self.screens.pacer.turn(due.lane, int(due.address))
        except TimeoutError:
            # Who floods the bot, or was told to wait, keeps their own chat busy; the others' notices do not wait for that.
            await self._write(due, Ending("waiting", "the chat is busy", due_at=self.now() + BUSY))
            return
        async with self._abreast:
            await self._send_now(due, parcel)

    async def _worked(self, due: Due) -> Due:
        """Do the long work that a row asks for, if any; LostError when somebody else does it."""
        bench = self.parcels.bench(due)
        return due if bench is None else await self.labour.hold(due.id, bench, lambda: self.parcels.worked(due))

    def _unsayable(self, due: Due, error: Exception) -> Ending:
        """Let a row wait that could not be made, for longer each time, and give it up in the end; it is logged once why."""
        if due.id not in self._unsaid:
            self._unsaid.add(due.id)
            log.error("row %d of the outbox cannot be made; it is tried again", due.id, exc_info=error)
        if due.attempts + 1 < TRIES:
            return Ending("waiting", UNSAYABLE, due_at=self.now() + UNSAYABLE_PAUSE * 4**due.attempts)
        log.error("row %d of the outbox, a notice of kind %s, is given up: it cannot be made", due.id, due.kind)
        self._unsaid.discard(due.id)
        return Ending("failed", UNSAYABLE)

    async def _send_now(self, due: Due, parcel: Parcel) -> None:
        """Write down that it is being sent, send, write down what became of it."""
        if self._closing:
            return
        if await self._starts.ask(due.id):
            await self._write_surely(due, await self._attempt(due, parcel), parcel)

    async def _start_all(self, ids: Sequence[int]) -> list[bool]:
        """Write down that rows are being sent; tells of each whether it may go."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            may_go = set(await dispatch.start_sending(tx, ids, self.worker))
        return [row_id in may_go for row_id in ids]

    def _wakes(self, due: Due) -> datetime | None:
        """Tell when a notice that is late must wait until, so that no phone rings at night; replies and silent ones go."""
        now = self.now()
        if due.lane is Lane.REPLY or due.silent or not quiet.quiet(now, self.zone):
            return None
        return quiet.next_waking(now, self.zone)

    async def _attempt(self, due: Due, parcel: Parcel) -> Ending:
        """Send once and tell what follows from what came back."""
        outcome = await attempt(parcel.send(self.screens.bot, int(due.address)))
        match outcome.verdict:
            case Verdict.DONE:
                return Ending("sent", message_id=outcome.message_id)
            case Verdict.WAIT:
                self.screens.pacer.flooded(int(due.address), outcome.seconds)
                return self._again(due, outcome.verdict, outcome.seconds)
            case verdict if verdict.is_maybe:
                return Ending("unknown", verdict)
            case verdict if verdict.is_again:
                return self._again(due, verdict)
            case verdict if verdict.is_unreachable:
                return Ending("failed", verdict)
            case _:
                log.error("Telegram refused a notice of kind %s: %s", due.kind, outcome.said)
                return Ending("failed", Verdict.REFUSED)

    def _again(self, due: Due, reason: str, seconds: float | None = None) -> Ending:
        """Try again later, with growing pauses, but not for ever."""
        if seconds is not None:
            return Ending("waiting", reason, due_at=self.now() + timedelta(seconds=seconds))
        if due.attempts >= TRIES:
            return Ending("failed", reason)
        return Ending("waiting", reason, due_at=self.now() + FIRST_PAUSE * 2**due.attempts)

    async def _write_surely(self, due: Due, ending: Ending, parcel: Parcel) -> None:
        """Write down what became of a send; it happened, so a database that is out of order for a while is waited for."""
        for pause_s in (*WRITE_PAUSES_S, None):
            try:
                await self._write(due, ending, parcel)
            except Exception as error:
                if pause_s is None or self._closing or not is_outage(error):
                    raise
                log.warning("what became of row %d of the outbox waits for the database", due.id)
                await asyncio.sleep(pause_s)
            else:
                return

    async def _write(self, due: Due, ending: Ending, parcel: Parcel | None = None) -> None:
        """Write down what became of a send, and what follows from it."""
        await self._writes.ask((due, ending, parcel))

    async def _write_all(self, ended: Sequence[tuple[Due, Ending, Parcel | None]]) -> list[None]:
        """Write down what became of several sends, all or none."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            for due, ending, parcel in ended:
                await self._note(tx, due, ending, parcel)
        return [None] * len(ended)

    async def _note(self, tx: Transaction, due: Due, ending: Ending, parcel: Parcel | None) -> None:
        """Write down what became of one send."""
        match ending:
            case Ending("sent", _, int(message_id)):
                await dispatch.mark_sent(tx, due.id, message_id)
                await self._arrived(tx, due, message_id, parcel)
            case Ending("waiting", reason, _, datetime() as due_at):
                await dispatch.retry_later(tx, due.id, due_at, reason, tried=reason == UNSAYABLE)
            case Ending("dropped", reason):
                await dispatch.mark_dropped(tx, due.id, reason)
            case Ending("unknown", reason):
                log.warning("nobody knows whether row %d of the outbox arrived; it is not sent again", due.id)
                await dispatch.mark_unknown(tx, due.id, reason)
            case Ending(_, reason):
                await dispatch.mark_failed(tx, due.id, reason)
        if ending.reason in {Verdict.BLOCKED, Verdict.NO_CHAT}:
            await people.mark_unreachable(tx, due.participant_id)

    @staticmethod
    async def _arrived(tx: Transaction, due: Due, message_id: int, parcel: Parcel | None) -> None:
        """Do what follows from an arrival: a place is held from now on, a wish is met, a weekly letter has brought its news."""
        if due.kind == waiting.KIND:
            await waiting.offered_delivered(tx, due.args["entry_id"], tx.now)
        if due.kind == wishes.KIND:
            about = (due.args["interest_id"], due.args["offering_id"])
            await fulfilment.by_notice(tx, due.participant_id, *about)
        if isinstance(parcel, Weekly):
            week = str(due.args["week"])
            await news.digest_sent(tx, due.participant_id, week, message_id, parcel.announcement_ids)
