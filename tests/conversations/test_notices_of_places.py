"""What the team did about somebody's place is told in their language, and only while it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conversations.core import Screen, Tap
from conversations.registry import notices
from locales.text import Content
from storage.records.registrations import Mine, Registration, WaitingEntry
from tests.conversations.builders import COURSE_SESSIONS, a_course, a_registration, an_entry, single_dates
from tests.conversations.fakes import read, taps
from tests.conversations.running import FakeSignups, RunReader

WORD = Content("The room is too small.", "mul")


async def letter(
    name: str,
    args: dict[str, Any],
    *claims: Registration | WaitingEntry,
    ended: bool = False,
    **given: Any,  # noqa: ANN401 - of FakeSignups
) -> Screen | None:
    """Make a notice for somebody with these claims, or whose claims these were; None when it does not hold."""
    mine = Mine(
        tuple(one for one in claims if isinstance(one, Registration)),
        tuple(one for one in claims if isinstance(one, WaitingEntry)),
        (),
    )
    kept = {"closed": claims} if ended else {"claims": mine}
    reader = RunReader((given.pop("offering", a_course()),), **kept, signups=FakeSignups(**given))
    view = await notices()[name].load(args, reader)
    return None if view is None else notices()[name].render(view)


async def said(*args: Any, **given: Any) -> list[str]:  # noqa: ANN401 - as above
    """Read a notice that holds."""
    screen = await letter(*args, **given)
    assert screen is not None
    return read(screen)


async def test_a_confirmed_place_says_when_and_where() -> None:
    text = await said("place_changed", {"registration_id": 70, "what": "confirmed"}, a_registration())

    assert "🎉 Your place is confirmed." == text[0]
    assert "🎟️ Your code: 4F7" in text


async def test_who_was_moved_reads_what_was_and_what_is() -> None:
    first, second = COURSE_SESSIONS[:2]
    moved = a_registration(session_id=second.id, sessions=(second,))
    args = {"registration_id": 70, "what": "moved", "session_id": first.id}
    text = await said("place_changed", args, moved, offering=single_dates())

    assert ["✏️ You have a place on another date.", "✖️ No longer: Tue 8 December, 9:30–12:00"] == text[:2]
    assert any("Thu 10 December" in line for line in text)


async def test_who_was_moved_back_is_not_told() -> None:
    first = COURSE_SESSIONS[0]
    back = a_registration(session_id=first.id, sessions=(first,))
    args = {"registration_id": 70, "what": "moved", "session_id": first.id}

    assert await letter("place_changed", args, back, offering=single_dates()) is None


async def test_what_was_cancelled_or_withdrawn_meanwhile_is_not_told() -> None:
    args = {"registration_id": 70, "what": "given"}

    assert await letter("place_changed", args, a_registration(active=False), ended=True) is None
    assert await letter("place_changed", args, a_registration(), offering=a_course(live=False)) is None


async def test_who_was_put_on_the_waiting_list_reads_their_number_and_can_leave() -> None:
    args = {"entry_id": 50, "what": "queued"}
    screen = await letter("place_changed", args, an_entry())
    text = await said("place_changed", args, an_entry())
    assert screen is not None

    assert "🙏 You do not have this place any more." == text[0]
    assert any("on the waiting list." in line for line in text[1:])
    assert Tap("my_registrations", "leave", (50,)) == taps(screen)["Leave the waiting list"]


async def test_who_was_offered_the_place_again_meanwhile_is_told_that_instead() -> None:
    assert await letter("place_changed", {"entry_id": 50, "what": "queued"}, an_entry(offered=True)) is None


async def test_a_cancelled_place_comes_with_the_words_of_the_provider_as_they_were_written() -> None:
    ended = a_registration(active=False)
    text = await said("place_cancelled", {"registration_id": 70}, ended, ended=True, word=WORD)

    assert "🙏 Your place was cancelled." == text[0]
    at = text.index("🏢 Digital Camp writes:")
    assert "The room is too small." == text[at + 1]


async def test_without_a_word_the_team_is_named() -> None:
    text = await said("place_cancelled", {"entry_id": 50}, an_entry(active=False), ended=True)

    assert "🙏 You are not on the waiting list any more." == text[0]
    assert "ℹ️ The team did this. You can ask them why." in text


async def test_a_place_that_is_held_is_not_told_as_cancelled() -> None:
    assert await letter("place_cancelled", {"registration_id": 70}, a_registration()) is None
    assert await letter("place_cancelled", {"entry_id": 50}, replace(an_entry(), active=True)) is None
