"""Perform effects: each one authorised here, by owner and role, for a tap can be forged.

Changes call storage in the turn's transaction; sends become rows of the outbox in the reply lane.
"""

from __future__ import annotations

from functools import partial

from bot.perform_demand import perform_demand
from bot.perform_door import perform_door
from bot.perform_editing import perform_editing
from bot.perform_exports import MADE_LATER, perform_exports
from bot.perform_exports import rows_of as perform_export_sends
from bot.perform_intake import perform_intake
from bot.perform_signups import perform_signups
from bot.perform_staff import perform_news, perform_staff
from bot.perform_staff import rows_of as perform_staff_sends
from bot.work import READ_WORDINGS
from conversations import demand_effects, door_effects, export_effects
from conversations import effects as e
from conversations.core import Event
from conversations.editing_effects import CHANGES as EDITING_CHANGES
from conversations.engine import Engine, Step
from conversations.intake_effects import CHANGES as INTAKE_CHANGES
from conversations.signup_effects import CHANGES as SIGNUP_CHANGES
from conversations.staff_effects import CHANGES as STAFF_CHANGES
from conversations.staff_effects import NoteTap, SetNews
from locales.languages import OFFERED
from storage import access, erasure, interests, outbox, people, registrations, reminders, venues, waiting
from storage.engine import Transaction
from storage.records.people import REMIND_DAYS, REMIND_HOURS
from storage.records.registrations import Place, Refusal, Refused

LATER = (READ_WORDINGS, *MADE_LATER)
"""long work, for which no answer waits"""


async def settle(
    engine: Engine, step: Step, event: Event, tx: Transaction, participant_id: int, key: str
) -> tuple[Step, list[int]]:
    """Perform all that a participant's step asks for, and what the dialog asks for upon that.

    Tells where it led and which rows of the outbox are to go at once; what others get and long work go with the next tick.
    `key` names the sends once and for all.
    """
    settled = await engine.fulfil(step, event, partial(perform, tx, participant_id))
    sends = [effect for effect in settled.effects if isinstance(effect, e.SENDS)]
    rows = [
        row
        for number, effect in enumerate(sends, 1)
        for row in await rows_of(tx, participant_id, effect, f"{key}:{number}")
    ]
    at_once = [row for row in rows if row.participant_id == participant_id and row.kind not in LATER]
    await outbox.add(tx, [row for row in rows if row not in at_once])
    return settled, await outbox.add(tx, at_once)


async def perform(tx: Transaction, participant_id: int, effect: object) -> object:
    """Perform a change for a participant and tell its result; what is not theirs is as good as not there."""
    match effect:
        case e.SetLanguage(language):
            if language in OFFERED:
                await people.set_language(tx, participant_id, language)
        case e.SeePrivacyNotice():
            await people.see_privacy_notice(tx, participant_id)
        case e.SetReminders(days, hours):
            if days in {None, *REMIND_DAYS} and hours in {None, *REMIND_HOURS}:
                await people.set_reminders(tx, participant_id, days=days, hours=hours)
                await reminders.replan_participant(tx, participant_id)
        case e.EraseMe():
            await erasure.erase(tx, participant_id)
        case e.RedeemInvitation(token):
            return await access.redeem(tx, participant_id, token)
        case e.ExpressInterest() | e.WithdrawInterest():
            return await perform_interest(tx, participant_id, effect)
        case SetNews() | NoteTap():
            return await perform_news(tx, participant_id, effect)
        case _ if isinstance(effect, STAFF_CHANGES):
            return await perform_staff(tx, participant_id, effect)
        case export_effects.TakeBack():
            return await perform_exports(tx, participant_id, effect)
        case _ if isinstance(effect, door_effects.CHANGES):
            return await perform_door(tx, participant_id, effect)
        case _ if isinstance(effect, demand_effects.CHANGES):
            return await perform_demand(tx, participant_id, effect)
        case _ if isinstance(effect, EDITING_CHANGES):
            return await perform_editing(tx, participant_id, effect)
        case _ if isinstance(effect, SIGNUP_CHANGES):
            return await perform_signups(tx, participant_id, effect)
        case _ if isinstance(effect, INTAKE_CHANGES):
            return await perform_intake(tx, participant_id, effect)
        case _:
            return await perform_claim(tx, participant_id, effect)
    return None


async def perform_interest(
    tx: Transaction, participant_id: int, effect: e.ExpressInterest | e.WithdrawInterest
) -> object:
    """Note or forget a wish."""
    match effect:
        case e.ExpressInterest(offering_id, topic, quarter, language, part_of_day):
            return await interests.express(
                tx,
                participant_id,
                offering_id=offering_id,
                topic=topic,
                quarter=quarter,
                language=language,
                part_of_day=part_of_day,
            )
        case e.WithdrawInterest(interest_id):
            return await interests.withdraw(tx, participant_id, interest_id)


async def perform_claim(tx: Transaction, participant_id: int, effect: object) -> object:
    """Claim, give back or confirm a place."""
    match effect:
        case e.Register():
            return await perform_register(tx, participant_id, effect)
        case e.RemindMe(offering_id, session_id):
            return await registrations.remind_me(tx, participant_id, offering_id, session_id)
        case e.CancelRegistration(registration_id):
            return await registrations.cancel(tx, participant_id, registration_id)
        case e.LeaveWaitingList(entry_id):
            return await waiting.leave(tx, participant_id, entry_id)
        case e.TakePlace(entry_id):
            return await waiting.take(tx, participant_id, entry_id)
        case e.AnswerReminder(registration_id, session_id, coming):
            return await registrations.answer_reminder(tx, participant_id, registration_id, session_id, coming=coming)
        case _:
            message = f"nobody performs {type(effect).__name__}"
            raise TypeError(message)


async def perform_register(tx: Transaction, participant_id: int, effect: e.Register) -> Place:
    """Claim a place for a new name, or for an attendee of this person by id; another person's is as good as not there."""
    name = effect.name
    if effect.attendee_id is not None:
        earlier = await people.attendees(tx, participant_id)
        name = next((one.name for one in earlier if one.id == effect.attendee_id and one.child == effect.child), "")
    if not name:
        return Refused(Refusal.GONE)
    return await registrations.register(
        tx,
        participant_id,
        effect.offering_id,
        effect.session_id,
        name=name,
        child=effect.child,
        confirmed=effect.confirmed,
        may_wait=effect.may_wait,
    )


async def rows_of(tx: Transaction, participant_id: int, effect: e.Send, key: str) -> list[outbox.NewRow]:
    """Make the outbox rows of a send, due now."""
    if isinstance(effect, export_effects.Send):
        return await perform_export_sends(tx, participant_id, effect, key)
    if not isinstance(effect, e.SendVenue | e.SendCalendar | e.SendMyData):
        return await perform_staff_sends(tx, participant_id, effect, key)
    if isinstance(effect, e.SendVenue) and not await venues.may_see(tx, participant_id, effect.venue_id):
        return []
    kind, args = kind_of(effect)
    row = outbox.NewRow(
        participant_id=participant_id, kind=kind, args=args, unique_key=key, due_at=tx.now, lane=outbox.Lane.REPLY
    )
    return [row]


def kind_of(effect: e.SendVenue | e.SendCalendar | e.SendMyData) -> tuple[str, dict[str, outbox.Arg]]:
    """Name what is to be sent."""
    match effect:
        case e.SendVenue(venue_id):
            return "venue", {"venue_id": venue_id}
        case e.SendCalendar(kind, id_):
            return "calendar", {"kind": kind, "id": id_}
        case e.SendMyData():
            return "my_data", {}
