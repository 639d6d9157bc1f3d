"""What thousands of rows have in common is there once: equal values are one value."""

from __future__ import annotations

from storage.exchange.sharing import LONGEST, Pool, shared


def test_equal_sets_are_one_set() -> None:
    assert shared(["de", "tr"]) is shared(("tr", "de", "de"))


def test_equal_short_texts_are_one_text_and_long_ones_stay_as_they_are() -> None:
    pool, long = Pool(), "x" * (LONGEST + 1)
    first, second = "".join(["no", "rd"]), "".join(["n", "ord"])

    assert first is pool.same(first)
    assert first is pool.same(second)
    assert long is pool.same(long)
