"""Random people: scripts of what they do, a player that does it over real HTTP, and what must hold whatever they do."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from hypothesis import strategies as st

from conversations import pictograms as pic
from conversations.registry import dialogs
from simulator.acts import ImpossibleError
from simulator.person import Person
from simulator.world import Arrival, Message
from storage import outbox
from tests.acceptance import invariants
from tests.acceptance.walkers import leads_to, looking, move_to, newcomer, offering_id, resident
from tests.town import Town

PHONES = ("de", "ar", "en", "de@easy")
POSTERS = ("UN-01", "UN-01", "UN-01", "UN-01", "BW-01", "EG-01", "3D-01", "DC-01", "DC-03", "SR-03", "VM-01")
"""Offerings with one place, with a few, whole courses, drop-in, for children only, and without a date."""
TEXTS = (
    "Amal",
    "Noor",
    "علي",
    "123",
    "🙂",
    "x" * 4096,
    "<b>&amp;",
    "Handy",
    "%",
    "🏠 Start",
    "🌐 اللغة",
    "/start",
    "/help",
)
COMMANDS = ("/language", "/settings", "/privacy", "/start o_1", "/start o_99999", "/start nonsense", "/", "/weather x")
NOTICES = (pic.REMINDER, pic.DONE, pic.CHANGE, pic.NO)
ARRIVED = ("my_registrations.calendar", "my_registrations.leave")
KINDS = ("photo", "voice", "sticker", "document", "contact")
ACTIONS = (
    *("show", "start", "topics", "topic", "week", "all", "narrow", "ask", "near", "pick", "drop", "page"),
    *("more", "dates", "which", "remind", "map", "calendar", "offering", "open", "waiting", "forget", "welcome"),
    *("answer", "no", "undo", "go_on", "send", "own_name", "earlier", "change", "rename", "redate", "anew"),
    *("take", "decline", "leave", "really_leave", "cancel", "really", "coming", "cannot", "away"),
    *("accept", "close", "data", "erase", "really_erase", "redeem"),
)
WORDS = (
    "whom",
    "session",
    "age",
    "women",
    "consent",
    "where",
    "days",
    "weekday",
    "language",
    "free",
    "quarter",
    "nord",
)
NUMBERS = (-1, 0, 1, 2, 3, 5, 8, 10, 18, 26, 99, 2**31, 10**18 - 1)


@dataclass(frozen=True)
class Act:
    """One thing somebody does. `at` chooses among what is there at that moment, `text` says what is typed or forged."""

    who: int
    kind: str
    at: int = 0
    text: str = ""


@dataclass(frozen=True)
class Move:
    """The clock moves ahead; no hours at all mean: to the moment when the next notice is due."""

    hours: int


@dataclass(frozen=True)
class Script:
    """What happens, round by round; everything in a round happens at once."""

    residents: int
    rounds: tuple[tuple[Act | Move, ...], ...]


def forged() -> st.SearchStrategy[str]:
    """Make callback data nobody was shown: well-formed, nearly so, or not at all."""
    args = st.lists(st.sampled_from(NUMBERS) | st.sampled_from(WORDS), max_size=4)
    well_formed = st.builds(
        lambda dialog, action, args: ".".join(map(str, (dialog, 1, action, *args)))[:64],
        st.sampled_from(sorted(dialogs())),
        st.sampled_from(ACTIONS),
        args,
    )
    return well_formed | st.text(max_size=16)


def acts() -> st.SearchStrategy[Act]:
    """Make an act, one that leads to a registration or back from it more often than others."""
    who, at = st.integers(0, len(PHONES) - 1), st.integers(0, 999)
    joining = st.builds(Act, who, st.just("join"), at)
    going_on = st.builds(Act, who, st.sampled_from(("leave", "leave", "answer", "eager", "tap")), at)
    typing = st.builds(Act, who, st.just("type"), at, st.sampled_from(TEXTS + COMMANDS))
    forging = st.builds(Act, who, st.just("forge"), at, forged())
    others = st.builds(
        Act, who, st.sampled_from(("old", "old", "locate", "send", "edit", "block", "unblock", "redeliver")), at
    )
    return st.one_of(joining, joining, going_on, going_on, typing, forging, others)


def scripts() -> st.SearchStrategy[Script]:
    """Make a script."""
    moves = st.builds(lambda hours: (Move(hours),), st.sampled_from((0, 0, 0, 1, 10, 24, 24 * 2, 24 * 40)))
    together = st.lists(acts(), min_size=2, max_size=5).map(tuple)
    rounds = st.lists(st.one_of(together, together, together, moves), min_size=7, max_size=14).map(tuple)
    crowd = tuple(Act(number, "join") for number in range(len(PHONES)))
    crowded = st.one_of(rounds, rounds.map(lambda after: (crowd, *after)))
    return st.builds(Script, st.integers(2, len(PHONES)), crowded)


STEPS = {
    "join": ("poster", *["eager"] * 7),
    "leave": tuple(f"find my_registrations.{action}" for action in ("show", "open", "cancel", "really")),
    "answer": ("notice",),
}
"""What takes several steps; people take them side by side, a step each."""


def steps_of(act: Act) -> tuple[Act, ...]:
    """Break an act into its steps."""
    return tuple(replace(act, kind=step) for step in STEPS.get(act.kind, (act.kind,)))


@dataclass
class Walker:
    """One random person and what they remember."""

    person: Person
    buttons: dict[tuple[int, str], None] = field(default_factory=dict)
    updates: list[int] = field(default_factory=list)
    owed: int = 0
    arrived: int = 0
    calls: int = 0

    def look(self) -> None:
        """Remember every button there is, for tapping it when it is old."""
        for message in self.person.received:
            for data in data_of(message):
                self.buttons[message.message_id, data] = None

    def can(self, kind: str) -> bool:
        """Say whether this step means something to this person: giving back is for those who once had a place."""
        match kind.split():
            case ["find", _action]:
                return any(leads_to(data, ARRIVED[0]) for _message_id, data in self.buttons)
            case ["notice"]:
                return any(message.text[:1] in NOTICES and data_of(message) for message in self.person.received)
            case _:
                return True


def data_of(message: Message) -> list[str]:
    """List the callback data of a message's buttons."""
    return [str(button["callback_data"]) for row in message.buttons for button in row if "callback_data" in button]


