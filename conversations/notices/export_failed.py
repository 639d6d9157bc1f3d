"""Export failed: says to who asked for a file why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations import pictograms as pic
from conversations.coordination import OFFICE, may_coordinate, to_offering
from conversations.core import Button, Notice, Rows, Screen, say, title
from locales.text import Text, _
from storage.records.reader import Reader

REASONS: dict[str, Text] = {
    "registrations": _("Nobody is registered and nobody waits."),
    "attendance": _("No session takes place."),
    "calendar": _("There are no dates yet."),
    "poster": _("It is over or has begun. A poster would invite to nothing."),
}
FONT = "font"


@dataclass(frozen=True, slots=True)
class View:
    """Why, and of which offering (None: figures)."""

    reason: Text
    offering_id: int | None


async def load(args: dict[str, Any], reader: Reader) -> View | None:
    """Tell why; None for who is not of the office any more."""
    if not may_coordinate(await reader.me()):
        return None
    number = args.get("offering_id")
    if args.get("reason") == FONT:
        reason = _("A font is missing on the server. Please tell whoever runs it.")
    else:
        reason = REASONS.get(str(args.get("export", "")), _("There is nothing to tell yet."))
    return View(reason, number if isinstance(number, int) else None)


def render(view: View) -> Screen:
    """Say it, and lead back."""
    back = Button(_("Office"), OFFICE, pic.OFFICE) if view.offering_id is None else to_offering(view.offering_id)
    rows: Rows = ((back,),)
    return Screen((title(_("There is no file."), pic.SORRY), say(view.reason)), rows)


NOTICE = Notice("export_failed", load, render)
