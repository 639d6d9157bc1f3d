"""Bar charts: rounded numbers of people as bars, one a row, with a name each; set as paper is, so that every script is right.

What is fewer than five has a hatched bar that says so; how long it is says nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.exchange.fonts import FOLDERS, Faces
from storage.exchange.paper import INNER, MARGIN, WIDTH, Paper, Style
from storage.exchange.pictures import picture
from storage.records.figures import Figure

ACCENT = (0, 92, 103)
DOTS_PER_INCH = 150
TOP, ROW, BAR = 12.0, 9.0, 6.0
NAME, NUMBER, GAP = 58.0, 16.0, 2.0
ROOM = INNER - NAME - NUMBER - 2 * GAP
TITLE, LABEL, SMALL = Style(15, bold=True), Style(11), Style(9, grey=95)
HATCH = 1.2
MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and its name."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, its bars from above, and a word below on how its numbers are meant."""

    title: str
    bars: tuple[Bar, ...]
    remark: str
    rtl: bool = False


def write_png(chart: Chart, made: datetime, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Draw a chart as a picture. FontMissingError when a font that a text needs is not installed."""
    faces = Faces(folders)
    said = printable(chart, faces)
    paper = Paper(said.title, made, faces)
    paper.add_page()
    bottom = draw(paper, said, TOP)
    return picture(paper.content(), DOTS_PER_INCH, bottom + TOP)


def printable(chart: Chart, faces: Faces) -> Chart:
    """Keep what can be printed, and remember the fonts."""
    bars = tuple(Bar(faces.printable(bar.name), bar.figure) for bar in chart.bars[:MOST_BARS])
    return Chart(faces.printable(chart.title), bars, faces.printable(chart.remark), chart.rtl)


def height_of(paper: Paper, chart: Chart) -> float:
    """Tell how much room a chart takes, in mm."""
    words = paper.height_of(chart.title, TITLE, INNER) + paper.height_of(chart.remark, SMALL, INNER)
    return words + 2 * GAP + ROW * len(chart.bars)


def draw(paper: Paper, chart: Chart, top: float) -> float:
    """Draw a chart on a page from `top` on; tells where it ends."""
    top = paper.write_block(chart.title, TITLE, MARGIN, top, INNER, rtl=chart.rtl) + GAP
    most = max((bar.figure.about for bar in chart.bars), default=0) or 1
    for bar in chart.bars:
        _draw_bar(paper, bar, ROOM * bar.figure.about / most, top, rtl=chart.rtl)
        top += ROW
    return paper.write_block(chart.remark, SMALL, MARGIN, top + GAP, INNER, rtl=chart.rtl)


def _draw_bar(paper: Paper, bar: Bar, length: float, top: float, *, rtl: bool) -> None:
    """Draw one bar between its name and its number, mirrored for who reads from the right."""
    middle = top + (ROW - LABEL.leading) / 2
    align, other = ("L", "R") if rtl else ("R", "L")
    start = WIDTH - MARGIN - NAME - GAP if rtl else MARGIN + NAME + GAP
    name_left = WIDTH - MARGIN - NAME if rtl else MARGIN
    paper.write_line(bar.name, LABEL, name_left, middle, NAME, align=align)
    left = start - length if rtl else start
    if length > 0:
        _fill(paper, left, top + (ROW - BAR) / 2, length, hatched=bar.figure.few)
    number_left = left - GAP - NUMBER if rtl else left + length + GAP
    paper.write_line(str(bar.figure), LABEL, number_left, middle, NUMBER, align=other)


def _fill(paper: Paper, left: float, top: float, length: float, *, hatched: bool) -> None:
    paper.set_draw_color(*ACCENT)
    paper.set_line_width(0.2)
    if not hatched:
        paper.set_fill_color(*ACCENT)
        paper.rect(left, top, length, BAR, style="F")
        return
    with paper.rect_clip(left, top, length, BAR):
        at = left - BAR
        while at < left + length:
            paper.line(at, top + BAR, at + BAR, top)
            at += HATCH
    paper.rect(left, top, length, BAR, style="D")
