"""What all foreign formats end in: offerings as far as their format can tell of them, made into rows of ours.

A foreign format knows nothing of women only, childcare or quarters. Such fields get the value that says nothing, and are
named in the catalogue's coverage: what an editor stored stays.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from storage.exchange import vocabulary
from storage.exchange.catalogue_csv import our_names
from storage.exchange.pages import Pages, PageWriter
from storage.exchange.parsed import FEED_MARK, CatalogueError, OfferingRow, Problem, SessionRow, TextKey, VenueRow
from storage.exchange.prose import line, plain, shortened
from storage.exchange.received import Missing
from storage.exchange.sharing import shared
from storage.records.catalogue import Childcare, Kind, Level, Registering, SessionStatus, StepFree
from storage.records.reasons import Cause, Why

LIMITS = MappingProxyType(
    {"title": 120, "description": 1500, "eligibility": 300, "certificate": 300, "price_note": 300}
)
ONLINE = "online"
QUARTERS = MappingProxyType({"nord": "nord", "ost": "ost_rothe_erde", "rothe": "ost_rothe_erde", "mitte": "mitte"})
"""words in the name of a district, and the quarter they tell"""
NATIVE_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")
NEVER_SAID = frozenset({"women_only", "childcare", "plain_language", "interpretation", "age_min", "age_max"})
MOST_OFFERINGS, MOST_DATES = 50_000, 1_000


@dataclass(frozen=True, slots=True)
class FeedVenue:
    """Where something takes place, as a feed tells."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    district: str = ""
    latitude: float | None = None
    longitude: float | None = None
    step_free: StepFree = StepFree.UNKNOWN
    online: bool = False


@dataclass(frozen=True, slots=True)
class FeedDate:
    """When it meets. With an `id` of its own it stays the same session when it moves."""

    start: datetime
    end: datetime
    id: str = ""
    status: SessionStatus = SessionStatus.SCHEDULED
    venue: FeedVenue | None = None


@dataclass(frozen=True, slots=True)
class FeedOffering:
    """An offering as a feed tells; None where it says nothing. Texts may hold HTML and be of any length."""

    number: int
    id: str
    provider: str
    kind: Kind
    texts: Mapping[tuple[str, str], str]
    """by field and language"""
    dates: tuple[FeedDate, ...] = ()
    venue: FeedVenue | None = None
    level: Level | None = None
    whole_course: bool = False
    capacity: int | None = None
    price_cents: int | None = None
    step_free: StepFree = StepFree.UNKNOWN
    hours: float | None = None
    topics: tuple[str, ...] = ()
    audiences: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


