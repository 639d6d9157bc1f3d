"""What dialogs and notices may ask about announcements."""

from __future__ import annotations

from typing import Protocol
from zoneinfo import ZoneInfo

from storage.records.announcements import (
    Announced,
    Announcement,
    AnnouncementLine,
    GroupChat,
    Member,
    News,
    OpenInvitation,
    Rules,
)
from storage.records.audiences import Audience, Headcount
from storage.records.deliveries import Progress, Report
from storage.records.intake import ProviderName
from storage.records.providers import ProviderUses


class AnnouncementReader(Protocol):
    """What dialogs and notices may ask about announcements. Whatever is for staff is empty or None for everybody else."""

    @property
    def zone(self) -> ZoneInfo:
        """Tell the zone of the clock on the wall."""
        ...

    @property
    def rules(self) -> Rules:
        """Tell what the installation decided."""
        ...

    async def announcement(self, announcement_id: int) -> Announcement | None:
        """Read one, for staff."""
        ...

    async def announcements(self, page: int, page_size: int = 5) -> tuple[tuple[AnnouncementLine, ...], int]:
        """Read a page of them, the newest first, and tell how many pages there are; for staff."""
        ...

    async def headcount(self, audience: Audience) -> Headcount:
        """Count an audience as it is now; for staff."""
        ...

    async def progress(self, announcement_id: int) -> Progress | None:
        """Read how far a run is; for staff."""
        ...

    async def report(self, announcement_id: int) -> Report | None:
        """Read what came of one; for staff."""
        ...

    async def announced(self, announcement_id: int) -> Announced | None:
        """Read what a recipient is shown; None unless it has started, but for staff at any time."""
        ...

    async def digest(self, week: str) -> tuple[Announced, ...]:
        """Read what gathered for the person's weekly letter; `week` is the key its row carries."""
        ...

    async def news(self) -> News:
        """Read what the person chose to be told."""
        ...

    async def team(self) -> tuple[Member, ...]:
        """Read who has a role; for administrators."""
        ...

    async def open_invitations(self) -> tuple[OpenInvitation, ...]:
        """Read the invitations nobody has used yet; for administrators."""
        ...

    async def provider_names(self) -> tuple[ProviderName, ...]:
        """Read all providers; for administrators."""
        ...

    async def provider_uses(self, provider_id: int) -> ProviderUses | None:
        """Count what hangs on a provider; None for who is no administrator, and where there is none."""
        ...

    async def testers(self) -> int:
        """Count those of the team who get every test."""
        ...

    async def group_chats(self) -> tuple[GroupChat, ...]:
        """Read where the bot may announce beside private chats; for staff."""
        ...
