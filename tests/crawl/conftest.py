"""A walk over the sample catalogue, with effects performed for real on a database of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.perform import perform
from conversations.core import Event, Screen, Started, Tap
from conversations.crawl import START, Guide, Visit, buttons, walk
from conversations.effects import EraseMe
from conversations.engine import Engine
from conversations.registry import dialogs, notices
from locales.languages import OFFERED
from storage import access, changes, people, registrations, sample, tables
from storage.engine import COMMAND, Actor, Database, Transaction, migrate
from storage.reader import StorageReader
from storage.records.announcements import Rules
from storage.records.people import Participant
from storage.records.registrations import Place, Registered, Registration, Waiting
from tests.crawl import intake, team, wishing
from tests.crawl import office as running
from tests.storage.conftest import run_apart

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
OFTEN = {
    ("offering", "show"): 100,
    ("offering", "more"): 100,
    ("register", "start"): 100,
    ("offering", "dates"): 100,
    ("register", "send"): 40,
}
SELDOM = 3
WELCOME_SCREENS = 12
ALL_SCREENS = 20_000


@dataclass(frozen=True)
class Walk:
    """What a walk saw."""

    language: str
    engine: Engine
    visits: tuple[Visit, ...]


def often(tap: Tap) -> int:
    """Follow buttons that open an offering every time, others a few times."""
    return OFTEN.get((tap.dialog, tap.action), 4)


def seldom(tap: Tap) -> int:
    """Follow each kind of button a little, for what residents see was walked before; the office is a coordinator's walk."""
    return 0 if tap.dialog == "office" else SELDOM


async def walk_in(language: str, folder: Path) -> Walk:
    """Walk through everything as a resident of one language."""
    url, keys = f"sqlite+aiosqlite:///{folder / 'crawl.db'}", [Fernet.generate_key().decode()]
    await migrate(url, keys)
    database = await Database.open(url, keys, rules=Rules(approval_above=5))
    try:
        async with database.transaction(NOW, COMMAND) as tx:
            await changes.apply(tx, sample.load(NOW.date()))
            invitation = await access.invite(tx, "staff")
        async with database.transaction(NOW, Actor("person", 1)) as tx:
            participant = await people.greet(tx, "1001", language)
            met = [visit async for visit in visits(tx, participant, (START,), WELCOME_SCREENS)]
            await people.set_language(tx, participant.id, language)
            await people.see_privacy_notice(tx, participant.id)
            told = await entangle(tx, participant)
            walking = visits(tx, participant, (START, *told, Started(f"i_{invitation}")), ALL_SCREENS)
            seen = [*met, *[visit async for visit in walking]]
            office = await team.furnish(tx, language)
            tasks = [Tap("desk", "show"), *doors(office), Tap("team", "show")]
            working = visits(tx, office.me, tasks, ALL_SCREENS, seldom)
            seen += [visit async for visit in working]
            run = await running.furnish(tx, language)
            listing = visits(tx, run.me, run.doors, ALL_SCREENS, only_into(*running.DIALOGS))
            seen += [visit async for visit in listing]
            ways_in = (*run.others, Tap("lists_out", "delete", (1,)))  # as below a file
            coordinating = visits(tx, run.me, ways_in, ALL_SCREENS, only_new(seen))
            seen += [visit async for visit in coordinating]
            ways = await wishing.furnish(tx, office.me)
            noting = visits(tx, office.me, ways, ALL_SCREENS, only_into("door", "demand"))
            seen += [visit async for visit in noting]
            files = await intake.furnish(tx, run.me)
            bringing = visits(tx, run.me, files, ALL_SCREENS, only_into(*intake.DIALOGS))
            return Walk(language, Engine(dialogs()), (*seen, *[visit async for visit in bringing]))
    finally:
        await database.close()


def only_new(seen: Sequence[Visit]) -> Callable[[Tap], int]:
    """Follow each kind of button once, and none into what somebody else walked before."""
    known = {visit.stack[-1].dialog for visit in seen}
    return lambda tap: 0 if tap.dialog in known else 1


def only_into(*names: str) -> Callable[[Tap], int]:
    """Follow each kind of button once, and only into some dialogs."""
    return lambda tap: int(tap.dialog in names)


