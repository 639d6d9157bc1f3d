"""My registrations: everything in one list, nothing lost without a second question, reminders answered with a tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.dialogs.my_registrations import (
    DIALOG,
    Answered,
    Away,
    Cancelled,
    Cancelling,
    Entry,
    Everything,
    Leaving,
    Left,
    Missed,
    One,
    Placed,
    State,
    Wish,
    Withdrawn,
)
from conversations.effects import (
    AnswerReminder,
    CancelRegistration,
    LeaveWaitingList,
    SendCalendar,
    SendVenue,
    TakePlace,
    WithdrawInterest,
)
from locales.text import Content
from storage.records.catalogue import SessionStatus
from storage.records.registrations import (
    Interest,
    Mine,
    Refusal,
    Refused,
    Registered,
    Registration,
    WaitingEntry,
)
from tests.conversations.builders import (
    COURSE_SESSIONS,
    HUB,
    a_course,
    a_registration,
    a_session,
    a_wish,
    an_entry,
    local,
    one_date,
)
from tests.conversations.fakes import FakeReader, read, taps

ME = "my_registrations"


async def shown(state: State, *claims: Registration | WaitingEntry | Interest) -> Screen:
    """Show a state to somebody with these claims; those that are not active are read only by number."""
    mine = Mine(
        tuple(one for one in claims if isinstance(one, Registration) and one.active),
        tuple(one for one in claims if isinstance(one, WaitingEntry) and one.active),
        tuple(one for one in claims if isinstance(one, Interest)),
    )
    closed = tuple(one for one in claims if isinstance(one, Registration | WaitingEntry) and not one.active)
    screen = DIALOG.render(state, await DIALOG.load(state, FakeReader((a_course(),), mine, closed)))
    assert isinstance(screen, Screen)
    return screen


async def test_the_list_has_registrations_reminders_waiting_and_wishes() -> None:
    reminder = a_registration(id=71, reminder_only=True, title=Content("Open lab", "en"))
    general = a_wish(id=31, offering_id=None, title=None, topic=Content("Crafts", "en"))
    anything = a_wish(id=32, offering_id=None, title=None)

    screen = await shown(Everything(), a_registration(), reminder, an_entry(), general, anything)

    assert [
        "📋 My registrations",
        "[✅ Tue 8/12 · First steps]",
        "[🔔 Tue 8/12 · Open lab]",
        "[⏳ First steps]",
        "[⭐ Crafts]",
        "[⭐ Anything that fits]",
    ] == read(screen)


async def test_the_list_has_five_a_page() -> None:
    screen = await shown(Everything(9), *(a_registration(id=number) for number in range(1, 7)))

    assert ["📋 My registrations", "[✅ Tue 8/12 · First steps]"] == read(screen)
    assert screen.pager is not None
    assert (1, 2, Tap(ME, "page")) == (screen.pager.page, screen.pager.pages, screen.pager.turn)


async def test_an_empty_list_leads_to_the_search() -> None:
    assert ["📋 You have no registrations yet.", "[🔎 Find offers]"] == read(await shown(Everything()))


async def test_a_registration_shows_code_next_date_place_and_reminders() -> None:
    screen = await shown(One(70), a_registration(bring=Content("a phone", "en")))

    assert [
        "📋 My registration",
        "📋 First steps",
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
        "👥 Name: Zoë",
        "🎟 Your code: 4F7",
        "🎒 Please bring: a phone",
        "4 dates, from Tue 8/12",
        "🔔 We remind you: Monday, 7 December, 9:30 and Monday, 7 December, 19:00",
        "[🗓 Into my calendar]",
        "[🔔 Change reminders]",
        "[ℹ️ About this offer]",
        "[✖️ Cancel my registration]",
    ] == read(screen)
    assert Tap(ME, "list") == screen.back


async def test_a_registration_says_what_changed() -> None:
    sessions = (
        a_session(1, 8, status=SessionStatus.MOVED, venue=HUB),
        a_session(2, 10, status=SessionStatus.CANCELLED),
    )

    screen = await shown(One(70), a_registration(sessions=sessions, absent=(1,), reminders=()))

    assert [
        "📍 Hub, Jülicher Straße 72a (Aachen-Nord)",
        "👥 Name: Zoë",
        "🎟 Your code: 4F7",
        "This date was moved.",
        "✖️ You told us that you cannot come this time.",
        "✖️ Thursday, 10 December, 9:30–12:00 · cancelled",
        "🔔 We send no reminder for this.",
        "[✅ I can come after all]",
        "[🗓 Into my calendar]",
        "[📍 Map]",
    ] == read(screen)[3:13]


async def test_a_registration_that_is_over_says_so() -> None:
    screen = await shown(One(70), a_registration(sessions=(a_session(1, -7),), reminders=()))

    assert "📅 There is no date any more." in read(screen)
    assert "Into my calendar" not in taps(screen)


async def test_a_reminder_shows_no_code_and_no_name() -> None:
    screen = await shown(One(70), one_date(reminder_only=True, attendee="", code=""))

    assert [
        "🔔 My reminder",
        "📋 First steps",
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
    ] == read(screen)[:4]
    assert Tap(ME, "cancel", (70,)) == taps(screen)["No more reminders"]


@pytest.mark.parametrize(
    "state",
    [One(70), Cancelling(70), Cancelled(70, True), Away(70, 1), Answered(70, 1, True, True), Entry(50), Wish(30)],
)
async def test_what_is_not_ones_own_is_as_good_as_not_there(state: State) -> None:
    expected = ["🙏 This is no longer available.", "[📋 My registrations]", "[🔎 Find offers]"]

    assert expected == read(await shown(state))


async def test_cancelling_asks_once_more() -> None:
    screen = await shown(Cancelling(70), a_registration())

    assert [
        "✖️ Do you really want to cancel?",
        "📋 First steps",
        "🪑 You leave the whole course. Your place goes to somebody else.",
        "📅 Next date: Tuesday, 8 December, 9:30–12:00",
        "[✖️ Yes, cancel]",
        "[✅ No, I stay]",
    ] == read(screen)
    assert Tap(ME, "open", (70,)) == screen.back


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        (one_date(), "🪑 Your place goes to somebody else."),
        (one_date(reminder_only=True), "🔔 Then we do not remind you any more."),
    ],
)
async def test_cancelling_says_what_is_lost(registration: Registration, expected: str) -> None:
    assert expected == read(await shown(Cancelling(70), registration))[2]


async def test_a_cancelled_registration_is_thanked_for_and_leads_on() -> None:
    screen = await shown(Cancelled(70, True), a_registration(active=False))

    assert [
        "✅ You are not registered any more.",
        "📋 First steps",
        "🙏 Thank you for telling us.",
        "[🔎 Find offers]",
        "[ℹ️ About this offer]",
        "[📋 My registrations]",
    ] == read(screen)
    assert screen.fresh


async def test_a_stopped_reminder_says_so() -> None:
    screen = await shown(Cancelled(70, True), a_registration(active=False, reminder_only=True))

    assert ["✅ We do not remind you any more.", "📋 First steps"] == read(screen)[:2]


@pytest.mark.parametrize("state", [One(70), Cancelling(70), Away(70, 1), Cancelled(70, False)])
async def test_what_was_cancelled_before_is_said_without_thanks(state: State) -> None:
    screen = await shown(state, a_registration(active=False))

    assert ["✅ You are not registered any more.", "📋 First steps", "[🔎 Find offers]"] == read(screen)[:3]


async def test_who_cannot_come_to_a_course_is_asked_whether_only_this_time() -> None:
    screen = await shown(Away(70, 1), a_registration())

    assert [
        "✖️ You cannot come?",
        "📋 First steps",
        "📅 Tuesday, 8 December, 9:30–12:00",
        "[📅 Only this time]",
        "[✖️ Leave the course]",
        "[✅ I'm coming]",
    ] == read(screen)
    assert Tap(ME, "cancel", (70,)) == taps(screen)["Leave the course"]


async def test_who_cannot_come_to_a_single_date_hears_that_the_place_goes_on() -> None:
    screen = await shown(Away(70, 1), one_date())

    assert [
        "✖️ You cannot come?",
        "📋 First steps",
        "📅 Tuesday, 8 December, 9:30–12:00",
        "🪑 Then your place goes to somebody else.",
        "[✖️ Yes, I can't come]",
        "[✅ I'm coming]",
    ] == read(screen)


async def test_a_date_that_is_not_in_the_registration_cannot_be_answered() -> None:
    assert "🙏 This is no longer available." == read(await shown(Away(70, 99), a_registration()))[0]


@pytest.mark.parametrize(
    ("state", "registration", "expected"),
    [
        (
            Answered(70, 1, coming=True, done=True),
            a_registration(bring=Content("a phone", "en")),
            [
                "✅ Thank you! We look forward to seeing you.",
                "📋 First steps",
                "📅 Tuesday, 8 December, 9:30–12:00",
                "📍 DEPOT, Talstraße 2 (Aachen-Nord)",
                "🎒 Please bring: a phone",
            ],
        ),
        (
            Answered(70, 1, coming=False, done=True),
            a_registration(),
            [
                "✅ Thank you for telling us.",
                "📋 First steps",
                "📅 Tuesday, 8 December, 9:30–12:00",
                "🪑 You keep your place for the other dates.",
            ],
        ),
        (
            Answered(70, 1, coming=False, done=True),
            one_date(active=False),
            [
                "✅ Thank you for telling us.",
                "📋 First steps",
                "📅 Tuesday, 8 December, 9:30–12:00",
                "🪑 Your place goes to somebody else.",
            ],
        ),
        (
            Answered(70, 1, coming=True, done=False),
            one_date(active=False),
            ["ℹ️ There is nothing to answer any more.", "📋 First steps", "📅 Tuesday, 8 December, 9:30–12:00"],
        ),
    ],
)
async def test_an_answer_is_thanked_for(state: State, registration: Registration, expected: list[str]) -> None:
    assert [*expected, "[📋 Details]", "[🔎 Find offers]"] == read(await shown(state, registration))


async def test_a_waiting_list_entry_shows_the_place_in_line() -> None:
    screen = await shown(Entry(50), an_entry())

    assert [
        "⏳ You are on the waiting list.",
        "📋 First steps",
        "👥 Name: Zoë",
        "⏳ You are number 2 in line.",
        "📅 Tuesday and Thursday, 9:30–12:00",
        "4 dates, from Tue 8/12",
        "🔔 When a place gets free, we write to you.",
        "Then you have 24 hours to answer.",
        "[ℹ️ About this offer]",
        "[✖️ Leave the waiting list]",
    ] == read(screen)


async def test_an_offered_place_can_be_taken_until_its_deadline() -> None:
    entry = an_entry(session=COURSE_SESSIONS[0], offered=True, position=0, deadline=local(1, 9))

    screen = await shown(Entry(50), entry)

    assert [
        "🎉 A place is free for you!",
        "📋 First steps",
        "📅 Tuesday, 8 December, 9:30–12:00",
        "👥 Name: Zoë",
        "⏳ Please answer by: tomorrow, 9:00",
        "[✅ Yes, I take it]",
        "[✖️ No, thank you]",
        "[ℹ️ About this offer]",
    ] == read(screen)


@pytest.mark.parametrize(
    ("offered", "expected"),
    [(False, "🪑 You lose your place in line."), (True, "🪑 Then the free place goes to somebody else.")],
)
async def test_leaving_the_waiting_list_asks_once_more(offered: bool, expected: str) -> None:
    screen = await shown(Leaving(50), an_entry(offered=offered, position=0))

    assert [
        "✖️ Do you really want to leave the waiting list?",
        "📋 First steps",
        "👥 Name: Zoë",
        expected,
        "[✖️ Yes, leave]",
        "[✅ No, I stay]",
    ] == read(screen)


@pytest.mark.parametrize("state", [Entry(50), Leaving(50), Left(50, True), Left(50, False)])
async def test_who_left_the_waiting_list_is_led_on(state: State) -> None:
    assert [
        "✅ You are not on the waiting list any more.",
        "📋 First steps",
        "[🔎 Find offers]",
        "[ℹ️ About this offer]",
        "[📋 My registrations]",
    ] == read(await shown(state, an_entry(active=False)))


async def test_a_place_that_went_on_is_explained() -> None:
    screen = await shown(Missed(50, Refusal.TOO_LATE), an_entry(active=False))

    assert [
        "🙏 This place is no longer free. Somebody else has it now.",
        "📋 First steps",
        "[ℹ️ About this offer]",
        "[💻 Similar offers]",
        "[🔔 I am interested]",
    ] == read(screen)


@pytest.mark.parametrize(
    ("again", "expected"), [(False, "🎉 You are registered."), (True, "🎉 You were registered already.")]
)
async def test_a_taken_place_is_a_registration(again: bool, expected: str) -> None:
    assert [expected, "🎟 Your code: 4F7"] == read(await shown(Placed(70, again), a_registration()))[:2]


async def test_a_wish_can_be_withdrawn() -> None:
    wish = a_wish(
        offering_id=None,
        title=None,
        topic=Content("Crafts", "en"),
        quarter=Content("Aachen-Nord", "en"),
        language="ar",
        part_of_day="morning",
    )

    screen = await shown(Wish(30), wish)

    assert [
        "⭐ You are interested in this:",
        "📋 Crafts",
        "📍 Aachen-Nord",
        "🗣 In Arabic",
        "📅 In the morning",
        "[✖️ I am not interested any more]",
        "[🔎 Find offers]",
    ] == read(screen)


async def test_a_wish_for_an_offering_leads_to_it() -> None:
    assert Tap("offering", "show", (7,)) == taps(await shown(Wish(30), a_wish()))["About this offer"]


@pytest.mark.parametrize(
    ("done", "expected"), [(True, "✅ We have deleted your interest."), (False, "✅ This is no longer available.")]
)
async def test_a_withdrawn_wish_is_gone(done: bool, expected: str) -> None:
    assert [expected, "[🔎 Find offers]", "[📋 My registrations]"] == read(await shown(Withdrawn(done)))


@pytest.mark.parametrize(
    ("state", "tap", "expected"),
    [
        (None, Tap(ME, "show"), Turn(Everything())),
        (One(70), Tap(ME, "list"), Turn(Everything())),
        (None, Tap(ME, "page", (2,)), Turn(Everything(2))),
        (None, Tap(ME, "open", (70,)), Turn(One(70))),
        (None, Tap(ME, "cancel", (70,)), Turn(Cancelling(70))),
        (Cancelling(70), Tap(ME, "really", (70,)), Turn(Cancelling(70), (CancelRegistration(70),))),
        (None, Tap(ME, "coming", (70, 1)), Turn(One(70), (AnswerReminder(70, 1, coming=True),))),
        (None, Tap(ME, "cannot", (70, 1)), Turn(Away(70, 1))),
        (Away(70, 1), Tap(ME, "away", (70, 1)), Turn(Away(70, 1), (AnswerReminder(70, 1, coming=False),))),
        (None, Tap(ME, "waiting", (50,)), Turn(Entry(50))),
        (None, Tap(ME, "take", (50,)), Turn(Entry(50), (TakePlace(50),))),
        (None, Tap(ME, "decline", (50,)), Turn(Leaving(50))),
        (None, Tap(ME, "leave", (50,)), Turn(Leaving(50))),
        (Leaving(50), Tap(ME, "really_leave", (50,)), Turn(Leaving(50), (LeaveWaitingList(50),))),
        (None, Tap(ME, "wish", (30,)), Turn(Wish(30))),
        (None, Tap(ME, "forget", (30,)), Turn(Wish(30), (WithdrawInterest(30),))),
        (One(70), Tap(ME, "calendar", (70,)), Turn(One(70), (SendCalendar("registration", 70),))),
        (None, Tap(ME, "map", (70, 2)), Turn(One(70), (SendVenue(2),))),
    ],
)
def test_a_tap_does_what_it_names(state: State | None, tap: Tap, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(state, tap)


@pytest.mark.parametrize("state", [None, Everything(), One(70), Cancelling(71)])
def test_an_old_yes_to_cancelling_is_asked_again(state: State | None) -> None:
    assert Turn(Cancelling(70)) == DIALOG.update(state, Tap(ME, "really", (70,)))


@pytest.mark.parametrize("state", [None, Entry(50), Leaving(51)])
def test_an_old_yes_to_leaving_is_asked_again(state: State | None) -> None:
    assert Turn(Leaving(50)) == DIALOG.update(state, Tap(ME, "really_leave", (50,)))


@pytest.mark.parametrize("state", [None, Away(70, 2), Away(71, 1)])
def test_an_old_yes_to_staying_away_is_asked_again(state: State | None) -> None:
    assert Turn(Away(70, 1)) == DIALOG.update(state, Tap(ME, "away", (70, 1)))


@pytest.mark.parametrize(
    ("effect", "result", "expected"),
    [
        (CancelRegistration(70), True, Cancelled(70, True)),
        (CancelRegistration(70), False, Cancelled(70, False)),
        (AnswerReminder(70, 1, coming=False), True, Answered(70, 1, coming=False, done=True)),
        (LeaveWaitingList(50), True, Left(50, True)),
        (TakePlace(50), Registered(70), Placed(70)),
        (TakePlace(50), Registered(70, again=True), Placed(70, again=True)),
        (TakePlace(50), Refused(Refusal.TOO_LATE), Missed(50, Refusal.TOO_LATE)),
        (WithdrawInterest(30), True, Withdrawn(True)),
        (SendVenue(2), None, One(70)),
    ],
)
def test_a_result_is_shown(effect: object, result: object, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(One(70), Done(effect, result))


@pytest.mark.parametrize("event", [Typed("hello"), Tap(ME, "open", ("x",)), Tap(ME, "take"), Tap(ME, "nonsense")])
def test_what_means_nothing_changes_nothing(event: Tap | Typed) -> None:
    assert Turn(One(70), understood=False) == DIALOG.update(One(70), event)


async def test_no_screen_has_more_than_six_buttons() -> None:
    sessions = tuple(replace(one, venue=HUB) for one in COURSE_SESSIONS)

    screen = await shown(One(70), a_registration(sessions=sessions, absent=(1,)))

    assert 6 == len(taps(screen))
