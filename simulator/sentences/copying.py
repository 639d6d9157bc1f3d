"""What is refused of copies and forwards."""

from __future__ import annotations

from simulator.sentences.refusal import bad

SEVERAL = ("copyMessages", "forwardMessages")
COUNT = "A JSON-serialized list of 1-100 identifiers of messages in the chat from_chat_id"
ORDER = "The identifiers must be specified in a strictly increasing order."
SOURCE = "Message identifier in the chat specified in from_chat_id"
NO_COPY = (
    "Service messages, paid media messages, giveaway messages, giveaway winners messages, and invoice messages can't"
)
NO_FORWARD = "Service messages and messages with protected content can't be forwarded."
SERVICE = {"from_chat_id": "$group", "message_id": "$service_message"}

REFUSALS = (
    bad("copyMessage", "the message is not there", "message to copy not found", SOURCE, {"message_id": 4711}),
    bad("forwardMessage", "the message is not there", "message to forward not found", SOURCE, {"message_id": 4711}),
    bad("copyMessage", "a service message", "the message can't be copied", NO_COPY, SERVICE),
    bad(
        "copyMessage",
        "a message with protected content",
        "the message can't be copied",
        given={"message_id": "$protected_text"},
    ),
    bad("forwardMessage", "a service message", "the message can't be forwarded", NO_FORWARD, SERVICE),
    bad(
        "forwardMessage",
        "a message with protected content",
        "the message can't be forwarded",
        NO_FORWARD,
        {"message_id": "$protected_text"},
    ),
    bad(SEVERAL, "no message is named", "there are no messages to forward", COUNT, {"message_ids": []}),
    bad(
        SEVERAL,
        "more than 100 messages are named",
        "too many messages to forward",
        COUNT,
        {"message_ids": list(range(1, 102))},
    ),
    bad(
        SEVERAL,
        "messages out of their order",
        "message identifiers must be in a strictly increasing order",
        ORDER,
        {"message_ids": [2, 1]},
    ),
)
