"""Every error the simulator answers with, the call that provokes it, and the documentation's sentence it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.methods import METHODS
from simulator.sentences import (
    anything,
    copying,
    editing,
    filing,
    formatting,
    happenings,
    inline,
    profiles,
    reaching,
    receiving,
    sending,
    things,
    topics,
    uploads,
)
from simulator.sentences.refusal import Case, Refusal

CHAPTERS = (
    anything, reaching, formatting, sending, filing, copying, editing, topics, receiving, inline, profiles,
)  # fmt: skip
# Importing them is what sets the stage.
SCENERY = (things, uploads, happenings)
REFUSALS: tuple[Refusal, ...] = tuple(refusal for chapter in CHAPTERS for refusal in chapter.REFUSALS)


def cases() -> Iterator[Case]:
    """Yield every refusal for each of the played methods it is of."""
    for refusal in REFUSALS:
        yield from (Case(name, refusal) for name in refusal.methods if name.lower() in METHODS)
