"""News: what residents let the bot write unasked, how to stop it, and the announcements themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from conversations import announced, ways
from conversations import news_choices as choosing
from conversations import pictograms as pic
from conversations.announced import AnnouncedView, letter, open_button, view_of
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, say, title
from conversations.layout import paged
from conversations.news_choices import FACETS, FIELDS
from conversations.staff_effects import NoteTap, SetNews
from conversations.wording import refusal_text
from locales.text import _
from storage.records.announcements import BUTTONS, Frequency, News
from storage.records.catalogue import Choice
from storage.records.reader import Reader

A_PAGE = 5


@dataclass(frozen=True, slots=True)
class Hub:
    """Whether news comes, and what was chosen about it; `new` right after agreeing."""

    new: bool = False


@dataclass(frozen=True, slots=True)
class HowOften:
    """Asking how often."""


@dataclass(frozen=True, slots=True)
class Which:
    """Asking which topics, places or people. `chosen` None: not read yet."""

    what: str
    chosen: tuple[str, ...] | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """No more news; `before` is how it was, to go back to."""

    before: News | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One announcement."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Thanked:
    """Interest in an announcement without an offering was noted."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Week:
    """What gathered in a week, a page at a time."""

    week: str
    page: int = 0


State: TypeAlias = Hub | HowOften | Which | Stopped | Reading | Thanked | Week


@dataclass(frozen=True, slots=True)
class View:
    """What was chosen, what there is to choose from, or what there is to read."""

    news: News
    choices: tuple[Choice, ...] = ()
    letters: tuple[AnnouncedView, ...] = ()


