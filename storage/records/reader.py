"""Everything a dialog or notice may read, in one protocol."""

from __future__ import annotations

from typing import Protocol

from storage.records.announcement_reader import AnnouncementReader
from storage.records.catalogue import CatalogueReader
from storage.records.people import PeopleReader
from storage.records.registrations import RegistrationReader


class Reader(CatalogueReader, RegistrationReader, PeopleReader, AnnouncementReader, Protocol):
    """All readers: bound to a tenant, a participant, their languages and the turn's `now`."""
