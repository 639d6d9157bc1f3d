"""What goes wrong for an operator is said in one line, and a mistake of ours keeps its traceback."""

from __future__ import annotations

import errno
import socket

import pytest
from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken

from bot.failures import FailedError, MisconfiguredError, explain, explained, reason_of
from storage.exchange.parsed import CatalogueError, Problem
from storage.records.reasons import Why

REASONS: list[tuple[BaseException, str]] = [
    (ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 5432)"), "Connection refused"),
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
    (TimeoutError(), "no answer in time"),
    (
        DBAPIError("select", {}, RuntimeError("<class 'asyncpg.InvalidPasswordError'>: no such user\nSELECT 1")),
        "no such user",
    ),
    (ValueError(), "ValueError"),
]


@pytest.mark.parametrize(("error", "reason"), REASONS)
def test_a_reason_is_one_line_in_the_systems_words(error: BaseException, reason: str) -> None:
    assert reason == reason_of(error)


def test_a_refused_token_is_never_quoted() -> None:
    failure = explain(InvalidToken("The token `1234:secret` was rejected by the server."))

    assert isinstance(failure, MisconfiguredError)
    assert "secret" not in failure.message


def test_every_problem_of_a_catalogue_stands_on_a_line_of_its_own() -> None:
    first, second = (Problem("offers.csv", row, "title", "", Why.MISSING()) for row in (2, 3))
    failure = explain(CatalogueError((first, second)))

    assert (1, [str(first), str(second), "2 problems; nothing was changed"]) == (
        failure.exit_code,
        failure.message.splitlines(),
    )


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(KeyError), explained():
        raise KeyError("offering")


def test_what_an_operator_can_put_right_is_explained_without_what_led_to_it() -> None:
    with pytest.raises(FailedError) as raised, explained():
        raise ConnectionRefusedError(errno.ECONNREFUSED, "refused")

    assert raised.value.__suppress_context__
