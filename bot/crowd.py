"""The crowd of the demo: people without phones on the page, who read news, take places, wait and wish.

Without them staff would announce to nobody, and a coordinator would look at empty lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from locales.languages import OFFERED
from storage import catalogue, interests, news, people, registrations, rosters
from storage.engine import Transaction

SIZES = {"de": 64, "ar": 36, "de@easy": 16, "en": 12}
FEW = 2
"""so many of the crowd read any other language; all together stay below the number from which a second person has to agree"""
BLOCKING_EACH = 40
"""every so many of the crowd one has blocked the bot, for there are always some"""
COMING: Mapping[str, int] = MappingProxyType(
    {"DC-02": 7, "SM-02": 15, "3D-01": 6, "EB-01": 5, "BE-01": 4, "NE-01": 23, "SI-01": 9}
)
"""how many of the crowd ask for a place in an offering of the sample; for one there are fewer places than that"""
WISHES = (
    (("smartphone", "ar", "morning"), 23),
    (("pc_basics", "ar", "evening"), 9),
    (("e_bike", "de", "afternoon"), 6),
    (("coding", "en", "evening"), 3),
)
"""topic, language and time of day of what is wished for, and by how many"""
CONFIRMED = ("women", "age")

Arrive: TypeAlias = Callable[[str, bool], int]
"""adds somebody who reads a language, and may have blocked the bot; tells their chat"""


def languages() -> list[str]:
    """List what the crowd reads, mixed as people are."""
    left = {code: SIZES.get(code, FEW) for code in OFFERED}
    mixed: list[str] = []
    while any(left.values()):
        mixed += [code for code, count in left.items() if count]
        left = {code: count - 1 for code, count in left.items() if count}
    return mixed


async def gather(tx: Transaction, arrive: Arrive) -> None:
    """Add everybody, and let them take places and wish."""
    ids = [await join(tx, arrive, number, code) for number, code in enumerate(languages())]
    await take_places(tx, ids)
    await wish(tx, ids)


async def join(tx: Transaction, arrive: Arrive, number: int, code: str) -> int:
    """Add somebody who reads a language and news, and wants no reminders: what is due next is that of the phones shown."""
    chat = arrive(code, number % BLOCKING_EACH == BLOCKING_EACH - 1)
    participant_id = await settle(tx, chat, code, wants_news=True)
    await people.set_reminders(tx, participant_id, days=0, hours=0)
    return participant_id


async def settle(tx: Transaction, chat: int, code: str, *, wants_news: bool) -> int:
    """Write down that somebody chose a language, saw the privacy notice, and may have agreed to news; tells their number."""
    known = await people.greet(tx, str(chat), code)
    await people.set_language(tx, known.id, code)
    await people.see_privacy_notice(tx, known.id)
    if wants_news:
        await news.set_news(tx, known.id, agreed=True)
    return known.id


async def take_places(tx: Transaction, ids: Sequence[int]) -> None:
    """Let some ask for places, each offering by others; who finds none waits."""
    for at, (source_id, count) in enumerate(COMING.items()):
        found = await rosters.find(tx, source_id)
        offering = None if found is None else await catalogue.offering(tx, ("de",), found)
        if offering is None or not (dates := offering.upcoming(tx.now)):
            continue
        session_id = None if offering.whole_course else dates[0].id
        for number in range(count):
            who = ids[(at * 17 + number) % len(ids)]
            name = f"Gast {at * 17 + number + 1}"
            await registrations.register(
                tx, who, offering.id, session_id, name=name, child=False, confirmed=CONFIRMED, may_wait=True
            )


async def wish(tx: Transaction, ids: Sequence[int]) -> None:
    """Let some wish for what there is not yet."""
    for (topic, language, part_of_day), count in WISHES:
        for participant_id in ids[:count]:
            await interests.express(tx, participant_id, topic=topic, language=language, part_of_day=part_of_day)
