"""What staff ask to be sent: an announcement to look at or to test, its counts, and a table for its texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from bot.page import Page
from bot.present import CAPTION_LIMIT, TEXT_LIMIT, html
from conversations.fates import by_language, readers
from conversations.fewness import Told
from conversations.staff import may_announce
from locales.catalogues import Speech
from locales.languages import BY_CODE
from locales.text import _
from storage.dispatch import Due
from storage.exchange import wordings_xlsx
from storage.reader import StorageReader
from storage.records.announcements import Announcement, Media
from storage.records.deliveries import Report
from storage.records.people import Participant

LOOK = "announcement"
"""the notice that shows an announcement before anybody else gets it"""
REPORT, TABLE = "announcement_report", "announcement_table"
COLUMNS = ("what", "language", "state", "reason", "count")
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


async def file_of(due: Due, reader: StorageReader, voice: Speech) -> tuple[str, bytes, str] | None:
    """Make the file that staff asked for: its name, its content and what is said with it; None for nobody else."""
    number = int(due.args["announcement_id"])
    found = await reader.announcement(number) if may_announce(await reader.me()) else None
    if found is None:
        return None
    if due.kind == REPORT:
        report = await reader.report(number)
        caption = voice.say(_("The counts, without names."), reader.now)
        return None if report is None else (f"announcement-{number}.csv", counts_csv(report), caption)
    caption = voice.say(_("Fill in the texts and send me this table back. Leave the codes as they are."), reader.now)
    return f"announcement-{number}.xlsx", await table_of(found, reader), caption


async def table_of(found: Announcement, reader: StorageReader) -> bytes:
    """Make the table of texts, the languages of most people first."""
    return wordings_xlsx.write((await reader.headcount(found.audience)).languages, found.wordings)


def counts_csv(report: Report) -> bytes:
    """Write what a report counts as CSV; nothing in it comes from people."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(count_rows(report))
    return (MARK + written.getvalue()).encode()


def count_rows(report: Report) -> Iterator[tuple[str, str, str, str, str | int]]:
    """List what a report counts, under COLUMNS: readers by language, what became of it, taps and registrations."""
    for language, number in sorted(readers(report.progress.counts).items()):
        yield "readers", language, "", "", number_code(number)
    for one in by_language(report.progress.counts):
        yield "recipients" if one.language else "chats", one.language, one.fate.value, one.reason, one.count
    for button, count in report.taps:
        yield "taps", "", button, "", count
    yield "registrations", "", "", "", report.registrations


def number_code(number: Told) -> str:
    """Write a number by language for a table: 40, or <5 and >=36 where it is not told exactly."""
    if number.exact:
        return str(number.least)
    return f"<{number.under}" if number.under else f">={max(1, number.least)}"
