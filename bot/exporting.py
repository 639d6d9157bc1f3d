"""Exports: what is read of offerings, as files. Reading, making, writing down who exported what, in this order.

A reader gets a reading transaction and tells how the file is made of what it read; that is done beside the loop, for paper
and pictures take a while. The audit row is written before anybody sees the file.
"""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot import calendar_file, figure_words, paper
from conversations.facts import Situation, situation
from locales.catalogues import Speech, speech
from storage import audit, catalogue, rosters
from storage.engine import Actor, Database, Transaction
from storage.exchange import (
    attendance_pdf,
    charts,
    figures_pdf,
    figures_text,
    figures_xlsx,
    poster_pdf,
    registrations_text,
    registrations_xlsx,
)
from storage.office.exported import ACTION, FIGURES, OFFERING
from storage.office.figures import OfficeFigures
from storage.records.catalogue import Offering, Session
from storage.records.figures import Figures, Months
from storage.records.people import Participant
from storage.records.rosters import Roster, Standing
from storage.texts import SOURCE_LANGUAGE, fallbacks

INVITES_TO_NOTHING = {Situation.GONE, Situation.CANCELLED, Situation.OVER, Situation.STARTED}
WAITING = (Standing.WAITING, Standing.OFFERED)


class NothingToExportError(LookupError):
    """There is no such offering, or nothing of it that could be exported; says what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file, and what is in it."""

    content: bytes
    offering_id: int | None
    """None for what is about several"""
    summary: str
    count: int
    """people, sheets, dates, languages or offerings"""


Making: TypeAlias = Callable[[], Made]
Maker: TypeAlias = Callable[[Transaction], Awaitable[Making]]


async def export(database: Database, make: Maker, now: datetime, by: Actor, *, kind: str, form: str) -> Made:
    """Make an export and note in the audit who made which; NothingToExportError when there is nothing."""
    async with database.reading(now, by) as tx:
        making = await make(tx)
    made = await asyncio.to_thread(making)
    subject = FIGURES if made.offering_id is None else OFFERING
    async with database.transaction(now, by) as tx:
        await audit.record(tx, ACTION, subject, made.offering_id, kind=kind, format=form, count=made.count)
    return made


def registrations(source_id: str, form: str) -> Maker:
    """Make the list of everybody registered or waiting, as xlsx, csv, csv-plain or json."""

    async def make(tx: Transaction) -> Making:
        roster = await read_roster(tx, SOURCE_LANGUAGE, source_id)
        if not roster.entries:
            message = f"Nobody is registered for {source_id} and nobody waits, so there is no list yet"
            raise NothingToExportError(message)
        held, queued = roster.count((Standing.REGISTERED,)), roster.count(WAITING)
        summary = f"{held} registered, {queued} waiting"
        return lambda: Made(write_list(roster, form, tx.zone), roster.offering.id, summary, len(roster.entries))

    return make


def write_list(roster: Roster, form: str, zone: ZoneInfo) -> bytes:
    """Write a list in a format."""
    match form:
        case "xlsx":
            return registrations_xlsx.write(roster, zone)
        case "csv":
            return registrations_text.write_german(roster, zone)
        case "csv-plain":
            return registrations_text.write_plain(roster)
        case _:
            return registrations_text.write_json(roster)


def attendance(source_id: str, language: str, *, past: bool | None) -> Maker:
    """Make sheets to sign for the sessions to come, or for all that were held, too; None: for those if nothing is to come."""

    async def make(tx: Transaction) -> Making:
        roster = await read_roster(tx, language, source_id)
        coming = [some for some in roster.held if some.end > tx.now]
        sessions = roster.held if past or (past is None and not coming) else coming
        if not sessions:
            raise NothingToExportError(no_session(source_id, roster.held))
        words, sheets = paper.sheets(roster, sessions, language, tx.zone)
        now, summary = tx.now, counted(len(sheets), "sheet")
        return lambda: Made(attendance_pdf.write(sheets, words, now), roster.offering.id, summary, len(sheets))

    return make


def no_session(source_id: str, held: Sequence[Session]) -> str:
    """Say why there is no sheet."""
    if held:
        return f"All sessions of {source_id} are over; add --past for their sheets"
    return f"{source_id} has no session that takes place; import its sessions first"


