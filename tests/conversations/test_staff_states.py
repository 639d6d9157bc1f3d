"""Every state of the desk survives the way to storage and back, so that a restart loses nobody's draft."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.dialogs import (
    announcement,
    announcement_extras,
    announcement_run,
    announcement_text,
    announcement_time,
    audience,
    desk,
    team,
    team_providers,
)
from conversations.engine import Frame
from conversations.registry import dialogs
from conversations.stacks import dump, restore
from storage.records.announcements import Objection, Refusal

REFUSED = Refusal(Objection.LANGUAGES_MISSING, ("tr", "zh_Hans"), 4)
STATES: tuple[tuple[str, object], ...] = (
    ("desk", desk.Desk(2)),
    ("desk", desk.Beginning()),
    ("desk", desk.Picking(1, "3D")),
    ("desk", desk.NotBegun(REFUSED)),
    ("announcement", announcement.Draft(3)),
    ("announcement", announcement.Looking(3, 1, "test")),
    ("announcement", announcement.Check(3)),
    ("announcement", announcement.Discarding(3)),
    ("announcement", announcement.Discarded(3, done=False)),
    ("announcement", announcement.Objected(3, REFUSED)),
    ("announcement_text", announcement_text.Texts(3, 1)),
    ("announcement_text", announcement_text.One(3, "tr")),
    ("announcement_text", announcement_text.Titling(0, "de", 140)),
    ("announcement_text", announcement_text.Texting(0, "de", "Summer party", "Come along.", 11)),
    ("announcement_text", announcement_text.Importing(3, wrong=True)),
    ("announcement_text", announcement_text.NotWritten(3, REFUSED)),
    ("announcement_extras", announcement_extras.Extras(3)),
    ("announcement_extras", announcement_extras.AskingMedia(3, wrong=True)),
    ("announcement_extras", announcement_extras.Picking(3, 1, "PC")),
    ("announcement_extras", announcement_extras.NotTaken(3, REFUSED)),
    ("announcement_time", announcement_time.When(3, wrong=True)),
    ("announcement_time", announcement_time.AskingClock(3, date(2026, 12, 24), wrong=True)),
    ("announcement_time", announcement_time.AskingPatience(3)),
    ("announcement_time", announcement_time.NotSet(3, REFUSED)),
    ("announcement_run", announcement_run.Running(3)),
    ("announcement_run", announcement_run.Asking(3, "stop")),
    ("announcement_run", announcement_run.Reported(3, sent=True)),
    ("announcement_run", announcement_run.ByLanguage(3)),
    ("announcement_run", announcement_run.ToPhone(3, 1)),
    ("announcement_run", announcement_run.Refused(3, REFUSED)),
    ("audience", audience.Counted(3)),
    ("audience", audience.Side(3, "not")),
    ("audience", audience.Values(3, "who", "topics", 1)),
    ("audience", audience.Picking(3, "who", 1, "3D")),
    ("audience", audience.OfOffering(3, "not", 7)),
    ("audience", audience.Chats(3, 1)),
    ("audience", audience.NotChosen(3, REFUSED)),
    ("team", team.Team(1)),
    ("team", team.One(12)),
    ("team", team.Revoking(12, "staff", kept=True)),
    ("team", team.Inviting()),
    ("team", team.Limiting()),
    ("team", team.Invited("coordinator", "abcdefghijklmnop", 3)),
    ("team_providers", team_providers.Listing(1, refused=True)),
    ("team_providers", team_providers.One(3)),
    ("team_providers", team_providers.Naming("Haus der Nadeln")),
    ("team_providers", team_providers.Renaming(3, taken=True)),
    ("team_providers", team_providers.Removing(3)),
    ("team", team.Open(1)),
)


@pytest.mark.parametrize(("dialog", "state"), STATES, ids=lambda value: type(value).__name__)
def test_a_state_survives_the_way_to_storage_and_back(dialog: str, state: object) -> None:
    stack = (Frame(dialog, state),)

    assert stack == restore(dump(stack, dialogs()), dialogs())


@pytest.mark.parametrize("name", sorted({dialog for dialog, _state in STATES}))
def test_no_state_was_forgotten_here(name: str) -> None:
    assert set(dialogs()[name].states) == {type(state) for dialog, state in STATES if dialog == name}
