"""School holidays that an installation adds: written as the manual says, and refused with a remedy when something is wrong."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest

from bot.holiday_file import HolidayFileError, read
from bot.settings import SettingsError, load_settings

MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
YEAR = """
known_until = 2029-07-01
holidays = [
    { first = 2028-07-10, last = 2028-08-22 },
    { first = 2028-12-21, last = 2029-01-05 },
    { first = 2029-03-26, last = 2029-04-07 },
]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "holidays.toml"


def test_the_manuals_example_is_read(file: Path) -> None:
    section = MANUAL.read_text("utf-8").partition("## School holidays")[2].partition("\n    ")[2]
    file.write_text(textwrap.dedent("    " + section.partition("\n\nset ")[0]))
    found = read(file)

    assert date(2029, 7, 1) == found.until
    assert (date(2028, 7, 10), date(2028, 8, 22)) == found.spans[0]


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("known_until", "known_til", "must hold known_until and holidays, and nothing else: look at known_til"),
        ("2029-07-01", '"2029-07-01"', "known_until must be a day like 2028-07-10, without quotes"),
        ("2029-07-01", "2029-04-01", "known_until (2029-04-01) must be after the last holidays"),
        ("2029-07-01", "2030-07-01", "without any holidays between 2029-04-07 and 2030-07-01: add"),
        ("last = 2028-08-22", "last = 2028-07-01", "holidays last from 2028-07-10 to 2028-07-01"),
        ("last = 2028-08-22", "last = 2029-08-22", "at most 60 days"),
        ("{ first = 2028-12-21, last = 2029-01-05 },", "", "without any holidays between 2028-08-22 and 2029-03-26"),
        ("{ first = 2028-12-21, last = 2029-01-05 },", "2028-12-21,", "must be written like { first ="),
        ("holidays = [", "holidays = ", "is no TOML"),
    ],
)
def test_a_file_that_is_wrong_says_what_is_and_the_remedy(file: Path, old: str, new: str, remedy: str) -> None:
    file.write_text(YEAR.replace(old, new))

    with pytest.raises(HolidayFileError) as caught:
        read(file)
    assert remedy in str(caught.value)


def test_a_file_that_is_missing_names_the_setting_at_the_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTIERBOT_SCHOOL_HOLIDAYS_FILE", str(file))
    expected = "QUARTIERBOT_SCHOOL_HOLIDAYS_FILE names a file that cannot be read (No such file or directory)"

    with pytest.raises(SettingsError) as caught:
        load_settings(env_file=None)
    assert f"{expected}: check its path and rights" == caught.value.lines[0]
