"""A simulator with its page open and no bot: the test says what the bot says, by plain calls of the Bot API."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from playwright.async_api import Browser, Locator, Page, expect

from simulator import Simulator
from simulator.group import Group
from simulator.person import Person
from tests.browser.town import DESK, Visit, open_page

Body = dict[str, Any]


class RefusedError(AssertionError):
    """The simulator refused what a test says as the bot."""


@dataclass
class Stage:
    """One simulator and one page for many tests; each test brings its own people."""

    simulator: Simulator
    visit: Visit
    session: aiohttp.ClientSession

    @property
    def page(self) -> Page:
        """The page with the phones."""
        return self.visit.page

    async def call(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method as the bot does; returns the result. Bytes are sent as files."""
        form = aiohttp.FormData()
        for name, value in parameters.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.png")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        address = f"{self.simulator.address}/bot{self.simulator.token}/{method}"
        async with self.session.post(address, data=form) as response:
            answer = await response.json()
        if not answer["ok"]:
            raise RefusedError(answer["description"])
        return answer["result"]

    async def says(self, to: Person | Group, text: str, *rows: list[Body], **more: object) -> int:
        """Send a text as the bot, with rows of inline buttons; returns the number of the message."""
        markup = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
        sent = await self.call("sendMessage", chat_id=to.id, text=text, parse_mode="HTML", **markup, **more)
        return int(sent["message_id"])

    async def person(self, language: str = "en", label: str = "") -> tuple[Person, Locator]:
        """Add somebody who has started the bot; returns them and their phone on the page."""
        person = self.simulator.add_person("Guest", language, label or language)
        await person.starts()
        return person, await self.phone(person)

    async def phone(self, person: Person) -> Locator:
        """Find a person's phone, once the page shows it."""
        phone = self.page.locator(f'[data-phone-id="{person.id}"][data-testid=phone]')
        await expect(phone).to_be_attached()
        return phone

    async def group(self, *members: Person, forum: bool = False, title: str = "Group") -> Group:
        """Make a supergroup in which the bot is an administrator."""
        group = self.simulator.add_group(title, members, forum=forum)
        await group.sets_bot(members[0], "administrator")
        return group


@asynccontextmanager
async def open_stage(browser: Browser, size: tuple[int, int] = DESK) -> AsyncIterator[Stage]:
    """Start a simulator, open its page."""
    simulator = Simulator()
    await simulator.start()
    try:
        async with open_page(browser, simulator.address, size) as visit, aiohttp.ClientSession() as session:
            yield Stage(simulator, visit, session)
    finally:
        await simulator.stop()


async def open_chat(phone: Locator, title: str) -> None:
    """Go back to the list of chats and open one."""
    await phone.get_by_test_id("back").click()
    await phone.get_by_test_id("chat-item").filter(has_text=title).click()


async def open_menu(phone: Locator, text: str) -> None:
    """Open what can be done with a message."""
    bubble = phone.get_by_test_id("bubble").filter(has_text=text).last
    await bubble.focus()
    await bubble.press("Enter")


def picture(width: int = 60, height: int = 40, shade: int = 90) -> bytes:
    """Make a PNG of one colour."""
    rows = (b"\0" + bytes((shade, 140, 120)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
