"""Copies and forwards: messages that came from another chat, without and with a word of it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from simulator.checks import Parameters
from simulator.methods.albums import new_group
from simulator.methods.captions import caption_of
from simulator.methods.media import CAPTIONED
from simulator.methods.reach import chat_of, writable_chat
from simulator.methods.registry import method
from simulator.methods.replies import origin_of
from simulator.methods.sending import post
from simulator.refusals import bad_request
from simulator.world import Body, Chat, Message, World

MOST_AT_ONCE = 100
CAPTION = ("caption", "caption_entities", "show_caption_above_media")
CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    *CAPTION,
    *CAPTIONED,
    "sticker",
    "contact",
    "location",
    "venue",
    "has_media_spoiler",
)
Content = Callable[[Chat, Message], Body]


@method("copyMessage")
def copy_message(world: World, given: Parameters) -> Body:
    """'The copied message doesn't have a link to the original message.' Its keyboard is the one given, or none."""
    chat, source = writable_chat(world, given), _source(world, given)
    message = _one(source, given, "copy", "copied")
    content = _content(message)
    if "caption" in given and not content.keys().isdisjoint(CAPTIONED):
        above = {"show_caption_above_media": True} if given.get("show_caption_above_media") else {}
        content = _without_caption(content) | caption_of(world, given) | above
    sent = post(world, chat, given, _restarted(content, given), world.files.get(message.file_id or ""))
    return {"message_id": sent["message_id"]}


@method("copyMessages")
def copy_messages(world: World, given: Parameters) -> list[Body]:
    """'Album grouping is kept for copied messages.' What can't be found or copied is skipped."""

    def content(_source: Chat, message: Message) -> Body:
        return _without_caption(_content(message)) if given.get("remove_caption") else _content(message)

    return _several(world, given, content)


@method("forwardMessage")
def forward_message(world: World, given: Parameters) -> Body:
    """Service messages and messages with protected content can't be forwarded."""
    chat, source = writable_chat(world, given), _source(world, given)
    message = _one(source, given, "forward", "forwarded")
    content = _restarted(_forwarded(source, message), given)
    return post(world, chat, given, content, world.files.get(message.file_id or ""))


@method("forwardMessages")
def forward_messages(world: World, given: Parameters) -> list[Body]:
    """'Album grouping is kept for forwarded messages.' What can't be found or forwarded is skipped."""
    return _several(world, given, _forwarded)


def _several(world: World, given: Parameters, content: Content) -> list[Body]:
    chat, source = writable_chat(world, given), _source(world, given)
    numbers = given["message_ids"]
    _check_numbers(numbers)
    found = [source.messages[number] for number in numbers if number in source.messages]
    messages = [message for message in found if not message.deleted and _may_leave(message)]
    groups = {group: new_group(world) for message in messages if (group := message.body.get("media_group_id"))}
    sent = []
    for message in messages:
        album = {"media_group_id": groups[message.body["media_group_id"]]} if "media_group_id" in message.body else {}
        stored = world.files.get(message.file_id or "")
        sent.append({"message_id": post(world, chat, given, content(source, message) | album, stored)["message_id"]})
    return sent


def _check_numbers(numbers: Sequence[int]) -> None:
    """'A JSON-serialized list of 1-100 identifiers ... must be specified in a strictly increasing order'."""
    if not numbers:
        raise bad_request("there are no messages to forward")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request("too many messages to forward")
    if any(one >= other for one, other in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")


def _source(world: World, given: Parameters) -> Chat:
    return chat_of(world, {"chat_id": given["from_chat_id"]})


def _one(source: Chat, given: Parameters, act: str, done: str) -> Message:
    message = source.messages.get(given["message_id"])
    if message is None or message.deleted:
        raise bad_request(f"message to {act} not found")
    if not _may_leave(message):
        raise bad_request(f"the message can't be {done}")
    return message


def _may_leave(message: Message) -> bool:
    return not message.is_service and not message.body.get("has_protected_content")


def _content(message: Message) -> Body:
    return {name: message.body[name] for name in CONTENT if name in message.body}


def _forwarded(source: Chat, message: Message) -> Body:
    return {"forward_origin": origin_of(source, message), **_content(message)}


def _without_caption(content: Body) -> Body:
    return {name: value for name, value in content.items() if name not in CAPTION}


def _restarted(content: Body, given: Parameters) -> Body:
    """'New start timestamp for the copied video in the message'."""
    if "video" not in content or "video_start_timestamp" not in given:
        return content
    return {**content, "video": {**content["video"], "start_timestamp": given["video_start_timestamp"]}}
