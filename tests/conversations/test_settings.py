"""Settings: a reminder's button turns it, and nothing is deleted without a second question."""

from __future__ import annotations

import pytest

from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.dialogs.settings import DIALOG, Choosing, Erased, Erasing, Reminders, Sent, State
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
        "[🌐 Choose language]",
        "[🔒 Privacy]",
    ] == read(await shown(Choosing()))


async def test_the_reminders_stand_alone_and_show_how_it_is() -> None:
    assert [
        "🔔 When shall I remind you? Tap to turn on or off.",
        "[✅ One day before: on]",
        "[✖️ Two hours before: off]",
    ] == read(await shown(Reminders(), somebody(remind_hours_before=False)))


@pytest.mark.parametrize(
    ("day", "hours", "label", "expected"),
    [
        (True, True, "One day before: on", (0, 1)),
        (False, True, "One day before: off", (1, 1)),
        (True, True, "Two hours before: on", (1, 0)),
        (False, False, "Two hours before: off", (0, 1)),
    ],
)
async def test_a_reminders_button_turns_it_and_leaves_the_other(
    day: bool, hours: bool, label: str, expected: tuple[int, int]
) -> None:
    screen = await shown(Reminders(), somebody(remind_day_before=day, remind_hours_before=hours))

    assert Tap("settings", "remind", expected) == taps(screen)[label]


def test_a_tap_sets_both_reminders_as_it_names_them() -> None:
    expected = Turn(Reminders(), (SetReminders(day_before=False, hours_before=True),))

    assert expected == DIALOG.update(None, Tap("settings", "remind", (0, 1)))


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
        "Your registrations, your places and your settings are deleted. You get no more reminders.",
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
        "✅ Everything is deleted.",
        "👋 Goodbye! You can come back at any time.",
        "[🏠 Start again]",
    ] == read(screen)
    assert {"Start again": Tap("home", "show")} == taps(screen)


@pytest.mark.parametrize(("action", "expected"), [("show", Choosing()), ("reminders", Reminders())])
def test_each_way_in_leads_where_it_says(action: str, expected: State) -> None:
    assert Turn(expected) == DIALOG.update(Erasing(), Tap("settings", action))


async def test_who_keeps_their_data_goes_back_to_where_they_came_from() -> None:
    assert Tap("settings", "close") == taps(await shown(Erasing()))["No, keep my data"]


def test_typing_means_nothing_here_and_is_not_kept() -> None:
    assert Turn(Erasing(), understood=False) == DIALOG.update(Erasing(), Typed("yes"))
