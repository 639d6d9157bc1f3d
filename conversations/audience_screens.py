"""The screens on which an audience is chosen; the count stands on every one of them."""

from __future__ import annotations

from collections.abc import Mapping

from conversations import fewness, staff
from conversations import pictograms as pic
from conversations.announcement_checks import Plan
from conversations.audiences import BY_OFFERING, NAMES, NOT, WHO, brief_text, chosen_lines, facets_of, name_of, slug_for
from conversations.core import Button, Line, Pager, Rows, Samples, Screen, Tap, note, say, title
from conversations.facts import pictogram_of
from conversations.layout import paged, pairs
from conversations.staff import back_to, headcount_lines, language_name
from locales.text import Content, Text, _
from storage.records.announcements import GroupChat, Objection, Refusal
from storage.records.audiences import Facets, Headcount
from storage.records.catalogue import Choice, Listing, Offering

STARTED = Refusal(Objection.STARTED)
A_PAGE = 6
CHATS_A_PAGE = 5
LANGUAGES_SHOWN = 3


def count_line(plan: Plan) -> Line:
    """Say how many it is for by now."""
    return say(_("For {receivers}", receivers=staff.receivers_text(plan.headcount)), pic.PEOPLE)


def language_lines(headcount: Headcount) -> tuple[Line, ...]:
    """Say how many read which language, the most first; a few not exactly."""
    known, languages = fewness.told(headcount), fewness.in_order(headcount)
    lines = tuple(
        Line(language_text(one.language, known[one.language]), style="indented") for one in languages[:LANGUAGES_SHOWN]
    )
    rest = languages[LANGUAGES_SHOWN:]
    if not rest:
        return lines
    count = fewness.number_text(fewness.together(headcount, rest))
    return (*lines, Line(_("Other languages: {count}", count=count), style="indented"))


def language_text(language: str, number: fewness.Told) -> Text:
    """Say how many read a language."""
    return _("{language}: {count}", language=language_name(language), count=fewness.number_text(number))


def show_counted(plan: Plan, labels: Mapping[tuple[str, str], Content]) -> Screen:
    """Show whom it is for, with the count, and lead to what can be chosen."""
    lines = (
        title(_("For whom?"), pic.PEOPLE),
        *headcount_lines(plan.headcount),
        *language_lines(plan.headcount),
        *chosen_text(plan, labels),
    )
    number = plan.announcement.id
    chats = len(plan.announcement.audience.chats)
    rows: Rows = (
        (Button(_("Choose people"), Tap("audience", "side", (number, WHO)), pic.PEOPLE),),
        (Button(_("Leave people out"), Tap("audience", "side", (number, NOT)), pic.NO),),
        (Button(_("Groups and channels"), Tap("audience", "chats", (number, 0)), pic.GROUP, count=chats or None),),
    )
    return Screen(lines, rows, back_to(number))


def chosen_text(plan: Plan, labels: Mapping[tuple[str, str], Content]) -> tuple[Line, ...]:
    """Say in few lines who is chosen and who is left out."""
    audience = plan.announcement.audience
    lines = general_lines(plan) or (say(_("Only: {names}", names=brief_text(audience.who, labels)), pic.CHOSEN),)
    if audience.without == Facets():
        return lines
    return (*lines, say(_("Without: {names}", names=brief_text(audience.without, labels)), pic.NO))


def general_lines(plan: Plan) -> tuple[Line, ...]:
    """Say who is chosen when it is not by what they are or have; nothing when it is."""
    audience = plan.announcement.audience
    if audience.tapped is not None:
        return (say(_("Who tapped “I am interested” before"), pic.WISH),)
    if not audience.everyone:
        return (say(_("Only groups and channels"), pic.GROUP),)
    if audience.who == Facets():
        return (say(_("Everybody who agreed to news"), pic.NEWS),)
    return ()


def show_side(plan: Plan, side: str, labels: Mapping[tuple[str, str], Content]) -> Screen:
    """Ask what to choose by, or whom to leave out by."""
    number = plan.announcement.id
    facets = facets_of(plan.announcement.audience, side)
    lines: tuple[Line, ...] = (question_of(side), count_line(plan), *chosen_lines(facets, labels))
    if side == WHO and facets == Facets():
        lines += general_lines(plan)
    rows: Rows = (
        *pairs([facet_button(plan, side, facet) for facet in ("topics", "quarters", "languages", "audiences")]),
        (Button(_("People of an offer"), Tap("audience", "offers", (number, side, 0)), pic.FIND),),
    )
    if facets != Facets() or (side == WHO and plan.announcement.audience.tapped is not None):
        label = _("Everybody again") if side == WHO else _("Leave nobody out")
        rows += ((Button(label, Tap("audience", "clear", (number, side)), pic.DELETE),),)
    return Screen(lines, rows, Tap("audience", "show", (number,)))


