"""Methods that put a new message into a chat."""

import time

from simulator.checks import Parameters
from simulator.methods.captions import text_of
from simulator.methods.reach import thread_of, writable_chat
from simulator.methods.registry import method
from simulator.methods.replies import reply_of
from simulator.refusals import bad_request
from simulator.telling import author, in_topic
from simulator.world import Body, Chat, Message, StoredFile, World

ACTION_SHOWN_S = 5.0
MOST_INACCURATE_M = 1500
LIVE_S = (60, 86_400)
LIVE_FOREVER = 0x7FFFFFFF
LIVE = {"heading": (360, "heading"), "proximity_alert_radius": (100_000, "proximity alert radius")}


@method("sendMessage")
def send_message(world: World, given: Parameters) -> Body:
    """Use this method to send text messages. On success, the sent Message is returned."""
    chat = writable_chat(world, given)
    return post(world, chat, given, {**text_of(world, given), **_preview(given)})


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


@method("sendContact")
def send_contact(world: World, given: Parameters) -> Body:
    """Use this method to send phone contacts."""
    chat = writable_chat(world, given)
    return post(world, chat, given, {"contact": contact_of(given)})


@method("sendChatAction")
def send_chat_action(world: World, given: Parameters) -> bool:
    """'The status is set for 5 seconds or less (when a message arrives from your bot ...)'."""
    chat = writable_chat(world, given)
    chat.action, chat.action_until = given["action"], time.monotonic() + ACTION_SHOWN_S
    if world.listen:
        world.tell("action", chat.id, action=chat.action)
    return True


def location_of(given: Parameters) -> Body:
    """Return a Location; latitude and longitude must lie on Earth, an accuracy beyond 0-1500 m is brought there."""
    latitude, longitude = given["latitude"], given["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    location: Body = {"latitude": latitude, "longitude": longitude}
    if accuracy := min(max(given.get("horizontal_accuracy", 0), 0), MOST_INACCURATE_M):
        location["horizontal_accuracy"] = accuracy
    return location | _live(given) if given.get("live_period") else location


def _live(given: Parameters) -> Body:
    """Return what a location that moves has besides, within the documented bounds."""
    period: int = given["live_period"]
    if not (LIVE_S[0] <= period <= LIVE_S[1] or period == LIVE_FOREVER):
        raise bad_request("wrong live location period specified")
    live = {"live_period": period}
    for name, (most, words) in LIVE.items():
        if value := given.get(name, 0):
            if not 1 <= value <= most:
                raise bad_request(f"wrong live location {words} specified")
            live[name] = value
    return live


def contact_of(given: Parameters) -> Body:
    """Return a Contact."""
    return {name: given[name] for name in ("phone_number", "first_name", "last_name", "vcard") if given.get(name)}


def post(world: World, chat: Chat, given: Parameters, content: Body, stored: StoredFile | None = None) -> Body:
    """Put a message of the bot into a chat, with the keyboard that came with the call, and return it."""
    markup = given.get("reply_markup")
    reply = reply_of(world, chat, given)
    body: Body = {
        "message_id": world.next_message_id(chat),
        **author(world, chat, None),
        "chat": chat.public,
        "date": world.now(),
        **in_topic(chat, thread_of(chat, given)),
        **reply,
        **content,
    }
    if given.get("protect_content"):
        body["has_protected_content"] = True
    if chat.kind == "private" and "message_effect_id" in given:
        body["effect_id"] = given["message_effect_id"]
    if markup and markup.get("inline_keyboard"):
        body["reply_markup"] = markup
    _finish(world, chat, Message(body, file_id=stored.file_id if stored else None))
    _set_keyboard(world, chat, markup, body["message_id"])
    return body


def _finish(world: World, chat: Chat, message: Message) -> None:
    if chat.action:
        chat.action = None
        if world.listen:
            world.tell("action", chat.id, action=None)
    world.put(chat, message)
    world.arrive(chat, "message", message.body)


def _set_keyboard(world: World, chat: Chat, markup: Body | None, message_id: int) -> None:
    """Show what came below the field; a reply that is asked for names its message, so that phones can answer it."""
    if not markup or markup.keys().isdisjoint(("keyboard", "remove_keyboard", "force_reply")):
        return
    if markup.get("force_reply"):
        chat.keyboard = {**markup, "message_id": message_id}
    else:
        chat.keyboard = markup if markup.get("keyboard") else None
    if world.listen:
        world.tell("keyboard", chat.id, keyboard=chat.keyboard)


def _preview(given: Parameters) -> Body:
    options = given.get("link_preview_options")
    return {"link_preview_options": options} if options else {}
