"""An announcement's file is read as a whole, and what is wrong with it is said by line or key, all of it in one go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.exchange.wordings import WordingsError
from storage.exchange.wordings_toml import AnnouncementFile, NamedAudience, NamedFacets, read_file
from storage.records.announcements import MOST_TEXT, MOST_TITLE, Wording

EXAMPLE = Path(__file__).parents[2] / "docs" / "announcement.toml"
PLAIN = '[texts.de]\ntitle = "Sommerfest"\ntext = "Kommen Sie!"\n'


def read(folder: Path, text: str) -> AnnouncementFile:
    """Read a file with this text."""
    path = folder / "party.toml"
    path.write_text(text, "utf-8")
    return read_file(path)


def refused(folder: Path, text: str) -> list[str]:
    """Tell what is wrong with a file with this text."""
    with pytest.raises(WordingsError) as caught:
        read(folder, text)
    return [str(flaw).removeprefix("party.toml").removeprefix(", ") for flaw in caught.value.flaws]


def test_the_example_in_the_documentation_is_read() -> None:
    example = read_file(EXAMPLE)

    assert "DC-01" == example.offering
    assert ["de", "ar"] == [one.language for one in example.wordings]
    assert ("details", "register", "map") == example.buttons
    assert ("en",) == example.fallbacks
    assert datetime(2026, 12, 10, 9, tzinfo=UTC) == example.due_at
    assert datetime(2026, 12, 11, 17, tzinfo=UTC) == example.latest_at
    assert NamedFacets(registered=("DC-01",)) == (example.audience or NamedAudience()).without


def test_a_text_is_enough(tmp_path: Path) -> None:
    expected = AnnouncementFile(
        name="party.toml",
        offering=None,
        wordings=(Wording("de", "Sommerfest", "Kommen Sie!", "imported"),),
        fallbacks=(),
        buttons=None,
        due_at=None,
        latest_at=None,
    )

    assert expected == read(tmp_path, PLAIN)


def test_an_offering_needs_no_text(tmp_path: Path) -> None:
    assert () == read(tmp_path, 'offering = "DC-01"\n').wordings


def test_a_whole_audience_is_read(tmp_path: Path) -> None:
    audience = (
        '[audience]\neveryone = false\nchats = [3]\ntapped = { announcement = 7, button = "map" }\n'
        'audiences = ["seniors"]\nlanguages = ["ar"]\ninterested = ["DC-02"]\n[audience.without]\nlanguages = ["en"]\n'
    )
    found = read(tmp_path, PLAIN + audience).audience

    who = NamedFacets(languages=("ar",), audiences=("seniors",), interested=("DC-02",))
    assert NamedAudience(who, NamedFacets(languages=("en",)), (3,), (7, "map"), everyone=False) == found


@pytest.mark.parametrize("written", ["2027-01-12T17:00:00", '"2027-01-12 17:00"', '"2027-01-12T17:00"'])
def test_a_time_is_the_one_on_the_wall(tmp_path: Path, written: str) -> None:
    assert datetime(2027, 1, 12, 16, tzinfo=UTC) == read(tmp_path, f"at = {written}\n{PLAIN}").due_at


def test_a_mistake_in_the_form_is_named_by_its_line(tmp_path: Path) -> None:
    assert ["line 2, column 5: Invalid value"] == refused(tmp_path, "a = 1\nb = = 2\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "texts: there is no text and no offering that says its facts; write one below [texts.de]"),
        (f"buton = []\n{PLAIN}", "buton: unknown; did you mean buttons?"),
        (f"{PLAIN}\nbody = 'x'\n", "texts.de.body: unknown; known are: title, text"),
        (f"{PLAIN}[audience]\ntopic = ['ai']\n", "audience.topic: unknown; did you mean topics?"),
        (f"offering = 5\n{PLAIN}", "offering, '5': must be a text in quotation marks"),
        (f"fallbacks = 'ar'\n{PLAIN}", 'fallbacks, \'ar\': must be a list of texts, written as ["one", "two"]'),
        (f"fallbacks = ['xx']\n{PLAIN}", "fallbacks, 'xx': is none of our languages: "),
        (f"{PLAIN}[texts.de-easy]\ntitle='a'\ntext='b'\n", "texts.de-easy: is none of our languages: "),
        (f"{PLAIN}[texts.DE]\ntitle='a'\ntext='b'\n", "texts.DE: is the same language as de"),
        ("[texts.de]\ntitle = ''\ntext = 'x'\n", "texts.de.title: must not be empty"),
        ("[texts.de]\ntitle = 'x'\n", "texts.de.text: must not be empty"),
        (f"at = 2027-01-12T17:00:00+01:00\n{PLAIN}", "at, '2027-01-12 17:00:00+01:00': must be a local day and time"),
        (f"at = 2027-01-12\n{PLAIN}", "at, '2027-01-12': must be a local day and time"),
        (
            f"at = '2027-03-28 02:30'\n{PLAIN}",
            "at, '2027-03-28 02:30': this time does not exist: the clocks go forward",
        ),
        (f"at = '2027-01-12 17:00'\nlatest = '2027-01-12 16:00'\n{PLAIN}", "latest: must be later than at"),
        (f"buttons = ['tell']\n{PLAIN}", "buttons, 'tell': must be one of: details, register, interested, map"),
        (f"buttons = ['map']\n{PLAIN}", "buttons, 'map': leads to an offering, and none is named"),
        (f"{PLAIN}[audience]\naudiences = ['migrants']\n", "audience.audiences, 'migrants': must be one of: parents"),
        (f"{PLAIN}[audience]\nchats = [true]\n", "audience.chats, '[True]': must be a list of whole numbers"),
        (f"{PLAIN}[audience]\neveryone = 'no'\n", "audience.everyone, 'no': must be true or false"),
        (f"{PLAIN}[audience]\ntapped = {{}}\n", "audience.tapped.announcement: must be the number of an earlier"),
        ("texts = 5\naudience = 3\noffering = 'DC-01'\n", "texts, '5': must be a table, written as [texts]"),
    ],
)
def test_each_mistake_is_named_by_its_key(tmp_path: Path, text: str, reason: str) -> None:
    assert refused(tmp_path, text)[0].startswith(reason)


def test_all_mistakes_are_said_in_one_go(tmp_path: Path) -> None:
    long = f"title = '{'t' * (MOST_TITLE + 1)}'\ntext = '{'x' * (MOST_TEXT + 2)}'\n"
    text = f"at = 'now'\nbuttons = ['x', 'y']\n[texts.de]\n{long}"

    assert 5 == len(refused(tmp_path, text))


def test_what_no_message_takes_is_left_out(tmp_path: Path) -> None:
    (wording,) = read(tmp_path, '[texts.de]\ntitle = "A\\u0000B\\nC"\ntext = "D\\u0007E\\n\\nF"\n').wordings

    assert ("AB C", "DE\n\nF") == (wording.title, wording.text)


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_bytes(b"#" * 1_100_000)
    (tmp_path / "latin.toml").write_bytes(b"# \xfc\n")

    for name, reason in (("large.toml", "larger than 1 MB"), ("latin.toml", "not UTF-8"), ("none.toml", "cannot be")):
        with pytest.raises(WordingsError, match=f"{name}: {reason}"):
            read_file(tmp_path / name)


HOSTILE = {
    "a bracket in a bracket in a bracket": "at = " + "[" * 100_000,
    "a number of thousands of digits": "at = " + "9" * 6_000,
    "a chat no database could hold": f"[audience]\nchats = [{10**30}]\n{PLAIN}",
    "an announcement no database could hold": f"[audience]\ntapped = {{announcement = {10**30}}}\n{PLAIN}",
    "the year one": f"at = 0001-01-01 00:00:00\n{PLAIN}",
    "the end of all years": f'at = "9999-12-31 23:59"\n{PLAIN}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_nobody_means_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    assert 1 == len(refused(tmp_path, text))


def test_no_name_holds_what_no_database_takes(tmp_path: Path) -> None:
    read_ = read(tmp_path, f'offering = "DC\\u0000-01"\n[audience]\ntopics = ["3d\\u0000"]\n{PLAIN}')

    assert ("DC-01", NamedFacets(topics=("3d",))) == (read_.offering, (read_.audience or NamedAudience()).who)
