"""Checks the parameters of a call against the Bot API's own description, compiled once per method.

`api.json` is cut from the machine-readable Bot API by `simulator.trim`. A check takes what came over the wire and
returns it typed, or raises the error Telegram would answer. What the description does not say (which words an error
has) stands in `wording.py`.
"""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import msgspec

from simulator import wording
from simulator.refusals import bad_request

Json = Any  # whatever JSON can say
Check = Callable[[Json], Json]
Parameters = dict[str, Any]

API: dict[str, Any] = json.loads(files("simulator").joinpath("api.json").read_text(encoding="utf-8"))
TRUE = frozenset(("true", "yes", "1"))
FALSE = frozenset(("false", "no", "0", ""))
MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}

decode_json = msgspec.json.Decoder().decode


class _WrongError(ValueError):
    """A value that does not fit; the type around it adds where."""


def compile_method(method: str) -> Callable[[Parameters], Parameters]:
    """Return the function that checks and types the parameters of `method`."""
    fields = API["methods"][method]
    plan = [
        (name, _parameter(method, name, field), field.get("required", False), _may_be_empty(method, name, field))
        for name, field in fields.items()
    ]

    def check(given: Parameters) -> Parameters:
        typed: Parameters = {}
        for name, convert, required, may_be_empty in plan:
            value = given.get(name)
            if value is not None and (value != "" or may_be_empty):
                typed[name] = convert(value)
            elif required:
                raise wording.missing(method, name)
        return typed

    return check


def _may_be_empty(method: str, name: str, field: dict[str, Any]) -> bool:
    """An empty text is a text where none is needed; anything else empty counts as not given, as on Telegram."""
    optional_text = field["types"] == ["String"] and not field.get("required")
    return optional_text or f"{method}.{name}" == "setWebhook.url"


def _parameter(method: str, name: str, field: dict[str, Any]) -> Check:
    inner = _by_types(f"{method}.{name}", name, field)
    if not _is_structured(field["types"]):
        return _named(method, name, inner)
    if "reply_markup" in name:
        return _named(method, name, _from_json("reply keyboard markup", inner))
    return _named(method, name, _from_json(name.replace("_", " "), inner))


def _named(method: str, name: str, inner: Check) -> Check:
    def check(value: Json) -> Json:
        try:
            return inner(value)
        except _WrongError as wrong:
            raise wording.wrong(method, name, str(wrong)) from None

    return check


def _from_json(label: str, inner: Check) -> Check:
    def check(value: Json) -> Json:
        if not isinstance(value, str):
            return inner(value)
        try:
            decoded = decode_json(value)
        except msgspec.DecodeError:
            raise bad_request(f"can't parse {label} JSON object") from None
        return inner(decoded)

    return check


def _is_structured(types: list[str]) -> bool:
    return any(name.startswith("Array of ") or name in API["types"] for name in types)


def _by_types(path: str, name: str, field: dict[str, Any]) -> Check:
    types = field["types"]
    if len(types) > 1 and all(kind.startswith("Array of ") for kind in types):
        kinds = [kind.removeprefix("Array of ") for kind in types]
        return _array(name, _one_of("InputMedia", kinds, path), "Expected an Array of InputMedia")
    if "InlineKeyboardMarkup" in types:
        return _markup(types)
    if "InputFile" in types:
        return _file
    if types == ["Integer", "String"]:
        return _integer_or_string(name)
    return _limited(path, name, field, _by_type(name, types[0]))


def _by_type(name: str, kind: str) -> Check:
    match kind:
        case "Integer":
            return _integer(name)
        case "Float":
            return _float(name)
        case "Boolean" | "True":
            return _boolean(name)
        case "String":
            return _string(name)
        case _ if kind.startswith("Array of Array of "):
            row = _array(name, _by_type(name, kind.removeprefix("Array of Array of ")), wording.rows_expected(name))
            return _array(name, row, f'Field "{name}" must be of type Array')
        case _ if kind.startswith("Array of "):
            each = _by_type(name, kind.removeprefix("Array of "))
            return _array(name, each, f'Field "{name}" must be of type Array')
        case _ if "any_of" in API["types"][kind]:
            return _one_of(kind, API["types"][kind]["any_of"])
        case _:
            return _object(kind)


def _limited(path: str, name: str, field: dict[str, Any], inner: Check) -> Check:
    """Add the length and the choices that the description states."""
    checks = [inner]
    if "choices" in field:
        checks.append(_choice(path, name, frozenset(field["choices"])))
    if "length" in field and path not in wording.AFTER_PARSING:
        checks.append(_length(path, name, *field["length"]))
    if len(checks) == 1:
        return inner

    def check(value: Json) -> Json:
        for each in checks:
            value = each(value)
        return value

    return check


def _choice(path: str, name: str, choices: frozenset[str]) -> Check:
    def check(value: Json) -> Json:
        if value in choices:
            return value
        raise wording.unknown_choice(path) or _WrongError(f'Unsupported value of the field "{name}" specified')

    return check


