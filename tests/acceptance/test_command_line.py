"""The command line, as real processes: what it does, and one clear sentence for whatever goes wrong."""

from __future__ import annotations

import asyncio
import csv
import json
import re
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from simulator.server import Simulator
from tests.acceptance.shell import PATIENCE_S, PROGRAM, SAMPLE, TOKEN, Process, Shell, configured, says, stopped

pytestmark = pytest.mark.slow


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Start a Bot API server that takes one token."""
    server = Simulator(token=TOKEN, limits=True)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Open a shell with token and key, and nothing migrated yet."""
    return configured(tmp_path)


@pytest.fixture
def busy_port() -> Iterator[int]:
    """Listen on a port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """Find a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def catalogue(folder: Path) -> tuple[str, ...]:
    """Name the files of a catalogue in a folder as arguments."""
    return tuple(
        part for name in ("offers", "sessions", "venues", "texts") for part in (f"--{name}", f"{folder / name}.csv")
    )


async def test_help_lists_every_command(tmp_path: Path) -> None:
    outcome = await Shell(tmp_path, command=PROGRAM).run("--help")

    commands = outcome.out.partition("Commands:")[2]
    assert [
        "announce",
        "announcements",
        "demo",
        "export",
        "import",
        "invite",
        "keys",
        "migrate",
        "play",
        "run",
        "sources",
        "status",
    ] == re.findall(r"^  (\w+)", commands, re.M)


async def test_everything_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    outcome = await Shell(tmp_path).run("run")

    assert 2 == outcome.code
    named = [line.partition(" is missing: ")[0] for line in outcome.err.splitlines()]
    assert ["QUARTIERBOT_TOKEN", "QUARTIERBOT_SECRET_KEY"] == named


async def test_a_new_key_can_be_used_at_once(tmp_path: Path) -> None:
    key = (await Shell(tmp_path).run("keys", "new")).out.strip()

    outcome = await Shell(tmp_path, {"SECRET_KEY": key}).run("migrate")
    assert (0, "The database was brought up to date.\n") == (outcome.code, outcome.out)


async def test_migrating_twice_changes_nothing(shell: Shell) -> None:
    await shell.run("migrate")

    assert "The database is up to date.\n" == (await shell.run("migrate")).out


async def test_a_database_that_was_not_migrated_names_the_command(shell: Shell) -> None:
    outcome = await shell.run("run")

    assert 2 == outcome.code
    assert "run `quartierbot migrate`" in outcome.err


async def test_another_key_than_the_one_that_sealed_is_told(shell: Shell) -> None:
    await shell.run("migrate")
    outcome = await shell.with_settings(SECRET_KEY=Fernet.generate_key().decode()).run("run")

    assert 2 == outcome.code
    assert "sealed with another key" in outcome.err


async def test_after_rotating_the_new_key_alone_is_enough(shell: Shell) -> None:
    old, new = shell.settings["SECRET_KEY"], Fernet.generate_key().decode()
    await shell.run("migrate")
    await shell.with_settings(SECRET_KEY=f"{new},{old}").run("keys", "rotate")

    assert 0 == (await shell.with_settings(SECRET_KEY=new).run("migrate")).code
    assert 2 == (await shell.with_settings(SECRET_KEY=old).run("migrate")).code


async def test_a_data_folder_that_cannot_be_made_is_named(shell: Shell) -> None:
    (shell.folder / "file").write_text("")
    outcome = await shell.with_settings(DATA_DIR="file/data").run("migrate")

    assert (2, "QUARTIERBOT_DATA_DIR cannot be used (Not a directory): name a folder this user may write to\n") == (
        outcome.code,
        outcome.err,
    )


async def test_a_database_file_that_cannot_be_opened_is_told(shell: Shell) -> None:
    (shell.folder / "folder.db").mkdir()
    outcome = await shell.with_settings(DATABASE_URL="sqlite+aiosqlite:///folder.db").run("migrate")

    assert 1 == outcome.code
    assert "The database cannot be used (unable to open database file)" in outcome.err


