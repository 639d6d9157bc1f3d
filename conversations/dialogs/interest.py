"""Interest: a wish that holds no place, for an offering without a date or for something that is not there yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from conversations import pictograms as pic
from conversations import ways
from conversations.core import Button, Dialog, Done, Event, Line, Rows, Screen, Tap, Turn, say, title
from conversations.drafts import mark_of
from conversations.effects import ExpressInterest
from conversations.layout import paged
from conversations.wording import PARTS_OF_DAY, part_of_day_name, refusal_text
from locales.languages import BY_CODE, BY_SLUG
from locales.text import Content, Languages, Text, _
from storage.records.catalogue import Choice, Criteria, Offering
from storage.records.reader import Reader
from storage.records.registrations import Interested, Refusal, Refused

STEPS = ("topic", "quarter", "language", "part_of_day")
CHOICES_A_PAGE = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was answered so far; '' is 'does not matter'."""

    topic: str = ""
    quarter: str = ""
    language: str = ""
    part_of_day: str = ""

    @property
    def mark(self) -> int:
        """Tell this wish from a changed one, on the button that confirms it."""
        return mark_of(self.topic, self.quarter, self.language, self.part_of_day)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking one question."""

    wanted: Wanted
    step: str = STEPS[0]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """Showing the wish before it is noted."""

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Noting:
    """A wish for an offering is being noted."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class Noted:
    """The wish is noted."""

    offering_id: int | None
    interest_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotNoted:
    """The wish could not be noted."""

    reason: Refusal


State: TypeAlias = Asking | Check | Noting | Noted | NotNoted


@dataclass(frozen=True, slots=True)
class View:
    """What there is to choose from, the names of what was chosen, and the offering of a noted wish."""

    choices: tuple[Choice, ...] = ()
    names: tuple[Content, ...] = ()
    offering: Offering | None = None
    invited: bool = False
    """to news: they were never asked"""


def update(state: State | None, event: Event) -> Turn[State]:
    """Take an answer, the confirmation or its result."""
    match event:
        case Tap(action="start"):
            return Turn(Asking(Wanted()))
        case Tap(action="offering", args=(int(offering_id),)):
            return Turn(Noting(offering_id), (ExpressInterest(offering_id),))
        case Tap(action="pick", args=(str(step), str(slug))):
            return Turn(picked(state, step, slug))
        case Tap(action="any", args=(str(step),)):
            return Turn(picked(state, step, ""))
        case Tap(action="ask", args=(str(step),)) if step in STEPS:
            return Turn(Asking(wanted_of(state), step))
        case Tap(action="page", args=(str(step), int(page))) if step in STEPS:
            return Turn(Asking(wanted_of(state), step, max(0, page)))
        case Tap(action="send", args=(int(mark),)) if isinstance(state, Check) and mark == state.wanted.mark:
            return Turn(state, (request(state.wanted),))
        case Tap(action="send"):
            return Turn(state or Asking(Wanted()))
        case Done(effect=ExpressInterest(offering_id), result=Interested(interest_id, again)):
            return Turn(Noted(offering_id, interest_id, again))
        case Done(effect=ExpressInterest(), result=Refused(reason)):
            return Turn(NotNoted(reason))
        case _:
            return Turn(state, understood=False)


def wanted_of(state: State | None) -> Wanted:
    """Keep what was answered so far."""
    return state.wanted if isinstance(state, Asking | Check) else Wanted()


def picked(state: State | None, step: str, slug: str) -> State:
    """Take an answer and go to the next question; an old button's answer starts afresh or changes nothing."""
    if not isinstance(state, Asking):
        return state or Asking(Wanted())
    if step != state.step or not known(step, slug):
        return state
    value: dict[str, Any] = {step: BY_SLUG.get(slug, slug) if step == "language" else slug}
    wanted = replace(state.wanted, **value)
    rest = STEPS[STEPS.index(step) + 1 :]
    return Asking(wanted, rest[0]) if rest else Check(wanted)


def known(step: str, slug: str) -> bool:
    """Say whether an answer is one of ours; topics and quarters are checked where the wish is noted."""
    match step:
        case "language":
            return slug in {"", *BY_SLUG}
        case "part_of_day":
            return slug in {"", *PARTS_OF_DAY}
        case _:
            return True


def request(wanted: Wanted) -> ExpressInterest:
    """Make the request to note a wish."""
    return ExpressInterest(
        topic=wanted.topic, quarter=wanted.quarter, language=wanted.language, part_of_day=wanted.part_of_day
    )


async def load(state: State, reader: Reader) -> View:
    """Read what there is to choose from, or the names of what was chosen."""
    match state:
        case Asking(_, ("topic" | "quarter") as step):
            return View(await reader.known(step))
        case Asking(_, "language"):
            spoken = await reader.choices("language", Criteria())
            mine = Choice(reader.language, 0)
            return View((mine, *(choice for choice in spoken if choice.value != reader.language)))
        case Check(wanted):
            labels = [await reader.label(step, getattr(wanted, step)) for step in STEPS[:2] if getattr(wanted, step)]
            return View(names=tuple(label for label in labels if label))
        case Noted(offering_id):
            offering = None if offering_id is None else await reader.offering(offering_id)
            return View(offering=offering, invited=(await reader.news()).agreed is None)
        case Noting(offering_id):
            return View(offering=await reader.offering(offering_id))
        case _:
            return View()


