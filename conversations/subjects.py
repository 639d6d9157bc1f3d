"""What a notice about a session speaks of, read anew when it goes out: whatever changed meanwhile counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.records.catalogue import Session
from storage.records.reader import Reader
from storage.records.registrations import Registration


@dataclass(frozen=True, slots=True)
class Subject:
    """A registration that holds, and one of its sessions."""

    registration: Registration
    session: Session


async def read_subject(args: dict[str, Any], reader: Reader) -> Subject | None:
    """Read the registration and the session that a notice names; None when they are not registered for it any more."""
    registration = await read_registration(args, reader)
    session = registration.session(int(args["session_id"])) if registration is not None else None
    return Subject(registration, session) if registration is not None and session is not None else None


async def read_registration(args: dict[str, Any], reader: Reader) -> Registration | None:
    """Read the registration that a notice names; None when it ended."""
    registration = await reader.registration(int(args["registration_id"]))
    return registration if registration is not None and registration.active else None


async def is_live(registration: Registration, reader: Reader) -> bool:
    """Say whether the offering of a registration still takes place."""
    offering = await reader.offering(registration.offering_id)
    return offering is not None and offering.live
