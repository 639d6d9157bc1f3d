"""A catalogue in pages is the catalogue that was read, whatever the size of its pages, and can be read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from storage import sample
from storage.exchange.pages import Pages, PageWriter, Spool
from storage.exchange.parsed import Catalogue, SessionRow, TextKey


@pytest.fixture
def catalogue(now: datetime) -> Catalogue:
    return sample.load(now.date())


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_pages_hold_all_of_a_catalogue(catalogue: Catalogue, size: int) -> None:
    unsaid = {
        catalogue.offerings[0].source_id: frozenset({"topics"}),
        catalogue.venues[0].source_id: frozenset({"city"}),
    }
    timed = frozenset({catalogue.offerings[-1].source_id})
    whole = replace(catalogue, coverage=replace(catalogue.coverage, unsaid=unsaid, timed=timed))
    pages = Pages.of(whole, size)

    def by_id(row: SessionRow) -> str:
        return row.source_id

    found = pages.whole()
    assert sorted(whole.sessions, key=by_id) == sorted(found.sessions, key=by_id)
    assert replace(whole, sessions=()) == replace(found, sessions=())
    assert (whole.providers, whole.topics, whole.quarters) == (pages.providers, pages.topics, pages.quarters)


def test_an_offering_comes_with_all_its_sessions_and_texts(catalogue: Catalogue) -> None:
    for page in Pages.of(catalogue, 1):
        (name,) = {row.source_id for row in page.offerings}
        held = [row.source_id for row in catalogue.sessions if row.offering == name]
        assert held == [row.source_id for row in page.sessions]
        assert {key for key in catalogue.texts if key.source_id in {name, *held}} == set(page.texts)


def test_what_files_speak_for_is_known_on_every_page_though_it_is_said_at_the_end(catalogue: Catalogue) -> None:
    writer = PageWriter(size=1)
    for row in catalogue.offerings[:2]:
        writer.add(row, (), {}, frozenset({"topics"}), timed=True)
    pages = writer.finish(prefix="vhs:", complete=False, translated=True)

    for row, page in zip(catalogue.offerings[:2], pages, strict=True):
        covered = page.coverage
        assert ("vhs:", False, True) == (covered.prefix, covered.complete, page.translated)
        assert {row.source_id: frozenset({"topics"})} == covered.unsaid
        assert {row.source_id} == covered.timed


def test_texts_of_what_a_file_does_not_hold_come_on_a_page_too(catalogue: Catalogue) -> None:
    strange = {
        TextKey("offering", "ZZ-99", "title", "de"): "Fehlt",
        TextKey("session", "ZZ-99-01", "note", "de"): "Auch",
    }
    pages = Pages.of(replace(catalogue, offerings=(), sessions=(), texts=strange), 1)

    assert strange == {key: text for page in pages for key, text in page.texts.items()}


def test_a_spool_is_read_again_from_its_beginning_while_more_is_added() -> None:
    spool: Spool[dict[str, int]] = Spool(dict[str, int])
    spool.append({"a": 1})
    first = iter(spool)
    assert {"a": 1} == next(first)
    spool.append({"b": 2})

    assert ([{"a": 1}, {"b": 2}], [{"b": 2}], 2) == ([*spool], [*first], len(spool))


def test_what_does_not_fit_into_memory_waits_on_the_disk() -> None:
    spool: Spool[bytes] = Spool(bytes)
    values = [bytes(range(256)) * 256 * number for number in range(1, 8)]
    for value in values:
        spool.append(value)

    assert values == [*spool]
