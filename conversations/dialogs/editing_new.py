"""A new offering: whose it is, its title and kind; then it is a draft, and what else there is to say is asked one by one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import may_coordinate
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Pager,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.editing_effects import BeginOffering
from conversations.editing_screens import GUIDE, objection_lines, question
from conversations.layout import paged, pairs
from conversations.staff import not_for_you
from conversations.wording import KINDS, PARTS_OF_DAY, part_of_day_name
from locales.languages import BY_SLUG
from locales.text import Content, Languages, _
from storage.records.editing import NamedPage
from storage.records.edits import LIMITS, Beginning, Edited, Objection, Unedited
from storage.records.people import Participant
from storage.records.reader import Reader

NOTHING = "any"
"""stands in a tap for what a wish leaves open"""
KINDS_A_PAGE = 6
MOST_TITLE = LIMITS["title"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What people wish for, when that is where the offering comes from; '' is left open."""

    topic: str = ""
    language: str = ""
    quarter: str = ""
    part_of_day: str = ""


@dataclass(frozen=True, slots=True)
class Titling:
    """Waiting for the title, or first for whose offering it is (0: not said)."""

    wish: Wish = field(default_factory=Wish)
    provider_id: int = 0
    page: int = 0
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Choosing the kind, the title typed."""

    title: str
    wish: Wish = field(default_factory=Wish)
    provider_id: int = 0
    page: int = 0


State: TypeAlias = Titling | Kinds


@dataclass(frozen=True, slots=True)
class View:
    """Who begins it, for whom they may, and the names of what is wished for."""

    me: Participant
    providers: NamedPage | None = None
    names: tuple[Content, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Take whose it is, the title and the kind."""
    match event:
        case Tap(action="new"):
            return Turn(Titling())
        case Tap(action="from_wish", args=(str(topic), str(language), str(quarter), str(part))):
            return Turn(Titling(wish_of(topic, language, quarter, part)))
        case Tap(action="page", args=(int(page),)) if isinstance(state, Titling | Kinds):
            return Turn(replace(state, page=max(0, page)))
        case Tap(action="provider", args=(int(provider_id),)) if isinstance(state, Titling):
            return Turn(replace(state, provider_id=provider_id))
        case Tap(action="retitle") if isinstance(state, Kinds):
            return Turn(Titling(state.wish, state.provider_id))
        case Tap(action="kind", args=(str(kind),)) if isinstance(state, Kinds) and kind in KINDS:
            return Turn(state, (BeginOffering(beginning(state, kind)),))
        case Typed(text=text) if isinstance(state, Titling) and text.strip():
            return on_title(state, " ".join(text.split()))
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state or Titling(), understood=False)


def wish_of(topic: str, language: str, quarter: str, part: str) -> Wish:
    """Read a wish from the arguments of a tap."""
    words = (
        said(topic),
        BY_SLUG.get(language, ""),
        said(quarter),
        part if part in PARTS_OF_DAY else "",
    )
    return Wish(*words)


def said(word: str) -> str:
    """Leave out what stands for nothing."""
    return "" if word == NOTHING else word


def on_title(state: Titling, typed: str) -> Turn[State]:
    """Take a title that is not too long."""
    if len(typed) > MOST_TITLE:
        return Turn(replace(state, objection=Objection.TOO_LONG.value))
    return Turn(Kinds(typed, state.wish, state.provider_id))


def beginning(state: Kinds, kind: str) -> Beginning:
    """Put together what the draft begins with."""
    wish = state.wish
    return Beginning(state.title, kind, state.provider_id or None, wish.topic, wish.language, wish.quarter)


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Go on with the first question about the draft, or ask again."""
    match done.result, state:
        case Edited(offering_id, mark), _:
            return Turn(None, goto=question(GUIDE[0], offering_id, mark, guided=True))
        case Unedited(reason), Kinds(_, wish, provider_id):
            return Turn(Titling(wish, 0 if reason is Objection.NO_PROVIDER else provider_id, objection=reason.value))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read for whom one may begin an offering."""
    me = await reader.me()
    if not may_coordinate(me):
        return View(me)
    wish, page = state.wish, state.page if isinstance(state, Titling) else 0
    asked = [(name, value) for name, value in (("topic", wish.topic), ("quarter", wish.quarter)) if value]
    names = [await reader.label(name, value) for name, value in asked]
    return View(me, await reader.editing.providers(page), tuple(name for name in names if name is not None))


def render(state: State, view: View) -> Screen:
    """Ask one question."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state:
        case Kinds():
            return ask_kind(state)
        case Titling(provider_id=0) if view.providers and len(view.providers.lines) + view.providers.page > 1:
            return ask_provider(state, view.providers)
        case _:
            return ask_title(state, view)


def ask_provider(state: Titling, found: NamedPage) -> Screen:
    """Ask whose offering it is."""
    lines = (title(_("Whose offer is it?"), pic.PROVIDER), *objection_lines(state.objection))
    rows: Rows = tuple((Button(one.name, Tap("new", "provider", (one.id,)), pic.PROVIDER),) for one in found.lines)
    return Screen(lines, rows, pager=Pager(found.page, found.pages, Tap("new", "page")))


def ask_title(state: Titling, view: View) -> Screen:
    """Ask for the title."""
    lines: tuple[Line, ...] = (
        title(_("What is the offer called?"), pic.CHANGE),
        *objection_lines(state.objection),
        *wish_lines(state.wish, view),
        note(_("Write the title in German. A few words."), pic.TYPE),
    )
    return Screen(lines, samples=Samples(("Nähen für alle",), ("x" * (MOST_TITLE + 5),)))


def wish_lines(wish: Wish, view: View) -> tuple[Line, ...]:
    """Say what people wish for."""
    lines = tuple(say(name, pic.WISH) for name in view.names)
    if wish.language:
        lines += (say(_("{languages}", languages=Languages((wish.language,))), pic.LANGUAGE),)
    return (*lines, say(part_of_day_name(wish.part_of_day), pic.WHEN)) if wish.part_of_day else lines


def ask_kind(state: Kinds) -> Screen:
    """Ask what it is, the usual first."""
    buttons = [Button(name, Tap("new", "kind", (kind,)), pic.INFO) for kind, name in KINDS.items()]
    lines = (title(_("What is it?"), pic.INFO), say(Content(state.title, "de"), pic.CHANGE))
    shown, pager = paged(buttons, state.page, KINDS_A_PAGE, Tap("new", "page"))
    return Screen(lines, pairs(shown), Tap("new", "retitle"), pager)


DIALOG = Dialog("new", 1, (Titling, Kinds), update, render, load)
