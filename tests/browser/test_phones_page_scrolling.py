"""The newest message stays in view, whatever comes late, and a person who reads further up is left in peace."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from simulator.person import Person
from tests.browser.stage import Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]

GAP = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
MANY = 14


async def fill(stage: Stage, person: Person) -> None:
    """Say more than a phone shows at once, and wait until it shows all of it."""
    for number in range(MANY):
        await stage.says(person, f"Line {number}\nand what belongs to it")
    await expect(stage.page.get_by_text(f"Line {MANY - 1}").last).to_be_visible()


async def await_end(phone: Locator) -> None:
    """Wait until two frames were drawn, then expect the chat to stand at its end."""
    log = phone.get_by_test_id("log")
    await log.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert await log.evaluate(GAP) < 2


async def test_a_chat_stands_at_its_newest_message(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)

    await await_end(phone)


async def test_a_chat_stays_at_its_end_when_many_edits_come_fast(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    number = await stage.says(person, "First")
    for lines in (30, 1, 12, 3, 40, 2, 25):
        await stage.call(
            "editMessageText", chat_id=person.id, message_id=number, text="more\n" * lines + f"last {lines}"
        )
    await expect(phone.get_by_text("last 25")).to_be_visible()

    await await_end(phone)


async def test_a_chat_stays_at_its_end_when_pictures_load_late(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    await stage.call("sendPhoto", chat_id=person.id, photo=picture(300, 400))
    await stage.says(person, "Below the picture")
    await expect(phone.get_by_text("Below the picture")).to_be_visible()
    image = phone.get_by_test_id("photo")
    await image.evaluate("image => { image.removeAttribute('height'); image.style.height = '300px'; }")

    await await_end(phone)


async def test_a_chat_stays_at_its_end_when_a_font_comes_late(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    await phone.get_by_test_id("log").evaluate("log => { log.style.fontSize = '19px'; }")

    await await_end(phone)


async def test_a_chat_stays_at_its_end_when_the_room_for_it_shrinks(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    markup = {"keyboard": [[{"text": f"Key {number}"}] for number in range(4)]}
    await stage.says(person, "Choose", reply_markup=markup)
    await expect(phone.get_by_role("button", name="Key 3")).to_be_visible()

    await await_end(phone)


async def test_who_reads_further_up_is_not_pulled_down(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    await await_end(phone)
    await phone.get_by_test_id("log").hover()
    await stage.page.mouse.wheel(0, -400)
    await expect(phone.get_by_test_id("down")).to_be_visible()
    await stage.says(person, "News")

    await expect(phone.get_by_test_id("down")).to_have_text("1")
    assert await phone.get_by_test_id("log").evaluate(GAP) > 200


async def test_a_button_leads_back_to_the_newest_message(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await fill(stage, person)
    await await_end(phone)
    await phone.get_by_test_id("log").hover()
    await stage.page.mouse.wheel(0, -400)
    await phone.get_by_test_id("down").click()

    await await_end(phone)


async def test_a_chat_keeps_its_place_while_another_is_open(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.group(person, title="Neighbours")
    await fill(stage, person)
    await await_end(phone)
    await phone.get_by_test_id("back").click()
    await stage.says(person, "Meanwhile")
    await phone.get_by_test_id("chat-item").first.click()
    await expect(phone.get_by_text("Meanwhile")).to_be_visible()

    await await_end(phone)
