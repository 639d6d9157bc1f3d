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

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.parcels import Parcel, Parcels
from bot.screens import Screens, UnreachableError, raise_if_gone
from bot.transport import Interrupted, NotSent
from storage import dispatch, people, quiet, waiting
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction, is_outage
from storage.outbox import Lane
from storage.sealed import WrongKeyError

log = logging.getLogger(__name__)

BATCH = 50
LEASE_S = 120.0
TRIES = 6
FIRST_PAUSE = timedelta(seconds=5)
PATIENCE_S = 5.0
"""How long the notices taken together wait for a chat that may not be written to just now."""
BUSY = timedelta(seconds=30)
"""How long a notice then waits before it is tried again."""
WRITE_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 20.0)
"""How long to wait before writing down again what became of a send; in all less than the lease of sending."""
ABREAST = 30
"""How many sends are under way at once, at most; what a crash leaves unknown is bounded by it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a send."""

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
        self._abreast = asyncio.Semaphore(ABREAST)
        self._closing = False

    async def recover(self) -> None:
        """Take up what a crash left: claimed rows wait again, those under way become unknown and are reported."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            left = await dispatch.recover(tx)
        if left.unknown:
            log.warning("%d sends were under way when the process ended; they are shown as unknown", left.unknown)

    def close(self) -> None:
        """Start nothing more; what is under way ends by itself."""
        self._closing = True

    async def deliver_due(self) -> int:
        """Send everything that is due now; tells how many rows were taken."""
        taken = 0
        while not self._closing:
            async with self.database.transaction(self.now(), SYSTEM) as tx:
                ids = await dispatch.claim(tx, self.worker, BATCH, LEASE_S)
                rows = await load_openable(tx, ids)
            if not ids:
                return taken
            taken += len(rows)
            await asyncio.gather(*(self._guarded(due, PATIENCE_S) for due in rows))
        return taken

    async def deliver(self, ids: Sequence[int]) -> None:
        """Send these rows of the reply lane now, in order; what somebody else claimed is left to them."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            mine = await dispatch.claim_these(tx, self.worker, ids, LEASE_S)
            rows = await dispatch.load(tx, mine)
        for due in rows:
            await self._guarded(due, None)

    async def _guarded(self, due: Due, patience_s: float | None) -> None:
        """Send one row; whatever goes wrong with it concerns no other."""
        if self._closing:
            return
        try:
            await self._send(due, patience_s)
        except Exception:
            log.exception("row %d of the outbox could not be handled", due.id)

    async def _send(self, due: Due, patience_s: float | None) -> None:
        """Render, wait for the pace, write down that it is being sent, send, write down what became of it."""
        if (morning := self._wakes(due)) is not None:
            await self._write(due, Outcome("waiting", "quiet hours", due_at=morning))
            return
        parcel = await self.parcels.make(due)
        if parcel is None:
            await self._write(due, Outcome("dropped", "no longer holds"))
            return
        try:
            async with asyncio.timeout(patience_s):
                await self.screens.pacer.turn(due.lane, int(due.address))
        except TimeoutError:
            # Who floods the bot, or was told to wait, keeps their own chat busy; the others' notices do not wait for that.
            await self._write(due, Outcome("waiting", "the chat is busy", due_at=self.now() + BUSY))
            return
        async with self._abreast:
            await self._send_now(due, parcel)

    async def _send_now(self, due: Due, parcel: Parcel) -> None:
        """Write down that it is being sent, send, write down what became of it."""
        if self._closing:
            return
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            may_go = await dispatch.start_sending(tx, [due.id], self.worker)
        if may_go:
            await self._write_surely(due, await self._attempt(due, parcel))

    def _wakes(self, due: Due) -> datetime | None:
        """Tell when a notice that is late must wait until, so that no phone rings at night; replies and silent ones go."""
        now = self.now()
        if due.lane is Lane.REPLY or due.silent or not quiet.quiet(now, self.zone):
            return None
        return quiet.next_waking(now, self.zone)

    async def _attempt(self, due: Due, parcel: Parcel) -> Outcome:
        """Send once and judge what came back."""
        try:
            return Outcome("sent", message_id=await parcel.send(self.screens.bot, int(due.address), due.silent))
        except RetryAfter as error:
            self.screens.pacer.flooded(int(due.address), error.retry_after)
            return self._again(due, "told to wait", _seconds(error.retry_after))
        except Forbidden:
            return Outcome("failed", "blocked")
        except BadRequest as error:
            with suppress(UnreachableError):
                raise_if_gone(error)
                log.error("Telegram refused a notice of kind %s: %s", due.kind, error.message)
                return Outcome("failed", "refused")
            return Outcome("failed", "chat not found")
        except NotSent:
            return self._again(due, "not sent")
        except (TimedOut, Interrupted):
            return Outcome("unknown", "no answer in time")
        except NetworkError:
            return self._again(due, "server error")
        except TelegramError as error:
            log.error("Telegram refused a notice of kind %s: %s", due.kind, type(error).__name__)
            return Outcome("failed", "refused")

    def _again(self, due: Due, reason: str, seconds: float | None = None) -> Outcome:
        """Try again later, with growing pauses, but not for ever."""
        if seconds is not None:
            return Outcome("waiting", reason, due_at=self.now() + timedelta(seconds=seconds))
        if due.attempts >= TRIES:
            return Outcome("failed", reason)
        return Outcome("waiting", reason, due_at=self.now() + FIRST_PAUSE * 2**due.attempts)

    async def _write_surely(self, due: Due, outcome: Outcome) -> None:
        """Write down what became of a send; it happened, so a database that is out of order for a while is waited for."""
        for pause_s in (*WRITE_PAUSES_S, None):
            try:
                await self._write(due, outcome)
            except Exception as error:
                if pause_s is None or self._closing or not is_outage(error):
                    raise
                log.warning("what became of row %d of the outbox waits for the database", due.id)
                await asyncio.sleep(pause_s)
            else:
                return

    async def _write(self, due: Due, outcome: Outcome) -> None:
        """Write down what became of a send, and what follows from it."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            match outcome:
                case Outcome("sent", _, int(message_id)):
                    await dispatch.mark_sent(tx, due.id, message_id)
                    if due.kind == "place_free":
                        await waiting.offered_delivered(tx, due.args["entry_id"], tx.now)
                case Outcome("waiting", reason, _, datetime() as due_at):
                    await dispatch.retry_later(tx, due.id, due_at, reason)
                case Outcome("dropped", reason):
                    await dispatch.mark_dropped(tx, due.id, reason)
                case Outcome("unknown", reason):
                    log.warning("nobody knows whether row %d of the outbox arrived; it is not sent again", due.id)
                    await dispatch.mark_unknown(tx, due.id, reason)
                case Outcome(_, reason):
                    await dispatch.mark_failed(tx, due.id, reason)
            if outcome.reason in {"blocked", "chat not found"}:
                await people.mark_unreachable(tx, due.participant_id)


def _seconds(span: float | timedelta) -> float:
    """Read PTB's two ways of saying how long to wait."""
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
