"""What is refused of answers to inline queries."""

from __future__ import annotations

from typing import Any

from simulator.sentences.plain import ARTICLE
from simulator.sentences.refusal import Refusal, bad

Json = Any  # whatever JSON can say

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
QUERY = "Unique identifier for the answered query"
BUTTON = "can't parse InlineQueryResultsButton: exactly one of web_app, start_parameter must be used"
BUTTON_SAYS = "You must use exactly one of the optional fields."
PARAMETER = "1-64 characters, only A-Z, a-z, 0-9, _ and - are allowed."
FILE_ID = "A valid file identifier of the photo"
INVOICE = {"title": "A", "description": "A", "payload": "a", "currency": "XTR", "prices": [{"label": "A", "amount": 1}]}


def answer(when: str, reason: str, sentence: str = "", after: str = "", **given: Json) -> Refusal:
    """Make the refusal of an answer."""
    return bad("answerInlineQuery", when, reason, sentence, given, after)


def result(when: str, reason: str, sentence: str = "", **result: Json) -> Refusal:
    """Make the refusal of a result."""
    return answer(when, reason, sentence, results=[{"id": "1", **result}])


MIME = 'MIME type of the content of the file, either "application/pdf" or "application/zip"'
PAGE = "This field is required if InlineQueryResultVideo is used to send an HTML-page as a result"
TEXT_FILE = {"type": "document", "title": "A", "document_url": "https://example.org/a", "mime_type": "text/plain"}
VIDEO_PAGE = {
    "type": "video",
    "title": "A",
    "video_url": "https://example.org/a",
    "mime_type": "text/html",
    "thumbnail_url": "https://example.org/a.jpg",
}

REFUSALS = (
    answer("there was no such query", TOO_OLD, QUERY, inline_query_id="4711"),
    answer("the query was answered before", TOO_OLD, QUERY, "the inline query was answered"),
    answer("the query is more than a minute old", TOO_OLD, QUERY, inline_query_id="$old_inline_query"),
    answer(
        "more than 50 results",
        "RESULTS_TOO_MUCH",
        "No more than 50 results per query are allowed.",
        results=[ARTICLE | {"id": str(number)} for number in range(51)],
    ),
    answer(
        "two results with one number",
        "RESULT_ID_DUPLICATE",
        "Unique identifier for this result",
        results=[ARTICLE, ARTICLE],
    ),
    answer(
        "an offset over 64 bytes", "NEXT_OFFSET_INVALID", "Offset length can't exceed 64 bytes.", next_offset="é" * 33
    ),
    answer("a button that leads nowhere", BUTTON, BUTTON_SAYS, button={"text": "A"}),
    answer(
        "a parameter with other characters",
        "START_PARAM_INVALID",
        PARAMETER,
        button={"text": "A", "start_parameter": "a b"},
    ),
    result("a game", "RESULT_TYPE_INVALID", type="game", game_short_name="game"),
    result("an invoice", "CHAT_SEND_INVOICE_FORBIDDEN", type="article", title="A", input_message_content=INVOICE),
    result(
        "a photo's file_id of no photo",
        "wrong file identifier/HTTP URL specified",
        FILE_ID,
        type="photo",
        photo_file_id="nothing",
    ),
    result(
        "a place that is not on Earth",
        "wrong location specified",
        "Location latitude in degrees",
        type="location",
        title="A",
        latitude=91,
        longitude=0,
    ),
    result(
        "a document of another type",
        "FILE_CONTENT_TYPE_INVALID",
        MIME,
        type="document",
        title="A",
        document_url="https://example.org/a",
        mime_type="text/plain",
    ),
    result("a page with a video, without what to say", "SEND_MESSAGE_MEDIA_INVALID", PAGE, **VIDEO_PAGE),
)
