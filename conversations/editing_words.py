"""The words of editing: what each fact is called and asked, what its values are called, and why something was not changed."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.wording import KINDS
from locales.text import Code, Content, Languages, Listed, Price, Text, _, ngettext
from storage.records.catalogue import Offering
from storage.records.editing import Editable
from storage.records.edits import AGE, WHERE, Objection


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is called on a button, how one asks for it, and its pictogram."""

    name: Text
    question: Text
    pictogram: str


FACTS: dict[str, Fact] = {
    "kind": Fact(_("Kind"), _("What is it?"), pic.INFO),
    "topics": Fact(_("Topics"), _("Which topics?"), pic.TOPICS),
    "audiences": Fact(_("For whom"), _("Who is it for?"), pic.PEOPLE),
    "languages": Fact(_("Languages"), _("In which languages?"), pic.LANGUAGE),
    "interpretation": Fact(_("Help in languages"), _("In which languages can somebody help?"), pic.SPEAK),
    "plain_language": Fact(_("Easy words"), _("Do you use easy words?"), pic.LANGUAGE),
    "level": Fact(_("Knowledge"), _("What must people know before?"), pic.NEXT),
    "capacity": Fact(_("Number of places"), _("How many places are there?"), pic.PLACES),
    "waiting_list": Fact(_("Waiting list"), _("Is there a waiting list when it is full?"), pic.WAITING),
    "registering": Fact(_("Registering"), _("Does one have to register?"), pic.MINE),
    "whole_course": Fact(_("All dates together"), _("Does one come to all dates?"), pic.CALENDAR),
    "price_cents": Fact(_("Price"), _("What does it cost?"), pic.PRICE),
    AGE: Fact(_("Age"), _("For what age is it?"), pic.AGE),
    "women_only": Fact(_("Only for women"), _("Is it only for women?"), pic.WOMEN),
    "childcare": Fact(_("Childcare"), _("Is there childcare?"), pic.CHILDCARE),
    "step_free": Fact(_("Step-free"), _("Is it step-free?"), pic.STEP_FREE),
    "hours": Fact(_("Hours in all"), _("How many hours is it in all?"), pic.CERTIFICATE),
}

VALUES: dict[str, dict[str, Text]] = {
    "kind": KINDS,
    "level": {"none": _("Nothing"), "beginner": _("The basics"), "open": _("For everybody")},
    "registering": {
        "required": _("Yes, one has to"),
        "recommended": _("Better register"),
        "none": _("No, just come"),
    },
    "childcare": {
        "yes": _("Yes"),
        "on_request": _("If you ask for it"),
        "no": _("No"),
        "unknown": _("Not known yet"),
    },
    "step_free": {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known yet"), "not_applicable": _("Online")},
    "audiences": {
        "residents": _("All residents"),
        "women": _("Women"),
        "parents": _("Parents"),
        "families": _("Families"),
        "seniors": _("Older people"),
        "youth": _("Young people"),
        "migrants": _("Newcomers"),
        "longterm_unemployed": _("Long without work"),
        "low_skilled": _("Without training"),
        "apprentices": _("Apprentices"),
        "employees": _("Employees"),
        "employers": _("Companies"),
        "startups": _("Founders"),
        "creatives": _("Creative people"),
    },
}

TEXTS: dict[str, Text] = {
    "title": _("Title"),
    "short_title": _("Short title"),
    "description": _("Description"),
    "eligibility": _("Who may come"),
    "bring": _("What to bring"),
    "price_note": _("About the price"),
    "access_note": _("About the building"),
    "certificate": _("What one gets"),
    "note": _("Note"),
}
"""texts, in the order in which they are asked for"""

OBJECTIONS: dict[Objection, Text] = {
    Objection.GONE: _("I do not find this."),
    Objection.CHANGED: _("It was changed meanwhile. Please look at it again."),
    Objection.WRONG: _("I did not understand that. Please choose or type it differently."),
    Objection.UNREAD: _("I did not understand that. Please type it differently."),
    Objection.WEEKDAY: _("The day of the week does not fit the date."),
    Objection.NEEDED: _("One has to stay."),
    Objection.TOO_LONG: _("The text is too long, or empty."),
    Objection.TOO_MANY: _("These are too many dates at once."),
    Objection.PAST: _("This time is over already."),
    Objection.NO_SUCH_TIME: _("This time does not exist: the clocks are put forward then."),
    Objection.BACKWARDS: _("It would end before it begins."),
    Objection.TAKEN: _("There is a date at this time already."),
    Objection.INCOMPLETE: _("Something is still missing."),
    Objection.REGISTERED: _("People are registered. This cannot be changed now."),
    Objection.NO_PROVIDER: _("I do not know whose offer this is."),
}

MISSING: dict[str, Text] = {
    "title": _("Title"),
    "topics": _("Topics"),
    "languages": _("Languages"),
    "audiences": _("For whom"),
    WHERE: _("Place"),
}


def value_text(name: str, value: str) -> Text | Content:
    """Name one word of a vocabulary."""
    return VALUES.get(name, {}).get(value, Content(value, "en"))


def yes_no(value: bool) -> Text:
    """Say yes or no."""
    return _("Yes") if value else _("No")


def fact_text(name: str, editable: Editable) -> Text | Content:
    """Say what is known of a fact."""
    offering = editable.offering
    match name:
        case "kind" | "level" | "registering" | "childcare" | "step_free":
            return value_text(name, getattr(offering, name))
        case "plain_language" | "waiting_list" | "whole_course" | "women_only":
            return yes_no(getattr(offering, name))
        case "languages" | "interpretation":
            codes: tuple[str, ...] = getattr(offering, name)
            return _("{languages}", languages=Languages(codes)) if codes else _("None yet")
        case "topics" | "audiences":
            return some_text(name, getattr(offering, name))
        case _:
            return number_text(name, offering)


def some_text(name: str, values: tuple[str, ...]) -> Text | Content:
    """List words; topics are only counted, for their names are known to the catalogue alone."""
    if not values:
        return _("None yet")
    if name == "topics":
        return ngettext("{count} topic", "{count} topics", len(values))
    return _("{items}", items=Listed(tuple(value_text(name, value) for value in values)))


def number_text(name: str, offering: Offering) -> Text:
    """Say a number, or that there is none."""
    match name:
        case "capacity":
            return seats_text(offering.capacity)
        case "price_cents":
            return price_text(offering.price_cents)
        case "hours":
            return _("Not known yet") if offering.hours is None else _("{number}", number=Code(f"{offering.hours:g}"))
        case _:
            return age_text(offering.age_min, offering.age_max)


def seats_text(capacity: int | None) -> Text:
    """Say how many places there are."""
    return _("As many as come") if capacity is None else ngettext("{count} place", "{count} places", capacity)


def price_text(cents: int | None) -> Text:
    """Say a price."""
    match cents:
        case None:
            return _("Not known yet")
        case 0:
            return _("Free of charge")
        case _:
            return _("{price}", price=Price(cents))


def age_text(low: int | None, high: int | None) -> Text:
    """Say for what age."""
    match low, high:
        case None, None:
            return _("For every age")
        case int(), None:
            return ngettext("From {count} year", "From {count} years", low)
        case None, int():
            return ngettext("Up to {count} year", "Up to {count} years", high)
        case _:
            return _("For ages {low} to {high}", low=low or 0, high=high or 0)
