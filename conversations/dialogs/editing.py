"""An offering being changed: what it says, what is missing, and where each thing is changed; published, withdrawn, copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import of_offering
from conversations.core import Button, Dialog, Done, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.editing_effects import CopyOffering, Edit
from conversations.editing_screens import (
    Desk,
    affected_lines,
    barred,
    done_line,
    lock_lines,
    objection_lines,
    question,
    read_desk,
    show,
)
from conversations.editing_words import FACTS, MISSING, fact_text
from conversations.facts import pictogram_of, when_lines
from conversations.layout import paged, pairs
from conversations.staff import listed
from conversations.whereabouts import venue_of, where_line
from locales.text import Text, _, ngettext
from storage.records.affected import Affected
from storage.records.editing import Editable
from storage.records.edits import AGE, Edited, Publish, Release, Unedited, Withdraw
from storage.records.people import Participant
from storage.records.reader import Reader

A_PAGE = 6


@dataclass(frozen=True, slots=True)
class One:
    """The offering: its most important facts, and what can be done. `told` counts who is told of the last change, -1: none."""

    offering_id: int
    objection: str = ""
    told: int = -1


@dataclass(frozen=True, slots=True)
class Facts:
    """All its facts, a page at a time, each with a button."""

    offering_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """Asking before it is taken offline."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class Copying:
    """Asking whether the copy has dates."""

    offering_id: int


State: TypeAlias = One | Facts | Withdrawing | Copying


@dataclass(frozen=True, slots=True)
class View:
    """The offering, and whom taking it offline would reach."""

    desk: Desk
    affected: Affected | None = None

    @property
    def me(self) -> Participant:
        """Tell who looks."""
        return self.desk.me


