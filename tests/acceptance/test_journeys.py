"""The main job, from /start to the reminder, over real HTTP and in every language."""

from __future__ import annotations

from datetime import timedelta

import pytest

from locales.languages import OFFERED, language
from locales.text import Code, Content, Moment, Span, _
from storage.records.catalogue import SessionStatus
from tests.acceptance.walkers import (
    Resident,
    Slot,
    events_of,
    file_of,
    import_changed,
    keyboard_of,
    move_to,
    newcomer,
    next_due,
    offering_id,
    resident,
    slot,
)
from tests.storage.imports import moved, with_session
from tests.town import ZONE, Town

WORKSHOP = "3D-01-01"
"""a Saturday afternoon with ten places and a waiting list"""
ADVICE = "UN-01-01"
"""an hour for one, at nine in the morning"""
ONE_DAY = timedelta(days=1)

in_every_language = pytest.mark.parametrize("code", OFFERED)


def answers_of(workshop: Slot) -> tuple[str, ...]:
    """The taps before the name: for oneself, this date, old enough."""
    return (*workshop.answers, f"register.answer.{workshop.offering}.age.1")


def span_of(workshop: Slot, hours: int = 3) -> Span:
    """The time of a session."""
    return Span(workshop.start, workshop.start + timedelta(hours=hours))


async def registered(town: Town, code: str = "de", name: str = "Amal") -> tuple[Resident, Slot]:
    """Somebody with a place in the workshop."""
    somebody, workshop = await resident(town, code, name), await slot(town, WORKSHOP)
    await somebody.registers(workshop.offering, *answers_of(workshop))
    return somebody, workshop


async def advised(town: Town, code: str, name: str) -> Resident:
    """Somebody who registered for the hour of advice, or waits for it."""
    somebody, advice = await resident(town, code, name), await slot(town, ADVICE)
    await somebody.registers(advice.offering, *advice.answers)
    return somebody


@in_every_language
async def test_a_newcomer_is_welcomed_chooses_a_language_and_reads_about_privacy(town: Town, code: str) -> None:
    somebody = await newcomer(town, code)

    assert "Willkommen!" in somebody.screen.text
    assert "Welcome!" in somebody.screen.text
    assert (
        f"choose_language.1.pick.{language(code.partition('@')[0]).slug}"
        == somebody.screen.buttons[0][0]["callback_data"]
    )

    await somebody.tap(f"choose_language.pick.{language(code).slug}")
    assert somebody.words(_("This service is free of charge.")) in somebody.screen.text

    await somebody.tap("privacy.accept")
    assert somebody.words(_("What would you like?")) in somebody.screen.text
    assert somebody.words(_("Home")) in keyboard_of(somebody.person)[0]


@in_every_language
async def test_somebody_finds_an_offering_registers_and_gets_a_code(town: Town, code: str) -> None:
    somebody, workshop = await resident(town, code), await slot(town, WORKSHOP)

    await somebody.tap("find.start")
    assert somebody.words(_("What are you looking for?")) in somebody.screen.text

    await somebody.go("find.week", f"offering.show.{workshop.offering}")
    assert somebody.words(_("Register")) in somebody.screen.labels[0]

    await somebody.go("register.start", *answers_of(workshop), "register.own_name")
    assert somebody.words(_("Name: {name}", name=Code("Amal"))) in somebody.screen.text

    await somebody.tap("register.send")
    assert somebody.words(_("You are registered.")) in somebody.screen.text
    assert somebody.words(_("Say this code when you come.")) in somebody.screen.text


@in_every_language
async def test_the_reminders_come_a_day_and_two_hours_before(town: Town, code: str) -> None:
    somebody, workshop = await registered(town, code)

    await move_to(town, workshop.start - ONE_DAY)
    a_day_before = somebody.words(_("Reminder: {span}", span=span_of(workshop)))
    assert a_day_before in somebody.latest.text

    await move_to(town, workshop.start - timedelta(hours=2))
    today = somebody.words(_("Reminder: {span}", span=span_of(workshop)))
    assert today in somebody.latest.text
    assert a_day_before != today


@in_every_language
async def test_reminders_come_at_the_times_somebody_chose(town: Town, code: str) -> None:
    somebody, workshop = await registered(town, code)
    await somebody.go("settings.reminders", "settings.ask_days", "settings.days.2")
    await somebody.go("settings.ask_hours", "settings.hours.4")
    reminded = [workshop.start - 2 * ONE_DAY, workshop.start - timedelta(hours=4)]

    for at in reminded:
        assert at == await next_due(town, "reminder")
        await move_to(town, at)
        assert somebody.words(_("Reminder: {span}", span=span_of(workshop))) in somebody.latest.text


@in_every_language
async def test_saying_that_one_comes_is_thanked_for(town: Town, code: str) -> None:
    somebody, workshop = await registered(town, code)
    await move_to(town, workshop.start - ONE_DAY)

    await somebody.tap("my_registrations.coming")

    assert somebody.words(_("Thank you! We look forward to seeing you.")) in somebody.screen.text


