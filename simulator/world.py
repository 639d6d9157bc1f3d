"""What exists: one bot, people with phones, chats with messages, files. Nobody acts here; see acts.py and methods/."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator import clock as clocks
from simulator.clock import Clock
from simulator.updates import Updates
from simulator.webhook import Webhook

Json = Any  # whatever JSON can say
Body = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup"]
Status = Literal["member", "left", "kicked", "administrator"]
Kind = Literal["message", "edited", "deleted", "answered"]

FIRST_PERSON = 6_100_000_001  # wider than 32 bits, as Telegram's are
FIRST_GROUP = 4_200_000_001
FIRST_SUPERGROUP = 1_002_000_000_001
KEPT_ARRIVALS = 1_000


@dataclass(slots=True)
class Message:
    """One message in a chat; `body` is Telegram's object, replaced and never changed when the message is edited."""

    body: Body
    outgoing: bool = False
    deleted: bool = False
    tapped: str | None = None
    file_id: str | None = None
    edits: int = 0

    @property
    def message_id(self) -> int:
        """The number of the message within its chat."""
        return int(self.body["message_id"])

    @property
    def text(self) -> str:
        """Text or caption, empty when it has neither."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def buttons(self) -> list[list[Body]]:
        """The rows of the inline keyboard, empty when there is none."""
        rows: list[list[Body]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """The labels of the inline keyboard, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that reached a phone: a new or edited message, a deletion, or the answer to a tap."""

    kind: Kind
    body: Body
    at: float

    @property
    def text(self) -> str:
        """Text or caption of the message, or the text of the answer."""
        return str(self.body.get("text") or self.body.get("caption") or "")


@dataclass(eq=False)
class Chat:
    """A conversation; `arrivals` is what came from the bot, of which the newest are kept and all are counted."""

    id: int
    kind: ChatKind
    public: Body
    known: bool = False
    bot_status: Status = "member"
    keyboard: Body | None = None
    action: str | None = None
    action_until: float = 0.0
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, Status] = field(default_factory=dict)
    last_message_id: int = 0
    arrivals: deque[Arrival] = field(default_factory=lambda: deque(maxlen=KEPT_ARRIVALS))
    arrived: int = 0
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def current_action(self) -> str | None:
        """Return what the bot is shown to be doing; Telegram shows it for five seconds or until a message comes."""
        return self.action if self.action and time.monotonic() < self.action_until else None


@dataclass(eq=False)
class Account:
    """A person with a phone; the number of the person is the number of the private chat."""

    id: int
    label: str
    user: Body
    chat: Chat
    role: str = ""
    blocked: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A tap waiting for its answer."""

    id: str
    account: Account
    chat: Chat
    message_id: int
    at: float


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server, under the name that getFile tells."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    described: Body


@dataclass(eq=False)
class Bot:
    """The bot that everybody talks to; its texts and commands by language ("" is for everybody else)."""

    id: int
    username: str
    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Body]] = field(default_factory=dict)
    menu_buttons: dict[int, Body] = field(default_factory=dict)
    privacy: bool = True

    @property
    def user(self) -> Body:
        """The bot as a User object."""
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}


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
        self.updates = Updates(update_expiry_s)
        self.webhook = Webhook(self.updates, self.now)
        self.counts: Counter[str] = Counter()
        self.listen: Callable[[Body], None] | None = None
        self._last_message_id = 0
        self._last_person = FIRST_PERSON - 1
        self._last_group = 0
        self._last_number = 0

    def now(self) -> int:
        """Return the time of the world in Unix seconds."""
        return int(clocks.read(self.clock).timestamp())

    def number(self) -> int:
        """Return a number that was not given before."""
        self._last_number += 1
        return self._last_number

    def add_account(
        self, first_name: str, language: str, label: str, *, role: str = "", started: bool = False
    ) -> Account:
        """Make a person with a phone; `started` means that the bot has met them before, `role` is a note for the page."""
        self._last_person += 1
        user = {"id": self._last_person, "is_bot": False, "first_name": first_name, "language_code": language}
        public = {"id": self._last_person, "type": "private", "first_name": first_name}
        chat = Chat(self._last_person, "private", public, known=started)
        account = Account(self._last_person, label, user, chat, role)
        self.accounts[account.id] = account
        self.chats[chat.id] = chat
        return account

    def remove_account(self, account: Account) -> None:
        """Forget a person and their chat."""
        self.accounts.pop(account.id, None)
        self.chats.pop(account.id, None)

    def add_group(self, title: str, kind: ChatKind) -> Chat:
        """Make a group that the bot is not yet in."""
        self._last_group += 1
        first = FIRST_SUPERGROUP if kind == "supergroup" else FIRST_GROUP
        public = {"id": -(first + self._last_group), "type": kind, "title": title}
        chat = Chat(-(first + self._last_group), kind, public, bot_status="left")
        self.chats[chat.id] = chat
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Number a message: supergroups count for themselves, all other chats of a bot together."""
        if chat.kind == "supergroup":
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
            self.tell("message", chat.id, message=show(message, self))
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
        if self.listen:
            self.listen({"type": kind, "phone": chat_id, **details})


def show(message: Message, world: World) -> Body:
    """Return a message as the control API describes it."""
    shown = {
        **message.body,
        "outgoing": message.outgoing,
        "deleted": message.deleted,
        "tapped": message.tapped,
    }
    if message.file_id in world.files:
        shown["file_url"] = f"/file/view/{world.files[message.file_id].path}"
    return shown


def show_phone(account: Account, world: World) -> Body:
    """Return a phone as the control API describes it."""
    chat = account.chat
    return {
        "id": account.id,
        "label": account.label,
        "role": account.role,
        "first_name": account.user["first_name"],
        "language": account.user["language_code"],
        "blocked": account.blocked,
        "keyboard": chat.keyboard,
        "action": chat.current_action(),
        "messages": [show(message, world) for message in chat.messages.values()],
    }


def show_bot(bot: Bot) -> Body:
    """Return the bot as the control API describes it; "" stands for the language of everybody else."""
    commands = {language: found for (scope, language), found in bot.commands.items() if scope in PRIVATE_SCOPES}
    return {
        "id": bot.id,
        "username": bot.username,
        "first_name": bot.names[""],
        "description": bot.descriptions.get("", ""),
        "short_description": bot.short_descriptions.get("", ""),
        "descriptions": bot.descriptions,
        "commands": commands,
    }


PRIVATE_SCOPES = ('{"type":"default"}', '{"type":"all_private_chats"}')
