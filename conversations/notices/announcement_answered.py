"""Somebody of the team agreed to one's announcement or correction, or gave it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations.announcement_checks import when_text
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.staff import STATES, has_started, may_announce, name_of, to_announcement
from locales.text import Text, _
from storage.records.announcements import Announcement, State
from storage.records.reader import Reader


@dataclass(frozen=True, slots=True)
class View:
    """The announcement, what was said to it, and whether that was about a correction."""

    announcement: Announcement
    agreed: bool
    correction: bool


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read the announcement; None when it is gone, or they are not of the team any more."""
    if not may_announce(await reader.me()):
        return None
    announcement = await reader.announcement(int(args["announcement_id"]))
    return None if announcement is None else View(announcement, bool(args["agreed"]), bool(args["correction"]))


def render(view: View) -> Screen:
    """Say what was said to it, where it stands now, and lead there."""
    announcement = view.announcement
    standing, pictogram = STATES[announcement.state]
    lines: tuple[Line, ...] = (
        title(answer(agreed=view.agreed, correction=view.correction), pic.YES if view.agreed else pic.CHANGE),
        Line(name_of(announcement), pic.NEWS),
    )
    if not view.correction:
        lines += (say(standing, pictogram),)
    if announcement.state is State.SCHEDULED:
        lines += (say(when_text(announcement), pic.WHEN),)
    return Screen(lines, ((lead(announcement),),), fresh=True)


def answer(*, agreed: bool, correction: bool) -> Text:
    """Say what became of it."""
    match agreed, correction:
        case True, True:
            return _("Somebody of the team agreed to your correction.")
        case False, True:
            return _("Your correction was given back to you. The old text stays.")
        case True, False:
            return _("Somebody of the team agreed to your announcement.")
        case _:
            return _("Your announcement was given back to you.")


def lead(announcement: Announcement) -> Button:
    """Lead to how far it is, or to where it is put together."""
    if has_started(announcement):
        return Button(_("How far is it?"), Tap("announcement_run", "show", (announcement.id,)), pic.REPORT, "primary")
    return to_announcement(announcement.id)


NOTICE = Notice("announcement_answered", load, render)
