"""Forged taps on the desk: whoever may not do something changes nothing by it and reads nothing, whatever a button says."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from conversations.registry import versions
from storage import access
from storage.engine import COMMAND, SYSTEM
from storage.tables import announcement_texts, announcements, grants, invitations, outbox
from tests.acceptance.forging import forge, sender_of
from tests.acceptance.staff import got, run, staff_member, written
from tests.acceptance.walkers import Resident, resident
from tests.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

SECRET = "Geheimes Sommerfest"
LARGE = 10**17
ODD = ("1", "-1", str(LARGE), "who")
KNOWN = {
    "desk": ("show", "page", "new", "offers", "every_offer", "start"),
    "announcement": (
        "show",
        "look",
        "preview",
        "test",
        "check",
        "discard",
        "submit",
        "agree",
        "recall",
        "really_discard",
    ),
    "announcement_extras": ("show", "media", "remove", "button"),
    "announcement_run": (
        *("show", "pause", "resume", "ask", "really_stop", "really_correct", "really_agree", "recall", "really_delete"),
        *("preview", "correct", "report", "languages", "phone", "file", "follow"),
    ),
    "announcement_text": (
        *("new", "show", "page", "language", "title", "text", "accept", "accept_all", "remove", "import", "table"),
    ),
    "announcement_time": ("show", "day", "at", "at_once", "patience", "until"),
    "audience": (
        "show",
        "side",
        "values",
        "offers",
        "every_offer",
        "offer",
        "chats",
        "in",
        "out",
        "clear",
        "chat",
        "people",
    ),
    "team": ("show", "page", "one", "revoke", "really_revoke", "invite", "open", "withdraw"),
}
NAMED = (
    *("announcement.submit.1.{seen}", "announcement.agree.1.{seen}", "announcement_extras.button.1.interested.1"),
    *("announcement_run.ask.1.stop", "announcement_run.really_correct.1.{seen}", "announcement_text.accept.1.ar.1"),
    *("announcement_text.accept_all.1.{seen}", "announcement_time.at.1.20261224.1200", "announcement_time.until.1.12"),
    *("audience.in.1.who.topics.pc_basics", "audience.in.1.who.registered.1", "audience.out.1.without.languages.de"),
    *("audience.clear.1.who", "audience.chat.1.1.1", "audience.people.1.0", "team.really_revoke.1.staff"),
    *("team.invite.administrator", "announcement_text.new.de", "announcement.preview.1.de"),
)


def forged(seen: int) -> Iterator[str]:
    """List callback data that somebody could make up: every action with what it wants and with what nobody means."""
    known = versions()
    for name in NAMED:
        dialog, _dot, rest = name.format(seen=seen).partition(".")
        yield f"{dialog}.{known[dialog]}.{rest}"
    for dialog, actions in KNOWN.items():
        for action in actions:
            for args in ("", *(f".{odd}" for odd in ODD), f".1.{LARGE}", f".1.{seen}"):
                yield f"{dialog}.{known[dialog]}.{action}{args}"


async def stand(town: Town) -> list[tuple[object, ...]]:
    """Read all that a forged tap must not change."""
    found: list[tuple[object, ...]] = []
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        for table in (announcements, announcement_texts, grants, invitations):
            found += [tuple(row) for row in await tx.connection.execute(select(table).order_by(*table.primary_key))]
        kinds = select(outbox.c.kind, outbox.c.participant_id).where(outbox.c.kind.like("announcement%"))
        found += [tuple(row) for row in await tx.connection.execute(kinds)]
    return found


async def revoked(town: Town) -> Resident:
    """Add somebody who was of the team once, and stands at the desk still."""
    somebody = await staff_member(town, name="Lou")
    await somebody.go("desk.show")
    async with town.database.transaction(town.clock.now(), COMMAND) as tx:
        newest = select(grants.c.participant_id).order_by(grants.c.id.desc()).limit(1)
        await access.revoke(tx, (await tx.connection.scalars(newest)).one(), "staff", by=None)
    return somebody


async def seen_of(town: Town) -> int:
    """Tell the revision of the only announcement."""
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        return int((await tx.connection.scalars(select(announcements.c.revision))).one())


async def tap(somebody: Resident, data: str, message_id: int) -> None:
    """Tap a button that is nowhere."""
    person = somebody.person
    chat = {"id": person.id, "type": "private", "first_name": "Amal"}
    message = {"message_id": message_id, "date": 1_764_500_000, "chat": chat}
    query = {
        "id": f"{person.id}{data}",
        "from": sender_of(person),
        "chat_instance": "1",
        "message": message,
        "data": data,
    }
    forge(somebody.town, "callback_query", query)
    await somebody.town.settle()


async def tap_all(somebody: Resident, seen: int) -> None:
    """Tap everything that one could make up."""
    for data in forged(seen):
        await tap(somebody, data, somebody.screen.message_id)


@pytest.mark.parametrize("who", ["resident", "coordinator", "revoked"])
async def test_forged_taps_of_who_may_not_announce_change_nothing_and_show_nothing(
    town: Town, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    kim = await staff_member(town)
    somebody = await {
        "resident": lambda: resident(town, "de", "Amal"),
        "coordinator": lambda: staff_member(town, role="coordinator", name="Cam"),
        "revoked": lambda: revoked(town),
    }[who]()
    await written(kim, SECRET, "Niemand weiß davon.")
    seen, before = await seen_of(town), await stand(town)

    await tap_all(somebody, seen)
    await somebody.opens("a_1")
    await town.deliver()

    assert before == await stand(town)
    assert [] == [message.text for message in somebody.person.received if SECRET in str(message.body)]
    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_no_tap_of_a_colleague_is_more_than_it_may_be_and_none_breaks_anything(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    kim, lee = await staff_member(town), await staff_member(town, name="Lee")
    await written(kim, SECRET, "Niemand weiß davon.")
    seen, before = await seen_of(town), await stand(town)

    await tap_all(lee, seen)

    after = await stand(town)
    assert [] == [row for row in before if row not in after]
    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_no_tap_of_an_author_breaks_anything(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    boss = await staff_member(town, role="administrator")
    await written(boss, SECRET, "Niemand weiß davon.")

    await tap_all(boss, await seen_of(town))
    await run(town)

    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_taps_below_what_was_deleted_lead_on_and_say_nothing_of_it(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    kim = await staff_member(town)
    amal = await resident(town, "de", "Amal")
    await amal.go("news.show", "news.agree")
    await written(kim, SECRET, "Bald.")
    await kim.go("announcement_extras.show", "announcement_extras.button", "announcement.show")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)
    letter = got(amal)[0]
    await kim.go("announcement_run.report", "announcement_run.show")
    await kim.go("announcement_run.ask.1.delete", "announcement_run.really_delete")
    await run(town)
    assert [] == got(amal)
    before = len(amal.person.received)

    for data in ("read.1", "button.1.interested", "button.1.details.1", "button.1.register.1", "stop.1"):
        await tap(amal, f"news.{versions()['news']}.{data}", letter.message_id)
    await amal.opens("a_1")

    assert [] == [message.text for message in amal.person.received[before:] if SECRET in str(message.body)]
    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
