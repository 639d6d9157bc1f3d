"""Answers: what a turn shows, rendered after it was committed, and sent to the one who waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from bot.inbound import Incoming, Kind
from bot.page import Page, compose
from bot.present import html, standing_keyboard, standing_labels
from bot.refreshing import Refreshing
from bot.screens import Message, NotYetError, Screens, UnreachableError
from bot.sharing import SharingReader
from conversations import pictograms as pic
from conversations.core import Button, Line, Screen, Tap
from conversations.effects import CHANGES
from conversations.engine import HOME, Engine, Step
from conversations.staff_effects import NoteTap
from conversations.wording import SORRY_AGAIN
from locales.catalogues import Speech
from locales.languages import language
from locales.languages import match as match_language
from locales.text import Code, _
from storage import dialogs
from storage.dialogs import Conversation, Moved, Shown
from storage.engine import SYSTEM, Database, Transaction, is_outage
from storage.outbox import Lane
from storage.records.people import Participant

log = logging.getLogger(__name__)

LOCATION = "+location"
APOLOGY = Screen((Line(SORRY_AGAIN, pic.SORRY),), ((Button(_("Home"), HOME, pic.HOME),),), fresh=True)


class Deliverer(Protocol):
    """What sends rows of the outbox that a turn asked for."""

    async def deliver(self, ids: Sequence[int]) -> None:
        """Send these rows now, in order."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One update's way from its turn to what was shown. `step` None: nobody waits for a screen."""

    conversation: bytes
    letter_id: int
    incoming: Incoming
    place: Conversation | None = None
    participant: Participant | None = None
    step: Step | None = None
    sends: tuple[int, ...] = ()
    moved: Moved | None = None
    page: Page | None = None
    apology: bool = False
    shown: Shown | None = None
    unreachable: bool = False


def has_changed(answer: Answer) -> bool:
    """Say whether the turn changed something, so that a notice's buttons have served; an announcement's serve again."""
    effects = answer.step.effects if answer.step is not None else ()
    return not any(isinstance(effect, NoteTap) for effect in effects) and any(
        isinstance(effect, CHANGES) for effect in effects
    )


def spoken(keyboard: str) -> str:
    """Tell the language of a standing keyboard; the button for the location comes and goes."""
    return keyboard.removesuffix(LOCATION)


