"""A coordinator's lists: offerings with short counts, people a page at a time, who was offered a place, whom to phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from conversations.core import Dialog, Done, Tap, Turn, Typed
from conversations.dialogs import office, signup, signup_list, signups, walk_in
from conversations.dialogs.signup_list import Calls, Found, Lists, Offers, People
from conversations.dialogs.signups import Offerings, One
from conversations.signup_effects import TickOffCall
from locales.text import Content
from storage.records.people import Participant
from storage.records.rosters import Standing
from storage.records.signups import Call, CallReason, Offered, RunLine, Tally
from tests.conversations.builders import NOW, a_session, local, single_dates, somebody
from tests.conversations.fakes import taps
from tests.conversations.running import COORDINATOR, a_run, a_signup, an_entry_of, screen_of, shown

LINE = RunLine(7, Content("First steps", "en"), "pc_basics", local(8, 9), local(8, 9), Tally(10, 3, 10), False, True)
PHONED = a_signup(id=71, name="Nour", code="K7M", phone=True, language="")


async def test_an_offering_in_the_list_says_when_it_is_next_and_how_full() -> None:
    read = await shown(signups.DIALOG, Offerings(), lines=(LINE,))

    assert ["📋 Which offer?", "1 offer"] == read[:2]
    assert "[⏳ Tue 8 Dec · 10/10+3 · First steps]" in read


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (replace(LINE, draft=True), "[✏️ First steps]"),
        (replace(LINE, next_start=None, last_start=None), "[💻 First steps]"),
        (replace(LINE, next_start=None, tally=Tally(4, 0, 10)), "[✅ Tue 8 Dec · 4/10 · First steps]"),
        (replace(LINE, live=False, tally=Tally(4)), "[✖️ Tue 8 Dec · 4 · First steps]"),
        (replace(LINE, to_phone=1), "[☎️ Tue 8 Dec · 10/10+3 · First steps]"),
        (replace(LINE, tally=Tally(4, 1)), "[⏳ Tue 8 Dec · 4+1 · First steps]"),
    ],
)
async def test_what_is_a_draft_over_or_ended_looks_different(line: RunLine, expected: str) -> None:
    assert expected in await shown(signups.DIALOG, Offerings(), lines=(line,))


async def test_a_word_that_leads_nowhere_leads_back_to_everything() -> None:
    screen = await screen_of(signups.DIALOG, Offerings(word="zzz"))

    assert Turn(Offerings(0, "zzz")) == signups.DIALOG.update(Offerings(3, "PC"), Typed("  zzz "))
    assert Tap("signups", "every") == taps(screen)["Show everything"]


async def test_an_offering_says_how_full_it_is_and_whom_to_phone() -> None:
    screen = await shown(signups.DIALOG, One(7), one=a_run(to_phone=2))

    assert "🪑 6 of 10 places are taken." in screen
    assert any("[☎️ To be phoned (2)]" in line for line in screen)


async def test_of_single_dates_the_next_three_are_counted() -> None:
    sessions = tuple(a_session(number, 7 + number, taken=number) for number in range(1, 6))
    screen = await shown(signups.DIALOG, One(7), one=a_run(offering=single_dates(sessions=sessions)))

    assert ["📅 Tue 8 Dec, 9:30 · 1/10", "📅 Wed 9 Dec, 9:30 · 2/10", "📅 Thu 10 Dec, 9:30 · 3/10"] == screen[1:4]
    assert "and 2 more dates" in screen[4]


async def test_people_stand_by_where_they_are() -> None:
    confirmed = a_signup(id=72, name="Bo", confirmed_at=NOW)
    offered = an_entry_of(id=51, name="Cy", standing=Standing.OFFERED, position=None)
    people = (a_signup(), confirmed, PHONED, offered, an_entry_of(name="Di"))
    screen = await shown(signup_list.DIALOG, Lists(7), one=a_run(offered_once=1), signed=people)

    assert [
        "🙂 3 people have a place.",
        "🪑 1 person was offered a place.",
        "⏳ 1 person waits.",
        "✍️ Or just type a code or a name.",
        "[🙂 Zoë · 4F7]",
        "[✅ Bo · 4F7]",
        "[☎️ Nour · K7M]",
        "[🪑 Cy]",
        "[⏳ Di (2)]",
        "[➕ Add somebody] [🪑 Offered places]",
    ] == screen[3:]


async def test_of_single_dates_one_is_chosen_first_those_to_come_before_those_that_are_over() -> None:
    sessions = (a_session(1, -3), a_session(2, 8), a_session(3, 9))
    screen = await screen_of(signup_list.DIALOG, Lists(7), one=a_run(offering=single_dates(sessions=sessions)))

    assert [2, 3, 1] == [tap.args[1] for tap in taps(screen).values() if tap.action == "people"]


async def test_a_typed_name_finds_people_and_nobody_is_a_way_back() -> None:
    there = await shown(signup_list.DIALOG, Found(7, "Zoë"), signed=(a_signup(),))
    nobody = await screen_of(signup_list.DIALOG, Found(7, "Bo"), signed=(a_signup(),))

    assert Turn(Found(7, "Zoë")) == signup_list.DIALOG.update(People(7), Typed(" Zoë "))
    assert "[🙂 Zoë · 4F7]" in there
    assert Tap("signup_list", "show", (7,)) == nobody.back


async def test_offered_places_say_what_came_of_them() -> None:
    offers = (
        Offered("Cy", None, NOW, NOW + timedelta(days=1), "offered", None),
        Offered("Di", None, NOW, NOW, "expired", NOW),
    )
    screen = await shown(signup_list.DIALOG, Offers(7), offers=offers)

    assert ["🙂 Cy, today, 9:00", "No answer yet, until tomorrow, 9:00"] == screen[2:4]
    assert ["🙂 Di, today, 9:00", "Did not answer in time"] == screen[4:6]


async def test_a_call_names_the_person_the_code_and_the_matter_and_is_ticked_off() -> None:
    calls = (Call(5, PHONED, CallReason.CANCELLED, NOW, a_session()),)
    screen = await screen_of(signup_list.DIALOG, Calls(7), to_phone=calls)
    read = await shown(signup_list.DIALOG, Calls(7), to_phone=calls)

    assert ["🙂 Nour · K7M", "Tue 8 Dec, 9:30: The date is cancelled."] == read[2:4]
    assert Turn(Calls(7), (TickOffCall(5),)) == signup_list.DIALOG.update(Calls(7), taps(screen)["Phoned"])
    assert Turn(Calls(7)) == signup_list.DIALOG.update(Calls(7), Done(TickOffCall(5), True))


@pytest.mark.parametrize(
    ("standing", "deadline", "line"),
    [
        (Standing.OFFERED, local(9, 14), "It is held until Wed 9 Dec, 14:00."),
        (Standing.WAITING, None, "Nobody phoned in time: no place is held any more. They still wait."),
    ],
)
async def test_a_call_about_a_place_says_until_when_it_is_held_or_that_it_went_on(
    standing: Standing, deadline: datetime | None, line: str
) -> None:
    person = replace(PHONED, registration=False, standing=standing, deadline=deadline)
    call = Call(5, person, CallReason.PLACE_FREE, NOW, a_session())

    assert ["Tue 8 Dec, 9:30: A place got free.", line] == (
        await shown(signup_list.DIALOG, Calls(7), to_phone=(call,))
    )[3:5]


@pytest.mark.parametrize(
    ("dialog", "state"),
    [
        (office.DIALOG, office.Office()),
        (signups.DIALOG, Offerings()),
        (signup_list.DIALOG, Lists(7)),
        (signup.DIALOG, signup.One(70)),
        (walk_in.DIALOG, walk_in.Naming(7, 1)),
    ],
)
@pytest.mark.parametrize("person", [somebody(), somebody(roles=("staff",))])
async def test_the_office_is_only_for_coordinators(dialog: Dialog, state: object, person: Participant) -> None:
    assert ["🔒 This is only for the team."] == await shown(dialog, state, person=person, signed=(a_signup(),))


@pytest.mark.parametrize(
    ("dialog", "state"),
    [
        (signups.DIALOG, One(7)),
        (signup_list.DIALOG, Lists(7)),
        (signup.DIALOG, signup.One(7)),
        (walk_in.DIALOG, walk_in.Choosing(7)),
    ],
)
async def test_what_somebody_else_runs_is_as_good_as_not_there(dialog: Dialog, state: object) -> None:
    screen = await shown(dialog, state, person=COORDINATOR, one=None)

    assert "🙏 I do not find this." == screen[0]
