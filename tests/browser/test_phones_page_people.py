"""The people on the page: adding, telling apart, blocking, taking away; what they open and how they get about."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, Route, expect

from simulator.person import Person
from tests.browser.phones import STARTERS
from tests.browser.stage import Stage, open_stage, picture
from tests.browser.town import HAND

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]
MOST_TABS = 40


async def add_starters(page: Page) -> Locator:
    """Add the four phones that the page offers; returns them."""
    await page.get_by_test_id("add-starters").click()
    await expect(page.get_by_test_id("phone")).to_have_count(len(STARTERS))
    return page.get_by_test_id("phone")


async def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await target.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached with {MOST_TABS} tabs")


async def test_each_phone_tells_role_and_language(stage: Stage) -> None:
    phones = await add_starters(stage.page)

    await expect(phones.nth(2)).to_have_attribute("aria-label", "Phone: العربية, Resident, العربية")


async def test_what_the_bot_says_at_once_stays_when_the_answer_to_the_adding_comes_late(stage: Stage) -> None:
    bubble = stage.page.locator('[data-testid=bubble][data-outgoing="false"]')

    async def answer_late(route: Route) -> None:
        response = await route.fetch()
        guest = stage.simulator.person((await response.json())["id"])
        await guest.starts()
        await stage.says(guest, "Welcome")
        await expect(bubble).to_have_text(re.compile("Welcome"))
        await route.fulfill(response=response)

    await stage.page.route("**/control/phones", answer_late)
    await stage.page.get_by_test_id("add-phone").click()
    await stage.page.locator("#new-label").fill("Late")
    await stage.page.get_by_test_id("add-phone-confirm").click()
    await expect(stage.page.locator("#announcer")).to_have_text("Phone added: Late")
    await stage.page.unroute("**/control/phones")

    await expect(bubble).to_have_text(re.compile("Welcome"))


async def test_the_app_around_a_chat_speaks_the_language_of_its_phone(stage: Stage) -> None:
    phones = await add_starters(stage.page)

    await expect(phones.get_by_test_id("start")).to_have_text(["Starten", "Starten", "ابدأ", "Start"])


async def test_a_new_phone_keeps_its_role_when_the_page_is_loaded_again(stage: Stage) -> None:
    await stage.page.get_by_test_id("add-phone").click()
    await stage.page.get_by_test_id("add-phone-dialog").get_by_label("Coordinator").check()
    await stage.page.get_by_test_id("add-phone-confirm").click()
    await expect(stage.page.get_by_test_id("phone")).to_have_count(1)
    await stage.page.reload()

    await expect(stage.page.get_by_test_id("phone").locator(".role-coordinator")).to_have_text("Coordinator")


async def test_staff_and_resident_stand_side_by_side(stage: Stage) -> None:
    _, resident = await stage.person()
    staff = await stage.phone(stage.simulator.add_person("Kim", "de", role="staff"))
    first, second = await resident.bounding_box(), await staff.bounding_box()

    assert first is not None
    assert second is not None
    assert (first["y"], True) == (second["y"], first["x"] + first["width"] <= second["x"])
    await expect(staff.locator(".chip.role-staff")).to_have_text("Staff")


async def test_a_removed_phone_is_gone(resident: Resident) -> None:
    _, phone = resident
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("remove-phone").click()
    await phone.get_by_test_id("remove-confirm").click()

    await expect(phone).to_have_count(0)


async def test_a_blocked_bot_can_be_unblocked(resident: Resident) -> None:
    person, phone = resident
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("block").click()
    await expect(phone.get_by_test_id("status")).to_have_text("you blocked this bot")
    assert person.account.blocked
    await phone.get_by_test_id("unblock-bot").click()

    await expect(phone.get_by_test_id("composer")).to_be_visible()


async def test_a_link_to_another_bot_is_not_opened(resident: Resident) -> None:
    _, phone = resident
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("open-link").click()
    await phone.get_by_test_id("deep-link").fill("https://t.me/another_bot?start=o_4")
    await phone.get_by_test_id("deep-link-open").click()

    await expect(phone.get_by_role("alert")).to_have_text("This link does not lead to this bot.")


@pytest_asyncio.fixture(loop_scope="session")
async def camera(chromium: Browser) -> AsyncIterator[Stage]:
    """Open a stage in a browser that reads QR codes; Debian's Chromium reads none, so the code is made up."""
    async with open_stage(chromium) as stage:
        await stage.page.add_init_script("""window.BarcodeDetector = class {
          async detect() { return [{ rawValue: "https://t.me/quartierbot_demo_bot?start=poster_7" }]; }
        };""")
        await stage.page.reload()
        yield stage


async def test_a_picture_of_a_poster_leads_to_its_place(camera: Stage) -> None:
    person, phone = await camera.person()
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("open-link").click()
    photo: FilePayload = {"name": "poster.png", "mimeType": "image/png", "buffer": picture()}
    await phone.get_by_test_id("poster-picture").set_input_files([photo])
    await expect(phone.get_by_test_id("bubble").last).to_contain_text("/start poster_7")

    assert "/start poster_7" == person.messages[-1].text


async def test_a_label_too_long_for_a_phone_is_cut_off_and_told_in_full_by_its_title(
    stage: Stage, resident: Resident
) -> None:
    person, phone = resident
    label = "Register " * 20
    await stage.says(person, "Choose", [{"text": label.strip(), "callback_data": "go"}])
    button = phone.get_by_test_id("inline-button")
    await expect(button).to_have_attribute("title", re.compile("Register"))

    assert await button.evaluate("node => node.querySelector('span').scrollWidth > node.clientWidth")


async def test_a_button_is_tapped_with_keys_alone(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Choose", [{"text": "Go", "callback_data": "go"}])
    await expect(phone.get_by_test_id("inline-button")).to_be_visible()
    await walk_to(stage.page, phone.get_by_test_id("inline-button"))
    await stage.page.keyboard.press("Enter")

    await expect(phone.locator('[aria-busy="true"]')).to_have_text("Go")


async def test_the_focus_stays_on_the_phone_when_its_screen_changes(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    number = await stage.says(person, "Choose", [{"text": "Go", "callback_data": "go"}])
    await phone.get_by_test_id("inline-button").focus()
    markup = {"inline_keyboard": [[{"text": "Back", "callback_data": "back"}]]}
    await stage.call("editMessageText", chat_id=person.id, message_id=number, text="Next", reply_markup=markup)

    await expect(phone.get_by_role("button", name="Back")).to_be_focused()


async def test_what_is_written_is_never_read_as_html(resident: Resident) -> None:
    person, phone = resident
    await person.says("<img src=x onerror=alert(1)>")

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("<img src=x onerror=alert(1)>")


async def test_on_a_small_screen_a_tab_leads_to_each_phone(stage: Stage) -> None:
    phones = await add_starters(stage.page)
    await stage.page.set_viewport_size({"width": HAND[0], "height": HAND[1]})
    await stage.page.get_by_test_id("tab").nth(2).click()

    await expect(stage.page.get_by_test_id("tab").nth(2)).to_have_attribute("aria-current", "true")
    await expect(phones.nth(2)).to_be_in_viewport(ratio=0.99)
    await stage.page.set_viewport_size({"width": 1400, "height": 900})
