"""Drafts of announcements: begin one, write it in languages, choose its audience, buttons, picture and time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage import audience as audiences
from storage import audit, authors
from storage.announcements import rows
from storage.announcements.rows import edit, take
from storage.engine import Transaction
from storage.inserts import DIALECTS
from storage.records.announcements import (
    BUTTONS,
    EDITABLE,
    STARTED,
    Media,
    Objection,
    Outcome,
    Ready,
    Refusal,
    State,
    Wording,
)
from storage.records.audiences import Audience, Facets
from storage.tables import announcement_texts, announcements, offering_topics, offerings, quarters, topics
from storage.tables.base import AnyRow

INTERESTED = "interested"
FIRST_BUTTONS = ("details", "register")
"""the buttons that one about an offering begins with"""
MEDIA_KINDS = ("photo", "document")


async def start(
    tx: Transaction, author_id: int | None, offering_id: int | None = None, follows: int | None = None
) -> Outcome:
    """Begin a draft: of an offering, with its topics and quarter chosen, or of nothing.

    One that `follows` another goes to those who tapped 'interested' on it. GONE when either is not there.
    """
    if not await rows.may_announce(tx, author_id):
        return Refusal(Objection.NOT_ALLOWED)
    offering = await find_offering(tx, offering_id)
    earlier = None if follows is None else await rows.find(tx, follows)
    if (offering_id is not None and offering is None) or (follows is not None and earlier is None):
        return Refusal(Objection.GONE)
    audience = await first_audience(tx, offering, follows)
    announcement_id = await insert_draft(tx, author_id, offering_id, follows, audience)
    await audit.record(tx, "start_announcement", "announcement", announcement_id, offering=offering_id)
    return Ready(announcement_id, State.DRAFT)


async def find_offering(tx: Transaction, offering_id: int | None) -> AnyRow | None:
    """Read the quarter and form of an offering that is live."""
    if offering_id is None:
        return None
    live = (offerings.c.tenant_id == tx.tenant_id, offerings.c.id == offering_id, offerings.c.live)
    asked = select(offerings.c.id, quarters.c.slug.label("quarter")).join_from(offerings, quarters)
    return (await tx.connection.execute(asked.where(*live))).one_or_none()


async def first_audience(tx: Transaction, offering: AnyRow | None, follows: int | None) -> Audience:
    """Choose whom a new draft is for."""
    if follows is not None:
        return Audience(tapped=(follows, INTERESTED))
    if offering is None:
        return Audience()
    slugs = select(topics.c.slug).join(offering_topics, offering_topics.c.topic_id == topics.c.id)
    about = slugs.where(offering_topics.c.offering_id == offering.id).order_by(offering_topics.c.position)
    found = tuple((await tx.connection.scalars(about)).all())
    return Audience(who=Facets(topics=found, quarters=(offering.quarter,)))


async def insert_draft(
    tx: Transaction, author_id: int | None, offering_id: int | None, follows: int | None, audience: Audience
) -> int:
    """Write the row of a new draft."""
    row = {
        "tenant_id": tx.tenant_id,
        "author_id": author_id,
        "offering_id": offering_id,
        "follows_id": follows,
        "state": State.DRAFT.value,
        "audience": audiences.dump(audience),
        "buttons": rows.dump(() if offering_id is None else FIRST_BUTTONS),
        "fallbacks": rows.dump(()),
        "revision": 1,
        "live_revision": 0,
        "resolved": False,
        "resolved_until": 0,
        "created_at": tx.now,
        "changed_at": tx.now,
    }
    made = await tx.connection.execute(insert(announcements).values(row).returning(announcements.c.id))
    return int(made.scalar_one())


async def write(
    tx: Transaction,
    announcement_id: int,
    language: str,
    title: str,
    text: str,
    origin: str = "written",
    *,
    by: int | None,
) -> Outcome:
    """Write title and text in a language; nothing at all takes the wording away.

    Once the announcement has started the wording waits for `correct`. TOO_LONG when it does not fit a message.
    """
    row = await take(tx, announcement_id, by, *EDITABLE, *STARTED)
    if isinstance(row, Refusal):
        return row
    wording = Wording(language, title.strip(), text.strip(), origin)
    if rows.too_long(wording, with_media=row.media_file_id is not None):
        return Refusal(Objection.TOO_LONG, (language,))
    started = row.state in STARTED
    await put_text(tx, announcement_id, wording, pending=started, by=by)
    if started:
        return await write_on(tx, row, by)
    return await edit(tx, row, "write_announcement")


async def write_on(tx: Transaction, row: AnyRow, by: int | None) -> Ready:
    """Note that texts wait to go out as a correction; one that was asked for before is taken back, for it is another now."""
    if row.correction_asked_at is not None:
        await authors.tell_answer(tx, row, by, agreed=False, correction=True)
    nothing_asked = {"correction_asked_at": None, "correction_by": None}
    return await rows.change(tx, row, "write_announcement", revision=row.revision + 1, **nothing_asked)


async def put_text(
    tx: Transaction, announcement_id: int, wording: Wording, *, pending: bool, by: int | None = None
) -> None:
    """Write a wording over the one that was there."""
    texts = announcement_texts
    if not pending and not (wording.title or wording.text):
        same = (texts.c.announcement_id == announcement_id, texts.c.language == wording.language)
        await tx.connection.execute(delete(texts).where(*same))
        return
    adding = DIALECTS[tx.is_postgres](texts).values(
        rows.values_of_text(announcement_id, wording, pending=pending, by=by)
    )
    new = {name: adding.excluded[name] for name in ("title", "text", "origin", "written_by")}
    key = ["announcement_id", "language", "pending"]
    await tx.connection.execute(adding.on_conflict_do_update(index_elements=key, set_=new))


async def accept_fallback(
    tx: Transaction, announcement_id: int, language: str, accepted: bool = True, *, by: int | None
) -> Outcome:
    """Let people of a language read it in another one, knowingly; or take that back."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    kept = {*rows.load(row.fallbacks)} - {language} | ({language} if accepted else set())
    return await edit(tx, row, "accept_fallback", fallbacks=rows.dump(sorted(kept)))


