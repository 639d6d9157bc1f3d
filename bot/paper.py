"""What stands on paper, in words: sheets and posters say the same as the screens do, by the same catalogues.

Paper is read on another day than it was made, so nothing on it says 'tomorrow'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from conversations.core import Line
from conversations.deep_links import to_offering
from conversations.facts import people_lines, price_lines, span_of, when_lines
from conversations.whereabouts import venue_of, where_line
from locales.catalogues import Speech, speech
from locales.languages import language
from locales.text import Code, Content, Text, _
from storage.exchange import attendance_pdf, poster_pdf
from storage.records.catalogue import Offering, Session
from storage.records.rosters import Roster

DAYS_AWAY = timedelta(days=30)
"""seen from so far before, a day is named by its date"""
YEAR_AWAY = timedelta(days=400)
"""seen from so far before, a date has its year"""
EMPTY_ROWS = 5
HOUR = timedelta(hours=1)


def sheets(
    roster: Roster, sessions: Sequence[Session], code: str, zone: ZoneInfo
) -> tuple[attendance_pdf.Words, tuple[attendance_pdf.Sheet, ...]]:
    """Put attendance sheets into words, a sheet for each session."""
    voice = speech(code, zone)
    return sheet_words(voice), tuple(sheet(roster, session, voice) for session in sessions)


def sheet_words(voice: Speech) -> attendance_pdf.Words:
    """Say what stands on every sheet."""
    return attendance_pdf.Words(
        heading=voice.label(_("Attendance list")),
        name=voice.label(_("Name")),
        signature=voice.label(_("Signature")),
        leader=voice.label(_("Signature of the team")),
        rtl=voice.rtl,
    )


def sheet(roster: Roster, session: Session, voice: Speech) -> attendance_pdf.Sheet:
    """Say what is true of one session: who offers it, when, where, how many hours, who is expected."""
    offering, seen = roster.offering, session.start - YEAR_AWAY
    facts = (
        _("{span}", span=span_of(session)),
        where_line(session.venue or offering.venue, has_link=session.has_link).text,
        _("From: {provider}", provider=Code(offering.provider)),
        _("Hours: {hours}", hours=Content(hours_of(session, voice.language), voice.language)),
    )
    people = tuple(attendance_pdf.Person(entry.name, entry.code) for entry in roster.attendees_of(session))
    said = tuple(voice.say(fact, seen) for fact in facts)
    return attendance_pdf.Sheet(offering.title.text, said, people, EMPTY_ROWS)


def hours_of(session: Session, code: str) -> str:
    """Write how long a session is, as the language writes numbers: 2,5."""
    hours = Decimal((session.end - session.start) / HOUR)
    return str(format_decimal(hours, "0.##", locale=language(code).babel))


def poster(
    offerings: Sequence[tuple[str, Offering]], username: str, zone: ZoneInfo, now: datetime
) -> poster_pdf.Poster:
    """Put a poster into words: the offering as read in each language, the first of them the largest."""
    first_code, first = offerings[0]
    link = f"t.me/{username}"
    return poster_pdf.Poster(
        panels=tuple(panel(offering, speech(code, zone), now) for code, offering in offerings),
        address=f"https://{link}?start={to_offering(first.id)}",
        link=link,
        origin=speech(first_code, zone).say(_("From: {provider}", provider=Code(first.provider)), now),
    )


def panel(offering: Offering, voice: Speech, now: datetime) -> poster_pdf.Panel:
    """Say an offering in one language: when, where, what it costs, for whom, and what to do."""
    lines: tuple[Line, ...] = (
        *when_lines(offering, now),
        where_line(venue_of(offering, now), has_link=any(some.has_link for some in offering.upcoming(now))),
        *price_lines(offering),
        *people_lines(offering),
    )
    upcoming = offering.upcoming(now)
    seen = (upcoming[0].start if upcoming else now) - DAYS_AWAY
    call: Text = _("Scan the code with your phone. Then I tell you more, in your language.")
    facts = tuple(voice.say(line.text, seen) for line in lines)
    return poster_pdf.Panel(offering.title.text, facts, voice.label(call), voice.rtl)
