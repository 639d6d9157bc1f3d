"""What the dialogs of coordinators have in common: who may, where they begin, and how one refuses."""

from __future__ import annotations

from conversations import pictograms as pic
from conversations.core import Button, Screen, Tap, say, title
from locales.text import _
from storage.records.people import Participant

COORDINATING = frozenset({"coordinator", "administrator"})
OFFICE = Tap("office", "show")


def may_coordinate(me: Participant) -> bool:
    """Say whether somebody runs offerings; which ones is decided where they are read."""
    return not COORDINATING.isdisjoint(me.roles)


def of_offering(offering_id: int) -> Tap:
    """Name the screen of an offering one runs."""
    return Tap("signups", "offering", (offering_id,))


def to_offering(offering_id: int) -> Button:
    """Lead back to an offering one runs."""
    return Button(_("To this offer"), of_offering(offering_id), pic.MINE)


def to_list() -> Button:
    """Lead to all offerings one runs."""
    return Button(_("All my offers"), Tap("signups", "list", (0,)), pic.MINE)


def not_yours() -> Screen:
    """Say that something is not there for whoever looks; whether it exists at all is not said."""
    lines = (title(_("I do not find this."), pic.SORRY), say(_("Maybe it is over, or somebody else runs it.")))
    return Screen(lines, ((to_list(),),))
