"""Figures as rows: the columns that every table of them has, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from storage.exchange.registrations_xlsx import spoken
from storage.records.figures import MEASURES, Facts, Figure, Figures, Row

Value: TypeAlias = str | int | float
Cell: TypeAlias = Figure | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for machines, its heading for an office, and how to find its value."""

    key: str
    heading: str
    value: Callable[[Facts], Cell]


def _people(measure: str) -> Callable[[Facts], Cell]:
    return lambda facts: facts.people(measure)


HEADINGS = dict(
    zip(
        MEASURES,
        (
            "Anmeldungen",
            "Anwesend",
            "Gefehlt",
            "Ohne Anmeldung da",
            "Auf die Warteliste",
            "Platz angeboten",
            "Platz angenommen",
        ),
        strict=True,
    )
)
COLUMNS = (
    Column("offerings", "Angebote", lambda facts: len(facts.offerings)),
    Column("sessions_held", "Termine", lambda facts: facts.held),
    Column("sessions_cancelled", "Abgesagt", lambda facts: facts.cancelled),
    Column("hours", "Stunden", lambda facts: round(facts.hours, 2)),
    *(Column(measure, HEADINGS[measure], _people(measure)) for measure in MEASURES),
    Column("participant_hours", "Teilnahmestunden", lambda facts: round(facts.spent)),
)
TOTAL = "total"
TABLES = {
    TOTAL: "Gesamt",
    "month": "Monat",
    "provider": "Träger",
    "quarter": "Stadtteil",
    "offering": "Angebot",
    "language": "Sprache",
    "reach": "Reichweite",
}
REACHED = {
    "newcomers": "Neu im Bot",
    "reachable": "Erreichbar",
    "agreed": "Möchten Neuigkeiten",
    "announcements": "Ankündigungen",
}
ROUNDED = (
    "Zahlen von Menschen sind gerundet: 10 heißt 10 bis 14, <5 heißt 1 bis 4. Summen sind aus den gerundeten Zahlen gebildet, "
    "also ungefähr. Termine und Stunden sind genau."
)
LANGUAGES = "Sprachen gelten für ganze Jahre ({years}). Sprachen mit weniger als fünf Anmeldungen stehen nicht dabei."
WITHHELD = "Bei {count} Träger-Jahren sind die Sprachen nicht genannt: Einzelne wären zu erkennen."


def tables(figures: Figures) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """List the tables of facts, each with its rows."""
    yield "month", figures.by_month
    yield "provider", figures.by_provider
    yield "quarter", figures.by_quarter
    yield "offering", figures.by_offering


def reached(figures: Figures) -> dict[str, Figure | int | None]:
    """Tell whom the bot reaches, None for what is not told."""
    reach = figures.reach
    return {
        "newcomers": reach.newcomers,
        "reachable": reach.reachable,
        "agreed": reach.agreed,
        "announcements": reach.announcements,
    }


def remarks(figures: Figures) -> list[str]:
    """Say how the numbers are meant, for an office."""
    years = ", ".join(str(year) for year in figures.tongues.years)
    said = [ROUNDED, LANGUAGES.format(years=years)]
    return [*said, WITHHELD.format(count=figures.tongues.withheld)] if figures.tongues.withheld else said


def language(code: str) -> str:
    """Name a language as an office reads it."""
    return spoken(code)


def written(value: Cell) -> Value:
    """Write a value: numbers as numbers, '<5' as text, nothing for what is not told."""
    match value:
        case None:
            return ""
        case Figure():
            return str(value) if value.few else value.number
        case _:
            return value
