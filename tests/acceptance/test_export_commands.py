"""Exports by command line, as real processes: files that only their owner reads, an audit row each, clear refusals."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from icalendar import Calendar
from openpyxl import load_workbook
from PIL import Image

from simulator.server import Simulator
from storage import rosters
from storage.engine import COMMAND, Database
from storage.sample.trial import open_trial
from tests.acceptance.shell import TOKEN, Shell, configured
from tests.storage import builders

pytestmark = pytest.mark.slow

NAMES = ("Jörg Müßig", "محمد الأحمد", "Γιώργος Παπάς", "=1+1")
COURSE = ("--offering", "DC-01")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Start a Bot API server that takes one token."""
    server = Simulator(token=TOKEN, limits=True)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Make a folder with the sample catalogue and some people registered for a course, to copy from."""
    opened = configured(tmp_path_factory.mktemp("exports"))
    (opened.folder / "data").mkdir()
    asyncio.run(fill(f"sqlite+aiosqlite:///{opened.folder / 'data' / 'quartierbot.db'}", opened.settings["SECRET_KEY"]))
    return opened


@pytest.fixture
def shell(template: Shell, tmp_path: Path) -> Shell:
    """Open a shell in a copy of the folder."""
    shutil.copytree(template.folder / "data", tmp_path / "data")
    return Shell(tmp_path, template.settings)


async def fill(address: str, key: str) -> None:
    """Fill a new database."""
    database = await open_trial(address, datetime.now(UTC), [key])
    await register(database)
    await database.close()


async def register(database: Database) -> None:
    """Register people for a course."""
    async with database.transaction(datetime.now(UTC), COMMAND) as tx:
        course = await rosters.find(tx, "DC-01")
        assert course is not None
        for name in NAMES:
            await builders.register(tx, await builders.add_person(tx), course, name=name)


def audited(shell: Shell) -> list[tuple[str, str, dict[str, object]]]:
    """Read who exported what."""
    with sqlite3.connect(shell.folder / "data" / "quartierbot.db") as connection:
        rows = connection.execute("SELECT actor, subject, detail FROM audit WHERE action = 'export'").fetchall()
    connection.close()
    return [(actor, subject, json.loads(detail)) for actor, subject, detail in rows]


async def test_a_list_is_written_for_its_owner_alone_and_noted(shell: Shell) -> None:
    outcome = await shell.run("export", "registrations", *COURSE, "--output", "list.xlsx")

    assert (0, "Wrote list.xlsx: 4 registered, 0 waiting. Only you can read it.\n") == (outcome.code, outcome.out)
    written = shell.folder / "list.xlsx"
    assert 0o600 == stat.S_IMODE(written.stat().st_mode)
    assert {*NAMES} == {row[1] for row in load_workbook(written)["Alle"].iter_rows(min_row=2, values_only=True)}
    assert [("command", "offering", {"count": 4, "format": "xlsx", "kind": "registrations"})] == audited(shell)


async def test_no_name_and_no_code_is_logged_on_the_way(shell: Shell) -> None:
    noisy = shell.with_settings(LOG_LEVEL="DEBUG")
    outcome = await noisy.run("export", "attendance", *COURSE, "--output", "sheets.pdf")

    assert 0 == outcome.code
    assert not re.search("fontTools|Müßig|odieresis", outcome.err)


async def test_every_kind_can_be_exported(shell: Shell) -> None:
    asked = {
        "list.csv": ("registrations", "--format", "csv"),
        "plain.csv": ("registrations", "--format", "csv-plain"),
        "list.json": ("registrations", "--format", "json"),
        "sheets.pdf": ("attendance", "--language", "ar"),
        "poster.pdf": ("poster", "--bot", "@aachen_bot", "--languages", "de,ar,en"),
        "dates.ics": ("calendar",),
    }
    runs = [shell.run("export", *words, *COURSE, "--output", name) for name, words in asked.items()]
    outcomes = [await run for run in runs]

    assert [0] * len(asked) == [outcome.code for outcome in outcomes], [outcome.err for outcome in outcomes]
    beginnings = {name: (shell.folder / name).read_bytes()[:4] for name in asked}
    assert [b"\xef\xbb\xbfC", b"code", b'{\n "', b"%PDF", b"%PDF", b"BEGI"] == list(beginnings.values())
    assert len(asked) == len(audited(shell))


async def test_a_calendar_holds_every_session(shell: Shell) -> None:
    await shell.run("export", "calendar", *COURSE, "--output", "dates.ics")

    events = Calendar.from_ical((shell.folder / "dates.ics").read_bytes()).walk("VEVENT")
    assert 7 == len(events)


async def test_a_poster_asks_telegram_for_the_bot_s_name(shell: Shell, simulator: Simulator) -> None:
    there = shell.with_settings(API_URL=simulator.address)
    outcome = await there.run("export", "poster", *COURSE, "--format", "png", "--output", "poster.png")

    assert 0 == outcome.code, outcome.err
    picture = await asyncio.to_thread(Image.open, shell.folder / "poster.png")
    (found,) = zxingcpp.read_barcodes(picture)
    assert re.fullmatch(r"https://t\.me/\w+\?start=o_\d+", found.text)


async def test_a_file_that_is_there_is_kept_unless_it_may_be_overwritten(shell: Shell) -> None:
    written = shell.folder / "list.json"
    written.write_text("mine")
    command = ("export", "registrations", *COURSE, "--format", "json", "--output", "list.json")
    refused = await shell.run(*command)

    assert (2, "list.json exists already: name another file, or add --overwrite\n") == (refused.code, refused.err)
    assert ("mine", []) == (written.read_text(), audited(shell))

    assert 0 == (await shell.run(*command, "--overwrite")).code
    assert 0o600 == stat.S_IMODE(written.stat().st_mode)
    assert ["data", "list.json"] == sorted(path.name for path in shell.folder.iterdir())


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (1, "There is no offering 'dc-1'; did you mean DC-01?", ("registrations", "--offering", "dc-1")),
        (1, "There is no offering 'x'; write it as column offer_id", ("calendar", "--offering", "x")),
        (1, "Nobody is registered for DC-02 and nobody waits", ("registrations", "--offering", "DC-02")),
        (2, "There is no folder nowhere: make it", ("calendar", *COURSE, "--output", "nowhere/x")),
        (2, "data is a folder: name a file in it", ("calendar", *COURSE, "--output", "data")),
        (2, "the bot does not speak it; one of de,", ("poster", *COURSE, "--languages", "de,tlh")),
        (2, "name one to 3 languages", ("poster", *COURSE, "--languages", "de,en,ar,de@easy")),
        (2, "write it as Telegram has it", ("poster", *COURSE, "--bot", "a b")),
    ],
)
async def test_what_cannot_be_is_refused_with_a_remedy(
    shell: Shell, code: int, said: str, words: tuple[str, ...]
) -> None:
    output = () if "--output" in words else ("--output", "out")
    outcome = await shell.run("export", *words, *output)

    assert code == outcome.code
    assert said in outcome.err
    assert [] == audited(shell)


async def test_the_keys_for_machines_are_as_documented(shell: Shell) -> None:
    await shell.run("export", "registrations", *COURSE, "--format", "json", "--output", "list.json")
    data = json.loads((shell.folder / "list.json").read_text("utf-8"))

    documented = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8").partition("## Exports")[2]
    keys = (*data, *data["sessions"][0], *data["registrations"][0])
    assert [] == [key for key in keys if f"`{key}`" not in documented]


async def test_statistics_name_nobody_and_no_number_below_five(shell: Shell) -> None:
    months = ("--from", "2026-01", "--to", "2099-12")
    outcome = await shell.run("export", "statistics", *months, "--output", "figures.json")
    figures = json.loads((shell.folder / "figures.json").read_text())

    assert (0, "<5") == (outcome.code, figures["total"]["registrations"])
    assert not [name for name in NAMES if name in json.dumps(figures, ensure_ascii=False)]
    assert ("statistics", "json") == tuple(audited(shell)[0][2][key] for key in ("kind", "format"))
