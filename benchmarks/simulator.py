"""Measure the simulator: what a call costs it, beside a bare server, and beside what a turn costs our bot.

    python -m benchmarks.simulator [--quick] [--json]

What is measured, and how, stands in README.md beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import aiohttp
import psutil

from benchmarks import race

TOKEN = "7000000001:AAF-benchmark"  # noqa: S105 - any is taken
PHONES = 64
ABREAST = 8
SIMULATOR = ("simulator", "--port", "0")
PEER = ("benchmarks.bare_server",)
MOST_CPU_MS = 0.3
MOST_OF_A_TURN = 0.2
KEYBOARD = {"inline_keyboard": [[{"text": f"Choice {n}", "callback_data": f"find.1.open.{n}"}] for n in range(6)]}
TEXT = "<b>Digital café</b>\n\nMonday, 30 November, 14:00 to 16:00\n<i>OecherLab</i>, Kapuzinergraben 19\n\n{} places are free."

Form = dict[str, str]
Prepare = Callable[["Caller", int], Coroutine[Any, Any, list[Form]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How many calls of each method are measured, and how long our bot is."""

    calls: int
    rush_s: float


FULL = Pace(calls=10_000, rush_s=8.0)
QUICK = Pace(calls=2_000, rush_s=2.0)


@dataclass(frozen=True, slots=True)
class Score:
    """What one call cost, in milliseconds of CPU, and how many times a bare server's answer to the same request."""

    cpu_ms: float
    peer_cpu_ms: float
    ratio_to_peer: float
    of_a_turn: float


class Caller:
    """Calls a server that runs in a process of its own, and reads that process's CPU time."""

    def __init__(self, session: aiohttp.ClientSession, address: str, pid: int) -> None:
        self._session = session
        self._address = address
        self._process = psutil.Process(pid)

    async def call(self, method: str, form: Form) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method as most libraries do: with a form."""
        async with self._session.post(f"{self._address}/bot{TOKEN}/{method}", data=form) as response:
            return (await response.json()).get("result")

    async def control(self, path: str, **given: object) -> Any:  # noqa: ANN401 - whatever the act returns
        """Act as a person."""
        async with self._session.post(f"{self._address}/control/{path}", json=given) as response:
            return await response.json()

    async def all(self, method: str, forms: Sequence[Form], abreast: int = ABREAST) -> list[Any]:
        """Call a method with each of these, several at a time; return the results."""
        waiting = iter(forms)

        async def work() -> list[Any]:
            return [await self.call(method, form) for form in waiting]

        done = await asyncio.gather(*[work() for _ in range(abreast)])
        return [result for some in done for result in some]

    async def cost_ms(self, method: str, forms: Sequence[Form], abreast: int) -> float:
        """Return the milliseconds of the server's CPU that one of these calls costs."""
        before = self._cpu_s()
        await self.all(method, forms, abreast)
        return 1000 * (self._cpu_s() - before) / len(forms)

    def _cpu_s(self) -> float:
        spent = self._process.cpu_times()
        return float(spent.user + spent.system)


async def messages(caller: Caller, count: int) -> list[Form]:
    """Prepare messages with HTML and six buttons."""
    phones = [str((await caller.control("phones", label="A", started=True))["id"]) for _ in range(PHONES)]
    return [_message(phones[number % PHONES], number) for number in range(count)]


async def edits(caller: Caller, count: int) -> list[Form]:
    """Prepare edits of messages, each to another text."""
    sent = await caller.all("sendMessage", await messages(caller, PHONES))
    found = [(str(each["chat"]["id"]), str(each["message_id"])) for each in sent]
    places = [found[number % PHONES] for number in range(count)]
    return [_message(chat, count + number) | {"message_id": message} for number, (chat, message) in enumerate(places)]


async def answers(caller: Caller, count: int) -> list[Form]:
    """Prepare answers to taps that nobody has answered yet."""
    for message in await caller.all("sendMessage", await messages(caller, count)):
        path = f"phones/{message['chat']['id']}/tap"
        await caller.control(path, message_id=message["message_id"], row=0, column=0)
    taps = [update["callback_query"] for update in await _updates(caller) if "callback_query" in update]
    return [{"callback_query_id": tap["id"]} for tap in taps]


async def polls(caller: Caller, count: int) -> list[Form]:
    """Prepare polls that confirm one update and bring one."""
    phone = (await caller.control("phones", label="A", started=True))["id"]
    first = (await caller.control(f"phones/{phone}/text", text="Hello"))["update_id"]
    for _ in range(count):
        await caller.control(f"phones/{phone}/text", text="Hello")
    return [{"offset": str(first + number), "limit": "1", "timeout": "25"} for number in range(count)]