def render(state: State, view: View) -> Screen:
    """Ask one question, show the wish, or say what became of it."""
    match state:
        case Asking(_, step, page):
            return show_question(step, page, view)
        case Check(wanted):
            return show_check(wanted, view.names)
        case Noted(again=again):
            return show_noted(view, state.interest_id, again=again)
        case NotNoted(reason):
            return Screen((title(refusal_text(reason), pic.SORRY),), ((ways.find_more(),),))
        case Noting():
            return Screen((title(refusal_text("gone"), pic.SORRY),), ((ways.find_more(),),))


QUESTIONS: dict[str, tuple[Text, str]] = {
    "topic": (_("Which topic?"), pic.TOPICS),
    "quarter": (_("Where?"), pic.WHERE),
    "language": (_("In which language?"), pic.LANGUAGE),
    "part_of_day": (_("At what time of day?"), pic.WHEN),
}


def show_question(step: str, page: int, view: View) -> Screen:
    """Ask one question; every one may be left open."""
    question, pictogram = QUESTIONS[step]
    buttons = buttons_of(step, view.choices)
    shown, pager = paged(buttons, page, CHOICES_A_PAGE, Tap("interest", "page", (step,)))
    rows: Rows = tuple((button,) for button in shown)
    rows += ((Button(_("It does not matter"), Tap("interest", "any", (step,)), pic.NEXT),),)
    lines: tuple[Line, ...] = (title(question, pictogram),)
    if step == STEPS[0]:
        lines += (say(_("I write to you when there is something that fits."), pic.REMINDER),)
    before = STEPS[: STEPS.index(step)]
    back = Tap("interest", "ask", (before[-1],)) if before else None
    return Screen(lines, rows, back, pager)


def buttons_of(step: str, choices: tuple[Choice, ...]) -> tuple[Button, ...]:
    """Make the answers of a question."""
    match step:
        case "language":
            return tuple(language_button(choice.value) for choice in choices if choice.value in BY_CODE)
        case "part_of_day":
            return tuple(
                Button(name, Tap("interest", "pick", (step, slug)), pic.WHEN) for slug, name in PARTS_OF_DAY.items()
            )
        case _:
            return tuple(catalogue_button(step, choice) for choice in choices)


def language_button(code: str) -> Button:
    """Offer a language."""
    label = _("{languages}", languages=Languages((code,)))
    return Button(label, Tap("interest", "pick", ("language", BY_CODE[code].slug)), pic.LANGUAGE)


def catalogue_button(step: str, choice: Choice) -> Button:
    """Offer a topic or a quarter."""
    label = choice.label or Content(choice.value, "en")
    pictogram = pic.of_topic(choice.value) if step == "topic" else pic.WHERE
    return Button(label, Tap("interest", "pick", (step, choice.value)), pictogram)


def show_check(wanted: Wanted, names: tuple[Content, ...]) -> Screen:
    """Show the wish before it is noted."""
    lines: tuple[Line, ...] = (title(_("Please check:"), pic.YES), *(Line(name, style="indented") for name in names))
    if wanted.language:
        lines += (say(_("In {languages}", languages=Languages((wanted.language,))), pic.LANGUAGE),)
    lines += (say(part_of_day_name(wanted.part_of_day), pic.WHEN),)
    rows = (
        (Button(_("Yes, note my interest"), Tap("interest", "send", (wanted.mark,)), pic.YES, "success"),),
        (Button(_("Change something"), Tap("interest", "ask", (STEPS[0],)), pic.CHANGE),),
        (Button(_("No"), Tap("interest", "close"), pic.NO),),
    )
    return Screen(lines, rows, back=Tap("interest", "ask", (STEPS[-1],)))


def show_noted(view: View, interest_id: int, *, again: bool) -> Screen:
    """Say that the wish is noted, and what it means."""
    offering = view.offering
    headline = _("I had noted your interest already.") if again else _("I have noted your interest.")
    lines: tuple[Line, ...] = (title(headline, pic.WISH),)
    if offering is not None:
        lines += (say(offering.title, pic.of_topic(offering.topics[0] if offering.topics else "")),)
    lines += (
        say(_("I write to you when there is something that fits."), pic.REMINDER),
        say(_("This is not a registration. It holds no place."), pic.INFO),
    )
    mine = Button(_("My interest"), Tap("my_registrations", "wish", (interest_id,)), pic.WISH)
    return Screen(lines, ((mine,), (ways.find_more(),), *ways.news(invited=view.invited)), fresh=True)


DIALOG = Dialog("interest", 1, (Asking, Check, Noting, Noted, NotNoted), update, render, load)
