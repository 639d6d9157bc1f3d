"""From an invitation to the report, on the page: staff announce in German or Arabic, residents read it in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.page import Page, compose, compose_button
from conversations import pictograms as pic
from conversations.announced import letter, view_of
from conversations.core import Button, Tap
from conversations.deep_links import to_invitation
from locales.catalogues import Speech
from locales.languages import language
from locales.text import Languages, Listed, Text, _, ngettext
from storage import access, people
from storage.engine import COMMAND, SYSTEM
from storage.reader import StorageReader
from tests.browser.phones import Phone, Sight, add_phone, sight_of
from tests.browser.town import Visit, open_page
from tests.town import ZONE, Town, open_town, sqlite_url

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STAFF = ("de", "ar")
RESIDENTS = ("de", "ar", "en")
SENTENCES = {"de": "Kommen Sie vorbei. Es gibt Kaffee.", "ar": "تعالوا إلينا. القهوة جاهزة."}
FULL, EMPTY = "▓", "░"
ANSWERS = ("register.answer", "register.own_name", "register.send")
FOLLOWS_MS = 15_000
each_resident = pytest.mark.parametrize("code", RESIDENTS)


@dataclass(frozen=True)
class Voice:
    """What the bot says in one language at the town's time, from the catalogue."""

    code: str
    town: Town

    def says(self, text: Text) -> str:
        """Say a text."""
        return Speech(self.code, ZONE).say(text, self.town.clock.now())

    def label(self, text: Text, pictogram: str, count: int | None = None) -> str:
        """Say what stands on a button."""
        button = Button(text, Tap("home", "show"), pictogram, count=count)
        return compose_button(button, Speech(self.code, ZONE), self.town.clock.now()).label

    @property
    def direction(self) -> str:
        """Tell which way the language runs."""
        return "rtl" if language(self.code).rtl else "ltr"


@dataclass
class Journey:
    """The phones of a staff member and of residents, and what they showed on the way."""

    town: Town
    visit: Visit
    code: str
    staff: Phone
    residents: dict[str, Phone]
    seen: dict[str, Sight] = field(default_factory=dict)
    got: dict[str, Sight] = field(default_factory=dict)
    previews: dict[str, Sight] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def voice(self) -> Voice:
        """How the bot speaks to the staff member."""
        return Voice(self.code, self.town)

    def hears(self, code: str) -> Voice:
        """How the bot speaks to a resident."""
        return Voice(code, self.town)


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=STAFF)
async def journey(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Journey]:
    """Walk from the invitation to the end of all news, once for all tests of a language."""
    with TemporaryDirectory() as folder:
        async with (
            open_town(sqlite_url(Path(folder))) as town,
            open_page(chromium, town.simulator.address) as visit,
        ):
            residents = {code: await reader_on(visit, code) for code in RESIDENTS}
            staff = await add_phone(visit.page, request.param, "Staff")
            journey = Journey(town, visit, request.param, staff, residents)
            await join(journey)
            await write(journey)
            await look(journey)
            await send(journey)
            await answer(journey)
            yield journey


async def reader_on(visit: Visit, code: str) -> Phone:
    """Add the phone of a resident who agrees to news."""
    phone = await add_phone(visit.page, code)
    await phone.start(code)
    await phone.agree_to_news()
    return phone


async def join(journey: Journey) -> None:
    """Take up an invitation by its link, and open the desk."""
    town, staff = journey.town, journey.staff
    async with town.database.transaction(town.clock.now(), COMMAND) as tx:
        token = await access.invite(tx, access.Role.STAFF)
    await staff.open_link(f"https://t.me/{town.app.bot.username}?start={to_invitation(token)}")
    await staff.begin(journey.code)
    journey.seen["joined"] = await staff.look("home.show")
    await staff.tap("home.show")
    journey.seen["home"] = await staff.look("desk.show")
    await staff.tap("desk.show")
    journey.seen["desk"] = await staff.look("desk.new")


