"""Files on their way in: what is asked, shown and promised on the screens, and who may send one from where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations.core import Attached, Done, Screen, Tap, Turn, Typed
from conversations.dialogs import imports, intake, sources, to_do
from conversations.engine import Engine, Frame
from conversations.import_screens import summary
from conversations.import_words import value_text
from conversations.intake_effects import (
    AddSource,
    ApplyImport,
    BringIn,
    GoOn,
    LookAtUndo,
    NameProvider,
    NameSource,
    ScheduleSource,
    UndoImport,
)
from conversations.notices.import_told import render as tell
from conversations.registry import dialogs
from locales.text import Content
from storage.records.affected import Affected, AffectedGroup, Consequence, Somebody
from storage.records.intake import (
    ASKED,
    Import,
    ImportCounts,
    ImportState,
    ProviderName,
    Report,
    Source,
    SourceOutcome,
    SourceRefusal,
    ToFind,
    ToFindPage,
    UndoLook,
    UndoRefusal,
)
from storage.records.people import Participant
from tests.conversations.builders import somebody
from tests.conversations.fakes import read

COORDINATOR = somebody(roles=("coordinator",))
AT = datetime(2026, 12, 3, 9, tzinfo=UTC)
XLSX = Attached("document", "file", "kurse.xlsx", 4000)
SOURCE = Source(5, "https://kurse.example/a.xml", "", 6, True, None, SourceOutcome.NEVER, 0, AT)
GROUP = AffectedGroup(
    Consequence.MOVED, 1, Content("Nähen", "de"), 2, AT, AT + timedelta(hours=1), None, 2, 1, (Somebody("Zoë", "4F7"),)
)


def an_import(state: ImportState = ImportState.WAITING, *, undoable: bool = False, **report: Any) -> Import:  # noqa: ANN401 - any field
    """Make a file."""
    counts = ImportCounts(new=2, gone=1, told=2)
    made = replace(Report(look=3, counts=counts), **report)
    return Import(7, "kurse.xlsx", state, made, AT, None, mine=True, from_source=False, undoable=undoable)


def taps(screen: Screen) -> list[Tap]:
    """List what the buttons do."""
    return [button.does for row in screen.rows for button in row if isinstance(button.does, Tap)]


@dataclass(frozen=True)
class Sent:
    """Where somebody with a role sends a file, and which dialog has it then."""

    below: str
    roles: tuple[str, ...]
    event: Attached
    dialog: str


SENT = [
    Sent("home", ("coordinator",), XLSX, "intake"),
    Sent("find", ("administrator",), XLSX, "intake"),
    Sent("home", ("coordinator",), replace(XLSX, name="foto.docx"), "home"),
    Sent("home", ("coordinator",), Attached("photo", "file"), "home"),
    Sent("home", ("staff",), XLSX, "home"),
    Sent("home", (), XLSX, "home"),
]


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.below}-{sent.event.name}-{sent.roles}")
def test_a_coordinators_file_is_taken_wherever_none_is_awaited(sent: Sent) -> None:
    engine = Engine(dialogs())
    opened = engine.advance((), Tap(sent.below, "show"), somebody(roles=sent.roles)).stack

    step = engine.advance(opened, sent.event, somebody(roles=sent.roles))

    assert sent.dialog == step.stack[-1].dialog


def test_a_dialog_that_awaits_a_file_keeps_it() -> None:
    importing = Frame(
        "announcement_text", dialogs()["announcement_text"].update(None, Tap("announcement_text", "import", (3,))).state
    )

    step = Engine(dialogs()).advance((importing,), XLSX, somebody(roles=("administrator",)))

    assert "announcement_text" == step.stack[-1].dialog


def test_a_file_is_read_and_one_that_is_too_big_is_not_even_fetched() -> None:
    assert Turn(intake.Taken(), (BringIn("file", "kurse.xlsx", 4000),)) == intake.update(intake.Asking(), XLSX)
    assert Turn(intake.Asking("too_large")) == intake.update(intake.Asking(), replace(XLSX, size=21 * 1024 * 1024))


def test_whoever_is_affected_is_named_before_anything_is_applied() -> None:
    found = an_import(affected=Affected((GROUP,)))

    assert not [tap for tap in taps(summary(found)) if tap.action == "apply"]
    people = imports.render(imports.Part(7, "people"), imports.View(COORDINATOR, found=found))
    assert Tap("imports", "apply", (7, 3)) in taps(people)
    assert "Zoë 4F7" in "\n".join(read(people))
    assert "1 of them is not in Telegram. Please tell them yourselves." in "\n".join(read(people))


def test_who_offers_something_for_the_first_time_is_named_for_it_may_be_an_old_name() -> None:
    lines = read(summary(an_import(providers=("Haus", "Werk", "Verein"))))

    assert "🏢 New provider: Haus, Werk and +1" in lines
    assert not [line for line in read(summary(an_import())) if "New provider" in line]


def test_why_an_import_cannot_be_taken_back_stands_instead_of_what_it_brought() -> None:
    kept = an_import(ImportState.APPLIED, refusal=UndoRefusal.LATER.value, blocking=("Nähen",))

    assert ["🙏 Something was changed later. So I cannot take it back.", "Nähen"] == read(summary(kept))[2:4]


def test_a_file_that_concerns_nobody_is_applied_from_its_summary_as_it_was_seen() -> None:
    assert Tap("imports", "apply", (7, 3)) in taps(summary(an_import()))
    assert Turn(imports.One(7), (ApplyImport(7, 3),)) == imports.update(None, Tap("imports", "apply", (7, 3)))


def test_a_file_that_changes_nothing_has_nothing_to_apply() -> None:
    screen = summary(an_import(counts=ImportCounts(rejected=1)))

    assert "It brings nothing new." in "\n".join(read(screen))
    assert not [tap for tap in taps(screen) if tap.action == "apply"]


def test_the_parts_of_a_preview_are_a_screen_of_their_own_beside_what_can_be_done_with_it() -> None:
    found = an_import(counts=ImportCounts(new=2, changed=4, gone=1, rejected=3), affected=Affected((GROUP,)))
    parts = imports.render(imports.Part(7, "all"), imports.View(COORDINATOR, found=found))

    assert ["part", "keep", "part", "discard"] == [tap.action for tap in taps(summary(found))]
    assert ["new", "changed", "gone", "flaws", "people"] == [tap.args[1] for tap in taps(parts)]


def test_each_part_of_a_preview_leads_back_to_the_parts() -> None:
    part = imports.render(imports.Part(7, "gone"), imports.View(COORDINATOR, found=an_import()))

    assert Tap("imports", "part", (7, "all", 0)) == part.back


def test_languages_that_nobody_named_are_still_asked_for() -> None:
    text = "\n".join(read(summary(an_import(ImportState.COLLECTING, languages=("de",)))))

    assert "Send me the other languages one by one." in text
    assert "Still missing" not in text


def test_taking_back_is_asked_before_it_is_done_and_a_refusal_names_its_reason() -> None:
    applied = an_import(ImportState.APPLIED, undoable=True, refusal=UndoRefusal.LATER.value, blocking=("Nähen",))

    assert Tap("imports", "ask_undo", (7,)) in taps(summary(applied))
    assert "Nähen" in "\n".join(read(summary(applied)))
    asked = Turn(imports.Undoing(7), (LookAtUndo(7),))
    assert asked == imports.update(None, Tap("imports", "ask_undo", (7,)))
    undo = Turn(imports.One(7), (UndoImport(7, 3),))
    assert undo == imports.update(imports.Undoing(7), Tap("imports", "undo", (7, 3)))


def test_whoever_an_undo_reaches_is_named_before_it_is_done() -> None:
    found = an_import(ImportState.APPLIED, undoable=True, undo=UndoLook("x", 2, Affected((GROUP,))))
    asked = imports.render(imports.Undoing(7), imports.View(COORDINATOR, found=found))

    assert "2 messages to people" in "\n".join(read(asked))
    assert not [tap for tap in taps(asked) if tap.action == "undo"]
    people = imports.render(imports.Part(7, "undo"), imports.View(COORDINATOR, found=found))
    assert Tap("imports", "undo", (7, 3)) in taps(people)
    assert "Zoë 4F7" in "\n".join(read(people))


def test_an_undo_that_reaches_nobody_is_done_from_its_question() -> None:
    found = an_import(ImportState.APPLIED, undoable=True, undo=UndoLook("x"))

    assert Tap("imports", "undo", (7, 3)) in taps(tell(found))


def test_a_file_of_one_language_names_those_that_are_missing() -> None:
    screen = summary(an_import(ImportState.COLLECTING, languages=("de",), others=("en", "ar")))

    assert "Still missing: English, Arabic" in "\n".join(read(screen))
    assert Tap("imports", "go_on", (7,)) in taps(screen)
    assert Turn(imports.One(7), (GoOn(7),)) == imports.update(None, Tap("imports", "go_on", (7,)))


def test_what_could_not_be_done_is_said() -> None:
    turn = imports.update(imports.One(7), Done(ApplyImport(7, 3), result=False))

    screen = imports.render(imports.One(7, missed=True), imports.View(COORDINATOR, found=an_import()))

    assert Turn(imports.One(7, missed=True)) == turn
    assert "That did not work. Please look again." in "\n".join(read(screen))


def test_a_typed_name_says_whose_offerings_they_are() -> None:
    assert (NameProvider(7, name="Haus der Nadeln"),) == imports.update(
        imports.One(7), Typed("Haus  der Nadeln")
    ).effects


@pytest.mark.parametrize("person", [somebody(), somebody(roles=("staff",))])
def test_nobody_else_sees_files(person: Participant) -> None:
    assert "This is only for the team." in "\n".join(read(imports.render(imports.One(7), imports.View(person))))
    assert "This is only for the team." in "\n".join(read(intake.render(intake.Asking(), intake.View(person, False))))
    assert "This is only for the team." in "\n".join(read(sources.render(sources.Listing(), sources.View(False))))
    assert "This is only for the team." in "\n".join(read(to_do.render(to_do.Listing(), to_do.View(person))))


@pytest.mark.parametrize("state", ImportState)
def test_the_notice_says_where_a_file_stands_and_leads_on(state: ImportState) -> None:
    screen = tell(an_import(state))

    assert screen.fresh
    assert taps(screen)


def test_an_address_that_is_not_taken_is_asked_for_again() -> None:
    refused = sources.update(sources.Adding(), Done(AddSource("x"), SourceRefusal.NOT_HTTPS))

    assert Turn(sources.Adding("not_https")) == refused
    assert (AddSource("https://a.example/b"),) == sources.update(sources.Adding(), Typed("https://a.example/b")).effects


def test_an_address_can_be_given_an_owner_and_an_hour() -> None:
    there = replace(SOURCE, hours=24, at_hour=4, provider="DEPOT")
    view = sources.View(True, (there,), (ProviderName(2, "DEPOT"),))
    one = sources.render(sources.One(5), view)
    whose, when = sources.render(sources.Whose(5), view), sources.render(sources.When(5), view)

    assert {Tap("sources", "whose", (5, 0)), Tap("sources", "when", (5, 0))} <= set(taps(one))
    assert "Every day, at 4:00" in "\n".join(read(one))
    assert "DEPOT" in "\n".join(read(one))
    assert Tap("sources", "provider", (5, 2)) in taps(whose)
    assert (NameSource(5, 2),) == sources.update(None, Tap("sources", "provider", (5, 2))).effects
    assert (NameSource(5, name="Haus"),) == sources.update(sources.Whose(5), Typed("Haus")).effects
    assert {Tap("sources", "hours", (5, 6)), Tap("sources", "when", (5, 168))} <= set(taps(when))
    assert Turn(sources.When(5, 168)) == sources.update(None, Tap("sources", "when", (5, 168)))
    hour = sources.render(sources.When(5, 168), view)
    assert Tap("sources", "hours", (5, 168, 9)) in taps(hour)
    assert (ScheduleSource(5, 168, 9),) == sources.update(None, Tap("sources", "hours", (5, 168, 9))).effects


def test_what_nobody_knows_leads_to_the_question_about_it() -> None:
    page = ToFindPage((ToFind(4, Content("Nähen", "de"), ASKED),), 1, 0, 1)
    listed = to_do.render(to_do.Listing(), to_do.View(COORDINATOR, page))
    one = to_do.render(to_do.One(4), to_do.View(COORDINATOR, one=page.lines[0]))

    assert Tap("to_do", "one", (4,)) in taps(listed)
    assert {Tap("editing", "question", (4, name)) for name in ASKED} <= set(taps(one))


def test_a_time_is_written_as_people_read_it() -> None:
    assert "03.12.2026, 10:00" in str(value_text("start", "2026-12-03 10:00"))
