"""Announcing from the command line, as real processes: counts before anything happens, one clear sentence for a mistake."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import news, people
from storage.engine import COMMAND, Database
from storage.records.announcements import Frequency
from storage.records.deliveries import Fate
from tests.acceptance.shell import Shell, configured

pytestmark = pytest.mark.slow

PLAIN = 'fallbacks = ["ar"]\n[texts.de]\ntitle = "Sommerfest"\ntext = "Kommen Sie!"\n'
IN_AUTUMN = f"{datetime.now(UTC).year + 1}-11-04 10:00"
"""a working day in every year"""


@pytest.fixture
async def shell(tmp_path: Path) -> Shell:
    """Open a shell with a database and four people who want news, one of them weekly and one out of reach."""
    opened = configured(tmp_path)
    await opened.run("migrate")
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'quartierbot.db'}"
    database = await Database.open(url, [opened.settings["SECRET_KEY"]])
    async with database.transaction(datetime.now(UTC) - timedelta(days=1), COMMAND) as tx:
        for number, language in enumerate(("de", "de", "de", "ar")):
            somebody = await people.greet(tx, str(1000 + number), language)
            weekly = Frequency.WEEKLY if number == 1 else None
            await news.set_news(tx, somebody.id, agreed=True, frequency=weekly)
            if number == 2:
                await people.mark_unreachable(tx, somebody.id)
    await database.close()
    return opened


def write(shell: Shell, text: str) -> str:
    """Write a file, and name it as an argument."""
    (shell.folder / "party.toml").write_text(text, "utf-8")
    return "party.toml"


async def test_a_dry_run_prints_counts_by_language_and_changes_nothing(shell: Shell) -> None:
    outcome = await shell.run("announce", write(shell, f'at = "{IN_AUTUMN}"\n{PLAIN}'), "--dry-run")

    assert 0 == outcome.code
    assert [
        ["language", "people", "reached", "blocked", "weekly", "text"],
        ["de", "3", "2", "1", "1", "yes"],
        ["ar", "1", "1", "0", "0", "another", "language"],
        ["all", "4", "3", "1", "1"],
    ] == [line.split() for line in outcome.out.splitlines()[:4]]
    assert f"Nothing was changed (dry run). It would go out {IN_AUTUMN}." == outcome.out.splitlines()[-1]
    assert "[]\n" == (await shell.run("announcements", "--json")).out


async def test_an_announcement_is_planned_and_listed(shell: Shell) -> None:
    outcome = await shell.run("announce", write(shell, f'at = "{IN_AUTUMN}"\n{PLAIN}'))
    assert f"Announcement 1 goes out {IN_AUTUMN}." == outcome.out.splitlines()[-1]

    listed = json.loads((await shell.run("announcements", "--json")).out)
    assert ["scheduled", "Sommerfest", None] == [listed[0][name] for name in ("state", "title", "offering")]
    assert f"    1  scheduled  Sommerfest  {IN_AUTUMN}\n" == (await shell.run("announcements")).out


async def test_the_keys_for_machines_are_as_documented(shell: Shell) -> None:
    taken = json.loads((await shell.run("announce", write(shell, PLAIN), "--json")).out)
    one = json.loads((await shell.run("announcements", "1", "--json")).out)

    documented = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    assert [] == [name for name in (*taken, *taken["people"], *taken["languages"][0]) if f"`{name}`" not in documented]
    assert [] == [name for name in (*one, *one["counts"]) if f"`{name}`" not in documented]
    assert {fate.value for fate in Fate} - {"claimed"} == set(one["counts"])
    assert ("running", 1) == (one["state"], taken["id"])


async def test_night_and_holidays_are_said_before(shell: Shell) -> None:
    year = datetime.now(UTC).year + 1
    outcome = await shell.run("announce", write(shell, f'at = "{year}-12-25 21:30"\n{PLAIN}'), "--dry-run")

    assert f"note: {year}-12-25 21:30 is at night; it goes out from 08:00 on" in outcome.out
    assert f"note: {year}-12-25 is a public holiday" in outcome.out
    assert "note: no text in ar (العربية); people read another language" in outcome.out
    assert "note: 1 get it with their weekly letter" in outcome.out


async def test_a_missing_text_is_counted_and_refused(shell: Shell) -> None:
    outcome = await shell.run("announce", write(shell, PLAIN.partition("\n")[2]))

    assert 1 == outcome.code
    assert ["ar", "1", "1", "0", "0", "MISSING"] == outcome.out.splitlines()[2].split()
    remedy = "missing, and 1 of the audience read it; write it, or name it in fallbacks"
    assert f"party.toml, texts.ar: {remedy}\n1 problem; nothing was changed\n" == outcome.err
    assert "" == (await shell.run("announcements")).out


async def test_mistakes_are_named_by_key_and_line(shell: Shell) -> None:
    outcome = await shell.run("announce", write(shell, f"buton = []\n{PLAIN}[audience]\ntopics = 5\n"))
    assert (1, "") == (outcome.code, outcome.out)
    assert [
        "party.toml, buton: unknown; did you mean buttons?",
        'party.toml, audience.topics, \'5\': must be a list of texts, written as ["one", "two"]',
        "2 problems; nothing was changed",
    ] == outcome.err.splitlines()

    broken = await shell.run("announce", write(shell, "[texts.de\n"))
    assert (1, True) == (broken.code, broken.err.startswith("party.toml, line 1, column"))


async def test_above_the_limit_somebody_of_the_team_has_to_agree(shell: Shell) -> None:
    outcome = await shell.with_settings(APPROVAL_ABOVE="2").run("announce", write(shell, PLAIN))

    assert "Announcement 1 waits until a second person of the team agrees in the bot." == outcome.out.splitlines()[-1]


async def test_an_announcement_that_is_not_there_is_told(shell: Shell) -> None:
    outcome = await shell.run("announcements", "7")

    assert (1, "There is no announcement 7; `quartierbot announcements` lists them\n") == (outcome.code, outcome.err)


async def test_a_run_is_paused_goes_on_and_is_stopped_for_good(shell: Shell) -> None:
    await shell.run("announce", write(shell, PLAIN))

    paused = await shell.run("announcements", "pause", "1")
    assert (0, "    1  paused     Sommerfest\n", "") == (paused.code, paused.out, paused.err)
    assert "running" == json.loads((await shell.run("announcements", "resume", "1", "--json")).out)["state"]
    assert "stopped" == json.loads((await shell.run("announcements", "stop", "1", "--json")).out)["state"]

    over = "Announcement 1 is over (stopped); what was sent can be corrected or deleted at the desk\n"
    for action in ("pause", "resume", "stop"):
        again = await shell.run("announcements", action, "1")
        assert (1, "", over) == (again.code, again.out, again.err)


async def test_what_has_not_started_or_is_not_there_cannot_be_paused_and_says_what_helps(shell: Shell) -> None:
    await shell.run("announce", write(shell, f'at = "{IN_AUTUMN}"\n{PLAIN}'))
    planned, nothing = await shell.run("announcements", "stop", "1"), await shell.run("announcements", "pause", "7")

    remedy = "its author or an administrator can take it back at the desk"
    assert (1, f"Announcement 1 has not started (scheduled); {remedy}\n") == (planned.code, planned.err)
    assert (1, "There is no announcement 7; `quartierbot announcements` lists them\n") == (nothing.code, nothing.err)
    assert "scheduled" == json.loads((await shell.run("announcements", "1", "--json")).out)["state"]


async def test_words_that_mean_nothing_are_told(shell: Shell) -> None:
    outcomes = [await shell.run("announcements", *words) for words in (["explode", "1"], ["pause"], ["0"], ["1", "2"])]

    assert [2] * 4 == [outcome.code for outcome in outcomes]
    assert "'explode' is neither the number of an announcement nor one of pause, resume, stop" in outcomes[0].err
    assert "write `announcements`, `announcements ID` or `announcements pause|resume|stop ID`" in outcomes[1].err


async def test_a_file_that_is_not_there_is_told(shell: Shell) -> None:
    outcome = await shell.run("announce", "nowhere.toml")

    assert 2 == outcome.code
    assert "File 'nowhere.toml' does not exist" in outcome.err
