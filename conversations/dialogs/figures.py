"""Figures: what took place and who came, month by month, as text, pictures or a file. Numbers of people are rounded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import pictograms as pic
from conversations.coordination import OFFICE, may_coordinate, not_yours
from conversations.core import Button, Dialog, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.export_effects import FIGURE_FILES, PICTURES, SendFigures
from conversations.figure_lines import (
    about_period,
    about_provider,
    facts_lines,
    how_meant,
    month_text,
    reach_lines,
    tongues_lines,
)
from conversations.layout import paged, pairs
from conversations.staff import not_for_you
from locales.text import Code, Content, Text, _
from storage.records.figures import Figures, Months, ProviderChoice
from storage.records.people import Participant
from storage.records.reader import Reader

A_PAGE = 6
CHOICES_A_PAGE = 4
EVERYBODY = 0
EARLIEST, LATEST = 2000_01, 2099_12


@dataclass(frozen=True, slots=True)
class Shown:
    """What took place in a period, months as 202611; 0 is the present month."""

    first: int = 0
    last: int = 0
    provider_id: int = EVERYBODY


@dataclass(frozen=True, slots=True)
class Reached:
    """Which languages people speak, and whom the bot reaches."""

    first: int
    last: int
    provider_id: int = EVERYBODY


@dataclass(frozen=True, slots=True)
class Files:
    """Choosing pictures or a file. `sent` says that something is on its way."""

    first: int
    last: int
    provider_id: int = EVERYBODY
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Choosing the months."""

    provider_id: int = EVERYBODY
    page: int = 0


@dataclass(frozen=True, slots=True)
class Whose:
    """Choosing the provider."""

    first: int
    last: int
    page: int = 0


State: TypeAlias = Shown | Reached | Files | Period | Whose


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and what there is."""

    me: Participant
    now: datetime
    zone: ZoneInfo
    figures: Figures | None = None
    providers: tuple[ProviderChoice, ...] = ()
    first_month: str = field(default="")


def update(state: State | None, event: Event) -> Turn[State]:
    """Show a period, choose another, or have it sent."""
    match event:
        case Tap(action="show", args=()):
            return Turn(Shown())
        case Tap(action="show", args=(int(first), int(last), int(provider))) if is_period(first, last):
            return Turn(Shown(first, last, provider))
        case Tap(action="reached", args=(int(first), int(last), int(provider))) if is_period(first, last):
            return Turn(Reached(first, last, provider))
        case Tap(action="files", args=(int(first), int(last), int(provider))) if is_period(first, last):
            return Turn(Files(first, last, provider))
        case Tap(action="file", args=(int(first), int(last), int(provider), str(form))) if form in FIGURE_FILES:
            return sending(first, last, provider, (form,))
        case Tap(action="pictures", args=(int(first), int(last), int(provider))):
            return sending(first, last, provider, PICTURES)
        case Tap(action="period", args=(int(provider), int(page))):
            return Turn(Period(provider, max(0, page)))
        case Tap(action="whose", args=(int(first), int(last), int(page))) if is_period(first, last):
            return Turn(Whose(first, last, max(0, page)))
        case _:
            return Turn(state or Shown(), understood=isinstance(event, Tap))


def is_period(first: int, last: int) -> bool:
    """Say whether two numbers are months, the earlier first."""
    return EARLIEST <= first <= last <= LATEST and all(1 <= month % 100 <= 12 for month in (first, last))


def sending(first: int, last: int, provider: int, forms: tuple[str, ...]) -> Turn[State]:
    """Have figures sent, in one form or several."""
    if not is_period(first, last):
        return Turn(Shown())
    months = written(first, last)
    effects = tuple(SendFigures(months.first, months.last, provider, form) for form in forms)
    return Turn(Files(first, last, provider, sent=True), effects)


def written(first: int, last: int) -> Months:
    """Write months as they are read: 2026-11."""
    return Months(*(f"{month // 100}-{month % 100:02}" for month in (first, last)))


def number_of(month: str) -> int:
    """Write a month as taps hold it."""
    return int(month.replace("-", ""))


async def load(state: State, reader: Reader) -> View:
    """Read the figures, or what there is to choose."""
    me, office = await reader.me(), reader.figures
    view = View(me, reader.now, reader.zone)
    if not may_coordinate(me):
        return view
    providers = await office.providers()
    match state:
        case Shown(first, last, provider) | Reached(first, last, provider) | Files(first, last, provider):
            here = f"{reader.now.astimezone(reader.zone):%Y-%m}"
            months = written(first, last) if first else Months(here, here)
            found = await office.read(months, provider or None)
            return View(me, reader.now, reader.zone, found, providers)
        case _:
            return View(me, reader.now, reader.zone, None, providers, await office.first_month())


def render(state: State, view: View) -> Screen:
    """Show figures, or ask of when or of whom."""
    if not may_coordinate(view.me):
        return not_for_you()
    match state:
        case Period(provider, page):
            return ask_period(provider, page, view)
        case Whose(first, last, page):
            return ask_whose(first, last, page, view.providers)
        case _ if view.figures is None:
            return not_yours()
        case Shown(_, _, provider):
            return show(view.figures, provider, view.providers)
        case Reached(_, _, provider):
            return show_reached(view.figures, provider)
        case Files(_, _, provider, sent):
            return ask_file(view.figures, provider, sent=sent)


def here_of(figures: Figures, provider: int) -> tuple[int, int, int]:
    """Name the period and the provider on a button."""
    return number_of(figures.months.first), number_of(figures.months.last), provider


def heading_lines(figures: Figures) -> tuple[Line, ...]:
    """Say of when and of whom the figures are."""
    heading = _("Figures {period}", period=about_period(figures.months))
    return (title(heading, pic.REPORT), say(about_provider(figures.provider), pic.PROVIDER))


def show(figures: Figures, provider: int, providers: tuple[ProviderChoice, ...]) -> Screen:
    """Show what took place and who came; languages, news and files are a button away."""
    here = here_of(figures, provider)
    lines = (*heading_lines(figures), *facts_lines(figures.total), note(how_meant()))
    if figures.months.last >= figures.until:
        lines += (note(_("The last month is not over: its numbers still change.")),)
    rows: Rows = (
        (Button(_("Languages and news"), Tap("figures", "reached", here), pic.LANGUAGE),),
        (Button(_("As a file"), Tap("figures", "files", here), pic.FILE),),
        (Button(_("Other months"), Tap("figures", "period", (provider, 0)), pic.WHEN),),
    )
    if len(providers) > 1:
        rows += ((Button(_("Another provider"), Tap("figures", "whose", (*here[:2], 0)), pic.PROVIDER),),)
    return Screen(lines, rows, OFFICE)


def show_reached(figures: Figures, provider: int) -> Screen:
    """Show which languages people speak, and whom the bot reaches."""
    lines = (*heading_lines(figures), *tongues_lines(figures.tongues), *reach_lines(figures.reach), note(how_meant()))
    return Screen(lines, back=Tap("figures", "show", here_of(figures, provider)))


def ask_file(figures: Figures, provider: int, *, sent: bool) -> Screen:
    """Ask for pictures or a kind of file, or say that it is on its way."""
    here = here_of(figures, provider)
    lines: tuple[Line, ...] = (say(_("I am making it. It comes here in a moment."), pic.FILE),) if sent else ()
    lines += (title(_("What shall I send you?"), pic.FILE), *as_plain(heading_lines(figures)))
    pictures = Button(_("Pictures"), Tap("figures", "pictures", here), pic.PICTURE, "primary")
    rows: Rows = (
        (pictures, file_button(_("Paper (PDF)"), *here, "pdf")),
        (file_button(_("Excel (XLSX)"), *here, "xlsx"), file_button(_("CSV for Excel"), *here, "csv")),
    )
    return Screen(lines, rows, Tap("figures", "show", here))


def as_plain(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Say below a title what is a title elsewhere."""
    return tuple(replace(line, style="plain") for line in lines)


