"""What thousands of rows have in common is there once: equal values are one value."""

from __future__ import annotations

from storage.exchange.sharing import LONGEST, Pool, shared
from tests.storage.exchange.reading import read_bytes

HEAD = "Kennung;Titel;Anbieter;Art;Themen;Sprachen;Datum;Beginn;Ende"


def test_equal_sets_are_one_set() -> None:
    assert shared(["de", "tr"]) is shared(("tr", "de", "de"))


def test_equal_short_texts_are_one_text_and_long_ones_stay_as_they_are() -> None:
    pool, long = Pool(), "x" * (LONGEST + 1)
    first, second = "".join(["no", "rd"]), "".join(["n", "ord"])

    assert first is pool.same(first)
    assert first is pool.same(second)
    assert long is pool.same(long)


def test_offerings_of_one_file_share_what_they_have_in_common() -> None:
    lines = (f"{name};Nähen {name};Haus der Nadeln;Kurs;creative;de|tr;14.12.2098;10:00;18:00" for name in ("A", "B"))
    one, other = read_bytes("\n".join((HEAD, *lines)).encode()).offerings

    assert (one.provider, one.languages) == (other.provider, other.languages)
    assert one.provider is other.provider
    assert one.languages is other.languages
