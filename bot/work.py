"""Long work off the loop: fetch a file somebody sent, parse it in a thread, write down what it says.

Nobody waits for it. A row of the outbox stands for it, so that it is taken up again after a crash; done twice it comes to the
same. What came of it is told by a notice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from storage import announcements
from storage.dispatch import Due
from storage.engine import Actor, Database
from storage.exchange import wordings_xlsx
from storage.exchange.wordings import LARGEST_BYTES
from storage.records.announcements import Refusal
from storage.records.wording_tables import TableFlaw, TableProblem, WordingsRead, WordingsRefused

log = logging.getLogger(__name__)

READ_WORDINGS = "read_wordings"
TEXTS_READ = "texts_read"
"""the notice that tells what came of it"""
PATIENCE_S = 30.0


class Fetch(Protocol):
    """Fetches a file that somebody sent."""

    async def __call__(self, file_id: str, *, most: int = LARGEST_BYTES) -> bytes:
        """Fetch a file of at most so many bytes, as `fetch` does."""
        ...


Found: TypeAlias = WordingsRead | WordingsRefused | Refusal


class TooLargeError(ValueError):
    """A file is larger than anything we read."""


async def fetch(bot: Bot, file_id: str, *, most: int = LARGEST_BYTES) -> bytes:
    """Fetch a file that somebody sent. TooLargeError before anything is downloaded; else TelegramError, TimeoutError."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            file = await bot.get_file(file_id)
            if (file.file_size or 0) > most:
                raise TooLargeError
            content = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        if "too big" in error.message.casefold():
            raise TooLargeError from error
        raise
    if len(content) > most:
        raise TooLargeError
    return content


async def read_wordings(database: Database, now: Callable[[], datetime], due: Due, fetch: Fetch) -> Found:
    """Take the texts of an announcement from a table that somebody sent, as far as they may; all of them or none."""
    try:
        content = await fetch(str(due.args["file_id"]))
    except TooLargeError:
        return WordingsRefused((TableProblem(TableFlaw.TOO_LARGE),))
    except (TelegramError, TimeoutError) as error:
        log.info("a table of texts could not be fetched: %s", type(error).__name__)
        return WordingsRefused((TableProblem(TableFlaw.NOT_FETCHED),))
    found = await asyncio.to_thread(wordings_xlsx.read, content)
    if isinstance(found, WordingsRefused):
        return found
    refusal = await _write(database, now, due, found)
    return refusal or found


class _RefusedError(Exception):
    """Takes back what was written before something was refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


async def _write(database: Database, now: Callable[[], datetime], due: Due, found: WordingsRead) -> Refusal | None:
    """Write the texts; tells what stands against it."""
    announcement_id, by = int(due.args["announcement_id"]), due.participant_id
    try:
        async with database.transaction(now(), Actor("person", by)) as tx:
            for one in found.wordings:
                done = await announcements.write(
                    tx, announcement_id, one.language, one.title, one.text, one.origin, by=by
                )
                if isinstance(done, Refusal):
                    raise _RefusedError(done)
    except _RefusedError as error:
        return error.refusal
    return None
