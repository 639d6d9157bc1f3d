"""An offering was withdrawn: told at once to everybody registered, with a way to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Notice, Screen, Tap, say, title
from conversations.facts import claim_line
from conversations.subjects import read_registration
from locales.text import _
from storage.records.catalogue import Offering
from storage.records.reader import Reader
from storage.records.registrations import Registration


@dataclass(frozen=True, slots=True)
class View:
    """What they were registered for."""

    registration: Registration
    offering: Offering | None


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what ended; None when it is there again, or they are not registered any more."""
    registration = await read_registration(args, reader)
    if registration is None:
        return None
    offering = await reader.offering(registration.offering_id)
    return None if offering is not None and offering.live else View(registration, offering)


def render(view: View) -> Screen:
    """Say that it does not take place any more, and lead on to similar offers."""
    lines = (
        title(_("This offer does not take place any more."), pic.SORRY),
        claim_line(view.registration),
        say(_("We are sorry. There are other offers for you."), pic.FIND),
    )
    wish = Button(_("Tell me when there is something"), Tap("interest", "start"), pic.REMINDER)
    similar = ways.similar(view.offering) if view.offering else ways.find_more()
    return Screen(lines, ((similar,), (wish,), (ways.my_registrations(),)), fresh=True)


NOTICE = Notice("offering_ended", load, render)
