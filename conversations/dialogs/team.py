"""The team, for administrators: who has which role, invitations, and taking a role back. No names are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from conversations import pictograms as pic
from conversations import staff
from conversations.core import Button, Dialog, Done, Event, Line, Rows, Screen, Share, Tap, Turn, note, say, title
from conversations.deep_links import to_invitation
from conversations.layout import paged
from conversations.staff_effects import Invite, RevokeRole, WithdrawInvitation
from locales.text import Content, DayOf, Moment, Text, _
from storage.records.announcements import Member, Objection, OpenInvitation
from storage.records.intake import ProviderName
from storage.records.people import Participant
from storage.records.reader import Reader

A_PAGE = 3
ROLES = {
    "staff": (_("Staff: writes announcements"), _("staff")),
    "coordinator": (_("Coordination: lists and offers"), _("coordination")),
    "administrator": (_("Administration: also this team"), _("administration")),
}
"""what a role is for, and its name"""


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody of the team, a page at a time."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One member and their roles."""

    participant_id: int


@dataclass(frozen=True, slots=True)
class Revoking:
    """Asking before a role is taken away; `kept` when it could not be."""

    participant_id: int
    role: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Inviting:
    """Choosing what somebody is invited to."""


@dataclass(frozen=True, slots=True)
class Limiting:
    """Choosing whose offers a new coordinator shall run."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The link to pass on; it is known here and nowhere else. '' when it could not be made. A provider limits it."""

    role: str
    token: str = field(repr=False)
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """The invitations nobody has used yet."""

    page: int = 0


