"""Discretion: numbers of people that give nobody away, neither by themselves nor by what can be computed from several.

The method has three rules.

1. *Round once, at the bottom.* The smallest cell is one measure of one offering in one calendar month (for newcomers: one
   month). Nothing is shown as 0, one to four as '<5', and from five on the multiple of five below: 10 is ten to fourteen.
2. *Only add what was rounded.* Every other number (of a month, a provider, a quarter, any period) is a sum of these shown
   cells, never of true ones; a cell counts for the middle of what it stands for, '<5' for 2.5, 10 for 12, and the sum is
   shown as the nearest multiple of five. So the totals of a table, a second table cut another way, and two
   exports of overlapping periods say together exactly what the cells say, and a difference of two of them says no more.
   A period is made of whole months. Sums are nearly unbiased, for the middle is too much as often as too little.
3. *Another cut of the same people only where it stays loose.* Languages cut the registrations of a year another way than
   offerings and months do: both add up to the same true number, which is never shown. If the most that one cut allows were
   close to the least that the other demands, single cells would be forced. `is_loose` demands a margin so wide that every
   '<5' may still be each of its values; else that year's languages of that provider are withheld, and a withheld table says
   no more about a '<5', either. Languages with fewer than five are not told apart from those with none. The same holds for
   who is reachable against who came new.

Registered, present and absent in one cell are a sum of two or three parts that somebody may know to add up. Where all
classes begin at multiples of five and are five wide, a sum of up to three never meets both ends, so that two values at least
stay possible for each part; a test tries all of them. (Rounding to the nearest would not do: 4 and 4 of 8, shown as 10 for
eight to twelve, could only be 4 and 4.)

Why not suppression: with true totals beside suppressed cells a second cell has to go for each, over every table and export
that shares a total, now and later; that needs a solver and forgets what was shown yesterday. Rounding to base five is how
German federal statistics treat small populations, and additive ('controlled') rounding is the variant that no differences
undo: Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 5 on frequency tables, and the chapter of that
name in Eurostat's Handbook on Statistical Disclosure Control.

What it does not hide: numbers of the month under way change as people register, and who looks every hour sees when one goes
up. A month that is over stays as it was counted (see `storage.office.counting`). Who runs an offering sees its list anyway.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from storage.records.figures import FEWEST, Figure

MARGIN = FEWEST - 1


def shown(number: int) -> Figure:
    """Round the true number of one of the smallest cells."""
    if number <= 0:
        return Figure(0)
    if number < FEWEST:
        return Figure(FEWEST)
    return Figure(2 * (number // FEWEST * FEWEST + FEWEST // 2))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that true numbers may add up to."""

    least: int
    most: int


def bounds(figure: Figure) -> Bounds:
    """Tell what a shown cell stands for."""
    match figure.twice // 2:
        case 0:
            return Bounds(0, 0)
        case number if number < FEWEST:
            return Bounds(1, FEWEST - 1)
        case number:
            least = number // FEWEST * FEWEST
            return Bounds(least, least + FEWEST - 1)


def added(cells: Collection[Figure]) -> Bounds:
    """Tell what several cells stand for together."""
    each = [bounds(cell) for cell in cells]
    return Bounds(sum(one.least for one in each), sum(one.most for one in each))


def is_loose(part: Bounds, whole: Bounds) -> bool:
    """Say whether a part may be shown beside the whole it is of, so that neither forces a cell of the other."""
    return whole.most - part.least >= MARGIN


def tellable(languages: dict[str, int], known: int, whole: Collection[Figure]) -> dict[str, Figure] | None:
    """Choose the languages that may be told, with their figures; None when the table has to be withheld.

    `languages` are true numbers, `known` is how many languages there may be, told or not, `whole` the cells of the same people.
    """
    told = {code: shown(number) for code, number in languages.items() if number >= FEWEST}
    parts, cells = added(told.values()), added(whole)
    unnamed = max(0, known - len(told)) * MARGIN
    if not is_loose(parts, cells) or parts.most + unnamed - cells.least < MARGIN:
        return None
    return told
