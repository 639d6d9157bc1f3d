"""Whether an announcement fits into a message: the command line checks it as the desk does, its offering's facts included."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.announce_commands import fitted
from storage.engine import Transaction
from storage.exchange.announcing import take_in
from storage.exchange.wordings_toml import read_file
from storage.tables import offerings
from tests.bot.conftest import NOW
from tests.storage.announcing import add_subscriber
from tests.storage.builders import add_offering

LONG_TEXT = f'[texts.de]\ntitle = "Neu"\ntext = "{"a" * 2990}"\n'


async def flaws(tx: Transaction, folder: Path, text: str, title: str) -> list[str]:
    """Tell what stands against a file about an offering with this title."""
    for language in ("de", "ar"):
        await add_subscriber(tx, language)
    offering = await add_offering(tx, [NOW + timedelta(days=3)], title=title)
    await tx.connection.execute(update(offerings).where(offerings.c.id == offering).values(source_id="DC-9"))
    (folder / "party.toml").write_text(f'offering = "DC-9"\nfallbacks = ["ar"]\n{text}[audience]\n', "utf-8")
    file = read_file(folder / "party.toml")
    return [str(flaw) for flaw in (await fitted(tx, file, await take_in(tx, file))).flaws]


async def test_what_fits_with_the_facts_is_taken(tx: Transaction, tmp_path: Path) -> None:
    assert [] == await flaws(tx, tmp_path, LONG_TEXT, "PC-Einstieg")


async def test_what_the_facts_make_too_long_is_refused_by_language_and_says_what_helps(
    tx: Transaction, tmp_path: Path
) -> None:
    found = sorted(await flaws(tx, tmp_path, LONG_TEXT, "P" * 1100))

    assert ["party.toml, texts.de:", "party.toml, texts:"] == [one[: one.index(": ") + 1] for one in found]
    assert found[0].endswith("characters too long with the offering's facts for one message; shorten it")
    assert found[1].endswith("for one message; shorten it, or write one in ar")


@pytest.mark.parametrize("line", ["facts = false\n", ""])
async def test_only_facts_that_are_said_count(tx: Transaction, tmp_path: Path, line: str) -> None:
    found = await flaws(tx, tmp_path, f"{line}{LONG_TEXT}", "P" * 1100)

    assert ([] == found) is bool(line)
