"""Screens that follow what happens: edited when they changed, left alone when they did not, and ended by the next screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from conversations.core import Screen, say
from locales.text import Content
from storage.engine import SYSTEM
from storage.tables import grants, participants
from tests.acceptance.walkers import Resident, resident
from tests.town import Town, open_town, sqlite_url


@dataclass
class Board:
    """What the screen of the dialog `help` says, and how often it asks to be made again."""

    text: str = "eins"
    refresh_s: float = 1.0
    made: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def render(self, state: object, view: object) -> Screen:
        """Show what stands here now."""
        self.made += 1
        self.changed.set()
        return Screen((say(Content(self.text, "de")),), refresh_s=self.refresh_s)

    async def made_again(self, times: int = 1) -> None:
        """Wait until the screen was made so many times more."""
        wanted = self.made + times
        async with asyncio.timeout(10):
            while self.made < wanted:
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.refreshing.LEAST_S", 0.05)
    async with open_town(sqlite_url(tmp_path)) as opened:
        yield opened


async def watching(town: Town, board: Board) -> Resident:
    """Somebody who looks at the board."""
    somebody = await resident(town)
    dialogs = town.app.turns.engine.dialogs
    town.app.turns.engine.dialogs = dict(dialogs) | {"help": replace(dialogs["help"], render=board.render)}
    town.app.refreshing.engine.dialogs = town.app.turns.engine.dialogs
    await somebody.says("/help")
    return somebody


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that nobody tells of."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.01)


async def test_a_screen_is_edited_when_it_changed(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)
    first, messages = somebody.screen.message_id, len(somebody.person.received)

    board.text = "zwei"
    await until(lambda: "zwei" in somebody.screen.text)

    assert (first, messages) == (somebody.screen.message_id, len(somebody.person.received))


async def test_a_screen_that_did_not_change_is_left_alone(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)
    edits = town.simulator.counts["editMessageText"]

    await board.made_again(4)

    assert edits == town.simulator.counts["editMessageText"]
    assert 0 == somebody.screen.edits


async def test_another_screen_ends_it(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)

    await somebody.tap("home.show")
    made = board.made
    board.text = "zwei"
    await somebody.says("/settings")

    assert made == board.made
    assert {} == town.app.refreshing._tasks
    assert "zwei" not in somebody.screen.text


async def test_a_screen_that_asks_for_no_more_is_made_one_last_time(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)

    board.text, board.refresh_s = "fertig", 0
    await until(lambda: not town.app.refreshing._tasks)

    assert "fertig" in somebody.screen.text


async def test_after_a_start_the_screens_of_the_team_go_on(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)
    await town.app.refreshing.close()
    await give_role(town)
    board.text = "zwei"

    await town.app.refreshing.resume()
    await until(lambda: "zwei" in somebody.screen.text)

    assert 1 == len(town.app.refreshing._tasks)


async def give_role(town: Town) -> None:
    """Make everybody staff."""
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        rows = (await tx.connection.execute(select(participants.c.id, participants.c.tenant_id.label("tenant")))).all()
        made = [
            {"tenant_id": row.tenant, "participant_id": row.id, "role": "staff", "granted_at": tx.now} for row in rows
        ]
        await tx.connection.execute(insert(grants), made)


async def test_who_blocked_the_bot_is_not_followed_any_more(town: Town) -> None:
    board = Board(refresh_s=0.05)
    somebody = await watching(town, board)

    somebody.person.account.blocked = True
    board.text = "zwei"
    await until(lambda: not town.app.refreshing._tasks)

    assert "zwei" not in somebody.screen.text
