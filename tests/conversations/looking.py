"""Somebody who looks at an offering."""

from __future__ import annotations

from conversations.core import Screen
from conversations.dialogs.offering import DIALOG, State
from storage.records.catalogue import Offering
from storage.records.registrations import Mine, Registration, WaitingEntry
from tests.conversations.fakes import FakeReader


async def shown(
    state: State, *catalogue: Offering, held: tuple[Registration, ...] = (), waiting: tuple[WaitingEntry, ...] = ()
) -> Screen:
    """Show a state over a catalogue and what the person has."""
    reader = FakeReader(catalogue, Mine(held, waiting, ()))
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen
