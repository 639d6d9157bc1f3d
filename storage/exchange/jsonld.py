"""Reads schema.org's Course, CourseInstance and Event as pages carry them: JSON-LD by itself, or in a page's HTML.

A page shows some of what a provider has, never all, so nothing ends because a page does not hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from storage.exchange.feed import Feed, FeedDate, FeedOffering, FeedVenue, languages, moment_of
from storage.exchange.pages import Pages
from storage.exchange.prose import line
from storage.exchange.received import Missing, Received, decode
from storage.records.catalogue import Kind, SessionStatus
from storage.records.reasons import Why

Object: TypeAlias = Mapping[str, object]

JSON_LD = "application/ld+json"
COURSES = frozenset({"Course"})
EVENTS = frozenset(
    {"Event", "EducationEvent", "SocialEvent", "ChildrensEvent", "BusinessEvent", "ExhibitionEvent", "LiteraryEvent"}
)
STATUSES = MappingProxyType({"EventCancelled": SessionStatus.CANCELLED, "EventRescheduled": SessionStatus.MOVED})
MOST_DEPTH = 30
LONGEST_HOURS = 16
"""a longer span tells first and last day of a course, not a session"""


def read(file: Received, missing: Missing, zone: ZoneInfo) -> Pages:
    """Read what a page offers; CatalogueError when there is none of these types in it."""
    feed = Feed(file.name, "element", replace(missing, complete=False))
    number = 0
    for block in _blocks(file):
        for one in _found(block):
            number += 1
            _take(feed, one, number, zone)
    if not number:
        file.refuse(Why.NO_COURSE())
    return feed.pages()


def recognises(text: str) -> bool:
    """Say whether a text carries JSON-LD."""
    return "schema.org" in text and ('"@type"' in text or "'@type'" in text)


def _blocks(file: Received) -> Iterator[object]:
    """Read the JSON of a file, or of every block in a page."""
    text = decode(file).lstrip("\ufeff \r\n\t")
    if text.startswith(("{", "[")):
        yield _json(file, text)
        return
    for block in _scripts(text):
        yield _json(file, block)


def _scripts(text: str) -> Iterator[str]:
    """Pick the blocks of JSON-LD out of a page, in one go from front to back: a parser of HTML can be kept busy for hours."""
    lowered, at = text.lower() if len(text.lower()) == len(text) else text, 0
    while (begin := lowered.find("<script", at)) >= 0:
        inside = lowered.find(">", begin) + 1
        end = lowered.find("</script", inside) if inside else -1
        if end < 0:
            return
        if JSON_LD in lowered[begin:inside]:
            yield text[inside:end]
        at = end


def _json(file: Received, text: str) -> object:
    """Read JSON."""
    try:
        return json.loads(text)
    except RecursionError:
        file.refuse(Why.JSON_NESTED())
    except ValueError as error:
        file.refuse(Why.JSON_BROKEN(error=str(error)[:80]))


def _found(value: object, depth: int = 0) -> Iterator[Object]:
    """Find courses and events, wherever they stand; what a course holds belongs to it."""
    if depth > MOST_DEPTH:
        return
    match value:
        case list():
            for one in value:
                yield from _found(one, depth + 1)
        case dict() if _types(value) & (COURSES | EVENTS):
            yield value
        case dict():
            for one in value.values():
                yield from _found(one, depth + 1)


def _types(one: Object) -> frozenset[str]:
    """Tell what something is; it may be several things."""
    return frozenset(str(name).rpartition("/")[2] for name in _many(one.get("@type")))


def _many(value: object) -> list[object]:
    """Treat one and several alike."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _objects(value: object) -> list[Object]:
    """List the objects in a value."""
    return [one for one in _many(value) if isinstance(one, dict)]


def _text(one: Object | None, *names: str) -> str:
    """Read the first text there is under some names; of several, or of an object, its first or its name."""
    for name in names if one is not None else ():
        for value in _many(one.get(name) if one else None):
            match value:
                case str() if value.strip():
                    return value.strip()
                case int() | float() if not isinstance(value, bool):
                    return str(value)
                case {"@value": str(inner)} | {"name": str(inner)} if inner.strip():
                    return inner.strip()
    return ""


@dataclass(frozen=True, slots=True)
class _Room:
    """Places and price."""

    capacity: int | None
    price_cents: int | None


