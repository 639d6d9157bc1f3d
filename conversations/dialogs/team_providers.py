"""Who offers something, for administrators: adding somebody, another name, or away with one on whom nothing hangs.

From here a coordinator is invited who runs a provider's offers alone.
"""

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
from conversations.staff_effects import AddProvider, RemoveProvider, RenameProvider
from locales.text import Content, Text, _, ngettext
from storage.records.announcements import Member
from storage.records.intake import ProviderName
from storage.records.people import Participant
from storage.records.providers import ProviderUses, Renamed
from storage.records.reader import Reader

A_PAGE = 5
LONGEST = 120
LIST = Tap("team_providers", "list", (0,))


@dataclass(frozen=True, slots=True)
class Listing:
    """All providers; `refused` when something could not be done, `removed` after one was deleted."""

    page: int = 0
    refused: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """One provider, what hangs on it, and who runs its offers alone; `renamed` once it has another name."""

    provider_id: int
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """Asking whether a typed name is right, before everybody may read it."""

    name: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """Waiting for another name; `taken` when somebody else is called what was typed."""

    provider_id: int
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Removing:
    """Asking before a provider is deleted."""

    provider_id: int


State: TypeAlias = Listing | One | Naming | Renaming | Removing


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, the providers and the team."""

    me: Participant
    providers: tuple[ProviderName, ...] = ()
    members: tuple[Member, ...] = ()
    uses: ProviderUses | None = None

    def provider(self, provider_id: int) -> ProviderName | None:
        """Find a provider."""
        return next((one for one in self.providers if one.id == provider_id), None)

    def limited_to(self, provider: ProviderName) -> tuple[Member, ...]:
        """Find who runs only some offers, among them this provider's."""
        return tuple(one for one in self.members if provider.name in one.providers)


def update(state: State | None, event: Event) -> Turn[State]:
    """Look at providers; add, rename or delete one."""
    match event:
        case Tap(action="list", args=(int(page),)):
            return Turn(Listing(max(0, page)))
        case Tap(action="one", args=(int(provider_id),)):
            return Turn(One(provider_id))
        case Tap(action="add", args=(int(mark),)) if isinstance(state, Naming) and mark == mark_of(state.name):
            return Turn(state, (AddProvider(state.name),))
        case Tap(action="rename", args=(int(provider_id),)):
            return Turn(Renaming(provider_id))
        case Tap(action="remove", args=(int(provider_id),)):
            return Turn(Removing(provider_id))
        case Tap(action="really_remove", args=(int(provider_id),)):
            return Turn(Removing(provider_id), (RemoveProvider(provider_id),))
        case Typed(text=text) if isinstance(state, Renaming) and text.strip():
            return Turn(state, (RenameProvider(state.provider_id, tidied(text)),))
        case Typed(text=text) if not isinstance(state, One | Removing) and text.strip():
            return Turn(Naming(tidied(text)))
        case Done():
            return Turn(on_done(state, event))
        case _:
            return Turn(state or Listing(), understood=False)


def on_done(state: State | None, done: Done) -> State | None:
    """Follow what became of it."""
    match done:
        case Done(effect=AddProvider(), result=int(provider_id)):
            return One(provider_id)
        case Done(effect=RenameProvider(provider_id), result=Renamed.DONE):
            return One(provider_id, renamed=True)
        case Done(effect=RenameProvider(provider_id), result=Renamed.TAKEN):
            return Renaming(provider_id, taken=True)
        case Done(effect=RemoveProvider(), result=True):
            return Listing(removed=True)
        case Done(effect=AddProvider() | RenameProvider() | RemoveProvider()):
            return Listing(refused=True)
        case _:
            return state


def tidied(text: str) -> str:
    """Write a name on one line, not longer than a name may be."""
    return " ".join(text.split())[:LONGEST]


def mark_of(name: str) -> int:
    """Mark a button with the name it is about, which is too long to be in it."""
    return crc32(name.encode())


async def load(state: State, reader: Reader) -> View:
    """Read the providers and the team."""
    me = await reader.me()
    if not staff.is_administrator(me):
        return View(me)
    provider_id = state.provider_id if isinstance(state, One | Renaming | Removing) else 0
    uses = await reader.provider_uses(provider_id) if provider_id else None
    return View(me, await reader.provider_names(), await reader.team(), uses)


def render(state: State, view: View) -> Screen:
    """Show providers, or one, or ask about a name."""
    if not staff.is_administrator(view.me):
        return staff.not_for_you()
    match state:
        case Naming(name):
            return ask_name(name)
        case Listing():
            return show_list(view, state)
        case One(provider_id) | Renaming(provider_id) | Removing(provider_id):
            provider = view.provider(provider_id)
            return show_list(view, Listing()) if provider is None else show_of(state, provider, view)


def show_of(state: State, provider: ProviderName, view: View) -> Screen:
    """Show a provider, or ask something about it."""
    uses = view.uses or ProviderUses()
    match state:
        case Renaming(taken=taken):
            return ask_new_name(provider, uses, taken=taken)
        case Removing() if uses.free:
            return ask_removing(provider)
        case One(renamed=True):
            return show_one(provider, view.limited_to(provider), uses, done_lines())
        case _:
            return show_one(provider, view.limited_to(provider), uses)