@in_every_language
async def test_a_place_given_back_is_offered_to_the_next_in_their_language_with_a_deadline(
    town: Town, code: str
) -> None:
    holder = await advised(town, "de", "Amal")
    waiting = await advised(town, code, "Noor")
    assert waiting.words(_("You are on the waiting list.")) in waiting.screen.text

    await holder.go(
        "my_registrations.show", "my_registrations.open", "my_registrations.cancel", "my_registrations.really"
    )
    await town.deliver()

    assert waiting.words(_("A place is free for you!")) in waiting.screen.text
    assert waiting.words(_("Please answer soon. You have 24 hours.")) in waiting.screen.text

    await waiting.tap("my_registrations.take")
    assert waiting.words(_("You are registered.")) in waiting.screen.text


async def test_who_cannot_come_frees_the_place_from_the_reminder(town: Town) -> None:
    holder, advice = await advised(town, "de", "Amal"), await slot(town, ADVICE)
    waiting = await advised(town, "ar", "Noor")
    await move_to(town, advice.start - ONE_DAY)

    await holder.go("my_registrations.cannot", "my_registrations.away")
    await town.deliver()

    assert holder.words(_("Thank you for telling us.")) in holder.screen.text
    assert waiting.words(_("A place is free for you!")) in waiting.screen.text


async def test_an_offered_place_that_nobody_takes_goes_on_to_the_next(town: Town) -> None:
    holder = await advised(town, "de", "Amal")
    first, second = await advised(town, "ar", "Noor"), await advised(town, "en", "Robin")
    await holder.go(
        "my_registrations.show", "my_registrations.open", "my_registrations.cancel", "my_registrations.really"
    )
    await town.deliver()
    offer = first.screen

    await town.move(days=3)

    assert second.words(_("A place is free for you!")) in second.screen.text
    assert first.screen == offer
    await first.tap("my_registrations.take", offer)
    gone = _("This place is no longer free. Somebody else has it now.")
    assert first.words(gone) in first.screen.text


async def test_the_deadline_of_an_offered_place_is_shown_where_one_looks_for_it(town: Town) -> None:
    holder, waiting = await advised(town, "de", "Amal"), await advised(town, "ar", "Noor")
    await holder.go(
        "my_registrations.show", "my_registrations.open", "my_registrations.cancel", "my_registrations.really"
    )
    await town.deliver()

    await waiting.go("my_registrations.decline", "my_registrations.waiting")

    wednesday = town.clock.now() + timedelta(days=2)  # twenty-four hours, nights not counted
    assert waiting.words(_("Please answer by: {time}", time=Moment(wednesday))) in waiting.screen.text


@in_every_language
async def test_the_calendar_file_has_the_session_in_the_zone_of_the_place(town: Town, code: str) -> None:
    somebody, workshop = await registered(town, code)

    await somebody.tap("my_registrations.calendar")

    sent = next(message for message in somebody.person.received if "document" in message.body)
    (event,) = events_of(file_of(town, sent))
    assert workshop.start == event["DTSTART"].dt
    assert ZONE.key == event["DTSTART"].params["TZID"]
    assert somebody.words(_("Open the file. Then the dates are in your calendar.")) == sent.text


async def test_a_moved_session_is_told_at_once_and_its_old_reminder_never_goes_out(town: Town) -> None:
    somebody, workshop = await registered(town, "ar")
    later = timedelta(days=7)

    await import_changed(town, lambda catalogue: moved(catalogue, WORKSHOP, later))
    assert somebody.words(_("Your date has a new time.")) in somebody.latest.text
    told = len(somebody.person.received)

    await move_to(town, workshop.start)
    assert told == len(somebody.person.received)

    await move_to(town, workshop.start + later - ONE_DAY)
    new_time = Span(workshop.start + later, workshop.start + later + timedelta(hours=3))
    assert somebody.words(_("Reminder: {span}", span=new_time)) in somebody.latest.text


async def test_a_cancelled_session_is_told_at_once_and_its_reminders_never_go_out(town: Town) -> None:
    somebody, workshop = await registered(town, "en")

    cancelled = SessionStatus.CANCELLED
    await import_changed(town, lambda catalogue: with_session(catalogue, WORKSHOP, status=cancelled))
    assert somebody.words(_("Cancelled: {span}", span=span_of(workshop))) in somebody.latest.text
    told = len(somebody.person.received)

    await move_to(town, workshop.start)
    assert told == len(somebody.person.received)


async def test_no_reminder_comes_at_night(town: Town) -> None:
    advice = await slot(town, ADVICE)
    await move_to(town, advice.start - timedelta(hours=20))  # too late for the reminder of a day before
    await advised(town, "de", "Amal")

    due = (await next_due(town, "reminder")).astimezone(ZONE)  # two hours before nine would be seven in the morning

    assert (due.hour, due.date()) == (19, (advice.start.astimezone(ZONE) - ONE_DAY).date())


