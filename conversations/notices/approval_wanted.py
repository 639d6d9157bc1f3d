"""Somebody of the team announces to so many, or corrects what so many have, that a second person has to agree."""

from __future__ import annotations

from typing import Any

from conversations import pictograms as pic
from conversations.announcement_checks import Plan, read_plan, text_lines, when_text
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.staff import back_to, headcount_lines, may_announce, name_of, to_desk
from locales.text import _
from storage.records.announcements import Announcement, State
from storage.records.reader import Reader


async def load(args: dict[str, Any], reader: Reader) -> Plan | None:
    """Read what waits; None when it does not wait any more, was changed, or they are not of the team any more."""
    if not may_announce(await reader.me()):
        return None
    plan = await read_plan(int(args["announcement_id"]), reader)
    if plan is None or not waits_for_reader(plan.announcement):
        return None
    return plan if plan.announcement.revision == int(args["revision"]) else None


def waits_for_reader(announcement: Announcement) -> bool:
    """Say whether it, or a correction of it, waits for somebody else than who wrote that."""
    if announcement.correction_waits:
        return not announcement.correction_mine
    return announcement.state is State.AWAITING and not announcement.mine


def render(view: Plan) -> Screen:
    """Ask to look at it."""
    announcement = view.announcement
    if announcement.correction_waits:
        return render_correction(announcement)
    lines: tuple[Line, ...] = (
        title(_("Please look at an announcement."), pic.LOOK),
        say(_("Somebody of the team wants to send it. A second person has to agree."), pic.TEAM),
        Line(name_of(announcement), pic.NEWS),
        *headcount_lines(view.headcount),
        *text_lines(view),
        say(when_text(announcement), pic.WHEN),
    )
    look = Button(_("Look at it"), back_to(announcement.id), pic.LOOK, "primary")
    desk = to_desk()
    return Screen(lines, ((look,), (desk,)), fresh=True)


def render_correction(announcement: Announcement) -> Screen:
    """Ask to look at a correction; how many it concerns stands where one agrees."""
    lines = (
        title(_("Please look at a correction."), pic.LOOK),
        say(_("Somebody of the team wants to change what was sent. A second person has to agree."), pic.TEAM),
        Line(name_of(announcement), pic.NEWS),
    )
    look = Button(_("Look at it"), Tap("announcement_run", "ask", (announcement.id, "agree")), pic.LOOK, "primary")
    return Screen(lines, ((look,), (to_desk(),)), fresh=True)


NOTICE = Notice("approval_wanted", load, render)
