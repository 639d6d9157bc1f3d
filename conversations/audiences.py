"""Audiences: choosing and leaving out, one value at a time, and saying in words what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from conversations import pictograms as pic
from conversations.core import Line
from conversations.staff import language_name, listed
from conversations.wording import AUDIENCES, audience_name, part_of_day_name
from locales.languages import BY_CODE, BY_SLUG
from locales.text import Content, Text, _, ngettext
from storage.records.audiences import Audience, Facets, Wish

WHO, NOT = "who", "not"
"""the two sides: whom to choose, whom to leave out"""
SIDES = {WHO: "who", NOT: "without"}
BY_SLUGS = ("topics", "quarters", "audiences")
BY_OFFERING = ("registered", "waiting", "attended", "interested")
BY_VALUE = (*BY_SLUGS, "languages")
NAMES_SHOWN = 4
MOST_VALUES = 100
"""of one facet; more is no choice any more"""

NAMES: dict[str, tuple[Text, str]] = {
    "topics": (_("Topic"), pic.TOPICS),
    "quarters": (_("Quarter"), pic.WHERE),
    "languages": (_("Language"), pic.LANGUAGE),
    "audiences": (_("Group of people"), pic.PEOPLE),
    "registered": (_("Registered"), pic.YES),
    "waiting": (_("On the waiting list"), pic.WAITING),
    "attended": (_("Were there"), pic.DONE),
    "interested": (_("Interested"), pic.WISH),
    "wished": (_("Wish for this"), pic.WISH),
}


def facets_of(audience: Audience, side: str) -> Facets:
    """Tell whom a side names."""
    return audience.who if side == WHO else audience.without


def with_facets(audience: Audience, side: str, facets: Facets) -> Audience:
    """Change whom a side names; choosing people means that it is for people."""
    if side == WHO:
        return replace(audience, who=facets, everyone=True)
    return replace(audience, without=facets)


def is_value(facet: str, value: int | str) -> bool:
    """Say whether something can be a value of a facet; topics, quarters and offerings nobody knows choose nobody."""
    match facet, value:
        case (("topics" | "quarters"), str()):
            return True
        case "audiences", str():
            return value in AUDIENCES
        case "languages", str():
            return value in BY_CODE
        case (("registered" | "waiting" | "attended" | "interested"), int()):
            return value > 0
        case _:
            return False


def chosen(audience: Audience, side: str, facet: str, value: int | str, *, on: bool) -> Audience:
    """Choose a value of a facet, or no longer; what is no value of it changes nothing."""
    if side not in SIDES or not is_value(facet, value):
        return audience
    before = getattr(facets_of(audience, side), facet)
    others = tuple(other for other in before if other != value)
    after: dict[str, Any] = {facet: (*others, value) if on else others}
    if len(after[facet]) > MOST_VALUES:
        return audience
    return with_facets(audience, side, replace(facets_of(audience, side), **after))


def cleared(audience: Audience, side: str) -> Audience:
    """Choose everybody again, or leave nobody out."""
    if side not in SIDES:
        return audience
    return replace(with_facets(audience, side, Facets()), tapped=None if side == WHO else audience.tapped)


def with_chat(audience: Audience, chat_id: int, *, on: bool) -> Audience:
    """Announce in a group or channel, or no longer."""
    others = tuple(other for other in audience.chats if other != chat_id)
    chats = (*others, chat_id) if on else others
    return replace(audience, chats=chats, everyone=audience.everyone or not chats)


def with_people(audience: Audience, *, wanted: bool) -> Audience:
    """Announce to people, too, or to groups and channels alone; without those it is for people."""
    return replace(audience, everyone=wanted or not audience.chats)


def slug_for(facet: str, value: str) -> str:
    """Write a value as an argument of a tap."""
    return BY_CODE[value].slug if facet == "languages" and value in BY_CODE else value


def value_from(facet: str, argument: int | str) -> int | str:
    """Read a value from an argument of a tap."""
    return BY_SLUG.get(str(argument), str(argument)) if facet == "languages" else argument


def names_of(facets: Facets, labels: Mapping[tuple[str, str], Content]) -> dict[str, list[Text | Content]]:
    """Name every value that is chosen, by facet; `labels` are the catalogue's, by facet and value."""
    found: dict[str, list[Text | Content]] = {}
    for facet in fields(facets):
        for value in getattr(facets, facet.name):
            found.setdefault(facet.name, []).append(name_of(facet.name, value, labels))
    return found


def name_of(facet: str, value: int | str | Wish, labels: Mapping[tuple[str, str], Content]) -> Text | Content:
    """Name one value."""
    if isinstance(value, Wish):
        return wish_text(value, labels)
    match facet:
        case "languages":
            return language_name(str(value))
        case "audiences":
            return audience_name(str(value))
        case _:
            return labels.get((facet, str(value))) or Content(str(value), "mul")


def wish_text(wish: Wish, labels: Mapping[tuple[str, str], Content]) -> Text | Content:
    """Name a wish by all that was not left open."""
    points: list[Text | Content] = []
    for facet, value in (("topics", wish.topic), ("languages", wish.language), ("quarters", wish.quarter)):
        points += [name_of(facet, value, labels)] if value else []
    points += [part_of_day_name(wish.part_of_day)] if wish.part_of_day else []
    return joined(points) if points else _("Anything that fits")


def joined(points: Sequence[Text | Content]) -> Text | Content:
    """Set texts beside each other."""
    first, *rest = points
    return _("{one} · {rest}", one=first, rest=joined(rest)) if rest else first


def chosen_lines(facets: Facets, labels: Mapping[tuple[str, str], Content]) -> tuple[Line, ...]:
    """Say what is chosen, a short line a facet."""
    return tuple(
        Line(_("{facet}: {names}", facet=NAMES[facet][0], names=shortly(names)), NAMES[facet][1], "indented")
        for facet, names in names_of(facets, labels).items()
    )


def brief_text(facets: Facets, labels: Mapping[tuple[str, str], Content]) -> Text:
    """Name all that is chosen on one line."""
    return shortly([name for names in names_of(facets, labels).values() for name in names])


def shortly(names: list[Text | Content]) -> Text:
    """List the first few names, and count the rest."""
    if len(names) <= NAMES_SHOWN:
        return listed(names)
    rest = ngettext("{count} more", "{count} more", len(names) - NAMES_SHOWN)
    return listed([*names[:NAMES_SHOWN], rest])
