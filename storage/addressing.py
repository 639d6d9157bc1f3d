"""Where somebody is written to on a channel, as a part of statements that read other rows.

It is looked up row by row. As a join, SQLite without statistics takes a channel for ten addresses and reads all there are
for a handful of rows: with 100,000 people that took most of a second for every batch of notices.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, select

from storage.tables import addresses


def address_of(participant_id: ColumnElement[int]) -> ScalarSelect[str]:
    """Select the address of a row's participant on `:channel`; None where there is none."""
    mine = (addresses.c.participant_id == participant_id, addresses.c.channel_id == bindparam("channel"))
    return select(addresses.c.address).where(*mine).correlate_except(addresses).scalar_subquery()
