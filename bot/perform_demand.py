"""Perform what a coordinator asks for about wishes: storage checks that they run offerings, and may announce."""

from __future__ import annotations

from conversations import demand_effects as e
from storage.engine import Transaction
from storage.office import demand


async def perform_demand(tx: Transaction, participant_id: int, effect: object) -> object:
    """Say what a wish is for, or begin an announcement to those who have it."""
    match effect:
        case e.NameWish(combination):
            return await demand.wish(tx, combination, by=participant_id)
        case e.AnnounceToWishers(combination, offering_id):
            return await demand.announce(tx, combination, offering_id, by=participant_id)
        case e.AnnounceToInterested(offering_id):
            return await demand.announce_offering(tx, offering_id, by=participant_id)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)
