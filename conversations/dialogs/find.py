"""Find an offering: by topic, place, time, people or a word; then open one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.core import (
    Button,
    Dialog,
    Event,
    Line,
    Located,
    Pager,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.layout import paged
from conversations.narrowing import QUESTIONS, chosen, dropped, picked, show_choices
from locales.text import Content, ShortDay, _, ngettext
from storage.records.catalogue import CatalogueReader, Choice, Criteria, Listing, OfferingLine

TOPICS_A_PAGE = 6
FIRST_TOPICS = 3
WORD_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Start:
    """The entrance: this week, the biggest topics, more."""


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, a page at a time."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Narrow:
    """What to narrow by, with what was chosen so far."""

    criteria: Criteria = field(default_factory=Criteria)


@dataclass(frozen=True, slots=True)
class Choose:
    """The values of one criterion (where, when, weekday, audience, language, conditions), a page at a time."""

    what: str
    criteria: Criteria = field(default_factory=Criteria)
    page: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Waiting for a shared location."""

    criteria: Criteria = field(default_factory=Criteria)


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what fits."""

    criteria: Criteria = field(default_factory=Criteria)
    page: int = 0


State: TypeAlias = Start | Topics | Narrow | Choose | Near | Results


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, by criterion, and how many offerings fit by now."""

    by_field: dict[str, tuple[Choice, ...]]
    total: int = 0
    names: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list, the names of what was chosen, and how many would fit with less."""

    listing: Listing
    names: tuple[Content, ...]
    same_topic: int
    everything: int


View: TypeAlias = Choices | Found | None


def update(state: State | None, event: Event) -> Turn[State]:
    """Go where the tap or the typed word leads."""
    match event:
        case Tap(action="start"):
            return Turn(Start())
        case Tap(action="topics", args=(int(page),)):
            return Turn(Topics(max(0, page)))
        case Tap(action="topic", args=(str(slug),)):
            return Turn(Results(Criteria(topic=slug)))
        case Tap(action="week"):
            return Turn(Results(Criteria(days=7)))
        case Tap(action="all"):
            return Turn(Results())
        case Tap(action="page", args=(int(page),)):
            return Turn(Results(criteria_of(state), max(0, page)))
        case Located(latitude=latitude, longitude=longitude):
            return Turn(
                Results(replace(criteria_of(state), latitude=round(latitude, 3), longitude=round(longitude, 3)))
            )
        case Typed(text=text) if text.strip():
            return Turn(Results(Criteria(word=" ".join(text.split())[:WORD_LENGTH])))
        case _:
            return on_narrowing(state, event)


def on_narrowing(state: State | None, event: Event) -> Turn[State]:
    """Take a question or an answer that makes the search narrower, or wider again."""
    criteria = criteria_of(state)
    match event:
        case Tap(action="narrow"):
            return Turn(Narrow(criteria))
        case Tap(action="near"):
            return Turn(Near(criteria))
        case Tap(action="ask", args=(str(what),)) if what in QUESTIONS:
            return Turn(Choose(what, criteria))
        case Tap(action="ask", args=(str(what), int(page))) if what in QUESTIONS:
            return Turn(Choose(what, criteria, max(0, page)))
        case Tap(action="pick", args=(str(name), int() | str() as value)):
            return Turn(Narrow(picked(criteria, name, value)))
        case Tap(action="drop", args=(str(what),)) if what in QUESTIONS:
            return Turn(Narrow(dropped(criteria, what)))
        case _:
            return Turn(state or Start(), understood=state is None)


def criteria_of(state: State | None) -> Criteria:
    """Keep what was chosen so far."""
    match state:
        case Narrow(criteria) | Choose(_, criteria, _) | Near(criteria) | Results(criteria, _):
            return criteria
        case _:
            return Criteria()


async def load(state: State, reader: CatalogueReader) -> View:
    """Read what the screen counts or lists."""
    match state:
        case Start():
            return Choices({name: await reader.choices(name, Criteria()) for name in ("days", "topic")})
        case Topics():
            return Choices({"topic": await reader.choices("topic", Criteria())})
        case Narrow(criteria):
            return Choices({}, (await reader.offerings(criteria, 0)).total, await load_names(criteria, reader))
        case Choose(what, criteria, _):
            rest = dropped(criteria, what)
            return Choices({name: await reader.choices(name, rest) for name in QUESTIONS[what]})
        case Near():
            return None
        case Results(criteria, page):
            return await load_results(criteria, page, reader)


async def load_results(criteria: Criteria, page: int, reader: CatalogueReader) -> Found:
    """Read a page; when nothing fits, also how much there would be with less."""
    listing = await reader.offerings(criteria, page)
    names = await load_names(criteria, reader)
    if listing.total:
        return Found(listing, names, 0, 0)
    same_topic = (await reader.offerings(Criteria(topic=criteria.topic), 0)).total if criteria.topic else 0
    return Found(listing, names, same_topic, (await reader.offerings(Criteria(), 0)).total)


async def load_names(criteria: Criteria, reader: CatalogueReader) -> tuple[Content, ...]:
    """Read the names of the topic and the quarter that were chosen."""
    chosen_ones = [(name, str(getattr(criteria, name))) for name in ("topic", "quarter") if getattr(criteria, name)]
    labels = [await reader.label(name, value) for name, value in chosen_ones]
    return tuple(label for label in labels if label is not None)


def render(state: State, view: View) -> Screen:
    """Show one question, or the list."""
    match state, view:
        case Start(), Choices() as choices:
            return show_start(choices)
        case Topics(page), Choices(by_field):
            return show_topics(page, by_field["topic"])
        case Narrow(criteria), Choices() as choices:
            return show_narrow(criteria, choices)
        case Choose(what, criteria, page), Choices(by_field):
            return show_choices(what, criteria, by_field, page)
        case Results(criteria, _), Found() as found if found.listing.total:
            return show_results(criteria, found)
        case Results(criteria, _), Found() as found:
            return show_nothing(criteria, found)
        case _:
            return show_near()


def show_start(choices: Choices) -> Screen:
    """Ask what they look for."""
    week = sum(choice.count for choice in choices.by_field["days"])
    topics = choices.by_field["topic"]
    rows: list[tuple[Button, ...]] = []
    if week:
        rows.append((Button(_("This week"), Tap("find", "week"), pic.WHEN, count=week),))
    rows += [(topic_button(choice),) for choice in topics[:FIRST_TOPICS]]
    if len(topics) > FIRST_TOPICS:
        rows.append((Button(_("More topics"), Tap("find", "topics", (0,)), pic.TOPICS),))
    rows.append((Button(_("Search more precisely"), Tap("find", "narrow"), pic.SETTINGS),))
    lines = (title(_("What are you looking for?"), pic.FIND), note(_("Or just type a word."), pic.TYPE))
    return Screen(lines, tuple(rows), samples=Samples(("Handy", "3D", "kurs"), ("zzzzqq", "%", "🙂")))


def topic_button(choice: Choice) -> Button:
    """Offer one topic."""
    return Button(
        choice.label or Content(choice.value, "en"),
        Tap("find", "topic", (choice.value,)),
        pic.of_topic(choice.value),
        count=choice.count,
    )


def show_topics(page: int, topics: tuple[Choice, ...]) -> Screen:
    """List the topics."""
    shown, pager = paged(topics, page, TOPICS_A_PAGE, Tap("find", "topics"))
    rows = tuple((topic_button(choice),) for choice in shown)
    return Screen((title(_("Which topic?"), pic.TOPICS),), rows, Tap("find", "start"), pager)


def show_narrow(criteria: Criteria, choices: Choices) -> Screen:
    """Ask what to narrow by; what was chosen stands in the lines above."""
    rows: Rows = (
        (
            Button(_("Where?"), Tap("find", "ask", ("where",)), pic.WHERE),
            Button(_("When?"), Tap("find", "ask", ("when",)), pic.WHEN),
        ),
        (
            Button(_("For whom?"), Tap("find", "ask", ("audience",)), pic.PEOPLE),
            Button(_("Language?"), Tap("find", "ask", ("language",)), pic.LANGUAGE),
        ),
        (Button(_("Free, step-free"), Tap("find", "ask", ("conditions",)), pic.STEP_FREE),),
        (Button(_("Show"), Tap("find", "page", (0,)), pic.FIND, "primary", choices.total),),
    )
    fits = ngettext("{count} offer fits.", "{count} offers fit.", choices.total)
    names = tuple(Line(name, style="indented") for name in choices.names)
    lines = (title(_("What matters to you?"), pic.SETTINGS), *names, *chosen(criteria), say(fits))
    return Screen(lines, rows, Tap("find", "start"))


def show_near() -> Screen:
    """Ask for the location, and say what becomes of it."""
    lines = (
        title(_("Where are you?"), pic.WHERE),
        say(_("Tap “Send my location” below.")),
        note(_("I use it only for this search."), pic.PRIVACY),
    )
    return Screen(lines, back=Tap("find", "narrow"), asks_location=True)


def show_results(criteria: Criteria, found: Found) -> Screen:
    """List what fits: title and first date, one a button."""
    listing = found.listing
    fits = ngettext("{count} offer for you:", "{count} offers for you:", listing.total)
    lines = (title(fits, pic.FIND), *(Line(name, style="indented") for name in found.names), *chosen(criteria))
    rows = tuple((offering_button(line),) for line in listing.lines)
    turn = Tap("find", "page")
    return Screen(lines, rows, back_of(criteria), Pager(listing.page, listing.pages, turn))


def offering_button(line: OfferingLine) -> Button:
    """Offer one offering, by its first topic; one that is full says so."""
    does = Tap("offering", "show", (line.id,))
    pictogram = pic.WAITING if line.full else pic.of_topic(line.topic)
    if line.next_start is None:
        return Button(line.short, does, pictogram)
    return Button(_("{day} · {title}", day=ShortDay(line.next_start), title=line.short), does, pictogram)


def show_nothing(criteria: Criteria, found: Found) -> Screen:
    """Say that nothing fits, and lead on: less narrow, everything, or tell me."""
    rows: list[tuple[Button, ...]] = []
    if found.same_topic and found.names:
        rows.append(
            (
                Button(
                    found.names[0],
                    Tap("find", "topic", (criteria.topic,)),
                    pic.of_topic(criteria.topic),
                    count=found.same_topic,
                ),
            )
        )
    if found.everything:
        rows.append((Button(_("Show everything"), Tap("find", "all"), pic.FIND, count=found.everything),))
    rows.append((Button(_("Tell me when there is something"), Tap("interest", "start"), pic.REMINDER),))
    rows.append((Button(_("Search again"), Tap("find", "start"), pic.TOPICS),))
    return Screen((title(_("I found nothing that fits."), pic.FIND), *chosen(criteria)), tuple(rows), back_of(criteria))


def back_of(criteria: Criteria) -> Tap:
    """Go back to narrowing when it was narrowed, else to the entrance."""
    simple = Criteria(topic=criteria.topic, word=criteria.word, days=criteria.days)
    return Tap("find", "start") if criteria == simple else Tap("find", "narrow")


DIALOG = Dialog("find", 1, (Start, Topics, Narrow, Choose, Near, Results), update, render, load)
