"""The team: no names, roles with their day, invitations that are shown once, and a question before a role is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.core import Done, Share, Tap, Turn
from conversations.dialogs.team import DIALOG, Invited, Inviting, One, Open, Revoking, State, Team
from conversations.staff_effects import Invite, RevokeRole, WithdrawInvitation
from storage.records.announcements import Member, OpenInvitation
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
        "[↗️ Open invitations (1)]",
    ] == await shown(DIALOG, Team(), **OFFICE)


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


@pytest.mark.parametrize("state", [Team(), One(12), Revoking(12, "staff"), Inviting(), Invited("staff", TOKEN), Open()])
async def test_only_administrators_see_it(state: State) -> None:
    assert ["🔒 This is only for the team."] == await shown(DIALOG, state, **(OFFICE | {"person": STAFF}))


async def test_who_left_meanwhile_is_said_to_have_left() -> None:
    assert "🙂 This person is not in the team any more." in await shown(DIALOG, One(99), **OFFICE)
