"""The second pair of eyes: above so many recipients a colleague agrees first, to just what they saw."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import announcements, groups, ledger
from storage.engine import SYSTEM, Database, Transaction
from storage.records.announcements import Objection, Outcome, Ready, Refusal, Rules, State
from storage.records.audiences import CHAT_READERS, Audience
from storage.records.deliveries import Progress
from storage.tables import outbox
from tests.storage.announcing import add_staff, add_subscriber, deliver, draft, resolve, revision, submit


async def gather_many(tx: Transaction, number: int = 3) -> None:
    """Make so many who agreed to news that a second staff member has to agree, by the rules of `strict`."""
    for _ in range(number):
        await add_subscriber(tx)


@pytest.fixture
async def strict(database_url: str, keys: tuple[str, ...]) -> AsyncIterator[Database]:
    """Open a database where more than two recipients need a second pair of eyes."""
    opened = await Database.open(database_url, keys, rules=Rules(approval_above=2))
    yield opened
    await opened.close()


async def test_few_recipients_need_no_second_pair_of_eyes(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx, 2)
        announcement = await draft(tx)

        assert Ready(announcement, State.RUNNING) == await submit(tx, announcement)


async def test_many_recipients_wait_for_a_colleague_and_all_of_them_are_asked(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        me, second, third = await add_staff(tx), await add_staff(tx), await add_staff(tx, "administrator")
        await add_staff(tx, "coordinator")
        announcement = await draft(tx, by=me)
        done = await submit(tx, announcement, by=me)
        asked = select(outbox.c.participant_id).where(outbox.c.kind == "approval_wanted")
        told = sorted((await tx.connection.scalars(asked)).all())

        assert Ready(announcement, State.AWAITING) == done
        assert [second, third] == told


@pytest.mark.parametrize(("above", "expected"), [(CHAT_READERS - 1, State.AWAITING), (CHAT_READERS, State.RUNNING)])
async def test_a_group_counts_as_many_people_as_one_may_hold(
    database: Database, now: datetime, above: int, expected: State
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await groups.meet(tx, "-100", "Nachbarn", "supergroup", "administrator")
        (chat,) = await groups.all(tx)
        announcement = await draft(tx, Audience(chats=(chat.id,), everyone=False))
        done = await submit(replace(tx, rules=Rules(approval_above=above)), announcement)

        assert Ready(announcement, expected) == done


async def test_nobody_agrees_to_what_they_wrote_or_sent_themselves(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        author, sender, other = [await add_staff(tx) for _ in range(3)]
        announcement = await draft(tx, by=author)
        await submit(tx, announcement, by=sender)
        seen = await revision(tx, announcement)
        done = [await announcements.approve(tx, announcement, seen, by=one) for one in (author, sender, other)]
        found = await announcements.read(tx, ("de",), announcement)

        assert [Refusal(Objection.OWN), Refusal(Objection.OWN), Ready(announcement, State.RUNNING)] == done
        assert found is not None
        assert found.approved


async def test_what_changed_while_it_waited_needs_agreement_anew(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        me, other = await add_staff(tx), await add_staff(tx)
        announcement = await draft(tx, by=me)
        await announcements.set_time(tx, announcement, now + timedelta(hours=5), by=me)
        await submit(tx, announcement, by=me)
        approved = await announcements.approve(tx, announcement, await revision(tx, announcement), by=other)
        changed = await announcements.set_audience(tx, announcement, Audience(), by=me)
        found = await announcements.read(tx, ("de",), announcement)

        assert [State.SCHEDULED, State.DRAFT] == [state_of(approved), state_of(changed)]
        assert found is not None
        assert not found.approved
        assert Ready(announcement, State.AWAITING) == await submit(tx, announcement, by=me)


def state_of(outcome: Outcome) -> State:
    """Tell where it stands after what was done."""
    assert isinstance(outcome, Ready)
    return outcome.state


async def sent_to_many(tx: Transaction, author: int | None = None, number: int = 3) -> int:
    """Let an announcement go out to many, agreed to by somebody else than its author."""
    await gather_many(tx, number)
    announcement = await draft(tx, by=author)
    done = await submit(tx, announcement, by=author)
    if state_of(done) is State.AWAITING:
        seen = await revision(tx, announcement)
        await announcements.approve(tx, announcement, seen, by=await add_staff(tx, "administrator"))
    await resolve(tx, announcement)
    await deliver(tx, announcement)
    return announcement


async def reworded(tx: Transaction, announcement: int, by: int | None, text: str = "Corrected") -> Outcome:
    """Write another text and ask to put it out."""
    await announcements.write(tx, announcement, "de", "Title de", text, by=by)
    return await announcements.correct(tx, announcement, await revision(tx, announcement), by=by)


async def is_out(tx: Transaction, announcement: int) -> str:
    """Tell the text that recipients are shown."""
    shown = await announcements.announced(tx, ("de",), announcement)
    assert shown is not None
    assert shown.text is not None
    return shown.text.text


async def notices(tx: Transaction, kind: str) -> list[tuple[int, dict[str, object]]]:
    """List the notices of a kind with what they are about."""
    asked = select(outbox.c.participant_id, outbox.c.args).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return [(row.participant_id, json.loads(row.args)) for row in await tx.connection.execute(asked)]


async def test_what_few_have_is_corrected_at_once(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        announcement = await sent_to_many(tx, number=2)
        await reworded(tx, announcement, None)

        assert "Corrected" == await is_out(tx, announcement)


async def test_what_many_have_stays_until_a_colleague_agreed_to_its_correction(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        await reworded(tx, announcement, author)
        found = await announcements.read(tx, ("de",), announcement, colleague)
        seen = await revision(tx, announcement)
        (run,) = [each for each in await ledger.runs(tx) if each.id == announcement]

        assert found is not None
        assert (True, False) == (found.correction_waits, found.correction_mine)
        assert ("Text de", False) == (await is_out(tx, announcement), run.has_to_correct)
        asked = [args for who, args in await notices(tx, "approval_wanted") if who == colleague]
        assert {"announcement_id": announcement, "revision": seen} == asked[-1]

        await announcements.approve_correction(tx, announcement, seen, by=colleague)
        assert "Corrected" == await is_out(tx, announcement)
        assert 3 == (await progress_of(tx, announcement)).correcting


async def progress_of(tx: Transaction, announcement: int) -> Progress:
    """Tell how far an announcement is."""
    found = await ledger.progress(tx, announcement)
    assert found is not None
    return found


async def test_nobody_agrees_to_a_correction_they_wrote_or_asked_for(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, writer, other = await add_staff(tx), await add_staff(tx, "administrator"), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        await announcements.write(tx, announcement, "en", "Title", "Corrected too", by=writer)
        await reworded(tx, announcement, author)
        seen = await revision(tx, announcement)
        done = [
            await announcements.approve_correction(tx, announcement, seen, by=one) for one in (author, writer, None)
        ]
        asked = [who for who, args in await notices(tx, "approval_wanted") if args["revision"] == seen]

        assert [Refusal(Objection.OWN)] * 2 == done[:2]
        assert author not in asked
        assert writer not in asked
        assert other in asked


async def test_whoever_writes_on_takes_back_what_was_asked_for(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        await reworded(tx, announcement, author, "Harmless")
        seen = await revision(tx, announcement)
        await announcements.write(tx, announcement, "de", "Title de", "Harmful", by=author)
        now_seen = await revision(tx, announcement)
        done = [await announcements.approve_correction(tx, announcement, one, by=colleague) for one in (seen, now_seen)]

        assert [Refusal(Objection.CHANGED)] * 2 == done
        assert "Text de" == await is_out(tx, announcement)


async def test_a_correction_is_taken_back_and_asked_for_again(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        await reworded(tx, announcement, author)
        seen = await revision(tx, announcement)
        await announcements.recall_correction(tx, announcement, by=author)
        refused = await announcements.approve_correction(tx, announcement, seen, by=colleague)
        await announcements.correct(tx, announcement, seen, by=author)
        agreed = await announcements.approve_correction(tx, announcement, seen, by=colleague)

        assert Refusal(Objection.CHANGED) == refused
        assert isinstance(agreed, Ready)
        assert "Corrected" == await is_out(tx, announcement)


async def test_a_run_under_way_counts_who_has_yet_to_get_it(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        await gather_many(tx)
        announcement = await draft(tx, by=author)
        await submit(tx, announcement, by=author)
        await announcements.approve(tx, announcement, await revision(tx, announcement), by=colleague)
        await reworded(tx, announcement, author)
        unresolved = await is_out(tx, announcement)
        await announcements.recall_correction(tx, announcement, by=author)
        await resolve(tx, announcement)
        await announcements.correct(tx, announcement, await revision(tx, announcement), by=author)

        assert ("Text de", "Text de") == (unresolved, await is_out(tx, announcement))


async def test_what_is_deleted_is_not_corrected_any_more(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        await reworded(tx, announcement, author)
        seen = await revision(tx, announcement)
        await announcements.delete_sent(tx, announcement, by=author)
        found = await announcements.read(tx, ("de",), announcement)

        assert found is not None
        assert not found.correction_waits
        refused = await announcements.approve_correction(tx, announcement, seen, by=colleague)
        assert Refusal(Objection.GONE) == refused


async def test_an_author_hears_what_a_colleague_said_and_nothing_of_what_they_did(
    strict: Database, now: datetime
) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx)
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await draft(tx, by=author)
        for by in (author, colleague):
            await submit(tx, announcement, by=author)
            await announcements.recall(tx, announcement, by=by)
        await submit(tx, announcement, by=author)
        await announcements.approve(tx, announcement, await revision(tx, announcement), by=colleague)
        about = {"announcement_id": announcement, "correction": False}

        assert [(author, about | {"agreed": False}), (author, about | {"agreed": True})] == await notices(
            tx, "announcement_answered"
        )


async def test_whoever_asked_for_a_correction_hears_what_a_colleague_said(strict: Database, now: datetime) -> None:
    async with strict.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        before = len(await notices(tx, "announcement_answered"))
        for by in (author, colleague):
            await reworded(tx, announcement, author, f"Corrected after {by}")
            await announcements.recall_correction(tx, announcement, by=by)
    async with strict.transaction(now + timedelta(minutes=1), SYSTEM) as tx:
        await reworded(tx, announcement, author)
        await announcements.approve_correction(tx, announcement, await revision(tx, announcement), by=colleague)
        about = {"announcement_id": announcement, "correction": True}

        told = (await notices(tx, "announcement_answered"))[before:]
        assert [(author, about | {"agreed": False}), (author, about | {"agreed": True})] == told


async def test_an_author_hears_once_that_a_run_is_done(database: Database, now: datetime) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        author = await add_staff(tx)
        announcement = await sent_to_many(tx, author)
        ended = [await ledger.finish(tx, announcement) for _ in range(2)]

        assert [True, False] == ended
        assert [(author, {"announcement_id": announcement})] == await notices(tx, "announcement_ended")


@pytest.mark.parametrize(("by_author", "told"), [(True, 0), (False, 1)])
async def test_an_author_hears_of_a_run_that_somebody_else_stopped(
    database: Database, now: datetime, by_author: bool, told: int
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        author, colleague = await add_staff(tx), await add_staff(tx)
        await gather_many(tx)
        announcement = await draft(tx, by=author)
        await submit(tx, announcement, by=author)
        await announcements.stop(tx, announcement, by=author if by_author else colleague)

        assert told == len(await notices(tx, "announcement_ended"))


async def test_what_was_planned_for_few_waits_for_a_colleague_when_by_its_time_many_would_get_it(
    strict: Database, now: datetime
) -> None:
    due = now + timedelta(hours=5)
    async with strict.transaction(now, SYSTEM) as tx:
        await gather_many(tx, 2)
        me, other = await add_staff(tx), await add_staff(tx)
        announcement = await draft(tx, by=me)
        await announcements.set_time(tx, announcement, due, by=me)
        planned = await submit(tx, announcement, by=me)
        await gather_many(tx, 1)
    async with strict.transaction(due, SYSTEM) as tx:
        begun = await announcements.start_due(tx)
        asked = select(outbox.c.participant_id).where(outbox.c.kind == "approval_wanted")
        told = (await tx.connection.scalars(asked)).all()
        agreed = await announcements.approve(tx, announcement, await revision(tx, announcement), by=other)

    assert Ready(announcement, State.SCHEDULED) == planned
    assert [] == begun
    assert [other] == told
    assert Ready(announcement, State.RUNNING) == agreed
