"""What a coordinator may ask for about wishes. Each is authorised where it is performed."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records.demand import Combination


@dataclass(frozen=True, slots=True)
class NameWish:
    """Say in slugs what a combination is for, to make an offering of it. Result: Wish, or None when nobody wishes for it."""

    combination: Combination


@dataclass(frozen=True, slots=True)
class AnnounceToWishers:
    """Begin an announcement to exactly those who wish for a combination, about an offering or about none (None).

    Result: Ready or Refusal.
    """

    combination: Combination
    offering_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnnounceToInterested:
    """Begin an announcement about an offering to exactly those who wish for it. Result: Ready or Refusal."""

    offering_id: int


CHANGES = (NameWish, AnnounceToWishers, AnnounceToInterested)
SENDS: tuple[type, ...] = ()
