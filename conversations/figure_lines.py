"""Figures in sentences, on the screen, on charts and on paper."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Line, note, say
from locales.text import Code, Languages, Listed, Text, _, ngettext
from storage.records.figures import FEWEST, MEASURES, Facts, Figure, Months, Reach, Tongues

MEASURE_NAMES: dict[str, Text] = dict(
    zip(
        MEASURES,
        (
            _("Registrations"),
            _("There, registered"),
            _("Stayed away"),
            _("There, without registering"),
            _("Joined a waiting list"),
            _("Were offered a place"),
            _("Took the place"),
        ),
        strict=True,
    )
)


def month_text(month: str) -> Text:
    """Write a month in digits, as every language reads it: 11/2026."""
    return _("{month}", month=Code(f"{month[5:]}/{month[:4]}"))


def about_period(months: Months) -> Text:
    """Name a period: a month, a year, or from one month to another."""
    if months.first == months.last:
        return month_text(months.first)
    if (months.first[5:], months.last[5:]) == ("01", "12") and len(months.years) == 1:
        return _("{year}", year=Code(months.first[:4]))
    return _("{first} to {last}", first=month_text(months.first), last=month_text(months.last))


def about_provider(name: str) -> Text:
    """Say whose figures they are."""
    return _("From: {provider}", provider=Code(name)) if name else _("All providers")


def figure_text(figure: Figure) -> Text:
    """Write a rounded number."""
    return _("{number}", number=Code(str(figure)))


def how_meant() -> Text:
    """Say how rounded numbers are meant."""
    few = Code(f"<{FEWEST}")
    return _("Numbers of people are rounded: 10 stands for 10 to 14, {few} for 1 to 4. Sums are approximate.", few=few)


def languages_meant(tongues: Tongues) -> Text:
    """Say of when the languages are, and what is left out."""
    years = Listed(tuple(Code(str(year)) for year in tongues.years))
    return _("Languages are told for whole years: {years}. Those of fewer than five people are left out.", years=years)


def facts_lines(facts: Facts) -> tuple[Line, ...]:
    """Say what took place and who came, line by line."""
    held = ngettext("{count} session held", "{count} sessions held", facts.held)
    cancelled = ngettext("{count} cancelled", "{count} cancelled", facts.cancelled)
    hours = ngettext("{count} hour in all", "{count} hours in all", round(facts.hours))
    there = _(
        "There: {present}. Without registering: {walk_ins}. Stayed away: {absent}.",
        present=Code(str(facts.present)),
        walk_ins=Code(str(facts.walk_ins)),
        absent=Code(str(facts.absent)),
    )
    waited = _(
        "Waiting list: {waited}. Offered a place: {offered}. Took it: {taken}.",
        waited=Code(str(facts.waited)),
        offered=Code(str(facts.offered)),
        taken=Code(str(facts.taken)),
    )
    return (
        say(_("{held}, {cancelled}, {hours}", held=held, cancelled=cancelled, hours=hours), pic.WHEN),
        say(_("Registrations: {number}", number=Code(str(facts.registrations))), pic.MINE),
        say(there, pic.PEOPLE),
        say(waited, pic.WAITING),
    )


def reach_pairs(reach: Reach) -> tuple[tuple[Text, Text], ...]:
    """Say whom the bot reaches, name by name, without what is not told."""
    pairs: tuple[tuple[Text, Figure | None], ...] = (
        (_("New in the bot"), reach.newcomers),
        (_("Can be reached now"), reach.reachable),
        (_("Agreed to news"), reach.agreed),
    )
    told = tuple((name, figure_text(figure)) for name, figure in pairs if figure is not None)
    return (*told, (_("Announcements sent"), _("{count}", count=reach.announcements)))


def reach_lines(reach: Reach) -> tuple[Line, ...]:
    """Say whom the bot reaches, a line each."""
    pairs = [_("{name}: {number}", name=name, number=number) for name, number in reach_pairs(reach)]
    return tuple(say(pair, pic.NEWS) for pair in pairs)


def tongues_lines(tongues: Tongues) -> tuple[Line, ...]:
    """Say the languages, the most spoken first."""
    if not tongues.rows:
        return ()
    named = tuple(
        _("{name}: {number}", name=_("{languages}", languages=Languages((code,))), number=figure_text(figure))
        for code, figure in tongues.rows[:6]
    )
    return (say(_("{items}", items=Listed(named)), pic.LANGUAGE), note(languages_meant(tongues)))
