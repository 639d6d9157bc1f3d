"""Why something in a file cannot be used: each reason once, with the values it names, for screens and for the command line.

The readers of files say which reason and with which values. The command line writes it in English, exactly, with the words
here; screens have words of their own, in the reader's language. A reason's code is stored with a preview: it stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Why(StrEnum):
    """A reason; its value is its code, `english` what the command line says, with placeholders."""

    english: str

    def __new__(cls, code: str, english: str) -> Self:
        """Make a member of its code and its English."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.english = english
        return made

    def __call__(self, **values: str | int) -> Cause:
        """Name the values that the English has places for."""
        return Cause(self, tuple(values.items()))

    # the file as a whole
    FILE_TOO_LARGE = "file_too_large", "larger than 20 MB; split it, or export less"
    FILE_EMPTY = "file_empty", "the file is empty"
    NOT_OPENED = "not_opened", "cannot be opened ({error})"
    NOT_FETCHED = "not_fetched", "could not be fetched from Telegram"
    NOT_KEPT = "not_kept", "the file is not kept any more; send it again"
    UNREADABLE = "unreadable", "cannot be read"
    NO_ROOM = "no_room", "there is no room on the computer's disk to work on it; make room and send it again"
    ONE_AT_A_TIME = (
        "one_at_a_time",
        "one file at a time; only Integreat's events come in several, one for each language",
    )
    OLD_WORKBOOK = "old_workbook", "an old Excel workbook or a PDF; save it as .xlsx or 'CSV UTF-8'"
    OTHER_JSON = (
        "other_json",
        "neither Integreat's events nor JSON-LD of schema.org; name its format with --format",
    )
    PLAIN_PAGE = "plain_page", "a page without JSON-LD; ask its provider for a file, or for such data in the page"

    # letters
    NOT_UTF8 = "not_utf8", "not UTF-8 from here on; in the spreadsheet choose 'Save as', 'CSV UTF-8'"
    NO_TEXT = "no_text", "not a text; save it as 'CSV UTF-8', or as an Excel workbook (.xlsx)"
    LETTERS_BROKEN = (
        "letters_broken",
        "letters are broken (Ã¤ for ä): open the original and save it as 'CSV UTF-8' again",
    )
    ENCODINGS_MIXED = "encodings_mixed", "more than one encoding in one file from here on; save it as 'CSV UTF-8'"
    ENCODING_UNKNOWN = "encoding_unknown", "neither UTF-8 nor Windows-1252; save it as 'CSV UTF-8'"

    # tables: columns and rows
    NOT_SPLIT = "not_split", "cannot be split into cells ({error}); is a quotation mark missing?"
    COLUMN_COUNT = "column_count", "{count} columns; is this the right file?"
    TOO_MANY_COLUMNS = "too_many_columns", "more than {most} columns; is this the right file?"
    COLUMN_MISSING = "column_missing", "this column is missing"
    COLUMN_TWICE = "column_twice", "this column is there twice"
    COLUMN_MISSPELT = "column_misspelt", "this column is unknown; is its name spelled right?"
    COLUMN_MEANT = "column_meant", "this column is unknown; did you mean {name}?"
    COLUMN_NEEDLESS = "column_needless", "this column is unknown; delete it"
    CELL_COUNT = (
        "cell_count",
        "it has {cells} cells, the header {columns}; is a quotation mark or a comma missing?",
    )
    MORE_CELLS = "more_cells", "it has more cells than the header"
    NO_HEADER = "no_header", "the first row must hold the names of the columns"
    NO_ROW = "no_row", "there is not a single row below the header"
    NO_GOOD_ROW = "no_good_row", "there is not a single good row below the header"
    TOO_MANY_ROWS = "too_many_rows", "more than {most} rows; split the file"
    TOO_MUCH_TEXT = "too_much_text", "more text than a catalogue has; split the file"

    # workbooks
    WORKBOOK_UNREADABLE = (
        "workbook_unreadable",
        "this workbook cannot be read; open it in the spreadsheet and save it as .xlsx again",
    )
    WORKBOOK_LOCKED = (
        "workbook_locked",
        "this workbook is broken or locked with a password; save it as .xlsx again, without one",
    )
    WORKBOOK_SWOLLEN = (
        "workbook_swollen",
        "too many parts, or more than 100 MB when unpacked; copy the rows to a new workbook",
    )
    WORKBOOK_DECLARES = (
        "workbook_declares",
        "it declares a document type, which no spreadsheet does; save it as .xlsx again",
    )
    NO_SHEET = "no_sheet", "there is no visible sheet in this workbook"
    SHEET_BREAKS = "sheet_breaks", "cannot be read from here on; save it as .xlsx again"

    # a cell
    MISSING = "missing", "must not be empty"
    TOO_LONG = "too_long", "longer than {limit} characters ({count})"
    STRANGE_CHARACTER = "strange_character", "holds a character that cannot be shown; please type the text again"
    SEVERAL_LINES = "several_lines", "must be one line"
    NO_ID = "no_id", "an id is needed: letters, digits, '.', '_' and '-', at most 40"
    NO_SLUG = "no_slug", "{word!r} is no short name: a-z, 0-9, '_' and '-', at most 32, not only digits"
    NONE_NAMED = "none_named", "must name at least one"
    WORD_UNKNOWN = "word_unknown", "{word!r} is not one of: {words}"
    LANGUAGE_UNKNOWN = "language_unknown", "{word!r} is not a known language; known are: {words}"
    NO_CHOICE = "no_choice", "must be one of: {words}"
    YES_OR_NO = "yes_or_no", "must be yes or no"
    NO_WHOLE = "no_whole", "must be a whole number from {low} to {high}, or empty"
    NO_DECIMAL = "no_decimal", "must be a number from {low} to {high} with a decimal point, or empty"
    NO_AMOUNT = "no_amount", "must be an amount in euros such as 5.00, or empty"
    NO_DAY = "no_day", "must be a day that exists, written as 2027-01-12"
    NO_CLOCK = "no_clock", "must be a time of day, written as 09:30"
    NO_ADDRESS = "no_address", "must be an address that begins with https://, without spaces, or empty"
    NO_SUCH_ID = "no_such_id", "there is no such id in {file}"
    FORMULA = "formula", "a formula; copy the cell and paste it as a value"

    # what does not go together
    ROW_SAME = "row_same", "row {row} has the same {columns}"
    ROW_OTHER = "row_other", "says something else than row {row}, which is the same offering"
    OFFERING_ID = "offering_id", "every row needs the id of its offering"
    AGES_CROSSED = "ages_crossed", "must not be below age_min ({age})"
    ZONE_OTHER = "zone_other", "must be {zone}, or empty"
    WEEKDAY_OTHER = "weekday_other", "{day} is a {weekday}"
    END_FIRST = "end_first", "must be later than start_time"
    HOUR_LEFT_OUT = "hour_left_out", "this time does not exist on {day}: the clocks go forward"
    ISO_OTHER = "iso_other", "does not agree with date and time, which are {moment}"
    POSITION_HALF = "position_half", "a position needs both numbers, or neither"
    BASIS_UNKNOWN = "basis_unknown", "must be documented or approximate, or empty"
    BASIS_ALONE = (
        "basis_alone",
        "goes together with a position: documented or approximate, or all three empty",
    )
    PLACE_NAMELESS = "place_nameless", "the place needs a name, too"
    TEXT_TWICE = "text_twice", "{field} of {id} in {language} is there twice"
    NAME_UNUSED = "name_unused", "no offering or venue has this {subject}"
    NO_GERMAN = "no_german", "there is no German {field} of this {subject} to translate"
    GERMAN_ELSEWHERE = "german_elsewhere", "German texts stand in the file of offers, sessions or venues"
    TEXT_OF_NOTHING = (
        "text_of_nothing",
        "the id of an offering, session or venue is needed, or the short name of a topic or quarter",
    )

    # feeds
    TOO_MANY_OFFERINGS = "too_many_offerings", "more than {most} offerings; split it"
    NO_OFFERING = "no_offering", "there is no offering in it that can be used"
    TITLE_FOREIGN = "title_foreign", "has a title in {languages} alone; give the German file, too"
    NO_TITLE = "no_title", "has no title"
    NO_PROVIDER = "no_provider", "the file does not say whose it is; name them with --provider"
    ID_TWICE = "id_twice", "an offering before it has the same id"
    DATE_TWICE = "date_twice", "is there twice"
    NO_COURSE = "no_course", "there is no Course and no Event of schema.org in it"
    JSON_NESTED = "json_nested", "its JSON is nested too deeply; is this a page about courses?"
    JSON_BROKEN = "json_broken", "its JSON-LD is broken ({error})"
    NO_HOURS = "no_hours", "no day with hours of beginning and end"
    DAYS_LONG = "days_long", "a span of days, not a session; give its dates"
    XML_NESTED = "xml_nested", "nested too deeply or too large; is this OpenVHS?"
    XML_ROOT = "xml_root", "its root is {name!r}, not that of OpenVHS 1.2"
    XML_DECLARES = "xml_declares", "it declares a document type or entities; export it again without them"
    XML_BROKEN = "xml_broken", "broken XML ({error}); export it again"
    XML_ENCODING = (
        "xml_encoding",
        "its XML declaration names an encoding that is not the file's; export it again as UTF-8",
    )
    NO_TIME_OF_DAY = "no_time_of_day", "this date has no time of day"
    TIMES_IMPOSSIBLE = "times_impossible", "no day and times that can be"
    NOT_INTEGREAT = "not_integreat", "not the events of Integreat's API v3 ({error}); fetch them again"
    EVENT_UNREADABLE = "event_unreadable", "cannot be read ({error})"
    PATH_LANGUAGE = "path_language", "tells no language that we know"
    WHOLE_DAY = "whole_day", "a whole day; give it hours"
    EVENT_TIMES = "event_times", "no times that can be"

    # calendars
    NOT_A_CALENDAR = "not_a_calendar", "not a calendar file ({error}); export it again as .ics"
    TOO_MANY_EVENTS = "too_many_events", "more than {most} events; export fewer"
    CALENDAR_PARTS = "calendar_parts", "too many parts in one calendar; export fewer"
    CALENDAR_NESTED = "calendar_nested", "nested too deeply; is this a calendar?"
    EVENT_NAMELESS = "event_nameless", "has no id"
    TIMES_UNREADABLE = "times_unreadable", "its times cannot be read ({error})"
    SERIES_LONG = (
        "series_long",
        "its times cannot be read (the series of this file are too long; export fewer, or a shorter time)",
    )
    NO_END = "no_end", "its times cannot be read (it does not say when it ends)"
    DAY_WHOLE = "day_whole", "its times cannot be read ({day} is a whole day; give it hours)"
    RULE_PARTS = "rule_parts", "its times cannot be read (the rule has {parts})"
    RULE_FREQUENCY = "rule_frequency", "its times cannot be read (the rule repeats {frequency})"
    RULE_WEEKDAYS = "rule_weekdays", "its times cannot be read (the rule counts weekdays of a year)"
    RULE_INTERVAL = "rule_interval", "its times cannot be read (the rule has no interval)"

    # what is stored
    SESSION_TAKEN = "session_taken", "this session belonged to {before}; give the new one an id of its own"
    STRANDED = "stranded", "people are registered for this offering; give the new form an id of its own"
    PROVIDER_OTHER = "provider_other", "belongs to another provider than yours"
    STALE = "stale", "somebody else imported meanwhile; look at the preview again"


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason with the values it names; written out it is the English of the command line."""

    why: Why
    values: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        """Say it in English, exactly: 'longer than 40 characters (41)'."""
        return self.why.english.format(**dict(self.values))

    def bounded(self, room: int) -> Cause:
        """Cut the values that are longer than a preview has room for: some are what stands in the file."""
        cut = ((name, value[:room] if isinstance(value, str) else value) for name, value in self.values)
        return replace(self, values=tuple(cut))


class FlawedError(ValueError):
    """Something cannot be used; `cause` says why."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(str(cause))
        self.cause = cause
