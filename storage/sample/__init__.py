"""The catalogue for trying out: real public venues, invented offerings and dates."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.exchange.catalogue_csv import parse_files
from storage.exchange.parsed import Catalogue

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Europe/Berlin")
AHEAD = timedelta(days=2)
"""The first session is at least so far ahead of today: time enough for both its reminders."""


def load(today: date) -> Catalogue:
    """Read the sample with all dates moved by whole weeks, so that it begins two to eight days after `today`."""
    catalogue = parse_files(*(FOLDER / f"{name}.csv" for name in ("offers", "sessions", "venues", "texts")))
    weeks = (today + AHEAD - catalogue.first_day(ZONE)).days
    return catalogue.moved(-(-weeks // 7))
