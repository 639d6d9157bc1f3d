"""At the door: who is there, noted by a tap, a code or the beginning of a name; who just came; who stayed away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from conversations import door_screens as screens
from conversations.coordination import may_coordinate, not_yours
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.door_effects import AdmitByWord, CloseDoor, CountWalkIn, MarkPresence, ReopenDoor
from conversations.staff import not_for_you
from storage.records.door import Admitted, DoorList, Nobody, Record, Several
from storage.records.people import Participant
from storage.records.reader import Reader

WORD_LENGTH = 40
NOTED = screens.NOTED
MORE = {"more": 1, "less": -1}


@dataclass(frozen=True, slots=True)
class Dates:
    """The sessions of an offering whose door was opened, with how many came."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The list of a session. `last` was just noted by a typed word; `unknown`: a typed word meant nobody."""

    session_id: int
    page: int = 0
    last: int = 0
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """What one seldom needs at a session's door; `page` is the one of the list to go back to."""

    session_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Which:
    """A typed word could mean several people."""

    session_id: int
    registration_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Asking whether the others did not come."""

    session_id: int


State: TypeAlias = Dates | Names | Also | Which | Closing


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and the list or how many came."""

    me: Participant
    now: datetime
    record: Record | None = None
    names: DoorList | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Open a list, turn its page, or note something."""
    match event:
        case Tap(action="show", args=(int(offering_id),)):
            return Turn(Dates(offering_id))
        case Tap(action="show", args=(int(offering_id), int(page))):
            return Turn(Dates(offering_id, max(0, page)))
        case Tap(action="open", args=(int(session_id),)):
            return Turn(Names(session_id))
        case Tap(action="page", args=(int(session_id), int(page))):
            return Turn(Names(session_id, max(0, page)))
        case Tap(action="also", args=(int(session_id), int(page))):
            return Turn(Also(session_id, max(0, page)))
        case Tap(action="ask", args=(int(session_id),)):
            return Turn(Closing(session_id))
        case Typed(text=text) if isinstance(state, Names | Which) and text.strip():
            return Turn(state, (AdmitByWord(state.session_id, " ".join(text.split())[:WORD_LENGTH]),))
        case Tap():
            return on_noting(state, event)
        case Done(effect=AdmitByWord(session_id), result=result):
            return Turn(admitted(state, session_id, result))
        case Done():
            return Turn(state)
        case _:
            return Turn(state, understood=False)


def on_noting(state: State | None, tap: Tap) -> Turn[State]:
    """Note what a button says, of the session that it names."""
    match tap.action, tap.args:
        case "mark", (int(session_id), int(registration_id), str(what), int(page)) if what in NOTED:
            found = isinstance(state, Which) and state.session_id == session_id
            after = Names(session_id, max(0, page), registration_id if found else 0)
            return Turn(after, (MarkPresence(session_id, registration_id, NOTED[what]),))
        case ("more" | "less") as what, (int(session_id), int(page)):
            return Turn(Names(session_id, max(0, page)), (CountWalkIn(session_id, MORE[what]),))
        case "end", (int(session_id),):
            return Turn(Names(session_id), (CloseDoor(session_id),))
        case "reopen", (int(session_id),):
            return Turn(staying(state, session_id), (ReopenDoor(session_id),))
        case _:
            return Turn(state, understood=False)


def staying(state: State | None, session_id: int) -> Names:
    """Stay on the page of a list, or open the list that an old button is about."""
    if isinstance(state, Names) and state.session_id == session_id:
        return replace(state, last=0, unknown=False)
    return Names(session_id)


def admitted(state: State | None, session_id: int, result: object) -> State:
    """Say who a typed word meant."""
    match result:
        case Admitted(registration_id):
            return replace(staying(state, session_id), last=registration_id)
        case Several(registration_ids):
            return Which(session_id, registration_ids)
        case Nobody():
            return replace(staying(state, session_id), unknown=True)
        case _:
            return staying(state, session_id)


async def load(state: State, reader: Reader) -> View:
    """Read the list, or how many came to each session."""
    me = await reader.me()
    if not may_coordinate(me):
        return View(me, reader.now)
    match state:
        case Dates(offering_id):
            return View(me, reader.now, record=await reader.door.record(offering_id))
        case Names(session_id) | Also(session_id) | Which(session_id) | Closing(session_id):
            return View(me, reader.now, names=await reader.door.list_of(session_id))


def render(state: State, view: View) -> Screen:
    """Show the list, a question about it, or how many came."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state, view.record, view.names:
        case Dates(_, page), Record() as record, _:
            return screens.show_dates(record, page)
        case _, _, DoorList() as names if not names.turnout.is_at(view.now):
            return screens.show_too_early(names)
        case Names(_, page, last, unknown), _, DoorList() as names:
            return screens.show_names(names, page, names.guest(last), unknown=unknown)
        case Also(_, page), _, DoorList() as names:
            return screens.show_also(names, page)
        case Which(_, registration_ids), _, DoorList() as names:
            return screens.show_which(names, registration_ids)
        case Closing(), _, DoorList() as names:
            return screens.ask_to_close(names)
        case _:
            return not_yours()


DIALOG = Dialog("door", 1, (Dates, Names, Also, Which, Closing), update, render, load)
