"""Choose a language: autonyms only, the one the phone speaks first."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Event, Line, Screen, Tap, Turn, title
from conversations.effects import SetLanguage
from locales.languages import BY_SLUG, OFFERED, language
from locales.text import Content, _
from storage.records.people import PeopleReader

FIRST_SHOWN = 6
GREETING = Content("Willkommen! · Welcome! · أهلًا وسهلًا!", "mul")
INVITATION = Content("Sprache wählen · Choose your language · اختيار اللغة", "mul")


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
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    if len(shown) < len(languages):
        rows += ((Button(_("More languages"), Tap("choose_language", "more"), pic.SPEAK),),)
    lines: tuple[Line, ...] = (title(INVITATION, pic.SPEAK),)
    if state.welcome:
        lines = (title(GREETING, pic.HELLO), Line(INVITATION, pic.SPEAK))
    return Screen(lines, rows, home=not state.welcome)


DIALOG = Dialog("choose_language", 1, (Choosing,), update, render, load)
