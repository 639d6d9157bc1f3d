"""What is left out of Telegram's answers, and what must not be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram.error import TelegramError

from bot.lean import LeanRequest

MESSAGE: dict[str, Any] = {
    "message_id": 4,
    "from": {"id": 7, "is_bot": True, "first_name": "Bot"},
    "text": "Welcome",
    "entities": [{"type": "bold", "offset": 0, "length": 7}],
    "reply_markup": {"inline_keyboard": [[{"text": "Home", "callback_data": "home.1.show"}]]},
}
LEAN = {name: MESSAGE[name] for name in ("message_id", "from", "text")}


def parse(result: object) -> object:
    return LeanRequest.parse_json_payload(json.dumps({"ok": True, "result": result}).encode())["result"]


def test_a_message_of_the_bot_comes_without_its_keyboard_and_entities() -> None:
    assert LEAN == parse(MESSAGE)


def test_a_tap_keeps_its_data_and_loses_the_keyboard_it_was_on() -> None:
    tap = {"id": "1", "data": "home.1.show", "message": MESSAGE}

    assert [{"update_id": 1, "callback_query": tap | {"message": LEAN}}] == parse(
        [{"update_id": 1, "callback_query": tap}]
    )


def test_what_a_person_wrote_stays_whole() -> None:
    written = MESSAGE | {"from": {"id": 8, "is_bot": False, "first_name": "Resident"}}

    assert [{"update_id": 1, "message": written}] == parse([{"update_id": 1, "message": written}])


@pytest.mark.parametrize("result", [True, [], [{"command": "help", "description": "Help"}], {"id": 7}])
def test_other_answers_stay_whole(result: object) -> None:
    assert result == parse(result)


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(TelegramError):
        LeanRequest.parse_json_payload(b"<html>")
