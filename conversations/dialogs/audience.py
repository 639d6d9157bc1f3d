"""Whom an announcement is for: chosen and left out one thing at a time, counted at every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from conversations import audience_screens as screens
from conversations import staff
from conversations.announcement_checks import Plan, read_plan
from conversations.audiences import BY_OFFERING, BY_VALUE, SIDES, facets_of, is_value, value_from
from conversations.core import Dialog, Done, Event, Screen, Tap, Turn, Typed
from conversations.staff_effects import ChooseChat, ChooseFacet, ChoosePeople, ClearSide
from conversations.wording import AUDIENCES
from locales.languages import TABLE
from locales.text import Content
from storage.records.announcements import GroupChat, Ready, Refusal
from storage.records.audiences import Facets
from storage.records.catalogue import Choice, Criteria, Listing, Offering
from storage.records.people import Participant
from storage.records.reader import Reader

WORD_LENGTH = 40
CHOICES = {"topics": "topic", "quarters": "quarter"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Whom it is for, with the count."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Side:
    """What to choose by, or whom to leave out by."""

    announcement_id: int
    side: str


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one facet, a page at a time."""

    announcement_id: int
    side: str
    facet: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Picking:
    """Choosing an offering, whose people are meant; a typed word narrows."""

    announcement_id: int
    side: str
    page: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class OfOffering:
    """Choosing which of an offering's people."""

    announcement_id: int
    side: str
    offering_id: int


