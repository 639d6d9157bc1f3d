"""The tables, one module a subject; every column declares its personal-data category."""

from storage.tables.access import audit, grants, invitations
from storage.tables.announcements import (
    announcement_counts,
    announcement_taps,
    announcement_texts,
    announcements,
    deliveries,
    group_chats,
    subscription_choices,
    subscriptions,
)
from storage.tables.base import Personal, metadata
from storage.tables.catalogue import (
    locks,
    offering_audiences,
    offering_languages,
    offering_topics,
    offerings,
    providers,
    quarters,
    sessions,
    texts,
    topics,
    venues,
)
from storage.tables.delivery import conversations, inbox, outbox
from storage.tables.figures import figures
from storage.tables.intake import imports, sources
from storage.tables.people import addresses, attendees, participants
from storage.tables.registrations import attendance, calls, interests, registrations, waiting_list
from storage.tables.root import channels, secrets, tenants

__all__ = [
    "Personal",
    "addresses",
    "announcement_counts",
    "announcement_taps",
    "announcement_texts",
    "announcements",
    "attendance",
    "attendees",
    "audit",
    "calls",
    "channels",
    "conversations",
    "deliveries",
    "figures",
    "grants",
    "group_chats",
    "imports",
    "inbox",
    "interests",
    "invitations",
    "locks",
    "metadata",
    "offering_audiences",
    "offering_languages",
    "offering_topics",
    "offerings",
    "outbox",
    "participants",
    "providers",
    "quarters",
    "registrations",
    "secrets",
    "sessions",
    "sources",
    "subscription_choices",
    "subscriptions",
    "tenants",
    "texts",
    "topics",
    "venues",
    "waiting_list",
]

for table in metadata.tables.values():
    if "id" in table.c:
        # SQLite would give the highest id again once its row is gone: an erased person's deeds would be the next one's.
        table.dialect_options["sqlite"]["autoincrement"] = True
