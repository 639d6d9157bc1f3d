"""Invitations: once, in time, and nowhere to be read."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import access, people, tables
from storage.engine import SYSTEM, Database
from storage.office import scope
from storage.records.announcements import Member
from storage.tables import providers
from tests.storage import builders


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


async def add_member(database: Database, now: datetime, role: str, address: str) -> int:
    """Make somebody with a role."""
    me = await meet(database, now, address)
    await redeem(database, now, me, await invite(database, now, role))
    return me


async def test_only_an_administrator_invites(database: Database, now: datetime) -> None:
    boss, staff = await add_member(database, now, "administrator", "1"), await add_member(database, now, "staff", "2")
    async with database.transaction(now, SYSTEM) as tx:
        tokens = [await access.invite_by(tx, by, "staff") for by in (boss, staff, 99)]
        unknown_role = await access.invite_by(tx, boss, "king")

    assert [True, False, False] == [token is not None for token in tokens]
    assert unknown_role is None


async def test_the_team_is_who_has_a_role_and_only_an_administrator_sees_it(database: Database, now: datetime) -> None:
    boss = await add_member(database, now, "administrator", "1")
    staff = await add_member(database, now + timedelta(days=1), "staff", "2")
    await redeem(
        database, now + timedelta(days=2), staff, await invite(database, now + timedelta(days=2), "coordinator")
    )
    async with database.reading(now, SYSTEM) as tx:
        found = await access.team(tx, boss)

        assert (
            Member(boss, (("administrator", now),), me=True),
            Member(staff, (("staff", now + timedelta(days=1)), ("coordinator", now + timedelta(days=2))), me=False),
        ) == found
        assert () == await access.team(tx, staff)


async def test_an_invitation_that_was_withdrawn_is_worth_nothing(database: Database, now: datetime) -> None:
    boss, staff = await add_member(database, now, "administrator", "1"), await add_member(database, now, "staff", "2")
    token = await invite(database, now)
    async with database.transaction(now, SYSTEM) as tx:
        (one,) = await access.open_invitations(tx)
        done = [await access.withdraw_invitation(tx, one.id, by=by) for by in (staff, boss, boss)]
        left = await access.open_invitations(tx)

    assert ([False, True, False], ()) == (done, left)
    assert await redeem(database, now, await meet(database, now, "3"), token) is None


async def test_a_role_that_was_taken_away_is_gone(database: Database, now: datetime) -> None:
    boss, staff = await add_member(database, now, "administrator", "1"), await add_member(database, now, "staff", "2")
    async with database.transaction(now, SYSTEM) as tx:
        done = [await access.revoke(tx, staff, "staff", by=by) for by in (staff, boss, boss)]
        who = await people.participant(tx, staff)

    assert [False, True, False] == done
    assert who is not None
    assert () == who.roles


async def test_the_last_administrator_stays_one(database: Database, now: datetime) -> None:
    boss, second = [await add_member(database, now, "administrator", address) for address in "12"]
    async with database.transaction(now, SYSTEM) as tx:
        done = [await access.revoke(tx, who, "administrator", by=boss) for who in (second, boss)]

    assert [True, False] == done


async def test_of_two_administrators_who_revoke_each_other_at_once_one_stays(database: Database, now: datetime) -> None:
    pair = [await add_member(database, now, "administrator", address) for address in "12"]

    async def revoke(by: int, whom: int) -> bool:
        async with database.transaction(now, SYSTEM) as tx:
            return await access.revoke(tx, whom, "administrator", by=by)

    done = await asyncio.gather(revoke(*pair), revoke(*reversed(pair)))

    assert [False, True] == sorted(done)


async def test_a_coordinator_can_be_limited_to_a_provider(database: Database, now: datetime) -> None:
    boss = await add_member(database, now, "administrator", "1")
    free, limited = [await meet(database, now, address) for address in "23"]
    async with database.transaction(now, SYSTEM) as tx:
        camp = await builders.add(tx, providers, name="Digital Camp")
        tokens = [
            await access.invite(tx, "coordinator", provider=name) for name in (None, " digital  CAMP ", "Digital Camp")
        ]
    for who, token in zip((free, limited, boss), tokens, strict=True):
        await redeem(database, now, who, token)
    async with database.transaction(now, SYSTEM) as tx:
        team = {member.participant_id: member.providers for member in await access.team(tx, boss)}

        runs = [await scope.providers_of(tx, who) for who in (free, limited, boss)]
    assert [None, frozenset({camp}), None] == runs
    assert ((), ("Digital Camp",), ()) == (team[free], team[limited], team[boss])


async def test_an_unknown_provider_is_refused_with_those_there_are(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await builders.add(tx, providers, name="Digital Camp")

        with pytest.raises(access.NoProviderError, match="no provider is called 'DEPOT'; known are: Digital Camp"):
            await access.invite(tx, "coordinator", provider="DEPOT")


async def test_tests_go_to_who_announces_and_can_be_reached(database: Database, now: datetime) -> None:
    await add_member(database, now, "administrator", "1")
    await add_member(database, now, "coordinator", "2")
    gone = await add_member(database, now, "staff", "3")
    async with database.transaction(now, SYSTEM) as tx:
        await people.mark_unreachable(tx, gone)

        assert 1 == await access.testers(tx)


async def test_a_coordinator_is_invited_for_a_provider_by_an_administrator_alone(
    database: Database, now: datetime
) -> None:
    boss, staff = await add_member(database, now, "administrator", "1"), await add_member(database, now, "staff", "2")
    async with database.transaction(now, SYSTEM) as tx:
        camp = await access.add_provider(tx, boss, " Digital  Camp ")
        assert camp is not None
        wrong = [(staff, "coordinator", camp), (boss, "coordinator", camp + 1), (boss, "administrator", camp)]
        refused = [await access.invite_by(tx, by, role, provider) for by, role, provider in wrong]
        token = await access.invite_by(tx, boss, "coordinator", camp)
        assert [None, None, None] == refused
        assert token is not None
        assert [("coordinator", "Digital Camp")] == [
            (one.role, one.provider) for one in await access.open_invitations(tx)
        ]
        limited = (await builders.add_person(tx)).id
        assert "coordinator" == await access.redeem(tx, limited, token)
        assert frozenset({camp}) == await scope.providers_of(tx, limited)


async def test_a_provider_is_added_once_and_by_an_administrator_alone(database: Database, now: datetime) -> None:
    boss, staff = await add_member(database, now, "administrator", "1"), await add_member(database, now, "staff", "2")
    async with database.transaction(now, SYSTEM) as tx:
        first = await access.add_provider(tx, boss, "Digital Camp")
        again = await access.add_provider(tx, boss, "digital  camp")
        nobody = [await access.add_provider(tx, by, name) for by, name in ((staff, "DEPOT"), (boss, "  "))]
        names = [one.name for one in await access.provider_names(tx)]

    assert first == again
    assert [None, None] == nobody
    assert ["Digital Camp"] == names
