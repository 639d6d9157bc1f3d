"""What comes of reading a table of wordings: how many were taken, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.records.announcements import Wording


class TableFlaw(StrEnum):
    """What may be wrong with a table of texts that somebody sent."""

    NOT_FETCHED = "not_fetched"
    """Telegram did not hand the file out"""
    NO_TABLE = "no_table"
    """it is no XLSX file, or a broken one"""
    TOO_LARGE = "too_large"
    COLUMN_MISSING = "column_missing"
    """`value` names it"""
    UNKNOWN_LANGUAGE = "unknown_language"
    TWICE = "twice"
    """a language stands in two rows"""
    NO_TEXT = "no_text"
    """a title without a text"""
    TOO_LONG = "too_long"
    NOTHING = "nothing"
    """there is no text in it"""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """What is wrong with a table: the row as a spreadsheet counts (0: all of it), the column's heading, what stands there."""

    flaw: TableFlaw
    row: int = 0
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class WordingsRead:
    """What a table of texts says."""

    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class WordingsRefused:
    """Why a table of texts could not be taken: everything that is wrong with it."""

    problems: tuple[TableProblem, ...]
