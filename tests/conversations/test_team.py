"""The team: no names, roles with their day, invitations that are shown once, and a question before a role is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.core import Done, Share, Tap, Turn, Typed
from conversations.dialogs.team import DIALOG, Invited, Inviting, Limiting, One, Open, Revoking, State, Team
from conversations.dialogs.team_providers import DIALOG as PROVIDERS
from conversations.dialogs.team_providers import Listing, Naming
from conversations.dialogs.team_providers import One as Provider
from conversations.staff_effects import AddProvider, Invite, RevokeRole, WithdrawInvitation
from storage.records.announcements import Member, OpenInvitation
from storage.records.intake import ProviderName
from tests.conversations.builders import NOW
from tests.conversations.fakes import taps
from tests.conversations.office import ADMINISTRATOR, STAFF, screen_of, shown

ME = Member(1, (("administrator", NOW), ("staff", NOW)), me=True)
OTHER = Member(12, (("staff", NOW),), me=False)
WAITING = OpenInvitation(5, "staff", NOW)
TOKEN = "abcdefghijklmnopqrstuvwx"
OFFICE: dict[str, Any] = {"person": ADMINISTRATOR, "members": (ME, OTHER), "invited": (WAITING,)}


async def test_the_team_is_listed_by_number() -> None:
    assert [
        "🧑‍🤝‍🧑 Team",
        "🔒 I keep no names, only numbers.",
        "[🙂 You: administration and staff]",
        "[🙂 Number 12: staff]",
        "[➕ Invite somebody] [📎 Exports]",
        "[🏢 Who offers]",
    ] == await shown(DIALOG, Team(), **OFFICE)


async def test_invitations_that_nobody_used_are_found_where_one_invites() -> None:
    assert "[↗️ Open invitations (1)]" in await shown(DIALOG, Inviting(), **OFFICE)
    assert Tap("team", "open", (0,)) == taps(await screen_of(DIALOG, Inviting(), **OFFICE))["Open invitations"]


async def test_a_member_has_roles_since_a_day() -> None:
    assert [
        "🙂 Number 12",
        "📅 Staff, since today",
        "[✖️ Take back: staff]",
    ] == await shown(DIALOG, One(12), **OFFICE)


async def test_a_coordinator_is_shown_with_whom_they_run_alone() -> None:
    limited = Member(12, (("coordinator", NOW),), me=False, providers=("DEPOT", "Digital Camp"))

    assert "🏢 Runs only: DEPOT and Digital Camp" in await shown(
        DIALOG, One(12), person=ADMINISTRATOR, members=(limited,)
    )


async def test_the_list_says_who_is_limited_to_whose_offers() -> None:
    limited = Member(12, (("coordinator", NOW),), me=False, providers=("DEPOT", "Digital Camp"))
    team = await shown(DIALOG, Team(), person=ADMINISTRATOR, members=(ME, limited))

    assert "🏢 Number 12: only DEPOT and Digital Camp" in team
    assert not [line for line in team if line.startswith("🏢 You")]


async def test_a_coordinators_invitation_asks_whose_offers_they_run() -> None:
    role = await screen_of(DIALOG, Inviting(), **OFFICE)
    whose = await screen_of(DIALOG, Limiting(), **OFFICE)

    assert Tap("team", "limit") == taps(role)["Coordination: lists and offers"]
    assert Tap("team", "invite", ("coordinator",)) == taps(whose)["Everybody's"]
    assert Tap("team_providers", "list", (0,)) == taps(whose)["Only one provider's"]


async def test_a_limited_invitation_names_its_provider() -> None:
    turn = DIALOG.update(Inviting(), Done(Invite("coordinator", 7), TOKEN))
    opened = OpenInvitation(5, "coordinator", NOW, "DEPOT")

    assert Invited("coordinator", TOKEN, 7) == turn.state
    assert "🏢 Runs only: DEPOT" in await shown(DIALOG, turn.state, offerers=(ProviderName(7, "DEPOT"),), **OFFICE)
    assert "🏢 Runs only: DEPOT" in await shown(DIALOG, Open(), person=ADMINISTRATOR, invited=(opened,))


async def test_a_new_provider_is_added_only_after_its_name_was_looked_at() -> None:
    asked = PROVIDERS.update(Listing(), Typed("Haus  der Nadeln"))
    yes = taps(await screen_of(PROVIDERS, asked.state, **OFFICE))["Yes, add it"]

    assert Turn(Naming("Haus der Nadeln")) == asked
    assert (AddProvider("Haus der Nadeln"),) == PROVIDERS.update(asked.state, yes).effects
    assert () == PROVIDERS.update(Naming("Haus der Nägel"), yes).effects
    assert Turn(Provider(7)) == PROVIDERS.update(asked.state, Done(AddProvider("Haus der Nadeln"), 7))
    assert Turn(Listing(refused=True)) == PROVIDERS.update(asked.state, Done(AddProvider("Haus der Nadeln"), None))


async def test_a_provider_shows_who_is_limited_to_it_and_invites_more() -> None:
    limited = Member(12, (("coordinator", NOW),), me=False, providers=("DEPOT",))
    given = {"person": ADMINISTRATOR, "members": (ME, limited), "offerers": (ProviderName(7, "DEPOT"),)}

    assert "[🏢 DEPOT (1)]" in await shown(PROVIDERS, Listing(), **given)
    assert "👥 Limited to it: Number 12" in await shown(PROVIDERS, Provider(7), **given)
    invite = taps(await screen_of(PROVIDERS, Provider(7), **given))["Invite somebody for it"]
    assert Turn(Inviting(), (Invite("coordinator", 7),)) == DIALOG.update(None, invite)


@pytest.mark.parametrize("state", [Listing(), Provider(7), Naming("DEPOT")])
async def test_only_administrators_see_the_providers(state: object) -> None:
    assert ["🔒 This is only for the team."] == await shown(PROVIDERS, state, **(OFFICE | {"person": STAFF}))


async def test_a_role_is_taken_back_only_after_a_question() -> None:
    screen = await screen_of(DIALOG, Revoking(12, "staff"), **OFFICE)

    assert "Number 12 loses this role at once: staff." in await shown(DIALOG, Revoking(12, "staff"), **OFFICE)
    assert Tap("team", "really_revoke", (12, "staff")) == taps(screen)["Yes, take it back"]


async def test_the_last_administrator_stays_one() -> None:
    turn = DIALOG.update(Revoking(1, "administrator"), Done(RevokeRole(1, "administrator"), False))

    assert Turn(Revoking(1, "administrator", kept=True)) == turn
    assert "There must always be somebody who can invite others." in await shown(DIALOG, turn.state, **OFFICE)


async def test_an_invitation_is_a_link_to_pass_on() -> None:
    turn = DIALOG.update(Inviting(), Done(Invite("staff"), TOKEN))
    screen = await screen_of(DIALOG, turn.state, **OFFICE)

    shares = [button.does.payload for row in screen.rows for button in row if isinstance(button.does, Share)]
    assert [f"i_{TOKEN}"] == shares
    assert TOKEN not in repr(turn)


async def test_what_could_not_be_made_is_said() -> None:
    assert ["🙏 You may not do this."] == await shown(DIALOG, Invited("staff", ""), **OFFICE)


async def test_open_invitations_can_be_withdrawn() -> None:
    screen = await screen_of(DIALOG, Open(), **OFFICE)

    assert Tap("team", "withdraw", (5,)) == taps(screen)["Withdraw: staff"]
    assert "There are none." in await shown(DIALOG, Open(), person=ADMINISTRATOR)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Tap("team", "show"), Turn(Team())),
        (Tap("team", "page", (1,)), Turn(Team(1))),
        (Tap("team", "one", (12,)), Turn(One(12))),
        (Tap("team", "revoke", (12, "staff")), Turn(Revoking(12, "staff"))),
        (Tap("team", "revoke", (12, "king")), Turn(Team(), understood=False)),
        (
            Tap("team", "really_revoke", (12, "staff")),
            Turn(Revoking(12, "staff"), (RevokeRole(12, "staff"),)),
        ),
        (Tap("team", "invite"), Turn(Inviting())),
        (Tap("team", "invite", ("staff",)), Turn(Inviting(), (Invite("staff"),))),
        (Tap("team", "invite", ("king",)), Turn(Team(), understood=False)),
        (Tap("team", "withdraw", (5,)), Turn(Open(), (WithdrawInvitation(5),))),
        (Done(RevokeRole(12, "staff"), True), Turn(One(12))),
    ],
)
def test_what_was_tapped_or_done_is_followed(event: Any, expected: Turn[State]) -> None:  # noqa: ANN401 - any event
    assert expected == DIALOG.update(Team(), event)


@pytest.mark.parametrize(
    "state", [Team(), One(12), Revoking(12, "staff"), Inviting(), Limiting(), Invited("staff", TOKEN), Open()]
)
async def test_only_administrators_see_it(state: State) -> None:
    assert ["🔒 This is only for the team."] == await shown(DIALOG, state, **(OFFICE | {"person": STAFF}))


async def test_who_left_meanwhile_is_said_to_have_left() -> None:
    assert "🙂 This person is not in the team any more." in await shown(DIALOG, One(99), **OFFICE)
