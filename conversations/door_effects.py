"""What a coordinator may ask for at the door. Each is authorised where it is performed, by who runs the offering."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MarkPresence:
    """Note that somebody on a session's list is there (True) or not (False), or take that back (None). Result: bool."""

    session_id: int
    registration_id: int
    present: bool | None


@dataclass(frozen=True, slots=True)
class AdmitByWord:
    """Note as there whom a typed code or beginning of a name means. Result: Admitted, Several or Nobody."""

    session_id: int
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CloseDoor:
    """Note that all of whom nothing is noted yet did not come. Result: bool."""

    session_id: int


@dataclass(frozen=True, slots=True)
class ReopenDoor:
    """Take back that anybody did not come. Result: bool."""

    session_id: int


@dataclass(frozen=True, slots=True)
class CountWalkIn:
    """Count one who just came, without a name (`more` 1), or take one back (-1). Result: bool."""

    session_id: int
    more: int


CHANGES = (MarkPresence, AdmitByWord, CloseDoor, ReopenDoor, CountWalkIn)
SENDS: tuple[type, ...] = ()
