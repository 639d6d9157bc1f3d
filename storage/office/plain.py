"""What may stand in a note about somebody: no way to reach them, for we keep none."""

from __future__ import annotations

import re
import unicodedata

PHONE = re.compile(r"(?:\+|\b00|\b0)?\d(?:[\s/().-]*\d){5,}")
"""six digits or more, with or without signs between them"""
CALENDAR = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?(?=\D|$)|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[:.]\d{2}\b")
"""dates and times of day, which are digits, too"""
ADDRESS = re.compile(r"\S@\S|\b(?:https?://|www\.|t\.me/)", re.IGNORECASE)


def names_contact(text: str) -> bool:
    """Say whether a text looks as if it held a phone number, an e-mail or other address."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in plain)
    return bool(ADDRESS.search(digits) or PHONE.search(CALENDAR.sub(" ", digits)))
