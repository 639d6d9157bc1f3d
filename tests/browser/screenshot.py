"""Make docs/screenshot.png again: `python -m tests.browser.screenshot`. Four phones in the middle of a journey."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.phones import STARTERS, Phone, add_starters
from tests.browser.town import ROOT, open_chromium, open_page, running_demo

FILE = ROOT / "docs" / "screenshot.png"
MORNING = time(9, 40)
LATER_COURSE = 19  # of what is found for 'PC', one whose reminder comes after the other course's
WORD = "PC"


async def set_morning(page: Page, address: str) -> None:
    """Move the bot's clock to the next morning, for people write to it by day."""
    clock = await (await page.request.get(f"{address}/control/clock")).json()
    now = datetime.fromisoformat(clock["now"]).astimezone(ZoneInfo(clock["time_zone"]))
    morning = datetime.combine(now + timedelta(days=1), MORNING, now.tzinfo)
    await page.request.post(f"{address}/control/clock", data={"seconds": (morning - now).total_seconds()})


async def play(page: Page) -> None:
    """Bring each phone to another moment: an offering, a registration, a reminder, a search."""
    phones = dict(zip(STARTERS, await add_starters(page), strict=True))
    for language, phone in phones.items():
        await phone.start(language)
    await phones["en"].tap("find.start")
    await open_later(phones["de"])
    await open_later(phones["de@easy"])
    await phones["de@easy"].register()
    await phones["ar"].open_offering()
    await phones["ar"].register()
    await page.get_by_test_id("clock-to-next").click()
    await phones["ar"].sees("my_registrations.coming")
    await expect(page.get_by_test_id("clock-outcome")).to_contain_text("1 new message")


async def open_later(phone: Phone) -> None:
    """Open a course that begins later than the first one found."""
    await phone.tap("find.start")
    await phone.sees("find.week")
    await phone.say(WORD)
    await phone.tap(f"offering.show.{LATER_COURSE}")
    await phone.sees("register.start")


async def settle(page: Page) -> None:
    """Let the phones stop gliding, and take the pointer away."""
    await page.mouse.move(0, 0)
    await page.evaluate(STILL)


STILL = """() => Promise.all([...document.querySelectorAll(".log")].map((log) => new Promise((done) => {
  let last = -1;
  const look = () => { if (log.scrollTop === last) done(); else { last = log.scrollTop; setTimeout(look, 200); } };
  look();
})))"""


async def take(file: Path) -> None:
    """Start a demo, play, and write the picture."""
    async with running_demo() as address, open_chromium() as browser, open_page(browser, address) as visit:
        await set_morning(visit.page, address)
        await play(visit.page)
        await settle(visit.page)
        await visit.page.screenshot(path=file)


if __name__ == "__main__":
    asyncio.run(take(FILE))
