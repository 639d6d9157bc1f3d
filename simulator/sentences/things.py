"""Who and what is there on the stage: people, groups, messages, taps, each made when a call first names it."""

from __future__ import annotations

from typing import Any

from simulator import acts
from simulator.records import Body, Chat, ChatKind, Status
from simulator.sentences.plain import KEYBOARD, PHOTO
from simulator.sentences.stage import Stage, thing

Json = Any  # whatever JSON can say


@thing
def _person(stage: Stage) -> int:
    return stage.simulator.add_person("Amal", started=True).id


@thing
def _stranger(stage: Stage) -> int:
    return stage.simulator.add_person("Bea").id


@thing
def _group(stage: Stage) -> int:
    return _enter(stage, "supergroup", "administrator").id


@thing
def _plain_group(stage: Stage) -> int:
    """Make a group in which the bot is no administrator."""
    return _enter(stage, "supergroup", "member").id


@thing
def _group_that_restricts(stage: Stage) -> int:
    return _enter(stage, "supergroup", "restricted").id


@thing
def _group_without_bot(stage: Stage) -> int:
    return _leave(stage, "left")


@thing
def _group_without_bot_any_more(stage: Stage) -> int:
    return _leave(stage, "kicked")


@thing
def _upgraded(stage: Stage) -> int:
    """Make a small group that has become a supergroup."""
    chat = _enter(stage, "group", "member")
    acts.upgrade(stage.world, chat, stage.account)
    return chat.id


@thing
def _upgraded_to(stage: Stage) -> int:
    return int(stage.world.chats[stage["upgraded"]].migrated_to or 0)


@thing
def _channel_without_rights(stage: Stage) -> int:
    """Make a channel in which the bot was an administrator and is a mere member now."""
    chat = _enter(stage, "channel", "administrator")
    chat.bot = type(chat.bot)("member")
    return chat.id


@thing
def _channel_without_posting(stage: Stage) -> int:
    return _enter(stage, "channel", "administrator", rights=[]).id


@thing
def _public_channel(stage: Stage) -> int:
    """Make a channel that everybody may look into, and in which the bot is not."""
    by = stage.simulator.person(stage["person"])
    return stage.simulator.add_channel(members=[by], username="town_news").id


@thing
def _forum(stage: Stage) -> int:
    return _enter(stage, "supergroup", "administrator", forum=True).id


@thing
def _strict_forum(stage: Stage) -> int:
    """Make a forum in which the bot is a mere member."""
    return _enter(stage, "supergroup", "member", forum=True).id


@thing
def _forum_with_general_closed(stage: Stage) -> int:
    stage.does("closeGeneralForumTopic", chat_id="$forum")
    return int(stage["forum"])


@thing
def _forum_with_general_hidden(stage: Stage) -> int:
    stage.does("hideGeneralForumTopic", chat_id="$forum")
    return int(stage["forum"])


@thing
def _topic(stage: Stage) -> int:
    return int(stage.does("createForumTopic", chat_id="$forum", name="Topic")["message_thread_id"])


@thing
def _closed_topic(stage: Stage) -> int:
    stage.does("closeForumTopic", chat_id="$forum", message_thread_id="$topic")
    return int(stage["topic"])


@thing
def _strict_topic(stage: Stage) -> int:
    """Open a topic of a person where the bot is a mere member."""
    return acts.create_topic(stage.world, stage.world.chats[stage["strict_forum"]], stage.account, "Topic").thread


@thing
def _strict_closed_topic(stage: Stage) -> int:
    stage.world.chats[stage["strict_forum"]].topics[stage["strict_topic"]].closed = True
    return int(stage["strict_topic"])


def _enter(
    stage: Stage, kind: ChatKind, status: Status, *, forum: bool = False, rights: list[str] | None = None
) -> Chat:
    by = stage.simulator.person(stage["person"])
    group = stage.simulator.add_group(kind=kind, members=[by], forum=forum)
    acts.set_bot_status(stage.world, group.chat, by.account, status, rights)
    return group.chat