def update(state: State | None, event: Event) -> Turn[State]:
    """Show the offering or lead to what is to be changed."""
    match event:
        case Tap(action="show", args=(int(offering_id),)):
            return Turn(One(offering_id))
        case Tap(action="refused", args=(int(offering_id), str(reason))):
            return Turn(One(offering_id, reason))
        case Tap(action="changed", args=(int(offering_id), int(told))):
            return Turn(One(offering_id, told=max(-1, told)))
        case Tap(action="facts", args=(int(offering_id), int(page))):
            return Turn(Facts(offering_id, max(0, page)))
        case Tap(action="question", args=(int(offering_id), str(name))):
            return Turn(
                One(offering_id), goto=question(AGE if name in {"age_min", "age_max"} else name, offering_id, 0)
            )
        case Tap(action="new" | "from_wish" as action, args=args):
            return Turn(None, goto=Tap("new", action, args))
        case Tap(action="withdraw", args=(int(offering_id),)):
            return Turn(Withdrawing(offering_id))
        case Tap(action="copy", args=(int(offering_id),)):
            return Turn(Copying(offering_id))
        case Tap():
            return on_choice(state, event)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Publish, take offline, copy, or let the file decide again."""
    match tap.action, tap.args:
        case "publish", (int(offering_id), int(seen)):
            return Turn(One(offering_id), (Edit(offering_id, seen, Publish()),))
        case "withdraw_yes", (int(offering_id), int(seen)):
            return Turn(One(offering_id), (Edit(offering_id, seen, Withdraw()),))
        case "release", (int(offering_id), int(seen)):
            return Turn(One(offering_id), (Edit(offering_id, seen, Release()),))
        case "release_fact", (int(offering_id), str(name), int(seen)) if name in FACTS:
            return Turn(One(offering_id), (Edit(offering_id, seen, Release(name)),))
        case "copy_with", (int(offering_id), int(dates)):
            return Turn(One(offering_id), (CopyOffering(offering_id, bool(dates)),))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Show what became of it: the same offering, or its copy."""
    match done.result, state:
        case Edited(offering_id, _, told), _:
            return Turn(One(offering_id, told=told))
        case Unedited(reason), One(offering_id):
            return Turn(One(offering_id, reason.value))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read the offering."""
    desk = await read_desk(state.offering_id, reader)
    if isinstance(state, Withdrawing) and desk.editable is not None:
        return View(desk, await reader.editing.affected(state.offering_id, Withdraw()))
    return View(desk)


def render(state: State, view: View) -> Screen:
    """Show the offering, or one question about it."""
    if (turned_away := barred(view.desk)) is not None or view.desk.editable is None:
        return turned_away or Screen(())
    editable = view.desk.editable
    match state:
        case One():
            return show_one(state, view.desk, editable)
        case Facts(_, page):
            return show_facts(page, editable)
        case Withdrawing():
            return ask_withdrawing(editable, view.affected or Affected())
        case Copying():
            return ask_copying(editable)


def show_one(state: One, desk: Desk, editable: Editable) -> Screen:
    """Show the most important facts and lead on."""
    lines = (
        title(editable.offering.title, pictogram_of(editable.offering)),
        *objection_lines(state.objection),
        *((done_line(state.told),) if state.told >= 0 else ()),
        *state_lines(editable),
        *when_lines(editable.offering, desk.now),
        where_line(venue_of(editable.offering, desk.now)),
        say(fact_text("capacity", editable), pic.PLACES),
        say(fact_text("languages", editable), pic.LANGUAGE),
        *lock_lines(locked=state.told < 0 and bool(editable.locks or editable.session_locks)),
    )
    return Screen(lines, ways_on(editable), back=of_offering(editable.id))


def state_lines(editable: Editable) -> tuple[Line, ...]:
    """Say whether people see it, and what is missing until they can."""
    if editable.shown:
        return (say(_("Everybody sees this offer."), pic.LOOK),)
    draft = say(_("This is a draft. Nobody sees it yet."), pic.CHANGE)
    lines: tuple[Line, ...] = (draft if editable.draft else say(_("This offer has ended."), pic.NO),)
    if editable.missing:
        names = listed([MISSING[name] for name in editable.missing])
        lines += (say(_("Still missing: {names}", names=names), pic.WARNING),)
    return lines


def ways_on(editable: Editable) -> Rows:
    """Lead to each thing that can be changed."""
    here = (editable.id,)
    rows: Rows = (
        (
            Button(_("Dates"), Tap("session", "all", (*here, 0)), pic.WHEN),
            Button(_("Place"), question("venue", editable.id, editable.mark), pic.WHERE),
        ),
        (
            Button(_("Facts"), Tap("editing", "facts", (*here, 0)), pic.INFO),
            Button(_("Texts"), Tap("wording", "show", here), pic.LANGUAGE),
        ),
        (Button(_("Copy"), Tap("editing", "copy", here), pic.COPY), *shown_button(editable)),
    )
    if editable.locks or editable.session_locks:
        release = Tap("editing", "release", (*here, editable.mark))
        rows += ((Button(_("Let the file decide"), release, pic.LOCKED),),)
    if editable.shown:
        return rows
    if editable.missing:
        first = question(editable.missing[0], editable.id, editable.mark)
        return ((Button(_("Say what is missing"), first, pic.NEXT, "primary"),), *rows)
    publish = Tap("editing", "publish", (*here, editable.mark))
    return ((Button(_("Publish"), publish, pic.YES, "success"),), *rows)


def shown_button(editable: Editable) -> tuple[Button, ...]:
    """Take it offline, when it is online."""
    if not editable.shown:
        return ()
    return (Button(_("Take offline"), Tap("editing", "withdraw", (editable.id,)), pic.STOP, "danger"),)


def show_facts(page: int, editable: Editable) -> Screen:
    """List facts with what is known of them."""
    shown, pager = paged(tuple(FACTS), page, A_PAGE, Tap("editing", "facts", (editable.id,)))
    lines: tuple[Line, ...] = (title(_("What do you want to change?"), pic.CHANGE),)
    for name in shown:
        lines += (say(fact_line(name, editable), FACTS[name].pictogram), *fact_notes(name, editable))
    buttons = [
        Button(FACTS[name].name, question(name, editable.id, editable.mark), FACTS[name].pictogram) for name in shown
    ]
    return Screen(lines, pairs(buttons), show(editable.id), pager)


def fact_line(name: str, editable: Editable) -> Text:
    """Say a fact with its name."""
    value = fact_text(name, editable)
    if name == "topics" and editable.topic_names:
        value = listed(editable.topic_names)
    return _("{fact}: {value}", fact=FACTS[name].name, value=value)


def fact_notes(name: str, editable: Editable) -> tuple[Line, ...]:
    """Say that nobody has found a fact out yet, or that the file leaves it alone."""
    if name in editable.unknown:
        return (Line(_("Nobody has said this yet."), pic.WARNING, "indented"),)
    if editable.locks & ({"age_min", "age_max"} if name == AGE else {name}):
        return (Line(_("The file leaves it alone."), pic.LOCKED, "indented"),)
    return ()


def ask_withdrawing(editable: Editable, affected: Affected) -> Screen:
    """Ask before it is taken offline, and say whom that reaches."""
    lines = (
        title(_("Take this offer offline?"), pic.WARNING),
        say(editable.offering.title, pictogram_of(editable.offering)),
        *affected_lines(affected),
        note(_("You can publish it again later."), pic.INFO),
    )
    does = Tap("editing", "withdraw_yes", (editable.id, editable.mark))
    label = ngettext("Yes, tell {count} person", "Yes, tell {count} people", affected.people)
    yes = Button(label if affected.people else _("Yes, take it offline"), does, pic.STOP, "danger")
    return Screen(lines, ((yes,),), show(editable.id))


def ask_copying(editable: Editable) -> Screen:
    """Ask whether the copy has dates."""
    lines: tuple[Line, ...] = (
        title(_("Copy this offer?"), pic.COPY),
        say(_("The copy is a draft. It has all texts.")),
    )
    rows: Rows = ((Button(_("Without dates"), Tap("editing", "copy_with", (editable.id, 0)), pic.COPY),),)
    if editable.offering.sessions:
        lines += (note(_("With dates: the same days and times, after the last date."), pic.WHEN),)
        rows += ((Button(_("With new dates"), Tap("editing", "copy_with", (editable.id, 1)), pic.WHEN),),)
    return Screen(lines, rows, show(editable.id))


DIALOG = Dialog("editing", 1, (One, Facts, Withdrawing, Copying), update, render, load)
