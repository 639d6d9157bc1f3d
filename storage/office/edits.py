"""Makes a plan of one change of one offering, as an import would make one of many: what to write, or why not.

Nothing is read or written here. What an editor may say is what files may say: the same words, the same limits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from storage.exchange import vocabulary
from storage.exchange.comparing import Pair, Plan, Stored
from storage.exchange.parsed import TextKey
from storage.office.edit_places import place
from storage.office.edit_sessions import add_sessions, change_sessions
from storage.office.edit_site import RANGES, Made, Site, changed, in_range, nothing
from storage.records.catalogue import Childcare, Kind, Level, Registering, StepFree
from storage.records.edits import (
    AGE,
    CHOICES,
    LIMITS,
    OLDEST,
    ONE_LINE,
    SETS,
    SWITCHES,
    WHERE,
    AddSessions,
    CancelSessions,
    Change,
    FactValue,
    MoveSession,
    NewPlace,
    Objection,
    Publish,
    Release,
    RestoreSession,
    SetFact,
    SetLink,
    SetOnline,
    SetPlace,
    SetSeats,
    Toggle,
    Withdraw,
    Write,
)

WORDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"kind": Kind, "level": Level, "registering": Registering, "childcare": Childcare, "step_free": StepFree}
)
TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""signs that turn the direction of what follows, also of what is not theirs"""
NEEDED = ("topics", "languages", "audiences")
"""of these one is always left, once it is published"""


def make(site: Site, change: Change) -> Made:
    """Plan a change."""
    match change:
        case SetFact(name, value):
            return set_fact(site, name, value)
        case Toggle():
            return toggle(site, change)
        case SetPlace() | SetOnline() | NewPlace():
            return place(site, change)
        case AddSessions(spans):
            return add_sessions(site, spans)
        case MoveSession() | SetSeats() | SetLink() | CancelSessions() | RestoreSession():
            return change_sessions(site, change)
        case Write():
            return write(site, change)
        case Publish():
            return publish(site)
        case Withdraw() if site.shown:
            source_ids = frozenset({site.row.source_id})
            return replace(nothing(site), ended=source_ids, drafts=source_ids)
        case Withdraw() | Release():
            return nothing(site)


def set_fact(site: Site, name: str, value: FactValue) -> Made:
    """Plan another value of a fact that has one."""
    match name, value:
        case _, str() if name in CHOICES:
            words = WORDS[name]
            return with_fact(site, name, words(value)) if value in set(words) else Objection.WRONG
        case _, bool() if name in SWITCHES:
            return with_fact(site, name, value)
        case "age", (low, high):
            return ages(site, low, high)
        case _, None if name in RANGES:
            return with_fact(site, name, None)
        case "capacity" | "price_cents", int() if in_range(name, value):
            return with_fact(site, name, value)
        case "hours", int() | float() if in_range(name, value):
            return with_fact(site, name, float(value))
        case _:
            return Objection.WRONG


def with_fact(site: Site, name: str, value: object) -> Plan:
    """Plan a fact; sessions that had as many places as the offering go on having them."""
    changes: dict[str, Any] = {name: value}
    plan = changed(site, replace(site.row, **changes))
    if name != "capacity" or site.row.capacity is None:
        return plan
    same = (row for row in site.before.sessions.values() if row.capacity == site.row.capacity and row.start > site.now)
    pairs = tuple(Pair(row, replace(row, capacity=plan_capacity(value))) for row in same)
    return replace(plan, changed_sessions=tuple(pair for pair in pairs if pair.before != pair.after))


def plan_capacity(value: object) -> int | None:
    """Tell a number of places."""
    return value if isinstance(value, int) else None


def ages(site: Site, low: int | None, high: int | None) -> Made:
    """Plan for what ages it is."""
    said = [age for age in (low, high) if age is not None]
    if any(not 0 <= age <= OLDEST for age in said) or said != sorted(said):
        return Objection.WRONG
    return changed(site, replace(site.row, age_min=low, age_max=high))


