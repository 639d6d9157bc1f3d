"""A catalogue comes in through the chat, over real HTTP: template, file, preview, apply, who is affected, and undo."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from openpyxl import load_workbook
from sqlalchemy import select

from locales.text import _, ngettext
from simulator.world import Message
from storage.exchange.template_words import HEADINGS
from storage.tables import offerings
from tests.acceptance.forging import forge, message_of
from tests.acceptance.staff import staff_member
from tests.acceptance.walkers import Resident, file_of, looking, resident, taps_of
from tests.town import Town

COLUMNS = {column: number for number, column in enumerate(HEADINGS, start=1)}


def filled(template: bytes, *rows: Mapping[str, str | int]) -> bytes:
    """Fill the template as somebody would: the example goes, rows come."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    for line, row in enumerate(rows, start=2):
        for column, number in COLUMNS.items():
            sheet.cell(line, number).value = row.get(column)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def course(**changed: str | int) -> dict[str, str | int]:
    """Make a course of one date, for nobody to wonder about."""
    usual: dict[str, str | int] = {
        "offer_id": "NEU-1",
        "title_de": "Nähen für alle",
        "provider_label": "Haus der Nadeln",
        "offer_type": "Workshop",
        "topics": "Kreativ sein",
        "instruction_languages": "Deutsch",
        "date": "14.12.2026",
        "start_time": "10:00",
        "end_time": "12:00",
        "capacity": 8,
    }
    return usual | changed


def template_of(somebody: Resident) -> Message:
    """Find the latest file somebody got."""
    return next(message for message in reversed(somebody.person.received) if "document" in message.body)


async def sends(town: Town, somebody: Resident, known: Message, content: bytes, name: str = "kurse.xlsx") -> Message:
    """Let somebody send a file; tells the message that comes of it."""
    file_id, world = known.body["document"]["file_id"], town.simulator.world
    stored = replace(world.files[file_id], content=content)
    world.files[file_id] = world.paths[stored.path] = stored
    document = {"file_id": file_id, "file_unique_id": "u", "file_name": name, "file_size": len(content)}
    forge(town, "message", message_of(somebody.person, text=None, document=document))
    await town.settle()
    await town.deliver()
    return somebody.latest


async def takes_back(town: Town, somebody: Resident, applied: Message) -> None:
    """Let somebody take an import back: whom it concerns comes by itself, and is looked at before it is done."""
    await somebody.tap("imports.ask_undo", applied)
    await town.deliver()
    await somebody.tap("imports.part", somebody.latest)
    assert "Zoë" in somebody.screen.text
    await somebody.tap("imports.undo")
    await town.deliver()


async def test_a_coordinator_brings_a_file_in_and_takes_it_back(town: Town) -> None:
    robin = await staff_member(town, "de", "coordinator", "Robin")
    await robin.go("office.show", "intake.show", "intake.template")
    await town.deliver()
    template = template_of(robin)
    content = file_of(town, template)

    preview = await sends(town, robin, template, filled(content, course()))
    assert robin.words(ngettext("{count} new offer", "{count} new offers", 1)) in preview.text
    await robin.tap("imports.part", preview)
    await robin.tap("imports.part")
    assert "Nähen für alle" in robin.screen.text
    await robin.go("imports.part", "imports.one", "imports.apply")
    await town.deliver()
    assert robin.words(_("It was brought in.")) in robin.latest.text
    first = robin.latest

    async with looking(town) as tx:
        offering = await tx.connection.scalar(select(offerings.c.id).where(offerings.c.source_id == "NEU-1"))
        assert "childcare" in str(
            await tx.connection.scalar(select(offerings.c.unknown).where(offerings.c.source_id == "NEU-1"))
        )
    assert offering is not None
    zoe = await resident(town, "de", "Zoë")
    await zoe.opens(f"o_{offering}")
    await zoe.go("register.start", f"register.answer.{offering}.whom.0", "register.own_name", "register.send")
    heard = len(zoe.person.received)

    await robin.opens()
    moved = await sends(town, robin, template, filled(content, course(start_time="15:00", end_time="17:00")))
    people = next(data for data in taps_of(moved) if ".people." in data)
    await robin.person.taps_data(moved.message_id, people)
    await town.settle()
    assert "Zoë" in robin.screen.text
    assert len(zoe.person.received) == heard
    await robin.tap("imports.apply")
    await town.deliver()
    assert "15:00" in zoe.latest.text

    await takes_back(town, robin, robin.latest)
    assert robin.words(_("It was taken back.")) in robin.latest.text
    assert "10:00" in zoe.latest.text

    await takes_back(town, robin, first)
    assert robin.words(_("It was taken back.")) in robin.latest.text


async def test_what_is_no_catalogue_is_refused_and_a_residents_file_is_nothing_to_us(town: Town) -> None:
    robin = await staff_member(town, "de", "coordinator", "Robin")
    await robin.go("office.show", "intake.show", "intake.template")
    await town.deliver()
    template = template_of(robin)

    refused = await sends(town, robin, template, b"<!DOCTYPE x [<!ENTITY a 'b'>]><openvhs>&a;</openvhs>", "kurse.xml")
    assert robin.words(_("I cannot use this file.")) in refused.text
    assert robin.words(_("The file holds something unsafe. Please export it again.")) in refused.text

    amal = await resident(town)
    await sends(town, amal, template, b"Kennung;Titel\n", "kurse.csv")
    assert amal.words(_("I cannot read pictures, voice messages or files. Please tap a button.")) in amal.latest.text
