"""The draft of a registration: what was answered so far, and what is still to be asked for this offering."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias

from conversations.drafts import mark_of
from conversations.effects import Register
from storage.records.catalogue import Offering
from storage.records.people import Attendee
from storage.records.registrations import Registration, WaitingEntry

SELF = 16
"""from this age one registers oneself"""
FOR_ADULTS = {"apprentices", "employees", "employers", "longterm_unemployed", "startups"}
Question: TypeAlias = Literal["whom", "session", "women", "age", "consent"]
CONDITIONS = ("women", "age", "consent")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered so far. `attendee_id` is somebody registered before, in place of a name."""

    offering_id: int
    session_id: int | None = None
    child: bool = False
    answered: tuple[str, ...] = ()
    name: str = field(default="", repr=False)
    attendee_id: int | None = None

    @property
    def named(self) -> bool:
        """Say whether it is known who comes."""
        return bool(self.name) or self.attendee_id is not None

    @property
    def mark(self) -> int:
        """Tell this draft from a changed one, on the button that confirms it."""
        return mark_of(self.child, self.name, self.attendee_id)


@dataclass(frozen=True, slots=True)
class View:
    """The offering, who could come, and what became of the draft."""

    offering: Offering | None
    now: datetime
    attendees: tuple[Attendee, ...] = ()
    first_name: str = field(default="", repr=False)
    registration: Registration | None = None
    entry: WaitingEntry | None = None
    invited: bool = False
    """to news: they were never asked"""


def open_questions(draft: Draft, offering: Offering) -> tuple[Question, ...]:
    """List what is still to be asked before the name, in order."""
    limited = offering.age_min is not None or offering.age_max is not None
    needed: dict[Question, bool] = {
        "whom": admits_children(offering),
        "session": not offering.whole_course and draft.session_id is None,
        "women": offering.women_only,
        "age": limited,
        "consent": draft.child or offering.for_minors,
    }
    return tuple(question for question, asked in needed.items() if asked and question not in draft.answered)


def admits_children(offering: Offering) -> bool:
    """Say whether a child may come, by its ages and by the people it is for."""
    only_adults = bool(offering.audiences) and set(offering.audiences) <= FOR_ADULTS
    return offering.for_minors or ((offering.age_min or 0) < SELF and not only_adults)


def answer(draft: Draft, question: str, value: int) -> Draft:
    """Take an answer; one that was given before stays."""
    answered = (*draft.answered, question)
    match question:
        case _ if question in draft.answered:
            return draft
        case "whom":
            return replace(draft, child=bool(value), answered=answered)
        case "session":
            return replace(draft, session_id=value, answered=answered)
        case _ if question in CONDITIONS:
            return replace(draft, answered=answered)
        case _:
            return draft


def undo(draft: Draft) -> Draft:
    """Take the last answer back."""
    rest, last = draft.answered[:-1], draft.answered[-1:]
    match last:
        case ("whom",):
            return replace(draft, child=False, answered=rest)
        case ("session",):
            return replace(draft, session_id=None, answered=rest)
        case _:
            return replace(draft, answered=rest)


def ask_date_again(draft: Draft) -> Draft:
    """Take back which date was chosen."""
    return replace(draft, session_id=None, answered=tuple(what for what in draft.answered if what != "session"))


def request(draft: Draft, *, may_wait: bool) -> Register:
    """Make the request for a place."""
    return Register(
        draft.offering_id,
        draft.session_id,
        draft.name,
        draft.child,
        confirmed=tuple(what for what in draft.answered if what in CONDITIONS),
        may_wait=may_wait,
        attendee_id=draft.attendee_id,
    )
