"""Everything a dialog or notice may read, in one protocol."""

from __future__ import annotations

from typing import Protocol

from storage.records.announcement_reader import AnnouncementReader
from storage.records.catalogue import CatalogueReader
from storage.records.demand import DemandReader
from storage.records.door import DoorReader
from storage.records.editing import EditingReader
from storage.records.exports import ExportReader
from storage.records.figures import FiguresReader
from storage.records.intake import IntakeReader
from storage.records.people import PeopleReader
from storage.records.registrations import RegistrationReader
from storage.records.signups import SignupReader


class Reader(CatalogueReader, RegistrationReader, PeopleReader, AnnouncementReader, Protocol):
    """All readers: bound to a tenant, a participant, their languages and the turn's `now`."""

    @property
    def signups(self) -> SignupReader:
        """Read sign-ups of the offerings the person runs."""
        ...

    @property
    def intake(self) -> IntakeReader:
        """Read files taken in, as far as they are the person's."""
        ...

    @property
    def door(self) -> DoorReader:
        """Read the door of sessions the person runs."""
        ...

    @property
    def editing(self) -> EditingReader:
        """Read what the person may change."""
        ...

    @property
    def demand(self) -> DemandReader:
        """Read what people wish for, counted, for who runs offerings."""
        ...

    @property
    def figures(self) -> FiguresReader:
        """Read figures of the providers the person works for."""
        ...

    @property
    def exports(self) -> ExportReader:
        """Read who exported what, for administrators."""
        ...
