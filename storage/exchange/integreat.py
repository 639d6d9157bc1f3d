"""Reads events as Integreat's API v3 gives them away, one file a language, and puts the languages together.

The German text leads; the others are its translations. An event that repeats is one offering with many sessions. The
format knows neither places nor price nor the language in which something is held.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from storage.exchange import vocabulary
from storage.exchange.feed import Feed, FeedDate, FeedOffering, FeedVenue, moment_of
from storage.exchange.pages import Pages
from storage.exchange.received import Missing, Received
from storage.records.catalogue import Kind
from storage.records.reasons import Why

LEADING = "de"
EVENTS = re.compile(r"(/api/v3/[^/?#]+/)[^/?#]+(/events(?:[/?#]|$))")
CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Page(msgspec.Struct):
    """Another language of an event."""

    path: str = ""


class Times(msgspec.Struct):
    """When an event is; the deprecated fields beside these are not read."""

    start: str
    end: str
    all_day: bool = False
    id: int | None = None


class Location(msgspec.Struct):
    """Where it is; all null when nowhere."""

    name: str | None = None
    address: str | None = None
    town: str | None = None
    postcode: str | None = None
    latitude: float | str | None = None
    longitude: float | str | None = None


class Event(msgspec.Struct):
    """An event in one language."""

    path: str
    title: str
    event: Times
    excerpt: str | None = None
    content: str | None = None
    available_languages: dict[str, Page] | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """An event, where it stood, in which language, and the path that all its languages share."""

    number: int
    language: str
    leading: str
    event: Event


class Head(msgspec.Struct):
    """What an event says of its languages."""

    path: str
    available_languages: dict[str, Page] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """Which languages some files of a region hold, and which others they say there are; None when they do not say."""

    region: str
    languages: tuple[str, ...]
    others: tuple[str, ...] | None


def outline(files: Sequence[Received]) -> Outline | None:
    """Tell which languages files of one region hold; None when they are something else. Blocks: call it in a thread."""
    heads = [head for file in files for head in _heads(file)]
    places = {tuple((*_parts(head.path), "", "")[:2]) for head in heads}
    had = {vocabulary.language(code) for _region, code in places} - {None}
    said = [head.available_languages for head in heads if head.available_languages is not None]
    others = {vocabulary.language(code) for one in said for code in one} - {None} - had
    regions = {region for region, _code in places}
    if len(regions) != 1 or not had:
        return None
    return Outline(regions.pop(), _sorted(had), _sorted(others) if said else None)


def has_languages(address: str) -> bool:
    """Say whether an address is one of Integreat's, which has a file for each language."""
    return EVENTS.search(address) is not None


def siblings(address: str, file: Received) -> tuple[str, ...]:
    """Find the addresses of the other languages that a file from an address speaks of. Blocks: call it in a thread."""
    said = [head.available_languages or {} for head in _heads(file)]
    codes = sorted({code for one in said for code in one if CODE.fullmatch(code) and vocabulary.language(code)})
    found = dict.fromkeys(EVENTS.sub(rf"\g<1>{code}\g<2>", address, count=1) for code in codes)
    return tuple(one for one in found if one != address)


def _sorted(codes: Iterable[str | None]) -> tuple[str, ...]:
    """Put languages in order, German first."""
    return tuple(sorted((code for code in codes if code), key=lambda code: (code != LEADING, code)))


def _heads(file: Received) -> list[Head]:
    """Read what a file's events say of their languages; nothing of a file that is not Integreat's."""
    if not recognises(file):
        return []
    try:
        return msgspec.json.decode(file.content.removeprefix(b"\xef\xbb\xbf"), type=list[Head])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []


def read(files: Sequence[Received], missing: Missing, zone: ZoneInfo) -> Pages:
    """Read a region's events from one file for each language; CatalogueError when one is not Integreat's."""
    feed = Feed(", ".join(file.name for file in files), "event", missing, translated=True)
    groups: defaultdict[str, list[_Item]] = defaultdict(list)
    number, region = 0, ""
    for file in files:
        for raw in _raw(file):
            number += 1
            if item := _item(feed, raw, number):
                groups[item.leading].append(item)
                region = region or _parts(item.event.path)[0]
    feed.source = feed.source or f"integreat-{region}"
    for leading, items in groups.items():
        feed.add(_offering(feed, leading, items, zone))
    return feed.pages()


