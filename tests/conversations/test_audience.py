"""Whom an announcement is for: every choice names what it changes, and the count stands on every screen."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.audience import (
    DIALOG,
    Chats,
    Counted,
    NotChosen,
    OfOffering,
    Picking,
    Side,
    State,
    Values,
)
from conversations.staff_effects import ChooseChat, ChooseFacet, ChoosePeople, ClearSide
from locales.text import Content
from storage.records.announcements import GroupChat, Objection, Ready, Refusal
from storage.records.announcements import State as Standing
from storage.records.audiences import Audience, Facets, Wish
from storage.records.catalogue import Choice
from tests.conversations.builders import a_course
from tests.conversations.fakes import read, taps
from tests.conversations.office import a_draft, screen_of, shown

ME = "audience"
TOPICS = (Choice("pc_basics", 3, Content("Computer basics", "en")), Choice("ai", 0, Content("AI", "en")))
SQUARE = GroupChat(4, "Rehmplatz", "supergroup")


async def test_the_count_stands_first_by_language_reachable_and_weekly() -> None:
    audience = Audience(without=Facets(topics=("ai",), registered=(7,)))
    values = {"topic": TOPICS}

    assert [
        "👥 For whom?",
        "👥 For 1,174 people",
        "30 more cannot be reached.",
        "80 of them get it on Thursday, with the weekly letter.",
        "German: 960",
        "Turkish: 190",
        "Easy German: 24",
        "📣 Everybody who agreed to news",
        "✖️ Without: AI and First steps",
        "[👥 Choose people]",
        "[✖️ Leave people out]",
        "[🗨️ Groups and channels]",
    ] == await shown(DIALOG, Counted(3), a_draft(audience=audience), values=values, catalogue=(a_course(),))


async def test_those_who_wish_for_something_are_named_by_all_they_said() -> None:
    wishes = (Wish("pc_basics", "", "ar", "morning"), Wish())
    audience = Audience(who=Facets(wished=wishes))
    lines = await shown(DIALOG, Counted(3), a_draft(audience=audience), values={"topic": TOPICS})

    assert "✔️ Only: Computer basics · Arabic · In the morning and Anything that fits" in lines


async def test_what_is_chosen_is_marked_and_a_tap_takes_it_back() -> None:
    audience = Audience(who=Facets(topics=("pc_basics",)))
    given: dict[str, Any] = {"values": {"topic": TOPICS}}
    screen = await screen_of(DIALOG, Values(3, "who", "topics"), a_draft(audience=audience), **given)

    assert [
        "👥 Who shall get it?",
        "🧭 Topic",
        "👥 For 1,174 people",
        "Tap to choose, tap again to undo.",
        "[✔️ Computer basics]",
        "[🧭 AI]",
    ] == await shown(DIALOG, Values(3, "who", "topics"), a_draft(audience=audience), **given)
    assert Tap(ME, "out", (3, "who", "topics", "pc_basics")) == taps(screen)["Computer basics"]
    assert Tap(ME, "in", (3, "who", "topics", "ai")) == taps(screen)["AI"]


async def test_what_is_chosen_by_is_asked_with_what_was_chosen() -> None:
    audience = Audience(who=Facets(languages=("tr", "ar")))

    assert [
        "👥 Who shall get it?",
        "👥 For 1,174 people",
        "🗣️ Language: Turkish and Arabic",
        "[🧭 Topic] [📍 Quarter]",
        "[🗣️ Language (2)] [👥 Group of people]",
        "[🔎 People of an offer]",
        "[🗑️ Everybody again]",
    ] == await shown(DIALOG, Side(3, "who"), a_draft(audience=audience))


async def test_the_people_of_an_offering_are_chosen_by_what_they_have() -> None:
    audience = Audience(without=Facets(registered=(7,)))

    assert [
        "✖️ Who shall not get it?",
        "💻 First steps",
        "👥 For 1,174 people",
        "Tap to choose, tap again to undo.",
        "[✔️ Registered]",
        "[⏳ On the waiting list]",
        "[🎉 Were there]",
        "[⭐ Interested]",
    ] == await shown(DIALOG, OfOffering(3, "not", 7), a_draft(audience=audience), catalogue=(a_course(),))


async def test_groups_are_chosen_beside_people_or_alone() -> None:
    audience = Audience(chats=(4,))

    assert [
        "🗨️ Groups and channels",
        "👥 For 1,174 people",
        "[✔️ Rehmplatz]",
        "[✔️ People get it, too]",
    ] == await shown(DIALOG, Chats(3), a_draft(audience=audience), chats=(SQUARE,))


async def test_who_is_left_out_is_never_asked_like_who_is_chosen() -> None:
    assert "✖️ Who shall not get it?" == (await shown(DIALOG, Values(3, "not", "quarters"), a_draft()))[0]


async def test_a_word_that_finds_no_offer_is_answered_and_leads_to_all_of_them() -> None:
    screen = await screen_of(DIALOG, Picking(3, "who", 0, "zzzzqq"), a_draft())

    assert "🔎 I found nothing that fits." == read(screen)[0]
    assert Turn(Picking(3, "who")) == DIALOG.update(Picking(3, "who", 0, "zzzzqq"), taps(screen)["Show everything"])


async def test_without_a_group_it_is_said_how_to_get_one() -> None:
    lines = await shown(DIALOG, Chats(3), a_draft())

    assert "ℹ️ I am in no group or channel yet. Add me there, as an administrator." in lines


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(Counted(3))),
        (Tap(ME, "side", (3, "not")), Turn(Side(3, "not"))),
        (Tap(ME, "values", (3, "who", "topics", 1)), Turn(Values(3, "who", "topics", 1))),
        (Tap(ME, "values", (3, "who", "everyone", 0)), Turn(Side(3, "who"))),
        (Tap(ME, "offers", (3, "who", 0)), Turn(Picking(3, "who"))),
        (Tap(ME, "offer", (3, "who", 7)), Turn(OfOffering(3, "who", 7))),
        (Tap(ME, "chats", (3, 0)), Turn(Chats(3))),
        (
            Tap(ME, "in", (3, "who", "languages", "zh_hans")),
            Turn(Values(3, "who", "languages"), (ChooseFacet(3, "who", "languages", "zh_Hans", True),)),
        ),
        (
            Tap(ME, "out", (3, "not", "registered", 7)),
            Turn(OfOffering(3, "not", 7), (ChooseFacet(3, "not", "registered", 7, False),)),
        ),
        (Tap(ME, "in", (3, "who", "languages", "klingon")), Turn(Counted(9), understood=False)),
        (Tap(ME, "in", (3, "both", "topics", "ai")), Turn(Counted(9), understood=False)),
        (Tap(ME, "clear", (3, "who")), Turn(Side(3, "who"), (ClearSide(3, "who"),))),
        (Tap(ME, "chat", (3, 4, 1)), Turn(Chats(3), (ChooseChat(3, 4, True),))),
        (Tap(ME, "people", (3, 0)), Turn(Chats(3), (ChoosePeople(3, False),))),
        (Done(ClearSide(3, "who"), Ready(3, Standing.DRAFT)), Turn(Counted(9))),
        (
            Done(ClearSide(3, "who"), Refusal(Objection.STARTED)),
            Turn(NotChosen(3, Refusal(Objection.STARTED))),
        ),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Counted(9), event)


def test_a_typed_word_narrows_the_offers() -> None:
    assert Turn(Picking(3, "who", 0, "3D druck")) == DIALOG.update(Picking(3, "who", 2), Typed(" 3D  druck "))
    assert Turn(Counted(3), understood=False) == DIALOG.update(Counted(3), Typed("3D"))


def test_a_choice_stays_on_its_page() -> None:
    tap = Tap(ME, "in", (3, "who", "topics", "ai"))

    assert Values(3, "who", "topics", 2) == DIALOG.update(Values(3, "who", "topics", 2), tap).state


async def test_what_has_started_has_nobody_to_choose() -> None:
    assert "🙏 Sending it has begun already." == (await shown(DIALOG, Counted(3), a_draft(state=Standing.RUNNING)))[0]
