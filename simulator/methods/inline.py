"""The answer to an inline query, and the messages its results become."""

import re
import time

from simulator.checks import Parameters
from simulator.inline import give, keep
from simulator.methods.captions import caption_of, text_of
from simulator.methods.registry import method
from simulator.methods.sending import location_of
from simulator.methods.taps import TOO_OLD
from simulator.records import Body, InlineAnswer
from simulator.refusals import bad_request
from simulator.world import World

MOST_RESULTS = 50
LONGEST_OFFSET = 64
USUAL_CACHE_S = 300
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
PLACE = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
CONTACT = ("phone_number", "first_name", "last_name", "vcard")
# 'MIME type of the content of the file, either "application/pdf" or "application/zip"', and of a video URL
MIME_TYPES = {
    "document": ({"application/pdf", "application/zip"}, "FILE_CONTENT_TYPE_INVALID"),
    "video": ({"text/html", "video/mp4"}, "VIDEO_CONTENT_TYPE_INVALID"),
}
# What a result of a type becomes in a message; a photo is a list of sizes there.
MEDIA = {
    "audio": "audio",
    "document": "document",
    "gif": "animation",
    "mpeg4_gif": "animation",
    "photo": "photo",
    "sticker": "sticker",
    "video": "video",
    "voice": "voice",
}


@method("answerInlineQuery")
def answer_inline_query(world: World, given: Parameters) -> bool:
    """'No more than 50 results per query are allowed'."""
    query = world.inline_queries.get(given["inline_query_id"])
    if query is None or query.answer is not None or time.monotonic() - query.at > world.query_timeout_s:
        raise bad_request(TOO_OLD)
    results, next_offset = given["results"], given.get("next_offset", "")
    _check_results(results)
    if len(next_offset.encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(given.get("button"))
    contents = {result["id"]: _content(world, result) for result in results}
    answer = InlineAnswer(results, contents, next_offset, given.get("button"))
    keep(world, query, answer, given.get("cache_time", USUAL_CACHE_S), personal=given.get("is_personal", False))
    give(world, query, answer)
    return True


def _check_results(results: list[Body]) -> None:
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")


def _check_button(button: Body | None) -> None:
    """'You must use exactly one of the optional fields'."""
    if button is None:
        return
    if ("web_app" in button) == ("start_parameter" in button):
        raise bad_request("can't parse InlineQueryResultsButton: exactly one of web_app, start_parameter must be used")
    if "start_parameter" in button and not START_PARAMETER.fullmatch(button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")


def _content(world: World, result: Body) -> Body:
    """Return what the message says that the result becomes."""
    _check_mime_type(result)
    said = result.get("input_message_content")
    content = _said(world, said) if said is not None else _own(world, result)
    markup = result.get("reply_markup")
    return content | ({"reply_markup": markup} if markup and markup.get("inline_keyboard") else {})


def _check_mime_type(result: Body) -> None:
    """'Currently, only .PDF and .ZIP files can be sent', and of a page with a video only what is said of it."""
    if "mime_type" not in result:
        return
    allowed, reason = MIME_TYPES[result["type"]]
    if result["mime_type"] not in allowed:
        raise bad_request(reason)
    if result["mime_type"] == "text/html" and "input_message_content" not in result:
        raise bad_request("SEND_MESSAGE_MEDIA_INVALID")


def _said(world: World, said: Body) -> Body:
    if "message_text" in said:
        preview = said.get("link_preview_options")
        text = text_of(world, {**said, "text": said["message_text"]})
        return text | ({"link_preview_options": preview} if preview else {})
    if "phone_number" in said:
        return {"contact": {name: said[name] for name in CONTACT if name in said}}
    if "title" in said and "address" in said:
        return _venue(said)
    if "latitude" in said:
        return {"location": location_of(said)}
    raise bad_request("CHAT_SEND_INVOICE_FORBIDDEN")


def _own(world: World, result: Body) -> Body:
    match result["type"]:
        case "contact":
            return {"contact": {name: result[name] for name in CONTACT if name in result}}
        case "location":
            return {"location": location_of(result)}
        case "venue":
            return _venue(result)
        case kind if kind in MEDIA:
            return _media(world, result, kind) | caption_of(world, result)
        case _:
            raise bad_request("RESULT_TYPE_INVALID")


def _venue(said: Body) -> Body:
    location = location_of(said)
    venue = {"location": location, "title": said["title"], "address": said["address"]}
    return {"location": location, "venue": venue | {name: said[name] for name in PLACE if name in said}}


def _media(world: World, result: Body, kind: str) -> Body:
    """Return a file that was sent before; one at an address is named but not fetched, for nothing here leaves."""
    prefix = kind.removesuffix("_gif")
    if file_id := result.get(f"{prefix}_file_id"):
        stored = world.files.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        described = stored.described
    else:
        described = _elsewhere(world, result, prefix)
    if kind == "photo":
        return {"photo": described.get("sizes") or [described]}
    return {MEDIA[kind]: described}


def _elsewhere(world: World, result: Body, prefix: str) -> Body:
    number = world.number()
    described: Body = {"file_id": f"{prefix.upper()}AgACAgQAAxkB{number:024}", "file_unique_id": f"AQAD{number:011}"}
    for name, least in (("width", 1), ("height", 1), ("duration", 0)):
        if f"{prefix}_{name}" in result or (prefix == "photo" and name != "duration"):
            described[name] = result.get(f"{prefix}_{name}", least)
    return described | ({"mime_type": result["mime_type"]} if "mime_type" in result else {})
