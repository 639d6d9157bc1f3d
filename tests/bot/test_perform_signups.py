"""What coordinators ask for about places reaches storage in their name, and nobody else's asking changes anything."""

from __future__ import annotations

from bot.perform import perform
from conversations import signup_effects as e
from storage.engine import Transaction
from storage.records.signups import Changed, Full, Objected, Objection
from tests.storage.builders import add_person
from tests.storage.office.running import open_office

GONE = Objected(Objection.GONE)
ASKED: tuple[tuple[object, object], ...] = (
    (e.ConfirmSignup(1), Changed(1)),
    (e.MoveSignup(1, 1, 2), Changed(1)),
    (e.QueueSignup(1), Changed(2, registration=False)),
    (e.PromoteEntry(1), Full(1, 1)),
    (e.PromoteEntry(1, 1), Changed(2)),
    (e.CancelSignup(1, "Sorry."), Changed(1)),
    (e.RemoveEntry(1), Changed(1, registration=False)),
    (e.NoteOnSignup(1, "Late."), Changed(1, told=False)),
    (e.NoteOnEntry(1, "0241 123456"), Objected(Objection.CONTACT)),
    (e.AddByPhone(1, 2, "Nour"), Changed(2, told=False)),
    (e.AddByPhone(1, 1, "Nour", wait=True), Changed(2, registration=False, told=False)),
    (e.TickOffCall(1), False),
)


async def test_every_change_is_made_for_who_runs_the_offering_alone(tx: Transaction) -> None:
    here = await open_office(tx)
    stranger = await add_person(tx)
    refused, made = [], []
    for effect, _expected in ASKED:
        refused.append(await perform(tx, stranger.id, effect))
        async with tx.connection.begin_nested() as alone:
            made.append(await perform(tx, here.me.id, effect))
            await alone.rollback()

    assert set(e.CHANGES) == {type(effect) for effect, _expected in ASKED}
    assert {GONE, False} == set(refused)
    assert [(effect, result) for effect, result in ASKED] == list(zip((one for one, _ in ASKED), made, strict=True))
