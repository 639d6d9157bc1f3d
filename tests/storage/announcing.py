"""Small helpers for the tests of announcements: people who agreed to news, staff, and announcements that run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select

from storage import announcements, audience, ledger, news
from storage.engine import Transaction
from storage.ledger import Recipient, Settled
from storage.records.announcements import Ready, Refusal, State
from storage.records.audiences import CHAT_READERS, Audience
from storage.records.deliveries import Fate
from storage.tables import deliveries, grants
from tests.storage.builders import add_person

WORKER = "worker"
LEASE_S = 60.0


async def add_subscriber(tx: Transaction, language: str = "de", **choices: Any) -> int:  # noqa: ANN401 - what `set_news` takes
    """Make somebody who agreed to news."""
    person = await add_person(tx, language)
    await news.set_news(tx, person.id, agreed=True, **choices)
    return person.id


async def add_staff(tx: Transaction, role: str = "staff", language: str = "de") -> int:
    """Make somebody with a role."""
    person = await add_person(tx, language)
    await add_role(tx, person.id, role)
    return person.id


async def add_role(tx: Transaction, participant_id: int, role: str) -> None:
    """Give somebody a role."""
    row = {"tenant_id": tx.tenant_id, "participant_id": participant_id, "role": role, "granted_at": tx.now}
    await tx.connection.execute(insert(grants).values(row))


async def draft(
    tx: Transaction,
    chosen: Audience | None = None,
    *,
    by: int | None = None,
    offering_id: int | None = None,
    languages: Sequence[str] = ("de",),
) -> int:
    """Write a draft with texts and an audience."""
    made = await announcements.start(tx, by, offering_id)
    assert isinstance(made, Ready)
    for language in languages:
        await announcements.write(tx, made.announcement_id, language, f"Title {language}", f"Text {language}", by=by)
    await announcements.set_audience(tx, made.announcement_id, chosen or Audience(), by=by)
    return made.announcement_id


async def revision(tx: Transaction, announcement_id: int) -> int:
    """Tell an announcement's revision."""
    found = await announcements.read(tx, ("de",), announcement_id)
    assert found is not None
    return found.revision


async def state(tx: Transaction, announcement_id: int) -> State:
    """Tell where an announcement stands."""
    found = await announcements.read(tx, ("de",), announcement_id)
    assert found is not None
    return found.state


async def submit(tx: Transaction, announcement_id: int, by: int | None = None) -> Ready | Refusal:
    """Send what is on the screen."""
    return await announcements.submit(tx, announcement_id, await revision(tx, announcement_id), by=by)


async def run(tx: Transaction, chosen: Audience | None = None, **options: Any) -> int:  # noqa: ANN401 - what `draft` takes
    """Start an announcement and find all its recipients; languages without a text fall back."""
    announcement_id = await draft(tx, chosen, **options)
    for language in ("en", "ar", "tr"):
        await announcements.accept_fallback(tx, announcement_id, language, by=None)
    alone = replace(tx, rules=replace(tx.rules, approval_above=CHAT_READERS * 9))
    done = await submit(alone, announcement_id)
    assert isinstance(done, Ready), done
    assert State.RUNNING is done.state
    await resolve(tx, announcement_id)
    return announcement_id


async def resolve(tx: Transaction, announcement_id: int, limit: int = 2000) -> int:
    """Find all recipients; tells in how many pages."""
    pages = 1
    while not await audience.resolve_page(tx, announcement_id, limit):
        pages += 1
    return pages


async def claim(tx: Transaction, announcement_id: int, limit: int = 100) -> list[Recipient]:
    """Claim recipients."""
    return await ledger.claim(tx, announcement_id, WORKER, limit, LEASE_S)


async def begin(tx: Transaction, announcement_id: int, limit: int = 100) -> list[int]:
    """Claim recipients and begin to send to them; tells the rows in the order in which the recipients were found."""
    ids = [one.id for one in await claim(tx, announcement_id, limit)]
    return sorted(await ledger.start(tx, ids, WORKER, LEASE_S))


async def deliver(tx: Transaction, announcement_id: int, limit: int = 100) -> list[int]:
    """Send to recipients, who all get it; tells the ids of the rows."""
    ids = await begin(tx, announcement_id, limit)
    await ledger.settle(tx, [Settled(row_id, Fate.SENT, message_id=1000 + row_id) for row_id in ids])
    return ids


async def fates(tx: Transaction, announcement_id: int) -> dict[int | None, str]:
    """Tell the status of the rows by participant."""
    asked = select(deliveries.c.participant_id, deliveries.c.status).where(
        deliveries.c.announcement_id == announcement_id
    )
    return {row.participant_id: row.status for row in await tx.connection.execute(asked)}


async def chosen_people(tx: Transaction, audience_: Audience) -> set[int | None]:
    """Find whom an audience chooses, as a run does."""
    return {*await fates(tx, await run(tx, audience_))}


async def counts(tx: Transaction, announcement_id: int) -> dict[Fate, int]:
    """Count recipients by fate."""
    progress = await ledger.progress(tx, announcement_id)
    assert progress is not None
    return {fate: progress.count(fate) for fate in Fate if progress.count(fate)}
