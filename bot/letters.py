"""Announcements as they read, made once for a language and revision and not once for a person.

What is said about an offering may change while an announcement goes out to thousands, so nothing is kept for long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.page import Page, compose, lead
from bot.parcels import with_home
from bot.present import CAPTION_LIMIT, TEXT_LIMIT, Presenter, html
from bot.sending import Message
from conversations import pictograms as pic
from conversations.announced import (
    AnnouncedView,
    is_over,
    letter,
    offering_lines,
    payload_of,
    view_of,
    written_lines,
)
from conversations.core import Screen
from locales.catalogues import Speech
from locales.text import _
from storage.engine import SYSTEM, Database
from storage.reader import StorageReader
from storage.records.people import Participant

KEPT_S = 30.0
"""How long a letter may be said again before what it says is looked up anew."""
ANYBODY = 0
"""the number of no participant: what everybody reads alike is read for nobody in particular"""


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the letters an announcement makes."""

    announcement_id: int
    revision: int
    language: str
    to_chat: bool
    """for a group or channel, where links are the only buttons"""
    corrects: bool = False
    """in place of one that was sent: it is said even when there is nothing any more that one could do about it"""


class Letters:
    """Makes announcements ready to be sent."""

    def __init__(self, database: Database, presenter: Presenter, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self.database = database
        self.presenter = presenter
        self.now = now
        self.zone = zone
        self._kept: dict[Sort, tuple[float, Message | None]] = {}

    async def make(self, sort: Sort) -> Message | None:
        """Make a letter, or take the one made just now; None when there is nothing to say any more."""
        clock = asyncio.get_running_loop().time()
        made_at, kept = self._kept.get(sort, (clock - KEPT_S, None))
        if clock - made_at < KEPT_S:
            return kept
        made = await self._made(sort)
        self._kept = {key: entry for key, entry in self._kept.items() if clock - entry[0] < KEPT_S}
        self._kept[sort] = (clock, made)
        return made

    async def _made(self, sort: Sort) -> Message | None:
        """Read what an announcement says now, and say it."""
        async with self.database.reading(self.now(), SYSTEM) as tx:
            reader = StorageReader(tx, Participant(ANYBODY, sort.language, True, True))
            view = await view_of(await reader.announced(sort.announcement_id), reader)
        if view is None or (is_over(view) and not sort.corrects):
            return None
        speech = Speech(sort.language, self.zone)
        return self._to_chat(view, speech) if sort.to_chat else self._to_person(view, speech)

    def _to_person(self, view: AnnouncedView, speech: Speech) -> Message:
        """Say it to somebody, with its buttons and the way home."""
        page = compose(with_home(letter(view)), speech, view.now)
        return Message(text_of(page, view), self.presenter.keyboard(page), media=view.announced.media)

    def _to_chat(self, view: AnnouncedView, speech: Speech) -> Message:
        """Say it to a group or channel, with a link that leads to the bot."""
        page = compose(Screen((*written_lines(view), *offering_lines(view))), speech, view.now)
        label = f"{lead(pic.INFO, speech)} {speech.say(_('More about it'), view.now)}"
        below = self.presenter.link_below(label, payload_of(view.announced))
        return Message(text_of(page, view), below, media=view.announced.media)


def text_of(page: Page, view: AnnouncedView) -> str:
    """Write it as long as Telegram takes it: less below a picture."""
    return html(page, TEXT_LIMIT if view.announced.media is None else CAPTION_LIMIT)
