"""Paper: an A4 document in which every script is set as it is read, Arabic joined and from right to left."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from storage.exchange.fonts import BASE, Faces

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
INNER = WIDTH - 2 * MARGIN
SMALLEST_PT = 7.0
LEADING = 0.5
"""the height of a line in mm for each point of its letters: a third more than the letters themselves"""
BLACK, GREY, LINE = 0, 95, 150


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: points, weight, grey level."""

    size: float
    bold: bool = False
    grey: int = BLACK

    @property
    def leading(self) -> float:
        """Tell the height of a line, in mm."""
        return self.size * LEADING

    def scaled(self, factor: float) -> Style:
        """Make it smaller or larger."""
        return Style(self.size * factor, self.bold, self.grey)


class Paper(FPDF):
    """An A4 document. All lengths in mm. Texts are set from the right where `rtl` says so, each in its own direction."""

    def __init__(self, title: str, made: datetime, faces: Faces) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self.faces = faces
        self.set_auto_page_break(auto=False)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_title(title)
        self.set_creation_date(made)
        for face in faces.used:
            self.add_font(face.family, "", faces.path(face.regular, face.package))
            if face.bold:
                self.add_font(face.family, "B", faces.path(face.bold, face.package))
        self.set_fallback_fonts([face.family for face in faces.used if face is not BASE], exact_match=False)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_font(BASE.family, "", 11)

    def wear(self, style: Style) -> None:
        """Set what follows in a style.

        A line that ended in another script leaves that script's font in the page. fpdf2 believes that its own is still worn,
        and would write the next line's letters by the numbers they have in the wrong font. So it is made to say the font again.
        """
        self.font_family = ""
        self.set_font(BASE.family, "B" if style.bold else "", style.size)
        self.set_text_color(style.grey)

    def write_block(
        self, text: str, style: Style, left: float, top: float, width: float, *, rtl: bool = False
    ) -> float:
        """Write a text over as many lines as it takes; tells where it ends below."""
        self.wear(style)
        self.set_xy(left, top)
        self.multi_cell(
            width, style.leading, text, align="R" if rtl else "L", padding=0, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        return float(self.get_y())

    def height_of(self, text: str, style: Style, width: float) -> float:
        """Tell how high a text would be."""
        self.wear(style)
        height = self.multi_cell(width, style.leading, text, align="L", padding=0, dry_run=True, output="HEIGHT")
        return float(str(height))

    def longest_word(self, text: str, style: Style) -> float:
        """Tell how wide the longest word of a text would be."""
        self.wear(style)
        return max((self.get_string_width(word) for word in text.split(" ")), default=0.0)

    def write_line(self, text: str, style: Style, left: float, top: float, width: float, *, align: str = "L") -> None:
        """Write a text on one line, in smaller letters when it is long, and cut when even those are too wide."""
        self.wear(style)
        while self.get_string_width(text) > width and self.font_size_pt > SMALLEST_PT:
            self.set_font_size(max(SMALLEST_PT, self.font_size_pt - 0.5))
        while self.get_string_width(text) > width:
            text = text.rstrip("…")[:-1] + "…"
        self.set_xy(left, top)
        self.cell(width, style.leading, text, align=align)

    def content(self) -> bytes:
        """Finish the document and let go of its fonts' files."""
        file = io.BytesIO()
        try:
            self.output(file)
        finally:
            self.let_go()
        return file.getvalue()

    def let_go(self) -> None:
        """Close the fonts' files; nothing more can be written."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
