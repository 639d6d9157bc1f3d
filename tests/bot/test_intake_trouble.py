"""Long work on files when something comes between: a role taken back, a newer file, a failure, the end of the process."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.fetching import Fetched
from bot.perform_intake import perform_intake
from bot.source_work import SourceWork
from conversations.intake_effects import ApplyImport, LookAtUndo, UndoImport
from storage import intake
from storage.engine import SYSTEM
from storage.exchange.pages import Spool
from storage.office import imports, sources
from storage.records.intake import ImportState, SourceOutcome, UndoRefusal
from storage.records.reasons import Why
from storage.sample.trial import open_trial
from storage.tables import grants
from tests.bot.filing import NOW, Desk, Web, outcome, rows, source
from tests.town import sqlite_url


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield Desk(opened)
    await opened.close()


async def test_who_loses_the_role_while_a_file_is_applied_applies_nothing_and_somebody_else_may(desk: Desk) -> None:
    kim, other = await desk.coordinator(), await desk.coordinator()
    preview = await desk.sends(kim, rows("A1"))
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        assert await perform_intake(tx, kim, ApplyImport(preview.id, 1)) is True
        await tx.connection.execute(delete(grants).where(grants.c.participant_id == kim))

    await desk.asks(kim, ApplyImport(preview.id, 1))

    assert (ImportState.WAITING, set()) == ((await desk.look(other, preview.id)).state, await desk.live("A1"))
    desk.at += timedelta(minutes=1)
    assert await desk.asks(other, ApplyImport(preview.id, 1)) is True
    assert (ImportState.APPLIED, {"A1"}) == ((await desk.look(other, preview.id)).state, await desk.live("A1"))


async def test_who_coordinates_one_provider_by_now_takes_back_nothing_of_others(desk: Desk) -> None:
    kim, other = await desk.coordinator(), await desk.coordinator("Haus")
    preview = await desk.sends(kim, rows("A1", provider="Werkstatt"))
    await desk.asks(kim, ApplyImport(preview.id, 1))
    await desk.asks(kim, LookAtUndo(preview.id))
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        one = select(grants.c.provider_id).where(grants.c.participant_id == other).scalar_subquery()
        await tx.connection.execute(grants.update().where(grants.c.participant_id == kim).values(provider_id=one))

    await desk.asks(kim, UndoImport(preview.id, 1))
    assert UndoRefusal.GONE == (await desk.look(kim, preview.id)).report.refusal
    desk.at += timedelta(minutes=1)
    await desk.asks(kim, LookAtUndo(preview.id))

    assert (await desk.look(kim, preview.id)).report.undo is None
    assert (ImportState.APPLIED, {"A1"}) == ((await desk.look(kim, preview.id)).state, await desk.live("A1"))


async def test_a_failure_nobody_thought_of_is_told_and_leaves_nothing_in_the_middle(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise NotImplementedError

    kim = await desk.coordinator()
    monkeypatch.setattr(intake, "prepare", fail)

    assert ImportState.REFUSED is (await desk.sends(kim, rows("A1"))).state


async def test_where_no_temporary_file_can_be_written_nobody_is_told_to_export_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    kim = await desk.coordinator()
    monkeypatch.setattr(Spool, "append", refuse)

    refused = await desk.sends(kim, rows("A1"))

    assert (ImportState.REFUSED, [Why.NO_ROOM()]) == (refused.state, [flaw.reason for flaw in refused.report.flaws])


async def test_a_newer_file_leaves_alone_the_one_that_is_applied_just_now(desk: Desk) -> None:
    kim = await desk.coordinator()
    await source(desk)
    work_on = SourceWork(desk.bench, Web([Fetched("kurse.csv", rows("A1"), "", "")]))
    await work_on.look()
    async with desk.database.reading(desk.at, SYSTEM) as tx:
        number = (await sources.listed(tx))[0].waiting_import or 0
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        await perform_intake(tx, kim, ApplyImport(number, 1))
        await imports.supersede(tx, number)

    assert ImportState.APPLYING is (await desk.look(kim, number)).state


async def test_an_address_that_brings_what_nobody_thought_of_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise NotImplementedError

    await source(desk)
    monkeypatch.setattr(intake, "prepare", fail)

    looked = await SourceWork(desk.bench, Web([Fetched("kurse.csv", rows("A1"), "", "")])).look()

    assert (1, SourceOutcome.NO_FILE) == (looked, await outcome(desk))


async def test_what_was_left_unread_when_the_process_died_goes_with_the_next_visit(desk: Desk) -> None:
    kim, address = await desk.coordinator(), await source(desk)
    async with desk.database.transaction(desk.at, SYSTEM) as tx:
        await imports.begin(tx, None, "kurse.csv", address)

    await SourceWork(desk.bench, Web([Fetched("kurse.csv", rows("A1"), "", "")])).look()

    async with desk.database.reading(desk.at, SYSTEM) as tx:
        page = await imports.page(tx, kim, 0, 5)
    assert [ImportState.WAITING] == [one.state for one in page.lines]