class Feed:
    """A feed being read: what is found in it becomes rows at once, what cannot be used is rejected.

    `unit` says what its problems count; `translated` that translations are in it, too.
    """

    def __init__(self, name: str, unit: str, missing: Missing, *, translated: bool = False) -> None:
        self.name = name
        self.unit = unit
        self.missing = missing
        self.source = missing.source
        """its name in ids, to be set before the first offering; made from the provider's where there is none"""
        self._translated = translated
        self._written = PageWriter()
        self._prefix = ""
        self._ids: set[str] = set()
        self._taken = 0
        self._damaged: set[str] = set()
        """own ids of offerings of which something was rejected"""
        self._nameless = False
        """whether something was rejected that may be any offering"""

    def reject(self, number: int, column: str, value: str, reason: Cause, *, of: str = "") -> None:
        """Note that something is left out: a date or the whole of the offering with the own id `of`."""
        self._written.reject(Problem(self.name, number, column, value, reason, self.unit))
        if of:
            self._damaged.add(of)
        else:
            self._nameless = True

    def add(self, offering: FeedOffering) -> None:
        """Take an offering in."""
        if self._taken == MOST_OFFERINGS:
            raise CatalogueError((Problem(self.name, 0, "", "", Why.TOO_MANY_OFFERINGS(most=MOST_OFFERINGS)),))
        if not offering.texts.get(("title", "de")):
            known = ", ".join(sorted(language for field, language in offering.texts if field == "title"))
            reason = Why.TITLE_FOREIGN(languages=known) if known else Why.NO_TITLE()
            self.reject(offering.number, "title", "", reason, of=offering.id)
        elif not (offering.provider or self.missing.provider):
            self.reject(offering.number, "provider", "", Why.NO_PROVIDER(), of=offering.id)
        else:
            self._taken += 1
            self._take(offering)

    def pages(self) -> Pages:
        """Finish; CatalogueError when no offering was taken in."""
        if not self._taken:
            none = Problem(self.name, 0, "", "", Why.NO_OFFERING())
            raise CatalogueError((*self._written.rejected, none))
        self._written.kept |= {self._prefix + native(own_id) for own_id in self._damaged}
        return self._written.finish(
            prefix=self._prefix,
            complete=self.missing.complete and not self._nameless,
            translated=self._translated,
            names=our_names(self._written.topics, self._written.quarters, []),
        )

    def _take(self, one: FeedOffering) -> None:
        """Make the rows of an offering; the second with the same id is rejected."""
        self._prefix = self._prefix or f"{slug(self.source or self._provider(one))}{FEED_MARK}"
        source_id = self._prefix + native(one.id)
        if source_id in self._ids:
            self.reject(one.number, "id", one.id, Why.ID_TWICE(), of=one.id)
            return
        self._ids.add(source_id)
        venue = self._venue(one.venue)
        row = self._offering(source_id, one, venue)
        timed = not any(date.id for date in one.dates)
        sessions = tuple(self._sessions(source_id, one, venue))
        self._written.add(row, sessions, _texts(source_id, one), shared(_unsaid(one)), timed=timed)

    def _provider(self, one: FeedOffering) -> str:
        """Name whose it is."""
        return line(one.provider or self.missing.provider, 120)

    def _venue(self, venue: FeedVenue | None) -> str | None:
        """Make a venue's row; the same name and address are one venue."""
        if venue is None or not venue.name:
            return None
        place = "\n".join(" ".join(part.casefold().split()) for part in (venue.name, venue.street, venue.postal_code))
        source_id = f"{self._prefix}P{hashlib.sha256(place.encode()).hexdigest()[:12]}"
        known = venue.latitude is not None and venue.longitude is not None
        row = VenueRow(
            source_id=source_id,
            quarter=self._quarter(venue),
            street=line(venue.street, 120),
            postal_code=line(venue.postal_code, 10),
            city=line(venue.city, 60),
            latitude=venue.latitude if known else None,
            longitude=venue.longitude if known else None,
            position_exact=known,
            step_free=StepFree.NOT_APPLICABLE if venue.online else venue.step_free,
        )
        silent = set() if known else {"latitude", "longitude", "position_exact"}
        silent |= {"step_free"} if venue.step_free is StepFree.UNKNOWN and not venue.online else set()
        silent |= set() if venue.online or _told_quarter(venue) else {"quarter"}
        name = {TextKey("venue", source_id, "name", "de"): line(venue.name, 120)}
        self._written.venue(row, name, shared(silent))
        return source_id

    def _quarter(self, venue: FeedVenue | None) -> str:
        """Find the quarter; where nothing tells it, the importer's choice."""
        if venue is not None and venue.online:
            return ONLINE
        return (_told_quarter(venue) if venue else None) or self.missing.quarter

    def _offering(self, source_id: str, one: FeedOffering, venue: str | None) -> OfferingRow:
        """Make an offering's row."""
        limited = one.capacity is not None
        return OfferingRow(
            source_id=source_id,
            provider=self._provider(one),
            quarter=self._quarter(one.venue),
            venue=venue,
            kind=one.kind,
            level=one.level or Level.OPEN,
            plain_language=False,
            whole_course=one.whole_course,
            capacity=one.capacity,
            waiting_list=limited,
            price_cents=one.price_cents,
            registering=Registering.REQUIRED if limited else Registering.RECOMMENDED,
            age_min=None,
            age_max=None,
            women_only=False,
            childcare=Childcare.UNKNOWN,
            step_free=one.step_free,
            hours=one.hours,
            topics=one.topics,
            audiences=one.audiences,
            languages=one.languages,
            interpretation=frozenset(),
        )

    def _sessions(self, source_id: str, one: FeedOffering, venue: str | None) -> Iterator[SessionRow]:
        """Make the rows of its dates."""
        seen: set[str] = set()
        for number, date in enumerate(sorted(one.dates, key=lambda date: date.start), start=1):
            own = f"{source_id}@{native(date.id) if date.id else date.start.strftime('%Y%m%d%H%M')}"
            if own in seen:
                self.reject(one.number, "date", date.start.isoformat(), Why.DATE_TWICE(), of=one.id)
                continue
            seen.add(own)
            elsewhere = self._venue(date.venue)
            yield SessionRow(
                source_id=own,
                offering=source_id,
                number=number,
                start=date.start,
                end=date.end,
                venue=None if elsewhere == venue else elsewhere,
                capacity=one.capacity,
                status=date.status,
            )


def slug(name: str) -> str:
    """Make a short name of what somebody is called: 'VHS Köln' becomes 'vhs-koeln'."""
    spelled = name.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:24].strip("-") or "feed"


def native(own_id: str) -> str:
    """Use a feed's own id where it is short and plain, else a digest of it."""
    return own_id if NATIVE_ID.fullmatch(own_id) else hashlib.sha256(own_id.encode()).hexdigest()[:24]


def _texts(source_id: str, one: FeedOffering) -> dict[TextKey, str]:
    """Make plain texts of an offering's, each as long as it may be."""
    found = {}
    for (name, language), text in one.texts.items():
        limit = LIMITS[name]
        if short := line(text, limit) if name == "title" else shortened(plain(text), limit):
            found[TextKey("offering", source_id, name, language)] = short
    return found


def _told_quarter(venue: FeedVenue) -> str | None:
    """Find the quarter that a district's name tells."""
    words = re.split(r"[^a-zäöüß]+", venue.district.casefold())
    return next((QUARTERS[word] for word in words if word in QUARTERS), None)


def _unsaid(one: FeedOffering) -> Iterator[str]:
    """Name the fields that this offering's source says nothing about."""
    yield from NEVER_SAID
    silent = {
        "level": one.level is None,
        "capacity": one.capacity is None,
        "waiting_list": True,
        "registering": True,
        "price_cents": one.price_cents is None,
        "step_free": one.step_free is StepFree.UNKNOWN,
        "hours": one.hours is None,
        "topics": not one.topics,
        "audiences": not one.audiences,
        "languages": not one.languages,
        "quarter": one.venue is None or not (one.venue.online or _told_quarter(one.venue)),
    }
    yield from (name for name, missing in silent.items() if missing)


def moment_of(written: str, zone: ZoneInfo) -> datetime | None:
    """Read a moment; without an offset it is one on the wall. None for what is none."""
    try:
        at = datetime.fromisoformat(written)
        return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def languages(codes: Iterable[str]) -> frozenset[str]:
    """Find our languages; a code we do not know is none."""
    return shared(code for written in codes if (code := vocabulary.language(written)))
