"""Demand: what people wish for, counted and never by name; to make an offering of it, and to tell exactly those people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from conversations import demand_screens as screens
from conversations.coordination import may_coordinate, not_yours
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.demand_effects import AnnounceToInterested, AnnounceToWishers, NameWish
from conversations.demand_screens import FIELDS, Known
from conversations.drafts import mark_of
from conversations.staff import may_announce, not_for_you, refusal_screen
from conversations.wording import PARTS_OF_DAY
from locales.languages import BY_SLUG
from storage.records.announcements import Ready, Refusal
from storage.records.audiences import Wish
from storage.records.catalogue import Choice, Criteria
from storage.records.demand import Combination
from storage.records.people import Participant
from storage.records.reader import Reader

WORD_LENGTH = 40
OFFERS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of what people wish for, as far as it is what is looked for."""

    sought: Combination = field(default_factory=Combination)
    page: int = 0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Asking what to look for."""

    sought: Combination = field(default_factory=Combination)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking for one point of what is looked for."""

    what: str
    sought: Combination = field(default_factory=Combination)
    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One combination, and what can be done about it; `came` is the list it was in. `gone`: nobody wishes for it any more."""

    combination: Combination
    came: Rows = field(default_factory=Rows)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """Choosing what to tell those who wish for a combination; a typed word narrows the offerings."""

    combination: Combination
    came: Rows = field(default_factory=Rows)
    page: int = 0
    word: str = ""
    every: bool = False
    """of all topics"""


@dataclass(frozen=True, slots=True)
class Single:
    """A page of the single offerings that people wish for."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class OneOffering:
    """One of those."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Telling them could not be begun."""

    refusal: Refusal


State: TypeAlias = Rows | Narrowing | Asking | One | Telling | Single | OneOffering | NotBegun


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what there is."""

    me: Participant
    known: Known | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Go through the wishes, or narrow what is looked for."""
    match event:
        case Tap(action="show"):
            return Turn(Rows())
        case Tap(action="page", args=(int(page),)):
            return Turn(Rows(sought_of(state), max(0, page)))
        case Tap(action="narrow"):
            return Turn(Narrowing(sought_of(state)))
        case Tap(action="ask", args=(str(what), int(page))) if what in FIELDS:
            return Turn(Asking(what, sought_of(state), max(0, page)))
        case Tap(action="pick", args=(str(what), int() | str() as value)) if what in FIELDS:
            return Turn(Narrowing(narrowed(sought_of(state), what, value)))
        case Tap(action="single", args=(int(page),)):
            return Turn(Single(max(0, page)))
        case Tap(action="offering", args=(int(offering_id),)):
            return Turn(OneOffering(offering_id))
        case Typed(text=text) if isinstance(state, Telling) and text.strip():
            return Turn(replace(state, page=0, word=" ".join(text.split())[:WORD_LENGTH]))
        case Tap():
            return on_one(state, event)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state or Rows(), understood=False)


def on_one(state: State | None, tap: Tap) -> Turn[State]:
    """Do something about one combination; every button names it."""
    combination = combination_of(tap.args[:4])
    if combination is None:
        return on_telling(state, tap)
    one = One(combination, came_of(state))
    match tap.action, tap.args[4:]:
        case "one", ():
            return Turn(one)
        case "make", ():
            return Turn(one, (NameWish(combination),))
        case "tell", ():
            return Turn(Telling(combination, one.came))
        case "every", ():
            return Turn(Telling(combination, one.came, every=True))
        case _:
            return Turn(state or Rows(), understood=False)


def on_telling(state: State | None, tap: Tap) -> Turn[State]:
    """Tell those who wish for something; below a list a mark stands for the combination, for its numbers may be long."""
    match tap.action, tap.args:
        case "turn", (int(mark), int(page)) if isinstance(state, Telling) and mark == mark_of(state.combination):
            return Turn(replace(state, page=max(0, page)))
        case "about", (int(mark), int(offering_id)) if isinstance(state, Telling) and mark == mark_of(
            state.combination
        ):
            wanted = state.combination
            return Turn(One(wanted, state.came), (AnnounceToWishers(wanted, offering_id or None),))
        case (("turn" | "about"), (int(), int())):
            return Turn(state or Rows())
        case "news", (int(offering_id),):
            return Turn(OneOffering(offering_id), (AnnounceToInterested(offering_id),))
        case _:
            return Turn(state or Rows(), understood=False)


