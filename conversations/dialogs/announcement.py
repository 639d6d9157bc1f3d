"""An announcement before it goes out: what is in it, a look at it, and the question before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations import announcement_checks as checks
from conversations import pictograms as pic
from conversations import staff
from conversations.announcement_checks import Plan
from conversations.core import Button, Dialog, Done, Event, Line, Rows, Screen, Tap, Turn, note, say, title
from conversations.layout import paged, pairs
from conversations.staff import back_to, headline, language_name, slug_of
from conversations.staff_effects import (
    ApproveAnnouncement,
    DiscardAnnouncement,
    RecallAnnouncement,
    SendPreview,
    SendTest,
    SubmitAnnouncement,
)
from conversations.timing import warning_lines
from locales.languages import BY_SLUG
from locales.text import _
from storage.records.announcements import Announcement, Objection, Ready, Refusal
from storage.records.announcements import State as Standing
from storage.records.people import Participant
from storage.records.reader import Reader

LANGUAGES_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything about it on one screen."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Choosing the language to look at it in; `sent` after a preview or test was sent: 'preview' or 'test'."""

    announcement_id: int
    page: int = 0
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Asking before it is sent, or before it is agreed to."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Discarding:
    """Asking before a draft is thrown away."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Discarded:
    """It is thrown away; or it could not be."""

    announcement_id: int
    done: bool = True


@dataclass(frozen=True, slots=True)
class Objected:
    """It cannot go out like this."""

    announcement_id: int
    refusal: Refusal


State: TypeAlias = Draft | Looking | Check | Discarding | Discarded | Objected


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and the announcement with whom it would reach."""

    me: Participant
    plan: Plan | None
    now: datetime
    zone: ZoneInfo
    language: str


def update(state: State | None, event: Event) -> Turn[State]:
    """Show it, look at it, or go on with it; sending and throwing away are asked twice."""
    match event:
        case Tap(action="show", args=(int(announcement_id),)):
            return Turn(Draft(announcement_id))
        case Tap(action="look", args=(int(announcement_id), int(page))):
            return Turn(Looking(announcement_id, max(0, page)))
        case Tap(action="preview", args=(int(announcement_id), str(slug))) if slug in BY_SLUG:
            return looking(state, announcement_id, "preview", SendPreview(announcement_id, BY_SLUG[slug]))
        case Tap(action="preview", args=(int(announcement_id),)):
            return looking(state, announcement_id, "preview", SendPreview(announcement_id, ""))
        case Tap(action="test", args=(int(announcement_id),)):
            return looking(state, announcement_id, "test", SendTest(announcement_id))
        case Tap(action="check", args=(int(announcement_id),)):
            return Turn(Check(announcement_id))
        case Tap(action="discard", args=(int(announcement_id),)):
            return Turn(Discarding(announcement_id))
        case Tap():
            return on_step(state, event)
        case Done():
            return on_done(state, event)
        case _:
            return Turn(state, understood=False)


def looking(state: State | None, announcement_id: int, sent: str, effect: object) -> Turn[State]:
    """Send something to look at, and stay on the page of languages."""
    page = state.page if isinstance(state, Looking) and state.announcement_id == announcement_id else 0
    return Turn(Looking(announcement_id, page, sent), (effect,))


def on_step(state: State | None, tap: Tap) -> Turn[State]:
    """Take a step that changes where the announcement stands; each names it, and what was seen of it."""
    match tap.action, tap.args:
        case "submit", (int(announcement_id), int(seen)):
            return Turn(Check(announcement_id), (SubmitAnnouncement(announcement_id, seen),))
        case "agree", (int(announcement_id), int(seen)):
            return Turn(Check(announcement_id), (ApproveAnnouncement(announcement_id, seen),))
        case "recall", (int(announcement_id),):
            return Turn(Draft(announcement_id), (RecallAnnouncement(announcement_id),))
        case "really_discard", (int(announcement_id),):
            return Turn(Discarded(announcement_id), (DiscardAnnouncement(announcement_id),))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> Turn[State]:
    """Follow what became of a step: to the run when it goes out, else to where it stands."""
    match done:
        case Done(effect=DiscardAnnouncement(announcement_id), result=result):
            return Turn(Discarded(announcement_id, done=result is True))
        case Done(result=Ready(announcement_id, Standing.RUNNING)):
            return Turn(None, goto=Tap("announcement_run", "show", (announcement_id,)))
        case Done(result=Ready(announcement_id)):
            return Turn(Draft(announcement_id))
        case Done(
            effect=SubmitAnnouncement(announcement_id)
            | ApproveAnnouncement(announcement_id)
            | RecallAnnouncement(announcement_id),
            result=Refusal() as refusal,
        ):
            return Turn(Objected(announcement_id, refusal))
        case _:
            return Turn(state)


async def load(state: State, reader: Reader) -> View:
    """Read the announcement and count whom it reaches."""
    me = await reader.me()
    plan = await checks.read_plan(state.announcement_id, reader) if staff.may_announce(me) else None
    return View(me, plan, reader.now, reader.zone, reader.language)