def eager_choice(message: Message) -> str | None:
    """Find the button that leads towards a registration: the one that stands out, else the first; none once there."""
    buttons = [button for row in message.buttons for button in row if "callback_data" in button]
    if any(leads_to(button["callback_data"], there) for button in buttons for there in ARRIVED):
        return None
    buttons.sort(key=lambda button: button.get("style") not in {"success", "primary"})
    return str(buttons[0]["callback_data"]) if buttons else None


class Player:
    """Plays a script in a town."""

    def __init__(self, town: Town, walkers: Sequence[Walker], posters: Sequence[int]) -> None:
        self.town = town
        self.walkers = walkers
        self.posters = posters

    async def play(self, script: Script) -> None:
        """Play round by round, step by step; after each, everybody has an answer."""
        for acts in script.rounds:
            steps: list[tuple[Act | Move, ...]] = [(act,) if isinstance(act, Move) else steps_of(act) for act in acts]
            for together in zip_longest(*steps):
                for act in together:
                    if act is not None:
                        await self._do(act)
                await self.town.settle()
                for walker in self.walkers:
                    self._check_answers(walker)

    async def _do(self, act: Act | Move) -> None:
        if isinstance(act, Move):
            await self._move(act)
            return
        for walker in self.walkers:
            walker.look()
        able = [walker for walker in self.walkers if walker.can(act.kind)] or self.walkers
        walker = able[act.who % len(able)]
        try:
            update = await self._act(walker, act)
        except ImpossibleError:
            return
        if update and act.kind not in {"block", "unblock"}:
            walker.owed += 1
        if update:
            walker.updates.append(update)

    async def _move(self, move: Move) -> None:
        """Move the clock."""
        async with looking(self.town) as tx:
            due = None if move.hours else await outbox.next_due(tx)
        if due is not None:
            await move_to(self.town, max(due[0], self.town.clock.now()))
        else:
            await self.town.move(hours=move.hours or 1)

    async def _act(self, walker: Walker, act: Act) -> int:
        """Act, and tell the number of the update; 0 when nothing came of it."""
        person, screen, simulator = walker.person, walker.person.screen, self.town.simulator
        match act.kind:
            case "poster":
                return await person.starts(f"o_{self.posters[act.at % len(self.posters)]}")
            case "eager" if screen is not None and (data := eager_choice(screen)):
                return await person.taps_data(screen.message_id, data)
            case "tap" if screen is not None and (choices := data_of(screen)):
                return await person.taps_data(screen.message_id, choices[act.at % len(choices)])
            case "notice":
                return await self._answer_notice(person, act)
            case "old" if walker.buttons:
                message_id, data = list(walker.buttons)[act.at % len(walker.buttons)]
                return simulator.forge_tap(person, message_id, data)
            case "forge":
                return simulator.forge_tap(person, act.at, act.text)
            case "redeliver" if walker.updates:
                simulator.redeliver(walker.updates[-1 - act.at % min(3, len(walker.updates))])
                return 0
            case _:
                return await self._say(person, act)

    async def _answer_notice(self, person: Person, act: Act) -> int:
        """Tap a button of the newest message that came unasked."""
        told = [
            message for message in person.received if message.text.lstrip("\u200f")[:1] in NOTICES and data_of(message)
        ]
        if not told:
            return 0
        choices = data_of(told[-1])
        return await person.taps_data(told[-1].message_id, choices[act.at % len(choices)])

    async def _say(self, person: Person, act: Act) -> int:
        """Send something that is no tap, or tap what a step names."""
        match act.kind.split():
            case ["find", action]:
                screen = person.screen
                found = [data for data in data_of(screen) if leads_to(data, action)] if screen is not None else []
                back = self.town.simulator.forge_tap
                return back(person, 1, "my_registrations.1.show") if not found else back(person, 1, found[0])
        match act.kind:
            case "type":
                return await person.says(act.text)
            case "locate":
                return await person.shares_location(50.77, 6.1)
            case "send":
                return await person.sends(KINDS[act.at % len(KINDS)])
            case "edit":
                mine = [m for m in person.messages if m.outgoing and "text" in m.body]
                return await person.edits(mine[act.at % len(mine)].message_id, "changed") if mine else 0
            case "block":
                return await person.blocks()
            case "unblock":
                return await person.unblocks()
            case _:
                return 0

    def _check_answers(self, walker: Walker) -> None:
        """See that each update led to a screen, or to one that was there already; who blocked the bot waits for none."""
        chat = walker.person.account.chat
        new = list(chat.arrivals)[-(chat.arrived - walker.arrived) or len(chat.arrivals) :]
        calls = [call for call in list(self.town.simulator.calls)[walker.calls :] if call.chat_id == chat.id]
        screens = sum(map(is_screen, new)) + sum(invariants.is_unchanged(call) for call in calls)
        owed, walker.owed = walker.owed, 0
        walker.arrived, walker.calls = chat.arrived, len(self.town.simulator.calls)
        assert walker.person.account.blocked or was_away(new, calls) or owed <= screens, (owed, new)


