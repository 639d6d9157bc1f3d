"""The phones of a running demo, over the control API that their page uses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Phones:
    """The phones at an address."""

    address: str

    async def page(self) -> str:
        """Fetch the page that shows them."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}/") as response:
            response.raise_for_status()
            return await response.text()

    async def ask(self, path: str, **given: object) -> Any:  # noqa: ANN401 - JSON
        """Ask the control API; whatever is given is posted."""
        method, url = "POST" if given else "GET", f"{self.address}/control/{path}"
        async with aiohttp.ClientSession() as session, session.request(method, url, json=given or None) as response:
            response.raise_for_status()
            return await response.json()

    async def answer_to_start(self, language: str) -> str:
        """Open the bot on a new phone and wait for what it says first."""
        phone = await self.ask("phones", label=language, first_name="Guest", language=language)
        await self.ask(f"phones/{phone['id']}/start", payload="")
        async with asyncio.timeout(PATIENCE_S):
            while True:
                messages = (await self.ask(f"phones/{phone['id']}"))["messages"]
                if said := [message["text"] for message in messages if not message["outgoing"]]:
                    return str(said[0])
                await asyncio.sleep(
                    0.02
                )  # the page listens to a stream of events; one look after another is enough here
