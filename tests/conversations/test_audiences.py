"""Choosing an audience, one value at a time: what is chosen is chosen once, and what is no value changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.audiences import (
    BY_OFFERING,
    BY_VALUE,
    brief_text,
    chosen,
    chosen_lines,
    cleared,
    facets_of,
    slug_for,
    value_from,
    with_chat,
    with_people,
)
from locales.languages import TABLE
from locales.text import Content
from storage.records.audiences import Audience, Facets
from tests.conversations.fakes import spoken

SIDES = ("who", "not")
choices = st.one_of(
    st.tuples(st.just("topics"), st.sampled_from(["pc_basics", "ai"])),
    st.tuples(st.just("languages"), st.sampled_from([language.code for language in TABLE])),
    st.tuples(st.just("audiences"), st.sampled_from(["women", "seniors"])),
    st.tuples(st.sampled_from(BY_OFFERING), st.integers(1, 9)),
)


@given(choice=choices, side=st.sampled_from(SIDES), before=st.lists(choices, max_size=4))
def test_what_is_chosen_is_there_once_and_gone_when_it_is_taken_back(
    choice: tuple[str, int | str], side: str, before: list[tuple[str, int | str]]
) -> None:
    audience = Audience()
    for facet, value in before:
        audience = chosen(audience, side, facet, value, on=True)
    facet, value = choice

    twice = chosen(chosen(audience, side, facet, value, on=True), side, facet, value, on=True)
    assert 1 == getattr(facets_of(twice, side), facet).count(value)

    assert value not in getattr(facets_of(chosen(twice, side, facet, value, on=False), side), facet)
    assert Facets() == facets_of(cleared(twice, side), side)


@pytest.mark.parametrize(
    ("side", "facet", "value"),
    [
        ("who", "languages", "klingon"),
        ("who", "audiences", "kings"),
        ("who", "topics", 7),
        ("who", "registered", "7"),
        ("who", "registered", 0),
        ("who", "everyone", "yes"),
        ("both", "topics", "ai"),
    ],
)
def test_what_is_no_value_changes_nothing(side: str, facet: str, value: int | str) -> None:
    assert Audience() == chosen(Audience(), side, facet, value, on=True)


def test_one_side_leaves_the_other_alone() -> None:
    audience = Audience(who=Facets(topics=("ai",)), without=Facets(languages=("de",)), chats=(1,))

    assert Audience(without=Facets(languages=("de",)), chats=(1,)) == cleared(audience, "who")
    assert Audience(who=Facets(topics=("ai",)), chats=(1,)) == cleared(audience, "not")


def test_who_is_chosen_again_is_everybody_and_not_who_tapped() -> None:
    assert Audience() == cleared(Audience(tapped=(3, "interested")), "who")


def test_without_groups_it_is_for_people() -> None:
    only_chats = with_people(with_chat(Audience(), 1, on=True), wanted=False)
    assert not only_chats.everyone

    assert with_chat(only_chats, 1, on=False).everyone
    assert with_people(Audience(), wanted=False).everyone


@given(code=st.sampled_from([language.code for language in TABLE]))
def test_a_language_survives_the_way_into_a_tap(code: str) -> None:
    assert code == value_from("languages", slug_for("languages", code))


def test_many_values_are_named_shortly() -> None:
    facets = Facets(topics=("ai",), languages=("de", "ar", "tr", "en"), registered=(7,))
    labels = {("topics", "ai"): Content("AI", "en"), ("registered", "7"): Content("First steps", "en")}

    assert "AI, German, Arabic, Turkish and 2 more" == spoken(brief_text(facets, labels))


def test_a_facet_with_many_values_stays_a_short_line() -> None:
    facets = Facets(languages=("de", "ar", "tr", "en", "uk", "ru"))

    assert ["Language: German, Arabic, Turkish, English and 2 more"] == [
        spoken(line.text) for line in chosen_lines(facets, {})
    ]


def test_every_facet_can_be_chosen_by_but_wishes_where_they_are_counted() -> None:
    assert {*BY_VALUE, *BY_OFFERING, "wished"} == {*Facets.__dataclass_fields__}
