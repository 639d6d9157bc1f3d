"""`quartierbot announce` beside a running bot, as two processes on one database: what the command writes, the bot sends."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.residents import noon_zone
from simulator.server import Simulator
from storage import news, people
from storage.engine import COMMAND, Database
from tests.acceptance.shell import TOKEN, configured, says

pytestmark = pytest.mark.slow

PARTY = '[texts.de]\ntitle = "Sommerfest"\ntext = "Kommen Sie!"\n'


async def test_a_running_bot_sends_what_is_announced_beside_it(tmp_path: Path) -> None:
    simulator = Simulator(token=TOKEN)
    await simulator.start()
    person = simulator.add_person("Amal", "de", started=True)
    shell = configured(tmp_path, API_URL=simulator.address, TIMEZONE=noon_zone().key)
    await shell.run("migrate")
    database = await Database.open(
        f"sqlite+aiosqlite:///{tmp_path / 'data' / 'quartierbot.db'}", [shell.settings["SECRET_KEY"]]
    )
    async with database.transaction(datetime.now(UTC), COMMAND) as tx:
        await news.set_news(tx, (await people.greet(tx, str(person.id), "de")).id, agreed=True)
    await database.close()
    (tmp_path / "party.toml").write_text(PARTY, "utf-8")

    async with shell.start("run") as bot:
        await says(bot.stderr, "running as @")
        announced = await shell.run("announce", "party.toml")
        await person.receives(1, timeout=20)
    await simulator.stop()

    assert (0, "Announcement 1 goes out as soon as the bot runs.") == (announced.code, announced.out.splitlines()[-1])
    assert "Sommerfest" in person.received[-1].text
