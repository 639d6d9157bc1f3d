"""The peer of the simulator: aiohttp as it answers every request with the same few bytes, having read its form."""

from __future__ import annotations

import asyncio

from aiohttp import web

ANSWER = b'{"ok":true,"result":true}'


async def answer(request: web.BaseRequest) -> web.Response:
    """Read what was sent, and answer."""
    await request.post()
    return web.Response(body=ANSWER, content_type="application/json")


async def serve() -> None:
    """Listen on a free port, print the address, and serve until killed."""
    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
