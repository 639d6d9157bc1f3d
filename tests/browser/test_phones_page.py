"""The page with the phones and the real bot behind it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.phones import STARTERS, Phone, add_phone, add_scene, add_starters
from tests.browser.town import HAND

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

INSIDE = "node => { const box = node.getBoundingClientRect(); return box.left >= -1 && box.right <= innerWidth + 1; }"


async def add_started(page: Page, language: str = "de") -> Phone:
    """Add the four phones and bring one of them home."""
    phone = (await add_starters(page))[STARTERS.index(language)]
    await phone.start(language)
    return phone


async def test_a_chat_is_still_there_when_the_page_is_loaded_again(page: Page) -> None:
    phone = await add_started(page)
    await page.reload()

    await phone.sees("find.start")


async def test_a_shared_location_is_shown_and_answered(page: Page) -> None:
    phone = await add_started(page)
    for tap in ("find.start", "find.narrow", "find.ask.where", "find.near"):
        await phone.tap(tap)
    await phone.part("attach").click()
    await phone.part("attach-location").click()
    await phone.part("place").first.click()

    await expect(phone.part("location")).to_be_visible()
    await phone.sees("offering.show")


async def test_a_deep_link_leads_to_its_offering(page: Page) -> None:
    phone = await add_started(page)
    await phone.part("phone-menu").click()
    await phone.part("open-link").click()
    await phone.part("deep-link").fill("https://t.me/quartierbot_demo_bot?start=o_4")
    await phone.part("deep-link-open").click()

    await phone.sees("offering.more.4")


async def test_staff_and_residents_are_ready_at_a_tap(page: Page) -> None:
    staff, *_others = await add_scene(page)
    await staff.go("home.show", "desk.show")

    await staff.sees("desk.new")


async def test_a_phone_added_as_staff_is_of_the_team_once_a_language_is_chosen(page: Page) -> None:
    phone = await add_phone(page, "de", "Staff")
    await phone.begin("de")
    await phone.tap("home.show")

    await phone.sees("desk.show")


async def test_a_screen_is_edited_in_place(page: Page) -> None:
    phone = await add_started(page)
    count = await phone.bubbles.count()
    await phone.tap("find.start")
    await phone.sees("find.week")

    await expect(phone.bubbles).to_have_count(count)


async def test_on_a_small_screen_nothing_sticks_out(page: Page) -> None:
    await page.set_viewport_size({"width": HAND[0], "height": HAND[1]})
    phone = await add_started(page)
    await phone.open_offering()

    assert HAND[0] == await page.evaluate("document.documentElement.scrollWidth")
    assert [] == [
        words for words in await phone.newest.locator(".inline-button").all() if not await words.evaluate(INSIDE)
    ]
