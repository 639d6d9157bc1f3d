"""The transport does what PTB's own does, and never tells the token."""

import asyncio
import io
import ssl
import traceback
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import InputFile, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.transport import AiohttpRequest, NotSent, NotSentInTime
from tests.bot.botapi import (
    TOKEN,
    Kind,
    Server,
    address,
    bot_over,
    deaf_server,
    failure_of,
    forget_proxies,
    raw_server,
    send_document,
    write_certificate,
)


@pytest.fixture(autouse=True)
def no_proxy_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_proxies(monkeypatch)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def api(server: Server) -> AsyncIterator[str]:
    async with server.run() as root:
        yield root


@pytest.fixture(params=[HTTPXRequest, AiohttpRequest], ids=["httpx", "aiohttp"])
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
async def transport(kind: Kind) -> AsyncIterator[BaseRequest]:
    async with kind() as opened:
        yield opened


# -- what comes back ---------------------------------------------------------------------------------------------------


async def test_an_answer_is_its_result(transport: BaseRequest, api: str) -> None:
    answer = await transport.post(address(api, "anything"))

    assert {"echo": None} == answer


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("forbidden", Forbidden("Forbidden: bot was blocked by the user")),
        ("bad", BadRequest("Bad Request: message is not modified")),
        ("migrated", ChatMigrated(-1001)),
        ("flooded", RetryAfter(timedelta(seconds=7))),
        ("unauthorized", InvalidToken("Unauthorized")),
        ("conflict", Conflict("Conflict: terminated by other getUpdates request")),
        ("broken", NetworkError("Internal Server Error")),
        ("moved", NetworkError("Found")),
        ("garbled", TelegramError("Invalid server response")),
    ],
)
async def test_a_refusal_is_the_same_error(
    transport: BaseRequest, api: str, method: str, expected: TelegramError
) -> None:
    failure = await failure_of(transport, address(api, method))

    assert (type(expected), str(expected)) == (type(failure), str(failure))


async def test_a_gateway_that_answers_html_is_a_network_error(transport: BaseRequest, api: str) -> None:
    failure = await failure_of(transport, address(api, "gateway"))

    assert NetworkError is type(failure)


async def test_a_flood_names_how_long_to_wait(transport: BaseRequest, api: str) -> None:
    failure = await failure_of(transport, address(api, "flooded"))

    assert isinstance(failure, RetryAfter)
    assert timedelta(seconds=7) == failure.retry_after


# -- what goes out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["plain", "Grüße & 100 % = ok?", "مرحبا 👋🏽 zero\u200dwidth", "x" * 4096, "new\nline + plus"]
)
async def test_a_text_arrives_letter_for_letter(kind: Kind, server: Server, api: str, text: str) -> None:
    async with bot_over(kind, api) as bot:
        await bot.do_api_request("anything", {"chat_id": 1, "text": text})

    assert {"chat_id": "1", "text": text} == server.calls[0]


async def test_nested_parameters_arrive_as_json(kind: Kind, server: Server, api: str) -> None:
    async with bot_over(kind, api) as bot:
        await bot.do_api_request("anything", {"reply_markup": {"inline_keyboard": [[{"text": "ä"}]]}})

    assert '{"inline_keyboard": [[{"text": "\\u00e4"}]]}' == server.calls[0]["reply_markup"]


@pytest.mark.parametrize("filename", ["plain.ics", "Käse größe.pdf", 'a"b.txt', "ملف.pdf"])
async def test_a_file_arrives_under_its_name(kind: Kind, server: Server, api: str, filename: str) -> None:
    async with bot_over(kind, api) as bot:
        await send_document(bot, b"content", filename)

    sent_name, content, _ = server.calls[0]["document"]
    assert (filename, b"content") == (sent_name.replace("%22", '"'), content)


async def test_both_transports_encode_an_upload_alike(server: Server, api: str) -> None:
    for kind in (HTTPXRequest, AiohttpRequest):
        async with bot_over(kind, api) as bot:
            await send_document(bot, b"\x00\xff", 'ö\\"\n.bin')

    assert server.calls[0] == server.calls[1]


