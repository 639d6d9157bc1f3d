"""One phone on the page, in the hand of a test: taps, types and looks as a person would.

Buttons are found by what they do (`dialog.action`), so that a test holds in every language.
"""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

STARTERS = ("de", "de@easy", "ar", "en")
TO_THE_CHECK = ("register.start", "register.answer", "register.own_name")


class Phone:
    """A phone, found by its place on the page."""

    def __init__(self, page: Page, place: int) -> None:
        self.page = page
        self.element = page.get_by_test_id("phone").nth(place)
        self.bubbles = self.element.locator('[data-testid=bubble][data-outgoing="false"]')
        self.newest = self.bubbles.last
        self.keyboard = self.element.get_by_test_id("reply-keyboard-button")

    def part(self, name: str) -> Locator:
        """Find something on this phone by its hook."""
        return self.element.get_by_test_id(name)

    def screen(self, does: str) -> Locator:
        """Find the newest bubble with a button that does `dialog.action`, or `dialog.action.argument`."""
        return self.bubbles.filter(has=self.page.locator(button(does))).last

    async def tap(self, does: str) -> None:
        """Tap the first such button of the newest screen that has one."""
        await self.screen(does).locator(button(does)).first.click()

    async def sees(self, does: str) -> str:
        """Wait for a screen with such a button; returns what it says."""
        await expect(self.screen(does)).to_be_visible()
        return await self.screen(does).locator(".text").inner_text()

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.part("composer-input").fill(text)
        await self.part("send").click()

    async def start(self, language: str) -> None:
        """Press Start, choose a language and accept the notice."""
        await self.part("start").click()
        await self.tap(f"choose_language.pick.{language}")
        await self.tap("privacy.accept")
        await self.sees("find.start")

    async def open_offering(self) -> str:
        """Look for a word and open what is found first; returns what it says."""
        await self.tap("find.start")
        await self.sees("find.week")
        await self.say("PC")
        await self.tap("offering.show")
        return await self.sees("register.start")

    async def register(self) -> str:
        """Register for the offering that is open, with the first name; returns the confirmation."""
        for does in TO_THE_CHECK:
            await self.tap(does)
        await self.tap("register.send")
        return await self.sees("my_registrations.calendar")


def button(does: str) -> str:
    """Write the selector of a button by its dialog, action and arguments; the version between them is left open."""
    dialog, rest = does.split(".", 1)
    return f'[data-callback^="{dialog}."]:is([data-callback$=".{rest}"], [data-callback*=".{rest}."])'


async def add_starters(page: Page) -> tuple[Phone, ...]:
    """Add the four phones that the page offers."""
    await page.get_by_test_id("add-starters").click()
    await expect(page.get_by_test_id("phone")).to_have_count(len(STARTERS))
    return tuple(Phone(page, place) for place in range(len(STARTERS)))
