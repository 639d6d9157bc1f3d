"""Writes a prepared import down as the report that coordinators page through: by title, bounded, without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from storage.exchange.parsed import Problem
from storage.exchange.template_words import HEADINGS
from storage.intake import Prepared
from storage.office.previews import VALUE_ROOM
from storage.office.undoing import Weighed
from storage.records.affected import Affected, AffectedGroup, Somebody
from storage.records.intake import SHOWN, Flaw, ImportCounts, Report, Twin, UndoLook


def make(prepared: Prepared, look: int, *, stale: bool = False) -> Report:
    """Write a report. Blocks when it is large: call it in a thread."""
    preview = prepared.preview
    return Report(
        look=look,
        digest=preview.digest,
        counts=preview.counts,
        new=preview.shown.new,
        changed=preview.shown.changed,
        gone=preview.shown.gone,
        flaws=flaws(preview.rejected),
        twins=tuple(
            Twin(one.named or one.new, one.title or one.other, one.start) for one in islice(preview.duplicates, SHOWN)
        ),
        unknown=preview.shown.unknown,
        affected=unnamed(preview.affected),
        stale=stale,
        providers=preview.shown.providers,
    )


def refused(problems: Sequence[Problem]) -> Report:
    """Write down why a file cannot be used."""
    return Report(counts=ImportCounts(rejected=len(problems)), flaws=flaws(problems))


def flaws(problems: Sequence[Problem]) -> tuple[Flaw, ...]:
    """Write down what was left out, the first of it; columns by the names that the template gives them."""
    return tuple(_flaw(one, HEADINGS.get(one.column, one.column)) for one in problems[:SHOWN])


def _flaw(one: Problem, column: str) -> Flaw:
    """Write down one."""
    return Flaw(one.unit, one.row, column[:VALUE_ROOM], one.value[:VALUE_ROOM], one.reason.bounded(VALUE_ROOM))


def undo_look(weighed: Weighed, *, stale: bool = False) -> UndoLook:
    """Write down whom taking an import back would reach."""
    return UndoLook(weighed.digest, weighed.told, unnamed(weighed.affected), stale)


def unnamed(affected: Affected) -> Affected:
    """Keep of the people affected their registrations alone: names are read again for whoever looks."""
    return replace(affected, groups=tuple(map(_unnamed, affected.groups[:SHOWN])))


def _unnamed(group: AffectedGroup) -> AffectedGroup:
    """Forget the names of a group."""
    return replace(group, some=tuple(Somebody("", "", one.registration_id) for one in group.some))
