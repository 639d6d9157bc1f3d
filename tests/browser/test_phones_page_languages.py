"""All languages at once: a grid of phones that are driven together, for those who translate."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OWN = {"de": "Hallo", "ar": "مرحبا", "tr": "Merhaba"}
BUTTONS = ([{"text": "Yes", "callback_data": "yes"}, {"text": "No", "callback_data": "no"}],)


async def show_own(stage: Stage) -> Locator:
    """Let the bot have three languages, and show a phone for each; returns the phones."""
    for language, text in OWN.items():
        await stage.call("setMyDescription", description=text, language_code=language)
    await stage.page.get_by_test_id("all-languages").click()
    await stage.page.get_by_test_id("languages-own").click()
    await stage.page.get_by_test_id("languages-confirm").click()
    phones = stage.page.get_by_test_id("phone")
    await expect(phones).to_have_count(len(OWN) + 1)  # easy German is a phone of its own
    return phones


async def test_each_language_of_the_bot_gets_a_phone(stage: Stage) -> None:
    await show_own(stage)

    assert {"de", "ar", "tr"} == {person.account.user["language_code"] for person in stage.simulator.people}


async def test_a_language_that_has_a_phone_gets_no_second_one(stage: Stage) -> None:
    await show_own(stage)
    phones = await show_own(stage)

    await expect(phones).to_have_count(len(OWN) + 1)


async def test_start_on_one_phone_starts_all(stage: Stage) -> None:
    phones = await show_own(stage)
    await phones.first.get_by_test_id("start").click()

    for place in range(len(OWN) + 1):
        await expect(phones.nth(place).get_by_test_id("bubble")).to_contain_text(["/start"])


async def start_all(stage: Stage) -> Locator:
    """Start all phones and show two buttons on each."""
    phones = await show_own(stage)
    await phones.first.get_by_test_id("start").click()
    await expect(stage.page.get_by_test_id("composer")).to_have_count(len(OWN) + 1)
    for person in stage.simulator.people:
        await stage.says(person, person.account.label, *BUTTONS)
    return phones


async def test_the_same_button_by_place_is_pressed_on_every_phone(stage: Stage) -> None:
    phones = await start_all(stage)
    await phones.nth(1).locator('[data-row="0"][data-column="1"]').click()

    await expect(stage.page.locator('.waiting[data-callback="no"]')).to_have_count(len(OWN) + 1)


async def test_how_many_could_follow_is_announced(stage: Stage) -> None:
    phones = await start_all(stage)
    await stage.says(stage.simulator.people[0], "Other buttons", [{"text": "Only", "callback_data": "only"}])
    await expect(phones.nth(0).get_by_role("button", name="Only")).to_be_visible()
    await phones.nth(1).locator('[data-row="0"][data-column="1"]').click()

    await expect(stage.page.locator("#announcer")).to_have_text("Done on 3 of 4 phones")


async def test_a_phone_that_shows_other_buttons_than_most_is_marked(stage: Stage) -> None:
    phones = await start_all(stage)
    await stage.says(stage.simulator.people[2], "Other buttons", [{"text": "Only", "callback_data": "only"}])

    await expect(phones.nth(2).get_by_test_id("differs")).to_be_visible()
    await expect(phones.nth(0).get_by_test_id("differs")).to_be_hidden()


async def test_a_phone_is_driven_alone_when_together_is_off(stage: Stage) -> None:
    phones = await start_all(stage)
    await stage.page.get_by_role("button", name="Together").click()
    await phones.nth(1).locator('[data-row="0"][data-column="1"]').click()

    await expect(stage.page.locator('.waiting[data-callback="no"]')).to_have_count(1)
    await stage.page.get_by_role("button", name="Together").click()


async def test_in_the_grid_the_phones_of_others_keep_silent(stage: Stage) -> None:
    phones = await show_own(stage)

    await expect(phones.first.get_by_role("log", include_hidden=True)).to_have_attribute("aria-live", "off")


async def test_a_poster_leads_to_its_place_with_the_text_of_its_code(stage: Stage) -> None:
    person, phone = await stage.person()
    await together_off(stage.page)
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("open-link").click()
    await phone.get_by_test_id("deep-link").fill("t.me/quartierbot_demo_bot?start=poster_7")
    await phone.get_by_test_id("deep-link-open").click()
    await expect(phone.get_by_test_id("bubble").last).to_contain_text("/start poster_7")

    assert "/start poster_7" == person.messages[-1].text


async def together_off(page: Page) -> None:
    """Drive phones alone again."""
    button = page.get_by_test_id("together")
    if await button.get_attribute("aria-pressed") == "true":
        await button.evaluate("node => node.click()")
