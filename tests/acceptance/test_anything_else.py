"""Whatever somebody sends, a kind screen leads on, and nothing is kept of what nobody asked for."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from locales.text import Text, _
from storage.sealed import Sealed
from storage.tables import metadata, participants
from tests.acceptance.walkers import Resident, looking, newcomer, resident, slot, taps_of
from tests.town import Town, open_town, sqlite_url

SECRET = "Zwiebelkuchen-Geheimnis"
SEALED = re.compile(rb"gAAAAA[\w-]{60,}={0,2}")
PICTURES = _("I cannot read pictures, voice messages or files. Please tap a button.")
TEXTS = _("I did not understand that. Please tap a button.")
COMMANDS = _("I do not know this command. Please tap a button.")
EDITED = _("I cannot read changed messages. Please tap a button.")
OLD_BUTTON = _("This button is from an earlier time. Here is the start.")


def leads_on(somebody: Resident, remark: Text) -> bool:
    """Say whether the newest message is a screen that says this and has buttons."""
    return somebody.words(remark) in somebody.latest.text and bool(taps_of(somebody.latest))


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document", "contact"])
async def test_what_the_bot_cannot_read_is_answered_kindly(town: Town, kind: str) -> None:
    somebody = await resident(town, "ar")

    await somebody.person.sends(kind)
    await town.settle()

    assert leads_on(somebody, PICTURES)


async def test_a_word_typed_at_home_is_looked_for(town: Town) -> None:
    somebody, workshop = await resident(town, "de"), await slot(town, "3D-01-01")

    await somebody.says("3D")

    assert somebody.can(f"offering.show.{workshop.offering}")


async def test_text_that_nobody_asked_for_is_answered_kindly(town: Town) -> None:
    somebody = await resident(town, "de@easy")
    await somebody.says("/help")

    await somebody.says(SECRET)

    assert leads_on(somebody, TEXTS)


async def test_an_unknown_command_is_answered_kindly(town: Town) -> None:
    somebody = await resident(town, "en")

    await somebody.says("/weather")

    assert leads_on(somebody, COMMANDS)


async def test_an_edited_message_is_answered_kindly(town: Town) -> None:
    somebody = await resident(town, "de")
    await somebody.says("Hallo")
    mine = next(message for message in reversed(somebody.person.messages) if message.outgoing)

    await somebody.person.edits(mine.message_id, "Hallo!")
    await town.settle()

    assert leads_on(somebody, EDITED)


@pytest.mark.parametrize("data", ["", "x", "home", "home.9.show", "nobody.1.show", "home.1.show.Ü", "." * 64, "🏠"])
async def test_a_button_that_does_not_read_leads_to_the_start(town: Town, data: str) -> None:
    somebody = await resident(town, "ar")

    town.simulator.forge_tap(somebody.person, somebody.screen.message_id, data)
    await town.settle()

    assert leads_on(somebody, OLD_BUTTON)


async def test_a_location_that_nobody_asked_for_is_answered_kindly(town: Town) -> None:
    somebody = await resident(town, "en")

    await somebody.person.shares_location(50.7766, 6.1048)
    await town.settle()

    assert leads_on(somebody, TEXTS)


@pytest.mark.parametrize("kind", ["photo", "text", "command"])
async def test_a_newcomer_who_sends_something_first_may_choose_a_language(town: Town, kind: str) -> None:
    somebody = Resident(town, town.simulator.add_person("Amal", "ar"), "ar")

    match kind:
        case "photo":
            await somebody.person.sends("photo")
        case "text":
            await somebody.person.says("مرحبا")
        case _:
            await somebody.person.says("/weather")
    await town.settle()

    assert somebody.can("choose_language.pick.ar")


async def test_a_button_of_an_old_screen_does_what_it_names(town: Town) -> None:
    somebody = await resident(town, "de")
    workshop = await slot(town, "3D-01-01")
    old = await somebody.opens(f"o_{workshop.offering}")
    data = f"register.1.start.{workshop.offering}"
    await somebody.opens()

    town.simulator.forge_tap(somebody.person, old.message_id, data)
    await town.settle()

    assert somebody.can(f"register.answer.{workshop.offering}")


async def test_a_tap_edits_the_screen_in_place(town: Town) -> None:
    somebody = await resident(town, "de")
    before, count = somebody.screen.message_id, len(somebody.person.received)

    await somebody.go("find.start", "find.narrow", "find.start", "find.close")

    assert (before, count) == (somebody.screen.message_id, len(somebody.person.received))


async def test_the_buttons_of_a_screen_that_was_left_behind_go_away(town: Town) -> None:
    somebody = await resident(town, "de")
    before = somebody.screen

    await somebody.says("/help")

    assert [] == taps_of(somebody.person.messages[somebody.person.messages.index(before)])
    assert before.message_id != somebody.screen.message_id


async def test_every_tap_is_answered(town: Town) -> None:
    somebody = await resident(town, "de")

    await somebody.go("find.start", "find.week", "home.show")
    town.simulator.forge_tap(somebody.person, somebody.screen.message_id, "nobody.1.show")
    town.simulator.forge_tap(somebody.person, 1, "home.1.show")
    await town.settle()

    assert {} == town.simulator.world.queries


async def test_tapping_a_button_twice_at_once_is_answered_twice_and_changes_nothing(town: Town) -> None:
    somebody = await resident(town, "de")
    screen = somebody.screen

    await somebody.person.taps_data(screen.message_id, "find.1.start")
    town.simulator.forge_tap(somebody.person, screen.message_id, "find.1.start")
    await town.settle()

    assert {} == town.simulator.world.queries
    assert somebody.words(_("What are you looking for?")) in somebody.screen.text


async def test_in_a_group_the_bot_speaks_only_when_addressed_and_once(town: Town) -> None:
    somebody = await resident(town, "ar")
    group = town.simulator.add_group(members=[somebody.person])
    await group.sets_bot(somebody.person, "administrator")
    await somebody.person.says("مرحبا", group)
    await town.settle()
    assert [] == [message for message in group.messages if not message.outgoing]

    await somebody.person.says("@quartierbot_demo_bot مرحبا", group)
    await town.settle()

    (answer,) = [message for message in group.messages if not message.outgoing]
    assert somebody.words(_("Please write to me alone. Then I can help you.")) in answer.text
    assert "https://t.me/quartierbot_demo_bot" == answer.buttons[0][0]["url"]


async def test_a_group_makes_nobody_a_participant(town: Town) -> None:
    stranger = town.simulator.add_person("Robin", "en")
    group = town.simulator.add_group(members=[stranger])
    await group.sets_bot(stranger, "member")

    await stranger.says("/start@quartierbot_demo_bot", group)
    await town.settle()

    async with looking(town) as tx:
        assert [] == list(await tx.connection.execute(select(participants.c.id)))


async def test_what_nobody_asked_for_is_nowhere_in_the_database(tmp_path: Path) -> None:
    async with open_town(sqlite_url(tmp_path)) as town:
        somebody = await resident(town, "de")
        await somebody.says("/help")
        await somebody.says(SECRET)
        await somebody.says(f"/{SECRET}")
        await somebody.person.sends("photo", SECRET)
        town.simulator.forge_tap(somebody.person, somebody.screen.message_id, SECRET)
        await town.settle()

        assert [] == [text async for text in sealed_texts(town) if SECRET in text]
        assert SECRET.encode() not in content_of(tmp_path)
        empty_log(tmp_path / "town.db")
        assert SECRET.encode() not in opened_content(town, tmp_path)


async def sealed_texts(town: Town) -> AsyncIterator[str]:
    """Open everything that is sealed."""
    columns = [column for table in metadata.tables.values() for column in table.c if isinstance(column.type, Sealed)]
    async with looking(town) as tx:
        for column in columns:
            for text in await tx.connection.scalars(select(column).where(column.is_not(None))):
                yield text


def content_of(folder: Path) -> bytes:
    """Read the database's file and its write-ahead log."""
    return b" ".join(file.read_bytes() for file in folder.iterdir())


