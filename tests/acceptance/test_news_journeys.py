"""Residents' news, over real HTTP: agree, choose, get an announcement or the weekly letter, stop in the middle of a run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.inbound import Incoming, Kind
from locales.languages import OFFERED
from locales.text import _, ngettext
from simulator.world import Message
from storage import announcements, audience, news, people
from storage.announcement_report import report
from storage.engine import COMMAND, SYSTEM
from storage.exchange import wordings_xlsx
from storage.exchange.announcing import take_in
from storage.exchange.wordings_toml import read_file
from storage.records.announcements import Frequency, News, State, Wording
from storage.records.audiences import Audience, Facets, LanguageCount
from storage.records.deliveries import Fate
from tests.acceptance.staff import got, reader, staff_member
from tests.acceptance.walkers import Resident, leads_to, move_to, offering_id, resident, slot, taps_of
from tests.bot.newsroom import TEXT, TITLE, Newsroom
from tests.town import Town

WORKSHOP = "3D-01"
EXAMPLE = Path(__file__).parents[2] / "docs" / "announcement.toml"
BOTH = pytest.mark.parametrize("code", ("de", "ar"))


@pytest.fixture
def newsroom(town: Town) -> Newsroom:
    """Open a newsroom in the town."""
    return Newsroom(town)


async def wanted(town: Town, somebody: Resident) -> News:
    """Read what somebody chose, as it is stored."""
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        return await news.read(tx, (await people.greet(tx, str(somebody.person.id), somebody.code)).id)


def heard(somebody: Resident) -> int:
    """Count the announcements somebody got, those whose buttons have served, too."""
    return sum(TITLE in message.text for message in somebody.person.received)


def letters(somebody: Resident) -> list[Message]:
    """List the weekly letters somebody got."""
    return [one for one in somebody.person.received if any(leads_to(data, "news.read") for data in taps_of(one))]


@BOTH
async def test_nobody_gets_news_who_was_not_asked(town: Town, newsroom: Newsroom, code: str) -> None:
    silent = await resident(town, code, "Noor")
    agreed = await reader(town, code)

    await newsroom.announce()
    await newsroom.work()

    assert ([], 1) == (got(silent), len(got(agreed)))


@BOTH
async def test_somebody_is_asked_in_plain_words_and_chooses_topics_and_how_often(town: Town, code: str) -> None:
    somebody = await resident(town, code)
    await somebody.tap("news.show")
    assert somebody.words(_("Shall I write to you about new offers?")) in somebody.screen.text
    assert somebody.words(_("You need not say yes. You can stop at any time with one tap.")) in somebody.screen.text

    await somebody.go("news.agree", "news.how_often", "news.often.weekly")
    assert somebody.words(_("I write to you once a week, on Thursday. If there is nothing new, I do not write.")) in (
        somebody.screen.text
    )

    await somebody.go("news.ask.topic", "news.pick.topic", "news.show", "news.ask.audience", "news.pick.audience")
    assert "✔️" in str(somebody.screen.labels)
    await somebody.tap("news.show")
    assert f"{somebody.words(_('Topics'))} (1)" in str(somebody.screen.labels)
    assert f"{somebody.words(_('For whom'))} (1)" in str(somebody.screen.labels)


@BOTH
async def test_an_announcement_comes_in_ones_language_and_leads_on(town: Town, newsroom: Newsroom, code: str) -> None:
    somebody, offering = await reader(town, code), await offering_id(town, WORKSHOP)
    number = await newsroom.draft(offering=offering)
    await newsroom.change(announcements.set_buttons, number, ("details", "register"))
    await newsroom.submit(number)
    await newsroom.work()

    (message,) = got(somebody)
    assert TITLE in message.text
    assert somebody.words(_("No more news")) in str(message.labels)

    await somebody.tap("news.button", message)
    assert somebody.can("register.answer")


async def test_who_registers_after_a_tap_counts_for_the_announcement(town: Town, newsroom: Newsroom) -> None:
    somebody, offering = await reader(town, "de"), await offering_id(town, WORKSHOP)
    number = await newsroom.draft(offering=offering)
    await newsroom.submit(number)
    await newsroom.work()

    await somebody.tap(f"news.button.{number}.details", got(somebody)[0])

    async with newsroom.looking() as tx:
        counted = await report(tx, ("de",), number)
    assert counted is not None
    assert (("details", 1),) == counted.taps


@BOTH
async def test_one_tap_stops_all_news_even_in_the_middle_of_a_run(town: Town, newsroom: Newsroom, code: str) -> None:
    first, second = await reader(town, code, "Amal"), await reader(town, code, "Noor")
    number = await newsroom.announce()
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        assert await audience.resolve_page(tx, number)
    await newsroom.change(announcements.pause, number)
    earlier = await newsroom.announce()
    await newsroom.work()

    await first.tap("news.stop", got(first)[-1])
    assert first.words(_("I write no more news to you.")) in first.screen.text
    assert first.words(_("That holds from now on.")) in first.screen.text
    await newsroom.change(announcements.resume, number)
    await newsroom.work()

    assert (1, 2) == (heard(first), heard(second))
    assert 1 == (await newsroom.progress(number)).count(Fate.WITHDRAWN)
    assert 2 == (await newsroom.progress(earlier)).count(Fate.SENT)


@BOTH
async def test_a_stop_is_taken_back_with_one_tap_and_every_choice_is_as_before(town: Town, code: str) -> None:
    somebody = await reader(town, code)
    await somebody.go("news.ask.topic", "news.pick.topic", "news.show", "news.how_often", "news.often.weekly")
    before = await wanted(town, somebody)
    await somebody.tap("news.stop")
    assert (await wanted(town, somebody)).agreed is False

    await somebody.tap("news.again")

    assert before == await wanted(town, somebody)
    assert Frequency.WEEKLY is before.frequency


@BOTH
async def test_who_wants_news_once_a_week_gets_one_letter_that_leads_to_each(
    town: Town, newsroom: Newsroom, code: str
) -> None:
    somebody = await reader(town, code)
    await somebody.go("news.how_often", "news.often.weekly")
    for _number in range(8):
        await newsroom.announce()
        await newsroom.work()
    assert [] == got(somebody)

    await move_to(town, town.clock.now() + timedelta(days=3, hours=8))
    (letter,) = letters(somebody)
    assert somebody.words(_("This week")) in letter.text
    assert 6 == sum(leads_to(data, "news.read") for data in taps_of(letter))

    await somebody.tap("news.week", letter)
    assert 5 == sum(leads_to(data, "news.read") for data in taps_of(somebody.screen))
    await somebody.tap("news.read")
    assert TEXT in somebody.screen.text


async def test_who_stops_before_thursday_gets_no_letter(town: Town, newsroom: Newsroom) -> None:
    somebody = await reader(town, "de")
    await somebody.go("news.how_often", "news.often.weekly")
    await newsroom.announce()
    await newsroom.work()
    await somebody.tap("news.stop")

    await move_to(town, town.clock.now() + timedelta(days=7))

    assert [] == letters(somebody)


@BOTH
async def test_the_link_of_an_announcement_opens_it_for_anybody(town: Town, newsroom: Newsroom, code: str) -> None:
    await reader(town, "de", "Noor")
    number = await newsroom.announce()
    somebody = await resident(town, code)

    await somebody.opens(f"a_{number}")

    assert TEXT in somebody.screen.text


async def test_the_link_of_a_draft_opens_nothing(town: Town, newsroom: Newsroom) -> None:
    number, somebody = await newsroom.draft(), await resident(town, "de")

    await somebody.opens(f"a_{number}")

    assert TEXT not in somebody.screen.text
    assert somebody.words(_("This is no longer available.")) in somebody.screen.text


async def test_only_who_chose_a_topic_or_all_of_them_hears_of_it(town: Town, newsroom: Newsroom) -> None:
    everything, other = await reader(town, "de", "Amal"), await reader(town, "de", "Noor")
    await other.go("news.ask.topic", "news.pick.topic")
    (chosen,) = (await wanted(town, other)).topics
    topic = "ai" if chosen != "ai" else "coding"

    await newsroom.announce(audience=Audience(who=Facets(topics=(topic,))))
    await newsroom.work()

    assert (1, 0) == (len(got(everything)), len(got(other)))


@pytest.mark.parametrize("code", OFFERED)
async def test_who_registers_is_invited_to_news_and_has_agreed_to_nothing(town: Town, code: str) -> None:
    somebody, workshop = await resident(town, code), await slot(town, f"{WORKSHOP}-01")
    answers = (*workshop.answers, f"register.answer.{workshop.offering}.age.1")

    await somebody.registers(workshop.offering, *answers)
    assert somebody.can("news.show")
    assert (await wanted(town, somebody)).agreed is None

    await somebody.tap("news.show")
    assert somebody.words(_("Shall I write to you about new offers?")) in somebody.screen.text


async def sends_table(town: Town, somebody: Resident, content: bytes) -> None:
    """Let somebody send a table, as Telegram tells of it."""
    sent = await town.app.bot.send_document(somebody.person.id, content, filename="texte.xlsx")
    assert sent.document is not None
    update = Incoming(
        900_000 + sent.message_id,
        somebody.person.id,
        Kind.DOCUMENT,
        file_id=sent.document.file_id,
        name="texte.xlsx",
        size=len(content),
    )
    await town.app.turns.accept([update])
    await town.settle()
    await town.deliver()


@pytest.fixture
async def writing(town: Town) -> AsyncIterator[tuple[Resident, int]]:
    """Let a staff member wait for a table of texts; tells the announcement."""
    kim = await staff_member(town)
    await reader(town, "ar")
    await kim.go("desk.show", "desk.new", "announcement_text.new")
    await kim.says("Fest")
    await kim.says("Kommen Sie!")
    data = next(data for data in taps_of(kim.screen) if leads_to(data, "announcement_text.import"))
    await kim.tap("announcement_text.import")
    yield kim, int(data.rpartition(".")[2])


async def test_staff_send_a_table_back_and_its_texts_are_taken_over(town: Town, writing: tuple[Resident, int]) -> None:
    kim, number = writing
    table = wordings_xlsx.write(
        (LanguageCount("ar", 1),), (Wording("ar", "حفل", "تعالوا!"), Wording("de", "Fest", "Neu!"))
    )

    await sends_table(town, kim, table)

    assert kim.words(ngettext("I took over {count} text.", "I took over {count} texts.", 2)) in kim.screen.text
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        found = await announcements.read(tx, ("de",), number)
    assert found is not None
    assert Wording("ar", "حفل", "تعالوا!", "imported") == found.wording("ar")
    assert Wording("de", "Fest", "Neu!", "imported") == found.wording("de")


async def test_a_table_with_mistakes_changes_nothing_and_says_where_they_are(
    town: Town, writing: tuple[Resident, int]
) -> None:
    kim, number = writing
    table = wordings_xlsx.write((), (Wording("ar", "حفل", ""), Wording("de", "Fest", "Neu!")))

    await sends_table(town, kim, table)

    assert kim.words(_("I took over nothing from the table.")) in kim.screen.text
    assert kim.words(_("The text is missing.")) in kim.screen.text
    async with town.database.reading(town.clock.now(), SYSTEM) as tx:
        found = await announcements.read(tx, ("de",), number)
    assert found is not None
    assert ["de"] == [one.language for one in found.wordings]


async def test_what_is_no_table_is_kindly_refused(town: Town, writing: tuple[Resident, int]) -> None:
    kim, _announcement = writing

    await sends_table(town, kim, b"no table at all")

    assert kim.words(_("This is not a table (XLSX) that I can read.")) in kim.screen.text


async def test_who_only_registered_takes_a_stop_back_and_has_agreed_to_nothing(town: Town) -> None:
    somebody = await resident(town, "de")
    await town.app.turns.accept([Incoming(910_001, somebody.person.id, Kind.TAP, "news.1.stop.1", query_id="q")])
    await town.settle()
    assert (await wanted(town, somebody)).agreed is False

    await somebody.tap("news.again")

    assert (await wanted(town, somebody)).agreed is None
    assert somebody.words(_("Good. It is as it was before.")) in somebody.screen.text


@BOTH
async def test_what_the_command_line_announced_comes_in_ones_language(
    town: Town, newsroom: Newsroom, code: str
) -> None:
    somebody = await reader(town, code)
    await reader(town, "en", "Robin")
    async with town.database.transaction(town.clock.now(), COMMAND) as tx:
        taken = await take_in(tx, read_file(EXAMPLE))
    assert (State.SCHEDULED, ()) == (taken.state, taken.flaws)

    assert taken.announcement.due_at is not None
    await move_to(town, taken.announcement.due_at)
    await newsroom.work()

    (message,) = got(somebody)
    wording = taken.announcement.wording(code)
    assert wording is not None
    assert wording.title in message.text
    assert {"details", "register"} <= {data.split(".")[4] for data in taps_of(message) if leads_to(data, "news.button")}
