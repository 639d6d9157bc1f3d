"""What a refusal is: the call that provokes it, what is answered, and the documentation's sentence it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from simulator.checks import API

Json = Any  # whatever JSON can say
Given = Mapping[str, Json]
Differs = Given | Callable[[str], Given]
# Words of errors that Telegram is known to make, in words that are not known: these are the simulator's own.
OWN_WORDS = (
    "sticker must be",
    "invalid IP address",
    "a new file can't be uploaded",
    "must have a valid attribute",
    'field "media" must include',
    "exactly one of",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of some methods.

    Each method's plain call (`plain.py`) is made with `given`, which may be a function of the method, laid over it: None
    leaves a parameter out, "$name" is a thing of the stage (`things.py`), "text|caption" is whichever of them the method
    has. `after` names what happens on the stage before (`happenings.py`), `meanwhile` is another call, made while this
    one waits. `body` is sent as it is instead of parameters; `token` and `called` replace what stands in the address.
    `ends` stops the simulator meanwhile.

    `sentence` is the documentation's own, to the letter; " | " stands between two of which each method has one. When it
    is empty the documentation has none, and the wording is known from the server, or `why` says more.
    """

    methods: tuple[str, ...]
    when: str
    code: int
    description: str
    sentence: str = ""
    given: Differs = field(default_factory=dict)
    after: str = ""
    parameters: Given = field(default_factory=dict)
    meanwhile: tuple[str, Given] | None = None
    body: bytes | None = None
    token: str = ""
    called: str = ""
    ends: bool = False
    why: str = ""

    @property
    def in_own_words(self) -> bool:
        """Whether Telegram's words for it are not known."""
        return any(words in self.description for words in OWN_WORDS)

    def changes(self, method: str) -> Given:
        """Return what differs from the plain call of a method."""
        return self.given(method) if callable(self.given) else self.given

    def cited(self, method: str) -> str | None:
        """Return the sentence as it stands in the documentation of a method, "" for none; None when it is not there."""
        wordings = self.sentence.split(" | ")
        return next((each for each in wordings if any(each in text for text in says(method))), None)


class Case(NamedTuple):
    """A refusal of one method."""

    method: str
    refusal: Refusal


def bad(
    methods: str | tuple[str, ...],
    when: str,
    reason: str,
    sentence: str = "",
    given: Differs | None = None,
    after: str = "",
    parameters: Given | None = None,
) -> Refusal:
    """Make a 400."""
    named = (methods,) if isinstance(methods, str) else methods
    return Refusal(named, when, 400, f"Bad Request: {reason}", sentence, given or {}, after, parameters or {})


def banned(
    methods: tuple[str, ...], when: str, reason: str, after: str = "", sentence: str = "", given: Differs | None = None
) -> Refusal:
    """Make a 403."""
    return Refusal(methods, when, 403, f"Forbidden: {reason}", sentence, given or {}, after)


def taking(*parameters: str) -> tuple[str, ...]:
    """Return the methods that have all of these parameters."""
    return tuple(name for name, fields in API["methods"].items() if all(each in fields for each in parameters))


def says(method: str) -> Iterator[str]:
    """Yield what the documentation says of a method, of its parameters and of the types these have."""
    yield from API["says"][method]
    fields = API["methods"][method]
    yield from (described["says"] for described in fields.values())
    for kind in types_of(fields):
        yield from API["types"][kind]["says"]
        yield from (described["says"] for described in API["types"][kind].get("fields", {}).values())


def types_of(fields: Mapping[str, Any], seen: dict[str, None] | None = None) -> list[str]:
    """Return the types that parameters or fields have, and the types within these, in the order they are met."""
    seen = {} if seen is None else seen
    for described in fields.values():
        for name in described["types"]:
            _add_type(name.replace("Array of ", ""), seen)
    return list(seen)


def _add_type(name: str, seen: dict[str, None]) -> None:
    if name not in API["types"] or name in seen:
        return
    seen[name] = None
    described = API["types"][name]
    for subtype in described.get("any_of", ()):
        _add_type(subtype, seen)
    types_of(described.get("fields", {}), seen)
