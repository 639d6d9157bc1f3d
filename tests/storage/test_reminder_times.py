"""When reminders are due: by day, as long before a session as somebody wants, and one a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import quiet, reminders
from storage.records.people import REMIND_DAYS, REMIND_HOURS
from storage.reminders import due_times

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """Read a wall time in Aachen."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def due(start: str, now: str = "2026-01-01 12:00", *, days: int = 1, hours: int = 2) -> list[tuple[str, str]]:
    """Tell the due times of a session, all in wall time."""
    found = due_times(at(start), at(now), BERLIN, days=days, hours=hours)
    return [(which, f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}") for which, moment in found]


def test_an_afternoon_session_reminds_a_day_and_two_hours_before() -> None:
    assert [("day", "2027-01-11 14:00"), ("hours", "2027-01-12 12:00")] == due("2027-01-12 14:00")


def test_two_hours_before_an_early_session_is_the_evening_before() -> None:
    assert [("hours", "2027-01-11 19:00")] == due("2027-01-12 09:30", days=0)


def test_an_early_session_reminds_only_once_on_the_day_before() -> None:
    assert [("day", "2027-01-11 09:30")] == due("2027-01-12 09:30")


def test_an_early_session_still_reminds_whoever_registers_the_day_before() -> None:
    assert [("hours", "2027-01-11 19:00")] == due("2027-01-12 09:30", now="2027-01-11 12:00")


def test_a_session_at_ten_reminds_at_eight_when_the_night_is_over() -> None:
    assert [("hours", "2027-01-12 08:00")] == due("2027-01-12 10:00", days=0)


def test_a_day_before_a_late_session_is_the_evening_before_eight() -> None:
    assert [("day", "2027-01-11 19:00"), ("hours", "2027-01-12 19:00")] == due("2027-01-12 21:00")


def test_a_session_at_night_reminds_on_the_two_evenings_before() -> None:
    assert [("day", "2027-01-10 19:00"), ("hours", "2027-01-11 19:00")] == due("2027-01-12 06:00")


def test_a_day_before_keeps_the_wall_clock_when_the_clocks_go_forward() -> None:
    found = due_times(at("2027-03-28 14:00"), LONG_AGO, BERLIN, days=1, hours=0)

    assert (("day", datetime(2027, 3, 27, 13, 0, tzinfo=UTC)),) == found


def test_a_day_before_keeps_the_wall_clock_when_the_clocks_go_back() -> None:
    found = due_times(at("2027-10-31 14:00"), LONG_AGO, BERLIN, days=1, hours=0)

    assert (("day", datetime(2027, 10, 30, 12, 0, tzinfo=UTC)),) == found


def test_a_session_in_less_than_a_day_reminds_only_hours_before() -> None:
    assert [("hours", "2027-01-12 12:00")] == due("2027-01-12 14:00", now="2027-01-11 15:00")


def test_a_session_in_less_than_two_hours_does_not_remind() -> None:
    assert [] == due("2027-01-12 14:00", now="2027-01-12 12:30")


def test_a_reminder_moved_into_the_past_is_left_out() -> None:
    assert [] == due("2027-01-12 09:30", now="2027-01-11 21:00")


def test_three_days_and_four_hours_before_are_on_days_of_their_own() -> None:
    assert [("day", "2027-01-09 09:30"), ("hours", "2027-01-11 19:00")] == due("2027-01-12 09:30", days=3, hours=4)


@pytest.mark.parametrize(("hours", "expected"), [(1, "12 13:00"), (2, "12 12:00"), (4, "12 10:00")])
def test_the_late_reminder_comes_so_many_hours_before(hours: int, expected: str) -> None:
    assert [("hours", f"2027-01-{expected}")] == due("2027-01-12 14:00", days=0, hours=hours)


def test_one_that_went_out_does_not_come_again_and_no_other_on_its_day() -> None:
    told = {"day": at("2027-01-11 09:30")}
    wanted = partial(due_times, at("2027-01-12 09:30"), LONG_AGO, BERLIN, days=1, told=told)

    assert () == wanted(hours=2)
    assert (("hours", datetime(2027, 1, 12, 7, 30, tzinfo=UTC)),) == wanted(hours=1)


def test_one_that_went_out_on_another_day_leaves_the_next_one_alone() -> None:
    found = due_times(at("2027-01-12 09:30"), LONG_AGO, BERLIN, days=1, hours=2, told={"day": at("2027-01-09 09:30")})

    assert (("hours", datetime(2027, 1, 11, 18, 0, tzinfo=UTC)),) == found


def test_what_nobody_wants_is_not_due() -> None:
    assert [] == due("2027-01-12 14:00", days=0, hours=0)


STARTS = st.datetimes(datetime(2026, 10, 1), datetime(2028, 4, 30), timezones=st.just(BERLIN))  # noqa: DTZ001
WINDOWS = st.timedeltas(timedelta(minutes=-10), timedelta(days=5))
DAYS, HOURS = st.sampled_from(REMIND_DAYS), st.sampled_from(REMIND_HOURS)


@given(start=STARTS, ahead=WINDOWS, days=DAYS, hours=HOURS)
def test_reminders_come_by_day_before_the_session_after_now_and_apart(
    start: datetime, ahead: timedelta, days: int, hours: int
) -> None:
    now = start.astimezone(UTC) - ahead
    found = [moment for _which, moment in due_times(start, now, BERLIN, days=days, hours=hours)]

    assert all(now < moment <= start.astimezone(UTC) - timedelta(hours=1) for moment in found)
    assert not any(quiet.quiet(moment, BERLIN) for moment in found)
    assert all(later - sooner >= timedelta(hours=1) for sooner, later in pairwise(found))


@given(start=STARTS, days=DAYS, hours=HOURS)
def test_a_distant_session_reminds_whoever_wants_it_and_never_twice_a_day(
    start: datetime, days: int, hours: int
) -> None:
    found = [at.astimezone(BERLIN).date() for _which, at in due_times(start, LONG_AGO, BERLIN, days=days, hours=hours)]

    assert (bool(days or hours), len(found)) == (bool(found), len(set(found)))


@given(start=STARTS, days=DAYS, hours=HOURS)
def test_no_reminder_comes_before_the_time_from_which_all_are_looked_for(
    start: datetime, days: int, hours: int
) -> None:
    first = start.astimezone(UTC) - reminders.FIRST

    assert due_times(start, LONG_AGO, BERLIN, days=days, hours=hours) == due_times(
        start, first, BERLIN, days=days, hours=hours
    )


@given(
    day=st.dates(date(2027, 3, 20), date(2027, 4, 5)),
    clock=st.times(time(8), time(19, 59)),
    days=st.sampled_from(REMIND_DAYS[1:]),
)
def test_by_day_the_wall_clock_stays_the_same_around_the_change(day: date, clock: time, days: int) -> None:
    start = datetime.combine(day, clock, tzinfo=BERLIN)

    ((_which, moment),) = due_times(start, LONG_AGO, BERLIN, days=days, hours=0)

    assert datetime.combine(day - timedelta(days=days), clock) == moment.astimezone(BERLIN).replace(tzinfo=None)


@given(at=st.datetimes(datetime(2026, 10, 1), datetime(2027, 11, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_twenty_four_waking_hours_end_by_day_and_are_two_whole_days(at: datetime) -> None:
    end = quiet.after_waking(at, timedelta(hours=24), BERLIN)
    begun = quiet.next_waking(at, BERLIN).astimezone(BERLIN).replace(tzinfo=None)
    night = timedelta(hours=12 if begun.time() == time(8) else 0)

    assert begun + timedelta(days=2) - night == end.astimezone(BERLIN).replace(tzinfo=None)


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_of_the_clock_change_reminds_by_day(hour: int) -> None:
    start = datetime(2027, 3, 28, hour, 15, tzinfo=BERLIN)

    assert not any(
        quiet.quiet(moment, BERLIN) for _which, moment in due_times(start, LONG_AGO, BERLIN, days=1, hours=2)
    )
