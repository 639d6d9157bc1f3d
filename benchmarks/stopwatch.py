"""Where the event loop's time goes: methods are wrapped from outside, so that the bot itself carries no timers.

Only the moments in which a coroutine runs are counted, never those in which it waits, and what one wrapped method calls is
counted for the inner one alone. So the stages add up to what the loop's thread did for the answers.
"""

from __future__ import annotations

import asyncio
import functools
import time
import types
from collections import defaultdict
from collections.abc import Callable, Coroutine, Generator
from typing import Any

Step = Generator[Any, Any, Any]


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._open: list[tuple[str, float]] = []
        self._within: list[float] = []
        self._loop_s = 0.0

    def tell(self) -> dict[str, Any]:
        """Tell the seconds of each stage so far, and what the loop's thread spent in all."""
        return {"stages": dict(self.spent), "loop_s": self._loop_s}

    async def keep_time(self) -> None:
        """Note ten times a second what this thread, the loop's, has spent: nobody else can ask for it."""
        while True:
            self._loop_s = time.thread_time()
            await asyncio.sleep(0.1)

    def enter(self, stage: str) -> None:
        """Begin counting for a stage; the one outside it pauses."""
        self._open.append((stage, time.thread_time()))
        self._within.append(0.0)

    def leave(self) -> None:
        """Stop counting for the innermost stage."""
        stage, began = self._open.pop()
        inner = self._within.pop()
        whole = time.thread_time() - began
        self.spent[stage] += whole - inner
        if self._within:
            self._within[-1] += whole

    def watch(self, owner: object, name: str, stage: str) -> None:
        """Count a coroutine function of a class or a module for a stage."""
        original: Callable[..., Coroutine[Any, Any, Any]] = getattr(owner, name)

        @functools.wraps(original)
        async def counted(*args: object, **kwargs: object) -> object:
            return await self._step(stage, original(*args, **kwargs))

        setattr(owner, name, counted)

    def watch_plain(self, owner: object, name: str, stage: str) -> None:
        """Count a plain function of a class or a module for a stage."""
        original: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(original)
        def counted(*args: object, **kwargs: object) -> object:
            self.enter(stage)
            try:
                return original(*args, **kwargs)
            finally:
                self.leave()

        setattr(owner, name, counted)

    @types.coroutine
    def _step(self, stage: str, inner: Coroutine[Any, Any, Any]) -> Step:
        """Drive a coroutine as `await` does, counting each of its steps."""
        value: object = None
        error: BaseException | None = None
        while True:
            self.enter(stage)
            try:
                awaited = inner.throw(error) if error is not None else inner.send(value)
            except StopIteration as done:
                return done.value
            finally:
                self.leave()
            value, error = None, None
            try:
                value = yield awaited
            except BaseException as raised:  # noqa: BLE001 - handed on to the inner coroutine
                error = raised


def watch_bot(watch: Stopwatch) -> None:
    """Watch the stations of an update's way to its answer; what is imported here belongs to our bot's process alone."""
    from telegram import Bot

    from bot import answers, present, receive, screens, transport, turns
    from storage import dialogs, inbox

    watch.watch(Bot, "get_updates", "poll: PTB")
    watch.watch_plain(receive, "reduce", "poll: reduce")
    watch.watch(turns.Turns, "accept", "inbox: write")
    watch.watch(turns.Turns, "_transact", "turn: transaction")
    watch.watch(inbox, "oldest", "turn: read")
    watch.watch(dialogs, "find", "turn: read")
    watch.watch(turns.Turns, "_turn", "turn: dialogs, effects")
    watch.watch(dialogs, "save", "turn: write")
    watch.watch(inbox, "mark_performed", "turn: write")
    watch.watch(inbox, "mark_answered", "turn: write")
    watch.watch(dialogs, "remember", "turn: write")
    watch.watch(answers.Answers, "prepare", "screen: load, render")
    watch.watch_plain(answers, "compose", "screen: words")
    watch.watch_plain(screens, "html", "screen: markup")
    watch.watch_plain(present.Presenter, "keyboard", "screen: markup")
    watch.watch(answers.Answers, "send", "send: choose")
    for method in ("send_message", "edit_message_text", "edit_message_reply_markup", "answer_callback_query"):
        watch.watch(Bot, method, "send: PTB")
    watch.watch(transport.AiohttpRequest, "do_request", "HTTP")
