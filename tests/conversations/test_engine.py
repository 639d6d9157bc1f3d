"""The engine: what lies over what, who meets the results, and what a newcomer sees first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from conversations.core import (
    Button,
    Command,
    Dialog,
    Done,
    Event,
    Located,
    Samples,
    Screen,
    Started,
    Tap,
    Turn,
    Typed,
    Unreadable,
)
from conversations.engine import Engine, Frame, Step, fitting, remark_of, with_ways_out
from locales.text import Text, _
from storage.records.people import Participant

KNOWN = Participant(1, "de", chosen=True, privacy_seen=True)
NEWCOMER = replace(KNOWN, chosen=False, privacy_seen=False)


@dataclass(frozen=True, slots=True)
class Here:
    """A state that remembers a number."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """An effect."""

    number: int


def update(state: Here | None, event: Event) -> Turn[Here]:
    """Do what the test taps."""
    match event:
        case Tap(action="show" | "welcome"):
            return Turn(Here())
        case Tap(action="go", args=(int(number),)):
            return Turn(Here(number))
        case Tap(action="ask", args=(int(number),)):
            return Turn(state or Here(), (Ask(number),))
        case Tap(action="done", args=(int(number),)):
            return Turn(None, (Ask(number),))
        case Tap(action="on", args=(str(dialog),)):
            return Turn(state or Here(), goto=Tap(dialog, "go", (5,)))
        case Done(effect=Ask(number)):
            return Turn(Here(number * 10))
        case Typed(text="word"):
            return Turn(Here(99))
        case _:
            return Turn(state or Here(), understood=False)


NAMES = ("home", "find", "offering", "register", "choose_language", "privacy", "help", "settings", "invitation")


def render(state: Here, view: None) -> Screen:
    """Show nothing but a way back."""
    return Screen((), back=Tap("x", "y"))


def a_dialog(name: str) -> Dialog:
    """Make a dialog; from an offering one may search."""
    return Dialog(name, 1, (Here,), update, render, searches=(Here,) if name == "offering" else ())


ENGINE = Engine({name: a_dialog(name) for name in NAMES})


def stack(*names: str) -> tuple[Frame, ...]:
    """Make a stack of dialogs, each at its beginning."""
    return tuple(Frame(name, Here()) for name in names)


def names(step: Step) -> tuple[str, ...]:
    """List the dialogs of a stack."""
    return tuple(frame.dialog for frame in step.stack)


def test_a_tap_to_another_dialog_lays_it_on_top() -> None:
    step = ENGINE.advance(stack("home", "find"), Tap("offering", "go", (12,)), KNOWN)

    assert (*stack("home", "find"), Frame("offering", Here(12))) == step.stack


def test_the_stack_forgets_its_bottom_beyond_three() -> None:
    step = ENGINE.advance(stack("home", "find", "offering"), Tap("register", "show"), KNOWN)

    assert ("find", "offering", "register") == names(step)


def test_a_tap_to_a_dialog_below_uncovers_it() -> None:
    step = ENGINE.advance(stack("find", "offering", "register"), Tap("find", "go", (2,)), KNOWN)

    assert (Frame("find", Here(2)),) == step.stack


def test_back_shows_what_lies_below_as_it_was() -> None:
    below = (Frame("find", Here(7)),)

    step = ENGINE.advance((*below, *stack("offering")), Tap("offering", "close"), KNOWN)

    assert below == step.stack


def test_an_old_back_button_of_another_dialog_changes_nothing() -> None:
    before = stack("find", "offering")

    assert before == ENGINE.advance(before, Tap("register", "close"), KNOWN).stack


def test_home_clears_the_stack() -> None:
    step = ENGINE.advance(stack("find", "offering", "register"), Tap("home", "show"), KNOWN)

    assert stack("home") == step.stack


def test_closing_the_last_dialog_leads_home() -> None:
    assert stack("home") == ENGINE.advance(stack("find"), Tap("find", "close"), KNOWN).stack


def test_a_dialog_can_lead_on_to_another() -> None:
    step = ENGINE.advance(stack("find"), Tap("find", "on", ("offering",)), KNOWN)

    assert (Frame("find", Here()), Frame("offering", Here(5))) == step.stack


def test_typing_goes_to_the_dialog_on_top() -> None:
    step = ENGINE.advance(stack("home", "find"), Typed("word"), KNOWN)

    assert (Frame("home", Here()), Frame("find", Here(99))) == step.stack


def test_a_word_typed_where_none_is_awaited_goes_to_the_search() -> None:
    step = ENGINE.advance(stack("home", "offering"), Typed("word"), KNOWN)

    assert (*stack("home", "offering"), Frame("find", Here(99))) == step.stack
    assert step.remark is None


def test_a_word_goes_to_the_search_that_lies_below() -> None:
    step = ENGINE.advance(stack("home", "find", "offering"), Typed("word"), KNOWN)

    assert (Frame("home", Here()), Frame("find", Here(99))) == step.stack


def test_a_newcomers_word_is_not_looked_for() -> None:
    step = ENGINE.advance(stack("offering"), Typed("word"), NEWCOMER)

    assert ("offering", "privacy", "choose_language") == names(step)


def test_what_nobody_asked_for_changes_nothing_and_gets_a_kind_word() -> None:
    before = stack("home", "find")
    events = [
        Typed("something private"),
        Unreadable("message"),
        Unreadable("edited"),
        Command("nonsense"),
        Located(1, 2),
    ]

    for event in events:
        step = ENGINE.advance(before, event, KNOWN)

        assert (before, ()) == (step.stack, step.effects)
        assert step.remark is not None


def test_the_result_of_an_effect_meets_the_dialog_that_asked() -> None:
    step = ENGINE.advance(stack("find"), Tap("find", "ask", (4,)), KNOWN)

    assert (stack("find"), (Ask(4),), "find") == (step.stack, step.effects, step.owner)
    assert (Frame("find", Here(40)),) == ENGINE.settle(step.stack, step.owner, Done(Ask(4), None)).stack


def test_the_result_of_an_effect_finds_its_dialog_under_the_welcome() -> None:
    covered = stack("invitation", "privacy", "choose_language")

    step = ENGINE.settle(covered, "invitation", Done(Ask(4), "staff"))

    assert (Frame("invitation", Here(40)), *stack("privacy", "choose_language")) == step.stack


def test_a_dialog_that_closed_need_not_know_what_became_of_its_effect() -> None:
    step = ENGINE.advance(stack("home", "choose_language"), Tap("choose_language", "done", (1,)), KNOWN)

    assert (stack("home"), (Ask(1),)) == (step.stack, step.effects)
    assert stack("home") == ENGINE.settle(step.stack, step.owner, Done(Ask(1), None)).stack


def test_commands_lie_over_what_is_open() -> None:
    for command, dialog in [
        ("help", "help"),
        ("language", "choose_language"),
        ("settings", "settings"),
        ("privacy", "privacy"),
    ]:
        assert ("find", dialog) == names(ENGINE.advance(stack("find"), Command(command), KNOWN))


def test_start_leads_home() -> None:
    assert stack("home") == ENGINE.advance(stack("find", "offering"), Started(), KNOWN).stack


def test_a_deep_link_opens_its_offering() -> None:
    assert ("offering",) == names(ENGINE.advance(stack("find"), Started("o_12"), KNOWN))


def test_a_deep_link_that_is_none_says_so_and_leads_home() -> None:
    step = ENGINE.advance(stack("find"), Started("nonsense"), KNOWN)

    assert stack("home") == step.stack
    assert _("This link does not work any more.") == step.remark


def test_a_newcomer_sees_language_then_privacy_then_home() -> None:
    step = ENGINE.advance((), Started(), NEWCOMER)
    assert ("home", "privacy", "choose_language") == names(step)

    step = ENGINE.advance(step.stack, Tap("choose_language", "done", (1,)), NEWCOMER)
    assert ("home", "privacy") == names(step)

    step = ENGINE.advance(step.stack, Tap("privacy", "done", (1,)), replace(NEWCOMER, chosen=True))
    assert ("home",) == names(step)


def test_the_poster_a_newcomer_scanned_survives_the_welcome() -> None:
    step = ENGINE.advance((), Started("o_12"), NEWCOMER)
    assert ("offering", "privacy", "choose_language") == names(step)

    step = ENGINE.advance(step.stack, Tap("choose_language", "done", (1,)), NEWCOMER)
    step = ENGINE.advance(step.stack, Tap("privacy", "done", (1,)), replace(NEWCOMER, chosen=True))

    assert ("offering",) == names(step)


def test_nothing_a_newcomer_taps_or_types_has_an_effect_before_the_welcome() -> None:
    for event in [Tap("register", "ask", (1,)), Typed("word"), Command("nonsense"), Unreadable("message")]:
        step = ENGINE.advance((), event, NEWCOMER)

        assert (("home", "privacy", "choose_language"), ()) == (names(step), step.effects)


def test_looking_at_more_languages_keeps_the_welcome_in_order() -> None:
    before = stack("home", "privacy", "choose_language")

    step = ENGINE.advance(before, Tap("choose_language", "go", (1,)), NEWCOMER)

    assert (*stack("home", "privacy"), Frame("choose_language", Here(1))) == step.stack


def test_a_tap_to_a_dialog_that_is_gone_leads_home_with_a_kind_word() -> None:
    step = ENGINE.advance(stack("find"), Tap("gone", "show"), KNOWN)

    assert stack("home") == step.stack
    assert step.remark is not None


def test_a_button_of_an_earlier_time_leads_home_with_a_kind_word() -> None:
    step = ENGINE.advance(stack("find", "offering"), Unreadable("button"), KNOWN)

    assert stack("home") == step.stack
    assert _("This button is from an earlier time. Here is the start.") == step.remark


def test_every_screen_but_home_gets_a_way_home() -> None:
    screen = with_ways_out(Screen(()), "find", below=False)

    assert [Tap("home", "show")] == [button.does for row in screen.rows for button in row]


def test_a_screen_over_another_gets_a_way_back() -> None:
    screen = with_ways_out(Screen(()), "offering", below=True)

    assert [Tap("offering", "close"), Tap("home", "show")] == [button.does for row in screen.rows for button in row]


TO_TAP = Screen((), ((Button(_("Yes"), Tap("x", "y")),),), samples=Samples(("a",)))
TO_TYPE = Screen((), samples=Samples(("a",)))
TO_SEND = Screen((), TO_TAP.rows, asks_file=True)
VOICE = Unreadable("message")


@pytest.mark.parametrize(
    ("event", "screen", "expected"),
    [
        (Typed("?"), TO_TAP, _("I did not understand that. Please tap a button.")),
        (Typed("?"), Screen(()), _("I did not understand that. Please tap a button.")),
        (Typed("?"), TO_TYPE, _("I did not understand that. Please type it differently.")),
        (VOICE, TO_TYPE, _("I cannot read pictures, voice messages or files. Please type it.")),
        (Unreadable("edited"), TO_TYPE, _("I cannot read changed messages. Please type it again.")),
        (Command("nonsense"), TO_TYPE, _("I do not know this command. Please type your answer.")),
        (VOICE, TO_SEND, _("I cannot use that here. Please send me the file.")),
        (Unreadable("button"), TO_SEND, _("This button is from an earlier time. Here is the start.")),
    ],
)
def test_what_meant_nothing_is_asked_for_again_as_the_screen_wants_it(
    event: Event, screen: Screen, expected: Text
) -> None:
    remark = remark_of(event)

    assert remark is not None
    assert expected == fitting(remark, screen)
