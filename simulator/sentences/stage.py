"""The stage on which refusals are provoked: who is there, what was said before, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.methods import METHODS
from simulator.sentences.refusal import Given
from simulator.world import Account, Chat

if TYPE_CHECKING:
    from simulator.server import Simulator

Json = Any  # whatever JSON can say
Thing = TypeVar("Thing", bound="Callable[[Stage], Any]")

THINGS: dict[str, Callable[[Stage], Json]] = {}
HAPPENINGS: dict[str, Callable[[Stage], Json]] = {}


class Stage:
    """One simulator's people, groups and messages, each made when it is first asked for."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.world = simulator.world
        self._made: dict[str, Json] = {}

    def __getitem__(self, name: str) -> Json:
        """Return a thing by its name."""
        if name not in self._made:
            self._made[name] = THINGS[name](self)
        return self._made[name]

    def happens(self, name: str) -> None:
        """Let something happen; an empty name is nothing."""
        if name:
            HAPPENINGS[name](self)

    def fill(self, value: Json) -> Json:
        """Put things in the place of their names."""
        match value:
            case str() if value.startswith("$"):
                return self[value.removeprefix("$")]
            case dict():
                return {key: self.fill(each) for key, each in value.items()}
            case list():
                return [self.fill(each) for each in value]
            case _:
                return value

    def does(self, method: str, **given: Json) -> Json:
        """Let the bot call a method; return its result."""
        played = METHODS[method.lower()]
        return played.play(self.world, played.check(self.fill(given)))

    @property
    def account(self) -> Account:
        """The person as an account."""
        return self.world.accounts[self["person"]]

    @property
    def private(self) -> Chat:
        """The private chat with the person."""
        return self.world.chats[self["person"]]


def thing(play: Thing) -> Thing:
    """Register a function that makes a thing of the stage, under its own name without the underscore."""
    THINGS[play.__name__.removeprefix("_")] = play
    return play


def happening(name: str) -> Callable[[Thing], Thing]:
    """Register a function that lets something happen, under a name in words."""

    def register(play: Thing) -> Thing:
        HAPPENINGS[name] = play
        return play

    return register


def merge(plain: Given, given: Given, known: Given) -> dict[str, Json]:
    """Lay what differs over a plain call; a key "text|caption" is the one that the method knows."""
    merged = dict(plain)
    for names, value in given.items():
        name = next((each for each in names.split("|") if each in known), names)
        merged[name] = value
    return {name: value for name, value in merged.items() if value is not None}
