"""What became of a table of texts that somebody of the team sent: which languages it brought, or all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from conversations import pictograms as pic
from conversations.core import Button, Line, Notice, Screen, Tap, say, title
from conversations.staff import OBJECTIONS
from conversations.table_problems import problem_text
from locales.text import Languages, _, ngettext
from storage.records.announcements import Refusal
from storage.records.reader import Reader
from storage.records.wording_tables import WordingsRead, WordingsRefused

SHOWN = 6
Found: TypeAlias = WordingsRead | WordingsRefused | Refusal


@dataclass(frozen=True, slots=True)
class View:
    """The announcement, and what was found in the table."""

    announcement_id: int
    found: Found


async def load(args: dict[str, Any], reader: Reader) -> View:
    """Take what the work found: it is told once, and kept nowhere."""
    return View(int(args["announcement_id"]), args["found"])


def render(view: View) -> Screen:
    """Say which languages were taken over, or what to put right, and lead on."""
    texts = Button(_("Texts"), Tap("announcement_text", "show", (view.announcement_id,)), pic.LANGUAGE)
    again = Button(_("All languages in a table"), Tap("announcement_text", "import", (view.announcement_id,)), pic.FILE)
    match view.found:
        case WordingsRead(wordings):
            taken = ngettext("I took over {count} text.", "I took over {count} texts.", len(wordings))
            languages = Languages(tuple(one.language for one in wordings))
            lines = (title(taken, pic.YES), say(_("{languages}", languages=languages), pic.LANGUAGE))
            return Screen(lines, ((texts,),), fresh=True)
        case WordingsRefused() as refused:
            return Screen(problem_lines(refused), ((again,),), fresh=True)
        case Refusal(reason):
            return Screen((nothing_taken(), say(OBJECTIONS[reason])), ((texts,),), fresh=True)


def problem_lines(refused: WordingsRefused) -> tuple[Line, ...]:
    """Say what is wrong, the first of it, and what to do."""
    lines = tuple(Line(problem_text(one), style="indented") for one in refused.problems[:SHOWN])
    rest = len(refused.problems) - SHOWN
    if rest > 0:
        lines += (Line(ngettext("and {count} more", "and {count} more", rest), style="indented"),)
    return (nothing_taken(), *lines, say(_("Please put it right and send me the table again.")))


def nothing_taken() -> Line:
    """Say that nothing was changed."""
    return title(_("I took over nothing from the table."), pic.SORRY)


NOTICE = Notice("texts_read", load, render)
