"""A day at the door, over real HTTP: two coordinators with one list, a code that is typed, and who stayed away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from locales.text import Code, _, ngettext
from storage.tables import attendance, sessions
from tests.acceptance.forging import forge, sender_of
from tests.acceptance.staff import staff_member
from tests.acceptance.walkers import Resident, Slot, looking, move_to, resident, slot
from tests.town import Town


async def opened(kim: Resident, date: Slot) -> None:
    """Go from home to the list of a session."""
    await kim.opens()
    await kim.go("office.show", "signups.list")
    await kim.says("3D-Druck verstehen")
    await kim.go(f"signups.offering.{date.offering}", "door.show", f"door.open.{date.session}")


async def noted(town: Town) -> list[bool | None]:
    """Tell what is noted, in the order of registering."""
    async with looking(town) as tx:
        asked = select(attendance.c.present).order_by(attendance.c.registration_id)
        return list((await tx.connection.scalars(asked)).all())


async def test_two_coordinators_at_one_door_count_everybody_once(town: Town) -> None:
    date = await slot(town, "3D-01-01")
    guests = [await resident(town, "de", name) for name in ("Ada", "Zoë", "Kaya", "Kim")]
    for guest in guests:
        await guest.registers(date.offering, *date.answers, f"register.answer.{date.offering}.age")
    kim, lee = [await staff_member(town, "de", "coordinator", name) for name in ("Robin", "Lee")]
    await move_to(town, date.start - timedelta(hours=1))
    for coordinator in (kim, lee):
        await opened(coordinator, date)

    old = lee.screen
    await kim.tap(f"door.mark.{date.session}.1")
    await lee.tap(f"door.mark.{date.session}.1", old)
    await lee.tap(f"door.mark.{date.session}.2")
    await kim.tap("door.more")
    await lee.tap("door.more")
    assert [True, True] == await noted(town)
    assert lee.words(_("{there} of {all} are here.", there=2, all=4)) in lee.screen.text
    assert lee.words(ngettext("{count} more without a name", "{count} more without a name", 2)) in lee.screen.text

    await kim.says("k")
    assert kim.words(_("Who is it?")) in kim.screen.text
    await kim.says("kay")
    assert kim.words(_("{name} is here.", name=Code("Kaya"))) in kim.screen.text
    await kim.go("door.also", "door.ask", "door.end")
    assert [True, True, True, False] == await noted(town)
    assert kim.words(ngettext("{count} person did not come.", "{count} people did not come.", 1)) in kim.screen.text

    await kim.go("door.also", "door.reopen", "door.show")
    assert [True, True, True, None] == await noted(town)
    forge(town, "callback_query", tapped(guests[3], f"door.1.mark.{date.session}.4.here.0"))
    forge(town, "callback_query", tapped(guests[3], f"door.1.more.{date.session}.0"))
    await town.settle()
    assert [True, True, True, None] == await noted(town)
    async with looking(town) as tx:
        assert 2 == await tx.connection.scalar(select(sessions.c.walk_ins).where(sessions.c.id == date.session))


def tapped(guest: Resident, data: str) -> dict[str, object]:
    """Tap a button that nobody gave this person."""
    return {
        "id": f"forged-{data}",
        "from": sender_of(guest.person),
        "chat_instance": "1",
        "message": guest.screen.body,
        "data": data,
    }
