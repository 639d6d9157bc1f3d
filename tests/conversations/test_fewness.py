"""Numbers by language beside an exact total: a few stay a few, whatever is added up or taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

import pytest

from conversations.fewness import FEW, SOME, Told, in_order, number_text, people_text, together, told
from conversations.staff import headcount_lines
from locales.text import Text, _, ngettext
from storage.records.audiences import Headcount, LanguageCount


def heads(blocked: int = 0, weekly: int = 0, **languages: int) -> Headcount:
    """Make a headcount; what cannot be reached, or waits for a letter, is in the first language."""
    counts = [LanguageCount(code, number) for code, number in languages.items()]
    first = counts[0]
    return Headcount((LanguageCount(first.language, first.total + blocked, blocked, weekly), *counts[1:]))


def test_enough_of_each_language_are_told_exactly() -> None:
    assert {"de": Told(40), "tr": Told(5)} == told(heads(de=40, tr=5))


def test_a_few_are_told_as_a_few_and_the_largest_language_so_that_it_gives_nobody_away() -> None:
    assert {"de": Told(38, exact=False), "tr": Told(12), "ar": FEW} == told(heads(de=40, tr=12, ar=2))


def test_too_little_room_tells_no_number_by_language() -> None:
    assert {"de": SOME, "ar": SOME} == told(heads(de=6, ar=1))
    assert {"de": SOME, "tr": SOME, "ar": SOME} == told(heads(de=9, tr=7, ar=1))


def test_two_languages_of_a_few_do_not_say_how_many_each_when_the_total_does_not_leave_it_open() -> None:
    assert {"de": SOME, "ar": SOME} == told(heads(de=4, ar=4))
    assert {"de": FEW, "ar": FEW} == told(heads(de=3, ar=1))
    assert {"ar": FEW} == told(heads(ar=4))


def possible(known: Mapping[str, Told], total: int) -> Iterable[tuple[int, ...]]:
    """List all numbers that fit to what is told, for who knows how it is told."""
    largest = max((5, *(one.least for one in known.values())))
    ranges = [
        [one.least] if one.exact else list(range(largest, total + 1)) if one.least else list(range(5))
        for one in known.values()
    ]
    return (numbers for numbers in product(*ranges) if sum(numbers) == total)


@pytest.mark.parametrize(
    "numbers", [(8, 1), (9, 0), (20, 4), (12, 2, 3), (11, 7, 1), (30, 4, 4), (16, 5, 1, 0), (4, 3, 1)]
)
def test_the_exact_total_leaves_each_of_a_few_every_number(numbers: tuple[int, ...]) -> None:
    count = heads(**{f"l{at}": number for at, number in enumerate(numbers)})
    known = told(count)
    few = [at for at, one in enumerate(known.values()) if one == FEW]

    assert few
    assert [set(range(5))] * len(few) == [{case[at] for case in possible(known, count.reachable)} for at in few]


def test_sums_add_up_what_is_told() -> None:
    count = heads(de=40, tr=12, ar=2, fa=1)

    assert Told(12, exact=False) == together(count, count.languages[1:])
    assert Told(35, exact=False) == together(count, count.languages[:1])
    assert SOME == together(count, count.languages[2:])
    assert FEW == together(count, count.languages[3:])


def test_the_few_stand_in_the_order_of_their_names() -> None:
    assert ["de", "tr", "ar", "fa"] == [one.language for one in in_order(heads(de=40, tr=12, fa=3, ar=1))]


@pytest.mark.parametrize(
    ("number", "behind", "people"),
    [
        (Told(7), _("{count}", count=7), ngettext("{count} person", "{count} people", 7)),
        (
            Told(7, exact=False),
            _("at least {count}", count=7),
            ngettext("At least {count} person", "At least {count} people", 7),
        ),
        (FEW, _("fewer than {limit}", limit=5), _("Fewer than {limit} people", limit=5)),
        (SOME, _("a few"), _("A few people")),
    ],
)
def test_each_way_to_tell_has_its_words(number: Told, behind: Text, people: Text) -> None:
    assert (behind, people) == (number_text(number), people_text(number))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (heads(blocked=4, de=40), _("Fewer than {limit} more cannot be reached.", limit=5)),
        (heads(blocked=5, de=40), ngettext("{count} more cannot be reached.", "{count} more cannot be reached.", 5)),
        (heads(weekly=3, de=40), _("Fewer than {limit} of them get it on Thursday, with the weekly letter.", limit=5)),
        (heads(weekly=38, de=40), _("Nearly all of them get it on Thursday, with the weekly letter.")),
    ],
)
def test_a_few_who_are_away_or_wait_for_the_letter_are_not_counted_exactly(count: Headcount, said: Text) -> None:
    assert said == headcount_lines(count)[1].text
