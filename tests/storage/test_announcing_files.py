"""An announcement from a file becomes one in the database, or says by its keys what stands against it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import announcements, changes, people, sample
from storage.engine import COMMAND, Database, Transaction
from storage.exchange.announcing import Taken, take_in
from storage.exchange.wordings import WordingsError
from storage.exchange.wordings_toml import read_file
from storage.records.announcements import Frequency, Ready, State
from tests.storage.announcing import add_subscriber

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "announcement.toml"
PLAIN = '[texts.de]\ntitle = "Sommerfest"\ntext = "Kommen Sie!"\n'


async def taken(tx: Transaction, folder: Path, text: str) -> Taken:
    """Take in a file with this text."""
    path = folder / "party.toml"
    path.write_text(text, "utf-8")
    return await take_in(tx, read_file(path))


async def refused(tx: Transaction, folder: Path, text: str) -> list[str]:
    """Tell what stands against a file with this text."""
    try:
        return [str(flaw) for flaw in (await taken(tx, folder, text)).flaws]
    except WordingsError as error:
        return [str(flaw) for flaw in error.flaws]


async def test_the_example_in_the_documentation_is_taken_in_over_the_sample(database: Database) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        await changes.apply(tx, sample.load(NOW.date()))
        for language in ("de", "de", "ar", "en"):
            await add_subscriber(tx, language)
        found = await take_in(tx, read_file(EXAMPLE))

        assert State.SCHEDULED == found.state
        assert ("details", "register", "map") == found.announcement.buttons
        assert [("de", 2), ("ar", 1), ("en", 1)] == [(one.language, one.total) for one in found.headcount.languages]
        assert ("en",) == found.missing
        assert () == found.flaws


async def test_without_a_time_it_runs_at_once(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        await add_subscriber(tx)

        assert State.RUNNING == (await taken(tx, tmp_path, PLAIN)).state


async def test_above_the_limit_a_second_person_has_to_agree(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        for _number in range(tx.rules.approval_above + 1):
            await add_subscriber(tx)

        assert State.AWAITING == (await taken(tx, tmp_path, PLAIN)).state


async def test_whoever_wants_it_weekly_and_whoever_is_out_of_reach_is_counted(
    database: Database, tmp_path: Path
) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        await add_subscriber(tx, frequency=Frequency.WEEKLY)
        await people.mark_unreachable(tx, await add_subscriber(tx))
        found = (await taken(tx, tmp_path, PLAIN)).headcount

        assert (2, 1, 1, 1) == (found.total, found.reachable, found.blocked, found.weekly)


async def test_languages_without_a_text_are_named_with_how_many_read_them(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        for language in ("de", "ar", "ar"):
            await add_subscriber(tx, language)

        remedy = "missing, and 2 of the audience read it; write it, or name it in fallbacks"
        assert [f"party.toml, texts.ar: {remedy}"] == await refused(tx, tmp_path, PLAIN)
        assert [] == await refused(tx, tmp_path, f'fallbacks = ["ar"]\n{PLAIN}')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'offering = "XX-9"\n{PLAIN}', "offering, 'XX-9': there is no such offering of the catalogue"),
        (f'{PLAIN}[audience]\ntopics = ["knitting"]\n', "audience.topics, 'knitting': there is no such topic"),
        (
            f'{PLAIN}[audience.without]\nquarters = ["sued"]\n',
            "audience.without.quarters, 'sued': there is no such quarter",
        ),
        (
            f'{PLAIN}[audience]\nwaiting = ["XX-9"]\n',
            "audience.waiting, 'XX-9': there is no such offering of the catalogue",
        ),
        (f"{PLAIN}[audience]\nchats = [99]\n", "audience.chats, '99': there is no such chat of the bot"),
        (
            f"{PLAIN}[audience]\ntapped = {{ announcement = 99 }}\n",
            "audience.tapped.announcement, '99': there is no such announcement",
        ),
        (PLAIN, "audience: nobody would get it; make it wider"),
        (f'at = "2020-01-01 10:00"\n{PLAIN}', "at: this time is over; leave it out to send at once"),
    ],
)
async def test_what_there_is_not_is_named_by_its_key(
    database: Database, tmp_path: Path, text: str, reason: str
) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        assert [f"party.toml, {reason}"] == await refused(tx, tmp_path, text)


async def test_everything_there_is_not_is_named_in_one_go(database: Database, tmp_path: Path) -> None:
    audience = '[audience]\ntopics = ["knitting", "chess"]\nregistered = ["XX-9"]\nchats = [9]\n'

    async with database.transaction(NOW, COMMAND) as tx:
        assert 4 == len(await refused(tx, tmp_path, PLAIN + audience))


async def test_an_offering_that_ended_cannot_be_announced(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        await changes.apply(tx, sample.load(NOW.date()))
        await add_subscriber(tx)
    async with database.transaction(datetime(2028, 1, 1, tzinfo=UTC), COMMAND) as tx:
        remedy = "it would come too late: look at latest, and at when the offering's last session starts"

        assert [f"party.toml, at: {remedy}"] == await refused(tx, tmp_path, 'offering = "DC-01"\n')


async def test_a_follow_up_reaches_whoever_tapped(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW, COMMAND) as tx:
        await add_subscriber(tx)
        earlier = await announcements.start(tx, None)
        assert isinstance(earlier, Ready)
        text = f"{PLAIN}[audience]\ntapped = {{ announcement = {earlier.announcement_id} }}\n"

        assert ["party.toml, audience: nobody would get it; make it wider"] == await refused(tx, tmp_path, text)
