"""What there is to know about an announcement before it goes out: to whom, in which languages, when, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import fewness, staff
from conversations import pictograms as pic
from conversations.core import Line, say
from conversations.staff import BUTTON_NAMES, fallback_of, language_name, listed, name_of, receivers_text
from locales.text import Code, Content, Moment, Text, _, ngettext
from storage.records.announcements import Announcement, Objection, Rules
from storage.records.audiences import Headcount, LanguageCount
from storage.records.reader import Reader

STARS_A_MESSAGE = 10
"""so many messages cost one Star, above thirty a second"""
LANGUAGES_NAMED = 4
TWO = 2
"""who writes, and who agrees"""


@dataclass(frozen=True, slots=True)
class Plan:
    """An announcement that has not started, and whom it would reach. `testers` counts the team."""

    announcement: Announcement
    headcount: Headcount
    rules: Rules
    testers: int

    @property
    def receivers(self) -> int:
        """Count the people and chats that would get it."""
        return self.headcount.reachable + self.headcount.chats

    @property
    def missing(self) -> tuple[LanguageCount, ...]:
        """List the languages it still has to be written in, or to be done without knowingly."""
        return staff.missing(self.announcement, self.headcount)

    @property
    def needs_second(self) -> bool:
        """Say whether somebody else has to agree."""
        return self.headcount.readers > self.rules.approval_above and not self.announcement.approved


async def read_plan(announcement_id: int, reader: Reader) -> Plan | None:
    """Read an announcement and count whom it would reach; None when it is not there. Once it started nobody is counted."""
    announcement = await reader.announcement(announcement_id)
    if announcement is None:
        return None
    started = staff.has_started(announcement)
    headcount = Headcount() if started else await reader.headcount(announcement.audience)
    return Plan(announcement, headcount, reader.rules, await reader.testers())


def text_lines(plan: Plan) -> tuple[Line, ...]:
    """Say in which languages it is, and how many people have none of theirs."""
    announcement = plan.announcement
    if not staff.needs_texts(announcement):
        return (say(_("In every language, from the facts of the offer."), pic.LANGUAGE),)
    if not announcement.wordings:
        return (say(staff.OBJECTIONS[Objection.NO_TEXT], pic.LANGUAGE),)
    codes = [wording.language for wording in announcement.wordings]
    return (say(_("Written in: {languages}", languages=named(codes)), pic.LANGUAGE), *missing_lines(plan))


def named(codes: list[str]) -> Text:
    """Name a few languages, and count the rest."""
    if len(codes) <= LANGUAGES_NAMED:
        return listed([language_name(code) for code in codes])
    rest = ngettext("{count} more", "{count} more", len(codes) - LANGUAGES_NAMED + 1)
    return listed([*(language_name(code) for code in codes[: LANGUAGES_NAMED - 1]), rest])


def missing_lines(plan: Plan) -> tuple[Line, ...]:
    """Say how many people would get it in a language that is not theirs."""
    missing = plan.missing
    if missing and not fallback_of(plan.announcement):
        return ()
    if missing:
        people = fewness.together(plan.headcount, missing)
        return (say(missing_text(people, named([one.language for one in missing])), pic.WARNING),)
    return fallback_lines(plan)


def missing_text(people: fewness.Told, languages: Text) -> Text:
    """Say how many have no text in their language."""
    match people:
        case fewness.Told(count, True):
            return ngettext(
                "{count} person has no text in their language: {languages}",
                "{count} people have no text in their language: {languages}",
                count,
                languages=languages,
            )
        case fewness.Told(0):
            return _("Some people have no text in their language: {languages}", languages=languages)
        case fewness.Told(count):
            return ngettext(
                "At least {count} person has no text in their language: {languages}",
                "At least {count} people have no text in their language: {languages}",
                count,
                languages=languages,
            )


def fallback_lines(plan: Plan) -> tuple[Line, ...]:
    """Say how many people read it in another language, as somebody accepted."""
    announcement = plan.announcement
    accepted = [one for one in plan.headcount.languages if one.total and not staff.covers(announcement, one.language)]
    fallback = fallback_of(announcement)
    if not accepted or not staff.needs_texts(announcement) or not fallback:
        return ()
    words = fallback_text(fewness.together(plan.headcount, accepted), language_name(fallback))
    return (Line(words, style="indented"),)


def fallback_text(people: fewness.Told, language: Text | Content) -> Text:
    """Say how many read it in another language."""
    match people:
        case fewness.Told(count, True):
            return ngettext(
                "{count} person reads it in {language}.",
                "{count} people read it in {language}.",
                count,
                language=language,
            )
        case fewness.Told(0):
            return _("Some people read it in {language}.", language=language)
        case fewness.Told(count):
            return ngettext(
                "At least {count} person reads it in {language}.",
                "At least {count} people read it in {language}.",
                count,
                language=language,
            )


def when_text(announcement: Announcement) -> Text:
    """Say when it is to go out."""
    if announcement.due_at is None:
        return _("Goes out at once")
    return _("Goes out: {moment}", moment=Moment(announcement.due_at))


def extra_lines(announcement: Announcement) -> tuple[Line, ...]:
    """Say what goes with it: a picture or file, buttons."""
    lines: tuple[Line, ...] = ()
    match announcement.media:
        case None:
            pass
        case media if media.kind == "photo":
            lines += (say(_("With a picture"), pic.PICTURE),)
        case media:
            lines += (say(_("With a file: {name}", name=Code(media.name)), pic.FILE),)
    if announcement.buttons:
        names = listed([BUTTON_NAMES[slug] for slug in announcement.buttons if slug in BUTTON_NAMES])
        lines += (say(_("Buttons: {names}", names=names), pic.BELOW),)
    return lines


def languages_of(plan: Plan, mine: str) -> tuple[str, ...]:
    """List the languages somebody would get it in, most people first; the reader's own when there is none."""
    counted = [one.language for one in plan.headcount.languages if one.total]
    written = [wording.language for wording in plan.announcement.wordings]
    return tuple(dict.fromkeys((*counted, *written))) or (mine,)


