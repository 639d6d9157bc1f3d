"""What a row of venues.csv says."""

from __future__ import annotations

from storage.exchange.cells import Cells
from storage.exchange.parsed import TextKey, VenueRow
from storage.exchange.sheet import Columns
from storage.records.catalogue import StepFree
from storage.records.reasons import Why

COLUMNS = Columns(
    needed=frozenset({"venue_id", "name", "street", "postal_code", "city", "lat", "lon", "position_basis"})
    | frozenset({"quarter", "wheelchair"}),
    allowed=frozenset({"wheelchair_basis", "opening_hours_de", "opening_hours_asof", "public_transport_de"})
    | frozenset({"address_status", "address_basis", "source_url", "note_de"}),
)
BASES = frozenset({"documented", "approximate"})


def venue(cells: Cells) -> VenueRow:
    """Read a venue; what is wrong is noted in the cells."""
    latitude, longitude = cells.decimal("lat", -90, 90), cells.decimal("lon", -180, 180)
    _check_position(cells)
    return VenueRow(
        source_id=cells.source_id("venue_id"),
        quarter=cells.slug("quarter"),
        street=cells.line("street", 120),
        postal_code=cells.line("postal_code", 10),
        city=cells.line("city", 60),
        latitude=latitude,
        longitude=longitude,
        position_exact=cells.raw("position_basis") == "documented",
        step_free=cells.choice("wheelchair", StepFree, empty=StepFree.UNKNOWN),
    )


def german(cells: Cells) -> dict[TextKey, str]:
    """Read a venue's German texts."""
    name = cells.line("name", 120, needed=True)
    return {TextKey("venue", cells.raw("venue_id"), "name", "de"): name}


def _check_position(cells: Cells) -> None:
    """Check that a position has both numbers and says where they come from: a guess must not become a pin."""
    basis, numbers = cells.raw("position_basis"), bool(cells.raw("lat")) + bool(cells.raw("lon"))
    if numbers == 1:
        cells.refuse("lon" if cells.raw("lat") else "lat", Why.POSITION_HALF())
    if basis and basis not in BASES:
        cells.refuse("position_basis", Why.BASIS_UNKNOWN())
    elif bool(basis) != bool(numbers):
        cells.refuse("position_basis", Why.BASIS_ALONE())
