"""The people of the demo: staff who can announce at once, and somebody to announce to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot import crowd
from bot.demo import COORDINATOR, RESIDENT, SCENE, STAFF, Demo
from locales.languages import OFFERED
from locales.text import _, ngettext
from storage.records.announcements import Rules
from tests.acceptance.staff import got, written
from tests.acceptance.walkers import Resident
from tests.town import ZONE, Town, brisk

pytestmark = pytest.mark.slow
RESIDENTS = [role for _code, _name, role in SCENE].count(RESIDENT)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """Start the demo in this process, at ten in the evening."""
    demo = Demo(tmp_path, 0, brisk)
    now = demo.clock.now().astimezone(ZONE)
    demo.clock.move((datetime.combine(now.date() + timedelta(days=1), time(22), ZONE) - now).total_seconds())
    await demo.start()
    yield demo
    await demo.stop()


@pytest.fixture
async def shown(demo: Demo) -> tuple[Town, list[Resident]]:
    """Set the scene; tells who stands there, staff first."""
    assert demo.app is not None
    town = Town(demo.simulator, demo.app, demo.app.database, demo.clock)
    await demo.set_scene()
    await town.settle()
    there = [person for person in demo.simulator.people if person.account.shown]
    return town, [Resident(town, person, code) for person, (code, _name, _role) in zip(there, SCENE, strict=True)]


def receivers() -> int:
    """Count who has agreed to news: the crowd, the residents of the scene, and those of the next."""
    return len(crowd.languages()) + 2 * RESIDENTS


def test_the_crowd_reads_every_language_and_needs_no_second_person() -> None:
    assert set(OFFERED) == set(crowd.languages())
    assert receivers() <= Rules().approval_above


async def test_staff_of_the_scene_find_the_desk_and_somebody_to_announce_to(
    shown: tuple[Town, list[Resident]],
) -> None:
    _town, (staff, *_others) = shown
    assert staff.words(_("Welcome to the team!")) in staff.screen.text
    await written(staff, "Sommerfest", "Kommen Sie vorbei.")
    await staff.go("announcement_text.show", "announcement_text.accept_all", "announcement.show")

    send = ngettext("Send to {count} person", "Send to {count} people", receivers())
    assert staff.words(send) in str(staff.screen.labels)


async def test_what_is_announced_at_night_goes_out_when_the_clock_is_moved_to_what_is_next(
    demo: Demo, shown: tuple[Town, list[Resident]]
) -> None:
    town, (staff, *residents, _coordinator) = shown
    await written(staff, "Sommerfest", "Kommen Sie vorbei.")
    await staff.go("announcement_text.show", "announcement_text.accept_all", "announcement.show")
    await staff.go("announcement.check", "announcement.submit")
    assert [[]] * RESIDENTS == [got(each) for each in residents]

    due = await demo.seen.next_due()
    assert due is not None
    assert ((8, 0), "announcement") == ((due[0].astimezone(ZONE).hour, due[0].astimezone(ZONE).minute), due[1])
    await demo.seen.move((due[0] - demo.clock.now()).total_seconds())
    await town.app.announcing.work()

    assert [1] * RESIDENTS == [len(got(each)) for each in residents]


async def test_a_second_scene_has_people_of_its_own(demo: Demo, shown: tuple[Town, list[Resident]]) -> None:
    await demo.set_scene()

    roles = [person.account.role for person in demo.simulator.people if person.account.shown]
    assert [role for _code, _name, role in SCENE] * 2 == roles
    assert (2, 2) == (roles.count(STAFF), roles.count(COORDINATOR))
