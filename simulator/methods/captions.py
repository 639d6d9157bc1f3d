"""Texts and captions of outgoing messages: read, measured, and with the people they mention."""

from simulator import entities
from simulator.checks import Parameters
from simulator.refusals import bad_request
from simulator.world import Body, World

MOST_TEXT = 4096
MOST_CAPTION = 1024


def text_of(world: World, given: Parameters) -> Body:
    """Return text and entities; 1-4096 characters after entities parsing."""
    formatted = entities.read(given["text"], given.get("parse_mode"), given.get("entities"))
    if not formatted.text:
        raise bad_request("message text is empty" if not given["text"] else "text must be non-empty")
    if entities.units(formatted.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return _body(world, given, "text", "entities", formatted)


def caption_of(world: World, given: Parameters) -> Body:
    """Return caption and its entities; 0-1024 characters after entities parsing."""
    if not given.get("caption"):
        return {}
    formatted = entities.read(given["caption"], given.get("parse_mode"), given.get("caption_entities"))
    if entities.units(formatted.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return _body(world, given, "caption", "caption_entities", formatted) if formatted.text else {}


def _body(world: World, given: Parameters, text_key: str, entities_key: str, formatted: entities.Formatted) -> Body:
    found = formatted.entities
    if any(entity["type"] == "text_mention" for entity in found):
        found = _introduced(world, found, strict=not given.get("parse_mode"))
    return {text_key: formatted.text, entities_key: found} if found else {text_key: formatted.text}


def _introduced(world: World, found: list[entities.Entity], *, strict: bool) -> list[entities.Entity]:
    """Put whole users into mentions.

    'These mentions are only guaranteed to work if the user has contacted the bot in private in the past': in markup
    one that does not work is text, among given entities it is an error.
    """
    introduced = []
    for entity in found:
        if entity["type"] != "text_mention":
            introduced.append(entity)
        elif account := world.accounts.get(entity["user"]["id"]):
            introduced.append({**entity, "user": account.user})
        elif strict:
            raise bad_request("user not found")
    return introduced
