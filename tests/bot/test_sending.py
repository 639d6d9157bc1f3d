"""Every refusal Telegram knows is judged in one place: whether it arrived, may have arrived, or is worth another try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sending import Outcome, Verdict, attempt, judge
from bot.transport import Interrupted, NotSent, NotSentInTime

JUDGED = [
    (NotSent("no network"), Verdict.NOT_SENT),
    (NotSentInTime("no connection"), Verdict.NOT_SENT),
    (NetworkError("Bad Gateway"), Verdict.TROUBLE),
    (TimedOut(), Verdict.UNKNOWN),
    (Interrupted("cut"), Verdict.CUT),
    (Forbidden("Forbidden: bot was blocked by the user"), Verdict.BLOCKED),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Verdict.BLOCKED),
    (BadRequest("Chat not found"), Verdict.NO_CHAT),
    (BadRequest("Message is not modified: specified new message content"), Verdict.UNCHANGED),
    (BadRequest("Message to edit not found"), Verdict.GONE),
    (BadRequest("Message can't be deleted for everyone"), Verdict.GONE),
    (BadRequest("Message thread not found"), Verdict.CLOSED),
    (BadRequest("TOPIC_CLOSED"), Verdict.CLOSED),
    (BadRequest("Not enough rights to send text messages to the chat"), Verdict.CLOSED),
    (BadRequest("Message text is empty"), Verdict.REFUSED),
    (InvalidToken(), Verdict.REFUSED),
]


@pytest.mark.parametrize(("error", "verdict"), JUDGED, ids=lambda value: str(value)[:40])
def test_each_refusal_means_one_thing(error: TelegramError, verdict: Verdict) -> None:
    assert verdict is judge(error).verdict


@pytest.mark.parametrize("wait", [7, timedelta(seconds=7)], ids=["number", "span"])
def test_how_long_to_wait_is_told(wait: int | timedelta) -> None:
    assert Outcome(Verdict.WAIT, seconds=7) == judge(RetryAfter(wait))


def test_where_a_group_moved_is_told() -> None:
    assert Outcome(Verdict.MOVED, chat=-100123) == judge(ChatMigrated(-100123))


def test_nothing_both_surely_failed_and_may_have_arrived() -> None:
    assert [] == [verdict for verdict in Verdict if verdict.is_again and verdict.is_maybe]
    assert [] == [verdict for verdict in Verdict if verdict.is_unreachable and (verdict.is_again or verdict.is_maybe)]


def test_a_log_never_quotes_an_error_that_may_hold_the_token() -> None:
    assert "InvalidToken" == judge(InvalidToken("The token `123:ABC` was rejected by the server.")).said


async def test_a_call_that_went_well_tells_its_message() -> None:
    async def call() -> int:
        return 5

    assert Outcome(Verdict.DONE, 5) == await attempt(call())


async def test_what_is_no_answer_of_telegrams_is_raised() -> None:
    async def call() -> int:
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        await attempt(call())