def on_done(state: State | None, done: Event) -> Turn[State]:
    """Go where an announcement is put together, or where an offering is made."""
    match done:
        case Done(effect=NameWish(), result=Wish() as wish):
            return Turn(state, goto=Tap("editing", "from_wish", screens.slugs_of(wish)))
        case Done(effect=NameWish(combination)):
            return Turn(One(combination, came_of(state), gone=True))
        case Done(effect=AnnounceToWishers() | AnnounceToInterested(), result=Ready(announcement_id)):
            return Turn(state, goto=Tap("announcement", "show", (announcement_id,)))
        case Done(effect=AnnounceToWishers() | AnnounceToInterested(), result=Refusal() as refusal):
            return Turn(NotBegun(refusal))
        case _:
            return Turn(state)


def came_of(state: State | None) -> Rows:
    """Keep the list that somebody looks at."""
    match state:
        case Rows():
            return state
        case Narrowing(sought) | Asking(_, sought):
            return Rows(sought)
        case One(_, came) | Telling(_, came):
            return came
        case _:
            return Rows()


def sought_of(state: State | None) -> Combination:
    """Keep what is looked for."""
    return came_of(state).sought


def narrowed(sought: Combination, what: str, value: int | str) -> Combination:
    """Look for one value of a point, or for any again; what is no value changes nothing."""
    match what, value:
        case "topic", int():
            return replace(sought, topic_id=value)
        case "quarter", int():
            return replace(sought, quarter_id=value)
        case "language", str() if value in {*BY_SLUG, screens.ANY}:
            return replace(sought, language=BY_SLUG.get(value, ""))
        case "part_of_day", str() if value in {*PARTS_OF_DAY, screens.ANY}:
            return replace(sought, part_of_day="" if value == screens.ANY else value)
        case _:
            return sought


def combination_of(args: tuple[int | str, ...]) -> Combination | None:
    """Read a combination from the arguments of a tap; None when they name none."""
    match args:
        case (int(topic_id), int(quarter_id), str(language), str(part)):
            return Combination(topic_id, quarter_id, BY_SLUG.get(language, ""), screens.part_from(part))
        case _:
            return None


async def load(state: State, reader: Reader) -> View:
    """Read what is shown."""
    me = await reader.me()
    return View(me, await known(state, reader) if may_coordinate(me) else None)


async def known(state: State, reader: Reader) -> Known:
    """Read what a screen needs."""
    match state:
        case Rows(sought, page):
            return await reader.demand.wanted(sought, page)
        case Narrowing(sought):
            return await reader.demand.wanted(sought, 0)
        case Asking("topic" | "quarter" | "language" as what):
            return await reader.demand.values(what)
        case Asking():
            return tuple(Choice(slug, 0) for slug in PARTS_OF_DAY)
        case One(combination):
            return await reader.demand.one(combination)
        case Telling(combination, _, page, word, every):
            return await tellable(combination, page, word, reader, every=every)
        case Single(page):
            return await reader.demand.wanted_offerings(page)
        case OneOffering(offering_id):
            return await reader.demand.wanted_offering(offering_id)
        case NotBegun():
            return None


async def tellable(combination: Combination, page: int, word: str, reader: Reader, *, every: bool) -> Known:
    """Read the offerings one might tell of: of the topic, unless all are wanted or a word is looked for."""
    wanted = await reader.demand.one(combination)
    if wanted is None:
        return None
    topic = "" if every or word else wanted.wish.topic
    return await reader.offerings(Criteria(topic=topic, word=word), page, OFFERS_A_PAGE)


def render(state: State, view: View) -> Screen:
    """Show one question, or a list."""
    if not may_coordinate(view.me):
        return not_for_you()
    announces = may_announce(view.me)
    match state:
        case Rows(sought):
            return screens.show_rows(sought, view.known)
        case Narrowing(sought):
            return screens.narrow(sought, view.known)
        case Asking(what, _, page):
            return screens.ask(what, view.known, page)
        case One(_, came, gone):
            return screens.show_one(view.known, came.page, announces=announces, gone=gone)
        case Telling(combination, _, _, word) if announces:
            return screens.show_telling(combination, word, view.known)
        case Single():
            return screens.show_single(view.known)
        case OneOffering():
            return screens.show_offering(view.known, announces=announces)
        case NotBegun(refusal):
            return refusal_screen(refusal, 0)
        case _:
            return not_yours()


STATES = (Rows, Narrowing, Asking, One, Telling, Single, OneOffering, NotBegun)
DIALOG = Dialog("demand", 2, STATES, update, render, load)
