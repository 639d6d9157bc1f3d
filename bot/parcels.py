"""What the outbox sends, made at the moment of sending: notices, map pins, calendar files, one's own data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode

from bot.calendar_file import calendar_of
from bot.page import compose
from bot.present import Presenter, html
from bot.screens import NO_PREVIEW
from conversations import pictograms as pic
from conversations.core import Button, Notice, Screen
from conversations.engine import HOME
from locales.catalogues import Speech
from locales.text import _
from storage import disclosure, people, venues
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction
from storage.reader import StorageReader
from storage.records.catalogue import Venue
from storage.texts import fallbacks


class Parcel(Protocol):
    """Something ready to be sent."""

    async def send(self, bot: Bot, chat: int, silent: bool) -> int:
        """Send it and tell the message's number."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A text with buttons."""

    text: str
    markup: InlineKeyboardMarkup | None

    async def send(self, bot: Bot, chat: int, silent: bool) -> int:
        """Send the text."""
        sent = await bot.send_message(
            chat,
            self.text,
            parse_mode=ParseMode.HTML,
            reply_markup=self.markup,
            link_preview_options=NO_PREVIEW,
            disable_notification=silent,
        )
        return sent.message_id


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map."""

    venue: Venue

    async def send(self, bot: Bot, chat: int, silent: bool) -> int:
        """Send the pin with name and address."""
        venue, position = self.venue, self.venue.position
        if position is None:
            message = "a venue without a position has no pin"
            raise ValueError(message)
        address = f"{venue.street}, {venue.postal_code} {venue.city}".strip(" ,")
        sent = await bot.send_venue(
            chat, position.latitude, position.longitude, venue.name.text, address, disable_notification=silent
        )
        return sent.message_id


@dataclass(frozen=True, slots=True)
class File:
    """A file with a caption."""

    name: str
    content: bytes
    caption: str

    async def send(self, bot: Bot, chat: int, silent: bool) -> int:
        """Upload the file."""
        document = InputFile(self.content, filename=self.name)
        sent = await bot.send_document(chat, document, caption=self.caption, disable_notification=silent)
        return sent.message_id


class Parcels:
    """Makes parcels of outbox rows, in the recipient's language, from what holds now."""

    def __init__(
        self,
        database: Database,
        notices: Mapping[str, Notice],
        presenter: Presenter,
        now: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        self.database = database
        self.notices = notices
        self.presenter = presenter
        self.now = now
        self.zone = zone

    async def make(self, due: Due) -> Parcel | None:
        """Make what a row asks for; None when it no longer holds."""
        async with self.database.reading(self.now(), SYSTEM) as tx:
            participant = await people.participant(tx, due.participant_id)
            if participant is None:
                return None
            reader = StorageReader(tx, participant)
            voice = Speech(participant.language, self.zone)
            if due.kind in self.notices:
                return await self._letter(self.notices[due.kind], due.args, reader, voice)
            return await self._send(due, tx, reader, voice)

    async def _letter(
        self, notice: Notice, args: dict[str, Any], reader: StorageReader, voice: Speech
    ) -> Parcel | None:
        """Render a notice, with the way home below."""
        view = await notice.load(args, reader)
        if view is None:
            return None
        screen = notice.render(view)
        rows = (*screen.rows, (Button(_("Home"), HOME, pic.HOME),))
        page = compose(Screen(screen.lines, rows), voice, reader.now)
        return Letter(html(page), self.presenter.keyboard(page))

    async def _send(self, due: Due, tx: Transaction, reader: StorageReader, voice: Speech) -> Parcel | None:
        """Make a pin or a file."""
        match due.kind:
            case "venue":
                venue = await venues.read(tx, fallbacks(voice.language), due.args["venue_id"])
                return Pin(venue) if venue is not None and venue.pinned else None
            case "calendar":
                found = await calendar_of(reader, due.args["kind"], due.args["id"], voice)
                return None if found is None else File(*found)
            case "my_data":
                data = json.dumps(await disclosure.personal_data(tx, due.participant_id), ensure_ascii=False, indent=2)
                return File(
                    "quartierbot.json", data.encode(), voice.say(_("This is everything I store about you."), reader.now)
                )
            case _:
                return None
