"""Files in every state, an address that answers and one that does not, and an offering of which nobody knows everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from conversations.core import Attached, Event, Tap
from conversations.import_screens import PARTS
from locales.text import Content
from storage.engine import Transaction
from storage.office import imports, sources
from storage.records.affected import Affected, AffectedGroup, Consequence
from storage.records.intake import (
    ASKED,
    FieldChange,
    Flaw,
    ImportCounts,
    ImportState,
    NewOffering,
    Report,
    SourceOutcome,
    Twin,
    UndoLook,
    UndoRefusal,
    Unsaid,
)
from storage.records.people import Participant
from storage.records.reasons import Why
from storage.tables import imports as imports_table
from storage.tables import offerings

DIALOGS = ("intake", "imports", "sources", "to_do")
MANY = 11
REASONS = (
    Why.COLUMN_MISSING(),
    Why.NO_WHOLE(low=1, high=100),
    Why.PROVIDER_OTHER(),
    Why.NO_SLUG(word="!"),
    Why.FILE_TOO_LARGE(),
    Why.ROW_OTHER(row=3),
)


async def furnish(tx: Transaction, me: Participant) -> list[Event]:
    """Make files and addresses; tells the doors to them."""
    numbers = {state: await file_in(tx, me, state) for state in ImportState}
    first = await sources.add(tx, me.id, "https://kurse.example/kurse.xml")
    second = await sources.add(tx, me.id, "https://feste.example/kalender.ics")
    assert isinstance(first, int)
    assert isinstance(second, int)
    await sources.note_failed(tx, second, SourceOutcome.PRIVATE)
    came = update(imports_table).where(imports_table.c.id == numbers[ImportState.ASKING])
    await tx.connection.execute(came.values(source_id=first))
    some = select(offerings.c.id).order_by(offerings.c.id).limit(MANY)
    unknown = (await tx.connection.scalars(some)).all()
    missing = update(offerings).where(offerings.c.id.in_(unknown))
    await tx.connection.execute(missing.values(unknown=",".join(ASKED)))
    waiting = numbers[ImportState.WAITING]
    return [
        Tap("intake", "show"),
        Attached("document", "BQACAgIAAxkBAAK", "kurse.xlsx", 4000),
        *(Tap("imports", "one", (number,)) for number in numbers.values()),
        *(Tap("imports", "part", (waiting, part, 0)) for part in PARTS),
        Tap("imports", "undoing", (numbers[ImportState.APPLIED],)),
        Tap("imports", "part", (numbers[ImportState.APPLIED], "undo", 0)),
        *(Tap("sources", "one", (number,)) for number in (first, second)),
        Tap("sources", "add"),
        Tap("to_do", "one", (unknown[0],)),
        Tap("to_do", "list", (0,)),
    ]


async def file_in(tx: Transaction, me: Participant, state: ImportState) -> int:
    """Make a file in a state, with all that a preview may hold."""
    number = await imports.begin(tx, me.id, f"kurse-{state}.xlsx")
    report = full(tx, stale=state is ImportState.WAITING)
    if state is ImportState.APPLIED:
        look = UndoLook("x", 9, report.affected, stale=True)
        report = replace(report, refusal=UndoRefusal.LATER.value, blocking=("Nähen lernen",), undo=look)
    undo = b"" if state is ImportState.APPLIED else None
    await imports.write(tx, number, status=state.value, counts=imports.encode(report), undo=undo)
    return number


def full(tx: Transaction, *, stale: bool) -> Report:
    """Make a report with something of each kind."""
    at = tx.now + timedelta(days=3)
    fields = ("capacity", "start", "title (en)", "languages", "unknown", "price_cents", "new_date")
    values = ("12", "2026-12-03 10:00", "Sewing", "de|tr", "childcare", "500", "")
    return Report(
        look=1,
        digest="x",
        counts=ImportCounts(MANY, len(fields), 2, len(REASONS), 9, 1, 1),
        new=tuple(NewOffering(f"Nähen {number}", number, at if number else None) for number in range(MANY)),
        changed=tuple(
            FieldChange("Nähen lernen", field, "", value, at) for field, value in zip(fields, values, strict=True)
        ),
        gone=("Altes Angebot", "Noch eines"),
        flaws=tuple(Flaw("row", row, "Titel", "", reason) for row, reason in enumerate(REASONS)),
        twins=(Twin("Nähen lernen", "Nähen für alle", at),),
        unknown=(Unsaid("Nähen lernen", ASKED),),
        affected=Affected(tuple(group(tx, one) for one in Consequence), 2),
        languages=("de", "en"),
        others=("ar", "tr"),
        stale=stale,
    )


def group(tx: Transaction, consequence: Consequence) -> AffectedGroup:
    """Make people to whom something happens."""
    at = tx.now + timedelta(days=3)
    place = Content("Nadelfabrik", "de")
    return AffectedGroup(consequence, 1, Content("Nähen", "de"), 1, at, at + timedelta(hours=1), place, 4, 1)
