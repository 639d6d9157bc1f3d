"""What became of a table of texts: the languages it brought, or each mistake by its row, and the way on."""

from __future__ import annotations

import pytest

from conversations.core import Screen, Tap
from conversations.notices.texts_read import NOTICE
from storage.records.announcements import Objection, Refusal, Wording
from storage.records.wording_tables import TableFlaw, TableProblem, WordingsRead, WordingsRefused
from tests.conversations.fakes import FakeReader, read, taps


async def shown(found: object) -> Screen:
    """Show what was found in a table."""
    return NOTICE.render(await NOTICE.load({"announcement_id": 4, "found": found}, FakeReader()))


async def test_the_languages_that_were_taken_over_are_named() -> None:
    screen = await shown(WordingsRead((Wording("de", "a", "b"), Wording("ar", "a", "b"))))

    assert ["✅ I took over 2 texts.", "🗣️ German, Arabic", "[🗣️ Texts]"] == read(screen)
    assert Tap("announcement_text", "show", (4,)) == taps(screen)["Texts"]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (TableProblem(TableFlaw.NOT_FETCHED), "I could not get the file. Please send it once more."),
        (TableProblem(TableFlaw.NO_TABLE), "This is not a table (XLSX) that I can read."),
        (TableProblem(TableFlaw.TOO_LARGE), "The file is too large."),
        (TableProblem(TableFlaw.NOTHING), "There is no text in the table."),
        (TableProblem(TableFlaw.COLUMN_MISSING, 1, value="Titel"), "The column Titel is missing in row 1."),
        (TableProblem(TableFlaw.UNKNOWN_LANGUAGE, 3, "Code", "xx"), "Row 3: I do not know the language xx."),
        (TableProblem(TableFlaw.UNKNOWN_LANGUAGE, 3, "Code"), "Row 3: The code of the language is missing."),
        (TableProblem(TableFlaw.TWICE, 4, "Code", "de"), "Row 4: The language de is there twice."),
        (TableProblem(TableFlaw.NO_TEXT, 5, "Text"), "Row 5: The text is missing."),
        (TableProblem(TableFlaw.TOO_LONG, 6, "Titel", "x"), "Row 6: Titel is longer than 120 characters."),
        (TableProblem(TableFlaw.TOO_LONG, 6, "Text", "x"), "Row 6: Text is longer than 3,000 characters."),
    ],
)
async def test_each_mistake_says_what_to_put_right(problem: TableProblem, said: str) -> None:
    assert [
        "🙏 I took over nothing from the table.",
        said,
        "Please put it right and send me the table again.",
        "[📎 All languages in a table]",
    ] == read(await shown(WordingsRefused((problem,))))


async def test_many_mistakes_are_counted_after_the_first() -> None:
    problems = tuple(TableProblem(TableFlaw.NO_TEXT, row, "Text") for row in range(2, 12))
    lines = read(await shown(WordingsRefused(problems)))

    assert "Row 7: The text is missing." in lines
    assert "and 4 more" in lines
    assert "Row 8: The text is missing." not in lines


async def test_a_refusal_says_why() -> None:
    assert ["🙏 I took over nothing from the table.", "You may not do this.", "[🗣️ Texts]"] == read(
        await shown(Refusal(Objection.NOT_ALLOWED))
    )
