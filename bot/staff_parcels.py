"""What staff ask to be sent: an announcement to look at or to test, its counts, and a table for its texts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from bot.page import Page
from bot.present import CAPTION_LIMIT, TEXT_LIMIT, html
from conversations.staff import may_announce
from locales.catalogues import Speech
from locales.languages import BY_CODE
from locales.text import _
from storage.announcement_report import COLUMNS, count_rows
from storage.dispatch import Due
from storage.engine import Transaction
from storage.exchange import wordings_xlsx
from storage.reader import StorageReader
from storage.records.announcements import Announcement, Media
from storage.records.people import Participant

LOOK = "announcement"
"""the notice that shows an announcement before anybody else gets it"""
REPORT, TABLE = "announcement_report", "announcement_table"
MARK = "\ufeff"
"""what spreadsheets know UTF-8 by"""


def reader_of(due: Due, participant: Participant) -> Participant:
    """Tell as whom something is read: a preview in the language it was asked for."""
    language = due.args.get("language")
    known = due.kind == LOOK and isinstance(language, str) and language in BY_CODE
    return replace(participant, language=str(language)) if known else participant


async def media_of(due: Due, reader: StorageReader) -> Media | None:
    """Tell which picture or document goes with an announcement that is looked at."""
    announced = await reader.announced(int(due.args["announcement_id"])) if due.kind == LOOK else None
    return announced.media if announced is not None else None


def text_of(page: Page, media: Media | None) -> str:
    """Write it as long as Telegram takes it: less below a picture."""
    return html(page, TEXT_LIMIT if media is None else CAPTION_LIMIT)


async def file_of(due: Due, tx: Transaction, reader: StorageReader, voice: Speech) -> tuple[str, bytes, str] | None:
    """Make the file that staff asked for: its name, its content and what is said with it; None for nobody else."""
    number = int(due.args["announcement_id"])
    found = await reader.announcement(number) if may_announce(await reader.me()) else None
    if found is None:
        return None
    if due.kind == REPORT:
        caption = voice.say(_("The counts, without names."), reader.now)
        return f"announcement-{number}.csv", counts_csv(await count_rows(tx, number)), caption
    caption = voice.say(_("Fill in the texts and send me this table back. Leave the codes as they are."), reader.now)
    return f"announcement-{number}.xlsx", await table_of(found, reader), caption


async def table_of(found: Announcement, reader: StorageReader) -> bytes:
    """Make the table of texts, the languages of most people first."""
    return wordings_xlsx.write((await reader.headcount(found.audience)).languages, found.wordings)


def counts_csv(rows: tuple[tuple[str, str, str, str, int], ...]) -> bytes:
    """Write counts as CSV; nothing in them comes from people."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return (MARK + written.getvalue()).encode()
