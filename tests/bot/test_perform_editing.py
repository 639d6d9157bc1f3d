"""Performing edits: whoever runs nothing changes nothing, and a draft is told to nobody, not even as a calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.calendar_file import calendar_of
from bot.perform import perform
from conversations.editing_effects import BeginOffering, CopyOffering, Edit
from locales.catalogues import Speech
from storage.engine import Transaction
from storage.reader import StorageReader
from storage.records.edits import Beginning, CancelSessions, Objection, SetFact, Unedited, Withdraw
from tests.bot.conftest import NOW
from tests.storage.builders import add_offering, add_person

EFFECTS = (
    (Edit(1, 0, SetFact("capacity", 1)), Objection.GONE),
    (Edit(1, 0, CancelSessions()), Objection.GONE),
    (Edit(1, 0, Withdraw()), Objection.GONE),
    (CopyOffering(1, dates=True), Objection.GONE),
    (BeginOffering(Beginning("Nähen", "course")), Objection.NO_PROVIDER),
)


@pytest.mark.parametrize(("effect", "objection"), EFFECTS, ids=lambda value: type(value).__name__)
async def test_a_resident_who_forges_a_button_changes_nothing(
    tx: Transaction, effect: object, objection: Objection
) -> None:
    await add_offering(tx, [NOW + timedelta(days=7)])
    person = await add_person(tx)

    assert Unedited(objection) == await perform(tx, person.id, effect)


async def test_a_draft_is_in_nobodys_calendar(tx: Transaction) -> None:
    offering_id = await add_offering(tx, [NOW + timedelta(days=7)], live=False, draft=True)
    reader = StorageReader(tx, await add_person(tx))

    assert None is await calendar_of(reader, "offering", offering_id, Speech("de", tx.zone))
