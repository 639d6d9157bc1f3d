"""Figures for the office and its funders: true numbers counted, rounded cell by cell, and then only added up.

What `storage.office.discretion` asks for is kept here: nothing but its shown cells goes into any total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy import func, select

from locales.languages import TABLE
from locales.text import Content
from storage import texts
from storage.catalogue import TITLES
from storage.engine import Transaction
from storage.office import counting, discretion, scope
from storage.office.counting import ANNOUNCEMENTS, NEWCOMERS, REGISTRATIONS, Count
from storage.records.catalogue import SessionStatus
from storage.records.figures import (
    MEASURES,
    Facts,
    Figure,
    Figures,
    Months,
    ProviderChoice,
    Reach,
    Row,
    Tongues,
    together,
)
from storage.tables import offerings, participants, providers, quarters, sessions, subscriptions
from storage.tables.base import AnyRow
from storage.texts import Texts

ALL_MONTHS = Months("0000-01", "9999-12")

Cell: TypeAlias = tuple[str, int]
"""a month and an offering"""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offering as far as figures go."""

    id: int
    source_id: str
    provider_id: int
    provider: str
    quarter_id: int
    quarter: str


class OfficeFigures:
    """Reads figures for somebody of the office; `me` None is the command line."""

    def __init__(self, tx: Transaction, me: int | None, languages: Sequence[str]) -> None:
        self._tx = tx
        self._me = me
        self._languages = languages

    async def read(self, months: Months, provider_id: int | None) -> Figures | None:
        """Read the figures of a period; None for a provider that is not theirs."""
        mine = await run(self._tx, self._me)
        if provider_id is not None:
            mine = {key: one for key, one in mine.items() if one.provider_id == provider_id}
        if not mine and (provider_id is not None or not await coordinates(self._tx, self._me)):
            return None
        return await Report(self._tx, self._languages, mine).read(months, provider_id)

    async def providers(self) -> tuple[ProviderChoice, ...]:
        """List the providers that somebody works for and that offer something, by name."""
        names = {one.provider_id: one.provider for one in (await run(self._tx, self._me)).values()}
        return tuple(ProviderChoice(key, names[key]) for key in sorted(names, key=lambda key: names[key].casefold()))

    async def first_month(self) -> str:
        """Tell the first month in which somebody's offering had a session, at the latest the present one."""
        mine = await scope.within(self._tx, self._me)
        asked = select(func.min(sessions.c.start)).join_from(sessions, offerings).where(mine)
        found = await self._tx.connection.scalar(asked)
        now = counting.month_at(self._tx, self._tx.now)
        return now if found is None else min(now, counting.month_at(self._tx, found))


async def coordinates(tx: Transaction, me: int | None) -> bool:
    """Say whether somebody is of the office, though there may be no offering yet."""
    return await scope.providers_of(tx, me) != frozenset()


async def run(tx: Transaction, me: int | None) -> dict[int, Offered]:
    """Read the offerings somebody runs."""
    asked = (
        select(
            offerings.c.id,
            offerings.c.source_id,
            offerings.c.provider_id,
            providers.c.name.label("provider"),
            offerings.c.quarter_id,
            quarters.c.slug.label("quarter"),
        )
        .join_from(offerings, providers)
        .join(quarters, quarters.c.id == offerings.c.quarter_id)
        .where(await scope.within(tx, me))
    )
    return {row.id: Offered(*row) for row in await tx.connection.execute(asked)}


class Report:
    """The figures of some offerings."""

    def __init__(self, tx: Transaction, languages: Sequence[str], mine: Mapping[int, Offered]) -> None:
        self._tx = tx
        self._languages = languages
        self._mine = mine

    async def read(self, months: Months, provider_id: int | None) -> Figures:
        """Read everything of a period. Languages are read by whole years."""
        whole = Months(f"{months.years[0]}-01", f"{months.years[-1]}-12")
        counts = await counting.counts(self._tx, whole.first, whole.last, MEASURES)
        held = await held_sessions(self._tx, self._mine, whole)
        cells = facts_by_cell(rounded(counts, self._mine), held)
        chosen = {cell: facts for cell, facts in cells.items() if cell[0] in months}
        names = await self._names({offering_id for _month, offering_id in chosen})
        return Figures(
            months=months,
            provider=next((one.provider for one in self._mine.values()), "") if provider_id is not None else "",
            total=together(chosen.values()),
            by_month=rows_by(chosen, lambda cell: cell[0], lambda key: Content(str(key), "mul"), str),
            by_provider=self._by(chosen, lambda one: one.provider_id, self._provider_name),
            by_quarter=self._by(chosen, lambda one: one.quarter_id, lambda key: self._quarter_name(names, key)),
            by_offering=self._by(chosen, lambda one: one.id, lambda key: self._title(names, key)),
            tongues=tongues(counts, cells, self._mine, whole.years),
            reach=await reach(self._tx, months),
            until=counting.month_at(self._tx, self._tx.now),
        )

    def _by(
        self, cells: Mapping[Cell, Facts], key: Callable[[Offered], int], name: Callable[[int], Content]
    ) -> tuple[Row, ...]:
        rows = rows_by(cells, lambda cell: key(self._mine[cell[1]]), name, str)
        return tuple(sorted(rows, key=lambda row: row.name.text.casefold()))

    async def _names(self, ids: Collection[int]) -> Texts:
        subjects = {"offering": ids, "quarter": {self._mine[one].quarter_id for one in ids}}
        return await texts.read(self._tx, self._languages, subjects, (*TITLES, "name"))

    def _provider_name(self, key: int) -> Content:
        return Content(next(one.provider for one in self._mine.values() if one.provider_id == key), "mul")

    def _quarter_name(self, names: Texts, key: int) -> Content:
        slug = next(one.quarter for one in self._mine.values() if one.quarter_id == key)
        return names.name("quarter", key, "name", slug)

    def _title(self, names: Texts, key: int) -> Content:
        return names.name("offering", key, "title", self._mine[key].source_id)


