"""An announcement as its author or the team gets it before anybody else: just as it will look, or marked as a test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from conversations import pictograms as pic
from conversations.announced import AnnouncedView, letter, view_of
from conversations.core import Notice, Screen, note
from conversations.staff import may_announce
from locales.text import _
from storage.records.reader import Reader


@dataclass(frozen=True, slots=True)
class View:
    """The announcement as it reads, and whether this is a test."""

    announced: AnnouncedView
    test: bool


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read it in the reader's language; None for who is not of the team any more, and when it is gone or empty."""
    if not may_announce(await reader.me()):
        return None
    view = await view_of(await reader.announced(int(args["announcement_id"])), reader)
    if view is None or not letter(view).lines:
        return None
    return View(view, bool(args.get("test")))


def render(view: View) -> Screen:
    """Show it; a test says that it is one."""
    screen = letter(view.announced)
    if not view.test:
        return screen
    return replace(screen, lines=(note(_("A test. Only the team gets this."), pic.TEST), *screen.lines))


NOTICE = Notice("announcement", load, render)
