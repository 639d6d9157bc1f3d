"""Answers and events that come in another order than they were sent: the page shows what is newest."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Locator, Route, expect

from simulator.person import Person
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]


def at(hour: int) -> dict[str, Any]:
    """Tell what a host's clock shows at an hour."""
    return {"now": f"2026-11-30T{hour:02}:00:00Z", "time_zone": "UTC", "next_at": None, "next_label": None}


async def test_a_clock_that_was_moved_meanwhile_is_not_set_back_by_a_late_answer(stage: Stage) -> None:
    world, shown = stage.simulator.world, stage.page.get_by_test_id("clock-now")
    asked, moved = asyncio.Event(), asyncio.Event()

    async def answer_late(route: Route) -> None:
        asked.set()
        await moved.wait()
        await route.fulfill(json=at(9))

    await stage.page.route("**/control/clock", answer_late)
    world.tell("clock", None, clock=at(9))
    await expect(shown).to_contain_text("9:00")
    async with stage.page.expect_response("**/control/clock") as answer:
        await stage.person()
        await asyncio.wait_for(asked.wait(), 10)
        world.tell("clock", None, clock=at(15))
        await expect(shown).to_contain_text("15:00")
        moved.set()
    await (await answer.value).finished()
    await stage.page.unroute("**/control/clock")

    await expect(shown).to_contain_text("15:00")
    world.tell("clock", None, clock=None)


async def test_a_new_group_is_opened_when_it_is_known_however_late_that_is(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    world, late = stage.simulator.world, list[dict[str, Any]]()
    listen = world.listen
    assert listen is not None
    world.listen = late.append
    async with stage.page.expect_response("**/control/chats") as added:
        await stage.page.get_by_test_id("add-group").click()
        await stage.page.get_by_test_id("group-title").fill("Neighbours")
        await stage.page.locator("#group-bot").select_option("left")
        await stage.page.get_by_test_id("add-group-confirm").click()
    await (await added.value).finished()
    world.listen = listen
    world.tell_chat(person.account.chat)  # any news of the phone, in between
    for event in late:
        listen(event)

    await expect(phone.get_by_test_id("chat-name")).to_have_text("Neighbours")
