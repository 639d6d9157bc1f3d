"""The engine: a stack of dialog states, an event, and what comes of it. Pure; who calls it performs and sends.

The stack holds at most three frames. A tap to a dialog that lies below uncovers it; to another one lays that on top; to home
clears the stack. Closing a frame shows what lies below: so does Back, and so do language and privacy when they are done. What
is typed goes to the dialog on top, or, where that awaits no text, to the search.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.coordination import COORDINATING
from conversations.core import (
    Attached,
    Button,
    Command,
    Dialog,
    Done,
    Event,
    Line,
    Screen,
    Started,
    Tap,
    Turn,
    Typed,
    Unreadable,
)
from conversations.deep_links import tap_of
from conversations.effects import SENDS
from locales.text import Text, _
from storage.records.people import Participant
from storage.records.reader import Reader

DEPTH = 3
HOPS = 5
ROUNDS = 10
"""How often a dialog may ask for more effects upon a result."""
HOME = Tap("home", "show")
SEARCH, INTAKE = "find", "intake"
CLOSE = "close"
COMMANDS = {
    "help": Tap("help", "show"),
    "language": Tap("choose_language", "show"),
    "settings": Tap("settings", "show"),
    "privacy": Tap("privacy", "show"),
}
CATALOGUES = (".xlsx", ".xlsm", ".csv", ".xml", ".json", ".jsonld", ".ics", ".htm", ".html")
"""how files with offerings are called"""
WELCOME = ("choose_language", "privacy")

UNKNOWN_COMMAND = _("I do not know this command. Please tap a button.")
CHANGED_MESSAGE = _("I cannot read changed messages. Please tap a button.")
NO_TEXT = _("I cannot read pictures, voice messages or files. Please tap a button.")
NOT_UNDERSTOOD = _("I did not understand that. Please tap a button.")
TYPE_INSTEAD = {
    UNKNOWN_COMMAND: _("I do not know this command. Please type your answer."),
    CHANGED_MESSAGE: _("I cannot read changed messages. Please type it again."),
    NO_TEXT: _("I cannot read pictures, voice messages or files. Please type it."),
    NOT_UNDERSTOOD: _("I did not understand that. Please type it differently."),
}
"""what is said instead where there is nothing to tap"""
SEND_INSTEAD = _("I cannot use that here. Please send me the file.")


@dataclass(frozen=True, slots=True)
class Frame:
    """One dialog with its state."""

    dialog: str
    state: object


Stack: TypeAlias = tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What an event led to. `owner` is the dialog that asked for the effects and meets their results."""

    stack: Stack
    effects: tuple[object, ...] = ()
    owner: str = ""
    remark: Text | None = None
    """said above the screen when the event meant nothing here"""


