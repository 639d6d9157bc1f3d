"""Fetch a file from an address that a coordinator named, and never anything else.

Whoever names an address might make us knock at machines that only we can reach. So it is https alone, every name is resolved
here, a private address among its answers refuses it, and the connection goes to the very addresses that were looked at: a
name that says something else the second time gains nothing. Redirects are followed three times at most, each as carefully,
and to no other port: what listens there was not meant for the public.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from socket import AF_UNSPEC, AddressFamily
from typing import Protocol
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from storage.exchange.received import LARGEST_BYTES
from storage.records.intake import SourceOutcome

PATIENCE_S = 30.0
REDIRECTS = 3
HTTPS = 443
CHUNK = 64 * 1024
MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED, FINE = 304, 200
GZIP = 31
"""zlib's sign for a gzip header and a check sum"""
MOST_MEMBERS = 1000
AGENT = "Quartierbot (course catalogue)"
ACCEPTED = "application/xml, application/json, text/calendar, text/csv, text/html;q=0.8, */*;q=0.5"


class FetchError(Exception):
    """A file was not fetched; `outcome` says why."""

    def __init__(self, outcome: SourceOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: a file's name and content, and by what to ask next time whether it changed."""

    name: str
    content: bytes
    etag: str
    modified: str


class Fetching(Protocol):
    """Fetches from addresses."""

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched | None:
        """Fetch a file; None when it has not changed. FetchError when it cannot be."""
        ...


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet; one wrapped into IPv6 is looked at itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in NAT64:
            return is_public(str(ipaddress.IPv4Address(found.packed[-4:])))
        inner = found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found not in UNICAST or found in EXAMPLES or (inner is not None and not is_public(str(inner))):
            return False
    return found.is_global and not found.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST, EXAMPLES = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("3fff::/20")
"""all that is given out of IPv6, and what of it is for examples"""


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those any of whose addresses is not allowed."""

    def __init__(self, allowed: Callable[[str], bool], inner: AbstractResolver | None = None) -> None:
        self._allowed = allowed
        self._inner = inner or ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_UNSPEC) -> list[ResolveResult]:
        """Resolve a name; FetchError when it leads, or may lead, to a private machine."""
        found = await self._inner.resolve(host, port, family)
        if not found or not all(self._allowed(one["host"]) for one in found):
            raise FetchError(SourceOutcome.PRIVATE)
        return found

    async def close(self) -> None:
        """Close what it asks."""
        await self._inner.close()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files of at most `most` bytes, unpacked too, within `patience_s` seconds in all."""

    allowed: Callable[[str], bool] = is_public
    most: int = LARGEST_BYTES
    patience_s: float = PATIENCE_S
    trust: ssl.SSLContext | None = None
    """whose certificates are believed; the system's when None"""
    resolver: AbstractResolver | None = None

    async def fetch(self, address: str, etag: str = "", modified: str = "") -> Fetched | None:
        """Fetch a file; None when it has not changed. FetchError when it cannot be."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {"Accept": ACCEPTED, "Accept-Encoding": "gzip", "User-Agent": AGENT}
        headers |= {name: value for name, value in conditions.items() if value}
        try:
            async with asyncio.timeout(self.patience_s), self._session(headers) as session:
                return await self._follow(session, address)
        except TimeoutError as error:
            raise FetchError(SourceOutcome.TOO_SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(_hidden(error)) from error

    def _session(self, headers: dict[str, str]) -> aiohttp.ClientSession:
        """Make a session for one visit: no cookies, no proxy, nothing unpacked by itself."""
        resolver = PublicResolver(self.allowed, self.resolver)
        connector = aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, ssl=self.trust if self.trust is not None else True, limit=1
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=16 * 1024,
            max_field_size=16 * 1024,
        )

    async def _follow(self, session: aiohttp.ClientSession, address: str) -> Fetched | None:
        """Go where an address leads, a few steps at most."""
        first = URL(address)
        for _ in range(REDIRECTS + 1):
            self._look_at(address, first)
            async with session.get(URL(address), allow_redirects=False) as answer:
                if answer.status in MOVED:
                    address = urljoin(address, answer.headers.get("Location", ""))
                    continue
                return await self._take(answer)
        raise FetchError(SourceOutcome.REDIRECTS)

    def _look_at(self, address: str, first: URL) -> None:
        """Refuse what is not https to a public machine, or another port; names are looked at when they are resolved."""
        url = URL(address)
        if url.scheme != "https" or not url.host or url.user is not None:
            raise FetchError(SourceOutcome.NOT_HTTPS)
        if url.port != HTTPS and url.origin() != first.origin():
            raise FetchError(SourceOutcome.PORT)
        if _is_number(url.host) and not (_is_written_out(url.host) and self.allowed(url.host)):
            raise FetchError(SourceOutcome.PRIVATE)

    async def _take(self, answer: aiohttp.ClientResponse) -> Fetched | None:
        """Read an answer that is no redirect."""
        if answer.status == UNCHANGED:
            return None
        if answer.status != FINE:
            raise FetchError(SourceOutcome.ANSWER)
        if (answer.content_length or 0) > self.most:
            raise FetchError(SourceOutcome.TOO_LARGE)
        content = await self._read(answer)
        kept = (answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Fetched(answer.url.name[-80:] or str(answer.url.host), content, *kept)

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        """Read the body bit by bit and stop where it grows too large, also while unpacking."""
        match answer.headers.get("Content-Encoding", "").strip().casefold():
            case "" | "identity":
                unpack = None
            case "gzip" | "x-gzip":
                unpack = Unpacking(self.most)
            case _:
                raise FetchError(SourceOutcome.NO_FILE)
        body = bytearray()
        async for chunk in answer.content.iter_chunked(CHUNK):
            body += chunk if unpack is None else unpack.unpacked(chunk, self.most - len(body))
            if len(body) > self.most:
                raise FetchError(SourceOutcome.TOO_LARGE)
        if unpack is not None and not unpack.complete:
            raise FetchError(SourceOutcome.NO_FILE)
        return bytes(body)


class Unpacking:
    """Unpacks gzip, which may have several members one after another, and zeros behind them.

    FetchError when it is broken, larger than `most` bytes as it comes, or has absurdly many members: each may be empty.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._came = 0
        self._members = 1
        self._member = zlib.decompressobj(wbits=GZIP)

    @property
    def complete(self) -> bool:
        """Say whether the last member came to its end."""
        return self._member.eof

    def unpacked(self, chunk: bytes, room: int) -> bytes:
        """Unpack what comes next; at most one byte more than there is room for."""
        self._came += len(chunk)
        if self._came > self._most:
            raise FetchError(SourceOutcome.TOO_LARGE)
        found = bytearray()
        while len(found) <= room and (chunk := self._begun(chunk)):
            try:
                found += self._member.decompress(chunk, room + 1 - len(found))
            except zlib.error as error:
                raise FetchError(SourceOutcome.NO_FILE) from error
            chunk = self._member.unused_data
        return bytes(found)

    def _begun(self, chunk: bytes) -> bytes:
        """Begin the next member when one is over and more comes; tells what of it is still to be unpacked."""
        if not self._member.eof or not (chunk := chunk.lstrip(b"\0")):
            return chunk
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise FetchError(SourceOutcome.NO_FILE)
        self._member = zlib.decompressobj(wbits=GZIP)
        return chunk


def _is_number(host: str) -> bool:
    """Say whether a host is an address already, which nobody resolves, or a short form of one: 127.1."""
    return ":" in host or host.replace(".", "").isdigit()


def _is_written_out(host: str) -> bool:
    """Say whether an address is written as it should be."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _hidden(error: BaseException) -> SourceOutcome:
    """Find the refusal of a resolver beneath what the client made of it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, FetchError):
            return seen.outcome
        seen = seen.__cause__ or seen.__context__
    return SourceOutcome.UNREACHABLE
