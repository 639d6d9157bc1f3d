"""One's announcement has gone out, or somebody else stopped it: how many got it, whom it did not reach, what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.run_lines import count_lines, unreached_lines
from conversations.staff import STATES, may_announce, name_of
from locales.text import _
from storage.records.announcements import Announcement
from storage.records.deliveries import Progress
from storage.records.reader import Reader


@dataclass(frozen=True, slots=True)
class View:
    """The announcement, and what became of it."""

    announcement: Announcement
    progress: Progress


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Count; None when it is gone, or they are not of the team any more."""
    number = int(args["announcement_id"])
    if not may_announce(await reader.me()):
        return None
    announcement, progress = await reader.announcement(number), await reader.progress(number)
    return None if announcement is None or progress is None else View(announcement, progress)


def render(view: View) -> Screen:
    """Tell the counts, and lead to the report."""
    standing, pictogram = STATES[view.announcement.state]
    lines = (
        title(_("What came of it"), pic.REPORT),
        Line(name_of(view.announcement), pic.NEWS),
        say(standing, pictogram),
        *count_lines(view.progress),
        *unreached_lines(view.progress.counts),
    )
    report = Button(_("Report"), Tap("announcement_run", "report", (view.announcement.id,)), pic.REPORT, "primary")
    return Screen(lines, ((report,),), fresh=True)


NOTICE = Notice("announcement_ended", load, render)
