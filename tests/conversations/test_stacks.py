"""A saved stack survives a deploy: what still reads is kept, what no longer does is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from conversations.core import Dialog, Screen, Turn
from conversations.dialogs.find import Results
from conversations.engine import Frame
from conversations.registry import dialogs
from conversations.stacks import dump, restore
from storage.records.catalogue import Criteria


@dataclass(frozen=True, slots=True)
class Asking:
    """A state with what JSON does not know."""

    day: date
    ids: tuple[int, ...] = ()
    criteria: Criteria | None = None


def make(version: int = 1, upgrade: Any = None) -> dict[str, Dialog]:  # noqa: ANN401 - a dialog's own function
    """Make a dialog of that version."""
    asking = Dialog(
        "asking", version, (Asking,), lambda state, event: Turn(state), lambda state, view: Screen(()), upgrade=upgrade
    )
    return {"asking": asking}


def test_dates_tuples_and_records_come_back_as_such() -> None:
    stack = (Frame("asking", Asking(date(2027, 1, 12), (1, 2), Criteria(topic="smartphone", weekday=3))),)

    assert stack == restore(dump(stack, make()), make())


def test_what_was_searched_for_comes_back() -> None:
    stack = (Frame("find", Results(Criteria(quarter="nord", free=True), 2)),)

    assert stack == restore(dump(stack, dialogs()), dialogs())


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '[["asking"]]', '[["asking", 1, "Gone", {}]]', '[["gone", 1, "Asking", {}]]']
)
def test_what_does_not_read_is_as_good_as_nothing(text: str | None) -> None:
    assert () == restore(text, make())


def test_a_state_whose_fields_changed_is_left_out() -> None:
    assert () == restore('[["asking", 1, "Asking", {"day": "soon"}]]', make())


def test_another_version_is_left_out_when_nobody_upgrades_it() -> None:
    stack = (Frame("asking", Asking(date(2027, 1, 12))),)

    assert () == restore(dump(stack, make(1)), make(2))


def test_another_version_is_upgraded_by_its_dialog() -> None:
    stack = (Frame("asking", Asking(date(2027, 1, 12))),)

    def upgrade(kind: str, fields: dict[str, Any], version: int) -> Asking:
        assert ("Asking", 1) == (kind, version)
        return Asking(date.fromisoformat(fields["day"]), (7,))

    assert (Frame("asking", Asking(date(2027, 1, 12), (7,))),) == restore(dump(stack, make(1)), make(2, upgrade))
