"""What is refused of what is sent: replies, places, keyboards, files, and too much of it."""

from __future__ import annotations

from typing import Any

from simulator.sentences.plain import PHOTO
from simulator.sentences.refusal import bad, taking

Json = Any  # whatever JSON can say

MARKED = tuple(name for name in taking("reply_markup") if name.startswith("send"))
EDITABLE = taking("reply_markup")
EXACTLY_ONE = "Exactly one of the fields other than text, icon_custom_emoji_id, and style must be used"
CANT_PARSE = "can't parse inline keyboard button: "


def inline(*buttons: Json) -> Json:
    """Return a call's inline keyboard with one row."""
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


def button(**more: Json) -> Json:
    """Return an inline button that does something."""
    return {"text": "A", "callback_data": "a", **more}


PERIOD = "between 60 and 86400, or 0x7FFFFFFF for live locations that can be edited indefinitely"
HEADING = "Must be between 1 and 360 if specified. | must be between 1 and 360 if specified."
SHORT = "a live location for less than a minute"
NOWHERE = "a live location that goes nowhere"
INLINE = "A JSON-serialized object for an inline keyboard | A JSON-serialized object for a new inline keyboard"
EDITS = tuple(name for name in EDITABLE if name.startswith("edit"))
ITEMS = "must include 2-10 items"
MIXED = "Documents and audio files can be only grouped in an album with messages of the same type."
DOCUMENT = {"type": "document", "media": "$document_id"}
ATTACHED = {"type": "photo", "media": "attach://attached"}


def live(**more: Json) -> dict[str, Json]:
    """Return an answer with a location that moves."""
    return {"results": [{"type": "location", "id": "1", "title": "A", "latitude": 50.77, "longitude": 6.08, **more}]}


def missing_file(method: str) -> dict[str, Json]:
    """Name a file that does not come along."""
    return {"media": [PHOTO, ATTACHED] if method == "sendMediaGroup" else ATTACHED}


REFUSALS = (
    bad(
        taking("reply_parameters"),
        "the message to reply to is not there",
        "message to be replied not found",
        "Identifier of the message that will be replied to",
        {"reply_parameters": {"message_id": 4711}},
    ),
    bad(
        taking("latitude"),
        "the place is not on Earth",
        "wrong location specified",
        "Latitude of the location | Latitude of the venue",
        {"latitude": 91},
    ),
    bad(
        EDITABLE,
        "an inline button that does nothing",
        CANT_PARSE + "Text buttons are unallowed in the inline keyboard",
        EXACTLY_ONE,
        inline({"text": "A"}),
    ),
    bad(
        EDITABLE,
        "an inline button that does two things",
        CANT_PARSE + "exactly one of url, callback_data must be used",
        EXACTLY_ONE,
        inline(button(url="https://example.org")),
    ),
    bad(
        EDITABLE,
        "an inline button without a label",
        "inline keyboard button text must be non-empty",
        "Label text on the button",
        inline(button(text=" ")),
    ),
    bad(
        EDITABLE,
        "a link that is none",
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        "HTTP or tg:// URL to be opened when the button is pressed.",
        inline({"text": "A", "url": "nowhere"}),
    ),
    bad(
        EDITABLE,
        "more than 100 buttons",
        "reply markup is too long",
        given={"reply_markup": {"inline_keyboard": [[button()]] * 101}},
    ),
    bad(EDITABLE, "more than 8 buttons in a row", "reply markup is too long", given=inline(*[button()] * 9)),
    bad(
        MARKED,
        "a key without a label",
        "keyboard button text must be non-empty",
        "it will be sent as a message when the button is pressed",
        {"reply_markup": {"keyboard": [[{"text": " "}]]}},
    ),
    bad("sendMediaGroup", "no media", "there are no messages to send", ITEMS, {"media": []}),
    bad("sendMediaGroup", "one of them only", 'field "media" must include 2-10 items', ITEMS, {"media": [PHOTO]}),
    bad("sendMediaGroup", "eleven of them", "too many messages to send as an album", ITEMS, {"media": [PHOTO] * 11}),
    bad(
        "sendMediaGroup",
        "a document among photos",
        "document can't be mixed with other media types",
        MIXED,
        {"media": [PHOTO, DOCUMENT]},
    ),
    bad(
        "sendMediaGroup",
        "captions above and below",
        "parameter show_caption_above_media must be the same for all messages",
        given={"media": [PHOTO | {"show_caption_above_media": True}, PHOTO]},
    ),
    bad(
        "sendMediaGroup",
        "a file that is no picture",
        'failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
        given={"media": [PHOTO, ATTACHED], "attached": "$file"},
    ),
    bad(
        ("sendMediaGroup", "editMessageMedia"),
        "a file that did not come along",
        "can't parse InputMedia: media not found",
        'pass “attach://<file_attach_name>” to upload a new one | pass "attach://<file_attach_name>" to upload a new one',
        missing_file,
    ),
    bad("sendLocation", SHORT, "wrong live location period specified", PERIOD, {"live_period": 59}),
    bad("answerInlineQuery", SHORT, "wrong live location period specified", PERIOD, live(live_period=59)),
    bad("sendLocation", NOWHERE, "wrong live location heading specified", HEADING, {"live_period": 60, "heading": 361}),
    bad(
        "answerInlineQuery",
        NOWHERE,
        "wrong live location heading specified",
        HEADING,
        live(live_period=60, heading=361),
    ),
    bad(
        EDITS,
        "another keyboard than an inline one",
        "inline keyboard expected",
        INLINE,
        {"reply_markup": {"keyboard": [[{"text": "A"}]]}},
    ),
)
