"""What a coordinator may ask for about people's places. Each is narrowed to the offerings they run where it is performed.

Results are `Changed`, `Full` or `Objected` of `storage.records.signups`. `over` is how many places were taken on the screen
that asked whether to go on all the same; -1 was not asked. Where more are taken by now, it is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NOT_ASKED = -1


@dataclass(frozen=True, slots=True)
class ConfirmSignup:
    """Confirm somebody's place; they are told."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class MoveSignup:
    """Move somebody from the session they are in to another one of the offering; they are told."""

    registration_id: int
    from_session_id: int
    to_session_id: int
    over: int = NOT_ASKED


@dataclass(frozen=True, slots=True)
class QueueSignup:
    """Put somebody who has a place on the waiting list, at its end; the place goes on."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class PromoteEntry:
    """Give somebody who waits a place; they are told."""

    entry_id: int
    over: int = NOT_ASKED


@dataclass(frozen=True, slots=True)
class CancelSignup:
    """Take somebody's place away; they are told, with the message where there is one. The place goes on."""

    registration_id: int
    message: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take somebody off the waiting list; they are told, with the message where there is one."""

    entry_id: int
    message: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NoteOnSignup:
    """Write a note on somebody who has a place, or take it away with ''."""

    registration_id: int
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteOnEntry:
    """Write a note on somebody who waits, or take it away with ''."""

    entry_id: int
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddByPhone:
    """Give somebody without Telegram a place in a course (`session_id` None) or session, or let them wait for one."""

    offering_id: int
    session_id: int | None
    name: str = field(repr=False)
    wait: bool = False
    over: int = NOT_ASKED


@dataclass(frozen=True, slots=True)
class TickOffCall:
    """Note that somebody was phoned. Result: bool, False when they were before, or it is not theirs."""

    call_id: int


CHANGES = (
    ConfirmSignup,
    MoveSignup,
    QueueSignup,
    PromoteEntry,
    CancelSignup,
    RemoveEntry,
    NoteOnSignup,
    NoteOnEntry,
    AddByPhone,
    TickOffCall,
)