class Answers:
    """Renders and sends answers."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        screens: Screens,
        deliverer: Deliverer,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        labels: Mapping[str, Tap],
        refreshing: Refreshing,
    ) -> None:
        self.refreshing = refreshing
        self.database = database
        self.engine = engine
        self.screens = screens
        self.deliverer = deliverer
        self.now = now
        self.zone = zone
        self.labels = labels

    async def prepare(self, answers: Sequence[Answer]) -> list[Answer]:
        """Render every answer that shows a screen, in one look at the database."""
        if not any(answer.step for answer in answers):
            return list(answers)
        try:
            async with self.database.reading(self.now(), SYSTEM) as tx:
                shared: dict[Hashable, Any] = {}
                return [await self._rendered(tx, answer, shared) for answer in answers]
        except Exception as error:
            if is_outage(error):
                raise
        # What failed for one may have spoiled the look at the database for the others.
        return [await self._prepare_alone(answer) for answer in answers]

    async def _prepare_alone(self, answer: Answer) -> Answer:
        """Render one by itself; one that cannot be rendered becomes an apology."""
        try:
            async with self.database.reading(self.now(), SYSTEM) as tx:
                return await self._rendered(tx, answer, {})
        except Exception as error:
            if is_outage(error):
                raise
            dialog = answer.step.stack[-1].dialog if answer.step else "?"
            log.exception("the screen of dialog %s could not be rendered", dialog)
            return replace(answer, apology=True)

    async def _rendered(self, tx: Transaction, answer: Answer, shared: dict[Hashable, Any]) -> Answer:
        """Render one."""
        who, step = answer.participant, answer.step
        if who is None or step is None:
            return answer
        reader = SharingReader(tx, who, shared, first_name=answer.incoming.first_name)
        screen = await self.engine.show(step.stack, reader, step.remark)
        return replace(answer, page=compose(screen, self._speech(who), tx.now))

    def _speech(self, who: Participant) -> Speech:
        """Find the voice for a person."""
        return Speech(who.language, self.zone)

    async def send(self, answer: Answer) -> Answer:
        """Send what an answer holds, and tell what the conversation shows now."""
        if answer.page is not None or answer.apology:
            await self.refreshing.leave(answer.conversation)
        try:
            if answer.incoming.kind is Kind.GROUP:
                await self._point_to_private_chat(answer.incoming)
                return answer
            if answer.apology:
                return await self._apologise(answer)
            return await self._send_page(answer) if answer.page is not None else answer
        except BadRequest as error:
            log.error("Telegram refused a screen: %s", error.message)
            return await self._apologise(answer)
        except UnreachableError:
            return replace(answer, unreachable=True)

    async def _send_page(self, answer: Answer) -> Answer:
        """Send what goes before, then the screen; a standing keyboard in a new language before it, any other after it."""
        page, place, who = answer.page, answer.place, answer.participant
        if page is None or place is None or who is None:
            return answer
        if answer.sends:
            await self.deliverer.deliver(answer.sends)
        keyboard = who.language + (LOCATION if page.asks_location else "") if who.chosen else place.keyboard
        speaks_anew = keyboard is not None and spoken(keyboard) != spoken(place.keyboard or "")
        if speaks_anew:
            await self._send_keyboard(answer, Shown(place.id, place.screen_id, keyboard))
        shown = await self._show(answer, page, place, moved_down=speaks_anew or bool(answer.sends))
        new = Shown(place.id, shown, keyboard)
        if shown is not None:
            self.refreshing.follow(answer.conversation, answer.incoming.chat, shown, page)
        if keyboard == place.keyboard or speaks_anew or await self._exchange_keyboard(answer, new):
            return replace(answer, shown=new)
        return replace(answer, shown=replace(new, keyboard=place.keyboard))

    async def _show(self, answer: Answer, page: Page, place: Conversation, *, moved_down: bool) -> int | None:
        """Show the screen, in the message that was tapped unless something came below it."""
        chat, tapped = answer.incoming.chat, answer.incoming.message_id if answer.incoming.kind is Kind.TAP else None
        shown = await self.screens.show(chat, page, place.screen_id, None if moved_down else tapped)
        if tapped is not None and tapped != place.screen_id and has_changed(answer):
            self.screens.put_away_later(chat, tapped)
        return shown

    async def _exchange_keyboard(self, answer: Answer, new: Shown) -> bool:
        """Send the keyboard below a screen that is there already; False when it has to wait for the next one."""
        try:
            await self._send_keyboard(answer, new)
        except NotYetError:
            return False
        return True

    async def _send_keyboard(self, answer: Answer, new: Shown) -> None:
        """Send the standing keyboard, when the phone shows none, another language's, or one that asks for the location."""
        page, who = answer.page, answer.participant
        if page is None or who is None:
            return
        speech = self._speech(who)
        markup = standing_keyboard(speech, asks_location=page.asks_location)
        text = self._carrier(speech, answer.place, asks_location=page.asks_location)
        await self.screens.send(answer.incoming.chat, Message(text, markup, silent=True), Lane.REPLY)
        async with self.database.transaction(self.now(), SYSTEM) as tx:
            # At once, and not with the screen: whoever is killed in between would send it again at every start.
            await dialogs.remember(tx, [new])

    def _carrier(self, speech: Speech, place: Conversation | None, *, asks_location: bool) -> str:
        """Word the message that carries the standing keyboard: Telegram shows none without a text."""
        if asks_location:
            return f"{pic.BELOW} {speech.say(_('Here is the button for your location.'), self.now())}"
        if place is not None and spoken(place.keyboard or "") == speech.language:
            return f"{pic.BELOW} {' · '.join(standing_labels(speech))}"
        autonym = Code(language(speech.language).autonym)
        return f"{pic.SPEAK} {speech.say(_('Language: {language}', language=autonym), self.now())}"

    async def _apologise(self, answer: Answer) -> Answer:
        """Say that it was our fault, and lead home."""
        code = answer.participant.language if answer.participant else match_language(answer.incoming.language_code)
        page = compose(APOLOGY, Speech(code, self.zone), self.now())
        message = Message(html(page), self.screens.presenter.keyboard(page))
        shown = await self.screens.send(answer.incoming.chat, message, Lane.REPLY)
        place = answer.place
        return answer if place is None else replace(answer, shown=Shown(place.id, shown, place.keyboard))

    async def _point_to_private_chat(self, incoming: Incoming) -> None:
        """Say once, in the language of whoever spoke to the bot in a group, that it answers in private."""
        speech = Speech(match_language(incoming.language_code), self.zone)
        text = speech.say(_("Please write to me alone. Then I can help you."), self.now())
        label = speech.say(_("Write to me"), self.now())
        button = InlineKeyboardButton(f"{pic.HELP} {label}", url=f"https://t.me/{self.screens.presenter.username}")
        try:
            await self.screens.send(
                incoming.chat, Message(f"{pic.HELLO} {text}", InlineKeyboardMarkup([[button]])), Lane.REPLY
            )
        except TelegramError as error:
            log.info("the bot may not speak in a group: %s", type(error).__name__)
