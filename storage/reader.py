"""The reader that dialogs and notices are given: bound to a tenant, a person, their languages and the turn's `now`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from locales.text import Content
from storage import access, announcement_report, announcements, catalogue, choices, claims, groups, ledger, news, people
from storage import audience as audiences
from storage.announcements.rows import ANNOUNCERS
from storage.engine import Transaction
from storage.office import providers
from storage.office.demand import Demand
from storage.office.door import Door
from storage.office.editing_reader import Editing
from storage.office.exported import Exports
from storage.office.figures import OfficeFigures
from storage.office.intake import Intake
from storage.office.signups import Signups
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
from storage.records.catalogue import Choice, Criteria, Listing, Offering
from storage.records.deliveries import Progress, Report
from storage.records.intake import ProviderName
from storage.records.people import Attendee, Participant
from storage.records.providers import ProviderUses
from storage.records.registrations import Mine, Registration, WaitingEntry
from storage.texts import fallbacks


class StorageReader:
    """Reads for one person in one transaction. `first_name` is what the channel calls them; it is not stored.

    `just_read` says that `participant` was read in this transaction, which does not change them.
    """

    def __init__(
        self, tx: Transaction, participant: Participant, *, first_name: str = "", just_read: bool = False
    ) -> None:
        self._tx = tx
        self._just_read = just_read
        self._me = participant
        self._first_name = first_name
        self._languages = fallbacks(participant.language)

    @property
    def now(self) -> datetime:
        """Tell the turn's time, aware UTC."""
        return self._tx.now

    @property
    def language(self) -> str:
        """Tell the reader's language."""
        return self._me.language

    @property
    def first_name(self) -> str:
        """Tell what the channel calls the person, '' when nothing."""
        return self._first_name

    @property
    def roles(self) -> tuple[str, ...]:
        """Tell the person's roles as they were when the turn began."""
        return self._me.roles

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Read a page of the open offerings that fit."""
        return await catalogue.list_offerings(self._tx, self._languages, criteria, page, page_size)

    async def choices(self, field: str, criteria: Criteria) -> tuple[Choice, ...]:
        """Count open offerings by each value of a criteria field."""
        return await choices.choices(self._tx, self._languages, field, criteria)

    async def known(self, field: str) -> tuple[Choice, ...]:
        """Read every topic or quarter there is, empty ones too."""
        return await choices.known(self._tx, self._languages, field)

    async def offering(self, offering_id: int) -> Offering | None:
        """Read one offering; None when there is none."""
        return await catalogue.offering(self._tx, self._languages, offering_id)

    async def label(self, field: str, value: str) -> Content | None:
        """Read the name of a topic or quarter."""
        return await catalogue.label(self._tx, self._languages, field, value)

    async def mine(self) -> Mine:
        """Read everything the person has that is active and not over."""
        return await claims.mine(self._tx, self._languages, self._me.id)

    async def registration(self, registration_id: int) -> Registration | None:
        """Read one registration of the person, a cancelled one too."""
        return await claims.registration(self._tx, self._languages, self._me.id, registration_id)

    async def registered(self, offering_id: int) -> tuple[Registration, ...]:
        """Read the person's active registrations for an offering."""
        return await claims.registered(self._tx, self._languages, self._me.id, offering_id)

    async def waiting_entry(self, entry_id: int) -> WaitingEntry | None:
        """Read one waiting-list entry of the person."""
        return await claims.waiting_entry(self._tx, self._languages, self._me.id, entry_id)

    async def me(self) -> Participant:
        """Read the person's settings as they are now, changed in this turn or not."""
        if self._just_read:
            return self._me
        return await people.participant(self._tx, self._me.id) or self._me

    async def attendees(self) -> tuple[Attendee, ...]:
        """Read the attendees the person registered before, the newest first."""
        return await people.attendees(self._tx, self._me.id)

    @property
    def zone(self) -> ZoneInfo:
        """Tell the zone of the clock on the wall."""
        return self._tx.zone

    @property
    def rules(self) -> Rules:
        """Tell what the installation decided about announcements."""
        return self._tx.rules

    @property
    def signups(self) -> Signups:
        """Read sign-ups of the offerings the person runs."""
        return Signups(self._tx, self._me.id, self._languages)

    @property
    def intake(self) -> Intake:
        """Read files taken in, as far as they are the person's."""
        return Intake(self._tx, self._me.id, self._languages)

    @property
    def door(self) -> Door:
        """Read the door of sessions the person runs."""
        return Door(self._tx, self._me.id, self._languages)

    @property
    def editing(self) -> Editing:
        """Read what the person may change."""
        return Editing(self._tx, self._me.id, self._languages)

    @property
    def demand(self) -> Demand:
        """Read what people wish for, counted, for who runs offerings."""
        return Demand(self._tx, self._me.id, self._languages)

    @property
    def figures(self) -> OfficeFigures:
        """Read figures of the providers the person works for."""
        return OfficeFigures(self._tx, self._me.id, self._languages)

    @property
    def exports(self) -> Exports:
        """Read who exported what, for administrators."""
        return Exports(self._tx, self._me.id, self._languages)

    @property
    def _announces(self) -> bool:
        return any(role in self._me.roles for role in ANNOUNCERS)

    @property
    def _administers(self) -> bool:
        return access.Role.ADMINISTRATOR in self._me.roles

    async def announcement(self, announcement_id: int) -> Announcement | None:
        """Read one, for staff."""
        if not self._announces:
            return None
        return await announcements.read(self._tx, self._languages, announcement_id, self._me.id)

    async def announcements(self, page: int, page_size: int = 4) -> tuple[tuple[AnnouncementLine, ...], int]:
        """Read a page of them, the newest first, and tell how many pages there are; for staff."""
        if not self._announces:
            return (), 0
        return await announcements.list_page(self._tx, self._languages, page, page_size)

    async def headcount(self, audience: Audience) -> Headcount:
        """Count an audience as it is now; for staff."""
        return await audiences.headcount(self._tx, audience) if self._announces else Headcount()

    async def progress(self, announcement_id: int) -> Progress | None:
        """Read how far a run is; for staff."""
        return await ledger.progress(self._tx, announcement_id) if self._announces else None

    async def report(self, announcement_id: int) -> Report | None:
        """Read what came of one; for staff."""
        if not self._announces:
            return None
        return await announcement_report.report(self._tx, self._languages, announcement_id)

    async def announced(self, announcement_id: int) -> Announced | None:
        """Read what a recipient is shown; None unless it has started, but for staff at any time."""
        return await announcements.announced(self._tx, self._languages, announcement_id, self._announces)

    async def digest(self, week: str) -> tuple[Announced, ...]:
        """Read what gathered for the person's weekly letter; `week` is the key its row carries."""
        return await announcements.digest(self._tx, self._languages, self._me.id, week)

    async def news(self) -> News:
        """Read what the person chose to be told."""
        return await news.read(self._tx, self._me.id)

    async def team(self) -> tuple[Member, ...]:
        """Read who has a role; for administrators."""
        return await access.team(self._tx, self._me.id) if self._administers else ()

    async def open_invitations(self) -> tuple[OpenInvitation, ...]:
        """Read the invitations nobody has used yet; for administrators."""
        return await access.open_invitations(self._tx) if self._administers else ()

    async def provider_names(self) -> tuple[ProviderName, ...]:
        """Read all providers; for administrators."""
        return await access.provider_names(self._tx) if self._administers else ()

    async def provider_uses(self, provider_id: int) -> ProviderUses | None:
        """Count what hangs on a provider; for administrators."""
        return await providers.uses(self._tx, self._me.id, provider_id)

    async def testers(self) -> int:
        """Count those of the team who get every test; for staff."""
        return await access.testers(self._tx) if self._announces else 0

    async def group_chats(self) -> tuple[GroupChat, ...]:
        """Read where the bot may announce beside private chats; for staff."""
        return await groups.all(self._tx) if self._announces else ()
