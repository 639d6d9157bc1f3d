"""Lists out: what to export of an offering, in which form; it comes as a file to this chat and can be deleted from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import may_coordinate, not_yours, of_offering, to_offering
from conversations.core import Button, Dialog, Done, Event, Line, Pager, Rows, Screen, Tap, Turn, note, say, title
from conversations.export_effects import EXPORTS, SendExport, TakeBack
from conversations.layout import paged, pairs
from conversations.staff import language_name, not_for_you, slug_of
from locales.languages import BY_SLUG, DEFAULT, OFFERED
from locales.text import Text, _
from storage.records.people import Participant
from storage.records.reader import Reader
from storage.records.signups import Run

MOST_LANGUAGES = 3
A_PAGE = 4
POSTER = "poster"
FORM_NAMES: dict[str, Text] = {
    "xlsx": _("Excel (XLSX)"),
    "csv": _("CSV for Excel"),
    "csv-plain": _("CSV, plain"),
    "json": _("JSON"),
}


@dataclass(frozen=True, slots=True)
class Choosing:
    """Asking what to export."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class Forming:
    """Asking in which format the list shall be."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class Postering:
    """Choosing a poster's languages, the largest first."""

    offering_id: int
    languages: tuple[str, ...] = (DEFAULT,)
    page: int = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """It is being made."""

    offering_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Deleting:
    """Whether a file could be deleted from the chat; None until that is known."""

    row_id: int
    possible: bool | None = None


