"""Words for what a file changes: fields and their values as coordinators call them, and why something cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conversations.prose import cut
from conversations.wording import KINDS
from locales.languages import BY_CODE
from locales.text import Code, Languages, Listed, Price, Text, Value, _
from storage.records.intake import FieldChange, Flaw
from storage.records.reasons import Cause, Why

VALUE_ROOM, PROVIDERS_NAMED = 60, 2
NEW_DATE = "new_date"

FIELDS: dict[str, Text] = {
    "provider": _("Provider"),
    "quarter": _("Quarter"),
    "venue": _("Place"),
    "kind": _("Kind"),
    "level": _("What one should know"),
    "plain_language": _("Plain language"),
    "whole_course": _("All dates belong together"),
    "capacity": _("Number of places"),
    "waiting_list": _("Waiting list"),
    "price_cents": _("Price"),
    "registering": _("Registration"),
    "age_min": _("Youngest age"),
    "age_max": _("Oldest age"),
    "women_only": _("For women only"),
    "childcare": _("Childcare"),
    "step_free": _("Without steps"),
    "hours": _("Hours"),
    "topics": _("Topics"),
    "audiences": _("For whom"),
    "languages": _("Languages"),
    "interpretation": _("Help in languages"),
    "number": _("Number of the date"),
    "start": _("Begins"),
    "end": _("Ends"),
    "status": _("Takes place"),
    "link": _("Link"),
    "street": _("Address"),
    "postal_code": _("Address"),
    "city": _("Address"),
    "latitude": _("Place on the map"),
    "longitude": _("Place on the map"),
    "position_exact": _("Place on the map"),
    "title": _("Title"),
    "short_title": _("Short title"),
    "description": _("Description"),
    "price_note": _("Note on the price"),
    "access_note": _("Note on the way in"),
    "eligibility": _("Who may take part"),
    "bring": _("What to bring"),
    "certificate": _("Certificate"),
    "note": _("Note on the date"),
    "name": _("Name"),
    "live": _("Is there again"),
    "unknown": _("Not yet known"),
}

WORDS: dict[str, Text] = {
    "yes": _("yes"),
    "no": _("no"),
    "unknown": _("not known"),
    "on_request": _("on request"),
    "not_applicable": _("does not matter"),
    "required": _("needed"),
    "recommended": _("welcome"),
    "none": _("none"),
    "beginner": _("basics"),
    "open": _("for everybody"),
    "scheduled": _("takes place"),
    "moved": _("was moved"),
    "cancelled": _("is cancelled"),
    "residents": _("Residents"),
    **KINDS,
}

REASONS: dict[Why, Text] = {
    **dict.fromkeys(
        (
            Why.FILE_TOO_LARGE,
            Why.WORKBOOK_SWOLLEN,
            Why.TOO_MANY_COLUMNS,
            Why.TOO_MANY_ROWS,
            Why.TOO_MUCH_TEXT,
            Why.TOO_MANY_OFFERINGS,
            Why.TOO_MANY_EVENTS,
            Why.CALENDAR_PARTS,
            Why.SERIES_LONG,
        ),
        _("The file is too big. Please split it."),
    ),
    **dict.fromkeys(
        (
            Why.NOT_OPENED,
            Why.UNREADABLE,
            Why.NOT_SPLIT,
            Why.COLUMN_COUNT,
            Why.NO_HEADER,
            Why.WORKBOOK_UNREADABLE,
            Why.SHEET_BREAKS,
            Why.OTHER_JSON,
            Why.PLAIN_PAGE,
            Why.JSON_NESTED,
            Why.JSON_BROKEN,
            Why.XML_NESTED,
            Why.XML_ROOT,
            Why.XML_BROKEN,
            Why.NOT_INTEGREAT,
            Why.EVENT_UNREADABLE,
            Why.NOT_A_CALENDAR,
            Why.CALENDAR_NESTED,
        ),
        _("I cannot read this. Please export it again."),
    ),
    **dict.fromkeys((Why.NOT_FETCHED, Why.NOT_KEPT, Why.NO_ROOM), _("I do not have the file. Please send it again.")),
    **dict.fromkeys(
        (Why.WORKBOOK_DECLARES, Why.XML_DECLARES), _("The file holds something unsafe. Please export it again.")
    ),
    **dict.fromkeys(
        (
            Why.NOT_UTF8,
            Why.NO_TEXT,
            Why.LETTERS_BROKEN,
            Why.ENCODINGS_MIXED,
            Why.ENCODING_UNKNOWN,
            Why.XML_ENCODING,
        ),
        _("The letters in it are broken. Please save it as CSV UTF-8."),
    ),
    **dict.fromkeys(
        (Why.FILE_EMPTY, Why.NO_ROW, Why.NO_GOOD_ROW, Why.NO_SHEET, Why.NO_OFFERING, Why.NO_COURSE),
        _("There is no offer in this file."),
    ),
    Why.OLD_WORKBOOK: _("I cannot read this kind of file. Please save it as XLSX."),
    Why.WORKBOOK_LOCKED: _("The table is broken or locked with a password."),
    Why.ONE_AT_A_TIME: _("Please send one file at a time."),
    Why.COLUMN_MISSING: _("This column is missing."),
    Why.COLUMN_MEANT: _("I do not know this column. Is this meant: {name}?"),
    **dict.fromkeys((Why.COLUMN_MISSPELT, Why.COLUMN_NEEDLESS), _("I do not know this column.")),
    **dict.fromkeys((Why.CELL_COUNT, Why.MORE_CELLS), _("There are more cells than columns here.")),
    **dict.fromkeys((Why.COLUMN_TWICE, Why.ID_TWICE, Why.DATE_TWICE, Why.TEXT_TWICE), _("This is there twice.")),
    Why.ROW_SAME: _("This is there twice, row {row} has it, too."),
    Why.ROW_OTHER: _("Row {row} says something else about the same offer."),
    **dict.fromkeys(
        (Why.MISSING, Why.NONE_NAMED, Why.OFFERING_ID, Why.EVENT_NAMELESS), _("Something is missing here.")
    ),
    Why.TOO_LONG: _("This text is too long. Characters: {count}, at most: {limit}."),
    Why.STRANGE_CHARACTER: _("There is a strange character in this text. Please type the text again."),
    Why.SEVERAL_LINES: _("This text must be one line."),
    Why.FORMULA: _("This is a formula. Please paste it as a value."),
    **dict.fromkeys((Why.NO_ID, Why.TEXT_OF_NOTHING), _("An ID has only letters from A to Z, digits, and . _ -")),
    Why.NO_SLUG: _("This short name cannot be used: {word}. Please use only a to z, digits, _ and -"),
    **dict.fromkeys((Why.WORD_UNKNOWN, Why.LANGUAGE_UNKNOWN), _("I do not know this word: {word}")),
    **dict.fromkeys((Why.NO_CHOICE, Why.BASIS_UNKNOWN), _("I do not know this word.")),
    Why.YES_OR_NO: _("Please write yes or no here."),
    **dict.fromkeys((Why.NO_WHOLE, Why.NO_DECIMAL), _("Please write a number from {low} to {high} here.")),
    Why.NO_AMOUNT: _("Please write an amount of money here, for example 5.00."),
    Why.AGES_CROSSED: _("The oldest age must not be below the youngest."),
    Why.NO_ADDRESS: _("A link must begin with https://"),
    **dict.fromkeys((Why.NO_SUCH_ID, Why.NAME_UNUSED), _("There is nothing with this ID.")),
    Why.NO_DAY: _("There is no such day. Please write it like this: 2027-01-12"),
    Why.NO_CLOCK: _("There is no such time. Please write it like this: 09:30"),
    Why.WEEKDAY_OTHER: _("The day of the week does not fit the date."),
    Why.END_FIRST: _("The end must be later than the beginning."),
    Why.HOUR_LEFT_OUT: _("There is no such time on this day: the clocks go forward."),
    **dict.fromkeys(
        (Why.ZONE_OTHER, Why.ISO_OTHER, Why.TIMES_IMPOSSIBLE, Why.EVENT_TIMES, Why.TIMES_UNREADABLE),
        _("This time is wrong."),
    ),
    Why.NO_END: _("It does not say when it ends."),
    **dict.fromkeys(
        (Why.NO_HOURS, Why.DAYS_LONG, Why.NO_TIME_OF_DAY, Why.WHOLE_DAY, Why.DAY_WHOLE), _("The hours are missing.")
    ),
    **dict.fromkeys(
        (Why.RULE_PARTS, Why.RULE_FREQUENCY, Why.RULE_WEEKDAYS, Why.RULE_INTERVAL),
        _("I do not understand how it repeats."),
    ),
    **dict.fromkeys((Why.POSITION_HALF, Why.BASIS_ALONE), _("The place on the map is only half there.")),
    Why.PLACE_NAMELESS: _("The place needs a name."),
    **dict.fromkeys((Why.NO_TITLE, Why.TITLE_FOREIGN), _("The German title is missing.")),
    Why.NO_GERMAN: _("The German text is missing."),
    Why.GERMAN_ELSEWHERE: _("German texts belong into the file of offers, dates or places."),
    Why.PATH_LANGUAGE: _("I do not know this language."),
    Why.NO_PROVIDER: _("The file does not say whose offer it is."),
    Why.PROVIDER_OTHER: _("This belongs to another provider."),
    Why.STRANDED: _("People are registered for it. A new form needs a new ID."),
    Why.SESSION_TAKEN: _("This date belonged to another offer. It needs a new ID."),
    Why.STALE: _("Somebody changed something meanwhile. Please look again."),
}
"""why something cannot be used, shorter than the command line says it; a name in braces is a value of the cause"""


def field_name(field: str) -> Text:
    """Name a field; a text's names its language."""
    name, _mark, language = field.partition(" (")
    known = FIELDS.get(name, _("Something else"))
    code = language.rstrip(")")
    if code not in BY_CODE:
        return known
    return _("{field} ({language})", field=known, language=Languages((code,)))


