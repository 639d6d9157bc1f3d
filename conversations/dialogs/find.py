"""Find an offering: by topic, place, time, people or a word; then open one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

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
from conversations.wording import audience_name, part_of_day_name
from locales.text import Content, Languages, ShortDay, Text, Weekday, _, ngettext
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
    """The values of one criterion (where, when, weekday, audience, language, conditions)."""

    what: str
    criteria: Criteria = field(default_factory=Criteria)


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


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list, the names of what was chosen, and how many would fit with less."""

    listing: Listing
    names: tuple[Content, ...]
    same_topic: int
    everything: int


View: TypeAlias = Choices | Found | None

QUESTIONS: dict[str, tuple[str, ...]] = {
    "where": ("quarter",),
    "when": ("days", "part_of_day"),
    "weekday": ("weekday",),
    "audience": ("audience",),
    "language": ("language",),
    "conditions": ("free", "step_free"),
}


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
        case Tap(action="narrow"):
            return Turn(Narrow(criteria_of(state)))
        case Tap(action="ask", args=(str(what),)) if what in QUESTIONS:
            return Turn(Choose(what, criteria_of(state)))
        case Tap(action="near"):
            return Turn(Near(criteria_of(state)))
        case Tap(action="pick", args=(str(name), int() | str() as value)):
            return Turn(Narrow(picked(criteria_of(state), name, value)))
        case Tap(action="drop", args=(str(what),)) if what in QUESTIONS:
            return Turn(Narrow(dropped(criteria_of(state), what)))
        case Tap(action="page", args=(int(page),)):
            return Turn(Results(criteria_of(state), max(0, page)))
        case Located(latitude=latitude, longitude=longitude):
            return Turn(
                Results(replace(criteria_of(state), latitude=round(latitude, 3), longitude=round(longitude, 3)))
            )
        case Typed(text=text) if text.strip():
            return Turn(Results(Criteria(word=" ".join(text.split())[:WORD_LENGTH])))
        case _:
            return Turn(state or Start(), understood=state is None)


def criteria_of(state: State | None) -> Criteria:
    """Keep what was chosen so far."""
    match state:
        case Narrow(criteria) | Choose(_, criteria) | Near(criteria) | Results(criteria, _):
            return criteria
        case _:
            return Criteria()


def picked(criteria: Criteria, name: str, value: int | str) -> Criteria:
    """Narrow by one value; a name that is no criterion changes nothing."""
    match name, value:
        case (("quarter" | "audience" | "part_of_day" | "language" | "topic"), str(slug)):
            return changed(criteria, name, slug)
        case (("days" | "weekday"), int(number)):
            return changed(criteria, name, number)
        case (("free" | "step_free"), int(wanted)):
            return changed(criteria, name, bool(wanted))
        case _:
            return criteria


def changed(criteria: Criteria, name: str, value: str | int | bool) -> Criteria:
    """Set one criterion by its name."""
    values: dict[str, Any] = {name: value}
    return replace(criteria, **values)


def dropped(criteria: Criteria, what: str) -> Criteria:
    """Take one question's answer back."""
    nothing = Criteria()
    names = (*QUESTIONS[what], *(("latitude", "longitude") if what == "where" else ()))
    return replace(criteria, **{name: getattr(nothing, name) for name in names})


async def load(state: State, reader: CatalogueReader) -> View:
    """Read what the screen counts or lists."""
    match state:
        case Start():
            everything = await reader.offerings(Criteria(), 0)
            return Choices(
                {name: await reader.choices(name, Criteria()) for name in ("days", "topic")}, everything.total
            )
        case Topics():
            return Choices({"topic": await reader.choices("topic", Criteria())})
        case Narrow(criteria):
            return Choices({}, (await reader.offerings(criteria, 0)).total)
        case Choose(what, criteria):
            rest = dropped(criteria, what)
            return Choices({name: await reader.choices(name, rest) for name in QUESTIONS[what]})
        case Near():
            return None
        case Results(criteria, page):
            return await load_results(criteria, page, reader)


async def load_results(criteria: Criteria, page: int, reader: CatalogueReader) -> Found:
    """Read a page; when nothing fits, also how much there would be with less."""
    listing = await reader.offerings(criteria, page)
    labels = [
        await reader.label(name, getattr(criteria, name)) for name in ("topic", "quarter") if getattr(criteria, name)
    ]
    names = tuple(label for label in labels if label)
    if listing.total:
        return Found(listing, names, 0, 0)
    same_topic = (await reader.offerings(Criteria(topic=criteria.topic), 0)).total if criteria.topic else 0
    return Found(listing, names, same_topic, (await reader.offerings(Criteria(), 0)).total)


