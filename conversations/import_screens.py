"""Screens of a file on its way in: what it would change in all, and each part of that a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from conversations import pictograms as pic
from conversations.coordination import OFFICE
from conversations.core import Button, Line, Pager, Rows, Screen, Tap, note, say, title
from conversations.import_words import NEW_DATE, change_text, names_of, place_text, providers_text, reason_text
from conversations.layout import paged, pairs
from conversations.prose import cut
from locales.text import Code, Content, DayOf, Languages, Listed, Moment, Text, _, ngettext
from storage.records.affected import Affected, AffectedGroup, Consequence
from storage.records.intake import (
    SHOWN,
    FieldChange,
    Flaw,
    Import,
    ImportState,
    NewOffering,
    Report,
    Twin,
    UndoRefusal,
    Unsaid,
)

T = TypeVar("T")

PAGE_SIZE, GROUPS = 3, 2
NAMED, FLAWS = 5, 2
TITLE_ROOM = 60
PARTS = ("all", "new", "changed", "gone", "flaws", "twins", "unknown", "people", "undo")

STATES: dict[ImportState, tuple[Text, str]] = {
    ImportState.READING: (_("I am reading the file."), pic.WAITING),
    ImportState.COLLECTING: (_("Are there more languages?"), pic.LANGUAGE),
    ImportState.ASKING: (_("I have a question about the file."), pic.HELP),
    ImportState.WAITING: (_("Please look at what changes."), pic.LOOK),
    ImportState.APPLYING: (_("I am bringing it in."), pic.WAITING),
    ImportState.APPLIED: (_("It was brought in."), pic.YES),
    ImportState.WEIGHING: (_("I am looking whom it concerns."), pic.WAITING),
    ImportState.DISCARDED: (_("It was not brought in."), pic.NO),
    ImportState.REFUSED: (_("I cannot use this file."), pic.SORRY),
    ImportState.UNDOING: (_("I am taking it back."), pic.WAITING),
    ImportState.UNDONE: (_("It was taken back."), pic.UNDO),
}

UNDO_REFUSALS: dict[str, Text] = {
    UndoRefusal.LATER: _("Something was changed later. So I cannot take it back."),
    UndoRefusal.GONE: _("It is too long ago to take it back."),
    UndoRefusal.STRANDED: _("People are registered. So I cannot take it back."),
}


def summary(found: Import, *, fresh: bool = False) -> Screen:
    """Say where a file stands, and what it changes."""
    text, pictogram = STATES[found.state]
    lines: tuple[Line, ...] = (title(text, pictogram), *name_line(found))
    match found.state:
        case ImportState.WAITING:
            warnings = (*stale_line(found.report), *provider_lines(found.report))
            lines += (*warnings, *count_lines(found.report), *(() if warnings else (nothing_yet(),)))
        case ImportState.APPLIED | ImportState.UNDONE:
            lines += undo_lines(found.report) or done_lines(found)
        case ImportState.REFUSED:
            lines += tuple(line for flaw in found.report.flaws[:FLAWS] for line in flaw_lines(flaw))
        case ImportState.COLLECTING:
            lines += language_lines(found.report)
        case ImportState.READING | ImportState.APPLYING | ImportState.WEIGHING | ImportState.UNDOING:
            lines += (say(_("I tell you when I am ready."), pic.INFO),)
        case _:
            pass
    return Screen(lines, rows_of(found), Tap("imports", "list", (0,)), fresh=fresh)


def name_line(found: Import) -> tuple[Line, ...]:
    """Name the file and when it came."""
    named = Code(cut(found.name or "-", TITLE_ROOM))
    return (note(_("{file}, {when}", file=named, when=Moment(found.created_at)), pic.FILE),)


def language_lines(report: Report) -> tuple[Line, ...]:
    """Say which languages came, and which others there are."""
    lines: tuple[Line, ...] = (say(_("I have: {languages}", languages=Languages(report.languages)), pic.YES),)
    if report.others:
        lines += (say(_("Still missing: {languages}", languages=Languages(report.others)), pic.WAITING),)
    return (*lines, say(_("Send me the other languages one by one. Or go on without them."), pic.FILE), nothing_yet())


def nothing_yet() -> Line:
    """Say that it is only a preview."""
    return note(_("So far I have changed nothing."), pic.INFO)


def stale_line(report: Report) -> tuple[Line, ...]:
    """Say that it is not what was looked at before."""
    return (say(_("The offers changed meanwhile. Please look again."), pic.WARNING),) if report.stale else ()


def count_lines(report: Report) -> tuple[Line, ...]:
    """Count what would change."""
    counts = report.counts
    lines = (
        (counts.new, say(new_text(counts.new), pic.MORE)),
        (counts.changed, say(changed_text(counts.changed), pic.CHANGE)),
        (counts.gone, say(gone_text(counts.gone), pic.STOP)),
        (counts.rejected, say(flaw_count(counts.rejected), pic.WARNING)),
        (counts.told, say(told_text(counts.told), pic.PEOPLE)),
    )
    found = tuple(line for count, line in lines if count)
    return (say(_("It brings nothing new."), pic.YES), *found) if counts.nothing else found


def provider_lines(report: Report) -> tuple[Line, ...]:
    """Name who offers something for the first time: it may be somebody known, under another name."""
    return (say(providers_text(report.providers), pic.PROVIDER),) if report.providers else ()


def new_text(count: int) -> Text:
    """Count new offerings."""
    return ngettext("{count} new offer", "{count} new offers", count)


def changed_text(count: int) -> Text:
    """Count changed fields."""
    return ngettext("{count} change", "{count} changes", count)


def gone_text(count: int) -> Text:
    """Count what ends."""
    return ngettext("{count} offer ends", "{count} offers end", count)


def flaw_count(count: int) -> Text:
    """Count what cannot be used."""
    return ngettext("{count} place in the file cannot be used", "{count} places in the file cannot be used", count)


def told_text(count: int) -> Text:
    """Count messages to people."""
    return ngettext("{count} message to people", "{count} messages to people", count)


def done_lines(found: Import) -> tuple[Line, ...]:
    """Count what was done."""
    counts = found.report.counts
    if found.state is ImportState.UNDONE:
        return (say(told_text(counts.told), pic.PEOPLE),) if counts.told else ()
    return count_lines(found.report)


def undo_lines(report: Report) -> tuple[Line, ...]:
    """Say why something could not be taken back."""
    if report.refusal not in UNDO_REFUSALS:
        return ()
    blocking = tuple(Line(Content(cut(name, TITLE_ROOM), "de"), style="indented") for name in report.blocking[:NAMED])
    return (say(UNDO_REFUSALS[report.refusal], pic.SORRY), *blocking)


def rows_of(found: Import) -> Rows:
    """Offer what can be done with a file now."""
    number = found.id
    match found.state:
        case ImportState.WAITING:
            return (*look_row(found), *keep_row(found), *apply_row(found), (discard_button(number),))
        case ImportState.COLLECTING:
            more = Button(_("Go on"), Tap("imports", "go_on", (number,)), pic.NEXT, "primary")
            return (more,), (discard_button(number),)
        case ImportState.APPLIED if found.undoable:
            return ((Button(_("Take it back"), Tap("imports", "ask_undo", (number,)), pic.UNDO),), *more_rows())
        case ImportState.REFUSED | ImportState.DISCARDED | ImportState.APPLIED | ImportState.UNDONE:
            return more_rows()
        case _:
            return ((Button(_("Office"), OFFICE, pic.OFFICE),),)


def discard_button(import_id: int) -> Button:
    """Offer not to bring a file in."""
    return Button(_("Do not bring it in"), Tap("imports", "discard", (import_id,)), pic.NO)


def more_rows() -> Rows:
    """Lead on to the next file."""
    return ((Button(_("Bring in a file"), Tap("intake", "show"), pic.BRING_IN),),)


def apply_row(found: Import) -> Rows:
    """Offer to apply what was looked at; where people are affected, they are looked at first."""
    if found.report.counts.nothing:
        return ()
    if found.report.affected:
        people = Tap("imports", "part", (found.id, "people", 0))
        return ((Button(_("Go on"), people, pic.NEXT, "primary"),),)
    return ((apply_button(found, _("Bring it in")),),)


def keep_row(found: Import) -> Rows:
    """Offer to let nothing end: a file with a few new offerings need not name all the others."""
    if not found.report.counts.gone:
        return ()
    return ((Button(_("Let nothing end"), Tap("imports", "keep", (found.id,)), pic.RESUME),),)


def apply_button(found: Import, label: Text) -> Button:
    """Apply this preview."""
    return Button(label, Tap("imports", "apply", (found.id, found.report.look)), pic.YES, "success")


def look_row(found: Import) -> Rows:
    """Lead to the parts of a preview, which are too many beside what can be done with it."""
    if not part_rows(found):
        return ()
    return ((Button(_("Look closely"), Tap("imports", "part", (found.id, "all", 0)), pic.LOOK),),)


def part_rows(found: Import) -> Rows:
    """Lead to each part of a preview."""
    report, counts = found.report, found.report.counts
    parts = (
        ("new", _("New"), pic.MORE, counts.new),
        ("changed", _("Changed"), pic.CHANGE, counts.changed),
        ("gone", _("Ends"), pic.STOP, counts.gone),
        ("flaws", _("Cannot be used"), pic.WARNING, counts.rejected),
        ("twins", _("Maybe twice"), pic.LOOK, counts.twins),
        ("unknown", _("Not yet known"), pic.TO_DO, counts.unknown),
        ("people", _("People affected"), pic.PEOPLE, report.affected.people),
    )
    buttons = [
        Button(label, Tap("imports", "part", (found.id, name, 0)), pictogram, count=count)
        for name, label, pictogram, count in parts
        if count
    ]
    return pairs(buttons)


def show_part(found: Import, part: str, page: int) -> Screen:
    """Show a page of one part."""
    report = found.report
    match part:
        case "all":
            return parts_screen(found)
        case "new":
            return part_screen(found, part, _("New"), pic.MORE, page, report.new, new_lines, report.counts.new)
        case "changed":
            many = report.counts.changed
            return part_screen(found, part, _("Changed"), pic.CHANGE, page, report.changed, change_lines, many)
        case "gone":
            return part_screen(found, part, _("Ends"), pic.STOP, page, report.gone, gone_lines, report.counts.gone)
        case "flaws":
            many = report.counts.rejected
            return part_screen(found, part, _("Cannot be used"), pic.WARNING, page, report.flaws, flaw_lines, many)
        case "twins":
            many = report.counts.twins
            return part_screen(found, part, _("Maybe twice"), pic.LOOK, page, report.twins, twin_lines, many)
        case "unknown":
            many = report.counts.unknown
            return part_screen(found, part, _("Not yet known"), pic.TO_DO, page, report.unknown, unsaid_lines, many)
        case _:
            return people_screen(found, page)


def parts_screen(found: Import) -> Screen:
    """Ask which part of a preview to look at."""
    lines = (title(_("What changes?"), pic.LOOK), *name_line(found))
    return Screen(lines, part_rows(found), Tap("imports", "one", (found.id,)))


def part_screen(
    found: Import,
    part: str,
    heading: Text,
    pictogram: str,
    page: int,
    items: Sequence[T],
    lines_of: Callable[[T], tuple[Line, ...]],
    total: int,
) -> Screen:
    """Show a page of a list; what the preview did not keep is only counted."""
    shown, pager = paged(items, page, PAGE_SIZE, Tap("imports", "part", (found.id, part)))
    lines: tuple[Line, ...] = (title(heading, pictogram), *(line for item in shown for line in lines_of(item)))
    if total > SHOWN and pager.page + 1 == pager.pages:
        lines += (note(ngettext("and {count} more", "and {count} more", total - SHOWN)),)
    return Screen(lines, (), Tap("imports", "part", (found.id, "all", 0)), pager)


def people_screen(found: Import, page: int) -> Screen:
    """Name the people affected, and go on from there."""
    turn = Tap("imports", "part", (found.id, "people"))
    lines, pager = affected_page(found.report.affected, page, turn)
    rows: Rows = ()
    if found.state is ImportState.WAITING and not found.report.counts.nothing:
        rows = ((apply_button(found, _("Bring it in and tell them")),),)
    return Screen(lines, rows, Tap("imports", "one", (found.id,)), pager)


def affected_page(affected: Affected, page: int, turn: Tap) -> tuple[tuple[Line, ...], Pager]:
    """Name a page of the people affected, and what happens to them."""
    shown, pager = paged(affected.groups, page, GROUPS, turn)
    lines: tuple[Line, ...] = (title(_("People affected"), pic.PEOPLE),)
    lines += tuple(line for group in shown for line in group_lines(group))
    if affected.waiting and pager.page == 0:
        waiting = ngettext(
            "{count} person waits for a place that is gone then.",
            "{count} people wait for a place that is gone then.",
            affected.waiting,
        )
        lines += (say(waiting, pic.WAITING),)
    return lines, pager


def group_lines(group: AffectedGroup) -> tuple[Line, ...]:
    """Say what happens, to how many, and to whom."""
    count = ngettext("{count} person", "{count} people", group.people)
    named = tuple(Code(f"{one.name} {one.code}".strip()) for one in group.some[:NAMED])
    lines: tuple[Line, ...] = (say(fate_text(group), pic.WHEN), Line(count, style="indented"))
    if named:
        lines += (Line(_("{names}", names=Listed(named)), style="indented"),)
    if group.untold:
        untold = ngettext(
            "{count} of them is not in Telegram. Please tell them yourselves.",
            "{count} of them are not in Telegram. Please tell them yourselves.",
            group.untold,
        )
        lines += (Line(untold, pic.PHONE, "indented"),)
    return lines


def fate_text(group: AffectedGroup) -> Text:
    """Say what happens to a session or an offering."""
    offer = group.offering
    match group.consequence, group.start:
        case Consequence.CANCELLED, start if start is not None:
            return _("{offer}: {when} is cancelled", offer=offer, when=Moment(start))
        case Consequence.MOVED, start if start is not None and group.new_start is not None:
            return _("{offer}: {old} moves to {new}", offer=offer, old=Moment(start), new=Moment(group.new_start))
        case Consequence.ELSEWHERE, start if start is not None and group.place is not None:
            return _("{offer}: {when} is at {place}", offer=offer, when=Moment(start), place=group.place)
        case Consequence.LINKED, start if start is not None:
            return _("{offer}: {when} has a new link", offer=offer, when=Moment(start))
        case Consequence.ENDED, _start:
            return _("{offer}: ends", offer=offer)
        case Consequence.BACK, _start:
            return _("{offer}: takes place again", offer=offer)
        case _:
            return _("{offer}: changes", offer=offer)


def new_lines(one: NewOffering) -> tuple[Line, ...]:
    """Name a new offering and its dates."""
    lines: tuple[Line, ...] = (titled(one.title),)
    if one.first is None:
        return (*lines, Line(_("There is no date yet."), style="indented"))
    day = DayOf(one.first)
    dates = ngettext("{count} date, from {day}", "{count} dates, from {day}", one.dates, day=day)
    return (*lines, Line(dates, style="indented"))


def change_lines(change: FieldChange) -> tuple[Line, ...]:
    """Say what changes of what."""
    if change.field == NEW_DATE and change.session is not None:
        return titled(change.title), Line(_("New date: {when}", when=Moment(change.session)), style="indented")
    lines: tuple[Line, ...] = (titled(change.title),)
    if change.session is not None:
        lines += (Line(_("Date: {when}", when=Moment(change.session)), style="indented"),)
    return (*lines, Line(change_text(change), style="indented"))


def gone_lines(name: str) -> tuple[Line, ...]:
    """Name what ends."""
    return (titled(name),)


def flaw_lines(flaw: Flaw) -> tuple[Line, ...]:
    """Say where something is wrong, what stands there, and why."""
    where = place_text(flaw)
    head: tuple[Line, ...] = (say(where, pic.WARNING),) if where is not None else ()
    if flaw.value:
        head += (Line(_("There it says: {value}", value=Code(cut(flaw.value, TITLE_ROOM))), style="indented"),)
    return (*head, Line(reason_text(flaw.reason), style="indented"))


def twin_lines(twin: Twin) -> tuple[Line, ...]:
    """Say what is like what."""
    other = Content(cut(twin.other, TITLE_ROOM), "de")
    return titled(twin.title), Line(_("is like: {other}", other=other), style="indented")


def unsaid_lines(one: Unsaid) -> tuple[Line, ...]:
    """Say what nobody knows of a new offering."""
    return titled(one.title), Line(_("{fields}", fields=names_of(one.fields)), style="indented")


def titled(name: str) -> Line:
    """Name an offering in a list."""
    return say(Content(cut(name, TITLE_ROOM), "de"), pic.MINE)
