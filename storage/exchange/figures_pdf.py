"""Figures on paper (PDF, A4): the total line by line, charts, and a table of the offerings with their hours for a funder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from storage.exchange import charts
from storage.exchange.charts import Chart
from storage.exchange.fonts import FOLDERS, Faces
from storage.exchange.paper import BLACK, GREY, HEIGHT, INNER, LINE, MARGIN, WIDTH, Paper, Style

TOP = 16.0
FOOT = HEIGHT - 14.0
TITLE, FACT, HEAD, CELL, SMALL = Style(18, bold=True), Style(11), Style(9, bold=True), Style(10), Style(9, grey=GREY)
NAME_SHARE = 0.45
ROW = 6.5
GAP = 6.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, and a row of cells each; the first cell is the name."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What stands on the pages, in their language."""

    title: str
    about: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    table: Table
    remarks: tuple[str, ...]
    rtl: bool = False


def write(report: Report, made: datetime, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Write a report. FontMissingError when a font that a text needs is not installed."""
    return build(report, made, folders).content()


def build(report: Report, made: datetime, folders: Sequence[Path] = FOLDERS) -> Paper:
    """Set the pages, ready to be written."""
    faces = Faces(folders)
    said = _printable(report, faces)
    paper = Paper(said.title, made, faces)
    paper.add_page()
    _Setter(paper, said).set()
    return paper


def _printable(report: Report, faces: Faces) -> Report:
    words = faces.printable
    table = Table(
        tuple(words(one) for one in report.table.headings),
        tuple(tuple(words(cell) for cell in row) for row in report.table.rows),
    )
    return replace(
        report,
        title=words(report.title),
        about=tuple(words(one) for one in report.about),
        totals=tuple((words(name), words(value)) for name, value in report.totals),
        charts=tuple(charts.printable(chart, faces) for chart in report.charts),
        table=table,
        remarks=tuple(words(one) for one in report.remarks),
    )


class _Setter:
    """Sets a report from above, on as many pages as it takes."""

    def __init__(self, paper: Paper, report: Report) -> None:
        self.paper = paper
        self.report = report
        self.top = TOP

    def set(self) -> None:
        """Set heading, totals, remarks, charts and table."""
        self._block(self.report.title, TITLE)
        for line in self.report.about:
            self._block(line, FACT)
        self.top += GAP / 2
        for name, value in self.report.totals:
            self._row((name, value), FACT, (0.7, 0.3))
        self.top += GAP / 2
        for remark in self.report.remarks:
            self._block(remark, SMALL)
        for chart in self.report.charts:
            self._need(charts.height_of(self.paper, chart) + GAP)
            self.top = charts.draw(self.paper, chart, self.top + GAP)
        self._table(self.report.table)

    def _need(self, height: float) -> None:
        """Begin a page when what comes does not fit on this one."""
        if self.top + height > FOOT and self.top > TOP:
            self.paper.add_page()
            self.top = TOP

    def _block(self, text: str, style: Style) -> None:
        self._need(self.paper.height_of(text, style, INNER))
        self.top = self.paper.write_block(text, style, MARGIN, self.top, INNER, rtl=self.report.rtl)

    def _table(self, table: Table) -> None:
        if not table.rows:
            return
        shares = self._shares(len(table.headings))
        self.top += GAP
        self._need(3 * ROW)
        self._row(table.headings, HEAD, shares)
        for row in table.rows:
            if self.top + ROW > FOOT:
                self._need(FOOT)
                self._row(table.headings, HEAD, shares)
            self._row(row, CELL, shares)

    @staticmethod
    def _shares(columns: int) -> tuple[float, ...]:
        return (NAME_SHARE, *[(1 - NAME_SHARE) / (columns - 1)] * (columns - 1))

    def _row(self, cells: Sequence[str], style: Style, shares: Sequence[float]) -> None:
        """Set a row, mirrored for who reads from the right: names at the start, numbers at the end of their columns."""
        self._need(ROW)
        rtl, start = self.report.rtl, 0.0
        for number, (cell, share) in enumerate(zip(cells, shares, strict=True)):
            width = INNER * share
            left = WIDTH - MARGIN - start - width if rtl else MARGIN + start
            align = "R" if (number == 0) == rtl else "L"
            self.paper.write_line(cell, style, left + 0.5, self.top + (ROW - style.leading) / 2, width - 1, align=align)
            start += width
        self.paper.set_draw_color(BLACK if style is HEAD else LINE)
        self.paper.set_line_width(0.15)
        self.paper.line(MARGIN, self.top + ROW, WIDTH - MARGIN, self.top + ROW)
        self.top += ROW
