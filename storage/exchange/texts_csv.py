"""What a row of texts.csv says: a text in another language, or the name of a topic or quarter in any."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from storage.exchange import vocabulary
from storage.exchange.cells import Cells
from storage.exchange.parsed import Catalogue, TextKey, Texts
from storage.exchange.sheet import Columns
from storage.records.reasons import Why

COLUMNS = Columns(
    needed=frozenset({"subject", "source_id", "field", "language", "text"}),
    allowed=frozenset({"note"}),
)
LIMITS = {"title": 120, "short_title": 40, "name": 120, "description": 1500}
ONE_LINE = frozenset({"title", "short_title", "name"})


def texts(rows: Sequence[Cells]) -> dict[TextKey, str]:
    """Read all texts; one that is there twice is refused."""
    found: dict[TextKey, str] = {}
    for cells in rows:
        key, text = _text(cells)
        if key in found:
            cells.refuse("source_id", Why.TEXT_TWICE(field=key.field, id=key.source_id, language=key.language))
        found[key] = text
    return found


def check_sources(rows: Sequence[Cells], catalogue: Catalogue) -> None:
    """Check that every text belongs to something in the other files, and translates a German text."""
    names = {"topic": catalogue.topics, "quarter": catalogue.quarters}
    for cells in rows:
        subject, source_id = cells.raw("subject"), cells.raw("source_id")
        if subject in names:
            if source_id not in names[subject]:
                cells.refuse("source_id", Why.NAME_UNUSED(subject=subject))
        elif not any(TextKey(subject, source_id, field, "de") in catalogue.texts for field in sources(cells)):
            cells.refuse("source_id", Why.NO_GERMAN(field=cells.raw("field"), subject=subject))


def sources(cells: Cells) -> tuple[str, ...]:
    """Name the fields one of whose German texts a translation needs."""
    return vocabulary.SOURCES.get(cells.raw("field"), (cells.raw("field"),))


def used_names(names: Texts, topics: Collection[str], quarters: Collection[str]) -> dict[TextKey, str]:
    """Pick the well-known names that are needed; an unknown topic or quarter is called by its slug."""
    wanted = {"topic": topics, "quarter": quarters}
    by_slug = {
        TextKey(subject, slug, "name", "de"): slug.replace("_", " ").capitalize()
        for subject, slugs in wanted.items()
        for slug in slugs
    }
    return by_slug | {key: text for key, text in names.items() if key.source_id in wanted[key.subject]}


def _text(cells: Cells) -> tuple[TextKey, str]:
    """Read one text."""
    subject, field = cells.raw("subject"), cells.raw("field")
    cells.known("subject", [subject], vocabulary.TEXT_FIELDS)
    if subject in vocabulary.TEXT_FIELDS:
        cells.known("field", [field], vocabulary.TEXT_FIELDS[subject])
    if not vocabulary.ID_OR_SLUG.fullmatch(cells.raw("source_id")):
        cells.refuse("source_id", Why.TEXT_OF_NOTHING())
    language = min(cells.languages("language", [cells.raw("language")]), default="")
    if language == "de" and subject in vocabulary.TEXT_FIELDS and subject not in vocabulary.NAMED:
        cells.refuse("language", Why.GERMAN_ELSEWHERE())
    read = cells.line if field in ONE_LINE else cells.text
    text = read("text", LIMITS.get(field, 300), needed=True)
    return TextKey(subject, cells.raw("source_id"), field, language), text
