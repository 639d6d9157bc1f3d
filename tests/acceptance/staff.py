"""Staff who find their way at the desk by what a button does, and residents who agreed to news."""

from __future__ import annotations

from simulator.world import Message
from storage import access
from storage.engine import COMMAND
from tests.acceptance.walkers import Resident, resident, taps_of
from tests.town import Town

WORKSHOP = "3D-01"
STOP = "news.1.stop."


async def staff_member(town: Town, code: str = "de", role: str = "staff", name: str = "Kim") -> Resident:
    """Add somebody who took up an invitation to the team."""
    somebody = await resident(town, code, name)
    async with town.database.transaction(town.clock.now(), COMMAND) as tx:
        token = await access.invite(tx, role)
    await somebody.opens(f"i_{token}")
    await somebody.tap("home.show")
    return somebody


async def reader(town: Town, code: str, name: str = "Amal") -> Resident:
    """Add a resident who agreed to news."""
    somebody = await resident(town, code, name)
    await somebody.go("news.show", "news.agree")
    return somebody


async def begun(kim: Resident, offering: int) -> None:
    """Begin an announcement about an offering, to everybody who agreed to news."""
    await kim.opens()
    await kim.go("desk.show", "desk.new", "desk.offers")
    while not kim.can(f"desk.start.{offering}"):
        await kim.tap("desk.offers.1" if kim.can("desk.offers.1") else "desk.offers.2")
    await kim.go(f"desk.start.{offering}", "audience.show", "audience.side", "audience.clear")
    await kim.go("audience.show", "announcement.show")


async def written(kim: Resident, title: str, text: str) -> None:
    """Begin an announcement from nothing, in German, and stand where it is put together."""
    await kim.opens()
    await kim.go("desk.show", "desk.new", "announcement_text.new")
    await kim.says(title)
    await kim.says(text)
    await kim.tap("announcement.show")


def got(somebody: Resident) -> list[Message]:
    """List the announcements somebody has in their chat."""
    return [
        message
        for message in somebody.person.received
        if not message.deleted and any(STOP in data for data in taps_of(message))
    ]


async def run(town: Town) -> None:
    """Let what is due go out, what was sent be corrected or deleted, and authors hear of it."""
    await town.settle()
    await town.deliver()
    await town.app.announcing.work()
    await town.app.correcting.work()
    await town.deliver()
    await town.settle()
