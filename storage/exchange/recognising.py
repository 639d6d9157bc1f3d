"""Tells by what is in a file which format it has, and reads it: whatever it is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from storage.exchange import ical, integreat, jsonld, openvhs, table, template
from storage.exchange.pages import Pages
from storage.exchange.received import Missing, Received, decode
from storage.records.reasons import Why

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
LOOKED_AT = 64 * 1024


class Format(StrEnum):
    """What a catalogue can come in as."""

    XLSX = "xlsx"
    CSV = "csv"
    OPENVHS = "openvhs"
    INTEGREAT = "integreat"
    ICALENDAR = "ical"
    JSON_LD = "jsonld"


def recognise(file: Received) -> Format:
    """Tell the format by content; CatalogueError where that cannot be told."""
    start = file.content[:LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK"):
        return Format.XLSX
    if start.startswith((OLD_WORKBOOK, b"%PDF")):
        file.refuse(Why.OLD_WORKBOOK())
    if start[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        return Format.ICALENDAR
    if start.startswith((b"{", b"[")):
        return _json(file)
    if start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")):
        return _markup(file, start)
    return Format.CSV


def _json(file: Received) -> Format:
    """Tell Integreat from JSON-LD."""
    if integreat.recognises(file):
        return Format.INTEGREAT
    if not jsonld.recognises(decode(file)):
        file.refuse(Why.OTHER_JSON())
    return Format.JSON_LD


def _markup(file: Received, start: bytes) -> Format:
    """Tell XML from a page."""
    if b"<html" in start.lower() or start[:14].lower() == b"<!doctype html":
        if jsonld.recognises(decode(file)):
            return Format.JSON_LD
        file.refuse(Why.PLAIN_PAGE())
    return Format.OPENVHS


def read(
    files: Sequence[Received], missing: Missing, zone: ZoneInfo, now: datetime, form: Format | None = None
) -> Pages:
    """Read files of one format, recognised if not given; only Integreat has several, one a language.

    CatalogueError when they cannot be used. Wall times are in `zone`. Blocks: call it in a thread.
    """
    first = files[0]
    form = form or recognise(first)
    if len(files) > 1 and form is not Format.INTEGREAT:
        files[1].refuse(Why.ONE_AT_A_TIME())
    match form:
        case Format.XLSX:
            return template.read(first, table.read_xlsx(first), missing, zone)
        case Format.CSV:
            return template.read(first, table.read_csv(first), missing, zone)
        case Format.OPENVHS:
            return openvhs.read(first, missing, zone)
        case Format.INTEGREAT:
            return integreat.read(files, missing, zone)
        case Format.ICALENDAR:
            return ical.read(first, missing, zone, now)
        case Format.JSON_LD:
            return jsonld.read(first, missing, zone)
