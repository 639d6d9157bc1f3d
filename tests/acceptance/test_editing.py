"""A coordinator's offering, over real HTTP: made on the phone, published, found, registered for, and moved, which is told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from locales.text import _, ngettext
from storage.tables import sessions, texts
from tests.acceptance.staff import staff_member
from tests.acceptance.walkers import Resident, looking, move_to, resident
from tests.town import ZONE, Town

TITLE = "Nähen für alle"


async def begun(kim: Resident, when: str = "10.12. 10-12") -> None:
    """Begin a workshop and answer the questions that follow, up to the draft."""
    await kim.opens()
    await kim.go("office.show", "signups.list", "editing.new", "new.provider")
    await kim.says(TITLE)
    await kim.go("new.kind.workshop", "fact.pick", "place.ask")
    await kim.says("Talstraße")
    await kim.go("place.take", "dates.once")
    await kim.says(when)
    await kim.tap("dates.add")
    await kim.go("fact.set", "fact.pick", "editing.show")


async def made(town: Town) -> int:
    """Find the offering that was made."""
    async with looking(town) as tx:
        asked = select(texts.c.subject_id).where(texts.c.subject == "offering", texts.c.text == TITLE)
        return int((await tx.connection.execute(asked)).scalars().one())


async def test_what_is_made_on_the_phone_is_found_registered_for_and_its_move_is_told(town: Town) -> None:
    kim, amal = await staff_member(town, "de", "coordinator"), await resident(town, "ar")
    await begun(kim)
    offering_id = await made(town)

    await amal.says("Nähen")
    assert not amal.can(f"offering.show.{offering_id}")
    await amal.opens(f"o_{offering_id}")
    assert TITLE not in amal.screen.text

    await kim.tap("editing.publish")
    assert kim.words(_("Everybody sees this offer.")) in kim.screen.text
    await amal.says("Nähen")
    assert amal.can(f"offering.show.{offering_id}")
    await amal.registers(offering_id, f"register.answer.{offering_id}.whom.0")

    await kim.go("session.all", "session.one", "session.ask")
    await kim.says("11.12. 14-16")
    assert "Amal" in kim.screen.text
    await kim.tap("session.move")
    told = ngettext("That is changed. I tell {count} person.", "That is changed. I tell {count} people.", 1)
    assert kim.words(told) in kim.screen.text
    await town.deliver()

    assert "14:00" in amal.latest.text


async def test_today_is_the_day_on_the_wall_soon_after_midnight(town: Town) -> None:
    kim = await staff_member(town, "de", "coordinator")
    day = town.clock.now().astimezone(ZONE).date() + timedelta(days=1)
    await move_to(town, datetime.combine(day, time(0, 30), ZONE))
    await begun(kim, "heute 10-12")
    async with looking(town) as tx:
        asked = select(sessions.c.start).where(sessions.c.offering_id == await made(town))
        start = (await tx.connection.execute(asked)).scalars().one()

    assert datetime.combine(day, time(10), ZONE) == start
