"""Make docs/screenshot.png again: `python -m tests.browser.screenshot`. Staff announce, and residents read it meanwhile."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.phones import SCENE, Phone, add_scene
from tests.browser.town import ROOT, open_chromium, open_page, running_demo

FILE = ROOT / "docs" / "screenshot.png"
MORNING = time(9, 40)
SENTENCE = "Kommen Sie vorbei. Es gibt Kaffee und Zeit für Fragen."
SOME = re.compile("▓░")


async def set_morning(page: Page, address: str) -> None:
    """Move the bot's clock to the next morning, for people write to it by day."""
    clock = await (await page.request.get(f"{address}/control/clock")).json()
    now = datetime.fromisoformat(clock["now"]).astimezone(ZoneInfo(clock["time_zone"]))
    morning = datetime.combine(now + timedelta(days=1), MORNING, now.tzinfo)
    await page.request.post(f"{address}/control/clock", data={"seconds": (morning - now).total_seconds()})


async def play(page: Page) -> None:
    """Announce to a crowd; while it goes out one resident reads it, and another is about to register."""
    *shown, _coordinator = await add_scene(page)
    phones = dict(zip(SCENE[:-1], shown, strict=True))
    await announce(phones["de"])
    for code in SCENE[1:-1]:
        await phones[code].sees("news.button")
    await phones["en"].tap("news.button.1.register")
    await phones["en"].sees("register.answer")
    await expect(phones["de"].newest).to_contain_text(SOME)


async def announce(staff: Phone) -> None:
    """Pick an offering, add a sentence to it, and send it to everybody."""
    await staff.go("home.show", "desk.show")
    await staff.begin_announcement()
    await staff.go("announcement_text.show", "announcement_text.language.1.de", "announcement_text.text")
    await staff.sees("announcement_text.language")
    await staff.say(SENTENCE)
    await staff.go("announcement_text.accept_all", "announcement.show", "announcement.check", "announcement.submit")
    await staff.sees("announcement_run.pause")


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
