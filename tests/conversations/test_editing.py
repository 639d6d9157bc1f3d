"""The dialogs of editing: what they ask, what they ask storage for, and where they lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from conversations import pictograms
from conversations.core import Done, Tap, Typed
from conversations.dialogs import (
    editing,
    editing_dates,
    editing_fact,
    editing_new,
    editing_place,
    editing_session,
    editing_texts,
)
from conversations.editing_effects import BeginOffering, Edit
from conversations.engine import Frame
from conversations.registry import dialogs
from conversations.series_dates import Series
from conversations.stacks import dump, restore
from locales.text import Content
from storage.records.affected import Affected, AffectedGroup, Consequence, Somebody
from storage.records.catalogue import SessionStatus
from storage.records.editing import Named, Written
from storage.records.edits import (
    AddSessions,
    Beginning,
    CancelSessions,
    Change,
    Edited,
    FactValue,
    MoveSession,
    NewPlace,
    Objection,
    Publish,
    Release,
    SetFact,
    SetOnline,
    SetPlace,
    Toggle,
    Unedited,
    Write,
)
from tests.conversations.builders import NOW, a_course, a_session, local, somebody
from tests.conversations.editing import GERMAN, FakeEditing, a_draft, an_editable, reading, shown
from tests.conversations.fakes import taps

CHOSEN = pictograms.CHOSEN
SERIES = Series((1,), time(10), time(12), date(2027, 1, 12), times=2)
GROUP = AffectedGroup(
    Consequence.MOVED, 7, Content("PC", "de"), 1, local(8, 9, 30), None, None, 2, 1, (Somebody("Zoë", "4F7"),)
)
STATES: tuple[tuple[str, object], ...] = (
    ("editing", editing.One(7, "changed", 2)),
    ("editing", editing.Facts(7, 1)),
    ("editing", editing.Withdrawing(7)),
    ("editing", editing.Copying(7)),
    ("new", editing_new.Titling(editing_new.Wish("ai", "tr", "nord", "morning"), 3, 1, "too_long")),
    ("new", editing_new.Kinds("Nähen", editing_new.Wish(), 3)),
    ("fact", editing_fact.Asking(7, "topics", 5, guided=True, page=1)),
    ("place", editing_place.Choosing(7, 1, 5, guided=True, word="DEPOT", page=1)),
    ("place", editing_place.Making(7, 0, 5, guided=True, name="Haus", street="Weg 1")),
    ("place", editing_place.Sure(7, 1, 3)),
    ("session", editing_session.All(7, 1)),
    ("session", editing_session.One(7, 1, "past", 2)),
    ("session", editing_session.Asking(7, 1, "time", 5)),
    ("session", editing_session.Moving(7, 1, date(2027, 1, 12), time(10))),
    ("session", editing_session.Cancelling(7, 0)),
    ("dates", editing_dates.Which(7, 5, guided=True)),
    ("dates", editing_dates.Once(7, 5, day=date(2027, 1, 12), start=time(10))),
    ("dates", editing_dates.Once(7, 5, day=date(2027, 1, 12), start=time(10), minutes=90)),
    ("dates", editing_dates.Weekly(7, 5, series=SERIES, ready=True)),
    ("wording", editing_texts.Languages(7, 1)),
    ("wording", editing_texts.Language(7, "tr")),
    ("wording", editing_texts.Field(7, "tr", "title", 5, typing=True)),
)


@pytest.mark.parametrize(("dialog", "state"), STATES, ids=lambda value: type(value).__name__)
def test_a_state_survives_the_way_to_storage_and_back(dialog: str, state: object) -> None:
    stack = (Frame(dialog, state),)

    assert stack == restore(dump(stack, dialogs()), dialogs())


@pytest.mark.parametrize(("dialog", "state"), STATES, ids=lambda value: type(value).__name__)
async def test_a_resident_sees_nothing_of_it(dialog: str, state: object) -> None:
    lines = await reading(dialogs()[dialog], state, person=somebody())

    assert ["🔒 This is only for the team."] == lines


@pytest.mark.parametrize(("dialog", "state"), [one for one in STATES if one[0] != "new"], ids=lambda one: str(one))
async def test_what_somebody_else_runs_is_not_there(dialog: str, state: object) -> None:
    lines = await reading(dialogs()[dialog], state, FakeEditing(one=None))

    assert "🙏 I do not find this." == lines[0]


async def test_a_draft_says_what_is_missing_and_leads_there() -> None:
    screen = await shown(editing.DIALOG, editing.One(7), FakeEditing(a_draft(missing=("topics", "languages"))))

    assert Tap("fact", "ask", (7, "topics", 5, 0)) == taps(screen)["Say what is missing"]
    assert "Publish" not in taps(screen)


async def test_a_whole_draft_can_be_published() -> None:
    screen = await shown(editing.DIALOG, editing.One(7), FakeEditing(a_draft()))

    turn = editing.update(editing.One(7), taps(screen)["Publish"])

    assert (Edit(7, 5, Publish()),) == turn.effects


async def test_a_lock_is_shown_and_can_be_released() -> None:
    screen = await shown(editing.DIALOG, editing.One(7), FakeEditing(an_editable(locks=frozenset({"capacity"}))))

    assert Tap("editing", "release", (7, 5)) == taps(screen)["Let the file decide"]


async def test_one_fact_can_be_left_to_the_file_again() -> None:
    locked = FakeEditing(an_editable(locks=frozenset({"age_min"})))
    screen = await shown(editing_fact.DIALOG, editing_fact.Asking(7, "age"), locked)

    turn = editing.update(None, taps(screen)["Let the file decide"])

    assert (Edit(7, 5, Release("age")),) == turn.effects


async def test_taking_it_offline_names_who_is_registered() -> None:
    lines = await reading(editing.DIALOG, editing.Withdrawing(7), FakeEditing(reached=Affected((GROUP,))))

    assert "👥 Tue 8 December, 9:30: 2 people" in lines
    assert "Zoë 4F7" in lines
    assert "☎️ Please phone 1 of them." in lines
    assert "[⏹️ Yes, tell 2 people]" in lines


async def test_what_changed_meanwhile_is_shown_again() -> None:
    asking = editing_fact.Asking(7, "capacity", 5)
    turn = editing_fact.update(asking, Done(Edit(7, 5, SetFact("capacity", 4)), Unedited(Objection.CHANGED)))

    assert Tap("editing", "refused", (7, "changed")) == turn.goto
    assert "🙏 It was changed meanwhile. Please look at it again." in await reading(
        editing.DIALOG, editing.One(7, "changed")
    )


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("capacity", "12", 12),
        ("price_cents", "4,50 €", 450),
        ("price_cents", "5", 500),
        ("hours", "7,5", 7.5),
        ("age", "6-12", (6, 12)),
        ("age", "18", (18, None)),
    ],
)
def test_a_number_is_taken_as_it_is_typed(name: str, typed: str, value: FactValue) -> None:
    turn = editing_fact.update(editing_fact.Asking(7, name, 5), Typed(typed, at=NOW))

    assert (Edit(7, 5, SetFact(name, value)),) == turn.effects


@pytest.mark.parametrize(("name", "typed"), [("capacity", "viele"), ("capacity", "4,5"), ("price_cents", "billig")])
def test_what_is_no_number_is_asked_again(name: str, typed: str) -> None:
    turn = editing_fact.update(editing_fact.Asking(7, name, 5), Typed(typed, at=NOW))

    assert ((), "wrong") == (turn.effects, turn.state and turn.state.objection)


async def test_a_word_that_holds_is_taken_away_with_a_tap() -> None:
    screen = await shown(editing_fact.DIALOG, editing_fact.Asking(7, "topics"))

    turn = editing_fact.update(editing_fact.Asking(7, "topics"), taps(screen)["PC"])

    assert (Edit(7, 5, Toggle("topics", 2, on=False)),) == turn.effects


def test_the_questions_about_a_new_offering_follow_each_other() -> None:
    asking = editing_fact.Asking(7, "capacity", 5, guided=True)
    turn = editing_fact.update(asking, Done(Edit(7, 5, SetFact("capacity", 8)), Edited(7, 6)))

    assert Tap("fact", "ask", (7, "languages", 6, 1)) == turn.goto


async def test_whose_it_is_is_asked_only_of_who_has_several() -> None:
    several = FakeEditing(whose=(Named(1, "", Content("A", "de")), Named(2, "", Content("B", "de"))))

    assert "🏢 Whose offer is it?" == (await reading(editing_new.DIALOG, editing_new.Titling(), several))[0]
    assert "✏️ What is the offer called?" == (await reading(editing_new.DIALOG, editing_new.Titling()))[0]


def test_a_wish_is_kept_in_what_is_begun() -> None:
    wish = editing_new.update(None, Tap("new", "from_wish", ("ai", "tr", "", "morning"))).state
    kinds = editing_new.update(wish, Typed("KI  verstehen", at=NOW)).state

    turn = editing_new.update(kinds, Tap("new", "kind", ("course",)))

    assert (BeginOffering(Beginning("KI verstehen", "course", None, "ai", "tr", "")),) == turn.effects


async def test_a_place_is_taken_at_once_where_nobody_is_registered() -> None:
    screen = await shown(editing_place.DIALOG, editing_place.Choosing(7))

    assert Tap("place", "take", (7, 0, 3, 5)) == taps(screen)["DEPOT"]


async def test_a_place_is_asked_about_where_people_are_registered() -> None:
    screen = await shown(editing_place.DIALOG, editing_place.Choosing(7), FakeEditing(an_editable(registered=2)))

    assert Tap("place", "sure", (7, 0, 3)) == taps(screen)["DEPOT"]


@pytest.mark.parametrize(("venue_id", "change"), [(3, SetPlace(3)), (-1, SetOnline()), (0, SetPlace(None))])
def test_a_button_names_its_place(venue_id: int, change: Change) -> None:
    turn = editing_place.update(None, Tap("place", "take", (7, 0, venue_id, 5)))

    assert (Edit(7, 5, change),) == turn.effects


def test_a_new_place_is_asked_for_name_street_and_quarter() -> None:
    state: editing_place.State | None = editing_place.Making(7, 0, 5)
    for event in (Typed("Werkhaus", at=NOW), Typed("Weg 1", at=NOW)):
        state = editing_place.update(state, event).state

    turn = editing_place.update(state, Tap("place", "quarter", (7, 0, "nord")))

    assert (Edit(7, 5, NewPlace("Werkhaus", "Weg 1", "nord")),) == turn.effects


async def test_another_time_keeps_how_long_it_takes_and_is_asked_about() -> None:
    asking = editing_session.Asking(7, 1, "time", 5)
    moving = editing_session.update(asking, Typed("12.1. 14 Uhr", at=NOW)).state
    assert moving is not None

    screen = await shown(editing_session.DIALOG, moving)
    turn = editing_session.update(moving, taps(screen)["Yes, move it"])

    span = (datetime.fromisoformat("2027-01-12 14:00"), datetime.fromisoformat("2027-01-12 16:30"))
    assert (Edit(7, 5, MoveSession(1, *span)),) == turn.effects


async def test_cancelling_all_is_asked_with_how_many_there_are() -> None:
    screen = await shown(editing_session.DIALOG, editing_session.Cancelling(7, 0))

    turn = editing_session.update(None, taps(screen)["Yes, cancel all"])

    assert (Edit(7, 5, CancelSessions(None)),) == turn.effects


async def test_a_cancelled_date_can_only_be_held_after_all() -> None:
    cancelled = a_course(sessions=(a_session(status=SessionStatus.CANCELLED),))
    screen = await shown(
        editing_session.DIALOG, editing_session.One(7, 1), FakeEditing(an_editable(offering=cancelled))
    )

    assert ["It takes place after all"] == list(taps(screen))


async def test_a_typed_date_is_shown_before_it_is_added() -> None:
    typed = editing_dates.update(editing_dates.Once(7, 5), Typed("next Tuesday 2-4 pm", at=NOW)).state
    assert typed is not None

    assert ["📅 Is this right?", "🗓️ Tue 1 December, 14:00–16:00"] == (await reading(editing_dates.DIALOG, typed))[:2]


async def test_a_date_as_it_was_shown_is_added() -> None:
    typed = editing_dates.update(editing_dates.Once(7, 5), Typed("12.1. 14-16", at=NOW)).state
    assert typed is not None
    turn = editing_dates.update(typed, taps(await shown(editing_dates.DIALOG, typed))["Make 1 date"])

    span = (datetime.fromisoformat("2027-01-12 14:00"), datetime.fromisoformat("2027-01-12 16:00"))
    assert (Edit(7, 5, AddSessions((span,))),) == turn.effects


def test_a_button_of_another_date_makes_nothing() -> None:
    shown_first = editing_dates.Once(7, 5, day=date(2027, 1, 12), start=time(14), minutes=120)
    typed_since = replace(shown_first, minutes=90)

    assert () == editing_dates.update(typed_since, Tap("dates", "add", (7, shown_first.mark))).effects


async def test_a_date_at_night_is_asked_about() -> None:
    typed = editing_dates.Once(7, 5, day=date(2027, 1, 12), start=time(2), minutes=120)

    assert "⚠️ That is at night." in await reading(editing_dates.DIALOG, typed)


def test_a_time_typed_for_a_known_day_is_no_day_in_october() -> None:
    typed = editing_dates.update(editing_dates.Once(7, 5, day=date(2027, 1, 12)), Typed("14.10", at=NOW)).state

    assert editing_dates.Once(7, 5, day=date(2027, 1, 12), start=time(14, 10)) == typed


async def test_typed_weekdays_are_shown_as_chosen() -> None:
    typed = editing_dates.update(editing_dates.Weekly(7, 5), Typed("Di und Do", at=NOW)).state
    assert typed is not None
    lines = await reading(editing_dates.DIALOG, typed)

    assert {"Tuesday", "Thursday"} == {
        line for line in ("Monday", "Tuesday", "Thursday") if f"{CHOSEN} {line}" in str(lines)
    }


async def test_a_series_is_shown_before_it_is_made() -> None:
    weekly = editing_dates.Weekly(7, 5, series=SERIES, ready=True)
    screen = await shown(editing_dates.DIALOG, weekly)

    turn = editing_dates.update(weekly, taps(screen)["Make 2 dates"])

    assert (Edit(7, 5, AddSessions(SERIES.spans())),) == turn.effects


def test_a_button_of_another_series_makes_nothing() -> None:
    weekly = editing_dates.Weekly(7, 5, series=replace(SERIES, times=3), ready=True)

    assert () == editing_dates.update(weekly, Tap("dates", "make", (7, SERIES.mark))).effects


async def test_texts_say_how_many_people_read_another_language() -> None:
    lines = await reading(editing_texts.DIALOG, editing_texts.Languages(7))

    assert "⚠️ 12 people read some of it in another language." in lines
    assert "[✅ German (40)] [⚠️ Turkish (12)]" in lines


async def test_a_text_whose_german_changed_asks_to_be_checked() -> None:
    stale = an_editable(written=(*GERMAN, Written("title", "tr", "Dikiş", stale=True)))
    lines = await reading(editing_texts.DIALOG, editing_texts.Field(7, "tr", "title"), FakeEditing(stale))

    assert "⚠️ The German changed since. Please check this text." in lines


def test_a_typed_text_is_written_and_one_too_long_is_not() -> None:
    typing = editing_texts.Field(7, "tr", "title", 5, typing=True)
    too_long = editing_texts.update(typing, Typed("x" * 125, at=NOW)).state

    assert (Edit(7, 5, Write("title", "tr", "Dikiş")),) == editing_texts.update(typing, Typed("Dikiş", at=NOW)).effects
    assert replace(typing, over=5) == too_long
