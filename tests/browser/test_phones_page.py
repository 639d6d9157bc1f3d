"""The page with the phones: what a visitor can do on it, with a mouse, with keys alone, on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.phones import STARTERS, Phone, add_starters, button
from tests.browser.town import HAND

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MOST_TABS = 40
INSIDE = "node => { const box = node.getBoundingClientRect(); return box.left >= -1 && box.right <= innerWidth + 1; }"


async def add_started(page: Page, language: str = "de") -> Phone:
    """Add the four phones and bring one of them home."""
    phone = (await add_starters(page))[STARTERS.index(language)]
    await phone.start(language)
    return phone


async def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await target.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached with {MOST_TABS} tabs")


async def test_each_phone_tells_role_and_language(page: Page) -> None:
    phones = await add_starters(page)

    await expect(phones[2].element).to_have_attribute("aria-label", "Phone: العربية, Resident, العربية")


async def test_a_new_phone_keeps_its_role_when_the_page_is_loaded_again(page: Page) -> None:
    await page.get_by_test_id("add-phone").click()
    await page.get_by_test_id("add-phone-dialog").get_by_label("Coordinator").check()
    await page.get_by_test_id("add-phone-confirm").click()
    await expect(page.get_by_test_id("phone")).to_have_count(1)
    await page.reload()

    await expect(page.get_by_test_id("phone").locator(".role-coordinator")).to_have_text("Coordinator")


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


async def test_a_link_to_another_bot_is_not_opened(page: Page) -> None:
    phone = await add_started(page)
    await phone.part("phone-menu").click()
    await phone.part("open-link").click()
    await phone.part("deep-link").fill("https://t.me/another_bot?start=o_4")
    await phone.part("deep-link-open").click()

    await expect(phone.part("link-sheet").get_by_role("alert")).to_have_text("This link does not lead to this bot.")


async def test_the_app_around_a_chat_speaks_the_language_of_its_phone(page: Page) -> None:
    phones = await add_starters(page)

    starts = [await phone.part("start").inner_text() for phone in phones]
    assert ["Starten", "Starten", "ابدأ", "Start"] == starts


async def test_a_label_too_long_for_a_phone_is_cut_off_and_told_in_full_by_its_title(page: Page) -> None:
    phone = await add_started(page)
    await phone.say("/start o_1")
    await phone.sees("register.start")
    label = phone.newest.locator(button("register.start"))
    await label.locator("span").evaluate("node => { node.textContent = 'Anmelden '.repeat(20); }")

    assert await label.evaluate("node => node.querySelector('span').scrollWidth > node.clientWidth")
    await expect(label).to_have_attribute("title", re.compile("Anmelden"))


async def test_a_screen_is_edited_in_place(page: Page) -> None:
    phone = await add_started(page)
    count = await phone.bubbles.count()
    await phone.tap("find.start")
    await phone.sees("find.week")

    await expect(phone.bubbles).to_have_count(count)


async def test_a_button_is_tapped_with_keys_alone(page: Page) -> None:
    phone = await add_started(page)
    target = phone.newest.locator(button("find.start"))
    await walk_to(page, target)
    await page.keyboard.press("Enter")

    await phone.sees("find.week")


async def test_the_focus_stays_on_the_phone_when_its_screen_changes(page: Page) -> None:
    phone = await add_started(page)
    await walk_to(page, phone.newest.locator(button("find.start")))
    await page.keyboard.press("Enter")
    await phone.sees("find.week")

    await expect(phone.newest.locator(":focus")).to_have_count(1)


async def test_what_is_written_is_never_read_as_html(page: Page) -> None:
    phone = await add_started(page)
    await phone.say("<img src=x onerror=alert(1)>")

    written = phone.element.locator('[data-testid=bubble][data-outgoing="true"]').last
    await expect(written).to_contain_text("<img src=x onerror=alert(1)>")


async def test_a_blocked_bot_can_be_unblocked(page: Page) -> None:
    phone = await add_started(page)
    await phone.part("phone-menu").click()
    await phone.part("block").click()
    await phone.part("unblock-bot").click()

    await expect(phone.part("composer")).to_be_visible()


async def test_the_call_log_lists_what_the_bot_sent(page: Page) -> None:
    await add_started(page)
    await page.get_by_test_id("open-calls").click()

    await expect(page.locator('[data-testid=call][data-method="sendMessage"]').first).to_be_visible()


async def test_on_a_small_screen_nothing_sticks_out(page: Page) -> None:
    await page.set_viewport_size({"width": HAND[0], "height": HAND[1]})
    phone = await add_started(page)
    await phone.open_offering()

    assert HAND[0] == await page.evaluate("document.documentElement.scrollWidth")
    assert [] == [
        words for words in await phone.newest.locator(".inline-button").all() if not await words.evaluate(INSIDE)
    ]


async def test_on_a_small_screen_a_tab_leads_to_each_phone(page: Page) -> None:
    await page.set_viewport_size({"width": HAND[0], "height": HAND[1]})
    phones = await add_starters(page)
    await page.get_by_test_id("tab").nth(2).click()

    await expect(page.get_by_test_id("tab").nth(2)).to_have_attribute("aria-current", "true")
    await expect(phones[2].element).to_be_in_viewport(ratio=0.99)


async def test_the_dark_page_is_dark(page: Page) -> None:
    phone = await add_started(page)
    await page.emulate_media(color_scheme="dark")
    contrast = await phone.newest.locator(".bubble").evaluate(CONTRAST)

    assert contrast >= 7


CONTRAST = """node => {
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const style = getComputedStyle(node);
  const [text, ground] = [light(style.color), light(style.backgroundColor)];
  return (text + 0.05) / (ground + 0.05);
}"""
