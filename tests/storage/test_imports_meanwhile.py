"""What may come between while an import is compared, or taken back, page by page: another change, or other providers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from storage import intake
from storage.engine import COMMAND, Actor, Database
from storage.exchange.comparing import Item
from storage.exchange.pages import Pages
from storage.intake import Prepared, StaleError
from storage.office import undoing
from storage.office.undoing import NotUndoneError
from storage.records.intake import UndoRefusal
from storage.tables import providers
from tests.storage import builders
from tests.storage.office import running
from tests.storage.paging import course, look, number_of_last, prepare, take_in, template

OTHERS = template(course("A1", 12, provider="Verein", topic="coding", place="Turm"), complete=False)


async def test_another_import_between_two_pages_lets_comparing_begin_anew(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await take_in(database, template(course("A1", 12), course("A2", 13)), now)
    compare = intake._Comparison.prepared

    async def compare_late(comparison: Any) -> Prepared:  # noqa: ANN401 - as the method has it
        monkeypatch.setattr(intake._Comparison, "prepared", compare)
        await take_in(database, OTHERS, now)
        return await compare(comparison)

    monkeypatch.setattr(intake._Comparison, "prepared", compare_late)
    prepared = await prepare(database, template(course("A1", 12), course("A2", 14)), now)
    await intake.apply(database, prepared, now, COMMAND)

    assert ("Haus", ("ai",)) == ((row := (await look(database, now)).offerings["A1"]).provider, row.topics)


async def test_who_is_always_overtaken_is_told_in_the_end(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def overtake(_: Any) -> Prepared:  # noqa: ANN401 - as the method has it
        raise StaleError

    monkeypatch.setattr(intake._Comparison, "prepared", overtake)

    with pytest.raises(StaleError):
        await prepare(database, template(course("A1", 12)), now)


async def test_an_edit_while_an_import_is_looked_at_to_take_it_back_is_something_later(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await take_in(database, template(course("A1", 12), course("A2", 13)), now)
    number, read = await number_of_last(database, now), undoing._read

    async def read_late(*args: Any) -> AsyncIterator[Any]:  # noqa: ANN401 - as the function has it
        monkeypatch.setattr(undoing, "_read", read)
        await take_in(database, OTHERS, now)
        async for part in read(*args):
            yield part

    monkeypatch.setattr(undoing, "_read", read_late)
    with pytest.raises(NotUndoneError) as refused:
        await undoing.undo(database, number, now, COMMAND)

    assert UndoRefusal.LATER is refused.value.why


async def test_what_only_others_offerings_name_is_not_brought_by_somebody_limited_to_a_provider(
    database: Database, now: datetime
) -> None:
    async with database.transaction(now, COMMAND) as tx:
        person = await running.coordinator(tx, await builders.named(tx, providers, name="Verein"))
    lee = Actor("person", person.id)
    mixed = template(course("A1", 12, topic="coding", place="Turm"), course("B1", 14, provider="Verein"))

    prepared = await intake.prepare(database, Pages.of(mixed, 1), now, lee)
    await intake.apply(database, prepared, now, lee)

    names = [item for difference, _ in prepared.preview.parts() for item in difference.new if item.subject == "topic"]
    assert [Item("topic", "ai")] == names
    assert {"B1"} == (await look(database, now)).live
