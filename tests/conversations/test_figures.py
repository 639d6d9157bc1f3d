"""Figures on the screen: of a period and a provider, rounded, as pictures or as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest

from conversations.core import Tap
from conversations.dialogs import figures as dialog
from conversations.dialogs.figures import Files, Period, Reached, Shown, Whose
from conversations.export_effects import PICTURES, SendFigures
from storage.office.discretion import shown as rounded
from storage.records.figures import Facts, Figure, Figures, Months, ProviderChoice, Reach, Tongues
from tests.conversations.builders import ZONE, somebody
from tests.conversations.fakes import FakeReader, read, taps

COORDINATOR = somebody(roles=("coordinator",))
FACTS = Facts(
    frozenset({1, 2}), 3, 1, 7.5, registrations=rounded(12), present=rounded(8), absent=rounded(2), waited=rounded(0)
)
TONGUES = Tongues((2026,), (("de", rounded(31)), ("ar", rounded(9))))
FIGURES = Figures(
    Months("2026-11", "2026-11"),
    "",
    FACTS,
    (),
    (),
    (),
    (),
    TONGUES,
    Reach(rounded(4), 2, rounded(90), None),
    "2026-12",
)
PROVIDERS = (ProviderChoice(4, "Digital Camp"), ProviderChoice(9, "Low-Tec"))


@dataclass
class Office:
    """Answers with given figures; knows which were asked for."""

    providers_: tuple[ProviderChoice, ...]
    asked: list[tuple[Months, int | None]]

    async def read(self, months: Months, provider_id: int | None) -> Figures | None:
        """Tell the figures; of a provider that is not theirs nothing."""
        self.asked.append((months, provider_id))
        return None if provider_id == 99 else replace(FIGURES, months=months)

    async def providers(self) -> tuple[ProviderChoice, ...]:
        """Tell the providers."""
        return self.providers_

    async def first_month(self) -> str:
        """Tell the first month."""
        return "2025-11"


@dataclass
class FiguresReader(FakeReader):
    """Reads given figures."""

    providers: tuple[ProviderChoice, ...] = PROVIDERS
    zone: ZoneInfo = ZONE

    def __post_init__(self) -> None:
        self.figures = Office(self.providers, [])


async def lines_of(state: dialog.State, reader: FiguresReader | None = None) -> list[str]:
    """Read a state as a coordinator sees it."""
    looks = reader or FiguresReader(person=COORDINATOR)
    return read(dialog.render(state, await dialog.load(state, looks)))  # type: ignore[arg-type] # all it asks for


async def test_a_period_is_shown_rounded_and_says_so() -> None:
    assert [
        "📊 Figures 11/2026",
        "🏢 All providers",
        "📅 3 sessions held, 1 cancelled, 8 hours in all",
        "📋 Registrations: 10",
        "👥 There: 5. Without registering: 0. Stayed away: <5.",
        "⏳ Waiting list: 0. Offered a place: 0. Took it: 0.",
        "Numbers of people are rounded: 10 stands for 10 to 14, <5 for 1 to 4. Sums are approximate.",
        "[🗣️ Languages and news]",
        "[📎 As a file]",
        "[📅 Other months]",
        "[🏢 Another provider]",
    ] == await lines_of(Shown(202611, 202611))


async def test_languages_and_news_are_a_screen_of_their_own() -> None:
    assert [
        "📊 Figures 11/2026",
        "🏢 All providers",
        "🗣️ German: 30 and Arabic: 5",
        "Languages are told for whole years: 2026. Those of fewer than five people are left out.",
        "📣 New in the bot: <5",
        "📣 Can be reached now: 90",
        "📣 Announcements sent: 2",
        "Numbers of people are rounded: 10 stands for 10 to 14, <5 for 1 to 4. Sums are approximate.",
    ] == await lines_of(Reached(202611, 202611))


async def test_files_are_behind_one_button() -> None:
    assert [
        "📎 What shall I send you?",
        "📊 Figures 11/2026",
        "🏢 All providers",
        "[🖼️ Pictures] [📎 Paper (PDF)]",
        "[📎 Excel (XLSX)] [📎 CSV for Excel]",
    ] == await lines_of(Files(202611, 202611))


async def test_the_present_month_comes_first_and_is_not_over() -> None:
    reader = FiguresReader(person=COORDINATOR)
    await lines_of(Shown(), reader)

    here = f"{reader.now:%Y-%m}"
    assert [(Months(here, here), None)] == reader.figures.asked
    assert any("not over" in line for line in await lines_of(Shown(202612, 202612)))


async def test_who_is_not_of_the_office_sees_none() -> None:
    assert "🔒 This is only for the team." in await lines_of(Shown(), FiguresReader())


async def test_figures_of_somebody_elses_provider_are_not_there() -> None:
    for state in (Shown(202611, 202611, 99), Reached(202611, 202611, 99), Files(202611, 202611, 99)):
        assert "🙏 I do not find this." in await lines_of(state)


async def test_a_single_provider_is_no_choice() -> None:
    alone = await lines_of(Shown(), FiguresReader(person=COORDINATOR, providers=PROVIDERS[:1]))

    assert not any("Another provider" in line for line in alone)
    assert any("Another provider" in line for line in await lines_of(Shown()))


def test_pictures_are_asked_for_one_by_one() -> None:
    turn = dialog.update(None, Tap("figures", "pictures", (202601, 202612, 4)))

    assert Files(202601, 202612, 4, sent=True) == turn.state
    assert tuple(SendFigures("2026-01", "2026-12", 4, form) for form in PICTURES) == turn.effects


@pytest.mark.parametrize(
    "args", [(202613, 202613, 0), (202612, 202601, 0), (0, 0, 0), (-1, 202601, 0), (202600, 202601, 0)]
)
def test_what_is_no_period_shows_the_present_month(args: tuple[int, ...]) -> None:
    for action, rest in (("pictures", ()), ("file", ("pdf",))):
        turn = dialog.update(None, Tap("figures", action, (*args, *rest)))
        assert (Shown(), ()) == (turn.state, turn.effects)


async def test_years_come_before_months_the_latest_first() -> None:
    screen = dialog.render(Period(), await dialog.load(Period(), FiguresReader(person=COORDINATOR)))  # type: ignore[arg-type]
    labels = list(taps(screen))

    assert ["2026", "2025"] == labels[:2]
    assert Tap("figures", "show", (202601, 202612, 0)) == taps(screen)["2026"]


async def test_a_provider_is_chosen_for_the_same_period() -> None:
    state = Whose(202611, 202611)
    screen = dialog.render(state, await dialog.load(state, FiguresReader(person=COORDINATOR)))  # type: ignore[arg-type]

    assert Tap("figures", "show", (202611, 202611, 9)) == taps(screen)["Low-Tec"]


def test_figures_add_up_without_becoming_exact() -> None:
    sums = (Figure(), rounded(3), rounded(3) + rounded(4), rounded(8) + rounded(9))

    assert ["0", "<5", "5", "15"] == [str(one) for one in sums]
