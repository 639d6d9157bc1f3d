"""`quartierbot announce` and `quartierbot announcements`: announcing without a dialog, for offices that script.

The commands only read and write the database; the running bot sends. What they print for machines is documented in
docs/operations.md and keeps its keys.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.clock import SystemClock
from bot.console import opened, run_to_end, settings_for
from bot.failures import FailedError
from bot.fitting import excesses
from bot.settings import Settings
from conversations.fates import by_language, readers
from conversations.timing import SUNDAY, is_night, public_holidays
from locales.languages import DEFAULT, language
from storage import announcements as stored
from storage import ledger
from storage.access import Role
from storage.audience import count_ahead
from storage.engine import COMMAND, Transaction
from storage.exchange.announcing import Taken, offering_names, take_in
from storage.exchange.wordings import Flaw, WordingsError
from storage.exchange.wordings_toml import AnnouncementFile, read_file
from storage.recent import CountFirstError
from storage.records.announcements import Announcement, Refusal, State
from storage.records.audiences import Headcount as Count
from storage.records.audiences import LanguageCount
from storage.records.deliveries import Fate, Progress
from storage.records.people import Participant

LISTED = 100
"""how many announcements are listed, the newest first"""
TOML_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
READS = (DEFAULT,)
TITLE_ROOM = 60
MOST_ID = 2**63 - 1
OFFICE = Participant(0, DEFAULT, chosen=True, privacy_seen=True, roles=(Role.STAFF,))
"""as whom the command line reads what goes out: as one of the team, and nobody in particular"""
SWITCHES = {"pause": stored.pause, "resume": stored.resume, "stop": stored.stop}


class _TakenBackError(Exception):
    """Takes back all that was written, for a dry run or because something stands against it."""

    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


@click.command()
@click.argument("file", type=TOML_FILE)
@click.option("--dry-run", is_flag=True, help="Print whom it would reach and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def announce(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Announce what a TOML file says, at once or at its time.

    Everything is checked first; one mistake and nothing is changed. The running bot sends it.
    """
    settings = settings_for()
    try:
        announcement = read_file(file, timezone=settings.timezone.key)
        taken = run_to_end(_take_in(settings, announcement, dry_run=dry_run))
    except WordingsError as error:
        raise _failed(error.flaws) from None
    warnings = list(_warnings(announcement, taken, settings.timezone))
    if as_json:
        click.echo(json.dumps(_taken_data(taken, warnings, dry_run=dry_run), ensure_ascii=False))
    else:
        for line in (*_count_lines(taken), *(f"note: {warning}" for warning in warnings)):
            click.echo(line)
    if taken.flaws:
        raise _failed(taken.flaws)
    if not as_json:
        click.echo(_ending(taken, settings.timezone, dry_run=dry_run))


def _failed(flaws: Sequence[Flaw]) -> FailedError:
    """Say everything that is wrong, and that nothing was done."""
    counted = "1 problem" if len(flaws) == 1 else f"{len(flaws)} problems"
    return FailedError(*map(str, flaws), f"{counted}; nothing was changed")


async def _take_in(settings: Settings, file: AnnouncementFile, *, dry_run: bool) -> Taken:
    """Write it, or find out what would become of it: the same way, taken back."""
    now = SystemClock().now
    async with opened(settings) as database:
        while True:
            try:
                async with database.transaction(now(), COMMAND) as tx:
                    return await _taken(replace(tx, light=True), file, dry_run=dry_run)
            except _TakenBackError as error:
                return error.taken
            except CountFirstError as error:
                await count_ahead(database, error.audience, now)


async def _taken(tx: Transaction, file: AnnouncementFile, *, dry_run: bool) -> Taken:
    """Write it, if nothing stands against it and it is not only tried."""
    taken = await fitted(tx, file, await take_in(tx, file))
    if dry_run or taken.flaws:
        raise _TakenBackError(taken)
    return taken


