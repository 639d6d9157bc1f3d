"""An invitation to help run the bot: a one-time link, redeemed at once; its token is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conversations import pictograms as pic
from conversations.core import Button, Dialog, Done, Event, Screen, Tap, Turn, say, title
from conversations.effects import RedeemInvitation
from conversations.engine import HOME
from locales.text import Text, _


@dataclass(frozen=True, slots=True)
class Redeeming:
    """The link is being redeemed."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What the person is now; '' when the link no longer works."""

    role: str


State: TypeAlias = Redeeming | Redeemed

ROLES = {
    "staff": _("You are now a staff member."),
    "coordinator": _("You are now a coordinator."),
    "administrator": _("You are now an administrator."),
}


def update(state: State | None, event: Event) -> Turn[State]:
    """Redeem the link and keep only what came of it."""
    match event:
        case Tap(action="redeem", args=(token,)):
            return Turn(Redeeming(), (RedeemInvitation(str(token)),))
        case Done(effect=RedeemInvitation(), result=str(role)):
            return Turn(Redeemed(role))
        case Done(effect=RedeemInvitation()):
            return Turn(Redeemed(""))
        case _:
            return Turn(state, understood=False)


def render(state: State, view: None) -> Screen:
    """Say what the person is now, or that the link no longer works."""
    rows = ((Button(_("Continue"), HOME, pic.YES, "success"),),)
    match state:
        case Redeemed(role) if role:
            return Screen((title(_("Welcome to the team!"), pic.HELLO), say(role_text(role), pic.PERSON)), rows)
        case _:
            lines = (
                title(_("This invitation does not work any more."), pic.SORRY),
                say(_("It was used already, or it is too old. Please ask for a new one.")),
            )
            return Screen(lines, rows)


def role_text(role: str) -> Text:
    """Say a role in words."""
    return ROLES.get(role, _("You are now part of the team."))


DIALOG = Dialog("invitation", 1, (Redeeming, Redeemed), update, render)
