"""An address that files are fetched from fails: said once, to those who run everybody's offerings."""

from __future__ import annotations

from typing import Any

from conversations import pictograms as pic
from conversations.core import Button, Notice, Screen, Tap, say, title
from conversations.source_words import source_lines
from locales.text import _
from storage.records.intake import FAILURES, Source
from storage.records.reader import Reader


async def load(args: dict[str, Any], reader: Reader) -> Source | None:
    """Read the address; one that answers again, or is switched off, needs no words."""
    found = (one for one in await reader.intake.sources() if one.id == int(args["source_id"]))
    return next((one for one in found if one.live and one.outcome in FAILURES), None)


def render(source: Source) -> Screen:
    """Say which, why, and that it is tried again."""
    look = Button(_("To this address"), Tap("sources", "one", (source.id,)), pic.FETCH)
    again = say(_("I try again, and tell you no more about it."))
    return Screen((title(_("I get no file from the web."), pic.SORRY), *source_lines(source)[0:2], again), ((look,),))


NOTICE = Notice("source_failed", load, render)
