"""Pictures (PNG) of pages. Their program may not be used by two threads at once, so one waits for the other."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2

from storage.exchange.paper import HEIGHT

POINTS_PER_INCH = 72
POINTS_PER_MM = POINTS_PER_INCH / 25.4
_ONE_AT_A_TIME = Lock()


def picture(document: bytes, dots_per_inch: int, height: float = HEIGHT) -> bytes:
    """Draw the first page of a PDF as a picture, as far down as `height` (mm)."""
    cut = (HEIGHT - height) * POINTS_PER_MM
    with _ONE_AT_A_TIME:
        pages = pypdfium2.PdfDocument(document)
        try:
            drawn = pages[0].render(scale=dots_per_inch / POINTS_PER_INCH, crop=(0, cut, 0, 0)).to_pil()
        finally:
            pages.close()
    file = io.BytesIO()
    drawn.save(file, "PNG", dpi=(dots_per_inch, dots_per_inch), optimize=True)
    return file.getvalue()
