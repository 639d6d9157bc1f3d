"""One fact of an offering: a word chosen, several words, yes or no, a number or ages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from conversations import pictograms as pic
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
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
from conversations.editing_effects import Edit
from conversations.editing_screens import (
    GUIDE,
    Desk,
    barred,
    lock_lines,
    next_question,
    objected,
    objection_lines,
    read_desk,
    show,
)
from conversations.editing_words import FACTS, VALUES, age_text, fact_text, price_text, seats_text, value_text, yes_no
from conversations.layout import paged, pairs
from locales.languages import BY_CODE, BY_SLUG, OFFERED
from locales.text import Code, Content, Languages, Text, _
from storage.records.editing import Editable, Named
from storage.records.edits import (
    AGE,
    CHOICES,
    NUMBERS,
    SETS,
    SWITCHES,
    Change,
    Edited,
    FactValue,
    Objection,
    SetFact,
    Toggle,
    Unedited,
)
from storage.records.reader import Reader

A_PAGE, CHOICES_A_PAGE = 4, 6
NO_LIMIT = -1
"""stands in a tap for no number: as many as come, not known"""
LANGUAGE_FACTS = ("languages", "interpretation")
UNASKED = frozenset({"unknown", "not_applicable"})
"""values that come by themselves"""
PRESETS: dict[str, tuple[int, ...]] = {
    "capacity": (8, 10, 12, 15, 20, NO_LIMIT),
    "price_cents": (0, 300, 500, 1000, NO_LIMIT),
    "hours": (NO_LIMIT,),
    AGE: (NO_LIMIT, 6, 12, 16, 18, 60),
}
AMOUNT = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:€|eur|euro)?", re.IGNORECASE)
AGES = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
SAMPLES = {
    "capacity": Samples(("12",), ("viele", "0")),
    "price_cents": Samples(("4,50",), ("billig",)),
    "hours": Samples(("20", "7,5"), ("lang",)),
    AGE: Samples(("6-12", "18"), ("alt",)),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """The question about a fact. `guided`: the next question follows."""

    offering_id: int
    name: str
    seen: int = 0
    guided: bool = False
    page: int = 0
    objection: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and all topics where that is the question."""

    desk: Desk
    topics: tuple[Named, ...] = ()


def update(state: Asking | None, event: Event) -> Turn[Asking]:
    """Take an answer."""
    match event:
        case Tap(action="ask", args=(int(offering_id), str(name), int(seen), int(guided))) if name in FACTS:
            return Turn(Asking(offering_id, name, seen, guided=bool(guided)))
        case Tap(action="page", args=(int(offering_id), str(name), int(page))) if name in FACTS:
            kept = state if state and (state.offering_id, state.name) == (offering_id, name) else None
            return Turn(replace(kept or Asking(offering_id, name), page=max(0, page)))
        case Tap(action="set", args=(int(offering_id), str(name), value, int(seen))) if name in FACTS:
            return change(state, offering_id, name, seen, SetFact(name, value_of(name, value)))
        case Tap(action="pick", args=(int(offering_id), str(name), value, int(on), int(seen))) if name in SETS:
            word = BY_SLUG.get(str(value), "") if name in LANGUAGE_FACTS else value
            return change(state, offering_id, name, seen, Toggle(name, word, bool(on)))
        case Typed(text=text) if state is not None and state.name in (*NUMBERS, AGE):
            return on_typed(state, text.strip())
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def change(state: Asking | None, offering_id: int, name: str, seen: int, wanted: Change) -> Turn[Asking]:
    """Ask for a change of the offering that the button was made for."""
    same = state is not None and (state.offering_id, state.name) == (offering_id, name)
    asking = state if same and state is not None else Asking(offering_id, name)
    return Turn(replace(asking, objection=""), (Edit(offering_id, seen, wanted),))


