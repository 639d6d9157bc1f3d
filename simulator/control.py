"""The control API: what the page and test scripts do with phones, clock and network, as JSON under `/control/`."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import islice
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from simulator import acts, api
from simulator.acts import ImpossibleError
from simulator.api import Api
from simulator.faults import KINDS, Dice, Faults
from simulator.limits import Limits
from simulator.world import Account, Body, World, show_bot, show_phone

Route = Callable[[web.BaseRequest, Body], Awaitable[object]]
MOST_WAITING_EVENTS = 5_000

encode = msgspec.json.Encoder().encode


class _UnknownError(Exception):
    """There is no such thing; answered with 404."""


class Control:
    """Answers `/control/...`; wrong input is 400 with {"ok": false, "error": ...}."""

    def __init__(self, world: World, api_: Api) -> None:
        self.world = world
        self.api = api_
        self._streams: set[asyncio.Queue[bytes | None]] = set()
        self._routes: dict[tuple[str, str], Route] = {
            ("GET", "state"): self._state,
            ("POST", "phones"): self._add_phone,
            ("GET", "calls"): self._calls,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._move_clock,
            ("GET", "network"): self._network,
            ("POST", "network"): self._set_network,
        }

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix("/control/").strip("/")
        if _is_foreign(request):
            return _json({"ok": False, "error": "only the simulator's own page may do this"}, 403)
        if path == "events":
            return await self._stream(request)
        try:
            return _json(await self._dispatch(request, path))
        except _UnknownError as unknown:
            return _json({"ok": False, "error": str(unknown)}, 404)
        except (ImpossibleError, ValueError, TypeError, KeyError) as wrong:
            reason = f"{wrong.args[0]} is missing" if isinstance(wrong, KeyError) else str(wrong)
            return _json({"ok": False, "error": reason}, 400)

    def stop(self) -> None:
        """End every stream of events."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def _dispatch(self, request: web.BaseRequest, path: str) -> object:
        given = await _given(request)
        if route := self._routes.get((request.method, path)):
            return await route(request, given)
        parts = path.split("/")
        if parts[0] == "phones" and len(parts) in {2, 3}:
            return self._phone(request.method, self._account(parts[1]), parts[2] if len(parts) == 3 else "", given)
        raise _UnknownError(f"there is no {request.method} /control/{path}")

    def _account(self, number: str) -> Account:
        account = self.world.accounts.get(int(number)) if number.isdigit() else None
        if account is None:
            raise _UnknownError(f"there is no phone {number}")
        return account

    def _phone(self, verb: str, account: Account, action: str, given: Body) -> object:
        match verb, action:
            case "GET", "":
                return show_phone(account, self.world)
            case "DELETE", "":
                self.world.remove_account(account)
                self.world.tell("phone", account.id, phone={"id": account.id, "removed": True})
                return {"ok": True}
            case "POST", _:
                return {"ok": True, **self._act(account, action, given)}
            case _:
                raise _UnknownError(f"a phone has no {verb} {action}")

    def _act(self, account: Account, action: str, given: Body) -> Body:
        world = self.world
        match action:
            case "text":
                return _caused(acts.say(world, account, str(given["text"])))
            case "start":
                return _caused(acts.start(world, account, str(given.get("payload", ""))))
            case "tap":
                return self._tap(account, given)
            case "location":
                position = float(given["latitude"]), float(given["longitude"])
                return _caused(acts.share_location(world, account, *position))
            case "edit":
                return _caused(acts.edit(world, account, int(given["message_id"]), str(given["text"])))
            case "send":
                return _caused(acts.send(world, account, str(given["kind"]), str(given.get("caption", ""))))
            case "block":
                return _caused(acts.block(world, account))
            case "unblock":
                return _caused(acts.unblock(world, account))
            case _:
                raise _UnknownError(f"a phone cannot {action}")

    def _tap(self, account: Account, given: Body) -> Body:
        message_id = int(given["message_id"])
        if "data" in given:
            return _caused(acts.tap(self.world, account, message_id, str(given["data"])))
        button = acts.find_button(account.chat, message_id, int(given["row"]), int(given["column"]))
        if "callback_data" in button:
            return _caused(acts.tap(self.world, account, message_id, button["callback_data"]))
        return {"button": button}

    async def _state(self, request: web.BaseRequest, given: Body) -> Body:
        del request, given
        phones = [show_phone(account, self.world) for account in self.world.accounts.values()]
        return {"bot": show_bot(self.world.bot), "phones": phones, "clock": await self._read_clock()}

    async def _add_phone(self, request: web.BaseRequest, given: Body) -> Body:
        del request
        first_name = str(given.get("first_name") or given["label"])
        language, label = str(given.get("language") or "de"), str(given.get("label") or first_name)
        role, started = str(given.get("role") or ""), bool(given.get("started"))
        account = self.world.add_account(first_name, language, label, role=role, started=started)
        phone = show_phone(account, self.world)
        self.world.tell("phone", account.id, phone=phone)
        return phone

    async def _calls(self, request: web.BaseRequest, given: Body) -> list[Body]:
        del given
        limit = int(request.query.get("limit", "200"))
        return [api.show(call) for call in islice(reversed(self.api.calls), limit)]

    async def _clock(self, request: web.BaseRequest, given: Body) -> Body:
        del request, given
        clock = await self._read_clock()
        if clock is None:
            raise _UnknownError("the program that started the simulator handed in no clock")
        return clock

    async def _move_clock(self, request: web.BaseRequest, given: Body) -> Body:
        clock = self.world.clock
        if clock is None:
            raise _UnknownError("the program that started the simulator handed in no clock")
        await clock.move(await self._seconds(given))
        shown = await self._clock(request, {})
        self.world.tell("clock", None, clock=shown)
        return shown

    async def _seconds(self, given: Body) -> float:
        if given.get("to") != "next":
            return _positive(float(given["seconds"]))
        clock = self.world.clock
        due = await clock.next_due() if clock else None
        if clock is None or due is None:
            raise ImpossibleError("nothing is due")
        return max((due[0] - clock.now()).total_seconds(), 0.0)

    async def _read_clock(self) -> Body | None:
        clock = self.world.clock
        if clock is None:
            return None
        due = await clock.next_due()
        at, label = due or (None, None)
        shown = {"now": clock.now().isoformat(), "next": at.isoformat() if at else None, "next_label": label}
        zone = getattr(clock, "time_zone", None)
        return shown | {"time_zone": zone} if zone else shown

    async def _network(self, request: web.BaseRequest, given: Body) -> Body:
        del request, given
        dice = self.api.dice
        return {
            "delay_ms": round(self.api.delay_s * 1000, 3),
            "limits": self.api.limits is not None,
            "faults": dice.faults.counts(),
            "seed": dice.seed,
        }

    async def _set_network(self, request: web.BaseRequest, given: Body) -> Body:
        if "delay_ms" in given:
            self.api.delay_s = _positive(float(given["delay_ms"])) / 1000
        if "limits" in given:
            self.api.limits = Limits() if given["limits"] else None
        if "faults" in given or "seed" in given:
            shares = self.api.dice.faults.counts() | _shares(given.get("faults", {}))
            self.api.dice = Dice(Faults(**shares), int(given.get("seed", self.api.dice.seed)))
        return await self._network(request, given)

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


def _caused(update_id: int) -> Body:
    return {"update_id": update_id}


def _positive(number: float) -> float:
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number


def _shares(given: Body) -> dict[str, int]:
    if unknown := given.keys() - set(KINDS):
        raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    return {name: int(_positive(count)) for name, count in given.items()}


def _json(result: object, status: int = 200) -> web.Response:
    return web.Response(body=encode(result), status=status, content_type="application/json")