class Engine:
    """Moves stacks; knows every dialog, keeps nothing."""

    def __init__(self, dialogs: Mapping[str, Dialog]) -> None:
        self.dialogs = dialogs

    def advance(self, stack: Stack, event: Event, who: Participant) -> Step:
        """Take one event of a person. Until they chose a language and saw the privacy notice, those come first."""
        pending = welcome_of(who)
        match event:
            case Tap(dialog=name) if pending and name not in WELCOME:
                return Step(self._covered(stack or self.home(), pending))
            case Tap(dialog=name) if pending:
                return self._welcome(stack, event, tuple(other for other in pending if other != name))
            case Tap():
                step = self._tap(stack, event)
            case Started(payload=payload):
                return self._start(payload, event, pending)
            case Command(name=name) if name in COMMANDS:
                step = self._tap(stack, self._like(COMMANDS[name], event))
            case Unreadable(kind="button") if not pending:
                return Step(self.home(), remark=remark_of(event))
            case Attached() if not pending and brings_in(event, who):
                step = self._received(stack or self.home(), event)
            case Typed() if not pending and self._searches(stack or self.home()):
                step = self._lead(stack or self.home(), SEARCH, event)
            case _ if pending or not stack:
                return Step(self._covered(stack or self.home(), pending), remark=remark_of(event))
            case _:
                step = self._turn(stack, stack[-1].dialog, stack[-1].state, event)
        return replace(step, stack=step.stack or self.home())

    def settle(self, stack: Stack, owner: str, done: Done) -> Step:
        """Tell the dialog that asked for an effect what became of it; closed meanwhile, it need not know."""
        names = [frame.dialog for frame in stack]
        if owner not in names:
            return Step(stack or self.home())
        at = names.index(owner)
        step = self._turn(stack[: at + 1], owner, stack[at].state, done)
        return replace(step, stack=(*step.stack, *stack[at + 1 :])[-DEPTH:] or self.home(), remark=None)

    async def fulfil(self, step: Step, event: Event, perform: Callable[[object], Awaitable[object]]) -> Step:
        """Have the changes that a step asks for performed and tell the dialog their results, until it asks for no more.

        Tells where that led, with every effect that was asked for. Sends have no result: they are left to the caller.
        """
        met: list[object] = []
        for _round in range(ROUNDS):
            if not step.effects:
                break
            asked, owner, step = step.effects, step.owner, replace(step, effects=())
            met += asked
            for effect in asked:
                if isinstance(effect, SENDS):
                    continue
                done = Done(effect, await perform(effect), at=event.at, first_name=event.first_name)
                after = self.settle(step.stack, owner, done)
                step = replace(after, effects=(*step.effects, *after.effects))
        return replace(step, effects=tuple(met))

    async def show(self, stack: Stack, reader: Reader, remark: Text | None = None) -> Screen:
        """Load and render the top frame, with Back and Home."""
        frame = stack[-1]
        dialog = self.dialogs[frame.dialog]
        screen = dialog.render(frame.state, await dialog.load(frame.state, reader))
        if remark is not None:
            screen = replace(screen, lines=(Line(fitting(remark, screen), pic.INFO), *screen.lines), fresh=True)
        return with_ways_out(screen, frame.dialog, below=len(stack) > 1)

    def _start(self, payload: str, event: Event, pending: tuple[str, ...]) -> Step:
        """Open the bot afresh: at a deep link's target, else at home; the welcome lies over it."""
        target = tap_of(payload) if payload else None
        if target is None or target.dialog not in self.dialogs:
            return Step(
                self._covered(self.home(), pending), remark=_("This link does not work any more.") if payload else None
            )
        step = self._tap((), self._like(target, event))
        if not pending:
            return replace(step, stack=step.stack or self.home())
        return replace(step, stack=self._covered(step.stack or self.home(), pending))

    def _tap(self, stack: Stack, tap: Tap) -> Step:
        """Follow a tap to its dialog."""
        dialog = self.dialogs.get(tap.dialog)
        if dialog is None:
            return Step(self.home(), remark=_("This button is from an earlier time. Here is the start."))
        if tap.action == CLOSE:
            return Step(stack[:-1] if stack and stack[-1].dialog == tap.dialog else stack)
        if tap.dialog == HOME.dialog:
            return self._turn((Frame(HOME.dialog, None),), HOME.dialog, None, tap)
        return self._lead(stack, tap.dialog, tap)

    def _lead(self, stack: Stack, name: str, event: Event) -> Step:
        """Lead an event to a dialog: uncover it where it lies below, else lay it on top."""
        names = [frame.dialog for frame in stack]
        if name in names:
            uncovered = stack[: names.index(name) + 1]
            return self._turn(uncovered, name, uncovered[-1].state, event)
        return self._turn((*stack, Frame(name, None)), name, None, event)

    def _received(self, stack: Stack, event: Attached) -> Step:
        """Let the top dialog take a file; where none is awaited, it is one to be taken in."""
        step = self._turn(stack, stack[-1].dialog, stack[-1].state, event)
        return step if step.remark is None else self._lead(stack, INTAKE, event)

    def _searches(self, stack: Stack) -> bool:
        """Say whether what lies on top awaits neither text nor answer, so that a typed word is looked for."""
        return isinstance(stack[-1].state, self.dialogs[stack[-1].dialog].searches)

    def _turn(self, stack: Stack, name: str, state: object, event: Event, hops: int = 0) -> Step:
        """Let the top dialog take the event, and follow where it leads."""
        turn: Turn[object] = self.dialogs[name].update(state, event)
        below = stack[:-1]
        moved = below if turn.state is None else (*below, Frame(name, turn.state))[-DEPTH:]
        if turn.goto is not None and hops < HOPS:
            step = self._tap(moved, self._like(turn.goto, event))
            return replace(step, effects=(*turn.effects, *step.effects), owner=step.owner or name)
        remark = None if turn.understood else remark_of(event)
        return Step(moved, turn.effects, name, remark)

    def home(self) -> Stack:
        """Make the stack that shows home."""
        turn = self.dialogs[HOME.dialog].update(None, HOME)
        return (Frame(HOME.dialog, turn.state),)

    def _welcome(self, stack: Stack, tap: Tap, others: tuple[str, ...]) -> Step:
        """Let a newcomer go on with the language or the privacy notice; what is left to see stays on top of the rest."""
        step = self._tap(stack, tap)
        open_still = any(frame.dialog == tap.dialog for frame in step.stack)
        left = (tap.dialog, *others) if open_still else others
        return replace(
            step, stack=self._covered(step.stack or self.home(), tuple(name for name in WELCOME if name in left))
        )

    def _covered(self, stack: Stack, pending: tuple[str, ...]) -> Stack:
        """Lay what must be seen first over a stack, the first to be seen on top."""
        if not pending:
            return stack
        there = {frame.dialog: frame for frame in stack}
        below = tuple(frame for frame in stack if frame.dialog not in WELCOME) or self.home()
        covers = tuple(there.get(name) or self._fresh(name) for name in reversed(pending))
        return (*below[len(covers) - DEPTH :], *covers)

    def _fresh(self, name: str) -> Frame:
        """Open a welcome dialog."""
        return Frame(name, self.dialogs[name].update(None, Tap(name, "welcome")).state)

    @staticmethod
    def _like(tap: Tap, event: Event) -> Tap:
        """Give a tap of our own the time and the sender of the event it stands for."""
        return replace(tap, at=event.at, first_name=event.first_name)


