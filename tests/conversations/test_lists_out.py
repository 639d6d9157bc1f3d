"""Lists out: what to export, in which form and languages, and deleting it from the chat again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from conversations.core import Done, Screen, Tap
from conversations.dialogs import exported, lists_out
from conversations.dialogs.lists_out import Choosing, Coming, Deleting, Forming, Postering
from conversations.effects import SENDS
from conversations.export_effects import SendExport, TakeBack
from conversations.notices import export_failed
from locales.text import Content
from storage.records.exports import Exported, ExportedPage
from storage.records.signups import Run
from tests.conversations.builders import a_course, somebody
from tests.conversations.fakes import FakeReader, read, taps

COORDINATOR = somebody(roles=("coordinator",))
ADMINISTRATOR = somebody(roles=("administrator",))
NUMBER = a_course().id


@dataclass
class Runs:
    """Answers of one offering."""

    run_: Run | None

    async def run(self, offering_id: int) -> Run | None:
        """Find it."""
        return self.run_ if self.run_ is not None and self.run_.offering.id == offering_id else None


@dataclass
class Given:
    """Answers of given exports."""

    lines: tuple[Exported, ...]

    async def read(self, page: int, page_size: int = 5) -> ExportedPage:
        """Tell them."""
        return ExportedPage(self.lines, 0, 1)


@dataclass
class OutReader(FakeReader):
    """Reads one offering that is the reader's, and exports."""

    run: Run | None = None
    made: tuple[Exported, ...] = ()

    @property
    def signups(self) -> Runs:
        """Read the offering."""
        return Runs(self.run)

    @property
    def exports(self) -> Given:
        """Read exports."""
        return Given(self.made)


async def screen_of(state: lists_out.State, *, draft: bool = False, **given: object) -> Screen:
    """Show a state to whoever runs the course."""
    reader = OutReader(person=COORDINATOR, run=Run(a_course(), draft))
    for name, value in given.items():
        setattr(reader, name, value)
    return lists_out.render(state, await lists_out.load(state, reader))  # type: ignore[arg-type] # all it asks for


async def test_what_can_be_exported_of_an_offering() -> None:
    assert {"Sign-up list", "Sheets to sign (PDF)", "Poster", "Calendar (ICS)"} == set(
        taps(await screen_of(Choosing(NUMBER)))
    )


async def test_a_draft_has_no_poster() -> None:
    assert "Poster" not in taps(await screen_of(Choosing(NUMBER), draft=True))


async def test_the_list_comes_in_four_formats_to_this_chat_only() -> None:
    screen = await screen_of(Forming(NUMBER))

    assert ["Excel (XLSX)", "CSV for Excel", "CSV, plain", "JSON"] == list(taps(screen))
    assert "🔒 The list holds names. It comes only to this chat." in read(screen)


@pytest.mark.parametrize("state", [Choosing(NUMBER), Forming(NUMBER), Postering(NUMBER), Coming(NUMBER, "poster")])
async def test_what_somebody_does_not_run_is_not_there(state: lists_out.State) -> None:
    assert "🙏 I do not find this." in read(await screen_of(state, run=None))
    assert "🔒 This is only for the team." in read(await screen_of(state, person=somebody()))


def test_a_list_is_asked_for_by_its_offering_and_format() -> None:
    turn = lists_out.update(Forming(3), Tap("lists_out", "send", (3, "registrations", "csv-plain")))

    assert (Coming(3, "registrations"), (SendExport(3, "registrations", "csv-plain"),)) == (turn.state, turn.effects)
    assert isinstance(turn.effects[0], SENDS)


@pytest.mark.parametrize("args", [(3, "registrations", "exe"), (3, "audit", "json"), (3, "poster", "xlsx")])
def test_what_there_is_not_cannot_be_asked_for(args: tuple[int | str, ...]) -> None:
    turn = lists_out.update(Forming(3), Tap("lists_out", "send", args))

    assert (Forming(3), (), False) == (turn.state, turn.effects, turn.understood)


def test_a_poster_takes_up_to_three_languages_in_the_order_they_were_chosen() -> None:
    state: lists_out.State | None = Postering(3)
    for slug in ("ar", "tr", "el"):
        state = lists_out.update(state, Tap("lists_out", "language", (3, slug))).state
    turn = lists_out.update(state, Tap("lists_out", "send", (3, "poster", "png")))

    assert (SendExport(3, "poster", "png", "ar,tr,el"),) == turn.effects


def test_a_poster_always_keeps_a_language() -> None:
    assert Postering(3) == lists_out.update(Postering(3), Tap("lists_out", "language", (3, "de"))).state


def test_another_offerings_poster_begins_anew() -> None:
    chosen = Postering(4, ("ar", "el"))

    assert Postering(3, ("de", "tr")) == lists_out.update(chosen, Tap("lists_out", "language", (3, "tr"))).state


async def test_a_chosen_language_is_marked() -> None:
    screen = await screen_of(Postering(NUMBER, ("de", "ar")))

    assert "✔️ German, then Arabic, up to three. The first is the largest." in read(screen)


async def test_a_file_is_deleted_or_it_is_said_how() -> None:
    asked = lists_out.update(None, Tap("lists_out", "delete", (9,)))
    assert (Deleting(9), (TakeBack(9),)) == (asked.state, asked.effects)

    done = [lists_out.update(asked.state, Done(TakeBack(9), result)).state for result in (True, False)]
    assert [Deleting(9, True), Deleting(9, False)] == done
    assert "🗑️ I am deleting the file from this chat." in read(await screen_of(Deleting(9, possible=True)))
    assert "🙏 I cannot delete it any more." in read(await screen_of(Deleting(9, possible=False)))


MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MADE = (
    Exported(MONDAY, 7, False, "registrations", "xlsx", 4, Content("First steps", "en")),
    Exported(MONDAY, None, False, "statistics", "json", 4, None),
)


async def exports(person: object) -> list[str]:
    """Read the list of exports as somebody sees it."""
    reader = OutReader(person=person, made=MADE)  # type: ignore[arg-type] # a participant
    return read(exported.render(exported.Listing(), await exported.load(exported.Listing(), reader)))  # type: ignore[arg-type]


async def test_administrators_see_who_exported_what_and_when() -> None:
    shown = await exports(ADMINISTRATOR)

    assert "📅 Mon 23 November, 10:30: Sign-up list (XLSX)" in shown
    assert "Number 7: First steps" in shown
    assert "On the server" in shown


async def test_nobody_else_sees_that() -> None:
    assert ["🔒 This is only for the team."] == await exports(COORDINATOR)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"offering_id": 3, "export": "registrations", "reason": "nothing"}, "Nobody is registered and nobody waits."),
        ({"offering_id": 3, "reason": "font"}, "A font is missing on the server. Please tell whoever runs it."),
        ({"reason": "nothing"}, "There is nothing to tell yet."),
    ],
)
async def test_why_there_is_no_file_is_said(args: dict[str, object], reason: str) -> None:
    view = await export_failed.load(args, OutReader(person=COORDINATOR))  # type: ignore[arg-type] # all it asks for

    assert view is not None
    assert reason in read(export_failed.render(view))[1]


async def test_who_left_the_office_is_told_nothing() -> None:
    assert await export_failed.load({"reason": "font"}, OutReader()) is None  # type: ignore[arg-type] # all it asks for
