"""The desk, over real HTTP: a staff member announces from their phone, and residents get it in their own language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from locales.languages import OFFERED
from locales.text import _, ngettext
from storage.records.announcements import Rules
from tests.acceptance.forging import forge, message_of, sender_of
from tests.acceptance.staff import WORKSHOP, begun, got, reader, run, staff_member, written
from tests.acceptance.walkers import move_to, offering_id, resident, taps_of
from tests.town import Town


async def test_an_offering_is_announced_to_everybody_in_their_language(town: Town) -> None:
    kim = await staff_member(town)
    readers = [await reader(town, code, f"Amal{number}") for number, code in enumerate(OFFERED)]

    await begun(kim, await offering_id(town, WORKSHOP))
    send = ngettext("Send to {count} person", "Send to {count} people", len(readers))
    assert kim.words(send) in str(kim.screen.labels)
    await kim.go("announcement.check", "announcement.submit")
    assert kim.words(_("Going out now")) in kim.screen.text
    await run(town)

    assert [1] * len(readers) == [len(got(each)) for each in readers]
    for each in readers:
        assert each.words(_("There is something new.")) in got(each)[0].text
        assert each.words(_("No more news")) in str(got(each)[0].labels)


async def test_one_tap_ends_all_news_and_another_one_brings_them_back(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "de")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)

    await amal.tap("news.stop", got(amal)[0])
    await written(kim, "Winterfest", "Kommen Sie auch im Winter.")
    assert not kim.can("announcement.check")

    await amal.tap("news.again")
    await kim.go("audience.show", "announcement.show")
    assert kim.can("announcement.check")


async def test_a_text_from_nothing_goes_out_with_a_picture_and_is_counted_when_tapped(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "ar")
    await written(kim, "Sommerfest <b>", "Kaffee & Kuchen\nfür alle")
    await kim.go("announcement_extras.show", "announcement_extras.button", "announcement_extras.media")
    await kim.person.sends("photo")
    await town.settle()
    await kim.go("announcement.show", "announcement_text.show", "announcement_text.accept_all", "announcement.show")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)

    letter = got(amal)[0]
    assert "Sommerfest <b>" in letter.body["caption"]
    assert "Kaffee & Kuchen\nfür alle" in letter.body["caption"]

    await amal.tap("news.button", letter)
    assert taps_of(got(amal)[0]), "the buttons of an announcement serve again"
    await kim.go("announcement_run.report")
    assert kim.words(_("{name}: {count}", name=_("I am interested"), count=1)) in kim.screen.text
    await kim.tap("announcement_run.follow")
    assert kim.words(ngettext("{count} person", "{count} people", 1)) in kim.screen.text


async def test_a_preview_comes_as_it_will_look_and_a_test_says_that_it_is_one(town: Town) -> None:
    kim, lee = await staff_member(town), await staff_member(town, "en", name="Lee")
    await begun(kim, await offering_id(town, WORKSHOP))

    await kim.go("announcement.look", "announcement.preview")
    await kim.tap("announcement.test")
    await town.deliver()

    preview, test = got(kim)[0], got(lee)[0]
    assert kim.words(_("There is something new.")) in preview.text
    assert lee.words(_("A test. Only the team gets this.")) in test.text
    assert kim.words(_("A test. Only the team gets this.")) not in preview.text


async def test_a_planned_one_goes_out_at_its_time_and_can_be_taken_back_before(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "de")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement_time.show", "announcement_time.day")
    await kim.says("14:30")
    await kim.go("announcement.show", "announcement.check", "announcement.submit")
    assert kim.words(_("Planned")) in kim.screen.text

    await kim.go("announcement.recall", "announcement.check", "announcement.submit")
    await run(town)
    assert [] == got(amal)

    await move_to(town, town.clock.now() + timedelta(hours=6))
    await run(town)
    assert 1 == len(got(amal))


async def test_what_is_out_is_corrected_in_place_and_deleted_for_everyone(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "de")
    await written(kim, "Sommerfest", "Am Samstag.")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)

    await kim.go("announcement_run.report", "announcement_run.show")
    await kim.go("announcement_run.ask.1.correct", "announcement_text.show")
    await kim.go("announcement_text.language", "announcement_text.title")
    await kim.says("Sommerfest")
    await kim.says("Am Sonntag.")
    assert "Am Samstag." in got(amal)[0].text

    await kim.go("announcement_run.correct", "announcement_run.really_correct")
    await run(town)
    assert "Am Sonntag." in got(amal)[0].text

    await kim.go("announcement_run.report", "announcement_run.show")
    await kim.go("announcement_run.ask.1.delete", "announcement_run.really_delete")
    await run(town)
    assert [] == got(amal)


async def test_a_run_is_paused_and_stopped_and_says_so(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "de")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement.check", "announcement.submit", "announcement_run.pause")
    assert kim.words(_("Paused")) in kim.screen.text
    await run(town)
    assert [] == got(amal)

    await kim.go("announcement_run.ask", "announcement_run.really_stop")
    await run(town)

    assert kim.words(_("Stopped")) in kim.screen.text
    assert [] == got(amal)


async def test_a_tap_long_after_its_question_is_counted_anew_and_answered(town: Town) -> None:
    kim, amal = await staff_member(town), await reader(town, "de")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.tap("announcement.check")
    town.clock.move(600)
    await kim.tap("announcement.submit")
    await run(town)

    assert 1 == len(got(amal))


async def test_a_test_reaches_the_team_though_somebody_of_it_blocked_the_bot(town: Town) -> None:
    kim, lee = await staff_member(town), await staff_member(town, "en", name="Lee")
    lee.person.account.blocked = True
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement.look", "announcement.test")
    await run(town)

    assert 1 == sum("Sommerfest" in message.text for message in got(kim))
    await kim.go("announcement.show", "announcement.look")
    assert kim.words(_("Test it on the team")) in str(kim.screen.labels)
    assert "(1)" in str(kim.screen.labels)


async def test_to_many_a_second_person_has_to_agree_who_is_asked_by_a_message(town: Town) -> None:
    town.database._bounds = replace(town.database._bounds, rules=Rules(approval_above=0))
    kim, lee, amal = await staff_member(town), await staff_member(town, "en", name="Lee"), await reader(town, "de")
    await written(kim, "Sommerfest", "Kommen Sie vorbei.")
    await kim.go("announcement.check", "announcement.submit")
    assert kim.words(_("Waits for a second person")) in kim.screen.text

    await run(town)
    assert [] == got(amal)
    assert lee.words(_("Please look at an announcement.")) in lee.latest.text

    await lee.tap("announcement.show", lee.latest)
    await lee.go("announcement.check", "announcement.agree")
    await run(town)
    assert 1 == len(got(amal))


async def test_what_many_have_is_corrected_once_a_second_person_agreed_and_the_author_hears_of_it(town: Town) -> None:
    town.database._bounds = replace(town.database._bounds, rules=Rules(approval_above=0))
    kim, lee, amal = await staff_member(town), await staff_member(town, "en", name="Lee"), await reader(town, "de")
    await written(kim, "Sommerfest", "Am Samstag.")
    await kim.go("announcement.check", "announcement.submit")
    await run(town)
    await lee.tap("announcement.show", lee.latest)
    await lee.go("announcement.check", "announcement.agree")
    await run(town)
    heard = [message.text for message in kim.person.received]
    assert 1 == sum(kim.words(_("Somebody of the team agreed to your announcement.")) in text for text in heard)
    assert 1 == sum(kim.words(_("What came of it")) in text for text in heard)
    assert kim.words(_("Sent: {sent} of {total}", sent=1, total=1)) in kim.latest.text

    await kim.go("announcement_run.report", "announcement_run.show")
    await kim.go("announcement_run.ask.1.correct", "announcement_text.show")
    await kim.go("announcement_text.language", "announcement_text.title")
    await kim.says("Sommerfest")
    await kim.says("Am Sonntag.")
    await kim.go("announcement_run.correct", "announcement_run.really_correct")
    assert kim.words(_("A correction waits for a second person. Until then the old text stays.")) in kim.screen.text
    assert not kim.can("announcement_run.really_agree")

    await run(town)
    assert "Am Samstag." in got(amal)[0].text
    assert lee.words(_("Please look at a correction.")) in lee.latest.text

    await lee.tap("announcement_run.ask.1.agree", lee.latest)
    await lee.tap("announcement_run.really_agree")
    await run(town)
    assert "Am Sonntag." in got(amal)[0].text
    assert kim.words(_("Somebody of the team agreed to your correction.")) in kim.latest.text


async def test_an_administrator_invites_somebody_and_takes_the_role_back(town: Town) -> None:
    robin, lee = await staff_member(town, role="administrator", name="Robin"), await resident(town, "en", "Lee")
    await robin.go("team.show", "team.invite", "team.invite.staff")
    link = next(button["url"] for row in robin.screen.buttons for button in row if "url" in button)
    payload = parse_qs(urlsplit(parse_qs(urlsplit(link).query)["url"][0]).query)["start"][0]

    assert f"https://t.me/quartierbot_demo_bot?start={payload}" in robin.screen.text

    await lee.opens(payload)
    await lee.tap("home.show")
    assert lee.can("desk.show")
    assert not lee.can("team.show")

    await robin.tap("team.show")
    members = [data.rpartition(".")[2] for data in taps_of(robin.screen) if "team.1.one" in data]
    await robin.go(f"team.one.{members[-1]}", "team.revoke", "team.really_revoke")
    await lee.opens()
    assert not lee.can("desk.show")


async def test_the_last_administrator_stays_one(town: Town) -> None:
    robin = await staff_member(town, role="administrator", name="Robin")
    await robin.go("team.show", "team.one", "team.revoke", "team.really_revoke")

    assert robin.words(_("There must always be somebody who can invite others.")) in robin.screen.text
    await robin.opens()
    assert robin.can("team.show")


async def test_whoever_is_not_of_the_team_finds_the_desk_closed(town: Town) -> None:
    amal = await resident(town, "de")
    forged = ["desk.1.show", "announcement.1.show.1", "announcement_run.1.show.1", "team.1.show", "desk.1.start.1"]

    for data in forged:
        tap = {"id": data, "from": sender_of(amal.person), "chat_instance": "1", "data": data}
        forge(town, "callback_query", tap | {"message": message_of(amal.person, message_id=amal.screen.message_id)})
        await town.settle()
        assert amal.words(_("This is only for the team.")) in amal.screen.text
