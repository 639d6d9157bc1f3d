"""What exists: one bot, people with phones, chats with messages, files. Nobody acts here; see acts/ and methods/."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from simulator import clock as clocks
from simulator import showing
from simulator.clock import Clock
from simulator.records import (
    GENERAL_TOPIC,
    NANOSTARS,
    Account,
    Arrival,
    Body,
    Bot,
    Chat,
    ChatKind,
    InlineAnswer,
    InlineQuery,
    Json,
    Kind,
    Member,
    Message,
    Query,
    Status,
    StoredFile,
    Topic,
    Upload,
)
from simulator.showing import show_bot
from simulator.updates import Update, Updates
from simulator.webhook import Webhook

__all__ = [
    "NANOSTARS",
    "Account",
    "Arrival",
    "Body",
    "Bot",
    "Chat",
    "ChatKind",
    "Json",
    "Message",
    "Query",
    "Status",
    "StoredFile",
    "Upload",
    "World",
    "show_bot",
]

FIRST_PERSON = 6_100_000_001  # wider than 32 bits, as Telegram's are
FIRST_GROUP = 4_200_000_001
FIRST_SUPERGROUP = 1_002_000_000_001


class World:
    """Everything one simulator holds. `keep_messages` bounds each chat's memory; None keeps all."""

    def __init__(
        self,
        bot: Bot,
        clock: Clock | None,
        *,
        query_timeout_s: float,
        update_expiry_s: float,
        keep_messages: int | None,
    ) -> None:
        self.bot = bot
        self.clock = clock
        self.query_timeout_s = query_timeout_s
        self.keep_messages = keep_messages
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, tuple[Chat, Message]] = {}
        self.inline_cache: dict[tuple[str, str, int], tuple[int, InlineAnswer]] = {}
        self.updates = Updates(update_expiry_s, self._mark_read)
        self.webhook = Webhook(self.updates, self.now)
        self.counts: Counter[str] = Counter()
        self.listen: Callable[[Body], None] | None = None
        self._last_message_id = 0
        self._last_person = FIRST_PERSON - 1
        self._last_group = 0
        self._last_number = 0

    @property
    def groups(self) -> list[Chat]:
        """All chats that are not private: groups, supergroups and channels."""
        return [chat for chat in self.chats.values() if chat.kind != "private"]

    def now(self) -> int:
        """Return the time of the world in Unix seconds."""
        return int(clocks.read(self.clock).timestamp())

    def number(self) -> int:
        """Return a number that was not given before."""
        self._last_number += 1
        return self._last_number

    def add_account(
        self,
        first_name: str,
        language: str,
        label: str,
        *,
        role: str = "",
        started: bool = False,
        shown: bool = True,
    ) -> Account:
        """Make a person with a phone; `started` means that the bot has met them before, `role` is a note for the page.

        Of those who are not `shown` the page is told nothing.
        """
        self._last_person += 1
        user = {"id": self._last_person, "is_bot": False, "first_name": first_name, "language_code": language}
        public = {"id": self._last_person, "type": "private", "first_name": first_name}
        chat = Chat(self._last_person, "private", public, known=started)
        account = Account(self._last_person, label, user, chat, role, shown)
        self.accounts[account.id] = account
        self.chats[chat.id] = chat
        return account

    def remove_account(self, account: Account) -> None:
        """Forget a person and their chat."""
        self.accounts.pop(account.id, None)
        self.chats.pop(account.id, None)
        for chat in self.groups:
            chat.members.pop(account.id, None)

    def add_group(
        self,
        title: str,
        kind: ChatKind,
        *,
        username: str = "",
        forum: bool = False,
        members: Sequence[Account] = (),
    ) -> Chat:
        """Make a group, supergroup or channel, owned by the first of its members; the bot is not yet in it.

        Raises ValueError for what cannot be: a forum or a username of a small group.
        """
        if forum and kind != "supergroup":
            raise ValueError("only a supergroup can be a forum")
        if username and kind == "group":
            raise ValueError("a group has no username; a supergroup can have one")
        self._last_group += 1
        number = -((FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP) + self._last_group)
        public: Body = {"id": number, "type": kind, "title": title}
        public |= {"username": username} if username else {}
        chat = Chat(number, kind, public | ({"is_forum": True} if forum else {}), bot=Member("left"))
        if forum:
            chat.topics[GENERAL_TOPIC] = Topic(GENERAL_TOPIC, "General")
            chat.last_message_id = GENERAL_TOPIC
        for place, account in enumerate(members):
            chat.members[account.id] = Member("member" if place else "creator")
        self.chats[chat.id] = chat
        return chat

    def remove_group(self, chat: Chat) -> None:
        """Forget a group, supergroup or channel."""
        self.chats.pop(chat.id, None)

    def next_message_id(self, chat: Chat) -> int:
        """Number a message: supergroups and channels count for themselves, all other chats of a bot together."""
        if chat.kind in {"supergroup", "channel"}:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_message_id += 1
        return self._last_message_id

    def put(self, chat: Chat, message: Message) -> Message:
        """Place a message in a chat and show it on the phones."""
        chat.messages[message.message_id] = message
        if self.keep_messages is not None and len(chat.messages) > self.keep_messages:
            chat.messages.pop(next(iter(chat.messages)))
        if self.listen:
            self.tell_message("message", chat, message)
        return message

    def arrive(self, chat: Chat, kind: Kind, body: Body) -> None:
        """Record what reached the phones of a chat and wake whoever waits for it."""
        chat.arrivals.append(Arrival(kind, body, time.monotonic()))
        chat.arrived += 1
        waiting, chat.waiting = chat.waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def tell(self, kind: str, chat_id: int | None, /, **details: object) -> None:
        """Send an event to the pages that are open; call it only when `listen` is set."""
        if self.listen and self.is_shown(chat_id):
            self.listen({"type": kind, "chat": chat_id, **details})

    def is_shown(self, chat_id: int | None) -> bool:
        """Say whether the page shows a chat: all but those of people without a phone there."""
        account = self.accounts.get(chat_id) if chat_id is not None else None
        return account is None or account.shown

    def tell_message(self, kind: str, chat: Chat, message: Message) -> None:
        """Send an event about a message as it is now."""
        if self.listen and self.is_shown(chat.id):
            self.tell(kind, chat.id, message=showing.show(message, chat, self.files, self.bot.id))

    def tell_chat(self, chat: Chat) -> None:
        """Send an event about a phone or a group as it is now."""
        if not self.listen:
            return
        if chat.kind == "private":
            self.tell("phone", chat.id, phone=self.show_phone(self.accounts[chat.id]))
        else:
            self.tell("chat", chat.id, chat=self.show_chat(chat))

    def show_phone(self, account: Account) -> Body:
        """Return a phone as the control API describes it."""
        return showing.show_phone(account, self.files, self.bot.id)

    def show_chat(self, chat: Chat) -> Body:
        """Return a group, supergroup or channel as the control API describes it."""
        return showing.show_chat(chat, self.files, self.bot.id)

    def _mark_read(self, updates: Iterable[Update]) -> None:
        read: dict[int, list[int]] = {}
        for update in updates:
            if update.message is not None and not update.message.read:
                update.message.read = True
                read.setdefault(update.chat_id, []).append(update.message.message_id)
        if self.listen:
            for chat_id, message_ids in read.items():
                self.tell("read", chat_id, message_ids=message_ids)
