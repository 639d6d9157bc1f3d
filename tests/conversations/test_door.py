"""At the door: big names to tap that say how they stand, a typed word that means one person, and counts without a doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.dialogs.door import DIALOG, Also, Closing, Dates, Names, State, Which
from conversations.door_effects import AdmitByWord, CloseDoor, CountWalkIn, MarkPresence, ReopenDoor
from locales.text import Content
from storage.records.door import Admitted, DoorList, Guest, Nobody, Record, Several, Turnout
from storage.records.people import Participant
from tests.conversations.builders import local, somebody
from tests.conversations.fakes import FakeReader, read, taps

TITLE = Content("First steps", "en")
ADA, KIM, ZOE = Guest(70, "Ada", "4F7", present=True), Guest(71, "Kim", "K7M"), Guest(72, "Zoë", "3CD", coming=False)
TODAY = Turnout(7, 5, local(0, 9, 30), local(0, 12), 3, there=1, missed=0, said_no=1, open=1, walk_ins=2)
LIST = DoorList(TITLE, TODAY, (ADA, KIM, ZOE), takes_more=True)


@dataclass
class DoorReader(FakeReader):
    """Answers a coordinator from a list and a record."""

    person: Participant = field(default_factory=lambda: somebody(roles=("coordinator",)))
    names: DoorList | None = LIST
    dates: Record | None = None

    @property
    def door(self) -> DoorReader:
        """Read the door, too."""
        return self

    async def record(self, offering_id: int) -> Record | None:
        """Tell the given record."""
        return self.dates

    async def list_of(self, session_id: int) -> DoorList | None:
        """Tell the given list."""
        return self.names


async def shown(state: State, **given: Any) -> Screen:  # noqa: ANN401 - the reader's
    """Show a state to a coordinator."""
    screen = DIALOG.render(state, await DIALOG.load(state, DoorReader(**given)))
    assert isinstance(screen, Screen)
    return screen


async def test_every_name_says_how_it_stands_and_what_is_counted_stands_above() -> None:
    assert [
        "🚪 First steps",
        "📅 Today, 9:30–12:00",
        "✅ 1 of 2 are here.",
        "⬜ 1 person not yet",
        "ℹ️ 1 person had said no.",
        "➕ 2 more without a name",
        "✍️ Tap a name. Or type a code or the start of a name.",
        "[✅ Ada] [⬜ Kim]",
        "[⬜ Zoë · said no]",
        "[➕ Without a name (2)] [➡️ More]",
    ] == read(await shown(Names(5)))


async def test_what_one_seldom_needs_at_the_door_stands_on_a_screen_of_its_own() -> None:
    screen = await shown(Also(5, 1))

    expected = ["[✍️ Add a name]", "[✖️ The rest is missing (2)]", "[➖ One less]"]
    assert expected == read(screen)[-3:]
    assert Tap("door", "page", (5, 1)) == screen.back
    assert Tap("door", "less", (5, 1)) == taps(screen)["One less"]


async def test_a_button_says_what_it_makes_of_somebody_never_the_other_way_round() -> None:
    found = taps(await shown(Names(5)))

    assert Tap("door", "mark", (5, 71, "here", 0)) == found["Kim"]
    assert Tap("door", "mark", (5, 70, "open", 0)) == found["Ada"]


async def test_after_the_end_a_wrong_tap_leads_back_to_away() -> None:
    away = replace(LIST, guests=(ADA, replace(KIM, present=False), replace(ZOE, present=False)))
    screen = await shown(Names(5), names=away)

    assert Tap("door", "mark", (5, 70, "away", 0)) == taps(screen)["Ada"]
    assert "[✅ Ada] [✖️ Kim]" in read(screen)
    assert Tap("door", "reopen", (5,)) == taps(await shown(Also(5), names=away))["Undo “missing”"]


async def test_two_people_of_one_name_are_told_apart_by_their_codes() -> None:
    twice = replace(LIST, guests=(ADA, replace(KIM, name="ada")))

    assert "[✅ Ada · 4F7] [⬜ ada · K7M]" in read(await shown(Names(5), names=twice))


async def test_who_was_found_by_a_word_is_named_and_stands_on_the_page_to_be_taken_back() -> None:
    first = tuple(Guest(number, f"A{number}", "3CD") for number in range(8))
    screen = await shown(Names(5, last=70), names=replace(LIST, guests=(*first, ADA)))

    assert "🎉 Ada is here." in read(screen)
    assert Tap("door", "mark", (5, 70, "open", 1)) == taps(screen)["Ada"]


async def test_a_word_that_means_nobody_is_answered() -> None:
    assert "🙏 I find nobody with this name or code on the list." in read(await shown(Names(5, unknown=True)))


async def test_a_word_that_could_mean_several_asks_who_it_is() -> None:
    screen = await shown(Which(5, (70, 71)))

    assert ["🙂 Who is it?", "[✅ Ada · 4F7]", "[⬜ Kim · K7M]"] == read(screen)
    assert Tap("door", "mark", (5, 71, "here", 0)) == taps(screen)["Kim · K7M"]


async def test_the_end_is_asked_for_with_the_number_it_concerns() -> None:
    screen = await shown(Closing(5))

    assert "I note for 2 people: did not come." in read(screen)
    assert Tap("door", "end", (5,)) == taps(screen)["Yes, they did not come"]


async def test_where_nobody_registers_who_comes_is_only_counted() -> None:
    drop_in = DoorList(TITLE, replace(TODAY, listed=0, there=0, said_no=0, open=0, walk_ins=0), ())

    assert [
        "🚪 First steps",
        "📅 Today, 9:30–12:00",
        "➕ Nobody is on the list. Count who comes.",
        "[➕ Without a name]",
    ] == read(await shown(Names(5), names=drop_in))


async def test_a_door_that_is_still_closed_says_when_it_opens() -> None:
    later = replace(LIST, turnout=replace(TODAY, start=local(2, 18), end=local(2, 20)))

    assert [
        "🚪 First steps",
        "📅 The day after tomorrow, 18:00–20:00",
        "⏳ You can note who is there from the day after tomorrow, 6:00 on.",
    ] == read(await shown(Names(5), names=later))


async def test_all_dates_are_counted_together_and_one_by_one() -> None:
    before = Turnout(7, 4, local(-7, 9, 30), local(-7, 12), 9, there=6, missed=2, said_no=1, open=0, walk_ins=1)
    screen = await shown(Dates(7), dates=Record(7, TITLE, (TODAY, before), local(7, 9, 30)))

    assert [
        "🚪 First steps",
        "🗓️ All dates: 2 dates",
        "✅ 7 people came.",
        "➕ 3 more without a name",
        "✖️ 2 people did not come.",
        "ℹ️ 2 people had said no.",
        "📅 Next date: Mon 7 December, 9:30",
        "[⬜ Today, 9:30 · 1 of 2]",
        "[✅ Mon 23 Nov, 9:30 · 6 of 8]",
    ] == read(screen)
    assert Tap("signups", "offering", (7,)) == screen.back


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap("door", "show", (7,)), Turn(Dates(7))),
        (Tap("door", "also", (5, 1)), Turn(Also(5, 1))),
        (Tap("door", "open", (6,)), Turn(Names(6))),
        (Tap("door", "page", (5, 2)), Turn(Names(5, 2))),
        (Tap("door", "mark", (5, 71, "here", 1)), Turn(Names(5, 1), (MarkPresence(5, 71, True),))),
        (Tap("door", "mark", (5, 71, "open", 1)), Turn(Names(5, 1), (MarkPresence(5, 71, None),))),
        (Tap("door", "mark", (6, 71, "away", 0)), Turn(Names(6), (MarkPresence(6, 71, False),))),
        (Tap("door", "mark", (5, 71, "gone", 0)), Turn(Names(5, 1, 70), understood=False)),
        (Tap("door", "more", (5, 1)), Turn(Names(5, 1), (CountWalkIn(5, 1),))),
        (Tap("door", "less", (5, 1)), Turn(Names(5, 1), (CountWalkIn(5, -1),))),
        (Tap("door", "ask", (5,)), Turn(Closing(5))),
        (Tap("door", "end", (5,)), Turn(Names(5), (CloseDoor(5),))),
        (Tap("door", "reopen", (5,)), Turn(Names(5, 1), (ReopenDoor(5),))),
        (Typed("  4f 7 "), Turn(Names(5, 1, 70), (AdmitByWord(5, "4f 7"),))),
        (Done(AdmitByWord(5, "ada"), Admitted(70)), Turn(Names(5, 1, 70))),
        (Done(AdmitByWord(5, "a"), Several((70, 71))), Turn(Which(5, (70, 71)))),
        (Done(AdmitByWord(5, "x"), Nobody()), Turn(Names(5, 1, unknown=True))),
        (Done(MarkPresence(5, 71, True), False), Turn(Names(5, 1, 70))),
    ],
)
def test_what_was_tapped_or_typed_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Names(5, 1, 70), event)


def test_who_is_chosen_among_several_can_be_taken_back_on_the_list() -> None:
    turn = DIALOG.update(Which(5, (70, 71)), Tap("door", "mark", (5, 71, "here", 0)))

    assert Turn(Names(5, last=71), (MarkPresence(5, 71, True),)) == turn


@pytest.mark.parametrize("state", [Dates(7), Names(5), Also(5), Which(5, (70,)), Closing(5)])
async def test_nobody_but_coordinators_sees_it(state: State) -> None:
    screen = await shown(state, person=somebody(roles=("staff",)))

    assert ["🔒 This is only for the team."] == read(screen)


async def test_a_list_of_somebody_else_is_not_there() -> None:
    assert "🙏 I do not find this." in read(await shown(Names(5), names=None))
