"""The desk: a list that says where each announcement stands, and one question to begin a new one."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs import home
from conversations.dialogs.desk import DIALOG, Beginning, Desk, NotBegun, Picking, State
from conversations.staff_effects import StartAnnouncement
from locales.text import Content
from storage.records.announcements import AnnouncementLine, Objection, Ready, Refusal
from storage.records.announcements import State as Standing
from storage.records.catalogue import Kind, OfferingLine
from storage.records.people import Participant
from tests.conversations.builders import local, somebody
from tests.conversations.fakes import FakeReader, read, taps
from tests.conversations.office import ADMINISTRATOR, STAFF, screen_of, shown

PARTY = Content("Summer party", "en")
COURSE = OfferingLine(7, Kind.COURSE, Content("First steps", "en"), local(8, 9), full=False, topic="pc_basics")


def line(number: int, state: Standing, **values: Any) -> AnnouncementLine:  # noqa: ANN401 - any field
    """Make a line of the list."""
    return AnnouncementLine(number, state, **({"title": PARTY, "due_at": None, "sent": 0, "total": 0} | values))


async def test_each_announcement_says_where_it_stands() -> None:
    lines = (
        line(5, Standing.DRAFT, title=Content("", "en")),
        line(4, Standing.AWAITING),
        line(3, Standing.SCHEDULED, due_at=local(2, 9)),
        line(2, Standing.RUNNING, sent=600, total=1024),
        line(1, Standing.DONE, sent=1000, total=1024),
    )
    screen = await screen_of(DIALOG, Desk(), lines=lines)

    assert [
        "📣 Desk",
        "[➕ New announcement]",
        "[✏️ Without a text]",
        "[⏳ Summer party]",
        "[📅 Wed 2 Dec · Summer party]",
        "[📣 600 of 1,024 · Summer party]",
        "[✅ 1,000 of 1,024 · Summer party]",
    ] == await shown(DIALOG, Desk(), lines=lines)
    assert Tap("announcement", "show", (4,)) == taps(screen)["Summer party"]
    assert Tap("announcement_run", "show", (2,)) == taps(screen)["600 of 1,024 · Summer party"]


async def test_administrators_find_the_team_there() -> None:
    assert "[➕ New announcement] [🧑‍🤝‍🧑 Team]" in await shown(DIALOG, Desk(), person=ADMINISTRATOR)


async def test_what_it_is_about_is_the_first_question() -> None:
    screen = await screen_of(DIALOG, Beginning(), language="de@easy")

    assert [
        "📣 What is it about?",
        "An offer says its facts in every language by itself.",
        "[🔎 About an offer]",
        "[✏️ About something else]",
    ] == read(screen)
    assert Tap("announcement_text", "new", ("de",)) == taps(screen)["About something else"]


async def test_an_offer_is_picked_from_a_list() -> None:
    screen = await screen_of(DIALOG, Picking(), offers=(COURSE,))

    assert Tap("desk", "start", (7,)) == taps(screen)["Tue 8 Dec · First steps"]


async def test_a_word_that_finds_nothing_is_answered_and_leads_to_every_offer() -> None:
    screen = await screen_of(DIALOG, Picking(0, "zzzzqq"))

    assert ["🔎 I found nothing that fits.", "✍️ Or just type a word.", "[🔎 Show everything]"] == read(screen)
    assert Turn(Picking()) == DIALOG.update(Picking(0, "zzzzqq"), taps(screen)["Show everything"])


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap("desk", "show"), Turn(Desk())),
        (Tap("desk", "page", (2,)), Turn(Desk(2))),
        (Tap("desk", "new"), Turn(Beginning())),
        (Tap("desk", "offers", (1,)), Turn(Picking(1, "3D"))),
        (Tap("desk", "start", (7,)), Turn(Picking(0, "3D"), (StartAnnouncement(7),))),
        (Typed(" PC  kurs "), Turn(Picking(0, "PC kurs"))),
        (
            Done(StartAnnouncement(7), Ready(3, Standing.DRAFT)),
            Turn(Desk(), goto=Tap("announcement", "show", (3,))),
        ),
        (Done(StartAnnouncement(7), Refusal(Objection.GONE)), Turn(NotBegun(Refusal(Objection.GONE)))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Picking(0, "3D"), event)


@pytest.mark.parametrize("state", [Desk(), Beginning(), Picking()])
async def test_nobody_but_the_team_sees_it(state: State) -> None:
    assert ["🔒 This is only for the team."] == await shown(DIALOG, state, person=somebody(roles=("coordinator",)))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (somebody(), []),
        (somebody(roles=("coordinator",)), ["Office"]),
        (STAFF, ["Desk"]),
        (ADMINISTRATOR, ["Office", "Desk", "Team"]),
    ],
)
async def test_home_leads_the_team_to_its_desk(person: Participant, expected: list[str]) -> None:
    screen = home.DIALOG.render(home.Home(), await home.DIALOG.load(home.Home(), FakeReader(person=person)))

    assert expected == [label for label, tap in taps(screen).items() if tap.dialog in {"office", "desk", "team"}]
