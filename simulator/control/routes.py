"""Answers `/control/...`: finds what is asked for, and streams events to the pages that are open."""

import asyncio
from collections.abc import Awaitable
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from simulator.acts import ImpossibleError
from simulator.api import Api
from simulator.control import chats, machinery, phones
from simulator.control.wrong import UnknownError
from simulator.host import Host
from simulator.records import Body
from simulator.showing import show_bot
from simulator.world import World

MOST_WAITING_EVENTS = 5_000

encode = msgspec.json.Encoder().encode


class Control:
    """Answers `/control/...`; wrong input is 400 with {"ok": false, "error": ...}."""

    def __init__(self, world: World, api: Api, host: Host | None = None) -> None:
        self.world = world
        self.api = api
        self.host = host
        self._streams: set[asyncio.Queue[bytes | None]] = set()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix("/control/").strip("/")
        if _is_foreign(request):
            return _json({"ok": False, "error": "only the simulator's own page may do this"}, 403)
        if path == "events":
            return await self._stream(request)
        try:
            answered = self._dispatch(request, path, await _given(request))
            return _json(await answered if isinstance(answered, Awaitable) else answered)
        except UnknownError as unknown:
            return _json({"ok": False, "error": str(unknown)}, 404)
        except (ImpossibleError, ValueError, TypeError, KeyError) as wrong:
            reason = f"{wrong.args[0]} is missing" if isinstance(wrong, KeyError) else str(wrong)
            return _json({"ok": False, "error": reason}, 400)

    def stop(self) -> None:
        """End every stream of events."""
        for stream in self._streams:
            stream.put_nowait(None)

    def _dispatch(self, request: web.BaseRequest, path: str, given: Body) -> object:
        world, verb = self.world, request.method
        match [verb, *path.split("/")]:
            case ["POST", "phones"]:
                return phones.add(world, given, self.host)
            case [_, "phones", number, *action] if len(action) < 2:
                return phones.answer(world, verb, phones.find(world, number), "".join(action), given)
            case ["POST", "chats"]:
                return chats.add(world, given)
            case [_, "chats", number, *action] if len(action) < 2:
                return chats.answer(world, verb, chats.find(world, number), "".join(action), given)
            case [_, _]:
                return self._machinery(request, path, given)
            case _:
                raise UnknownError(f"there is no {verb} /control/{path}")

    def _machinery(self, request: web.BaseRequest, path: str, given: Body) -> object:
        match request.method, path:
            case "GET", "state":
                return self._state()
            case "GET", "calls":
                return machinery.calls(self.api, request.query.get("limit", "200"))
            case "GET", "clock":
                return machinery.clock(self.world)
            case "POST", "clock":
                return machinery.move_clock(self.world, given)
            case "GET", "network":
                return machinery.network(self.api)
            case "POST", "network":
                return machinery.set_network(self.api, given)
            case "POST", "scene":
                return self._set_scene()
            case "POST", "bot":
                return machinery.set_bot(self.world, given)
            case _:
                raise UnknownError(f"there is no {request.method} /control/{path}")

    async def _set_scene(self) -> Body:
        if self.host is None:
            raise UnknownError("the program that started the simulator has no scene")
        await self.host.set_scene()
        return {"ok": True}

    async def _state(self) -> Body:
        world = self.world
        return {
            "bot": show_bot(world.bot),
            "phones": [world.show_phone(account) for account in world.accounts.values() if account.shown],
            "chats": [world.show_chat(chat) for chat in world.groups],
            "clock": await machinery.read_clock(world),
            "scene": self.host.scene if self.host else None,
        }

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        stream: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._streams.add(stream)
        self.world.listen = self._tell
        try:
            await response.write(b"retry: 500\n\n")
            while (event := await stream.get()) is not None:
                await response.write(event)
        except ConnectionError:
            pass
        finally:
            self._streams.discard(stream)
            self.world.listen = self._tell if self._streams else None
        return response

    def _tell(self, event: Body) -> None:
        line = b"data: " + encode(event) + b"\n\n"
        for stream in self._streams:
            # A page that cannot keep up is cut off; it connects again and reads the state anew.
            stream.put_nowait(line if stream.qsize() < MOST_WAITING_EVENTS else None)


async def _given(request: web.BaseRequest) -> Body:
    body = await request.read() if request.body_exists else b""
    try:
        given = msgspec.json.decode(body) if body else {}
    except msgspec.DecodeError as error:
        raise ValueError(f"the body is no JSON: {error}") from None
    if not isinstance(given, dict):
        raise ValueError("the body must be a JSON object")
    return given


def _is_foreign(request: web.BaseRequest) -> bool:
    """Tell whether another site's page asks, as any page in the browser could."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.host


def _json(result: object, status: int = 200) -> web.Response:
    return web.Response(body=encode(result), status=status, content_type="application/json")
