"""Logs never carry the token, whatever it stands in."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.logs import HIDDEN, QUIET, Redactor, configure_logs

TOKEN = "123456789:" + "AbC-_9x" * 5
KEY = "c2VjcmV0IGtleSB0aGF0IGlzIDMyIGJ5dGVzIGxvbmc="
STYLES = ("text", "json")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    logging.captureWarnings(capture=False)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture
def written(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    configure_logs("DEBUG", getattr(request, "param", "text"), [KEY, 'pass"word'], stream)
    return stream


in_every_style = pytest.mark.parametrize("written", STYLES, indirect=True)
log = logging.getLogger("bot.anything")


@in_every_style
def test_a_token_in_the_message_is_hidden(written: io.StringIO) -> None:
    log.info("POST /bot" + TOKEN + "/sendMessage")

    assert f"POST /bot{HIDDEN}/sendMessage" in written.getvalue()


@in_every_style
def test_a_token_in_the_arguments_is_hidden(written: io.StringIO) -> None:
    log.warning("%s and %r", TOKEN, {"token": TOKEN})

    assert TOKEN not in written.getvalue()


@in_every_style
def test_a_token_in_a_traceback_is_hidden(written: io.StringIO) -> None:
    try:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    except InvalidToken:
        log.exception("it failed")

    assert (True, False) == ("InvalidToken" in written.getvalue(), TOKEN in written.getvalue())


@in_every_style
def test_a_token_in_an_extra_field_is_hidden(written: io.StringIO) -> None:
    log.info("it failed", extra={"address": TOKEN})

    assert TOKEN not in written.getvalue()


@in_every_style
def test_a_token_in_a_warning_is_hidden(written: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(TOKEN, stacklevel=1)

    assert (True, False) == (HIDDEN in written.getvalue(), TOKEN in written.getvalue())


@in_every_style
def test_a_token_in_what_ends_the_process_is_hidden(written: io.StringIO) -> None:
    error = InvalidToken(TOKEN)
    sys.excepthook(InvalidToken, error, None)

    assert (True, False) == (HIDDEN in written.getvalue(), TOKEN in written.getvalue())


@in_every_style
def test_a_secret_that_was_told_is_hidden(written: io.StringIO) -> None:
    log.info("key %s, %s", KEY, 'pass"word')

    assert f"key {HIDDEN}, {HIDDEN}" in written.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOKEN.replace(":", "%3A"), HIDDEN),
        ("postgresql+asyncpg://bot:geheim@db/bot", f"postgresql+asyncpg://{HIDDEN}@db/bot"),
        ("at 12:30 in room 4:2", "at 12:30 in room 4:2"),
        ("https://example.org:8443/a@b", "https://example.org:8443/a@b"),
    ],
)
def test_what_is_secret_is_hidden_and_nothing_else(text: str, expected: str) -> None:
    assert expected == Redactor().redact(text)


@pytest.mark.parametrize("name", [*QUIET, "telegram.Bot", "sqlalchemy.engine.Engine", "apscheduler.scheduler"])
def test_chatty_libraries_are_quiet_even_when_debugging(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("GET /")

    assert "" == written.getvalue()


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_a_json_line_names_its_fields(written: io.StringIO) -> None:
    log.info("Grüße", extra={"count": 3})

    line = json.loads(written.getvalue())
    assert {"level": "INFO", "logger": "bot.anything", "message": "Grüße", "count": 3} == {
        name: value for name, value in line.items() if name != "time"
    }
    assert line["time"].endswith("Z")


def test_the_level_is_heeded() -> None:
    stream = io.StringIO()
    configure_logs("WARNING", stream=stream)
    log.info("not this")

    assert "" == stream.getvalue()


def test_configuring_twice_writes_once() -> None:
    stream = io.StringIO()
    for _ in range(2):
        configure_logs(stream=stream)
    log.info("once")

    assert 1 == stream.getvalue().count("once")
