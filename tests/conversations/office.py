"""A desk in memory: announcements with made-up counts, and screens as staff read them in English."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from conversations.core import Dialog, Screen
from locales.text import Content
from storage.records.announcements import (
    Announcement,
    AnnouncementLine,
    GroupChat,
    Member,
    OpenInvitation,
    Rules,
    State,
    Wording,
)
from storage.records.audiences import Audience, Headcount, LanguageCount
from storage.records.catalogue import Criteria, Listing, OfferingLine
from storage.records.deliveries import Fate, FateCount, Progress, Report
from storage.records.intake import ProviderName
from storage.records.people import Participant
from storage.records.providers import ProviderUses
from tests.conversations.builders import ZONE, somebody
from tests.conversations.fakes import FakeReader, read

STAFF = somebody(roles=("staff",))
ADMINISTRATOR = somebody(roles=("administrator", "staff"))
HEADCOUNT = Headcount(
    (LanguageCount("de", 980, 20, 50), LanguageCount("tr", 200, 10, 30), LanguageCount("de@easy", 24))
)
PARTY = Wording("de", "Summer party", "Come along.")


def a_draft(**changes: Any) -> Announcement:  # noqa: ANN401 - any field
    """Make a draft from nothing, in German, that the reader wrote."""
    draft = Announcement(
        id=3,
        state=State.DRAFT,
        offering_id=None,
        offering_title=None,
        wordings=(PARTY,),
        fallbacks=(),
        audience=Audience(),
        buttons=(),
        media=None,
        revision=5,
        mine=True,
        approved=False,
        due_at=None,
        latest_at=None,
        started_at=None,
        ended_at=None,
        follows=None,
    )
    return replace(draft, **changes)


def about_course(**changes: Any) -> Announcement:  # noqa: ANN401 - any field
    """Make a draft about an offering, with nothing written."""
    values = {"offering_id": 7, "offering_title": Content("First steps", "en"), "wordings": ()} | changes
    return a_draft(**values)


def a_progress(*counts: tuple[str, Fate, str, int], **changes: Any) -> Progress:  # noqa: ANN401 - any field
    """Make how far a run is."""
    progress = Progress(3, State.RUNNING, True, tuple(FateCount(*count) for count in counts))
    return replace(progress, **changes)


@dataclass
class OfficeReader(FakeReader):
    """Answers staff as storage would, from what it was given."""

    person: Participant = STAFF
    written: tuple[Announcement, ...] = ()
    counted: Headcount = HEADCOUNT
    lines: tuple[AnnouncementLine, ...] = ()
    offers: tuple[OfferingLine, ...] = ()
    how_far: Progress | None = None
    outcome: Report | None = None
    members: tuple[Member, ...] = ()
    invited: tuple[OpenInvitation, ...] = ()
    offerers: tuple[ProviderName, ...] = ()
    used: ProviderUses = field(default_factory=ProviderUses)
    chats: tuple[GroupChat, ...] = ()
    tested: int = 2
    rules: Rules = field(default_factory=Rules)
    zone: ZoneInfo = ZONE

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Tell the given offerings."""
        return Listing(self.offers, len(self.offers), page, page_size)

    async def announcement(self, announcement_id: int) -> Announcement | None:
        """Find a given announcement."""
        return next((one for one in self.written if one.id == announcement_id), None)

    async def announcements(self, page: int, page_size: int = 5) -> tuple[tuple[AnnouncementLine, ...], int]:
        """Tell the given lines."""
        return self.lines, 1

    async def headcount(self, audience: Audience) -> Headcount:
        """Tell the given count."""
        return self.counted

    async def progress(self, announcement_id: int) -> Progress | None:
        """Tell the given progress."""
        return self.how_far

    async def report(self, announcement_id: int) -> Report | None:
        """Tell the given report."""
        return self.outcome

    async def team(self) -> tuple[Member, ...]:
        """Tell the given team."""
        return self.members

    async def open_invitations(self) -> tuple[OpenInvitation, ...]:
        """Tell the given invitations."""
        return self.invited

    async def provider_names(self) -> tuple[ProviderName, ...]:
        """Tell the given providers."""
        return self.offerers

    async def provider_uses(self, provider_id: int) -> ProviderUses | None:
        """Tell what hangs on the given providers."""
        return self.used if provider_id in {one.id for one in self.offerers} else None

    async def testers(self) -> int:
        """Tell the given number."""
        return self.tested

    async def group_chats(self) -> tuple[GroupChat, ...]:
        """Tell the given chats."""
        return self.chats


async def screen_of(dialog: Dialog, state: object, *written: Announcement, **given: Any) -> Screen:  # noqa: ANN401 - the reader's
    """Show a state to staff."""
    screen = dialog.render(state, await dialog.load(state, OfficeReader(written=written, **given)))
    assert isinstance(screen, Screen)
    return screen


async def shown(dialog: Dialog, state: object, *written: Announcement, **given: Any) -> list[str]:  # noqa: ANN401 - the reader's
    """Read a state aloud as staff see it."""
    return read(await screen_of(dialog, state, *written, **given))


def local_time(day: int, hour: int, month: int = 12) -> datetime:
    """Give a wall time in 2026."""
    return datetime(2026, month, day, hour, tzinfo=ZONE)
