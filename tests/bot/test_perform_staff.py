"""What staff ask for is authorised where it is performed: by role, by author, and never by who taps a forged button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.perform import perform, rows_of
from conversations import staff_effects as e
from storage import access, announcements, news
from storage.engine import Transaction
from storage.outbox import Lane
from storage.records.announcements import Announcement, Media, News, Objection, Ready, Refusal, Rules, State
from storage.records.audiences import Audience, Facets
from storage.records.providers import Renamed
from tests.bot.conftest import NOW
from tests.storage.announcing import add_role, add_staff, add_subscriber, draft, resolve, submit
from tests.storage.builders import add_offering, add_person

NOT_ALLOWED = Refusal(Objection.NOT_ALLOWED)
TOGETHER = (
    e.WriteWording(1, "de", "Titel", "Text"),
    e.AcceptFallback(1, "ar"),
    e.AcceptFallbacks(1, 1),
    e.ChooseFacet(1, "who", "topics", "pc_basics", True),
    e.ClearSide(1, "who"),
    e.ChooseChat(1, 1, True),
    e.ChoosePeople(1, True),
    e.ChooseButton(1, "interested", True),
    e.AttachOffering(1, None),
    e.SetMedia(1, None),
    e.SetTime(1, None),
    e.SetPatience(1, 12),
    e.SubmitAnnouncement(1, 3),
)
"""what only its author may do with a draft"""
TAKING_BACK = (e.RecallAnnouncement(1), e.DiscardAnnouncement(1))
OTHERS = (
    e.StartAnnouncement(),
    e.ApproveAnnouncement(1, 3),
    e.PauseAnnouncement(1),
    e.ResumeAnnouncement(1),
    e.StopAnnouncement(1),
    e.CorrectAnnouncement(1, 3),
    e.ApproveCorrection(1, 3),
    e.RecallCorrection(1),
    e.DeleteAnnouncement(1),
)


async def read(tx: Transaction, announcement_id: int = 1) -> Announcement:
    """Read an announcement."""
    found = await announcements.read(tx, ("de",), announcement_id)
    assert found is not None
    return found


def refused(result: object) -> bool:
    """Say whether something was refused for who asked."""
    return result in (NOT_ALLOWED, False, None)


@pytest.mark.parametrize("effect", (*TOGETHER, *TAKING_BACK, *OTHERS), ids=lambda effect: type(effect).__name__)
async def test_nobody_but_staff_may_do_anything_with_announcements(tx: Transaction, effect: object) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)
    for role in (None, "coordinator"):
        stranger = await add_person(tx)
        if role:
            await add_role(tx, stranger.id, role)
        before = await read(tx)

        assert refused(await perform(tx, stranger.id, effect))
        assert before == await read(tx)


@pytest.mark.parametrize("effect", TOGETHER, ids=lambda effect: type(effect).__name__)
async def test_a_draft_is_its_authors(tx: Transaction, effect: object) -> None:
    author, colleague = await add_staff(tx), await add_staff(tx, "administrator")
    await draft(tx, by=author)
    await add_subscriber(tx)
    before = await read(tx)

    assert NOT_ALLOWED == await perform(tx, colleague, effect)
    assert before == await read(tx)


@pytest.mark.parametrize("effect", TAKING_BACK, ids=lambda effect: type(effect).__name__)
async def test_only_an_administrator_takes_back_what_somebody_else_wrote(tx: Transaction, effect: object) -> None:
    author, colleague, administrator = await add_staff(tx), await add_staff(tx), await add_staff(tx, "administrator")
    await draft(tx, by=author)

    assert refused(await perform(tx, colleague, effect))
    assert not refused(await perform(tx, administrator, effect))


async def test_nobody_agrees_to_what_they_wrote(tx: Transaction) -> None:
    tx = replace(tx, rules=Rules(approval_above=0))
    author, colleague = await add_staff(tx), await add_staff(tx)
    await draft(tx, by=author)
    await add_subscriber(tx)
    assert Ready(1, State.AWAITING) == await submit(tx, 1, author)
    seen = (await read(tx)).revision

    assert Refusal(Objection.OWN) == await perform(tx, author, e.ApproveAnnouncement(1, seen))
    assert Ready(1, State.RUNNING) == await perform(tx, colleague, e.ApproveAnnouncement(1, seen))


async def test_who_is_asked_to_agree_may_give_it_back_to_its_author(tx: Transaction) -> None:
    tx = replace(tx, rules=Rules(approval_above=0))
    author, colleague = await add_staff(tx), await add_staff(tx)
    await draft(tx, by=author)
    await add_subscriber(tx)
    await submit(tx, 1, author)

    assert Ready(1, State.DRAFT) == await perform(tx, colleague, e.RecallAnnouncement(1))


async def test_whoever_announces_may_stop_what_goes_out(tx: Transaction) -> None:
    author, colleague = await add_staff(tx), await add_staff(tx)
    await draft(tx, by=author)
    await add_subscriber(tx)
    await submit(tx, 1, author)

    assert Ready(1, State.PAUSED) == await perform(tx, colleague, e.PauseAnnouncement(1))
    assert Ready(1, State.STOPPED) == await perform(tx, colleague, e.StopAnnouncement(1))


async def test_what_is_out_is_corrected_by_its_author_or_an_administrator(tx: Transaction) -> None:
    author, colleague, administrator = await add_staff(tx), await add_staff(tx), await add_staff(tx, "administrator")
    await draft(tx, by=author)
    await add_subscriber(tx)
    await submit(tx, 1, author)
    writing = e.WriteWording(1, "de", "Titel", "Anders")

    assert NOT_ALLOWED == await perform(tx, colleague, writing)
    assert Ready(1, State.RUNNING) == await perform(tx, administrator, writing)
    seen = (await read(tx)).revision
    assert NOT_ALLOWED == await perform(tx, colleague, e.CorrectAnnouncement(1, seen))
    assert Ready(1, State.RUNNING) == await perform(tx, author, e.CorrectAnnouncement(1, seen))


async def test_what_many_have_is_corrected_only_with_somebody_else(tx: Transaction) -> None:
    tx = replace(tx, rules=Rules(approval_above=0))
    author, colleague = await add_staff(tx), await add_staff(tx)
    await draft(tx, by=author)
    await add_subscriber(tx)
    await submit(tx, 1, author)
    await perform(tx, colleague, e.ApproveAnnouncement(1, (await read(tx)).revision))
    await perform(tx, author, e.WriteWording(1, "de", "Titel", "Anders"))
    seen = (await read(tx)).revision
    await perform(tx, author, e.CorrectAnnouncement(1, seen))
    assert (await read(tx)).correction_waits

    assert Refusal(Objection.OWN) == await perform(tx, author, e.ApproveCorrection(1, seen))
    assert Ready(1, State.RUNNING) == await perform(tx, colleague, e.RecallCorrection(1))
    await perform(tx, author, e.CorrectAnnouncement(1, seen))
    assert Ready(1, State.RUNNING) == await perform(tx, colleague, e.ApproveCorrection(1, seen))
    assert not (await read(tx)).correction_waits


async def test_an_announcement_that_is_not_there_is_gone(tx: Transaction) -> None:
    author = await add_staff(tx)

    assert Refusal(Objection.GONE) == await perform(tx, author, e.SubmitAnnouncement(9, 1))


async def test_choices_change_only_what_they_name(tx: Transaction) -> None:
    author = await add_staff(tx)
    await draft(tx, Audience(who=Facets(languages=("ar",))), by=author)

    await perform(tx, author, e.ChooseFacet(1, "not", "topics", "pc_basics", True))
    await perform(tx, author, e.ChooseFacet(1, "who", "languages", "de", True))
    await perform(tx, author, e.ChooseFacet(1, "who", "languages", "ar", False))
    await perform(tx, author, e.ChooseButton(1, "interested", True))

    found = await read(tx)
    assert Audience(who=Facets(languages=("de",)), without=Facets(topics=("pc_basics",))) == found.audience
    assert ("interested",) == found.buttons


async def test_every_missing_language_is_done_without_knowingly_only_as_it_was_seen(tx: Transaction) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)
    for language in ("ar", "tr", "de", "de@easy"):
        await add_subscriber(tx, language)
    seen = (await read(tx)).revision

    assert Refusal(Objection.CHANGED) == await perform(tx, author, e.AcceptFallbacks(1, seen - 1))
    await perform(tx, author, e.AcceptFallbacks(1, seen))

    assert ("ar", "tr") == (await read(tx)).fallbacks
    assert Ready(1, State.RUNNING) == await submit(tx, 1, author)


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (datetime(2026, 12, 24, 14, 30), datetime(2026, 12, 24, 13, 30, tzinfo=UTC)),  # noqa: DTZ001 - the clock on the wall
        (datetime(2027, 7, 1, 9, 0), datetime(2027, 7, 1, 7, 0, tzinfo=UTC)),  # noqa: DTZ001 - the clock on the wall
        (datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # noqa: DTZ001 - it comes twice
    ],
)
async def test_a_time_is_the_one_on_the_wall(tx: Transaction, wall: datetime, expected: datetime) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)

    assert Ready(1, State.DRAFT) == await perform(tx, author, e.SetTime(1, wall))
    assert expected == (await read(tx)).due_at


async def test_a_time_that_the_clocks_skip_is_refused(tx: Transaction) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)
    skipped = datetime(2027, 3, 28, 2, 30)  # noqa: DTZ001 - the clock on the wall never shows it

    assert Refusal(Objection.NO_SUCH_TIME) == await perform(tx, author, e.SetTime(1, skipped))


async def test_how_late_it_may_be_counts_from_its_time(tx: Transaction) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)
    await perform(tx, author, e.SetTime(1, datetime(2026, 12, 24, 14, 30)))  # noqa: DTZ001 - the clock on the wall

    await perform(tx, author, e.SetPatience(1, 3))

    assert datetime(2026, 12, 24, 16, 30, tzinfo=UTC) == (await read(tx)).latest_at


async def test_a_preview_goes_to_who_asks_in_each_language_and_a_test_to_the_whole_team(tx: Transaction) -> None:
    author, colleague = await add_staff(tx), await add_staff(tx, "administrator")
    await add_staff(tx, "coordinator")
    await draft(tx, by=author)
    await add_subscriber(tx, "ar")

    preview = await rows_of(tx, author, e.SendPreview(1, ""), "send:1")
    test = await rows_of(tx, author, e.SendTest(1), "send:2")

    assert [(author, "ar"), (author, "de")] == [(row.participant_id, row.args["language"]) for row in preview]
    assert {author, colleague} == {row.participant_id for row in test}
    assert {Lane.REPLY} == {row.lane for row in (*preview, *test)}
    assert len({row.unique_key for row in (*preview, *test)}) == len(preview) + len(test)


SENDS = (e.SendPreview(1, "de"), e.SendTest(1), e.SendReport(1), e.SendWordings(1), e.ReadWordings(1, "BQAC"))


@pytest.mark.parametrize("effect", SENDS, ids=lambda effect: type(effect).__name__)
async def test_nothing_is_sent_to_who_is_not_of_the_team(tx: Transaction, effect: e.Send) -> None:
    author, stranger = await add_staff(tx), await add_person(tx)
    await draft(tx, by=author)

    assert [] == await rows_of(tx, stranger.id, effect, "send:1")
    assert 0 < len(await rows_of(tx, author, effect, "send:2"))


async def test_a_table_is_read_only_for_its_author(tx: Transaction) -> None:
    author, colleague = await add_staff(tx), await add_staff(tx)
    await draft(tx, by=author)

    assert [] == await rows_of(tx, colleague, e.ReadWordings(1, "BQAC"), "send:1")


TEAM = (
    e.Invite("administrator"),
    e.AddProvider("Haus"),
    e.RenameProvider(1, "Haus"),
    e.RemoveProvider(1),
    e.WithdrawInvitation(1),
    e.RevokeRole(1, "administrator"),
)


@pytest.mark.parametrize("effect", TEAM, ids=lambda effect: type(effect).__name__)
async def test_only_administrators_change_the_team(tx: Transaction, effect: object) -> None:
    administrator, member = await add_staff(tx, "administrator"), await add_staff(tx)
    await perform(tx, administrator, e.Invite("staff"))

    assert await perform(tx, member, effect) in (None, False, Renamed.REFUSED)
    assert 1 == administrator


async def test_an_administrator_adds_renames_and_deletes_who_offers_something(tx: Transaction) -> None:
    administrator = await add_staff(tx, "administrator")
    number = await perform(tx, administrator, e.AddProvider("Haus"))
    assert isinstance(number, int)

    assert Renamed.DONE is await perform(tx, administrator, e.RenameProvider(number, "Werk"))
    assert ["Werk"] == [one.name for one in await access.provider_names(tx)]
    assert await perform(tx, administrator, e.RemoveProvider(number)) is True
    assert () == await access.provider_names(tx)


async def test_an_administrator_invites_and_revokes(tx: Transaction) -> None:
    administrator, member = await add_staff(tx, "administrator"), await add_staff(tx)

    assert isinstance(await perform(tx, administrator, e.Invite("staff")), str)
    assert await perform(tx, administrator, e.Invite("king")) is None
    assert await perform(tx, administrator, e.RevokeRole(member, "staff")) is True
    assert await perform(tx, administrator, e.RevokeRole(administrator, "administrator")) is False


async def test_residents_choose_their_own_news(tx: Transaction) -> None:
    somebody = await add_person(tx)

    assert News(agreed=True) == await perform(tx, somebody.id, e.SetNews(agreed=True))
    assert News(agreed=True) == await news.read(tx, somebody.id)


async def test_a_tap_counts_only_below_an_announcement_one_may_have_got(tx: Transaction) -> None:
    author, reader = await add_staff(tx), await add_subscriber(tx)
    await draft(tx, by=author)
    assert await perform(tx, reader, e.NoteTap(1, "interested")) is False

    await submit(tx, 1, author)
    await resolve(tx, 1)
    assert await perform(tx, reader, e.NoteTap(1, "explode")) is False
    assert await perform(tx, (await add_person(tx)).id, e.NoteTap(1, "interested")) is False


async def test_a_picture_that_leaves_too_little_room_is_refused(tx: Transaction) -> None:
    author = await add_staff(tx)
    await draft(tx, by=author)
    await perform(tx, author, e.WriteWording(1, "de", "Titel", "x" * 800))

    assert Refusal(Objection.TOO_LONG, ("de",)) == await perform(tx, author, e.SetMedia(1, Media("photo", "AgAC")))


async def test_what_would_have_to_be_cut_is_refused_and_by_how_much(tx: Transaction) -> None:
    author = await add_staff(tx)
    course = await add_offering(tx, [NOW + timedelta(days=7)], whole_course=True, title="Lang " * 40)
    started = await announcements.start(tx, author, course)
    assert isinstance(started, Ready)
    await add_subscriber(tx, "ar")
    await perform(tx, author, e.ClearSide(1, "who"))
    await perform(tx, author, e.SetMedia(1, Media("photo", "AgAC")))
    await perform(tx, author, e.WriteWording(1, "ar", "x" * 120, "x" * 700))
    first = await perform(tx, author, e.SubmitAnnouncement(1, (await read(tx)).revision))
    await perform(tx, author, e.WriteWording(1, "ar", "x" * 120, "x" * 695))
    second = await perform(tx, author, e.SubmitAnnouncement(1, (await read(tx)).revision))

    assert isinstance(first, Refusal)
    assert isinstance(second, Refusal)
    assert (Objection.TOO_LONG, ("ar",), first.over - 5) == (second.reason, second.languages, second.over)
    await perform(tx, author, e.WriteWording(1, "ar", "", "x" * 20))
    assert isinstance(await perform(tx, author, e.SubmitAnnouncement(1, (await read(tx)).revision)), Ready)
