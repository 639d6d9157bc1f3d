"""A coordinator's lists, over real HTTP: a place taken away with a word, passed on, and given by phone; and who may not."""

from __future__ import annotations

from sqlalchemy import select

from locales.text import _
from storage.tables import registrations
from tests.acceptance.forging import forge, sender_of
from tests.acceptance.staff import staff_member
from tests.acceptance.walkers import Resident, Slot, looking, resident, slot
from tests.town import Town

MESSAGE = "Der Raum ist leider zu klein."


async def list_of(kim: Resident, date: Slot) -> None:
    """Go from home to the people of a session."""
    await kim.opens()
    await kim.go("office.show", "signups.list")
    await kim.says("Berufswegeplanung")
    await kim.go(
        f"signups.offering.{date.offering}", "signup_list.show", f"signup_list.people.{date.offering}.{date.session}"
    )


async def standing(town: Town) -> list[tuple[str, str, bool]]:
    """Tell of every registration its status, how it came about, and whether there is somebody to write to."""
    async with looking(town) as tx:
        columns = (registrations.c.status, registrations.c.origin, registrations.c.participant_id)
        rows = (await tx.connection.execute(select(*columns).order_by(registrations.c.id))).all()
    return [(row.status, row.origin, row.participant_id is not None) for row in rows]


async def test_a_place_is_taken_away_with_a_word_passed_on_and_one_more_given_by_phone(town: Town) -> None:
    date = await slot(town, "BW-01-01")
    amal, zoe = await resident(town, "de", "Amal"), await resident(town, "ar", "Zoe")
    answer = f"register.answer.{date.offering}"
    for guest in (amal, zoe):
        await guest.registers(date.offering, f"{answer}.session.{date.session}", f"{answer}.age")
    kim = await staff_member(town, "de", "coordinator")
    await list_of(kim, date)

    await kim.go("signup.place.1", "signup.cancel.1")
    await kim.says(MESSAGE)
    await kim.tap("signup.really_cancel.1")
    await town.deliver()
    assert amal.words(_("Your place was cancelled.")) in amal.latest.text
    assert MESSAGE in amal.latest.text
    assert zoe.words(_("A place is free for you!")) in zoe.latest.text

    await kim.go("signup_list.people", "walk_in.start")
    await kim.says("0241 123456")
    assert kim.words(_("Who shall be on the list?")) in kim.screen.text
    await kim.says("Nour")
    await kim.tap("walk_in.add")
    assert kim.words(_("{taken} of {capacity} places are taken.", taken=1, capacity=1)) in kim.screen.text
    await kim.tap("walk_in.over")
    assert kim.words(_("The person is on the list.")) in kim.screen.text
    assert [("cancelled", "bot", True), ("active", "phone", False)] == await standing(town)

    forge(town, "callback_query", tapped(amal, "signup.1.really_cancel.2.0"))
    await town.settle()
    assert ("active", "phone", False) == (await standing(town))[1]


def tapped(guest: Resident, data: str) -> dict[str, object]:
    """Describe a tap on a button that nobody gave them."""
    chat = {"id": guest.person.id, "type": "private", "first_name": "Amal"}
    message = {"message_id": guest.screen.message_id, "date": 1_764_500_000, "chat": chat, "text": "?"}
    return {
        "id": f"forged-{data}",
        "from": sender_of(guest.person),
        "chat_instance": "1",
        "data": data,
        "message": message,
    }
