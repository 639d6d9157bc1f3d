"""What a person has with us, as dialogs and notices read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from locales.text import Content
from storage import access, dialogs, groups, interests, people, registrations, waiting
from storage.engine import SYSTEM, Database, Transaction
from storage.reader import StorageReader
from storage.records.audiences import Audience, Headcount
from storage.records.catalogue import Criteria, Kind, Session, SessionStatus
from storage.records.people import Attendee, Participant
from storage.records.reader import Reader
from storage.records.registrations import Interest, Mine, Registered, Registration, Waiting, WaitingEntry
from storage.tables import sessions
from tests.storage import builders
from tests.storage.announcing import add_role, add_staff, add_subscriber, draft

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    """Read a wall time in Aachen as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


MONDAY, THURSDAY = at("2026-03-09 14:00"), at("2026-03-12 14:00")
HOURS = timedelta(hours=2)


def reader_for(tx: Transaction, person: Participant) -> Reader:
    """Make a person's reader, typed as dialogs know it."""
    return StorageReader(tx, person, first_name="Ada")


async def enrol(tx: Transaction, person: Participant, offering_id: int, session_id: int | None = None) -> int:
    """Register somebody and tell the registration's id."""
    place = await builders.register(tx, person, offering_id, session_id)
    assert isinstance(place, Registered)
    return place.registration_id


