"""The words in which people say days and times, in German, English and Arabic: each becomes one of a few signs.

Names of weekdays and months are known in every language. What is written without accents, with or without hamza, or in
other digits is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from locales import weekdays as names

AM, PM, NOON, NIGHT = "@am", "@pm", "@noon", "@night"
PARTS = frozenset({AM, PM, NOON, NIGHT})
"""parts of the day, which say what '7' means"""
COMING, NEXT_WEEK = "@coming", "@week"
"""what is said with a weekday: the coming one, or the one of next week"""
LONGEST = 200
"""characters; nobody says a day in more"""
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0640]")
"""signs of direction and joining, which phones set between letters and numbers, and the Arabic stroke"""
ALIKE = str.maketrans(
    {"ة": "ه", "ى": "ي", "٫": ".", "،": " ", "؛": " ", ",": " ", ";": " ", "@": " ", "’": "'", "−": "-"}
)

HOURS = (
    ("ein", "eins", "eine", "einer", "einem", "one", "الواحده", "واحده"),
    ("zwei", "two", "الثانيه", "ثنتين"),
    ("drei", "three", "الثالثه", "ثلاثه"),
    ("vier", "four", "الرابعه", "اربعه"),
    ("funf", "fuenf", "five", "الخامسه", "خمسه"),
    ("sechs", "six", "السادسه", "سته"),
    ("sieben", "seven", "السابعه", "سبعه"),
    ("acht", "eight", "الثامنه", "ثمانيه"),
    ("neun", "nine", "التاسعه", "تسعه"),
    ("zehn", "ten", "العاشره", "عشره"),
    ("elf", "eleven", "الحاديه عشره", "الحاديه عشر", "احد عشر"),
    ("zwolf", "zwoelf", "twelve", "الثانيه عشره", "الثانيه عشر", "اثنا عشر"),
)
NEAR = {
    "@0": ("heute", "today", "اليوم"),
    "@1": ("tomorrow", "غدا", "غد", "بكره", "بكرا"),
    "@2": ("ubermorgen", "uebermorgen", "day after tomorrow", "بعد غد", "بعد بكره", "بعد بكرا", "بعد يومين"),
    "@7": ("بعد اسبوع",),
    "@14": ("بعد اسبوعين",),
}
SAID_OF_DAYS = {
    COMING: (
        *(
            "nachste",
            "nachsten",
            "nachster",
            "naechste",
            "naechsten",
            "naechster",
            "kommende",
            "kommenden",
            "kommender",
        ),
        *("diese", "diesen", "dieser", "next", "this", "coming"),
        *("القادم", "القادمه", "المقبل", "المقبله", "الجاي", "الجايه", "هذا", "هذه"),
    ),
    NEXT_WEEK: (
        *("nachste woche", "nachster woche", "naechste woche", "naechster woche", "kommende woche", "next week"),
        *("الاسبوع القادم", "الاسبوع المقبل", "الاسبوع الجاي"),
    ),
}
SAID_OF_TIMES = {
    AM: (
        *("fruh", "frueh", "morgens", "vormittag", "vormittags", "morning", "in the morning"),
        *("صباحا", "الصبح", "قبل الظهر", "ص"),
    ),
    PM: (
        *("nachmittag", "nachmittags", "abend", "abends", "afternoon", "in the afternoon", "evening", "in the evening"),
        *("ظهرا", "الظهر", "بعد الظهر", "عصرا", "العصر", "مساء", "المساء", "م"),
    ),
    NOON: ("mittag", "mittags", "noon", "midday"),
    NIGHT: ("nachts", "at night", "ليلا", "بالليل"),
}
MONTHS = {
    "january": ("كانون الثاني",),
    "february": ("شباط",),
    "march": ("اذار",),
    "april": ("نيسان",),
    "may": ("ايار",),
    "june": ("حزيران",),
    "july": ("تموز",),
    "august": ("اب",),
    "september": ("ايلول",),
    "october": ("تشرين الاول",),
    "november": ("تشرين الثاني",),
    "december": ("كانون الاول",),
}
"""the names of months in Syria, Lebanon and Iraq, which Babel's Arabic does not have"""
ENGLISH_DAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,5}day\b|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b|@\d"
)
"""begins what is a day in English alone, or a sign: German has no 'am' before those"""
UNSAID = (
    *("uhr", "h", "o'clock", "um", "von", "from", "at", "on", "ab", "am", "den", "dem", "der", "the", "of"),
    *("الساعه", "يوم", "من", "في"),
)
"""words that say nothing of their own"""
EVERY = frozenset({"", "und", "and", "jeden", "every", "immer", "am", "on", "an", "كل", "يوم", "ايام", "و"})
"""words between days of the week"""
TILL = ("bis", "to", "until", "till", "الي", "حتي")
EARLIER = 1
"""so many hours before the one that is named: half past two is 'half three' in German"""
PHRASES: tuple[tuple[str, int, int], ...] = (
    (r"halb (\d{1,2})", EARLIER, 30),
    (r"(?:viertel nach|quarter past) (\d{1,2})", 0, 15),
    (r"(?:viertel vor|dreiviertel|quarter to) (\d{1,2})", EARLIER, 45),
    (r"half past (\d{1,2})", 0, 30),
    (r"(\d{1,2}) (?:والنصف|ونصف|ونص)", 0, 30),
    (r"(\d{1,2}) (?:والربع|وربع)", 0, 15),
    (r"(\d{1,2}) (?:والثلث|وثلث)", 0, 20),
    (r"(\d{1,2}) (?:الا الربع|الا ربع)", EARLIER, 45),
)
"""how minutes are spoken: the pattern, and what it comes to"""
DAYS_AHEAD = re.compile(r"(?:@0 )?(?<!\w)(?:in|بعد) (\d{1,3}) (?:tage?n?|days?|يوما?|ايام)(?!\w)")
WEEKS_AHEAD = re.compile(r"(?:@0 )?(?<!\w)(?:in|بعد) (\d{1,2}) (?:wochen?|weeks?|اسابيع|اسبوعا?)(?!\w)")
ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b")
DOTTED_AM = re.compile(r"(?<!\w)([ap])\.\s?m\b\.?")
FRENCH_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s?h\s?(\d{2})(?![\d./-])")
GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])")


