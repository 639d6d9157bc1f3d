"""What there is, as plain records: chats with messages, topics and members, people, files, the bot, open queries."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

Json = Any  # whatever JSON can say
Body = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
Kind = Literal["message", "edited", "deleted", "answered"]

KEPT_ARRIVALS = 1_000
NANOSTARS = 1_000_000_000  # of a Star: 'the number of 1/1000000000 shares of Telegram Stars'
GENERAL_TOPIC = 1
GENERAL_COLOR = 7_322_096
SERVICE = frozenset(
    (
        "new_chat_members",
        "left_chat_member",
        "pinned_message",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
    )
)


@dataclass(slots=True)
class Message:
    """One message in a chat; `body` is Telegram's object, replaced and never changed when the message is edited.

    `outgoing` is true for what people sent and `by` names who, for `body` does not always; `reactions` are emoji by who
    set them, `read` says that the bot has confirmed the update it came in, `inline_id` that it was sent via the bot.
    """

    body: Body
    outgoing: bool = False
    deleted: bool = False
    tapped: str | None = None
    file_id: str | None = None
    edits: int = 0
    read: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)
    inline_id: str | None = None
    by: int | None = None

    @property
    def message_id(self) -> int:
        """The number of the message within its chat."""
        return int(self.body["message_id"])

    @property
    def thread(self) -> int | None:
        """The topic it stands in, None for the general one and where there are no topics."""
        return self.body.get("message_thread_id")

    @property
    def text(self) -> str:
        """Text or caption, empty when it has neither."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def is_service(self) -> bool:
        """Whether it tells of something that happened in the chat and is nobody's words."""
        return not SERVICE.isdisjoint(self.body)

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
class Topic:
    """A topic of a forum; `thread` is the number of the message that opened it, 1 for the general topic."""

    thread: int
    name: str
    color: int = GENERAL_COLOR
    emoji: str = ""
    closed: bool = False
    hidden: bool = False
    by_bot: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """How somebody stands in a chat; `rights` are an administrator's, by the names the Bot API has for them."""

    status: Status
    rights: frozenset[str] = frozenset()

    @property
    def is_in(self) -> bool:
        """Whether they are in the chat now."""
        return self.status not in {"left", "kicked"}

    @property
    def is_administrator(self) -> bool:
        """Whether they administer the chat or own it."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Tell whether they have an administrator's right; the owner has all."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


OUTSIDER = Member("left")


@dataclass(eq=False)
class Chat:
    """A conversation; `arrivals` is what came from the bot, of which the newest are kept and all are counted."""

    id: int
    kind: ChatKind
    public: Body
    known: bool = False
    bot: Member = Member("member")
    keyboard: Body | None = None
    action: str | None = None
    action_until: float = 0.0
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    last_message_id: int = 0
    arrivals: deque[Arrival] = field(default_factory=lambda: deque(maxlen=KEPT_ARRIVALS))
    arrived: int = 0
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def bot_status(self) -> Status:
        """How the bot stands in the chat."""
        return self.bot.status

    @property
    def forum(self) -> bool:
        """Whether the chat has topics."""
        return bool(self.topics)

    def member(self, user_id: int) -> Member:
        """Return how a person stands in the chat."""
        if self.kind == "private":
            return Member("member") if user_id == self.id else OUTSIDER
        return self.members.get(user_id, OUTSIDER)

    def current_action(self) -> str | None:
        """Return what the bot is shown to be doing; Telegram shows it for five seconds or until a message comes."""
        return self.action if self.action and time.monotonic() < self.action_until else None


@dataclass(eq=False)
class Account:
    """A person with a phone; the number of the person is the number of the private chat.

    One who is not `shown` is somebody like all others to the bot, but has no phone on the page.
    """

    id: int
    label: str
    user: Body
    chat: Chat
    role: str = ""
    shown: bool = True
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
class InlineAnswer:
    """What the bot answered to an inline query; `contents` are the messages the results become, by their numbers."""

    results: list[Body]
    contents: dict[str, Body]
    next_offset: str = ""
    button: Body | None = None


@dataclass(eq=False)
class InlineQuery:
    """What a person typed after the bot's name in a chat; `answered` is set with the answer."""

    id: str
    account: Account
    chat: Chat
    text: str
    offset: str
    at: float
    answer: InlineAnswer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


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
    """The bot that everybody talks to; its texts and commands by language ("" is for everybody else).

    `default_rights` are asked for when it is made an administrator, of channels (True) or groups (False).
    `privacy`, `supports_inline_queries` and `inline_feedback` are what is set with Telegram's @BotFather.
    """

    id: int
    username: str
    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Body]] = field(default_factory=dict)
    menu_buttons: dict[int, Body] = field(default_factory=dict)
    privacy: bool = True
    supports_inline_queries: bool = False
    inline_feedback: bool = True
    nanostars: int = 0
    default_rights: dict[bool, Body] = field(default_factory=dict)
    photos: list[list[Body]] = field(default_factory=list)

    @property
    def user(self) -> Body:
        """The bot as a User object."""
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}
