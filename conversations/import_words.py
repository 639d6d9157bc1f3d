"""Words for what a file changes: fields and their values as coordinators call them, and why something cannot be used."""

from __future__ import annotations

import re
from datetime import datetime

from conversations.prose import cut
from conversations.wording import KINDS
from locales.languages import BY_CODE
from locales.text import Code, Content, Languages, Listed, Price, Text, Value, _
from storage.records.intake import FieldChange, Flaw

VALUE_ROOM = 60
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

REASONS: tuple[tuple[re.Pattern[str], Text], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        ("another provider than yours", _("This belongs to another provider.")),
        ("whose it is", _("The file does not say whose offer it is.")),
        ("20 MB|100 MB|more than|too many parts|are too long|more text", _("The file is too big. Please split it.")),
        ("document type|entities", _("The file holds something unsafe. Please export it again.")),
        ("password|workbook is broken", _("The table is broken or locked with a password.")),
        ("old Excel|PDF", _("I cannot read this kind of file. Please save it as XLSX.")),
        ("UTF-8|encoding|letters are broken", _("The letters in it are broken. Please save it as CSV UTF-8.")),
        ("file is empty|not a single|no offering in it|no visible sheet", _("There is no offer in this file.")),
        ("an id is needed", _("An ID has only letters from A to Z, digits, and . _ -")),
        ("must not be empty|at least one|needs the id|has no id", _("Something is missing here.")),
        ("formula", _("This is a formula. Please paste it as a value.")),
        ("^longer than|one line|cannot be shown", _("This text is too long, or holds strange characters.")),
        ("not one of|must be one of|known language|short name|yes or no", _("I do not know this word.")),
        ("later than start", _("The end must be later than the beginning.")),
        ("a whole day|span of days", _("The hours are missing.")),
        ("day that exists|time of day|times that can be|clocks go|times cannot be|hours of", _("This time is wrong.")),
        ("does not say when it ends|does not agree", _("This time is wrong.")),
        ("whole number|must be a number|amount in euros|must not be below", _("This number is wrong.")),
        ("begins with https", _("A link must begin with https://")),
        ("says something else", _("Another row says something else about the same offer.")),
        ("column is unknown", _("I do not know this column.")),
        ("column is missing", _("This column is missing.")),
        ("twice|has the same", _("This is there twice.")),
        ("cells", _("There are more cells than columns here.")),
        ("no title|a title in", _("The German title is missing.")),
        ("place needs a name", _("The place needs a name.")),
        ("people are registered", _("People are registered for it. A new form needs a new ID.")),
        ("session belonged", _("This date belonged to another offer. It needs a new ID.")),
        ("could not be fetched|not kept any more", _("I do not have the file. Please send it again.")),
        ("the rule", _("I do not understand how it repeats.")),
        (
            "read|broken|nested|root|calendar|JSON|Course|text;|cells|names of",
            _("I cannot read this. Please export it again."),
        ),
    )
)
"""why something cannot be used, by words of the reason that the reading modules give"""


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


def local(written: str) -> str:
    """Write a local time as the files do (2026-03-04 10:00) as Germans read it."""
    try:
        return datetime.fromisoformat(written).strftime("%d.%m.%Y, %H:%M")
    except ValueError:
        return written


def reason_text(reason: str) -> Text | Content:
    """Say why something cannot be used; a reason we have no words for stays as it is, in English."""
    return next((text for pattern, text in REASONS if pattern.search(reason)), Content(reason, "en"))


def place_text(flaw: Flaw) -> Text | None:
    """Say where in a file something is wrong; None when it is the whole of it."""
    if not flaw.number:
        return _("Column {column}", column=Code(flaw.column)) if flaw.column and flaw.unit == "row" else None
    if flaw.unit != "row":
        return _("Entry {number}", number=flaw.number)
    if not flaw.column:
        return _("Row {number}", number=flaw.number)
    return _("Row {number}, {column}", number=flaw.number, column=Code(flaw.column))
