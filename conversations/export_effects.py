"""What the office may have sent to its own private chat, and taken back from there. Authorised where it is performed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

LISTS = ("xlsx", "csv", "csv-plain", "json")
EXPORTS = {"registrations": LISTS, "attendance": ("pdf",), "poster": ("pdf", "png"), "calendar": ("ics",)}
"""what can be exported of an offering, in which formats"""
FIGURE_FILES = ("xlsx", "pdf", "csv")
PICTURES = ("registrations", "present", "quarters", "languages")
"""the charts there are, by what they show"""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Delete a file that was sent from the chat. Result: bool, False when Telegram does not let the bot do so any more."""

    row_id: int


@dataclass(frozen=True, slots=True)
class SendExport:
    """Send what an offering's list, sheets, poster or calendar is, as a file; `languages` are a poster's, with commas."""

    offering_id: int
    kind: str
    form: str
    languages: str = ""


@dataclass(frozen=True, slots=True)
class SendFigures:
    """Send the figures of a period: as a file, or as a picture of one of `PICTURES`. `provider_id` 0 is of all one runs."""

    first: str
    last: str
    provider_id: int
    form: str


CHANGES = (TakeBack,)
SENDS = (SendExport, SendFigures)
Send: TypeAlias = SendExport | SendFigures