def change_text(change: FieldChange) -> Text:
    """Say what a field was and what it becomes."""
    before, after = (value_text(change.field, value) for value in (change.before, change.after))
    return _("{field}: before {before}, now {after}", field=field_name(change.field), before=before, after=after)


def value_text(field: str, value: str) -> Value:
    """Write a value as people do."""
    if not value:
        return _("nothing")
    match field:
        case "price_cents" if value.isdigit():
            return Price(int(value))
        case "languages" | "interpretation" if all(code in BY_CODE for code in value.split("|")):
            return Languages(tuple(value.split("|")))
        case "start" | "end":
            return Code(local(value))
        case "unknown":
            return _("{fields}", fields=names_of(value.split("|")))
        case _:
            return WORDS.get(value) or Code(cut(value, VALUE_ROOM))


def names_of(fields: list[str] | tuple[str, ...]) -> Value:
    """Name several fields."""
    return Listed(tuple(FIELDS[field] for field in fields if field in FIELDS))


def providers_text(names: tuple[str, ...]) -> Text:
    """Name who offers something for the first time; of many, how many more there are."""
    named = [Code(cut(name, VALUE_ROOM)) for name in names[:PROVIDERS_NAMED]]
    if len(names) > PROVIDERS_NAMED:
        named.append(Code(f"+{len(names) - PROVIDERS_NAMED}"))
    return _("New provider: {names}", names=Listed(tuple(named)))


def local(written: str) -> str:
    """Write a local time as the files do (2026-03-04 10:00) as Germans read it."""
    try:
        return datetime.fromisoformat(written).strftime("%d.%m.%Y, %H:%M")
    except ValueError:
        return written


def reason_text(cause: Cause) -> Text:
    """Say why something cannot be used."""
    words = REASONS[cause.why]
    values = ((name, value) for name, value in cause.values if f"{{{name}}}" in words.msgid)
    return replace(words, values=tuple((name, shown(value)) for name, value in values))


def shown(value: str | int) -> Value:
    """Show a value of a cause; what comes from the file stands apart from the sentence."""
    return value if isinstance(value, int) else Code(cut(value, VALUE_ROOM))


def place_text(flaw: Flaw) -> Text | None:
    """Say where in a file something is wrong; None when it is the whole of it."""
    column = Code(cut(flaw.column, VALUE_ROOM))
    if not flaw.number:
        return _("Column {column}", column=column) if flaw.column and flaw.unit == "row" else None
    if flaw.unit != "row":
        return _("Entry {number}", number=flaw.number)
    if not flaw.column:
        return _("Row {number}", number=flaw.number)
    return _("Row {number}, {column}", number=flaw.number, column=column)
