"""Takes an announcement from a file into the database: finds what it names, and writes it as an office would at the desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, select

from storage import announcements as stored
from storage import audience as audiences
from storage.announcements.submitting import missing_languages
from storage.engine import Transaction
from storage.exchange.wordings import Flaw, WordingsError
from storage.exchange.wordings_toml import ABOUT_OFFERINGS, AnnouncementFile, NamedAudience, NamedFacets
from storage.records.announcements import Announcement, Objection, Outcome, Ready, Refusal, State
from storage.records.audiences import Audience, Facets, Headcount
from storage.tables import announcements, group_chats, offerings, quarters, topics

OBJECTIONS = {
    Objection.GONE: ("offering", "this offering has ended, or there is none; nothing can be announced about it"),
    Objection.PAST: ("at", "this time is over; leave it out to send at once"),
    Objection.TOO_LATE: (
        "at",
        "it would come too late: look at latest, and at when the offering's last session starts",
    ),
    Objection.NOBODY: ("audience", "nobody would get it; make it wider"),
    Objection.NO_TEXT: ("texts", "there is no text"),
    Objection.TOO_LONG: ("texts", "longer than a message may be"),
}
"""which key of the file an objection concerns, and what to do about it"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: the announcement, whom it reaches, the languages without a text, and what stands against it."""

    announcement: Announcement
    headcount: Headcount
    missing: tuple[str, ...]
    """most people first"""
    flaws: tuple[Flaw, ...] = ()

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.announcement.state


async def take_in(tx: Transaction, file: AnnouncementFile) -> Taken:
    """Write an announcement and send it off: it runs, waits for its time, or for a second person to agree.

    Where it names what is not there, WordingsError says so. What else stands against sending it is in `flaws`. In both
    cases the caller takes the transaction back.
    """
    draft = await _write(tx, file)
    headcount = await audiences.headcount(tx, draft.audience)
    missing = tuple(missing_languages(headcount, draft.wordings, ()))
    try:
        _done(file, await stored.submit(tx, draft.id, draft.revision, by=None), headcount)
    except WordingsError as error:
        return Taken(draft, headcount, missing, error.flaws)
    return Taken(await _read(tx, draft.id), headcount, missing)


async def offering_names(tx: Transaction, ids: Collection[int]) -> dict[int, str]:
    """Find by which ids of the catalogue's files offerings are known."""
    if not ids:
        return {}
    asked = select(offerings.c.id, offerings.c.source_id).where(offerings.c.id.in_(sorted(ids)))
    return {int(row_id): str(name) for row_id, name in await tx.connection.execute(asked)}


async def _write(tx: Transaction, file: AnnouncementFile) -> Announcement:
    """Write the draft."""
    offering_id, audience = await _found(tx, file)
    draft = _done(file, await stored.start(tx, None, offering_id if file.facts else None)).announcement_id
    if offering_id is not None and not file.facts:
        _done(file, await stored.attach(tx, draft, offering_id, by=None))
    for one in file.wordings:
        _done(file, await stored.write(tx, draft, one.language, one.title, one.text, "imported", by=None))
    for language in file.fallbacks:
        _done(file, await stored.accept_fallback(tx, draft, language, by=None))
    if audience is not None:
        _done(file, await stored.set_audience(tx, draft, audience, by=None))
    if file.buttons is not None:
        _done(file, await stored.set_buttons(tx, draft, file.buttons, by=None))
    if file.due_at is not None or file.latest_at is not None:
        _done(file, await stored.set_time(tx, draft, file.due_at, file.latest_at, by=None))
    return await _read(tx, draft)


async def _read(tx: Transaction, announcement_id: int) -> Announcement:
    """Read it as it is now."""
    found = await stored.read(tx, ("de",), announcement_id)
    if found is None:
        message = f"announcement {announcement_id} is gone from its own transaction"
        raise LookupError(message)
    return found


def _done(file: AnnouncementFile, outcome: Outcome, headcount: Headcount | None = None) -> Ready:
    """Go on, or say by the key of the file what stands against it."""
    match outcome:
        case Ready():
            return outcome
        case Refusal(Objection.LANGUAGES_MISSING, languages):
            raise WordingsError(*_without_text(file, languages, headcount or Headcount()))
        case Refusal(reason, languages):
            key, remedy = OBJECTIONS.get(reason, ("", f"refused ({reason.value})"))
            where = [f"{key}.{language}" for language in languages] or [key]
            raise WordingsError(*(Flaw(file.name, one, remedy) for one in where))


