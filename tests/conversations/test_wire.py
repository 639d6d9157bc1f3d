"""Callback data: what is written reads back, and what was forged does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.core import Tap
from conversations.wire import LIMIT_BYTES, NUMBER, UnreadableTapError, decode, encode

SLUGS = st.from_regex(r"[a-z0-9_@-]{1,12}", fullmatch=True).filter(lambda slug: not NUMBER.fullmatch(slug))
ARGS = st.lists(st.integers(min_value=-(10**9), max_value=10**9) | SLUGS, max_size=2)


@given(dialog=SLUGS, action=SLUGS, args=ARGS)
def test_a_tap_reads_back_as_it_was_written(dialog: str, action: str, args: list[int | str]) -> None:
    tap = Tap(dialog, action, tuple(args))

    assert tap == decode(encode(tap, 3), {dialog: 3})


@given(data=st.text(max_size=80))
def test_no_text_makes_reading_fail_in_another_way_than_by_saying_so(data: str) -> None:
    try:
        tap = decode(data, {"find": 1})
    except UnreadableTapError:
        return

    assert data == encode(tap, 1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("find", id="no version"),
        pytest.param("find.1", id="no action"),
        pytest.param("find.2.page.0", id="another version"),
        pytest.param("gone.1.page.0", id="an unknown dialog"),
        pytest.param("find.1.page.0.", id="an empty argument"),
        pytest.param("find.1.Page.0", id="capitals"),
        pytest.param("find.1.page." + "x" * 64, id="too long"),
        pytest.param("find.1.page.<b>", id="markup"),
    ],
)
def test_what_is_not_ours_is_unreadable(data: str) -> None:
    with pytest.raises(UnreadableTapError):
        decode(data, {"find": 1})


def test_a_tap_that_would_not_fit_is_refused_when_it_is_built() -> None:
    with pytest.raises(ValueError, match=str(LIMIT_BYTES)):
        encode(Tap("find", "word", ("x" * 64,)), 1)


def test_a_slug_that_looks_like_a_number_is_refused_when_it_is_built() -> None:
    with pytest.raises(ValueError, match="number"):
        encode(Tap("find", "topic", ("12",)), 1)
