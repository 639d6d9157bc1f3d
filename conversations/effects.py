"""Everything a dialog may ask for. Each is authorised where it is performed: a tap can be forged.

*Changes* run in the turn's transaction; a refusal is their result, never an exception. *Sends* become a message of their own
in the reply lane, built after the turn is committed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from conversations import (
    demand_effects,
    door_effects,
    editing_effects,
    export_effects,
    intake_effects,
    signup_effects,
    staff_effects,
)


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language from now on. Result: None."""

    language: str


@dataclass(frozen=True, slots=True)
class SeePrivacyNotice:
    """Remember that the privacy notice was read and accepted. Result: None."""


@dataclass(frozen=True, slots=True)
class Register:
    """Claim a place for the whole course (`session_id` None) or one session. Result: Registered, Waiting or Refused.

    A full one puts the attendee on the waiting list when `may_wait`. `confirmed` names the conditions that were asked and
    answered with yes: "women", "age" and, for a child, the guardian's "consent". `attendee_id` stands in place of the name for
    somebody the person registered before.
    """

    offering_id: int
    session_id: int | None
    name: str = field(repr=False)
    child: bool = False
    confirmed: tuple[str, ...] = ()
    may_wait: bool = False
    attendee_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemindMe:
    """Remind me of an offering one just comes to (a session, or all). Result: Registered or Refused."""

    offering_id: int
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class CancelRegistration:
    """Give a place back; the next on the waiting list is offered it. Result: bool, False when there was none."""

    registration_id: int


@dataclass(frozen=True, slots=True)
class LeaveWaitingList:
    """Give up a waiting-list entry, an offered place included. Result: bool."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class TakePlace:
    """Accept the place offered to a waiting-list entry. Result: Registered or Refused."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class ExpressInterest:
    """Note a wish, for an offering or by topic, quarter, language and part of day. Result: Interested or Refused."""

    offering_id: int | None = None
    topic: str = ""
    quarter: str = ""
    language: str = ""
    part_of_day: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawInterest:
    """Forget a wish. Result: bool."""

    interest_id: int


@dataclass(frozen=True, slots=True)
class AnswerReminder:
    """Say whether one comes to a session. Result: bool, False when there is nothing to answer."""

    registration_id: int
    session_id: int
    coming: bool


@dataclass(frozen=True, slots=True)
class SetReminders:
    """Choose how long before a session one is reminded; waiting reminders are planned anew. Result: None.

    0 is never; None leaves it as it is.
    """

    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class RedeemInvitation:
    """Become what an invitation says. Result: the role (str), or None when it is used, expired or unknown."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Forget the person and everything of theirs. Result: None."""


@dataclass(frozen=True, slots=True)
class SendVenue:
    """Send the map pin of a venue (only where the position is exact)."""

    venue_id: int


@dataclass(frozen=True, slots=True)
class SendCalendar:
    """Send a calendar file: of a registration of the person, or of an offering's coming sessions.

    `kind` is registration or offering.
    """

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class SendMyData:
    """Send the person everything that is stored about them, as a JSON file."""


CHANGES = (
    SetLanguage,
    SeePrivacyNotice,
    Register,
    RemindMe,
    CancelRegistration,
    LeaveWaitingList,
    TakePlace,
    ExpressInterest,
    WithdrawInterest,
    AnswerReminder,
    SetReminders,
    RedeemInvitation,
    EraseMe,
    *staff_effects.CHANGES,
    *intake_effects.CHANGES,
    *door_effects.CHANGES,
    *editing_effects.CHANGES,
    *demand_effects.CHANGES,
    *signup_effects.CHANGES,
    *export_effects.CHANGES,
)
SENDS = (SendVenue, SendCalendar, SendMyData, *staff_effects.SENDS, *export_effects.SENDS)

Send: TypeAlias = SendVenue | SendCalendar | SendMyData | staff_effects.Send | export_effects.Send
