"""Payloads of deep links (`t.me/<bot>?start=<payload>`): at most 64 of `[A-Za-z0-9_-]`, printed on posters, so they stay."""

from __future__ import annotations

import re

from conversations.core import Tap

OFFERING = re.compile(r"o_([1-9][0-9]{0,9})")
ANNOUNCEMENT = re.compile(r"a_([1-9][0-9]{0,9})")
INVITATION = re.compile(r"i_([A-Za-z0-9_-]{16,60})")


def to_offering(offering_id: int) -> str:
    """Write the payload that opens an offering."""
    return f"o_{offering_id}"


def to_announcement(announcement_id: int) -> str:
    """Write the payload that opens an announcement."""
    return f"a_{announcement_id}"


def to_invitation(token: str) -> str:
    """Write the payload that redeems an invitation."""
    return f"i_{token}"


def tap_of(payload: str) -> Tap | None:
    """Read a payload as the tap it stands for; None when it is none of ours."""
    if found := OFFERING.fullmatch(payload):
        return Tap("offering", "show", (int(found[1]),))
    if found := ANNOUNCEMENT.fullmatch(payload):
        return Tap("news", "read", (int(found[1]),))
    if found := INVITATION.fullmatch(payload):
        return Tap("invitation", "redeem", (found[1],))
    return None