def is_screen(arrival: Arrival) -> bool:
    """Say whether something with buttons arrived."""
    shown = arrival.kind in {"message", "edited"}
    return shown and bool(arrival.body.get("reply_markup", {}).get("inline_keyboard"))


def was_away(new: Iterable[Arrival], calls: Iterable[invariants.Call]) -> bool:
    """Say whether the person had blocked the bot in between."""
    return any(call.error_code == 403 for call in calls)


async def people_of(town: Town, residents: int) -> list[Walker]:
    """Add the people: some know the bot already, the others open it for the first time."""
    found = []
    for number, code in enumerate(PHONES):
        meet = resident if number < residents else newcomer
        found.append(Walker((await meet(town, code, f"Person {number}")).person))
    for walker in found:
        walker.arrived, walker.calls = walker.person.account.chat.arrived, len(town.simulator.calls)
    return found


async def play(town: Town, script: Script) -> None:
    """Play a script, then see that everything holds."""
    with no_errors():
        walkers = await people_of(town, script.residents)
        posters = [await offering_id(town, source_id) for source_id in POSTERS]
        await Player(town, walkers, posters).play(script)
        await invariants.check(town)


class Errors(logging.Handler):
    """Notes what was logged as an error, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record."""
        self.said.append(logging.Formatter("%(name)s: %(message)s").format(record))


@contextmanager
def no_errors() -> Iterator[None]:
    """See that the bot logged no error."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(errors)
    assert [] == errors.said
