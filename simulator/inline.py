"""Hands the bot's answer to an inline query to the person who asked, and keeps it for those who ask the same."""

from simulator.records import InlineAnswer, InlineQuery
from simulator.world import World


def give(world: World, query: InlineQuery, answer: InlineAnswer) -> None:
    """Show the results on the phone."""
    query.answer = answer
    query.answered.set()
    if world.listen:
        world.tell(
            "inline",
            query.chat.id,
            phone=query.account.id,
            query_id=query.id,
            query=query.text,
            offset=query.offset,
            results=answer.results,
            next_offset=answer.next_offset,
            button=answer.button,
        )


def keep(world: World, query: InlineQuery, answer: InlineAnswer, seconds: int, *, personal: bool) -> None:
    """Keep an answer for whoever asks the same, or only for the one who asked."""
    now = world.now()
    world.inline_cache = {asked: kept for asked, kept in world.inline_cache.items() if kept[0] > now}
    if seconds > 0:
        whose = query.account.id if personal else 0
        world.inline_cache[query.text, query.offset, whose] = (now + seconds, answer)
