"""What the browser tests stand on: the demo as people start it, and the Chromium they look at it with."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
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


def find_chromium() -> str | None:
    """Tell where Debian's Chromium is; None where it is not installed."""
    return shutil.which(CHROMIUM)


def must_run() -> bool:
    """Say whether a missing browser is a failure, as it is wherever the variable CI is set."""
    return bool(os.environ.get("CI"))


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """Run the demo in a process of its own, on any free port; yields the address it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await read_address(process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.communicate()


async def read_address(process: asyncio.subprocess.Process) -> str:
    """Read the line that names the address. RuntimeError when the demo ended instead."""
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), STARTS_S)
    if not line.startswith(b"http://"):
        raise RuntimeError(f"the demo did not start: {line.decode()!r}")
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
