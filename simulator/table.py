"""Writes docs/simulator-methods.md, every check method by method, from what proves it: `python -m simulator.table`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from types import ModuleType

from simulator.checks import API
from simulator.methods import METHODS
from simulator.sentences import CHAPTERS
from simulator.sentences.generated import field_of, has_twin, of_method, of_type, tells_types_apart
from simulator.sentences.refusal import Refusal, types_of

PATH = Path(__file__).parent.parent / "docs" / "simulator-methods.md"
SHARED_BY = 3
FIELD_HEAD = ("| {} | type | refused with | the documentation says |", "|---|---|---|---|")
REFUSAL_HEAD = ("| when | refused with | it rests on |", "|---|---|---|")
KNOWN = "*wording known from the server*"
OWN = "*in words of the simulator's own*"
KINDS = {
    "missing": "without it",
    "mistyped": "of another type",
    "length": "shorter or longer",
    "choice": "another value",
}
INTRODUCTION = """\
# What the simulator checks, method by method

Written by `python -m simulator.table` from `simulator/api.json` ({version}) and `simulator/sentences/`: do not edit it.
Each line is a test: the call it is about is made, and code, description and parameters are compared
([test_refusals.py](../tests/simulator/test_refusals.py), [test_sentences.py](../tests/simulator/test_sentences.py)).
Tests also say that nothing is missing: each place in the source that refuses is met by a line here, for each method
that can come by it.

