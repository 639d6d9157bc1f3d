"""What all foreign formats end in: offerings as far as their format can tell of them, made into rows of ours.

A foreign format knows nothing of women only, childcare or quarters. Such fields get the value that says nothing, and are
named in the catalogue's coverage: what an editor stored stays.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from storage.exchange import vocabulary
from storage.exchange.catalogue_csv import our_names
from storage.exchange.parsed import (
    FEED_MARK,
    Catalogue,
    CatalogueError,
    Coverage,
    OfferingRow,
    Problem,
    SessionRow,
    TextKey,
    VenueRow,
)
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


@dataclass(slots=True)
class Feed:
    """A feed being read: what is found in it, and what is rejected. `unit` says what its problems count."""

    name: str
    unit: str
    missing: Missing
    offerings: list[FeedOffering] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    """own ids of offerings of which something was rejected"""
    nameless: bool = False
    """whether something was rejected that may be any offering"""

    def reject(self, number: int, column: str, value: str, reason: Cause, *, of: str = "") -> None:
        """Note that something is left out: a date or the whole of the offering with the own id `of`."""
        self.rejected.append(Problem(self.name, number, column, value, reason, self.unit))
        if of:
            self.damaged.add(of)
        else:
            self.nameless = True

    def add(self, offering: FeedOffering) -> None:
        """Take an offering in."""
        if len(self.offerings) == MOST_OFFERINGS:
            raise CatalogueError((Problem(self.name, 0, "", "", Why.TOO_MANY_OFFERINGS(most=MOST_OFFERINGS)),))
        if not offering.texts.get(("title", "de")):
            known = ", ".join(sorted(language for field, language in offering.texts if field == "title"))
            reason = Why.TITLE_FOREIGN(languages=known) if known else Why.NO_TITLE()
            self.reject(offering.number, "title", "", reason, of=offering.id)
        elif not (offering.provider or self.missing.provider):
            self.reject(offering.number, "provider", "", Why.NO_PROVIDER(), of=offering.id)
        else:
            self.offerings.append(offering)


def catalogue(feed: Feed, *, source: str = "", translated: bool = False) -> Catalogue:
    """Make rows of a feed. `source` is the feed's name in ids, where the importer gives none."""
    if not feed.offerings:
        none = Problem(feed.name, 0, "", "", Why.NO_OFFERING())
        raise CatalogueError((*feed.rejected, none))
    name = feed.missing.source or source or _provider(feed, feed.offerings[0])
    prefix = f"{slug(name)}{FEED_MARK}"
    made = _Made(feed, prefix)
    for one in feed.offerings:
        made.take(one)
    coverage = Coverage(
        prefix=prefix,
        complete=feed.missing.complete and not feed.nameless,
        folder=False,
        rejected=tuple(sorted(feed.rejected, key=lambda problem: problem.row)),
        kept=frozenset(prefix + native(own_id) for own_id in feed.damaged),
        unsaid=MappingProxyType({name: frozenset(fields) for name, fields in made.unsaid.items() if fields}),
        timed=frozenset(made.timed),
    )
    found = Catalogue(
        venues=tuple(made.venues.values()),
        offerings=tuple(made.offerings.values()),
        sessions=tuple(made.sessions),
        texts=MappingProxyType(made.texts),
        translated=translated,
        coverage=coverage,
    )
    return replace(found, names=our_names(found, []))


def slug(name: str) -> str:
    """Make a short name of what somebody is called: 'VHS Köln' becomes 'vhs-koeln'."""
    spelled = name.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:24].strip("-") or "feed"


def native(own_id: str) -> str:
    """Use a feed's own id where it is short and plain, else a digest of it."""
    return own_id if NATIVE_ID.fullmatch(own_id) else hashlib.sha256(own_id.encode()).hexdigest()[:24]


def _provider(feed: Feed, one: FeedOffering) -> str:
    """Name whose it is."""
    return line(one.provider or feed.missing.provider, 120)


@dataclass(slots=True)
class _Made:
    """The rows made so far."""

    feed: Feed
    prefix: str
    venues: dict[str, VenueRow] = field(default_factory=dict)
    offerings: dict[str, OfferingRow] = field(default_factory=dict)
    sessions: list[SessionRow] = field(default_factory=list)
    texts: dict[TextKey, str] = field(default_factory=dict)
    unsaid: dict[str, frozenset[str]] = field(default_factory=dict)
    timed: set[str] = field(default_factory=set)

    def take(self, one: FeedOffering) -> None:
        """Make the rows of an offering; the second with the same id is rejected."""
        source_id = self.prefix + native(one.id)
        if source_id in self.offerings:
            self.feed.reject(one.number, "id", one.id, Why.ID_TWICE(), of=one.id)
            return
        venue = self._venue(one.venue)
        self.offerings[source_id] = self._offering(source_id, one, venue)
        self.unsaid[source_id] = shared(_unsaid(one))
        self.sessions += self._sessions(source_id, one, venue)
        if not any(date.id for date in one.dates):
            self.timed.add(source_id)
        for (name, language), text in one.texts.items():
            limit = LIMITS[name]
            if short := line(text, limit) if name == "title" else shortened(plain(text), limit):
                self.texts[TextKey("offering", source_id, name, language)] = short

    def _venue(self, venue: FeedVenue | None) -> str | None:
        """Make a venue's row; the same name and address are one venue."""
        if venue is None or not venue.name:
            return None
        place = "\n".join(" ".join(part.casefold().split()) for part in (venue.name, venue.street, venue.postal_code))
        source_id = f"{self.prefix}P{hashlib.sha256(place.encode()).hexdigest()[:12]}"
        known = venue.latitude is not None and venue.longitude is not None
        self.venues[source_id] = VenueRow(
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
        self.unsaid[source_id] = shared(silent)
        self.texts[TextKey("venue", source_id, "name", "de")] = line(venue.name, 120)
        return source_id

    def _quarter(self, venue: FeedVenue | None) -> str:
        """Find the quarter; where nothing tells it, the importer's choice."""
        if venue is not None and venue.online:
            return ONLINE
        return (_told_quarter(venue) if venue else None) or self.feed.missing.quarter

    def _offering(self, source_id: str, one: FeedOffering, venue: str | None) -> OfferingRow:
        """Make an offering's row."""
        limited = one.capacity is not None
        return OfferingRow(
            source_id=source_id,
            provider=_provider(self.feed, one),
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
                self.feed.reject(one.number, "date", date.start.isoformat(), Why.DATE_TWICE(), of=one.id)
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
