"""Makes calls that carry one wrong field, however deep in an object it lies."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from simulator import wording
from simulator.checks import API
from simulator.methods import METHODS
from simulator.sentences.generated import ABSENT, Generated
from simulator.sentences.plain import plain

Json = Any
LEAST: dict[str, dict[str, Json]] = {
    "InlineKeyboardButton": {"text": "A", "callback_data": "a"},
    "KeyboardButton": {"text": "A"},
    "BotCommand": {"command": "a", "description": "A"},
}
"""Objects to which more is needed than what is required."""


class Step(NamedTuple):
    """A field that holds an object of a type, so many arrays deep."""

    owner: str
    name: str
    kind: str
    depth: int


def calls(check: Generated) -> tuple[str, dict[str, Json], str]:
    """Return a method, a call of it that a check refuses, and the reason with the words of the objects around it."""
    if check.owner in API["methods"]:
        return check.owner, _laid(_plain(check.owner), check.name, check.value), check.reason
    steps = way_to(check.owner)
    value: Json = _laid(least(check.owner), check.name, check.value)
    words = ""
    for step in reversed(steps):
        words = wording.label(step.kind) + words
        for _ in range(step.depth):
            value = [value]
        if step.owner in API["methods"]:
            return step.owner, _laid(_plain(step.owner), step.name, value), _worded(check, words)
        value = _laid(least(step.owner), step.name, value)
    raise LookupError(check.owner)


def _worded(check: Generated, words: str) -> str:
    reason = words + check.reason
    return check.reason if check.stands_alone else reason[:1].lower() + reason[1:]


def _plain(method: str) -> dict[str, Json]:
    """Return a plain call in which the things of the stage are mere numbers and names: no check looks behind them."""
    fields = API["methods"][method]
    return {name: _stand_in(fields[name]["types"][0], value) for name, value in plain(method).items() if name in fields}


def _stand_in(kind: str, value: Json) -> Json:
    if isinstance(value, list):
        return [_stand_in(kind.removeprefix("Array of "), each) for each in value]
    return {"Integer": 1}.get(kind, value) if str(value).startswith("$") else value


def _laid(call: dict[str, Json], name: str, value: Json) -> dict[str, Json]:
    if value is ABSENT:
        return {key: each for key, each in call.items() if key != name}
    return {**call, name: value}


@cache
def way_to(kind: str) -> tuple[Step, ...]:
    """Return the shortest way from a played method's parameter to a type."""
    ways = deque[tuple[Step, ...]]((step,) for method in METHODS.values() for step in _steps(method.name))
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        here = way[-1].kind
        if here == kind:
            return way
        if here not in seen:
            seen.add(here)
            ways.extend((*way, step) for step in _steps(here))
    raise LookupError(kind)


@cache
def reached() -> tuple[str, ...]:
    """Return the types that parameters of played methods have."""
    found = dict.fromkeys(step.kind for method in METHODS.values() for step in _steps(method.name))
    waiting = list(found)
    while waiting:
        fresh = [step.kind for step in _steps(waiting.pop()) if step.kind not in found]
        found |= dict.fromkeys(fresh)
        waiting += fresh
    return tuple(found)


def _steps(owner: str) -> Iterator[Step]:
    fields = API["methods"].get(owner) or API["types"].get(owner, {}).get("fields", {})
    for name, field in fields.items():
        for kind in field["types"]:
            yield from _into(owner, name, kind.replace("Array of ", ""), kind.count("Array of "))


def _into(owner: str, name: str, kind: str, depth: int) -> Iterator[Step]:
    if kind not in API["types"]:
        return
    for variant in API["types"][kind].get("any_of", ()) or (kind,):
        yield from _into(owner, name, variant, depth) if variant != kind else [Step(owner, name, kind, depth)]


def least(kind: str) -> dict[str, Json]:
    """Return the least object of a type that is not refused."""
    if kind in LEAST:
        return LEAST[kind]
    fields = API["types"][kind]["fields"]
    return {name: _least_value(field) for name, field in fields.items() if field.get("required")}


def _least_value(field: dict[str, Any]) -> Json:
    if "choices" in field:
        return field["choices"][0]
    match field["types"][0]:
        case "Integer" | "Float":
            return 1
        case "Boolean" | "True":
            return True
        case kind if kind.startswith("Array of Array of "):
            return [[least(kind.removeprefix("Array of Array of "))]]
        case kind if kind.startswith("Array of "):
            return [_least_value({"types": [kind.removeprefix("Array of ")]})]
        case kind if kind in API["types"]:
            return least(API["types"][kind].get("any_of", [kind])[0])
        case _:
            return "x"
