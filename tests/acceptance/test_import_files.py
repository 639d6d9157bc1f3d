"""`quartierbot import catalogue FILE` as a real process: a look first, then yes or no, and a sentence for what is bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.shell import ROOT, Shell, configured

pytestmark = pytest.mark.slow

FILES = ROOT / "tests" / "storage" / "exchange" / "files"


@pytest.fixture
async def shell(tmp_path: Path) -> Shell:
    """Open a shell with a migrated database."""
    opened = configured(tmp_path)
    await opened.run("migrate")
    return opened


def lines(name: str) -> tuple[str, ...]:
    """Write the command for a file."""
    return "import", "catalogue", str(FILES / name)


async def test_a_file_is_shown_and_taken_in_with_yes(shell: Shell) -> None:
    taken = await shell.run(*lines("template.csv"), "--yes")
    again = await shell.run(*lines("template.csv"), "--yes")

    assert 0 == taken.code
    assert "new      offering BE-01 (Beratung: Bewerbung schreiben)" in taken.out
    assert "Done: 0 new, 0 changed, 0 gone, 0 rejected; notices to people: 0.\n" == again.out


async def test_without_anybody_to_ask_nothing_is_changed(shell: Shell) -> None:
    asked = await shell.run(*lines("template.csv"))
    then = await shell.run(*lines("template.csv"), "--dry-run")

    assert (2, True) == (asked.code, "Say --yes to take it in" in asked.err)
    assert "new      offering SP-01" in then.out


async def test_what_is_rejected_is_named_and_the_rest_is_taken_in(shell: Shell) -> None:
    taken = await shell.run(*lines("openvhs.xml"), "--yes")

    assert 1 == taken.code
    assert "rejected openvhs.xml, element 3, title: has no title" in taken.out
    assert "2 problems; what they concern was left out\n" == taken.err


async def test_machines_get_the_preview_as_json(shell: Shell) -> None:
    looked_at = json.loads((await shell.run(*lines("course.html"), "--json", "--dry-run")).out)

    assert (False, 1) == (looked_at["applied"], looked_at["rejected"][0]["element"])
    assert {"women_only", "childcare"} <= set(looked_at["unknown"][0]["fields"])


async def test_a_file_that_cannot_be_used_is_refused_with_a_remedy(shell: Shell) -> None:
    path = shell.folder / "courses.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old workbook")
    refused = await shell.run("import", "catalogue", str(path), "--yes")

    assert 1 == refused.code
    reason = "courses.xls: an old Excel workbook or a PDF; save it as .xlsx or 'CSV UTF-8'"
    assert f"{reason}\n1 problem; nothing was changed\n" == refused.err


async def test_a_file_and_our_own_four_do_not_go_together(shell: Shell) -> None:
    both = await shell.run(*lines("course.html"), "--offers", str(FILES / "template.csv"))

    assert (2, True) == (both.code, "give either a FILE, or --offers, --sessions and --venues" in both.err)
