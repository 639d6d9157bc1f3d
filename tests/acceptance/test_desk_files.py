"""Files at the desk, over real HTTP: the counts as CSV, and texts that go out as a table and come back filled in."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from openpyxl import load_workbook

from locales.text import _, ngettext
from simulator.world import Message
from tests.acceptance.forging import forge, message_of
from tests.acceptance.staff import got, reader, run, staff_member, written
from tests.acceptance.walkers import Resident, file_of
from tests.town import Town


def document_of(somebody: Resident) -> Message:
    """Find the latest file somebody got."""
    return next(message for message in reversed(somebody.person.received) if "document" in message.body)


async def sends_file(town: Town, somebody: Resident, file_id: str, name: str) -> None:
    """Let somebody send a file that Telegram knows."""
    document = {"file_id": file_id, "file_unique_id": "u", "file_name": name, "file_size": 9000}
    forge(town, "message", message_of(somebody.person, text=None, document=document))
    await town.settle()
    await town.deliver()


async def test_the_counts_come_as_a_file_without_names(town: Town) -> None:
    kim = await staff_member(town)
    await reader(town, "de", "Zoë")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)

    await kim.go("announcement_run.report", "announcement_run.file")

    content = file_of(town, document_of(kim)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {"what": "recipients", "language": "other", "state": "sent", "reason": "", "count": "1"} in rows
    assert {"what": "readers", "language": "de", "state": "", "reason": "", "count": "<5"} in rows
    assert "Zoë" not in content


async def test_texts_go_out_as_a_table_and_come_back_filled_in(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "ar")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement_text.show", "announcement_text.import", "announcement_text.table")
    table = document_of(kim)

    book = load_workbook(io.BytesIO(file_of(town, table)))
    arabic = next(row for row in book.worksheets[0].iter_rows() if row[0].value == "ar")
    arabic[3].value, arabic[4].value = "حفلة", "تعالوا معنا."
    filled = io.BytesIO()
    book.save(filled)
    file_id, world = table.body["document"]["file_id"], town.simulator.world
    stored = replace(world.files[file_id], content=filled.getvalue())
    world.files[file_id] = world.paths[stored.path] = stored
    await sends_file(town, kim, file_id, "texte.xlsx")
    assert kim.words(ngettext("I took over {count} text.", "I took over {count} texts.", 2)) in kim.latest.text

    await kim.tap("announcement_text.show", kim.latest)
    assert kim.words(_("Nothing is missing.")) in kim.screen.text
    await kim.go("announcement.show", "announcement.check", "announcement.submit")
    await run(town)
    assert "تعالوا معنا." in got(amal)[0].text


async def test_a_file_that_is_no_table_is_refused_kindly_and_one_nobody_asked_for_too(town: Town) -> None:
    kim = await staff_member(town)
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement_text.show", "announcement_text.import")

    await sends_file(town, kim, "BQAC", "texte.docx")
    assert kim.words(_("That is no table (XLSX), or it is too big. Please send another file.")) in kim.screen.text

    await kim.opens()
    await sends_file(town, kim, "BQAC", "texte.xlsx")
    assert kim.words(_("I cannot read pictures, voice messages or files. Please tap a button.")) in kim.screen.text