async def fitted(tx: Transaction, file: AnnouncementFile, taken: Taken) -> Taken:
    """Add the languages in which it would not fit into a message, the facts of its offering included."""
    if taken.flaws:
        return taken
    codes = [one.language for one in taken.headcount.languages]
    codes += [one.language for one in taken.announcement.wordings if one.language not in codes]
    over = await excesses(tx, OFFICE, taken.announcement, codes)
    return replace(taken, flaws=tuple(_long(file, taken, code, count) for code, count in over.items()))


def _long(file: AnnouncementFile, taken: Taken, code: str, over: int) -> Flaw:
    """Say by how much it is too long for those who read it in a language, and what to do."""
    said = "with the offering's facts " if taken.announcement.says_facts else ""
    reason = f"{over} characters too long {said}for one message; shorten it"
    if taken.announcement.wording(code) is None:
        return Flaw(file.name, "texts", f"as {code} reads it, {reason}, or write one in {code}")
    return Flaw(file.name, f"texts.{code}", reason)


def _count_lines(taken: Taken) -> Iterator[str]:
    """Write whom it reaches as a table, a language a line."""
    yield f"{'language':<12} {'people':>7} {'reached':>8} {'blocked':>8} {'weekly':>7}  text"
    for count in taken.headcount.languages:
        yield _count_line(count.language, count, _text_of(count.language, taken))
    yield _count_line("all", taken.headcount, "")
    if taken.headcount.chats:
        yield f"{'chats':<12} {taken.headcount.chats:>7}"


def _count_line(name: str, count: LanguageCount | Count, text: str) -> str:
    """Write one line of the table."""
    numbers = f"{count.total:>7} {count.reachable:>8} {count.blocked:>8} {count.weekly:>7}"
    return f"{name:<12} {numbers}  {text}".rstrip()


def _text_of(code: str, taken: Taken) -> str:
    """Say what people of a language read."""
    if taken.announcement.wording(code) is not None:
        return "yes"
    if not taken.announcement.wordings:
        return "the offering's facts"
    return "MISSING" if code in taken.missing and code not in taken.announcement.fallbacks else "another language"


def _warnings(file: AnnouncementFile, taken: Taken, zone: ZoneInfo) -> Iterator[str]:
    """Say what an office should know before it happens."""
    for code in (code for code in taken.missing if code in taken.announcement.fallbacks):
        yield f"no text in {code} ({language(code).autonym}); people read another language"
    if taken.headcount.weekly:
        yield f"{taken.headcount.weekly} get it with their weekly letter"
    at = file.due_at or SystemClock().now()
    local = at.astimezone(zone)
    if is_night(at, zone):
        yield f"{local:%Y-%m-%d %H:%M} is at night; it goes out from 08:00 on"
    if (holiday := public_holidays().get(local.date())) is not None:
        yield f"{local:%Y-%m-%d} is a public holiday ({holiday})"
    elif local.weekday() == SUNDAY:
        yield f"{local:%Y-%m-%d} is a Sunday"


def _ending(taken: Taken, zone: ZoneInfo, *, dry_run: bool) -> str:
    """Say in a line what was done."""
    what = {
        State.AWAITING: "waits until a second person of the team agrees in the bot",
        State.SCHEDULED: f"goes out {_wall(taken.announcement.due_at, zone)}",
        State.RUNNING: "goes out as soon as the bot runs",
    }[taken.state]
    if dry_run:
        return f"Nothing was changed (dry run). It {what.replace('waits', 'would wait').replace('goes', 'would go')}."
    return f"Announcement {taken.announcement.id} {what}."


