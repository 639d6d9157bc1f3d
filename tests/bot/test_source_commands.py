"""`quartierbot sources`: addresses are noted, listed, looked at and forgotten, and what is refused says why."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from bot.fetching import Fetched, FetchError
from storage.engine import Transaction
from storage.office import sources
from storage.records.intake import SourceOutcome
from storage.tables import imports
from tests.bot.commanding import HEAD, Console, line
from tests.bot.filing import Web

ADDRESS = "https://kurse.example/kurse.csv"
COURSES = Fetched("kurse.csv", "\n".join((HEAD, line("A1"))).encode(), '"1"', "")


def visits(patch: pytest.MonkeyPatch, *answers: Fetched | FetchError | None) -> None:
    """Let the web answer so."""
    web = Web([*answers])
    patch.setattr("bot.source_commands.Fetcher", lambda: web)


def listed(console: Console) -> list[dict[str, object]]:
    """List the addresses as machines read them."""
    found: list[dict[str, object]] = json.loads(console.run("sources", "list", "--json").output)
    return found


async def waiting(tx: Transaction) -> int:
    """Count the files that somebody has to look at."""
    return int(await tx.connection.scalar(select(func.count()).select_from(imports)) or 0)


async def fill(tx: Transaction) -> None:
    """Note as many addresses as there may be."""
    for number in range(sources.MOST_SOURCES):
        await sources.add(tx, None, f"https://kurse.example/{number}")


def test_an_address_is_noted_and_listed(console: Console) -> None:
    added = console.run("sources", "add", ADDRESS, "--provider", "Haus", "--hours", "6")

    assert (0, "Added as 1.\n") == (added.exit_code, added.output)
    assert f"1  {ADDRESS}  every 6 h  not looked at yet\n" == console.run("sources", "list").output
    (found,) = listed(console)
    assert {"id": 1, "address": ADDRESS, "provider": "Haus", "hours": 6, "live": True} == {
        name: found[name] for name in ("id", "address", "provider", "hours", "live")
    }


def test_where_no_address_is_noted_nothing_is_listed(console: Console) -> None:
    assert (0, "") == ((found := console.run("sources", "list")).exit_code, found.output)
    assert [] == listed(console)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "http://kurse.example/a",
            "an address must begin with https://, without a name, a password or a port of its own\n",
        ),
        (ADDRESS, "this address is known already\n"),
    ],
)
def test_an_address_that_cannot_be_taken_says_why(console: Console, address: str, said: str) -> None:
    console.run("sources", "add", ADDRESS)

    refused = console.run("sources", "add", address)

    assert (1, said) == (refused.exit_code, refused.stderr)
    assert [ADDRESS] == [one["address"] for one in listed(console)]


def test_more_addresses_than_anybody_looks_after_are_refused(console: Console) -> None:
    console.ask(fill)

    refused = console.run("sources", "add", ADDRESS)

    assert (1, f"at most {sources.MOST_SOURCES} addresses\n") == (refused.exit_code, refused.stderr)


def test_an_interval_that_cannot_be_is_a_wrong_argument(console: Console) -> None:
    refused = console.run("sources", "add", ADDRESS, "--hours", "0")

    assert (2, True) == (refused.exit_code, "'--hours'" in refused.stderr)
    assert [] == listed(console)


def test_an_address_is_forgotten_and_its_offerings_stay(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    visits(monkeypatch, COURSES)
    console.run("sources", "add", ADDRESS)
    console.run("sources", "check", "1")

    removed = console.run("sources", "remove", "1")

    assert (0, "Removed.\n", []) == (removed.exit_code, removed.output, listed(console))


@pytest.mark.parametrize("command", ["remove", "check"])
def test_an_address_that_is_not_there_is_named(console: Console, command: str) -> None:
    console.run("sources", "add", ADDRESS)

    refused = console.run("sources", command, "7")

    assert (1, "there is no address 7\n") == (refused.exit_code, refused.stderr)
    assert 1 == len(listed(console))


def test_what_is_new_waits_for_somebody_and_is_asked_for_once(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits(monkeypatch, COURSES, None)
    console.run("sources", "add", ADDRESS)

    first, second = console.run("sources", "check", "1"), console.run("sources", "check", "1")

    assert (0, "Something new waits for a coordinator.\n") == (first.exit_code, first.output)
    assert (0, first.output, 1) == (second.exit_code, second.output, console.ask(waiting))
    (found,) = listed(console)
    assert ("waiting", 1) == (found["outcome"], found["waiting_import"])


def test_what_is_known_already_is_nothing_new(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    visits(monkeypatch, COURSES)
    console.take_in(line("A1"))
    console.run("sources", "add", ADDRESS)

    looked_at = console.run("sources", "check", "1")

    assert (0, "Nothing new.\n") == (looked_at.exit_code, looked_at.output)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (FetchError(SourceOutcome.ANSWER), "its server refused\n"),
        (FetchError(SourceOutcome.TOO_LARGE), "larger than 20 MB\n"),
        (Fetched("kurse.pdf", b"%PDF-1.7", "", ""), "what is there is no catalogue\n"),
    ],
    ids=["refused", "too large", "no catalogue"],
)
def test_an_address_that_fails_says_why_and_is_kept(
    console: Console, monkeypatch: pytest.MonkeyPatch, answer: Fetched | FetchError, said: str
) -> None:
    visits(monkeypatch, answer)
    console.run("sources", "add", ADDRESS)

    failed = console.run("sources", "check", "1")

    assert (1, said) == (failed.exit_code, failed.stderr)
    assert [(1, 0)] == [(one["failures"], console.ask(waiting)) for one in listed(console)]


def test_an_address_of_a_machine_that_only_we_can_reach_is_not_looked_at(console: Console) -> None:
    console.run("sources", "add", "https://127.0.0.1/kurse.csv")

    refused = console.run("sources", "check", "1")

    assert (1, "leads to a machine that is not in the public internet\n") == (refused.exit_code, refused.stderr)
