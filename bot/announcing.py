"""Announcements go out: everybody once, in their language, at the pace that is left beside replies and notices.

A recipient stands as `sending` in the ledger, committed, before the message goes; whatever happens to this process then, it is
never sent again by itself. No recipient has a transaction of their own: many times a second one transaction writes down what
became of the last few, begins with the next few, and takes more. Pausing, stopping and objecting hold from the next one on.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot import membership
from bot.letters import Letters, Sort
from bot.lots import Lot, Lots, Ready
from bot.pacing import PAID_MOST
from bot.screens import Screens
from bot.sending import Outcome, Verdict, attempt
from bot.weather import SLOW_SHARE, Slowness, Weather
from storage import announcements, audience, ledger
from storage.dispatch import SENDING_LEASE_S
from storage.engine import SYSTEM, Database, Transaction, is_outage
from storage.ledger import Recipient, Settled
from storage.outbox import Lane
from storage.records.announcements import Rules, State
from storage.records.deliveries import Fate, Reason

log = logging.getLogger(__name__)

ABREAST = 30
"""How many sends may be begun and not written down at once; what a crash leaves unknown is bounded by it."""
ABREAST_S = 0.12
"""What that is in seconds of a faster rate, which only paid announcements have: a send takes its time."""
LEASE_S = 120.0
PAGE = 500
"""How many recipients are looked for at once; less than could be, for nobody else writes meanwhile."""
CLAIM = 60
LOW = 30
ROUND_S = 0.1
ROUND_SENDS = 8
"""How many sends share a transaction, about."""
LOOK_S = 0.5
AGAIN_S = 1.0
"""How long to wait before asking the ledger again that had nothing."""
PATIENCE_S = 5.0
BUSY = timedelta(seconds=30)
TRIES = 8
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
OUTAGE_S = 1.0
UNSAYABLE = timedelta(minutes=5)
"""How long a recipient waits whose letter could not be made, or was refused: somebody has to look."""
REFUSALS = 5
"""After how many refusals in a language, with nothing taken in between, a run pauses."""
LINE_S = 0.25
"""For how long the line of those who wait for a turn would last, so that no turn goes unused."""


class Announcing:
    """Sends announcements."""

    def __init__(
        self,
        database: Database,
        letters: Letters,
        screens: Screens,
        now: Callable[[], datetime],
        worker: str,
        rules: Rules,
    ) -> None:
        self.database = database
        self.letters = letters
        self.screens = screens
        self.now = now
        self.zone = letters.zone
        self.worker = worker
        self.rules = rules
        screens.pacer.announce_at(rules.per_second, paid=rules.paid)
        self.abreast = max(ABREAST, math.ceil(rules.per_second * ABREAST_S)) if rules.paid else ABREAST
        self._lots = Lots()
        self._line: dict[str, asyncio.Task[None]] = {}
        self._admitted: list[Ready] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._ended: list[tuple[Lot, Settled]] = []
        self._bell = asyncio.Event()
        self._working = asyncio.Lock()
        self._weather = Weather(self._clock)
        self._slowness = Slowness(self._clock)
        self._full_rate = screens.pacer.announcements_per_second
        self._gone: list[Recipient] = []
        self._moved: list[tuple[str, str]] = []
        self._refused_runs: set[int] = set()
        self._look_at = 0.0
        self._closing = False

    async def recover(self) -> None:
        """Take up what a crash left: who was taken waits again, what was under way becomes unknown and is reported."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            left = await ledger.recover(tx)
        if left.unknown:
            log.warning("%d announcements were under way when the process ended: shown as unknown", left.unknown)

    def close(self) -> None:
        """Begin nothing more; what is under way ends by itself and is written down."""
        self._closing = True
        self._bell.set()

    async def work(self) -> None:
        """Go on with every run until there is nothing to do for now; to be called again and again, one call at a time."""
        async with self._working:
            goes_on, self._look_at = True, 0.0
            for lot in self._lots:
                lot.look_at = 0.0
            while goes_on and not self._closing:
                began = self._clock()
                goes_on = await self._careful_round()
                if goes_on:
                    await self._pause(began)
            if self._closing:
                await self._finish()

    @staticmethod
    def _clock() -> float:
        """Tell the running seconds."""
        return asyncio.get_running_loop().time()

    async def _careful_round(self) -> bool:
        """Run a round; when the database is out of order nothing is lost, and it is tried again."""
        try:
            return await self._round()
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("announcements wait for the database")
            await asyncio.sleep(OUTAGE_S)
            return True

    async def _round(self) -> bool:
        """Write down, begin, take, find and line up; tells whether there is more to do soon."""
        if self._clock() >= self._look_at:
            await announcements.count_due(self.database, self.now)
        wrote = await self._write()
        await self._find()
        await self._line_up()
        under_way = self._ended or self._admitted or self._line or self._flights
        return wrote or bool(under_way) or any(map(self._has_more, self._lots))

    def _has_more(self, lot: Lot) -> bool:
        """Say whether a lot has somebody to go on with."""
        if lot.is_late(self.now()):
            return not lot.run.resolved
        return self._flows(lot) and bool(lot.at_hand or lot.ahead or not lot.run.resolved)

    async def _pause(self, began: float) -> None:
        """Wait until something happens, and for long enough that some of it is written down together."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await self._bell.wait()
        self._bell.clear()
        together = min(ROUND_S, ROUND_SENDS / max(self.screens.pacer.announcements_per_second, 1.0))
        await asyncio.sleep(max(0.0, began + together - self._clock()))

    async def _finish(self) -> None:
        """Wait for what is under way and write it down; who was only taken waits for the next start."""
        for task in self._line.values():
            task.cancel()
        await asyncio.gather(*self._line.values(), *self._flights, return_exceptions=True)
        self._admitted.clear()
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            await ledger.settle(tx, [settled for _, settled in self._ended])
        self._ended.clear()

    # -- what the ledger is told, and tells

    async def _write(self) -> bool:
        """In one transaction: what became of whom, who is begun with, and who comes next; then let the begun ones go.

        Tells whether anything became of anybody.
        """
        ended, self._ended = self._ended, []
        gone, self._gone = self._gone, []
        moved, self._moved = self._moved, []
        refused, self._refused_runs = self._refused_runs, set()
        room = 0 if self._weather.rests else self.abreast - len(self._flights)
        ready, self._admitted = self._admitted[:room], self._admitted[room:]
        slow = self._slow_runs()
        try:
            async with self.database.transaction(self.now(), SYSTEM) as tx:
                await ledger.settle(tx, [settled for _, settled in ended])
                await membership.note_gone(tx, gone)
                await membership.note_moved(tx, moved)
                for run_id in refused:
                    await announcements.pause_itself(tx, run_id)
                await announcements.tell_slow(tx, slow)
                ids = [each.recipient.id for each in ready]
                begun = set(await ledger.start(tx, ids, self.worker, SENDING_LEASE_S))
                if self._clock() >= self._look_at or len(begun) < len(ids):
                    await self._look(tx)
                taken = [(lot, await self._take(tx, lot)) for lot in self._lots if self._lacks(lot)]
                for lot in self._lots:
                    await self._end_at_night(tx, lot)
        except BaseException:
            self._ended, self._admitted = ended + self._ended, ready + self._admitted
            self._gone, self._moved = gone + self._gone, moved + self._moved
            self._refused_runs |= refused
            raise
        self._slowness.told(slow)
        for lot, recipients in taken:
            self._keep(lot, recipients)
        for lot, settled in ended:
            lot.held.discard(settled.id)
            lot.look_at = lot.look_at if lot.held else 0.0
        for each in ready:
            self._begin(each, begun)
        return bool(ended)

    def _slow_runs(self) -> set[int]:
        """Name the runs that have gone slowly for long and whose authors were not told yet."""
        slowed = self.screens.pacer.announcements_per_second <= SLOW_SHARE * self._full_rate
        running = [lot.run.id for lot in self._lots if self._flows(lot)]
        return self._slowness.untold(running, slow=self._weather.storms or slowed)

    async def _look(self, tx: Transaction) -> None:
        """See which runs there are and how they stand; of a stopped one, stop a portion of what waits."""
        await announcements.start_due(replace(tx, light=True))
        runs = await ledger.runs(tx)
        for run in runs:
            if run.state is State.STOPPED:
                await ledger.sweep(tx, run.id)
        self._lots.follow(run for run in runs if run.state in {State.RUNNING, State.PAUSED})
        self._look_at = self._clock() + LOOK_S

    def _flows(self, lot: Lot) -> bool:
        """Say whether a lot goes on now."""
        return lot.flows(self.now(), self.zone)

    def _lacks(self, lot: Lot) -> bool:
        """Say whether a lot wants more recipients and it is worth asking for them."""
        return self._flows(lot) and len(lot.at_hand) < LOW and self._clock() >= lot.look_at

    async def _take(self, tx: Transaction, lot: Lot) -> list[Recipient]:
        """Take more recipients of a lot; when there are none left at all, its run is done."""
        taken = await ledger.claim(tx, lot.run.id, self.worker, CLAIM, LEASE_S)
        if not taken and lot.is_idle and lot.run.resolved:
            await ledger.finish(tx, lot.run.id)
        return taken

    async def _end_at_night(self, tx: Transaction, lot: Lot) -> None:
        """End a run that is too late or has nobody left, though nothing goes out now: nobody should wait until the morning."""
        if lot.run.state is not State.RUNNING or self._flows(lot) or self._clock() < lot.look_at:
            return
        if lot.is_late(self.now()):
            lot.let_go()
            if await ledger.miss(tx, lot.run.id):
                return
        if lot.run.resolved and lot.is_idle:
            await ledger.finish(tx, lot.run.id)
            lot.look_at = self._clock() + AGAIN_S

    def _keep(self, lot: Lot, recipients: Sequence[Recipient]) -> None:
        """Keep at hand who was taken; who is at hand already was taken once more after a long pause."""
        lot.at_hand += [recipient for recipient in recipients if recipient.id not in lot.held]
        lot.held.update(recipient.id for recipient in recipients)
        lot.ahead = max(0, lot.ahead - CLAIM) if len(recipients) == CLAIM else 0
        if not recipients:
            lot.look_at = self._clock() + AGAIN_S

    # -- recipients on their way

    async def _find(self) -> None:
        """Look for more recipients of each run that has few ahead, one page and never more."""
        for lot in self._lots:
            if (self._flows(lot) or lot.is_late(self.now())) and not lot.run.resolved and lot.ahead < PAGE // 4:
                async with self.database.transaction(self.now(), SYSTEM) as tx:
                    found_all = await audience.resolve_page(tx, lot.run.id, PAGE)
                lot.run = replace(lot.run, resolved=found_all)
                lot.ahead += PAGE
                lot.look_at = 0.0

    async def _line_up(self) -> None:
        """Let as many wait for their turn as keep the pacer busy, each chat once at a time."""
        most = math.ceil(min(self.screens.pacer.announcements_per_second, PAID_MOST) * LINE_S) + ROUND_SENDS
        while len(self._line) < most and len(self._admitted) < self.abreast and not self._weather.rests:
            found = self._lots.next(self._line, self._flows)
            if found is None:
                return
            ready = await self._careful_ready(*found)
            if ready is not None:
                self._line[ready.recipient.address] = asyncio.create_task(self._wait(ready))

    async def _careful_ready(self, lot: Lot, recipient: Recipient) -> Ready | None:
        """Make what a recipient gets; one that cannot be made waits, and holds up no other."""
        try:
            return await self._ready(lot, recipient)
        except Exception as error:
            if is_outage(error):
                lot.at_hand.appendleft(recipient)
                raise
            log.exception("announcement %d cannot be said", lot.run.id)
            self._mind(lot, recipient.language, type(error).__name__)
            self._ended.append((lot, self._later(recipient, Reason.UNSAYABLE, UNSAYABLE)))
            return None

    async def _ready(self, lot: Lot, recipient: Recipient) -> Ready | None:
        """Make what a recipient gets; None when they get nothing, or not now."""
        chat = int(recipient.address)
        if (rest := self.screens.pacer.rest_of(chat)) > PATIENCE_S:
            due_at = self.now() + timedelta(seconds=rest)
            self._ended.append((lot, Settled(recipient.id, Fate.WAITING, Reason.BUSY, due_at=due_at)))
            return None
        sort = Sort(lot.run.id, lot.run.revision, recipient.language, chat < 0)
        message = await self.letters.make(sort)
        if message is None:
            self._ended.append((lot, Settled(recipient.id, Fate.MISSED, Reason.OVER)))
            return None
        return Ready(lot, recipient, message, sort.revision)

    async def _wait(self, ready: Ready) -> None:
        """Wait for a turn."""
        try:
            await self.screens.pacer.turn(Lane.ANNOUNCEMENT, int(ready.recipient.address))
            self._admitted.append(ready)
        finally:
            del self._line[ready.recipient.address]
            self._bell.set()

    def _begin(self, ready: Ready, begun: set[int]) -> None:
        """Let somebody's go who was begun with; a pause gives them back, and who objected gets nothing."""
        lot, recipient = ready.lot, ready.recipient
        if recipient.id in begun:
            task = asyncio.create_task(self._fly(ready))
            self._flights.add(task)
            task.add_done_callback(self._flights.discard)
        elif lot.run.state is State.PAUSED:
            lot.at_hand.appendleft(recipient)
        else:
            lot.held.discard(recipient.id)

    async def _fly(self, ready: Ready) -> None:
        """Send it and note what became of it."""
        recipient = ready.recipient
        sending = ready.message.send(
            self.screens.bot, int(recipient.address), thread=recipient.thread, paid=self.rules.paid
        )
        try:
            outcome = await attempt(sending)
        except Exception:
            log.exception("an announcement could not be handled")
            outcome = Outcome(Verdict.UNKNOWN)
        self._weather.note(outcome.verdict)
        self._ended.append((ready.lot, self._judged(ready, outcome)))
        self._bell.set()

    def _judged(self, ready: Ready, outcome: Outcome) -> Settled:
        """Tell what follows from what came back."""
        recipient, reason = ready.recipient, outcome.verdict.value
        match outcome.verdict:
            case Verdict.DONE:
                ready.lot.refusals.pop(recipient.language, None)
                return Settled(recipient.id, Fate.SENT, "", outcome.message_id, revision=ready.revision)
            case Verdict.WAIT:
                self.screens.pacer.flooded(int(recipient.address), outcome.seconds)
                return self._later(recipient, reason, timedelta(seconds=outcome.seconds))
            case verdict if verdict.is_maybe:
                return Settled(recipient.id, Fate.UNKNOWN, reason)
            case verdict if verdict.is_again and recipient.attempts + 1 < TRIES:
                return self._later(recipient, reason, min(FIRST_PAUSE * 2**recipient.attempts, LONGEST_PAUSE))
            case Verdict.MOVED if outcome.chat is not None:
                self._moved.append((recipient.address, str(outcome.chat)))
                return self._later(recipient, reason, timedelta())
            case verdict if verdict.is_unreachable:
                self._gone.append(recipient)
            case Verdict.REFUSED:
                return self._refused(ready, outcome)
        return Settled(recipient.id, Fate.FAILED, reason)

    def _refused(self, ready: Ready, outcome: Outcome) -> Settled:
        """Let those wait whom Telegram refused, for a while: that is no fault of theirs."""
        self._mind(ready.lot, ready.recipient.language, outcome.said)
        if ready.recipient.attempts + 1 < TRIES:
            return self._later(ready.recipient, outcome.verdict.value, UNSAYABLE)
        return Settled(ready.recipient.id, Fate.FAILED, outcome.verdict.value)

    def _mind(self, lot: Lot, language: str, said: str) -> None:
        """Count what is wrong with an announcement itself; after a few in a row its run pauses, and somebody has to look."""
        lot.refusals[language] += 1
        if lot.refusals[language] >= REFUSALS and lot.run.state is State.RUNNING:
            log.error("announcement %d pauses, for it cannot be sent: %s", lot.run.id, said)
            self._refused_runs.add(lot.run.id)
            lot.run = replace(lot.run, state=State.PAUSED)
            lot.refusals.clear()

    def _later(self, recipient: Recipient, reason: str, pause: timedelta) -> Settled:
        """Let somebody wait again: it did not arrive for certain."""
        return Settled(recipient.id, Fate.WAITING, reason, due_at=self.now() + pause)
