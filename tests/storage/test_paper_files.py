"""Sheets and posters: every letter is printed in its script and none as a box, and the code leads to the offering."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from fpdf.fonts import TTFFont
from PIL import Image

from storage.exchange import attendance_pdf, poster_pdf
from storage.exchange.attendance_pdf import Person, Sheet, Words
from storage.exchange.fonts import FOLDERS, Faces, FontMissingError
from storage.exchange.poster_pdf import Panel, Poster
from tests.storage.lists_out import MADE, NAMES

GERMAN = Words("Anwesenheitsliste", "Name", "Unterschrift", "Unterschrift des Teams")
ARABIC = Words("قائمة الحضور", "الاسم", "التوقيع", "توقيع الفريق", rtl=True)
EVERY_SCRIPT = (*NAMES, "Олена", "علی رضایی", "Nguyễn Thị Ánh", "אברהם", "አበበ", "გიორგი", "பிரியா", "प्रिया क्ष", "สมชาย")
A4 = (595, 842)
NOTDEF = 0
"""the number of the glyph that stands for a missing one"""
ADDRESS = "https://t.me/aachen_bot?start=o_17"
GERMAN_PANEL = Panel("PC-Einstieg für Ältere", ("Di 12. Januar, 9:30–12:00 Uhr", "Kostenlos"), "Scannen Sie den Code.")
ARABIC_PANEL = Panel(
    "الخطوات الأولى", ("\u200fالثلاثاء، \u20669:30\u2060–\u206012:00\u2069", "مجانًا"), "امسح الرمز", rtl=True
)
GREEK_PANEL = Panel("Πρώτα βήματα", ("Τρίτη, 9:30–12:00", "Δωρεάν"), "Σαρώστε τον κωδικό.")


def a_sheet(*names: str, empty: int = 5) -> Sheet:
    """Make the sheet of a session."""
    facts = ("Di 12. Januar 2027, 9:30–12:00 Uhr", "DEPOT, Talstraße 2 (Aachen-Nord)", "Stunden: 2,5")
    return Sheet("PC-Einstieg", facts, tuple(Person(name, "4F7") for name in names), empty)


def a_poster(*panels: Panel) -> Poster:
    """Make a poster."""
    return Poster(panels, ADDRESS, "t.me/aachen_bot", "Von: Digital Camp")


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Watch every text being shaped, and collect those with a letter that its font does not have."""
    found: set[str] = set()
    shape = TTFFont.perform_harfbuzz_shaping

    def watched(self: TTFFont, text: str, *rest: Any) -> Any:  # noqa: ANN401 - handed on
        infos, positions = shape(self, text, *rest)
        found.update(text for info in infos if info.codepoint == NOTDEF)
        return infos, positions

    monkeypatch.setattr(TTFFont, "perform_harfbuzz_shaping", watched)
    return found


def pages(content: bytes) -> list[str]:
    """Read the text of every page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def sheet_pages(*sheets: Sheet, words: Words = GERMAN) -> list[str]:
    """Write sheets and read the text of every page."""
    return pages(attendance_pdf.write(sheets, words, MADE))


def ink(content: bytes) -> int:
    """Count the dark points of a document's first page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return sum(document[0].render(scale=1).to_pil().convert("L").histogram()[:128])
    finally:
        document.close()


def test_a_sheet_is_a4_and_says_what_where_and_when() -> None:
    content = attendance_pdf.write([a_sheet("Jörg Müßig")], GERMAN, MADE)

    document = pypdfium2.PdfDocument(content)
    assert A4 == tuple(map(round, document[0].get_size()))
    document.close()
    (text,) = pages(content)
    for expected in ("Anwesenheitsliste", "PC-Einstieg", "Talstraße 2", "Stunden: 2,5", "Jörg Müßig", "Unterschrift"):
        assert expected in text


@pytest.mark.parametrize("name", EVERY_SCRIPT)
def test_no_letter_of_a_name_is_a_box(name: str, boxes: set[str]) -> None:
    attendance_pdf.write([a_sheet(name)], GERMAN, MADE)

    assert set() == boxes


def test_a_letter_that_was_not_made_printable_would_be_known_as_a_box(boxes: set[str]) -> None:
    paper = attendance_pdf.build([a_sheet()], GERMAN, MADE)
    paper.write_line("王", attendance_pdf.CELL, 20, 20, 50)

    paper.content()

    assert {"王"} == boxes


def test_arabic_is_joined_and_runs_from_the_right() -> None:
    paper = attendance_pdf.build([a_sheet("محمد")], GERMAN, MADE)
    font = paper.fonts["notosansarabic"]
    paper.content()
    assert isinstance(font, TTFFont)
    names = {glyph.glyph_name for glyph, _place in font.subset.items() if glyph}
    alone = {"uni0645", "uni062D", "uni062F"}

    assert set() == alone & names
    assert "محمد" in sheet_pages(a_sheet("محمد"))[0]


def test_greek_and_german_names_are_read_back() -> None:
    (text,) = sheet_pages(a_sheet("Γιώργος Παπάς", "Jörg Müßig"))

    assert "Γιώργος Παπάς" in text
    assert "Jörg Müßig" in text


