"""LibreOffice opens our lists and figures and shows the same cells; what looks like a formula is only shown.

Runs where LibreOffice is installed (`apt install libreoffice-calc-nogui`), as `.ci/run` does; not everybody who tries the
tests has it.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from locales.text import Content
from storage.exchange import figures_text, figures_xlsx, registrations_text, registrations_xlsx
from storage.office.discretion import shown
from storage.records.figures import Facts, Figures, Months, Reach, Row, Tongues
from tests.storage.lists_out import a_roster, an_entry

SOFFICE = shutil.which("soffice")
PATIENCE_S = 120
ZONE = ZoneInfo("Europe/Berlin")
NAMES = ("Jörg Müßig", '=HYPERLINK("http://example.org";"x")', "محمد الأحمد", "+49 241", "@SUM(1)", "-2+3", "Γιώργος")
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
"""the first sheet, with commas, in UTF-8"""
GERMAN = "CSV:59,34,76,1"
MACHINE = "CSV:44,34,76,1"

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make a folder with a profile for LibreOffice."""
    yield tmp_path_factory.mktemp("libreoffice")


def cells(office: Path, name: str, content: bytes, reading: str = "") -> list[list[str]]:
    """Read the cells that LibreOffice sees in the first sheet of a file."""
    (office / name).write_bytes(content)
    out = office / name.replace(".", "-")
    command = [str(SOFFICE), f"-env:UserInstallation=file://{office}/profile", "--headless", "--convert-to", TO_CSV]
    command += [f"--infilter={reading}"] if reading else []
    subprocess.run(  # noqa: S603 - a program of this machine, with our own files
        [*command, "--outdir", str(out), str(office / name)], check=True, capture_output=True, timeout=PATIENCE_S
    )
    (made,) = out.iterdir()
    return list(csv.reader(made.read_text(encoding="utf-8-sig").splitlines()))


def test_a_workbook_shows_every_name_as_it_is(office: Path) -> None:
    roster = a_roster(*(an_entry(name) for name in NAMES))
    found = cells(office, "list.xlsx", registrations_xlsx.write(roster, ZONE))

    assert ["Name", *NAMES] == [row[1] for row in found]


def test_german_csv_shows_every_name_and_runs_none(office: Path) -> None:
    roster = a_roster(*(an_entry(name) for name in NAMES))
    found = cells(office, "list.csv", registrations_text.write_german(roster, ZONE), GERMAN)

    assert ["Name", *NAMES] == [row[1].removeprefix("'") for row in found]
    assert ["29.11.2026 18:30"] * len(NAMES) == [row[7] for row in found[1:]]


def figures() -> Figures:
    """Make figures with a few and with many."""
    facts = Facts(frozenset({1}), 2, 0, 5.5, registrations=shown(12), absent=shown(3))
    row = Row("1", Content("=1+1", "de"), facts)
    return Figures(
        Months("2026-01", "2026-12"), "", facts, (), (), (), (row,), Tongues((2026,)), Reach(shown(0), 1), "2026-12"
    )


def test_figures_show_the_same_numbers_as_text_and_as_a_workbook(office: Path) -> None:
    book = dict(row[:2] for row in cells(office, "figures.xlsx", figures_xlsx.write(figures())) if len(row) > 1)
    plain = cells(office, "figures.csv", figures_text.write_plain(figures()), MACHINE)
    total = dict(zip(plain[0], plain[1], strict=True))

    assert ("2", "10", "<5") == (book["Termine"], book["Anmeldungen"], book["Gefehlt"])
    assert ("2", "10", "<5") == (total["sessions_held"], total["registrations"], total["absent"])
    assert "'=1+1" == plain[2][1]
