"""How long an import of 10,000 offerings takes, and how long it holds up everybody else who writes.

python -m benchmarks.importing [--offerings N]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from bot.collector import spare_what_stays
from storage import intake
from storage.engine import COMMAND, Database, migrate
from storage.exchange.received import Missing, Received
from storage.exchange.recognising import read

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 1, 1, tzinfo=UTC)
HEAD = "Kennung;Titel;Beschreibung;Anbieter;Art;Themen;Zielgruppen;Sprachen;Viertel;Ort;Straße;Datum;Beginn;Ende;Plätze;Preis"
FIRST_DAY = date(2027, 2, 1)


def table(count: int, start: str, price: str) -> Received:
    """Write a template of courses with three dates each."""
    lines = [HEAD]
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number % 200)
        what = f"Kurs {number} zum Lernen;Wir lernen gemeinsam, Schritt für Schritt. Nummer {number}"
        whose = f"Anbieter {number % 40};Kurs;smartphone|pc_basics;seniors;de|tr;nord"
        where = f"Ort {number % 50};Straße {number % 50}"
        lines.append(f"C{number:05};{what};{whose};{where};{day:%d.%m.%Y};{start};11:00;10;{price}")
        lines += [f"C{number:05};;;;;;;;;;;{day + timedelta(weeks=weeks):%d.%m.%Y};{start};11:00;;" for weeks in (1, 2)]
    return Received("template.csv", "\n".join(lines).encode())


async def measure(folder: Path, count: int) -> None:
    """Import into an empty database, then the same, then with other times and prices."""
    url, keys = f"sqlite+aiosqlite:///{folder / 'bot.db'}", [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys)
    spare_what_stays()
    print(f"{count} offerings, {3 * count} sessions; seconds")
    for name, start, price in (("all new", "9:00", "5,00"), ("the same", "9:00", "5,00"), ("all changed", "9:15", "6")):
        began = time.perf_counter()
        catalogue = read([table(count, start, price)], Missing(), ZONE, NOW)
        parsed = time.perf_counter()
        prepared = await intake.prepare(database, catalogue, NOW, COMMAND)
        compared = time.perf_counter()
        await intake.apply(database, prepared, NOW, COMMAND)
        held = time.perf_counter() - compared
        print(f"{name:12} reading {parsed - began:5.2f}  comparing {compared - parsed:5.2f}  writer held {held:5.2f}")
    await database.close()
    per_mb = 1024 * 1024 if sys.platform == "darwin" else 1024
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // per_mb} MB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offerings", type=int, default=10_000)
    count = parser.parse_args().offerings
    with tempfile.TemporaryDirectory(prefix="quartierbot-importing-") as folder:
        asyncio.run(measure(Path(folder), count))


if __name__ == "__main__":
    main()
