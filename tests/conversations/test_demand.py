"""Wishes: counted in plain words, a few never exactly, and a way from each to those who have it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from conversations import demand_screens, wire
from conversations.core import Done, Screen, Tap, Turn, Typed
from conversations.demand_effects import AnnounceToInterested, AnnounceToWishers, NameWish
from conversations.dialogs.demand import (
    DIALOG,
    Asking,
    Narrowing,
    NotBegun,
    One,
    OneOffering,
    Rows,
    Single,
    State,
    Telling,
)
from conversations.drafts import mark_of
from locales.languages import BY_SLUG
from locales.text import Content
from storage.records.announcements import Objection, Ready, Refusal
from storage.records.announcements import State as Standing
from storage.records.audiences import Wish
from storage.records.catalogue import Choice, Criteria, Kind, Listing, OfferingLine
from storage.records.demand import Combination, Wanted, WantedOffering, WantedOfferings, WantedPage
from storage.records.people import Participant
from tests.conversations.builders import local, somebody
from tests.conversations.fakes import FakeReader, read, taps
from tests.conversations.office import ADMINISTRATOR

PHONE = Combination(3, 1, "ar", "morning")
SMARTPHONE, NORTH = Content("Smartphone", "en"), Content("Aachen-Nord", "en")
MANY = Wanted(PHONE, Wish("smartphone", "nord", "ar", "morning"), SMARTPHONE, NORTH, 23)
FEW = Wanted(Combination(language="sr_Latn"), Wish(language="sr_Latn"), None, None, None)
DRONES = WantedOffering(7, Content("Drones", "en"), "3d_printing", None, None)
ARGS = (3, 1, "ar", "m")
MARK = mark_of(PHONE)
SOUGHT = Combination(topic_id=3)


@dataclass(frozen=True)
class Counts:
    """Given counts."""

    rows: tuple[Wanted, ...]

    async def wanted(self, sought: Combination, page: int, page_size: int = 4) -> WantedPage:
        """Tell the given counts."""
        return WantedPage(self.rows, page, 1, 2, SMARTPHONE if sought.topic_id else None)

    async def one(self, combination: Combination) -> Wanted | None:
        """Find a given count."""
        return next((row for row in self.rows if row.combination == combination), None)

    async def values(self, field: str) -> tuple[Choice, ...]:
        """Tell the given values."""
        return {"topic": (Choice("3", 0, SMARTPHONE),), "language": (Choice("sr_Latn", 0),)}.get(field, ())

    async def wanted_offerings(self, page: int, page_size: int = 4) -> WantedOfferings:
        """Tell one offering."""
        return WantedOfferings((DRONES,), 0, 1)

    async def wanted_offering(self, offering_id: int) -> WantedOffering | None:
        """Find that one."""
        return DRONES if offering_id == DRONES.offering_id else None


@dataclass
class WishReader(FakeReader):
    """Answers a coordinator from given counts and offerings."""

    person: Participant = field(default_factory=lambda: somebody(roles=("coordinator",)))
    rows: tuple[Wanted, ...] = (MANY, FEW)
    offers: tuple[OfferingLine, ...] = ()
    asked: list[Criteria] = field(default_factory=list)

    @property
    def demand(self) -> Counts:
        """Read wishes, too."""
        return Counts(self.rows)

    async def offerings(self, criteria: Criteria, page: int, page_size: int = 5) -> Listing:
        """Tell the given offerings, and remember what was asked."""
        self.asked.append(criteria)
        return Listing(self.offers, len(self.offers), page, page_size)


async def shown(state: State, **given: Any) -> Screen:  # noqa: ANN401 - the reader's
    """Show a state to a coordinator."""
    screen = DIALOG.render(state, await DIALOG.load(state, WishReader(**given)))
    assert isinstance(screen, Screen)
    return screen


async def test_each_line_says_how_many_want_what_and_its_button_has_its_number() -> None:
    screen = await shown(Rows())

    assert [
        "⭐ What people wish for",
        "📱 1. 23 people: Smartphone · Arabic · In the morning · Aachen-Nord",
        "⭐ 2. Fewer than 5 people: Bosnian/Croatian/Serbian",
        "🔒 Each line counts who said just this. I never say who.",
        "[📱 1. Smartphone]",
        "[⭐ 2. Bosnian/Croatian/Serbian]",
        "[⚙️ Search more precisely]",
        "[🔎 For single offers (2)]",
    ] == read(screen)
    assert Tap("demand", "one", ARGS) == taps(screen)["1. Smartphone"]
    assert Tap("demand", "one", (0, 0, "sr_latn", "-")) == taps(screen)["2. Bosnian/Croatian/Serbian"]


async def test_what_is_looked_for_stands_above_and_can_be_left() -> None:
    screen = await shown(Narrowing(replace(SOUGHT, language="ar")))

    assert [
        "⚙️ What are you looking for?",
        "🧭 Smartphone",
        "🗣️ Arabic",
        "[✔️ Topic] [📍 Quarter]",
        "[✔️ Language] [📅 Time of day]",
        "[🔎 Show]",
        "[🗑️ Show everything]",
    ] == read(screen)


async def test_only_what_somebody_named_is_offered() -> None:
    topics, languages = await shown(Asking("topic", SOUGHT)), await shown(Asking("language", SOUGHT))

    assert Tap("demand", "pick", ("topic", 3)) == taps(topics)["Smartphone"]
    assert Tap("demand", "pick", ("topic", 0)) == taps(topics)["It does not matter"]
    assert Tap("demand", "pick", ("language", "sr_latn")) == taps(languages)["Bosnian/Croatian/Serbian"]


async def test_no_wishes_at_all_are_said_so() -> None:
    assert "ℹ️ Nobody has told me a wish yet." in read(await shown(Rows(), rows=()))
    assert "ℹ️ Nobody wishes for this." in read(await shown(Rows(SOUGHT), rows=()))


async def test_only_who_announces_may_tell_them() -> None:
    coordinator, administrator = await shown(One(PHONE)), await shown(One(PHONE), person=ADMINISTRATOR)

    assert "👥 23 people wish for this." in read(coordinator)
    assert "Tell these people" not in taps(coordinator)
    assert Tap("demand", "make", ARGS) == taps(coordinator)["Make an offer of it"]
    assert Tap("demand", "tell", ARGS) == taps(administrator)["Tell these people"]
    assert "🙏 I do not find this." in read(await shown(Telling(PHONE)))


async def test_a_wish_that_nobody_has_any_more_says_so() -> None:
    for state in (One(Combination(9)), One(PHONE, gone=True), Telling(Combination(9))):
        assert ["ℹ️ Nobody wishes for this any more."] == read(await shown(state, person=ADMINISTRATOR))


async def test_they_are_told_of_an_offer_of_the_topic_or_of_something_else() -> None:
    course = OfferingLine(8, Kind.COURSE, Content("First steps", "en"), local(8, 9), full=False, topic="pc_basics")
    asked: list[Criteria] = []
    screen = await shown(Telling(PHONE), person=ADMINISTRATOR, offers=(course,), asked=asked)
    await shown(Telling(PHONE, word="pc"), person=ADMINISTRATOR, asked=asked)
    await shown(Telling(PHONE, every=True), person=ADMINISTRATOR, asked=asked)

    assert [Criteria(topic="smartphone"), Criteria(word="pc"), Criteria()] == asked
    assert Tap("demand", "about", (MARK, 8)) == taps(screen)["First steps"]
    assert Tap("demand", "about", (MARK, 0)) == taps(screen)["About something else"]
    assert Tap("demand", "every", ARGS) == taps(screen)["Show everything"]


async def test_a_single_offer_leads_to_its_lists_and_to_those_who_wish_for_it() -> None:
    listed, one = await shown(Single()), await shown(OneOffering(7), person=ADMINISTRATOR)

    assert "🖨️ 1. Fewer than 5 people: Drones" in read(listed)
    assert "📅 There is no date yet." in read(one)
    assert Tap("signups", "offering", (7,)) == taps(one)["To this offer"]
    assert Tap("demand", "news", (7,)) == taps(one)["Tell these people"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap("demand", "show"), Turn(Rows())),
        (Tap("demand", "page", (2,)), Turn(Rows(SOUGHT, 2))),
        (Tap("demand", "narrow"), Turn(Narrowing(SOUGHT))),
        (Tap("demand", "ask", ("quarter", 1)), Turn(Asking("quarter", SOUGHT, 1))),
        (Tap("demand", "pick", ("language", "sr_latn")), Turn(Narrowing(replace(SOUGHT, language="sr_Latn")))),
        (Tap("demand", "pick", ("part_of_day", "evening")), Turn(Narrowing(replace(SOUGHT, part_of_day="evening")))),
        (Tap("demand", "pick", ("topic", 0)), Turn(Narrowing(Combination()))),
        (Tap("demand", "pick", ("language", "klingon")), Turn(Narrowing(SOUGHT))),
        (Tap("demand", "one", ARGS), Turn(One(PHONE, Rows(SOUGHT, 1)))),
        (Tap("demand", "tell", ARGS), Turn(Telling(PHONE, Rows(SOUGHT, 1)))),
        (Tap("demand", "about", (MARK, 8)), Turn(Rows(SOUGHT, 1))),
        (Tap("demand", "make", ARGS), Turn(One(PHONE, Rows(SOUGHT, 1)), (NameWish(PHONE),))),
        (
            Done(NameWish(PHONE), Wish("smartphone", "nord", "sr_Latn", "")),
            Turn(Rows(SOUGHT, 1), goto=Tap("editing", "from_wish", ("smartphone", "sr_latn", "nord", ""))),
        ),
        (Done(NameWish(PHONE), None), Turn(One(PHONE, Rows(SOUGHT, 1), gone=True))),
        (Tap("demand", "news", (7,)), Turn(OneOffering(7), (AnnounceToInterested(7),))),
        (Tap("demand", "nonsense", (7,)), Turn(Rows(SOUGHT, 1), understood=False)),
        (
            Done(AnnounceToWishers(PHONE), Ready(3, Standing.DRAFT)),
            Turn(Rows(SOUGHT, 1), goto=Tap("announcement", "show", (3,))),
        ),
        (Done(AnnounceToWishers(PHONE), Refusal(Objection.GONE)), Turn(NotBegun(Refusal(Objection.GONE)))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Rows(SOUGHT, 1), event)


@pytest.mark.parametrize(("about", "offering_id"), [(8, 8), (0, None)])
def test_who_is_told_is_who_stands_above_the_button(about: int, offering_id: int | None) -> None:
    before = Telling(PHONE, Rows(SOUGHT, 1))
    other = Telling(replace(PHONE, topic_id=4), Rows(SOUGHT, 1))
    tap = Tap("demand", "about", (MARK, about))

    assert Turn(One(PHONE, Rows(SOUGHT, 1)), (AnnounceToWishers(PHONE, offering_id),)) == DIALOG.update(before, tap)
    assert Turn(other) == DIALOG.update(other, tap)


def test_a_page_of_offers_to_tell_of_is_turned() -> None:
    before = Telling(PHONE, Rows(SOUGHT, 1), every=True)

    assert Turn(replace(before, page=2)) == DIALOG.update(before, Tap("demand", "turn", (MARK, 2)))


def taps_of(screen: Screen) -> list[Tap]:
    """List all that one can tap on a screen."""
    found = [button.does for row in screen.rows for button in row if isinstance(button.does, Tap)]
    turned = [replace(screen.pager.turn, args=(*screen.pager.turn.args, screen.pager.page))] if screen.pager else []
    return [*found, *turned, *([screen.back] if screen.back else [])]


async def test_the_longest_numbers_fit_into_every_button() -> None:
    longest = 10**18 - 1
    wanted = Combination(longest, longest, max(BY_SLUG.values(), key=len), "afternoon")
    lines = tuple(
        OfferingLine(longest, Kind.COURSE, Content("x", "en"), local(8, 9), full=False, topic="x") for _ in range(2)
    )
    listing = Listing(lines, 2 * longest, longest - 1, 2)
    row = Wanted(wanted, Wish("x", "y", wanted.language, "afternoon"), SMARTPHONE, NORTH, None)
    screens = (
        demand_screens.show_telling(wanted, "x", listing),
        demand_screens.show_one(row, longest, announces=True, gone=False),
        demand_screens.show_rows(wanted, WantedPage((row,), longest - 1, longest + 1)),
    )
    tapped = [tap for screen in screens for tap in taps_of(screen)]

    assert 64 >= max(len(wire.encode(tap, DIALOG.version)) for tap in tapped)
    assert {"about", "turn", "make", "tell", "every", "one"} <= {tap.action for tap in tapped}


def test_a_typed_word_looks_for_an_offer_to_tell_of() -> None:
    assert Turn(Telling(PHONE, word="3D")) == DIALOG.update(Telling(PHONE, page=2), Typed(" 3D "))
    assert Turn(Telling(PHONE, page=1, word="3D")) == DIALOG.update(
        Telling(PHONE, word="3D"), Tap("demand", "turn", (MARK, 1))
    )


@pytest.mark.parametrize(
    "state", [Rows(), Narrowing(), Asking("topic"), One(PHONE), Telling(PHONE), Single(), OneOffering(7)]
)
async def test_nobody_but_coordinators_sees_it(state: State) -> None:
    screen = await shown(state, person=somebody(roles=("staff",)))

    assert ["🔒 This is only for the team."] == read(screen)
