"""Who offers something, for administrators: adding somebody new, and inviting a coordinator who runs their offers alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from conversations import pictograms as pic
from conversations import staff
from conversations.core import (
    Button,
    Dialog,
    Done,
    Event,
    Line,
    Rows,
    Samples,
    Screen,
    Tap,
    Turn,
    Typed,
    note,
    say,
    title,
)
from conversations.layout import paged
from conversations.staff_effects import AddProvider
from locales.text import Content, Text, _
from storage.records.announcements import Member
from storage.records.intake import ProviderName
from storage.records.people import Participant
from storage.records.reader import Reader

A_PAGE = 5
LONGEST = 120
LIST = Tap("team_providers", "list", (0,))


@dataclass(frozen=True, slots=True)
class Listing:
    """All providers; `refused` when one could not be added."""

    page: int = 0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """One provider, and who runs its offers alone."""

    provider_id: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Asking whether a typed name is right, for it cannot be taken away again."""

    name: str


State: TypeAlias = Listing | One | Naming


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the providers and the team."""

    me: Participant
    providers: tuple[ProviderName, ...] = ()
    members: tuple[Member, ...] = ()

    def provider(self, provider_id: int) -> ProviderName | None:
        """Find a provider."""
        return next((one for one in self.providers if one.id == provider_id), None)

    def limited_to(self, provider: ProviderName) -> tuple[Member, ...]:
        """Find who runs only some offers, among them this provider's."""
        return tuple(one for one in self.members if provider.name in one.providers)


def update(state: State | None, event: Event) -> Turn[State]:
    """Look at providers, or add one."""
    match event:
        case Tap(action="list", args=(int(page),)):
            return Turn(Listing(max(0, page)))
        case Tap(action="one", args=(int(provider_id),)):
            return Turn(One(provider_id))
        case Tap(action="add", args=(int(mark),)) if isinstance(state, Naming) and mark == mark_of(state.name):
            return Turn(state, (AddProvider(state.name),))
        case Typed(text=text) if not isinstance(state, One) and text.strip():
            return Turn(Naming(" ".join(text.split())[:LONGEST]))
        case Done(effect=AddProvider(), result=int(provider_id)):
            return Turn(One(provider_id))
        case Done(effect=AddProvider()):
            return Turn(Listing(refused=True))
        case _:
            return Turn(state or Listing(), understood=False)


def mark_of(name: str) -> int:
    """Mark a button with the name it is about, which is too long to be in it."""
    return crc32(name.encode())


async def load(state: State, reader: Reader) -> View:
    """Read the providers and the team."""
    me = await reader.me()
    if not staff.is_administrator(me):
        return View(me)
    return View(me, await reader.provider_names(), await reader.team())


def render(state: State, view: View) -> Screen:
    """Show providers, or one, or ask about a name."""
    if not staff.is_administrator(view.me):
        return staff.not_for_you()
    match state:
        case Naming(name):
            return ask_name(name)
        case One(provider_id) if (provider := view.provider(provider_id)) is not None:
            return show_one(provider, view.limited_to(provider))
        case Listing(page, refused):
            return show_list(view, page, refused=refused)
        case One():
            return show_list(view, 0, refused=False)


def show_list(view: View, page: int, *, refused: bool) -> Screen:
    """List the providers; the number on a button is how many coordinators are limited to them."""
    shown, pager = paged(view.providers, page, A_PAGE, Tap("team_providers", "list"))
    lines: tuple[Line, ...] = (title(_("Who offers something?"), pic.PROVIDER),)
    if refused:
        lines += (say(_("That did not work. Please look again."), pic.SORRY),)
    lines += (note(_("Is somebody new? Type the name."), pic.TYPE),)
    rows: Rows = tuple((provider_button(one, len(view.limited_to(one))),) for one in shown)
    samples = Samples(("Haus der Familie",))
    return Screen(lines, rows, Tap("team", "show"), pager, samples=samples)


def provider_button(provider: ProviderName, limited: int) -> Button:
    """Lead to a provider."""
    does = Tap("team_providers", "one", (provider.id,))
    return Button(Content(provider.name, "de"), does, pic.PROVIDER, count=limited or None)


def show_one(provider: ProviderName, limited: tuple[Member, ...]) -> Screen:
    """Say who runs only these offers, and offer to invite somebody to it."""
    lines: tuple[Line, ...] = (title(Content(provider.name, "de"), pic.PROVIDER),)
    if limited:
        names: list[Text | Content] = [staff.member_name(one) for one in limited]
        lines += (say(_("Limited to it: {people}", people=staff.listed(names)), pic.PEOPLE),)
    else:
        lines += (say(_("Nobody is limited to it."), pic.PEOPLE),)
    invite = Tap("team", "invite", ("coordinator", provider.id))
    return Screen(lines, ((Button(_("Invite somebody for it"), invite, pic.MORE, "primary"),),), LIST)


def ask_name(name: str) -> Screen:
    """Ask whether a name is right."""
    lines = (
        title(_("Is this name right?"), pic.PROVIDER),
        say(Content(name, "de"), pic.MORE),
        note(_("If not, type the name again."), pic.TYPE),
    )
    yes = Button(_("Yes, add it"), Tap("team_providers", "add", (mark_of(name),)), pic.YES, "success")
    return Screen(lines, ((yes,),), LIST, samples=Samples(("Haus der Nadeln",)))


DIALOG = Dialog("team_providers", 1, (Listing, One, Naming), update, render, load)