async def set_audience(tx: Transaction, announcement_id: int, audience: Audience, *, by: int | None) -> Outcome:
    """Choose whom it is for."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    return await edit(tx, row, "set_audience", audience=audiences.dump(audience))


async def set_buttons(tx: Transaction, announcement_id: int, buttons: tuple[str, ...], *, by: int | None) -> Outcome:
    """Choose its buttons; those that are about an offering need one, and what is no button is left out."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    possible = BUTTONS if row.offering_id is not None else (INTERESTED,)
    chosen = [button for button in possible if button in buttons]
    return await edit(tx, row, "set_buttons", buttons=rows.dump(chosen))


async def attach(tx: Transaction, announcement_id: int, offering_id: int | None, *, by: int | None) -> Outcome:
    """Let the buttons of one that began from nothing lead to an offering (None: to none any more); its text stays its own.

    NOT_ALLOWED for one that says an offering's facts, CHANGED when the offering has ended meanwhile.
    """
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    if row.offering_id is not None and not row.own_text:
        return Refusal(Objection.NOT_ALLOWED)
    if offering_id is not None and await find_offering(tx, offering_id) is None:
        return Refusal(Objection.CHANGED)
    wanted = (
        {*rows.load(row.buttons)} & {INTERESTED} if offering_id is None else {*rows.load(row.buttons), *FIRST_BUTTONS}
    )
    values = {"offering_id": offering_id, "own_text": offering_id is not None}
    return await edit(tx, row, "attach_offering", buttons=rows.dump(filter(wanted.__contains__, BUTTONS)), **values)


async def set_media(tx: Transaction, announcement_id: int, media: Media | None, *, by: int | None) -> Outcome:
    """Add a photo or document, or take it away. TOO_LONG, with the languages, when the texts do not fit below it."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    if media is None:
        return await edit(tx, row, "set_media", media_kind=None, media_file_id=None, media_name=None)
    if media.kind not in MEDIA_KINDS:
        return Refusal(Objection.GONE)
    found = await rows.wordings(tx, announcement_id, pending=True)
    if long := tuple(one.language for one in found if rows.too_long(one, with_media=True)):
        return Refusal(Objection.TOO_LONG, long)
    return await edit(tx, row, "set_media", media_kind=media.kind, media_file_id=media.file_id, media_name=media.name)


async def set_time(
    tx: Transaction, announcement_id: int, due_at: datetime | None, latest_at: datetime | None = None, *, by: int | None
) -> Outcome:
    """Choose when it goes out (None: at once) and until when (None: for two days).

    PAST when that moment is over, TOO_LATE when nothing could go out between the two, or what it is about has begun.
    """
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return row
    if due_at is not None and due_at < tx.now:
        return Refusal(Objection.PAST)
    last = await rows.last_start(tx, row.offering_id)
    ends = [moment for moment in (latest_at, last) if moment is not None]
    if ends and min(ends) <= (due_at or tx.now):
        return Refusal(Objection.TOO_LATE)
    return await edit(tx, row, "set_time", due_at=due_at, latest_at=latest_at)


async def discard(tx: Transaction, announcement_id: int, *, by: int | None) -> bool:
    """Throw away one that has not started; False when it has, is gone, or this person may not."""
    row = await take(tx, announcement_id, by, *EDITABLE)
    if isinstance(row, Refusal):
        return False
    await tx.connection.execute(delete(announcements).where(announcements.c.id == announcement_id))
    await audit.record(tx, "discard_announcement", "announcement", announcement_id)
    return True
