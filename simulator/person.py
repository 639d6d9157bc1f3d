"""A person in the hand of a test: acts as a phone does and waits for what comes, never for a time."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from simulator import acts
from simulator.acts import ImpossibleError
from simulator.world import Account, Arrival, Body, Chat, Message, Status

if TYPE_CHECKING:
    from simulator.server import Simulator

QUIET_S = 0.05


class Group:
    """A group chat; the bot must be added before it can read or write there."""

    def __init__(self, simulator: "Simulator", chat: Chat) -> None:
        self._simulator = simulator
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's number, negative as all groups' are."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages that were not deleted, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    def add(self, person: "Person") -> None:
        """Let a person in."""
        self.chat.members[person.id] = "member"

    async def sets_bot(self, by: "Person", status: Status) -> int:
        """Add the bot ("member", "administrator") or remove it ("left", "kicked"); return the update's number."""
        return acts.set_bot_status(self._simulator.world, self.chat, by.account, status)

    async def receives(self, count: int = 1, timeout: float = 5.0) -> list[Arrival]:  # noqa: ASYNC109 - waits on an event
        """Wait until `count` things in all have come from the bot into this group and return the newest of them."""
        await await_arrivals(self.chat, count, timeout)
        return list(self.chat.arrivals)[-count:]


class Person:
    """A person with a phone. Acts return the number of the update they caused, 0 when the bot does not want it."""

    def __init__(self, simulator: "Simulator", account: Account) -> None:
        self._simulator = simulator
        self._seen = 0
        self.account = account
        self.world = simulator.world

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
        newest_first = reversed(self.account.chat.messages.values())
        return next((each for each in newest_first if each.buttons and not each.deleted), None)

    @property
    def keyboard(self) -> Body | None:
        """The reply keyboard that is shown."""
        return self.account.chat.keyboard

    async def says(self, text: str, group: Group | None = None, reply_to: int | None = None) -> int:
        """Send a text, in the private chat or a group."""
        self._mark()
        return acts.say(self.world, self.account, text, group.chat if group else None, reply_to)

    async def starts(self, payload: str = "") -> int:
        """Press Start, or open a deep link with a payload."""
        self._mark()
        return acts.start(self.world, self.account, payload)

    async def taps(self, label: str, *, message: Message | None = None) -> int:
        """Tap the first button whose label contains `label`: on the screen, else on the reply keyboard."""
        target = message or self.screen
        if target is not None and (data := _find(target, label)) is not None:
            return await self.taps_data(target.message_id, data)
        if message is None and (text := self._find_key(label)) is not None:
            return await self.says(text)
        raise ImpossibleError(f"no button with {label!r}; there are {self._labels(target)}")

    async def taps_data(self, message_id: int, data: str, group: Group | None = None) -> int:
        """Tap the button of a message that sends `data`."""
        self._mark()
        return acts.tap(self.world, self.account, message_id, data, group.chat if group else None)

    async def shares_location(self, latitude: float, longitude: float) -> int:
        """Send a position in degrees."""
        self._mark()
        return acts.share_location(self.world, self.account, latitude, longitude)

    async def sends(self, kind: str, caption: str = "") -> int:
        """Send a sample: photo, voice, sticker, document or contact."""
        self._mark()
        return acts.send(self.world, self.account, kind, caption)

    async def edits(self, message_id: int, text: str) -> int:
        """Edit one's own message."""
        self._mark()
        return acts.edit(self.world, self.account, message_id, text)

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
        await self._simulator.settles(quiet, timeout)

    def _mark(self) -> None:
        self._seen = self.account.chat.arrived

    def _find_key(self, label: str) -> str | None:
        rows: list[list[Any]] = (self.keyboard or {}).get("keyboard", [])
        return next((button["text"] for row in rows for button in row if label in button["text"]), None)

    def _labels(self, target: Message | None) -> list[str]:
        rows: list[list[Any]] = (self.keyboard or {}).get("keyboard", [])
        return (target.labels if target else []) + [button["text"] for row in rows for button in row]


async def await_arrivals(chat: Chat, total: int, timeout_s: float) -> None:
    """Wait until `total` things in all have come into a chat; raises TimeoutError saying what came last."""
    try:
        async with asyncio.timeout(timeout_s):
            while chat.arrived < total:
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                chat.waiting.append(future)
                await future
    except TimeoutError:
        last = chat.arrivals[-1] if chat.arrivals else None
        raise TimeoutError(f"{total - chat.arrived} more expected within {timeout_s} s; the last was {last}") from None


def _find(message: Message, label: str) -> str | None:
    for row in message.buttons:
        for button in row:
            if label in button["text"] and "callback_data" in button:
                return str(button["callback_data"])
    return None
