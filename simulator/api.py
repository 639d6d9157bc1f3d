"""The Bot API over HTTP: reads a call, lets the network misbehave, plays the method, answers, and keeps a record."""

import asyncio
import math
import re
import socket
import struct
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web
from yarl import URL

from simulator import clock as clocks
from simulator.checks import Parameters
from simulator.faults import Dice, Fault, Faults
from simulator.limits import Limits
from simulator.methods import METHODS
from simulator.methods.reach import chat_of
from simulator.methods.registry import Described, Method, Waiting
from simulator.refusals import RefusedError, bad_request
from simulator.world import NANOSTARS, Json, Upload, World

TOKEN = re.compile(r"[1-9]\d{0,19}:[A-Za-z0-9_-]{1,60}")
BAD_GATEWAY = RefusedError(502, "Bad Gateway")
UNAUTHORIZED = RefusedError(401, "Unauthorized")
NOT_FOUND = RefusedError(404, "Not Found")
# 'for a fee of 0.1 Telegram Stars per message', allow_paid_broadcast
BROADCAST_FEE = NANOSTARS // 10
# Where `attach://<name>` may stand within an object.
NESTED = ("media", "photo")
MANY = ("media", "message_ids")
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


@dataclass(slots=True)
class Call:
    """One call of the Bot API as it came and went; `at` is monotonic, `ms` how long it took with the network's delay.

    `ignored` names parameters that the method does not know; Telegram passes over them in silence. `fee` is what the
    call costs once it is done, in shares of a Star.
    """

    method: str
    parameters: Parameters
    at: float
    time: datetime
    chat_id: Any = None
    ok: bool = False
    error_code: int | None = None
    description: str | None = None
    result: Any = None
    ms: float = 0.0
    fault: Fault | None = None
    ignored: tuple[str, ...] = ()
    fee: int = 0


