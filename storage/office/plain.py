"""What may stand in a note about somebody: no way to reach them, for we keep none."""

from __future__ import annotations

import re
import unicodedata

PHONE = re.compile(r"\d(?:(?:[^\w,;]|_|[,;](?!\s)){0,3}\d){5,}")
"""six digits or more, with whatever signs between them; a comma and a space list numbers"""
CALENDAR = re.compile(
    r"(?<!\d)(?<!\d[^\w\s])(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:\d{4}|\d{2}))?(?!\d)"
    r"|\b20\d\d(?:-[01]\d-[0-3]\d|\s?[/–-]\s?20\d\d)\b"
    r"|(?<!\d[:.])\b(?:[01]?\d|2[0-4])[:.][0-5]\d\b(?![:.]\d)"
)
"""dates, pairs of years and times of day, which are digits, too"""
ADDRESS = re.compile(
    r"\S@\S|@[^\W\d]\w{3,}|\w\s?@\s?[\w-]+\.\w|[(\[{]\s?at\s?[)\]}]"
    r"|\b(?:https?://|www\.|t\.me/|wa\.me/)|\w\.(?:de|com|net|org|eu)\b",
    re.IGNORECASE,
)
HIDDEN = {"Cf", "Mn", "Me"}
"""what can stand between digits unseen, or around them"""
LOOKALIKE = re.compile(r"(?<![^\W\d_])[oil](?=\d)|(?<=\d)[oil](?![^\W\d_])", re.IGNORECASE)
"""letters that stand for a nought or a one, among digits"""
WORDS = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
WORDS_TOO = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPOKEN = {word: str(at) for words in (WORDS, WORDS_TOO) for at, word in enumerate(words)} | {"zwo": "2", "fuenf": "5"}


def names_contact(text: str) -> bool:
    """Say whether a text looks as if it held a phone number, an e-mail or other address, in whatever writing."""
    shown = "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) not in HIDDEN)
    return bool(ADDRESS.search(shown) or PHONE.search(CALENDAR.sub(" ", digits_of(shown))))


def digits_of(text: str) -> str:
    """Write digits of every script, letters that stand for some, and digits in words as digits of ours."""
    digits = "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)
    alike = LOOKALIKE.sub(lambda found: "0" if found[0] in "oO" else "1", digits)
    return re.sub(r"[^\W\d_]+", lambda found: SPOKEN.get(found[0].casefold(), found[0]), alike)
