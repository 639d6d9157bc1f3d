"""What whoever runs offerings may ask for to change them. Each is authorised where it is performed.

Results are `Edited` or `Unedited` of `storage.records.edits`.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.records.edits import Beginning, Change


@dataclass(frozen=True, slots=True)
class Edit:
    """Change one thing of an offering. `seen` is its mark on the screen that was tapped; 0 asks for no such care."""

    offering_id: int
    seen: int
    change: Change


@dataclass(frozen=True, slots=True)
class BeginOffering:
    """Begin a draft."""

    beginning: Beginning


@dataclass(frozen=True, slots=True)
class CopyOffering:
    """Begin a draft that says what another offering says; with `dates` it has the same rhythm, later."""

    offering_id: int
    dates: bool


CHANGES = (Edit, BeginOffering, CopyOffering)
