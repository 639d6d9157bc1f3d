"""What goes out: only to who runs the offering, looked at when asked for and again when made, and made beside the loop."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot import export_parcels
from bot.exporting import NothingToExportError, statistics
from bot.perform import perform, rows_of
from bot.perform_exports import EXPORT, FIGURES, REMOVAL
from conversations.export_effects import SendExport, SendFigures, TakeBack
from storage import outbox, rosters
from storage.dispatch import Due
from storage.engine import SYSTEM, Database, Transaction
from storage.outbox import Lane, NewRow
from storage.records.figures import Months
from storage.sample.trial import open_trial
from storage.tables import audit, grants, providers
from storage.tables import outbox as outgoing
from tests.bot.conftest import NOW
from tests.storage.announcing import add_role, add_staff
from tests.storage.builders import add, add_offering, add_person, register
from tests.storage.office.test_door import coordinator
from tests.town import sqlite_url


async def kinds(tx: Transaction, participant_id: int, effect: Any) -> list[str]:  # noqa: ANN401 - a send
    """List what rows a send becomes."""
    return [row.kind for row in await rows_of(tx, participant_id, effect, "key")]


async def test_who_runs_an_offering_gets_its_list(tx: Transaction) -> None:
    offering = await add_offering(tx)
    kim = await add_staff(tx, "coordinator")

    assert [EXPORT] == await kinds(tx, kim, SendExport(offering, "registrations", "xlsx"))
    assert [FIGURES] == await kinds(tx, kim, SendFigures("2026-01", "2026-12", 0, "pdf"))


@pytest.mark.parametrize("role", [None, "staff"])
async def test_nobody_else_gets_anything(tx: Transaction, role: str | None) -> None:
    offering, somebody = await add_offering(tx), await add_person(tx)
    if role:
        await add_role(tx, somebody.id, role)

    assert [] == await kinds(tx, somebody.id, SendExport(offering, "registrations", "xlsx"))
    assert [] == await kinds(tx, somebody.id, SendFigures("2026-01", "2026-12", 0, "pdf"))


async def test_a_coordinator_gets_nothing_of_another_provider(tx: Transaction) -> None:
    offering = await add_offering(tx)
    kim = await coordinator(tx, await add(tx, providers, name="Low-Tec"))

    assert [] == await kinds(tx, kim.id, SendExport(offering, "registrations", "xlsx"))


@pytest.mark.parametrize(("kind", "form"), [("registrations", "exe"), ("audit", "json"), ("poster", "csv")])
async def test_what_there_is_not_is_not_sent(tx: Transaction, kind: str, form: str) -> None:
    offering, kim = await add_offering(tx), await add_staff(tx, "coordinator")

    assert [] == await kinds(tx, kim, SendExport(offering, kind, form))


async def test_ones_own_draft_has_lists_but_no_poster(tx: Transaction) -> None:
    draft, kim = await add_offering(tx, live=False, draft=True), await add_staff(tx, "coordinator")

    assert [EXPORT] == await kinds(tx, kim, SendExport(draft, "registrations", "xlsx"))
    assert [] == await kinds(tx, kim, SendExport(draft, "poster", "pdf", "de"))


async def test_a_poster_is_not_made_of_what_became_a_draft_meanwhile(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        draft, kim = await add_offering(tx, live=False, draft=True), await add_staff(tx, "coordinator")
        (row_id,) = await outbox.add(tx, [NewRow(kim, EXPORT, {}, "poster", NOW, Lane.REPLY)])
    args = {"export": "poster", "form": "pdf", "languages": "de", "offering_id": draft}
    finished = await export_parcels.made(
        database, lambda: NOW, Due(row_id, EXPORT, kim, "1", args, Lane.REPLY, False, 0), "b"
    )

    assert "" == finished.kind


async def sent(tx: Transaction, participant_id: int, kind: str = EXPORT, ago: timedelta = timedelta(hours=1)) -> int:
    """Make a row of something that was sent; tells its id."""
    (row_id,) = await outbox.add(
        tx, [NewRow(participant_id, kind, {}, f"sent:{kind}:{participant_id}", tx.now, Lane.REPLY)]
    )
    done = update(outgoing).where(outgoing.c.id == row_id)
    await tx.connection.execute(done.values(status="sent", message_id=77, ended_at=tx.now - ago))
    return row_id


async def removals(tx: Transaction) -> list[tuple[int, str]]:
    """List what is to be deleted from whose chat."""
    asked = select(outgoing.c.participant_id, outgoing.c.args).where(outgoing.c.kind == REMOVAL)
    return [(row.participant_id, row.args) for row in await tx.connection.execute(asked)]


async def test_a_file_is_taken_back_from_ones_own_chat_once(tx: Transaction) -> None:
    kim = await add_staff(tx, "coordinator")
    row_id = await sent(tx, kim)

    assert [True, True] == [await perform(tx, kim, TakeBack(row_id)) for _again in range(2)]
    assert [(kim, '{"message_id":77}')] == await removals(tx)


async def test_nobody_takes_back_what_is_not_theirs_no_export_or_too_old(tx: Transaction) -> None:
    kim, other = await add_staff(tx, "coordinator"), await add_staff(tx, "coordinator")
    theirs, letter = await sent(tx, other), await sent(tx, kim, "my_data")
    old = await sent(tx, kim, ago=timedelta(hours=47))

    assert [False] * 3 == [await perform(tx, kim, TakeBack(row_id)) for row_id in (theirs, letter, old)]
    assert [] == await removals(tx)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield opened
    await opened.close()


async def made(database: Database, participant_id: int, effect: SendExport | SendFigures) -> Due:
    """Make what was asked for."""
    async with database.transaction(NOW, SYSTEM) as tx:
        (row,) = await rows_of(tx, participant_id, effect, "key")
    due = Due(1, row.kind, participant_id, "1001", dict(row.args), Lane.REPLY, silent=False, attempts=1)
    return await export_parcels.made(database, lambda: NOW, due, "aachen_bot")


async def exported(database: Database) -> list[tuple[int | None, str]]:
    """Read who exported what."""
    async with database.reading(NOW, SYSTEM) as tx:
        asked = select(audit.c.actor_id, audit.c.detail).where(audit.c.action == "export").order_by(audit.c.id)
        return [(row.actor_id, str(json.loads(row.detail)["kind"])) for row in await tx.connection.execute(asked)]


async def test_everything_there_is_can_be_made_and_is_noted(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        kim = await add_staff(tx, "coordinator", "ar")
        number = await rosters.find(tx, "DC-01") or 0
        await register(tx, await add_person(tx), number, name="محمد")
    wanted: list[tuple[SendExport | SendFigures, bytes]] = [
        (SendExport(number, "registrations", "csv"), b"\xef\xbb\xbfCode;"),
        (SendExport(number, "attendance", "pdf"), b"%PDF"),
        (SendExport(number, "poster", "png", "de,ar,el"), b"\x89PNG"),
        (SendExport(number, "calendar", "ics"), b"BEGIN:VCALENDAR"),
        (SendFigures("2026-01", "2026-12", 0, "xlsx"), b"PK"),
        (SendFigures("2026-01", "2026-12", 0, "pdf"), b"%PDF"),
        (SendFigures("2026-01", "2026-12", 0, "registrations"), b"\x89PNG"),
    ]
    for effect, begin in wanted:
        assert (await made(database, kim, effect)).args["made"].startswith(begin)

    noted = [(kim, kind) for kind in ("registrations", "attendance", "poster", "calendar", *["statistics"] * 3)]
    assert noted == await exported(database)


async def test_a_role_taken_back_meanwhile_ends_it(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        kim = await add_staff(tx, "coordinator")
        number = await rosters.find(tx, "DC-01") or 0
        (row,) = await rows_of(tx, kim, SendExport(number, "calendar", "ics"), "key")
        await tx.connection.execute(delete(grants).where(grants.c.participant_id == kim))
    due = Due(1, row.kind, kim, "1001", dict(row.args), Lane.REPLY, silent=False, attempts=1)

    assert ("", []) == (
        (await export_parcels.made(database, lambda: NOW, due, "aachen_bot")).kind,
        await exported(database),
    )


async def test_an_empty_list_is_told_as_a_notice_and_not_noted(database: Database) -> None:
    async with database.transaction(NOW, SYSTEM) as tx:
        kim = await add_staff(tx, "coordinator")
        number = await rosters.find(tx, "DC-01") or 0

    done = await made(database, kim, SendExport(number, "registrations", "xlsx"))
    assert ("export_failed", "nothing", []) == (done.kind, done.args["reason"], await exported(database))


async def test_figures_of_an_unknown_provider_name_those_there_are(database: Database) -> None:
    async with database.reading(datetime(2026, 12, 1, tzinfo=UTC), SYSTEM) as tx:
        with pytest.raises(NothingToExportError, match=r"one of: .*Digital"):
            await statistics(Months("2026-01", "2026-12"), "Nobody", "de", "json")(tx)
