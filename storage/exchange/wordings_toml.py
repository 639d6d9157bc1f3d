"""Reads an announcement from a TOML file and checks all of it, so that one go mends a file.

What needs the database, whether an offering or a topic exists, is for whoever takes the announcement in.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from locales.languages import OFFERED
from storage.exchange.wordings import LARGEST_BYTES, Flaw, WordingsError, cleaned, known_language, too_long
from storage.records.announcements import BUTTONS, Wording
from storage.records.audiences import AUDIENCES

TOP = ("offering", "facts", "at", "latest", "buttons", "fallbacks", "texts", "audience")
ABOUT_OFFERINGS = ("registered", "waiting", "attended", "interested")
FACETS = ("topics", "quarters", "languages", "audiences", *ABOUT_OFFERINGS)
AUDIENCE = (*FACETS, "without", "everyone", "chats", "tapped")
NEED_OFFERING = ("details", "register", "map")
YEARS = range(2000, 3000)
LARGEST = 2**63 - 1
"""the largest number a database takes"""


@dataclass(frozen=True, slots=True)
class NamedFacets:
    """Facets as a file names them: offerings by the ids of the catalogue's files."""

    topics: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    interested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedAudience:
    """An audience as a file names it."""

    who: NamedFacets = field(default_factory=NamedFacets)
    without: NamedFacets = field(default_factory=NamedFacets)
    chats: tuple[int, ...] = ()
    tapped: tuple[int, str] | None = None
    everyone: bool = True


@dataclass(frozen=True, slots=True)
class AnnouncementFile:
    """An announcement as its file tells it; times are aware UTC, `due_at` None is at once."""

    name: str
    offering: str | None
    wordings: tuple[Wording, ...]
    fallbacks: tuple[str, ...]
    buttons: tuple[str, ...] | None
    """None: the usual ones"""
    due_at: datetime | None
    latest_at: datetime | None
    audience: NamedAudience | None = None
    """None: whoever chose the offering's topics and quarter, without an offering everybody who wants news"""
    facts: bool = True
    """False: the offering's facts are not said, only the buttons lead there"""


def read_file(path: Path, *, timezone: str = "Europe/Berlin") -> AnnouncementFile:
    """Read and check a file; WordingsError holds everything that is wrong. Wall times are in `timezone`."""
    top = Table(path.name, "", _load(path), [])
    announcement = _announcement(top, ZoneInfo(timezone))
    if top.flaws:
        raise WordingsError(*top.flaws)
    return announcement


