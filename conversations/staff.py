"""What the dialogs of staff have in common: who may, what an announcement is called, where it stands, why not."""

from __future__ import annotations

from collections.abc import Sequence

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Tap, note, say, title
from conversations.fewness import is_few
from conversations.prose import cut
from locales.languages import BY_CODE
from locales.text import Content, Languages, Listed, ShortDay, Text, _, ngettext
from storage.records.announcements import STARTED, Announcement, Member, Objection, Refusal, State
from storage.records.audiences import Headcount, LanguageCount
from storage.records.catalogue import Listing, OfferingLine
from storage.records.figures import FEWEST
from storage.records.people import Participant

ANNOUNCING = frozenset({"staff", "administrator"})
ADMINISTRATOR = "administrator"
DESK = Tap("desk", "show")
TITLE_ROOM = 40
"""how much of a text names an announcement that has no title"""

STATES: dict[State, tuple[Text, str]] = {
    State.DRAFT: (_("Draft"), pic.CHANGE),
    State.AWAITING: (_("Waits for a second person"), pic.WAITING),
    State.SCHEDULED: (_("Planned"), pic.WHEN),
    State.RUNNING: (_("Going out now"), pic.NEWS),
    State.PAUSED: (_("Paused"), pic.PAUSE),
    State.DONE: (_("Sent"), pic.YES),
    State.STOPPED: (_("Stopped"), pic.STOP),
}

OBJECTIONS: dict[Objection, Text] = {
    Objection.GONE: _("This announcement is no longer there."),
    Objection.NOT_ALLOWED: _("You may not do this."),
    Objection.NO_TEXT: _("There is no text yet."),
    Objection.LANGUAGES_MISSING: _("Some people would get it in another language than theirs."),
    Objection.NOBODY: _("Nobody would get it."),
    Objection.TOO_LATE: _("It is too late for that."),
    Objection.PAST: _("This time is over already."),
    Objection.NEEDS_SECOND: _("A second person has to agree first."),
    Objection.OWN: _("You wrote this. Somebody else has to agree."),
    Objection.TOO_LONG: _("The text is too long."),
    Objection.STARTED: _("Sending it has begun already."),
    Objection.NO_SUCH_TIME: _("This time does not exist: the clocks are put forward then."),
    Objection.CHANGED: _("It was changed meanwhile. Please look at it again."),
}

BUTTON_NAMES = {
    "details": _("More about it"),
    "register": _("Register"),
    "interested": _("I am interested"),
    "map": _("Map"),
}


def may_announce(me: Participant) -> bool:
    """Say whether somebody may announce."""
    return not ANNOUNCING.isdisjoint(me.roles)


def is_administrator(me: Participant) -> bool:
    """Say whether somebody may change who is in the team."""
    return ADMINISTRATOR in me.roles


def member_name(member: Member) -> Text:
    """Name somebody of the team by their number, for names are not kept."""
    return _("You") if member.me else _("Number {number}", number=member.participant_id)


def not_for_you() -> Screen:
    """Say that this is for the team, to whoever comes here with a forged or an old button."""
    return Screen((title(_("This is only for the team."), pic.PRIVACY),))


def gone() -> Screen:
    """Say that an announcement is not there any more."""
    return Screen((title(OBJECTIONS[Objection.GONE], pic.SORRY),), ((to_desk(),),))


def to_desk() -> Button:
    """Lead to the list of announcements."""
    return Button(_("All announcements"), DESK, pic.MINE)


def to_announcement(announcement_id: int) -> Button:
    """Lead back to an announcement that is being written."""
    return Button(_("To the announcement"), back_to(announcement_id), pic.CHANGE)


def back_to(announcement_id: int) -> Tap:
    """Name the screen where an announcement is put together."""
    return Tap("announcement", "show", (announcement_id,))


def name_of(announcement: Announcement) -> Text | Content:
    """Name an announcement: by the title somebody wrote, by its offering, or by how its text begins."""
    titled = next((one for one in announcement.wordings if one.title), None)
    if titled is not None:
        return Content(titled.title, titled.language)
    if announcement.offering_title is not None and announcement.says_facts:
        return announcement.offering_title
    text = next((one for one in announcement.wordings if one.text), None)
    return Content(cut(text.text, TITLE_ROOM), text.language) if text else _("Without a text")


def headline(announcement: Announcement) -> Line:
    """Name an announcement as what a screen is about."""
    return title(name_of(announcement), pic.NEWS)


def has_started(announcement: Announcement) -> bool:
    """Say whether it went out, or is going out, so that only its texts can still be corrected."""
    return announcement.state in STARTED


def needs_texts(announcement: Announcement) -> bool:
    """Say whether somebody has to write: an offering's facts alone are said in every language."""
    return not announcement.says_facts or bool(announcement.wordings)


def is_blank(announcement: Announcement) -> bool:
    """Say whether there is nothing to send yet, for nobody wrote anything."""
    return needs_texts(announcement) and not announcement.wordings


def covers(announcement: Announcement, language: str) -> bool:
    """Say whether people of a language get a text of theirs; who reads easy German reads German."""
    return any(announcement.wording(code) is not None for code in (language, language.partition("@")[0]))


def missing(announcement: Announcement, headcount: Headcount) -> tuple[LanguageCount, ...]:
    """List the languages of an audience in which there is no text, and for which nobody accepted that yet."""
    if not needs_texts(announcement):
        return ()
    return tuple(one for one in headcount.languages if one.total and lacks(announcement, one.language))


def lacks(announcement: Announcement, language: str) -> bool:
    """Say whether a text in a language has still to be written or to be done without knowingly."""
    return not covers(announcement, language) and language not in announcement.fallbacks


