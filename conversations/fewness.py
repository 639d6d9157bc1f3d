"""How many read which language, told so that a few are never told exactly, neither by themselves nor by what is left.

The total of an audience is exact, for whoever sends has to know it. Beside it, fewer than five of a language are told as that,
and the largest language then as 'at least': so many that the few may still be any number from none to four. Sums over
languages add up what is told, never what is true. Where even that leaves too little room, no number by language is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from locales.text import Text, _, ngettext
from storage.records.audiences import Headcount, LanguageCount
from storage.records.figures import FEWEST

MOST_OF_A_FEW = FEWEST - 1


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a number: just that, at least so many, or that it is under something; else that there are some."""

    least: int
    exact: bool = True
    under: int = 0


FEW, SOME = Told(0, exact=False, under=FEWEST), Told(0, exact=False)


def is_few(number: int) -> bool:
    """Say whether a number is not told exactly; none are none."""
    return 0 < number < FEWEST


def told(headcount: Headcount) -> Mapping[str, Told]:
    """Tell how many of each language get it."""
    return tell({one.language: one.reachable for one in headcount.languages})


def tell(counts: Mapping[str, int]) -> Mapping[str, Told]:
    """Tell numbers by language, whose sum is told exactly."""
    few = {language: number for language, number in counts.items() if number < FEWEST}
    many = {language: number for language, number in counts.items() if number >= FEWEST}
    if not few:
        return {language: Told(number) for language, number in many.items()}
    if not many:
        return dict.fromkeys(few, of_few_alone(few))
    largest, *others = sorted(many, key=lambda language: -many[language])
    least = many[largest] + sum(few.values()) - MOST_OF_A_FEW * len(few)
    if least < max((FEWEST, *(many[language] for language in others))):
        return dict.fromkeys(counts, SOME)
    exact = {language: Told(number) for language, number in many.items()}
    return {**exact, largest: Told(least, exact=False), **dict.fromkeys(few, FEW)}


def of_few_alone(few: Mapping[str, int]) -> Told:
    """Tell how many of each language get it where all are a few; two of whom eight get it would be four each."""
    others = MOST_OF_A_FEW * (len(few) - 1)
    return FEW if len(few) == 1 or sum(few.values()) <= others else SOME


def together(headcount: Headcount, some: Iterable[LanguageCount]) -> Told:
    """Tell how many get it in some of the languages."""
    known = told(headcount)
    return added([known[one.language] for one in some])


def added(parts: Sequence[Told]) -> Told:
    """Add up what is told, never what is true."""
    if len(parts) == 1:
        return parts[0]
    return Told(sum(part.least for part in parts), exact=all(part.exact for part in parts))


def number_text(number: Told) -> Text:
    """Write a number behind a colon."""
    match number:
        case Told(count, True):
            return _("{count}", count=count)
        case Told(0, under=0):
            return _("a few")
        case Told(0, under=limit):
            return _("fewer than {limit}", limit=limit)
        case Told(count):
            return _("at least {count}", count=count)


def people_text(number: Told) -> Text:
    """Count people."""
    match number:
        case Told(count, True):
            return ngettext("{count} person", "{count} people", count)
        case Told(0, under=0):
            return _("A few people")
        case Told(0, under=limit):
            return _("Fewer than {limit} people", limit=limit)
        case Told(count):
            return ngettext("At least {count} person", "At least {count} people", count)


def in_order(headcount: Headcount) -> tuple[LanguageCount, ...]:
    """List the languages, most people first; the few are in the order of their names."""
    known = told(headcount)
    return tuple(sorted(headcount.languages, key=lambda one: (-known[one.language].least, one.language)))
