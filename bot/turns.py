"""Turns: one update, one transaction, one answer.

Work is claimed by conversation, never by update: a person's updates keep their order, people run side by side, and nobody who
floods the bot makes another wait. Waiting turns of different people share a transaction; when one of them fails, it is rolled
back and each runs alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import msgspec

from bot import membership
from bot.answers import Answer, Answers
from bot.inbound import Incoming, Kind, event_of
from bot.perform import settle
from bot.screens import NotYetError
from conversations.effects import EraseMe
from conversations.engine import Engine, Step
from conversations.stacks import dump, restore
from locales.languages import match as match_language
from storage import dialogs, inbox, people
from storage.audience import count_ahead
from storage.dialogs import Conversation, Moved
from storage.engine import SYSTEM, Actor, Database, Transaction, is_outage
from storage.inbox import Arrival, Letter
from storage.recent import CountFirstError
from storage.sealed import WrongKeyError

log = logging.getLogger(__name__)

TOGETHER = 32
"""How many people's turns share a transaction, at most."""
MEMBERSHIP = (Kind.LEFT, Kind.RETURNED)
TRIES = 3
PAUSE_S = 1.0
"""How long to wait before trying again what the database or the network did not take."""
REST_S = 10.0
"""How long to leave a conversation alone whose update was sealed with a key that is not known."""
YIELD_S = 0.05
"""How long to leave a conversation to another worker before looking again."""


def known_form(letter: Letter) -> Incoming | None:
    """Read an update as it was written down; None for a form of another version, so that it cannot hold up the others."""
    try:
        return msgspec.json.decode(letter.payload, type=Incoming)
    except msgspec.MsgspecError:
        return None


def has_erased(step: Step) -> bool:
    """Say whether a step forgot its person."""
    return any(isinstance(effect, EraseMe) for effect in step.effects)


class OvertakenError(Exception):
    """Another worker moved a conversation meanwhile; the turn starts again."""


@dataclass(slots=True)
class Line:
    """The conversations that wait for a turn, each once, first come first served."""

    waiting: dict[bytes, None] = field(default_factory=dict)
    pending: dict[bytes, int] = field(default_factory=dict)
    busy: set[bytes] = field(default_factory=set)

    def add(self, conversation: bytes, count: int = 1) -> None:
        """Let updates of a conversation wait."""
        self.pending[conversation] = self.pending.get(conversation, 0) + count
        if conversation not in self.busy:
            self.waiting[conversation] = None

    def take(self, most: int) -> dict[bytes, int]:
        """Take the first conversations in line, each with how many updates it is known to have; busy until released."""
        taken = list(self.waiting)[:most]
        for conversation in taken:
            del self.waiting[conversation]
            self.busy.add(conversation)
        return {conversation: self.pending.get(conversation, 0) for conversation in taken}

    def release(self, conversation: bytes, answered: int) -> None:
        """Let a conversation go on, with its next update if there is one."""
        self.busy.discard(conversation)
        left = self.pending.get(conversation, 0) - answered
        if left > 0:
            self.pending[conversation] = left
            self.waiting[conversation] = None
        else:
            self.pending.pop(conversation, None)