def fallback_of(announcement: Announcement) -> str:
    """Tell in which language those read it who have no text of their own; '' when there is no text at all."""
    written = [wording.language for wording in announcement.wordings]
    return next((code for code in ("en", "de", *written) if code in written), "")


def people_text(count: int) -> Text:
    """Count people."""
    return ngettext("{count} person", "{count} people", count)


def chats_text(count: int) -> Text:
    """Count groups and channels."""
    return ngettext("{count} group or channel", "{count} groups and channels", count)


def receivers_text(headcount: Headcount) -> Text:
    """Count who gets it: people, groups, or both."""
    if not headcount.chats:
        return people_text(headcount.reachable)
    if not headcount.reachable:
        return chats_text(headcount.chats)
    return _("{people} and {groups}", people=people_text(headcount.reachable), groups=chats_text(headcount.chats))


def button_receivers(headcount: Headcount) -> Text:
    """Count who gets it as short as a button needs it: groups and channels are chats there."""
    chats = ngettext("{count} chat", "{count} chats", headcount.chats)
    if not headcount.reachable:
        return chats
    return _("{people} + {chats}", people=people_text(headcount.reachable), chats=chats)


def send_text(headcount: Headcount) -> Text:
    """Say on a button to how many it goes."""
    if headcount.chats:
        return _("Send to {receivers}", receivers=button_receivers(headcount))
    return ngettext("Send to {count} person", "Send to {count} people", headcount.reachable)


def yes_text(headcount: Headcount) -> Text:
    """Say on the button that really sends to how many it goes."""
    if headcount.chats:
        return _("Yes, send to {receivers}", receivers=button_receivers(headcount))
    return ngettext("Yes, send to {count} person", "Yes, send to {count} people", headcount.reachable)


def headcount_lines(headcount: Headcount) -> tuple[Line, ...]:
    """Say who gets it, who cannot be reached, and who gets it only with the weekly letter."""
    lines: tuple[Line, ...] = (say(_("For {receivers}", receivers=receivers_text(headcount)), pic.PEOPLE),)
    if headcount.blocked:
        lines += (Line(blocked_text(headcount.blocked), style="indented"),)
    if headcount.weekly:
        lines += (Line(weekly_text(headcount.weekly, headcount.reachable), style="indented"),)
    return lines


def blocked_text(count: int) -> Text:
    """Say how many cannot be reached; a few not exactly."""
    if is_few(count):
        return _("Fewer than {limit} more cannot be reached.", limit=FEWEST)
    return ngettext("{count} more cannot be reached.", "{count} more cannot be reached.", count)


def weekly_text(count: int, of: int) -> Text:
    """Say how many get it with the weekly letter; a few, or all but a few, not exactly."""
    if is_few(count):
        return _("Fewer than {limit} of them get it on Thursday, with the weekly letter.", limit=FEWEST)
    if is_few(of - count):
        return _("Nearly all of them get it on Thursday, with the weekly letter.")
    return ngettext(
        "{count} of them gets it on Thursday, with the weekly letter.",
        "{count} of them get it on Thursday, with the weekly letter.",
        count,
    )


def offers_lines(listing: Listing) -> tuple[Line, ...]:
    """Ask for an offering, or say that a typed word found none."""
    question = title(_("Which offer?"), pic.FIND) if listing.lines else title(_("I found nothing that fits."), pic.FIND)
    return (question, note(_("Or just type a word."), pic.TYPE))


def offering_button(line: OfferingLine, does: Tap) -> Button:
    """Name an offering with the day it is next."""
    if line.next_start is None:
        return Button(line.short, does, pic.of_topic(line.topic))
    label = _("{day} · {title}", day=ShortDay(line.next_start), title=line.short)
    return Button(label, does, pic.of_topic(line.topic))


def language_name(code: str) -> Text:
    """Name a language in the reader's own."""
    return _("{languages}", languages=Languages((code,)))


def slug_of(code: str) -> str:
    """Write a language as an argument of a tap."""
    return BY_CODE[code].slug


def listed(texts: Sequence[Text | Content]) -> Text:
    """Join texts as the reader's language joins a list."""
    return _("{items}", items=Listed(tuple(texts)))


def refusal_screen(refusal: Refusal, announcement_id: int) -> Screen:
    """Say why something about an announcement cannot be, and lead to where it can be put right."""
    lines: tuple[Line, ...] = (title(OBJECTIONS[refusal.reason], pic.SORRY),)
    if refusal.over:
        over = ngettext("It is {count} character too long.", "It is {count} characters too long.", refusal.over)
        lines += (say(over, pic.CHANGE),)
    if refusal.languages:
        lines += (say(listed([language_name(code) for code in refusal.languages]), pic.LANGUAGE),)
    return Screen(lines, remedy(refusal.reason, announcement_id), back_to(announcement_id))


def remedy(reason: Objection, announcement_id: int) -> Rows:
    """Lead to where an objection can be met."""
    match reason:
        case Objection.NO_TEXT | Objection.LANGUAGES_MISSING | Objection.TOO_LONG:
            button = Button(_("Texts"), Tap("announcement_text", "show", (announcement_id,)), pic.LANGUAGE, "primary")
        case Objection.NOBODY:
            button = Button(_("For whom?"), Tap("audience", "show", (announcement_id,)), pic.PEOPLE, "primary")
        case Objection.PAST | Objection.TOO_LATE | Objection.NO_SUCH_TIME:
            button = Button(_("When?"), Tap("announcement_time", "show", (announcement_id,)), pic.WHEN, "primary")
        case Objection.GONE | Objection.NOT_ALLOWED:
            return ((to_desk(),),)
        case _:
            return ((to_announcement(announcement_id),),)
    return ((button,),)
