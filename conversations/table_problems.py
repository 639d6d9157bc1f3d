"""What is wrong with a table of texts that somebody sent, said so that they can put it right: row, column, reason."""

from __future__ import annotations

from locales.text import Code, Text, _
from storage.records.announcements import MOST_TEXT, MOST_TITLE
from storage.records.wording_tables import TableFlaw, TableProblem


def problem_text(problem: TableProblem) -> Text:
    """Say one problem in a sentence, with the row as a spreadsheet counts."""
    if not problem.row or problem.flaw is TableFlaw.COLUMN_MISSING:
        return whole_text(problem)
    return _("Row {row}: {reason}", row=problem.row, reason=reason_text(problem))


def whole_text(problem: TableProblem) -> Text:
    """Say what is wrong with the file as a whole."""
    match problem.flaw:
        case TableFlaw.NOT_FETCHED:
            return _("I could not get the file. Please send it once more.")
        case TableFlaw.TOO_LARGE:
            return _("The file is too large.")
        case TableFlaw.COLUMN_MISSING:
            return _("The column {column} is missing in row 1.", column=Code(problem.value))
        case TableFlaw.NOTHING:
            return _("There is no text in the table.")
        case _:
            return _("This is not a table (XLSX) that I can read.")


def reason_text(problem: TableProblem) -> Text:
    """Say what is wrong with a cell."""
    match problem.flaw:
        case TableFlaw.UNKNOWN_LANGUAGE if problem.value:
            return _("I do not know the language {code}.", code=Code(problem.value))
        case TableFlaw.UNKNOWN_LANGUAGE:
            return _("The code of the language is missing.")
        case TableFlaw.TWICE:
            return _("The language {code} is there twice.", code=Code(problem.value))
        case TableFlaw.NO_TEXT:
            return _("The text is missing.")
        case _:
            most = MOST_TITLE if problem.column == "Titel" else MOST_TEXT
            return _("{column} is longer than {count} characters.", column=Code(problem.column), count=most)