State: TypeAlias = Choosing | Forming | Postering | Coming | Deleting


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and the offering where it is theirs."""

    me: Participant
    run: Run | None = None


def update(state: State | None, event: Event) -> Turn[State]:
    """Ask what and how, have it sent, or delete it from the chat."""
    match event:
        case Tap(action="start", args=(int(number),)):
            return Turn(Choosing(number))
        case Tap(action="list", args=(int(number),)):
            return Turn(Forming(number))
        case Tap(action="poster", args=(int(number), *rest)):
            page = rest[0] if rest and isinstance(rest[0], int) else 0
            return Turn(replace(postering(state, number), page=max(0, page)))
        case Tap(action="language", args=(int(number), str(slug))) if slug in BY_SLUG:
            return Turn(with_language(postering(state, number), BY_SLUG[slug]))
        case Tap(action="send", args=(int(number), str(kind), str(form))) if form in EXPORTS.get(kind, ()):
            languages = ",".join(postering(state, number).languages) if kind == POSTER else ""
            return Turn(Coming(number, kind), (SendExport(number, kind, form, languages),))
        case Tap(action="delete", args=(int(row_id),)):
            return Turn(Deleting(row_id), (TakeBack(row_id),))
        case Done(effect=TakeBack(row_id), result=result):
            return Turn(Deleting(row_id, possible=result is True))
        case _:
            return Turn(state, understood=False)


def postering(state: State | None, offering_id: int) -> Postering:
    """Go on with the languages chosen so far for this offering."""
    same = isinstance(state, Postering) and state.offering_id == offering_id
    return state if same and isinstance(state, Postering) else Postering(offering_id)


def with_language(state: Postering, code: str) -> Postering:
    """Choose a language, or no longer; of more than three the oldest choice gives way, and one always stays."""
    if code in state.languages:
        left = tuple(other for other in state.languages if other != code)
        return replace(state, languages=left or state.languages)
    return replace(state, languages=(*state.languages, code)[-MOST_LANGUAGES:])


async def load(state: State, reader: Reader) -> View:
    """Read the offering, where it is theirs."""
    me = await reader.me()
    if isinstance(state, Deleting) or not may_coordinate(me):
        return View(me)
    return View(me, await reader.signups.run(state.offering_id))


def render(state: State, view: View) -> Screen:
    """Ask what and how, or say what happens."""
    match state:
        case Deleting(_, possible):
            return show_deleting(possible=possible is True)
        case _ if not may_coordinate(view.me):
            return not_for_you()
        case _ if view.run is None:
            return not_yours()
        case Choosing():
            return ask_what(view.run)
        case Forming(number):
            return ask_form(number)
        case Postering():
            return ask_languages(state)
        case Coming(number, kind):
            return show_coming(number, kind)


def send_button(label: Text, pictogram: str, *args: int | str, style: str = "") -> Button:
    """Have something sent."""
    return Button(label, Tap("lists_out", "send", args), pictogram, style)


def ask_what(run: Run) -> Screen:
    """Ask what to export; a poster invites to what is open to all, so a draft has none yet."""
    number = run.offering.id
    rows: Rows = (
        (Button(_("Sign-up list"), Tap("lists_out", "list", (number,)), pic.MINE, "primary"),),
        (send_button(_("Sheets to sign (PDF)"), pic.TYPE, number, "attendance", "pdf"),),
    )
    if not run.draft:
        rows += ((Button(_("Poster"), Tap("lists_out", "poster", (number,)), pic.PICTURE),),)
    rows += ((send_button(_("Calendar (ICS)"), pic.CALENDAR, number, "calendar", "ics"),),)
    lines = (
        title(run.offering.title, pic.FILE),
        say(_("What shall I send you?")),
        note(_("Lists and sheets hold names. Delete them when they have served."), pic.PRIVACY),
    )
    return Screen(lines, rows, of_offering(number))


def ask_form(number: int) -> Screen:
    """Ask for the format of the list."""
    rows: Rows = tuple(
        (send_button(FORM_NAMES[form], pic.FILE, number, "registrations", form),) for form in EXPORTS["registrations"]
    )
    lines = (
        title(_("In which format?"), pic.MINE),
        say(_("Not sure? Take Excel.")),
        note(_("The list holds names. It comes only to this chat."), pic.PRIVACY),
    )
    return Screen(lines, rows, Tap("lists_out", "start", (number,)))


def ask_languages(state: Postering) -> Screen:
    """Ask for up to three languages."""
    number = state.offering_id
    shown, pager = paged(OFFERED, state.page, A_PAGE, Tap("lists_out", "poster", (number,)))
    buttons = [
        Button(
            language_name(code),
            Tap("lists_out", "language", (number, slug_of(code))),
            pic.CHOSEN if code in state.languages else "",
        )
        for code in shown
    ]
    send = (
        send_button(_("Send as PDF"), pic.FILE, number, POSTER, "pdf", style="primary"),
        send_button(_("Send as picture"), pic.PICTURE, number, POSTER, "png"),
    )
    chosen = _("{first}, up to three. The first is the largest.", first=listed_languages(state.languages))
    lines: tuple[Line, ...] = (title(_("Which languages?"), pic.LANGUAGE), say(chosen, pic.CHOSEN))
    return Screen(
        lines, (*pairs(buttons), send), Tap("lists_out", "start", (number,)), Pager(pager.page, pager.pages, pager.turn)
    )


def listed_languages(codes: tuple[str, ...]) -> Text:
    """Name languages in the order they were chosen."""
    match codes:
        case (one,):
            return language_name(one)
        case (one, two):
            return _("{one}, then {two}", one=language_name(one), two=language_name(two))
        case _:
            first, second, third = codes
            rest = _("{one}, then {two}", one=language_name(second), two=language_name(third))
            return _("{one}, then {two}", one=language_name(first), two=rest)


def show_coming(number: int, kind: str) -> Screen:
    """Say that it comes, and what to do with it then."""
    lines: tuple[Line, ...] = (title(_("I am making the file."), pic.FILE), say(_("It comes here in a moment.")))
    if kind in {"registrations", "attendance"}:
        lines += (note(_("It holds names. A button below it deletes it from this chat."), pic.PRIVACY),)
    more = Button(_("Export something else"), Tap("lists_out", "start", (number,)), pic.FILE)
    return Screen(lines, ((more,), (to_offering(number),)))


def show_deleting(*, possible: bool) -> Screen:
    """Say whether a file goes from the chat."""
    if possible:
        lines = (
            title(_("I am deleting the file from this chat."), pic.DELETE),
            say(_("Copies that you saved or printed stay. Please delete those, too.")),
        )
        return Screen(lines)
    return Screen(
        (
            title(_("I cannot delete it any more."), pic.SORRY),
            say(_("Telegram allows that for two days only. Please keep a finger on the message and tap on delete.")),
        )
    )


DIALOG = Dialog("lists_out", 1, (Choosing, Forming, Postering, Coming, Deleting), update, render, load)