def _load(path: Path) -> dict[str, Any]:
    """Read TOML; WordingsError names the line where it stops being that."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise WordingsError(Flaw(path.name, "", "larger than 1 MB"))
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except WordingsError:
        raise
    except OSError as error:
        reason = f"cannot be opened ({(error.strerror or 'unknown reason').lower()})"
        raise WordingsError(Flaw(path.name, "", reason)) from None
    except UnicodeDecodeError as error:
        raise WordingsError(Flaw(path.name, "", f"not UTF-8 from byte {error.start} on; save it as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).rpartition(" (")
        raise WordingsError(Flaw(path.name, place.removeprefix("at ").rstrip(")"), f"{reason or error}")) from None
    except (RecursionError, ValueError):
        raise WordingsError(Flaw(path.name, "", "holds a number or nested brackets that nobody could mean")) from None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, whose values are taken one by one; what is wrong with them gathers in `flaws`."""

    file: str
    path: str
    values: Mapping[str, Any]
    flaws: list[Flaw]

    def refuse(self, key: str, reason: str, value: object = "") -> None:
        """Remember what is wrong with a key."""
        self.flaws.append(Flaw(self.file, self.key(key), reason, str(value)))

    def key(self, key: str) -> str:
        """Name a key with the tables it stands in."""
        return f"{self.path}.{key}" if self.path else key

    def only(self, known: Collection[str]) -> None:
        """Refuse every other key, with the nearest known one."""
        for key in self.values:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {close[0]}?" if close else f"known are: {', '.join(known)}"
                self.refuse(key, f"unknown; {hint}")

    def table(self, key: str) -> Table:
        """Go into a table; an empty one where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f"must be a table, written as [{self.key(key)}]", value)
            value = {}
        return Table(self.file, self.key(key), value, self.flaws)

    def text(self, key: str) -> str:
        """Take a text; '' where there is none."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return cleaned(value)
        self.refuse(key, "must be a text in quotation marks", value)
        return ""

    def yes(self, key: str, usual: bool) -> bool:
        """Take true or false."""
        value = self.values.get(key, usual)
        if isinstance(value, bool):
            return value
        self.refuse(key, "must be true or false", value)
        return usual

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of texts, each once."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(dict.fromkeys(cleaned(item) for item in value))
        self.refuse(key, 'must be a list of texts, written as ["one", "two"]', value)
        return ()

    def known(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Take a list of texts that are among the known ones."""
        found = self.words(key)
        for word in (word for word in found if word not in known):
            self.refuse(key, f"must be one of: {', '.join(known)}", word)
        return tuple(word for word in found if word in known)

    def languages(self, key: str) -> tuple[str, ...]:
        """Take a list of languages, by our codes."""
        found = {word: known_language(word) for word in self.words(key)}
        for word in (word for word, code in found.items() if code is None):
            self.refuse(key, f"is none of our languages: {', '.join(OFFERED)}", word)
        return tuple(dict.fromkeys(code for code in found.values() if code))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Take a list of whole numbers from 1."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(map(is_number, value)):
            return tuple(dict.fromkeys(value))
        self.refuse(key, "must be a list of whole numbers, written as [1, 2]", value)
        return ()

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """Take a wall time; None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        wall = _wall(value)
        if wall is None:
            self.refuse(key, "must be a local day and time without a zone, written as 2027-01-12 17:00", value)
            return None
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != wall:
            self.refuse(key, "this time does not exist: the clocks go forward", value)
        return moment


def _wall(value: object) -> datetime | None:
    """Read a wall time, written as TOML's own or as a text."""
    try:
        wall = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2027-01-12") else value
    except ValueError:
        return None
    return wall if isinstance(wall, datetime) and wall.tzinfo is None and wall.year in YEARS else None


def is_number(value: object) -> TypeGuard[int]:
    """Say whether a value is a number that something of ours may have."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST


def _announcement(top: Table, zone: ZoneInfo) -> AnnouncementFile:
    """Read the whole of it."""
    top.only(TOP)
    offering, facts = top.text("offering") or None, top.yes("facts", usual=True)
    due_at, latest_at = top.moment("at", zone), top.moment("latest", zone)
    if due_at and latest_at and latest_at <= due_at:
        top.refuse("latest", "must be later than at")
    return AnnouncementFile(
        name=top.file,
        offering=offering,
        wordings=tuple(_wordings(top, titled=offering is None or not facts)),
        fallbacks=top.languages("fallbacks"),
        buttons=_buttons(top, offering),
        due_at=due_at,
        latest_at=latest_at,
        audience=_audience(top.table("audience")) if "audience" in top.values else None,
        facts=facts,
    )


def _audience(audience: Table) -> NamedAudience:
    """Read whom it is for."""
    audience.only(AUDIENCE)
    without = audience.table("without")
    without.only(FACETS)
    return NamedAudience(
        who=_facets(audience),
        without=_facets(without),
        chats=audience.numbers("chats"),
        tapped=_tapped(audience),
        everyone=audience.yes("everyone", usual=True),
    )


def _wordings(top: Table, *, titled: bool) -> Iterator[Wording]:
    """Read the texts; without an offering's facts each needs a title and a text, and there must be one."""
    texts = top.table("texts")
    if titled and not texts.values and "texts" not in {flaw.where for flaw in top.flaws}:
        top.refuse("texts", "there is no text and no offering that says its facts; write one below [texts.de]")
    found: dict[str, str] = {}
    for key in texts.values:
        code = known_language(key)
        if code is None:
            texts.refuse(key, f"is none of our languages: {', '.join(OFFERED)}")
        elif code in found:
            texts.refuse(key, f"is the same language as {found[code]}")
        else:
            found[code] = key
            yield _wording(texts.table(key), code, titled=titled)


def _wording(table: Table, code: str, *, titled: bool) -> Wording:
    """Read the text in one language."""
    table.only(("title", "text"))
    title, text = " ".join(cleaned(table.text("title")).split()), cleaned(table.text("text"))
    for field_, value, needed in (("title", title, titled), ("text", text, True)):
        if needed and not value:
            table.refuse(field_, "must not be empty")
    for field_, reason in too_long(title, text):
        table.refuse(field_, reason)
    return Wording(code, title, text, "imported")


def _buttons(top: Table, offering: str | None) -> tuple[str, ...] | None:
    """Read the buttons; some lead to an offering."""
    if "buttons" not in top.values:
        return None
    buttons = top.known("buttons", BUTTONS)
    for button in (button for button in buttons if button in NEED_OFFERING and offering is None):
        top.refuse("buttons", "leads to an offering, and none is named", button)
    return buttons


def _facets(table: Table) -> NamedFacets:
    """Read whom to choose or leave out."""
    return NamedFacets(
        topics=table.words("topics"),
        quarters=table.words("quarters"),
        languages=table.languages("languages"),
        audiences=table.known("audiences", AUDIENCES),
        registered=table.words("registered"),
        waiting=table.words("waiting"),
        attended=table.words("attended"),
        interested=table.words("interested"),
    )


def _tapped(audience: Table) -> tuple[int, str] | None:
    """Read whose tap on an earlier announcement counts."""
    if "tapped" not in audience.values:
        return None
    tapped = audience.table("tapped")
    tapped.only(("announcement", "button"))
    number, button = tapped.values.get("announcement"), tapped.text("button") or "interested"
    if not is_number(number):
        tapped.refuse("announcement", "must be the number of an earlier announcement", number or "")
        return None
    if button not in BUTTONS:
        tapped.refuse("button", f"must be one of: {', '.join(BUTTONS)}", button)
    return number, button
