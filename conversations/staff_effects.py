"""What staff and administrators may ask for, and residents about news. Each is authorised where it is performed.

Results are `Ready` or `Refusal` of `storage.records.announcements` where nothing else is said. `seen` is the announcement's
revision on the screen that was tapped: what changed since is shown again before it is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from storage.records.announcements import Frequency, Media


@dataclass(frozen=True, slots=True)
class StartAnnouncement:
    """Begin a draft, from an offering (its topics and quarter are chosen then) or from nothing.

    `follows` is an announcement whose 'interested' button was tapped by those it goes to.
    """

    offering_id: int | None = None
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class WriteWording:
    """Write title and text in a language; once it has started they wait for `CorrectAnnouncement`."""

    announcement_id: int
    language: str
    title: str
    text: str
    origin: str = "written"
    """written or imported"""


@dataclass(frozen=True, slots=True)
class AcceptFallback:
    """Let people of a language read it in another one, knowingly; or take that back."""

    announcement_id: int
    language: str
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class AcceptFallbacks:
    """Let people of every language without a wording read it in another one, knowingly."""

    announcement_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class ChooseFacet:
    """Choose a value of a facet of the audience, or no longer; `side` is 'who' or 'not' (whom to leave out).

    `facet` is a field of `Facets`; everything else about the audience stays as it is.
    """

    announcement_id: int
    side: str
    facet: str
    value: int | str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ClearSide:
    """Choose everybody again ('who'), or leave nobody out ('not')."""

    announcement_id: int
    side: str


@dataclass(frozen=True, slots=True)
class ChooseChat:
    """Announce in a group or channel, or no longer."""

    announcement_id: int
    chat_id: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoosePeople:
    """Announce to people (True), or to groups and channels alone."""

    announcement_id: int
    people: bool


@dataclass(frozen=True, slots=True)
class ChooseButton:
    """Offer one of `BUTTONS`, or no longer."""

    announcement_id: int
    button: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AttachOffering:
    """Let the buttons of one that began from nothing lead to an offering; None is to none any more."""

    announcement_id: int
    offering_id: int | None


@dataclass(frozen=True, slots=True)
class SetMedia:
    """Add a photo or document, or take it away with None."""

    announcement_id: int
    media: Media | None


@dataclass(frozen=True, slots=True)
class SetTime:
    """Choose when it goes out, by the clock on the wall there; None is at once. It is changeable until it starts.

    A time that the clocks skip is refused; of one that comes twice the first is meant.
    """

    announcement_id: int
    wall: datetime | None


@dataclass(frozen=True, slots=True)
class SetPatience:
    """Choose how many hours after its time it may still go out; 0 is as usual."""

    announcement_id: int
    hours: int


@dataclass(frozen=True, slots=True)
class SubmitAnnouncement:
    """Send it, now or at its time; it waits for a second staff member where the rules want one."""

    announcement_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class ApproveAnnouncement:
    """Agree to somebody else's announcement, so that it goes out."""

    announcement_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class RecallAnnouncement:
    """Take back one that has not started, to a draft."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class DiscardAnnouncement:
    """Throw a draft away. Result: bool."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class PauseAnnouncement:
    """Pause a run."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ResumeAnnouncement:
    """Go on with a paused run."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class StopAnnouncement:
    """Stop a run for good."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class CorrectAnnouncement:
    """Correct in place what was sent: every message is edited to the wordings as they are now.

    It waits for a second staff member where the rules want one.
    """

    announcement_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class ApproveCorrection:
    """Agree to somebody else's correction, so that it goes out."""

    announcement_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class RecallCorrection:
    """Take back a correction that waits, or give it back to who asked for it."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class DeleteAnnouncement:
    """Delete for everyone what was sent within 48 hours; a run that goes on is stopped."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a one-time invitation to a role; a provider limits a coordinator. Result: its token (str), or None: may not."""

    role: str
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddProvider:
    """Add somebody who offers; one of this name is it already. Result: its number, or None for who may not."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameProvider:
    """Give somebody who offers another name, and all of their offerings with it. Result: Renamed."""

    provider_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RemoveProvider:
    """Delete somebody who offers, on whom nothing hangs. Result: bool."""

    provider_id: int


@dataclass(frozen=True, slots=True)
class WithdrawInvitation:
    """Make an invitation worthless. Result: bool."""

    invitation_id: int


@dataclass(frozen=True, slots=True)
class RevokeRole:
    """Take a role away; the last administrator stays one. Result: bool."""

    participant_id: int
    role: str


@dataclass(frozen=True, slots=True)
class SetNews:
    """Choose what one is told of; None leaves it as it is, and with nothing set it is only read. Result: News.

    `agreed` False is an objection: it holds at once, for runs under way, too. `lifted` takes one back and agrees to nothing.
    """

    agreed: bool | None = None
    frequency: Frequency | None = None
    topics: tuple[str, ...] | None = None
    quarters: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class NoteTap:
    """Count that somebody tapped a button of an announcement, once. Result: bool, whether it was one they may have got."""

    announcement_id: int
    button: str


@dataclass(frozen=True, slots=True)
class SendPreview:
    """Send the author an announcement just as somebody reads it in a language; '' is in each of its audience's."""

    announcement_id: int
    language: str


@dataclass(frozen=True, slots=True)
class SendTest:
    """Send an announcement to everybody of the team, each in their own language, marked as a test."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class SendReport:
    """Send the counts of an announcement as CSV."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class SendWordings:
    """Send the texts of an announcement as an XLSX file, a row a language, to be filled in and sent back."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class ReadWordings:
    """Take the wordings out of a sent XLSX file, and write what was found in it or what is wrong with it."""

    announcement_id: int
    file_id: str = field(repr=False)


CHANGES = (
    StartAnnouncement,
    WriteWording,
    AcceptFallback,
    AcceptFallbacks,
    ChooseFacet,
    ClearSide,
    ChooseChat,
    ChoosePeople,
    ChooseButton,
    AttachOffering,
    SetMedia,
    SetTime,
    SetPatience,
    SubmitAnnouncement,
    ApproveAnnouncement,
    RecallAnnouncement,
    DiscardAnnouncement,
    PauseAnnouncement,
    ResumeAnnouncement,
    StopAnnouncement,
    CorrectAnnouncement,
    ApproveCorrection,
    RecallCorrection,
    DeleteAnnouncement,
    Invite,
    AddProvider,
    RenameProvider,
    RemoveProvider,
    WithdrawInvitation,
    RevokeRole,
    SetNews,
    NoteTap,
)
SENDS = (SendPreview, SendTest, SendReport, SendWordings, ReadWordings)

Team: TypeAlias = Invite | AddProvider | RenameProvider | RemoveProvider | WithdrawInvitation | RevokeRole
Send: TypeAlias = SendPreview | SendTest | SendReport | SendWordings | ReadWordings
