"""Files that mean harm, or are badly broken, get one clear sentence, and cost hardly any time or memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.exchange.parsed import CatalogueError
from storage.exchange.received import LARGEST_BYTES, receive
from tests.storage.exchange.reading import refusal

VHS = '<openvhs:veranstaltungen xmlns:openvhs="http://www.dvv-vhs.de/Open-VHS">'
HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen\n"
MB = 1024 * 1024


def bomb() -> bytes:
    """Make entities that would grow to a billion words."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<!DOCTYPE l [<!ENTITY a "lol">{entities}]>{VHS}<veranstaltung>&j;</veranstaltung>'.encode()


def zeros() -> bytes:
    """Zip a gigabyte of zeros as a workbook."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped,
        zipped.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1024):
            part.write(bytes(MB))
    return file.getvalue()


def package(content: bytes) -> bytes:
    """Make a workbook of one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("xl/workbook.xml", content)
    return file.getvalue()


def calendar(event: str) -> bytes:
    """Make a calendar of one event."""
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n".encode()


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("entities that multiply", bomb, "declares a document type or entities"),
    (
        "an entity that reads a file",
        lambda: f'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>{VHS}&a;'.encode(),
        "declares a document type or entities",
    ),
    ("deep XML", lambda: (VHS + "<a>" * 2_000_000).encode(), "nested too deeply"),
    ("wide XML", lambda: (VHS + "<veranstaltung>" + "<a/>" * 2_000_000).encode(), "nested too deeply or too large"),
    ("another XML", lambda: b"<rss/>", "its root is 'rss'"),
    ("a strange encoding", lambda: b'<?xml version="1.0" encoding="klingon"?><a/>', "names an encoding"),
    ("a wrong encoding", lambda: f"{VHS}ä".encode("latin-1"), "broken XML"),
    ("a gigabyte of zeros", zeros, "more than 100 MB when unpacked"),
    ("a document type in a workbook", lambda: package(b"<!DOCTYPE a><a/>"), "declares a document type"),
    ("a broken workbook", lambda: b"PK\x03\x04 and nothing more", "broken or locked"),
    ("an old workbook", lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "save it as .xlsx"),
    ("deep JSON", lambda: b"[" * 2_000_000, "neither Integreat's events nor JSON-LD"),
    ("deep JSON-LD", lambda: b'{"@type":"schema.org","a":' * 200_000, "nested too deeply"),
    ("a page of open tags", lambda: b'<html>schema.org "@type"' + b"<a " * 1_000_000, "no Course and no Event"),
    ("a page of open scripts", lambda: b'<html>schema.org "@type"' + b"<script" * 1_000_000, "no Course and no Event"),
    ("a deep calendar", lambda: b"BEGIN:VCALENDAR\n" * 70_000, "nested too deeply"),
    (
        "a series without end",
        lambda: calendar("UID:a\nSUMMARY:x\nDTSTART:20270101T100000\nDTEND:20270101T110000\nRRULE:FREQ=SECONDLY"),
        "the rule repeats SECONDLY",
    ),
    ("two encodings", lambda: HEAD.encode() + "Grüße\n".encode() + "Grüße".encode("cp1252"), "more than one encoding"),
    ("letters broken before", lambda: (HEAD + "A;GrÃ¼ÃŸe").encode(), "letters are broken"),
    ("bytes of anything", lambda: bytes(range(256)) * 100, "not a text"),
    ("a quotation mark left open", lambda: (HEAD + 'A;"x' + "y" * 200_000).encode(), "is a quotation mark missing?"),
    ("too many rows", lambda: (HEAD + "A;x;P;Kurs;ai;de\n" * 100_001).encode(), "more than 100000 rows"),
    ("nothing", lambda: b"\n", "the first row must hold the names of the columns"),
    ("commas", lambda: b"," * MB, "more than 100 columns; is this the right file?"),
]


@pytest.mark.parametrize(("make", "reason"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_is_refused_with_its_reason(make: Callable[[], bytes], reason: str) -> None:
    assert reason in refusal(make())


@pytest.mark.parametrize("make", [bomb, zeros], ids=["bomb", "zeros"])
def test_what_would_unpack_to_a_gigabyte_takes_up_hardly_any_memory(make: Callable[[], bytes]) -> None:
    content = make()
    tracemalloc.start()
    refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 * MB


def test_a_file_above_the_limit_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES * 100)

    with pytest.raises(CatalogueError, match=r"larger than 20 MB"):
        receive(path)