def file_button(label: Text, first: int, last: int, provider: int, form: str) -> Button:
    """Have the figures sent as a file."""
    return Button(label, Tap("figures", "file", (first, last, provider, form)), pic.FILE)


def ask_period(provider: int, page: int, view: View) -> Screen:
    """Ask for the months: whole years first, then single months, the latest at the top."""
    now = view.now.astimezone(view.zone)
    begin = view.first_month or f"{now:%Y-%m}"
    years = [(year * 100 + 1, year * 100 + 12) for year in range(now.year, int(begin[:4]) - 1, -1)]
    latest, earliest = now.year * 12 + now.month - 1, int(begin[:4]) * 12 + int(begin[5:]) - 1
    months = [(at // 12 * 100 + at % 12 + 1,) * 2 for at in range(latest, earliest - 1, -1)]
    shown, pager = paged([*years, *months], page, A_PAGE, Tap("figures", "period", (provider,)))
    buttons = [period_button(first, last, provider) for first, last in shown]
    return Screen((title(_("Which months?"), pic.WHEN),), pairs(buttons), Tap("figures", "show"), pager)


def period_button(first: int, last: int, provider: int) -> Button:
    """Lead to a period."""
    label = month_text(written(first, last).first) if first == last else _("{year}", year=Code(str(first // 100)))
    return Button(label, Tap("figures", "show", (first, last, provider)), pic.WHEN)


def ask_whose(first: int, last: int, page: int, providers: tuple[ProviderChoice, ...]) -> Screen:
    """Ask for the provider."""
    choices = [ProviderChoice(EVERYBODY, ""), *providers]
    shown, pager = paged(choices, page, CHOICES_A_PAGE, Tap("figures", "whose", (first, last)))
    rows: Rows = tuple((provider_button(first, last, one),) for one in shown)
    return Screen((title(_("Whose figures?"), pic.PROVIDER),), rows, Tap("figures", "show", (first, last, 0)), pager)


def provider_button(first: int, last: int, one: ProviderChoice) -> Button:
    """Lead to the figures of a provider, or of all."""
    label: Text | Content = Content(one.name, "mul") if one.name else _("All providers")
    return Button(label, Tap("figures", "show", (first, last, one.id)), pic.PROVIDER)


DIALOG = Dialog("figures", 1, (Shown, Reached, Files, Period, Whose), update, render, load)
