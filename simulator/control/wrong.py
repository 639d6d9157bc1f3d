"""What is said to wrong input: 404 for what does not exist, 400 (ValueError, ImpossibleError) for the rest."""

from simulator.records import Body


class UnknownError(Exception):
    """There is no such thing; answered with 404."""


def caused(update_id: int) -> Body:
    """Return what an act says of itself: the number of the update it caused, 0 when the bot is not told."""
    return {"update_id": update_id}


def positive(number: float) -> float:
    """Return a number that must not be below zero."""
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number


def optional(given: Body, name: str) -> int | None:
    """Return a number that may be left out."""
    return None if given.get(name) is None else int(given[name])
