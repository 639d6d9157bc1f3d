"""What a message looks like on a phone: formatted text, pictures, places, marks, buttons."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from simulator.person import Person
from tests.browser.stage import Stage, open_menu, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]

FORMATS = {
    "strong": "<b>words</b>",
    "em": "<i>words</i>",
    "u": "<u>words</u>",
    "s": "<s>words</s>",
    "code": "<code>words</code>",
    "pre": "<pre>words</pre>",
    "blockquote": "<blockquote>words</blockquote>",
    "a": '<a href="https://example.org/">words</a>',
    ".entity-custom_emoji": '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    ".entity-hashtag": "#words",
    ".entity-mention": "@somebody",
}


def newest(phone: Locator) -> Locator:
    return phone.locator('[data-testid=bubble][data-outgoing="false"]').last


@pytest.mark.parametrize("element", FORMATS)
async def test_each_format_has_its_element(stage: Stage, resident: Resident, element: str) -> None:
    person, phone = resident
    await stage.says(person, FORMATS[element])

    await expect(newest(phone).locator(f".text {element}")).to_be_visible()


async def test_a_block_of_code_names_its_language(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, '<pre><code class="language-python">x = 1</code></pre>')

    await expect(newest(phone).locator("pre")).to_have_attribute("data-language", "python")


async def test_a_spoiler_is_read_only_after_a_tap(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "It is <tg-spoiler>the butler</tg-spoiler>")
    spoiler = newest(phone).get_by_test_id("spoiler")
    await expect(spoiler).to_have_css("color", "rgba(0, 0, 0, 0)")
    await spoiler.click()

    await expect(spoiler).not_to_have_css("color", "rgba(0, 0, 0, 0)")


async def test_a_revealed_spoiler_stays_so_when_its_message_is_edited(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    number = await stage.says(person, "It is <tg-spoiler>the butler</tg-spoiler>")
    await newest(phone).get_by_test_id("spoiler").click()
    text = "It was <tg-spoiler>the butler</tg-spoiler>"
    await stage.call("editMessageText", chat_id=person.id, message_id=number, text=text, parse_mode="HTML")

    await expect(newest(phone)).to_contain_text("It was")
    await expect(newest(phone).locator(".spoiler.shown")).to_be_visible()


async def test_a_long_quote_unfolds(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "<blockquote expandable>one\ntwo\nthree\nfour\nfive\nsix</blockquote>")
    quote = newest(phone).get_by_test_id("expandable")
    folded = await quote.evaluate("node => node.clientHeight")
    await quote.press("Enter")

    await expect(quote).to_have_attribute("aria-expanded", "true")
    assert folded < await quote.evaluate("node => node.clientHeight")


@pytest.mark.parametrize(("language", "written"), [("en", "Tuesday"), ("de", "Dienstag"), ("ar", "الثلاثاء")])
async def test_a_date_is_shown_in_the_language_of_the_phone(stage: Stage, language: str, written: str) -> None:
    person, phone = await stage.person(language)
    await stage.says(person, '<tg-time unix="1700000000" format="wD">then</tg-time>')

    await expect(newest(phone).locator("time.entity-date_time")).to_contain_text(written)


async def test_a_text_mention_tells_whom_it_means(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, f'<a href="tg://user?id={person.id}">you</a>')

    await expect(newest(phone).locator(".entity-text_mention")).to_have_attribute("title", "Guest")


async def test_an_album_is_one_bubble_with_a_grid_of_pictures(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    media = [
        {"type": "photo", "media": f"attach://p{number}", "caption": "Three"[: 5 * (not number)]} for number in range(3)
    ]
    await stage.call("sendMediaGroup", chat_id=person.id, media=media, p0=picture(), p1=picture(), p2=picture())

    await expect(newest(phone).get_by_test_id("album").get_by_test_id("photo")).to_have_count(3)
    await expect(newest(phone)).to_contain_text("Three")


async def test_a_hidden_picture_is_shown_after_a_tap(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.call("sendPhoto", chat_id=person.id, photo=picture(), has_spoiler=True)
    await newest(phone).get_by_test_id("media-spoiler").click()

    await expect(newest(phone).get_by_test_id("media-spoiler")).to_have_count(0)


async def test_a_venue_has_a_pin_on_a_map(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    place = {"latitude": 50.782, "longitude": 6.106, "title": "DEPOT", "address": "Talstraße 2"}
    await stage.call("sendVenue", chat_id=person.id, **place)

    await expect(newest(phone).get_by_test_id("map-pin")).to_be_visible()
    await expect(newest(phone).get_by_role("link")).to_have_accessible_name(
        "Map: DEPOT, Talstraße 2. Opens OpenStreetMap"
    )


@pytest.mark.parametrize("kind", ["voice", "document", "contact", "sticker", "photo"])
async def test_what_a_person_sends_is_shown(resident: Resident, kind: str) -> None:
    person, phone = resident
    await person.sends(kind)

    await expect(phone.locator('[data-outgoing="true"]').last.get_by_test_id(kind)).to_be_visible()


async def test_a_voice_message_plays(resident: Resident) -> None:
    person, phone = resident
    await person.sends("voice")
    await phone.get_by_test_id("play").click()

    await expect(phone.get_by_test_id("play")).to_have_attribute("aria-pressed", "true")


async def test_a_deleted_message_is_marked(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    number = await stage.says(person, "Soon gone")
    await stage.call("deleteMessage", chat_id=person.id, message_id=number)

    await expect(newest(phone)).to_have_attribute("data-deleted", "true")
    await expect(newest(phone)).to_contain_text("deleted")


async def test_an_edited_text_of_ones_own_is_marked(resident: Resident) -> None:
    person, phone = resident
    await person.says("Helo")
    await open_menu(phone, "Helo")
    await phone.get_by_test_id("edit").click()
    await phone.get_by_test_id("composer-input").fill("Hello")
    await phone.get_by_test_id("send").click()

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("edited")


async def test_a_second_tick_says_that_the_bot_took_the_message(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    update = await person.says("Hello?")
    tick = phone.get_by_test_id("tick").last
    await expect(tick).to_have_attribute("data-read", "false")
    await stage.call("getUpdates", offset=update + 1)

    await expect(tick).to_have_attribute("data-read", "true")


async def test_a_forwarded_message_tells_from_whom(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await person.says("Pass it on")
    number = person.messages[-1].message_id
    await stage.call("forwardMessage", chat_id=person.id, from_chat_id=person.id, message_id=number)

    await expect(newest(phone).get_by_test_id("forwarded")).to_have_text("Forwarded from Guest")


async def test_a_reply_quotes_its_message_and_leads_to_it(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    first = await stage.says(person, "Where do we meet?")
    for number in range(12):
        await stage.says(person, f"Line {number}")
    await stage.says(person, "Here.", reply_parameters={"message_id": first})
    await newest(phone).get_by_test_id("quote").click()

    await expect(phone.locator(f'[data-message-id="{first}"]')).to_be_in_viewport()


async def test_a_reply_is_chosen_in_the_menu_of_a_message(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    number = await stage.says(person, "What is your name?")
    await open_menu(phone, "What is your name?")
    await phone.get_by_test_id("reply").click()
    await phone.get_by_test_id("composer-input").fill("Kim")
    await phone.get_by_test_id("send").click()
    await expect(phone.get_by_test_id("bubble").last.get_by_test_id("quote")).to_be_visible()

    assert number == person.messages[-1].body["reply_to_message"]["message_id"]


async def test_a_bot_that_asks_for_a_reply_gets_one(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    markup = {"force_reply": True, "input_field_placeholder": "Your first name"}
    number = await stage.says(person, "Who are you?", reply_markup=markup)
    await expect(phone.get_by_test_id("composer-input")).to_have_attribute("placeholder", "Your first name")
    await phone.get_by_test_id("composer-input").fill("Kim")
    await phone.get_by_test_id("send").click()
    await expect(phone.get_by_test_id("bubble").last).to_contain_text("Kim")

    assert number == person.messages[-1].body["reply_to_message"]["message_id"]


async def test_a_reply_keyboard_says_what_to_type(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    markup = {"keyboard": [[{"text": "Home"}]], "resize_keyboard": True, "input_field_placeholder": "A word"}
    await stage.says(person, "Choose", reply_markup=markup)

    await expect(phone.get_by_role("button", name="Home")).to_be_visible()
    await expect(phone.get_by_test_id("composer-input")).to_have_attribute("placeholder", "A word")


async def test_buttons_have_the_colour_of_their_style(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    styles = ("danger", "success", "primary")
    row = [{"text": style, "callback_data": style, "style": style} for style in styles]
    await stage.says(person, "Choose", row)
    await expect(newest(phone).get_by_test_id("inline-button")).to_have_count(3)
    colours = (
        await newest(phone)
        .get_by_test_id("inline-button")
        .evaluate_all("nodes => nodes.map(node => getComputedStyle(node).backgroundColor)")
    )

    assert 3 == len(set(colours))


async def test_a_copy_button_copies(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Your code", [{"text": "Copy", "copy_text": {"text": "4F7"}}])
    await newest(phone).get_by_role("button", name="Copy").click()

    await expect(phone.get_by_test_id("toast")).to_have_text("Copied: 4F7")


async def test_an_answer_with_an_alert_must_be_closed(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Choose", [{"text": "Go", "callback_data": "go"}])
    await newest(phone).get_by_role("button", name="Go").click()
    await expect(newest(phone).locator("[aria-busy]")).to_be_visible()
    query = await asked(stage)
    await stage.call("answerCallbackQuery", callback_query_id=query, text="Full.", show_alert=True)

    await expect(phone.get_by_role("alertdialog")).to_contain_text("Full.")


async def asked(stage: Stage) -> str:
    """Take updates as the bot until there is a tap; returns its number."""
    offset = -1
    while True:
        for update in await stage.call("getUpdates", offset=offset, timeout=5):
            if "callback_query" in update:
                return str(update["callback_query"]["id"])
            offset = update["update_id"] + 1


async def test_the_description_stands_before_the_first_message(stage: Stage) -> None:
    await stage.call("setMyDescription", description="Ich zeige Kurse.", language_code="de")
    phone = await stage.phone(stage.simulator.add_person("Gast", "de"))

    await expect(phone.get_by_test_id("description")).to_contain_text("Ich zeige Kurse.")


async def test_a_command_is_chosen_in_the_menu(stage: Stage, resident: Resident) -> None:
    _, phone = resident
    await stage.call("setMyCommands", commands=[{"command": "help", "description": "What can I do?"}])
    await phone.get_by_test_id("menu").click()
    await phone.get_by_role("button", name="What can I do? /help").click()

    await expect(phone.get_by_test_id("bubble").last).to_contain_text("/help")


async def test_a_pinned_message_stands_below_the_head(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    number = await stage.says(person, "Read this first")
    await stage.call("pinChatMessage", chat_id=person.id, message_id=number)

    await expect(phone.get_by_test_id("pinned")).to_contain_text("Read this first")


async def test_a_tap_on_a_reaction_adds_and_takes_away(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Well done")
    await open_menu(phone, "Well done")
    await phone.get_by_role("button", name="React with 👍").click()
    await expect(newest(phone).get_by_test_id("reaction")).to_have_attribute("aria-pressed", "true")
    await newest(phone).get_by_test_id("reaction").click()

    await expect(newest(phone).get_by_test_id("reaction")).to_have_count(0)


async def test_a_reaction_of_the_bot_is_told_as_such(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await person.says("Thank you")
    number = person.messages[-1].message_id
    reaction = [{"type": "emoji", "emoji": "❤"}]
    await stage.call("setMessageReaction", chat_id=person.id, message_id=number, reaction=reaction)

    await expect(phone.get_by_test_id("reaction")).to_have_accessible_name("Reaction ❤: 1, the bot’s")


@pytest.mark.parametrize("kind", ["video", "animation", "audio", "document"])
async def test_what_the_bot_sends_is_shown(stage: Stage, resident: Resident, kind: str) -> None:
    person, phone = resident
    await stage.call(f"send{kind.title()}", chat_id=person.id, **{kind: b"not really one"}, caption="For you")

    await expect(newest(phone).get_by_test_id(kind)).to_be_visible()
    await expect(newest(phone)).to_contain_text("For you")


async def test_the_field_is_as_tall_as_what_is_written(resident: Resident) -> None:
    _, phone = resident
    field = phone.get_by_test_id("composer-input")
    heights = []
    for text in ("One line", "One\ntwo\nthree", ""):
        await field.fill(text)
        heights.append(await field.evaluate("node => node.clientHeight"))

    assert heights[0] < heights[1]
    assert heights[0] == heights[2] > 30


async def test_a_file_from_this_device_is_sent(resident: tuple[Person, Locator]) -> None:
    person, phone = resident
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("own-file").set_input_files(
        {"name": "kurse.csv", "mimeType": "text/csv", "buffer": b"Kennung;Titel"}
    )
    await expect(phone.get_by_test_id("bubble").last).to_contain_text("kurse.csv")

    assert "kurse.csv" == person.messages[-1].body["document"]["file_name"]