def _wall(at: datetime | None, zone: ZoneInfo) -> str:
    """Write a moment as the clock on the wall shows it."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _taken_data(taken: Taken, warnings: list[str], *, dry_run: bool) -> dict[str, Any]:
    """Tell machines what became of a file."""
    count = taken.headcount
    return {
        "id": None if dry_run or taken.flaws else taken.announcement.id,
        "dry_run": dry_run,
        "state": taken.state.value,
        "due_at": _stamp(taken.announcement.due_at),
        "latest_at": _stamp(taken.announcement.latest_at),
        "people": {
            "total": count.total,
            "reachable": count.reachable,
            "blocked": count.blocked,
            "weekly": count.weekly,
        },
        "languages": [_language_data(one, taken) for one in count.languages],
        "chats": count.chats,
        "missing_languages": [code for code in taken.missing if code not in taken.announcement.fallbacks],
        "warnings": warnings,
        "problems": [str(flaw) for flaw in taken.flaws],
    }


def _language_data(count: LanguageCount, taken: Taken) -> dict[str, Any]:
    """Tell machines about one language."""
    numbers = {"total": count.total, "reachable": count.reachable, "blocked": count.blocked, "weekly": count.weekly}
    return {"language": count.language, **numbers, "text": taken.announcement.wording(count.language) is not None}


@dataclass(frozen=True, slots=True)
class _Found:
    """An announcement with how far it is."""

    announcement: Announcement
    progress: Progress | None
    offering: str | None
    """its id in the catalogue's files"""