def plain(text: str) -> str:
    """Write a text without what does not matter: capitals, accents, signs of direction; digits are ours."""
    seen = unicodedata.normalize("NFKD", HIDDEN.sub("", text).casefold())
    marks = (str(unicodedata.decimal(mark, mark)) for mark in seen if not unicodedata.combining(mark))
    return " ".join("".join(marks).translate(ALIKE).split())


def spelled(text: str) -> str:
    """Write what people type in plain letters, with signs for the words that say a day, a part of it or an hour."""
    found = DOTTED_AM.sub(r"\1m", ORDINAL.sub(r"\1.", plain(text)))
    found = GLUED.sub(" ", FRENCH_HOUR.sub(r"\1:\2", found))
    found = finder().sub(lambda word: signs()[word[0]], found)
    for pattern, earlier, minutes in PHRASES:
        found = re.sub(rf"(?<!\w){pattern}(?!\w)", in_digits(earlier, minutes), found)
    return WEEKS_AHEAD.sub(lambda weeks: f"@{int(weeks[1]) * 7}", DAYS_AHEAD.sub(r"@\1", found))


def in_digits(earlier: int, minutes: int) -> Callable[[re.Match[str]], str]:
    """Write a spoken time in digits; before one o'clock is twelve."""
    return lambda found: f"{(int(found[1]) - earlier) or 12}:{minutes}"


@cache
def signs() -> Mapping[str, str]:
    """Put all words together with what they stand for; 'morgen' is looked at later, for it is tomorrow or the morning."""
    tables = (NEAR, SAID_OF_DAYS, SAID_OF_TIMES, MONTHS)
    found = {word: sign for table in tables for sign, words in table.items() for word in words}
    return found | {word: str(number) for number, words in enumerate(HOURS, start=1) for word in words}


@cache
def finder() -> re.Pattern[str]:
    """Find any of the words, the longest first."""
    words = sorted(signs(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def weekday_of(word: str) -> int | None:
    """Find the day of the week that a plain word names, 0 is Monday; None when it names none."""
    return weekdays().get(word.strip("."))


def month_of(word: str) -> int | None:
    """Find the month that a plain word names, 1 is January; None when it names none."""
    return months().get(word.strip("."))


@cache
def weekdays() -> Mapping[str, int]:
    """Collect the names of days in plain letters; where two languages differ, the one offered first is meant."""
    return {plain(name): number for name, number in reversed([*names.weekdays().items()])}


@cache
def months() -> Mapping[str, int]:
    """Collect the names of months in plain letters."""
    return {plain(name): number for name, number in reversed([*names.months().items()])}
