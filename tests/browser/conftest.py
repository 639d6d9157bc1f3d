"""A demo and a browser for all tests of a module, and a page for each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.town import CHROMIUM, is_installed, must_run, open_chromium, open_page, running_demo

MISSING = f"{CHROMIUM} is missing; on Debian: apt install chromium"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """Start Chromium; without it the tests are skipped, but fail where CI says that they must run."""
    if not is_installed():
        pytest.fail(MISSING) if must_run() else pytest.skip(MISSING)
    async with open_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(chromium: Browser) -> AsyncIterator[str]:
    """Start the demo and tell its address."""
    del chromium  # only so that without it nothing is started
    async with running_demo() as address:
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser, demo: str) -> AsyncIterator[Page]:
    """Open the page; the test fails when anything on it did."""
    async with open_page(chromium, demo) as visit:
        yield visit.page
    assert ([], []) == (visit.errors, visit.strayed)
