"""Catalogue texts in every language: which language a reader gets, and how a word finds a text.

All prose of the catalogue lies in one table; facts are fields of their own. A reader gets their own language, else the
next of their fallbacks, and the record says which it was.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, select, union_all

from locales.text import Content
from storage.engine import Transaction
from storage.tables import texts

SOURCE_LANGUAGE = "de"

# Letters that people and keyboards exchange freely, and that no decomposition brings together.
ALIKE = str.maketrans(
    {"ı": "i", "ß": "ss", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": "", "ø": "o", "ł": "l", "đ": "d"}
)


def fallbacks(language: str) -> tuple[str, ...]:
    """List the languages to read texts in: the reader's own, then easy readers German, others English and German."""
    match language:
        case "de":
            return ("de",)
        case "de@easy":
            return ("de@easy", "de")
        case "en":
            return ("en", "de")
        case _:
            return (language, "en", "de")


def fold(text: str) -> str:
    """Make a text comparable: no case, accents or punctuation, single spaces. Stored as `folded` and searched in."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(ALIKE)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that were read, each in the best language there is."""

    found: Mapping[tuple[str, int, str], Content]

    def get(self, subject: str, subject_id: int | None, field: str) -> Content | None:
        """Find a text; None when the catalogue has none in the reader's languages."""
        return None if subject_id is None else self.found.get((subject, subject_id, field))

    def name(self, subject: str, subject_id: int, field: str, otherwise: str) -> Content:
        """Find a text that must be there; `otherwise` stands in for one that was never written."""
        return self.get(subject, subject_id, field) or Content(otherwise, SOURCE_LANGUAGE)

    def short_title(self, offering_id: int | None) -> Content | None:
        """Find an offering's short title; None unless it is in the language of the title, which is understood best."""
        title, short = (self.get("offering", offering_id, field) for field in ("title", "short_title"))
        return short if title and short and title.language == short.language else None


async def read(
    tx: Transaction,
    languages: Sequence[str],
    subjects: Mapping[str, Iterable[int]],
    fields: Collection[str] = (),
) -> Texts:
    """Read texts of many things at once: `subjects` maps offering, venue, topic, quarter or session to ids."""
    wanted = {subject: sorted(chosen) for subject, ids in sorted(subjects.items()) if (chosen := set(ids))}
    if not wanted:
        return Texts({})
    bounds = {"tenant": tx.tenant_id, "languages": languages, "fields": sorted(fields)}
    statement = asking(tuple(wanted), some_fields=bool(fields))
    return best((await tx.connection.execute(statement, bounds | wanted)), languages)


TENANT: BindParameter[int] = bindparam("tenant")
LANGUAGES: BindParameter[Sequence[str]] = bindparam("languages", expanding=True)
FIELDS: BindParameter[Sequence[str]] = bindparam("fields", expanding=True)


@lru_cache
def asking(subjects: tuple[str, ...], *, some_fields: bool) -> Select[Any] | CompoundSelect[Any]:
    """Ask for texts of some subjects; the parameter of each subject is its ids.

    A part for each: where they stand in one condition, SQLite without statistics reads all texts of the tenant.
    """
    parts = [asking_one(subject, some_fields=some_fields) for subject in subjects]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def asking_one(subject: str, *, some_fields: bool) -> Select[Any]:
    """Ask for texts of one subject."""
    wanted: BindParameter[Sequence[int]] = bindparam(subject, expanding=True)
    statement = select(texts.c.subject, texts.c.subject_id, texts.c.field, texts.c.language, texts.c.text).where(
        texts.c.tenant_id == TENANT,
        texts.c.subject == subject,
        texts.c.subject_id.in_(wanted),
        texts.c.language.in_(LANGUAGES),
    )
    return statement.where(texts.c.field.in_(FIELDS)) if some_fields else statement


def merge(*subjects: Mapping[str, Iterable[int]]) -> dict[str, set[int]]:
    """Put together which texts are wanted."""
    wanted: dict[str, set[int]] = {}
    for some in subjects:
        for subject, ids in some.items():
            wanted.setdefault(subject, set()).update(ids)
    return wanted


def best(rows: Iterable[tuple[str, int, str, str, str]], languages: Sequence[str]) -> Texts:
    """Keep of each text the one in the language that stands first."""
    found: dict[tuple[str, int, str], Content] = {}
    for subject, subject_id, field, language, text in sorted(rows, key=lambda row: languages.index(row[3])):
        if text.strip():
            found.setdefault((subject, subject_id, field), Content(text, language))
    return Texts(found)
