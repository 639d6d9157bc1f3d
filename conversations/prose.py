"""Prose made short: how a text that somebody else wrote begins, in whole sentences where they fit."""

from __future__ import annotations

import re

from locales.text import Content

ROOM = 72
"""about two lines on a small phone"""
SENTENCES = 2
END = re.compile(r"(?<!\d\.)(?<!\b\w\.)(?<=[.!?؟])\s+|(?<=。)")
"""where a sentence ends: not after a number ('am 5. Mai') nor after a letter alone ('z. B.')"""
PAUSE = re.compile(r"[,;:،؛]\s")


def beginning(text: Content, room: int = ROOM) -> Content:
    """Keep the first sentences that fit, two at most; of a first one that is too long, what stands before a pause."""
    whole = text.text.strip()
    ends = [*(end.start() for end in END.finditer(whole)), len(whole)][:SENTENCES]
    fitting = [whole[:end] for end in ends if end <= room]
    return Content(fitting[-1] if fitting else cut(whole, room), text.language)


def cut(text: str, room: int) -> str:
    """Cut a text that is too long where one would pause, else at a word, and show that it goes on."""
    if len(text) <= room:
        return text
    start = text[: room - 1]
    pauses = [pause.start() for pause in PAUSE.finditer(start) if pause.start() * 2 > room]
    kept = start[: pauses[-1]] if pauses else start.rsplit(" ", 1)[0]
    return kept.rstrip(" ,;:–-") + "…"
