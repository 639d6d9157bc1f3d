"""Taps on the wire: callback data, at most 64 bytes, as `<dialog>.<version>.<action>.<args>`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversations.core import Tap

LIMIT_BYTES = 64
SLUG = re.compile(r"[a-z0-9_@-]+")
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")


class UnreadableTapError(ValueError):
    """Callback data that names no action of ours, or of a version that is gone."""


def encode(tap: Tap, version: int) -> str:
    """Write a tap as callback data; ValueError when it would not fit or an argument is no int or slug."""
    parts = [tap.dialog, str(version), tap.action, *map(_word, tap.args)]
    data = ".".join(parts)
    if len(data) > LIMIT_BYTES or not all(SLUG.fullmatch(part) for part in parts):
        message = f"a tap must be slugs of at most {LIMIT_BYTES} bytes: {data!r}"
        raise ValueError(message)
    return data


def decode(data: str, versions: Mapping[str, int]) -> Tap:
    """Read callback data; UnreadableTapError when the dialog is unknown or its version is another one."""
    dialog, version, action, *args = [*data.split("."), "", ""][: max(3, data.count(".") + 1)]
    if versions.get(dialog) is None or version != str(versions[dialog]):
        raise UnreadableTapError(dialog)
    if len(data) > LIMIT_BYTES or not all(SLUG.fullmatch(part) for part in (action, *args)):
        raise UnreadableTapError(dialog)
    return Tap(dialog, action, tuple(int(arg) if NUMBER.fullmatch(arg) else arg for arg in args))


def _word(arg: int | str) -> str:
    """Write one argument; a slug that looks like a number would come back as one."""
    if isinstance(arg, str) and NUMBER.fullmatch(arg):
        message = f"a slug must not look like a number: {arg!r}"
        raise ValueError(message)
    return str(arg)
