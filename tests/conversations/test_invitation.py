"""Invitations: redeemed at once, the token kept nowhere, the role said in words."""

from __future__ import annotations

import pytest

from conversations.core import Done, Tap, Turn, Typed
from conversations.dialogs.invitation import DIALOG, Redeemed, Redeeming
from conversations.effects import RedeemInvitation
from tests.conversations.fakes import read

TOKEN = "abcdefghijklmnop"


def test_the_link_is_redeemed_at_once_and_the_token_not_kept() -> None:
    turn = DIALOG.update(None, Tap("invitation", "redeem", (TOKEN,)))

    assert Turn(Redeeming(), (RedeemInvitation(TOKEN),)) == turn
    assert TOKEN not in repr(turn)


@pytest.mark.parametrize(("result", "expected"), [("staff", Redeemed("staff")), (None, Redeemed(""))])
def test_only_the_role_is_kept(result: str | None, expected: Redeemed) -> None:
    assert Turn(expected) == DIALOG.update(Redeeming(), Done(RedeemInvitation(TOKEN), result))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("staff", "🙂 You are now a staff member."),
        ("coordinator", "🙂 You are now a coordinator."),
        ("administrator", "🙂 You are now an administrator."),
        ("gardener", "🙂 You are now part of the team."),
    ],
)
def test_the_role_is_said_in_words(role: str, expected: str) -> None:
    screen = DIALOG.render(Redeemed(role), None)

    assert ["👋 Welcome to the team!", expected, "[✅ Continue]"] == read(screen)


@pytest.mark.parametrize("state", [Redeemed(""), Redeeming()])
def test_a_used_link_is_explained_kindly(state: Redeemed | Redeeming) -> None:
    assert [
        "🙏 This invitation does not work any more.",
        "It was used already, or it is too old. Please ask for a new one.",
        "[✅ Continue]",
    ] == read(DIALOG.render(state, None))


def test_typing_means_nothing_here_and_is_not_kept() -> None:
    assert Turn(Redeemed("staff"), understood=False) == DIALOG.update(Redeemed("staff"), Typed("hello"))
