"""Several chats on one phone: groups, topics, channels, inline mode."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Locator, expect

from simulator.group import Group
from simulator.person import Person
from tests.browser.stage import Stage, open_chat, open_menu

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]


async def add_by_hand(stage: Stage, title: str, kind: str = "supergroup") -> None:
    """Fill in the form that adds a group with everybody."""
    await stage.page.get_by_test_id("add-group").click()
    await stage.page.get_by_test_id("group-title").fill(title)
    await stage.page.get_by_test_id("group-kind").select_option(kind)
    await stage.page.get_by_test_id("add-group-confirm").click()


async def test_a_new_group_is_open_on_the_phone_of_its_owner(stage: Stage, resident: Resident) -> None:
    _, phone = resident
    await add_by_hand(stage, "Neighbours")

    await expect(phone.get_by_test_id("chat-name")).to_have_text("Neighbours")
    await expect(phone.get_by_test_id("service")).to_contain_text(["Guest added Quartierbot"])


async def test_a_phone_lists_its_chats(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.group(person, title="Neighbours")
    await phone.get_by_test_id("back").click()

    await expect(phone.get_by_test_id("chat-item")).to_contain_text(["Quartierbot", "Neighbours"])


async def test_what_came_into_a_closed_chat_is_counted(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    group = await stage.group(person, title="Neighbours")
    await phone.get_by_test_id("back").click()
    await stage.says(group, "Hello")
    await stage.says(group, "Anybody there?")

    await expect(phone.get_by_label("2 new")).to_be_visible()


async def test_a_message_of_somebody_else_bears_their_name(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    other = stage.simulator.add_person("Kim", "en")
    group = await stage.group(person, other, title="Neighbours")
    await other.says("Hello", group)
    await open_chat(phone, "Neighbours")

    await expect(phone.get_by_test_id("bubble").last.locator(".sender")).to_have_text("Kim")
    await expect(phone.get_by_test_id("bubble").last).to_have_attribute("data-outgoing", "false")


async def test_one_person_writes_and_all_phones_show_it(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    other, others_phone = await stage.person("de", "Kim")
    await stage.group(person, other, title="Neighbours")
    await open_chat(phone, "Neighbours")
    await open_chat(others_phone, "Neighbours")
    await others_phone.get_by_test_id("composer-input").fill("Who is coming?")
    await others_phone.get_by_test_id("send").click()

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("Who is coming?")


async def open_forum(stage: Stage, person: Person, phone: Locator) -> tuple[Group, int]:
    """Make a group with one topic besides the general one, and open it."""
    group = await stage.group(person, title="Neighbours", forum=True)
    topic = await stage.call("createForumTopic", chat_id=group.id, name="Courses")
    await open_chat(phone, "Neighbours")
    return group, int(topic["message_thread_id"])


async def test_a_topic_is_a_tab_with_its_own_messages(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    group, thread = await open_forum(stage, person, phone)
    await stage.says(group, "For all")
    await stage.says(group, "About courses", message_thread_id=thread)
    await expect(phone.get_by_test_id("bubble")).to_contain_text(["For all"])
    await phone.get_by_role("tab", name="Courses").click()

    await expect(phone.get_by_test_id("bubble")).to_contain_text(["About courses"])


async def test_what_is_written_in_a_topic_goes_there(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    group, thread = await open_forum(stage, person, phone)
    await phone.get_by_role("tab", name="Courses").click()
    await phone.get_by_test_id("composer-input").fill("A question")
    await phone.get_by_test_id("send").click()
    await expect(phone.get_by_test_id("bubble")).to_contain_text(["A question"])

    assert thread == group.messages[-1].thread


async def test_nobody_writes_in_a_closed_topic(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    group, thread = await open_forum(stage, person, phone)
    await phone.get_by_role("tab", name="Courses").click()
    await stage.call("closeForumTopic", chat_id=group.id, message_thread_id=thread)

    await expect(phone.get_by_test_id("closed")).to_have_text("This topic is closed.")


async def test_arrow_keys_go_from_topic_to_topic(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await open_forum(stage, person, phone)
    await phone.get_by_role("tab", name="General").press("ArrowRight")

    await expect(phone.get_by_role("tab", name="Courses")).to_have_attribute("aria-selected", "true")
    await expect(phone.get_by_role("tab", name="Courses")).to_be_focused()


async def test_a_tap_in_a_group_is_answered_on_the_phone_of_the_one_who_tapped(
    stage: Stage, resident: Resident
) -> None:
    person, phone = resident
    other, others_phone = await stage.person("de", "Kim")
    group = await stage.group(person, other, title="Neighbours")
    await stage.says(group, "Coming?", [{"text": "Yes", "callback_data": "yes"}])
    await open_chat(phone, "Neighbours")
    await phone.get_by_role("button", name="Yes").click()
    await expect(phone.locator("[aria-busy]")).to_be_visible()
    updates = await stage.call("getUpdates", offset=-1, timeout=5)
    await stage.call("answerCallbackQuery", callback_query_id=updates[0]["callback_query"]["id"], text="Noted")

    await expect(phone.get_by_test_id("toast")).to_have_text("Noted")
    await expect(others_phone.get_by_test_id("toast")).to_have_count(0)


async def test_a_command_in_a_group_names_the_bot(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    group = await stage.group(person, title="Neighbours")
    await open_chat(phone, "Neighbours")
    await phone.get_by_test_id("composer-input").fill("/he")
    await phone.get_by_test_id("command").click()
    await expect(phone.get_by_test_id("bubble")).to_have_count(1)

    assert "/help@quartierbot_demo_bot" == group.messages[-1].text


async def test_people_react_to_one_another(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    other, others_phone = await stage.person("de", "Kim")
    group = await stage.group(person, other, title="Neighbours")
    await person.says("I bring cake", group)
    for each in (phone, others_phone):
        await open_chat(each, "Neighbours")
        await open_menu(each, "I bring cake")
        await each.get_by_role("button", name="React with 🎉").click()

    await expect(phone.get_by_test_id("reaction")).to_have_accessible_name("Reaction 🎉: 2, yours")


async def test_only_administrators_write_in_a_channel(stage: Stage, resident: Resident) -> None:
    owner, owners_phone = resident
    reader, readers_phone = await stage.person("de", "Kim")
    stage.simulator.add_channel("News", [owner, reader])
    await open_chat(owners_phone, "News")
    await open_chat(readers_phone, "News")

    await expect(owners_phone.get_by_test_id("composer")).to_be_visible()
    await expect(readers_phone.get_by_test_id("closed")).to_be_visible()


async def test_a_group_that_became_a_supergroup_says_where_the_talk_goes_on(stage: Stage, resident: Resident) -> None:
    _, phone = resident
    await add_by_hand(stage, "Neighbours", "group")
    await expect(phone.get_by_test_id("chat-name")).to_have_text("Neighbours")
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_test_id("upgrade").click()

    await expect(phone.get_by_test_id("closed")).to_have_text("The talk goes on in the supergroup.")


async def test_a_new_member_is_added_in_the_sheet_of_the_group(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    _, others_phone = await stage.person("de", "Kim")
    await stage.group(person, title="Neighbours")
    await open_chat(phone, "Neighbours")
    await phone.get_by_test_id("phone-menu").click()
    await phone.get_by_role("button", name="Add Kim").click()

    await expect(others_phone.get_by_test_id("back")).to_be_visible()


async def type_inline(stage: Stage, phone: Locator, words: str) -> str:
    """Type the bot's name and some words; returns the number of the query that the bot got."""
    await phone.get_by_test_id("composer-input").fill(f"@quartierbot_demo_bot {words}")
    query: dict[str, str] = {}
    async with asyncio.timeout(10):
        while query.get("query") != words:
            updates = await stage.call("getUpdates", offset=-1, timeout=5)
            query = updates[0].get("inline_query", {}) if updates else {}
    return query["id"]


