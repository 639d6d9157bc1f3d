"""Posters (PDF and PNG, A4): an offering in up to three languages, and a code to scan that opens it in the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

import segno

from storage.exchange.fonts import FOLDERS, Faces
from storage.exchange.paper import BLACK, GREY, HEIGHT, INNER, MARGIN, WIDTH, Paper, Style
from storage.exchange.pictures import picture

MOST_LANGUAGES = 3
DOTS_PER_INCH = 200
TOP = 30.0
BAND = 16.0
ACCENT = (0, 92, 103)
LOGOS = 26.0
"""what is left free at the foot for logos"""
CODE_WIDTH = 66.0
CODE_TOP = HEIGHT - LOGOS - CODE_WIDTH - 16
QUIET = 4
"""how many modules around the code stay white, as its standard asks"""
GAP = 7.0
TITLE, FACT, CALL, LINK = Style(36, bold=True), Style(21), Style(18, bold=True), Style(12)
SMALL = Style(10, grey=GREY)
LATER = 0.85
"""how large further languages are beside the first"""
LARGEST, SMALLEST, STEP = 1.5, 0.2, 0.05
BETWEEN = 4.0


@dataclass(frozen=True, slots=True)
class Panel:
    """An offering in one language: its title, when, where and what it costs line by line, and what the code is for."""

    title: str
    facts: tuple[str, ...]
    call: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says. `address` is what the code holds, `link` how it is written below it, `origin` who offers it."""

    panels: tuple[Panel, ...]
    address: str
    link: str
    origin: str


def write_pdf(poster: Poster, made: datetime, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Write a poster as a document. FontMissingError when a font that a text needs is not installed."""
    return build(poster, made, folders).content()


def write_png(poster: Poster, made: datetime, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Write a poster as a picture of the same page, large enough to print. FontMissingError as for `write_pdf`."""
    return picture(write_pdf(poster, made, folders), DOTS_PER_INCH)


def build(poster: Poster, made: datetime, folders: Sequence[Path] = FOLDERS) -> Paper:
    """Set the poster, ready to be written."""
    faces = Faces(folders)
    panels = tuple(_printable(panel, faces) for panel in poster.panels)
    said = replace(poster, panels=panels, link=faces.printable(poster.link), origin=faces.printable(poster.origin))
    paper = Paper(panels[0].title, made, faces)
    paper.add_page()
    paper.set_fill_color(*ACCENT)
    paper.rect(0, 0, WIDTH, BAND, style="F")
    _set_panels(paper, said.panels)
    _set_code(paper, said)
    _set_calls(paper, said)
    return paper


def _printable(panel: Panel, faces: Faces) -> Panel:
    facts = tuple(faces.printable(fact) for fact in panel.facts)
    return Panel(faces.printable(panel.title), facts, faces.printable(panel.call), panel.rtl)


def _set_panels(paper: Paper, panels: Sequence[Panel]) -> None:
    """Set the languages one below the other, in letters as large as fit all of them."""
    factor = _largest(paper, panels)
    room = CODE_TOP - TOP - GAP - sum(_heights(paper, panels, factor))
    gap = GAP + min(GAP * 2, room / (len(panels) + 1))
    top = TOP
    for panel, scale in zip(panels, _scales(panels, factor), strict=True):
        if top > TOP:
            _set_rule(paper, top - gap / 2)
        top = _set_panel(paper, panel, scale, top) + gap


def _largest(paper: Paper, panels: Sequence[Panel]) -> float:
    """Find the largest letters in which everything fits above the code."""
    factor = LARGEST
    while factor > SMALLEST and sum(_heights(paper, panels, factor)) + GAP * len(panels) > CODE_TOP - TOP:
        factor -= STEP
    return factor


def _title_style(paper: Paper, panel: Panel, scale: float) -> Style:
    """Choose letters for a title in which none of its words has to be broken."""
    style = TITLE.scaled(scale)
    widest = paper.longest_word(panel.title, style)
    return style if widest <= INNER else style.scaled(0.99 * INNER / widest)


def _scales(panels: Sequence[Panel], factor: float) -> list[float]:
    """Give the first language the largest letters."""
    return [factor if number == 0 else factor * LATER for number in range(len(panels))]


def _heights(paper: Paper, panels: Sequence[Panel], factor: float) -> list[float]:
    return [_height(paper, panel, scale) for panel, scale in zip(panels, _scales(panels, factor), strict=True)]


def _height(paper: Paper, panel: Panel, scale: float) -> float:
    title = paper.height_of(panel.title, _title_style(paper, panel, scale), INNER)
    return title + 2 + sum(paper.height_of(fact, FACT.scaled(scale), INNER) for fact in panel.facts)


def _set_panel(paper: Paper, panel: Panel, scale: float, top: float) -> float:
    """Set one language; tells where it ends."""
    style = _title_style(paper, panel, scale)
    top = paper.write_block(panel.title, style, MARGIN, top, INNER, rtl=panel.rtl) + 2
    for fact in panel.facts:
        top = paper.write_block(fact, FACT.scaled(scale), MARGIN, top, INNER, rtl=panel.rtl)
    return top


def _set_rule(paper: Paper, top: float) -> None:
    paper.set_draw_color(*ACCENT)
    paper.set_line_width(0.4)
    paper.line(MARGIN, top, WIDTH - MARGIN, top)


def _set_code(paper: Paper, poster: Poster) -> None:
    """Draw the code in squares of its own, so that it is sharp at every size, and its address below it."""
    modules = [list(row) for row in segno.make_qr(poster.address, error="q").matrix]
    side = CODE_WIDTH / (len(modules) + 2 * QUIET)
    left, top = MARGIN - QUIET * side, CODE_TOP
    paper.set_fill_color(BLACK)
    for number, row in enumerate(modules):
        start = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                at = (left + (QUIET + start) * side, top + (QUIET + number) * side)
                paper.rect(*at, length * side, side, style="F")
            start += length
    paper.write_line(poster.link, LINK, MARGIN, top + CODE_WIDTH, CODE_WIDTH - QUIET * side)


def _set_calls(paper: Paper, poster: Poster) -> None:
    """Say beside the code what it is for, in each language, and below whose offering it is."""
    left = MARGIN + CODE_WIDTH
    width = WIDTH - MARGIN - left
    style = _call_style(paper, poster.panels, width)
    top = CODE_TOP + BETWEEN
    for panel in poster.panels:
        top = paper.write_block(panel.call, style, left, top, width, rtl=panel.rtl) + BETWEEN
    paper.write_line(poster.origin, SMALL, left, CODE_TOP + CODE_WIDTH, width, align=_side(poster.panels[0]))


def _call_style(paper: Paper, panels: Sequence[Panel], width: float) -> Style:
    """Choose the largest letters in which all languages fit beside the code."""
    factor = 1.0
    while factor > SMALLEST:
        style = CALL.scaled(factor)
        if sum(paper.height_of(panel.call, style, width) + BETWEEN for panel in panels) <= CODE_WIDTH - BETWEEN:
            break
        factor -= STEP
    return CALL.scaled(factor)


def _side(panel: Panel) -> str:
    return "R" if panel.rtl else "L"