def toggle(site: Site, change: Toggle) -> Made:
    """Plan one more of several words, or one less; of what is shown one is always left."""
    word = spelled(site, change.value)
    if change.field not in SETS or not known(site, change.field, word):
        return Objection.WRONG
    had: Iterable[str] = getattr(site.row, change.field)
    kept = [one for one in had if one != word] + ([word] if change.on else [])
    if not kept and change.field in NEEDED and site.shown:
        return Objection.NEEDED
    changes: dict[str, Any] = {change.field: tuple(kept) if change.field == "topics" else frozenset(kept)}
    row = replace(site.row, **changes)
    if change.on and change.field == "languages":
        row = replace(row, interpretation=row.interpretation - {word})
    if change.on and change.field == "interpretation" and word in row.languages:
        return Objection.WRONG
    return changed(site, site.row if change.on and word in had else row)


def spelled(site: Site, value: str | int) -> str:
    """Tell a word; a number is a topic's."""
    if isinstance(value, str):
        return value
    return next(
        (name for (subject, name), number in site.before.ids.items() if (subject, number) == ("topic", value)), ""
    )


def known(site: Site, name: str, word: str) -> bool:
    """Say whether a word belongs to the vocabulary of a fact; topics are those there are."""
    match name:
        case "topics":
            return ("topic", word) in site.before.ids
        case "audiences":
            return word in vocabulary.AUDIENCES
        case _:
            return word in vocabulary.LANGUAGES


def write(site: Site, change: Write) -> Made:
    """Plan a text, or its end; a published title stays."""
    row = None if change.session_id is None else site.session(change.session_id)
    if change.session_id is not None and row is None:
        return Objection.GONE
    subject, source_id = ("session", row.source_id) if row else ("offering", site.row.source_id)
    if change.field not in vocabulary.TEXT_FIELDS[subject] or change.language not in vocabulary.LANGUAGES:
        return Objection.WRONG
    text = clean(change.text, one_line=change.field in ONE_LINE)
    if len(text) > LIMITS[change.field]:
        return Objection.TOO_LONG
    return with_text(site, TextKey(subject, source_id, change.field, change.language), text)


def with_text(site: Site, key: TextKey, text: str) -> Made:
    """Plan a text at its place."""
    was = site.before.texts.get(key)
    if not text:
        if (key.subject, key.field, key.language) == ("offering", "title", "de"):
            return Objection.NEEDED
        return replace(nothing(site), lost_texts=frozenset({key} if was else ()))
    sources = {} if key.language == "de" else {key: source_of(site.before, key)}
    return replace(nothing(site), texts={key: text}, sources=sources)


def source_of(before: Stored, key: TextKey) -> str:
    """Find the German that a translation translates."""
    for name in vocabulary.SOURCES.get(key.field, (key.field,)):
        if found := before.texts.get(replace(key, field=name, language="de")):
            return found.text
    return ""


def clean(text: str, *, one_line: bool) -> str:
    """Leave out what cannot be shown; a title is one line."""
    shown = (mark for mark in text if mark == "\n" or unicodedata.category(mark) not in {"Cc", "Cs", "Co"})
    kept = "".join(mark for mark in shown if unicodedata.bidirectional(mark) not in TURNING)
    return " ".join(kept.split()) if one_line else kept.strip()


def missing(site: Site) -> Iterator[str]:
    """List what is still to be said before everybody may see it."""
    if TextKey("offering", site.row.source_id, "title", "de") not in site.before.texts:
        yield "title"
    yield from (name for name in NEEDED if not getattr(site.row, name))
    if WHERE in site.unknown:
        yield WHERE


def publish(site: Site) -> Made:
    """Plan that everybody sees it."""
    if site.shown:
        return nothing(site)
    if any(missing(site)):
        return Objection.INCOMPLETE
    return replace(nothing(site), returned=frozenset({site.row.source_id}), drafts=frozenset())


def answered(change: Change) -> frozenset[str]:
    """Name the facts that are known once a change is made."""
    match change:
        case SetFact(name) | Toggle(name):
            return frozenset({"age_min", "age_max"} if name == AGE else {name})
        case SetPlace(int(), None) | SetOnline(None) | NewPlace(session_id=None):
            return frozenset({WHERE})
        case _:
            return frozenset()