def _without_text(file: AnnouncementFile, languages: Sequence[str], headcount: Headcount) -> list[Flaw]:
    """Name the languages without a text, with how many people that concerns."""
    people = {count.language: count.total for count in headcount.languages}
    return [
        Flaw(
            file.name,
            f"texts.{language}",
            f"missing, and {people.get(language, 0)} of the audience read it; write it, or name it in fallbacks",
        )
        for language in languages
    ]


async def _found(tx: Transaction, file: AnnouncementFile) -> tuple[int | None, Audience | None]:
    """Find the rows that a file names; WordingsError holds every name there is no row for."""
    named = [facets for part in (file.audience,) if part for facets in (part.who, part.without)]
    wanted = {name for facets in named for field in ABOUT_OFFERINGS for name in getattr(facets, field)}
    ids = await _ids(tx, offerings, offerings.c.source_id, wanted | ({file.offering} if file.offering else set()))
    flaws = [*_unknown(file, "offering", [file.offering] if file.offering else [], ids, "offering of the catalogue")]
    if file.audience is not None:
        flaws += await _audience_flaws(tx, file, file.audience, ids)
    if flaws:
        raise WordingsError(*flaws)
    offering_id = ids[file.offering] if file.offering else None
    return offering_id, None if file.audience is None else _audience(file.audience, ids)


async def _ids(tx: Transaction, table: Table, column: Column[str], names: Collection[str]) -> dict[str, int]:
    """Find rows by their names."""
    if not names:
        return {}
    asked = select(column, table.c.id).where(table.c.tenant_id == tx.tenant_id, column.in_(sorted(names)))
    return {name: int(row_id) for name, row_id in await tx.connection.execute(asked)}


async def _audience_flaws(
    tx: Transaction, file: AnnouncementFile, audience: NamedAudience, ids: Mapping[str, int]
) -> list[Flaw]:
    """List what an audience names and there is not."""
    flaws: list[Flaw] = []
    for path, facets in (("audience", audience.who), ("audience.without", audience.without)):
        known_topics = await _ids(tx, topics, topics.c.slug, facets.topics)
        known_quarters = await _ids(tx, quarters, quarters.c.slug, facets.quarters)
        flaws += _unknown(file, f"{path}.topics", facets.topics, known_topics, "topic")
        flaws += _unknown(file, f"{path}.quarters", facets.quarters, known_quarters, "quarter")
        for field in ABOUT_OFFERINGS:
            flaws += _unknown(file, f"{path}.{field}", getattr(facets, field), ids, "offering of the catalogue")
    flaws += await _unknown_numbers(tx, file, "audience.chats", group_chats, audience.chats, "chat of the bot")
    earlier = audience.tapped[:1] if audience.tapped else ()
    return flaws + await _unknown_numbers(
        tx, file, "audience.tapped.announcement", announcements, earlier, "announcement"
    )


def _unknown(file: AnnouncementFile, key: str, names: Sequence[str], known: Collection[str], what: str) -> list[Flaw]:
    """Name what there is no row for."""
    return [Flaw(file.name, key, f"there is no such {what}", name) for name in names if name not in known]


async def _unknown_numbers(
    tx: Transaction, file: AnnouncementFile, key: str, table: Table, numbers: Sequence[int], what: str
) -> list[Flaw]:
    """Name the numbers there is no row for."""
    if not numbers:
        return []
    asked = select(table.c.id).where(table.c.tenant_id == tx.tenant_id, table.c.id.in_(numbers))
    known = {str(number) for number in (await tx.connection.scalars(asked)).all()}
    return _unknown(file, key, [str(number) for number in numbers], known, what)


def _audience(named: NamedAudience, ids: Mapping[str, int]) -> Audience:
    """Make the audience of what was found."""
    return Audience(
        who=_facets(named.who, ids),
        without=_facets(named.without, ids),
        chats=named.chats,
        tapped=named.tapped,
        everyone=named.everyone,
    )


def _facets(named: NamedFacets, ids: Mapping[str, int]) -> Facets:
    """Make facets of what was found."""
    return Facets(
        topics=named.topics,
        quarters=named.quarters,
        languages=named.languages,
        audiences=named.audiences,
        registered=tuple(ids[name] for name in named.registered),
        waiting=tuple(ids[name] for name in named.waiting),
        attended=tuple(ids[name] for name in named.attended),
        interested=tuple(ids[name] for name in named.interested),
    )