async def test_a_file_that_is_no_database_is_told(shell: Shell) -> None:
    (shell.folder / "notes.db").write_text("This is not a database. " * 100)
    outcome = await shell.with_settings(DATABASE_URL="sqlite+aiosqlite:///notes.db").run("migrate")

    assert 1 == outcome.code
    assert "The database cannot be used (file is not a database)" in outcome.err


async def test_postgresql_that_cannot_be_reached_is_told_without_its_password(shell: Shell, closed_port: int) -> None:
    url = f"postgresql+asyncpg://bot:sesame@127.0.0.1:{closed_port}/bot"
    outcome = await shell.with_settings(DATABASE_URL=url).run("migrate")

    assert 1 == outcome.code
    assert "The database cannot be used (Connection refused)" in outcome.err
    assert "sesame" not in outcome.err


@pytest.mark.parametrize("url", ["postgresql+asyncpg://bot:sesame@host:port/bot", "sqlite+aiosqlite://"])
async def test_an_address_that_names_no_database_shows_how_to_write_one(shell: Shell, url: str) -> None:
    outcome = await shell.with_settings(DATABASE_URL=url).run("migrate")

    assert 2 == outcome.code
    assert "QUARTIERBOT_DATABASE_URL" in outcome.err
    assert "sesame" not in outcome.err


async def test_a_bot_api_that_cannot_be_reached_is_told(shell: Shell, closed_port: int) -> None:
    await shell.run("migrate")
    outcome = await shell.with_settings(API_URL=f"http://127.0.0.1:{closed_port}").run("run")

    assert 1 == outcome.code
    assert outcome.err.splitlines()[-1].startswith("The Bot API cannot be reached")


async def test_a_refused_token_is_told_and_not_shown(shell: Shell, simulator: Simulator) -> None:
    await shell.run("migrate")
    outcome = await shell.with_settings(API_URL=simulator.address, TOKEN=TOKEN.replace("12", "34")).run("run")

    assert 2 == outcome.code
    assert outcome.err.splitlines()[-1].startswith("QUARTIERBOT_TOKEN is refused by the Bot API")


async def test_a_webhook_port_in_use_is_named(shell: Shell, simulator: Simulator, busy_port: int) -> None:
    await shell.run("migrate")
    hooked = {"WEBHOOK_URL": "https://bot.example.org/updates", "WEBHOOK_SECRET": "a-long-secret"}
    listening = {"WEBHOOK_LISTEN": f"127.0.0.1:{busy_port}", "API_URL": simulator.address}
    outcome = await shell.with_settings(**hooked, **listening).run("run")

    assert 1 == outcome.code
    assert outcome.err.splitlines()[-1].startswith("QUARTIERBOT_WEBHOOK_LISTEN cannot be used (Address already in use)")


async def test_run_answers_and_stops_at_sigterm_within_ten_seconds(shell: Shell, simulator: Simulator) -> None:
    await shell.run("migrate")
    person = simulator.add_person("Amal", "ar")
    async with shell.with_settings(API_URL=simulator.address).start("run") as process:
        await says(process.stderr, "running as @")
        await person.starts()
        await person.receives_message(timeout=20)
        code, said = await stopped(process, signal.SIGTERM)

    assert 0 == code
    assert "Amal" not in said
    assert "Traceback" not in said