def done_lines() -> tuple[Line, ...]:
    """Say that a provider has another name."""
    return (say(_("That is changed."), pic.YES),)


def show_list(view: View, state: Listing) -> Screen:
    """List the providers; the number on a button is how many coordinators are limited to them."""
    shown, pager = paged(view.providers, state.page, A_PAGE, Tap("team_providers", "list"))
    lines: tuple[Line, ...] = (title(_("Who offers something?"), pic.PROVIDER),)
    if state.removed:
        lines += (say(_("The provider is deleted."), pic.YES),)
    if state.refused:
        lines += (say(_("That did not work. Please look again."), pic.SORRY),)
    lines += (note(_("Is somebody new? Type the name."), pic.TYPE),)
    rows: Rows = tuple((provider_button(one, len(view.limited_to(one))),) for one in shown)
    samples = Samples(("Haus der Familie",))
    return Screen(lines, rows, Tap("team", "show"), pager, samples=samples)


def provider_button(provider: ProviderName, limited: int) -> Button:
    """Lead to a provider."""
    does = Tap("team_providers", "one", (provider.id,))
    return Button(Content(provider.name, "de"), does, pic.PROVIDER, count=limited or None)


def show_one(
    provider: ProviderName, limited: tuple[Member, ...], uses: ProviderUses, done: tuple[Line, ...] = ()
) -> Screen:
    """Say what hangs on a provider and who runs only its offers; offer to invite somebody, to rename it, to delete it."""
    lines: tuple[Line, ...] = (title(Content(provider.name, "de"), pic.PROVIDER), *done, *use_lines(uses))
    if limited:
        names: list[Text | Content] = [staff.member_name(one) for one in limited]
        lines += (say(_("Limited to it: {people}", people=staff.listed(names)), pic.PEOPLE),)
    else:
        lines += (say(_("Nobody is limited to it."), pic.PEOPLE),)
    if not uses.free:
        lines += (note(_("Only who has no offers, addresses, roles and invitations can be deleted."), pic.INFO),)
    invite = Tap("team", "invite", ("coordinator", provider.id))
    rows: Rows = (
        (Button(_("Invite somebody for it"), invite, pic.MORE, "primary"),),
        (Button(_("Change the name"), Tap("team_providers", "rename", (provider.id,)), pic.CHANGE),),
    )
    if uses.free:
        rows += ((Button(_("Delete"), Tap("team_providers", "remove", (provider.id,)), pic.DELETE),),)
    return Screen(lines, rows, LIST)


def use_lines(uses: ProviderUses) -> tuple[Line, ...]:
    """Count the offers, over ones too, and the addresses where their files come from."""
    lines: tuple[Line, ...] = (say(ngettext("{count} offer", "{count} offers", uses.offerings), pic.MINE),)
    if uses.sources:
        addresses = ngettext("{count} address for files", "{count} addresses for files", uses.sources)
        lines += (say(addresses, pic.FETCH),)
    return lines


def ask_new_name(provider: ProviderName, uses: ProviderUses, *, taken: bool) -> Screen:
    """Ask for another name, and say what it does not reach: the files that bear the old one."""
    lines: tuple[Line, ...] = (title(_("What is the new name?"), pic.CHANGE), say(Content(provider.name, "de")))
    if taken:
        lines += (say(_("Somebody else has this name already."), pic.SORRY),)
    lines += (
        say(_("All offers get the new name at once."), pic.INFO),
        say(_("Please write it in your files, too. An old name in a file makes a second provider."), pic.WARNING),
        *old_name_lines(uses),
        note(_("Type the name."), pic.TYPE),
    )
    back = Tap("team_providers", "one", (provider.id,))
    return Screen(lines, back=back, samples=Samples(("Haus der Familien",), (provider.name,)))


def old_name_lines(uses: ProviderUses) -> tuple[Line, ...]:
    """Say that what addresses bring anew still bears the old name."""
    if not uses.sources:
        return ()
    words = ngettext(
        "{count} address brings new offers under the old name.",
        "{count} addresses bring new offers under the old name.",
        uses.sources,
    )
    return (say(words, pic.FETCH),)


def ask_removing(provider: ProviderName) -> Screen:
    """Ask before a provider is deleted."""
    lines = (title(_("Delete this provider?"), pic.DELETE), say(Content(provider.name, "de"), pic.PROVIDER))
    back = Tap("team_providers", "one", (provider.id,))
    does = Tap("team_providers", "really_remove", (provider.id,))
    rows: Rows = (
        (Button(_("Yes, delete it"), does, pic.DELETE, "danger"),),
        (Button(_("No, keep it"), back, pic.YES),),
    )
    return Screen(lines, rows, back)


def ask_name(name: str) -> Screen:
    """Ask whether a name is right."""
    lines = (
        title(_("Is this name right?"), pic.PROVIDER),
        say(Content(name, "de"), pic.MORE),
        note(_("If not, type the name again."), pic.TYPE),
    )
    yes = Button(_("Yes, add it"), Tap("team_providers", "add", (mark_of(name),)), pic.YES, "success")
    return Screen(lines, ((yes,),), LIST, samples=Samples(("Haus der Nadeln",)))


DIALOG = Dialog("team_providers", 1, (Listing, One, Naming, Renaming, Removing), update, render, load)
