"""How an address that files are fetched from is doing, in words: on its screen and in the notice that tells of a failure."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Line, note, say, title
from conversations.prose import cut
from locales.text import Code, Moment, Text, _, ngettext
from storage.records.intake import FAILURES, Source, SourceOutcome

ADDRESS_ROOM = 80

OUTCOMES: dict[SourceOutcome, Text] = {
    SourceOutcome.NEVER: _("I have not looked there yet."),
    SourceOutcome.UNCHANGED: _("There was nothing new."),
    SourceOutcome.WAITING: _("There was something new. Please look at it."),
    SourceOutcome.UNREACHABLE: _("I cannot reach this address."),
    SourceOutcome.PRIVATE: _("This address is not in the public internet. I do not go there."),
    SourceOutcome.NOT_HTTPS: _("It leads to an address without https. I do not go there."),
    SourceOutcome.REDIRECTS: _("It sends me on and on. I stopped."),
    SourceOutcome.TOO_LARGE: _("The file there is too big. At most 20 MB."),
    SourceOutcome.TOO_SLOW: _("It takes too long."),
    SourceOutcome.ANSWER: _("There is no file there, or I may not have it."),
    SourceOutcome.NO_FILE: _("I cannot use what is there."),
}


def source_lines(source: Source) -> tuple[Line, ...]:
    """Say how an address is."""
    lines: tuple[Line, ...] = (
        title(_("{address}", address=Code(cut(source.address, ADDRESS_ROOM))), pic.FETCH),
        say(OUTCOMES[source.outcome], pic.WARNING if source.outcome in FAILURES else pic.INFO),
    )
    if source.checked_at is not None:
        lines += (note(_("Last time: {when}", when=Moment(source.checked_at)), pic.WHEN),)
    if not source.live:
        return (*lines, say(_("It is switched off."), pic.PAUSE))
    every = ngettext("I look every {count} hour.", "I look every {count} hours.", source.hours)
    return (*lines, note(_("Next time: {when}", when=Moment(source.next_at)), pic.WHEN), note(every))
