"""A crowd under load: people who register and look around without a pause, whatever happens to the bot meanwhile."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile

from conversations import pictograms as pic
from simulator.acts import ImpossibleError
from simulator.person import Person
from simulator.server import Simulator
from simulator.world import Message
from tests.acceptance.walkers import action_of, leads_to, taps_of

PATIENCE_S = 60.0
LOOK_S = 0.5
TOWARDS = (
    "choose_language.pick.de",
    "privacy.accept",
    "register.start",
    "register.answer",
    "register.own_name",
    "register.send",
)
AROUND = (
    "home.show",
    "find.start",
    "find.week",
    "find.topics",
    "offering.show",
    "offering.dates",
    "offering.more",
    "help",
)
REGISTERED = "my_registrations.calendar"
QUEUED = "my_registrations.leave"


@dataclass
class Walker:
    """One of the crowd: registers once for an offering, then looks around, and never acts before the last answer."""

    simulator: Simulator
    person: Person
    offering: int
    dice: random.Random
    place: str = ""
    """"registered" or "waiting", once the bot said so"""
    acts: int = 0

    async def walk(self, stopped: asyncio.Event) -> None:
        """Act and wait for the answer until told to stop, but not before there is a place."""
        await self._act(f"/start o_{self.offering}")
        while not (stopped.is_set() and self.place):
            await self._act(self._choose(self._screen()))
            self._notice()

    def _screen(self) -> Message:
        """Look at the newest screen; notices of the bot are not one."""
        shown = [message for message in self.person.received if message.buttons and not is_notice(message.text)]
        return shown[-1] if shown else self.person.received[-1]

    def _choose(self, screen: Message) -> str | tuple[Message, str]:
        """Choose what to do: register first, then anything harmless."""
        there = taps_of(screen)
        wanted = AROUND if self.place else TOWARDS
        options = [data for action in wanted for data in there if leads_to(data, action)]
        options = [data for data in options if ".whom.1." not in action_of(data)]
        if not options:
            return "/start" if self.place else f"/start o_{self.offering}"
        return screen, self.dice.choice(options)

    def _notice(self) -> None:
        """Read on the screen whether there is a place."""
        there = taps_of(self._screen())
        if any(leads_to(data, REGISTERED) for data in there):
            self.place = "registered"
        elif any(leads_to(data, QUEUED) for data in there):
            self.place = "waiting"

    async def _act(self, what: str | tuple[Message, str]) -> None:
        """Type or tap, then wait for a screen."""
        chat = self.person.account.chat
        before, since = chat.arrived, time.monotonic()
        match what:
            case str(text):
                await self.person.says(text)
            case message, data:
                try:
                    await self.person.taps_data(message.message_id, data)
                except ImpossibleError:  # the screen changed at this very moment
                    return
        self.acts += 1
        while not self._is_answered(before, since):
            assert time.monotonic() < since + PATIENCE_S, f"no answer to {what}, but {list(chat.arrivals)[-3:]}"
            with suppress(TimeoutError):
                await self.person.receives(1, LOOK_S)

    def _is_answered(self, before: int, since: float) -> bool:
        """Say whether a screen came, or is there already and looks as it should."""
        chat = self.person.account.chat
        new = list(chat.arrivals)[len(chat.arrivals) - (chat.arrived - before) :] if chat.arrived > before else []
        if any(has_buttons(arrival.body) and not is_notice(arrival.text) for arrival in new):
            return True
        # Calls are listed as they end, and there are many.
        lately = takewhile(lambda call: call.at + call.ms / 1000 >= since, reversed(self.simulator.calls))
        edits = (call for call in lately if call.chat_id == chat.id and call.method == "editMessageText")
        newest = next(edits, None)
        return newest is not None and newest.at >= since and newest.error_code == 400


def has_buttons(body: dict[str, object]) -> bool:
    """Say whether a message carries buttons."""
    markup = body.get("reply_markup")
    return isinstance(markup, dict) and bool(markup.get("inline_keyboard"))


def is_notice(text: str) -> bool:
    """Say whether the bot said this unasked."""
    return text.lstrip("\u200f").startswith(pic.REMINDER)


@dataclass
class Crowd:
    """Everybody, each in a task of their own."""

    walkers: list[Walker]
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Let everybody begin."""
        self.tasks = [asyncio.create_task(walker.walk(self.stopped)) for walker in self.walkers]

    def check(self) -> None:
        """Raise what went wrong for somebody so far."""
        for task in self.tasks:
            if task.done():
                task.result()

    async def stop(self) -> None:
        """Let everybody finish: each has a place and an answer to the last thing they did."""
        self.stopped.set()
        await asyncio.gather(*self.tasks)

    async def give_up(self) -> None:
        """Send everybody home."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def gather_crowd(simulator: Simulator, offerings: Iterable[int], size: int, seed: int) -> Crowd:
    """Make a crowd that wants these offerings in turn."""
    wanted = list(offerings)
    walkers = []
    for number in range(size):
        dice = random.Random(seed + number)  # noqa: S311 - repeatable on purpose
        walkers.append(Walker(simulator, simulator.add_person(f"P{number}"), wanted[number % len(wanted)], dice))
    return Crowd(walkers)
