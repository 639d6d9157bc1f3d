"""An announcement before it goes out: everything counted, the number on the button, and a question before anything is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.announcement import (
    DIALOG,
    Check,
    Discarded,
    Discarding,
    Draft,
    Looking,
    Objected,
    State,
)
from conversations.staff_effects import (
    ApproveAnnouncement,
    DiscardAnnouncement,
    RecallAnnouncement,
    SendPreview,
    SendTest,
    SubmitAnnouncement,
)
from storage.records.announcements import Media, Objection, Ready, Refusal, Rules
from storage.records.announcements import State as Standing
from storage.records.audiences import Headcount, LanguageCount
from storage.records.people import Participant
from tests.conversations.builders import somebody
from tests.conversations.fakes import read, taps
from tests.conversations.office import ADMINISTRATOR, STAFF, a_draft, about_course, local_time, screen_of, shown

ME = "announcement"


async def test_a_draft_says_whom_it_reaches_what_is_missing_and_when_it_goes() -> None:
    assert [
        "📣 Summer party",
        "👥 For 1,174 people",
        "30 more cannot be reached.",
        "80 of them get it on Thursday, with the weekly letter.",
        "🗣️ Written in: German",
        "⚠️ 190 people have no text in their language: Turkish",
        "📅 Goes out at once",
        "[🗣️ Texts] [👥 For whom?]",
        "[🖼️ Picture, buttons] [📅 When?]",
        "[👀 Look at it]",
        "[📣 Send to 1,174 people]",
        "[🗑️ Throw the draft away]",
    ] == await shown(DIALOG, Draft(3), a_draft())


async def test_one_about_an_offering_needs_no_text() -> None:
    lines = await shown(DIALOG, Draft(3), about_course(buttons=("details", "register")))

    assert "📣 First steps" == lines[0]
    assert "🗣️ In every language, from the facts of the offer." in lines
    assert "👇 Buttons: More about it and Register" in lines


async def test_what_goes_with_it_and_who_reads_another_language_is_said() -> None:
    draft = a_draft(fallbacks=("tr",), media=Media("document", "BQAC", "flyer.pdf"))

    lines = await shown(DIALOG, Draft(3), draft)

    assert "📎 With a file: flyer.pdf" in lines
    assert "190 people read it in German." in lines


async def test_nobody_is_no_number_to_send_to() -> None:
    screen = await screen_of(DIALOG, Draft(3), a_draft(), counted=Headcount((LanguageCount("de", 4, 4),)))

    assert "check" not in {tap.action for tap in taps(screen).values()}


async def test_a_colleague_sees_it_and_changes_nothing() -> None:
    assert [
        "📣 Summer party",
        "⏳ Waits for a second person",
        "🙂 Somebody else of the team wrote this.",
        "👥 For 1,174 people",
        "30 more cannot be reached.",
        "80 of them get it on Thursday, with the weekly letter.",
        "🗣️ Written in: German",
        "⚠️ 190 people have no text in their language: Turkish",
        "📅 Goes out at once",
        "[👀 Look at it]",
        "[✅ Agree, or not]",
    ] == await shown(DIALOG, Draft(3), a_draft(mine=False, state=Standing.AWAITING))


async def test_an_administrator_may_take_it_back() -> None:
    theirs = a_draft(mine=False, state=Standing.SCHEDULED)

    assert "[✖️ Do not send it]" in await shown(DIALOG, Draft(3), theirs, person=ADMINISTRATOR)


async def test_before_it_is_sent_one_sentence_says_what_happens_and_to_how_many() -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft(fallbacks=("tr",)), rules=Rules(approval_above=5000))

    assert [
        "✅ Please check:",
        "📣 I send “Summer party” to 1,174 people, at once.",
        "190 people read it in German.",
        "[📣 Yes, send to 1,174 people]",
        "[✖️ No, go back]",
    ] == await shown(DIALOG, Check(3), a_draft(fallbacks=("tr",)), rules=Rules(approval_above=5000))
    assert Tap(ME, "submit", (3, 5)) == taps(screen)["Yes, send to 1,174 people"]


async def test_a_time_on_a_holiday_at_night_is_warned_of() -> None:
    draft = a_draft(due_at=local_time(25, 21), fallbacks=("tr",))

    lines = await shown(DIALOG, Check(3), draft, rules=Rules(approval_above=5000))

    assert "📣 I send “Summer party” to 1,174 people. When: Fri 25 December, 21:00." in lines
    assert "⚠️ That is at night. It goes out from 8:00 on." in lines
    assert "⚠️ That is a public holiday." in lines


async def test_above_a_number_the_team_is_asked_and_nothing_is_sent_before_somebody_agrees() -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft(fallbacks=("tr",)), rules=Rules(approval_above=200))

    assert [
        "✅ Please check:",
        "👥 It goes to more than 200 people. Somebody else of the team has to agree first; I ask them.",
        "📣 Then I send “Summer party” at once. To: 1,174 people.",
        "190 people read it in German.",
        "[🧑‍🤝‍🧑 Yes, ask the team]",
        "[✖️ No, go back]",
    ] == read(screen)
    assert Tap(ME, "submit", (3, 5)) == taps(screen)["Yes, ask the team"]


async def test_what_waits_for_the_team_keeps_its_time() -> None:
    lines = await shown(DIALOG, Check(3), a_draft(fallbacks=("tr",), due_at=local_time(22, 11)))

    assert "📣 Then I send “Summer party”. When: Tue 22 December, 11:00. To: 1,174 people." in lines


@pytest.mark.parametrize(("person", "expected"), [(STAFF, ["No, go back"]), (ADMINISTRATOR, ["Team", "No, go back"])])
async def test_who_is_alone_in_the_team_is_told_how_to_invite_somebody_and_asks_nobody(
    person: Participant, expected: list[str]
) -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft(fallbacks=("tr",)), tested=1, person=person)

    assert (
        "⚠️ Somebody else has to agree, but you are alone in the team. An administrator can invite somebody: Desk, Team."
    ) in read(screen)
    assert expected == list(taps(screen))


async def test_without_a_text_there_is_nothing_to_send() -> None:
    screen = await screen_of(DIALOG, Draft(3), a_draft(wordings=()))

    assert "check" not in {tap.action for tap in taps(screen).values()}
    assert "🙏 There is no text yet." == (await shown(DIALOG, Check(3), a_draft(wordings=())))[0]


async def test_what_would_be_refused_is_put_right_before_anybody_says_yes() -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft())

    assert ["🙏 Some people would get it in another language than theirs.", "🗣️ Turkish"] == read(screen)[:2]
    assert ["Texts"] == list(taps(screen))


async def test_what_going_faster_costs_is_said_before() -> None:
    lines = await shown(DIALOG, Check(3), a_draft(fallbacks=("tr",)), rules=Rules(paid=True, approval_above=5000))

    assert "💶 Costs up to 118 Stars." in lines


async def test_who_agrees_sees_the_same_sentence() -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft(mine=False, state=Standing.AWAITING))

    assert Tap(ME, "agree", (3, 5)) == taps(screen)["Yes, send to 1,174 people"]
    assert Tap(ME, "recall", (3,)) == taps(screen)["No, back to its author"]


async def test_who_wrote_it_cannot_agree() -> None:
    screen = await screen_of(DIALOG, Check(3), a_draft(state=Standing.AWAITING))

    assert ["No, go back"] == list(taps(screen))


async def test_each_language_can_be_looked_at_and_the_team_can_test_it() -> None:
    assert [
        "👀 In which language do you want to see it?",
        "Only you get it then, just as it will look.",
        "[👀 German] [👀 Turkish]",
        "[👀 Easy German]",
        "[👀 In all languages (3)]",
        "[📨 Test it on the team (2)]",
    ] == await shown(DIALOG, Looking(3), a_draft())


async def test_without_a_text_there_is_nothing_to_look_at() -> None:
    assert "🙏 There is no text yet." == (await shown(DIALOG, Looking(3), a_draft(wordings=())))[0]


@pytest.mark.parametrize(
    ("tap", "expected"),
    [
        (Tap(ME, "show", (3,)), Turn(Draft(3))),
        (Tap(ME, "look", (3, 1)), Turn(Looking(3, 1))),
        (Tap(ME, "preview", (3, "tr")), Turn(Looking(3, 0, "preview"), (SendPreview(3, "tr"),))),
        (Tap(ME, "preview", (3,)), Turn(Looking(3, 0, "preview"), (SendPreview(3, ""),))),
        (Tap(ME, "test", (3,)), Turn(Looking(3, 0, "test"), (SendTest(3),))),
        (Tap(ME, "check", (3,)), Turn(Check(3))),
        (Tap(ME, "submit", (3, 5)), Turn(Check(3), (SubmitAnnouncement(3, 5),))),
        (Tap(ME, "agree", (3, 5)), Turn(Check(3), (ApproveAnnouncement(3, 5),))),
        (Tap(ME, "recall", (3,)), Turn(Draft(3), (RecallAnnouncement(3),))),
        (Tap(ME, "discard", (3,)), Turn(Discarding(3))),
        (Tap(ME, "really_discard", (3,)), Turn(Discarded(3), (DiscardAnnouncement(3),))),
    ],
)
@pytest.mark.parametrize("state", [None, Draft(9), Check(9)])
def test_a_tap_acts_on_what_it_names(state: State | None, tap: Tap, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(state, tap)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (
            Done(SubmitAnnouncement(3, 5), Ready(3, Standing.RUNNING)),
            Turn(None, goto=Tap("announcement_run", "show", (3,))),
        ),
        (Done(SubmitAnnouncement(3, 5), Ready(3, Standing.AWAITING)), Turn(Draft(3))),
        (
            Done(SubmitAnnouncement(3, 4), Refusal(Objection.CHANGED)),
            Turn(Objected(3, Refusal(Objection.CHANGED))),
        ),
        (Done(DiscardAnnouncement(3), True), Turn(Discarded(3))),
        (Done(DiscardAnnouncement(3), False), Turn(Discarded(3, done=False))),
    ],
)
def test_what_became_of_it_is_followed(done: Done, expected: Turn[State]) -> None:
    assert expected == DIALOG.update(Check(3), done)


async def test_missing_languages_lead_to_the_texts() -> None:
    screen = await screen_of(DIALOG, Objected(3, Refusal(Objection.LANGUAGES_MISSING, ("tr",))), a_draft())

    assert Tap("announcement_text", "show", (3,)) == taps(screen)["Texts"]


async def test_what_has_started_leads_to_how_far_it_is() -> None:
    screen = await screen_of(DIALOG, Draft(3), a_draft(state=Standing.RUNNING))

    assert Tap("announcement_run", "show", (3,)) == taps(screen)["How far is it?"]


async def test_nobody_but_the_team_sees_anything() -> None:
    assert ["🔒 This is only for the team."] == await shown(DIALOG, Draft(3), a_draft(), person=somebody())


def test_typing_means_nothing_here() -> None:
    assert Turn(Draft(3), understood=False) == DIALOG.update(Draft(3), Typed("send it"))


async def test_the_easy_german_text_is_the_german_one() -> None:
    counted = Headcount((LanguageCount("de@easy", 24),))
    draft = replace(a_draft(), fallbacks=())

    assert not any("no text" in line for line in await shown(DIALOG, Draft(3), draft, counted=counted))
