"""Groups and channels in the hand of a test: who is in them, what the bot may do there, topics and pins."""

from typing import Protocol

from simulator import acts
from simulator.arrivals import await_arrivals
from simulator.records import Account, Arrival, Body, Chat, Message, Status, Topic
from simulator.world import World


class Somebody(Protocol):
    """Whoever acts in a group: a person, who has an account."""

    account: Account


class Group:
    """A group or supergroup; the bot must be added before it can read or write there."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's number, negative as all groups' are."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages that were not deleted, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def pinned(self) -> list[Message]:
        """The messages that are pinned, oldest first."""
        return [self.chat.messages[number] for number in self.chat.pinned if number in self.chat.messages]

    def topic(self, name: str) -> Topic:
        """Return the topic of a name; raises KeyError when there is none."""
        for topic in self.chat.topics.values():
            if topic.name == name:
                return topic
        raise KeyError(f"there is no topic {name!r}; there are {[topic.name for topic in self.chat.topics.values()]}")

    def add(self, person: Somebody, status: Status = "member", rights: Body | list[str] | None = None) -> int:
        """Let a person in, or change how they stand; return the number of the chat_member update, or 0."""
        return acts.set_member(self._world, self.chat, person.account, status, rights)

    def remove(self, person: Somebody, status: Status = "left", by: Somebody | None = None) -> int:
        """Let a person leave ("left"), or remove and ban them ("kicked")."""
        return acts.set_member(self._world, self.chat, person.account, status, by=by.account if by else None)

    async def sets_bot(self, by: Somebody, status: Status, rights: Body | list[str] | None = None) -> int:
        """Add the bot ("member", "administrator") or remove it ("left", "kicked"); return the update's number.

        `rights` are an administrator's, as names or as ChatAdministratorRights; all when they are not named.
        """
        return acts.set_bot_status(self._world, self.chat, by.account, status, rights)

    async def opens_topic(self, by: Somebody, name: str) -> Topic:
        """Open a topic in a forum."""
        return acts.create_topic(self._world, self.chat, by.account, name)

    async def pins(self, by: Somebody, message_id: int) -> int:
        """Pin a message; return the number of the update that tells of it, or 0."""
        return acts.pin(self._world, self.chat, by.account, message_id, pinned=True)

    async def unpins(self, by: Somebody, message_id: int) -> int:
        """Unpin a message, which no update tells of."""
        return acts.pin(self._world, self.chat, by.account, message_id, pinned=False)

    async def upgrades(self, by: Somebody) -> "Group":
        """Make a supergroup of the group and return it; the old number is good for nothing any more."""
        return Group(self._world, acts.upgrade(self._world, self.chat, by.account))

    async def receives(self, count: int = 1, timeout: float = 5.0) -> list[Arrival]:  # noqa: ASYNC109 - waits on an event
        """Wait until `count` things in all have come from the bot into this group and return the newest of them."""
        await await_arrivals(self.chat, count, timeout)
        return list(self.chat.arrivals)[-count:]


class Channel(Group):
    """A channel: administrators post, everybody reads, and the bot can only be an administrator."""

    async def posts(self, by: Somebody, text: str) -> int:
        """Write a post; return the update's number, 0 when the bot is not told."""
        return acts.say(self._world, by.account, text, self.chat)
