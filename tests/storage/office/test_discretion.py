"""Discretion: whatever is computed from all that is shown, no number below five comes out of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.office.counting import Count
from storage.office.discretion import Bounds, added, bounds, shown, tellable
from storage.office.figures import Offered, facts_by_cell, rounded, tongues
from storage.records.figures import MEASURES, Figure, together

MONTHS = ("2026-01", "2026-02", "2026-03")
OFFERED = {
    number: Offered(number, f"O{number}", provider, f"P{provider}", 1, "nord")
    for number, provider in ((1, 1), (2, 1), (3, 2))
}
LANGUAGES = ("ar", "de", "el", "tr", "uk", "")
"""'' is of those who registered by phone"""
KNOWN = 18

small = st.integers(0, 6)
world = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(sorted(OFFERED)), st.sampled_from(LANGUAGES)), small, max_size=24
)


def counts(true: dict[tuple[str, int, str], int]) -> list[Count]:
    """Make the registrations of a world."""
    return [Count(month, number, "registrations", code, many) for (month, number, code), many in true.items()]


def possible(number: int) -> Bounds:
    """Tell what a number is shown as stands for."""
    return bounds(shown(number))


@pytest.mark.parametrize("number", range(200))
def test_a_number_lies_within_what_it_is_shown_as(number: int) -> None:
    assert possible(number).least <= number <= possible(number).most


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_few_are_not_told_from_other_few(number: int) -> None:
    assert ("<5", Bounds(1, 4)) == (str(shown(number)), possible(number))


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (5, "5"), (9, "5"), (10, "10"), (14, "10"), (15, "15")])
def test_nothing_is_nothing_and_the_rest_is_the_multiple_of_five_below(number: int, written: str) -> None:
    assert written == str(shown(number))


@pytest.mark.parametrize(("few", "written"), [(0, "0"), (1, "<5"), (2, "5"), (4, "10")])
def test_a_few_here_and_there_add_up_to_about_as_many(few: int, written: str) -> None:
    assert written == str(sum([shown(3)] * few, Figure()))


def parts_of(registered: int) -> Iterator[tuple[int, int, int]]:
    """List how those who registered may have come, missed it, or said so before."""
    for present, absent in product(range(registered + 1), repeat=2):
        if present + absent <= registered:
            yield present, absent, registered - present - absent


@pytest.mark.parametrize("registered", range(26))
def test_who_knows_that_present_and_absent_add_up_still_knows_no_few(registered: int) -> None:
    whole = possible(registered)
    for present, absent, excused in parts_of(registered):
        others = [possible(absent), Bounds(0, whole.most)] if excused else [possible(absent), Bounds(0, 0)]
        here = possible(present)
        least = max(here.least, whole.least - sum(one.most for one in others))
        most = min(here.most, whole.most - sum(one.least for one in others))
        if 0 < present < 5:
            assert most > least, (registered, present, absent)


@given(true=world)
@settings(max_examples=300, deadline=None)
def test_languages_beside_the_rest_leave_every_few_open(true: dict[tuple[str, int, str], int]) -> None:
    cells = facts_by_cell(rounded(counts(true), OFFERED), {})
    for provider in (1, 2):
        numbers = {
            code: sum(many for (_m, o, c), many in true.items() if c == code and OFFERED[o].provider_id == provider)
            for code in LANGUAGES
            if code
        }
        whole = [facts.registrations for (_m, o), facts in cells.items() if OFFERED[o].provider_id == provider]
        told = tellable(numbers, KNOWN, whole)
        if told is None:
            continue
        everybody, named = added(whole), added(told.values())
        for cell in whole:
            if cell.few:  # each of its values goes with something the others may be
                assert everybody.most - bounds(cell).most + 1 >= named.least
                assert everybody.least - bounds(cell).least + 4 <= named.most + (KNOWN - len(told)) * 4
        assert everybody.most - named.least >= 4  # an unnamed language may have nobody, or four


@given(
    true=world,
    cell=st.tuples(st.sampled_from(MONTHS), st.sampled_from(sorted(OFFERED))),
    german=st.integers(0, 2),
    phoned=st.tuples(st.integers(1, 2), st.integers(1, 2)),
)
@settings(max_examples=200, deadline=None)
def test_no_total_period_or_provider_tells_which_of_the_few_it_is(
    true: dict[tuple[str, int, str], int], cell: tuple[str, int], german: int, phoned: tuple[int, int]
) -> None:
    others = {key: many for key, many in true.items() if key[:2] != cell}
    one, another = (others | {(*cell, "de"): german, (*cell, ""): many} for many in phoned)

    assert everything(one) == everything(another)


def everything(true: dict[tuple[str, int, str], int]) -> list[object]:
    """Tell all that can be shown of a world: every period, every provider, every language."""
    cells = facts_by_cell(rounded(counts(true), OFFERED), {})
    shown_: list[object] = []
    for first, last in product(MONTHS, repeat=2):
        for providers in ((1,), (2,), (1, 2)):
            chosen = [
                facts
                for (month, number), facts in cells.items()
                if first <= month <= last and OFFERED[number].provider_id in providers
            ]
            total = together(chosen)
            shown_.append([str(total.people(measure)) for measure in MEASURES])
    return [*shown_, tongues(counts(true), cells, OFFERED, (2026,))]


def test_languages_that_would_give_single_people_away_are_withheld() -> None:
    spoken = {"de": 8, "tr": 4}

    assert {"de": shown(8)} == tellable(spoken, KNOWN, [shown(12)])
    assert tellable({"de": 20}, KNOWN, [shown(4)] * 5) is None
