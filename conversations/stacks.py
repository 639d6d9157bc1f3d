"""Stacks on paper: a stack of dialog states as JSON and back, surviving a deploy that changed a dialog."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec

from conversations.core import Dialog
from conversations.engine import Frame, Stack

log = logging.getLogger(__name__)


def dump(stack: Stack, dialogs: Mapping[str, Dialog]) -> str:
    """Write a stack as JSON: dialog, version, state's name and its fields."""
    frames = [
        [f.dialog, dialogs[f.dialog].version, type(f.state).__name__, msgspec.to_builtins(f.state)] for f in stack
    ]
    return msgspec.json.encode(frames).decode()


def restore(text: str | None, dialogs: Mapping[str, Dialog]) -> Stack:
    """Read a stack; what no longer reads is left out, so that the worst is a fresh home screen."""
    if not text:
        return ()
    try:
        frames = msgspec.json.decode(text, type=list[tuple[str, int, str, Any]])
    except msgspec.MsgspecError:
        return ()
    read = [_frame(dialogs, *frame) for frame in frames]
    return tuple(frame for frame in read if frame is not None)


def _frame(dialogs: Mapping[str, Dialog], name: str, version: int, kind: str, fields: Any) -> Frame | None:  # noqa: ANN401 - JSON
    """Read one frame; None when its dialog, version or shape is gone."""
    dialog = dialogs.get(name)
    if dialog is None:
        return None
    if version != dialog.version:
        state = dialog.upgrade(kind, fields, version) if dialog.upgrade else None
        return None if state is None else Frame(name, state)
    state_type = next((state for state in dialog.states if state.__name__ == kind), None)
    if state_type is None:
        return None
    try:
        return Frame(name, msgspec.convert(fields, state_type))
    except msgspec.ValidationError:
        log.warning("a saved state of dialog %s no longer reads", name)
        return None
