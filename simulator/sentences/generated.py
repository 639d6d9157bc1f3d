"""The checks that `checks.py` makes of every field by itself: what they are, what breaks them, what is then answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from simulator import wording
from simulator.checks import API, MARKUPS

Json = Any  # whatever JSON can say
Field = dict[str, Any]
Kind = Literal["missing", "mistyped", "length", "choice"]

ABSENT = object()
NUMBER_WANTED = "must be of type Number"


class Generated(NamedTuple):
    """A check of one field; `value` breaks it, and `reason` is what is answered.

    Within an object the words of the objects around it come first, unless Telegram's own word for it `stands_alone`.
    """

    owner: str
    name: str
    kind: Kind
    value: Json
    reason: str
    stands_alone: bool = False

    @property
    def sentence(self) -> str:
        """What the documentation says of the field."""
        return str(field_of(self.owner, self.name)["says"])


def field_of(owner: str, name: str) -> Field:
    """Return a parameter of a method or a field of a type."""
    fields = API["methods"].get(owner) or API["types"][owner]["fields"]
    described: Field = fields[name]
    return described


def of_method(method: str) -> Iterator[Generated]:
    """Yield the checks of a method's parameters."""
    for name, field in API["methods"][method].items():
        if field.get("required"):
            yield Generated(method, name, "missing", ABSENT, _plain(wording.missing(method, name)))
        yield from _values(method, name, field)


def of_type(kind: str) -> Iterator[Generated]:
    """Yield the checks of a type's fields."""
    for name, field in API["types"][kind].get("fields", {}).items():
        if tells_types_apart(kind, name):
            continue
        if field.get("required") and not has_twin(kind):
            yield Generated(kind, name, "missing", ABSENT, f'Can\'t find field "{name}"')
        yield from _values(kind, name, field)


def tells_types_apart(kind: str, name: str) -> bool:
    """Say whether the field decides which type an object is, so that a wrong one makes it another type's."""
    return MARKUPS.get(name) == kind or (bool(_siblings(kind)) and name in _constants(kind))


def has_twin(kind: str) -> bool:
    """Say whether only the fields that are there tell a type from another: without one, it is taken for the other."""
    return any(_constants(other) == _constants(kind) for other in _siblings(kind))


def _siblings(kind: str) -> list[str]:
    unions = [described["any_of"] for described in API["types"].values() if kind in described.get("any_of", ())]
    return [other for union in unions for other in union if other != kind and API["types"][other]["fields"]]


def _constants(kind: str) -> dict[str, str]:
    fields = API["types"][kind]["fields"]
    return {name: field["choices"][0] for name, field in fields.items() if len(field.get("choices", ())) == 1}


def _values(owner: str, name: str, field: Field) -> Iterator[Generated]:
    for value, reason in _mistyped(owner, name, field["types"]):
        yield Generated(owner, name, "mistyped", value, _worded(owner, name, reason))
    yield from _variants(owner, name, field["types"])
    path = f"{owner}.{name}"
    if "choices" in field:
        error = wording.unknown_choice(path)
        reason = _plain(error) if error else _worded(owner, name, f'Unsupported value of the field "{name}" specified')
        yield Generated(owner, name, "choice", "no_such_thing", reason, bool(error))
    if "length" in field and path not in wording.AFTER_PARSING:
        yield from _lengths(path, owner, name, field)


def _variants(owner: str, name: str, types: list[str]) -> Iterator[Generated]:
    inner = types[0].replace("Array of ", "")
    kinds = _many(types) or API["types"].get(inner, {}).get("any_of", [])
    if not any(API["types"][kind]["fields"] and _constants(kind) for kind in kinds):
        return
    value: Json = {"type": "no_such_thing"}
    for _ in range(types[0].count("Array of ")):
        value = [value]
    union = "InputMedia" if _many(types) else inner
    reason = wording.unknown_type(union, "no_such_thing", f"{owner}.{name}" if _many(types) else "")
    yield Generated(owner, name, "choice", value, _worded(owner, name, reason))


def _many(types: list[str]) -> list[str]:
    """Return the types of which an array may have any, when it is such an array."""
    return [kind.removeprefix("Array of ") for kind in types] if len(types) > 1 and types[1].startswith("Array") else []


def _lengths(path: str, owner: str, name: str, field: Field) -> Iterator[Generated]:
    least, most, unit = field["length"]
    error = wording.wrong_length(path)
    reason = _plain(error) if error else _worded(owner, name, f'Field "{name}" must be {least}-{most} {unit} long')
    yield Generated(owner, name, "length", "x" * (most + 1), reason, bool(error))


def _mistyped(owner: str, name: str, types: list[str]) -> Iterator[tuple[Json, str]]:
    match types:
        case _ if "InputFile" in types:
            return
        case _ if "InlineKeyboardMarkup" in types:
            yield 7, "object expected as reply markup"
        case _ if _many(types):
            yield "{", f"can't parse {name} JSON object"
            yield {}, "Expected an Array of InputMedia"
            yield [7], "InputMedia must be an Object"
        case ["Integer", "String"]:
            yield [], f'Field "{name}" must be of type Number or String'
        case ["Integer" | "Float", *_]:
            yield [], f'Field "{name}" {NUMBER_WANTED}'
            yield "seven", f'Field "{name}" must be a valid Number'
        case ["Boolean" | "True", *_]:
            yield "perhaps", f'Field "{name}" must be of type Boolean'
        case ["String", *_]:
            yield [], f'Field "{name}" must be of type String'
        case [first, *_]:
            yield from _unstructured(owner, name, first)


def _unstructured(owner: str, name: str, kind: str) -> Iterator[tuple[Json, str]]:
    if owner in API["methods"]:
        yield "{", f"can't parse {name.replace('_', ' ')} JSON object"
    if kind.startswith("Array of "):
        yield {}, f'Field "{name}" must be of type Array'
    if kind.startswith("Array of Array of "):
        yield [{}], wording.rows_expected(name)
    if not kind.startswith("Array of "):
        yield 7, wording.label(kind) * ("any_of" not in API["types"][kind]) + wording.object_expected(kind)


def _worded(owner: str, name: str, reason: str) -> str:
    """Word a reason as it leaves a method; within an object the words around it come first."""
    return _plain(wording.wrong(owner, name, reason)) if owner in API["methods"] else reason


def _plain(error: Exception) -> str:
    return str(error).removeprefix("Bad Request: ")