@dataclass(frozen=True, slots=True)
class Chats:
    """Choosing groups and channels."""

    announcement_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class NotChosen:
    """The choice could not be taken."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Counted | Side | Values | Picking | OfOffering | Chats | NotChosen


@dataclass(frozen=True, slots=True)
class View:
    """The announcement with its count, and what there is to choose from."""

    me: Participant
    plan: Plan | None
    labels: Mapping[tuple[str, str], Content] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    offerings: Listing | None = None
    offering: Offering | None = None
    chats: tuple[GroupChat, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Ask, or take a choice; each names the announcement, the value, and whether it is chosen from now on."""
    match event:
        case Tap(action="show", args=(int(announcement_id),)):
            return Turn(Counted(announcement_id))
        case Tap(action="side", args=(int(announcement_id), str(side))) if side in SIDES:
            return Turn(Side(announcement_id, side))
        case Tap(action="values", args=(int(announcement_id), str(side), str(facet), int(page))) if side in SIDES:
            known = facet in BY_VALUE
            return Turn(Values(announcement_id, side, facet, max(0, page)) if known else Side(announcement_id, side))
        case Tap(action="offers", args=(int(announcement_id), str(side), int(page))) if side in SIDES:
            word = state.word if isinstance(state, Picking) else ""
            return Turn(Picking(announcement_id, side, max(0, page), word))
        case Tap(action="every_offer", args=(int(announcement_id), str(side))) if side in SIDES:
            return Turn(Picking(announcement_id, side))
        case Tap(action="offer", args=(int(announcement_id), str(side), int(offering_id))) if side in SIDES:
            return Turn(OfOffering(announcement_id, side, offering_id))
        case Tap(action="chats", args=(int(announcement_id), int(page))):
            return Turn(Chats(announcement_id, max(0, page)))
        case Typed(text=text) if isinstance(state, Picking) and text.strip():
            return Turn(Picking(state.announcement_id, state.side, 0, " ".join(text.split())[:WORD_LENGTH]))
        case Tap():
            return on_choice(state, event)
        case Done(
            effect=ChooseFacet() | ClearSide() | ChooseChat() | ChoosePeople() as effect, result=Refusal() as refusal
        ):
            return Turn(NotChosen(effect.announcement_id, refusal))
        case Done(result=Ready()):
            return Turn(state)
        case _:
            return Turn(state, understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Take a choice and stay where it was made."""
    match tap.action, tap.args:
        case (("in" | "out"), (int(number), str(side), str(facet), int() | str() as argument)) if side in SIDES:
            value = value_from(facet, argument)
            if not is_value(facet, value):
                return Turn(state, understood=False)
            effect = ChooseFacet(number, side, facet, value, chosen=tap.action == "in")
            return Turn(staying(state, number, side, facet, value), (effect,))
        case "clear", (int(number), str(side)) if side in SIDES:
            return Turn(Side(number, side), (ClearSide(number, side),))
        case "chat", (int(number), int(chat_id), int(on)):
            return Turn(state_of(state, number, Chats(number)), (ChooseChat(number, chat_id, bool(on)),))
        case "people", (int(number), int(on)):
            return Turn(state_of(state, number, Chats(number)), (ChoosePeople(number, bool(on)),))
        case _:
            return Turn(state, understood=False)


def staying(state: State | None, number: int, side: str, facet: str, value: int | str) -> State:
    """Stay on the page of values, or open what an old button is about."""
    if facet in BY_OFFERING and isinstance(value, int):
        return OfOffering(number, side, value)
    page = state.page if isinstance(state, Values) and (state.side, state.facet) == (side, facet) else 0
    return Values(number, side, facet, page)


def state_of(state: State | None, number: int, other: State) -> State:
    """Stay where groups and channels are chosen for this announcement."""
    return state if isinstance(state, Chats) and state.announcement_id == number else other


async def load(state: State, reader: Reader) -> View:
    """Read the announcement, count whom it reaches, and what there is to choose from."""
    me = await reader.me()
    plan = await read_plan(state.announcement_id, reader) if staff.may_announce(me) else None
    if plan is None:
        return View(me, None)
    match state:
        case Values(facet=facet):
            return View(me, plan, choices=await choices_of(facet, plan, reader))
        case Picking(_, _, page, word):
            return View(me, plan, offerings=await reader.offerings(Criteria(word=word), page))
        case OfOffering(offering_id=offering_id):
            return View(me, plan, offering=await reader.offering(offering_id))
        case Chats():
            return View(me, plan, chats=await reader.group_chats())
        case _:
            return View(me, plan, await labels_of(plan, reader))


async def choices_of(facet: str, plan: Plan, reader: Reader) -> tuple[Choice, ...]:
    """Read the values a facet may have."""
    if facet in CHOICES:
        return await reader.known(CHOICES[facet])
    if facet == "audiences":
        return tuple(Choice(slug, 0) for slug in AUDIENCES)
    counted = [count.language for count in plan.headcount.languages]
    return tuple(Choice(code, 0) for code in dict.fromkeys((*counted, *(language.code for language in TABLE))))


async def labels_of(plan: Plan, reader: Reader) -> dict[tuple[str, str], Content]:
    """Read the names of topics, quarters and offerings that were chosen."""
    audience = plan.announcement.audience
    labels: dict[tuple[str, str], Content] = {}
    for facets in (audience.who, audience.without):
        for facet, what in CHOICES.items():
            wished = [getattr(wish, what) for wish in facets.wished]
            for value in dict.fromkeys((*getattr(facets, facet), *filter(None, wished))):
                if (label := await reader.label(what, value)) is not None:
                    labels[facet, value] = label
        labels |= await titles_of(facets, reader)
    return labels


async def titles_of(facets: Facets, reader: Reader) -> dict[tuple[str, str], Content]:
    """Read the titles of offerings whose people were chosen."""
    named = [(facet, offering_id) for facet in BY_OFFERING for offering_id in getattr(facets, facet)]
    found = [(facet, offering_id, await reader.offering(offering_id)) for facet, offering_id in named]
    return {(facet, str(offering_id)): offering.short for facet, offering_id, offering in found if offering is not None}


def render(state: State, view: View) -> Screen:
    """Show the count, or what there is to choose from."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match state, view.plan:
        case _, None:
            return staff.gone()
        case NotChosen(announcement_id, refusal), _:
            return staff.refusal_screen(refusal, announcement_id)
        case _, Plan(announcement=announcement) if staff.has_started(announcement):
            return staff.refusal_screen(screens.STARTED, announcement.id)
        case _, Plan() as plan:
            return show_choice(state, plan, view)


def show_choice(state: State, plan: Plan, view: View) -> Screen:
    """Show one question about whom it is for."""
    audience = plan.announcement.audience
    match state:
        case Side(_, side):
            return screens.show_side(plan, side, view.labels)
        case Values(_, side, facet, page):
            return screens.show_values(plan, side, facet, view.choices, page)
        case Picking(_, side, _, word) if view.offerings is not None:
            return screens.show_offerings(plan, side, view.offerings, word)
        case OfOffering(_, side, offering_id):
            return screens.show_offering(plan, side, offering_id, view.offering, facets_of(audience, side))
        case Chats(_, page):
            return screens.show_chats(plan, view.chats, page)
        case _:
            return screens.show_counted(plan, view.labels)


STATES = (Counted, Side, Values, Picking, OfOffering, Chats, NotChosen)
DIALOG = Dialog("audience", 1, STATES, update, render, load)