State: TypeAlias = Team | One | Revoking | Inviting | Limiting | Invited | Open


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the team and the open invitations."""

    me: Participant
    members: tuple[Member, ...] = ()
    invitations: tuple[OpenInvitation, ...] = ()
    providers: tuple[ProviderName, ...] = ()

    def member(self, participant_id: int) -> Member | None:
        """Find somebody of the team."""
        return next((member for member in self.members if member.participant_id == participant_id), None)


def update(state: State | None, event: Event) -> Turn[State]:
    """Show the team, invite somebody, or take a role back; that is asked twice."""
    match event:
        case Tap(action="show"):
            return Turn(Team())
        case Tap(action="page", args=(int(page),)):
            return Turn(Team(max(0, page)))
        case Tap(action="one", args=(int(participant_id),)):
            return Turn(One(participant_id))
        case Tap(action="revoke", args=(int(participant_id), str(role))) if role in ROLES:
            return Turn(Revoking(participant_id, role))
        case Tap(action="really_revoke", args=(int(participant_id), str(role))) if role in ROLES:
            return Turn(Revoking(participant_id, role), (RevokeRole(participant_id, role),))
        case Tap(action="invite", args=()):
            return Turn(Inviting())
        case Tap(action="limit"):
            return Turn(Limiting())
        case Tap(action="invite", args=(str(role),)) if role in ROLES:
            return Turn(Inviting(), (Invite(role),))
        case Tap(action="invite", args=("coordinator", int(provider_id))):
            return Turn(Inviting(), (Invite("coordinator", provider_id),))
        case Tap(action="open", args=(int(page),)):
            return Turn(Open(max(0, page)))
        case Tap(action="withdraw", args=(int(invitation_id),)):
            return Turn(Open(), (WithdrawInvitation(invitation_id),))
        case Done():
            return Turn(on_done(state, event))
        case _:
            return Turn(state, understood=False)


def on_done(state: State | None, done: Done) -> State | None:
    """Follow what became of it."""
    match done:
        case Done(effect=Invite(role, provider_id), result=token):
            return Invited(role, token if isinstance(token, str) else "", provider_id)
        case Done(effect=RevokeRole(participant_id, role), result=result):
            return One(participant_id) if result is True else Revoking(participant_id, role, kept=True)
        case _:
            return state


async def load(state: State, reader: Reader) -> View:
    """Read the team, or the invitations."""
    me = await reader.me()
    match state:
        case _ if not staff.is_administrator(me):
            return View(me)
        case Team() | One() | Revoking():
            return View(me, await reader.team())
        case Invited(provider_id=int()):
            return View(me, providers=await reader.provider_names())
        case Inviting() | Open():
            return View(me, invitations=await reader.open_invitations())
        case _:
            return View(me)


def render(state: State, view: View) -> Screen:
    """Show the team, or ask one thing."""
    if not staff.is_administrator(view.me):
        return staff.not_for_you()
    match state:
        case Team(page):
            return show_team(view, page)
        case One(participant_id):
            return show_member(view.member(participant_id))
        case Revoking(participant_id, role, kept):
            return ask_to_revoke(view.member(participant_id), participant_id, role, kept=kept)
        case Inviting():
            return ask_role(view.invitations)
        case Limiting():
            return ask_limit()
        case Invited(role, token, provider_id):
            return show_invited(role, token, [one.name for one in view.providers if one.id == provider_id])
        case Open(page):
            return show_open(view.invitations, page)


def show_team(view: View, page: int) -> Screen:
    """List the team by number, for names are not kept."""
    shown, pager = paged(view.members, page, A_PAGE, Tap("team", "page"))
    rows: Rows = tuple((member_button(member),) for member in shown)
    invite = Button(_("Invite somebody"), Tap("team", "invite"), pic.MORE, "primary")
    providers = Button(_("Who offers"), Tap("team_providers", "list", (0,)), pic.PROVIDER)
    rows += ((invite, Button(_("Exports"), Tap("exported", "show"), pic.FILE)),)
    rows += ((providers,),)
    lines: tuple[Line, ...] = (title(_("Team"), pic.TEAM), note(_("I keep no names, only numbers."), pic.PRIVACY))
    lines += tuple(limit_line(member) for member in shown if member.providers)
    return Screen(lines, rows, pager=pager)


def limit_line(member: Member) -> Line:
    """Say whose offers alone somebody runs."""
    names = staff.listed([Content(name, "de") for name in member.providers])
    return say(_("{member}: only {providers}", member=staff.member_name(member), providers=names), pic.PROVIDER)


def member_button(member: Member) -> Button:
    """Lead to somebody of the team."""
    roles = staff.listed([role_name(role) for role, _since in member.roles])
    does = Tap("team", "one", (member.participant_id,))
    if member.me:
        return Button(_("You: {roles}", roles=roles), does, pic.PERSON)
    return Button(_("Number {number}: {roles}", number=member.participant_id, roles=roles), does, pic.PERSON)


def role_name(role: str) -> Text:
    """Name a role."""
    return ROLES[role][1] if role in ROLES else _("team")


def show_member(member: Member | None) -> Screen:
    """Show since when somebody has which role, and offer to take each back."""
    back = Tap("team", "show")
    if member is None:
        return Screen((title(_("This person is not in the team any more."), pic.PERSON),), back=back)
    lines: tuple[Line, ...] = (title(staff.member_name(member), pic.PERSON),)
    lines += tuple(
        say(_("{role}, since {day}", role=role_name(role), day=DayOf(since)), pic.WHEN) for role, since in member.roles
    )
    if member.providers:
        names = staff.listed([Content(name, "de") for name in member.providers])
        lines += (say(_("Runs only: {providers}", providers=names), pic.PROVIDER),)
    rows: Rows = tuple((revoke_button(member, role),) for role, _since in member.roles)
    return Screen(lines, rows, back)


def revoke_button(member: Member, role: str) -> Button:
    """Lead to taking a role back."""
    label = _("Take back: {role}", role=role_name(role))
    return Button(label, Tap("team", "revoke", (member.participant_id, role)), pic.NO)


def ask_to_revoke(member: Member | None, participant_id: int, role: str, *, kept: bool) -> Screen:
    """Ask before a role is taken away; the last administrator stays one."""
    back = Tap("team", "one", (participant_id,))
    if member is None:
        return show_member(None)
    if kept:
        lines = (
            title(_("That is not possible."), pic.SORRY),
            say(_("There must always be somebody who can invite others.")),
        )
        return Screen(lines, ((Button(_("Team"), Tap("team", "show"), pic.TEAM),),), back)
    if member.me:
        words = _("You lose this role at once: {role}.", role=role_name(role))
    else:
        words = _("Number {number} loses this role at once: {role}.", number=participant_id, role=role_name(role))
    yes = Button(_("Yes, take it back"), Tap("team", "really_revoke", (participant_id, role)), pic.NO, "danger")
    no = Button(_("No, go back"), back, pic.YES)
    return Screen((title(_("Take the role back?"), pic.PERSON), say(words)), ((yes,), (no,)), back)


def ask_role(invitations: Sequence[OpenInvitation]) -> Screen:
    """Ask what somebody is invited to, and lead to the invitations that nobody has used."""
    rows: Rows = tuple((Button(label, to_role(role), pic.MORE),) for role, (label, _name) in ROLES.items())
    if invitations:
        open_ = Button(_("Open invitations"), Tap("team", "open", (0,)), pic.SHARE, count=len(invitations))
        rows += ((open_,),)
    return Screen((title(_("What shall the new person do?"), pic.TEAM),), rows, Tap("team", "show"))


def to_role(role: str) -> Tap:
    """Lead to an invitation; a coordinator's may be limited."""
    return Tap("team", "limit") if role == "coordinator" else Tap("team", "invite", (role,))


