"""A person in the hand of a test: acts as a phone does and waits for what comes, never for a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from simulator import acts
from simulator.acts import ImpossibleError
from simulator.arrivals import await_arrivals
from simulator.group import Group
from simulator.records import Account, Arrival, Body, Chat, InlineQuery, Message, Upload
from simulator.world import World

QUIET_S = 0.05
Settle = Callable[[float, float], Awaitable[None]]


class Person:
    """A person with a phone. Acts return the number of the update they caused, 0 when the bot does not want it."""

    def __init__(self, world: World, account: Account, settle: Settle) -> None:
        self._settle = settle
        self._seen = 0
        self._asked: InlineQuery | None = None
        self.account = account
        self.world = world

    @property
    def id(self) -> int:
        """The person's number, which is the private chat's too."""
        return self.account.id

    @property
    def messages(self) -> list[Message]:
        """The private chat as it is now, deleted messages left out, oldest first."""
        return [message for message in self.account.chat.messages.values() if not message.deleted]

    @property
    def received(self) -> list[Message]:
        """The messages from the bot in the private chat as it is now."""
        return [message for message in self.messages if not message.outgoing]

    @property
    def arrivals(self) -> list[Arrival]:
        """What came from the bot, in order: messages, edits, deletions and answers to taps (the newest thousand)."""
        return list(self.account.chat.arrivals)

    @property
    def screen(self) -> Message | None:
        """The latest message with an inline keyboard."""
        return _screen(self.account.chat)

    @property
    def keyboard(self) -> Body | None:
        """The reply keyboard that is shown."""
        return self.account.chat.keyboard

    async def says(
        self, text: str, group: Group | None = None, reply_to: int | None = None, thread: int | None = None
    ) -> int:
        """Send a text, in the private chat, a group or channel, or one of its topics."""
        self._mark()
        return acts.say(self.world, self.account, text, _chat(group), reply_to, thread)

    async def starts(self, payload: str = "") -> int:
        """Press Start, or open a deep link with a payload."""
        self._mark()
        return acts.start(self.world, self.account, payload)

    async def taps(self, label: str, *, message: Message | None = None, group: Group | None = None) -> int:
        """Tap the first button whose label contains `label`: on the screen, else on the reply keyboard."""
        target = message or (_screen(group.chat) if group else self.screen)
        if target is not None and (data := _find(target, label)) is not None:
            return await self.taps_data(target.message_id, data, group)
        if message is None and group is None and (text := self._find_key(label)) is not None:
            return await self.says(text)
        raise ImpossibleError(f"no button with {label!r}; there are {self._labels(target)}")

    async def taps_data(self, message_id: int, data: str, group: Group | None = None) -> int:
        """Tap the button of a message that sends `data`."""
        self._mark()
        return acts.tap(self.world, self.account, message_id, data, _chat(group))

    async def shares_location(self, latitude: float, longitude: float, group: Group | None = None) -> int:
        """Send a position in degrees."""
        self._mark()
        return acts.share_location(self.world, self.account, latitude, longitude, _chat(group))

    async def sends(self, kind: str, caption: str = "", group: Group | None = None) -> int:
        """Send a sample: photo, voice, sticker, document, contact, or an album of two photos."""
        self._mark()
        return acts.send(self.world, self.account, kind, caption, _chat(group))

    async def sends_file(self, name: str, content: bytes, mime_type: str = "application/octet-stream") -> int:
        """Send a file of one's own as a document."""
        self._mark()
        return acts.send_file(self.world, self.account, Upload(name, mime_type, content))

    async def edits(self, message_id: int, text: str, group: Group | None = None) -> int:
        """Edit one's own message."""
        self._mark()
        return acts.edit(self.world, self.account, message_id, text, _chat(group))

    async def reacts(self, message_id: int, emoji: str | None, group: Group | None = None) -> int:
        """Put one's reaction on a message, or take it back (None)."""
        self._mark()
        return acts.set_reaction(self.world, self.account, message_id, emoji, _chat(group))

    async def asks_inline(
        self,
        text: str,
        group: Group | None = None,
        offset: str = "",
        timeout: float = 5.0,  # noqa: ASYNC109 - waits on an event
    ) -> list[Body]:
        """Type a query after the bot's name, wait for its answer, and return the results."""
        self._mark()
        self._asked, _update_id = acts.ask_inline(self.world, self.account, text, offset, _chat(group))
        async with asyncio.timeout(timeout):
            await self._asked.answered.wait()
        return self._asked.answer.results if self._asked.answer else []

    async def chooses(self, result_id: str) -> int:
        """Send one of the results of the last inline query; return the number of the message's update, or 0."""
        if self._asked is None:
            raise ImpossibleError("this person has asked for nothing inline")
        self._mark()
        return acts.choose_inline(self.world, self.account, self._asked.id, result_id)

    async def blocks(self) -> int:
        """Block the bot."""
        return acts.block(self.world, self.account)

    async def unblocks(self) -> int:
        """Unblock the bot."""
        return acts.unblock(self.world, self.account)

    def deactivates(self) -> None:
        """Delete the account: whatever the bot sends is refused from now on."""
        self.account.deactivated = True

    async def receives(self, count: int = 1, timeout: float = 5.0) -> list[Arrival]:  # noqa: ASYNC109 - waits on an event
        """Wait for `count` things from the bot since the last act (or the last call of this) and return them.

        Raises TimeoutError, saying what did come, when they do not come within `timeout` seconds.
        """
        chat = self.account.chat
        await await_arrivals(chat, self._seen + count, timeout)
        first = len(chat.arrivals) - (chat.arrived - self._seen)
        arrived = list(chat.arrivals)[max(first, 0) :][:count]
        self._seen += count
        return arrived

    async def receives_message(self, timeout: float = 5.0) -> Arrival:  # noqa: ASYNC109 - waits on an event
        """Wait for the next new or edited message and return it, passing over answers to taps and deletions."""
        until = time.monotonic() + timeout
        while True:
            (arrival,) = await self.receives(1, until - time.monotonic())
            if arrival.kind in {"message", "edited"}:
                return arrival

    async def settles(self, quiet: float = QUIET_S, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - waits on events
        """Wait until the bot has taken all updates and has not called for `quiet` seconds."""
        await self._settle(quiet, timeout)

    def _mark(self) -> None:
        self._seen = self.account.chat.arrived

    def _find_key(self, label: str) -> str | None:
        rows: list[list[Any]] = (self.keyboard or {}).get("keyboard", [])
        return next((button["text"] for row in rows for button in row if label in button["text"]), None)

    def _labels(self, target: Message | None) -> list[str]:
        rows: list[list[Any]] = (self.keyboard or {}).get("keyboard", [])
        return (target.labels if target else []) + [button["text"] for row in rows for button in row]


def _find(message: Message, label: str) -> str | None:
    for row in message.buttons:
        for button in row:
            if label in button["text"] and "callback_data" in button:
                return str(button["callback_data"])
    return None


def _screen(chat: Chat) -> Message | None:
    newest_first = reversed(chat.messages.values())
    return next((each for each in newest_first if each.buttons and not each.deleted), None)


def _chat(group: Group | None) -> Chat | None:
    return group.chat if group else None
