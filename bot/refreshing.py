"""Screens that follow what happens: made again every few seconds, and edited while nothing else is shown in the chat.

Nobody waits for such an edit, so it goes in the notices' lane and leaves the chat's burst to taps. After a start the screens
of those with a role go on where they were.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.page import Page, compose
from bot.screens import Screens
from bot.sending import Outcome, Verdict
from conversations.engine import Engine
from conversations.stacks import restore
from locales.catalogues import Speech
from storage import people, watching
from storage.engine import SYSTEM, Database, is_outage
from storage.outbox import Lane
from storage.reader import StorageReader
from storage.watching import Place

log = logging.getLogger(__name__)

LEAST_S = 1.0
"""As often as Telegram lets a chat be written to."""
FINISH_S = 1.0
"""How long a new screen waits for an edit of the old one that is under way, lest that come after it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A screen as it was shown last. `page` None: it was shown by an earlier process."""

    index: bytes
    chat: int
    screen_id: int
    page: Page | None

    @property
    def pause_s(self) -> float:
        """Tell how long to wait before it is made again."""
        return max(self.page.refresh_s, LEAST_S) if self.page else LEAST_S


class Refreshing:
    """Keeps the screens fresh that ask for it."""

    def __init__(
        self, database: Database, engine: Engine, screens: Screens, now: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self.database = database
        self.engine = engine
        self.screens = screens
        self.now = now
        self.zone = zone
        self._tasks: dict[bytes, asyncio.Task[None]] = {}
        self._edits: dict[bytes, asyncio.Task[Outcome]] = {}

    def follow(self, index: bytes, chat: int, screen_id: int, page: Page) -> None:
        """Keep a screen fresh from now on, if it asks for that."""
        if page.refresh_s > 0:
            self._start(Followed(index, chat, screen_id, replace(page, fresh=False)))

    def _start(self, followed: Followed) -> None:
        """Begin, in place of what the conversation showed before."""
        if (old := self._tasks.pop(followed.index, None)) is not None:
            old.cancel()
        task = asyncio.create_task(self._follow(followed))
        self._tasks[followed.index] = task
        task.add_done_callback(lambda done: self._forget(followed.index, done))

    def _forget(self, index: bytes, task: asyncio.Task[None]) -> None:
        """Let go of a task that has ended."""
        if self._tasks.get(index) is task:
            del self._tasks[index]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a screen is not kept fresh any more", exc_info=error)

    async def leave(self, index: bytes) -> None:
        """Stop before another screen comes; an edit under way may finish first, so that it does not come after it."""
        if (task := self._tasks.pop(index, None)) is not None:
            task.cancel()
        if (edit := self._edits.get(index)) is not None:
            await asyncio.wait([edit], timeout=FINISH_S)
            edit.cancel()

    async def resume(self) -> None:
        """Go on with what was followed when an earlier process ended."""
        async with self.database.reading(self.now(), SYSTEM) as tx:
            places = await watching.of_team(tx)
        for place in places:
            if place.index not in self._tasks:
                self._start(Followed(place.index, int(place.address), place.screen_id, None))

    async def close(self) -> None:
        """Stop following everything; the next start goes on."""
        tasks = [*self._tasks.values(), *self._edits.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, followed: Followed) -> None:
        """Make the screen again and again, until it asks for no more or another one is shown."""
        goes_on: Followed | None = followed
        while goes_on is not None:
            await asyncio.sleep(goes_on.pause_s)
            try:
                goes_on = await self._look_again(goes_on)
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("a screen that is kept fresh waits for the database")

    async def _look_again(self, followed: Followed) -> Followed | None:
        """Make the screen once more and edit the message if it changed; None when there is nothing more to follow."""
        page = await self._made_again(followed)
        if page is None or (followed.page is None and page.refresh_s <= 0):
            return None
        if page != followed.page:
            match await self._edit(followed, page):
                case Verdict.DONE | Verdict.UNCHANGED:
                    pass
                case verdict if verdict is Verdict.WAIT or verdict.is_again or verdict.is_maybe:
                    return followed  # tried again after the next pause
                case _:
                    return None
        return replace(followed, page=page) if page.refresh_s > 0 else None

    async def _made_again(self, followed: Followed) -> Page | None:
        """Make the page as it would look now; None when the conversation shows something else."""
        async with self.database.reading(self.now(), SYSTEM) as tx:
            place = await watching.look(tx, followed.index)
            who = await people.participant(tx, place.participant_id) if place else None
            stack = restore(place.stack, self.engine.dialogs) if place and self._is_shown(place, followed) else ()
            if who is None or not stack:
                return None
            reader = StorageReader(tx, who, just_read=True)
            page = compose(await self.engine.show(stack, reader), Speech(who.language, self.zone), tx.now)
            return replace(page, fresh=False)

    @staticmethod
    def _is_shown(place: Place, followed: Followed) -> bool:
        """Say whether the message still shows the conversation."""
        return place.screen_id == followed.screen_id

    async def _edit(self, followed: Followed, page: Page) -> Verdict:
        """Edit the message, once."""
        await self.screens.pacer.turn(Lane.NOTICE, followed.chat, polite=True)
        edit = asyncio.create_task(self.screens.change(followed.chat, followed.screen_id, page))
        self._edits[followed.index] = edit
        # Whoever leaves waits for the edit itself, so it is remembered until it has ended.
        edit.add_done_callback(lambda done: self._edits.pop(followed.index, None))
        return (await asyncio.shield(edit)).verdict
