"""Texts in the reader's language: catalogues, what stands in for a missing translation, and the voice that says a text.

Nothing here fails in front of a person: a missing translation comes from the next language, a value that was not
supplied shows as '…'. Both are counted, and a test can hand in `refuse` to have them raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import TypeAlias
from zoneinfo import ZoneInfo

from locales import formats
from locales.direction import RIGHT_TO_LEFT_MARK, isolate, runs_rtl
from locales.formats import Reader
from locales.languages import OFFERED, SOURCE, catalogue_path, language
from locales.templates import Template, needs_translation, parse
from locales.text import (
    Code,
    Content,
    Day,
    DayOf,
    Distance,
    Languages,
    Listed,
    Moment,
    Price,
    Schedule,
    ShortDay,
    ShortMoment,
    Span,
    Text,
    Value,
    Weekday,
)

Formatted: TypeAlias = Moment | Day | DayOf | ShortDay | ShortMoment | Span | Schedule | Weekday | Price | Distance

ELLIPSIS = "…"
COUNTS_KEPT = 1000
"""Wordings of larger counts are looked up anew: they are rare, and there is no end of them."""

Missing: TypeAlias = Callable[[str, str, str], None]
"""What hears of a gap: the language, what is missing (translation, value or placeholder, with its name), the msgid."""

gaps: Counter[tuple[str, str, str]] = Counter()
"""Every gap met in this process, as (language, what is missing, msgid)."""


class MissingTextError(LookupError):
    """A text that some catalogue lacks, or a value that does not fit its placeholders."""


def tally(code: str, what: str, msgid: str) -> None:
    """Count a gap and go on."""
    gaps[code, what, msgid] += 1


def refuse(code: str, what: str, msgid: str) -> None:
    """Raise MissingTextError for a gap."""
    message = f"{code}: no {what} for {msgid!r}"
    raise MissingTextError(message)


class _Unknown(NullTranslations):
    """The end of a catalogue: an empty text where gettext would repeat the msgid."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A language's texts, with those of its fallback behind them; templates are parsed once and kept."""

    code: str
    translations: NullTranslations
    behind: Catalogue | None = None
    texts: dict[str, Template] = field(default_factory=dict)
    counted: dict[tuple[str, str, int], Template] = field(default_factory=dict)

    def template(self, text: Text) -> Template:
        """Find the wording of a text, in this language or the next that has it."""
        if text.plural is not None:
            return self._counted(text.msgid, text.plural, text.count)
        found = self.texts.get(text.msgid)
        if found is None:
            found = self.texts[text.msgid] = self._find(text.msgid, lambda one: one.gettext(text.msgid))
        return found

    def _counted(self, singular: str, plural: str, count: int) -> Template:
        key = (singular, plural, count)
        found = self.counted.get(key)
        if found is None:
            source = singular if count == 1 else plural
            found = self._find(source, lambda one: one.ngettext(singular, plural, count))
            if count < COUNTS_KEPT:
                self.counted[key] = found
        return found

    def _find(self, source: str, ask: Callable[[NullTranslations], str]) -> Template:
        for depth, catalogue in enumerate(self.chain()):
            wording = ask(catalogue.translations)
            if wording:
                return parse(wording, translated=depth == 0 or not needs_translation(source))
        return parse(source, translated=self.code == SOURCE or not needs_translation(source))

    def chain(self) -> Iterator[Catalogue]:
        """Walk from this catalogue to the last that may stand in for it; the source itself comes after."""
        yield self
        if self.behind is not None:
            yield from self.behind.chain()


@cache
def catalogue(code: str) -> Catalogue:
    """Open a language's catalogue, once a process; one that is not shipped has only its fallback's texts."""
    behind = language(code).fallback
    return Catalogue(code, _translations(code), None if SOURCE in (code, behind) else catalogue(behind))


def _translations(code: str) -> NullTranslations:
    source, compiled = catalogue_path(code, "po"), catalogue_path(code, "mo")
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        translations: NullTranslations = GNUTranslations(BytesIO(compiled.read_bytes()))
    elif source.exists():
        from locales.compile import compiled_bytes  # only where nobody compiled: it loads all of Babel's tools

        translations = GNUTranslations(BytesIO(compiled_bytes(source)))
    else:
        return _Unknown()
    translations.add_fallback(_Unknown())
    return translations


def every_rendering(msgid: str) -> dict[str, str]:
    """Say a text without values in every language offered: the wording, and the first language that words it so.

    This is how a label of the persistent keyboard is recognised when it arrives as text.
    """
    renderings: dict[str, str] = {}
    for code in OFFERED:
        renderings.setdefault(catalogue(code).template(Text(msgid)).parts[0], code)
    return renderings


