"""Servers that answer, garble, stall and hang up: what a transport meets on the way to the Bot API."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp import BodyPartReader, web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram import Bot, InputFile
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.transport import AiohttpRequest

Kind = type[HTTPXRequest] | type[AiohttpRequest]
both_kinds = pytest.mark.parametrize("kind", [HTTPXRequest, AiohttpRequest], ids=["httpx", "aiohttp"])
TOKEN = "123456:" + "A" * 35
ANSWERS: dict[str, tuple[int, str]] = {
    "forbidden": (403, '{"ok": false, "description": "Forbidden: bot was blocked by the user"}'),
    "bad": (400, '{"ok": false, "description": "Bad Request: message is not modified"}'),
    "migrated": (400, '{"ok": false, "description": "up", "parameters": {"migrate_to_chat_id": -1001}}'),
    "flooded": (429, '{"ok": false, "description": "Too Many Requests", "parameters": {"retry_after": 7}}'),
    "unauthorized": (401, '{"ok": false, "description": "Unauthorized"}'),
    "conflict": (409, '{"ok": false, "description": "Conflict: terminated by other getUpdates request"}'),
    "broken": (500, '{"ok": false, "description": "Internal Server Error"}'),
    "gateway": (502, "<html>Bad Gateway</html>"),
    "moved": (302, '{"ok": false, "description": "Found"}'),
    "garbled": (200, "this is not JSON"),
}


class Server:
    """A Bot API server that answers by method name and remembers what it was sent."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.peers: list[object] = []
        self.release = asyncio.Event()
        self.entered = asyncio.Event()
        self._app = web.Application(client_max_size=64 * 1024 * 1024)
        self._app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._app.router.add_get("/file/bot{token}/{path:.+}", self._download)

    async def _answer(self, request: web.Request) -> web.Response:
        self.peers.append(request.transport and request.transport.get_extra_info("peername"))
        method = request.match_info["method"]
        self.calls.append(await _read(request))
        if method in ANSWERS:
            status, text = ANSWERS[method]
            headers = {"Location": "/elsewhere"} if status == 302 else {}
            return web.Response(status=status, text=text, headers=headers)
        if method == "slow":
            self.entered.set()
            await self.release.wait()
        if method == "sendMediaGroup":
            return web.json_response({"ok": True, "result": []})
        return web.json_response({"ok": True, "result": {"echo": self.calls[-1].get("text")}})

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=request.match_info["path"].encode() * 200_000)

    @asynccontextmanager
    async def run(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        """Serve on loopback, over TLS when a context is given, and yield the root address."""
        server = TestServer(self._app, scheme="https" if tls else "http")
        await server.start_server(ssl=tls)
        try:
            yield str(server.make_url("")).rstrip("/")
        finally:
            self.release.set()
            await server.close()


async def _read(request: web.Request) -> dict[str, Any]:
    if not request.content_type.startswith("multipart/"):
        return dict(await request.post())
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        name = str(part.name)
        is_file = part.filename is not None
        fields[name] = (part.filename, content, part.headers["Content-Type"]) if is_file else content.decode()
    return fields


@asynccontextmanager
async def bot_over(kind: Kind, root: str) -> AsyncIterator[Bot]:
    """A bot that is not asked who it is, for the server knows no getMe."""
    request, updates = kind(), kind()
    async with request, updates:
        yield Bot(TOKEN, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=updates)


def address(root: str, method: str) -> str:
    return f"{root}/bot{TOKEN}/{method}"


async def failure_of(transport: BaseRequest, url: str, **timeouts: float) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await transport.post(url, None, **timeouts)
    return caught.value


async def send_document(bot: Bot, content: bytes, filename: str, write_timeout: float | None = 20) -> None:
    document = InputFile(content, filename=filename)
    await bot.do_api_request("anything", {"chat_id": 1, "document": document}, write_timeout=write_timeout)


@asynccontextmanager
async def raw_server(answer: bytes, heard: list[bytes] | None = None) -> AsyncIterator[str]:
    """Answer each connection's first request with these bytes and hang up; note what was heard."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(head)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def deaf_server() -> AsyncIterator[str]:
    """Accept connections and read nothing from them."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1024)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        over.set()


def write_certificate(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 that nobody else has signed, with its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return folder / "cert.pem"


def forget_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the proxies of the machine that runs the tests out of the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