def render(state: State, view: View) -> Screen:
    """Show one question, or the list."""
    match state, view:
        case Start(), Choices() as choices:
            return show_start(choices)
        case Topics(page), Choices(by_field):
            return show_topics(page, by_field["topic"])
        case Narrow(criteria), Choices(_, total):
            return show_narrow(criteria, total)
        case Choose(what, criteria), Choices(by_field):
            return show_choices(what, criteria, by_field)
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
    pages = max(1, -(-len(topics) // TOPICS_A_PAGE))
    page = min(page, pages - 1)
    shown = topics[page * TOPICS_A_PAGE : (page + 1) * TOPICS_A_PAGE]
    rows = tuple((topic_button(choice),) for choice in shown)
    return Screen(
        (title(_("Which topic?"), pic.TOPICS),), rows, Tap("find", "start"), Pager(page, pages, Tap("find", "topics"))
    )


def show_narrow(criteria: Criteria, total: int) -> Screen:
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
        (Button(_("Show"), Tap("find", "page", (0,)), pic.FIND, "primary", total),),
    )
    fits = ngettext("{count} offer fits.", "{count} offers fit.", total)
    return Screen(
        (title(_("What matters to you?"), pic.SETTINGS), *chosen(criteria), say(fits)), rows, Tap("find", "start")
    )


def chosen(criteria: Criteria) -> tuple[Line, ...]:
    """Say what was chosen so far; topic and quarter are said by the list's own title."""
    lines = [
        (criteria.days is not None, _("This week"), pic.WHEN),
        (criteria.weekday is not None, _("On {weekday}", weekday=Weekday(criteria.weekday or 0)), pic.WHEN),
        (bool(criteria.part_of_day), part_of_day_name(criteria.part_of_day), pic.WHEN),
        (bool(criteria.audience), audience_name(criteria.audience), pic.PEOPLE),
        (bool(criteria.language), _("In {languages}", languages=Languages((criteria.language,))), pic.LANGUAGE),
        (criteria.free, _("Free of charge"), pic.PRICE),
        (criteria.step_free, _("Step-free"), pic.STEP_FREE),
        (criteria.latitude is not None, _("The nearest first"), pic.WHERE),
    ]
    return tuple(Line(text, pictogram, "indented") for holds, text, pictogram in lines if holds)


def show_choices(what: str, criteria: Criteria, by_field: dict[str, tuple[Choice, ...]]) -> Screen:
    """Ask one question; a choice with nothing behind it is not shown."""
    questions = {
        "where": (_("Where?"), pic.WHERE),
        "when": (_("When?"), pic.WHEN),
        "weekday": (_("On which day?"), pic.WHEN),
        "audience": (_("For whom?"), pic.PEOPLE),
        "language": (_("In which language?"), pic.LANGUAGE),
        "conditions": (_("What else?"), pic.SETTINGS),
    }
    question, pictogram = questions[what]
    buttons = [choice_button(name, choice, pictogram) for name in QUESTIONS[what] for choice in by_field[name]]
    buttons += extra_buttons(what)
    rows = pairs(buttons) if len(buttons) > TOPICS_A_PAGE else tuple((button,) for button in buttons)
    if dropped(criteria, what) != criteria:
        rows += ((Button(_("It does not matter"), Tap("find", "drop", (what,)), pic.NO),),)
    return Screen((title(question, pictogram),), rows, Tap("find", "narrow"))


def pairs(buttons: list[Button]) -> Rows:
    """Lay buttons out two a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def extra_buttons(what: str) -> list[Button]:
    """Offer what is not a value: the nearest first, a weekday."""
    match what:
        case "where":
            return [Button(_("Near me"), Tap("find", "near"), pic.WHERE)]
        case "when":
            return [Button(_("A certain weekday"), Tap("find", "ask", ("weekday",)), pic.WHEN)]
        case _:
            return []


def choice_button(name: str, choice: Choice, pictogram: str) -> Button:
    """Offer one value of a criterion."""
    value: int | str = choice.value
    labels: dict[str, Text | Content] = {
        "free": _("Free of charge"),
        "step_free": _("Step-free"),
        "days": _("This week"),
    }
    if name in {"weekday", "days"}:
        value = int(choice.value)
    if name in {"free", "step_free"}:
        value, pictogram = 1, pic.PRICE if name == "free" else pic.STEP_FREE
    label = labels.get(name) or choice.label or value_name(name, choice.value)
    return Button(label, Tap("find", "pick", (name, value)), pictogram, count=choice.count)


def value_name(name: str, value: str) -> Text | Content:
    """Name a value that the catalogue has no text for."""
    match name:
        case "weekday":
            return _("On {weekday}", weekday=Weekday(int(value)))
        case "audience":
            return audience_name(value)
        case "part_of_day":
            return part_of_day_name(value)
        case "language":
            return _("{languages}", languages=Languages((value,)))
        case _:
            return Content(value, "en")


def show_near() -> Screen:
    """Ask for the location, and say what becomes of it."""
    lines = (
        title(_("Where are you?"), pic.WHERE),
        say(_("Tap the button below and send your location.")),
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
    """Offer one offering."""
    does = Tap("offering", "show", (line.id,))
    pictogram = pic.WAITING if line.full else pic.WHEN
    if line.next_start is None:
        return Button(line.title, does, pic.REMINDER)
    return Button(_("{day} · {title}", day=ShortDay(line.next_start), title=line.title), does, pictogram)


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