def render(state: State, view: View) -> Screen:
    """Show it, or ask before something happens."""
    if not staff.may_announce(view.me):
        return staff.not_for_you()
    match state, view.plan:
        case Discarded(done=True), None:
            return Screen((title(_("The draft is gone."), pic.DELETE),), ((staff.to_desk(),),))
        case _, None:
            return staff.gone()
        case Objected(announcement_id, refusal), _:
            return staff.refusal_screen(refusal, announcement_id)
        case _, Plan(announcement=announcement) if staff.has_started(announcement):
            return show_started(announcement)
        case _, Plan() as plan:
            return show_before(state, plan, view)


def show_before(state: State, plan: Plan, view: View) -> Screen:
    """Show what has not started yet."""
    match state:
        case Looking(_, page, sent):
            return show_languages(page, sent, plan, view.language)
        case Check():
            return show_check(plan, view)
        case Discarding():
            return ask_to_discard(plan)
        case _:
            return show_draft(plan, view)


def show_started(announcement: Announcement) -> Screen:
    """Lead from an old button to how far it is."""
    run = Button(_("How far is it?"), Tap("announcement_run", "show", (announcement.id,)), pic.REPORT, "primary")
    standing, _pictogram = staff.STATES[announcement.state]
    return Screen((headline(announcement), say(standing, pic.INFO)), ((run,), (staff.to_desk(),)))


def show_draft(plan: Plan, view: View) -> Screen:
    """Show everything about it, and what can be done."""
    announcement = plan.announcement
    lines = (
        headline(announcement),
        *standing_lines(announcement),
        *staff.headcount_lines(plan.headcount),
        *checks.text_lines(plan),
        say(checks.when_text(announcement), pic.WHEN),
        *warning_lines(announcement.due_at or view.now, view.zone),
        *checks.extra_lines(announcement),
    )
    return Screen(lines, own_rows(plan) if announcement.mine else others_rows(plan, view.me))


def standing_lines(announcement: Announcement) -> tuple[Line, ...]:
    """Say where it stands, when it is no plain draft; and that somebody else wrote it."""
    standing, pictogram = staff.STATES[announcement.state]
    lines: tuple[Line, ...] = () if announcement.state is Standing.DRAFT else (say(standing, pictogram),)
    if not announcement.mine:
        return (*lines, note(_("Somebody else of the team wrote this."), pic.PERSON))
    if lines:
        return (*lines, note(_("If you change something, it has to be sent again."), pic.INFO))
    return lines


def own_rows(plan: Plan) -> Rows:
    """Offer the author what to change, to look at it, and to send it."""
    announcement = plan.announcement
    number = (announcement.id,)
    rows: Rows = (
        (
            Button(_("Texts"), Tap("announcement_text", "show", number), pic.LANGUAGE),
            Button(_("For whom?"), Tap("audience", "show", number), pic.PEOPLE),
        ),
        (
            Button(_("Picture, buttons"), Tap("announcement_extras", "show", number), pic.PICTURE),
            Button(_("When?"), Tap("announcement_time", "show", number), pic.WHEN),
        ),
        (look_button(announcement),),
    )
    if announcement.state is not Standing.DRAFT:
        return (*rows, (Button(_("Do not send it"), Tap("announcement", "recall", number), pic.NO),))
    return (*rows, *going_rows(plan))


def going_rows(plan: Plan) -> Rows:
    """Offer to send a draft, when somebody would get it, and to throw it away."""
    number = (plan.announcement.id,)
    discard = Button(_("Throw the draft away"), Tap("announcement", "discard", number), pic.DELETE)
    if not plan.receivers or staff.is_blank(plan.announcement):
        return ((discard,),)
    return (
        (Button(staff.send_text(plan.headcount), Tap("announcement", "check", number), pic.NEWS, "primary"),),
        (discard,),
    )


def others_rows(plan: Plan, me: Participant) -> Rows:
    """Offer to somebody else to look at it, and to agree to it when it waits for that; administrators may take it back."""
    announcement = plan.announcement
    number = (announcement.id,)
    rows: Rows = ((look_button(announcement),),)
    if announcement.state is Standing.AWAITING:
        rows += ((Button(_("Agree, or not"), Tap("announcement", "check", number), pic.YES, "primary"),),)
    if not staff.is_administrator(me):
        return rows
    if announcement.state is Standing.DRAFT:
        return (*rows, (Button(_("Throw the draft away"), Tap("announcement", "discard", number), pic.DELETE),))
    return (*rows, (Button(_("Do not send it"), Tap("announcement", "recall", number), pic.NO),))


def look_button(announcement: Announcement) -> Button:
    """Lead to looking at it."""
    return Button(_("Look at it"), Tap("announcement", "look", (announcement.id, 0)), pic.LOOK)


