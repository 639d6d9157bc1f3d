"""Provokes refusals: each on a stage of its own, over HTTP as any bot would."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any, NamedTuple

import aiohttp
import msgspec

from simulator import Simulator
from simulator.checks import API
from simulator.sentences.plain import plain
from simulator.sentences.refusal import Case
from simulator.sentences.stage import Stage, merge
from simulator.server import STOPPING
from simulator.world import Upload


class Answered(NamedTuple):
    """What came back."""

    status: int
    body: dict[str, Any]
    foreseen: dict[str, Any]
    """what the refusal says that the error's parameters are"""


async def provoke(case: Case) -> Answered:
    """Do what a case says and return what the server answered."""
    simulator = Simulator(token="1:right", inline=True)
    await simulator.start()
    try:
        async with aiohttp.ClientSession() as session:
            return await _provoke(Stage(simulator), session, case)
    finally:
        await simulator.stop()


async def _provoke(stage: Stage, session: aiohttp.ClientSession, case: Case) -> Answered:
    refusal = case.refusal
    token = refusal.token or stage.simulator.token
    given = stage.fill(merge(plain(case.method), refusal.changes(case.method), API["methods"][case.method]))
    stage.happens(refusal.after)
    calling = asyncio.ensure_future(
        call(session, f"{stage.simulator.address}/bot{token}/{refusal.called or case.method}", given, refusal.body)
    )
    if refusal.ends:
        await stage.simulator.world.updates.polled.wait()
        stage.simulator.world.updates.interrupt(STOPPING)
    if refusal.meanwhile is not None:
        await stage.simulator.world.updates.polled.wait()
        method, meanwhile = refusal.meanwhile
        await call(session, f"{stage.simulator.address}/bot{token}/{method}", stage.fill(meanwhile))
    return Answered(*await calling, stage.fill(dict(refusal.parameters)))


async def call(
    session: aiohttp.ClientSession, url: str, given: dict[str, Any], body: bytes | None = None
) -> tuple[int, dict[str, Any]]:
    """Call a method with JSON, with a form when there are files, or with a body as it is."""
    if body is not None:
        posting = session.post(url, data=body, headers={"Content-Type": "application/json"})
    elif any(isinstance(value, Upload) for value in given.values()):
        posting = session.post(url, data=_form(given))
    else:
        posting = session.post(url, json=given)
    async with posting as response:
        return response.status, await response.json()


def _form(given: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in given.items():
        if isinstance(value, Upload):
            form.add_field(name, BytesIO(value.content), filename=value.name, content_type=value.mime_type)
        else:
            form.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
    return form