def value_of(name: str, value: int | str) -> FactValue:
    """Read a value from the argument of a tap."""
    match value:
        case int() if name in SWITCHES:
            return bool(value)
        case int() if name == AGE:
            return (None, None) if value == NO_LIMIT else (value, None)
        case int() if value == NO_LIMIT:
            return None
        case _:
            return value


def on_typed(state: Asking, text: str) -> Turn[Asking]:
    """Take a typed number or ages."""
    value = typed_value(state.name, text)
    if value is None:
        return Turn(replace(state, objection=Objection.WRONG.value))
    return Turn(state, (Edit(state.offering_id, state.seen, SetFact(state.name, value)),))


def typed_value(name: str, text: str) -> FactValue:
    """Read a number as people type it: '12', '4,50 €', '6-12'; None when it is none."""
    if name == AGE and (ages := AGES.fullmatch(text)):
        return int(ages[1]), int(ages[2])
    found = AMOUNT.fullmatch(text)
    if found is None or (found[2] and name in {"capacity", AGE}):
        return None
    whole, cents = int(found[1]), int((found[2] or "0").ljust(2, "0"))
    match name:
        case "price_cents":
            return whole * 100 + cents
        case "hours":
            return whole + cents / 100
        case "age":
            return whole, None
        case _:
            return whole


def on_done(state: Asking | None, done: Done) -> Turn[Asking]:
    """Go on: the same question for one of several words, else the next one or the offering."""
    match state, done:
        case Asking(), Done(effect=Edit(change=Toggle()), result=Edited(_, mark)):
            return Turn(replace(state, seen=mark))
        case Asking(guided=True), Done(result=Edited(offering_id, mark)) if state.name in GUIDE:
            return Turn(None, goto=next_question(state.name, offering_id, mark))
        case Asking(), Done(result=Edited(offering_id, _, told)):
            return Turn(None, goto=Tap("editing", "changed", (offering_id, told)))
        case Asking(), Done(result=Unedited(Objection.WRONG | Objection.NEEDED as reason)):
            return Turn(replace(state, objection=reason.value))
        case Asking(offering_id), Done(result=Unedited(reason)):
            return Turn(None, goto=objected(offering_id, reason))
        case _:
            return Turn(state)


async def load(state: Asking, reader: Reader) -> View:
    """Read the offering, and the topics there are."""
    desk = await read_desk(state.offering_id, reader)
    wanted = state.name == "topics" and desk.editable is not None
    return View(desk, await reader.editing.topics() if wanted else ())


