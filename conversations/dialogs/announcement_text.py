"""The texts of an announcement: written in one's own language, and for every other one written, imported, or done without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import staff, text_screens
from conversations.announcement_checks import Plan, read_plan
from conversations.core import (
    Attached,
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.staff import language_name, slug_of
from conversations.staff_effects import (
    AcceptFallback,
    AcceptFallbacks,
    ReadWordings,
    SendWordings,
    StartAnnouncement,
    WriteWording,
)
from locales.languages import BY_SLUG
from locales.text import Text, _, ngettext
from storage.records.announcements import (
    MOST_CAPTION_TEXT,
    MOST_TEXT,
    MOST_TITLE,
    Announcement,
    Objection,
    Ready,
    Refusal,
)
from storage.records.people import Participant
from storage.records.reader import Reader

NEW = 0
"""stands for an announcement that is begun with its first text"""
TABLES = (".xlsx",)
LARGEST_TABLE = 2_000_000


@dataclass(frozen=True, slots=True)
class Texts:
    """All languages, and what is missing."""

    announcement_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """The text in one language."""

    announcement_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Titling:
    """Waiting for a title; `length` of one that was too long."""

    announcement_id: int
    language: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class Texting:
    """Waiting for a text, below the title that was typed; `length` of one that was too long."""

    announcement_id: int
    language: str
    title: str = ""
    text: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Importing:
    """Waiting for a table with texts; `wrong` after a file that is none, `read` once one was taken."""

    announcement_id: int
    wrong: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The text could not be taken."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Texts | One | Titling | Texting | Importing | NotWritten


@dataclass(frozen=True, slots=True)
class View:
    """Who writes, and the announcement with whom it would reach."""

    me: Participant
    plan: Plan | None
    language: str


def update(state: State | None, event: Event) -> Turn[State]:
    """Ask for a text, take it, or go on to the next language."""
    match event:
        case Tap(action="new", args=(str(slug),)) if slug in BY_SLUG:
            return Turn(Titling(NEW, BY_SLUG[slug]))
        case Tap(action="show", args=(int(announcement_id),)):
            return Turn(Texts(announcement_id))
        case Tap(action="page", args=(int(announcement_id), int(page))):
            return Turn(Texts(announcement_id, max(0, page)))
        case Tap(action="language", args=(int(announcement_id), str(slug))) if slug in BY_SLUG:
            return Turn(One(announcement_id, BY_SLUG[slug]))
        case Tap(action="title", args=(int(announcement_id), str(slug))) if slug in BY_SLUG:
            return Turn(Titling(announcement_id, BY_SLUG[slug]))
        case Tap(action="text", args=(int(announcement_id), str(slug))) if slug in BY_SLUG:
            return Turn(Texting(announcement_id, BY_SLUG[slug]))
        case Tap():
            return on_choice(state, event)
        case Typed(text=text) if text.strip():
            return on_typed(state, text.strip())
        case Attached(kind="document") if isinstance(state, Importing):
            return on_table(state, event)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def on_choice(state: State | None, tap: Tap) -> Turn[State]:
    """Accept that people read another language, take a text away, or ask for a table."""
    match tap.action, tap.args:
        case "accept", (int(announcement_id), str(slug), int(accepted)) if slug in BY_SLUG:
            language = BY_SLUG[slug]
            return Turn(One(announcement_id, language), (AcceptFallback(announcement_id, language, bool(accepted)),))
        case "accept_all", (int(announcement_id), int(seen)):
            return Turn(Texts(announcement_id), (AcceptFallbacks(announcement_id, seen),))
        case "remove", (int(announcement_id), str(slug)) if slug in BY_SLUG:
            language = BY_SLUG[slug]
            return Turn(One(announcement_id, language), (WriteWording(announcement_id, language, "", ""),))
        case "import", (int(announcement_id),):
            return Turn(Importing(announcement_id))
        case "table", (int(announcement_id),):
            return Turn(Importing(announcement_id), (SendWordings(announcement_id),))
        case _:
            return Turn(state, understood=False)


def on_typed(state: State | None, text: str) -> Turn[State]:
    """Take a title or a text; one that is too long is not taken, and it is said by how much."""
    match state:
        case Titling(announcement_id, language):
            line = " ".join(text.split())
            if units(line) > MOST_TITLE:
                return Turn(Titling(announcement_id, language, units(line)))
            return Turn(Texting(announcement_id, language, line))
        case Texting(announcement_id, language, heading):
            if units(text) > MOST_TEXT:
                return Turn(replace(state, text="", length=units(text)))
            kept = replace(state, text=text, length=units(text))
            if announcement_id == NEW:
                return Turn(kept, (StartAnnouncement(),))
            return Turn(kept, (WriteWording(announcement_id, language, heading, text),))
        case _:
            return Turn(state, understood=False)


def on_table(state: Importing, event: Attached) -> Turn[State]:
    """Take a table with texts; any other file is not one."""
    if not event.name.casefold().endswith(TABLES) or event.size > LARGEST_TABLE:
        return Turn(Importing(state.announcement_id, wrong=True))
    return Turn(Importing(state.announcement_id, taken=True), (ReadWordings(state.announcement_id, event.file_id),))


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Write the first text of what was just begun; follow what became of a text."""
    match state, done:
        case Texting(), Done(effect=StartAnnouncement(), result=Ready(announcement_id)):
            writing = WriteWording(announcement_id, state.language, state.title, state.text)
            return Turn(replace(state, announcement_id=announcement_id), (writing,))
        case _, Done(effect=StartAnnouncement(), result=Refusal() as refusal):
            return Turn(NotWritten(NEW, refusal))
        case Texting(announcement_id), Done(effect=WriteWording(), result=Refusal(Objection.TOO_LONG)):
            return Turn(replace(state, text=""))
        case Texting(announcement_id), Done(effect=WriteWording(), result=Ready()):
            return Turn(Texts(announcement_id))
        case _, Done(
            effect=WriteWording(announcement_id) | AcceptFallback(announcement_id), result=Refusal() as refusal
        ):
            return Turn(NotWritten(announcement_id, refusal))
        case _, Done(effect=AcceptFallbacks(announcement_id), result=Refusal() as refusal):
            return Turn(NotWritten(announcement_id, refusal))
        case _:
            return Turn(state)