class Speech:
    """The voice of one language: says texts in plain characters, without any markup.

    `missing` hears of every gap; it may raise.
    """

    __slots__ = ("catalogue", "language", "missing", "rtl", "zone")

    def __init__(self, code: str, zone: ZoneInfo, missing: Missing = tally) -> None:
        row = language(code)
        self.language = row.code
        self.rtl = row.rtl
        self.zone = zone
        self.missing = missing
        self.catalogue = catalogue(row.code)

    def say(self, text: Text | Content, now: datetime) -> str:
        """Say a text as a line of its own; `now` (aware) is what 'tomorrow' counts from."""
        if isinstance(text, Content):
            return text.text
        template = self._template(text)
        if len(template.parts) == 1 and not text.values:
            return template.parts[0]
        said = self._fill(text, template, Reader(self.language, self.zone, now))
        return self._begin(said, text, template)

    def label(self, text: Text) -> str:
        """Say a text without values, as `every_rendering` recognises it again."""
        return self._template(text).parts[0]

    def _template(self, text: Text) -> Template:
        template = self.catalogue.template(text)
        if not template.translated:
            self.missing(self.language, "translation", text.msgid)
        return template

    def _begin(self, said: str, text: Text, template: Template) -> str:
        """Open a line: with a capital where a value of ours comes first, from the right where the language does."""
        if not template.parts[0] and said:
            first = dict(text.values).get(template.parts[1])
            said = _capital(said, self.language) if _is_worded(first) else said
        if self.rtl and not runs_rtl("".join(template.parts[::2])):
            return RIGHT_TO_LEFT_MARK + said
        return said

    def _fill(self, text: Text, template: Template, reader: Reader) -> str:
        values = dict(text.values)
        parts = list(template.parts)
        for place in range(1, len(parts), 2):
            parts[place] = self._value(values, parts[place], text, reader)
        self._check_use(values, text)
        return "".join(parts)

    def _value(self, values: dict[str, Value], name: str, text: Text, reader: Reader) -> str:
        if name not in values:
            self.missing(self.language, f"value {name!r}", text.msgid)
            return ELLIPSIS
        return self.word(values[name], reader)

    def _check_use(self, values: dict[str, Value], text: Text) -> None:
        """Report values that no placeholder of the source asks for; a count may serve the plural alone."""
        for name in values:
            asked = f"{{{name}}}" in text.msgid or f"{{{name}}}" in (text.plural or "")
            if not asked and not (name == "count" and text.plural):
                self.missing(self.language, f"placeholder {name!r}", text.msgid)

    def word(self, value: Value, reader: Reader) -> str:
        """Write a value as a part of a sentence."""
        match value:
            case Code(text) | Content(text):
                return self.apart(value, text)
            case int():
                return formats.number(value, reader)
            case Listed(items):
                return formats.joined([self.word(item, reader) for item in formats.by_day(items, reader)], reader)
            case Languages():
                return formats.comma(reader).join(self._said(name, reader) for name in formats.languages(value, reader))
            case Text():
                return self._said(value, reader)
            case _:
                return self._said(_formatted(value, reader), reader)

    def apart(self, value: Code | Content, text: str) -> str:
        """Set what somebody wrote apart from what stands around it, where it may run the other way."""
        own = isinstance(value, Content) and value.language == self.language and runs_rtl(text) == self.rtl
        return text if own else isolate(text, inside_rtl=self.rtl)

    def _said(self, text: Text | str, reader: Reader) -> str:
        return text if isinstance(text, str) else self._fill(text, self._template(text), reader)


@lru_cache(maxsize=256)
def speech(code: str, zone: ZoneInfo) -> Speech:
    """Give the voice of a language; the same one each time."""
    return Speech(code, zone)


def _formatted(value: Formatted, reader: Reader) -> Text | str:
    match value:
        case Moment():
            return formats.moment(value, reader)
        case Span():
            return formats.span(value, reader)
        case Day():
            return formats.day(value, reader)
        case DayOf():
            return formats.day_of(value, reader)
        case ShortDay():
            return formats.short_day(value, reader)
        case ShortMoment():
            return formats.short_moment(value, reader)
        case Schedule():
            return formats.schedule(value, reader)
        case Weekday():
            return formats.weekday(value, reader)
        case Price(cents):
            return isolate(formats.price(cents, reader), inside_rtl=language(reader.language).rtl)
        case Distance():
            return formats.distance(value, reader)


def _is_worded(value: Value | None) -> bool:
    """Tell whether a value is worded by us, and so may begin with a capital; names and codes stay as they are."""
    match value:
        case None | int() | Code() | Content():
            return False
        case Listed(items):
            return bool(items) and _is_worded(items[0])
        case _:
            return True


def _capital(said: str, code: str) -> str:
    first = "İ" if code == "tr" and said[0] == "i" else said[0].upper()
    return first + said[1:]
