"""Who blocked the bot is left in peace, and met again when they come back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from locales.text import _
from storage.tables import participants
from tests.acceptance.walkers import Resident, looking, move_to, resident, slot
from tests.town import Town


async def unreachable_since(town: Town) -> datetime | None:
    """Tell since when the only participant cannot be reached."""
    async with looking(town) as tx:
        found: datetime | None = await tx.connection.scalar(select(participants.c.unreachable_since))
        return found


async def registered(town: Town) -> tuple[Resident, datetime]:
    """Somebody with a place in the hour of advice, and when it starts."""
    somebody, advice = await resident(town, "de"), await slot(town, "UN-01-01")
    await somebody.registers(advice.offering, *advice.answers)
    return somebody, advice.start


async def test_who_blocks_the_bot_is_marked_unreachable(town: Town) -> None:
    somebody = await resident(town)

    await somebody.person.blocks()
    await town.settle()

    assert town.clock.now() == await unreachable_since(town)


async def test_who_blocked_the_bot_gets_no_reminder_and_no_call_is_made(town: Town) -> None:
    somebody, start = await registered(town)
    await somebody.person.blocks()
    await town.settle()
    calls = town.simulator.counts.total()

    await move_to(town, start - timedelta(days=1))

    assert calls == town.simulator.counts.total()
    assert 1 == (await town.outbox_counts())["failed"]


async def test_a_refused_notice_marks_its_reader_unreachable(town: Town) -> None:
    somebody, start = await registered(town)
    somebody.person.account.blocked = True  # the update that would tell of it got lost

    await move_to(town, start - timedelta(days=1))

    assert town.clock.now() == await unreachable_since(town)
    assert 1 == town.simulator.counts["sendMessage:403"]


async def test_who_comes_back_is_reachable_again(town: Town) -> None:
    somebody, start = await registered(town)
    await somebody.person.blocks()
    await town.settle()

    await somebody.person.unblocks()
    await town.settle()

    assert await unreachable_since(town) is None
    await move_to(town, start - timedelta(days=1))
    assert 1 == (await town.outbox_counts())["sent"]


async def test_who_writes_again_is_reachable_again(town: Town) -> None:
    somebody, _start = await registered(town)
    somebody.person.account.blocked = True
    await move_to(town, _start - timedelta(days=1))
    somebody.person.account.blocked = False

    await somebody.says("/help")

    assert await unreachable_since(town) is None
    assert somebody.words(_("How it works")) in somebody.screen.text


async def test_a_place_is_not_offered_to_somebody_who_cannot_be_reached(town: Town) -> None:
    holder, _start = await registered(town)
    advice = await slot(town, "UN-01-01")
    gone, next_one = await resident(town, "ar", "Noor"), await resident(town, "en", "Robin")
    for somebody in (gone, next_one):
        await somebody.registers(advice.offering, *advice.answers)
    gone.person.account.blocked = True

    await holder.go(
        "my_registrations.show", "my_registrations.open", "my_registrations.cancel", "my_registrations.really"
    )
    await town.deliver()

    assert next_one.words(_("A place is free for you!")) in next_one.screen.text


async def test_a_reply_to_somebody_who_just_blocked_the_bot_marks_them_unreachable(town: Town) -> None:
    somebody = await resident(town)

    await somebody.person.taps_data(somebody.screen.message_id, "find.1.start")
    somebody.person.account.blocked = True
    await town.settle()

    assert town.clock.now() == await unreachable_since(town)


async def test_a_deleted_account_is_unreachable(town: Town) -> None:
    somebody, start = await registered(town)
    somebody.person.deactivates()

    await move_to(town, start - timedelta(days=1))

    assert town.clock.now() == await unreachable_since(town)
