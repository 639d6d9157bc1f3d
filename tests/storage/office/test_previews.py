"""What a preview keeps of a large import: the first of each kind, and a digest that no order and no pages change."""

from __future__ import annotations

from contextlib import aclosing
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from storage.exchange.steps import ahead
from storage.office.previews import Digest, First

PARTS = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=6)


@given(PARTS)
def test_the_first_of_all_parts_are_those_of_the_whole(parts: list[list[int]]) -> None:
    first: First[tuple[int, int]] = First(3)
    numbered = [(one, place) for place, one in enumerate(one for part in parts for one in part)]
    left = iter(numbered)
    for part in parts:
        first.add((one[0], one) for one in islice(left, len(part)))

    assert sorted(numbered)[:3] == [*first]
    assert len(numbered) == first.many


@given(st.lists(st.text(max_size=3), max_size=8))
def test_a_digest_is_the_same_in_any_order(said: list[str]) -> None:
    one, other = Digest(), Digest()
    one.add(said)
    for part in sorted(said):
        other.add([part])

    assert str(one) == str(other)


def test_a_digest_tells_twice_from_once() -> None:
    once, twice = Digest(), Digest()
    once.add(["a"])
    twice.add(["a", "a"])

    assert str(once) != str(twice)


async def test_values_that_are_read_ahead_come_in_order_and_whoever_stops_early_gets_no_more() -> None:
    left = iter(range(10))
    async with aclosing(ahead(left)) as coming:
        found = [await anext(coming), await anext(coming)]

    assert ([0, 1], 3) == (found, next(left))
