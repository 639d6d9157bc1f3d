"""Carry PTB's requests over aiohttp, for httpx's pool slows down as soon as many calls run side by side.

What PTB promises of its own transport holds here as well. Three things are stricter: an error never quotes the
address of a request, because the bot's token stands in it; an error says whether the request can have arrived;
and connections stay open, so that a quiet bot does not pay for a TLS handshake with every reply.
"""

import asyncio
import contextlib
import os
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Final
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

KEEP_ALIVE_S: Final = 900.0
DNS_CACHE_S: Final = 60
CHUNK_BYTES: Final = 64 * 1024
TCP_PROBES: Final = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}


# PTB asks the environment whether RetryAfter.retry_after may be a timedelta, and warns at each 429 if it may not.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class NotSent(NetworkError):  # noqa: N818 - named like PTB's own errors, which say what happened
    """The request never left this machine, so it is safe to send it again."""


class NotSentInTime(NotSent, TimedOut):
    """No connection became free or could be opened in time: safe to send again, unlike any other time-out."""


class Interrupted(NetworkError):  # noqa: N818 - named like PTB's own errors, which say what happened
    """The connection broke while the request was under way: Telegram may have acted, so sending again may double it."""


class _Proxies:
    """The proxy for an address: the one given, else what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say."""

    def __init__(self, proxy: str | None) -> None:
        found = {"all": proxy} if proxy else getproxies()
        usable = [scheme for scheme in ("http", "https", "all") if found.get(scheme)]
        self._by_scheme: dict[str, URL] = {scheme: _read_proxy(found[scheme]) for scheme in usable}
        self._given = proxy is not None
        self._known: dict[tuple[str, str | None], URL | None] = {}

    def choose(self, url: str) -> URL | None:
        if not self._by_scheme:
            return None
        address = URL(url)
        key = (address.scheme, address.host)
        if key not in self._known:
            self._known[key] = self._look_up(address.scheme, address.host or "")
        return self._known[key]

    def _look_up(self, scheme: str, host: str) -> URL | None:
        if not self._given and proxy_bypass(host):
            return None
        return self._by_scheme.get(scheme) or self._by_scheme.get("all")


@dataclass(frozen=True, slots=True)
class _Timeouts:
    """Seconds to wait for a free connection, for a new one, for each step of an upload and of an answer."""

    pool: float | None
    connect: float | None
    write: float | None
    read: float | None


@dataclass(frozen=True, slots=True)
class _Body:
    """What a request carries, encoded as PTB's own transport encodes it."""

    content: bytes | None
    content_type: str | None


class AiohttpRequest(BaseRequest):
    """Make PTB's requests with aiohttp; a drop-in for `telegram.request.HTTPXRequest`.

    `initialize` opens it, `shutdown` closes it, and the two may be repeated. Time-outs are in seconds, None waits for
    ever. `proxy` is an http or https address; without it the usual environment variables count. Raises RuntimeError
    for a SOCKS proxy, whose support aiohttp lacks. Requests raise NotSent or NotSentInTime when nothing was sent,
    TimedOut when the answer is overdue and Telegram may have acted, NetworkError for all else.
    """

    __slots__ = ("_defaults", "_keep_alive", "_media_write_timeout", "_places", "_pool_size", "_proxies", "_session")

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        proxy: str | None = None,
        media_write_timeout: float | None = 20.0,
        keep_alive: float = KEEP_ALIVE_S,
    ) -> None:
        self._pool_size = connection_pool_size
        self._defaults = _Timeouts(pool_timeout, connect_timeout, write_timeout, read_timeout)
        self._media_write_timeout = media_write_timeout
        self._keep_alive = keep_alive
        self._proxies = _Proxies(proxy)
        self._places = asyncio.Semaphore(connection_pool_size)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds an answer may take when a call does not say otherwise."""
        return self._defaults.read

    async def initialize(self) -> None:
        """Open the session; does nothing when it is open."""
        if self._session is not None:
            return
        # The semaphore belongs to the loop in which it first had to wait, so each opening gets a new one.
        self._places = asyncio.Semaphore(self._pool_size)
        self._session = aiohttp.ClientSession(
            connector=self._build_connector(),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
        )

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing when it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request and return the status and the payload, whatever they are; see `BaseRequest.do_request`."""
        session = self._session
        if session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        uploads = request_data is not None and request_data.contains_files
        usual = self._defaults
        timeouts = _Timeouts(
            pool=_or_default(pool_timeout, usual.pool),
            connect=_or_default(connect_timeout, usual.connect),
            write=_or_default(write_timeout, self._media_write_timeout if uploads else usual.write),
            read=_or_default(read_timeout, usual.read),
        )
        body = await _encode(request_data)
        try:
            async with self._place(timeouts.pool):
                return await self._exchange(session, method, url, body, timeouts)
        except (aiohttp.ClientError, OSError) as error:
            failure = _translate(error)
        # Raised out here because a chained exception would print the address, and with it the token.
        raise failure

    def _build_connector(self) -> aiohttp.TCPConnector:
        return aiohttp.TCPConnector(
            limit=0,  # _place counts, for aiohttp cannot time the wait for a place apart from the connecting
            keepalive_timeout=self._keep_alive,
            ttl_dns_cache=DNS_CACHE_S,
            socket_factory=_open_socket,
            ssl=_trust(),
        )

    @contextlib.asynccontextmanager
    async def _place(self, patience: float | None) -> AsyncIterator[None]:
        places = self._places
        try:
            async with asyncio.timeout(patience if places.locked() else None):
                await places.acquire()
        except TimeoutError:
            raise NotSentInTime(
                "Pool timeout: All connections in the connection pool are occupied. Request was *not* sent to "
                "Telegram. Consider adjusting the connection pool size or the pool timeout."
            ) from None
        try:
            yield
        finally:
            places.release()

    async def _exchange(
        self, session: aiohttp.ClientSession, method: str, url: str, body: _Body, timeouts: _Timeouts
    ) -> tuple[int, bytes]:
        content = body.content or b""
        headers = {"Content-Type": body.content_type} if body.content_type else {}
        async with asyncio.timeout(None) as deadline:
            streamed = len(content) > CHUNK_BYTES
            if streamed:
                headers["Content-Length"] = str(len(content))
            async with session.request(
                method,
                url,
                data=_stream(content, deadline, timeouts.write) if streamed else body.content,
                headers=headers,
                timeout=_client_timeout(timeouts.connect, timeouts.read),
                allow_redirects=False,
                proxy=self._proxies.choose(url),
            ) as response:
                return response.status, await response.read()