async def test_a_stop_while_the_bot_api_keeps_silent_is_heard(shell: Shell) -> None:
    await shell.run("migrate")
    called, done = asyncio.Event(), asyncio.Event()

    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        await done.wait()
        writer.close()

    server = await asyncio.start_server(keep_silent, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, shell.with_settings(API_URL=address).start("run") as process:
        await called.wait()
        code, said = await stopped(process, signal.SIGTERM)
        done.set()

    assert 0 == code
    assert said.endswith("INFO bot: stopping\n")


async def test_an_import_can_be_looked_at_first(shell: Shell) -> None:
    await shell.run("migrate")
    files = catalogue(SAMPLE)
    looked_at = await shell.run("import", "catalogue", *files, "--dry-run")
    taken_in = await shell.run("import", "catalogue", *files)
    again = await shell.run("import", "catalogue", *files)

    assert looked_at.out.splitlines()[:-1] == taken_in.out.splitlines()[:-1]
    assert "Nothing was changed (dry run)" in looked_at.out
    assert "Done: 0 new, 0 changed, 0 gone; notices to people: 0.\n" == again.out


async def test_a_bad_row_is_named_and_nothing_is_changed(shell: Shell) -> None:
    await shell.run("migrate")
    copied = Path(shutil.copytree(SAMPLE, shell.folder / "catalogue"))
    spoil(copied / "sessions.csv", row=3, column="start_time")
    refused = await shell.run("import", "catalogue", *catalogue(copied))
    then = await shell.run("import", "catalogue", *catalogue(SAMPLE), "--dry-run")

    assert 1 == refused.code
    reason = "sessions.csv, row 3, column start_time, 'soon': must be a time of day, written as 09:30"
    assert f"{reason}\n1 problem; nothing was changed\n" == refused.err
    assert "Nothing was changed (dry run): 0 new" not in then.out


def spoil(path: Path, row: int, column: str) -> None:
    """Write nonsense into one cell; the header is row 1."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = "soon"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


async def test_a_file_that_is_not_there_is_an_argument_gone_wrong(shell: Shell) -> None:
    outcome = await shell.run("import", "catalogue", *catalogue(shell.folder))

    assert 2 == outcome.code
    assert "offers.csv' does not exist" in outcome.err


async def test_an_invitation_is_a_deep_link_to_the_bot_whose_token_is_set(shell: Shell, simulator: Simulator) -> None:
    await shell.run("migrate")
    there = shell.with_settings(API_URL=simulator.address)
    outcome = await there.run("invite", "--role", "coordinator", "--hours", "1")

    assert 0 == outcome.code
    assert re.fullmatch(r"https://t\.me/quartierbot_demo_bot\?start=[\w-]{1,64}\n", outcome.out)


async def test_an_invitation_limited_to_a_provider_names_one_there_is(shell: Shell, simulator: Simulator) -> None:
    await shell.run("migrate")
    there = shell.with_settings(API_URL=simulator.address)
    unknown = await there.run("invite", "--role", "coordinator", "--provider", "DEPOT")
    staff = await there.run("invite", "--role", "staff", "--provider", "DEPOT")

    assert (1, "No provider is called 'DEPOT'; known are: none yet\n") == (unknown.code, unknown.err)
    assert 2 == staff.code
    assert "only coordinators can be limited" in staff.err


async def test_a_registration_can_be_played_through_a_pipe(tmp_path: Path) -> None:
    async with Shell(tmp_path).start("play", "--language", "en") as process:
        terminal = Terminal(process)
        await terminal.reads()
        for label in (
            "English",
            "Continue",
            "Find offers",
            "Career planning",
            "Career planning (Nord)",
            "Register",
        ):
            await terminal.taps(label)
        await terminal.registers("Amal")
        shown = terminal.shown
        await terminal.types("/quit")
        code = await process.wait()

    assert 0 == code
    assert re.search(r"Your code: \S*[A-Z0-9]{3,}", shown)


@dataclass
class Terminal:
    """Somebody at a terminal: reads what is shown and types the number of a button."""

    process: Process
    shown: str = ""

    async def reads(self) -> str:
        """Read until the next prompt."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            self.shown = (await self.process.stdout.readuntil(b"\n> ")).decode()
        return self.shown

    async def types(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def taps(self, label: str) -> None:
        """Tap the first button whose label contains this."""
        button = re.search(rf"\[(\d+)\] [^\[\n]*{re.escape(label)}", self.shown)
        assert button is not None, f"no {label!r} in {self.shown}"
        await self.types(button[1])
        await self.reads()

    async def registers(self, name: str) -> None:
        """Answer whatever is asked on the way to a registration: the first choice, or a name."""
        for _question in range(8):
            if "code" in self.shown:
                return
            if "first name" in self.shown:
                await self.types(name)
                await self.reads()
            else:
                await self.taps("")


async def test_status_counts_what_waits_and_what_went_out(tmp_path: Path) -> None:
    shell = configured(tmp_path)
    await shell.run("migrate")

    outcome = await shell.run("status", "--json")

    assert 0 == outcome.code
    counted = json.loads(outcome.out)
    assert ({"inbox", "outbox"}, 0) == (set(counted), counted["outbox"]["unknown"])
