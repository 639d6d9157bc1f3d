"""Whether an announcement fits into a message as it will read, facts of its offering included, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.page import compose
from bot.present import CAPTION_LIMIT, TEXT_LIMIT, excess
from conversations.announced import letter, view_of
from locales.catalogues import Speech
from storage.engine import Transaction
from storage.reader import StorageReader
from storage.records.announcements import Announcement, Objection, Refusal
from storage.records.people import Participant


async def too_long(tx: Transaction, me: Participant, found: Announcement) -> Refusal | None:
    """Refuse one that would have to be cut in some language, and say by how much at most."""
    over = await excesses(tx, me, found, await languages_of(tx, me, found))
    return Refusal(Objection.TOO_LONG, tuple(over), max(over.values())) if over else None


async def excesses(tx: Transaction, me: Participant, found: Announcement, codes: Iterable[str]) -> dict[str, int]:
    """Tell by how much it is too long, of these languages in those where it is."""
    over = {code: await excess_in(code, tx, me, found) for code in codes}
    return {code: count for code, count in over.items() if count > 0}


async def excess_in(code: str, tx: Transaction, me: Participant, found: Announcement) -> int:
    """Tell by how much it is too long in a language, as staff read it before it goes out."""
    reader = StorageReader(tx, replace(me, language=code))
    view = await view_of(await reader.announced(found.id), reader)
    if view is None:
        return 0
    page = compose(letter(view), Speech(code, tx.zone), tx.now)
    return excess(page.paragraphs, TEXT_LIMIT if found.media is None else CAPTION_LIMIT)


async def languages_of(tx: Transaction, me: Participant, found: Announcement) -> tuple[str, ...]:
    """List the languages somebody would get it in, most people first."""
    counted = (await StorageReader(tx, me).headcount(found.audience)).languages
    written = [wording.language for wording in found.wordings]
    return tuple(dict.fromkeys((*(one.language for one in counted if one.total), *written))) or (me.language,)
