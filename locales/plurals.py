"""Plural forms as CLDR counts them, said explicitly: gettext tools carry older rules that miss forms.

Forms that only fractions take (`other` in Ukrainian, Russian and Polish) are in the header, as CLDR has them, but no
whole number ever reaches them, so translators may leave them empty.
"""

from __future__ import annotations

from functools import cache
from gettext import c2py

ONE_OTHER = "nplurals=2; plural=(n != 1);"
ZERO_IS_ONE = "nplurals=2; plural=(n > 1);"
EAST_SLAVIC = "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
MILLIONS = "n!=0 && n%1000000==0 ? 1 : 2"

HEADERS = {
    "de": ONE_OTHER,
    "de@easy": ONE_OTHER,
    "en": ONE_OTHER,
    "tr": ONE_OTHER,
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "uk": EAST_SLAVIC,
    "ru": EAST_SLAVIC,
    "fa": ZERO_IS_ONE,
    "ku": ONE_OTHER,
    "bg": ONE_OTHER,
    "ro": "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2);",
    "pl": "nplurals=4; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "sr_Latn": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "fr": f"nplurals=3; plural=(n==0 || n==1 ? 0 : {MILLIONS});",
    "ps": ONE_OTHER,
    "el": ONE_OTHER,
    "zh_Hans": "nplurals=1; plural=0;",
    "sq": ONE_OTHER,
    "es": f"nplurals=3; plural=(n==1 ? 0 : {MILLIONS});",
    "it": f"nplurals=3; plural=(n==1 ? 0 : {MILLIONS});",
}
SAMPLE = (*range(1001), 1_000_000)


@cache
def form_numbers(code: str) -> dict[int, tuple[int, ...]]:
    """List, for each plural form that whole numbers reach, the numbers that take it (of a sample up to a million)."""
    expression = HEADERS[code].partition("plural=")[2].rstrip(";")
    choose = c2py(expression)
    forms: dict[int, tuple[int, ...]] = {}
    for number in SAMPLE:
        forms[choose(number)] = (*forms.get(choose(number), ()), number)
    return forms
