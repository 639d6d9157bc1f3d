"""When a message counts as read: once the bot has confirmed the update it came in."""

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.test_webhook import Receiver, receiver

__all__ = ["receiver"]


async def test_what_was_only_delivered_is_not_read(person: Person, call: RawCall) -> None:
    await person.says("Hallo")
    await call("getUpdates")

    assert not person.messages[-1].read


async def test_a_higher_offset_reads(person: Person, call: RawCall) -> None:
    first, _second = await person.says("one"), await person.says("two")
    await call("getUpdates", offset=first + 1)

    assert [True, False] == [message.read for message in person.messages]


async def test_a_negative_offset_forgets_without_reading(person: Person, call: RawCall) -> None:
    for text in ("one", "two"):
        await person.says(text)
    await call("getUpdates", offset=-1)

    assert [False, False] == [message.read for message in person.messages]


async def test_a_webhook_reads_with_its_answer(
    simulator: Simulator, receiver: Receiver, person: Person, call: RawCall
) -> None:
    await call("setWebhook", url=receiver.url)
    await person.says("Hallo")
    await receiver.next()
    await simulator.settles()

    assert person.messages[-1].read