def calendar(source_id: str, language: str, owner: Participant | None = None) -> Maker:
    """Make a calendar of all sessions, cancelled ones marked as such. It never holds the link of a video meeting.

    It rings for its owner as they want to be reminded; one made for nobody in particular does not ring.
    """

    async def make(tx: Transaction) -> Making:
        offering = await read_offering(tx, language, source_id)
        if not offering.sessions:
            message = f"{source_id} has no session yet; import its sessions first"
            raise NothingToExportError(message)
        uid = f"offering-{offering.id}"
        content = calendar_file.write(uid, offering.title, offering.sessions, offering.venue, tx.now, tx.zone, owner)
        number = len(offering.sessions)
        made = Made(content, offering.id, counted(number, "date"), number)
        return lambda: made

    return make


def poster(source_id: str, languages: Sequence[str], username: str, form: str) -> Maker:
    """Make a poster in some languages, as pdf or png, whose code opens the offering in the bot."""

    async def make(tx: Transaction) -> Making:
        read = [(code, await read_offering(tx, code, source_id)) for code in languages]
        offering = read[0][1]
        if situation(offering, tx.now) in INVITES_TO_NOTHING:
            message = f"{source_id} has ended or begun, so a poster would invite to nothing; import its new dates first"
            raise NothingToExportError(message)
        said = paper.poster(read, username, tx.zone, tx.now)
        now, write = tx.now, poster_pdf.write_png if form == "png" else poster_pdf.write_pdf
        return lambda: Made(write(said, now), offering.id, ", ".join(languages), len(languages))

    return make


def statistics(months: Months, provider: str | int | None, language: str, form: str, me: int | None = None) -> Maker:
    """Make the figures of a period, of a provider by name or number or (None) of all that somebody runs.

    `form` is xlsx, csv, csv-plain, json, pdf or the name of a chart.
    """

    async def make(tx: Transaction) -> Making:
        figures = await read_figures(tx, months, provider, language, me)
        zone, now, number = tx.zone, tx.now, len(figures.total.offerings)
        voice = speech(language, zone)
        return lambda: Made(write_figures(figures, form, voice, now), None, counted(number, "offering"), number)

    return make


def write_figures(figures: Figures, form: str, voice: Speech, now: datetime) -> bytes:
    """Write figures in a format."""
    match form:
        case "xlsx":
            return figures_xlsx.write(figures)
        case "csv":
            return figures_text.write_german(figures)
        case "csv-plain":
            return figures_text.write_plain(figures)
        case "json":
            return figures_text.write_json(figures)
        case "pdf":
            return figures_pdf.write(figure_words.report(figures, voice, now), now)
        case _:
            return charts.write_png(figure_words.chart(figures, form, voice, now), now)


async def read_figures(
    tx: Transaction, months: Months, provider: str | int | None, language: str, me: int | None
) -> Figures:
    """Read figures; NothingToExportError when there is no such provider."""
    office = OfficeFigures(tx, me, fallbacks(language))
    number = await provider_named(office, provider) if isinstance(provider, str) else provider
    found = await office.read(months, number)
    if found is None:
        message = "There are no figures of this provider"
        raise NothingToExportError(message)
    return found


async def provider_named(office: OfficeFigures, name: str) -> int:
    """Find a provider by its name; NothingToExportError says which there are."""
    known = await office.providers()
    found = next((one.id for one in known if one.name.casefold() == name.casefold()), None)
    if found is None:
        message = f"There is no provider {name!r}; one of: {', '.join(one.name for one in known) or 'none yet'}"
        raise NothingToExportError(message)
    return found


async def read_roster(tx: Transaction, language: str, source_id: str) -> Roster:
    """Read an offering with its list; NothingToExportError when there is none."""
    found = await rosters.read(tx, fallbacks(language), source_id)
    if found is None:
        raise NothingToExportError(await unknown(tx, source_id))
    return found


async def read_offering(tx: Transaction, language: str, source_id: str) -> Offering:
    """Read an offering; NothingToExportError when there is none."""
    found = await rosters.find(tx, source_id)
    offering = None if found is None else await catalogue.offering(tx, fallbacks(language), found)
    if offering is None:
        raise NothingToExportError(await unknown(tx, source_id))
    return offering


async def unknown(tx: Transaction, source_id: str) -> str:
    """Say that there is no such offering, and which one may have been meant."""
    near = difflib.get_close_matches(source_id.upper(), await rosters.known(tx), n=1)
    hint = f"; did you mean {near[0]}?" if near else "; write it as column offer_id of the catalogue's files has it"
    return f"There is no offering {source_id!r}{hint}"


def counted(number: int, word: str) -> str:
    """Write a count with its word."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
