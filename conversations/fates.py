"""What became of an announcement, by language, told so that a few readers of a language are not told exactly.

The sums over all languages are exact, for staff have to know them: how many got it, how many did not and why. By language only
those are told that give nobody away (`fewness`); all others are counted together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from conversations.fewness import Told, tell
from storage.records.deliveries import Fate, FateCount

TOGETHER = "other"
"""in place of a language: those that are not told each"""


def readers(counts: Iterable[FateCount]) -> Mapping[str, Told]:
    """Tell how many it is for in each language; chats, which have none, are left out."""
    total: Counter[str] = Counter()
    for each in counts:
        total[each.language] += each.count
    return tell({language: number for language, number in total.items() if language})


def by_language(counts: Iterable[FateCount]) -> tuple[FateCount, ...]:
    """Count fates and reasons by language ('' for chats), those together that are not told each."""
    found = tuple(counts)
    known = readers(found)
    summed: Counter[tuple[str, Fate, str]] = Counter()
    for each in found:
        alone = not each.language or known[each.language].exact
        summed[each.language if alone else TOGETHER, each.fate, each.reason] += each.count
    return tuple(FateCount(*key, number) for key, number in sorted(summed.items()))