class Turns:
    """Takes updates in, lets the dialogs answer them, and sends the answers."""

    def __init__(self, database: Database, engine: Engine, answers: Answers) -> None:
        self.database = database
        self.engine = engine
        self.answers = answers
        self.versions = {name: dialog.version for name, dialog in engine.dialogs.items()}
        self._line = Line()
        self._done: list[Answer] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._bell = asyncio.Event()
        self._closing = False
        self.erased = False
        """whether somebody was forgotten, and the database should leave no trace of what it deleted"""
        self._overtaken: set[bytes] = set()
        self._left: set[bytes] = set()
        """which of the round's conversations rest, or have come back since; they are released when they come back"""
        self._met: set[str] = set()

    async def accept(self, updates: Sequence[Incoming]) -> None:
        """Write updates into the inbox; when this returns they may be acknowledged. Those known already are left out."""
        arrivals = [
            Arrival(
                update.update_id,
                self.database.sealer.index("chat", str(update.chat)),
                msgspec.json.encode(update).decode(),
            )
            for update in updates
        ]
        if not arrivals:
            return
        async with self.database.transaction(self.answers.now(), SYSTEM) as tx:
            new = await inbox.accept(tx, arrivals)
        if new == len(updates):  # else nobody knows here which ones are new, and a tap is answered in its turn
            self._answer_taps(updates)
        for arrival in arrivals:
            self._line.add(arrival.conversation)
        self._bell.set()

    def _answer_taps(self, updates: Sequence[Incoming]) -> None:
        """Answer taps at once, as far as that was not done yet."""
        for update in updates:
            if update.query_id and update.query_id not in self._met:
                self._met.add(update.query_id)
                self.answers.screens.answer_tap(update.query_id)

    async def resume(self) -> None:
        """Take up what an earlier process left unanswered."""
        async with self.database.reading(self.answers.now(), SYSTEM) as tx:
            for conversation, count in (await inbox.waiting(tx)).items():
                self._line.add(conversation, count)
        self._bell.set()

    async def run(self) -> None:
        """Answer until closed, and then until what was begun is finished."""
        while not (self._closing and not self._tasks and not self._done):
            await self._bell.wait()
            self._bell.clear()
            while self._done or (self._line.waiting and not self._closing):
                await self._careful_round()

    async def _careful_round(self) -> None:
        """Run a round; when the database fails, nothing is lost and it is tried again."""
        self._left.clear()
        done, self._done = self._done, []
        known = {} if self._closing else self._line.take(TOGETHER)
        try:
            await self._round(done, known)
        except Exception:
            log.exception("the database failed; %d turns wait and are tried again", len(known))
            self._done = done + self._done
            for conversation in known.keys() - self._left:
                self._line.release(conversation, answered=0)
            await asyncio.sleep(PAUSE_S)

    def close(self) -> None:
        """Begin no more turns; what waits stays in the inbox for the next start."""
        self._closing = True
        self._bell.set()

    async def _round(self, done: list[Answer], known: dict[bytes, int]) -> None:
        """Write down what was answered, take the next turns, and send their answers beside."""
        answers = await self._together(done, list(known))
        for answer in done:
            self._line.release(answer.conversation, answered=1)
        for conversation in known.keys() - {answer.conversation for answer in answers} - self._left:
            overtaken = conversation in self._overtaken
            self._line.release(conversation, answered=0 if overtaken else known[conversation])
        self._overtaken.clear()
        if answers:
            self._spawn(answers)

    async def _together(self, done: list[Answer], taken: list[bytes]) -> list[Answer]:
        """Run turns in one transaction; when that fails, each in its own."""
        try:
            return await self._transact(done, taken)
        except WrongKeyError as error:
            if len(taken) == 1 and not done:
                return self._rest(taken[0], error)
            return await self._apart(done, taken)
        except OvertakenError:
            if len(taken) == 1 and not done:
                return await self._give_way(taken)
            return await self._apart(done, taken)
        except CountFirstError as error:
            if len(taken) == 1 and not done:
                return self._count_first(taken[0], error.audience)
            return await self._apart(done, taken)
        except Exception as error:
            if is_outage(error):
                raise
            if len(taken) > 1 or done:
                log.exception("%d turns could not share a transaction; each runs alone", len(taken))
                return await self._apart(done, taken)
            log.exception("a turn raised")
            return await self._failed(taken)

    def _rest(self, conversation: bytes, error: WrongKeyError) -> list[Answer]:
        """Leave alone for a while what cannot be opened: it waits for its key, and nobody waits for it."""
        log.error("a turn waits: %s", error)
        self._left.add(conversation)
        asyncio.get_running_loop().call_later(REST_S, self._come_back, conversation)
        return []

    def _come_back(self, conversation: bytes) -> None:
        """Look at a conversation again."""
        self._line.release(conversation, answered=0)
        self._bell.set()

    async def _give_way(self, taken: list[bytes]) -> list[Answer]:
        """Let another worker finish with a conversation, and come back to it."""
        self._overtaken.update(taken)
        await asyncio.sleep(YIELD_S)
        return []

    def _count_first(self, conversation: bytes, audience: str) -> list[Answer]:
        """Count beside what a turn needs, which takes seconds with many people; its conversation waits, and nobody else."""
        self._left.add(conversation)
        task = asyncio.create_task(self._count(conversation, audience))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return []

    async def _count(self, conversation: bytes, audience: str) -> None:
        """Count, and let the conversation go on."""
        try:
            await count_ahead(self.database, audience, self.answers.now)
        except Exception:
            log.exception("an audience could not be counted; it is tried again")
            await asyncio.sleep(PAUSE_S)
        self._come_back(conversation)

    async def _apart(self, done: list[Answer], taken: list[bytes]) -> list[Answer]:
        """Write down what was answered, then run each turn alone."""
        if done:
            await self._transact(done, [])
        return [answer for conversation in taken for answer in await self._together([], [conversation])]

    async def _failed(self, taken: list[bytes]) -> list[Answer]:
        """Count a turn that raised; after three it is set aside, and its person is told that it was our fault."""
        async with self.database.transaction(self.answers.now(), SYSTEM) as tx:
            letters = await inbox.oldest(tx, taken)
            for letter in letters:
                tries = await inbox.count_attempt(tx, letter.id)
                if tries < TRIES:
                    continue
                await inbox.set_aside(tx, letter.id)
                log.error("update %d of the inbox was set aside after %d tries", letter.id, tries)
                if (incoming := known_form(letter)) is not None:
                    return [Answer(letter.conversation, letter.id, incoming, apology=True)]
        return await self._together([], taken) if letters else []

    async def _transact(self, done: list[Answer], taken: list[bytes]) -> list[Answer]:
        """Do it all in one transaction."""
        async with self.database.transaction(self.answers.now(), SYSTEM) as tx:
            await inbox.mark_answered(tx, [answer.letter_id for answer in done])
            await dialogs.remember(tx, [shown for answer in done if (shown := answer.shown) is not None])
            for gone in [answer.participant.id for answer in done if answer.unreachable and answer.participant]:
                await people.mark_unreachable(tx, gone)
            if not taken:
                return []
            letters = await inbox.oldest(tx, taken)
            found = await dialogs.find(tx, [letter.conversation for letter in letters])
            answers = [await self._turn(tx, letter, found.get(letter.conversation)) for letter in letters]
            moves = [answer.moved for answer in answers if answer.moved is not None]
            if not await dialogs.save(tx, moves):
                raise OvertakenError
            await inbox.mark_performed(tx, [letter.id for letter in letters if not letter.performed])
            self.erased |= any(answer.step is not None and has_erased(answer.step) for answer in answers)
            return answers

    async def _turn(self, tx: Transaction, letter: Letter, found: Conversation | None) -> Answer:
        """Take one update: let the dialogs move, perform what they ask for."""
        incoming = msgspec.json.decode(letter.payload, type=Incoming)
        if incoming.kind is Kind.GROUP:
            return Answer(letter.conversation, letter.id, incoming)
        if incoming.kind in membership.NEWS:
            await membership.note(tx, incoming)
            return Answer(letter.conversation, letter.id, incoming)
        if found is None and incoming.kind in MEMBERSHIP:
            return Answer(letter.conversation, letter.id, incoming)  # nobody is remembered for blocking the bot
        conversation = found or await self._begin(tx, letter, incoming)
        answer = Answer(letter.conversation, letter.id, incoming, conversation, conversation.participant)
        match incoming.kind:
            case Kind.LEFT:
                await people.mark_unreachable(tx, conversation.participant.id)
                return answer
            case Kind.RETURNED:
                await people.mark_reachable(tx, conversation.participant.id)
                return answer
        if not conversation.reachable:
            await people.mark_reachable(tx, conversation.participant.id)
        if letter.performed:
            stack = restore(conversation.stack, self.engine.dialogs)
            return replace(answer, step=Step(stack or self.engine.home()))
        return await self._advance(tx, answer, conversation)

    async def _begin(self, tx: Transaction, letter: Letter, incoming: Incoming) -> Conversation:
        """Meet somebody for the first time; OvertakenError when another worker just does."""
        participant = await people.greet(tx, str(incoming.chat), match_language(incoming.language_code))
        conversation = await dialogs.begin(tx, letter.conversation, participant)
        if conversation is None:
            raise OvertakenError
        return conversation

    async def _advance(self, tx: Transaction, answer: Answer, conversation: Conversation) -> Answer:
        """Move the stack by the event, and settle the effects."""
        who = conversation.participant
        at = tx.now.astimezone(tx.zone)
        event = event_of(answer.incoming, at, self.versions, self.answers.labels)
        stack = restore(conversation.stack, self.engine.dialogs)
        step = self.engine.advance(stack, event, who)
        own = replace(tx, by=Actor("person", who.id), light=True)
        settled, sends = await settle(self.engine, step, event, own, who.id, f"send:{answer.letter_id}")
        if settled.effects:
            who = await people.participant(own, who.id) or who
        stack_now = dump(settled.stack, self.engine.dialogs)
        moved = None if has_erased(settled) else Moved(conversation.id, conversation.revision, stack_now)
        return replace(answer, step=settled, sends=tuple(sends), participant=who, moved=moved)

    def _spawn(self, answers: list[Answer]) -> None:
        """Show and send answers beside; each conversation goes on when its own was sent."""
        task = asyncio.create_task(self._show(answers))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _show(self, answers: list[Answer]) -> None:
        """Render what one transaction moved, and send each when it is ready."""
        self._answer_taps([answer.incoming for answer in answers])
        try:
            ready = await self.answers.prepare(answers)
        except Exception as error:
            if is_outage(error):
                log.warning("%d answers wait for the database", len(answers))
                await asyncio.gather(*map(self._try_again, answers))
                return
            log.exception("%d answers could not be rendered", len(answers))
            ready = [replace(answer, apology=True) for answer in answers]
        for answer in ready:
            task = asyncio.create_task(self._send(answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, answer: Answer) -> None:
        """Send one answer; whatever happens, its conversation goes on."""
        self._met.discard(answer.incoming.query_id)
        try:
            answer = await self.answers.send(answer)
        except NotYetError:
            log.warning("an answer could not be sent yet; it is tried again")
            await self._try_again(answer)
            return
        except Exception as error:
            if is_outage(error):
                log.warning("an answer waits for the database")
                await self._try_again(answer)
                return
            log.exception("an answer could not be sent")
        self._done.append(answer)
        self._bell.set()

    async def _try_again(self, answer: Answer) -> None:
        """Take a conversation once more after a pause: what its turn changed is kept, the screen is made again."""
        await asyncio.sleep(0 if self._closing else PAUSE_S)
        self._line.release(answer.conversation, answered=0)
        self._bell.set()
