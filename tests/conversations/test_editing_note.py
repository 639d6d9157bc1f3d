"""The note on a date: one for every language, German first, and each read in the direction of its language."""

from __future__ import annotations

import pytest

from conversations.core import Done, Tap, Typed
from conversations.dialogs import editing_note
from conversations.dialogs.editing_note import Asking, Languages
from conversations.editing_effects import Edit
from conversations.engine import Frame
from conversations.registry import dialogs
from conversations.stacks import dump, restore
from conversations.wire import encode
from storage.records.editing import Editable, Written
from storage.records.edits import Edited, Objection, Unedited, Write
from tests.conversations.builders import NOW, somebody
from tests.conversations.editing import FakeEditing, an_editable, reading, shown
from tests.conversations.fakes import taps

GERMAN = (1, Written("note", "de", "Heute im ersten Stock."))
OLD = (1, Written("note", "tr", "Bugün zemin katta.", stale=True))
STATES = (Languages(7, 1), Asking(7, 1, "tr", 5))


def noted(*notes: tuple[int, Written]) -> Editable:
    """Make a course with notes on its first date."""
    return an_editable(notes=notes)


async def test_without_a_note_every_language_can_be_written() -> None:
    lines = await reading(editing_note.DIALOG, Languages(7, 1))

    assert "ℹ️ There is no note yet." in lines
    assert "[➕ German (40)] [➕ Turkish (12)]" in lines


async def test_a_language_without_the_note_is_marked_with_how_many_read_it() -> None:
    lines = await reading(editing_note.DIALOG, Languages(7, 1), FakeEditing(noted(GERMAN)))

    assert "Heute im ersten Stock." in lines
    assert "⚠️ 12 people read it in another language." in lines
    assert "[✅ German (40)] [⚠️ Turkish (12)]" in lines


async def test_a_note_that_is_not_in_german_is_said_to_be_missing_there() -> None:
    lines = await reading(editing_note.DIALOG, Languages(7, 1), FakeEditing(noted(OLD)))

    assert "⚠️ Not in German. It is only in: Turkish" in lines


async def test_a_translation_is_asked_for_below_the_german() -> None:
    lines = await reading(editing_note.DIALOG, Asking(7, 1, "tr", 5), FakeEditing(noted(GERMAN, OLD)))

    assert lines.index("Heute im ersten Stock.") < lines.index("Bugün zemin katta.")
    assert "⚠️ The German changed since. Please check this text." in lines
    assert "✍️ Write in Turkish. Short sentences." in lines


def test_a_typed_note_is_written_in_its_language() -> None:
    turn = editing_note.update(Asking(7, 1, "ar", 5), Typed("اليوم في الطابق الأول.", at=NOW))

    assert (Edit(7, 5, Write("note", "ar", "اليوم في الطابق الأول.", 1)),) == turn.effects


def test_a_note_that_is_too_long_is_not_written() -> None:
    turn = editing_note.update(Asking(7, 1, "de", 5), Typed("x" * 303, at=NOW))

    assert (Asking(7, 1, "de", 5, over=3), ()) == (turn.state, turn.effects)


async def test_a_note_is_taken_away_in_one_language() -> None:
    screen = await shown(editing_note.DIALOG, Asking(7, 1, "tr", 5), FakeEditing(noted(GERMAN, OLD)))
    turn = editing_note.update(None, taps(screen)["Remove this"])

    assert (Edit(7, 5, Write("note", "tr", "", 1)),) == turn.effects


def test_what_was_written_leads_back_to_the_languages() -> None:
    edit = Edit(7, 5, Write("note", "tr", "Bugün", 1))

    assert Languages(7, 1) == editing_note.update(Asking(7, 1, "tr", 5), Done(edit, Edited(7, 6, 0))).state


def test_what_changed_meanwhile_is_shown_first() -> None:
    edit = Edit(7, 5, Write("note", "tr", "Bugün", 1))
    turn = editing_note.update(Asking(7, 1, "tr", 5), Done(edit, Unedited(Objection.CHANGED)))

    assert Tap("editing", "refused", (7, "changed")) == turn.goto


def test_the_largest_numbers_fit_into_a_button() -> None:
    tap = Tap("note", "remove", (9_999_999_999, 9_999_999_999, "sr_latn", 99_999_999))

    assert len(encode(tap, 1).encode()) <= 64


@pytest.mark.parametrize("state", STATES)
def test_a_state_survives_the_way_to_storage_and_back(state: object) -> None:
    stack = (Frame("note", state),)

    assert stack == restore(dump(stack, dialogs()), dialogs())


@pytest.mark.parametrize("state", STATES)
async def test_a_resident_sees_nothing_of_it(state: object) -> None:
    assert ["🔒 This is only for the team."] == await reading(editing_note.DIALOG, state, person=somebody())


@pytest.mark.parametrize("state", STATES)
async def test_what_somebody_else_runs_is_not_there(state: object) -> None:
    assert "🙏 I do not find this." == (await reading(editing_note.DIALOG, state, FakeEditing(one=None)))[0]


async def test_a_date_of_another_offering_is_not_there() -> None:
    assert "🙏 I do not find this." == (await reading(editing_note.DIALOG, Languages(7, 999)))[0]