def units(text: str) -> int:
    """Count a text as Telegram does."""
    return len(text.encode("utf-16-le")) // 2


async def load(state: State, reader: Reader) -> View:
    """Read the announcement and count whom it would reach."""
    me = await reader.me()
    known = staff.may_announce(me) and state.announcement_id != NEW
    return View(me, await read_plan(state.announcement_id, reader) if known else None, reader.language)


def render(state: State, view: View) -> Screen:
    """Ask for one text, or show what there is."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match state, view.plan:
        case NotWritten(announcement_id, refusal), _:
            return staff.refusal_screen(refusal, announcement_id)
        case Titling(announcement_id=0), _:
            return ask_title(state, Tap("desk", "new"))
        case Texting(announcement_id=0), _:
            return ask_text(state, None, Tap("desk", "new"))
        case _, None:
            return staff.gone()
        case _, Plan() as plan:
            return show_known(state, plan, view.language)


def show_known(state: State, plan: Plan, mine: str) -> Screen:
    """Show the texts of an announcement that is there."""
    announcement = plan.announcement
    match state:
        case One(_, language):
            return text_screens.show_one(language, plan)
        case Titling(number, language):
            return ask_title(state, Tap("announcement_text", "language", (number, slug_of(language))))
        case Texting(number, language):
            return ask_text(state, announcement, Tap("announcement_text", "language", (number, slug_of(language))))
        case Importing():
            return ask_table(state)
        case _:
            return text_screens.show_texts(state.page if isinstance(state, Texts) else 0, plan, mine)


def ask_title(state: Titling, back: Tap) -> Screen:
    """Ask for a title."""
    lines: tuple[Line, ...] = (
        title(_("What is the title?"), pic.CHANGE),
        *too_long(state.length, MOST_TITLE),
        note(_("Write in {language}. A few words.", language=language_name(state.language)), pic.TYPE),
    )
    samples = Samples(("Sommerfest am Rehmplatz",), ("x" * (MOST_TITLE + 5),))
    return Screen(lines, back=back, samples=samples)


def ask_text(state: Texting, announcement: Announcement | None, back: Tap) -> Screen:
    """Ask for the text."""
    most = MOST_CAPTION_TEXT if announcement is not None and announcement.media is not None else MOST_TEXT
    own_sentence = announcement is not None and announcement.says_facts
    question = _("Which sentence of your own?") if own_sentence else _("What is the text?")
    lines: tuple[Line, ...] = (
        title(question, pic.CHANGE),
        *too_long(state.length, most),
        note(_("Write in {language}. Short sentences.", language=language_name(state.language)), pic.TYPE),
    )
    if most == MOST_CAPTION_TEXT:
        lines += (note(_("Below a picture or file there is less room."), pic.PICTURE),)
    return Screen(lines, back=back, samples=Samples(("Kommen Sie vorbei. Es gibt Kaffee.",), ("x" * (MOST_TEXT + 5),)))


def too_long(length: int, most: int) -> tuple[Line, ...]:
    """Say by how much something is too long."""
    if length <= most:
        return ()
    over: Text = ngettext(
        "That is {count} character too long. Please make it shorter.",
        "That is {count} characters too long. Please make it shorter.",
        length - most,
    )
    return (say(over, pic.SORRY),)


def ask_table(state: Importing) -> Screen:
    """Ask for a table with the texts, and offer one to fill in."""
    lines: tuple[Line, ...] = (title(_("All languages in a table"), pic.FILE),)
    if state.taken:
        lines += (say(_("I read it and tell you what I found."), pic.YES),)
    elif state.wrong:
        lines += (say(_("That is no table (XLSX), or it is too big. Please send another file."), pic.SORRY),)
    lines += (
        say(_("1. Tap below. I send you a table.")),
        say(_("2. Somebody fills in the texts.")),
        say(_("3. Send me the table back here.")),
    )
    table = Button(_("Send me the table"), Tap("announcement_text", "table", (state.announcement_id,)), pic.FILE)
    return Screen(lines, ((table,),), Tap("announcement_text", "show", (state.announcement_id,)), asks_file=True)


DIALOG = Dialog("announcement_text", 1, (Texts, One, Titling, Texting, Importing, NotWritten), update, render, load)
