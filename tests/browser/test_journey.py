"""From the first tap to the reminder, on the page, in a left-to-right and in a right-to-left language."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from icalendar import Calendar
from playwright.async_api import Browser, expect

from tests.browser.phones import STARTERS, Phone, add_starters
from tests.browser.town import Visit, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LANGUAGES = ("de", "ar")
DIRECTIONS = {"de": "ltr", "ar": "rtl"}
CODE = re.compile(r"\b[A-Z0-9]{3}\b")
both = pytest.mark.parametrize("language", LANGUAGES)


@dataclass
class Journey:
    """What the phones showed on the way."""

    visit: Visit
    phones: dict[str, Phone]
    confirmations: dict[str, str] = field(default_factory=dict)
    reminders: dict[str, str] = field(default_factory=dict)
    told: str = ""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def journey(chromium: Browser, demo: str) -> AsyncIterator[Journey]:
    """Walk both phones from Start to the reminder, once for all tests."""
    async with open_page(chromium, demo) as visit:
        phones = dict(zip(STARTERS, await add_starters(visit.page), strict=True))
        journey = Journey(visit, {language: phones[language] for language in LANGUAGES})
        for language, phone in journey.phones.items():
            await phone.start(language)
            await phone.open_offering()
            journey.confirmations[language] = await phone.register()
        await move_to_the_reminder(journey)
        yield journey


async def move_to_the_reminder(journey: Journey) -> None:
    """Tap the clock, and wait for the reminder on both phones."""
    await journey.visit.page.get_by_test_id("clock-to-next").click()
    for language, phone in journey.phones.items():
        journey.reminders[language] = await phone.sees("my_registrations.coming")
    outcome = journey.visit.page.get_by_test_id("clock-outcome")
    await expect(outcome).to_contain_text("2 new messages")
    journey.told = await outcome.inner_text()


@both
async def test_the_confirmation_names_a_code(journey: Journey, language: str) -> None:
    assert CODE.search(journey.confirmations[language])


@both
async def test_the_reminder_comes_when_the_clock_is_moved_and_names_the_same_code(
    journey: Journey, language: str
) -> None:
    code = CODE.findall(journey.confirmations[language])[0]

    assert code in journey.reminders[language]


async def test_the_clock_tells_who_got_a_message(journey: Journey) -> None:
    assert all(label in journey.told for label in ("Deutsch", "العربية"))


@both
async def test_bubbles_run_in_the_direction_of_their_language(journey: Journey, language: str) -> None:
    text = journey.phones[language].newest.locator(".text")

    assert DIRECTIONS[language] == await text.evaluate("node => getComputedStyle(node).direction")


@both
async def test_every_line_of_the_reminder_starts_at_the_side_of_its_language(journey: Journey, language: str) -> None:
    text = journey.phones[language].newest.locator(".text")
    gaps = await text.evaluate(LINE_GAPS)

    assert [] == [gap for gap in gaps if gap[DIRECTIONS[language]] > 2]


LINE_GAPS = """node => {
  const box = node.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  const lines = new Map();
  for (const rect of range.getClientRects()) {
    const line = lines.get(Math.round(rect.bottom / 8)) ?? { left: Infinity, right: -Infinity };
    lines.set(Math.round(rect.bottom / 8), { left: Math.min(line.left, rect.left), right: Math.max(line.right, rect.right) });
  }
  return [...lines.values()].map(({ left, right }) => ({ ltr: left - box.left, rtl: box.right - right }));
}"""


@both
async def test_the_keyboard_with_home_and_language_stays(journey: Journey, language: str) -> None:
    await expect(journey.phones[language].keyboard).to_have_count(2)
    await expect(journey.phones[language].keyboard.first).to_be_visible()


@both
async def test_the_calendar_file_can_be_downloaded(journey: Journey, language: str) -> None:
    phone = journey.phones[language]
    await phone.tap("my_registrations.calendar")
    async with journey.visit.page.expect_download() as download:
        await phone.part("document").last.click()
    path = await (await download.value).path()

    assert "VEVENT" in parts_of(path)


def parts_of(path: Path) -> set[str]:
    """Read a calendar file and name what is in it."""
    return {part.name or "" for part in Calendar.from_ical(path.read_bytes()).walk()}


@both
async def test_an_answer_to_the_reminder_is_taken(journey: Journey, language: str) -> None:
    phone = journey.phones[language]
    await phone.tap("my_registrations.coming")

    await expect(phone.screen("my_registrations.coming")).to_have_count(0, timeout=20_000)


async def test_no_error_was_written_and_no_request_left_the_origin(journey: Journey) -> None:
    assert ([], []) == (journey.visit.errors, journey.visit.strayed)
