"""What happens on the stage before a call is made."""

from __future__ import annotations

from simulator import acts
from simulator.faults import Faults
from simulator.limits import Limits
from simulator.sentences.plain import ARTICLE
from simulator.sentences.stage import Stage, happening


@happening("the person blocks the bot")
def _blocks(stage: Stage) -> None:
    acts.block(stage.world, stage.account)


@happening("the person's account is deleted")
def _deactivates(stage: Stage) -> None:
    stage.simulator.person(stage["person"]).deactivates()


@happening("a webhook is set")
def _webhook(stage: Stage) -> None:
    stage.does("setWebhook", url="http://127.0.0.1:9/hook")


@happening("the tap was answered")
def _answered(stage: Stage) -> None:
    stage.does("answerCallbackQuery", callback_query_id="$query")


@happening("every call meets a fault")
def _faults(stage: Stage) -> None:
    stage.simulator.set_network(faults=Faults(error_5xx=1000))


@happening("the chat has had its messages")
def _chat_is_full(stage: Stage) -> None:
    _count(stage, stage["person"], messages=4)


@happening("the group has had its messages")
def _group_is_full(stage: Stage) -> None:
    _count(stage, stage["group"], messages=20)


@happening("all chats have had their messages")
def _all_are_full(stage: Stage) -> None:
    _count(stage, 1, messages=30)


def _count(stage: Stage, chat: int, *, messages: int) -> None:
    """Switch limits on for which time stands still, however long the call takes to come, and count messages in a chat."""
    stage.simulator.api.limits = limits = Limits(lambda: 0.0)
    limits.pass_or_refuse("sendmessage", chat, messages)


@happening("the inline query was answered")
def _inline_answered(stage: Stage) -> None:
    stage.does("answerInlineQuery", inline_query_id="$inline_query", results=[ARTICLE])
