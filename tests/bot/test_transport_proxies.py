"""The transport goes through a proxy as PTB's own does."""

import base64

import pytest

from bot.transport import AiohttpRequest, NotSent
from tests.bot.botapi import Kind, Server, address, both_kinds, failure_of, forget_proxies, raw_server


@pytest.fixture(autouse=True)
def no_proxy_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_proxies(monkeypatch)


REFUSED = b"HTTP/1.1 403 Forbidden\r\n\r\n"
PROXIED = b'HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n{"ok": true, "result": {"a": 1}}'


@both_kinds
async def test_a_proxy_is_asked_with_the_whole_address(kind: Kind) -> None:
    heard: list[bytes] = []
    async with raw_server(PROXIED, heard) as proxy, kind(proxy=proxy) as transport:
        answer = await transport.post("http://api.invalid/botT/m")

    assert ({"a": 1}, True) == (answer, heard[0].startswith(b"POST http://api.invalid/botT/m HTTP/1.1\r\n"))


@both_kinds
async def test_a_proxy_learns_its_credentials(kind: Kind) -> None:
    heard: list[bytes] = []
    async with raw_server(PROXIED, heard) as proxy, kind(proxy=proxy.replace("//", "//guest:secret@")) as transport:
        await transport.post("http://api.invalid/botT/m")

    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"guest:secret") in heard[0]


@both_kinds
async def test_a_proxy_of_an_https_address_is_asked_for_a_tunnel_only(kind: Kind) -> None:
    heard: list[bytes] = []
    async with raw_server(REFUSED, heard) as proxy, kind(proxy=proxy.replace("//", "//guest:secret@")) as transport:
        await failure_of(transport, "https://api.invalid/botT/m")

    assert heard[0].startswith(b"CONNECT api.invalid:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"guest:secret") in heard[0]


async def test_a_proxy_that_refuses_says_that_nothing_was_sent() -> None:
    async with raw_server(REFUSED) as proxy, AiohttpRequest(proxy=proxy) as transport:
        failure = await failure_of(transport, "https://api.invalid/botT/m")

    assert isinstance(failure, NotSent)


@both_kinds
async def test_a_proxy_from_the_environment_is_used(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(PROXIED) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        async with kind() as transport:
            answer = await transport.post("http://api.invalid/botT/m")

    assert {"a": 1} == answer


@both_kinds
async def test_no_proxy_from_the_environment_is_heeded(
    kind: Kind, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with Server().run() as api, kind() as transport:
        answer = await transport.post(address(api, "anything"))

    assert {"echo": None} == answer


async def test_a_proxy_that_is_down_says_that_nothing_was_sent(unused_tcp_port: int) -> None:
    async with AiohttpRequest(proxy=f"http://127.0.0.1:{unused_tcp_port}") as transport:
        failure = await failure_of(transport, "http://api.invalid/botT/m")

    assert isinstance(failure, NotSent)


@both_kinds
def test_a_socks_proxy_is_refused_at_once(kind: Kind) -> None:
    with pytest.raises(RuntimeError, match=r"(?i)socks"):
        kind(proxy="socks5://127.0.0.1:1080")