def _take(feed: Feed, one: Object, number: int, zone: ZoneInfo) -> None:
    """Read a course with its instances, or an event."""
    course = bool(_types(one) & COURSES)
    instances = _objects(one.get("hasCourseInstance")) if course else [one]
    own_id = _text(one, "@id", "identifier", "courseCode", "url") or line(_text(one, "name"), 120)
    dates = tuple(_dates(feed, instances, number, own_id, zone))
    venues = [venue for part in (*instances, one) if (venue := _venue(part))]
    texts = {
        "title": _text(one, "name"),
        "description": _text(one, "description"),
        "eligibility": _text(one, "coursePrerequisites"),
    }
    room = _room(one, instances)
    feed.add(
        FeedOffering(
            number=number,
            id=own_id,
            provider=_text(one, "provider", "organizer"),
            kind=Kind.COURSE if course else Kind.EVENT,
            texts={(field, "de"): text for field, text in texts.items() if text},
            dates=dates,
            venue=venues[0] if venues else None,
            whole_course=course and len(dates) > 1,
            capacity=room.capacity,
            price_cents=room.price_cents,
            languages=languages(_codes(one, *instances)),
        )
    )


def _codes(*parts: Object) -> Iterator[str]:
    """List the languages it is held in."""
    for part in parts:
        for value in _many(part.get("inLanguage")):
            yield (
                value if isinstance(value, str) else _text(value if isinstance(value, dict) else None, "alternateName")
            )


def _dates(feed: Feed, instances: list[Object], number: int, own_id: str, zone: ZoneInfo) -> Iterator[FeedDate]:
    """Read the sessions. A span of days, or a day without hours, is none: it is left out, and said."""
    for one in instances:
        begins, ends = _text(one, "startDate"), _text(one, "endDate")
        if not begins:
            continue
        start, end = moment_of(begins, zone), moment_of(ends, zone)
        if start is None or end is None or len(begins) <= len("2027-01-12"):
            feed.reject(number, "startDate", f"{begins} - {ends}", Why.NO_HOURS(), of=own_id)
        elif not 0 < (end - start).total_seconds() <= LONGEST_HOURS * 3600:
            feed.reject(number, "startDate", f"{begins} - {ends}", Why.DAYS_LONG(), of=own_id)
        else:
            status = STATUSES.get(_text(one, "eventStatus").rpartition("/")[2], SessionStatus.SCHEDULED)
            yield FeedDate(start, end, status=status, venue=_venue(one))


def _venue(one: Object) -> FeedVenue | None:
    """Read where it is, or that it is online."""
    for place in _objects(one.get("location")):
        if "VirtualLocation" in _types(place):
            return FeedVenue("Online", online=True)
        address = next(iter(_objects(place.get("address"))), None)
        written = "" if address else _text(place, "address")
        geo = next(iter(_objects(place.get("geo"))), None)
        name = _text(place, "name") or _text(address, "streetAddress") or written
        if name:
            return FeedVenue(
                name=name,
                street=_text(address, "streetAddress") or written,
                postal_code=_text(address, "postalCode"),
                city=_text(address, "addressLocality"),
                latitude=_degrees(geo, "latitude", 90),
                longitude=_degrees(geo, "longitude", 180),
            )
    return None


def _degrees(geo: Object | None, name: str, most: float) -> float | None:
    """Read a coordinate."""
    try:
        value = float(_text(geo, name))
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _room(one: Object, instances: list[Object]) -> _Room:
    """Read how many places there are, and what it costs. Nothing said about money is not free of charge."""
    written = next((_text(part, "maximumAttendeeCapacity") for part in (one, *instances)), "")
    capacity = int(written) if written.isascii() and written.isdigit() and 0 < int(written[:7]) <= 100_000 else None
    if True in (part.get("isAccessibleForFree") for part in (one, *instances)):
        return _Room(capacity, 0)
    prices = {_cents(offer) for part in (one, *instances) for offer in _objects(part.get("offers"))} - {None}
    return _Room(capacity, prices.pop() if len(prices) == 1 else None)


def _cents(offer: Object) -> int | None:
    """Read a price in euros."""
    if _text(offer, "priceCurrency") not in {"", "EUR"}:
        return None
    try:
        amount = round(float(_text(offer, "price").replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        return None
    return amount if 0 <= amount <= 10_000_000 else None
