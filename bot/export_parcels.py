"""Exports as messages to the private chat of who asked: files with a button that deletes them, charts as photos.

They are made beside the loop, at the moment of sending, for who may still have them, and noted in the audit first.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest

from bot.page import compose
from bot.perform_exports import FIGURES, REMOVAL
from bot.present import Presenter
from conversations import pictograms as pic
from conversations.core import Button, Screen, Tap
from conversations.export_effects import PICTURES
from conversations.figure_lines import about_period
from locales.catalogues import Speech
from locales.text import Text, _
from storage import people, rosters
from storage.dispatch import Due
from storage.engine import SYSTEM, Actor, Database, Transaction
from storage.office import exported
from storage.records.figures import Months
from storage.records.people import Participant

if TYPE_CHECKING:
    from bot.exporting import Maker

FAILED = "export_failed"
"""the notice that says why there is no file"""
NOTHING, FONT = "nothing", "font"
MADE = "made"

CAPTIONS: dict[str, Text] = {
    "registrations": _("Sign-up list. It holds names: delete it when it has served."),
    "attendance": _("Sheets to sign. They hold names: delete them when they were printed."),
    "poster": _("Poster"),
    "calendar": _("Calendar"),
}
EXTENSIONS = {"csv-plain": "csv"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file with a caption and, below it, a button."""

    name: str
    content: bytes
    caption: str
    markup: InlineKeyboardMarkup | None = None
    silent: bool = False

    async def send(self, bot: Bot, chat: int) -> int:
        """Upload the file."""
        sent = await bot.send_document(
            chat,
            InputFile(self.content, filename=self.name),
            caption=self.caption,
            reply_markup=self.markup,
            disable_notification=self.silent,
        )
        return sent.message_id


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with a caption."""

    content: bytes
    caption: str
    silent: bool = False

    async def send(self, bot: Bot, chat: int) -> int:
        """Upload the picture."""
        photo = InputFile(self.content, filename="figures.png")
        sent = await bot.send_photo(chat, photo, caption=self.caption, disable_notification=self.silent)
        return sent.message_id


@dataclass(frozen=True, slots=True)
class Removal:
    """A message that goes from the chat."""

    message_id: int

    async def send(self, bot: Bot, chat: int) -> int:
        """Delete it; one that is gone already is as good as deleted."""
        with contextlib.suppress(BadRequest):
            await bot.delete_message(chat, self.message_id)
        return self.message_id


async def made(database: Database, now: Callable[[], datetime], due: Due, username: str) -> Due:
    """Make the file that a row asks for, or tell why there is none; nobody else waits for that."""
    from bot import exporting  # brings all that writes files, which most bots need seldom
    from storage.exchange.fonts import FontMissingError

    try:
        async with database.reading(now(), SYSTEM) as tx:
            me = await people.participant(tx, due.participant_id)
            maker = None if me is None else await maker_of(tx, me, due, username)
        if maker is None:
            return replace(due, kind="")
        kind, form = str(due.args.get("export", "statistics")), str(due.args["form"])
        by = Actor("person", due.participant_id)
        finished = await exporting.export(database, maker, now(), by, kind=kind, form=form)
    except exporting.NothingToExportError:
        return replace(due, kind=FAILED, args={**due.args, "reason": NOTHING})
    except FontMissingError:
        return replace(due, kind=FAILED, args={**due.args, "reason": FONT})
    return replace(due, args={**due.args, MADE: finished.content})


async def maker_of(tx: Transaction, me: Participant, due: Due, username: str) -> Maker | None:
    """Choose how a file is made; None for who may not have it (any more)."""
    from bot import exporting  # as above

    args = due.args
    if due.kind == FIGURES:
        months = Months(str(args["first"]), str(args["last"]))
        return exporting.statistics(months, int(args["provider_id"]) or None, me.language, str(args["form"]), me.id)
    offering_id = int(args["offering_id"])
    source_id = await rosters.source_of(tx, offering_id)
    if source_id is None or not await exported.may_have(tx, me.id, offering_id, str(args["export"])):
        return None
    match args["export"]:
        case "registrations":
            return exporting.registrations(source_id, str(args["form"]))
        case "attendance":
            return exporting.attendance(source_id, me.language, past=None)
        case "poster":
            languages = str(args["languages"]).split(",")
            return exporting.poster(source_id, languages, username, str(args["form"]))
        case "calendar":
            return exporting.calendar(source_id, me.language, me)
        case _:
            return None


def parcel_of(due: Due, voice: Speech, presenter: Presenter, now: datetime) -> Document | Photo | Removal | None:
    """Make the message of a row whose file is made; None when there is none."""
    if due.kind == REMOVAL:
        return Removal(int(due.args["message_id"]))
    content = due.args.get(MADE)
    if not isinstance(content, bytes):
        return None
    return (
        figures_parcel(due, content, voice, now)
        if due.kind == FIGURES
        else export_parcel(due, content, voice, presenter, now)
    )


def export_parcel(due: Due, content: bytes, voice: Speech, presenter: Presenter, now: datetime) -> Document:
    """Make the file of an offering, with the button that deletes it."""
    kind, form = str(due.args["export"]), str(due.args["form"])
    name = f"{kind}-{due.args['offering_id']}.{EXTENSIONS.get(form, form)}"
    button = Button(_("Delete from this chat"), Tap("lists_out", "delete", (due.id,)), pic.DELETE)
    page = compose(Screen((), ((button,),)), voice, now)
    return Document(name, content, voice.say(CAPTIONS[kind], now), presenter.keyboard(page), due.silent)


def figures_parcel(due: Due, content: bytes, voice: Speech, now: datetime) -> Document | Photo:
    """Make the figures a file or a picture."""
    first, last, form = str(due.args["first"]), str(due.args["last"]), str(due.args["form"])
    caption = voice.say(_("Figures {period}", period=about_period(Months(first, last))), now)
    if form in PICTURES:
        return Photo(content, caption, due.silent)
    return Document(f"figures-{first}-{last}.{form}", content, caption, None, due.silent)
