"""Every screen over the sample catalogue, in every language: no dead end, no missing text, nothing Telegram would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.page import Page, compose
from bot.present import TEXT_LIMIT, Presenter, paragraph_html
from conversations import pictograms as pic
from conversations.core import Share, Tap, Unreadable
from conversations.crawl import Visit, buttons
from conversations.effects import CHANGES
from conversations.engine import HOME, SEND_INSTEAD, TYPE_INSTEAD, remark_of
from conversations.registry import versions
from conversations.stacks import dump, restore
from conversations.wire import decode, encode
from locales.catalogues import Speech, refuse
from storage.records.people import Participant
from tests.crawl.conftest import NOW, Walk

ZONE = ZoneInfo("Europe/Berlin")
WELCOME = {"choose_language", "privacy"}
KNOWN = Participant(1, "de", chosen=True, privacy_seen=True)
T = TypeVar("T")
MOST_LINES, MOST_BUTTONS = 8, 6
LONGER_TEXTS = {
    "audience.Side": 10,  # everything that can be chosen is chosen: a line each, and each names its button
    "imports.Part": 10,  # three changes a page, each of three lines: a file may bring hundreds
}
MORE_BUTTONS = {
    "announcement.Draft": 7,  # all that belongs to a draft, two a row, and throwing it away
    "dates.Weekly": 8,  # a week has seven days
    "door.Names": 10,  # eight names to tap while people come in are one choice
    "editing.One": 7,  # of what a file brought: to let the file decide again
    "home.Home": 7,  # four for everybody, and three more in two rows for an administrator
    "imports.Part": 7,  # the kinds of what changes; those with nothing in them are left out
    "to_do.One": 7,  # what nobody knows of an offering; each goes when it is answered
}
REMARKS = {*TYPE_INSTEAD, *TYPE_INSTEAD.values(), SEND_INSTEAD, remark_of(Unreadable("button"))}
WAYS_OUT = {pic.BACK, pic.HOME, pic.PREVIOUS, pic.FOLLOWING}
STACKS_TRIED = 400
TAPS_TRIED = 500


def pages(walk: Walk) -> Iterator[tuple[Visit, Page]]:
    """Say every screen in the walk's language; a gap raises."""
    speech = Speech(walk.language, ZONE, refuse)
    for visit in walk.visits:
        yield visit, compose(visit.screen, speech, NOW)


def taps_of(visit: Visit) -> list[Tap]:
    """List where a screen's buttons lead."""
    return [button.does for button in buttons(visit.screen) if isinstance(button.does, Tap)]


def test_every_dialog_and_every_state_was_reached(walked: Walk) -> None:
    reached = {type(visit.stack[-1].state) for visit in walked.visits}
    expected = {state for dialog in walked.engine.dialogs.values() for state in dialog.states}
    between = {"Missed", "NotAdded", "NotBegun", "Noting", "NotNoted", "NotReminded", "Redeeming", "Unlucky"}
    """on the way to a result, or what only another person's quicker tap leads to; each has tests of its own"""

    assert set() == {state.__name__ for state in expected - reached} - between


def test_every_text_is_there_in_every_language_with_its_values(walked: Walk) -> None:
    assert len(walked.visits) == sum(1 for _ in pages(walked))


def test_every_screen_leads_on_and_home(walked: Walk) -> None:
    dead_ends = [
        visit.stack
        for visit in walked.visits
        if not taps_of(visit) or (HOME not in taps_of(visit) and visit.stack[-1].dialog not in {"home", *WELCOME})
    ]

    assert [] == dead_ends


def test_every_text_and_every_button_fits_into_telegram(walked: Walk) -> None:
    presenter = Presenter("quartierbot_demo_bot", versions())
    for _visit, page in pages(walked):
        text = "\n".join(paragraph_html(paragraph) for paragraph in page.paragraphs)
        assert 0 < len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
        assert presenter.keyboard(page) is not None
        assert all(0 < len(choice.label) <= 64 for row in page.rows for choice in row)
        assert max(map(len, page.rows)) <= 8


def test_no_screen_is_long_for_somebody_who_reads_slowly(walked: Walk) -> None:
    longest = {name_of(visit): lines_of(visit) for visit in sorted(walked.visits, key=lines_of)}

    assert LONGER_TEXTS == {name: lines for name, lines in longest.items() if lines > MOST_LINES}


def test_no_screen_asks_to_choose_among_many_buttons(walked: Walk) -> None:
    most = {name_of(visit): buttons_of(visit) for visit in sorted(walked.visits, key=buttons_of)}

    assert MORE_BUTTONS == {name: number for name, number in most.items() if number > MOST_BUTTONS}


def name_of(visit: Visit) -> str:
    """Name the dialog and the state that were shown."""
    return f"{visit.stack[-1].dialog}.{type(visit.stack[-1].state).__name__}"


def lines_of(visit: Visit) -> int:
    """Count a screen's lines; what was said of a stray message above them is none of its own."""
    return sum(line.text not in REMARKS for line in visit.screen.lines)


def buttons_of(visit: Visit) -> int:
    """Count the buttons before Back and Home, and those that turn a page."""
    return sum(button.pictogram not in WAYS_OUT for button in buttons(visit.screen))


def test_every_state_survives_being_saved(walked: Walk) -> None:
    for visit in walked.visits:
        assert visit.stack == restore(dump(visit.stack, walked.engine.dialogs), walked.engine.dialogs)


def test_every_tap_survives_the_wire(walked: Walk) -> None:
    for tap in {tap for visit in walked.visits for tap in taps_of(visit)}:
        assert tap == decode(encode(tap, versions()[tap.dialog]), versions())


def test_shared_links_lead_somewhere(walked: Walk) -> None:
    payloads = {b.does.payload for visit in walked.visits for b in buttons(visit.screen) if isinstance(b.does, Share)}

    assert payloads
    assert all(len(payload) <= 64 for payload in payloads)


def test_every_old_tap_at_every_state_changes_nothing_it_does_not_name(walked: Walk) -> None:
    if walked.language != "de":
        pytest.skip("which effects there are does not depend on the language")
    taps = spread(sorted({tap for visit in walked.visits for tap in taps_of(visit)}, key=repr), TAPS_TRIED)
    stacks = spread(list({dump(v.stack, walked.engine.dialogs): v.stack for v in walked.visits}.values()), STACKS_TRIED)
    unnamed = [
        (tap, effect)
        for stack in stacks
        for tap in taps
        for effect in walked.engine.advance(stack, tap, KNOWN).effects
        if isinstance(effect, CHANGES) and not ids_of(effect) <= set(tap.args)
    ]

    assert [] == unnamed


def spread(items: list[T], most: int) -> list[T]:
    """Take at most so many items, from all over the list."""
    return items[:: max(1, len(items) // most)]


def ids_of(effect: object) -> set[int]:
    """List the ids that an effect is about; an attendee is named by the number of the whole draft."""
    assert is_dataclass(effect)
    values = [
        getattr(effect, field.name)
        for field in fields(effect)
        if field.name.endswith("_id") and field.name != "attendee_id"
    ]
    return {value for value in values if isinstance(value, int)}
