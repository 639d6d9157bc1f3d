"""A coordinator's day on the page, in Arabic: a file comes in, is published, fills up, and its list goes out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.browser.phones import TO_THE_CHECK, Phone, add_phone
from tests.browser.screenshot import set_morning

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COLUMNS = (
    "Kennung;Titel;Beschreibung;Anbieter;Art;Themen;Zielgruppen;Sprachen;Viertel;Ort;Straße;Datum;Beginn;Ende;Plätze"
)
PICTOGRAM_HERE, PICTOGRAM_OPEN = "✅", "⬜"
FOLLOWS_MS = 15_000


def table_of(title: str, day: datetime) -> bytes:
    """Write a file as an office has it: one workshop with one place."""
    facts = "Wir nähen zusammen.;Nadelwerk;Workshop;creative;seniors;de|ar;nord;DEPOT;Talstraße 2"
    return f"{COLUMNS};Anmeldung;Warteliste\nNAEH-1;{title};{facts};{day:%d.%m.%Y};10:00;12:00;1;required;ja\n".encode()


async def tomorrow(page: Page) -> datetime:
    """Tell the day after today, by the bot's clock."""
    clock = await (await page.request.get(f"{page.url}control/clock")).json()
    return datetime.fromisoformat(clock["now"]) + timedelta(days=1)


async def bring_in(coordinator: Phone, content: bytes) -> None:
    """Send a file, look at what it changes, take it over."""
    await coordinator.go("home.show", "office.show", "intake.show")
    await coordinator.sees("intake.template")
    await coordinator.part("attach").click()
    await coordinator.part("own-file").set_input_files({"name": "kurse.csv", "mimeType": "text/csv", "buffer": content})
    await coordinator.sees("imports.apply")
    await coordinator.tap("imports.apply")
    await coordinator.sees("imports.ask_undo")


async def open_offering(coordinator: Phone, title: str) -> None:
    """Find an offering in the office by a word."""
    await coordinator.go("home.show", "office.show", "signups.list")
    await coordinator.sees("editing.new")
    await coordinator.say(title)
    await coordinator.sees("signups.every")
    await coordinator.tap("signups.offering")
    await coordinator.sees("signup_list.show")


async def take_offline_and_publish(coordinator: Phone) -> None:
    """Make it a draft again, and publish it."""
    await coordinator.go("editing.show", "editing.withdraw", "editing.withdraw_yes", "editing.publish")
    await coordinator.sees("editing.withdraw")


async def ask_for_a_place(page: Page, title: str, code: str) -> Phone:
    """Let a resident find it, and ask for a place."""
    resident = await add_phone(page, code)
    await resident.start(code)
    await resident.tap("find.start")
    await resident.sees("find.week")
    await resident.say(title)
    await resident.tap("offering.show")
    await resident.go(*TO_THE_CHECK, "register.send")
    return resident


async def test_a_day_from_the_file_to_the_list(page: Page) -> None:
    code, title = "ar", "Nähcafé"
    await set_morning(page, page.url.rstrip("/"))
    coordinator = await add_phone(page, code, "Coordinator")
    await coordinator.begin(code)
    await bring_in(coordinator, table_of(title, await tomorrow(page)))
    await open_offering(coordinator, title)
    await take_offline_and_publish(coordinator)

    first = await ask_for_a_place(page, title, "de")
    await first.sees("my_registrations.calendar")
    second = await ask_for_a_place(page, title, "ar")
    await second.sees("my_registrations.leave")

    await open_offering(coordinator, title)
    await coordinator.go(
        "signup_list.show", "signup_list.people", "signup.place", "signup.cancel", "signup.really_cancel"
    )
    await expect(second.screen("my_registrations.take")).to_be_visible(timeout=FOLLOWS_MS)
    await second.tap("my_registrations.take")
    await second.sees("my_registrations.calendar")

    await set_morning(page, page.url.rstrip("/"))
    await open_offering(coordinator, title)
    await coordinator.go("door.show", "door.open")
    guest = coordinator.screen("door.mark").locator('[data-callback^="door."][data-callback*=".mark."]')
    await expect(guest).to_contain_text(PICTOGRAM_OPEN)
    await guest.click()
    await expect(guest).to_contain_text(PICTOGRAM_HERE)

    await open_offering(coordinator, title)
    await coordinator.go("lists_out.start", "lists_out.list", "lists_out.send")
    file = coordinator.bubbles.filter(has=page.get_by_test_id("document")).last
    await expect(file).to_be_visible(timeout=FOLLOWS_MS)
    await coordinator.tap("lists_out.delete")
    await expect(file).to_contain_text("deleted")
