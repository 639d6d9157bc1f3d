"""Links into video meetings on the screens of who is registered: the next one, and the one that is on."""

from __future__ import annotations

import pytest

from conversations.dialogs.my_registrations import Answered, Cancelled, One, Placed
from storage.records.catalogue import Session
from tests.conversations.builders import ONLINE, a_registration, a_session, local, one_date
from tests.conversations.fakes import read
from tests.conversations.holding import shown

LINK, NEXT = "https://video.example/heute", "https://video.example/morgen"


def online(number: int = 1, days: int = 8, link: str | None = LINK, **changes: object) -> Session:
    """Make a date of a video meeting."""
    return a_session(number, days, venue=ONLINE, has_link=link is not None, link=link, **changes)


@pytest.mark.parametrize("state", [One(70), Placed(70), Answered(70, 1, coming=True, done=True)])
async def test_the_link_of_the_next_date_stands_on_a_line_of_its_own(
    state: One | Placed | Answered,
) -> None:
    lines = read(await shown(state, a_registration(sessions=(online(), online(2, 9, NEXT)))))

    assert ["📍 Online, as a video meeting.", f"🔗 {LINK}"] == lines[(at := lines.index(f"🔗 {LINK}")) - 1 : at + 1]
    assert f"🔗 {NEXT}" not in lines


async def test_without_a_link_it_says_that_we_write() -> None:
    lines = read(await shown(One(70), one_date(sessions=(online(link=None),))))

    expected = ["📍 Online, as a video meeting. The link is not known yet.", "I send you the link when I know it."]
    assert expected == lines[3:5]


async def test_who_is_late_still_finds_the_way_in() -> None:
    running = online(start=local(0, 8), end=local(0, 11))

    lines = read(await shown(One(70), a_registration(sessions=(running, online(2, 9, NEXT)))))

    assert ["📅 It has begun: today, 8:00–11:00", "📍 Online, as a video meeting.", f"🔗 {LINK}"] == lines[2:5]


async def test_a_course_in_a_room_that_is_on_shows_its_next_date() -> None:
    running = a_session(start=local(0, 8), end=local(0, 11))

    lines = read(await shown(One(70), a_registration(sessions=(running, a_session(2, 9)))))

    assert "📅 Next date: Wed 9 December, 9:30–12:00" == lines[2]


async def test_who_cancelled_is_shown_no_link() -> None:
    lines = read(await shown(Cancelled(70, done=True), one_date(active=False, sessions=(online(),))))

    assert not [line for line in lines if "🔗" in line]
