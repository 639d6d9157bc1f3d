"""What people do while a bot is measured: one thing at a time each, and the next when the answer is there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from simulator import acts
from simulator.world import Account, Body, World

WORDS = ("Hallo", "Guten Tag", "Ich suche einen Kurs", "Danke", "Was gibt es morgen?")
ROUND = ("find.1.start", "find.1.topic.", "offering.1.show.", "home.1.show")
"""What callback data begins with, in the order of the journey: home, find, a topic, an offering, home."""
WELCOME = ("choose_language.1.pick.de", "privacy.1.accept")


@dataclass(eq=False, slots=True)
class Visitor:
    """Somebody with a phone. `waits_for` is what is still missing of the answer to the last act, done at `acted_at`."""

    account: Account
    screen: Body | None = None
    step: int = 0
    waits_for: set[str] = field(default_factory=set)
    acted_at: float = 0.0

    def act(self, world: World, kind: str, dice: random.Random) -> None:
        """Do the next thing: `text` types something, `tap` goes on with the journey, `welcome` gets past the first screens."""
        match kind:
            case "text":
                self._say(world, dice.choice(WORDS))
            case "tap":
                self._tap(world, dice.choice(self._next()))
            case _:
                self._arrive(world)

    def _say(self, world: World, text: str, waits_for: str = "message") -> None:
        self.waits_for = {waits_for}
        acts.say(world, self.account, text)

    def _tap(self, world: World, data: str) -> None:
        """Tap; the answer is complete when the button stopped waiting and the screen is there."""
        self.waits_for = {"screen", "answered"}
        if self.screen is not None:
            acts.tap(world, self.account, self.screen["message_id"], data)

    def _arrive(self, world: World) -> None:
        """Open the bot, choose German, accept the privacy notice."""
        if self.step == 0:
            self._say(world, "/start", "screen")
        else:
            self._tap(world, matching(self.screen, WELCOME[self.step - 1])[0])
        self.step += 1

    @property
    def arrived(self) -> bool:
        """Say whether home is open: the journey can begin."""
        return bool(matching(self.screen, ROUND[0]))

    def _next(self) -> list[str]:
        """List the buttons of the next step; where there is none, go home and begin again."""
        fitting = matching(self.screen, ROUND[self.step])
        if not fitting:
            self.step = len(ROUND) - 1
            fitting = matching(self.screen, ROUND[-1])
        self.step = (self.step + 1) % len(ROUND)
        return fitting

    def see(self, kind: str, body: Body) -> bool:
        """Take in what arrived; tells whether the answer is complete now."""
        waited = bool(self.waits_for)
        self.waits_for.discard(kind)
        if kind in {"message", "edited"} and body.get("reply_markup", {}).get("inline_keyboard"):
            self.screen = body
            self.waits_for.discard("screen")
        return waited and not self.waits_for


def matching(screen: Body | None, beginning: str) -> list[str]:
    """List the callback data of a screen's buttons that begin so."""
    rows: list[list[dict[str, Any]]] = screen["reply_markup"]["inline_keyboard"] if screen else []
    found = [str(button.get("callback_data", "")) for row in rows for button in row]
    return [data for data in found if data.startswith(beginning)]
