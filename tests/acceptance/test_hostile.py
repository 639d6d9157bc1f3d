"""Whatever comes, forged, broken or in floods: nobody else waits for it, and nothing is learned or changed by it."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.deep_links import to_invitation
from conversations.drafts import mark_of
from conversations.wording import refusal_text
from locales.text import _
from storage import access
from storage.engine import COMMAND
from storage.tables import attendance, attendees, audit, grants, interests, registrations, waiting_list
from tests.acceptance.forging import HELP, Body, forge, message_of, said
from tests.acceptance.walkers import Resident, looking, resident, slot
from tests.storage.conftest import Postgres, run_apart
from tests.town import Town, open_town, sqlite_url

PICTURES = _("I cannot read pictures, voice messages or files. Please tap a button.")
NOWHERE: Body = {"latitude": float("nan"), "longitude": 6.1}
BEYOND = 2**70


async def is_still_served(town: Town, somebody: Resident) -> bool:
    """Say whether the bot answers somebody who did nothing wrong."""
    before = len(somebody.person.received)
    await somebody.says("/help")
    return len(somebody.person.received) > before and somebody.words(HELP) in somebody.screen.text


@pytest.mark.parametrize(
    "strange",
    [
        {"text": None, "location": NOWHERE},
        {"text": None, "location": {"latitude": 1e308, "longitude": 6.1}},
        {"text": None, "location": {"latitude": 91.0, "longitude": 6.1}},
        {"date": None},
        {"entities": "nonsense"},
        {"forward_origin": {"type": "hidden_user"}},
    ],
    ids=["no-number", "huge", "beyond-the-pole", "no-date", "no-entities", "no-origin"],
)
async def test_a_message_that_nobody_can_read_is_answered_and_holds_up_nobody(town: Town, strange: Body) -> None:
    sender, other = await resident(town, "de"), await resident(town, "en", "Robin")

    forge(town, "message", message_of(sender.person, **strange))
    await town.settle()

    assert sender.words(PICTURES) in sender.latest.text
    assert await is_still_served(town, other)


@pytest.mark.parametrize(
    "strange",
    [
        {"text": "kurs \ud800"},
        {"text": "kurs \x00 \u202e"},
        {"from": {"id": 1, "is_bot": False, "first_name": "\udfff", "language_code": "xx-\udfff"}},
        {"from": {"id": 1, "is_bot": False, "first_name": None, "language_code": None}},
    ],
    ids=["half-a-character", "nul", "half-a-name", "no-name"],
)
async def test_signs_that_no_database_takes_are_answered_and_hold_up_nobody(town: Town, strange: Body) -> None:
    sender, other = await resident(town, "de"), await resident(town, "en", "Robin")
    before = len(sender.person.received)

    forge(town, "message", message_of(sender.person, **strange))
    await town.settle()

    assert len(sender.person.received) > before
    assert await is_still_served(town, other)


@pytest.mark.parametrize("kind", ["poll", "my_chat_member", "callback_query", "message"])
async def test_an_update_without_anything_in_it_holds_up_nobody(town: Town, kind: str) -> None:
    other = await resident(town, "de")

    forge(town, kind, {})

    assert await is_still_served(town, other)


@pytest.mark.parametrize("chat", [BEYOND, -BEYOND, "nobody"])
async def test_a_chat_with_an_impossible_number_holds_up_nobody(town: Town, chat: object) -> None:
    other = await resident(town, "de")

    forge(town, "message", message_of(other.person, chat={"id": chat, "type": "private"}))

    assert await is_still_served(town, other)


async def test_what_cannot_be_read_is_not_written_into_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    somebody = await resident(town, "de")

    with caplog.at_level(logging.WARNING):
        forge(town, "message", message_of(somebody.person, text="Zwiebelkuchen", entities="nonsense"))
        await town.settle()

    assert "an update could not be read" in caplog.text
    assert [] == [word for word in ("Zwiebelkuchen", str(somebody.person.id)) if word in caplog.text]


async def test_numbers_that_count_on_from_below_are_answered(town: Town) -> None:
    somebody = await resident(town, "de")
    await somebody.says("/settings")
    await town.simulator.await_bot()

    forge(town, "message", message_of(somebody.person), number=17)
    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


async def test_a_number_that_was_used_a_week_ago_is_new(town: Town) -> None:
    somebody = await resident(town, "de")
    used = forge(town, "message", message_of(somebody.person, text="/settings"))
    await town.settle()
    town.clock.move(timedelta(days=7).total_seconds())
    await town.app._forget()

    forge(town, "message", message_of(somebody.person), number=used)
    await town.settle()

    assert somebody.words(HELP) in somebody.screen.text


BIG = ("0", "-1", "2147483648", "999999999999999999", "-999999999999999999", "9" * 30)
FORGED = (
    "find.1.page.{}",
    "find.1.topics.{}",
    "find.1.ask.where.{}",
    "find.1.pick.weekday.{}",
    "find.1.pick.quarter.x{}",
    "offering.1.show.{}",
    "offering.1.dates.1.{}",
    "offering.1.remind.1.{}",
    "offering.1.map.1.{}",
    "offering.1.calendar.{}",
    "register.1.start.{}",
    "register.1.start.1.{}",
    "register.1.answer.1.session.{}.1",
    "register.1.calendar.{}",
    "register.1.earlier.1.{}",
    "my_registrations.1.open.{}",
    "my_registrations.1.page.{}",
    "my_registrations.1.really.{}",
    "my_registrations.1.coming.{0}.{0}",
    "my_registrations.1.away.{0}.{0}",
    "my_registrations.1.take.{}",
    "my_registrations.1.really_leave.{}",
    "my_registrations.1.forget.{}",
    "interest.1.offering.{}",
    "interest.1.page.topic.{}",
    "interest.1.send.{}",
    "settings.1.remind.{0}.{0}",
    "settings.1.remind.{0}",
    "choose_language.1.pick.{}",
    "invitation.1.redeem.{}",
)


async def forge_taps(town: Town, somebody: Resident) -> None:
    """Tap buttons that no screen has, with numbers nobody has."""
    for number in BIG:
        for data in FORGED:
            town.simulator.forge_tap(somebody.person, somebody.screen.message_id, data.format(number))
            await town.settle()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each engine."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return run_apart(server.create())


async def test_no_forged_number_makes_a_turn_fail(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with open_town(url) as town:
        somebody = await resident(town)

        with caplog.at_level(logging.WARNING):
            await forge_taps(town, somebody)

        assert [] == [record.getMessage() for record in caplog.records]
        assert {} == town.simulator.world.queries


# -- what belongs to somebody else

OF_REGISTRATION = (
    "open.{}",
    "cancel.{}",
    "really.{}",
    "calendar.{}",
    "map.{}.1",
    "coming.{}.{session}",
    "away.{}.{session}",
)
OF_ENTRY = ("waiting.{}", "take.{}", "leave.{}", "really_leave.{}", "decline.{}")
OF_WISH = ("wish.{}", "forget.{}")
CLAIMS = (registrations, waiting_list, interests, attendance, attendees, audit)


async def claims_of(town: Town) -> list[list[tuple[object, ...]]]:
    """Read everything that says what people have."""
    async with looking(town) as tx:
        return [[tuple(row) for row in await tx.connection.execute(select(table))] for table in CLAIMS]


async def test_nothing_of_somebody_else_is_told_or_changed(town: Town) -> None:
    victim, other, thief = [await resident(town, "de", name) for name in ("Zwetschge", "Quitte", "Robin")]
    place = await slot(town, "UN-01-01")
    await victim.registers(place.offering, *place.answers)
    await other.registers(place.offering, *place.answers)
    await other.opens(f"o_{place.offering}")
    town.simulator.forge_tap(other.person, other.screen.message_id, f"interest.1.offering.{place.offering}")
    await town.settle()
    before = await claims_of(town)

    for action in (*OF_REGISTRATION, *OF_ENTRY, *OF_WISH):
        for _twice in range(2):
            data = f"my_registrations.1.{action.format(1, session=place.session)}"
            town.simulator.forge_tap(thief.person, thief.screen.message_id, data)
            await town.settle()

    assert before == await claims_of(town)
    assert [] == [text for text in said(thief) if "Zwetschge" in text or "Quitte" in text]


async def test_nobody_registers_under_a_name_that_somebody_else_gave(town: Town) -> None:
    victim, thief = await resident(town, "de", "Zwetschge"), await resident(town, "de", "Robin")
    place = await slot(town, "UN-01-02")
    await victim.registers(place.offering, *place.answers)
    await thief.opens(f"o_{place.offering}")
    await thief.go("register.start", f"register.answer.{place.offering}.session")

    for data in ("register.1.earlier.{}.1", "register.1.send.{}.{session}.{mark}.1"):
        mark = mark_of(False, "", 1)
        forged = data.format(place.offering, session=place.session + 1, mark=mark)
        town.simulator.forge_tap(thief.person, thief.screen.message_id, forged)
        await town.settle()

    async with looking(town) as tx:
        assert [1] == list(await tx.connection.scalars(select(registrations.c.participant_id)))


async def test_no_forged_tap_passes_over_a_condition(town: Town) -> None:
    somebody, workshop = await resident(town), await slot(town, "3D-01-01")
    await somebody.opens(f"o_{workshop.offering}")
    await somebody.go("register.start", *workshop.answers)
    assert somebody.can(f"register.answer.{workshop.offering}.age")
    town.simulator.forge_tap(somebody.person, somebody.screen.message_id, f"register.1.go_on.{workshop.offering}")
    await town.settle()
    await somebody.says("Amal")

    mark = mark_of(False, "Amal", None)
    forged = f"register.1.send.{workshop.offering}.{workshop.session}.{mark}.1"
    town.simulator.forge_tap(somebody.person, somebody.screen.message_id, forged)
    await town.settle()

    async with looking(town) as tx:
        assert [] == list(await tx.connection.execute(select(registrations.c.id)))
    assert somebody.words(refusal_text("conditions")) in somebody.screen.text


async def test_an_invitation_opened_by_two_at_once_makes_one_of_them_staff(url: str) -> None:
    async with open_town(url) as town:
        people = [await resident(town, "de", name) for name in ("Amal", "Robin")]
        async with town.database.transaction(town.clock.now(), COMMAND) as tx:
            token = await access.invite(tx, "staff")

        for somebody in people:
            await somebody.person.starts(to_invitation(token))
        await town.settle()

        async with looking(town) as tx:
            assert 1 == len(list(await tx.connection.execute(select(grants.c.id))))