async def test_a_file_handle_is_sent_from_its_start(kind: Kind, server: Server, api: str) -> None:
    handle = io.BytesIO(b"from the start")
    handle.read()
    async with bot_over(kind, api) as bot:
        document = InputFile(handle, filename="a.txt", read_file_handle=False)
        await bot.do_api_request("anything", {"chat_id": 1, "document": document})

    assert b"from the start" == server.calls[0]["document"][1]


async def test_a_media_group_carries_every_file(kind: Kind, server: Server, api: str) -> None:
    media = [InputMediaDocument(content, filename=f"{content.decode()}.txt") for content in (b"one", b"two")]
    async with bot_over(kind, api) as bot:
        await bot.send_media_group(1, media)

    files = sorted(value[1] for value in server.calls[0].values() if isinstance(value, tuple))
    assert [b"one", b"two"] == files


async def test_a_big_upload_arrives_whole(kind: Kind, server: Server, api: str) -> None:
    content = bytes(range(256)) * 40_000
    async with bot_over(kind, api) as bot:
        await send_document(bot, content, "big.bin")

    assert content == server.calls[0]["document"][1]


async def test_a_download_is_the_files_bytes(transport: BaseRequest, api: str) -> None:
    content = await transport.retrieve(f"{api}/file/bot{TOKEN}/documents/a%20b.txt")

    assert b"documents/a b.txt" * 200_000 == content


# -- when the network fails --------------------------------------------------------------------------------------------


async def test_a_late_answer_is_a_time_out(transport: BaseRequest, api: str) -> None:
    failure = await failure_of(transport, address(api, "slow"), read_timeout=0.05)

    assert TimedOut is type(failure)


async def test_a_refused_connection_is_a_network_error(transport: BaseRequest, unused_tcp_port: int) -> None:
    failure = await failure_of(transport, address(f"http://127.0.0.1:{unused_tcp_port}", "anything"))

    assert isinstance(failure, NetworkError)
    assert not isinstance(failure, TimedOut)


async def test_a_closed_connection_is_a_network_error(transport: BaseRequest) -> None:
    async with raw_server(b"") as root:
        failure = await failure_of(transport, address(root, "anything"))

    assert isinstance(failure, NetworkError)
    assert not isinstance(failure, NotSent)


async def test_an_answer_that_breaks_off_is_a_network_error(transport: BaseRequest) -> None:
    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf") as root:
        failure = await failure_of(transport, address(root, "anything"))

    assert isinstance(failure, NetworkError)
    assert not isinstance(failure, NotSent)


async def test_a_full_pool_is_a_time_out(kind: Kind, server: Server, api: str) -> None:
    async with kind(connection_pool_size=1, pool_timeout=0.05) as transport:
        slow = asyncio.create_task(transport.post(address(api, "slow")))
        await server.entered.wait()
        failure = await failure_of(transport, address(api, "anything"))
        server.release.set()
        await slow

    assert isinstance(failure, TimedOut)
    assert "Pool timeout" in str(failure)


async def test_an_upload_that_stalls_is_a_time_out(kind: Kind) -> None:
    async with deaf_server() as root, bot_over(kind, root) as bot:
        with pytest.raises(TelegramError) as caught:
            await send_document(bot, b"x" * 20_000_000, "big.bin", write_timeout=0.1)

    assert TimedOut is type(caught.value)


async def test_a_malformed_address_is_a_network_error(transport: BaseRequest) -> None:
    failure = await failure_of(transport, f"ftp://127.0.0.1/bot{TOKEN}/anything")

    assert isinstance(failure, NetworkError)


async def test_an_untrusted_certificate_is_a_network_error(kind: Kind, server: Server, tls: ssl.SSLContext) -> None:
    async with server.run(tls) as root, kind() as transport:
        failure = await failure_of(transport, address(root, "anything"))

    assert isinstance(failure, NetworkError)


