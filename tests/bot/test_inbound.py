"""Updates, reduced to what answering needs, and the events they become."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from telegram import Update

from bot.inbound import LARGEST, TEXT_LIMIT, Incoming, Kind, event_of, read
from bot.present import keyboard_labels
from conversations.core import Attached, Command, Event, Located, Started, Tap, Typed, Unreadable
from conversations.registry import versions
from locales.languages import OFFERED
from tests.bot.conftest import NOW

NAME = "quartierbot_demo_bot"
USER = {"id": 6100000001, "is_bot": False, "first_name": "Amal", "last_name": "Geheim", "username": "geheim"}
PERSON = USER | {"language_code": "ar"}
CHAT = {"id": 6100000001, "type": "private", "first_name": "Amal", "last_name": "Geheim"}
GROUP = {"id": -1002000000001, "type": "supergroup", "title": "Group"}
OURS = {"id": 7, "is_bot": True, "first_name": "Quartierbot", "username": NAME}


def message(chat: dict[str, Any] = CHAT, **content: object) -> dict[str, Any]:
    """Make a message."""
    return {"message_id": 5, "date": 1, "from": PERSON, "chat": chat, **content}


def reduced(**update: object) -> Incoming | None:
    """Reduce an update."""
    made = Update.de_json({"update_id": 1, **update}, None)
    return read(made, NAME)


def event(**update: object) -> Event:
    """Make the event of an update."""
    incoming = reduced(**update)
    assert incoming is not None
    return event_of(incoming, NOW, versions(), keyboard_labels())


def tapped(data: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    """Make a tap."""
    return {"id": "9", "from": PERSON, "message": message(chat), "chat_instance": "1", "data": data}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"text": "Hallo"}, Typed("Hallo")),
        ({"text": "/start"}, Started()),
        ({"text": "/start o_26"}, Started("o_26")),
        ({"text": f"/START@{NAME} o_26"}, Started("o_26")),
        ({"text": "/help"}, Command("help")),
        ({"text": f"/Help@{NAME} me"}, Command("help")),
        ({"text": "/"}, Command("")),
        ({"text": "🏠 Start"}, Tap("home", "show")),
        ({"text": " 🏠 Start "}, Tap("home", "show")),
        ({"text": "Start"}, Typed("Start")),
        ({"location": {"latitude": 50.77661234, "longitude": 6.10481234}}, Located(50.777, 6.105)),
        ({"sticker": {"file_id": "1"}}, Unreadable("message")),
        ({"caption": "Hallo"}, Unreadable("message")),
    ],
)
def test_a_message_becomes_an_event(content: dict[str, Any], expected: Event) -> None:
    usable = {key: value for key, value in content.items() if key != "sticker"}

    assert expected == event(message=message(**usable))


PHOTO = [
    {"file_id": name, "file_unique_id": name, "width": 9, "height": 9, "file_size": 9} for name in ("small", "large")
]
FLYER = {"file_id": "BQAC", "file_unique_id": "u", "file_name": "flyer.pdf", "file_size": 4000}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"photo": PHOTO}, Attached("photo", "large", "", 9)),
        ({"photo": PHOTO, "caption": "Hallo"}, Attached("photo", "large", "", 9, "Hallo")),
        ({"document": FLYER}, Attached("document", "BQAC", "flyer.pdf", 4000)),
        ({"document": FLYER | {"file_size": "many"}}, Attached("document", "BQAC", "flyer.pdf", 0)),
        ({"document": FLYER | {"file_size": 10**30}}, Attached("document", "BQAC", "flyer.pdf", LARGEST)),
        ({"document": FLYER | {"file_name": None}}, Attached("document", "BQAC", "", 4000)),
        ({"document": FLYER | {"file_id": "x" * 5000}}, Unreadable("message")),
    ],
)
def test_of_a_picture_or_file_only_is_kept_which_one_it_is(content: dict[str, Any], expected: Event) -> None:
    incoming = reduced(message=message(**content))

    assert incoming is not None
    assert incoming == msgspec.json.decode(msgspec.json.encode(incoming), type=Incoming)
    assert expected == event(message=message(**content))


def test_a_picture_in_a_group_is_nothing_to_us() -> None:
    assert reduced(message=message(GROUP, photo=PHOTO)) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("home.1.show", Tap("home", "show")),
        ("register.1.answer.26.whom.0.1", Tap("register", "answer", (26, "whom", 0, 1))),
        ("home.2.show", Unreadable("button")),
        ("nobody.1.show", Unreadable("button")),
        ("", Unreadable("button")),
        ("home.1.Show", Unreadable("button")),
        ("home.1", Unreadable("button")),
        ("home", Unreadable("button")),
    ],
)
def test_a_button_becomes_a_tap_or_is_from_an_earlier_time(data: str, expected: Event) -> None:
    assert expected == event(callback_query=tapped(data))


def test_an_edited_message_is_not_read() -> None:
    assert Unreadable("edited") == event(edited_message=message(text="Hallo", edit_date=2))


def test_an_event_knows_when_it_happened_and_what_telegram_calls_the_person() -> None:
    found = event(message=message(text="Hallo"))

    assert (NOW, "Amal") == (found.at, found.first_name)


@pytest.mark.parametrize("language", OFFERED)
def test_a_key_of_the_standing_keyboard_is_a_tap_in_every_language(language: str) -> None:
    labels = {label: tap for label, tap in keyboard_labels().items() if tap.dialog == "home"}

    assert {Tap("home", "show")} == {event(message=message(text=label)) for label in labels}
    assert language


def test_nothing_is_kept_but_what_answering_needs() -> None:
    incoming = reduced(message=message(text="Hallo"))

    assert incoming is not None
    kept = msgspec.json.encode(incoming).decode()
    assert "Geheim" not in kept
    assert "geheim" not in kept


def test_a_long_text_is_cut() -> None:
    incoming = reduced(message=message(text="x" * 5000))

    assert incoming is not None
    assert TEXT_LIMIT == len(incoming.data)


def test_what_was_reduced_survives_the_inbox() -> None:
    incoming = reduced(callback_query=tapped("home.1.show"))

    assert incoming == msgspec.json.decode(msgspec.json.encode(incoming), type=Incoming)


@pytest.mark.parametrize(
    ("text", "extra", "answered"),
    [
        ("Hallo", {}, False),
        (f"@{NAME} Hallo", {}, True),
        (f"Hallo @{NAME.upper()}!", {}, True),
        (f"/start@{NAME}", {}, True),
        ("/start", {}, False),
        (f"@{NAME}_fan Hallo", {}, False),
        ("danke", {"reply_to_message": {"message_id": 4, "date": 1, "chat": GROUP, "from": OURS}}, True),
        ("danke", {"reply_to_message": {"message_id": 4, "date": 1, "chat": GROUP, "from": PERSON}}, False),
    ],
)
def test_in_a_group_only_who_speaks_to_the_bot_is_answered(text: str, extra: dict[str, Any], answered: bool) -> None:
    incoming = reduced(message=message(GROUP, text=text, **extra))

    assert answered == (incoming is not None)
    assert incoming is None or incoming.kind is Kind.GROUP
    assert incoming is None or not incoming.data


@pytest.mark.parametrize(
    "update",
    [
        {"edited_message": message(GROUP, text=f"@{NAME}", edit_date=2)},
        {"callback_query": tapped("home.1.show", GROUP)},
        {"message": message(GROUP, new_chat_members=[OURS])},
        {"message": {**message(text="Hallo"), "from": OURS}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "x"}},
        {"callback_query": {"id": "9", "from": PERSON, "chat_instance": "1", "inline_message_id": "x", "data": "y"}},
        {},
    ],
)
def test_what_nobody_waits_an_answer_to_is_left_out(update: dict[str, Any]) -> None:
    assert reduced(**update) is None


@pytest.mark.parametrize(("status", "kind"), [("kicked", Kind.LEFT), ("member", Kind.RETURNED)])
def test_a_block_and_a_return_are_noticed(status: str, kind: Kind) -> None:
    member = {"user": OURS, "status": status, "until_date": 0}
    other = {"user": OURS, "status": "member", "until_date": 0}
    change = {"chat": CHAT, "from": PERSON, "date": 1, "old_chat_member": other, "new_chat_member": member}

    incoming = reduced(my_chat_member=change)

    assert incoming is not None
    assert kind is incoming.kind
