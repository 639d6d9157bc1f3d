"""Collects the functions that play the Bot API's methods, each with its compiled check."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulator.checks import Parameters, compile_method
from simulator.world import World

Play = Callable[[World, Parameters], Any]


class Waiting(NamedTuple):
    """What getUpdates asks for, checked; the server awaits it."""

    offset: int
    limit: int
    timeout_s: float


class Described(NamedTuple):
    """A result that comes with a sentence, as setWebhook's does."""

    result: bool
    description: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method under its documented name; `play` gets checked parameters and returns what stands in "result"."""

    name: str
    check: Callable[[Parameters], Parameters]
    play: Play


METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Play], Play]:
    """Register the function that plays a method; the Bot API does not mind the case of a method's name."""

    def register(play: Play) -> Play:
        METHODS[name.lower()] = Method(name, compile_method(name), play)
        return play

    return register
