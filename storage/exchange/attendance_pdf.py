"""Attendance sheets (PDF, A4): who is expected at a session, with room to sign, for people who just come, and for logos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from storage.exchange.fonts import FOLDERS, Faces
from storage.exchange.paper import BLACK, GREY, HEIGHT, INNER, LINE, MARGIN, WIDTH, Paper, Style

TOP = 14.0
LOGOS = 24.0
"""what is left free at the foot of every page for funders' logos"""
FOOT = HEIGHT - 10.0
LAST_ROW = FOOT - LOGOS - 6.0
SIGNED = 20.0
"""room for the signature of whoever runs it, on the last page"""
ROW, HEAD = 9.5, 8.0
SLIP = 0.01
"""what sums of fractions may be off by"""
NUMBER, NAME, CODE = 11.0, 72.0, 19.0
SIGNATURE = INNER - NUMBER - NAME - CODE
KIND, TITLE, FACT, CELL, SMALL = Style(10, grey=GREY), Style(17, bold=True), Style(11), Style(12), Style(9, grey=GREY)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on every sheet, in its language."""

    heading: str
    name: str
    signature: str
    leader: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody expected, with the code they say at the door."""

    name: str = field(repr=False)
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one session: what it is, the facts line by line, who is expected, and how many empty rows at least."""

    title: str
    facts: tuple[str, ...]
    people: tuple[Person, ...]
    empty: int


def write(sheets: Sequence[Sheet], words: Words, made: datetime, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Write a sheet for each session. FontMissingError when a font that a text needs is not installed."""
    return build(sheets, words, made, folders).content()


def build(sheets: Sequence[Sheet], words: Words, made: datetime, folders: Sequence[Path] = FOLDERS) -> Paper:
    """Set the sheets, ready to be written."""
    faces = Faces(folders)
    said = _printable_words(words, faces)
    printed = [_printable(sheet, faces) for sheet in sheets]
    paper = Paper(said.heading, made, faces)
    for sheet in printed:
        _Setter(paper, said, sheet).set()
    return paper


def _printable_words(words: Words, faces: Faces) -> Words:
    return Words(
        heading=faces.printable(words.heading),
        name=faces.printable(words.name),
        signature=faces.printable(words.signature),
        leader=faces.printable(words.leader),
        rtl=words.rtl,
    )


def _printable(sheet: Sheet, faces: Faces) -> Sheet:
    people = tuple(Person(faces.printable(some.name), faces.printable(some.code)) for some in sheet.people)
    facts = tuple(faces.printable(fact) for fact in sheet.facts)
    return replace(sheet, title=faces.printable(sheet.title), facts=facts, people=people)


def _room(height: float) -> int:
    """Count the rows that fit."""
    return int((height + SLIP) // ROW)


class _Setter:
    """Sets one sheet on as many pages as it takes."""

    def __init__(self, paper: Paper, words: Words, sheet: Sheet) -> None:
        self.paper = paper
        self.words = words
        self.sheet = sheet
        self.align = "R" if words.rtl else "L"

    def set(self) -> None:
        """Set heading and rows; the last page is filled up with empty rows and signed."""
        first = self.paper.page + 1
        top = self._begin_page()
        for number, person in enumerate(self._rows(top), start=1):
            if top + ROW > LAST_ROW + SLIP:
                top = self._begin_page()
            top = self._set_row(number, person, top)
        if top + SIGNED > LAST_ROW + SLIP:
            top = self._begin_page(rows=False)
        self._set_signature(max(top + SIGNED - 5, LAST_ROW - 5))
        self._number_pages(first)

    def _rows(self, top: float) -> list[Person]:
        """List who is expected, then as many empty rows as were asked for and as the last page has room for."""
        rows = [*self.sheet.people, *[Person("")] * self.sheet.empty]
        full, signed = max(1, _room(LAST_ROW - top)), _room(LAST_ROW - SIGNED - top)
        on_last = len(rows) % full or full
        return [*rows, *[Person("")] * max(0, signed - on_last)]

    def _begin_page(self, *, rows: bool = True) -> float:
        """Begin a page with all that says what it is; tells where the rows begin."""
        self.paper.add_page()
        top = self._set_block(self.words.heading, KIND, TOP)
        top = self._set_block(self.sheet.title, TITLE, top)
        for fact in self.sheet.facts:
            top = self._set_block(fact, FACT, top)
        self._rule(FOOT - LOGOS)
        return self._set_headings(top + 5) if rows else top

    def _set_block(self, text: str, style: Style, top: float) -> float:
        return self.paper.write_block(text, style, MARGIN, top, INNER, rtl=self.words.rtl)

    def _columns(self) -> Iterator[tuple[float, float]]:
        """Give left edge and width of number, name, code and signature, mirrored for who reads from the right."""
        start = 0.0
        for width in (NUMBER, NAME, CODE, SIGNATURE):
            yield (WIDTH - MARGIN - start - width if self.words.rtl else MARGIN + start), width
            start += width

    def _set_headings(self, top: float) -> float:
        bold = Style(10, bold=True)
        for (left, width), text in zip(self._columns(), ("", self.words.name, "", self.words.signature), strict=True):
            self._set_cell(text, bold, left, top, width, HEAD)
        self._rule(top + HEAD, BLACK)
        return top + HEAD

    def _set_row(self, number: int, person: Person, top: float) -> float:
        cells = ((str(number), SMALL), (person.name, CELL), (person.code, SMALL), ("", CELL))
        for (left, width), (text, style) in zip(self._columns(), cells, strict=True):
            self._set_cell(text, style, left, top, width, ROW)
        self._rule(top + ROW)
        return top + ROW

    def _set_cell(self, text: str, style: Style, left: float, top: float, width: float, height: float) -> None:
        if text:
            middle = top + (height - style.leading) / 2
            self.paper.write_line(text, style, left + 1, middle, width - 2, align=self.align)

    def _rule(self, top: float, grey: int = LINE) -> None:
        self.paper.set_draw_color(grey)
        self.paper.set_line_width(0.2)
        self.paper.line(MARGIN, top, WIDTH - MARGIN, top)

    def _set_signature(self, top: float) -> None:
        """Leave a line for whoever runs it."""
        left = MARGIN if self.words.rtl else WIDTH - MARGIN - SIGNATURE
        self.paper.set_draw_color(BLACK)
        self.paper.line(left, top - SMALL.leading, left + SIGNATURE, top - SMALL.leading)
        self.paper.write_line(self.words.leader, SMALL, left, top - SMALL.leading + 0.5, SIGNATURE, align=self.align)

    def _number_pages(self, first: int) -> None:
        """Number the pages of this sheet, now that it is known how many they are."""
        last = self.paper.page
        for page in range(first, last + 1):
            self.paper.page = page
            line = f"{page - first + 1} / {last - first + 1}"
            self.paper.write_line(line, SMALL, MARGIN, FOOT, INNER, align="L" if self.words.rtl else "R")
        self.paper.page = last