def test_a_sheet_in_arabic_is_mirrored() -> None:
    document = pypdfium2.PdfDocument(attendance_pdf.write([a_sheet("Ada")], ARABIC, MADE))
    text = document[0].get_textpage()
    first = text.search("Ada").get_next()
    assert first is not None

    assert A4[0] / 2 < text.get_charbox(first[0])[0]
    document.close()


def test_there_are_empty_rows_for_people_who_just_come() -> None:
    (text,) = sheet_pages(a_sheet("Ada", empty=5))

    assert all(f"\n{number}" in text.replace("\r", "") for number in range(1, 7))


def test_a_long_list_goes_on_on_further_pages_with_the_heading_repeated() -> None:
    texts = sheet_pages(a_sheet(*(f"Name {number}" for number in range(1, 51))))

    assert len(texts) > 1
    assert all(
        "PC-Einstieg" in text and f"{number} / {len(texts)}" in text for number, text in enumerate(texts, start=1)
    )
    assert [f"Name {number}" for number in range(1, 51)] == re.findall(r"Name \d+", "".join(texts))
    assert [False] * (len(texts) - 1) + [True] == ["Unterschrift des Teams" in text for text in texts]


@pytest.mark.parametrize("people", range(15, 24))
def test_the_last_page_has_room_for_the_signature_however_many_they_are(people: int) -> None:
    texts = sheet_pages(a_sheet(*(f"Name {number}" for number in range(people)), empty=0))

    assert 1 == sum("Unterschrift des Teams" in text for text in texts)
    assert "Unterschrift des Teams" in texts[-1]


def test_every_session_begins_on_a_page_of_its_own() -> None:
    assert 2 == len(sheet_pages(a_sheet("Ada"), a_sheet("Zoë")))


def test_a_name_too_long_for_its_column_is_made_to_fit() -> None:
    (text,) = sheet_pages(a_sheet("Wilhelmine-Charlotte von und zu " * 6))

    assert "Wilhelmine-Charlotte" in text
    assert "…" in text


def test_a_font_that_is_not_installed_is_named_with_its_package(tmp_path: Path) -> None:
    for file in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        shutil.copy(FOLDERS[0] / file, tmp_path)
    with pytest.raises(FontMissingError, match=r"NotoSansArabic-Regular\.ttf is missing.*fonts-noto-core"):
        attendance_pdf.write([a_sheet("محمد")], GERMAN, MADE, [tmp_path])


def test_chinese_names_name_the_package_that_has_their_font(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError, match="fonts-droid-fallback"):
        Faces([FOLDERS[0], tmp_path]).printable("王")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("Ali \U0001f600", "Ali "), ("ﬁ", "ﬁ"), ("A\x07B\tC", "AB C"), ("\ue000x", "x"), ("\u200bx", "\u200bx")],
)
def test_signs_that_no_font_has_are_left_out(typed: str, printed: str) -> None:
    assert printed == Faces().printable(typed)


def test_fancy_letters_are_printed(boxes: set[str]) -> None:
    (text,) = sheet_pages(a_sheet("𝓐𝓵𝓲", "Ａｌｉ"))

    assert ("𝓐𝓵𝓲" in text, "Ali" in text, set()) == (True, True, boxes)


@pytest.mark.parametrize(
    "panels", [(GERMAN_PANEL,), (ARABIC_PANEL, GERMAN_PANEL), (GERMAN_PANEL, ARABIC_PANEL, GREEK_PANEL)]
)
def test_a_poster_is_one_page_without_boxes(panels: tuple[Panel, ...], boxes: set[str]) -> None:
    assert 1 == len(pages(poster_pdf.write_pdf(a_poster(*panels), MADE)))
    assert set() == boxes


def test_a_poster_says_everything_in_each_language() -> None:
    (text,) = pages(poster_pdf.write_pdf(a_poster(GERMAN_PANEL, GREEK_PANEL), MADE))

    said = " ".join(text.split())
    for panel in (GERMAN_PANEL, GREEK_PANEL):
        for expected in (panel.title, *panel.facts, panel.call):
            assert expected.replace("\u2060", "") in said
    assert "t.me/aachen_bot" in said
    assert "Von: Digital Camp" in said


def test_the_code_in_the_picture_leads_to_the_offering() -> None:
    picture = Image.open(io.BytesIO(poster_pdf.write_png(a_poster(GERMAN_PANEL, ARABIC_PANEL), MADE)))

    assert [ADDRESS] == [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_picture_is_large_enough_to_print() -> None:
    picture = Image.open(io.BytesIO(poster_pdf.write_png(a_poster(GERMAN_PANEL), MADE)))

    assert "PNG" == picture.format
    assert (1654, 2339) == pytest.approx(picture.size, abs=2)


def test_a_long_text_still_leaves_the_code_alone() -> None:
    wordy = Panel(
        "Donaudampfschifffahrtsgesellschaftskapitänsausbildung " * 3, ("Sehr viel zu sagen. " * 12,) * 3, "Scan! " * 40
    )
    content = poster_pdf.write_png(a_poster(wordy, wordy, wordy), MADE)

    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)))
    assert [ADDRESS] == [one.text for one in found]


def test_a_larger_poster_than_one_language_needs_is_filled() -> None:
    one = poster_pdf.write_pdf(a_poster(GERMAN_PANEL), MADE)
    three = poster_pdf.write_pdf(a_poster(GERMAN_PANEL, GREEK_PANEL, ARABIC_PANEL), MADE)

    assert ink(one) > 0.6 * ink(three)
