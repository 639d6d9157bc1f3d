"""The table of refusals is whole, cites the documentation to the letter, and every field's check is what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import chain

import pytest

from simulator import table
from simulator.methods import METHODS
from simulator.refusals import RefusedError
from simulator.sentences import REFUSALS, cases
from simulator.sentences.filing import ANY as SENDING_FILES
from simulator.sentences.generated import Generated, of_method, of_type
from simulator.sentences.refusal import Refusal
from tests.simulator.carriers import calls, reached
from tests.simulator.provoking import provoke
from tests.simulator.sites import Site, constants, noting, reachable, sites

SILENT = ("copyMessages", "forwardMessage", "forwardMessages")
UNPICTURED = ("sendAnimation", "sendAudio", "sendDocument", "sendSticker", "sendVoice")
UPLOADED = ("setMyProfilePhoto",)
# What the functions of some methods name and these never come by: methods, a module, words in its source ("" are all).
NOT_MET = (
    # what is passed on says nothing of its own and answers nothing
    *((SILENT, module, "") for module in ("entities", "formatting", "markdown", "tags", "methods.replies")),
    # a sticker has no caption, a private chat is never left, and a venue does not move
    (("sendSticker",), "methods.captions", ""),
    (("leaveChat",), "methods.reach", "user is deactivated"),
    (("leaveChat",), "methods.reach", "bot was blocked by the user"),
    (("sendVenue",), "methods.sending", "live location"),
    # a kind of file is not looked at as another is
    *(
        (UNPICTURED, "files", words)
        for words in ("PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "file is too big")
    ),
    (tuple(name for name in (*SENDING_FILES, *UPLOADED) if name != "sendSticker"), "files", "sticker must be"),
    # photos are refused from 10 MB on, and a profile photo must be uploaded
    (("sendPhoto",), "files", "Request Entity Too Large"),
    *((UPLOADED, "files", words) for words in ("URL content", "wrong remote file", "of another type")),
)
PLAYED = sorted(method.name for method in METHODS.values())


def reason_of(check: Generated) -> str:
    """Tell what a method answers to the call that a check refuses, without code; fails when it is done."""
    method, given, _ = calls(check)
    try:
        METHODS[method.lower()].check(given)
    except RefusedError as refused:
        assert refused.code == 400
        return refused.description.removeprefix("Bad Request: ")
    return "done"


def expected(check: Generated) -> str:
    return calls(check)[2]


def lay_out(checks: list[Generated], reason: Callable[[Generated], str]) -> dict[str, str]:
    return {f"{each.owner}.{each.name} {each.kind} {each.value!r:.20}": reason(each) for each in checks}


@pytest.mark.parametrize("method", PLAYED)
def test_every_parameter_is_checked_as_the_description_says(method: str) -> None:
    checks = list(of_method(method))

    assert lay_out(checks, expected) == lay_out(checks, reason_of)


@pytest.mark.parametrize("kind", reached())
def test_every_field_of_an_object_is_checked_as_the_description_says(kind: str) -> None:
    checks = list(of_type(kind))

    assert lay_out(checks, expected) == lay_out(checks, reason_of)


@pytest.mark.parametrize("refusal", [each for each in REFUSALS if each.sentence], ids=lambda each: str(each.when))
def test_a_cited_sentence_stands_in_the_documentation_of_each_of_its_methods(refusal: Refusal) -> None:
    silent = [method for method in refusal.methods if refusal.cited(method) is None]

    assert [] == silent


@pytest.fixture(scope="module")
def come_by() -> dict[str, set[Site]]:
    """Provoke every refusal, and tell for each method which places of the source made one."""
    seen: dict[str, set[Site]] = {method: set() for method in PLAYED}
    with pytest.MonkeyPatch.context() as patch:
        for case in cases():
            with noting(patch, met := set[Site]()):
                asyncio.run(provoke(case))
            for method in {case.method, *(case.refusal.meanwhile or ())[:1]}:
                seen[method] |= met
        for check in [*chain(*map(of_method, PLAYED)), *chain(*map(of_type, reached()))]:
            with noting(patch, seen[calls(check)[0]]):
                reason_of(check)
    return seen


def test_every_place_in_the_source_that_refuses_has_an_entry_in_the_table(come_by: dict[str, set[Site]]) -> None:
    left = sites() - set().union(*come_by.values())

    assert [] == sorted(map(str, left))


def test_every_refusal_that_is_kept_ready_has_an_entry_in_the_table() -> None:
    told = {(refusal.code, refusal.description) for refusal in REFUSALS}

    assert [] == [name for name, error in constants() if (error.code, error.description) not in told]


def is_met(method: str, site: Site) -> bool:
    """Say whether a method can come by a place that its functions name."""
    return not any(
        method in methods and site.module == module and words in site.source for methods, module, words in NOT_MET
    )


@pytest.mark.parametrize("method", PLAYED)
def test_a_method_has_an_entry_for_every_refusal_it_can_come_by(method: str, come_by: dict[str, set[Site]]) -> None:
    play = METHODS[method.lower()].play
    left = reachable(play.__module__.removeprefix("simulator."), play.__name__) - come_by[method]

    assert [] == sorted(str(site) for site in left if is_met(method, site))


def test_the_document_says_what_is_checked_today() -> None:
    assert table.write() == table.PATH.read_text("utf-8"), "run python -m simulator.table"
