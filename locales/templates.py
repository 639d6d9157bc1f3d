"""Texts with `{placeholders}`, read once, so that translations can be checked and rendering need not parse."""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
UNIT = re.compile(r"(?<=\}) (?=(?:Uhr|km|m)\b)")
"""the space between a value and its unit, at which no line may end"""
PLAIN = re.compile(r"[\s·/–|()]*")


@dataclass(frozen=True, slots=True)
class Template:
    """A text cut at its placeholders: literals at even places, names at odd ones."""

    parts: tuple[str, ...]
    translated: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The placeholders, in the order in which the text has them."""
        return self.parts[1::2]


def parse(text: str, *, translated: bool = True) -> Template:
    """Cut a text at its placeholders; a value and its unit stay together, whichever space was typed between them."""
    return Template(tuple(PLACEHOLDER.split(UNIT.sub("\u00a0", text))), translated)


def placeholders(text: str) -> frozenset[str]:
    """Name the placeholders of a text."""
    return frozenset(PLACEHOLDER.findall(text))


def needs_translation(msgid: str) -> bool:
    """Tell whether a text has anything to translate: one of placeholders and spaces alone has not.

    A comma counts, for Arabic and Chinese have their own.
    """
    return PLAIN.fullmatch(bare(msgid)) is None


def bare(text: str) -> str:
    """Tell what a text says beside its placeholders."""
    return PLACEHOLDER.sub("", text)
