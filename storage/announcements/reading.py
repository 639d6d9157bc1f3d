"""How announcements read: to staff with everything, to recipients in the best language there is, in lists and in letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from locales.text import Content
from storage import audience as audiences
from storage import ledger, letters, texts
from storage.announcements import correcting, rows
from storage.engine import Transaction
from storage.records.announcements import STARTED, Announced, Announcement, AnnouncementLine, Media, State, Wording
from storage.tables import announcements
from storage.tables.base import AnyRow

PAGE_SIZE = 4
TITLES = ("title", "short_title")


async def read(
    tx: Transaction, languages: Sequence[str], announcement_id: int, participant_id: int | None = None
) -> Announcement | None:
    """Read one as staff see it, the wordings as they would be sent or corrected now; None when it is gone."""
    row = await rows.find(tx, announcement_id)
    if row is None:
        return None
    found = await rows.wordings(tx, announcement_id, pending=True)
    return Announcement(
        id=row.id,
        state=State(row.state),
        offering_id=row.offering_id,
        offering_title=await offering_title(tx, languages, row),
        wordings=found,
        fallbacks=rows.load(row.fallbacks),
        audience=audiences.parse(row.audience),
        buttons=rows.load(row.buttons),
        media=media_of(row),
        revision=row.revision,
        mine=row.author_id is not None and row.author_id == participant_id,
        approved=row.approved_at is not None,
        due_at=row.due_at,
        latest_at=await rows.latest(tx, row),
        started_at=row.started_at,
        ended_at=row.ended_at,
        follows=row.follows_id,
        correction_waits=row.correction_asked_at is not None,
        correction_mine=await correcting.is_own(tx, row, participant_id),
        own_text=row.own_text,
    )


def media_of(row: AnyRow) -> Media | None:
    """Make the record of a picture or document."""
    return Media(row.media_kind, row.media_file_id, row.media_name or "") if row.media_file_id else None


async def offering_title(tx: Transaction, languages: Sequence[str], row: AnyRow) -> Content | None:
    """Read the title of the offering it is about."""
    if row.offering_id is None:
        return None
    found = await texts.read(tx, languages, {"offering": [row.offering_id]}, ["title"])
    return found.name("offering", row.offering_id, "title", str(row.offering_id))


def short_name(found: texts.Texts, offering_id: int) -> Content:
    """Name an offering as short as a list needs it."""
    return found.short_title(offering_id) or found.name("offering", offering_id, "title", str(offering_id))


async def list_page(
    tx: Transaction, languages: Sequence[str], page: int, page_size: int = PAGE_SIZE
) -> tuple[tuple[AnnouncementLine, ...], int]:
    """Read a page of them, the newest first, and tell how many pages there are."""
    mine = announcements.c.tenant_id == tx.tenant_id
    number = await tx.connection.scalar(select(func.count()).select_from(announcements).where(mine)) or 0
    asked = select(announcements).where(mine).order_by(announcements.c.id.desc())
    found = (await tx.connection.execute(asked.limit(page_size).offset(page * page_size))).all()
    lines = tuple([await line(tx, languages, row) for row in found])
    return lines, max(1, -(-number // page_size))


async def line(tx: Transaction, languages: Sequence[str], row: AnyRow) -> AnnouncementLine:
    """Make the line of a list."""
    sent, total = await ledger.sums(tx, row.id) if row.state in STARTED else (0, 0)
    title = await title_of(tx, languages, row)
    return AnnouncementLine(row.id, State(row.state), title or Content("", languages[0]), row.due_at, sent, total)


async def title_of(tx: Transaction, languages: Sequence[str], row: AnyRow) -> Content | None:
    """Tell by what an announcement is known: its own title, else the offering's, else how its text begins."""
    wording = best(await rows.wordings(tx, row.id, pending=True), languages)
    if wording is not None and wording.title:
        return Content(wording.title, wording.language)
    if row.offering_id is not None and not row.own_text:
        return short_name(await texts.read(tx, languages, {"offering": [row.offering_id]}, TITLES), row.offering_id)
    return None if wording is None else Content(wording.text.split("\n", 1)[0][:60], wording.language)


def best(found: Iterable[Wording], languages: Sequence[str]) -> Wording | None:
    """Choose the wording somebody understands best: in one of their languages, else German, else whichever there is."""
    written = {wording.language: wording for wording in found}
    wanted = (*languages, texts.SOURCE_LANGUAGE, *sorted(written))
    return next((written[language] for language in wanted if language in written), None)


async def announced(
    tx: Transaction, languages: Sequence[str], announcement_id: int, anyone: bool = False
) -> Announced | None:
    """Read what a recipient is shown, in the best of these languages.

    None unless it has started and was not deleted. With `anyone`, which is for staff, it reads at any time, and with the
    wordings that still wait to be sent as a correction.
    """
    row = await rows.find(tx, announcement_id)
    if row is None or not (anyone or (row.state in STARTED and row.deleting_since is None)):
        return None
    return await shown(tx, languages, row, pending=anyone)


async def shown(tx: Transaction, languages: Sequence[str], row: AnyRow, *, pending: bool) -> Announced:
    """Make what is shown of an announcement's row."""
    wording = best(await rows.wordings(tx, row.id, pending=pending), languages)
    return Announced(
        announcement_id=row.id,
        offering_id=row.offering_id,
        title=Content(wording.title, wording.language) if wording and wording.title else None,
        text=Content(wording.text, wording.language) if wording and wording.text else None,
        buttons=rows.load(row.buttons),
        media=media_of(row),
        revision=row.revision if pending else row.live_revision,
        own_text=row.own_text,
    )


async def digest(tx: Transaction, languages: Sequence[str], participant_id: int, week: str) -> tuple[Announced, ...]:
    """Read what gathered for somebody's weekly letter and still holds, in the order in which it was announced."""
    ids = await letters.contents(tx, participant_id, week, brought=True)
    asked = select(announcements).where(announcements.c.id.in_(ids))
    found = (await tx.connection.execute(asked.order_by(announcements.c.id))).all()
    return tuple([await shown(tx, languages, row, pending=False) for row in found])
