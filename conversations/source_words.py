"""How an address that files are fetched from is doing, in words: on its screen and in the notice that tells of a failure."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Line, note, say, title
from conversations.prose import cut
from locales.text import Code, Content, Moment, Text, _, ngettext
from storage.records.intake import FAILURES, Source, SourceOutcome

ADDRESS_ROOM = 80
HOURS_A_DAY = 24
OFTEN: dict[int, Text] = {1: _("Every hour"), 24: _("Every day"), 168: _("Every week")}

OUTCOMES: dict[SourceOutcome, Text] = {
    SourceOutcome.NEVER: _("I have not looked there yet."),
    SourceOutcome.UNCHANGED: _("There was nothing new."),
    SourceOutcome.WAITING: _("There was something new. Please look at it."),
    SourceOutcome.UNREACHABLE: _("I cannot reach this address."),
    SourceOutcome.PRIVATE: _("This address is not in the public internet. I do not go there."),
    SourceOutcome.NOT_HTTPS: _("It leads to an address without https. I do not go there."),
    SourceOutcome.REDIRECTS: _("It sends me on and on. I stopped."),
    SourceOutcome.PORT: _("It leads to an unusual address. I do not go there."),
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
    if source.provider:
        lines += (note(Content(source.provider, "de"), pic.PROVIDER),)
    if not source.live:
        return (*lines, say(_("It is switched off."), pic.PAUSE))
    return (*lines, note(_("Next time: {when}", when=Moment(source.next_at)), pic.WHEN), *often_lines(source))


def often_lines(source: Source) -> tuple[Line, ...]:
    """Say how often an address is looked at, and at which hour."""
    if source.at_hour is None:
        return (note(every_text(source.hours)),)
    both = _("{often}, {hour}", often=every_text(source.hours), hour=hour_text(source.at_hour))
    return (note(both),)


def every_text(hours: int) -> Text:
    """Say how often: in hours, or in days where it comes out even."""
    if hours in OFTEN:
        return OFTEN[hours]
    if hours % HOURS_A_DAY:
        return ngettext("Every {count} hour", "Every {count} hours", hours)
    return ngettext("Every {count} day", "Every {count} days", hours // HOURS_A_DAY)


def hour_text(hour: int) -> Text:
    """Say an hour of the day."""
    return _("at {hour}:00", hour=hour)
