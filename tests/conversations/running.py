"""Sign-ups in memory: a course that somebody runs, and the people on its lists, as a coordinator reads them in English."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from conversations.core import Dialog, Screen
from locales.text import Content
from storage.records.people import Participant
from storage.records.rosters import Standing
from storage.records.signups import Call, Offered, OfferedPage, Run, RunLine, RunListing, Signup, SignupPage
from tests.conversations.builders import NOW, a_course, somebody
from tests.conversations.fakes import FakeReader, read

COORDINATOR = somebody(roles=("coordinator",))


def a_run(**changes: Any) -> Run:  # noqa: ANN401 - any field
    """Make a course that somebody runs."""
    return replace(Run(a_course(), draft=False), **changes)


def a_signup(**changes: Any) -> Signup:  # noqa: ANN401 - any field
    """Make somebody with a place in the course."""
    person = Signup(
        id=70,
        registration=True,
        offering_id=7,
        session_id=None,
        name="Zoë",
        child=False,
        code="4F7",
        standing=Standing.REGISTERED,
        since=NOW,
        language="tr",
    )
    return replace(person, **changes)


def an_entry_of(**changes: Any) -> Signup:  # noqa: ANN401 - any field
    """Make somebody who waits for a place in the course."""
    waits = {"id": 50, "registration": False, "code": "", "standing": Standing.WAITING, "position": 2}
    return a_signup(**(waits | changes))


@dataclass
class FakeSignups:
    """Answers as storage would, from what it was given."""

    one: Run | None = field(default_factory=a_run)
    lines: tuple[RunLine, ...] = ()
    signed: tuple[Signup, ...] = ()
    offers: tuple[Offered, ...] = ()
    to_phone: tuple[Call, ...] = ()
    word: Content | None = None

    async def listing(self, word: str, page: int) -> RunListing:
        """Tell the given lines."""
        return RunListing(self.lines, len(self.lines), page, 5)

    async def run(self, offering_id: int) -> Run | None:
        """Tell the given offering."""
        return self.one

    async def people(self, offering_id: int, session_id: int | None, page: int) -> SignupPage | None:
        """Tell the given people."""
        counts = [sum(one.standing is standing for one in self.signed) for standing in Standing]
        return SignupPage(self.signed, counts[0], counts[2], counts[1], page, 5)

    async def found(self, offering_id: int, typed: str) -> tuple[Signup, ...]:
        """Find given people by their name."""
        return tuple(one for one in self.signed if one.name == typed)

    async def registration(self, registration_id: int) -> Signup | None:
        """Find somebody given."""
        return next((one for one in self.signed if one.registration and one.id == registration_id), None)

    async def entry(self, entry_id: int) -> Signup | None:
        """Find somebody given."""
        return next((one for one in self.signed if not one.registration and one.id == entry_id), None)

    async def offered(self, offering_id: int, page: int) -> OfferedPage | None:
        """Tell the given offers."""
        return OfferedPage(self.offers, len(self.offers), page, 5)

    async def calls(self, offering_id: int) -> tuple[Call, ...]:
        """Tell the given calls."""
        return self.to_phone

    async def word_to_me(self, *, registration: bool, number: int) -> Content | None:
        """Tell the given word."""
        return self.word


@dataclass
class RunReader(FakeReader):
    """Answers a coordinator."""

    person: Participant = COORDINATOR
    signups: FakeSignups = field(default_factory=FakeSignups)


async def screen_of(dialog: Dialog, state: object, *, person: Participant = COORDINATOR, **given: Any) -> Screen:  # noqa: ANN401 - of FakeSignups
    """Show a state to a coordinator."""
    reader = RunReader(person=person, signups=FakeSignups(**given))
    screen = dialog.render(state, await dialog.load(state, reader))
    assert isinstance(screen, Screen)
    return screen


async def shown(dialog: Dialog, state: object, **given: Any) -> list[str]:  # noqa: ANN401 - of FakeSignups
    """Read a state aloud as a coordinator sees it."""
    return read(await screen_of(dialog, state, **given))
