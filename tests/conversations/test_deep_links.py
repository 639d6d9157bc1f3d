"""Deep links stand on printed posters, so they must go on being read."""

from __future__ import annotations

import pytest

from conversations.core import Tap
from conversations.deep_links import tap_of, to_invitation, to_offering


def test_a_poster_opens_its_offering() -> None:
    assert Tap("offering", "show", (12,)) == tap_of(to_offering(12))


def test_an_invitation_is_redeemed() -> None:
    token = "Ab_-" * 5

    assert Tap("invitation", "redeem", (token,)) == tap_of(to_invitation(token))


@pytest.mark.parametrize("payload", ["", "o_", "o_0", "o_x", "o_12x", "i_short", "home", "o_99999999999", "o_١٢"])
def test_any_other_payload_leads_nowhere(payload: str) -> None:
    assert tap_of(payload) is None