async def _updates(caller: Caller) -> list[Any]:
    found: list[Any] = []
    while more := await caller.call("getUpdates", {"offset": str(found[-1]["update_id"] + 1 if found else 0)}):
        found += more
    return found


def _message(chat: str, number: int) -> Form:
    return {"chat_id": chat, "text": TEXT.format(number), "parse_mode": "HTML", "reply_markup": json.dumps(KEYBOARD)}


# Methods in the order in which they are measured; polls come one after the other, as a bot's do.
MEASURED: dict[str, tuple[Prepare, int]] = {
    "getUpdates": (polls, 1),
    "sendMessage": (messages, ABREAST),
    "editMessageText": (edits, ABREAST),
    "answerCallbackQuery": (answers, ABREAST),
}
# What a tap makes our bot call; at full speed, at which its turn is measured, one poll brings many updates.
TURN = ("editMessageText", "answerCallbackQuery")


@contextmanager
def served(command: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Run a module as a server of its own; yield the address it prints, and its process."""
    line = (sys.executable, "-m", *command)
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.kill()


async def measure(pace: Pace, turn_ms: float) -> dict[str, Score]:
    """Measure every call at the simulator and at the peer, beside what a turn costs our bot."""
    with served(SIMULATOR) as simulator, served(PEER) as peer:
        async with aiohttp.ClientSession() as session:
            here, there = Caller(session, *simulator), Caller(session, *peer)
            return {method: await _score(here, there, method, pace, turn_ms) for method in MEASURED}


async def _score(here: Caller, there: Caller, method: str, pace: Pace, turn_ms: float) -> Score:
    prepare, abreast = MEASURED[method]
    forms = await prepare(here, pace.calls)
    cpu_ms = await here.cost_ms(method, forms, abreast)
    peer_ms = await there.cost_ms(method, forms, abreast)
    return Score(cpu_ms, peer_ms, cpu_ms / peer_ms, cpu_ms / turn_ms)


def measure_turn(pace: Pace) -> float:
    """Return the milliseconds of CPU that a turn, a tap to its answer, costs our bot's process."""
    with race.opened(race.OWN, race.QUICK.people) as (telegram, contestant):
        return race.rush(telegram, contestant, "tap", 0, seconds=pace.rush_s).bot_cpu_ms


def written(pace: Pace, turn_ms: float, scores: dict[str, Score]) -> dict[str, Any]:
    """Write everything down, with keys that stay."""
    turn_here_ms = sum(scores[method].cpu_ms for method in TURN)
    return {
        "pace": asdict(pace),
        "calls": {method: asdict(score) for method, score in scores.items()},
        "bot_turn_cpu_ms": turn_ms,
        "turn_at_simulator_cpu_ms": turn_here_ms,
        "aims": {
            "each_call_at_most_0.3_ms": all(score.cpu_ms <= MOST_CPU_MS for score in scores.values()),
            "each_call_at_most_a_fifth_of_a_turn": all(score.of_a_turn <= MOST_OF_A_TURN for score in scores.values()),
            "a_whole_turn_at_most_a_fifth": turn_here_ms <= MOST_OF_A_TURN * turn_ms,
        },
    }


def table(report: dict[str, Any]) -> str:
    """Lay the report out for reading."""
    lines = [f"{'':22}{'CPU ms':>10}{'bare ms':>10}{'times':>10}{'of a turn':>12}"]
    for method, score in report["calls"].items():
        cells = f"{score['cpu_ms']:10.3f}{score['peer_cpu_ms']:10.3f}{score['ratio_to_peer']:10.1f}"
        lines.append(f"{method:22}{cells}{100 * score['of_a_turn']:10.0f} %")
    lines.append(
        f"a turn: our bot {report['bot_turn_cpu_ms']:.2f} ms, simulator {report['turn_at_simulator_cpu_ms']:.2f} ms"
    )
    return "\n".join([*lines, *(f"{aim}: {met}" for aim, met in report["aims"].items())]) + "\n"


def main() -> None:
    """Run it all and print what came of it."""
    parser = argparse.ArgumentParser(prog="benchmarks.simulator", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="less than a minute, less exact")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    pace = QUICK if options.quick else FULL
    turn_ms = measure_turn(pace)
    report = written(pace, turn_ms, asyncio.run(measure(pace, turn_ms)))
    sys.stdout.write(json.dumps(report, indent=2) + "\n" if options.json else table(report))


if __name__ == "__main__":
    main()
