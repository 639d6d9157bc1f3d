"""The answer to a tap on an inline keyboard."""

import time
from urllib.parse import urlsplit

from simulator.checks import Parameters
from simulator.methods.registry import method
from simulator.refusals import bad_request
from simulator.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(world: World, given: Parameters) -> bool:
    """Use this method to send answers to callback queries sent from inline keyboards."""
    query = world.queries.get(given["callback_query_id"])
    if query is None or time.monotonic() - query.at > world.query_timeout_s:
        raise bad_request(TOO_OLD)
    _check_url(world, given.get("url", ""))
    del world.queries[query.id]
    answer = {"text": given.get("text", ""), "show_alert": given.get("show_alert", False), "url": given.get("url")}
    if world.listen:
        world.tell("answered", query.account.id, **answer)
    world.arrive(query.account.chat, "answered", {**answer, "callback_query_id": query.id})
    return True


def _check_url(world: World, url: str) -> None:
    """'you may use links like t.me/your_bot?start=XXXX that open your bot with a parameter'; games are not played."""
    if not url:
        return
    parts = urlsplit(url if "://" in url else f"https://{url}")
    own = parts.hostname in {"t.me", "telegram.me"} and parts.path.strip("/").lower() == world.bot.username.lower()
    if not own:
        raise bad_request("URL_INVALID")