def update(state: State | None, event: Event) -> Turn[State]:
    """Go where the tap leads; what is chosen is stored at once."""
    match event:
        case Tap(action="show"):
            return Turn(Hub())
        case Tap(action="read", args=(int(announcement_id),)):
            return Turn(Reading(announcement_id))
        case Tap(action="week", args=(str(week), int(page))):
            return Turn(Week(week, max(0, page)))
        case Tap(action="button", args=(int(announcement_id), str(slug), *about)) if slug in BUTTONS:
            return on_button(state, announcement_id, slug, tuple(about))
        case Tap(action="stop"):
            return Turn(Stopped(), (SetNews(), SetNews(agreed=False)))
        case Tap():
            return on_choice(state, event)
        case Done():
            return Turn(on_done(state, event))
        case _:
            return Turn(state, understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Take an answer about news, or a question to ask."""
    match tap.action, tap.args:
        case "agree", ():
            return Turn(Hub(new=True), (SetNews(agreed=True),))
        case "again", ():
            return Turn(Hub(new=True), (restored(state.before if isinstance(state, Stopped) else None),))
        case "how_often", ():
            return Turn(HowOften())
        case "often", (str(frequency),) if frequency in set(Frequency):
            return Turn(Hub(), (SetNews(frequency=Frequency(frequency)),))
        case "ask", (str(what),) if what in FACETS:
            return Turn(Which(what), (SetNews(),))
        case "page", (str(what), int(page)) if what in FACETS:
            return Turn(Which(what, page=max(0, page)), (SetNews(),))
        case "all", (str(what),) if what in FACETS:
            return Turn(Which(what, page=page_of(state, what)), (changing(what, ()),))
        case "pick", (str(what), str(slug), int(chosen)) if what in FACETS:
            return on_pick(state, what, slug, chosen=bool(chosen))
        case _:
            return Turn(state, understood=False)


def on_pick(state: State | None, what: str, slug: str, *, chosen: bool) -> Turn[State]:
    """Add a value to what was chosen, or take it away; where that is not known any more, show it first."""
    if not isinstance(state, Which) or state.what != what or state.chosen is None:
        return Turn(Which(what), (SetNews(),))
    others = tuple(value for value in state.chosen if value != slug)
    return Turn(state, (changing(what, (*others, slug) if chosen else others),))


def changing(what: str, chosen: tuple[str, ...]) -> SetNews:
    """Make the change of one kind of choice."""
    value: dict[str, Any] = {FIELDS[what]: chosen}
    return SetNews(**value)


def restored(before: News | None) -> SetNews:
    """Make everything as it was before it was stopped."""
    if before is None or not before.agreed:
        return SetNews(lifted=True)
    return SetNews(True, before.frequency, before.topics, before.quarters, before.audiences)


def page_of(state: State | None, what: str) -> int:
    """Stay on the page that is shown."""
    return state.page if isinstance(state, Which) and state.what == what else 0


def on_button(state: State | None, announcement_id: int, slug: str, about: tuple[int | str, ...]) -> Turn[State]:
    """Count the tap below an announcement and go where it leads; from its own screen, Back leads there again."""
    staying = state if state == Reading(announcement_id) else None
    tapped = (NoteTap(announcement_id, slug),)
    match slug, about:
        case "details", (int(offering_id),):
            return Turn(staying, tapped, Tap("offering", "show", (offering_id,)))
        case "register", (int(offering_id), announced.JUST_COME):
            return Turn(staying, tapped, Tap("offering", "show", (offering_id,)))
        case "register", (int(offering_id),):
            return Turn(staying, tapped, Tap("register", "start", (offering_id,)))
        case "interested", (int(offering_id),):
            return Turn(staying, tapped, Tap("interest", "offering", (offering_id,)))
        case "map", (int(offering_id), int(venue_id)):
            return Turn(staying, tapped, Tap("offering", "map", (offering_id, venue_id)))
        case "interested", ():
            return Turn(Thanked(announcement_id), tapped)
        case _:
            return Turn(Reading(announcement_id))


def on_done(state: State | None, done: Done) -> State | None:
    """Take in what is chosen now; what there was before a stop is kept for the way back."""
    match state, done:
        case Stopped(None), Done(effect=SetNews(agreed=None), result=News() as before):
            return Stopped(before)
        case Which(what, _, page), Done(effect=SetNews(), result=News() as news):
            return Which(what, choosing.values(news, what), page)
        case _:
            return state


async def load(state: State, reader: Reader) -> View:
    """Read what the screen is about."""
    match state:
        case Which("audience"):
            return View(await reader.news(), choosing.audience_choices())
        case Which(what):
            return View(await reader.news(), await reader.known(what))
        case Reading(announcement_id):
            found = await view_of(await reader.announced(announcement_id), reader)
            return View(await reader.news(), letters=(found,) if found else ())
        case Week(week):
            found_all = [await view_of(each, reader) for each in await reader.digest(week)]
            return View(await reader.news(), letters=tuple(view for view in found_all if view))
        case _:
            return View(await reader.news())


def render(state: State, view: View) -> Screen:
    """Ask one thing about news, say what holds, or show what there is to read."""
    match state:
        case Stopped(before):
            return choosing.show_stopped(before)
        case Reading():
            return show_letter(view.letters)
        case Thanked(announcement_id):
            return show_thanks(announcement_id)
        case Week(week, page):
            return show_week(view.letters, week, page)
        case _ if not view.news.agreed:
            return choosing.ask_to_agree(view.news, lifted=isinstance(state, Hub) and state.new)
        case Hub(new):
            return choosing.show_news(view.news, new=new)
        case HowOften():
            return choosing.ask_how_often(view.news)
        case Which(what, chosen, page):
            return choosing.ask_which(what, view.choices, chosen or (), page)


def show_letter(letters: tuple[AnnouncedView, ...]) -> Screen:
    """Show an announcement, or say kindly that it is gone."""
    if not letters:
        return Screen((title(refusal_text("gone"), pic.SORRY),), ((ways.find_more(),),))
    return letter(letters[0])


def show_thanks(announcement_id: int) -> Screen:
    """Thank for the interest, and say what happens next."""
    lines = (
        title(_("I have noted your interest."), pic.WISH),
        say(_("When there is more to say, I write to you."), pic.REMINDER),
    )
    about = Button(_("Back to the news"), Tap("news", "read", (announcement_id,)), pic.NEWS)
    return Screen(lines, ((about,), (ways.find_more(),)), fresh=True)


def show_week(letters: tuple[AnnouncedView, ...], week: str, page: int) -> Screen:
    """List what gathered in a week."""
    if not letters:
        return show_letter(())
    shown, pager = paged(letters, page, A_PAGE, Tap("news", "week", (week,)))
    rows = tuple((open_button(each),) for each in shown)
    return Screen((title(_("This week"), pic.NEWS),), rows, pager=pager)


STATES = (Hub, HowOften, Which, Stopped, Reading, Thanked, Week)
DIALOG = Dialog("news", 1, STATES, update, render, load, searches=(Hub, Stopped, Reading, Thanked, Week))
