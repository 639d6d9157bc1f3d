"""The control API for a program that started the simulator: links for roles, and a scene of who is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from simulator import Simulator
from simulator.records import Body
from tests.simulator.conftest import RawCall


class Guests:
    """A host with a link for staff and one person to show."""

    scene = "Guests"

    def __init__(self) -> None:
        self.simulator: Simulator | None = None

    async def link(self, role: str) -> str:
        """Return a parameter for staff alone."""
        return "i_door" if role == "staff" else ""

    async def set_scene(self) -> None:
        """Show somebody who was there before."""
        assert self.simulator is not None
        self.simulator.show(self.simulator.people[0])


@pytest.fixture
async def hosted() -> AsyncIterator[Simulator]:
    host = Guests()
    host.simulator = simulator = Simulator(host=host)
    await simulator.start()
    yield simulator
    await simulator.stop()


async def post(simulator: Simulator, session: aiohttp.ClientSession, path: str, **given: object) -> Any:  # noqa: ANN401 - JSON
    """Post to the control API."""
    async with session.post(f"{simulator.address}/control/{path}", json=given) as response:
        return await response.json()


@pytest.mark.parametrize(("role", "expected"), [("staff", ["/start i_door"]), ("resident", [])])
async def test_a_phone_with_a_role_opens_the_link_that_the_host_has_for_it(
    hosted: Simulator, session: aiohttp.ClientSession, role: str, expected: list[str]
) -> None:
    phone = await post(hosted, session, "phones", label="Kim", role=role)

    assert expected == [message.text for message in hosted.person(phone["id"]).messages]


async def test_who_is_not_shown_is_not_on_the_page_until_the_scene_is_set(
    hosted: Simulator, session: aiohttp.ClientSession
) -> None:
    hosted.add_person("Amal", shown=False)
    async with session.get(f"{hosted.address}/control/state") as response:
        before = await response.json()
    await post(hosted, session, "scene")
    async with session.get(f"{hosted.address}/control/state") as response:
        after = await response.json()

    assert ("Guests", [], ["Amal"]) == (before["scene"], before["phones"], [one["label"] for one in after["phones"]])


async def test_of_who_is_not_shown_no_event_tells(hosted: Simulator) -> None:
    told: list[Body] = []
    hosted.world.listen = told.append
    await hosted.add_person("Amal", shown=False).says("Hallo")
    await hosted.add_person("Noor").says("Hallo")

    assert {hosted.people[1].id} == {event["chat"] for event in told}


async def test_without_a_host_there_is_no_scene(control: RawCall) -> None:
    answer = await control("POST", "scene")

    assert (404, "the program that started the simulator has no scene") == (answer.status, answer.body["error"])