def question_of(side: str) -> Line:
    """Ask for one side; it stands on every screen of that side, for both look the same else."""
    if side == WHO:
        return title(_("Who shall get it?"), pic.PEOPLE)
    return title(_("Who shall not get it?"), pic.NO)


def facet_button(plan: Plan, side: str, facet: str) -> Button:
    """Lead to the values of a facet; what is chosen is counted."""
    label, pictogram = NAMES[facet]
    chosen = len(getattr(facets_of(plan.announcement.audience, side), facet))
    return Button(
        label, Tap("audience", "values", (plan.announcement.id, side, facet, 0)), pictogram, count=chosen or None
    )


def show_values(plan: Plan, side: str, facet: str, choices: tuple[Choice, ...], page: int) -> Screen:
    """Offer the values of a facet; what is chosen is marked, a tap changes it."""
    number = plan.announcement.id
    label, pictogram = NAMES[facet]
    chosen = getattr(facets_of(plan.announcement.audience, side), facet)
    labels = {(facet, choice.value): choice.label for choice in choices if choice.label is not None}
    buttons = [
        value_button(number, side, facet, choice.value, name_of(facet, choice.value, labels), choice.value in chosen)
        for choice in choices
    ]
    shown, pager = paged(buttons, page, A_PAGE, Tap("audience", "values", (number, side, facet)))
    rows = tuple((button,) for button in shown) if facet != "languages" else pairs(shown)
    lines = (question_of(side), say(label, pictogram), count_line(plan), note(_("Tap to choose, tap again to undo.")))
    return Screen(lines, rows, Tap("audience", "side", (number, side)), pager)


def value_button(number: int, side: str, facet: str, value: int | str, name: Text | Content, on: bool) -> Button:
    """Choose a value, or take it back."""
    argument = slug_for(facet, value) if isinstance(value, str) else value
    does = Tap("audience", "out" if on else "in", (number, side, facet, argument))
    return Button(name, does, pic.CHOSEN if on else NAMES[facet][1])


def show_offerings(plan: Plan, side: str, listing: Listing, word: str) -> Screen:
    """List offerings whose people may be meant, those with the word that was typed."""
    number = plan.announcement.id
    rows: Rows = tuple(
        (Button(line.short, Tap("audience", "offer", (number, side, line.id)), pic.of_topic(line.topic)),)
        for line in listing.lines
    )
    if word:
        rows += ((Button(_("Show everything"), Tap("audience", "every_offer", (number, side)), pic.FIND),),)
    lines = staff.offers_lines(listing)
    pager = Pager(listing.page, listing.pages, Tap("audience", "offers", (number, side)))
    back = Tap("audience", "side", (number, side))
    return Screen(lines, rows, back, pager, samples=Samples(("3D",), ("zzzzqq",)))


def show_offering(plan: Plan, side: str, offering_id: int, offering: Offering | None, facets: Facets) -> Screen:
    """Ask which of an offering's people are meant."""
    number = plan.announcement.id
    back = Tap("audience", "offers", (number, side, 0))
    if offering is None:
        return staff.refusal_screen(Refusal(Objection.GONE), number)
    rows: Rows = tuple(
        (value_button(number, side, facet, offering_id, NAMES[facet][0], offering_id in getattr(facets, facet)),)
        for facet in BY_OFFERING
    )
    lines = (
        question_of(side),
        say(offering.title, pictogram_of(offering)),
        count_line(plan),
        note(_("Tap to choose, tap again to undo.")),
    )
    return Screen(lines, rows, back)


def show_chats(plan: Plan, chats: tuple[GroupChat, ...], page: int) -> Screen:
    """Offer the groups and channels the bot may write to, and whether people get it, too."""
    number, audience = plan.announcement.id, plan.announcement.audience
    buttons = [chat_button(number, chat, chat.id in audience.chats) for chat in chats]
    shown, pager = paged(buttons, page, CHATS_A_PAGE, Tap("audience", "chats", (number,)))
    rows: Rows = tuple((button,) for button in shown)
    lines: tuple[Line, ...] = (title(_("Groups and channels"), pic.GROUP), count_line(plan))
    if not chats:
        lines += (say(_("I am in no group or channel yet. Add me there, as an administrator."), pic.INFO),)
    if audience.chats:
        does = Tap("audience", "people", (number, int(not audience.everyone)))
        rows += ((Button(_("People get it, too"), does, pic.CHOSEN if audience.everyone else pic.PEOPLE),),)
    return Screen(lines, rows, Tap("audience", "show", (number,)), pager)


def chat_button(number: int, chat: GroupChat, on: bool) -> Button:
    """Choose a group or channel, or take it back."""
    does = Tap("audience", "chat", (number, chat.id, int(not on)))
    return Button(Content(chat.title, "mul"), does, pic.CHOSEN if on else pic.GROUP)
