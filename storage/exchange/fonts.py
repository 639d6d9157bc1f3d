"""Fonts for paper, from Debian's packages: every script in letters of its own, and never a box in place of one.

Which file a letter needs is known by the first word of its Unicode name, which is that of its script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

CORE, HAN = "fonts-noto-core", "fonts-droid-fallback"
FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/truetype/droid"))
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")
"""what steers letters and shows nothing itself"""


class FontMissingError(LookupError):
    """A font that a text needs is not installed; `package` brings it."""

    def __init__(self, file: str, package: str) -> None:
        super().__init__(f"the font {file} is missing; install Debian's package {package}")
        self.file = file
        self.package = package


@dataclass(frozen=True, slots=True)
class Face:
    """A font by the names of its files. `bold` is '' where there is none."""

    regular: str
    bold: str = ""
    package: str = CORE

    @property
    def family(self) -> str:
        """Name it as a document does."""
        return self.regular.partition("-")[0].lower()


def _noto(name: str) -> Face:
    return Face(f"{name}-Regular.ttf", f"{name}-Bold.ttf")


BASE = _noto("NotoSans")
"""Latin, Greek, Cyrillic, and what steers the direction of a text"""
HAN_FACE = Face("DroidSansFallbackFull.ttf", package=HAN)
SCRIPTS: Mapping[str, Face] = {
    **{name.upper(): _noto(f"NotoSans{name}") for name in ("Arabic", "Hebrew", "Armenian", "Georgian", "Ethiopic")},
    **{name.upper(): _noto(f"NotoSans{name}") for name in ("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Tamil")},
    **{name.upper(): _noto(f"NotoSans{name}") for name in ("Telugu", "Kannada", "Malayalam", "Sinhala", "Oriya")},
    **{name.upper(): _noto(f"NotoSans{name}") for name in ("Thai", "Lao", "Khmer", "Myanmar", "Thaana", "Cherokee")},
    **{name.upper(): Face(f"NotoSans{name}-Regular.ttf") for name in ("Syriac", "Tifinagh", "Mongolian", "Adlam")},
    "NKO": Face("NotoSansNKo-Regular.ttf"),
    "TIBETAN": _noto("NotoSerifTibetan"),
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "BOPOMOFO"), HAN_FACE),
}
OTHERS = (Face("NotoSansSymbols-Regular.ttf"), Face("NotoSansSymbols2-Regular.ttf"), Face("NotoSansMath-Regular.ttf"))
"""where signs are that belong to no script"""


class Faces:
    """The fonts of one document, chosen by its texts. FontMissingError when one of them is not installed."""

    def __init__(self, folders: Sequence[Path] = FOLDERS) -> None:
        self._folders = tuple(folders)
        self._used: dict[Face, None] = {BASE: None}

    @property
    def used(self) -> tuple[Face, ...]:
        """List the fonts that the texts so far need, that of Latin first."""
        return tuple(self._used)

    def _installed(self, face: Face) -> bool:
        return any((folder / face.regular).is_file() for folder in self._folders)

    def path(self, file: str, package: str) -> Path:
        """Find a font's file."""
        found = next((folder / file for folder in self._folders if (folder / file).is_file()), None)
        if found is None:
            raise FontMissingError(file, package)
        return found

    def printable(self, text: str) -> str:
        """Make a text that can be printed, and remember its fonts: on one line, without signs that no font here has.

        What is left out is pictures and the like; a letter in fancy dress becomes the plain letter.
        """
        return "".join(self._letters(" ".join(text.split(" "))))

    def _letters(self, text: str) -> Iterator[str]:
        for letter in text:
            if unicodedata.category(letter) in {"Cc", "Cs"}:
                yield " " if letter.isspace() else ""
            elif self._holds(letter):
                yield letter
            else:
                plain = unicodedata.normalize("NFKC", letter)
                yield "".join(other for other in plain if plain != letter and self._holds(other))

    def _holds(self, letter: str) -> bool:
        """Find a font that has a letter, and take it."""
        for face in _candidates(letter):
            if _is_wide(letter) and not self._installed(face):
                continue  # the plain form will do
            if ord(letter) in _coverage(self.path(face.regular, face.package)):
                self._used[face] = None
                return True
        return False


def _candidates(letter: str) -> Iterable[Face]:
    """Name the fonts that may have a letter; those of signs come last and only for signs."""
    yield BASE
    if letter in INVISIBLE:
        return
    script = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    if (face := SCRIPTS.get(script)) is not None:
        yield face
    elif unicodedata.category(letter)[0] in "SPN" or script == "MATHEMATICAL":
        yield from OTHERS


def _is_wide(letter: str) -> bool:
    """Say whether a letter is only the wide form of a plain one, as keyboards in East Asia write it."""
    return "\uff01" <= letter <= "\uff5e"


@lru_cache(maxsize=64)
def _coverage(path: Path) -> frozenset[int]:
    """Read which letters a font has."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
