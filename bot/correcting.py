"""Announcements that were sent are corrected in place, or deleted for everyone, at the pace announcements have.

Either can be done twice without harm, so nothing is written down before a call, and a crash costs nothing but the same again.
Edits and deletions make no sound, so they go on at night.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from bot.letters import Letters, Sort
from bot.screens import Screens
from bot.sending import Outcome, Verdict, attempt
from storage import groups, ledger
from storage.engine import SYSTEM, Database, is_outage
from storage.ledger import Edited, Message, Run
from storage.outbox import Lane

log = logging.getLogger(__name__)

BATCH = 30
"""less than Telegram deletes of one chat in one call"""
LEASE_S = 60.0
"""How long before what did not get through is tried again."""
PATIENCE_S = 5.0


class Correcting:
    """Edits and deletes what announcements sent."""

    def __init__(
        self, database: Database, letters: Letters, screens: Screens, now: Callable[[], datetime], worker: str
    ) -> None:
        self.database = database
        self.letters = letters
        self.screens = screens
        self.now = now
        self.worker = worker
        self._closing = False

    def close(self) -> None:
        """Begin nothing more."""
        self._closing = True

    async def work(self) -> None:
        """Go on until nothing is left for now; a batch of each announcement in turn."""
        goes_on = True
        while goes_on and not self._closing:
            async with self.database.reading(self.now(), SYSTEM) as tx:
                runs = await ledger.runs(tx)
            done = [await self._careful(self._correct, run) for run in runs if run.has_to_correct]
            done += [await self._careful(self._delete, run) for run in runs if run.has_to_delete]
            goes_on = any(done)

    async def _careful(self, step: Callable[[Run], Awaitable[bool]], run: Run) -> bool:
        """Do a batch; one that raises is tried again when its claims are over, and holds up no other announcement."""
        try:
            return await step(run)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("announcement %d cannot be corrected or deleted just now", run.id)
            return False

    async def _correct(self, run: Run) -> bool:
        """Correct a batch; False when there is nothing to correct just now."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            found = await ledger.claim_corrections(tx, run.id, self.worker, BATCH, LEASE_S)
        tried = await asyncio.gather(*(self._edit(run, message) for message in found))
        edited = [one for one in tried if one is not None]
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            await ledger.settle_corrections(tx, edited)
        return bool(edited)

    async def _edit(self, run: Run, message: Message) -> Edited | None:
        """Edit one message; None when that has to be tried again."""
        chat = int(message.address)
        letter = await self.letters.make(Sort(run.id, run.revision, message.language, chat < 0, corrects=True))
        if letter is None or not await self._turn(chat):
            return None
        outcome = await attempt(letter.edit(self.screens.bot, chat, message.message_id))
        await self._heed(chat, outcome)
        match outcome.verdict:
            case Verdict.DONE | Verdict.UNCHANGED:
                return Edited(message.id, run.revision)
            case verdict if is_passing(verdict):
                return None
            case verdict:
                if verdict is Verdict.REFUSED:
                    log.error("Telegram refused a correction of announcement %d: %s", run.id, outcome.said)
                return Edited(message.id, run.revision, verdict.value)

    async def _delete(self, run: Run) -> bool:
        """Delete a batch; False when there is nothing to delete just now."""
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            found = await ledger.claim_deletions(tx, run.id, self.worker, BATCH, LEASE_S)
        tried = await asyncio.gather(*(self._remove(chat, some) for chat, some in by_chat(found).items()))
        edited = [one for some in tried for one in some]
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            await ledger.settle_deletions(tx, edited)
        return bool(edited)

    async def _remove(self, chat: int, messages: Sequence[Message]) -> list[Edited]:
        """Delete messages of one chat, several in one call; none is told of that has to be tried again."""
        if not await self._turn(chat):
            return []
        outcome = await attempt(self._deletion(chat, [message.message_id for message in messages]))
        await self._heed(chat, outcome)
        match outcome.verdict:
            case Verdict.DONE:
                reason = ""
            case Verdict.GONE if "not found" in outcome.said:  # somebody deleted it already
                reason = ""
            case verdict if is_passing(verdict):
                return []
            case verdict:
                reason = verdict.value
        return [Edited(message.id, reason=reason) for message in messages]

    async def _deletion(self, chat: int, message_ids: Sequence[int]) -> None:
        """Delete one message or several."""
        if len(message_ids) == 1:
            await self.screens.bot.delete_message(chat, message_ids[0])
        else:
            await self.screens.bot.delete_messages(chat, message_ids)

    async def _turn(self, chat: int) -> bool:
        """Wait for a turn; False when this chat is to be left alone for longer than the others should wait."""
        if self._closing or self.screens.pacer.rest_of(chat) > PATIENCE_S:
            return False
        await self.screens.pacer.turn(Lane.ANNOUNCEMENT, chat)
        return True

    async def _heed(self, chat: int, outcome: Outcome) -> None:
        """Wait when told to, and follow a group to its new number."""
        if outcome.verdict is Verdict.WAIT:
            self.screens.pacer.flooded(chat, outcome.seconds)
        if outcome.chat is not None:
            async with self.database.transaction(self.now(), SYSTEM) as tx:
                await groups.migrated(tx, str(chat), str(outcome.chat))


def is_passing(verdict: Verdict) -> bool:
    """Say whether the same is worth another try."""
    return verdict in {Verdict.WAIT, Verdict.MOVED} or verdict.is_again or verdict.is_maybe


def by_chat(messages: Iterable[Message]) -> dict[int, list[Message]]:
    """Sort messages by chat."""
    found: dict[int, list[Message]] = {}
    for message in messages:
        found.setdefault(int(message.address), []).append(message)
    return found
