"""Methods that put a new message into a chat."""

import time

from simulator import entities
from simulator.checks import Parameters
from simulator.files import keep_document, keep_photo, keep_voice
from simulator.methods.reach import writable_chat
from simulator.methods.registry import method
from simulator.refusals import bad_request
from simulator.world import Body, Chat, Message, StoredFile, World

MOST_TEXT = 4096
MOST_CAPTION = 1024
ACTION_SHOWN_S = 5.0


@method("sendMessage")
def send_message(world: World, given: Parameters) -> Body:
    """Use this method to send text messages. On success, the sent Message is returned."""
    chat = writable_chat(world, given)
    return post(world, chat, given, {**text_of(given), **_preview(given)})


@method("sendDocument")
def send_document(world: World, given: Parameters) -> Body:
    """Use this method to send general files."""
    chat = writable_chat(world, given)
    stored = keep_document(world, given["document"])
    return post(world, chat, given, {"document": stored.described, **caption_of(given)}, stored)


@method("sendPhoto")
def send_photo(world: World, given: Parameters) -> Body:
    """Use this method to send photos."""
    chat = writable_chat(world, given)
    stored = keep_photo(world, given["photo"])
    return post(world, chat, given, {"photo": stored.described["sizes"], **caption_of(given)}, stored)


@method("sendVoice")
def send_voice(world: World, given: Parameters) -> Body:
    """Use this method to send audio files ... as a playable voice message."""
    chat = writable_chat(world, given)
    stored = keep_voice(world, given["voice"], given.get("duration", 0))
    return post(world, chat, given, {"voice": stored.described, **caption_of(given)}, stored)


@method("sendLocation")
def send_location(world: World, given: Parameters) -> Body:
    """Use this method to send point on the map."""
    chat = writable_chat(world, given)
    return post(world, chat, given, {"location": location_of(given)})


@method("sendVenue")
def send_venue(world: World, given: Parameters) -> Body:
    """'Use this method to send information about a venue.' Its message carries the location twice, as Telegram's."""
    chat = writable_chat(world, given)
    location = location_of(given)
    optional = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": location, "title": given["title"], "address": given["address"]}
    venue |= {name: given[name] for name in optional if name in given}
    return post(world, chat, given, {"location": location, "venue": venue})


@method("sendChatAction")
def send_chat_action(world: World, given: Parameters) -> bool:
    """'The status is set for 5 seconds or less (when a message arrives from your bot ...)'."""
    chat = writable_chat(world, given)
    chat.action, chat.action_until = given["action"], time.monotonic() + ACTION_SHOWN_S
    if world.listen:
        world.tell("action", chat.id, action=chat.action)
    return True


def text_of(given: Parameters) -> Body:
    """Return text and entities; 1-4096 characters after entities parsing."""
    formatted = entities.read(given["text"], given.get("parse_mode"), given.get("entities"))
    if not formatted.text:
        raise bad_request("message text is empty")
    if entities.units(formatted.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return _with_entities("text", "entities", formatted)


def caption_of(given: Parameters) -> Body:
    """Return caption and its entities; 0-1024 characters after entities parsing."""
    if not given.get("caption"):
        return {}
    formatted = entities.read(given["caption"], given.get("parse_mode"), given.get("caption_entities"))
    if entities.units(formatted.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return _with_entities("caption", "caption_entities", formatted) if formatted.text else {}


def location_of(given: Parameters) -> Body:
    """Return a Location; latitude and longitude must lie on Earth."""
    latitude, longitude = given["latitude"], given["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def post(world: World, chat: Chat, given: Parameters, content: Body, stored: StoredFile | None = None) -> Body:
    """Put a message of the bot into a chat, with the keyboard that came with the call, and return it."""
    markup = given.get("reply_markup")
    reply = _reply(chat, given)
    body: Body = {
        "message_id": world.next_message_id(chat),
        "from": world.bot.user,
        "chat": chat.public,
        "date": world.now(),
        **reply,
        **content,
    }
    if given.get("protect_content"):
        body["has_protected_content"] = True
    if markup and markup.get("inline_keyboard"):
        body["reply_markup"] = markup
    _finish(world, chat, Message(body, file_id=stored.file_id if stored else None))
    _set_keyboard(world, chat, markup)
    return body


def _finish(world: World, chat: Chat, message: Message) -> None:
    if chat.action:
        chat.action = None
        if world.listen:
            world.tell("action", chat.id, action=None)
    world.put(chat, message)
    world.arrive(chat, "message", message.body)


def _set_keyboard(world: World, chat: Chat, markup: Body | None) -> None:
    if not markup or not ("keyboard" in markup or "remove_keyboard" in markup):
        return
    chat.keyboard = markup if markup.get("keyboard") else None
    if world.listen:
        world.tell("keyboard", chat.id, keyboard=chat.keyboard)


def _reply(chat: Chat, given: Parameters) -> Body:
    asked = given.get("reply_parameters")
    if not asked:
        return {}
    message = chat.messages.get(asked["message_id"])
    if message is None or message.deleted:
        if asked.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {key: value for key, value in message.body.items() if key != "reply_to_message"}}


def _preview(given: Parameters) -> Body:
    options = given.get("link_preview_options")
    return {"link_preview_options": options} if options else {}


def _with_entities(text_key: str, entities_key: str, formatted: entities.Formatted) -> Body:
    if formatted.entities:
        return {text_key: formatted.text, entities_key: formatted.entities}
    return {text_key: formatted.text}