def show_languages(page: int, sent: str, plan: Plan, language: str) -> Screen:
    """Offer to see it in each language that somebody would get it in, and to test it on the team."""
    number = plan.announcement.id
    if staff.needs_texts(plan.announcement) and not plan.announcement.wordings:
        return staff.refusal_screen(Refusal(Objection.NO_TEXT), number)
    codes = checks.languages_of(plan, language)
    buttons = [
        Button(language_name(code), Tap("announcement", "preview", (number, slug_of(code))), pic.LOOK) for code in codes
    ]
    shown, pager = paged(buttons, page, LANGUAGES_A_PAGE, Tap("announcement", "look", (number,)))
    rows: Rows = pairs(shown)
    if len(codes) > 1:
        all_ = Button(_("In all languages"), Tap("announcement", "preview", (number,)), pic.LOOK, count=len(codes))
        rows += ((all_,),)
    rows += ((Button(_("Test it on the team"), Tap("announcement", "test", (number,)), pic.TEST, count=plan.testers),),)
    lines: tuple[Line, ...] = (title(_("In which language do you want to see it?"), pic.LOOK), *sent_lines(sent, plan))
    return Screen(lines, rows, back_to(number), pager)


def sent_lines(sent: str, plan: Plan) -> tuple[Line, ...]:
    """Say what was just sent, and to whom."""
    match sent:
        case "preview":
            return (say(_("I sent it to you, above."), pic.DONE),)
        case "test":
            return (say(_("I send it to {people} of the team.", people=staff.people_text(plan.testers)), pic.DONE),)
        case _:
            return (say(_("Only you get it then, just as it will look.")),)


def show_check(plan: Plan, view: View) -> Screen:
    """Ask once more, in one sentence: what will happen, and to how many."""
    announcement = plan.announcement
    if (obstacle := obstacle_of(plan)) is not None:
        return staff.refusal_screen(obstacle, announcement.id)
    lines = (
        title(_("Please check:"), pic.YES),
        *checks.second_lines(plan),
        say(checks.sentence(plan), pic.NEWS),
        *warning_lines(announcement.due_at or view.now, view.zone),
        *checks.missing_lines(plan),
        *checks.price_lines(plan),
    )
    return Screen(lines, check_rows(plan, view.me), back_to(announcement.id))


def obstacle_of(plan: Plan) -> Refusal | None:
    """Tell what its author has to put right first, so that nobody says yes to what is refused then."""
    if not plan.receivers:
        return Refusal(Objection.NOBODY)
    if action_of(plan.announcement) != "submit":
        return None
    if staff.is_blank(plan.announcement):
        return Refusal(Objection.NO_TEXT)
    missing = tuple(one.language for one in plan.missing)
    return Refusal(Objection.LANGUAGES_MISSING, missing) if missing else None


def check_rows(plan: Plan, me: Participant) -> Rows:
    """Offer to go on, or to leave it; who is alone in the team cannot ask it."""
    leave = Button(_("No, go back"), back_to(plan.announcement.id), pic.NO)
    action = action_of(plan.announcement)
    if not action:
        return ((leave,),)
    if checks.asks_team(plan) and checks.is_alone(plan):
        team = ((Button(_("Team"), Tap("team", "show"), pic.TEAM),),) if staff.is_administrator(me) else ()
        return (*team, (leave,))
    yes = yes_button(plan, Tap("announcement", action, (plan.announcement.id, plan.announcement.revision)))
    if action != "agree":
        return ((yes,), (leave,))
    back = Button(_("No, back to its author"), Tap("announcement", "recall", (plan.announcement.id,)), pic.NO)
    return ((yes,), (back,))


def yes_button(plan: Plan, does: Tap) -> Button:
    """Say on the button what it does: send it to so many, or ask the team first."""
    if checks.asks_team(plan):
        return Button(_("Yes, ask the team"), does, pic.TEAM, "primary")
    return Button(staff.yes_text(plan.headcount), does, pic.NEWS, "danger")


def action_of(announcement: Announcement) -> str:
    """Tell what the reader may do to have it sent; '' for nothing."""
    match announcement.state, announcement.mine:
        case Standing.AWAITING, False:
            return "agree"
        case Standing.DRAFT, True:
            return "submit"
        case _:
            return ""


def ask_to_discard(plan: Plan) -> Screen:
    """Ask before a draft is thrown away."""
    number = (plan.announcement.id,)
    lines = (
        title(_("Throw the draft away?"), pic.DELETE),
        say(_("Nobody has got it. Its texts are lost then.")),
    )
    rows: Rows = (
        (Button(_("Yes, throw it away"), Tap("announcement", "really_discard", number), pic.DELETE, "danger"),),
        (Button(_("No, keep it"), back_to(plan.announcement.id), pic.YES),),
    )
    return Screen(lines, rows, back_to(plan.announcement.id))


DIALOG = Dialog("announcement", 1, (Draft, Looking, Check, Discarding, Discarded, Objected), update, render, load)