ARTICLES = [
    {
        "type": "article",
        "id": str(number),
        "title": f"Course {number}",
        "description": "Tuesdays",
        "input_message_content": {"message_text": f"Come to course {number}"},
    }
    for number in range(3)
]


async def test_inline_results_stand_above_the_field_and_are_sent_with_a_tap(stage: Stage, resident: Resident) -> None:
    _, phone = resident
    stage.simulator.world.bot.supports_inline_queries = True
    await stage.page.reload()
    query = await type_inline(stage, phone, "pc")
    await stage.call("answerInlineQuery", inline_query_id=query, results=ARTICLES, cache_time=0)
    await phone.get_by_test_id("inline-result").nth(1).click()

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("Come to course 1")
    await expect(phone.get_by_test_id("via")).to_have_text("via @quartierbot_demo_bot")


async def test_an_answer_to_words_that_are_no_longer_there_is_not_shown(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    stage.simulator.world.bot.supports_inline_queries = True
    await stage.page.reload()
    first = await type_inline(stage, phone, "sewing")
    second = await type_inline(stage, phone, "sewing now")
    await stage.call("answerInlineQuery", inline_query_id=second, results=ARTICLES[:1], cache_time=0)
    await expect(phone.get_by_test_id("inline-result")).to_have_count(1)
    await stage.call("answerInlineQuery", inline_query_id=first, results=ARTICLES, cache_time=0)
    await stage.says(person, "After that")

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("After that")
    await expect(phone.get_by_test_id("inline-result")).to_have_count(1)


async def test_inline_results_are_chosen_with_keys_alone(stage: Stage, resident: Resident) -> None:
    _, phone = resident
    query = await type_inline(stage, phone, "pc keys")
    await stage.call("answerInlineQuery", inline_query_id=query, results=ARTICLES, cache_time=0)
    await expect(phone.get_by_test_id("inline-result")).to_have_count(3)
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await stage.page.keyboard.press(key)

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("Come to course 1")


async def test_a_button_puts_an_inline_query_into_the_field(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Search", [{"text": "Find", "switch_inline_query_current_chat": "pc"}])
    await phone.get_by_role("button", name="Find").click()

    await expect(phone.get_by_test_id("composer-input")).to_have_value("@quartierbot_demo_bot pc")


async def test_a_button_asks_which_chat_an_inline_query_is_for(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.group(person, title="Neighbours")
    await stage.says(person, "Search", [{"text": "Share", "switch_inline_query": "pc"}])
    await phone.get_by_role("button", name="Share").click()
    await phone.get_by_test_id("chat-sheet").get_by_text("Neighbours").click()

    await expect(phone.get_by_test_id("chat-name")).to_have_text("Neighbours")
    await expect(phone.get_by_test_id("composer-input")).to_have_value("@quartierbot_demo_bot pc")
