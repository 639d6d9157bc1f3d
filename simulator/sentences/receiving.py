"""What is refused of receiving updates and answering taps."""

from __future__ import annotations

from simulator.sentences.refusal import Refusal, bad

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
QUERY = "Unique identifier for the query to be answered"
HTTPS = "HTTPS URL to send updates to."
OVERTAKEN = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
POLLING = ("getUpdates",)
WAITING = {"timeout": 50}

REFUSALS = (
    Refusal(POLLING, "a webhook is set", 409, WEBHOOK_ACTIVE, after="a webhook is set"),
    Refusal(POLLING, "another one polls", 409, OVERTAKEN, given=WAITING, meanwhile=("getUpdates", {})),
    Refusal(
        POLLING,
        "a webhook is set meanwhile",
        409,
        "Conflict: terminated by setWebhook request",
        given=WAITING,
        meanwhile=("setWebhook", {"url": "http://127.0.0.1:9/hook"}),
    ),
    bad(
        "setWebhook",
        "the address is not https, and not of this machine",
        "bad webhook: An HTTPS URL must be provided for webhook",
        HTTPS,
        {"url": "http://example.org/hook"},
    ),
    bad(
        "setWebhook",
        "a port that Telegram does not call",
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        given={"url": "https://example.org:8444/hook"},
    ),
    bad(
        "setWebhook",
        "a secret with other characters",
        "secret token contains unallowed characters",
        "Only characters A-Z, a-z, 0-9, _ and - are allowed.",
        {"secret_token": "open sesame"},
    ),
    bad("answerCallbackQuery", "there was no such tap", TOO_OLD, QUERY, {"callback_query_id": "4711"}),
    bad("answerCallbackQuery", "the tap was answered before", TOO_OLD, QUERY, after="the tap was answered"),
    bad(
        "answerCallbackQuery", "the tap is more than a minute old", TOO_OLD, QUERY, {"callback_query_id": "$old_query"}
    ),
    bad(
        "answerCallbackQuery",
        "a link elsewhere than to the bot",
        "URL_INVALID",
        "Otherwise, you may use links like t.me/your_bot?start=XXXX that open your bot with a parameter.",
        {"url": "https://example.org"},
    ),
    bad(
        "setWebhook",
        "an IP address that is none",
        "bad webhook: invalid IP address specified",
        "The fixed IP address which will be used to send webhook requests",
        {"ip_address": "nowhere"},
    ),
)
