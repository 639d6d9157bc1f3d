"""What files of announcements have in common: their limits, and how it is said what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from locales.languages import INCOMING, OFFERED
from storage.records.announcements import MOST_TEXT, MOST_TITLE

LARGEST_BYTES = 1024 * 1024
SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file. `where` is a line, a key or a row and its column; '' is the whole file."""

    file: str
    where: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        """Say it in one line: 'party.toml, texts.ar.title: must not be empty'."""
        value = " ".join(self.value.split())
        shown = value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
        return (
            ", ".join(part for part in (self.file, self.where, repr(shown) if shown else "") if part)
            + f": {self.reason}"
        )


class WordingsError(ValueError):
    """A file cannot be used; `flaws` holds everything that is wrong with it."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__("\n".join(map(str, flaws)))
        self.flaws = flaws


def too_long(title: str, text: str) -> Iterator[tuple[str, str]]:
    """Name what is longer than a message may hold, `title` or `text`, and say by how much."""
    for field, value, most in (("title", title, MOST_TITLE), ("text", text, MOST_TEXT)):
        if units(value) > most:
            yield field, f"longer than {most} characters ({units(value)})"


def known_language(word: str) -> str | None:
    """Find our code for a language somebody wrote; None for one without a catalogue, or one only like ours."""
    code = INCOMING.get(word.strip().lower().replace("_", "-")) or INCOMING.get(word.strip().lower())
    return code if code in OFFERED else None


def units(text: str) -> int:
    """Count a text as Telegram does: many pictograms are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Keep the letters and line breaks of a text, and nothing that no database or message takes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in lines if sign == "\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff")).strip()
