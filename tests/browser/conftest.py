"""A browser and a demo for all tests, a stage for those of a module, and a page for each that looks at the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page

from simulator.person import Person
from tests.browser.stage import Stage, open_stage
from tests.browser.town import CHROMIUM, is_installed, must_run, open_chromium, open_page, running_demo

MISSING = f"{CHROMIUM} is missing; on Debian: apt install chromium"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Start Chromium; without it the tests are skipped, but fail where CI says that they must run."""
    if not is_installed():
        pytest.fail(MISSING) if must_run() else pytest.skip(MISSING)
    async with open_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(chromium: Browser) -> AsyncIterator[str]:
    """Start the demo and tell its address."""
    del chromium  # only so that without it nothing is started
    async with running_demo() as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, demo: str) -> AsyncIterator[Page]:
    """Open the page; the test fails when anything on it did."""
    async with open_page(chromium, demo) as visit:
        yield visit.page
    assert ([], []) == (visit.errors, visit.strayed)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def theatre(chromium: Browser) -> AsyncIterator[Stage]:
    """Open a simulator without a bot, once for all tests of a module."""
    async with open_stage(chromium) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def stage(theatre: Stage) -> AsyncIterator[Stage]:
    """Give the stage to one test, and clear it; the test fails when anything on the page did."""
    yield theatre
    world = theatre.simulator.world
    for chat in list(world.groups):
        await theatre.page.request.delete(f"{theatre.simulator.address}/control/chats/{chat.id}")
    for number in list(world.accounts):
        await theatre.page.request.delete(f"{theatre.simulator.address}/control/phones/{number}")
    assert ([], []) == (theatre.visit.errors, theatre.visit.strayed)


@pytest_asyncio.fixture(loop_scope="session")
async def resident(stage: Stage) -> tuple[Person, Locator]:
    """Add a person who has started the bot, and find their phone."""
    return await stage.person()
