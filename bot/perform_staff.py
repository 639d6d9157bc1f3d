"""Perform what staff and administrators ask for: each effect authorised here, by role and by author, for a tap can be forged.

An author changes and sends their own draft. Whoever announces may pause, stop or delete what goes out, for it may be urgent.
Whoever is asked to agree may instead give it back to its author; nobody agrees to what they wrote. An administrator may also
take back what somebody else wrote, and correct what is out; of a correction the same holds as of an announcement.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.fitting import languages_of, too_long
from bot.work import READ_WORDINGS
from conversations import audiences, staff
from conversations import staff_effects as e
from storage import access, announcements, news, outbox, people
from storage.engine import Transaction
from storage.office import providers
from storage.outbox import Lane, NewRow
from storage.reader import StorageReader
from storage.records.announcements import BUTTONS, Announcement, Objection, Outcome, Refusal, State
from storage.records.audiences import Audience
from storage.records.people import Participant
from storage.records.providers import Renamed

EDITING = (
    e.AcceptFallback,
    e.AcceptFallbacks,
    e.ChooseFacet,
    e.ClearSide,
    e.ChooseChat,
    e.ChoosePeople,
    e.ChooseButton,
    e.AttachOffering,
    e.SetMedia,
    e.SetTime,
    e.SetPatience,
    e.SubmitAnnouncement,
)
SHOWN = (e.SubmitAnnouncement, e.ApproveAnnouncement, e.CorrectAnnouncement, e.ApproveCorrection)
"""what lets people see it as it is now"""
TAKING_BACK = (e.RecallAnnouncement, e.DiscardAnnouncement, e.CorrectAnnouncement)
NOT_ALLOWED, GONE = Refusal(Objection.NOT_ALLOWED), Refusal(Objection.GONE)
LONGEST_PATIENCE_H = 24 * 14


async def perform_news(tx: Transaction, participant_id: int, effect: e.SetNews | e.NoteTap) -> object:
    """Choose one's own news, or count one's own tap."""
    match effect:
        case e.NoteTap(announcement_id, button):
            return button in BUTTONS and await news.note_tap(tx, participant_id, announcement_id, button)
        case e.SetNews(lifted=True):
            return await news.lift_objection(tx, participant_id)
        case e.SetNews():
            return await news.set_news(
                tx,
                participant_id,
                agreed=effect.agreed,
                frequency=effect.frequency,
                topics=effect.topics,
                quarters=effect.quarters,
                audiences=effect.audiences,
            )


async def perform_staff(tx: Transaction, participant_id: int, effect: object) -> object:
    """Perform what only the team may ask for; everybody else is refused."""
    me = await people.participant(tx, participant_id)
    match effect:
        case (
            e.Invite()
            | e.AddProvider()
            | e.RenameProvider()
            | e.RemoveProvider()
            | e.WithdrawInvitation()
            | e.RevokeRole()
        ):
            return await perform_team(tx, me, effect)
        case e.DiscardAnnouncement() if me is None or not staff.may_announce(me):
            return False
        case _ if me is None or not staff.may_announce(me):
            return NOT_ALLOWED
        case e.StartAnnouncement(offering_id, follows):
            return await announcements.start(tx, me.id, offering_id, follows)
        case _:
            return await perform_announcement(tx, me, effect)


async def perform_team(tx: Transaction, me: Participant | None, effect: e.Team) -> object:
    """Invite somebody, take an invitation or a role back, or change who offers something; for administrators."""
    if me is None or not staff.is_administrator(me):
        return refused_of(effect)
    match effect:
        case e.Invite(role, provider_id):
            return await access.invite_by(tx, me.id, role, provider_id)
        case e.AddProvider(name):
            return await access.add_provider(tx, me.id, name)
        case e.RenameProvider(provider_id, name):
            return await providers.rename(tx, me.id, provider_id, name)
        case e.RemoveProvider(provider_id):
            return await providers.remove(tx, me.id, provider_id)
        case e.WithdrawInvitation(invitation_id):
            return await access.withdraw_invitation(tx, invitation_id, by=me.id)
        case e.RevokeRole(participant_id, role):
            return await access.revoke(tx, participant_id, role, by=me.id)


def refused_of(effect: e.Team) -> object:
    """Tell what comes of it for who may not."""
    match effect:
        case e.Invite() | e.AddProvider():
            return None
        case e.RenameProvider():
            return Renamed.REFUSED
        case _:
            return False


async def perform_announcement(tx: Transaction, me: Participant, effect: Any) -> object:  # noqa: ANN401 - any of the effects
    """Do something with an announcement that is there and that this person may do it with."""
    found = await StorageReader(tx, me).announcement(effect.announcement_id)
    refused = False if isinstance(effect, e.DiscardAnnouncement) else None
    if found is None:
        return GONE if refused is None else refused
    if not may(me, found, effect):
        return NOT_ALLOWED if refused is None else refused
    return await perform_work(tx, me, found, effect)


def may(me: Participant, found: Announcement, effect: object) -> bool:
    """Say whether somebody who announces may do this with this announcement."""
    match effect:
        case e.WriteWording() | e.ReadWordings() if staff.has_started(found):
            return found.mine or staff.is_administrator(me)
        case e.WriteWording() | e.ReadWordings():
            return found.mine
        case _ if isinstance(effect, EDITING):
            return found.mine
        case e.RecallAnnouncement() if found.state is State.AWAITING:
            return True
        case _ if isinstance(effect, TAKING_BACK):
            return found.mine or staff.is_administrator(me)
        case _:
            return True


async def perform_work(tx: Transaction, me: Participant, found: Announcement, effect: object) -> object:
    """Let storage do it; what it objects to is the result."""
    if isinstance(effect, SHOWN) and (refusal := await too_long(tx, me, found)) is not None:
        return refusal
    match effect:
        case e.SubmitAnnouncement(number, seen):
            return await announcements.submit(tx, number, seen, by=me.id)
        case e.ApproveAnnouncement(number, seen):
            return await announcements.approve(tx, number, seen, by=me.id)
        case e.RecallAnnouncement(number):
            return await announcements.recall(tx, number, by=me.id)
        case e.DiscardAnnouncement(number):
            return await announcements.discard(tx, number, by=me.id)
        case e.PauseAnnouncement(number):
            return await announcements.pause(tx, number, by=me.id)
        case e.ResumeAnnouncement(number):
            return await announcements.resume(tx, number, by=me.id)
        case e.StopAnnouncement(number):
            return await announcements.stop(tx, number, by=me.id)
        case e.CorrectAnnouncement(number, seen):
            return await announcements.correct(tx, number, seen, by=me.id)
        case e.ApproveCorrection(number, seen):
            return await announcements.approve_correction(tx, number, seen, by=me.id)
        case e.RecallCorrection(number):
            return await announcements.recall_correction(tx, number, by=me.id)
        case e.DeleteAnnouncement(number):
            return await announcements.delete_sent(tx, number, by=me.id)
        case _:
            return await perform_edit(tx, me, found, effect)


async def perform_edit(tx: Transaction, me: Participant, found: Announcement, effect: object) -> Outcome:
    """Change what an announcement says, for whom it is, or when it goes out."""
    match effect:
        case e.WriteWording(number, language, title, text, origin):
            return await announcements.write(tx, number, language, title, text, origin, by=me.id)
        case e.AcceptFallback(number, language, accepted):
            return await announcements.accept_fallback(tx, number, language, accepted, by=me.id)
        case e.AcceptFallbacks(_, seen):
            return await accept_fallbacks(tx, me, found, seen)
        case e.ChooseButton(number, button, on):
            others = tuple(other for other in found.buttons if other != button)
            return await announcements.set_buttons(tx, number, (*others, button) if on else others, by=me.id)
        case e.AttachOffering(number, offering_id):
            return await announcements.attach(tx, number, offering_id, by=me.id)
        case e.SetMedia(number, media):
            return await announcements.set_media(tx, number, media, by=me.id)
        case e.SetTime(_, wall):
            return await set_time(tx, me, found, wall)
        case e.SetPatience(number, hours):
            until = (found.due_at or tx.now) + timedelta(hours=min(max(0, hours), LONGEST_PATIENCE_H))
            return await announcements.set_time(tx, number, found.due_at, until if hours > 0 else None, by=me.id)
        case _:
            return await announcements.set_audience(tx, found.id, chosen(found.audience, effect), by=me.id)


def chosen(audience: Audience, effect: object) -> Audience:
    """Make the audience that a choice leads to."""
    match effect:
        case e.ChooseFacet(_, side, facet, value, on):
            return audiences.chosen(audience, side, facet, value, on=on)
        case e.ClearSide(_, side):
            return audiences.cleared(audience, side)
        case e.ChooseChat(_, chat_id, on):
            return audiences.with_chat(audience, chat_id, on=on)
        case e.ChoosePeople(_, wanted):
            return audiences.with_people(audience, wanted=wanted)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)


async def accept_fallbacks(tx: Transaction, me: Participant, found: Announcement, seen: int) -> Outcome:
    """Accept for every language without a text that people read another one; only as it was seen."""
    if found.revision != seen:
        return Refusal(Objection.CHANGED)
    headcount = await StorageReader(tx, me).headcount(found.audience)
    outcome: Outcome = Refusal(Objection.CHANGED)
    for one in staff.missing(found, headcount):
        outcome = await announcements.accept_fallback(tx, found.id, one.language, by=me.id)
    return outcome


async def set_time(tx: Transaction, me: Participant, found: Announcement, wall: datetime | None) -> Outcome:
    """Set a time by the clock on the wall: one that the clocks skip is refused, of one that comes twice the first is meant."""
    if wall is None:
        return await announcements.set_time(tx, found.id, None, by=me.id)
    local = wall.replace(tzinfo=tx.zone, fold=0)
    due = local.astimezone(UTC)
    if due.astimezone(tx.zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return Refusal(Objection.NO_SUCH_TIME)
    return await announcements.set_time(tx, found.id, due, by=me.id)


async def rows_of(tx: Transaction, participant_id: int, effect: e.Send, key: str) -> list[NewRow]:
    """Make the rows of the outbox that something staff asked for becomes; none for who may not, or when it is gone."""
    me = await people.participant(tx, participant_id)
    if me is None or not staff.may_announce(me):
        return []
    reader = StorageReader(tx, me)
    found = await reader.announcement(effect.announcement_id)
    if found is None:
        return []
    match effect:
        case e.SendPreview(number, language):
            languages = (language,) if language else await languages_of(tx, me, found)
            return [
                row(tx, me.id, "announcement", f"{key}:{code}", announcement_id=number, language=code)
                for code in languages
            ]
        case e.SendTest(number):
            team = await access.tester_ids(tx)
            return [row(tx, one, "announcement", f"{key}:{one}", announcement_id=number, test=True) for one in team]
        case e.SendReport(number):
            return [row(tx, me.id, "announcement_report", key, announcement_id=number)]
        case e.SendWordings(number):
            return [row(tx, me.id, "announcement_table", key, announcement_id=number)]
        case e.ReadWordings(number, file_id) if may(me, found, effect):
            return [row(tx, me.id, READ_WORDINGS, key, announcement_id=number, file_id=file_id)]
        case _:
            return []


def row(tx: Transaction, participant_id: int, kind: str, key: str, **args: outbox.Arg) -> NewRow:
    """Make a row that is due now, in the lane of replies, for somebody waits for it."""
    return NewRow(participant_id, kind, args, key, tx.now, Lane.REPLY)