async def write(journey: Journey) -> None:
    """Pick an offering, add a sentence in one's own language, and do without it in the others, knowingly."""
    staff = journey.staff
    await staff.begin_announcement()
    await staff.go("announcement_text.show", f"announcement_text.language.1.{journey.code}", "announcement_text.text")
    await expect(staff.newest).to_contain_text(journey.voice.says(_("Which sentence of your own?")))
    await staff.say(SENTENCES[journey.code])
    journey.seen["missing"] = await staff.look("announcement_text.accept_all")
    await staff.tap("announcement_text.accept_all")
    await expect(staff.screen("announcement_text.accept_all")).to_have_count(0)
    await staff.tap("announcement.show")
    journey.seen["draft"] = await staff.look("announcement.check")


async def look(journey: Journey) -> None:
    """Look at it in every language."""
    staff = journey.staff
    await staff.tap("announcement.look")
    for code in RESIDENTS:
        await staff.tap(f"announcement.preview.1.{code}")
        await expect(staff.screen("news.button")).to_contain_text(
            journey.hears(code).says(_("There is something new."))
        )
        journey.previews[code] = await staff.look("news.button")


async def send(journey: Journey) -> None:
    """Send it, and follow the message that changes by itself until everybody has it."""
    staff = journey.staff
    await staff.go("announcement.show", "announcement.check")
    journey.seen["check"] = await staff.look("announcement.submit")
    await staff.tap("announcement.submit")
    journey.seen["running"] = await staff.look("announcement_run.pause")
    running = staff.page.locator(f'[data-message-id="{await number_of(journey)}"]')
    for code, phone in journey.residents.items():
        journey.got[code] = await phone.look("news.button")
        journey.pages[code] = await page_of(journey.town, code)
    await expect(staff.screen("announcement_run.pause")).to_have_count(0, timeout=FOLLOWS_MS)
    journey.seen["done"] = await sight_of(staff.element.locator(running))


async def page_of(town: Town, code: str) -> Page:
    """Make the announcement as a resident's language has it now, without any phone."""
    address = str(list(town.simulator.people)[RESIDENTS.index(code)].id)
    async with town.database.transaction(town.clock.now(), SYSTEM) as tx:
        reader = StorageReader(tx, await people.greet(tx, address, code))
        view = await view_of(await reader.announced(1), reader)
    assert view is not None
    return compose(letter(view), Speech(code, ZONE), town.clock.now())


async def number_of(journey: Journey) -> str:
    """Tell the number of the message that shows how far it is."""
    number = await journey.staff.screen("announcement_run.pause").get_attribute("data-message-id")
    assert number is not None
    return number


async def answer(journey: Journey) -> None:
    """Register on one phone, read the report, and end all news on the resident's phone."""
    resident, staff = journey.residents["ar"], journey.staff
    await resident.tap("news.button.1.register")
    await resident.go(*ANSWERS)
    journey.seen["registered"] = await resident.look("my_registrations.calendar")
    await staff.tap("announcement_run.report")
    journey.seen["report"] = await staff.look("announcement_run.languages")
    await resident.tap("news.stop")
    journey.seen["stopped"] = await resident.look("news.again")
    await staff.go("announcement_run.show", "desk.show")
    await staff.begin_announcement()
    journey.seen["next"] = await staff.look("announcement.check")


def flat(text: str) -> str:
    """Write a text with single spaces, as the page may break its lines."""
    return " ".join(text.split())


async def test_the_link_makes_staff_of_whoever_opens_it(journey: Journey) -> None:
    voice, joined = journey.voice, journey.seen["joined"]

    assert voice.says(_("Welcome to the team!")) in joined.text
    assert voice.says(_("You are now a staff member.")) in joined.text
    assert voice.label(_("Desk"), pic.NEWS) in journey.seen["home"].labels


async def test_every_screen_of_the_desk_runs_as_its_language_does(journey: Journey) -> None:
    of_staff = ("joined", "home", "desk", "missing", "draft", "check", "running", "done", "report")

    assert {journey.voice.direction} == {journey.seen[name].direction for name in of_staff}


async def test_the_desk_begins_empty(journey: Journey) -> None:
    assert journey.voice.says(_("There is no announcement yet.")) in journey.seen["desk"].text


