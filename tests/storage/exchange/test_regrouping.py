"""What stands apart in a file comes together, in order, however much of it there is."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from storage.exchange.regrouping import IN_MEMORY, Regrouped


def regrouped(pairs: list[tuple[str, int]]) -> list[list[int]]:
    found: Regrouped[int] = Regrouped(int)
    for key, value in pairs:
        found.add(key, value)
    return [*found.groups()]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 1_000_000))))
def test_groups_and_their_values_come_in_the_order_in_which_they_were_met(pairs: list[tuple[str, int]]) -> None:
    expected: dict[str, list[int]] = {}
    for key, value in pairs:
        expected.setdefault(key, []).append(value)

    assert [*expected.values()] == regrouped(pairs)


def test_what_no_longer_fits_into_memory_is_read_back_from_disk() -> None:
    long = "x" * (IN_MEMORY // 4)
    found: Regrouped[str] = Regrouped(str)
    for number in range(10):
        found.add(str(number % 2), f"{number}{long}")

    assert [*"0246813579"] == [text[0] for text in chain.from_iterable(found.groups())]