def opened_content(town: Town, folder: Path) -> bytes:
    """Open whatever was sealed and still lies anywhere in the files, in rows or in pages nobody uses any more."""
    return b" ".join(town.database.sealer.open(found) for found in SEALED.findall(content_of(folder)))


def empty_log(path: Path) -> None:
    """Carry what the write-ahead log holds into the file."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def test_erasing_leaves_nothing_of_a_person(tmp_path: Path) -> None:
    name = "Zwetschgenmus"
    async with open_town(sqlite_url(tmp_path)) as town:
        somebody, workshop = await resident(town, "de", name), await slot(town, "UN-01-01")
        waiting = await resident(town, "ar", "Noor")
        await somebody.registers(workshop.offering, *workshop.answers)
        await waiting.registers(workshop.offering, *workshop.answers)

        await somebody.says("/privacy")
        await somebody.go("settings.erase", "settings.really_erase")
        await town.deliver()

        assert somebody.words(_("I have deleted everything.")) in somebody.screen.text
        assert waiting.words(_("A place is free for you!")) in waiting.screen.text
        empty_log(tmp_path / "town.db")
        opened = opened_content(town, tmp_path)
        assert b"Noor" in opened
        assert name.encode() not in opened
        assert str(somebody.person.id).encode() not in opened


async def test_who_erased_everything_is_a_newcomer_again(town: Town) -> None:
    somebody = await resident(town, "ar")
    await somebody.says("/privacy")
    await somebody.go("settings.erase", "settings.really_erase")

    await somebody.tap("home.show")

    assert somebody.can("choose_language.pick.ar")


async def test_a_newcomer_has_nothing_stored_but_language_and_address(town: Town) -> None:
    somebody = await newcomer(town, "ar", "Pflaumenmus")

    assert [str(somebody.person.id)] == [text async for text in sealed_texts(town) if not text.startswith("[")]
