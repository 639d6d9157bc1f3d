"""Why something in a file cannot be used: every reason is one that a reader gives, with the values its words name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from storage.exchange.parsed import Problem
from storage.office import imports
from storage.office.previews import VALUE_ROOM
from storage.office.reports import refused
from storage.records.reasons import Cause, Why

ROOT = Path(__file__).parents[2]
READERS = sorted((*(ROOT / "storage").rglob("*.py"), *(ROOT / "bot").rglob("*.py")))


def calls() -> Iterator[tuple[str, frozenset[str]]]:
    """Find which reasons are given, each with the names of its values."""
    for path in READERS:
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if "Why." in source else ():
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="Why"), attr=name), keywords=keywords):
                    yield name, frozenset(str(keyword.arg) for keyword in keywords)


@pytest.fixture(scope="module")
def given() -> dict[str, set[frozenset[str]]]:
    """Read the code of all readers once."""
    found: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for name, values in calls():
        found[name].add(values)
    return found


def test_every_reason_is_given_by_some_reader(given: dict[str, set[frozenset[str]]]) -> None:
    assert {why.name for why in Why} == given.keys()


def test_every_reader_gives_the_values_that_the_words_name(given: dict[str, set[frozenset[str]]]) -> None:
    places = {why.name: frozenset(name for _, name, _, _ in Formatter().parse(why.english) if name) for why in Why}

    assert {name: {values} for name, values in places.items()} == given


def test_a_cause_is_written_as_the_command_line_says_it() -> None:
    assert "'a b' is not one of: course, event" == str(Why.WORD_UNKNOWN(word="a b", words="course, event"))


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "cannot be opened ({0} {x})" == str(Why.NOT_OPENED(error="{0} {x}"))


def test_a_preview_keeps_its_reasons_and_no_more_of_a_value_than_there_is_room_for() -> None:
    report = refused([Problem("a.csv", 3, "level", "x", Why.WORD_UNKNOWN(word="y" * 900, words="a"))])

    (flaw,) = imports.decode(imports.encode(report)).flaws

    assert (3, Why.WORD_UNKNOWN(word="y" * VALUE_ROOM, words="a")) == (flaw.number, flaw.reason)


def test_what_is_stored_of_a_reason_is_its_code_and_its_values() -> None:
    stored = imports.encode(refused([Problem("a.csv", 3, "", "", Why.CELL_COUNT(cells=4, columns=3))]))

    assert '"reason":{"why":"cell_count","values":[["cells",4],["columns",3]]}' in stored


def test_two_reasons_never_share_a_code() -> None:
    assert len(Why.__members__) == len({why.value for why in Why})


def test_a_cause_without_values_is_the_same_everywhere() -> None:
    assert Cause(Why.MISSING) == Why.MISSING()
