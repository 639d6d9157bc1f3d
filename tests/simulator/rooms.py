"""Groups, forums and channels that the bot is in, with nothing left to tell it."""

from typing import Any

from simulator import Channel, Group, Person, Simulator
from simulator.records import Status


async def enter(
    simulator: Simulator,
    person: Person,
    status: Status = "administrator",
    rights: list[str] | None = None,
    **kind: Any,  # noqa: ANN401 - what add_group takes
) -> Group:
    """Make a supergroup, or what `kind` says, with the bot in it, and forget the updates about that."""
    group = simulator.add_group("Street party", [person], **kind)
    await group.sets_bot(person, status, rights)
    simulator.world.updates.waiting.clear()
    return group


async def tune_in(simulator: Simulator, person: Person, rights: list[str] | None = None) -> Channel:
    """Make a channel with the bot as its administrator, and forget the update about that."""
    channel = simulator.add_channel("News", [person])
    await channel.sets_bot(person, "administrator", rights)
    simulator.world.updates.waiting.clear()
    return channel


def want(simulator: Simulator, *kinds: str) -> None:
    """Let the bot want these kinds of update, as allowed_updates does."""
    simulator.world.updates.allowed = list(kinds)
