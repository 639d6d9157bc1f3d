"""One phone on the page, in the hand of a test: taps, types and looks as a person would, never knowing a label's wording."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

STARTERS = ("Deutsch", "Deutsch (einfach)", "العربية", "English")


class Phone:
    """A phone found by its place on the page."""

    def __init__(self, page: Page, place: int) -> None:
        self.page = page
        self.element = page.get_by_test_id("phone").nth(place)
        self.bubbles = self.element.locator('[data-testid=bubble][data-outgoing="false"]')
        self.newest = self.bubbles.last
        self.keyboard = self.element.get_by_test_id("reply-keyboard-button")

    def part(self, name: str) -> Locator:
        """Find something on this phone by its hook."""
        return self.element.get_by_test_id(name)

    def button(self, does: str) -> Locator:
        """Describe a button that does `dialog.action`, or `dialog.action.first-argument`."""
        dialog, action, *args = does.split(".")
        after = "".join(f".{each}" for each in (action, *args))
        return self.page.locator(f'[data-callback^="{dialog}."][data-callback*="{after}"]')

    async def tap(self, does: str) -> None:
        """Tap the first such button of the newest screen that has one."""
        screen = self.bubbles.filter(has=self.button(does)).last
        await screen.locator(self.button(does)).first.click()

    async def start(self) -> None:
        """Press Start, and wait for the first screen."""
        await self.part("start").click()
        await expect(self.bubbles).not_to_have_count(0)

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.part("composer-input").fill(text)
        await self.part("send").click()

    async def text(self) -> str:
        """Read the newest bubble."""
        return await self.newest.locator(".text").inner_text()


async def add_starters(page: Page) -> tuple[Phone, ...]:
    """Add the four phones that the page offers."""
    await page.get_by_test_id("add-starters").click()
    await expect(page.get_by_test_id("phone")).to_have_count(len(STARTERS))
    return tuple(Phone(page, place) for place in range(len(STARTERS)))
