"""One phone on the page, in the hand of a test: taps, types and looks as a person would.

Buttons are found by what they do (`dialog.action`), so that a test holds in every language.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

STARTERS = ("de", "de@easy", "ar", "en")
SCENE = ("de", "ar", "en", "de@easy", "de")
"""staff, residents, and a coordinator"""
WORD, FOUND = "PC", 3
"""what is looked for, and how many there are of it"""
TO_THE_CHECK = ("register.start", "register.answer", "register.own_name")


@dataclass(frozen=True)
class Sight:
    """A bubble as it was seen: what it says and in which direction, and what stands on its buttons."""

    text: str
    direction: str
    labels: tuple[str, ...]


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

    async def look(self, does: str) -> Sight:
        """Wait for a screen with such a button, and look at it."""
        await expect(self.screen(does)).to_be_visible()
        return await sight_of(self.screen(does))

    async def go(self, *steps: str) -> None:
        """Tap one button after the other, each on the screen that has it."""
        for does in steps:
            await self.tap(does)

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.part("composer-input").fill(text)
        await self.part("send").click()

    async def start(self, language: str) -> None:
        """Press Start, choose a language and accept the notice."""
        await self.part("start").click()
        await self.begin(language)
        await self.sees("find.start")

    async def begin(self, language: str) -> None:
        """Choose a language and accept the notice, as is asked at first contact."""
        await self.go(f"choose_language.pick.{language}", "privacy.accept")

    async def open_link(self, link: str) -> None:
        """Open a link to the bot, as if it had been scanned."""
        await self.part("phone-menu").click()
        await self.part("open-link").click()
        await self.part("deep-link").fill(link)
        await self.part("deep-link-open").click()

    async def agree_to_news(self) -> None:
        """Go home, and agree to news."""
        await self.go("news.show", "news.agree")
        await self.sees("news.how_often")

    async def open_offering(self) -> str:
        """Look for a word and open what is found first; returns what it says."""
        await self.tap("find.start")
        await self.sees("find.week")
        await self.say(WORD)
        await self.tap("offering.show")
        return await self.sees("register.start")

    async def begin_announcement(self) -> None:
        """From the desk, begin an announcement about what is found first for the word; ends where it is put together."""
        await self.go("desk.new", "desk.offers")
        await self.sees("desk.start")
        await self.say(WORD)
        await expect(self.screen("desk.start").locator(button("desk.start"))).to_have_count(FOUND)
        await self.tap("desk.start")
        await self.sees("announcement.look")

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


async def add_phone(page: Page, language: str, role: str = "Resident") -> Phone:
    """Add a phone by the form for that."""
    place = await page.get_by_test_id("phone").count()
    await page.get_by_test_id("add-phone").click()
    form = page.get_by_test_id("add-phone-dialog")
    await form.locator("select").select_option(language)
    await form.get_by_label(role, exact=True).check()
    await page.get_by_test_id("add-phone-confirm").click()
    await expect(page.get_by_test_id("phone")).to_have_count(place + 1)
    return Phone(page, place)


async def add_scene(page: Page) -> tuple[Phone, ...]:
    """Add those whom the demo has ready: the first is of staff, the last a coordinator, between them are residents."""
    await page.get_by_test_id("add-scene").click()
    await expect(page.get_by_test_id("phone")).to_have_count(len(SCENE))
    phones = tuple(Phone(page, place) for place in range(len(SCENE)))
    for one in (phones[0], phones[-1]):
        await one.sees("home.show")
    for resident in phones[1:-1]:
        await resident.sees("find.start")
    return phones


async def sight_of(bubble: Locator) -> Sight:
    """Look at a bubble; all of it is read at once, for it may change the next moment."""
    seen = await bubble.evaluate(SIGHT)
    return Sight(seen["text"], seen["direction"], tuple(seen["labels"]))


SIGHT = """bubble => {
  const text = bubble.querySelector(".text");
  const labels = [...bubble.querySelectorAll("[data-testid=inline-button]")].map((button) => button.innerText.trim());
  return { text: text.innerText, direction: getComputedStyle(text).direction, labels };
}"""
