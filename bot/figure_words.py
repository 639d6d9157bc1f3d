"""Figures in words: what stands on charts and on the report, by the same catalogues as the screens."""

from __future__ import annotations

from datetime import datetime

from babel.numbers import format_decimal

from conversations.figure_lines import (
    MEASURE_NAMES,
    about_period,
    about_provider,
    how_meant,
    languages_meant,
    reach_pairs,
)
from locales.catalogues import Speech
from locales.formats import language_name
from locales.languages import BY_CODE, language
from locales.text import Text, _
from storage.exchange.charts import Bar, Chart
from storage.exchange.figures_pdf import Report, Table
from storage.records.figures import Facts, Figure, Figures, Row

CHARTS = ("registrations", "present", "quarters", "languages")
"""the pictures there are, by what they show"""


def chart(figures: Figures, what: str, voice: Speech, now: datetime) -> Chart:
    """Put a chart into words."""
    remark = languages_meant(figures.tongues) if what == "languages" else how_meant()
    heading = _("{what}: {period}", what=TITLES[what], period=about_period(figures.months))
    return Chart(voice.say(heading, now), bars(figures, what, voice, now), voice.say(remark, now), voice.rtl)


TITLES: dict[str, Text] = {
    "registrations": _("Registrations by month"),
    "present": _("People there by month"),
    "quarters": _("People there by quarter"),
    "languages": _("Languages of registrations"),
}


def bars(figures: Figures, what: str, voice: Speech, now: datetime) -> tuple[Bar, ...]:
    """Make the bars of a chart."""
    match what:
        case "languages":
            return tuple(Bar(spoken(code, voice, now), figure) for code, figure in figures.tongues.rows)
        case "quarters":
            return tuple(Bar(row.name.text, there(row)) for row in figures.by_quarter)
        case "present":
            return tuple(Bar(month_name(row.key), there(row)) for row in figures.by_month)
        case _:
            return tuple(Bar(month_name(row.key), row.facts.registrations) for row in figures.by_month)


def there(row: Row) -> Figure:
    """Tell how many were there, registered or not."""
    return row.facts.present + row.facts.walk_ins


def month_name(month: str) -> str:
    """Write a month: 11/2026."""
    return f"{month[5:]}/{month[:4]}"


def spoken(code: str, voice: Speech, now: datetime) -> str:
    """Name a language in the reader's."""
    if code not in BY_CODE:
        return code
    name = language_name(code, voice.language)
    return name if isinstance(name, str) else voice.say(name, now)


def hours(value: float, voice: Speech) -> str:
    """Write hours as the language writes numbers."""
    return str(format_decimal(round(value, 1), "#,##0.#", locale=language(voice.language).babel))


def report(figures: Figures, voice: Speech, now: datetime) -> Report:
    """Put a whole report into words."""

    def say(text: Text) -> str:
        return voice.say(text, now)

    remarks = [how_meant(), languages_meant(figures.tongues)]
    charts = tuple(chart(figures, what, voice, now) for what in CHARTS)
    return Report(
        title=say(_("Statistics")),
        about=(say(about_period(figures.months)), say(about_provider(figures.provider))),
        totals=(
            *totals(figures.total, voice, now),
            *((say(name), say(value)) for name, value in reach_pairs(figures.reach)),
        ),
        charts=tuple(one for one in charts if one.bars),
        table=table(figures, voice, now),
        remarks=tuple(say(remark) for remark in remarks),
        rtl=voice.rtl,
    )


def totals(facts: Facts, voice: Speech, now: datetime) -> tuple[tuple[str, str], ...]:
    """Say the total line by line."""
    exact: tuple[tuple[Text, str], ...] = (
        (_("Offers"), str(len(facts.offerings))),
        (_("Sessions held"), str(facts.held)),
        (_("Sessions cancelled"), str(facts.cancelled)),
        (_("Hours held"), hours(facts.hours, voice)),
    )
    people = tuple((name, str(facts.people(measure))) for measure, name in MEASURE_NAMES.items())
    spent = ((_("Hours of all people together, about"), hours(round(facts.spent), voice)),)
    return tuple((voice.say(name, now), value) for name, value in (*exact, *people, *spent))


def table(figures: Figures, voice: Speech, now: datetime) -> Table:
    """Make the table of offerings with their hours."""
    headings: tuple[Text, ...] = (
        _("Offer"),
        _("Sessions"),
        _("Hours"),
        MEASURE_NAMES["registrations"],
        MEASURE_NAMES["present"],
        _("Hours of people"),
    )
    rows = tuple(
        (
            row.name.text,
            str(row.facts.held),
            hours(row.facts.hours, voice),
            str(row.facts.registrations),
            str(there(row)),
            hours(round(row.facts.spent), voice),
        )
        for row in figures.by_offering
        if row.facts.held or row.facts.registrations.twice
    )
    return Table(tuple(voice.say(heading, now) for heading in headings), rows)
