"""What a row of offers.csv says."""

from __future__ import annotations

from storage.exchange import vocabulary
from storage.exchange.cells import Cells, Known
from storage.exchange.parsed import OfferingRow, TextKey
from storage.exchange.sharing import shared
from storage.exchange.sheet import Columns
from storage.records.catalogue import Childcare, Kind, Level, Registering, StepFree
from storage.records.reasons import Why

PROSE = {
    "title_de": ("title", 120),
    "description_de": ("description", 1500),
    "cost_note_de": ("price_note", 300),
    "accessibility_note_de": ("access_note", 300),
    "eligibility_note_de": ("eligibility", 300),
    "bring_along_de": ("bring", 300),
    "certificate_de": ("certificate", 300),
}
"""Columns of German prose: the field each becomes, and its limit, so that a whole screen stays below Telegram's."""

SHORT_TITLE = "short_title_de"
"""A column that may be missing: the title as short as a button needs it."""

ONE_LINE = frozenset({"title", "short_title"})

COLUMNS = Columns(
    needed=frozenset(PROSE)
    | frozenset({"offer_id", "offer_type", "topics", "target_groups", "level", "instruction_languages"})
    | frozenset({"interpretation_on_request", "plain_language", "quarter", "venue_id", "hours_total"})
    | frozenset({"participants_attend_all_sessions", "capacity", "waiting_list", "cost_eur", "registration"})
    | frozenset({"age_min", "age_max", "women_only", "childcare", "wheelchair_accessible", "provider_label"}),
    allowed=frozenset({SHORT_TITLE, "schedule_pattern_de", "first_date", "last_date", "session_count", "esf_intensity"})
    | frozenset({"modelled_on", "contact_note", "is_demo", "dates_note"}),
)
SAYS_FREE = frozenset({"kostenlos", "kostenfrei", "gratis", "umsonst"})


def offering(cells: Cells, venues: Known) -> OfferingRow:
    """Read an offering; what is wrong is noted in the cells."""
    age_min, age_max = cells.whole("age_min", 0, 120), cells.whole("age_max", 0, 120)
    if age_min is not None and age_max is not None and age_min > age_max:
        cells.refuse("age_max", Why.AGES_CROSSED(age=age_min))
    languages = cells.languages("instruction_languages", cells.many("instruction_languages", needed=True))
    return OfferingRow(
        source_id=cells.source_id("offer_id"),
        provider=cells.line("provider_label", 120, needed=True),
        quarter=cells.slug("quarter"),
        venue=cells.reference("venue_id", venues),
        kind=cells.choice("offer_type", Kind),
        level=cells.choice("level", Level),
        plain_language=cells.yes("plain_language"),
        whole_course=cells.yes("participants_attend_all_sessions"),
        capacity=cells.whole("capacity", 1, 100_000),
        waiting_list=cells.yes("waiting_list"),
        price_cents=cells.cents("cost_eur"),
        registering=cells.choice("registration", Registering),
        age_min=age_min,
        age_max=age_max,
        women_only=cells.yes("women_only"),
        childcare=cells.choice("childcare", Childcare, empty=Childcare.UNKNOWN),
        step_free=cells.choice("wheelchair_accessible", StepFree, empty=StepFree.UNKNOWN),
        hours=cells.decimal("hours_total", 0, 10_000),
        topics=cells.slugs("topics", cells.many("topics", needed=True)),
        audiences=cells.known("target_groups", cells.many("target_groups", needed=True), vocabulary.AUDIENCES),
        languages=languages,
        interpretation=shared(_interpretation(cells) - languages),
    )


def german(cells: Cells) -> dict[TextKey, str]:
    """Read an offering's German texts; a price note that only repeats the price is none."""
    texts = {}
    for column, (field, limit) in (PROSE | {SHORT_TITLE: ("short_title", 40)}).items():
        read = cells.line if field in ONE_LINE else cells.text
        text = read(column, limit, needed=field == "title")
        if text and not (field == "price_note" and text.casefold().rstrip(".") in SAYS_FREE):
            texts[TextKey("offering", cells.raw("offer_id"), field, "de")] = text
    return texts


def _interpretation(cells: Cells) -> frozenset[str]:
    """Read the languages somebody can interpret in; 'no' and empty say none."""
    written = cells.many("interpretation_on_request")
    return cells.languages("interpretation_on_request", [] if written == ["no"] else written)
