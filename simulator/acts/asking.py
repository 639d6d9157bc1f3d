"""Inline mode: what people type after the bot's name in any chat, and the result they send."""

import time

from simulator.acts.reach import ImpossibleError, check_writable
from simulator.acts.writing import put
from simulator.inline import give
from simulator.records import Account, Chat, InlineAnswer, InlineQuery
from simulator.world import World

MOST_TYPED = 256


def ask_inline(
    world: World, account: Account, text: str, offset: str = "", chat: Chat | None = None
) -> tuple[InlineQuery, int]:
    """Type a query after the bot's name; return it and the number of the update, 0 when the answer was in a cache."""
    if not world.bot.supports_inline_queries:
        raise ImpossibleError("the bot has no inline mode")
    chat = chat or account.chat
    check_writable(account, chat, None)
    text = text[:MOST_TYPED]
    query = InlineQuery(str(5_000_000_000_000_000_000 + world.number()), account, chat, text, offset, time.monotonic())
    _forget_old(world)
    world.inline_queries[query.id] = query
    if cached := _cached(world, query):
        give(world, query, cached)
        return query, 0
    body = {
        "id": query.id,
        "from": account.user,
        "query": text,
        "offset": offset,
        "chat_type": "sender" if chat.kind == "private" else chat.kind,
    }
    return query, world.updates.add("inline_query", account.id, body)


def choose_inline(world: World, account: Account, query_id: str, result_id: str, thread: int | None = None) -> int:
    """Send a result of an answered query into the chat it was typed in; return the number of the message's update."""
    query = world.inline_queries.get(query_id)
    if query is None or query.answer is None or query.account is not account:
        raise ImpossibleError(f"this person has no results of a query {query_id}")
    if result_id not in query.answer.contents:
        raise ImpossibleError(f"there is no result {result_id!r}; there are {list(query.answer.contents)}")
    content = query.answer.contents[result_id]
    # "Available only if there is an inline keyboard attached to the message."
    inline_id = f"AgAAA{world.number():022}" if "reply_markup" in content else None
    place, content = query.chat, {"via_bot": world.bot.user, **content}
    update_id = put(world, account, place, content, thread=thread, inline_id=inline_id)
    if inline_id is not None:
        message = next(reversed(place.messages.values()))
        world.inline_messages[inline_id] = (place, message)
    _feed_back(world, query, result_id, inline_id)
    return update_id


def _feed_back(world: World, query: InlineQuery, result_id: str, inline_id: str | None) -> None:
    """'It is necessary to enable inline feedback via @BotFather in order to receive these objects in updates'."""
    if not world.bot.inline_feedback:
        return
    body = {"result_id": result_id, "from": query.account.user, "query": query.text}
    body |= {"inline_message_id": inline_id} if inline_id else {}
    world.updates.add("chosen_inline_result", query.account.id, body)


def _cached(world: World, query: InlineQuery) -> InlineAnswer | None:
    for whose in (query.account.id, 0):
        until, answer = world.inline_cache.get((query.text, query.offset, whose), (0, None))
        if answer is not None and world.now() < until:
            return answer
    return None


def _forget_old(world: World) -> None:
    """Answered or not, a query is good for as long as somebody may still look at its results."""
    oldest = time.monotonic() - 10 * world.query_timeout_s
    while world.inline_queries and (first := next(iter(world.inline_queries.values()))).at < oldest:
        del world.inline_queries[first.id]
