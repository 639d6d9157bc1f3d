"""A Sunday in winter, the clock of Aachen, and voices that refuse to gloss over a gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest

from locales.catalogues import Speech, refuse
from locales.text import Content, Text

Say: TypeAlias = Callable[..., str]

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 1, 10, 11, 0, tzinfo=UTC)
"""Sunday, 10 January 2027, 12:00 in Aachen."""


def local(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Give a point in time by the clock of Aachen."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.fixture
def say() -> Say:
    """Say a text in a language of our own catalogues; a gap raises."""

    def speak(language: str, text: Text | Content, now: datetime = NOW) -> str:
        return Speech(language, ZONE, refuse).say(text, now)

    return speak