def _leave(stage: Stage, status: Status) -> int:
    """Make a group that the bot was in."""
    chat = _enter(stage, "supergroup", "member")
    acts.set_bot_status(stage.world, chat, stage.account, status)
    return chat.id


# -- messages


@thing
def _text(stage: Stage) -> int:
    return _sent(stage, "sendMessage", text="Hello")


@thing
def _text_with_keyboard(stage: Stage) -> int:
    return _sent(stage, "sendMessage", text="Hello", reply_markup=KEYBOARD)


@thing
def _photo(stage: Stage) -> int:
    return _sent(stage, "sendPhoto", photo="$png")


@thing
def _persons_text(stage: Stage) -> int:
    acts.say(stage.world, stage.account, "Hello bot")
    return max(stage.private.messages)


@thing
def _deleted_text(stage: Stage) -> int:
    number = _sent(stage, "sendMessage", text="Gone")
    stage.does("deleteMessage", chat_id="$person", message_id=number)
    return number


@thing
def _old_text(stage: Stage) -> int:
    number = _sent(stage, "sendMessage", text="Old")
    message = stage.private.messages[number]
    message.body = {**message.body, "date": message.body["date"] - 48 * 3600}
    return number


@thing
def _persons_text_in_plain_group(stage: Stage) -> int:
    chat = stage.world.chats[stage["plain_group"]]
    acts.say(stage.world, stage.account, "/hello", chat)
    return max(chat.messages)


def _sent(stage: Stage, method: str, **given: Json) -> int:
    return int(stage.does(method, chat_id="$person", **given)["message_id"])


# -- taps


@thing
def _query(stage: Stage) -> str:
    acts.tap(stage.world, stage.account, stage["text_with_keyboard"], "yes")
    return next(reversed(stage.world.queries))


@thing
def _old_query(stage: Stage) -> str:
    number = str(stage["query"])
    stage.world.query_timeout_s = -1
    return number


@thing
def _inline_query(stage: Stage) -> str:
    return acts.ask_inline(stage.world, stage.account, "Hello")[0].id


@thing
def _old_inline_query(stage: Stage) -> str:
    number = str(stage["inline_query"])
    stage.world.query_timeout_s = -1
    return number


@thing
def _inline_message(stage: Stage) -> str:
    """Send a photo via the bot, into the chat with it."""
    result: Body = {"type": "photo", "id": "1", "photo_file_id": "$photo_id", "reply_markup": KEYBOARD}
    stage.does("answerInlineQuery", inline_query_id="$inline_query", results=[result])
    acts.choose_inline(stage.world, stage.account, stage["inline_query"], "1")
    return next(reversed(stage.world.inline_messages))


@thing
def _pinned_text(stage: Stage) -> int:
    stage.does("pinChatMessage", chat_id="$person", message_id="$text")
    return int(stage["text"])


@thing
def _protected_text(stage: Stage) -> int:
    return _sent(stage, "sendMessage", text="Secret", protect_content=True)


@thing
def _service_message(stage: Stage) -> int:
    """Pin a message in the group, of which a service message tells."""
    number = stage.does("sendMessage", chat_id="$group", text="Hello")["message_id"]
    stage.does("pinChatMessage", chat_id="$group", message_id=number)
    return max(stage.world.chats[stage["group"]].messages)


@thing
def _sent_photo(stage: Stage) -> int:
    """Send the photo that plain calls name."""
    return _sent(stage, "sendPhoto", photo="$photo_id")


@thing
def _location(stage: Stage) -> int:
    return _sent(stage, "sendLocation", latitude=50.77, longitude=6.08)


@thing
def _album(stage: Stage) -> int:
    return int(stage.does("sendMediaGroup", chat_id="$person", media=[PHOTO, PHOTO])[0]["message_id"])
