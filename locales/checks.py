"""What can be wrong with a catalogue, found before a person sees it: gaps, guesses, placeholders that do not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message

from locales.languages import language
from locales.plurals import HEADERS, form_numbers
from locales.templates import bare, needs_translation, placeholders


def find_faults(catalogue: Catalog, code: str) -> Iterator[str]:
    """Report everything wrong with a catalogue, one line each, led by its language."""
    if _squeezed(catalogue.plural_forms) != _squeezed(HEADERS[code]):
        yield f"{code}: Plural-Forms must be {HEADERS[code]}"
    for message in catalogue:
        if message.id:
            yield from (f"{code}: {fault}" for fault in _faults(message, code))


def _squeezed(header: str) -> str:
    return "".join(header.split()).rstrip(";").replace("=(", "=").rstrip(")")


def _faults(message: Message, code: str) -> Iterator[str]:
    match message.id:
        case str(msgid):
            yield from _faults_of_text(msgid, str(message.string or ""), fuzzy=message.fuzzy)
            yield from _faults_of_script(msgid, (str(message.string or ""),), code)
        case (singular, plural):
            yield from _faults_of_forms(singular, plural, tuple(message.string or ()), code)
            yield from _faults_of_script(plural, tuple(message.string or ()), code)


def _faults_of_text(msgid: str, wording: str, *, fuzzy: bool) -> Iterator[str]:
    if fuzzy:
        yield f"fuzzy {msgid!r}"
    if not wording:
        if needs_translation(msgid):
            yield f"missing {msgid!r}"
        return
    if placeholders(wording) != placeholders(msgid):
        yield f"placeholders differ in {msgid!r}: {_names(wording)} instead of {_names(msgid)}"
    if wording.strip() != wording:
        yield f"space around {msgid!r}"


def _faults_of_forms(singular: str, plural: str, wordings: Sequence[str], code: str) -> Iterator[str]:
    for form, numbers in sorted(form_numbers(code).items()):
        wording = wordings[form] if form < len(wordings) else ""
        if not wording:
            yield f"missing form {form} ({_examples(numbers)}) of {plural!r}"
        elif not _fits(placeholders(wording), placeholders(singular) | placeholders(plural), numbers):
            yield f"placeholders differ in form {form} ({_examples(numbers)}) of {plural!r}: {_names(wording)}"


def _faults_of_script(msgid: str, wordings: Sequence[str], code: str) -> Iterator[str]:
    """Report what somebody wrote in another script; abbreviations are the same everywhere, and so is what has a name alone."""
    own = _script(next(filter(str.isalpha, language(code).autonym)))
    for wording in wordings:
        letters = [letter for letter in bare(wording) if letter.isalpha()]
        if any(map(str.islower, letters)) and own not in map(_script, letters):
            yield f"in another script than {own.lower()}: {msgid!r}"


def _script(letter: str) -> str:
    """Name the script of a letter, as Unicode does in the first word of the letter's name."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _fits(found: frozenset[str], wanted: frozenset[str], numbers: Sequence[int]) -> bool:
    """Compare placeholders; a form that stands for one number may say it in words."""
    return found == wanted or (len(numbers) == 1 and found == wanted - {"count"})


def _examples(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:3])) + (" ..." if len(numbers) > 3 else "")


def _names(text: str) -> str:
    return ", ".join(sorted(placeholders(text))) or "none"