def _raw(file: Received) -> list[msgspec.Raw]:
    """Split a file into its events."""
    try:
        return msgspec.json.decode(file.content.removeprefix(b"\xef\xbb\xbf"), type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        file.refuse(Why.NOT_INTEGREAT(error=_short(error)))


def _item(feed: Feed, raw: msgspec.Raw, number: int) -> _Item | None:
    """Read one event in one language."""
    try:
        event = msgspec.json.decode(raw, type=Event)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        feed.reject(number, "", "", Why.EVENT_UNREADABLE(error=_short(error)))
        return None
    parts = _parts(event.path)
    language = vocabulary.language(parts[1]) if len(parts) > 1 else None
    if language is None:
        feed.reject(number, "path", event.path, Why.PATH_LANGUAGE())
        return None
    paths = {language: event.path} | {code: page.path for code, page in (event.available_languages or {}).items()}
    first = paths.get(LEADING) or paths[min(paths)]
    return _Item(number, language, first.partition("$")[0].rstrip("/"), event)


def _parts(path: str) -> list[str]:
    """Split a path: region, language, 'events', name."""
    return [part for part in path.split("/") if part]


def _offering(feed: Feed, leading: str, items: list[_Item], zone: ZoneInfo) -> FeedOffering:
    """Put the languages and recurrences of an event together; the German one says where and when."""
    german = [item for item in items if item.language == LEADING] or items[:1]
    return FeedOffering(
        number=german[0].number,
        id=leading,
        provider="",
        kind=Kind.EVENT,
        texts=_texts(items),
        dates=tuple(_dates(feed, leading, german, zone)),
        venue=_venue(german[0].event.location),
    )


def _texts(items: Iterable[_Item]) -> dict[tuple[str, str], str]:
    """Read title and description in each language; the first of several recurrences is good for all."""
    found: dict[tuple[str, str], str] = {}
    for item in items:
        prose = item.event.content or item.event.excerpt or ""
        for field, text in (("title", item.event.title), ("description", prose)):
            if text.strip():
                found.setdefault((field, item.language), text)
    return found


def _dates(feed: Feed, leading: str, items: Iterable[_Item], zone: ZoneInfo) -> Iterator[FeedDate]:
    """Read when it is. A whole day has no time of day to come to, so it is left out, and said."""
    seen: set[datetime] = set()
    for item in items:
        times = item.event.event
        start, end = moment_of(times.start, zone), moment_of(times.end, zone)
        if times.all_day:
            feed.reject(item.number, "event.all_day", times.start, Why.WHOLE_DAY(), of=leading)
        elif start is None or end is None or start >= end:
            feed.reject(item.number, "event.start", f"{times.start} - {times.end}", Why.EVENT_TIMES(), of=leading)
        elif start not in seen:
            seen.add(start)
            yield FeedDate(start, end)


def _venue(location: Location | None) -> FeedVenue | None:
    """Read where it is; None when all of it is null."""
    if location is None or not (location.name or location.address):
        return None
    latitude, longitude = _degrees(location.latitude, 90), _degrees(location.longitude, 180)
    return FeedVenue(
        name=location.name or location.address or "",
        street=location.address or "",
        postal_code=location.postcode or "",
        city=location.town or "",
        latitude=latitude or None,
        longitude=longitude or None,
    )


def _degrees(written: float | str | None, most: float) -> float | None:
    """Read a coordinate; Integreat writes some as text."""
    try:
        value = float(written) if written is not None else None
    except ValueError:
        return None
    return value if value is not None and abs(value) <= most else None


def _short(error: Exception) -> str:
    """Shorten what a parser says."""
    return str(error).partition("\n")[0][:120] or type(error).__name__


def recognises(file: Received) -> bool:
    """Say whether a file looks like Integreat's events: a list of objects with a path and an event."""
    try:
        items = msgspec.json.decode(file.content.removeprefix(b"\xef\xbb\xbf"), type=list[dict[str, msgspec.Raw]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return bool(items) and {"path", "event"} <= items[0].keys()