def doors(office: team.Office) -> list[Event]:
    """List the ways to each announcement, as if it were tapped in the list or in a notice."""
    dialogs_of = ("announcement", "announcement_run")
    desks = [Tap(dialog, "show", (number,)) for number in office.announcement_ids for dialog in dialogs_of]
    letters = [Tap("news", "read", (office.announcement_ids[-1],)), Tap("news", "week", (office.week, 0))]
    return [*desks, *letters, Tap("news", "button", (office.announcement_ids[-1], "interested"))]


async def entangle(tx: Transaction, participant: Participant) -> list[Event]:
    """Let others take places, so that the walker waits, is offered one, and is reminded; tells the notices' taps."""
    other = await people.greet(tx, "1002", "de")
    sessions = await singles(tx)
    for offering_id, session_id in sessions[:3]:
        await join(tx, other, offering_id, session_id)
    entries = [await join(tx, participant, *sessions[at]) for at in (1, 2)]
    mine = await join(tx, participant, *sessions[3])
    theirs = [place for place in await claims_of(tx, other) if place.offering_id == sessions[1][0]]
    await registrations.cancel(tx, other.id, theirs[1].id)
    assert isinstance(mine, Registered)
    reader = StorageReader(tx, participant)
    screens = [await screen_of("reminder", reader, await due_args(tx, "reminder", mine.registration_id))]
    for entry in entries:
        assert isinstance(entry, Waiting)
        screens.append(await screen_of("place_free", reader, {"entry_id": entry.entry_id}))
    return [b.does for screen in screens if screen for b in buttons(screen) if isinstance(b.does, Tap)]


async def singles(tx: Transaction) -> list[tuple[int, int]]:
    """Find sessions with one seat, as offering and session id."""
    sessions = tables.sessions
    rows = await tx.connection.execute(
        select(sessions.c.offering_id, sessions.c.id).where(sessions.c.capacity == 1).order_by(sessions.c.id)
    )
    return [(row.offering_id, row.id) for row in rows]


async def join(tx: Transaction, who: Participant, offering_id: int, session_id: int) -> Place:
    """Claim a place."""
    return await registrations.register(
        tx, who.id, offering_id, session_id, name="Amal", child=False, confirmed=("women", "age"), may_wait=True
    )


async def claims_of(tx: Transaction, who: Participant) -> tuple[Registration, ...]:
    """Read what somebody registered for."""
    return (await StorageReader(tx, who).mine()).registrations


async def due_args(tx: Transaction, kind: str, registration_id: int) -> dict[str, object]:
    """Read what the first notice of a kind about a registration says."""
    outbox = tables.outbox
    row = await tx.connection.execute(
        select(outbox.c.args).where(outbox.c.kind == kind, outbox.c.registration_id == registration_id).limit(1)
    )
    args: dict[str, object] = json.loads(row.scalar_one())
    return args


async def screen_of(kind: str, reader: StorageReader, args: dict[str, object]) -> Screen | None:
    """Render a notice."""
    notice = notices()[kind]
    view = await notice.load(args, reader)
    return None if view is None else notice.render(view)


async def visits(
    tx: Transaction,
    participant: Participant,
    first: Sequence[Event],
    most: int,
    often: Callable[[Tap], int] = often,
) -> AsyncIterator[Visit]:
    """Walk as one participant; forgetting them is only asked for, or the walk would end there."""
    known: list[Participant] = []

    async def really(effect: object) -> object:
        known.clear()
        return None if isinstance(effect, EraseMe) else await perform(tx, participant.id, effect)

    async def who() -> Participant:
        if not known:  # read again only after something was done
            known.append(await people.participant(tx, participant.id) or participant)
        return known[0]

    reader = StorageReader(tx, participant, first_name="Amal")
    async for visit in walk(Guide(Engine(dialogs()), reader, really, who, often), first, most):
        yield visit


@pytest.fixture(scope="session", params=OFFERED)
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Walk once in each language, in a loop of its own."""
    return run_apart(walk_in(str(request.param), tmp_path_factory.mktemp("crawl")))
