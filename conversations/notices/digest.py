"""This week: what was announced since the last letter, for those who want news once a week. Each line opens one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations.announced import AnnouncedView, is_over, open_button, view_of
from conversations.core import Button, Notice, Rows, Screen, Tap, say, title
from locales.text import _
from storage.records.reader import Reader

SHOWN = 6


@dataclass(frozen=True, slots=True)
class View:
    """What gathered, and the key of its week."""

    week: str
    letters: tuple[AnnouncedView, ...]


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read what gathered and still makes sense; None when there is nothing, or the person wants no news any more."""
    week = str(args["week"])
    if (await reader.news()).agreed is not True:
        return None
    found = [await view_of(each, reader) for each in await reader.digest(week)]
    letters = tuple(view for view in found if view is not None and not is_over(view))
    return View(week, letters) if letters else None


def render(view: View) -> Screen:
    """Lead to each; what does not fit stands in the list."""
    rows: Rows = tuple((open_button(each),) for each in view.letters[:SHOWN])
    if len(view.letters) > SHOWN:
        more = Button(_("More"), Tap("news", "week", (view.week, 0)), pic.MORE, count=len(view.letters) - SHOWN)
        rows += ((more,),)
    stop = Button(_("No more news"), Tap("news", "stop"), pic.NO)
    lines = (title(_("This week"), pic.NEWS), say(_("There is something new. Tap to read it.")))
    return Screen(lines, (*rows, (stop,)), fresh=True)


NOTICE = Notice("digest", load, render)
