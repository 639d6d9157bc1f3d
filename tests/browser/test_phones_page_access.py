"""The page for everybody: by keyboard, with a screen reader, on a small screen, in the dark, from right to left."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from simulator.person import Person
from tests.browser.stage import Stage, open_chat, open_stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Resident = tuple[Person, Locator]
SMALLEST = (360, 640)
READABLE = 4.5


async def show_everything(stage: Stage) -> tuple[Person, Locator]:
    """Bring something of every kind onto one phone, and a group with topics onto another."""
    person, phone = await stage.person("de", "Deutsch")
    keyboard = {"keyboard": [[{"text": "Start"}, {"text": "Ende", "style": "danger"}]], "resize_keyboard": True}
    row = [{"text": style, "callback_data": style, "style": style} for style in ("danger", "success", "primary")]
    await stage.says(person, "<b>a</b> <code>b</code> @c #d <a href='https://example.org'>e</a>", row)
    await stage.says(
        person, "<pre><code class='language-py'>x</code></pre><blockquote>q</blockquote>", reply_markup=keyboard
    )
    place = {"latitude": 50.782, "longitude": 6.106, "title": "DEPOT", "address": "Talstraße 2"}
    await stage.call("sendVenue", chat_id=person.id, **place)
    await stage.call("sendPhoto", chat_id=person.id, photo=picture(), caption="Bild")
    gone = await stage.says(person, "Weg")
    await stage.call("deleteMessage", chat_id=person.id, message_id=gone)
    for kind in ("voice", "document", "contact", "sticker"):
        await person.sends(kind)
    await person.says("https://example.org @quartierbot_demo_bot")
    pinned = await stage.says(person, "Angeheftet", reply_parameters={"message_id": person.messages[0].message_id})
    await stage.call("pinChatMessage", chat_id=person.id, message_id=pinned)
    await person.reacts(pinned, "👍")
    return person, phone


async def show_group(stage: Stage, person: Person) -> Locator:
    """Open a group with topics on a second phone, in a language from right to left."""
    other, phone = await stage.person("ar", "العربية")
    group = await stage.group(person, other, title="Neighbours", forum=True)
    await stage.call("createForumTopic", chat_id=group.id, name="Courses")
    for number in range(7):
        each = stage.simulator.add_person(f"Guest {number}")
        group.add(each)
        await each.says("Hello", group)
    await stage.says(group, "Welcome")
    await open_chat(phone, "Neighbours")
    return phone


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read(stage: Stage, scheme: str) -> None:
    person, _ = await show_everything(stage)
    await show_group(stage, person)
    await stage.page.get_by_test_id("open-calls").click()
    await stage.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faint = await stage.page.evaluate(FAINT, READABLE)
    await stage.page.get_by_test_id("close-calls").click()
    await stage.page.emulate_media(color_scheme="light")

    assert [] == faint


# Every text with less contrast to what is behind it than asked for. What is hidden on purpose does not count.
FAINT = """(least) => {
  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[0-9.]+/g).map(Number);
    return [red, green, blue, alpha];
  };
  const over = (top, bottom) => [0, 1, 2].map((at) => top[at] * top[3] + bottom[at] * (1 - top[3])).concat(1);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const layersOf = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const { backgroundImage: image, backgroundColor } = getComputedStyle(at);
      const colour = parse(backgroundColor);
      const first = colour[3] === 0 && image.match(/rgba?\\([^)]*\\)/)?.[0]; // of a gradient, where it begins
      if (first) return [...layers, parse(first)];
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) return layers;
    }
    return layers;
  };
  const ground = (node) => layersOf(node).reverse().reduce((bottom, top) => over(top, bottom), [255, 255, 255, 1]);
  const contrast = (node) => {
    const behind = ground(node);
    const [low, high] = [light(over(parse(getComputedStyle(node).color), behind)), light(behind)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const hidden = ".spoiler:not(.shown), [inert], option, noscript, .unseen, button:disabled";
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    const seen = node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !node.closest(hidden);
    if (!seen || !/[\\p{L}\\p{N}]/u.test(words)) continue;
    if (contrast(node) < least) faint.add(`${contrast(node).toFixed(2)} ${node.className}: ${words.slice(0, 30)}`);
  }
  return [...faint];
}"""


async def test_every_control_has_a_name(stage: Stage) -> None:
    person, _ = await show_everything(stage)
    await show_group(stage, person)
    nameless = await stage.page.evaluate(NAMELESS)

    assert [] == nameless


NAMELESS = """() => {
  const controls = "button, a[href], input, select, textarea, [role=button], [role=tab], [role=img], img";
  const has = (node) => ["aria-label", "alt", "title"].some((name) => node.getAttribute(name));
  const named = (node) => has(node) || node.textContent.trim() || node.labels?.length;
  const shown = [...document.querySelectorAll(controls)].filter((node) => node.checkVisibility());
  return shown.filter((node) => !named(node)).map((node) => node.outerHTML);
}"""


async def test_a_phone_is_a_region_with_a_log_and_a_field(resident: Resident) -> None:
    _, phone = resident

    await expect(phone).to_have_role("region")
    await expect(phone.get_by_role("log")).to_have_accessible_name("Chat of en")
    await expect(phone.get_by_role("textbox")).to_have_accessible_name("Message from en")


async def test_the_log_speaks_of_what_is_new_in_the_language_of_the_phone(stage: Stage) -> None:
    _, phone = await stage.person("ar")

    await expect(phone.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await expect(phone.get_by_role("log")).to_have_attribute("lang", "ar")


async def test_a_bubble_tells_who_wrote_it_and_when(resident: Resident) -> None:
    person, phone = resident
    await person.says("Hello")
    sent = person.messages[-1].body["date"]
    hour = await phone.evaluate(
        "(node, sent) => new Date(sent * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })",
        sent,
    )

    await expect(phone.get_by_role("article").last).to_have_accessible_name(f"en, {hour}")


async def test_arrow_keys_go_from_message_to_message(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "One")
    await stage.says(person, "Two")
    await expect(phone.get_by_role("article")).to_have_count(3)
    await phone.get_by_role("log").focus()
    for _ in range(2):
        await stage.page.keyboard.press("ArrowUp")

    await expect(phone.get_by_role("article").filter(has_text="One")).to_be_focused()


async def test_a_message_is_answered_with_keys_alone(stage: Stage, resident: Resident) -> None:
    person, phone = resident
    await stage.says(person, "Shall we?")
    await expect(phone.get_by_role("article")).to_have_count(2)
    await phone.get_by_role("log").focus()
    await stage.page.keyboard.press("ArrowUp")
    await stage.page.keyboard.press("Enter")
    await phone.get_by_role("button", name="Reply").press("Enter")
    await stage.page.keyboard.type("Yes")
    await stage.page.keyboard.press("Enter")

    await expect(phone.get_by_role("article").last).to_contain_text("Yes")


async def test_an_open_sheet_keeps_the_rest_of_its_phone_still(resident: Resident) -> None:
    _, phone = resident
    await phone.get_by_test_id("phone-menu").click()
    await expect(phone.get_by_role("dialog")).to_be_visible()
    await expect(phone.locator(".conversation")).to_have_attribute("inert", "")
    await phone.get_by_role("dialog").press("Escape")

    await expect(phone.get_by_test_id("phone-menu")).to_be_focused()


async def test_the_app_around_an_arabic_chat_runs_from_right_to_left(stage: Stage) -> None:
    _, phone = await stage.person("ar")
    head = phone.locator(".conversation .chat-head")
    avatar = await head.locator(".avatar").bounding_box()
    more = await head.get_by_test_id("phone-menu").bounding_box()

    assert avatar is not None
    assert more is not None
    assert avatar["x"] > more["x"]


@pytest_asyncio.fixture(loop_scope="session")
async def small(chromium: Browser) -> AsyncIterator[Stage]:
    """Open a stage on the smallest screen."""
    async with open_stage(chromium, SMALLEST) as stage:
        yield stage


async def test_on_the_smallest_screen_nothing_makes_the_page_wider(small: Stage) -> None:
    person, phone = await show_everything(small)
    widths = [await width(small)]
    await show_group(small, person)
    widths.append(await width(small))
    for sheet in ("attach", "phone-menu"):
        await phone.get_by_test_id(sheet).evaluate("node => node.click()")
        widths.append(await width(small))
    await small.page.get_by_test_id("open-calls").click()
    widths.append(await width(small))

    assert [SMALLEST[0]] * len(widths) == widths


async def width(stage: Stage) -> int:
    """Measure how wide the page is, and each phone within it."""
    return int(await stage.page.evaluate(WIDTH))


WIDTH = """() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,
  ...[...document.querySelectorAll(".bar, .log, .composer, .sheet-panel, .calls")].map((node) => node.scrollWidth))"""