def _length(path: str, name: str, least: int, most: int, unit: str) -> Check:
    def check(value: Json) -> Json:
        if least <= _measure(value, unit) <= most:
            return value
        raise wording.wrong_length(path) or _WrongError(f'Field "{name}" must be {least}-{most} {unit} long')

    return check


def _measure(value: str, unit: str) -> int:
    if value.isascii():
        return len(value)
    return len(value.encode()) if unit == "bytes" else len(value.encode("utf-16-le")) // 2


def _integer(name: str) -> Check:
    def check(value: Json) -> int:
        if type(value) is int:
            return value
        if isinstance(value, str):
            try:
                return int(value)
            except ValueError:
                raise _WrongError(f'Field "{name}" must be a valid Number') from None
        raise _WrongError(f'Field "{name}" must be of type Number')

    return check


def _float(name: str) -> Check:
    def check(value: Json) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise _WrongError(f'Field "{name}" must be of type Number')
        try:
            return float(value)
        except ValueError:
            raise _WrongError(f'Field "{name}" must be a valid Number') from None

    return check


def _boolean(name: str) -> Check:
    def check(value: Json) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if word in TRUE or word in FALSE:
            return word in TRUE
        raise _WrongError(f'Field "{name}" must be of type Boolean')

    return check


def _string(name: str) -> Check:
    def check(value: Json) -> str:
        if type(value) is str:
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        raise _WrongError(f'Field "{name}" must be of type String')

    return check


def _integer_or_string(name: str) -> Check:
    def check(value: Json) -> int | str:
        if type(value) is int:
            return value
        if not isinstance(value, str):
            raise _WrongError(f'Field "{name}" must be of type Number or String')
        return int(value) if value.lstrip("-").isascii() and value.lstrip("-").isdigit() else value

    return check


def _file(value: Json) -> Json:
    return value


def _array(name: str, inner: Check, wrong: str) -> Check:
    def check(value: Json) -> list[Json]:
        if not isinstance(value, list):
            raise _WrongError(wrong)
        return [inner(each) for each in value]

    return check


def _one_of(kind: str, named: list[str], path: str = "") -> Check:
    subtypes = [subtype for subtype in named if API["types"][subtype]["fields"]]
    # Several may fit, as a cached photo and one at an address do: the one that demands most goes first.
    subtypes.sort(key=lambda subtype: len(_required(subtype)), reverse=True)
    options = [(_constants(subtype), _required(subtype), _object(subtype)) for subtype in subtypes]

    def check(value: Json) -> Json:
        if not isinstance(value, dict):
            raise _WrongError(f"{kind} must be an Object")
        fitting = [option for option in options if option[0].items() <= value.items()]
        for _constant, required, convert in fitting:
            if required <= value.keys():
                return convert(value)
        # What fits none is told what the nearest lacks, unless it has nothing to do with that one either.
        nearest = min(fitting, key=lambda option: (len(option[1] - value.keys()), -len(option[1])), default=None)
        if nearest is not None and (not value or nearest[1] & value.keys()):
            return nearest[2](value)
        raise _WrongError(wording.unknown_type(kind, value.get("type"), path))

    return check


def _constants(kind: str) -> dict[str, str]:
    fields = API["types"][kind]["fields"]
    return {name: field["choices"][0] for name, field in fields.items() if len(field.get("choices", ())) == 1}


def _required(kind: str) -> set[str]:
    return {name for name, field in API["types"][kind]["fields"].items() if field.get("required")}


def _markup(types: list[str]) -> Check:
    options = {key: _object(kind) for key, kind in MARKUPS.items() if kind in types}

    def check(value: Json) -> Json:
        if not isinstance(value, dict):
            raise _WrongError("object expected as reply markup")
        for key in MARKUPS:
            if key in value:
                if key not in options:
                    raise _WrongError("inline keyboard expected")
                return options[key](value)
        return None

    return check


def _object(kind: str) -> Check:
    fields = API["types"][kind]["fields"]
    plan = [
        (name, _by_types(f"{kind}.{name}", name, field), field.get("required", False)) for name, field in fields.items()
    ]
    label = wording.label(kind)
    rule = wording.RULES.get(kind)

    def convert(value: dict[str, Any]) -> dict[str, Any]:
        typed: dict[str, Any] = {}
        for name, inner, required in plan:
            given = value.get(name)
            if given is not None and (given != "" or name not in wording.NOTHING_WHEN_EMPTY):
                typed[name] = inner(given)
            elif required:
                raise _WrongError(f'Can\'t find field "{name}"')
        return typed

    def check(value: Json) -> dict[str, Any]:
        if isinstance(value, str) and kind == "KeyboardButton":
            value = {"text": value}
        if not isinstance(value, dict):
            raise _WrongError(f"{label}{wording.object_expected(kind)}")
        try:
            typed = convert(value)
            if rule is not None:
                rule(typed)
        except _WrongError as wrong:
            raise _WrongError(f"{label}{wrong}") from None
        return typed

    return check
