"""Invitations: once, in time, and nowhere to be read."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import access, people, tables
from storage.engine import SYSTEM, Database


async def meet(database: Database, now: datetime, address: str = "4711") -> int:
    """Make somebody to invite."""
    async with database.transaction(now, SYSTEM) as tx:
        return (await people.greet(tx, address, "de")).id


async def invite(database: Database, now: datetime, role: str = "staff", hours: int = 72) -> str:
    """Make an invitation."""
    async with database.transaction(now, SYSTEM) as tx:
        return await access.invite(tx, role, hours)


async def redeem(database: Database, now: datetime, participant_id: int, token: str) -> str | None:
    """Use an invitation."""
    async with database.transaction(now, SYSTEM) as tx:
        return await access.redeem(tx, participant_id, token)


async def test_an_invitation_gives_its_role(database: Database, now: datetime) -> None:
    me = await meet(database, now)

    assert "coordinator" == await redeem(database, now, me, await invite(database, now, "coordinator"))
    async with database.reading(now, SYSTEM) as tx:
        who = await people.participant(tx, me)

        assert who is not None
        assert ("coordinator",) == who.roles


async def test_an_invitation_works_once(database: Database, now: datetime) -> None:
    token = await invite(database, now)
    await redeem(database, now, await meet(database, now), token)

    assert await redeem(database, now, await meet(database, now, "4712"), token) is None


async def test_of_many_who_use_an_invitation_at_once_one_gets_the_role(database: Database, now: datetime) -> None:
    token = await invite(database, now)
    guests = [await meet(database, now, str(number)) for number in range(6)]

    got = await asyncio.gather(*(redeem(database, now, guest, token) for guest in guests))

    assert ["", "", "", "", "", "staff"] == sorted(role or "" for role in got)


async def test_an_invitation_expires(database: Database, now: datetime) -> None:
    token = await invite(database, now, hours=2)
    me = await meet(database, now)

    assert await redeem(database, now + timedelta(hours=2), me, token) is None
    assert "staff" == await redeem(database, now + timedelta(hours=1), me, token)


async def test_an_invented_invitation_gives_nothing(database: Database, now: datetime) -> None:
    assert await redeem(database, now, await meet(database, now), "invented") is None


async def test_the_same_role_twice_is_once(database: Database, now: datetime) -> None:
    me = await meet(database, now)
    for _ in range(2):
        await redeem(database, now, me, await invite(database, now))
    async with database.reading(now, SYSTEM) as tx:
        granted = (await tx.connection.execute(select(tables.grants.c.role))).scalars().all()

    assert ["staff"] == granted


async def test_an_invitation_fits_a_start_parameter(database: Database, now: datetime) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,62}", await invite(database, now))


async def test_an_invitation_is_kept_as_a_hash(database: Database, now: datetime) -> None:
    token = await invite(database, now)
    async with database.reading(now, SYSTEM) as tx:
        stored = bytes((await tx.connection.execute(select(tables.invitations.c.token_hash))).scalar_one())

    assert 32 == len(stored)
    assert token.encode() not in stored


async def test_there_is_no_invitation_to_a_role_that_does_not_exist(database: Database, now: datetime) -> None:
    with pytest.raises(ValueError, match="king"):
        await invite(database, now, "king")
