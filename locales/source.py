"""The texts of the source, found in its syntax tree.

Babel's own extraction reads tokens, and before Python 3.12 it overlooks texts that stand within f-strings; the tree shows
every call, the wrong ones included.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MARKERS = {"_": 1, "ngettext": 2}
"""The functions that mark texts, and how many texts each takes."""
DEFINITION = "locales/text.py"
"""Defines the markers."""
NOTE = "# Translators:"


@dataclass(frozen=True, slots=True)
class Marked:
    """A call that marks a text: where it stands, its texts (None when one is no literal), a note for translators."""

    file: str
    line: int
    texts: tuple[str, ...] | None
    note: str = ""


def marked_texts(root: Path, rooms: Sequence[str]) -> Iterator[Marked]:
    """Find every marked text, in the order of files and lines."""
    for path in sorted(path for room in rooms for path in (root / room).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name != DEFINITION:
            yield from _marked_in(path.read_text(encoding="utf-8"), name)


def _marked_in(source: str, name: str) -> Iterator[Marked]:
    lines = source.splitlines()
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _marker(node)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        yield Marked(name, call.lineno, _literals(call), _note_above(lines, call.lineno))


def _marker(call: ast.Call) -> str:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name if name in MARKERS else ""


def _literals(call: ast.Call) -> tuple[str, ...] | None:
    arguments = call.args[: MARKERS[_marker(call)]]
    texts = tuple(text.value for text in arguments if isinstance(text, ast.Constant) and isinstance(text.value, str))
    return texts if len(texts) == MARKERS[_marker(call)] else None


def _note_above(lines: Sequence[str], line: int) -> str:
    """Read the note in the comment lines right above a call."""
    notes: list[str] = []
    for above in reversed(lines[: line - 1]):
        comment = above.strip()
        if not comment.startswith("#"):
            break
        notes.insert(0, comment.removeprefix(NOTE).removeprefix("#").strip())
        if comment.startswith(NOTE):
            return " ".join(notes)
    return ""
