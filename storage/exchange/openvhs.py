"""Reads OpenVHS 1.2, the XML in which German adult education centres give their courses away.

One file is one centre, and all it has. The format knows neither women only nor childcare nor the language of a course.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from storage.exchange.feed import Feed, FeedDate, FeedOffering, FeedVenue
from storage.exchange.pages import Pages
from storage.exchange.received import Missing, Received
from storage.records.catalogue import Kind, Level, SessionStatus, StepFree
from storage.records.reasons import Why

ROOT = "{http://www.dvv-vhs.de/Open-VHS}veranstaltungen"
ITEM = "veranstaltung"
MOST_DEPTH = 20
MOST_ELEMENTS = 5_000
"""so many in one course; the largest real ones have hundreds"""
BARRIER_FREE = MappingProxyType({"true": StepFree.YES, "1": StepFree.YES, "false": StepFree.NO, "0": StepFree.NO})
BEGINNERS = ("einsteiger", "anfänger", "ohne vorkenntnisse", "a1")
KEYWORDS = MappingProxyType(
    {
        "smartphone": "smartphone",
        "tablet": "smartphone",
        "künstliche intelligenz": "ai",
        "bewerbung": "job_application",
        "programmieren": "coding",
    }
)
"""beginnings of keywords that tell one of our topics beyond doubt"""


def read(file: Received, missing: Missing, zone: ZoneInfo) -> Pages:
    """Read a centre's courses; CatalogueError when it is no OpenVHS or declares entities."""
    feed = Feed(file.name, "element", missing)
    provider = ""
    number = 0
    for element in _elements(file):
        match element.tag:
            case "ersteller":
                provider = _text(element, "name") or provider
            case _:
                number += 1
                feed.add(_offering(feed, element, number, provider, zone))
    return feed.pages()


def _elements(file: Received) -> Iterator[Element]:
    """Read who made it and its items one by one; each is forgotten afterwards, so that memory stays flat."""
    depth = count = 0
    path: list[Element] = []
    try:
        parser: Any = iterparse(io.BytesIO(file.content), events=("start", "end"), forbid_dtd=True)
        for event, element in parser:
            if event == "start":
                depth, count = depth + 1, count + 1
                path.append(element)
                if depth > MOST_DEPTH or count > MOST_ELEMENTS:
                    file.refuse(Why.XML_NESTED())
                if depth == 1 and element.tag != ROOT:
                    file.refuse(Why.XML_ROOT(name=str(element.tag)[:60]))
                continue
            depth -= 1
            path.pop()
            if element.tag in {ITEM, "ersteller"}:
                yield element
            if depth == 1:
                count = 0
                path[0].remove(element)
    except DefusedXmlException:
        file.refuse(Why.XML_DECLARES())
    except ParseError as error:
        file.refuse(Why.XML_BROKEN(error=str(error)))
    except (LookupError, UnicodeError):
        file.refuse(Why.XML_ENCODING())


def _offering(feed: Feed, element: Element, number: int, provider: str, zone: ZoneInfo) -> FeedOffering:
    """Read one course."""
    own_id = _text(element, "guid") or _text(element, "nummer")
    flags = {_text(flag, "name"): _text(flag, "wert").casefold() for flag in element.findall("merkmale/merkmal")}
    dates = tuple(_dates(feed, element, number, own_id, zone))
    place = element.find("veranstaltungsort")
    level = _text(element, "level")
    venue = _venue(place) if place is not None else None
    if venue is None and flags.get("kursart_digital") == "online_angebot":
        venue = FeedVenue("Online", online=True)
    return FeedOffering(
        number=number,
        id=own_id,
        provider=provider,
        kind=Kind.COURSE,
        texts=_texts(element, level),
        dates=dates,
        venue=venue,
        level=_level(level),
        whole_course=len(dates) > 1,
        capacity=_whole(element, "maximale_teilnehmerzahl"),
        price_cents=_cents(_text(element, "preis/betrag")),
        step_free=venue.step_free if venue else StepFree.UNKNOWN,
        topics=_topics(element),
    )


def _texts(element: Element, level: str) -> dict[tuple[str, str], str]:
    """Read title and prose, all German."""
    parts = [_text(text, "text") for text in element.findall("text")]
    subtitles = [_own(subtitle) for subtitle in element.findall("untertitel")]
    certificates = [_text(one, "name") for one in element.findall("zertifikat")]
    found = {
        "title": _text(element, "name"),
        "description": "\n\n".join(part for part in (*subtitles, *parts) if part),
        "eligibility": f"Niveau: {level}" if level else "",
        "certificate": ", ".join(name for name in certificates if name),
    }
    return {(name, "de"): text for name, text in found.items() if text}


def _level(written: str) -> Level | None:
    """Read how much one must know; None when nothing is said."""
    if not written:
        return None
    return Level.NONE if written.casefold().startswith(BEGINNERS) else Level.BEGINNER


def _topics(element: Element) -> tuple[str, ...]:
    """Find our topics by keyword; a category of theirs is none of ours."""
    words = [_own(word).casefold() for word in element.findall("schlagwort")]
    found = (topic for word in words for start, topic in KEYWORDS.items() if word.startswith(start))
    return tuple(dict.fromkeys(found))


def _dates(feed: Feed, element: Element, number: int, own_id: str, zone: ZoneInfo) -> Iterator[FeedDate]:
    """Read its dates; one without a time of day is left out, and said."""
    for part in element.findall("termin"):
        day, begins, ends = (_text(part, name) for name in ("beginn_datum", "beginn_uhrzeit", "ende_uhrzeit"))
        if not begins or not ends:
            feed.reject(number, "termin", day, Why.NO_TIME_OF_DAY(), of=own_id)
            continue
        start, end = _moment(day, begins, zone), _moment(day, ends, zone)
        if start is None or end is None or start >= end:
            feed.reject(number, "termin", f"{day} {begins}-{ends}", Why.TIMES_IMPOSSIBLE(), of=own_id)
            continue
        yield FeedDate(start, end, status=SessionStatus.SCHEDULED)


def _moment(day: str, clock: str, zone: ZoneInfo) -> datetime | None:
    """Make a moment; a time without an offset is one on the wall."""
    try:
        at = datetime.combine(date.fromisoformat(day[:10]), time.fromisoformat(clock))
    except ValueError:
        return None
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def _venue(place: Element) -> FeedVenue:
    """Read where it takes place. Nothing said about barriers is not a no."""
    return FeedVenue(
        name=_text(place, "name"),
        street=_text(place, "adresse/strasse"),
        postal_code=_text(place, "adresse/plz"),
        city=_text(place, "adresse/ort"),
        district=_text(place, "adresse/ortsteil"),
        step_free=BARRIER_FREE.get(_text(place, "barrierefrei").casefold(), StepFree.UNKNOWN),
    )


def _cents(written: str) -> int | None:
    """Read an amount in euros."""
    try:
        amount = round(float(written.replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        return None
    return amount if 0 <= amount <= 10_000_000 else None


def _whole(element: Element, path: str) -> int | None:
    """Read a count above zero."""
    written = _text(element, path)
    return int(written) if written.isascii() and written.isdigit() and 0 < int(written[:7]) <= 100_000 else None


def _text(element: Element, path: str) -> str:
    """Read a text below an element."""
    found = element.find(path)
    return "" if found is None else _own(found)


def _own(element: Element) -> str:
    """Read an element's own text."""
    return (element.text or "").strip()
