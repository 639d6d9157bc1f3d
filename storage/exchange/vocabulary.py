"""The words the catalogue's files may use, and how the languages people write map to our catalogues."""

from __future__ import annotations

import re

from locales.languages import INCOMING, TABLE

SLUG = re.compile(r"(?![0-9]+$)[a-z0-9_-]{1,32}")
SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
ID_OR_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,39}")

AUDIENCES = frozenset(
    {
        "apprentices",
        "creatives",
        "employees",
        "employers",
        "families",
        "longterm_unemployed",
        "low_skilled",
        "migrants",
        "parents",
        "residents",
        "seniors",
        "startups",
        "women",
        "youth",
    }
)

LANGUAGES = tuple(language.code for language in TABLE)

TEXT_FIELDS = {
    "offering": frozenset(
        {"title", "short_title", "description", "price_note", "access_note", "eligibility", "bring", "certificate"},
    ),
    "session": frozenset({"note"}),
    "venue": frozenset({"name"}),
    "topic": frozenset({"name"}),
    "quarter": frozenset({"name"}),
}
"""What is prose, by subject. The German of the first three stands in their own files."""

SOURCES = {"short_title": ("short_title", "title")}
"""Fields whose German may be missing: a translation of theirs may be made from the next of these."""

NAMED = frozenset({"topic", "quarter"})
"""Subjects whose German text, too, stands in the file of texts."""


def language(written: str) -> str | None:
    """Find our code for a language code as people write it ('de-simple' -> 'de@easy'); None when we know none."""
    name = written.strip().lower().replace("_", "-")
    return INCOMING.get(name) or INCOMING.get(name.partition("-")[0])
