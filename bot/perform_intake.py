"""Perform what coordinators ask for about files: authorised here by role and in storage by provider; a tap can be forged."""

from __future__ import annotations

from conversations import intake_effects as e
from conversations.coordination import may_coordinate
from storage import outbox, people
from storage.engine import Transaction
from storage.exchange.received import LARGEST_BYTES
from storage.office import gathering, imports, sources
from storage.office.intake import Intake
from storage.outbox import Lane, NewRow
from storage.records.intake import SourceRefusal

TEMPLATE = "import_template"
"""the parcel that is the template"""


async def perform_intake(tx: Transaction, participant_id: int, effect: object) -> object:
    """Do something about a file or an address, for a coordinator."""
    me = await people.participant(tx, participant_id)
    allowed = me is not None and may_coordinate(me)
    match effect:
        case e.BringIn(file_id, name, size):
            fits = allowed and size <= LARGEST_BYTES
            return await imports.bring_in(tx, participant_id, name, file_id) if fits else None
        case e.AddSource(address):
            return await sources.add(tx, participant_id, address) if allowed else SourceRefusal.NOT_ALLOWED
        case _:
            return allowed and await perform_known(tx, participant_id, effect)


async def perform_known(tx: Transaction, participant_id: int, effect: object) -> bool:
    """Do something about a file or an address that is there; False when it is not theirs, or something else by now."""
    match effect:
        case e.NameProvider(import_id, provider_id, typed):
            provider = await name_of(tx, participant_id, provider_id, typed)
            return bool(provider) and await imports.name_provider(tx, participant_id, import_id, provider)
        case e.GoOn(import_id):
            return await gathering.go_on(tx, participant_id, import_id)
        case e.ApplyImport(import_id, look):
            return await imports.order_apply(tx, participant_id, import_id, look)
        case e.KeepMissing(import_id):
            return await imports.keep_missing(tx, participant_id, import_id)
        case e.DiscardImport(import_id):
            return await imports.discard(tx, participant_id, import_id)
        case e.LookAtUndo(import_id):
            return await imports.order_weighing(tx, participant_id, import_id)
        case e.UndoImport(import_id, look):
            return await imports.order_undo(tx, participant_id, import_id, look)
        case e.SendTemplate():
            return await send_template(tx, participant_id)
        case e.SwitchSource(source_id, live):
            return await sources.switch(tx, participant_id, source_id, live=live)
        case e.NameSource(source_id, provider_id, typed):
            provider = await name_of(tx, participant_id, provider_id, typed)
            meant = bool(provider) or (provider_id is None and not typed)
            return meant and await sources.name_provider(tx, participant_id, source_id, provider)
        case e.ScheduleSource(source_id, hours, at_hour):
            return await sources.schedule(tx, participant_id, source_id, hours, at_hour)
        case e.CheckSource(source_id):
            return await sources.check(tx, participant_id, source_id)
        case e.RemoveSource(source_id):
            return await sources.remove(tx, participant_id, source_id)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)


async def name_of(tx: Transaction, participant_id: int, provider_id: int | None, typed: str) -> str:
    """Find the provider that was meant; '' when it is not one the coordinator may bring anything in for."""
    office = Intake(tx, participant_id, ())
    known = {one.id: one.name for one in await office.providers()}
    if provider_id is not None:
        return known.get(provider_id, "")
    name = sources.tidy_name(typed)
    return name if name in known.values() or await office.unlimited() else ""


async def send_template(tx: Transaction, participant_id: int) -> bool:
    """Send the template with the next tick."""
    key = f"{TEMPLATE}:{participant_id}:{tx.now.isoformat()}"
    await outbox.add(tx, [NewRow(participant_id, TEMPLATE, {}, key, tx.now, Lane.REPLY)])
    return True