async def test_a_certificate_named_by_the_environment_is_trusted(
    kind: Kind, server: Server, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with server.run(tls) as root, kind() as transport:
        answer = await transport.post(address(root, "anything"))

    assert {"echo": None} == answer


# -- what ours adds ----------------------------------------------------------------------------------------------------


async def test_a_refused_connection_says_that_nothing_was_sent(unused_tcp_port: int) -> None:
    async with AiohttpRequest() as transport:
        failure = await failure_of(transport, address(f"http://127.0.0.1:{unused_tcp_port}", "anything"))

    assert isinstance(failure, NotSent)


async def test_a_full_pool_says_that_nothing_was_sent(server: Server, api: str) -> None:
    async with AiohttpRequest(connection_pool_size=1, pool_timeout=0.02) as transport:
        slow = asyncio.create_task(transport.post(address(api, "slow")))
        await server.entered.wait()
        failure = await failure_of(transport, address(api, "anything"))
        server.release.set()
        await slow

    assert NotSentInTime is type(failure)


async def test_a_connection_not_made_in_time_says_that_nothing_was_sent() -> None:
    async with deaf_server() as root, AiohttpRequest() as transport:
        # A TLS handshake that nobody answers is a connection that is never made.
        failure = await failure_of(transport, address(root.replace("http:", "https:"), "x"), connect_timeout=0.05)

    assert NotSentInTime is type(failure)


async def test_a_late_answer_never_says_that_nothing_was_sent(api: str) -> None:
    async with AiohttpRequest() as transport:
        failure = await failure_of(transport, address(api, "slow"), read_timeout=0.05)

    assert not isinstance(failure, NotSent)


@pytest.mark.parametrize("trouble", ["refused", "late", "closed", "handshake", "malformed"])
async def test_no_failure_tells_the_token(trouble: str, api: str, unused_tcp_port: int) -> None:
    async with raw_server(b"") as closing, deaf_server() as deaf, AiohttpRequest() as transport:
        roots = {
            "refused": f"http://127.0.0.1:{unused_tcp_port}",
            "late": api,
            "closed": closing,
            "handshake": deaf.replace("http:", "https:"),
            "malformed": "http://[",
        }
        failure = await failure_of(transport, address(roots[trouble], "slow"), read_timeout=0.05, connect_timeout=0.05)

    assert TOKEN not in "".join(traceback.format_exception(failure))


async def test_a_connection_serves_many_calls(server: Server, api: str) -> None:
    async with AiohttpRequest() as transport:
        for _ in range(3):
            await transport.post(address(api, "anything"))

    assert 1 == len(set(server.peers))


async def test_a_refusal_keeps_the_connection(server: Server, api: str) -> None:
    async with AiohttpRequest() as transport:
        await failure_of(transport, address(api, "broken"))
        await transport.post(address(api, "anything"))

    assert 1 == len(set(server.peers))


async def test_waiting_calls_take_turns_on_the_connections_there_are(server: Server, api: str) -> None:
    async with AiohttpRequest(connection_pool_size=2, pool_timeout=5) as transport:
        await asyncio.gather(*(transport.post(address(api, "anything")) for _ in range(20)))

    assert (20, 2) == (len(server.calls), len(set(server.peers)))


async def test_a_cancelled_call_gives_its_connection_back(server: Server, api: str) -> None:
    async with AiohttpRequest(connection_pool_size=1) as transport:
        slow = asyncio.create_task(transport.post(address(api, "slow")))
        await server.entered.wait()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        answer = await transport.post(address(api, "anything"))

    assert {"echo": None} == answer


# -- opening and closing -----------------------------------------------------------------------------------------------


async def test_a_closed_transport_refuses(kind: Kind, api: str) -> None:
    transport = kind()
    await transport.initialize()
    await transport.shutdown()
    failure = await failure_of(transport, address(api, "anything"))

    assert f"Unknown error in HTTP implementation: RuntimeError('This {kind.__name__} is not initialized!')" == str(
        failure
    )


async def test_an_unopened_transport_refuses(api: str) -> None:
    failure = await failure_of(AiohttpRequest(), address(api, "anything"))

    assert "is not initialized!" in str(failure)


async def test_a_transport_opens_again_and_twice(kind: Kind, api: str) -> None:
    transport = kind()
    for _ in range(2):
        await transport.initialize()
        await transport.initialize()
        assert {"echo": None} == await transport.post(address(api, "anything"))
        await transport.shutdown()
        await transport.shutdown()


def test_the_usual_read_time_out_is_told(kind: Kind) -> None:
    assert (5.0, 3.0, None) == (
        kind().read_timeout,
        kind(read_timeout=3.0).read_timeout,
        kind(read_timeout=None).read_timeout,
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context
