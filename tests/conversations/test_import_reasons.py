"""Why something in a file cannot be used, on screens: every reason has words, in every language of the catalogues."""

from __future__ import annotations

from string import Formatter

import pytest

from conversations.import_words import REASONS, reason_text
from locales.catalogues import Speech, refuse
from locales.text import Code, Text, _
from storage.records.reasons import Cause, Why
from tests.locales.conftest import NOW, ZONE


def named(text: str) -> set[str]:
    """Name the placeholders of a text."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def one(why: Why) -> Cause:
    """Make a cause with a value for each of its places."""
    return why(**{name: 7 if name in {"row", "count", "limit"} else "x" for name in named(why.english)})


@pytest.mark.parametrize("language", ["de", "de@easy", "ar"])
def test_every_reason_is_said_in_every_language_without_a_gap(language: str) -> None:
    speech = Speech(language, ZONE, refuse)

    said = {why: speech.say(reason_text(one(why)), NOW) for why in Why}

    assert not [why for why, words in said.items() if not words or "{" in words]


def test_words_of_screens_name_only_what_their_reason_knows() -> None:
    unknown = {why: named(words.msgid) - named(why.english) for why, words in REASONS.items()}

    assert {why: set() for why in Why} == unknown


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Why.MISSING(), _("Something is missing here.")),
        (Why.PROVIDER_OTHER(), _("This belongs to another provider.")),
        (Why.FILE_TOO_LARGE(), _("The file is too big. Please split it.")),
        (Why.XML_DECLARES(), _("The file holds something unsafe. Please export it again.")),
        (Why.ROW_OTHER(row=7), _("Row {row} says something else about the same offer.", row=7)),
        (Why.COLUMN_MEANT(name="Titel"), _("I do not know this column. Is this meant: {name}?", name=Code("Titel"))),
        (Why.NOT_OPENED(error="no such file"), _("I cannot read this. Please export it again.")),
    ],
    ids=lambda value: value.why if isinstance(value, Cause) else "",
)
def test_a_reason_is_said_in_plain_words_with_what_they_name(cause: Cause, said: Text) -> None:
    assert said == reason_text(cause)


def test_a_long_value_does_not_flood_the_screen() -> None:
    assert len(str(reason_text(Why.WORD_UNKNOWN(word="y" * 900, words="a")))) < 300