def render(state: Asking, view: View) -> Screen:
    """Ask the question, with what is said by now."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable, fact = view.desk.editable, FACTS[state.name]
    lines: tuple[Line, ...] = (title(fact.question, fact.pictogram), *objection_lines(state.objection))
    if state.name not in SETS:
        lines += (say(_("Now: {value}", value=fact_text(state.name, editable)), pic.INFO),)
    lines += lock_lines(locked=is_locked(state.name, editable))
    back = show(editable.id) if state.guided else Tap("editing", "facts", (editable.id, page_of(state.name)))
    if state.name in SETS:
        return ask_several(state, view, editable, lines, back)
    samples = SAMPLES.get(state.name)
    turn = Tap("fact", "page", (editable.id, state.name))
    shown, pager = paged(answers(state, editable), state.page, CHOICES_A_PAGE, turn)
    rows = pairs(shown) + onward(state, editable) + release_rows(state.name, editable)
    return Screen((*lines, *typing_notes(state.name)), rows, back, pager, samples=samples)


def is_locked(name: str, editable: Editable) -> bool:
    """Say whether the file leaves a fact alone."""
    return bool(editable.locks & ({"age_min", "age_max"} if name == AGE else {name}))


def release_rows(name: str, editable: Editable) -> Rows:
    """Offer to let the file decide again about a fact that it leaves alone."""
    if not is_locked(name, editable):
        return ()
    does = Tap("editing", "release_fact", (editable.id, name, editable.mark))
    return ((Button(_("Let the file decide"), does, pic.LOCKED),),)


def page_of(name: str) -> int:
    """Tell on which page of the facts one stands."""
    return list(FACTS).index(name) // 6


def typing_notes(name: str) -> tuple[Line, ...]:
    """Say how a number may be typed."""
    match name:
        case "capacity":
            return (note(_("Or type a number."), pic.TYPE),)
        case "price_cents":
            return (note(_("Or type the price in euros, for example 4.50"), pic.TYPE),)
        case "hours":
            return (note(_("Type a number, for example 20."), pic.TYPE),)
        case "age":
            return (note(_("Or type ages, for example 6-12"), pic.TYPE),)
        case _:
            return ()


def answers(state: Asking, editable: Editable) -> list[Button]:
    """Offer the values of a fact that has one."""
    name = state.name
    if name in CHOICES:
        words = (word for word in VALUES[name] if word not in UNASKED)
        return [answer(state, editable, word, value_text(name, word)) for word in words]
    if name in SWITCHES:
        return [answer(state, editable, int(value), yes_no(value)) for value in (True, False)]
    return [answer(state, editable, number, preset_text(name, number)) for number in PRESETS[name]]


def answer(state: Asking, editable: Editable, value: int | str, label: Text | Content) -> Button:
    """Offer a value; the one that holds is marked."""
    chosen = fact_text(state.name, editable) == label and state.name not in editable.unknown
    does = Tap("fact", "set", (editable.id, state.name, value, editable.mark))
    return Button(label, does, pic.CHOSEN if chosen else FACTS[state.name].pictogram)


def preset_text(name: str, number: int) -> Text:
    """Name a number that is offered."""
    known = None if number == NO_LIMIT else number
    match name:
        case "capacity":
            return seats_text(known)
        case "price_cents":
            return price_text(known)
        case "hours":
            return _("Not known yet") if known is None else _("{number}", number=Code(str(known)))
        case _:
            return age_text(known, None)


def ask_several(state: Asking, view: View, editable: Editable, lines: tuple[Line, ...], back: Tap) -> Screen:
    """Offer words of which several hold, those that hold first."""
    turn = Tap("fact", "page", (editable.id, state.name))
    shown, pager = paged(words(state, view, editable), state.page, A_PAGE, turn)
    lines += (note(_("You can choose several."), pic.BELOW),)
    rows = pairs(shown) + onward(state, editable) + release_rows(state.name, editable)
    return Screen(lines, rows, back, pager)


def words(state: Asking, view: View, editable: Editable) -> list[Button]:
    """Make a button for each word."""
    name = state.name
    held = getattr(editable.offering, name)
    if name == "topics":
        return [word(state, editable, one.id, one.name, on=one.slug in held) for one in view.topics]
    if name in LANGUAGE_FACTS:
        spoken = editable.offering.languages if name == "interpretation" else ()
        codes = [code for code in OFFERED if code not in spoken]
        return [word(state, editable, BY_CODE[code].slug, language_text(code), on=code in held) for code in codes]
    return [word(state, editable, slug, text, on=slug in held) for slug, text in VALUES[name].items()]


def language_text(code: str) -> Text:
    """Name a language in the reader's own."""
    return _("{languages}", languages=Languages((code,)))


def word(state: Asking, editable: Editable, value: int | str, label: Text | Content, *, on: bool) -> Button:
    """Offer a word, or to take it away."""
    does = Tap("fact", "pick", (editable.id, state.name, value, int(not on), editable.mark))
    return Button(label, does, pic.CHOSEN if on else pic.MORE)


def onward(state: Asking, editable: Editable) -> Rows:
    """Lead on: to the next question, or back to the offering."""
    if state.guided and state.name in GUIDE:
        follows = next_question(state.name, editable.id, editable.mark)
        return ((Button(_("Go on"), follows, pic.NEXT, "primary"),),)
    if state.name in SETS:
        return ((Button(_("Done"), show(editable.id), pic.YES, "primary"),),)
    return ()


DIALOG = Dialog("fact", 1, (Asking,), update, render, load)