def _read_proxy(address: str) -> URL:
    url = URL(address if "://" in address else f"http://{address}")
    if url.scheme not in ("http", "https"):
        raise RuntimeError(f"A {url.scheme} proxy is not supported: name an http or https proxy instead.")
    return url


def _or_default(given: ODVInput[float], usual: float | None) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


@lru_cache(maxsize=64)
def _client_timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _trust() -> ssl.SSLContext:
    """Trust whom PTB's own transport trusts: certifi's list, or SSL_CERT_FILE and SSL_CERT_DIR."""
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _open_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """Open a socket that probes its peer, so that a connection which died while idle is not used again."""
    family, kind, protocol, _, _ = address
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in TCP_PROBES.items():
        if (option := getattr(socket, name, None)) is not None:
            opened.setsockopt(socket.IPPROTO_TCP, option, value)
    return opened


async def _encode(data: RequestData | None) -> _Body:
    if data is None:
        return _Body(None, None)
    if data.contains_files:
        return await _encode_parts(data)
    if parameters := data.json_parameters:
        return _Body(urlencode(parameters).encode(), "application/x-www-form-urlencoded")
    return _Body(None, None)


async def _encode_parts(data: RequestData) -> _Body:
    boundary = os.urandom(16).hex()
    lines = [_part(boundary, _quote("name", name), value.encode()) for name, value in data.json_parameters.items()]
    for name, (filename, content, mimetype) in data.multipart_data.items():
        disposition = f"{_quote('name', name)}; {_quote('filename', filename)}\r\nContent-Type: {mimetype}"
        lines.append(_part(boundary, disposition, await _read(content)))
    lines.append(f"--{boundary}--\r\n".encode())
    return _Body(b"".join(lines), f"multipart/form-data; boundary={boundary}")


def _part(boundary: str, disposition: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return b"".join((head.encode(), content, b"\r\n"))


def _quote(name: str, value: str) -> str:
    """Quote as browsers do (plain UTF-8): aiohttp's own quoting would turn 'Käse.pdf' into percent signs."""
    safe = "".join(f"%{ord(sign):02X}" if sign == '"' or sign < " " else sign for sign in value)
    return '{}="{}"'.format(name, safe.replace("\\", "\\\\"))


async def _read(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else await asyncio.to_thread(_read_from_start, content)


def _read_from_start(handle: IO[bytes]) -> bytes:
    if handle.seekable():
        handle.seek(0)
    return handle.read()


async def _stream(content: bytes, deadline: asyncio.Timeout, step: float | None) -> AsyncIterator[bytes]:
    """Yield the body in pieces and let each take `step` seconds: aiohttp has no time-out for writing."""
    for start in range(0, len(content), CHUNK_BYTES):
        _extend(deadline, step)
        yield content[start : start + CHUNK_BYTES]
    _extend(deadline, None)


def _extend(deadline: asyncio.Timeout, seconds: float | None) -> None:
    # A server may answer before it has read everything; then nobody waits for the upload any more.
    with contextlib.suppress(RuntimeError):
        deadline.reschedule(None if seconds is None else asyncio.get_running_loop().time() + seconds)


def _translate(error: Exception) -> NetworkError:
    """Name what went wrong in PTB's words, without the address."""
    kind = f"aiohttp.{type(error).__name__}"
    match error:
        case aiohttp.ConnectionTimeoutError():
            return NotSentInTime("Connection timeout: Request was *not* sent to Telegram.")
        case TimeoutError():
            return TimedOut()
        case aiohttp.ClientConnectorError():
            return NotSent(f"{kind}: cannot reach {error.host}:{error.port} ({error.strerror or 'no details'})")
        case aiohttp.ClientHttpProxyError():
            return NotSent(f"{kind}: the proxy answered {error.status}")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return NotSent(f"{kind}: the address is not valid")
        case _:
            return Interrupted(kind)