def _checked(_context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    """Take what to do, and numbers from 1 on."""
    for word in words:
        if word not in SWITCHES and not (word.isascii() and word.isdigit() and 0 < int(word) <= MOST_ID):
            message = f"{word!r} is neither the number of an announcement nor one of {', '.join(SWITCHES)}"
            raise click.BadParameter(message)
    return words


@click.command("announcements")
@click.argument("words", metavar="[pause|resume|stop] [ID]", nargs=-1, callback=_checked)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def announcements(words: tuple[str, ...], *, as_json: bool) -> None:
    """Tell where announcements stand and what became of them, the newest first; or of one, by language and reason.

    With pause, resume or stop a run is changed before it is told. What is stopped cannot go on; what was sent stays.
    """
    match words:
        case ():
            show(None, as_json=as_json)
        case (number,) if number not in SWITCHES:
            show(int(number), as_json=as_json)
        case (action, number) if action in SWITCHES and number not in SWITCHES:
            run_to_end(_change(settings_for(), action, int(number)))
            show(int(number), as_json=as_json)
        case _:
            message = f"write `announcements`, `announcements ID` or `announcements {'|'.join(SWITCHES)} ID`"
            raise click.UsageError(message)


async def _change(settings: Settings, action: str, announcement_id: int) -> None:
    """Pause a run, go on with it or stop it, or say why not and what helps."""
    async with opened(settings) as database, database.transaction(SystemClock().now(), COMMAND) as tx:
        outcome = await SWITCHES[action](tx, announcement_id, by=None)
        if isinstance(outcome, Refusal):
            found = await stored.read(tx, READS, announcement_id)
            raise FailedError(_no_such(announcement_id) if found is None else _obstacle(found))


def _no_such(announcement_id: int) -> str:
    """Say that there is no such announcement."""
    return f"There is no announcement {announcement_id}; `quartierbot announcements` lists them"


def _obstacle(found: Announcement) -> str:
    """Say why a run cannot be changed, and what helps."""
    match found.state:
        case State.DRAFT:
            return f"Announcement {found.id} is a draft and goes out to nobody"
        case State.AWAITING | State.SCHEDULED:
            remedy = "its author or an administrator can take it back at the desk"
            return f"Announcement {found.id} has not started ({found.state}); {remedy}"
        case _:
            return f"Announcement {found.id} is over ({found.state}); what was sent can be corrected or deleted at the desk"


def show(announcement_id: int | None, *, as_json: bool) -> None:
    """Print where announcements stand, or one."""
    settings = settings_for()
    found = run_to_end(_find(settings, announcement_id))
    if announcement_id is not None and not found:
        raise FailedError(_no_such(announcement_id))
    if as_json:
        data = [_data(one, by=announcement_id is not None) for one in found]
        click.echo(json.dumps(data if announcement_id is None else data[0], ensure_ascii=False))
        return
    for one in found:
        click.echo(_line(one, settings.timezone))
        for line in _fate_lines(one) if announcement_id is not None else ():
            click.echo(line)


async def _find(settings: Settings, announcement_id: int | None) -> list[_Found]:
    """Read the newest announcements, or one."""
    async with opened(settings) as database, database.reading(SystemClock().now(), COMMAND) as tx:
        if announcement_id is not None:
            return await _read(tx, (announcement_id,))
        lines, _pages = await stored.list_page(tx, READS, 0, LISTED)
        return await _read(tx, [line.id for line in lines])


async def _read(tx: Transaction, ids: Iterable[int]) -> list[_Found]:
    """Read announcements with their counts."""
    read = [await stored.read(tx, READS, one) for one in ids]
    names = await offering_names(tx, {one.offering_id for one in read if one is not None and one.offering_id})
    return [
        _Found(one, await ledger.progress(tx, one.id), names.get(one.offering_id or 0))
        for one in read
        if one is not None
    ]


def _title(announcement: Announcement) -> str:
    """Tell by what an announcement is known: its title, that of its offering, or how its text begins."""
    by_language = sorted(announcement.wordings, key=lambda one: one.language != DEFAULT)
    told = [one.title for one in by_language if one.title]
    told += [announcement.offering_title.text] if announcement.offering_title and announcement.says_facts else []
    return (told + [one.text.partition("\n")[0][:TITLE_ROOM] for one in by_language] + [""])[0]


def _counts(found: _Found) -> dict[str, int]:
    """Count recipients by fate; every fate is named, what is claimed waits."""
    counts = Counter({fate.value: 0 for fate in Fate if fate is not Fate.CLAIMED})
    for each in found.progress.counts if found.progress else ():
        counts[(Fate.WAITING if each.fate is Fate.CLAIMED else each.fate).value] += each.count
    return dict(counts)


def _data(found: _Found, *, by: bool) -> dict[str, Any]:
    """Tell machines where an announcement stands."""
    one, counts = found.announcement, _counts(found)
    data: dict[str, Any] = {
        "id": one.id,
        "state": one.state.value,
        "title": _title(found.announcement),
        "offering": found.offering,
        "correction_waits": one.correction_waits,
        "due_at": _stamp(one.due_at),
        "latest_at": _stamp(one.latest_at),
        "started_at": _stamp(one.started_at),
        "ended_at": _stamp(one.ended_at),
        "all_found": found.progress.resolved if found.progress else False,
        "total": sum(counts.values()),
        "counts": counts,
    }
    return data | {"languages": _languages(found), "by": _by(found)} if by else data


def _languages(found: _Found) -> list[dict[str, Any]]:
    """Tell machines how many it is for by language; of a few only that they are `under` so many."""
    known = readers(found.progress.counts if found.progress else ())
    return [
        {"language": code, "least": one.least, "exact": one.exact, "under": one.under or None}
        for code, one in sorted(known.items())
    ]


def _by(found: _Found) -> list[dict[str, Any]]:
    """Tell machines the counts by language ('' for chats, 'other' for those that are not told each), fate and reason."""
    each = by_language(found.progress.counts if found.progress else ())
    return [
        {"language": one.language, "fate": one.fate.value, "reason": one.reason, "count": one.count} for one in each
    ]


def _stamp(at: datetime | None) -> str | None:
    """Write a moment for machines, in UTC."""
    return None if at is None else at.isoformat(timespec="seconds")


def _line(found: _Found, zone: ZoneInfo) -> str:
    """Write where one stands in a line."""
    counts = {name: number for name, number in _counts(found).items() if number}
    told = ", ".join(f"{number} {name}" for name, number in counts.items()) or _wall(found.announcement.due_at, zone)
    return "  ".join(
        part
        for part in (f"{found.announcement.id:>5}", f"{found.announcement.state:<9}", _title(found.announcement), told)
        if part
    )


def _fate_lines(found: _Found) -> Iterator[str]:
    """Write the counts by language, fate and reason, a line each."""
    for one in by_language(found.progress.counts if found.progress else ()):
        reason = f" ({one.reason})" if one.reason else ""
        yield f"       {one.language or 'chats':<8} {one.count:>7} {one.fate}{reason}"
