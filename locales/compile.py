"""Compile catalogues: `python -m locales.compile` writes a .mo beside every .po that is newer."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from locales.languages import DOMAIN, FOLDER

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in a compiled header where a date is due, so that the same source gives the same file."""


def read(path: Path) -> Catalog:
    """Read a .po file; its header decides the plural forms."""
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    return catalogue


def compiled_bytes(path: Path) -> bytes:
    """Give a .po file in the form that gettext loads."""
    target = BytesIO()
    write_mo(target, read(path))
    return target.getvalue()


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Write the .mo of every .po that changed since; returns what was written."""
    sources = sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    outdated = [source for source in sources if _is_outdated(source)]
    for source in outdated:
        source.with_suffix(".mo").write_bytes(compiled_bytes(source))
    return [source.with_suffix(".mo") for source in outdated]


def _is_outdated(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_catalogues())} catalogues compiled\n")
