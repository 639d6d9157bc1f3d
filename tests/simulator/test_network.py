"""Limits, delay and faults."""

import asyncio
import time

import aiohttp
import pytest

from simulator import Faults, Person, Simulator
from simulator.faults import Dice
from simulator.limits import Limits
from simulator.refusals import RefusedError
from simulator.world import NANOSTARS
from tests.simulator.conftest import Answer, RawCall


class Stopwatch:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds that were set."""
        return self.seconds


def passed(limits: Limits, chat_id: int, times: int) -> int:
    """Return how many of so many sends pass."""
    done = 0
    for _ in range(times):
        try:
            limits.pass_or_refuse("sendmessage", chat_id)
            done += 1
        except RefusedError:
            break
    return done


def test_thirty_messages_a_second_pass_over_all_chats() -> None:
    limits = Limits(Stopwatch())

    assert 30 == sum(passed(limits, chat_id, 1) for chat_id in range(1, 50))


def test_a_short_burst_passes_in_one_chat() -> None:
    assert 4 == passed(Limits(Stopwatch()), 1, 10)


def test_one_message_a_second_passes_in_one_chat() -> None:
    watch = Stopwatch()
    limits = Limits(watch)
    passed(limits, 1, 4)
    watch.seconds = 1.0

    assert 1 == passed(limits, 1, 2)


def test_twenty_messages_pass_in_a_group() -> None:
    assert 20 == passed(Limits(Stopwatch()), -1, 30)


def test_a_refusal_names_the_wait() -> None:
    limits = Limits(Stopwatch())
    passed(limits, -1, 20)
    with pytest.raises(RefusedError) as refused:
        limits.pass_or_refuse("sendmessage", -1)

    assert (429, "Too Many Requests: retry after 3", {"retry_after": 3}) == (
        refused.value.code,
        refused.value.description,
        refused.value.parameters,
    )


def test_flooding_on_makes_the_wait_longer() -> None:
    limits = Limits(Stopwatch())
    passed(limits, 1, 5)
    waits = []
    for _ in range(20):
        with pytest.raises(RefusedError) as refused:
            limits.pass_or_refuse("sendmessage", 1)
        waits.append((refused.value.parameters or {})["retry_after"])

    assert waits[-1] > waits[0]


@pytest.mark.parametrize("method", ["answercallbackquery", "getupdates", "sendchataction", "deletemessage"])
def test_only_messages_are_counted(method: str) -> None:
    limits = Limits(Stopwatch())
    for _ in range(100):
        limits.pass_or_refuse(method, 1)

    assert 1 == passed(limits, 1, 1)


def test_a_scale_multiplies_every_limit() -> None:
    overall = sum(passed(Limits(Stopwatch(), scale=10), chat_id, 1) for chat_id in range(1, 10))
    limits = Limits(Stopwatch(), scale=10)

    assert (9, 40, 200, 60) == (overall, passed(limits, 1, 99), passed(limits, -1, 300), passed(limits, -2, 300))


def test_a_small_scale_still_lets_a_message_pass() -> None:
    assert 1 == passed(Limits(Stopwatch(), scale=0.01), 1, 5)


@pytest.mark.parametrize("method", ["sendmediagroup", "copymessages", "forwardmessages"])
def test_an_album_counts_for_all_its_parts(method: str) -> None:
    watch = Stopwatch()
    limits = Limits(watch)
    limits.pass_or_refuse(method, 1, 10)
    watch.seconds = 6.9
    still = passed(limits, 1, 1)
    watch.seconds = 9.0

    assert (0, 1) == (still, passed(limits, 1, 1))


def test_paid_broadcasts_reach_a_thousand_chats_a_second() -> None:
    limits = Limits(Stopwatch())
    paid = 0
    for chat_id in range(1, 1001):
        paid += limits.pass_or_refuse("sendmessage", chat_id, pays=True)
    with pytest.raises(RefusedError, match="Too Many Requests: retry after 1"):
        limits.pass_or_refuse("sendmessage", 1001, pays=True)

    assert 970 == paid


@pytest.mark.parametrize(("chat_id", "most"), [(1, 4), (-1, 20)], ids=["a chat", "a group"])
def test_paying_does_not_lift_the_limit_of(chat_id: int, most: int) -> None:
    limits = Limits(Stopwatch())
    for _ in range(most):
        limits.pass_or_refuse("sendmessage", chat_id, pays=True)
    with pytest.raises(RefusedError, match="Too Many Requests"):
        limits.pass_or_refuse("sendmessage", chat_id, pays=True)


async def send_to_everybody(simulator: Simulator, call: RawCall, count: int) -> list[Answer]:
    people = [simulator.add_person(started=True) for _ in range(count)]
    return [await call("sendMessage", chat_id=each.id, text="Hallo", allow_paid_broadcast=True) for each in people]


async def test_messages_above_thirty_a_second_cost_a_tenth_of_a_star(simulator: Simulator, call: RawCall) -> None:
    simulator.world.bot.nanostars = 2 * NANOSTARS
    simulator.set_network(limits=True, limit_scale=0.1)
    await send_to_everybody(simulator, call, 6)

    assert {"amount": 1, "nanostar_amount": 700_000_000} == (await call("getMyStarBalance")).result


async def test_a_balance_too_small_for_a_paid_broadcast_is_refused(simulator: Simulator, call: RawCall) -> None:
    simulator.set_network(limits=True, limit_scale=0.1)
    answers = await send_to_everybody(simulator, call, 4)

    assert (400, "Bad Request: BALANCE_TOO_LOW") == answers[-1].refusal


async def test_a_paid_message_that_is_refused_costs_nothing(simulator: Simulator, call: RawCall) -> None:
    simulator.world.bot.nanostars = NANOSTARS
    simulator.set_network(limits=True, limit_scale=0.1)
    await send_to_everybody(simulator, call, 3)
    await call("sendMessage", chat_id=1, text="Hallo", allow_paid_broadcast=True)

    assert {"amount": 1} == (await call("getMyStarBalance")).result


async def test_a_bot_has_the_stars_it_was_given() -> None:
    assert 1_500_000_000 == Simulator(stars=1.5).world.bot.nanostars


async def test_a_chat_has_one_limit_under_name_and_number(simulator: Simulator, person: Person, call: RawCall) -> None:
    group = simulator.add_group(members=[person], username="quarter")
    await group.sets_bot(person, "member")
    simulator.set_network(limits=True, limit_scale=0.1)
    answers = [await call("sendMessage", chat_id=chat, text="Hallo") for chat in (group.id, "@quarter", str(group.id))]

    assert [200, 200, 429] == [answer.status for answer in answers]


async def test_limits_can_be_scaled_over_the_control_api(control: RawCall, person: Person, call: RawCall) -> None:
    await control("POST", "network", limits=True, limit_scale=2)
    answers = [await call("sendMessage", chat_id=person.id, text="Hallo") for _ in range(9)]

    shown = (await control("GET", "network")).body
    assert ([200] * 8 + [429], 2.0) == ([answer.status for answer in answers], shown["limit_scale"])


@pytest.mark.parametrize("scale", [0, -1, "much"])
async def test_a_scale_that_is_none_is_refused(scale: object, control: RawCall) -> None:
    assert 400 == (await control("POST", "network", limit_scale=scale)).status


async def test_how_long_to_wait_stands_in_a_header_too(
    simulator: Simulator, person: Person, session: aiohttp.ClientSession
) -> None:
    simulator.set_network(limits=True, limit_scale=0.1)
    address = f"{simulator.address}/bot{simulator.token}/sendMessage"
    for _ in range(2):
        async with session.post(address, json={"chat_id": person.id, "text": "Hallo"}) as response:
            waits = response.headers.get("Retry-After"), (await response.json()).get("parameters")

    assert ("10", {"retry_after": 10}) == waits


async def test_limits_are_off_unless_switched_on(person: Person, call: RawCall) -> None:
    answers = [await call("sendMessage", chat_id=person.id, text="Hallo") for _ in range(10)]

    assert all(answer.body["ok"] for answer in answers)


async def test_a_bot_over_the_limit_is_told_to_wait(simulator: Simulator, person: Person, call: RawCall) -> None:
    simulator.set_network(limits=True)
    answers = [await call("sendMessage", chat_id=person.id, text="Hallo") for _ in range(6)]

    assert {"retry_after": 1} == answers[-1].body["parameters"]


async def test_a_delay_makes_every_call_that_late(simulator: Simulator, call: RawCall) -> None:
    simulator.set_network(delay_s=0.05)
    began = time.monotonic()
    await call("getMe")

    assert time.monotonic() - began >= 0.05


async def test_a_call_on_its_way_is_done_though_the_caller_dies(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    simulator.set_network(delay_s=0.1)
    sending = asyncio.ensure_future(call("sendMessage", chat_id=person.id, text="Hallo"))
    while not simulator.api.in_flight:
        await simulator.api.activity.wait()
    sending.cancel()

    assert ["Hallo"] == [arrival.text for arrival in await person.receives()]


async def test_a_server_error_does_nothing(simulator: Simulator, person: Person, call: RawCall) -> None:
    simulator.set_network(faults=Faults(error_5xx=1000))
    answer = await call("sendMessage", chat_id=person.id, text="Hallo")

    assert ((502, "Bad Gateway"), []) == (answer.refusal, person.received)


@pytest.mark.parametrize(
    ("faults", "arrived"),
    [(Faults(drop_before=1000), []), (Faults(reset=1000), []), (Faults(drop_after=1000), ["Hallo"])],
    ids=["before it is done", "by a reset", "after it is done"],
)
async def test_a_connection_is_lost(
    faults: Faults, arrived: list[str], simulator: Simulator, person: Person, call: RawCall
) -> None:
    simulator.set_network(faults=faults)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=person.id, text="Hallo")

    assert arrived == [message.text for message in person.received]


async def test_a_slow_call_is_done_and_answered_late(simulator: Simulator, person: Person, call: RawCall) -> None:
    simulator.set_network(faults=Faults(slow=1000, slow_s=0.05))
    began = time.monotonic()
    await call("sendMessage", chat_id=person.id, text="Hallo")

    assert (1, True) == (len(person.received), time.monotonic() - began >= 0.05)


def test_the_same_seed_brings_the_same_faults() -> None:
    faults = Faults(error_5xx=100, drop_after=200)
    first, second = Dice(faults, 7), Dice(faults, 7)

    assert [first.draw() for _ in range(100)] == [second.draw() for _ in range(100)]


def test_so_many_of_a_thousand_calls_fail() -> None:
    dice = Dice(Faults(drop_before=300), 1)

    assert 2700 < sum(dice.draw() is not None for _ in range(10_000)) < 3300


async def test_the_record_says_what_went_wrong(simulator: Simulator, call: RawCall) -> None:
    simulator.set_network(faults=Faults(drop_before=1000))
    with pytest.raises(aiohttp.ClientError):
        await call("getMe")

    assert ("getMe", "drop_before", False) == (
        simulator.calls[-1].method,
        simulator.calls[-1].fault,
        simulator.calls[-1].ok,
    )
