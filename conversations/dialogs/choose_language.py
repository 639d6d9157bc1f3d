"""Choose a language: autonyms only, the one the phone speaks first."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Event, Line, Screen, Tap, Turn, title
from conversations.effects import SetLanguage
from conversations.layout import pairs
from locales.languages import BY_SLUG, OFFERED, language
from locales.text import Content, _
from storage.records.people import PeopleReader

FIRST_SHOWN = 6
GREETINGS = ("Willkommen!", "Welcome!", "\u2067أهلًا وسهلًا!\u2069")
INVITATIONS = ("Sprache wählen", "Choose your language", "\u2067اختيار اللغة\u2069")
"""before a language is chosen; the Arabic is isolated, so that its punctuation stays on its side"""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Waiting for a language; `welcome` at the very first contact, `everything` once all are shown."""

    welcome: bool = False
    everything: bool = False


def update(state: Choosing | None, event: Event) -> Turn[Choosing]:
    """Take the language that was tapped."""
    match event:
        case Tap(action="welcome"):
            return Turn(Choosing(welcome=True))
        case Tap(action="show"):
            return Turn(Choosing())
        case Tap(action="more"):
            return Turn(Choosing(state.welcome if state else False, everything=True))
        case Tap(action="pick", args=(str(slug),)) if BY_SLUG.get(slug) in OFFERED:
            return Turn(None, (SetLanguage(BY_SLUG[slug]),))
        case _:
            return Turn(state or Choosing(), understood=False)


async def load(state: Choosing, reader: PeopleReader) -> str:
    """Read which language to put first."""
    return (await reader.me()).language


def render(state: Choosing, first: str) -> Screen:
    """Show the languages by their own names, two a row."""
    languages = sorted((language(code) for code in OFFERED), key=lambda one: one.code != first)
    shown = languages if state.everything else languages[:FIRST_SHOWN]
    buttons = [Button(Content(one.autonym, one.code), Tap("choose_language", "pick", (one.slug,))) for one in shown]
    rows = pairs(buttons)
    if len(shown) < len(languages):
        rows += ((Button(_("More languages"), Tap("choose_language", "more"), pic.SPEAK),),)
    lines = (*one_a_line(GREETINGS, pic.HELLO), *one_a_line(INVITATIONS, pic.SPEAK))
    return Screen(lines if state.welcome else lines[len(GREETINGS) :], rows, home=not state.welcome)


def one_a_line(texts: tuple[str, ...], pictogram: str) -> tuple[Line, ...]:
    """Say the same in several languages, one a line."""
    first, *others = (Content(text, "mul") for text in texts)
    return (title(first, pictogram), *(Line(text, style="indented") for text in others))


DIALOG = Dialog("choose_language", 1, (Choosing,), update, render, load)
