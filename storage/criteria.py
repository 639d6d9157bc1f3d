"""What somebody looks for, as SQL conditions on open offerings.

Open is what is live and still ahead: it has a session to come (a whole course: none of its sessions began), or no
session at all yet, so that one can say one is interested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select

from storage import walltime
from storage.ground import NOW, UNTIL, Ground
from storage.records.catalogue import Childcare, Criteria, PartOfDay, SessionStatus, StepFree
from storage.tables import (
    offering_audiences,
    offering_languages,
    offering_topics,
    offerings,
    quarters,
    sessions,
    texts,
    topics,
)
from storage.texts import fold

Condition = ColumnElement[bool]

NOON, EVENING = 12, 17


@dataclass(frozen=True, slots=True)
class Group:
    """People an offering may be meant for: by the audiences it names, or by a fact about it."""

    audiences: tuple[str, ...]
    fact: Condition | None = None


GROUPS = {
    "women": Group(("women",), offerings.c.women_only),
    "parents": Group(("parents", "families"), offerings.c.childcare.in_((Childcare.YES, Childcare.ON_REQUEST))),
    "companies": Group(("employers", "employees", "startups")),
    "youth": Group(("youth", "apprentices")),
    "seniors": Group(("seniors",)),
    "jobseekers": Group(("longterm_unemployed", "low_skilled")),
}


def is_open(ground: Ground) -> Condition:
    """Ask whether an offering can still be joined or wished for."""
    begun = and_(of_offering(), takes_place(), sessions.c.start <= NOW)
    ahead = exists().where(of_offering(), is_ahead())
    in_time = not_(and_(offerings.c.whole_course, exists().where(begun)))
    undated = not_(exists().where(of_offering()))
    return and_(offerings.c.tenant_id == ground.tenant_id, offerings.c.live, or_(and_(ahead, in_time), undated))


def of_offering() -> Condition:
    """Tie sessions to the offering of the outer statement."""
    return sessions.c.offering_id == offerings.c.id


def takes_place() -> Condition:
    """Ask whether a session was not cancelled."""
    return sessions.c.status != SessionStatus.CANCELLED


def is_ahead() -> Condition:
    """Ask whether a session is still to start and takes place."""
    return and_(sessions.c.start > NOW, takes_place())


def fitting(ground: Ground, criteria: Criteria, languages: Sequence[str]) -> list[Condition]:
    """List what an offering must meet: to be open, and each field that narrows."""
    timed = timing(ground, criteria)
    return [
        is_open(ground),
        *facts(criteria),
        *relations(criteria),
        *([exists().where(of_offering(), is_ahead(), *timed)] if timed else []),
        *said(ground, criteria.word, languages),
    ]


def facts(criteria: Criteria) -> list[Condition]:
    """Narrow by what stands in the offering itself."""
    wanted: list[Condition] = []
    if criteria.quarter:
        here = select(quarters.c.id).where(quarters.c.slug == criteria.quarter)
        wanted.append(offerings.c.quarter_id.in_(here))
    if criteria.free:
        wanted.append(offerings.c.price_cents == 0)
    if criteria.step_free:
        wanted.append(offerings.c.step_free == StepFree.YES)
    if criteria.audience:
        wanted.append(is_for(criteria.audience))
    return wanted


def is_for(audience: str) -> Condition:
    """Ask whether an offering is meant for a group of people; nothing is meant for a group nobody knows."""
    group = GROUPS.get(audience)
    if group is None:
        return false()
    named = exists().where(
        offering_audiences.c.offering_id == offerings.c.id, offering_audiences.c.audience.in_(group.audiences)
    )
    return named if group.fact is None else or_(named, group.fact)


def relations(criteria: Criteria) -> list[Condition]:
    """Narrow by what an offering has several of."""
    wanted: list[Condition] = []
    if criteria.topic:
        topic = and_(topics.c.id == offering_topics.c.topic_id, topics.c.slug == criteria.topic)
        wanted.append(exists().where(offering_topics.c.offering_id == offerings.c.id, topic))
    if criteria.language:
        spoken = offering_languages.c.language == criteria.language
        wanted.append(exists().where(offering_languages.c.offering_id == offerings.c.id, spoken))
    return wanted


def timing(ground: Ground, criteria: Criteria) -> list[Condition]:
    """List what one and the same coming session must meet: weekday, part of the day, soon enough."""
    wanted = []
    if criteria.weekday is not None:
        wanted.append(walltime.weekday(ground, sessions.c.start) == criteria.weekday)
    if criteria.part_of_day:
        wanted.append(in_part(walltime.hour(ground, sessions.c.start), criteria.part_of_day))
    if criteria.days is not None:
        wanted.append(sessions.c.start <= UNTIL)
    return wanted


def in_part(hour: ColumnElement[int], part: str) -> Condition:
    """Ask whether a local hour belongs to a part of the day."""
    match part:
        case PartOfDay.MORNING:
            return hour < NOON
        case PartOfDay.AFTERNOON:
            return and_(hour >= NOON, hour < EVENING)
        case PartOfDay.EVENING:
            return hour >= EVENING
        case _:
            return false()


def said(ground: Ground, typed: str, languages: Sequence[str]) -> list[Condition]:
    """Narrow by what somebody typed: every word must be found; signs without a letter are found nowhere."""
    words = fold(typed).split()
    if typed.strip() and not words:
        return [false()]
    return [mentions(ground, word, languages) for word in words]


def mentions(ground: Ground, word: str, languages: Sequence[str]) -> Condition:
    """Ask whether an offering's title or description, or the name of one of its topics, holds a folded word."""
    spellings = {word, word.replace("ae", "a").replace("oe", "o").replace("ue", "u")}
    found = and_(
        texts.c.tenant_id == ground.tenant_id,
        texts.c.language.in_(languages),
        or_(*(texts.c.folded.contains(spelling, autoescape=True) for spelling in sorted(spellings))),
    )
    written = select(texts.c.subject_id).where(
        found, texts.c.subject == "offering", texts.c.field.in_(("title", "description"))
    )
    named = select(texts.c.subject_id).where(found, texts.c.subject == "topic", texts.c.field == "name")
    tagged = select(offering_topics.c.offering_id).where(offering_topics.c.topic_id.in_(named))
    return or_(offerings.c.id.in_(written), offerings.c.id.in_(tagged))


def next_start(ground: Ground, criteria: Criteria) -> ColumnElement[datetime]:
    """Read when an offering is next: when a whole course begins, else the next session that fits the times asked."""
    soonest = select(func.min(sessions.c.start)).where(of_offering(), is_ahead()).correlate(offerings)
    timed = timing(ground, criteria)
    if not timed:
        return soonest.scalar_subquery()
    return soonest.where(or_(offerings.c.whole_course, and_(*timed))).scalar_subquery()
