"""The demo: one command, one address, phones that are answered, and a clean end."""

from __future__ import annotations

import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.demo import HOST, PORT, free_port, is_free
from tests.acceptance.phones import Phones
from tests.acceptance.shell import Shell, says, stopped

pytestmark = pytest.mark.slow


@asynccontextmanager
async def demo(folder: Path, number: signal.Signals = signal.SIGINT) -> AsyncIterator[Phones]:
    """Start the demo, and see that it ends cleanly, with nothing said and nothing left."""
    async with Shell(folder).start("demo", "--port", "0") as process:
        yield Phones(await says(process.stdout, "http://127.0.0.1:"))

        assert (0, "") == await stopped(process, number)
        assert [] == files_in(folder)


def files_in(folder: Path) -> list[Path]:
    """List what lies in a folder."""
    return list(folder.iterdir())


async def test_one_address_shows_the_phones_and_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    async with demo(tmp_path) as phones:
        assert "<title>" in await phones.page()


async def test_sigterm_ends_it_cleanly_too(tmp_path: Path) -> None:
    async with demo(tmp_path, signal.SIGTERM) as phones:
        assert [] == (await phones.ask("state"))["phones"]


async def test_a_new_phone_is_answered_without_a_token(tmp_path: Path) -> None:
    async with demo(tmp_path) as phones:
        assert "Welcome" in await phones.answer_to_start("en")


async def test_a_phone_added_as_staff_opens_an_invitation(tmp_path: Path) -> None:
    async with demo(tmp_path) as phones:
        staff = await phones.ask("phones", label="Deutsch", first_name="Gast", language="de", role="staff")

        assert ["/start", "i"] == staff["messages"][0]["text"].replace("_", " ").split()[:2]


async def test_the_clock_can_be_moved(tmp_path: Path) -> None:
    async with demo(tmp_path) as phones:
        before = await phones.ask("clock")
        after = await phones.ask("clock", seconds=24 * 3600)

        assert before["now"][:10] < after["now"][:10]


async def test_a_port_in_use_that_was_asked_for_is_named(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        outcome = await Shell(tmp_path).run("demo", "--port", str(port))

    said = f"Port {port} cannot be used (Address already in use); try: quartierbot demo --port 0\n"
    assert (1, said) == (outcome.code, outcome.err)


def test_the_next_free_port_is_taken_when_the_usual_one_is_busy() -> None:
    with socket.socket() as server:
        with suppress(OSError):  # busy already is as good
            server.bind((HOST, PORT))
            server.listen()
        port = free_port()

        assert port > PORT
        assert is_free(port)
