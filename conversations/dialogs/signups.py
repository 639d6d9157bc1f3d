"""The offerings a coordinator runs: the list with counts, and one offering with all that can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import may_coordinate, not_yours
from conversations.core import Button, Dialog, Event, Line, Pager, Samples, Screen, Tap, Turn, Typed, say, title
from conversations.layout import pairs
from conversations.signup_lines import headline, session_text, short_tally, tally_lines, tally_note
from conversations.staff import may_announce, not_for_you
from locales.text import ShortDay, _, ngettext
from storage.records.catalogue import Session
from storage.records.people import Participant
from storage.records.reader import Reader
from storage.records.signups import Run, RunLine, RunListing

WORD_LENGTH = 40
SESSIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Offerings:
    """A page of the offerings one runs; a typed word narrows."""

    page: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class One:
    """One offering."""

    offering_id: int


State: TypeAlias = Offerings | One


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what they run."""

    me: Participant
    listing: RunListing | None = None
    run: Run | None = None
    sessions: tuple[Session, ...] = ()
    """those still to come, of an offering with single ones"""


def update(state: State | None, event: Event) -> Turn[State]:
    """Turn the page, take a word, or open an offering."""
    match event:
        case Tap(action="list", args=()):
            return Turn(Offerings())
        case Tap(action="list", args=(int(page),)):
            return Turn(Offerings(max(0, page), state.word if isinstance(state, Offerings) else ""))
        case Tap(action="every"):
            return Turn(Offerings())
        case Tap(action="offering", args=(int(offering_id),)):
            return Turn(One(offering_id))
        case Typed(text=text) if isinstance(state, Offerings) and text.strip():
            return Turn(Offerings(0, " ".join(text.split())[:WORD_LENGTH]))
        case _:
            return Turn(state or Offerings(), understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read the page, or the offering."""
    me = await reader.me()
    if not may_coordinate(me):
        return View(me)
    match state:
        case Offerings(page, word):
            return View(me, listing=await reader.signups.listing(word, page))
        case One(offering_id):
            run = await reader.signups.run(offering_id)
            upcoming = () if run is None or run.offering.whole_course else run.offering.upcoming(reader.now)
            return View(me, run=run, sessions=upcoming)


def render(state: State, view: View) -> Screen:
    """Show the list, or the offering."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state:
        case Offerings() if view.listing is not None:
            return show_list(state, view.listing)
        case One() if view.run is not None:
            return show_offering(view, view.run)
        case _:
            return not_yours()


def show_list(state: Offerings, listing: RunListing) -> Screen:
    """List the offerings, one a button."""
    rows = tuple((line_button(line),) for line in listing.lines)
    rows += ((Button(_("New offer"), Tap("editing", "new"), pic.MORE),),)
    if state.word:
        rows += ((Button(_("Show everything"), Tap("signups", "every"), pic.FIND),),)
    found = ngettext("{count} offer", "{count} offers", listing.total)
    lines: tuple[Line, ...] = (title(found, pic.MINE), *nothing_lines(state))
    if listing.lines:
        hint = say(_("Or just type a word."), pic.TYPE)
        lines = (title(_("Which offer?"), pic.MINE), Line(found, style="indented"), hint, tally_note())
    pager = Pager(listing.page, listing.pages, Tap("signups", "list"))
    return Screen(lines, rows, pager=pager, samples=Samples(("PC", "3D"), ("zzzzqq",)))


def nothing_lines(state: Offerings) -> tuple[Line, ...]:
    """Say that nothing was found, or that there is nothing yet."""
    if state.word:
        return (say(_("I found nothing with this word. Please type another one."), pic.SORRY),)
    return (say(_("You run no offers yet."), pic.SORRY),)


def line_button(line: RunLine) -> Button:
    """Lead to an offering; one that is a draft, ended, or has a waiting list shows that."""
    does = Tap("signups", "offering", (line.id,))
    day = line.next_start or line.last_start
    if line.draft or day is None:
        return Button(line.title, does, pic.CHANGE if line.draft else pic.of_topic(line.topic))
    label = _("{day} · {tally} · {title}", day=ShortDay(day), tally=short_tally(line.tally), title=line.title)
    return Button(label, does, pictogram_of(line))


def pictogram_of(line: RunLine) -> str:
    """Find the pictogram of a line: somebody is to be phoned; what is over or ended is told apart from what comes."""
    if line.to_phone:
        return pic.PHONE
    if not line.live:
        return pic.NO
    if line.next_start is None:
        return pic.YES
    return pic.WAITING if line.tally.waiting else pic.of_topic(line.topic)


def show_offering(view: View, run: Run) -> Screen:
    """Show how full an offering is, and all that can be done about it."""
    lines: tuple[Line, ...] = (headline(run.offering), *state_lines(run))
    if run.offering.whole_course:
        lines += tally_lines(run.tally(None))
    else:
        lines += tuple(say(session_text(one), pic.WHEN) for one in view.sessions[:SESSIONS_SHOWN])
        lines += rest_lines(len(view.sessions) - SESSIONS_SHOWN)
    return Screen(lines, pairs(ways_on(view, run)), back=Tap("signups", "list", (0,)))


def state_lines(run: Run) -> tuple[Line, ...]:
    """Say that an offering is a draft, or ended."""
    if run.draft:
        return (say(_("This is a draft. Nobody sees it yet."), pic.CHANGE),)
    return () if run.offering.live else (say(_("This offer has ended."), pic.NO),)


def rest_lines(more: int) -> tuple[Line, ...]:
    """Say how many dates are not shown here."""
    return (
        (Line(ngettext("and {count} more date", "and {count} more dates", more), style="indented"),) if more > 0 else ()
    )


def ways_on(view: View, run: Run) -> list[Button]:
    """List what can be done about an offering: one button a dialog."""
    here = (run.offering.id,)
    ways = [Button(_("Sign-ups"), Tap("signup_list", "show", here), pic.PEOPLE, "primary")]
    ways.append(Button(_("At the door"), Tap("door", "show", here), pic.DOOR))
    ways.append(Button(_("Export"), Tap("lists_out", "start", here), pic.FILE))
    ways.append(Button(_("Change"), Tap("editing", "show", here), pic.CHANGE))
    if run.to_phone:
        ways.append(Button(_("To be phoned"), Tap("signup_list", "calls", (*here, 0)), pic.PHONE, count=run.to_phone))
    if may_announce(view.me) and run.offering.live:
        ways.append(Button(_("Announce"), Tap("desk", "start", here), pic.NEWS))
    return ways


DIALOG = Dialog("signups", 1, (Offerings, One), update, render, load)
