"""Narrowing a search: one question a criterion, the values there are, and what was chosen so far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conversations import pictograms as pic
from conversations.core import Button, Line, Screen, Tap, title
from conversations.layout import paged, pairs
from conversations.wording import AUDIENCES, PARTS_OF_DAY, audience_name, part_of_day_name
from locales.languages import BY_CODE, BY_SLUG
from locales.text import Code, Content, Languages, Text, Weekday, _
from storage.records.catalogue import Choice, Criteria

A_PAGE = 5
ONE_PAGE = 6
"""so many fit without a second page"""
ALL = 100
"""more than there are of anything that is not turned over"""
PAIRED = {"weekday"}
"""labels so short that two stand in a row"""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "where": ("quarter",),
    "when": ("days", "part_of_day"),
    "weekday": ("weekday",),
    "audience": ("audience",),
    "language": ("language",),
    "conditions": ("free", "step_free"),
}

ASKED: dict[str, tuple[Text, str]] = {
    "where": (_("Where?"), pic.WHERE),
    "when": (_("When?"), pic.WHEN),
    "weekday": (_("On which day?"), pic.WHEN),
    "audience": (_("For whom?"), pic.PEOPLE),
    "language": (_("In which language?"), pic.LANGUAGE),
    "conditions": (_("What else?"), pic.SETTINGS),
}


def picked(criteria: Criteria, name: str, value: int | str) -> Criteria:
    """Narrow by one value; what is no criterion or no value of it changes nothing."""
    match name, value:
        case "language", str(slug) if slug in BY_SLUG:
            return changed(criteria, name, BY_SLUG[slug])
        case "audience", str(slug) if slug in AUDIENCES:
            return changed(criteria, name, slug)
        case "part_of_day", str(slug) if slug in PARTS_OF_DAY:
            return changed(criteria, name, slug)
        case (("quarter" | "topic"), str(slug)):
            return changed(criteria, name, slug)
        case "weekday", int(number) if 0 <= number < 7:
            return changed(criteria, name, number)
        case "days", 7:
            return changed(criteria, name, 7)
        case (("free" | "step_free"), int(wanted)):
            return changed(criteria, name, bool(wanted))
        case _:
            return criteria


def changed(criteria: Criteria, name: str, value: str | int | bool) -> Criteria:
    """Set one criterion by its name."""
    values: dict[str, Any] = {name: value}
    return replace(criteria, **values)


def dropped(criteria: Criteria, what: str) -> Criteria:
    """Take one question's answer back."""
    nothing = Criteria()
    names = (*QUESTIONS[what], *(("latitude", "longitude") if what == "where" else ()))
    return replace(criteria, **{name: getattr(nothing, name) for name in names})


def chosen(criteria: Criteria) -> tuple[Line, ...]:
    """Say what was chosen so far; topic and quarter are said by the list's own title."""
    lines = [
        (bool(criteria.word), _("{word}", word=Code(criteria.word)), pic.TYPE),
        (criteria.days is not None, _("This week"), pic.WHEN),
        (criteria.weekday is not None, _("On {weekday}", weekday=Weekday(criteria.weekday or 0)), pic.WHEN),
        (bool(criteria.part_of_day), part_of_day_name(criteria.part_of_day), pic.WHEN),
        (bool(criteria.audience), audience_name(criteria.audience), pic.PEOPLE),
        (bool(criteria.language), _("In {languages}", languages=Languages((criteria.language,))), pic.LANGUAGE),
        (criteria.free, _("Free of charge"), pic.PRICE),
        (criteria.step_free, _("Step-free"), pic.STEP_FREE),
        (criteria.latitude is not None, _("The nearest first"), pic.WHERE),
    ]
    return tuple(Line(text, pictogram, "indented") for holds, text, pictogram in lines if holds)


def show_choices(what: str, criteria: Criteria, by_field: dict[str, tuple[Choice, ...]], page: int = 0) -> Screen:
    """Ask one question; a choice with nothing behind it is not shown."""
    question, pictogram = ASKED[what]
    found = [(name, choice) for name in QUESTIONS[what] for choice in in_order(name, by_field[name])]
    buttons = [choice_button(name, choice, pictogram) for name, choice in found] + extra_buttons(what)
    size = A_PAGE if what not in PAIRED and len(buttons) > ONE_PAGE else ALL
    shown, pager = paged(buttons, page, size, Tap("find", "ask", (what,)))
    rows = pairs(shown) if what in PAIRED else tuple((button,) for button in shown)
    if dropped(criteria, what) != criteria:
        rows += ((Button(_("It does not matter"), Tap("find", "drop", (what,)), pic.NO),),)
    return Screen((title(question, pictogram),), rows, Tap("find", "narrow"), pager)


def in_order(name: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Sort what has an order of its own, the days of a week and the parts of a day; the rest comes most first."""
    parts = tuple(PARTS_OF_DAY)
    match name:
        case "weekday":
            return tuple(sorted(choices, key=lambda choice: int(choice.value)))
        case "part_of_day":
            return tuple(sorted(choices, key=lambda choice: parts.index(choice.value)))
        case _:
            return choices


def extra_buttons(what: str) -> list[Button]:
    """Offer what is not a value: the nearest first, a weekday."""
    match what:
        case "where":
            return [Button(_("Near me"), Tap("find", "near"), pic.WHERE)]
        case "when":
            return [Button(_("A certain weekday"), Tap("find", "ask", ("weekday",)), pic.WHEN)]
        case _:
            return []


def choice_button(name: str, choice: Choice, pictogram: str) -> Button:
    """Offer one value of a criterion."""
    labels: dict[str, Text | Content] = {
        "free": _("Free of charge"),
        "step_free": _("Step-free"),
        "days": _("This week"),
    }
    signs = {"free": pic.PRICE, "step_free": pic.STEP_FREE}
    label = labels.get(name) or choice.label or value_name(name, choice.value)
    return Button(
        label,
        Tap("find", "pick", (name, argument_of(name, choice.value))),
        signs.get(name, pictogram),
        count=choice.count,
    )


def argument_of(name: str, value: str) -> int | str:
    """Write a value as an argument of a tap."""
    match name:
        case "weekday" | "days":
            return int(value)
        case "free" | "step_free":
            return 1
        case "language" if value in BY_CODE:
            return BY_CODE[value].slug
        case _:
            return value


def value_name(name: str, value: str) -> Text | Content:
    """Name a value that the catalogue has no text for."""
    match name:
        case "weekday":
            return _("On {weekday}", weekday=Weekday(int(value)))
        case "audience":
            return audience_name(value)
        case "part_of_day":
            return part_of_day_name(value)
        case "language":
            return _("{languages}", languages=Languages((value,)))
        case _:
            return Content(value, "en")
