"""One way to call Telegram about a message and to judge what came back: for replies, notices and announcements alike.

What a refusal means is told apart here and nowhere else: whether it arrived, may have arrived, or is worth another try.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyKeyboardMarkup
from telegram import Message as Received
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.transport import Interrupted, NotSent
from storage.records.announcements import Media

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Verdict(StrEnum):
    """What became of a call; the value is the reason that is written down."""

    DONE = "done"
    UNCHANGED = "unchanged"
    """an edit: the message looks like that already"""
    WAIT = "told to wait"
    NOT_SENT = "not sent"
    TROUBLE = "server error"
    UNKNOWN = "no answer in time"
    CUT = "connection cut"
    """it broke while the call was under way"""
    BLOCKED = "blocked"
    NO_CHAT = "chat not found"
    MOVED = "moved"
    """the group has another number now"""
    GONE = "message gone"
    """there is no message any more that could be edited or deleted"""
    CLOSED = "not allowed"
    """a group, channel or topic where the bot may not write"""
    REFUSED = "refused"

    @property
    def is_again(self) -> bool:
        """Say whether it surely did not arrive and is worth another try."""
        return self in {Verdict.NOT_SENT, Verdict.TROUBLE}

    @property
    def is_maybe(self) -> bool:
        """Say whether it may have arrived: nobody can tell."""
        return self in {Verdict.UNKNOWN, Verdict.CUT}

    @property
    def is_unreachable(self) -> bool:
        """Say whether whoever it was for cannot be reached any more."""
        return self in {Verdict.BLOCKED, Verdict.NO_CHAT}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call. `seconds` is how long Telegram says to wait, `chat` the number a group has moved to."""

    verdict: Verdict
    message_id: int | None = None
    seconds: float = 0.0
    chat: int | None = None
    error: TelegramError | None = field(default=None, compare=False, repr=False)

    @property
    def said(self) -> str:
        """Tell for a log what Telegram said; of anything but a refused request only its kind, for the token may stand in it."""
        return self.error.message if isinstance(self.error, BadRequest) else type(self.error).__name__


REFUSALS = (
    ("message is not modified", Verdict.UNCHANGED),
    ("chat not found", Verdict.NO_CHAT),
    ("user is deactivated", Verdict.NO_CHAT),
    ("user not found", Verdict.NO_CHAT),
    ("peer_id_invalid", Verdict.NO_CHAT),
    ("message thread not found", Verdict.CLOSED),
    ("topic_closed", Verdict.CLOSED),
    ("topic_deleted", Verdict.CLOSED),
    ("not enough rights", Verdict.CLOSED),
    ("need administrator rights", Verdict.CLOSED),
    ("have no rights", Verdict.CLOSED),
    ("chat_write_forbidden", Verdict.CLOSED),
    ("message to edit not found", Verdict.GONE),
    ("message to delete not found", Verdict.GONE),
    ("message can't be edited", Verdict.GONE),
    ("message can't be deleted", Verdict.GONE),
    ("message_id_invalid", Verdict.GONE),
    ("there is no text in the message", Verdict.GONE),
    ("there is no caption in the message", Verdict.GONE),
)
"""What Telegram's sentences mean; it numbers no refusals."""


def judge(error: TelegramError) -> Outcome:
    """Tell what an error means."""
    match error:
        case RetryAfter():
            return Outcome(Verdict.WAIT, seconds=seconds_of(error.retry_after), error=error)
        case ChatMigrated():
            return Outcome(Verdict.MOVED, chat=error.new_chat_id, error=error)
        case _:
            return Outcome(verdict_of(error), error=error)


def verdict_of(error: TelegramError) -> Verdict:
    """Name what an error means."""
    match error:
        case Forbidden():
            return Verdict.BLOCKED
        case BadRequest():
            said = error.message.casefold()
            return next((verdict for part, verdict in REFUSALS if part in said), Verdict.REFUSED)
        case NotSent():
            return Verdict.NOT_SENT
        case TimedOut():
            return Verdict.UNKNOWN
        case Interrupted():
            return Verdict.CUT
        case NetworkError():
            return Verdict.TROUBLE
        case _:
            return Verdict.REFUSED


async def attempt(call: Awaitable[int | None]) -> Outcome:
    """Make a call once and judge what came back; what is no answer of Telegram's is raised."""
    try:
        return Outcome(Verdict.DONE, await call)
    except TelegramError as error:
        return judge(error)


def seconds_of(span: float | timedelta) -> float:
    """Read PTB's two ways of saying how long to wait."""
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


@dataclass(frozen=True, slots=True)
class Message:
    """A text ready for Telegram, or the caption of a photo or document."""

    text: str
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    silent: bool = False
    media: Media | None = None

    async def send(self, bot: Bot, chat: int, *, thread: int | None = None, paid: bool = False) -> int:
        """Send it and tell the message's number; `paid` lets Telegram charge for going faster than it does for free."""
        if self.media is not None:
            return (await self._send_media(bot, chat, self.media, thread, paid or None)).message_id
        sent = await bot.send_message(
            chat,
            self.text,
            parse_mode=ParseMode.HTML,
            reply_markup=self.markup,
            link_preview_options=NO_PREVIEW,
            disable_notification=self.silent,
            message_thread_id=thread,
            allow_paid_broadcast=paid or None,
        )
        return sent.message_id

    async def _send_media(self, bot: Bot, chat: int, media: Media, thread: int | None, paid: bool | None) -> Received:
        """Send the photo or document with the text as its caption."""
        send = bot.send_photo if media.kind == "photo" else bot.send_document
        return await send(
            chat,
            media.file_id,
            caption=self.text,
            parse_mode=ParseMode.HTML,
            reply_markup=self.markup,
            disable_notification=self.silent,
            message_thread_id=thread,
            allow_paid_broadcast=paid,
        )

    async def edit(self, bot: Bot, chat: int, message_id: int) -> int:
        """Make a message of ours look like this one; text stays text and a caption stays a caption."""
        markup = self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None
        if self.media is not None:
            await bot.edit_message_caption(
                chat, message_id, caption=self.text, parse_mode=ParseMode.HTML, reply_markup=markup
            )
            return message_id
        await bot.edit_message_text(
            self.text,
            chat,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )
        return message_id
