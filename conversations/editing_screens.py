"""What the dialogs of editing have in common: who may, what was refused, whom a change reaches, and where one goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations.coordination import may_coordinate, not_yours
from conversations.core import Button, Line, Screen, Tap, note, say, title
from conversations.editing_words import OBJECTIONS
from conversations.staff import not_for_you
from conversations.typed_spans import is_misnamed
from locales.text import Code, Listed, Moment, Text, _, ngettext
from storage.records.affected import Affected, AffectedGroup, Consequence
from storage.records.editing import Editable
from storage.records.edits import WHERE, Objection
from storage.records.people import Participant
from storage.records.reader import Reader

GUIDE = ("topics", WHERE, "when", "capacity", "languages")
"""what is asked about a new offering, one after the other"""
NAMES_SHOWN = 5
GROUPS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """Who edits, what, and when that is."""

    me: Participant
    editable: Editable | None
    now: datetime
    zone: ZoneInfo


async def read_desk(offering_id: int, reader: Reader) -> Desk:
    """Read the offering for whoever runs it."""
    me = await reader.me()
    editable = await reader.editing.offering(offering_id) if may_coordinate(me) and offering_id else None
    return Desk(me, editable, reader.now, reader.zone)


def barred(desk: Desk) -> Screen | None:
    """Turn away whoever may not edit this; None for whoever may."""
    if not may_coordinate(desk.me):
        return not_for_you()
    return not_yours() if desk.editable is None else None


def show(offering_id: int) -> Tap:
    """Name the screen of an offering that is edited."""
    return Tap("editing", "show", (offering_id,))


def question(name: str, offering_id: int, seen: int, *, guided: bool = False) -> Tap:
    """Name the question about a fact, a place or dates."""
    match name:
        case "quarter" | "venue":
            return Tap("place", "ask", (offering_id, 0, seen, int(guided)))
        case "when":
            return Tap("dates", "ask", (offering_id, seen, int(guided)))
        case "title":
            return Tap("wording", "field", (offering_id, "de", "title"))
        case _:
            return Tap("fact", "ask", (offering_id, name, seen, int(guided)))


def next_question(after: str, offering_id: int, seen: int) -> Tap:
    """Go on with the next question about a new offering, or show the draft."""
    rest = GUIDE[GUIDE.index(after) + 1 :]
    return question(rest[0], offering_id, seen, guided=True) if rest else show(offering_id)


def objected(offering_id: int, reason: Objection) -> Tap:
    """Name the offering's screen that says why something was not changed."""
    return Tap("editing", "refused", (offering_id, reason.value))


def objection_lines(reason: str) -> tuple[Line, ...]:
    """Say why something was not changed."""
    return (say(OBJECTIONS[Objection(reason)], pic.SORRY),) if reason in set(Objection) else ()


def unread(text: str, today: date) -> Objection:
    """Say why nothing was read in a typed date."""
    return Objection.WEEKDAY if is_misnamed(text, today) else Objection.UNREAD


def lock_lines(*, locked: bool) -> tuple[Line, ...]:
    """Say that a file does not decide about something any more."""
    return (say(_("You changed this. The file leaves it alone."), pic.LOCKED),) if locked else ()


def affected_lines(affected: Affected, *, course: bool = False) -> tuple[Line, ...]:
    """Say whom a change reaches, and that they are told. Who comes to a `course` comes to all of its dates."""
    if not affected:
        return (say(_("Nobody is registered for it."), pic.INFO),)
    groups = affected.groups
    if course and groups:
        largest = max(groups, key=lambda group: group.people)
        groups = (replace(largest, start=None),)
    lines = group_lines(groups[0]) if len(groups) == 1 else counted_lines(groups)
    if affected.waiting:
        waits = ngettext(
            "{count} person waits for a place that is gone then.",
            "{count} people wait for a place that is gone then.",
            affected.waiting,
        )
        lines += (say(waits, pic.WAITING),)
    return (*lines, note(_("I tell them at once, in their language."), pic.REMINDER))


def counted_lines(groups: Sequence[AffectedGroup]) -> tuple[Line, ...]:
    """Count people at several dates, without their names, which would be too many to read."""
    lines = tuple(say(group_text(group), pic.PEOPLE) for group in groups[:GROUPS_SHOWN])
    more = sum(group.people for group in groups[GROUPS_SHOWN:])
    if more:
        rest = ngettext("and {count} more registration", "and {count} more registrations", more)
        lines += (Line(rest, style="indented"),)
    return (*lines, *phone_lines(sum(group.untold for group in groups)))


def phone_lines(untold: int) -> tuple[Line, ...]:
    """Say how many nobody tells."""
    if not untold:
        return ()
    return (say(ngettext("Please phone {count} of them.", "Please phone {count} of them.", untold), pic.PHONE),)


def group_lines(group: AffectedGroup) -> tuple[Line, ...]:
    """Say to how many the same thing happens, and who they are."""
    lines: tuple[Line, ...] = (say(group_text(group), pic.PEOPLE),)
    if group.some:
        names = tuple(_("{name} {code}", name=Code(one.name), code=Code(one.code)) for one in group.some[:NAMES_SHOWN])
        lines += (Line(_("{items}", items=Listed(names)), style="indented"),)
    return (*lines, *phone_lines(group.untold))


def group_text(group: AffectedGroup) -> Text:
    """Count people at a date, or at all dates."""
    if group.start is None or group.consequence is Consequence.ENDED:
        return ngettext("{count} person is registered.", "{count} people are registered.", group.people)
    return ngettext("{moment}: {count} person", "{moment}: {count} people", group.people, moment=Moment(group.start))


def done_line(told: int) -> Line:
    """Say that it was changed, and how many are told."""
    if not told:
        return say(_("That is changed."), pic.YES)
    return say(
        ngettext("That is changed. I tell {count} person.", "That is changed. I tell {count} people.", told), pic.YES
    )


def sure(question_text: Text, affected: Affected, yes: Button, back: Tap) -> Screen:
    """Ask before something is done that people are told of."""
    return Screen((title(question_text, pic.WARNING), *affected_lines(affected)), ((yes,),), back)