async def test_a_registration_tells_everything(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        prose = {"bring": {"de": "Handy"}}
        course = await builders.add_offering(tx, [MONDAY, THURSDAY], prose=prose, whole_course=True, capacity=8)
        first, second = await builders.session_ids(tx, course)
        number = await enrol(tx, person, course)
        found = await reader_for(tx, person).registration(number)
        assert found is not None

        assert (
            Registration(
                id=number,
                offering_id=course,
                session_id=None,
                kind=Kind.COURSE,
                title=Content("PC-Einstieg", "de"),
                venue=None,
                attendee="Ada",
                child=False,
                code=found.code,
                active=True,
                reminder_only=False,
                sessions=(
                    Session(first, 1, MONDAY, MONDAY + HOURS, SessionStatus.SCHEDULED, None, 8, 1, 0, None),
                    Session(second, 2, THURSDAY, THURSDAY + HOURS, SessionStatus.SCHEDULED, None, 8, 1, 0, None),
                ),
                bring=Content("Handy", "de"),
                reminders=(
                    at("2026-03-08 14:00"),
                    at("2026-03-09 12:00"),
                    at("2026-03-11 14:00"),
                    at("2026-03-12 12:00"),
                ),
            )
            == found
        )


async def test_a_registration_for_one_session_covers_only_that(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        elsewhere = await builders.add_venue(tx, name="Nadelfabrik")
        lab = await builders.add_offering(tx, [MONDAY], venue_id=await builders.add_venue(tx))
        session = await builders.add_session(tx, lab, THURSDAY, venue_id=elsewhere)
        found = await reader_for(tx, person).registration(await enrol(tx, person, lab, session))
        assert found is not None
        assert found.venue is not None

        assert ([session], "Nadelfabrik") == ([some.id for some in found.sessions], found.venue.name.text)


async def test_a_cancelled_registration_still_reads_but_is_not_active(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        number = await enrol(tx, person, await builders.add_offering(tx, [MONDAY], whole_course=True))
        await registrations.cancel(tx, person.id, number)
        reader = reader_for(tx, person)
        found = await reader.registration(number)
        assert found is not None

        assert (False, (), Mine((), (), ())) == (found.active, found.reminders, await reader.mine())


async def test_answers_are_told_by_session(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [MONDAY, THURSDAY], whole_course=True)
        first, second = await builders.session_ids(tx, course)
        number = await enrol(tx, person, course)
        await registrations.answer_reminder(tx, person.id, number, first, False)
        await registrations.answer_reminder(tx, person.id, number, second, True)
        found = await reader_for(tx, person).registration(number)
        assert found is not None

        assert ((first,), (second,)) == (found.absent, found.coming)


async def test_another_persons_claims_are_as_good_as_not_there(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person, waiting_one, stranger = [await builders.add_person(tx) for _ in range(3)]
        course = await builders.add_offering(tx, [MONDAY], whole_course=True, capacity=1)
        number = await enrol(tx, person, course)
        entry = await builders.register(tx, waiting_one, course)
        assert isinstance(entry, Waiting)
        reader = reader_for(tx, stranger)

        assert (None, None, (), Mine((), (), ())) == (
            await reader.registration(number),
            await reader.waiting_entry(entry.entry_id),
            await reader.registered(course),
            await reader.mine(),
        )


async def test_ones_own_come_the_next_session_first(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        late, soon = [await builders.add_offering(tx, [start], whole_course=True) for start in (THURSDAY, MONDAY)]
        for course in (late, soon):
            await enrol(tx, person, course)
        mine = await reader_for(tx, person).mine()

        assert [soon, late] == [some.offering_id for some in mine.registrations]


async def test_what_is_over_is_not_ones_own_any_more(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await enrol(tx, person, await builders.add_offering(tx, [MONDAY], whole_course=True))
    async with database.reading(MONDAY + HOURS - timedelta(seconds=1), SYSTEM) as tx:
        during = (await reader_for(tx, person).mine()).count
    async with database.reading(MONDAY + HOURS, SYSTEM) as tx:
        after = (await reader_for(tx, person).mine()).count

    assert (1, 0) == (during, after)


async def test_a_registration_whose_session_was_cancelled_stays_visible(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await enrol(tx, person, await builders.add_offering(tx, [MONDAY], whole_course=True))
        await tx.connection.execute(update(sessions).values(status="cancelled"))
        (found,) = (await reader_for(tx, person).mine()).registrations

        assert None is found.next_session(now)


async def test_a_reminder_only_is_ones_own_without_an_attendee(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        drop_in = await builders.add_offering(tx, [MONDAY], registering="none")
        await registrations.remind_me(tx, person.id, drop_in, None)
        (found,) = (await reader_for(tx, person).mine()).registrations

        assert (True, "", "", 2) == (found.reminder_only, found.attendee, found.code, len(found.reminders))


async def test_a_waiting_entry_tells_its_position_and_then_its_deadline(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        holder, person = [await builders.add_person(tx) for _ in range(2)]
        slots = await builders.add_offering(tx, [MONDAY], capacity=1)
        (session,) = await builders.session_ids(tx, slots)
        held = await enrol(tx, holder, slots, session)
        entry = await builders.register(tx, person, slots, session)
        assert isinstance(entry, Waiting)
        reader = reader_for(tx, person)
        before = await reader.waiting_entry(entry.entry_id)
        await registrations.cancel(tx, holder.id, held)
        await waiting.offered_delivered(tx, entry.entry_id, now)
        after = await reader.waiting_entry(entry.entry_id)
        assert before is not None
        assert after is not None
        title = Content("PC-Einstieg", "de")
        full = Session(session, 1, MONDAY, MONDAY + HOURS, SessionStatus.SCHEDULED, None, 1, 1, 1, None)
        held_for = Session(session, 1, MONDAY, MONDAY + HOURS, SessionStatus.SCHEDULED, None, 1, 1, 0, None)
        deadline = now + timedelta(days=2)

        assert (
            WaitingEntry(entry.entry_id, slots, full, title, "Ada", False, 1, False, None, True),
            WaitingEntry(entry.entry_id, slots, held_for, title, "Ada", False, 0, True, deadline, True),
        ) == (before, after)


async def test_a_closed_entry_reads_as_not_active(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        holder, person = [await builders.add_person(tx) for _ in range(2)]
        course = await builders.add_offering(tx, [MONDAY], whole_course=True, capacity=1)
        await enrol(tx, holder, course)
        entry = await builders.register(tx, person, course)
        assert isinstance(entry, Waiting)
        reader = reader_for(tx, person)
        waiting_before = (await reader.mine()).waiting
        await waiting.leave(tx, person.id, entry.entry_id)
        found = await reader.waiting_entry(entry.entry_id)
        assert found is not None

        assert (1, False, ()) == (len(waiting_before), found.active, (await reader.mine()).waiting)


async def test_wishes_are_told_by_name(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        await builders.add_topic(tx, "smartphone", de="Handy")
        await builders.add_quarter(tx, "nord", de="Aachen-Nord")
        placement = await builders.add_offering(tx, title="Umschulung")
        one = await interests.express(tx, person.id, offering_id=placement)
        two = await interests.express(tx, person.id, topic="smartphone", quarter="nord", part_of_day="morning")
        mine = await reader_for(tx, person).mine()

        assert (
            Interest(getattr(one, "interest_id", 0), placement, Content("Umschulung", "de"), None, None, "", ""),
            Interest(
                getattr(two, "interest_id", 0),
                None,
                None,
                Content("Handy", "de"),
                Content("Aachen-Nord", "de"),
                "",
                "morning",
            ),
        ) == mine.interests


async def test_what_somebody_registered_for_an_offering_includes_children(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [MONDAY], whole_course=True)
        for name, child in (("Ada", False), ("Emil", True)):
            await builders.register(tx, person, course, name=name, child=child)
        found = await reader_for(tx, person).registered(course)

        assert [("Ada", False), ("Emil", True)] == [(some.attendee, some.child) for some in found]


async def test_the_reader_tells_the_person_and_the_turn(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx, "ar")
        reader = reader_for(tx, person)
        await people.set_reminders(tx, person.id, days=3)
        me = await reader.me()

        assert (now, "ar", "Ada", 3) == (reader.now, reader.language, reader.first_name, me.remind_days)


async def test_attendees_are_offered_again_the_newest_first(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx)
        course = await builders.add_offering(tx, [MONDAY], whole_course=True)
        for name, child in (("Ada", False), ("Emil", True)):
            await builders.register(tx, person, course, name=name, child=child)
        found = await reader_for(tx, person).attendees()

        assert (Attendee(found[0].id, "Emil", True), Attendee(found[1].id, "Ada", False)) == found


async def test_the_catalogue_reads_in_the_persons_language(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        person = await builders.add_person(tx, "tr")
        await builders.add_topic(tx, "craft", de="Handarbeit", tr="El işi")
        offering = await builders.add_offering(
            tx, [MONDAY], title={"de": "Nähen", "en": "Sewing"}, topic_slugs=["craft"]
        )
        reader = reader_for(tx, person)
        (line,) = (await reader.offerings(Criteria(), 0)).lines
        (choice,) = await reader.choices("topic", Criteria())
        found = await reader.offering(offering)
        assert found is not None
        sewing, craft = Content("Sewing", "en"), Content("El işi", "tr")

        assert (sewing, craft, sewing, craft) == (
            line.title,
            choice.label,
            found.title,
            await reader.label("topic", "craft"),
        )


async def for_staff(reader: Reader, announcement: int) -> list[object]:
    """Read everything that is for staff."""
    return [
        await reader.announcement(announcement),
        await reader.announcements(0),
        await reader.headcount(Audience()),
        await reader.progress(announcement),
        await reader.report(announcement),
        await reader.announced(announcement),
        await reader.testers(),
        await reader.group_chats(),
    ]


@pytest.mark.parametrize("role", ["staff", "administrator"])
async def test_whatever_is_for_staff_is_there_for_staff(database: Database, now: datetime, role: str) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await groups.meet(tx, "-100", "Nord", "supergroup", "administrator")
        await add_subscriber(tx)
        announcement = await draft(tx)
        me = await people.participant(tx, await add_staff(tx, role))
        assert me is not None

        assert all(await for_staff(reader_for(tx, me), announcement))


@pytest.mark.parametrize("role", ["coordinator", None])
async def test_whatever_is_for_staff_is_nothing_for_others(database: Database, now: datetime, role: str | None) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await groups.meet(tx, "-100", "Nord", "supergroup", "administrator")
        await add_subscriber(tx)
        announcement = await draft(tx)
        someone = (await builders.add_person(tx)).id if role is None else await add_staff(tx, role)
        me = await people.participant(tx, someone)
        assert me is not None

        assert [None, ((), 0), Headcount(), None, None, None, 0, ()] == await for_staff(
            reader_for(tx, me), announcement
        )


@pytest.mark.parametrize(("role", "number"), [("staff", 0), ("administrator", 1)])
async def test_the_team_is_for_administrators(database: Database, now: datetime, role: str, number: int) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        me = await people.participant(tx, await add_staff(tx, role))
        assert me is not None
        await access.invite(tx, "staff")
        reader = reader_for(tx, me)

        assert (number, number) == (len(await reader.team()), len(await reader.open_invitations()))


async def test_a_conversation_knows_the_roles_of_its_person(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        someone = await add_staff(tx, "administrator")
        await add_role(tx, someone, "staff")
        me = await people.participant(tx, someone)
        assert me is not None
        await dialogs.begin(tx, b"index", me)
        found = await dialogs.find(tx, [b"index"])

        assert [("administrator", "staff")] == [one.participant.roles for one in found.values()]