What stands in quotation marks is the documentation's own sentence. Where the documentation names no error, and it
rarely does, the sentence says what is checked, and the words of the error are known from the server, unless it says
that they are the simulator's own. Of fields these are its own: `parameter "x" is required` and `must be 1-64 characters
long`. All errors of fields are `400 Bad Request: ...`.
"""


def write() -> str:
    """Return the whole document."""
    parts = [INTRODUCTION.format(version=API["version"]), *_chapters(), *_shared_fields()]
    parts += ["## Methods", *map(_method, played()), "## Types", *map(_type, kinds())]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def played() -> list[str]:
    """Return the names of the methods that are played, in the documentation's order."""
    return [name for name in API["methods"] if name.lower() in METHODS]


def kinds() -> list[str]:
    """Return the types whose fields are checked somewhere."""
    found: dict[str, None] = {}
    for name in played():
        types_of(API["methods"][name], found)
    return [kind for kind in found if API["types"][kind].get("fields")]


# -- what several methods have in common


def _chapters() -> Iterator[str]:
    for chapter in CHAPTERS:
        shared = [each for each in chapter.REFUSALS if _is_shared(each, chapter)]
        if shared:
            yield f"## {_title(chapter)}"
            yield from _by_methods(shared)


def _title(chapter: ModuleType) -> str:
    return (chapter.__doc__ or "").partition("\n")[0].rstrip(".").removeprefix("What is refused ").capitalize()


def _is_shared(refusal: Refusal, chapter: ModuleType) -> bool:
    return len(_methods(refusal)) > 1 or chapter is CHAPTERS[0]


def _methods(refusal: Refusal) -> list[str]:
    return [name for name in refusal.methods if name.lower() in METHODS]


def _by_methods(refusals: list[Refusal]) -> Iterator[str]:
    for methods, group in groupby(sorted(refusals, key=_methods), key=_methods):
        names = "Every call" if methods == ["getMe"] else ", ".join(f"`{name}`" for name in methods)
        yield f"{names}:"
        yield "\n".join([*REFUSAL_HEAD, *(_refusal(each, methods[0]) for each in group)])


def _refusal(refusal: Refusal, method: str) -> str:
    return f"| {_cell(refusal.when)} | {_error(refusal)} | {_rests_on(refusal, method)} |"


def _error(refusal: Refusal) -> str:
    extra = "".join(f", `{name}` {_shown(value)}" for name, value in refusal.parameters.items())
    return f"{refusal.code} {_code(refusal.description)}{extra}"


def _shown(value: object) -> str:
    return "" if str(value).startswith("$") else str(value)


def _rests_on(refusal: Refusal, method: str) -> str:
    said = _quoted(refusal.cited(method) or "") if refusal.sentence else _cell(refusal.why)
    if refusal.in_own_words:
        return f"{said} {OWN}".strip()
    return said or KNOWN


# -- fields


Row = tuple[str, str, str, str]


@cache
def _rows(owner: str) -> tuple[Row, ...]:
    fields = API["methods"].get(owner) or API["types"].get(owner, {}).get("fields", {})
    return tuple(_row(owner, name) for name in fields)


def _row(owner: str, name: str) -> Row:
    field = field_of(owner, name)
    types = " or ".join(field["types"]) + (", required" if field.get("required") else "")
    return f"`{name}`", types, _errors(owner, name), _quoted(field["says"])


def _errors(owner: str, name: str) -> str:
    if owner in API["types"] and tells_types_apart(owner, name):
        return "decides which type it is"
    checks = (of_method if owner in API["methods"] else of_type)(owner)
    errors: dict[str, str] = {}
    for each in checks:
        if each.name == name and each.reason not in errors:
            errors[each.reason] = KINDS[each.kind]
    told = [f"{kind}: {_code(reason)}" for reason, kind in errors.items()]
    is_telling = owner in API["types"] and has_twin(owner) and field_of(owner, name).get("required")
    return "<br>".join([*(["without it: taken for another type"] if is_telling else []), *told])


@cache
def _counts() -> Counter[Row]:
    return Counter(row for name in played() for row in _rows(name))


def _shared_fields() -> Iterator[str]:
    yield "## Parameters that many methods have"
    yield _fields("parameter", [row for row, count in _counts().items() if count >= SHARED_BY])


def _fields(head: str, rows: Iterable[Row]) -> str:
    return "\n".join([FIELD_HEAD[0].format(head), FIELD_HEAD[1], *(f"| {' | '.join(row)} |" for row in rows)])


def _method(method: str) -> str:
    own = [row for row in _rows(method) if _counts()[row] < SHARED_BY]
    shared = [row[0] for row in _rows(method) if _counts()[row] >= SHARED_BY]
    parts = [f"### {method}", _quoted(" ".join(API["says"][method])), _also(method, shared)]
    parts += [_fields("parameter", own)] if own else []
    refusals = [each for chapter in CHAPTERS[1:] for each in chapter.REFUSALS if _methods(each) == [method]]
    parts += ["\n".join([*REFUSAL_HEAD, *(_refusal(each, method) for each in refusals)])] if refusals else []
    return "\n\n".join(part for part in parts if part)


def _also(method: str, shared: list[str]) -> str:
    titles = [_title(chapter) for chapter in CHAPTERS[1:] if _is_about(chapter, method)]
    links = [f"[{title.lower()}](#{_anchor(title)})" for title in titles]
    links += [f"{', '.join(shared)} as [elsewhere](#parameters-that-many-methods-have)"] if shared else []
    return f"Also checked: {'; '.join(links)}." if links else ""


def _is_about(chapter: ModuleType, method: str) -> bool:
    return any(method in _methods(each) and _is_shared(each, chapter) for each in chapter.REFUSALS)


def _anchor(title: str) -> str:
    return "".join(char for char in title.lower().replace(" ", "-") if char.isalnum() or char in "-_")


def _type(kind: str) -> str:
    return "\n\n".join([f"### {kind}", _quoted(" ".join(API["types"][kind]["says"])), _fields("field", _rows(kind))])


# -- words in cells


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _quoted(text: str) -> str:
    return f"“{_cell(text)}”"


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")


def main() -> None:
    """Write the document where it belongs, or to the path on the command line."""
    (Path(sys.argv[1]) if len(sys.argv) > 1 else PATH).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
