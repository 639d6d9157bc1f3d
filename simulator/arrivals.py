"""Waits for what comes from the bot, on events and never for a time."""

import asyncio

from simulator.records import Chat


async def await_arrivals(chat: Chat, total: int, timeout_s: float) -> None:
    """Wait until `total` things in all have come into a chat; raises TimeoutError saying what came last."""
    try:
        async with asyncio.timeout(timeout_s):
            while chat.arrived < total:
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                chat.waiting.append(future)
                await future
    except TimeoutError:
        last = chat.arrivals[-1] if chat.arrivals else None
        raise TimeoutError(f"{total - chat.arrived} more expected within {timeout_s} s; the last was {last}") from None
