"""Conversations: saved by revision, so that two workers never mix their turns."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import dialogs, people
from storage.dialogs import Conversation, Moved, Shown
from storage.engine import SYSTEM, Database

INDEX = b"i" * 32


@pytest.fixture
async def conversation(database: Database, now: datetime) -> Conversation:
    """Open a conversation."""
    async with database.transaction(now, SYSTEM) as tx:
        participant = await people.greet(tx, "1001", "ar")
        begun = await dialogs.begin(tx, INDEX, participant)
    assert begun is not None
    return begun


async def read(database: Database, now: datetime) -> Conversation:
    """Read the conversation as it is stored."""
    async with database.transaction(now, SYSTEM) as tx:
        return (await dialogs.find(tx, [INDEX]))[INDEX]


async def test_a_conversation_is_found_with_its_participant(
    database: Database, now: datetime, conversation: Conversation
) -> None:
    assert conversation == await read(database, now)


async def test_a_conversation_begins_once(database: Database, now: datetime, conversation: Conversation) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        assert await dialogs.begin(tx, INDEX, conversation.participant) is None


async def test_a_turn_is_saved_once(database: Database, now: datetime, conversation: Conversation) -> None:
    move = Moved(conversation.id, conversation.revision, "[]")

    async with database.transaction(now, SYSTEM) as tx:
        assert await dialogs.save(tx, [move])
    async with database.transaction(now, SYSTEM) as tx:
        assert not await dialogs.save(tx, [move])

    stored = await read(database, now)
    assert ("[]", 1) == (stored.stack, stored.revision)


async def test_the_message_that_shows_the_screen_is_remembered(
    database: Database, now: datetime, conversation: Conversation
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await dialogs.remember(tx, [Shown(conversation.id, 77, "ar")])

    stored = await read(database, now)
    assert (77, "ar") == (stored.screen_id, stored.keyboard)


async def test_a_draft_is_forgotten_after_thirty_days(
    database: Database, now: datetime, conversation: Conversation
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await dialogs.save(tx, [Moved(conversation.id, 0, "[]")])
    async with database.transaction(now + timedelta(days=29), SYSTEM) as tx:
        early = await dialogs.forget_drafts(tx)
    async with database.transaction(now + timedelta(days=31), SYSTEM) as tx:
        late = await dialogs.forget_drafts(tx)

    assert (0, 1, None) == (early, late, (await read(database, now)).stack)


async def test_what_is_stored_of_a_dialog_cannot_be_read_in_the_file(
    database: Database, now: datetime, conversation: Conversation
) -> None:
    async with database.transaction(now, SYSTEM) as tx:
        await dialogs.save(tx, [Moved(conversation.id, 0, '["a name nobody confirmed"]')])
        raw = await tx.connection.exec_driver_sql("SELECT stack FROM conversations")

        assert b"nobody confirmed" not in bytes(raw.scalar_one())
