"""Every error in the table of docs/simulator-methods.md is answered to the call that stands beside it."""

from __future__ import annotations

import pytest

from simulator.methods import METHODS
from simulator.sentences import cases
from simulator.sentences.refusal import Case, Refusal
from tests.simulator.provoking import provoke

PLAIN = Refusal((), "nothing is wrong", 200, "")


def name_case(case: Case) -> str:
    return f"{case.method}: {case.refusal.when}"


@pytest.mark.parametrize("case", list(cases()), ids=name_case)
async def test_a_call_that_is_wrong_is_answered_with_the_error_of_the_table(case: Case) -> None:
    refusal, answered = case.refusal, await provoke(case)
    parameters = {"parameters": answered.foreseen} if answered.foreseen else {}
    expected = {"ok": False, "error_code": refusal.code, "description": refusal.description, **parameters}

    assert (refusal.code, expected) == (answered.status, answered.body)


@pytest.mark.parametrize("method", sorted(method.name for method in METHODS.values()))
async def test_a_plain_call_is_answered_without_an_error(method: str) -> None:
    answered = await provoke(Case(method, PLAIN))

    assert (200, True) == (answered.status, answered.body["ok"]), answered.body
