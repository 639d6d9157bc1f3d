"""What became of an announcement by language: sums are exact, a few readers are not told, and nothing gives them away."""

from __future__ import annotations

from collections import Counter

import pytest

from conversations.fates import TOGETHER, by_language, readers
from conversations.fewness import FEW, Told
from conversations.run_lines import language_lines
from storage.records.deliveries import Fate, FateCount
from tests.conversations.fakes import line_text

COUNTS = (
    FateCount("", Fate.SENT, "", 2),
    FateCount("ar", Fate.FAILED, "blocked", 1),
    FateCount("ar", Fate.SENT, "", 1),
    FateCount("de", Fate.FAILED, "blocked", 1),
    FateCount("de", Fate.SENT, "", 39),
    FateCount("tr", Fate.SENT, "", 12),
)


def test_a_few_readers_of_a_language_are_told_as_a_few() -> None:
    assert {"de": Told(38, exact=False), "tr": Told(12), "ar": FEW} == readers(COUNTS)


def test_what_became_of_it_for_a_few_is_counted_with_the_largest_language() -> None:
    assert (
        FateCount("", Fate.SENT, "", 2),
        FateCount(TOGETHER, Fate.FAILED, "blocked", 2),
        FateCount(TOGETHER, Fate.SENT, "", 40),
        FateCount("tr", Fate.SENT, "", 12),
    ) == by_language(COUNTS)


@pytest.mark.parametrize("counts", [COUNTS, COUNTS[1:3], COUNTS[3:], ()], ids=["mixed", "few", "many", "none"])
def test_the_sums_of_fates_and_reasons_stay_exact(counts: tuple[FateCount, ...]) -> None:
    def sums(some: tuple[FateCount, ...]) -> Counter[tuple[str, str]]:
        return sum((Counter({(one.fate.value, one.reason): one.count}) for one in some), Counter())

    assert sums(counts) == sums(by_language(counts))


def test_the_screen_shows_numbers_only_where_there_are_enough_readers() -> None:
    assert [
        "German: at least 38",
        "Turkish: 12 of 12",
        "Arabic: fewer than 5",
        "Groups and channels: 2 of 2",
    ] == [line_text(line) for line in language_lines(COUNTS)]


def test_of_one_language_alone_the_total_is_told_anyway() -> None:
    assert ({"de": Told(40)}, COUNTS[3:5]) == (readers(COUNTS[3:5]), by_language(COUNTS[3:5]))
