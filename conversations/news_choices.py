"""What somebody may choose about news, on screens: whether, how often, which topics, where, for whom."""

from __future__ import annotations

from dataclasses import dataclass

from conversations import pictograms as pic
from conversations.core import Button, Line, Rows, Screen, Tap, note, say, title
from conversations.layout import paged
from conversations.wording import audience_name
from locales.text import Content, Text, _
from storage.records.announcements import Frequency, News
from storage.records.audiences import AUDIENCES
from storage.records.catalogue import Choice

HUB = Tap("news", "show")
A_PAGE, ALL = 4, 5
"""so many choices a page; that many fit where there is no other page"""
FIELDS = {"topic": "topics", "quarter": "quarters", "audience": "audiences"}
"""where each kind of choice stands in News, and in what changes it"""


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of choice: the question, its pictogram, and what its button says when all, or some, are chosen."""

    question: Text
    pictogram: str
    all: Text
    some: Text


FACETS = {
    "topic": Facet(_("About which topics shall I write to you?"), pic.TOPICS, _("All topics"), _("Topics")),
    "quarter": Facet(_("From where do you want news?"), pic.WHERE, _("Everywhere"), _("Places")),
    "audience": Facet(_("Offers for whom?"), pic.PEOPLE, _("For everybody"), _("For whom")),
}


def ask_to_agree(news: News, *, lifted: bool = False) -> Screen:
    """Ask for consent in plain words: what comes, that it is voluntary, what is stored, how it ends.

    `lifted` is who just took an objection back: that alone agrees to nothing.
    """
    lines: tuple[Line, ...] = (title(_("Shall I write to you about new offers?"), pic.REMINDER),)
    if lifted:
        lines = (say(_("Good. It is as it was before."), pic.YES), *lines)
    if news.agreed is False:
        lines = (title(_("I write no news to you now."), pic.NO), say(_("Shall I write to you again?")))
    lines += (
        say(_("I tell you about new courses and meetings. You choose about what and how often.")),
        say(_("You need not say yes. You can stop at any time with one tap.")),
        say(_("For this I store what you choose. Nothing else."), pic.PRIVACY),
    )
    rows = (
        (Button(_("Yes, write to me"), Tap("news", "agree"), pic.YES, "success"),),
        (Button(_("No"), Tap("news", "close"), pic.NO),),
        (reminders_button(),),
    )
    return Screen(lines, rows)


def reminders_button() -> Button:
    """Lead to the other thing the bot writes unasked."""
    return Button(_("Reminders"), Tap("settings", "reminders"), pic.REMINDER)


def show_news(news: News, *, new: bool) -> Screen:
    """Say what comes and when, and lead to each choice."""
    headline = title(_("Thank you! You get news from now on."), pic.YES) if new else title(_("News"), pic.REMINDER)
    rows: Rows = (
        (Button(_("How often"), Tap("news", "how_often"), pic.WHEN),),
        *((facet_button(what, news),) for what in FACETS),
        (reminders_button(),),
        (Button(_("No more news"), Tap("news", "stop"), pic.NO),),
    )
    return Screen((headline, say(promise(news.frequency)), say(_("Tap to change it."))), rows)


def promise(frequency: Frequency) -> Text:
    """Say what happens next."""
    if frequency is Frequency.WEEKLY:
        return _("I write to you once a week, on Thursday. If there is nothing new, I do not write.")
    return _("When there is something new, I write to you at once. At night I do not write.")


def facet_button(what: str, news: News) -> Button:
    """Lead to a choice, and say how it is now."""
    facet, chosen = FACETS[what], values(news, what)
    label = facet.some if chosen else facet.all
    return Button(label, Tap("news", "ask", (what,)), facet.pictogram, count=len(chosen) or None)


def values(news: News, what: str) -> tuple[str, ...]:
    """Tell what was chosen of a kind."""
    chosen: tuple[str, ...] = getattr(news, FIELDS[what])
    return chosen


def ask_how_often(news: News) -> Screen:
    """Ask how often."""
    lines = (title(_("How often shall I write to you?"), pic.WHEN), note(_("At night I do not write.")))
    labels = {Frequency.AT_ONCE: _("At once"), Frequency.WEEKLY: _("Once a week, on Thursday")}
    rows = tuple(
        (Button(label, Tap("news", "often", (each.value,)), pic.CHOSEN if each is news.frequency else pic.REMINDER),)
        for each, label in labels.items()
    )
    return Screen(lines, rows, back=HUB)


def ask_which(what: str, choices: tuple[Choice, ...], chosen: tuple[str, ...], page: int) -> Screen:
    """Ask which ones; all of them is an answer, too."""
    facet = FACETS[what]
    lines: tuple[Line, ...] = (title(facet.question, facet.pictogram), say(_("You can choose several.")))
    if what == "audience":
        lines += (note(_("You need not choose. I do not tell anybody."), pic.PRIVACY),)
    shown, pager = paged(choices, page, ALL if len(choices) <= ALL else A_PAGE, Tap("news", "page", (what,)))
    everything = Button(facet.all, Tap("news", "all", (what,)), facet.pictogram if chosen else pic.CHOSEN)
    rows: Rows = ((everything,), *((choice_button(what, choice, chosen=choice.value in chosen),) for choice in shown))
    done = (Button(_("Done"), HUB, pic.YES, "success"),)
    return Screen(lines, (*rows, done), HUB, pager)


def choice_button(what: str, choice: Choice, *, chosen: bool) -> Button:
    """Offer a value to choose, or to leave again."""
    does = Tap("news", "pick", (what, choice.value, int(not chosen)))
    return Button(label_of(what, choice), does, pic.CHOSEN if chosen else pictogram_of(what, choice))


def label_of(what: str, choice: Choice) -> Text | Content:
    """Name a value."""
    if what == "audience":
        return audience_name(choice.value)
    return choice.label or Content(choice.value, "en")


def pictogram_of(what: str, choice: Choice) -> str:
    """Find a value's pictogram."""
    return pic.of_topic(choice.value) if what == "topic" else FACETS[what].pictogram


def audience_choices() -> tuple[Choice, ...]:
    """List the groups of people."""
    return tuple(Choice(slug, 0) for slug in AUDIENCES)


def show_stopped(news: News | None) -> Screen:
    """Say that no news comes any more, what stays, and how to have it back."""
    lines = (
        title(_("I write no more news to you."), pic.YES),
        say(_("That holds from now on.")),
        say(_("Your registrations and reminders stay as they are.")),
    )
    back = "show" if news is None or news.agreed is False else "again"
    undo = Button(_("Write to me again"), Tap("news", back), pic.REMINDER)
    return Screen(lines, ((undo,), (reminders_button(),)), fresh=True)
