"""The template's columns and words: ours, and the German ones that a coordinator sees in the spreadsheet."""

from __future__ import annotations

import csv
import re
from functools import cache
from types import MappingProxyType

from locales.formats import language_name
from locales.languages import DEFAULT
from storage.exchange.catalogue_csv import NAMES
from storage.exchange.vocabulary import LANGUAGES

HEADINGS = MappingProxyType(
    {
        "offer_id": "Kennung",
        "title_de": "Titel",
        "short_title_de": "Kurztitel",
        "description_de": "Beschreibung",
        "provider_label": "Anbieter",
        "offer_type": "Art",
        "topics": "Themen",
        "target_groups": "Zielgruppen",
        "level": "Vorkenntnisse",
        "instruction_languages": "Sprachen",
        "interpretation_on_request": "Dolmetschen",
        "plain_language": "Einfache Sprache",
        "quarter": "Viertel",
        "venue_name": "Ort",
        "street": "Straße",
        "postal_code": "PLZ",
        "city": "Stadt",
        "date": "Datum",
        "start_time": "Beginn",
        "end_time": "Ende",
        "status": "Status",
        "status_note_de": "Hinweis zum Termin",
        "online_link": "Link",
        "participants_attend_all_sessions": "Alle Termine zusammen",
        "capacity": "Plätze",
        "waiting_list": "Warteliste",
        "registration": "Anmeldung",
        "cost_eur": "Preis",
        "cost_note_de": "Hinweis zum Preis",
        "hours_total": "Stunden",
        "age_min": "Alter von",
        "age_max": "Alter bis",
        "eligibility_note_de": "Voraussetzungen",
        "women_only": "Nur für Frauen",
        "childcare": "Kinderbetreuung",
        "wheelchair_accessible": "Stufenlos",
        "accessibility_note_de": "Hinweis zum Zugang",
        "bring_along_de": "Mitbringen",
        "certificate_de": "Bescheinigung",
    }
)
"""our columns and what the template calls them, in its order"""

EASY = "de@easy"
NEEDED = ("offer_id", "title_de", "offer_type", "topics", "instruction_languages")
OF_SESSION = ("date", "start_time", "end_time", "status", "status_note_de", "online_link")
OF_VENUE = ("venue_name", "street", "postal_code", "city")

YES_NO = MappingProxyType({"ja": "yes", "nein": "no", "x": "yes"})
WORDS = MappingProxyType(
    {
        "offer_type": MappingProxyType(
            {
                "kurs": "course",
                "workshop": "workshop",
                "offene werkstatt": "open_lab",
                "beratung": "counselling",
                "veranstaltung": "event",
                "infotermin": "info_session",
                "firmenberatung": "company_advice",
                "begleitete aktivität": "guided_activity",
                "praktikum": "placement",
            }
        ),
        "level": MappingProxyType({"keine": "none", "grundlagen": "beginner", "für alle": "open"}),
        "registration": MappingProxyType({"nötig": "required", "erwünscht": "recommended", "keine": "none"}),
        "status": MappingProxyType({"findet statt": "scheduled", "verlegt": "moved", "fällt aus": "cancelled"}),
        "childcare": MappingProxyType({**YES_NO, "auf anfrage": "on_request", "unbekannt": "unknown"}),
        "wheelchair_accessible": MappingProxyType({**YES_NO, "unbekannt": "unknown"}),
        "plain_language": YES_NO,
        "waiting_list": YES_NO,
        "women_only": YES_NO,
        "participants_attend_all_sessions": YES_NO,
        "interpretation_on_request": MappingProxyType({"nein": "no"}),
        "cost_eur": MappingProxyType({"kostenlos": "0", "kostenfrei": "0", "frei": "0"}),
    }
)
"""German words for ours, by column, in lower case"""

AUDIENCES = MappingProxyType(
    {
        "auszubildende": "apprentices",
        "kreative": "creatives",
        "beschäftigte": "employees",
        "arbeitgeber": "employers",
        "familien": "families",
        "langzeitarbeitslose": "longterm_unemployed",
        "gering qualifizierte": "low_skilled",
        "zugewanderte": "migrants",
        "eltern": "parents",
        "anwohner": "residents",
        "ältere": "seniors",
        "gründer": "startups",
        "frauen": "women",
        "jugendliche": "youth",
    }
)
"""German words for whom something is for"""

GERMAN_DAY = re.compile(r"(?:[A-Za-z]{2,10}\.?,?\s+)?([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4}|[0-9]{2})")
ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00)?)?")
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?\s*(?:[Uu]hr|h)?")
DECIMAL = re.compile(r"([0-9]+)(?:,([0-9]+))?\s*(?:€|EUR|Euro)?", re.IGNORECASE)


def heading(written: str) -> str:
    """Know a column by our name or the template's; '' when it is neither."""
    name = " ".join(written.rstrip("*").split()).casefold()
    return BY_NAME.get(name, "")


BY_NAME = {name: name for name in HEADINGS} | {german.casefold(): name for name, german in HEADINGS.items()}


def ours(column: str, written: str) -> str:
    """Turn a cell as Germans write it into what our files have; what is not understood stays, to be refused as it is."""
    if column in WORDS:
        written = WORDS[column].get(written.casefold(), written)
    match column:
        case "date":
            return _day(written)
        case "start_time" | "end_time":
            return _clock(written)
        case "cost_eur" | "hours_total":
            found = DECIMAL.fullmatch(written)
            return written if found is None else found[1] + (f".{found[2]}" if found[2] else "")
        case "quarter":
            return slugs("quarter").get(written.casefold(), written)
        case "topics":
            return "|".join(slugs("topic").get(part.casefold(), part) for part in _parts(written))
        case "target_groups":
            return "|".join(AUDIENCES.get(part.casefold(), part) for part in _parts(written))
        case "instruction_languages" | "interpretation_on_request":
            return "|".join(languages().get(part.casefold(), part) for part in _parts(written))
        case _:
            return written


@cache
def slugs(subject: str) -> MappingProxyType[str, str]:
    """Find the short names of well-known topics or quarters by their German names, in lower case."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["subject"] == subject and row["language"] == "de"]
    return MappingProxyType({row["text"].casefold(): row["source_id"] for row in rows})


@cache
def languages() -> MappingProxyType[str, str]:
    """Find the codes of the languages by their German names, in lower case."""
    named = {str(language_name(code, DEFAULT)).casefold(): code for code in LANGUAGES if code != EASY}
    return MappingProxyType({**named, "einfaches deutsch": EASY})


def _parts(written: str) -> list[str]:
    """Split several values, as people separate them."""
    return [part.strip() for part in re.split(r"[|,;\n]", written) if part.strip()]


def _day(written: str) -> str:
    """Write a day as ISO does; a year of two digits is in this century."""
    if found := ISO_DAY.fullmatch(written):
        return found[1]
    if found := GERMAN_DAY.fullmatch(written):
        year = found[3] if len(found[3]) > len("27") else f"20{found[3]}"
        return f"{year}-{int(found[2]):02}-{int(found[1]):02}"
    return written


def _clock(written: str) -> str:
    """Write a time of day as 09:30."""
    found = CLOCK.fullmatch(written)
    return written if found is None else f"{int(found[1]):02}:{found[2] or '00'}"
