"""Files that come one a language: a language that comes again takes the place of what came of it before."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.intake_effects import ApplyImport, GoOn, KeepMissing
from storage.records.intake import Import, ImportState
from storage.sample.trial import open_trial
from tests.bot.filing import NOW, Desk, events
from tests.town import sqlite_url


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a database with the sample."""
    opened = await open_trial(sqlite_url(tmp_path), NOW)
    yield Desk(opened)
    await opened.close()


def retitled(language: str, title: str, *others: str) -> bytes:
    """Write a file whose only event is called something else by now."""
    event = json.loads(events(language, *others))[0]
    return json.dumps([event | {"title": title}]).encode()


def titles(found: Import) -> tuple[str, ...]:
    """List what a preview brings."""
    return tuple(one.title for one in found.report.new)


async def test_a_language_sent_again_takes_its_place_in_the_preview(desk: Desk) -> None:
    lee = await desk.coordinator("Haus")
    await desk.sends(lee, events("de", "en"), "de.json")
    shown = await desk.sends(lee, events("en", "de"), "en.json")

    again = await desk.sends(lee, retitled("de", "Sprachcafé im Park", "en"), "de.json")

    assert (("Sprachcafé (de)",), ("Sprachcafé im Park",)) == (titles(shown), titles(again))
    assert ImportState.WAITING is again.state
    assert 1 == await desk.count(lee)


async def test_what_the_new_preview_brings_in_has_the_other_languages_too(desk: Desk) -> None:
    lee = await desk.coordinator("Haus")
    await desk.sends(lee, events("de", "en"), "de.json")
    await desk.sends(lee, events("en", "de"), "en.json")
    again = await desk.sends(lee, events("de", "en"), "de.json")

    await desk.asks(lee, ApplyImport(again.id, again.report.look))
    after = await desk.sends(lee, events("en", "de"), "en.json")

    assert ImportState.APPLIED is (await desk.look(lee, again.id)).state
    await desk.asks(lee, GoOn(after.id))
    assert (await desk.look(lee, after.id)).report.counts.nothing


async def test_who_went_on_without_a_language_is_not_asked_again_for_it(desk: Desk) -> None:
    lee = await desk.coordinator("Haus")
    german = await desk.sends(lee, events("de", "en", "ar"), "de.json")
    await desk.asks(lee, GoOn(german.id))

    again = await desk.sends(lee, retitled("de", "Sprachcafé im Park", "en", "ar"), "de.json")
    english = await desk.sends(lee, events("en", "de", "ar"), "en.json")

    assert (ImportState.WAITING, ("Sprachcafé im Park",)) == (again.state, titles(again))
    assert (ImportState.WAITING, ("Sprachcafé im Park",)) == (english.state, titles(english))


async def test_what_may_stay_that_is_missing_stays_also_in_the_new_preview(desk: Desk) -> None:
    lee = await desk.coordinator("Haus")
    first = await desk.sends(lee, events("de"), "de.json")
    await desk.asks(lee, ApplyImport(first.id, first.report.look))
    other = events("de").replace(b"sprachcafe$", b"lesekreis$")
    preview = await desk.sends(lee, other, "de.json")
    assert 1 == preview.report.counts.gone
    await desk.asks(lee, KeepMissing(preview.id))

    again = await desk.sends(lee, other, "de.json")

    assert 0 == again.report.counts.gone
