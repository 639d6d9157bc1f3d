"""Files that go out by chat, over real HTTP: to who may have them, deletable, noted; figures as pictures and as a file."""

from __future__ import annotations

import io
from datetime import timedelta

from openpyxl import load_workbook
from sqlalchemy import select

from locales.text import _
from simulator.world import Message
from storage.engine import SYSTEM
from storage.tables import audit
from tests.acceptance.forging import forge, message_of, sender_of
from tests.acceptance.staff import staff_member
from tests.acceptance.walkers import Resident, action_of, file_of, leads_to, looking, offering_id, resident, taps_of
from tests.storage import builders
from tests.town import Town

COURSE = "DC-01"


def documents(somebody: Resident) -> list[Message]:
    """List the files somebody has in their chat."""
    return [one for one in somebody.person.received if "document" in one.body and not one.deleted]


def photos(somebody: Resident) -> list[Message]:
    """List the pictures somebody has in their chat."""
    return [one for one in somebody.person.received if "photo" in one.body]


async def register(town: Town, offering: int, *names: str) -> None:
    """Register people."""
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        for name in names:
            await builders.register(tx, await builders.add_person(tx), offering, name=name)


async def stands_at(kim: Resident, course: int) -> None:
    """Find an offering in the list of those one runs."""
    await kim.go("office.show", "signups.list")
    while not kim.can(f"signups.offering.{course}"):
        await kim.tap(next_page(kim))
    await kim.tap(f"signups.offering.{course}")


def next_page(kim: Resident) -> str:
    """Name the button that turns to the next page: the one of the highest number."""
    turns = [action_of(data) for data in taps_of(kim.screen) if leads_to(data, "signups.list")]
    return max(turns, key=lambda action: int(action.rpartition(".")[2]))


async def forged(town: Town, somebody: Resident, data: str) -> None:
    """Let somebody send a tap on a button that they do not have."""
    message = message_of(somebody.person, message_id=somebody.screen.message_id)
    body = {"id": "7", "from": sender_of(somebody.person), "message": message, "chat_instance": "1", "data": data}
    forge(town, "callback_query", body)
    await town.settle()


async def exports(town: Town) -> list[str]:
    """Read what the audit says was exported."""
    async with looking(town) as tx:
        asked = select(audit.c.detail).where(audit.c.action == "export").order_by(audit.c.id)
        return list((await tx.connection.scalars(asked)).all())


async def test_a_coordinator_gets_the_list_deletes_it_and_an_administrator_sees_that(town: Town) -> None:
    kim, course = await staff_member(town, role="coordinator"), await offering_id(town, COURSE)
    await register(town, course, "Zoë")
    await stands_at(kim, course)

    await kim.go("lists_out.start", "lists_out.list", f"lists_out.send.{course}.registrations.xlsx")
    await town.deliver()
    (listed,) = documents(kim)
    names = [cell.value for cell in load_workbook(io.BytesIO(file_of(town, listed))).worksheets[0]["B"]]
    assert ["Name", "Zoë"] == names
    assert kim.words(_("Sign-up list. It holds names: delete it when it has served.")) == listed.body["caption"]

    await kim.tap("lists_out.delete", listed)
    await town.deliver()
    assert [] == documents(kim)
    assert kim.words(_("I am deleting the file from this chat.")) in kim.screen.text

    boss = await staff_member(town, role="administrator", name="Ren")
    await boss.go("team.show", "exported.show")
    assert "XLSX" in boss.screen.text
    assert ['{"count":1,"format":"xlsx","kind":"registrations"}'] == await exports(town)


async def test_a_file_is_not_deleted_by_anybody_else_nor_after_two_days(town: Town) -> None:
    kim, course = await staff_member(town, role="coordinator"), await offering_id(town, COURSE)
    other = await staff_member(town, role="coordinator", name="Ren")
    await stands_at(kim, course)
    await kim.go("lists_out.start", f"lists_out.send.{course}.calendar.ics")
    await town.deliver()
    (file,) = documents(kim)
    delete = file.buttons[0][0]["callback_data"]
    assert file_of(town, file).startswith(b"BEGIN:VCALENDAR")

    await forged(town, other, delete)
    await town.move(seconds=timedelta(days=2).total_seconds())
    await kim.tap("lists_out.delete", file)
    await town.deliver()

    assert [file] == documents(kim)
    for somebody in (kim, other):
        assert somebody.words(_("I cannot delete it any more.")) in somebody.screen.text


async def test_figures_come_as_pictures_and_as_paper_and_to_nobody_else(town: Town) -> None:
    kim, amal = await staff_member(town, "ar", role="coordinator"), await resident(town, "de")
    course = await offering_id(town, COURSE)
    await register(town, course, *(f"Name {number}" for number in range(6)))

    await kim.go("office.show", "figures.show", "figures.period", "figures.show.202601.202612")
    await kim.go("figures.files", "figures.pictures", "figures.file")
    await town.deliver()
    await forged(town, amal, "figures.1.file.202601.202612.0.pdf")
    await town.deliver()

    assert 4 == len(photos(kim))
    assert file_of(town, documents(kim)[0]).startswith(b"%PDF")
    assert [] == documents(amal)
    assert amal.words(_("This is only for the team.")) in amal.screen.text
