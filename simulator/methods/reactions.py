"""The bot's reactions on messages."""

from simulator.checks import Parameters
from simulator.methods.reach import inner_chat, message_of
from simulator.methods.registry import method
from simulator.reactions import EMOJI, react
from simulator.records import Body, Chat, Message
from simulator.refusals import bad_request
from simulator.world import World


@method("setMessageReaction")
def set_message_reaction(world: World, given: Parameters) -> bool:
    """'Currently, as non-premium users, bots can set up to one reaction per message'."""
    chat = inner_chat(world, given)
    message = _first_of_album(chat, message_of(chat, given, "react"))
    reaction = given.get("reaction", [])
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if message.is_service:
        raise bad_request("REACTION_INVALID")
    react(world, chat, message, None, [_emoji(each) for each in reaction])
    return True


def _emoji(reaction: Body) -> str:
    """'Paid reactions can't be used by bots'; custom emoji only where people with Premium have put them: nowhere."""
    if reaction["type"] != "emoji" or reaction["emoji"] not in EMOJI:
        raise bad_request("REACTION_INVALID")
    return str(reaction["emoji"])


def _first_of_album(chat: Chat, message: Message) -> Message:
    """'If the message belongs to a media group, the reaction is set to the first non-deleted message in the group'."""
    album = message.body.get("media_group_id")
    if album is None:
        return message
    return next(
        each for each in chat.messages.values() if each.body.get("media_group_id") == album and not each.deleted
    )
