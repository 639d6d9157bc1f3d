"""Clock, network, settings of the bot, and the record of calls."""

from itertools import islice

from simulator import api
from simulator.acts import ImpossibleError
from simulator.api import Api
from simulator.control.wrong import UnknownError, positive
from simulator.faults import KINDS, Dice, Faults
from simulator.records import Body
from simulator.showing import show_bot
from simulator.world import World

SETTINGS = {"privacy": "privacy", "inline": "supports_inline_queries", "inline_feedback": "inline_feedback"}


def calls(record: Api, limit: str) -> list[Body]:
    """Return the newest calls, newest first."""
    return [api.show(call) for call in islice(reversed(record.calls), int(limit))]


async def clock(world: World) -> Body:
    """Return the host program's clock."""
    shown = await read_clock(world)
    if shown is None:
        raise UnknownError("the program that started the simulator handed in no clock")
    return shown


async def move_clock(world: World, given: Body) -> Body:
    """Move the host program's clock on."""
    if world.clock is None:
        raise UnknownError("the program that started the simulator handed in no clock")
    await world.clock.move(await _seconds(world, given))
    shown = await clock(world)
    world.tell("clock", None, clock=shown)
    return shown


async def read_clock(world: World) -> Body | None:
    """Return the host program's clock, None when it handed in none."""
    if world.clock is None:
        return None
    due = await world.clock.next_due()
    at, label = due or (None, None)
    shown = {"now": world.clock.now().isoformat(), "next": at.isoformat() if at else None, "next_label": label}
    zone = getattr(world.clock, "time_zone", None)
    return shown | {"time_zone": zone} if zone else shown


def network(record: Api) -> Body:
    """Return delay, limits and faults."""
    return {
        "delay_ms": round(record.delay_s * 1000, 3),
        "limits": record.limits is not None,
        "limit_scale": record.limit_scale,
        "faults": record.dice.faults.counts(),
        "seed": record.dice.seed,
    }


def set_network(record: Api, given: Body) -> Body:
    """Change delay, limits or faults; what is not named stays."""
    if "delay_ms" in given:
        record.delay_s = positive(float(given["delay_ms"])) / 1000
    if "limits" in given or "limit_scale" in given:
        limits, scale = given.get("limits"), given.get("limit_scale")
        record.limit(None if limits is None else bool(limits), None if scale is None else float(scale))
    if "faults" in given or "seed" in given:
        shares = record.dice.faults.counts() | _shares(given.get("faults", {}))
        record.dice = Dice(Faults(**shares), int(given.get("seed", record.dice.seed)))
    return network(record)


def set_bot(world: World, given: Body) -> Body:
    """Change what is set with Telegram's @BotFather: privacy mode, inline mode and its feedback."""
    if unknown := given.keys() - SETTINGS.keys():
        raise ValueError(f"a bot has no setting {', '.join(sorted(unknown))}; it has {', '.join(SETTINGS)}")
    for name, value in given.items():
        setattr(world.bot, SETTINGS[name], bool(value))
    shown = show_bot(world.bot)
    world.tell("bot", None, bot=shown)
    return shown


async def _seconds(world: World, given: Body) -> float:
    if given.get("to") != "next":
        return positive(float(given["seconds"]))
    due = await world.clock.next_due() if world.clock else None
    if world.clock is None or due is None:
        raise ImpossibleError("nothing is due")
    return max((due[0] - world.clock.now()).total_seconds(), 0.0)


def _shares(given: Body) -> dict[str, int]:
    if unknown := given.keys() - set(KINDS):
        raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    return {name: int(positive(count)) for name, count in given.items()}
