"""What the browser tests stand on: the demo as people start it, and the Chromium they look at it with."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, Page, Request, async_playwright, expect

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")  # Debian's
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTS_S = 60.0
WAITS_MS = 30_000
"""how long something may take to be there; only a test that fails waits as long, and a slow machine is no failure"""
expect.set_options(timeout=WAITS_MS)
MOST_CALLS = 20_000
DESK = (1400, 900)
HAND = (390, 844)


@dataclass
class Visit:
    """One look at the page, with what no visit may have: errors, and requests to anywhere else."""

    page: Page
    errors: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)


def is_installed() -> bool:
    """Say whether Debian's Chromium is there."""
    return CHROMIUM.exists()


def must_run() -> bool:
    """Say whether a missing browser is a failure, as it is wherever the variable CI is set."""
    return bool(os.environ.get("CI"))


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """Run the demo in a process of its own, on any free port, with Telegram's limits on; yields the address it prints."""
    command = (sys.executable, "-m", "bot", "demo", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        address = await read_address(process)
        async with aiohttp.ClientSession(address) as session:
            await session.post("/control/network", json={"limits": True})
            yield address
            async with session.get("/control/calls", params={"limit": MOST_CALLS}) as response:
                floods = [call["method"] for call in await response.json() if call["error_code"] == 429]
        assert [] == floods, "the demo's bot was too much for Telegram's limits"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.communicate()


async def read_address(process: asyncio.subprocess.Process) -> str:
    """Read the line that names the address. RuntimeError when the demo ended instead."""
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), STARTS_S)
    if not line.startswith(b"http://"):
        message = f"the demo did not start: {line.decode()!r}"
        raise RuntimeError(message)
    return line.decode().strip()


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """Start Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(browser: Browser, address: str, size: tuple[int, int] = DESK) -> AsyncIterator[Visit]:
    """Open the page of a demo in a window of `size` pixels; takes the phones away again at the end."""
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(WAITS_MS)
    visit = Visit(await context.new_page())
    watch(visit, address)
    try:
        await visit.page.goto(address)
        await expect(visit.page.locator("#phones")).to_have_attribute("aria-busy", "false")
        yield visit
    finally:
        await remove_phones(visit.page, address)
        await context.close()


def watch(visit: Visit, address: str) -> None:
    """Write down every error on the page and every request that leaves its origin."""

    def check(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            visit.strayed.append(request.url)

    visit.page.context.on("request", check)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("console", lambda said: visit.errors.append(said.text) if said.type in {"error", "warning"} else None)


async def remove_phones(page: Page, address: str) -> None:
    """Leave the demo without phones, as it was found."""
    state = await (await page.request.get(f"{address}/control/state")).json()
    for phone in state["phones"]:
        await page.request.delete(f"{address}/control/phones/{phone['id']}")
