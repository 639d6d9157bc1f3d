"""What became of a file: what it would change, that it cannot be used, or that it was brought in or taken back."""

from __future__ import annotations

from typing import Any

from conversations import import_screens
from conversations import pictograms as pic
from conversations.core import Button, Notice, Screen, Tap, title
from conversations.import_screens import name_line
from conversations.undo_screens import ask_undo
from locales.text import _
from storage.records.intake import Import, ImportState
from storage.records.reader import Reader


async def load(args: dict[str, Any], reader: Reader) -> Import | None:
    """Read the file as it stands now."""
    return await reader.intake.import_of(int(args["import_id"]))


def render(found: Import) -> Screen:
    """Show what there is to decide, or what was done."""
    if found.state is ImportState.ASKING:
        answer = Button(_("Say whose they are"), Tap("imports", "one", (found.id,)), pic.PROVIDER)
        return Screen((title(_("Whose offers are these?"), pic.PROVIDER), *name_line(found)), ((answer,),), fresh=True)
    if found.state is ImportState.APPLIED and found.report.undo is not None:
        return ask_undo(found, fresh=True)
    return import_screens.summary(found, fresh=True)


NOTICE = Notice("import_told", load, render)
