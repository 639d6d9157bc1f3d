"""Fetching from an address that somebody named: bounded in every way, and never from a machine that only we can reach."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import ipaddress
import os
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.fetching import MOST_MEMBERS, Fetched, Fetcher, FetchError, Unpacking, is_public
from storage.exchange.received import LARGEST_BYTES
from storage.records.intake import SourceOutcome

HOST = "kurse.example"
SMALL = 64 * 1024


@dataclass
class Names(AbstractResolver):
    """Says for every name what it was told, one answer after another, the last for ever; it notes what was asked."""

    answers: list[str] = field(default_factory=lambda: ["127.0.0.1"])
    port: int = 0
    asked: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Say the next answer."""
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=answer, port=self.port or port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Keep nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for the host, that only this test believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "host.pem"
    plain = serialization.NoEncryption()
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(kind, form, plain) + made.public_bytes(kind))
    return path


async def answer(request: web.Request) -> web.StreamResponse:
    """Answer well or badly, by the path."""
    match request.path:
        case "/kurse.xml":
            if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
            return web.Response(
                body=b"<kurse/>", headers={"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
            )
        case "/packed":
            return web.Response(body=gzip.compress(b"<kurse/>"), headers={"Content-Encoding": "gzip"})
        case "/members":
            return web.Response(body=b"".join(MEMBERS), headers={"Content-Encoding": "gzip"})
        case "/bombs":
            bombs = gzip.compress(bytes(SMALL // 2)) * 3
            return web.Response(body=bombs, headers={"Content-Encoding": "gzip"})
        case "/packed_long":
            return web.Response(body=gzip.compress(os.urandom(SMALL)), headers={"Content-Encoding": "gzip"})
        case "/half":
            body = gzip.compress(b"<kurse>") + gzip.compress(b"</kurse>")[:-9]
            return web.Response(body=body, headers={"Content-Encoding": "gzip"})
        case "/bomb":
            return web.Response(body=gzip.compress(bytes(SMALL * 40)), headers={"Content-Encoding": "gzip"})
        case "/odd":
            return web.Response(body=b"?", headers={"Content-Encoding": "br"})
        case "/broken":
            return web.Response(body=b"no gzip", headers={"Content-Encoding": "gzip"})
        case "/long":
            return web.Response(body=bytes(SMALL + 1))
        case "/endless":
            return await pour(request)
        case "/slow":
            await asyncio.sleep(60)
            return web.Response()
        case "/forbidden":
            return web.Response(status=403)
        case path:
            raise web.HTTPFound(WAYS[path])


MEMBERS = (gzip.compress(b"<kurse>"), gzip.compress(b""), gzip.compress(b"</kurse>"), bytes(20))
"""a file in parts, one of which is empty, and zeros behind it as tapes have them"""

WAYS = {
    "/round": f"https://{HOST}/round",
    "/home": "https://127.0.0.1/kurse.xml",
    "/six": "https://[::ffff:169.254.169.254]/latest",
    "/plain": f"http://{HOST}/kurse.xml",
    "/file": "file:///etc/passwd",
    "/once": "/kurse.xml",
    "/other": "https://other.example/kurse.xml",
    "/back_door": f"https://{HOST}:8443/kurse.xml",
    "/their_door": "https://other.example:8443/kurse.xml",
    "/front_door": f"https://{HOST}:443/kurse.xml",
}


async def pour(request: web.Request) -> web.StreamResponse:
    """Answer without an end and without a length."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(bytes(4096))


@pytest.fixture
async def port(certificate: Path) -> AsyncIterator[int]:
    """Serve the host's pages."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    assert runner.addresses
    yield runner.addresses[0][1]
    await runner.cleanup()


@pytest.fixture
def names(port: int) -> Names:
    """Resolve the host to the server of this test."""
    return Names(port=port)


@pytest.fixture
def fetcher(certificate: Path, names: Names) -> Fetcher:
    """Fetch from the server of this test, whose address counts as public here alone."""
    trust = ssl.create_default_context(cafile=str(certificate))
    return Fetcher(lambda address: address == "127.0.0.1", SMALL, 3.0, trust, names)


async def test_a_file_comes_with_what_to_ask_by_next_time(fetcher: Fetcher) -> None:
    found = await fetcher.fetch(f"https://{HOST}/kurse.xml")

    assert Fetched("kurse.xml", b"<kurse/>", '"1"', "Mon, 02 Mar 2026 08:00:00 GMT") == found


async def test_a_file_that_has_not_changed_is_not_fetched_again(fetcher: Fetcher) -> None:
    assert await fetcher.fetch(f"https://{HOST}/kurse.xml", '"1"') is None


@pytest.mark.parametrize("path", ["/once", "/packed", "/front_door"])
async def test_one_redirect_and_a_packed_file_are_fine(fetcher: Fetcher, path: str) -> None:
    found = await fetcher.fetch(f"https://{HOST}{path}")

    assert found is not None
    assert b"<kurse/>" == found.content


async def test_a_redirect_may_stay_at_the_port_that_was_named_but_not_take_it_to_another_machine(
    fetcher: Fetcher,
) -> None:
    found = await fetcher.fetch(f"https://{HOST}:8443/once")
    with pytest.raises(FetchError) as refused:
        await fetcher.fetch(f"https://{HOST}:8443/their_door")

    assert found is not None
    assert b"<kurse/>" == found.content
    assert SourceOutcome.PORT is refused.value.outcome


async def test_a_file_that_was_packed_in_parts_comes_whole(fetcher: Fetcher) -> None:
    found = await fetcher.fetch(f"https://{HOST}/members")

    assert found is not None
    assert b"<kurse></kurse>" == found.content


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_parts_are_unpacked_alike_however_they_come(size: int) -> None:
    unpacking, packed = Unpacking(SMALL), b"".join(MEMBERS)
    chunks = (packed[begin : begin + size] for begin in range(0, len(packed), size))

    assert (b"<kurse></kurse>", True) == (
        b"".join(unpacking.unpacked(chunk, SMALL) for chunk in chunks),
        unpacking.complete,
    )


def test_absurdly_many_empty_parts_are_refused() -> None:
    with pytest.raises(FetchError) as refused:
        Unpacking(LARGEST_BYTES).unpacked(gzip.compress(b"") * (MOST_MEMBERS + 1), LARGEST_BYTES)

    assert SourceOutcome.NO_FILE is refused.value.outcome


HOSTILE = [
    ("/round", SourceOutcome.REDIRECTS),
    ("/plain", SourceOutcome.NOT_HTTPS),
    ("/file", SourceOutcome.NOT_HTTPS),
    ("/six", SourceOutcome.PRIVATE),
    ("/bomb", SourceOutcome.TOO_LARGE),
    ("/bombs", SourceOutcome.TOO_LARGE),
    ("/packed_long", SourceOutcome.TOO_LARGE),
    ("/half", SourceOutcome.NO_FILE),
    ("/long", SourceOutcome.TOO_LARGE),
    ("/endless", SourceOutcome.TOO_LARGE),
    ("/odd", SourceOutcome.NO_FILE),
    ("/broken", SourceOutcome.NO_FILE),
    ("/forbidden", SourceOutcome.ANSWER),
    ("/back_door", SourceOutcome.PORT),
    ("/their_door", SourceOutcome.PORT),
]


@pytest.mark.parametrize(("path", "outcome"), HOSTILE)
async def test_a_hostile_answer_is_refused(fetcher: Fetcher, path: str, outcome: SourceOutcome) -> None:
    with pytest.raises(FetchError) as refused:
        await fetcher.fetch(f"https://{HOST}{path}")

    assert outcome is refused.value.outcome


async def test_an_answer_that_takes_too_long_is_given_up(certificate: Path, names: Names) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    hasty = Fetcher(lambda _: True, SMALL, 0.3, trust, names)

    with pytest.raises(FetchError) as refused:
        await hasty.fetch(f"https://{HOST}/slow")

    assert SourceOutcome.TOO_SLOW is refused.value.outcome


@pytest.mark.parametrize("path", ["/kurse.xml", "/home"])
async def test_a_private_machine_is_not_asked_by_name_or_by_redirect(names: Names, path: str) -> None:
    with pytest.raises(FetchError) as refused:
        await Fetcher(resolver=names).fetch(f"https://{HOST}{path}")

    assert SourceOutcome.PRIVATE is refused.value.outcome


async def test_a_redirect_to_this_machine_is_refused(certificate: Path, names: Names) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    seen: list[str] = []

    def once(address: str) -> bool:
        seen.append(address)
        return len(seen) == 1

    with pytest.raises(FetchError) as refused:
        await Fetcher(once, SMALL, 3.0, trust, names).fetch(f"https://{HOST}/home")

    assert SourceOutcome.PRIVATE is refused.value.outcome


async def test_a_name_is_asked_once_so_that_it_cannot_say_something_else_then(fetcher: Fetcher, names: Names) -> None:
    names.answers = ["127.0.0.1", "10.0.0.1"]

    found = await fetcher.fetch(f"https://{HOST}/kurse.xml")

    assert found is not None
    assert [HOST] == names.asked


async def test_the_name_that_a_redirect_leads_to_is_looked_at_as_well(fetcher: Fetcher, names: Names) -> None:
    names.answers = ["127.0.0.1", "10.0.0.1"]

    with pytest.raises(FetchError) as refused:
        await fetcher.fetch(f"https://{HOST}/other")

    assert SourceOutcome.PRIVATE is refused.value.outcome


@pytest.mark.parametrize(
    "address", ["http://kurse.example/", "https://me:word@kurse.example/", "ftp://kurse.example/", "https://"]
)
async def test_only_https_without_a_password_is_fetched(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(FetchError) as refused:
        await fetcher.fetch(address)

    assert SourceOutcome.NOT_HTTPS is refused.value.outcome


PRIVATE = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"]
PRIVATE += ["64:ff9b:1::a00:1", "::7f00:1", "fec0::1", "::ffff:0:7f00:1", "5f00::1", "3fff::1"]
PRIVATE += ["64:ff9b::a00:1", "2002:a00:1::", "0.0.0.1", "224.0.0.1", "192.168.1.1%eth0", "ff02::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_dress(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "0x7f.1"])
async def test_short_forms_of_a_private_address_are_refused(host: str) -> None:
    with pytest.raises(FetchError) as refused:
        await Fetcher().fetch(f"https://{host}/")

    assert SourceOutcome.PRIVATE is refused.value.outcome


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001::1"])
def test_public_addresses_are_let_through(address: str) -> None:
    assert ipaddress.ip_address(address).is_global
    assert is_public(address)