def rows_by(
    cells: Mapping[Cell, Facts],
    key: Callable[[Cell], Any],
    name: Callable[[Any], Content],
    written: Callable[[Any], str],
) -> tuple[Row, ...]:
    """Add up the cells that belong together, in the order of what they have in common."""
    groups: dict[Any, list[Facts]] = defaultdict(list)
    for cell, facts in cells.items():
        groups[key(cell)].append(facts)
    return tuple(Row(written(one), name(one), together(groups[one])) for one in sorted(groups))


def rounded(counts: Iterable[Count], mine: Mapping[int, Offered]) -> dict[Cell, dict[str, Figure]]:
    """Add up the true numbers of each of the smallest cells, and round them; from here on nothing true is left."""
    true: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        if one.offering_id in mine and one.measure in MEASURES:
            true[one.month, one.offering_id][one.measure] += one.number
    return {
        cell: {measure: discretion.shown(number) for measure, number in numbers.items()}
        for cell, numbers in true.items()
    }


def facts_by_cell(people: Mapping[Cell, Mapping[str, Figure]], held: Mapping[Cell, Facts]) -> dict[Cell, Facts]:
    """Put people and sessions together. Hours spent are the rounded people there, times the usual length of a session."""
    together_: dict[Cell, Facts] = {}
    for cell in people.keys() | held.keys():
        figures: Mapping[str, Any] = people.get(cell, {})
        facts = replace(held.get(cell, Facts()), **figures)
        length = facts.hours / facts.held if facts.held else 0.0
        spent = (facts.present + facts.walk_ins).about * length
        together_[cell] = replace(facts, offerings=frozenset({cell[1]}), spent=spent)
    return together_


async def held_sessions(tx: Transaction, mine: Mapping[int, Offered], months: Months) -> dict[Cell, Facts]:
    """Count the sessions of each offering and month that are over, and their hours, and those that were cancelled."""
    found: dict[Cell, Facts] = defaultdict(Facts)
    for row in await tx.connection.execute(counting.sessions_over(tx, months)):
        if row.offering_id in mine:
            cell = (row.counted_in, row.offering_id)
            found[cell] = together((found[cell], facts_of(row)))
    return found


def facts_of(row: AnyRow) -> Facts:
    """Tell the facts of an offering's sessions of one month and status."""
    if row.status == SessionStatus.CANCELLED:
        return Facts(cancelled=row.counted)
    return Facts(held=row.counted, hours=round(row.hours, 4))


def tongues(
    counts: Iterable[Count], cells: Mapping[Cell, Facts], mine: Mapping[int, Offered], years: Iterable[int]
) -> Tongues:
    """Tell the languages of those who registered, year by year and provider by provider, where that gives nobody away."""
    spoken: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        if one.measure == REGISTRATIONS and one.language and one.offering_id in mine:
            spoken[one.month[:4], mine[one.offering_id].provider_id][one.language] += one.number
    total: dict[str, Figure] = defaultdict(Figure)
    withheld = 0
    for (year, provider_id), numbers in spoken.items():
        whole = [
            facts.registrations
            for (month, offering_id), facts in cells.items()
            if month[:4] == year and mine[offering_id].provider_id == provider_id
        ]
        told = discretion.tellable(numbers, len(TABLE), whole)
        withheld += told is None
        for code, figure in (told or {}).items():
            total[code] += figure
    rows = sorted(total.items(), key=lambda pair: (-pair[1].twice, pair[0]))
    return Tongues(tuple(years), tuple(rows), withheld)


async def reach(tx: Transaction, months: Months) -> Reach:
    """Tell whom the bot reaches; that is of the whole bot, for people belong to no provider."""
    counts = await counting.counts(tx, ALL_MONTHS.first, ALL_MONTHS.last, (NEWCOMERS, ANNOUNCEMENTS))
    new = {one.month: discretion.shown(one.number) for one in counts if one.measure == NEWCOMERS}
    sent = sum(one.number for one in counts if one.measure == ANNOUNCEMENTS and one.month in months)
    inside = sum((figure for month, figure in new.items() if month in months), Figure())
    reachable, agreed = [discretion.shown(number) for number in await reached(tx)]
    ever = discretion.added(new.values())
    loose = [discretion.is_loose(discretion.bounds(one), ever) for one in (reachable, agreed)]
    return Reach(inside, sent, reachable if loose[0] else None, agreed if loose[1] else None)


async def reached(tx: Transaction) -> tuple[int, int]:
    """Count who can be reached, and who of them agreed to news."""
    there = (participants.c.tenant_id == tx.tenant_id, participants.c.unreachable_since.is_(None))
    all_ = await tx.connection.scalar(select(func.count()).select_from(participants).where(*there))
    agreeing = select(func.count()).select_from(subscriptions.join(participants))
    agreed = await tx.connection.scalar(agreeing.where(*there, subscriptions.c.agreed_at.is_not(None)))
    return all_ or 0, agreed or 0