class Api:
    """Answers `/bot<token>/<method>`; `token` None takes any of the right shape for the one bot there is."""

    def __init__(self, world: World, token: str | None, *, delay_s: float, keep_calls: int) -> None:
        self.world = world
        self.token = token
        self.delay_s = delay_s
        self.limits: Limits | None = None
        self.limit_scale = 1.0
        self.dice = Dice(Faults(), 0)
        self.calls: deque[Call] = deque(maxlen=keep_calls)
        self.in_flight = 0
        self.busy_at = time.monotonic()
        self.activity = asyncio.Event()
        world.webhook.perform = self._perform

    def limit(self, limits: bool | None, scale: float | None) -> None:
        """Switch limits on or off and set their scale, forgetting what was counted; what is None stays as it is."""
        if scale is not None:
            if not (scale > 0 and math.isfinite(scale)):
                raise ValueError(f"limits cannot be {scale} times as high")
            self.limit_scale = scale
        is_on = self.limits is not None if limits is None else limits
        self.limits = Limits(scale=self.limit_scale) if is_on else None

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one HTTP request."""
        token, _, name = request.path[len("/bot") :].partition("/")
        call = Call(name, {}, time.monotonic(), clocks.read(self.world.clock))
        call.fault = self.dice.draw()
        unread = await _take(request, call)
        if self.delay_s and name.lower() != "getupdates":
            # What is on its way arrives, though the caller may be gone by then.
            answer = await asyncio.shield(self._travel(token, call, unread))
        else:
            answer = await self._travel(token, call, unread)
        if call.fault in {"drop_before", "drop_after", "reset"}:
            _cut(request, reset=call.fault == "reset")
        return answer

    async def _travel(self, token: str, call: Call, unread: RefusedError | None) -> web.Response:
        """Do a call between two halves of the network's delay."""
        self._begin(call.method)
        try:
            if self.delay_s:
                await asyncio.sleep(self.delay_s / 2)
            answered = await self._do(token, call, unread)
            if late := self.delay_s / 2 + (self.dice.faults.slow_s if call.fault == "slow" else 0):
                await asyncio.sleep(late)
            return answered
        finally:
            self._finish(call)

    async def _do(self, token: str, call: Call, unread: RefusedError | None) -> web.Response:
        try:
            method = self._authorise(token, call.method)
            call.method = method.name
            if unread:
                raise unread
            match call.fault:
                case "error_5xx":
                    raise BAD_GATEWAY
                case "drop_before" | "reset":
                    call.description = f"fault: {call.fault}"
                    return web.Response()
                case _:
                    return web.Response(body=await self._play(method, call), content_type="application/json")
        except RefusedError as refused:
            return _refuse(call, refused)

    def _authorise(self, token: str, name: str) -> Method:
        if not TOKEN.fullmatch(token) or (self.token is not None and token != self.token):
            raise UNAUTHORIZED
        if self.token is None:
            self.world.bot.id = int(token.partition(":")[0])
        method = METHODS.get(name.lower())
        if method is None:
            raise NOT_FOUND
        return method

    async def _play(self, method: Method, call: Call) -> bytes:
        given = self._check(method, call)
        result = self._charge(call, method.play(self.world, given))
        if type(result) is Waiting:
            raw = await self.world.updates.poll(*result)
            call.ok, call.result = True, msgspec.Raw(raw)
            return b'{"ok":true,"result":' + raw + b"}"
        call.ok = True
        if type(result) is Described:
            call.result = result.result
            return encode({"ok": True, "result": result.result, "description": result.description})
        call.result = result
        return encode({"ok": True, "result": result})

    def _check(self, method: Method, call: Call) -> Parameters:
        parameters = call.parameters
        call.chat_id = self._chat_id(call)
        given = method.check(_with_files(parameters))
        if len(given) < len(parameters):
            unknown = [name for name in parameters if name not in given]
            call.ignored = tuple(name for name in unknown if not isinstance(parameters[name], Upload))
        for name in NESTED:
            if type(given.get(name)) in {dict, list}:
                given[name] = _attached(given[name], parameters)
        if self.limits is not None:
            self._count(self.limits, method, call, given)
        return given

    def _count(self, limits: Limits, method: Method, call: Call, given: Parameters) -> None:
        count = max((len(given[name]) for name in MANY if type(given.get(name)) is list), default=1)
        chat_id = self._number(call.chat_id)
        pays = given.get("allow_paid_broadcast", False)
        call.fee = BROADCAST_FEE * limits.pass_or_refuse(method.name.lower(), chat_id, count, pays=pays)
        if call.fee > self.world.bot.nanostars:
            raise bad_request("BALANCE_TOO_LOW")

    def _number(self, chat_id: Json) -> Json:
        """A chat has one limit, whether it is called by number or by name."""
        if not isinstance(chat_id, str):
            return chat_id
        try:
            return chat_of(self.world, {"chat_id": chat_id}).id
        except RefusedError:
            return chat_id

    def _charge(self, call: Call, result: Any) -> Any:  # noqa: ANN401 - whatever the method returns
        """'The number of successful requests that exceeded regular limits and were therefore billed'."""
        if call.fee:
            self.world.bot.nanostars -= call.fee
        return result

    def _chat_id(self, call: Call) -> Json:
        if call.method == "answerCallbackQuery":
            query = self.world.queries.get(str(call.parameters.get("callback_query_id")))
            return query.chat.id if query else None
        chat_id = call.parameters.get("chat_id")
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit():
            return int(chat_id)
        return chat_id

    def _perform(self, given: dict[str, Any]) -> None:
        """Do a call that came as the answer of a webhook; nobody hears of its result."""
        call = Call(str(given.pop("method")), given, time.monotonic(), clocks.read(self.world.clock))
        method = METHODS.get(call.method.lower())
        if method is None or method.name in {"getUpdates", "setWebhook", "deleteWebhook"}:
            return
        self._begin(method.name)
        try:
            given = self._check(method, call)
            call.result = self._charge(call, method.play(self.world, given))
            call.ok = True
        except RefusedError as refused:
            _refuse(call, refused)
        self._finish(call)

    def _begin(self, name: str) -> None:
        if name.lower() != "getupdates":
            self.in_flight += 1
        self.busy_at = time.monotonic()
        self.activity.set()

    def _finish(self, call: Call) -> None:
        now = time.monotonic()
        self.busy_at = now
        call.ms = (now - call.at) * 1000
        if call.method.lower() != "getupdates":
            self.in_flight -= 1
        elif call.ok and call.result == EMPTY:
            return
        self.world.counts[call.method if call.ok else f"{call.method}:{call.error_code or call.fault}"] += 1
        self.calls.append(call)
        self.activity.set()
        if self.world.listen:
            self.world.listen(show_event(call))