def price_lines(plan: Plan) -> tuple[Line, ...]:
    """Say what it may cost, where the installation pays Telegram for going faster."""
    if not plan.rules.paid:
        return ()
    stars = -(-plan.headcount.reachable // STARS_A_MESSAGE)
    return (say(ngettext("Costs up to {count} Star.", "Costs up to {count} Stars.", stars), pic.PRICE),)


def is_alone(plan: Plan) -> bool:
    """Say whether there is nobody else in the team who could agree."""
    return plan.testers < TWO


def second_lines(plan: Plan) -> tuple[Line, ...]:
    """Say that somebody else has to agree, and whether there is anybody."""
    return (second_line(plan.rules, plan.testers, plan.headcount.reachable),) if asks_team(plan) else ()


def second_line(rules: Rules, testers: int, people: int) -> Line:
    """Say that somebody else has to agree to what so many read, or that there is nobody; `testers` counts the team.

    When it goes to no more `people` than may go without, it is a group or channel for which somebody is asked.
    """
    if testers < TWO:
        alone = _(
            "Somebody else has to agree, but you are alone in the team. An administrator can invite somebody: Desk, Team."
        )
        return say(alone, pic.WARNING)
    if people <= rules.approval_above:
        unknown = _("It goes to a group or channel. Somebody else of the team has to agree first; I ask them.")
        return say(unknown, pic.PEOPLE)
    many = ngettext(
        "It goes to more than {count} person. Somebody else of the team has to agree first; I ask them.",
        "It goes to more than {count} people. Somebody else of the team has to agree first; I ask them.",
        rules.approval_above,
    )
    return say(many, pic.PEOPLE)


def asks_team(plan: Plan) -> bool:
    """Say whether the author's yes sends nothing yet, but asks somebody else of the team to agree."""
    return plan.needs_second and plan.announcement.mine


def afterwards(plan: Plan) -> Text:
    """Say in one sentence what happens once somebody else agreed, and to how many."""
    due, name, receivers = plan.announcement.due_at, name_of(plan.announcement), receivers_text(plan.headcount)
    if due is None:
        return _("Then I send “{name}” at once. To: {receivers}.", name=name, receivers=receivers)
    return _(
        "Then I send “{name}”. When: {moment}. To: {receivers}.", name=name, moment=Moment(due), receivers=receivers
    )


def sentence(plan: Plan) -> Text:
    """Say in one sentence what will happen, and to how many."""
    if asks_team(plan):
        return afterwards(plan)
    announcement, name = plan.announcement, name_of(plan.announcement)
    due, people = announcement.due_at, plan.headcount.reachable
    match due, plan.headcount.chats:
        case None, 0:
            return ngettext(
                "I send “{name}” to {count} person, at once.",
                "I send “{name}” to {count} people, at once.",
                people,
                name=name,
            )
        case None, _:
            return _("I send “{name}” at once. To: {receivers}.", name=name, receivers=receivers_text(plan.headcount))
        case due, 0:
            return ngettext(
                "I send “{name}” to {count} person. When: {moment}.",
                "I send “{name}” to {count} people. When: {moment}.",
                people,
                name=name,
                moment=Moment(due),
            )
        case due, _:
            receivers = receivers_text(plan.headcount)
            return _(
                "I send “{name}”. When: {moment}. To: {receivers}.", name=name, moment=Moment(due), receivers=receivers
            )
