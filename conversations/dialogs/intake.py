"""Bring in a file: a coordinator sends it, from here or from any screen that waits for none; a notice tells what is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import OFFICE, may_coordinate
from conversations.core import Attached, Button, Dialog, Done, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.intake_effects import BringIn, SendTemplate
from conversations.staff import not_for_you
from locales.text import _
from storage.records.people import Participant
from storage.records.reader import Reader

LARGEST_MB = 20
LARGEST = LARGEST_MB * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for a file; `problem` is too_large, no_file or not_taken after one that was none."""

    problem: str = ""
    template: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A file came; somebody reads it."""


State: TypeAlias = Asking | Taken


@dataclass(frozen=True, slots=True)
class View:
    """Who sends, and whether they run everybody's offerings."""

    me: Participant
    unlimited: bool


def update(state: State | None, event: Event) -> Turn[State]:
    """Ask for a file, or take it."""
    match event:
        case Tap(action="show"):
            return Turn(Asking())
        case Tap(action="template"):
            return Turn(Asking(template=True), (SendTemplate(),))
        case Attached(kind="document", size=size) if size > LARGEST:
            return Turn(Asking("too_large"))
        case Attached(kind="document"):
            return Turn(Taken(), (BringIn(event.file_id, event.name, event.size),))
        case Attached():
            return Turn(Asking("no_file"))
        case Done(effect=BringIn(), result=int()):
            return Turn(Taken())
        case Done(effect=BringIn()):
            return Turn(Asking("not_taken"))
        case Done(effect=SendTemplate(), result=False) if isinstance(state, Asking):
            return Turn(replace(state, template=False))
        case Done():
            return Turn(state or Asking())
        case _:
            return Turn(state or Asking(), understood=False)


async def load(state: State, reader: Reader) -> View:
    """Read who sends."""
    me = await reader.me()
    return View(me, may_coordinate(me) and await reader.intake.unlimited())


def render(state: State, view: View) -> Screen:
    """Ask for a file, or say that it came."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state:
        case Taken():
            lines = (title(_("Thank you. I am reading the file."), pic.WAITING), say(_("I tell you when I am ready.")))
            return Screen((*lines, note(_("So far I have changed nothing."), pic.INFO)), rows(view), OFFICE)
        case Asking():
            return ask(state, view)


def ask(state: Asking, view: View) -> Screen:
    """Ask for a file."""
    lines: tuple[Line, ...] = (
        title(_("Send me the file here."), pic.BRING_IN),
        *problem_lines(state),
        say(_("A table (XLSX or CSV), a calendar (ICS), OpenVHS, Integreat or a web page."), pic.FILE),
        say(_("I show you first what changes."), pic.LOOK),
    )
    if state.template:
        lines += (say(_("The template comes right away."), pic.YES),)
    return Screen(lines, rows(view), OFFICE, asks_file=True)


def problem_lines(state: Asking) -> tuple[Line, ...]:
    """Say what was wrong with what came."""
    match state.problem:
        case "too_large":
            return (say(_("This file is too big. At most {count} MB.", count=LARGEST_MB), pic.SORRY),)
        case "no_file":
            return (say(_("That was a picture. Please send it as a file."), pic.SORRY),)
        case "not_taken":
            return (say(_("I could not take this file."), pic.SORRY),)
        case _:
            return ()


def rows(view: View) -> Rows:
    """Lead to the template, to the files so far, and to the addresses."""
    found: Rows = (
        (Button(_("Get the template"), Tap("intake", "template"), pic.FILE),),
        (Button(_("Files so far"), Tap("imports", "list", (0,)), pic.MINE),),
    )
    if view.unlimited:
        found += ((Button(_("Get it from the web"), Tap("sources", "list"), pic.FETCH),),)
    return found


DIALOG = Dialog("intake", 1, (Asking, Taken), update, render, load)