async def test_it_is_said_that_a_few_have_no_text_in_their_language(journey: Journey) -> None:
    languages = _("{items}", items=others_of(journey.code))
    others = _("Some people have no text in their language: {languages}", languages=languages)

    assert journey.voice.says(others) in journey.seen["missing"].text


def others_of(code: str) -> Listed:
    """Name the languages of the residents but one, the most people first, then by their codes."""
    names = (_("{languages}", languages=Languages((other,))) for other in sorted(RESIDENTS) if other != code)
    return Listed(tuple(names))


async def test_the_headcount_stands_on_the_button_that_sends(journey: Journey) -> None:
    voice, draft = journey.voice, journey.seen["draft"]
    send = ngettext("Send to {count} person", "Send to {count} people", len(RESIDENTS))
    people_ = ngettext("{count} person", "{count} people", len(RESIDENTS))

    assert voice.label(send, pic.NEWS) in draft.labels
    assert voice.says(_("For {receivers}", receivers=people_)) in draft.text


async def test_before_it_goes_one_sentence_says_to_how_many(journey: Journey) -> None:
    yes = ngettext("Yes, send to {count} person", "Yes, send to {count} people", len(RESIDENTS))

    assert journey.voice.label(yes, pic.NEWS) == journey.seen["check"].labels[0]


@each_resident
async def test_a_preview_is_what_the_resident_gets(journey: Journey, code: str) -> None:
    assert journey.got[code] == journey.previews[code]


@each_resident
async def test_the_announcement_reads_as_the_catalogue_has_it(journey: Journey, code: str) -> None:
    page, got = journey.pages[code], journey.got[code]

    assert [] == [each.text for each in page.paragraphs if flat(each.text) not in flat(got.text)]
    assert SENTENCES[journey.code] in got.text


@each_resident
async def test_its_buttons_are_named_in_the_residents_language(journey: Journey, code: str) -> None:
    voice = journey.hears(code)
    expected = ((_("Register"), pic.YES), (_("More about it"), pic.INFO), (_("No more news"), pic.NO))

    assert [voice.label(*each) for each in expected] == list(journey.got[code].labels[: len(expected)])


@each_resident
async def test_it_runs_as_the_residents_language_does(journey: Journey, code: str) -> None:
    assert journey.hears(code).direction == journey.got[code].direction


async def test_the_message_of_the_run_follows_it_to_the_end(journey: Journey) -> None:
    voice, running, done = journey.voice, journey.seen["running"], journey.seen["done"]

    assert voice.says(_("Going out now")) in running.text
    assert EMPTY in running.text
    assert voice.says(_("Sent: {sent} of {total}", sent=len(RESIDENTS), total=len(RESIDENTS))) in done.text
    assert (12, 0) == (done.text.count(FULL), done.text.count(EMPTY))


async def test_the_resident_is_registered(journey: Journey) -> None:
    registered = journey.seen["registered"]

    assert journey.hears("ar").says(_("You are registered.")) in registered.text
    assert "rtl" == registered.direction


async def test_the_report_counts_the_tap_and_the_registration(journey: Journey) -> None:
    voice, report = journey.voice, journey.seen["report"]
    tapped = _("{name}: {count}", name=_("Register"), count=1)
    registrations = ngettext("{count} registration came of it.", "{count} registrations came of it.", 1)

    assert voice.says(_("Tapped: {taps}", taps=_("{items}", items=Listed((tapped,))))) in report.text
    assert voice.says(registrations) in report.text


async def test_who_wants_no_more_news_is_counted_no_more(journey: Journey) -> None:
    left = ngettext("Send to {count} person", "Send to {count} people", len(RESIDENTS) - 1)

    assert journey.hears("ar").says(_("I write no more news to you.")) in journey.seen["stopped"].text
    assert journey.voice.label(left, pic.NEWS) in journey.seen["next"].labels


async def test_no_error_was_written_and_no_request_left_the_origin(journey: Journey) -> None:
    assert ([], []) == (journey.visit.errors, journey.visit.strayed)
