"""Every state of these dialogs survives the way to storage and back, so that a restart loses nobody's step."""

from __future__ import annotations

import pytest

from conversations.dialogs import interest, invitation, my_registrations, news, offering, register, settings
from conversations.engine import Frame
from conversations.registration_draft import Draft
from conversations.registry import dialogs
from conversations.stacks import dump, restore
from storage.records.announcements import Frequency, News
from storage.records.registrations import Refusal

DRAFT = Draft(7, 2, child=True, answered=("whom", "session"), name="Zoë", attendee_id=5)
WANTED = interest.Wanted("crafts", "nord", "sr_Latn", "morning")
STATES: tuple[tuple[str, object], ...] = (
    ("offering", offering.Facts(7)),
    ("offering", offering.More(7)),
    ("offering", offering.Dates(7, 2)),
    ("offering", offering.Reminding(7)),
    ("offering", offering.Reminded(7, 70)),
    ("offering", offering.NotReminded(7, Refusal.STARTED)),
    ("register", register.Asking(DRAFT, 1)),
    ("register", register.Naming(DRAFT, wrong=True)),
    ("register", register.Check(DRAFT)),
    ("register", register.Changing(DRAFT)),
    ("register", register.Unlucky(DRAFT, Refusal.FULL)),
    ("register", register.Stopped(7, "age")),
    ("register", register.Finished(7, 70, again=True)),
    ("register", register.Queued(7, 50, again=True)),
    ("my_registrations", my_registrations.Everything(1)),
    ("my_registrations", my_registrations.One(70)),
    ("my_registrations", my_registrations.Cancelling(70)),
    ("my_registrations", my_registrations.Cancelled(70, done=True)),
    ("my_registrations", my_registrations.Away(70, 1)),
    ("my_registrations", my_registrations.Answered(70, 1, coming=False, done=True)),
    ("my_registrations", my_registrations.Entry(50)),
    ("my_registrations", my_registrations.Leaving(50)),
    ("my_registrations", my_registrations.Left(50, done=False)),
    ("my_registrations", my_registrations.Placed(70, again=True)),
    ("my_registrations", my_registrations.Missed(50, Refusal.TOO_LATE)),
    ("my_registrations", my_registrations.Wish(30)),
    ("my_registrations", my_registrations.Withdrawn(done=True)),
    ("interest", interest.Asking(WANTED, "quarter", 1)),
    ("interest", interest.Check(WANTED)),
    ("interest", interest.Noting(7)),
    ("interest", interest.Noted(None, 30, again=True)),
    ("interest", interest.NotNoted(Refusal.GONE)),
    ("settings", settings.Choosing()),
    ("settings", settings.Reminders()),
    ("settings", settings.AskingDays()),
    ("settings", settings.AskingHours()),
    ("settings", settings.Sent()),
    ("settings", settings.Erasing()),
    ("settings", settings.Erased()),
    ("news", news.Hub(new=True)),
    ("news", news.HowOften()),
    ("news", news.Which("topic", ("pc_basics", "ai"), 2)),
    ("news", news.Which("audience")),
    ("news", news.Stopped()),
    ("news", news.Stopped(News(agreed=True, frequency=Frequency.WEEKLY, topics=("ai",)))),
    ("news", news.Reading(4)),
    ("news", news.Thanked(4)),
    ("news", news.Week("2026-49", 1)),
    ("invitation", invitation.Redeeming()),
    ("invitation", invitation.Redeemed("staff")),
)


@pytest.mark.parametrize(("dialog", "state"), STATES, ids=lambda value: type(value).__name__)
def test_a_state_survives_the_way_to_storage_and_back(dialog: str, state: object) -> None:
    stack = (Frame(dialog, state),)

    assert stack == restore(dump(stack, dialogs()), dialogs())


@pytest.mark.parametrize("name", ["interest", "invitation", "my_registrations", "offering", "register", "settings"])
def test_no_state_was_forgotten_here(name: str) -> None:
    assert set(dialogs()[name].states) == {type(state) for dialog, state in STATES if dialog == name}
