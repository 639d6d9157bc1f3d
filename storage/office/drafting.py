"""Beginning an offering in the bot: a new draft, or a copy of what there is. Nobody sees it before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import func, select

from storage import changes
from storage.engine import Transaction
from storage.exchange import stored, vocabulary
from storage.exchange.comparing import Item, Plan, Stored
from storage.exchange.parsed import OfferingRow, SessionRow, TextKey
from storage.office import edits, scope, wordings
from storage.office.edit_places import ONLINE, fits
from storage.office.edit_sessions import YEARS, moment
from storage.office.edit_site import Site, new_id, nothing
from storage.office.editing import mark_of
from storage.records.catalogue import Childcare, Kind, Level, Registering, SessionStatus, StepFree
from storage.records.edits import LIMITS, WHERE, Beginning, Edited, Objection, Outcome, Unedited
from storage.records.intake import ASKED
from storage.tables import offerings, providers, quarters

WHOLE = frozenset({Kind.COURSE, Kind.PLACEMENT})
"""kinds that one usually takes part in from beginning to end"""
USUAL_AUDIENCE = "residents"
WEEK = timedelta(weeks=1)


async def begin(tx: Transaction, by: int | None, beginning: Beginning) -> Outcome:
    """Begin a draft; what was not said yet is noted as not known. NO_PROVIDER when it is not clear whose it is."""
    title = edits.clean(beginning.title, one_line=True)
    if not fits(title, LIMITS["title"]):
        return Unedited(Objection.TOO_LONG if title else Objection.NEEDED)
    provider = await provider_of(tx, by, beginning.provider_id)
    if provider is None:
        return Unedited(Objection.NO_PROVIDER)
    await changes.lock(tx, 0)
    before = await stored.read_one(tx, 0)
    if beginning.kind not in set(Kind) or not known(before, beginning):
        return Unedited(Objection.WRONG)
    quarter = beginning.quarter or await usual_quarter(tx, provider)
    row = new_row(beginning, provider, quarter)
    said = {"topics": beginning.topic, "languages": beginning.language, WHERE: beginning.quarter}
    names = () if ("quarter", quarter) in before.ids else (Item("quarter", quarter),)
    plan = replace(
        nothing(Site(before, tx.now, tx.zone)),
        names=names,
        new_offerings=(row,),
        texts={TextKey("offering", row.source_id, "title", "de"): title},
        drafts=frozenset({row.source_id}),
        unknown={row.source_id: frozenset(ASKED) - {name for name, value in said.items() if value}},
    )
    return await write(tx, before, plan)


def known(before: Stored, beginning: Beginning) -> bool:
    """Say whether topic, quarter and language of a wish are there."""
    topic = not beginning.topic or ("topic", beginning.topic) in before.ids
    quarter = not beginning.quarter or ("quarter", beginning.quarter) in before.ids
    return topic and quarter and (not beginning.language or beginning.language in vocabulary.LANGUAGES)


def new_row(beginning: Beginning, provider: str, quarter: str) -> OfferingRow:
    """Make the row of a draft, with what most offerings have."""
    kind = Kind(beginning.kind)
    return OfferingRow(
        source_id=new_id(),
        provider=provider,
        quarter=quarter,
        venue=None,
        kind=kind,
        level=Level.OPEN,
        plain_language=False,
        whole_course=kind in WHOLE,
        capacity=None,
        waiting_list=True,
        price_cents=None,
        registering=Registering.REQUIRED,
        age_min=None,
        age_max=None,
        women_only=False,
        childcare=Childcare.UNKNOWN,
        step_free=StepFree.UNKNOWN,
        hours=None,
        topics=(beginning.topic,) if beginning.topic else (),
        audiences=frozenset({USUAL_AUDIENCE}),
        languages=frozenset({beginning.language} if beginning.language else ()),
        interpretation=frozenset(),
    )


async def provider_of(tx: Transaction, by: int | None, provider_id: int | None) -> str | None:
    """Find the provider that somebody begins an offering for: the one they named, or the only one they have."""
    allowed = await scope.providers_of(tx, by)
    asked = select(providers.c.name).where(providers.c.tenant_id == tx.tenant_id).limit(2)
    if allowed is not None:
        asked = asked.where(providers.c.id.in_(allowed))
    if provider_id is not None:
        asked = asked.where(providers.c.id == provider_id)
    names = (await tx.connection.scalars(asked)).all()
    return names[0] if len(names) == 1 else None


async def usual_quarter(tx: Transaction, provider: str) -> str:
    """Find the quarter of most offerings of a provider, else the first there is: a draft has to lie somewhere."""
    most = (
        select(quarters.c.slug)
        .join(offerings, offerings.c.quarter_id == quarters.c.id)
        .join(providers, providers.c.id == offerings.c.provider_id)
        .where(providers.c.tenant_id == tx.tenant_id, providers.c.name == provider, quarters.c.slug != ONLINE)
        .group_by(quarters.c.slug)
        .order_by(func.count().desc(), quarters.c.slug)
    )
    any_one = select(quarters.c.slug).where(quarters.c.tenant_id == tx.tenant_id).order_by(quarters.c.id)
    found = await tx.connection.scalar(most.limit(1)) or await tx.connection.scalar(any_one.limit(1))
    return found or ONLINE


async def copy(tx: Transaction, by: int | None, offering_id: int, *, dates: bool) -> Outcome:
    """Begin a draft that says the same in all languages; with `dates` the same rhythm, behind the last one."""
    if not await scope.runs(tx, by, offering_id):
        return Unedited(Objection.GONE)
    await changes.lock(tx, offering_id)
    before = await stored.read_one(tx, offering_id)
    was = next(iter(before.offerings.values()))
    row = replace(was, source_id=new_id())
    texts = dict(copied_texts(before, was.source_id, row.source_id))
    old = {(one.field, one.language) for one in await wordings.read(tx, offering_id) if one.stale}
    german = {key: edits.source_of(before, replace(key, source_id=was.source_id)) for key in texts}
    plan = replace(
        nothing(Site(before, tx.now, tx.zone)),
        new_offerings=(row,),
        new_sessions=tuple(shifted(tx, before, row.source_id)) if dates else (),
        texts=texts,
        sources={
            key: "" if (key.field, key.language) in old else text
            for key, text in german.items()
            if key.language != "de"
        },
        drafts=frozenset({row.source_id}),
        unknown={row.source_id: unknown} if (unknown := before.unknown.get(was.source_id)) else {},
    )
    return await write(tx, before, plan)


def copied_texts(before: Stored, was: str, becomes: str) -> Iterator[tuple[TextKey, str]]:
    """List the texts of an offering as those of its copy."""
    for key, text in before.texts.items():
        if (key.subject, key.source_id) == ("offering", was):
            yield replace(key, source_id=becomes), text.text


def shifted(tx: Transaction, before: Stored, offering: str) -> Iterator[SessionRow]:
    """Move the dates on by whole weeks, so that they begin after now and after the last one; the wall time stays."""
    held = sorted(
        (row for row in before.sessions.values() if row.status is not SessionStatus.CANCELLED),
        key=lambda row: row.start,
    )
    if not held:
        return
    behind = max(tx.now, held[-1].start)
    by = ((behind - held[0].start) // WEEK + 1) * WEEK
    numbers = count(1)
    for row in held:
        start, end = (moved(at, by, tx) for at in (row.start, row.end))
        if start is not None and end is not None:
            again = replace(row, source_id=new_id(), offering=offering, number=next(numbers), start=start, end=end)
            yield replace(again, status=SessionStatus.SCHEDULED, link=None)


def moved(at: datetime, by: timedelta, tx: Transaction) -> datetime | None:
    """Tell the moment so much later on the wall; None when the clocks skip it."""
    wall = at.astimezone(tx.zone).replace(tzinfo=None)
    return moment(wall + by, tx.zone) if wall.year in YEARS else None


async def write(tx: Transaction, before: Stored, plan: Plan) -> Outcome:
    """Write a draft and tell what it is known by."""
    await changes.carry_out(tx, before, plan, edited=True)
    source_id = plan.new_offerings[0].source_id
    asked = select(offerings.c.id).where(offerings.c.tenant_id == tx.tenant_id, offerings.c.source_id == source_id)
    offering_id = int((await tx.connection.execute(asked)).scalar_one())
    return Edited(offering_id, mark_of(await stored.read_one(tx, offering_id)))