def welcome_of(who: Participant) -> tuple[str, ...]:
    """List what a newcomer has to see first."""
    seen = (who.chosen, who.privacy_seen)
    return tuple(name for name, done in zip(WELCOME, seen, strict=True) if not done)


def brings_in(event: Attached, who: Participant) -> bool:
    """Say whether somebody who runs offerings sent what looks like a file with some."""
    named = event.name.casefold().endswith(CATALOGUES)
    return event.kind == "document" and named and not COORDINATING.isdisjoint(who.roles)


def remark_of(event: Event) -> Text | None:
    """Say kindly that something meant nothing here."""
    match event:
        case Tap() | Done() | Started():
            return None
        case Command():
            return UNKNOWN_COMMAND
        case Unreadable(kind="edited"):
            return CHANGED_MESSAGE
        case Unreadable(kind="button"):
            return _("This button is from an earlier time. Here is the start.")
        case Unreadable() | Attached():
            return NO_TEXT
        case _:
            return NOT_UNDERSTOOD


def fitting(remark: Text, screen: Screen) -> Text:
    """Ask for what a screen waits for: a file, something typed, or else a tap."""
    if remark not in TYPE_INSTEAD:
        return remark
    if screen.asks_file:
        return SEND_INSTEAD
    return TYPE_INSTEAD[remark] if screen.samples is not None and not screen.rows else remark


def with_ways_out(screen: Screen, dialog: str, *, below: bool) -> Screen:
    """Add the page turner, Back and Home, always in the same places."""
    rows = screen.rows
    if screen.pager is not None and screen.pager.pages > 1:
        rows += (page_row(screen),)
    out: tuple[Button, ...] = ()
    back = screen.back or (Tap(dialog, CLOSE) if below and screen.home else None)
    if back is not None:
        out += (Button(_("Back"), back, pic.BACK),)
    if screen.home and dialog != HOME.dialog:
        out += (Button(_("Home"), HOME, pic.HOME),)
    return replace(screen, rows=(*rows, out) if out else rows)


def page_row(screen: Screen) -> tuple[Button, ...]:
    """Make the buttons to the previous and the next page."""
    pager = screen.pager
    if pager is None:
        return ()
    row: tuple[Button, ...] = ()
    if pager.page > 0:
        row += (Button(_("Previous"), replace(pager.turn, args=(*pager.turn.args, pager.page - 1)), pic.PREVIOUS),)
    if pager.page + 1 < pager.pages:
        row += (Button(_("Next"), replace(pager.turn, args=(*pager.turn.args, pager.page + 1)), pic.FOLLOWING),)
    return row
