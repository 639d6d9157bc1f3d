"""How dates may be typed, shown in the reader's own words: each of these examples is understood in every language."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Line, note
from locales.text import Code, _

WEEKDAY = _("Tuesday 10:00")
COMING = _("next Tuesday")
TOMORROW = _("tomorrow 14:30")
EXAMPLES = (WEEKDAY, COMING, TOMORROW)


def span_example() -> Line:
    """Show how a day with times is typed."""
    return note(_("For example: {one}, or {other}", one=Code("12.1. 14-16"), other=WEEKDAY), pic.TYPE)


def first_day_example() -> Line:
    """Show how a day is typed, where days can be tapped too."""
    return note(_("Or type a day. For example: {one}, or {other}", one=Code("12.1."), other=COMING), pic.TYPE)


def sending_example() -> Line:
    """Show how a day, also with a time, is typed, where days can be tapped too."""
    return note(_("Or type a day. For example: {one}, or {other}", one=Code("24.12."), other=TOMORROW), pic.TYPE)
