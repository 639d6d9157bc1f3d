"""The languages we speak: one row each, in the order in which they are offered.

One table maps what Telegram, people and spreadsheets call a language to the name of its catalogue, because the same
language has several names (`prs`, `pes` and `fa-AF` are all served by `fa`) and some of ours have none at all (easy
German).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
DOMAIN = "quartierbot"
SOURCE = "en"
"""The language of the msgids: always offered, needs no catalogue."""
DEFAULT = "de"


@dataclass(frozen=True, slots=True)
class Language:
    """A language: the name of its catalogue, its name in itself, and what others call it."""

    code: str
    autonym: str
    rtl: bool = False
    command_codes: tuple[str, ...] = ()
    """Two-letter codes for Telegram's commands and descriptions; none for easy German."""
    incoming: tuple[str, ...] = ()
    """Further codes that mean this language, in lower case, with hyphens."""
    fallback: str = SOURCE
    """Where a text that is not translated yet comes from."""

    @property
    def slug(self) -> str:
        """The code as an argument of callback data."""
        return self.code.lower()

    @property
    def babel(self) -> str:
        """The code as Babel knows it; British English, for it puts the day before the month."""
        return {"de@easy": "de", "en": "en_GB"}.get(self.code, self.code)


TABLE = (
    Language("de", "Deutsch", command_codes=("de",)),
    Language("de@easy", "Deutsch (einfach)", incoming=("de-si", "de-simple", "de-x-simple-language"), fallback="de"),
    Language("tr", "Türkçe", command_codes=("tr",)),
    Language("ar", "العربية", rtl=True, command_codes=("ar",), incoming=("arb", "apc", "acm", "arz", "ary")),
    Language("uk", "Українська", command_codes=("uk",)),
    Language("en", "English", command_codes=("en",)),
    Language("ru", "Русский", command_codes=("ru",)),
    Language("fa", "فارسی", rtl=True, command_codes=("fa",), incoming=("pes", "prs")),
    Language("ku", "Kurdî (Kurmancî)", command_codes=("ku",), incoming=("kmr",)),
    Language("bg", "Български", command_codes=("bg",)),
    Language("ro", "Română", command_codes=("ro",), incoming=("mo",)),
    Language("pl", "Polski", command_codes=("pl",)),
    Language(
        "sr_Latn",
        "Bosanski / Hrvatski / Srpski",
        command_codes=("sr", "bs", "hr"),
        incoming=("sr", "sr-latn", "bs", "hr", "sh", "cnr"),
    ),
    Language("fr", "Français", command_codes=("fr",)),
    Language("ps", "پښتو", rtl=True, command_codes=("ps",)),
    Language("el", "Ελληνικά", command_codes=("el",)),
    Language("zh_Hans", "简体中文", command_codes=("zh",), incoming=("zh", "zh-hans")),
    Language("sq", "Shqip", command_codes=("sq",)),
    Language("es", "Español", command_codes=("es",)),
    Language("it", "Italiano", command_codes=("it",)),
)
BY_CODE = {language.code: language for language in TABLE}
BY_SLUG = {language.slug: language.code for language in TABLE}
INCOMING = {name: language.code for language in TABLE for name in (language.slug, *language.incoming)}


def catalogue_path(code: str, suffix: str) -> Path:
    """Where a language's catalogue lies: suffix 'po' for translators, 'mo' for us."""
    return FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def _is_shipped(code: str) -> bool:
    return code == SOURCE or any(catalogue_path(code, suffix).exists() for suffix in ("mo", "po"))


OFFERED = tuple(language.code for language in TABLE if _is_shipped(language.code))
"""The languages whose catalogue is shipped, in the order in which they are offered."""


def language(code: str) -> Language:
    """Look a language up by the name of its catalogue; German for a name that is none of ours."""
    return BY_CODE.get(code, BY_CODE[DEFAULT])


def match(language_code: str | None, among: Collection[str] = OFFERED) -> str:
    """Choose the catalogue for a language code as Telegram or a person writes it; German when there is none.

    >>> match("prs", among=("de", "fa"))
    'fa'
    """
    name = (language_code or DEFAULT).strip().lower().replace("_", "-")
    base = name.partition("-")[0]
    found = INCOMING.get(name) or INCOMING.get(base) or DEFAULT
    return found if found in among else DEFAULT
