"""A screen in a language: localised paragraphs and buttons without any markup.

Telegram is one way to show a page; voice, the web or paper would start here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Share, Tap
from locales.catalogues import Speech
from locales.direction import RIGHT_TO_LEFT_MARK
from locales.text import Content, Languages, Listed, Text, _

LABEL_LENGTH = 60
"""Telegram shows about half of that on a small phone; more only costs."""
BESIDE_LENGTH = 20
"""As many signs of a button that has a neighbour a small phone shows."""
UNSEEN = ("Cf", "Mn")
"""Unicode's categories of what takes no room of its own"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line as it is read."""

    text: str
    pictogram: str = ""
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button as it is read; for a share, `text` is what is passed on."""

    label: str
    does: Tap | Share
    style: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What one person sees."""

    language: str
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[tuple[Choice, ...], ...] = ()
    fresh: bool = False
    asks_location: bool = False
    refresh_s: float = 0.0


def compose(screen: Screen, speech: Speech, now: datetime) -> Page:
    """Say a screen in a language, and say so when parts of it are in another."""
    lines = (*screen.lines, *foreign_note(screen.lines, speech.language))
    paragraphs = tuple(
        Paragraph(said(line.text, line.pictogram, speech, now), lead(line.pictogram, speech), line.style)
        for line in lines
    )
    rows = compose_rows(screen.rows, speech, now)
    return Page(speech.language, paragraphs, rows, screen.fresh, screen.asks_location, screen.refresh_s)


def compose_rows(rows: Rows, speech: Speech, now: datetime) -> tuple[tuple[Choice, ...], ...]:
    """Say the buttons; those that would be cut off beside another stand alone."""
    said_rows = (tuple(compose_button(button, speech, now) for button in row) for row in rows)
    return tuple(laid for row in said_rows for laid in ([row] if fits(row) else [(choice,) for choice in row]))


def fits(row: tuple[Choice, ...]) -> bool:
    """Say whether buttons can stand beside each other and be read to their end."""
    return len(row) == 1 or all(signs(choice.label) <= BESIDE_LENGTH for choice in row)


def signs(label: str) -> int:
    """Count what takes up room: no marks of direction, and none that stand above a letter."""
    return sum(category(sign) not in UNSEEN for sign in label)


def compose_button(button: Button, speech: Speech, now: datetime) -> Choice:
    """Say one button: pictogram, label, and how much waits behind it."""
    label = shortened(speech.say(button.label, now), LABEL_LENGTH)
    if button.pictogram and isinstance(button.label, Content):
        label = speech.apart(button.label, label)
    count = f" ({button.count})" if button.count is not None else ""
    text = speech.say(button.does.text, now) if isinstance(button.does, Share) else ""
    return Choice(f"{lead(button.pictogram, speech)} {label}{count}".strip(), button.does, button.style, text)


def said(text: Text | Content, pictogram: str, speech: Speech, now: datetime) -> str:
    """Say a line; one in another direction than the pictogram before it is set apart, or its last sign would change sides."""
    words = speech.say(text, now)
    return speech.apart(text, words) if pictogram and isinstance(text, Content) else words


def lead(pictogram: str, speech: Speech) -> str:
    """Begin what runs from the right with a mark of it: 'ℹ' is a Latin letter to Unicode, a title may be in German."""
    return f"{RIGHT_TO_LEFT_MARK}{pictogram}" if speech.rtl and pictogram else pictogram


def shortened(text: str, length: int) -> str:
    """Cut a text that is too long, at a word."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,·:-") + "…"


def foreign_note(lines: tuple[Line, ...], language: str) -> tuple[Line, ...]:
    """Say which parts are in another language than the reader's."""
    others = {content.language for line in lines for content in contents(line.text)}
    foreign = sorted(code for code in others if code != "mul" and base(code) != base(language))
    if not foreign:
        return ()
    return (
        Line(
            _("Some texts are in another language: {languages}.", languages=Languages(tuple(foreign))),
            pic.SPEAK,
            "note",
        ),
    )


def contents(value: object) -> Iterator[Content]:
    """Find every text of the catalogue within a text."""
    match value:
        case Content():
            yield value
        case Text(values=values):
            for _name, inner in values:
                yield from contents(inner)
        case Listed(items):
            for item in items:
                yield from contents(item)


def base(code: str) -> str:
    """Take the language of a catalogue code: easy German is German."""
    return code.partition("@")[0]
