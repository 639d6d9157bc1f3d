"""Somebody who has something with us: their screens of my_registrations."""

from __future__ import annotations

from conversations.core import Screen
from conversations.dialogs.my_registrations import (
    DIALOG,
    State,
)
from storage.records.registrations import (
    Interest,
    Mine,
    Registration,
    WaitingEntry,
)
from tests.conversations.builders import (
    a_course,
)
from tests.conversations.fakes import FakeReader

ME = "my_registrations"


async def shown(state: State, *claims: Registration | WaitingEntry | Interest) -> Screen:
    """Show a state to somebody with these claims; those that are not active are read only by number."""
    mine = Mine(
        tuple(one for one in claims if isinstance(one, Registration) and one.active),
        tuple(one for one in claims if isinstance(one, WaitingEntry) and one.active),
        tuple(one for one in claims if isinstance(one, Interest)),
    )
    closed = tuple(one for one in claims if isinstance(one, Registration | WaitingEntry) and not one.active)
    screen = DIALOG.render(state, await DIALOG.load(state, FakeReader((a_course(),), mine, closed)))
    assert isinstance(screen, Screen)
    return screen
