"""What the outbox sends, made at the moment of sending: notices, map pins, calendar files, one's own data."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from telegram import Bot, InputFile

from bot import export_parcels, intake_work, perform_intake, staff_parcels, work
from bot.calendar_file import calendar_of
from bot.page import compose
from bot.perform_exports import EXPORT, FIGURES, MADE_LATER, REMOVAL
from bot.present import Presenter
from bot.sending import Message
from bot.sharing import SharingReader
from conversations import pictograms as pic
from conversations.core import Button, Notice, Screen
from conversations.engine import HOME
from conversations.notices import digest
from locales.catalogues import Speech
from locales.text import _
from storage import disclosure, people, venues
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction
from storage.exchange import template_xlsx
from storage.reader import StorageReader
from storage.records.catalogue import Venue
from storage.texts import fallbacks


class Parcel(Protocol):
    """Something ready to be sent."""

    async def send(self, bot: Bot, chat: int) -> int:
        """Send it and tell the message's number."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map."""

    venue: Venue
    silent: bool = False

    async def send(self, bot: Bot, chat: int) -> int:
        """Send the pin with name and address."""
        venue, position = self.venue, self.venue.position
        if position is None:
            message = "a venue without a position has no pin"
            raise ValueError(message)
        address = f"{venue.street}, {venue.postal_code} {venue.city}".strip(" ,")
        sent = await bot.send_venue(
            chat, position.latitude, position.longitude, venue.name.text, address, disable_notification=self.silent
        )
        return sent.message_id


@dataclass(frozen=True, slots=True)
class File:
    """A file with a caption."""

    name: str
    content: bytes
    caption: str
    silent: bool = False

    async def send(self, bot: Bot, chat: int) -> int:
        """Upload the file."""
        document = InputFile(self.content, filename=self.name)
        sent = await bot.send_document(chat, document, caption=self.caption, disable_notification=self.silent)
        return sent.message_id


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekly letter, and the announcements it brings."""

    message: Message
    announcement_ids: tuple[int, ...]

    async def send(self, bot: Bot, chat: int) -> int:
        """Send the letter."""
        return await self.message.send(bot, chat)


class Parcels:
    """Makes parcels of outbox rows, in the recipient's language, from what holds now."""

    def __init__(
        self,
        database: Database,
        notices: Mapping[str, Notice],
        presenter: Presenter,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        fetch: work.Fetch | None = None,
    ) -> None:
        self.fetch = fetch
        self.database = database
        self.notices = notices
        self.presenter = presenter
        self.now = now
        self.zone = zone

    async def make(self, due: Due) -> Parcel | None:
        """Make what a row asks for; None when it no longer holds."""
        return (await self.make_all([await self.worked(due)]))[0]

    def bench(self, due: Due) -> str | None:
        """Tell at which bench a row is worked on, one after another; None for one that is made at once."""
        if due.kind in MADE_LATER:
            return "exports"
        if due.kind in intake_work.KINDS:
            return "files"
        return "tables" if due.kind == work.READ_WORDINGS else None

    async def worked(self, due: Due) -> Due:
        """Do the long work that a row asks for, and tell what is left to be said about it."""
        if due.kind in MADE_LATER:
            return await export_parcels.made(self.database, self.now, due, self.presenter.username)
        if due.kind in intake_work.KINDS and self.fetch is not None:
            return await intake_work.work(intake_work.Bench(self.database, self.now, self.zone, self.fetch), due)
        if due.kind != work.READ_WORDINGS or self.fetch is None:
            return due
        found = await work.read_wordings(self.database, self.now, due, self.fetch)
        return replace(due, kind=work.TEXTS_READ, args={**due.args, "found": found})

    async def make_all(self, dues: Sequence[Due]) -> list[Parcel | None]:
        """Make what several rows ask for, in one look at the database; what they have in common is read once."""
        shared: dict[Hashable, Any] = {}
        async with self.database.reading(self.now(), SYSTEM) as tx:
            return [await self._made(tx, due, shared) for due in dues]

    async def _made(self, tx: Transaction, due: Due, shared: dict[Hashable, Any]) -> Parcel | None:
        """Make one."""
        participant = await people.participant(tx, due.participant_id)
        if participant is None:
            return None
        reader = SharingReader(tx, staff_parcels.reader_of(due, participant), shared, just_read=True)
        voice = Speech(reader.language, self.zone)
        if due.kind in self.notices:
            return await self._letter(self.notices[due.kind], due, reader, voice)
        return await self._send(due, tx, reader, voice)

    async def _letter(self, notice: Notice, due: Due, reader: StorageReader, voice: Speech) -> Parcel | None:
        """Render a notice, with the way home below."""
        view = await notice.load(due.args, reader)
        if view is None:
            return None
        page = compose(with_home(notice.render(view)), voice, reader.now)
        media = await staff_parcels.media_of(due, reader)
        text = staff_parcels.text_of(page, media)
        message = Message(text, self.presenter.keyboard(page), due.silent, media)
        if not isinstance(view, digest.View):
            return message
        return Weekly(message, tuple(each.announced.announcement_id for each in view.letters))

    async def _send(self, due: Due, tx: Transaction, reader: StorageReader, voice: Speech) -> Parcel | None:
        """Make a pin or a file."""
        match due.kind:
            case "venue":
                venue = await venues.read(tx, fallbacks(voice.language), due.args["venue_id"])
                return Pin(venue, due.silent) if venue is not None and venue.pinned else None
            case "calendar":
                found = await calendar_of(reader, due.args["kind"], due.args["id"], voice)
                return None if found is None else File(*found, due.silent)
            case "my_data":
                data = json.dumps(await disclosure.personal_data(tx, due.participant_id), ensure_ascii=False, indent=2)
                caption = voice.say(_("This is everything I store about you."), reader.now)
                return File("quartierbot.json", data.encode(), caption, due.silent)
            case _ if due.kind in (EXPORT, FIGURES, REMOVAL):
                return export_parcels.parcel_of(due, voice, self.presenter, reader.now)
            case perform_intake.TEMPLATE:
                caption = voice.say(_("One row for each date. Then send me the file back here."), reader.now)
                names = [one.name for one in await reader.intake.providers()]
                return File(template_xlsx.NAME, template_xlsx.write(names), caption, due.silent)
            case staff_parcels.REPORT | staff_parcels.TABLE:
                made = await staff_parcels.file_of(due, reader, voice)
                return None if made is None else File(*made, due.silent)
            case _:
                return None


def with_home(screen: Screen) -> Screen:
    """Add the way home, which every message has that comes unasked."""
    return Screen(screen.lines, (*screen.rows, (Button(_("Home"), HOME, pic.HOME),)))