EMPTY = msgspec.Raw(b"[]")


def show_event(call: Call) -> dict[str, Any]:
    """Return a call as the event stream tells it."""
    return {
        "type": "call",
        "chat": call.chat_id if isinstance(call.chat_id, int) else None,
        "method": call.method,
        "ok": call.ok,
        "error_code": call.error_code,
        "description": call.description,
        "ms": round(call.ms, 2),
        "time": call.time.isoformat(),
        "chat_id": call.chat_id,
    }


def show(call: Call) -> dict[str, Any]:
    """Return a call with all that was said."""
    parameters = {name: _show_parameter(value) for name, value in call.parameters.items()}
    said = {"parameters": parameters, "result": call.result, "fault": call.fault, "ignored": call.ignored}
    return show_event(call) | said


def _show_parameter(value: Json) -> Json:
    if isinstance(value, Upload):
        return {"file_name": value.name, "mime_type": value.mime_type, "size": len(value.content)}
    return value


def _refuse(call: Call, refused: RefusedError) -> web.Response:
    """Note and word a refusal; how long to wait stands in a header too, as in HTTP at large."""
    call.ok, call.error_code, call.description = False, refused.code, refused.description
    answer: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    parameters = refused.parameters or {}
    if parameters:
        answer["parameters"] = parameters
    headers = {"Retry-After": str(parameters["retry_after"])} if "retry_after" in parameters else None
    return web.Response(body=encode(answer), status=refused.code, headers=headers, content_type="application/json")


async def _take(request: web.BaseRequest, call: Call) -> RefusedError | None:
    """Read the parameters of a call; return why they cannot be read, for Telegram looks at the token first."""
    try:
        call.parameters = await _read(request)
    except RefusedError as refused:
        return refused
    return None


async def _read(request: web.BaseRequest) -> Parameters:
    """Return the parameters of a call: query string, form, JSON, or multipart with files."""
    parameters: Parameters = dict(request.query) if "?" in request.raw_path else {}
    if not request.body_exists:
        return parameters
    try:
        return parameters | await _read_body(request)
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "Request Entity Too Large") from None


async def _read_body(request: web.BaseRequest) -> Parameters:
    kind = request.content_type
    if kind == "multipart/form-data":
        return {name: _part(value) for name, value in (await request.post()).items()}
    body = await request.read()
    if kind == "application/json":
        return _read_json(body)
    # yarl reads a form five times as fast as urllib, and the form is most of what a call costs.
    return dict(URL.build(query_string=body.decode("utf-8", "replace"), encoded=True).query)


def _read_json(body: bytes) -> Parameters:
    try:
        parameters = decode(body) if body else {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        parameters = None
    if not isinstance(parameters, dict):
        raise bad_request("can't parse JSON object")
    return parameters


def _part(value: Json) -> Json:
    if isinstance(value, web.FileField):
        with value.file as file:
            return Upload(value.filename, value.content_type or "application/octet-stream", file.read())
    return value.decode("utf-8", "replace") if isinstance(value, (bytes, bytearray)) else value


def _with_files(parameters: Parameters) -> Parameters:
    """Put the files that came along where `attach://<name>` points to them."""
    attached = {
        name: parameters.get(value.removeprefix("attach://"))
        for name, value in parameters.items()
        if isinstance(value, str) and value.startswith("attach://")
    }
    return {**parameters, **attached} if attached else parameters


def _attached(value: Json, parameters: Parameters) -> Json:
    """Put files where an object, or each of a list, points to them."""
    if isinstance(value, list):
        return [_attached(each, parameters) for each in value]
    return {name: _upload_of(each, parameters) for name, each in value.items()}


def _upload_of(value: Json, parameters: Parameters) -> Json:
    if not (isinstance(value, str) and value.startswith("attach://")):
        return value
    upload = parameters.get(value.removeprefix("attach://"))
    return upload if isinstance(upload, Upload) else value


def _cut(request: web.BaseRequest, *, reset: bool) -> None:
    """Close the connection without an answer, politely or with a reset."""
    if request.transport is None:
        return
    connection = request.transport.get_extra_info("socket")
    if reset and connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    request.transport.abort()
