"""Keep the catalogues in step with the source: `python -m locales.update [--check] [--new CODE]`.

It extracts every text, merges it into every catalogue without guessing, and says what is missing. What it
writes depends on the texts alone: no dates and no line numbers, so that a change shows only what was said anew.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import generate_po

from locales.checks import find_faults
from locales.compile import compile_catalogues, read
from locales.languages import BY_CODE, DOMAIN, FOLDER, SOURCE, catalogue_path, language
from locales.plurals import HEADERS
from locales.source import marked_texts

ROOT = FOLDER.parent
ROOMS = ("bot", "conversations", "locales")


def extract(root: Path = ROOT) -> Catalog:
    """Collect every text of the source, with the files it stands in and what was noted for translators."""
    template = Catalog(domain=DOMAIN)
    for found in marked_texts(root, ROOMS):
        if found.texts:
            msgid = found.texts[0] if len(found.texts) == 1 else found.texts
            template.add(msgid, None, [(found.file, 1)], auto_comments=(found.note,) if found.note else ())
    return template


def unsteady_texts(root: Path = ROOT) -> list[str]:
    """Report marked texts that are no literals: no catalogue could ever have them."""
    return [f"{found.file}:{found.line}: not a literal" for found in marked_texts(root, ROOMS) if not found.texts]


def merge(template: Catalog, path: Path) -> Catalog:
    """Bring a catalogue up to the template; translations of texts that are gone go with them."""
    merged = read(path) if path.exists() else _begin(path)
    merged.update(template, no_fuzzy_matching=True)
    return merged


def _begin(path: Path) -> Catalog:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_header(path.parent.parent.name), encoding="utf-8")
    return read(path)


def write(merged: Catalog, path: Path) -> None:
    """Write a catalogue when it changed."""
    text = text_of(merged, path.parent.parent.name)
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def text_of(merged: Catalog, code: str) -> str:
    """Write a catalogue as the text of its file: no dates, no line numbers."""
    return _header(code) + _entries(merged)


def _header(code: str) -> str:
    fields = (
        "Project-Id-Version: quartierbot",
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {HEADERS[code]}",
    )
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'# Quartierbot: {language(code).autonym}\nmsgid ""\nmsgstr ""\n{lines}\n'


def _entries(merged: Catalog) -> str:
    """Write the messages in the order of the source, each with the file it stands in."""
    lines = generate_po(merged, omit_header=True, ignore_obsolete=True, include_lineno=False, width=100)
    return "".join(lines).rstrip("\n") + "\n"


def update(template: Catalog, folder: Path = FOLDER) -> list[str]:
    """Merge the template into every catalogue, write and compile them; returns what is missing or wrong."""
    faults: list[str] = []
    for path in catalogue_files(folder):
        merged = merge(template, path)
        write(merged, path)
        faults += find_faults(merged, path.parent.parent.name)
    compile_catalogues(folder)
    return faults


def check(template: Catalog, folder: Path = FOLDER) -> list[str]:
    """Say what is missing, wrong or gone, and change nothing; that a text moved to another file is no fault."""
    faults: list[str] = []
    for path in catalogue_files(folder):
        code, merged = path.parent.parent.name, merge(template, path)
        faults += find_faults(merged, code)
        faults += [f"{code}: obsolete {fault!r}" for fault in merged.obsolete]
    return faults


def catalogue_files(folder: Path) -> list[Path]:
    """List the catalogues of a folder."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 when anything is missing or wrong."""
    parser = ArgumentParser(prog="python -m locales.update", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only report")
    parser.add_argument("--new", metavar="CODE", choices=sorted({*BY_CODE} - {SOURCE}), help="begin a catalogue")
    options = parser.parse_args(arguments)
    template = extract()
    if options.new:
        write(merge(template, catalogue_path(options.new, "po")), catalogue_path(options.new, "po"))
    faults = [*unsteady_texts(), *(check if options.check else update)(template)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(template)} texts, {len(catalogue_files(FOLDER))} catalogues, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