async def test_a_place_that_gets_free_at_night_is_offered_in_the_morning(town: Town) -> None:
    holder, waiting = await advised(town, "de", "Amal"), await advised(town, "ar", "Noor")
    before = len(waiting.person.received)
    await town.move(hours=14)  # eleven at night
    await holder.go(
        "my_registrations.show", "my_registrations.open", "my_registrations.cancel", "my_registrations.really"
    )

    await town.deliver()
    assert before == len(waiting.person.received)

    await town.move(hours=9)
    assert waiting.words(_("A place is free for you!")) in waiting.latest.text


async def test_a_language_chosen_midway_holds_from_the_next_screen_on(town: Town) -> None:
    somebody, workshop = await resident(town, "de"), await slot(town, WORKSHOP)
    await somebody.opens(f"o_{workshop.offering}")
    await somebody.go("register.start")

    await somebody.says(keyboard_of(somebody.person)[1])
    await somebody.tap("choose_language.pick.ar")

    in_arabic = Resident(town, somebody.person, "ar")
    assert in_arabic.words(_("For whom?")) in somebody.screen.text
    assert in_arabic.words(_("Language")) in keyboard_of(somebody.person)[1]


async def test_the_reminder_comes_in_the_language_chosen_since(town: Town) -> None:
    somebody, workshop = await registered(town, "de")
    await somebody.says("/language")
    await somebody.tap("choose_language.pick.ar")

    await move_to(town, workshop.start - ONE_DAY)

    in_arabic = Resident(town, somebody.person, "ar")
    assert in_arabic.words(_("Reminder: {span}", span=span_of(workshop))) in somebody.latest.text


@in_every_language
async def test_an_old_keyboard_in_any_language_still_leads_home(town: Town, code: str) -> None:
    somebody = await resident(town, code)
    old_home = keyboard_of(somebody.person)[0]
    await somebody.says("/language")
    await somebody.tap("choose_language.pick.en" if code != "en" else "choose_language.pick.de")
    await somebody.tap("help.show") if somebody.can("help.show") else await somebody.says("/help")

    await somebody.says(old_home)

    now_in = Resident(town, somebody.person, "en" if code != "en" else "de")
    assert now_in.words(_("What would you like?")) in somebody.screen.text


async def test_a_poster_survives_the_first_minute(town: Town) -> None:
    workshop = await slot(town, WORKSHOP)
    person = town.simulator.add_person("Amal", "ar")
    somebody = Resident(town, person, "ar")
    await somebody.opens(f"o_{workshop.offering}")

    await somebody.go("choose_language.pick.ar", "privacy.accept")

    assert somebody.can(f"register.start.{workshop.offering}")


async def test_a_shared_location_lists_the_nearest_first(town: Town) -> None:
    somebody = await resident(town, "en")
    await somebody.go("find.start", "find.narrow", "find.ask.where", "find.near")
    assert somebody.words(_("Send my location")) in keyboard_of(somebody.person)[0]

    await somebody.person.shares_location(50.7766, 6.1048)
    await town.settle()

    assert somebody.words(_("The nearest first")) in somebody.screen.text
    assert 2 == len(keyboard_of(somebody.person))


async def test_the_map_pin_is_sent_where_the_position_is_exact(town: Town) -> None:
    somebody = await resident(town)
    await somebody.opens(f"o_{await offering_id(town, 'UN-01')}")

    await somebody.tap("offering.map")

    assert "venue" in somebody.person.received[-2].body
    assert somebody.can("register.start")


async def test_a_placement_without_a_date_takes_interest_instead(town: Town) -> None:
    somebody = await resident(town, "ar")
    await somebody.opens(f"o_{await offering_id(town, 'VM-01')}")
    assert somebody.words(_("There is no date yet.")) in somebody.screen.text

    await somebody.tap("interest.offering")

    assert somebody.words(_("There is no date yet.")) not in somebody.screen.text


async def test_one_may_just_come_to_an_open_lab_and_still_be_reminded(town: Town) -> None:
    somebody = await resident(town, "de@easy")
    await somebody.opens(f"o_{await offering_id(town, 'DC-03')}")

    await somebody.go("offering.which", "offering.remind")

    assert somebody.words(_("Good. I have noted it.")) in somebody.screen.text


async def test_names_typed_for_a_registration_are_shown_as_typed(town: Town) -> None:
    somebody, workshop = await resident(town, "ar"), await slot(town, WORKSHOP)
    await somebody.opens(f"o_{workshop.offering}")
    await somebody.go("register.start", *answers_of(workshop))

    await somebody.says("  <b>Nour  ")

    typed = somebody.screen.text
    assert Content("Nour", "ar").text in typed
