"""A wish is met: something takes place that somebody said they look for. Only who said so hears of it, and once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import pictograms as pic
from conversations.claim_screens import wish_name
from conversations.core import Button, Line, Notice, Screen, Tap, note, title
from conversations.facts import (
    Situation,
    headline,
    language_line,
    people_lines,
    places_lines,
    price_lines,
    situation,
    when_lines,
)
from conversations.whereabouts import where_lines
from locales.text import _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import Interest

JOINABLE = {Situation.OPEN, Situation.WAITING, Situation.DROP_IN}


@dataclass(frozen=True, slots=True)
class View:
    """The wish and what meets it."""

    interest: Interest
    offering: Offering
    now: datetime


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what meets a wish; None when it was withdrawn, the offering is not open, or they have or await a place."""
    mine = await reader.mine()
    interest = next((wish for wish in mine.interests if wish.id == args["interest_id"]), None)
    offering = await reader.offering(int(args["offering_id"]))
    if interest is None or offering is None or any(entry.offering_id == offering.id for entry in mine.waiting):
        return None
    if not is_open(interest, offering, reader.now) or await reader.registered(offering.id):
        return None
    return View(interest, offering, reader.now)


def is_open(interest: Interest, offering: Offering, now: datetime) -> bool:
    """Say whether one can do something about it; who wished for just this one waits for a date."""
    open_now = JOINABLE if interest.offering_id is not None else JOINABLE | {Situation.NO_DATE}
    return situation(offering, now) in open_now


def render(view: View) -> Screen:
    """Say what there is: when, where, what it costs, in which language, for whom; let them look, or stop looking."""
    interest, offering = view.interest, view.offering
    lines: tuple[Line, ...] = (
        title(_("I have found something for you."), pic.WISH),
        Line(headline(offering).text, headline(offering).pictogram),
        *when_lines(offering, view.now),
        *where_lines(offering, view.now),
        *price_lines(offering),
        *places_lines(offering, view.now),
        language_line(offering),
        *people_lines(offering),
    )
    if interest.offering_id is None:
        lines += (note(_("You look for this: {wish}", wish=wish_name(interest)), pic.INFO),)
    look = Button(_("Take a look"), Tap("offering", "show", (offering.id,)), pic.FIND, "success")
    stop = Button(_("I no longer look for this"), Tap("my_registrations", "forget", (interest.id,)), pic.NO)
    return Screen(lines, ((look,), (stop,)), fresh=True)


NOTICE = Notice("interest_met", load, render)
