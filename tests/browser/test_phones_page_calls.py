"""The log of raw calls: what was refused and why, what was passed over, what the network did."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from simulator.faults import Faults
from simulator.person import Person
from tests.browser.stage import RefusedError, Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def closed_log(stage: Stage) -> AsyncIterator[None]:
    """Close the log again after each test."""
    yield
    await stage.page.get_by_label("Refused only").set_checked(False)
    await stage.page.get_by_test_id("close-calls").click()


async def open_log(stage: Stage) -> None:
    """Open the log of calls."""
    await stage.page.get_by_test_id("open-calls").click()


async def refuse(stage: Stage) -> None:
    """Make a call that is refused."""
    with pytest.raises(RefusedError):
        await stage.call("sendMessage", chat_id=1, text="Hello?")


async def test_a_refused_call_is_counted_until_the_log_is_opened(stage: Stage, resident: Resident) -> None:
    del resident
    await refuse(stage)

    await expect(stage.page.get_by_label("1 refused")).to_be_visible()
    await open_log(stage)
    await expect(stage.page.get_by_label("1 refused")).to_be_hidden()


async def test_the_log_tells_why_a_call_was_refused(stage: Stage, resident: Resident) -> None:
    del resident
    await refuse(stage)
    await open_log(stage)

    await expect(stage.page.get_by_test_id("call-why").first).to_have_text("400 Bad Request: chat not found")


async def test_only_refused_calls_are_listed_when_asked_for(stage: Stage, resident: Resident) -> None:
    person, _ = resident
    await refuse(stage)
    await stage.says(person, "Fine")
    await open_log(stage)
    await expect(stage.page.locator('[data-testid=call][data-ok="true"]').first).to_be_visible()
    await stage.page.get_by_label("Refused only").check()

    await expect(stage.page.locator('[data-testid=call][data-ok="true"]')).to_have_count(0)
    await expect(stage.page.locator('[data-testid=call][data-ok="false"]').first).to_be_visible()


async def test_a_parameter_that_telegram_does_not_know_is_told(stage: Stage, resident: Resident) -> None:
    person, _ = resident
    await stage.call("sendMessage", chat_id=person.id, text="Hello", colour="green")
    await open_log(stage)

    await expect(stage.page.get_by_test_id("call-ignored").first).to_contain_text("colour")


async def test_what_the_network_did_is_told(stage: Stage, resident: Resident) -> None:
    person, _ = resident
    stage.simulator.set_network(faults=Faults(error_5xx=1000))
    with pytest.raises(RefusedError):
        await stage.says(person, "Lost")
    stage.simulator.set_network(faults=Faults())
    await open_log(stage)

    await expect(stage.page.get_by_test_id("call-fault").first).to_have_text("Network: answered 502, not done")


async def test_inline_mode_is_switched_on_beside_the_log(stage: Stage, resident: Resident) -> None:
    del resident
    await open_log(stage)
    async with stage.page.expect_response("**/control/bot"):
        await stage.page.get_by_test_id("bot-inline").check()

    assert stage.simulator.world.bot.supports_inline_queries
