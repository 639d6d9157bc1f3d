"""`quartierbot import undo` and `export template`: what they do, and one clear sentence for whatever stands in the way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage import rosters
from storage.engine import Transaction
from storage.tables import offerings
from tests.bot.commanding import Console, line
from tests.storage import builders

UNDO = ("import", "undo", "--yes")


async def live(tx: Transaction) -> set[str]:
    """Tell which offerings are there."""
    return set((await tx.connection.scalars(select(offerings.c.source_id).where(offerings.c.live))).all())


async def edit(tx: Transaction) -> None:
    """Change an offering by another way than a file."""
    await tx.connection.execute(update(offerings).where(offerings.c.source_id == "A1").values(price_cents=700))


async def register(tx: Transaction) -> None:
    """Let somebody register for the course A1."""
    course = await rosters.find(tx, "A1")
    assert course is not None
    await builders.register(tx, await builders.add_person(tx), course, name="Zoë")


def test_the_last_import_is_taken_back_and_the_one_before_stays(console: Console) -> None:
    console.take_in(line("A1"))
    console.take_in(line("A1"), line("A2"))

    undone = console.run(*UNDO)

    assert (0, "Took back kurse.csv; notices to people: 0.\n") == (undone.exit_code, undone.output)
    assert {"A1"} == console.ask(live)


@pytest.mark.parametrize(
    ("typed", "said", "left"),
    [("y\n", "Took back kurse.csv; notices to people: 0.\n", set()), ("n\n", "Nothing was changed.\n", {"A1"})],
)
def test_taking_back_is_asked_first(
    console: Console, monkeypatch: pytest.MonkeyPatch, typed: str, said: str, left: set[str]
) -> None:
    monkeypatch.setattr("bot.import_commands.somebody_is_there", lambda: True)
    console.take_in(line("A1"))

    asked = console.run("import", "undo", typed=typed)

    assert (0, said) == (asked.exit_code, asked.output[-len(said) :])
    assert "Take back kurse.csv of 20" in asked.output
    assert left == console.ask(live)


def test_without_anybody_to_ask_nothing_is_taken_back(console: Console) -> None:
    console.take_in(line("A1"))

    asked = console.run("import", "undo")

    assert (2, True) == (asked.exit_code, "Say --yes to take it back" in asked.stderr)
    assert {"A1"} == console.ask(live)


def test_where_nothing_was_imported_there_is_nothing_to_take_back(console: Console) -> None:
    refused = console.run(*UNDO)

    assert (1, "there is nothing to take back\n") == (refused.exit_code, refused.stderr)


def test_what_was_taken_back_is_not_taken_back_a_second_time(console: Console) -> None:
    console.take_in(line("A1"))
    console.run(*UNDO)

    assert (1, "there is nothing to take back\n") == ((again := console.run(*UNDO)).exit_code, again.stderr)


def test_an_import_that_was_built_on_stays_and_what_was_built_is_named(console: Console) -> None:
    console.take_in(line("A1"), line("A2"))
    console.ask(edit)

    refused = console.run(*UNDO)

    assert (1, "something later was built on it: Nähen A1\n") == (refused.exit_code, refused.stderr)
    assert {"A1", "A2"} == console.ask(live)


def test_a_form_that_people_registered_for_is_not_taken_from_them(console: Console) -> None:
    console.take_in(line("A1"))
    console.take_in(line("A1", whole="ja"))
    console.ask(register)

    refused = console.run(*UNDO)

    reason = "people are registered for what would change its form: A1\n"
    assert (1, reason) == (refused.exit_code, refused.stderr)
    assert {"A1"} == console.ask(live)


def test_without_a_key_the_remedy_is_named(console: Console) -> None:
    refused = Console(console.folder, "").run(*UNDO)

    assert (2, True) == (refused.exit_code, "QUARTIERBOT_SECRET_KEY is missing" in refused.stderr)


def test_a_database_that_was_not_migrated_names_the_command(console: Console) -> None:
    (console.folder / "bot.db").unlink()

    refused = console.run(*UNDO)

    assert (2, True) == (refused.exit_code, "run `quartierbot migrate`" in refused.stderr)


def test_what_is_wrong_in_a_file_is_said_in_english_with_its_row(console: Console) -> None:
    looked_at = console.run("import", "catalogue", console.write(line("A1"), line("A2", "25:99")), "--dry-run")

    expected = "rejected kurse.csv, row 3, column start_time, '25:99': must be a time of day, written as 09:30\n"
    assert (1, True) == (looked_at.exit_code, expected in looked_at.stdout)


def test_the_template_is_written_for_its_owner_and_is_taken_in_as_it_is(console: Console) -> None:
    written = console.run("export", "template", "--output", "vorlage.xlsx")

    assert (0, "Wrote vorlage.xlsx.\n") == (written.exit_code, written.output)
    assert 0o600 == stat.S_IMODE(Path("vorlage.xlsx").stat().st_mode)
    looked_at = console.run("import", "catalogue", "vorlage.xlsx", "--dry-run", "--provider", "Haus")
    assert (0, True) == (looked_at.exit_code, "0 rejected" in looked_at.output), looked_at.output


def test_a_template_needs_neither_a_key_nor_a_database(console: Console) -> None:
    (console.folder / "bot.db").unlink()

    assert 0 == Console(console.folder, "").run("export", "template", "--output", "vorlage.xlsx").exit_code


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("mine.xlsx", "mine.xlsx exists already: name another file, or add --overwrite\n"),
        (".", ". is a folder: name a file in it\n"),
        ("nowhere/vorlage.xlsx", "There is no folder nowhere: make it, or name another\n"),
    ],
)
def test_a_template_is_written_over_nothing_and_nowhere_else(console: Console, output: str, said: str) -> None:
    Path("mine.xlsx").write_text("mine")

    refused = console.run("export", "template", "--output", output)

    assert (2, said) == (refused.exit_code, refused.stderr)
    assert ("mine", {"bot.db", "mine.xlsx"}) == (
        Path("mine.xlsx").read_text(),
        {path.name for path in Path().iterdir()},
    )


def test_a_template_is_written_over_a_file_on_demand(console: Console) -> None:
    Path("mine.xlsx").write_text("mine")

    assert 0 == console.run("export", "template", "--output", "mine.xlsx", "--overwrite").exit_code
    assert b"PK" == Path("mine.xlsx").read_bytes()[:2]