def ask_limit() -> Screen:
    """Ask whose offers a new coordinator shall run."""
    all_ = Button(_("Everybody's"), Tap("team", "invite", ("coordinator",)), pic.PEOPLE)
    one = Button(_("Only one provider's"), Tap("team_providers", "list", (0,)), pic.PROVIDER)
    lines = (title(_("Whose offers shall they run?"), pic.TEAM),)
    return Screen(lines, ((all_,), (one,)), Tap("team", "invite"))


def show_invited(role: str, token: str, providers: Sequence[str]) -> Screen:
    """Give the link to pass on; whoever opens it first gets the role, limited to a provider where one is named."""
    back = Tap("team", "show")
    if not token:
        return Screen((title(staff.OBJECTIONS[Objection.NOT_ALLOWED], pic.SORRY),), back=back)
    lines = (
        title(_("The invitation is ready: {role}", role=role_name(role)), pic.SHARE),
        *(only_line(name) for name in providers),
        say(_("Pass it on to one person. It works once, for three days.")),
        Line(Content(to_invitation(token), "mul"), pic.LINK, "link"),
        note(_("I do not show it again. You can withdraw it."), pic.PRIVACY),
    )
    share = Share(to_invitation(token), _("You are invited to the team of Quartierbot. Tap the link:"))
    rows: Rows = (
        (Button(_("Pass the invitation on"), share, pic.SHARE, "primary"),),
        (Button(_("Open invitations"), Tap("team", "open", (0,)), pic.MINE),),
    )
    return Screen(lines, rows, back)


def show_open(invitations: tuple[OpenInvitation, ...], page: int) -> Screen:
    """List the invitations nobody has used yet; a tap makes one worthless."""
    shown, pager = paged(invitations, page, A_PAGE, Tap("team", "open"))
    rows: Rows = tuple((withdraw_button(invitation),) for invitation in shown)
    lines: tuple[Line, ...] = (title(_("Open invitations"), pic.SHARE),)
    lines += tuple(line for one in shown for line in invitation_lines(one))
    if not invitations:
        lines += (say(_("There are none.")),)
    return Screen(lines, rows, Tap("team", "invite"), pager)


def only_line(provider: str) -> Line:
    """Say whose offers alone an invitation is for."""
    return say(_("Runs only: {providers}", providers=Content(provider, "de")), pic.PROVIDER)


def invitation_lines(one: OpenInvitation) -> tuple[Line, ...]:
    """Say what an invitation is to, until when, and whose offers alone it is for."""
    until = say(_("{role}, until {moment}", role=role_name(one.role), moment=Moment(one.expires_at)), pic.WHEN)
    return (until, only_line(one.provider)) if one.provider else (until,)


def withdraw_button(invitation: OpenInvitation) -> Button:
    """Withdraw an invitation."""
    label = _("Withdraw: {role}", role=role_name(invitation.role))
    return Button(label, Tap("team", "withdraw", (invitation.id,)), pic.NO)


DIALOG = Dialog("team", 1, (Team, One, Revoking, Inviting, Limiting, Invited, Open), update, render, load)
