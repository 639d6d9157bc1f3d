"""What is refused of every call, whatever method it is of."""

from __future__ import annotations

from simulator.sentences.refusal import Given, Refusal, bad, taking

ANYTHING = ("getMe",)
WRONG = "1:wrong"
SHAPELESS = "token"
SENDING = tuple(name for name in taking("chat_id") if name.startswith(("send", "editMessage", "copy", "forward")))
COUNTED = tuple(name for name in SENDING if name != "sendChatAction")
FAQ = (
    "The Bots FAQ: 'In a single chat, avoid sending more than one message per second. We may allow short bursts that go "
    "over this limit, but eventually you'll begin receiving 429 errors.'"
)
GROUP_FAQ = "The Bots FAQ: 'In a group, bots are not able to send more than 20 messages per minute.'"
BULK_FAQ = "The Bots FAQ: 'bots are not able to broadcast more than about 30 messages per second'"
OWN = "The simulator's own: a fault that was asked for."

POLLING = ("getUpdates",)
IN_GROUPS = ("sendMessage",)
IN_GROUP = {"chat_id": "$group"}
PAID = taking("allow_paid_broadcast")
STARS = "The relevant Stars will be withdrawn from the bot's balance."
HUGE = {"document": "$huge_call"}
WAITING = {"timeout": 50}


def flood(
    methods: tuple[str, ...], when: str, after: str, seconds: int, why: str, given: Given | None = None
) -> Refusal:
    """Make a 429."""
    words = f"Too Many Requests: retry after {seconds}"
    return Refusal(methods, when, 429, words, "", given or {}, after, {"retry_after": seconds}, why=why)


REFUSALS = (
    Refusal(ANYTHING, "the token is another one than the bot's", 401, "Unauthorized", token=WRONG),
    Refusal(ANYTHING, "the token has not the shape of one", 401, "Unauthorized", token=SHAPELESS),
    Refusal(ANYTHING, "there is no such method, or it is not played", 404, "Not Found", called="sendNothing"),
    Refusal(ANYTHING, "the body is no JSON though it says so", 400, "Bad Request: can't parse JSON object", body=b"{"),
    Refusal(ANYTHING, "the body is JSON but no object", 400, "Bad Request: can't parse JSON object", body=b"[]"),
    Refusal(("sendDocument",), "the whole call is over 52 MB", 413, "Request Entity Too Large", given=HUGE),
    Refusal(ANYTHING, "faults are switched on", 502, "Bad Gateway", after="every call meets a fault", why=OWN),
    Refusal(POLLING, "the server stops meanwhile", 500, "Internal Server Error: restart", given=WAITING, ends=True),
    flood(COUNTED, "a fifth message at once in a chat", "the chat has had its messages", 1, FAQ),
    flood(COUNTED, "a thirty-first message at once over all chats", "all chats have had their messages", 1, BULK_FAQ),
    flood(IN_GROUPS, "a twenty-first message in a group", "the group has had its messages", 3, GROUP_FAQ, IN_GROUP),
    bad(
        PAID,
        "a paid broadcast without Stars",
        "BALANCE_TOO_LOW",
        STARS,
        {"allow_paid_broadcast": True},
        "all chats have had their messages",
    ),
)
