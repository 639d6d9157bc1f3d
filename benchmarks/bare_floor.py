"""The floor: the least a polling bot can do. What it takes is the network, the simulator and the wait for the next poll."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import msgspec

from benchmarks.contestants import Setup, Tell, nothing


async def serve(setup: Setup, ready: Callable[[Tell], None]) -> None:
    """Poll, and answer every message with the same few bytes."""
    api = f"{setup.api_url}/bot{setup.token}"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        ready(nothing)
        offset = 0
        tasks: set[asyncio.Task[None]] = set()
        while True:
            async with session.post(f"{api}/getUpdates", json={"offset": offset, "timeout": 25}) as response:
                updates = msgspec.json.decode(await response.read())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                task = asyncio.create_task(_reply(session, api, update["message"]["chat"]["id"]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)


async def _reply(session: aiohttp.ClientSession, api: str, chat: int) -> None:
    async with session.post(f"{api}/sendMessage", data={"chat_id": str(chat), "text": "yes"}) as response:
        await response.read()
