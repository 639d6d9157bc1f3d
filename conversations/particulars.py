"""The rest that there is to say about an offering, behind its important facts: on two pages where one would be too long."""

from __future__ import annotations

from datetime import datetime

from conversations import pictograms as pic
from conversations.core import Line, note, prose, say, title
from conversations.facts import (
    age_line,
    bring_lines,
    childcare_line,
    headline,
    language_line,
    pictogram_of,
    step_free_lines,
)
from conversations.whereabouts import venue_of, where_line
from conversations.wording import LEVELS
from locales.text import Code, _
from storage.records.catalogue import Offering, Registering

LINES = 8
"""as many as one reads at once"""


def more_pages(offering: Offering, now: datetime) -> tuple[tuple[Line, ...], ...]:
    """Say the rest, on two pages where it is too much for one: what it is and for whom; where, and what help there is."""
    about, around = about_lines(offering), around_lines(offering, now)
    if 1 + len(about) + len(around) <= LINES:
        return ((headline(offering), *about, *around),)
    return (headline(offering), *about), (title(offering.title, pictogram_of(offering)), *around)


def about_lines(offering: Offering) -> tuple[Line, ...]:
    """Say what it is, whether one registers, what one must know, who may come, what to bring, what one gets."""
    return (
        *([prose(offering.description)] if offering.description else []),
        *registering_lines(offering),
        say(LEVELS[offering.level], pic.INFO),
        age_line(offering),
        *([say(offering.eligibility, pic.INFO)] if offering.eligibility else []),
        *bring_lines(offering.bring),
        *certificate_lines(offering),
    )


def around_lines(offering: Offering, now: datetime) -> tuple[Line, ...]:
    """Say where it is, how one gets in, in which languages, who looks after children, who does it."""
    return (
        where_line(venue_of(offering, now)),
        *step_free_lines(offering),
        *([Line(offering.access_note, style="indented")] if offering.access_note else []),
        language_line(offering),
        *([say(_("We use easy words."), pic.LANGUAGE)] if offering.plain_language else []),
        childcare_line(offering),
        note(_("From: {provider}", provider=Code(offering.provider)), pic.PROVIDER),
    )


def registering_lines(offering: Offering) -> tuple[Line, ...]:
    """Say that one need not register, where that is so."""
    match offering.registering:
        case Registering.RECOMMENDED if offering.sessions:
            return (say(_("Please register. You may also just come."), pic.PLACES),)
        case Registering.NONE if offering.sessions:
            return (say(_("Just come. You need not register."), pic.PLACES),)
        case _:
            return ()


def certificate_lines(offering: Offering) -> tuple[Line, ...]:
    """Say what paper one gets, when there is one."""
    if offering.certificate is None:
        return ()
    return (say(_("You get: {certificate}", certificate=offering.certificate), pic.CERTIFICATE),)
