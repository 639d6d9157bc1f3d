"""Settings: a reminder's button says when it comes, and nothing is deleted without a second question."""

from __future__ import annotations

import pytest

from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.dialogs.settings import (
    DIALOG,
    AskingDays,
    AskingHours,
    Choosing,
    Erased,
    Erasing,
    Reminders,
    Sent,
    State,
)
from conversations.effects import EraseMe, SendMyData, SetReminders
from storage.records.people import Participant
from tests.conversations.builders import somebody
from tests.conversations.fakes import FakeReader, read, taps


async def shown(state: State, person: Participant | None = None) -> Screen:
    """Show a state to somebody."""
    screen = DIALOG.render(state, await DIALOG.load(state, FakeReader(person=person or somebody())))
    assert isinstance(screen, Screen)
    return screen


async def test_the_settings_lead_to_what_can_be_set() -> None:
    assert [
        "⚙️ Settings",
        "[🔔 Reminders]",
        "[🔔 News]",
        "[🌐 Choose language]",
        "[🔒 Privacy]",
    ] == read(await shown(Choosing()))


async def test_the_reminders_stand_alone_and_show_how_it_is() -> None:
    assert [
        "🔔 When shall I remind you?",
        "Tap to change it.",
        "[✅ 1 day before]",
        "[✅ 2 hours before]",
    ] == read(await shown(Reminders()))


async def test_a_reminder_that_is_off_says_so() -> None:
    assert [
        "🔔 When shall I remind you?",
        "Tap to change it.",
        "[✖️ Days before: off]",
        "[✖️ Hours before: off]",
    ] == read(await shown(Reminders(), somebody(remind_days=0, remind_hours=0)))


async def test_each_reminder_leads_to_its_own_question() -> None:
    assert {
        "3 days before": Tap("settings", "ask_days"),
        "1 hour before": Tap("settings", "ask_hours"),
    } == taps(await shown(Reminders(), somebody(remind_days=3, remind_hours=1)))


async def test_the_days_are_one_question_with_the_choice_of_now_marked() -> None:
    assert [
        "🔔 How many days before shall I remind you?",
        "[🔔 1 day before]",
        "[✔️ 2 days before]",
        "[🔔 3 days before]",
        "[✖️ Days before: off]",
    ] == read(await shown(AskingDays(), somebody(remind_days=2)))


async def test_the_hours_are_one_question_with_the_choice_of_now_marked() -> None:
    assert [
        "🔔 How many hours before shall I remind you?",
        "At night I do not write. Then I remind you the evening before.",
        "[🔔 1 hour before]",
        "[🔔 2 hours before]",
        "[🔔 4 hours before]",
        "[✔️ Hours before: off]",
    ] == read(await shown(AskingHours(), somebody(remind_hours=0)))


async def test_every_choice_names_what_it_sets() -> None:
    days = [Tap("settings", "days", (number,)) for number in (1, 2, 3, 0)]
    hours = [Tap("settings", "hours", (number,)) for number in (1, 2, 4, 0)]

    assert days == list(taps(await shown(AskingDays())).values())
    assert hours == list(taps(await shown(AskingHours())).values())


@pytest.mark.parametrize("state", [AskingDays(), AskingHours()])
async def test_a_question_goes_back_to_both_reminders(state: State) -> None:
    assert Tap("settings", "reminders") == (await shown(state)).back


@pytest.mark.parametrize("state", [None, Choosing(), AskingHours()])
def test_a_tap_sets_the_reminder_that_it_names_and_leaves_the_other(state: State | None) -> None:
    assert Turn(Reminders(), (SetReminders(days=2),)) == DIALOG.update(state, Tap("settings", "days", (2,)))
    assert Turn(Reminders(), (SetReminders(hours=0),)) == DIALOG.update(state, Tap("settings", "hours", (0,)))


@pytest.mark.parametrize("args", [(), ("two",), (1, 2)])
@pytest.mark.parametrize("action", ["days", "hours"])
def test_a_tap_that_names_no_time_means_nothing(action: str, args: tuple[int | str, ...]) -> None:
    assert Turn(Reminders(), understood=False) == DIALOG.update(Reminders(), Tap("settings", action, args))


def test_ones_own_data_is_sent_as_a_file() -> None:
    assert Turn(Sent(), (SendMyData(),)) == DIALOG.update(Choosing(), Tap("settings", "data"))


async def test_the_file_is_announced() -> None:
    assert ["📄 I send you your data as a file."] == read(await shown(Sent()))


@pytest.mark.parametrize("action", ["erase", "really_erase"])
def test_deleting_is_asked_first_an_old_yes_too(action: str) -> None:
    assert Turn(Erasing()) == DIALOG.update(Choosing(), Tap("settings", action))


async def test_the_question_says_what_is_lost() -> None:
    assert [
        "🔒 Do you really want to delete everything?",
        "I delete your registrations, your places and your settings. You get no more reminders.",
        "This cannot be undone.",
        "[✖️ Yes, delete everything]",
        "[✅ No, keep my data]",
    ] == read(await shown(Erasing()))


def test_yes_deletes_everything() -> None:
    assert Turn(Erasing(), (EraseMe(),)) == DIALOG.update(Erasing(), Tap("settings", "really_erase"))


def test_then_comes_a_goodbye() -> None:
    assert Turn(Erased()) == DIALOG.update(Erasing(), Done(EraseMe(), None))


async def test_the_goodbye_leads_to_the_start() -> None:
    screen = await shown(Erased())

    assert [
        "✅ I have deleted everything.",
        "👋 Goodbye! You can come back at any time.",
        "[🏠 Start again]",
    ] == read(screen)
    assert {"Start again": Tap("home", "show")} == taps(screen)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("show", Choosing()),
        ("reminders", Reminders()),
        ("ask_days", AskingDays()),
        ("ask_hours", AskingHours()),
    ],
)
def test_each_way_in_leads_where_it_says(action: str, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(Erasing(), Tap("settings", action))


async def test_who_keeps_their_data_goes_back_to_where_they_came_from() -> None:
    assert Tap("settings", "close") == taps(await shown(Erasing()))["No, keep my data"]


def test_typing_means_nothing_here_and_is_not_kept() -> None:
    assert Turn(Erasing(), understood=False) == DIALOG.update(Erasing(), Typed("yes"))
