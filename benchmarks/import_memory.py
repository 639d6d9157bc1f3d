"""How much memory an import takes, and how that grows with the file: each size and each format in a process of its own.

python -m benchmarks.import_memory [--offerings 5000 10000 20000 40000]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.importing import FIRST_DAY, NOW, ZONE
from storage import intake
from storage.engine import COMMAND, Database, migrate
from storage.exchange.received import Missing, receive
from storage.exchange.recognising import read

SIZES = (5_000, 10_000, 20_000, 40_000)
HEAD = (
    "Kennung",
    "Titel",
    "Beschreibung",
    "Anbieter",
    "Art",
    "Themen",
    "Sprachen",
    "Ort",
    "Datum",
    "Beginn",
    "Ende",
    "Plätze",
)
TITLES = ("Nähen", "Lesen", "Rechnen", "Programmieren", "Bewerben", "Sprechen", "Schreiben", "Zeichnen", "Reparieren")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f"<Relationships {RELATIONS}>"
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Angebote" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>"
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
OPENVHS = '<veranstaltungen xmlns="http://www.dvv-vhs.de/Open-VHS"><ersteller xmlns=""><name>VHS</name></ersteller>'


def rows(count: int, hour: int) -> Iterator[tuple[str, ...]]:
    """Make the rows of our template: courses with two dates each."""
    yield HEAD
    for number in range(count):
        what = (f"{TITLES[number % 9]} {number}", f"Wir lernen gemeinsam, Schritt für Schritt. Nummer {number}")
        whose = (f"Anbieter {number % 40}", "Kurs", "smartphone|pc_basics", "de|tr", f"Ort {number % 50}")
        for week in (0, 1):
            day = FIRST_DAY + timedelta(days=number % 200, weeks=week)
            when = (day.strftime("%d.%m.%Y"), f"{hour}:00", "18:00", "10")
            yield (f"C{number:05}", *(what + whose if not week else ("",) * 7), *when)


def csv(path: Path, count: int, hour: int = 9) -> None:
    """Write our template as CSV."""
    path.write_text("\n".join(";".join(row) for row in rows(count, hour)), encoding="utf-8")


def xlsx(path: Path, count: int) -> None:
    """Write our template as a workbook as spreadsheets do: the cells name texts of a table that is a part of its own."""
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in PARTS.items():
            book.writestr(name, part)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {MAIN}><sheetData>".encode())
            for row in rows(count, 9):
                cells = (f'<c t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>' for cell in row)
                sheet.write(f"<row>{''.join(cells)}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f"<sst {MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>".encode())


def openvhs(path: Path, count: int) -> None:
    """Write a centre's courses."""
    with path.open("w", encoding="utf-8") as file:
        file.write(OPENVHS)
        for number in range(count):
            dates = "".join(
                f"<termin><beginn_datum>{FIRST_DAY + timedelta(days=number % 200 + week * 7)}</beginn_datum>"
                "<beginn_uhrzeit>09:00</beginn_uhrzeit><ende_uhrzeit>11:00</ende_uhrzeit></termin>"
                for week in (0, 1)
            )
            name = f"<guid>{number}</guid><name>{TITLES[number % 9]} {number}</name>"
            file.write(f'<veranstaltung xmlns="">{name}{dates}</veranstaltung>')
        file.write("</veranstaltungen>")


def ical(path: Path, count: int) -> None:
    """Write a calendar."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n")
        for number in range(count):
            day, again = (f"{FIRST_DAY + timedelta(days=number % 200 + days):%Y%m%d}" for days in (0, 7))
            when = f"DTSTART:{day}T090000Z\r\nDTEND:{day}T110000Z\r\nRDATE:{again}T090000Z\r\n"
            what = f"UID:{number}\r\nDTSTAMP:20270101T000000Z\r\nSUMMARY:{TITLES[number % 9]} {number}\r\n"
            file.write(f"BEGIN:VEVENT\r\n{what}{when}END:VEVENT\r\n")
        file.write("END:VCALENDAR\r\n")


FORMATS: dict[str, Callable[[Path, int], None]] = {"csv": csv, "xlsx": xlsx, "xml": openvhs, "ics": ical}
MOST = {"ics": 20_000}
"""a calendar may have no more events"""


def peak() -> int:
    """Tell the most memory so far, in MB. On Linux what the system counts would begin with that of the process before."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) // 1024
    per_mb = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // per_mb


def go_through(path: Path) -> None:
    """Read a file, and go through its pages."""
    pages = read([receive(path)], Missing(provider="Haus"), ZONE, NOW)
    print(peak() if any(page.offerings for page in pages) else 0)


async def take_in(folder: Path) -> None:
    """Import a file into an empty database, and then another in which every date changed."""
    url, keys = f"sqlite+aiosqlite:///{folder / 'bot.db'}", [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys)
    for name in ("first.csv", "second.csv"):
        catalogue = read([receive(folder / name)], Missing(), ZONE, NOW)
        await intake.apply(database, await intake.prepare(database, catalogue, NOW, COMMAND), NOW, COMMAND)
        print(peak())
    await database.close()


def apart(*words: str) -> list[int]:
    """Measure in a process of its own."""
    command = (sys.executable, "-m", "benchmarks.import_memory", *words)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    return [int(line) for line in done.stdout.split()]


def grow(folder: Path, sizes: list[int]) -> None:
    """Measure every size: reading each format, then importing our template."""
    print(f"{'MB at most':10}  {'  '.join(f'read {name:>5}' for name in FORMATS)}  {'all new':>8}  {'all changed':>11}")
    for count in sizes:
        found = []
        for name, write in FORMATS.items():
            write(folder / f"file.{name}", min(count, MOST.get(name, count)))
            found += [
                f"{apart('--read', str(folder / f'file.{name}'))[0]:>10}"
                if count <= MOST.get(name, count)
                else " " * 10
            ]
        csv(folder / "first.csv", count)
        csv(folder / "second.csv", count, 10)
        new, changed = apart("--take-in", str(folder))
        (folder / "bot.db").unlink()
        print(f"{count:>10}  {'  '.join(found)}  {new:>8}  {changed:>11}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offerings", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--take-in", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        go_through(asked.read)
    elif asked.take_in:
        asyncio.run(take_in(asked.take_in))
    else:
        with tempfile.TemporaryDirectory(prefix="quartierbot-importing-") as folder:
            grow(Path(folder), asked.offerings)


if __name__ == "__main__":
    main()
