"""One's announcement is held up: it paused by itself, for it cannot be sent as it is, or it goes out slowly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations.core import Button, Line, Notice, Screen, Tap, note, say, title
from conversations.run_lines import OPEN, count_lines
from conversations.staff import may_announce, name_of
from locales.text import _
from storage.records.announcements import Announcement, State
from storage.records.deliveries import Progress
from storage.records.reader import Reader

STANDING = {"paused": State.PAUSED, "slow": State.RUNNING}


@dataclass(frozen=True, slots=True)
class View:
    """The announcement, and how far it is."""

    announcement: Announcement
    progress: Progress


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Read how far it is; None when it goes on or is over meanwhile, or they are not of the team any more."""
    number = int(args["announcement_id"])
    if not may_announce(await reader.me()):
        return None
    announcement, progress = await reader.announcement(number), await reader.progress(number)
    if announcement is None or progress is None or announcement.state is not STANDING[args["what"]]:
        return None
    return View(announcement, progress) if progress.count(*OPEN) else None


def render(view: View) -> Screen:
    """Say what holds it up and what helps, and lead to how far it is."""
    lines = (*reason_lines(view.announcement), *count_lines(view.progress))
    run = Button(_("How far is it?"), Tap("announcement_run", "show", (view.announcement.id,)), pic.REPORT, "primary")
    return Screen(lines, ((run,),), fresh=True)


def reason_lines(announcement: Announcement) -> tuple[Line, ...]:
    """Say why it does not go on as planned."""
    name = Line(name_of(announcement), pic.NEWS)
    if announcement.state is State.PAUSED:
        return (
            title(_("I have paused your announcement."), pic.PAUSE),
            name,
            say(_("Telegram did not take it like this, several times."), pic.SORRY),
            note(_("Please look at its texts and its picture. Then tap “Go on”, or stop it."), pic.INFO),
        )
    return (
        title(_("Your announcement goes out slowly."), pic.WAITING),
        name,
        say(_("Telegram cannot be reached, or asks me to wait."), pic.SORRY),
        note(_("I go on by myself. You need not do anything."), pic.INFO),
    )


NOTICE = Notice("announcement_held", load, render)
