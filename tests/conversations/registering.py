"""Somebody who registers: a draft with a name, people registered before, and ways through the questions."""

from __future__ import annotations

from dataclasses import replace

from conversations.core import Event, Screen, Tap, Typed
from conversations.dialogs.register import (
    DIALOG,
    State,
    update,
)
from conversations.registration_draft import Draft
from storage.records.announcements import News
from storage.records.catalogue import Offering
from storage.records.people import Attendee
from storage.records.registrations import Mine
from tests.conversations.builders import (
    a_course,
    a_registration,
    an_entry,
)
from tests.conversations.fakes import FakeReader, taps

NAMED = Draft(7, answered=("whom",), name="Zoë")
EARLIER = (Attendee(5, "Ada", child=True), Attendee(6, "Ben", child=False))


async def shown(state: State, *catalogue: Offering, first_name: str = "", wanted: News | None = None) -> Screen:
    """Show a state over a catalogue to somebody who registered people before."""
    claims = Mine((a_registration(),), (an_entry(),), ())
    reader = FakeReader(
        catalogue or (a_course(),), claims, earlier=EARLIER, first_name=first_name, wanted=wanted or News()
    )
    screen = DIALOG.render(state, await DIALOG.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


def after(state: State | None, event: Event) -> State:
    """Take an event and stay in the dialog."""
    moved = update(state, event).state
    assert moved is not None
    return moved


async def walk(offering: Offering, *labels: str, first_name: str = "Amal") -> State:
    """Start to register and tap labels one after the other; '✍ ...' types."""
    state: State = after(None, Tap("register", "start", (offering.id,)))
    for label in labels:
        screen = await shown(state, offering, first_name=first_name)
        event = Typed(label[2:]) if label.startswith("✍ ") else replace(taps(screen)[label], first_name=first_name)
        state = after(state, event)
    return state
