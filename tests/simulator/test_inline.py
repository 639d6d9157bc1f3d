"""Inline mode: queries, their answers, and the messages people send with them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import telegram

from simulator import Group, Person, Simulator
from simulator.acts import ImpossibleError
from tests.simulator.conftest import RawCall
from tests.simulator.rooms import enter, want

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


def article(number: str, text: str = "<b>Swimming</b>", **more: object) -> dict[str, Any]:
    said = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": number, "title": "Swimming", "input_message_content": said, **more}


def document(mime_type: str, **more: object) -> dict[str, Any]:
    where = {"document_url": "https://example.org/a", "mime_type": mime_type}
    return {"type": "document", "id": "1", "title": "Plan", **where, **more}


def video(mime_type: str) -> dict[str, Any]:
    where = {"video_url": "https://example.org/a", "thumbnail_url": "https://example.org/b", "mime_type": mime_type}
    return {"type": "video", "id": "1", "title": "Film", **where}


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator(inline=True)
    await simulator.start()
    yield simulator
    await simulator.stop()


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the bot gets it, and what will be on the phone of the person who waits for its answer."""

    query: dict[str, Any]
    results: asyncio.Task[list[dict[str, Any]]]


async def ask(person: Person, call: RawCall, text: str = "swim", group: Group | None = None) -> Asked:
    """Let a person type a query after the bot's name."""
    results = asyncio.create_task(person.asks_inline(text, group))
    await asyncio.sleep(0)
    update = (await call("getUpdates", offset=-1)).result[-1]
    return Asked(update["inline_query"], results)


async def offer(person: Person, call: RawCall, *results: dict[str, Any], **more: object) -> list[dict[str, Any]]:
    """Let a person type a query, answer it, and return what the phone shows."""
    asked = await ask(person, call)
    answer = await call("answerInlineQuery", inline_query_id=asked.query["id"], results=results, **more)
    assert answer.result
    return await asked.results


async def test_the_bot_says_that_it_has_inline_mode(bot: telegram.Bot) -> None:
    assert (await bot.get_me()).supports_inline_queries


async def test_without_inline_mode_nobody_asks() -> None:
    person = Simulator().add_person(started=True)

    with pytest.raises(ImpossibleError, match="the bot has no inline mode"):
        await person.asks_inline("swim")


async def test_a_query_says_who_asks_what_and_where(person: Person, call: RawCall) -> None:
    asked = await ask(person, call)
    asked.results.cancel()

    query = asked.query
    assert (person.id, "swim", "", "sender") == (
        query["from"]["id"],
        query["query"],
        query["offset"],
        query["chat_type"],
    )


async def test_the_results_reach_the_phone(person: Person, call: RawCall) -> None:
    assert ["1", "2"] == [result["id"] for result in await offer(person, call, article("1"), article("2"))]


async def test_a_chosen_result_becomes_a_message_via_the_bot(person: Person, call: RawCall) -> None:
    await offer(person, call, article("1"))
    await person.chooses("1")

    message = person.messages[-1]
    assert ("Swimming", person.id, person.world.bot.id) == (
        message.text,
        message.body["from"]["id"],
        message.body["via_bot"]["id"],
    )
    assert [{"type": "bold", "offset": 0, "length": 8}] == message.body["entities"]


async def test_in_a_group_the_bot_hears_of_what_came_via_it(
    simulator: Simulator, person: Person, call: RawCall
) -> None:
    group = await enter(simulator, person, "member")
    asked = await ask(person, call, group=group)
    await call("answerInlineQuery", inline_query_id=asked.query["id"], results=[article("1")])
    await asked.results
    update_id = await person.chooses("1")

    assert ("supergroup", True, "Swimming") == (asked.query["chat_type"], update_id > 0, group.messages[-1].text)


async def test_the_choice_is_told(person: Person, call: RawCall) -> None:
    await offer(person, call, article("1", reply_markup=KEYBOARD))
    await person.chooses("1")
    *_, update = (await call("getUpdates")).result

    chosen = update["chosen_inline_result"]
    assert ("1", "swim", True) == (chosen["result_id"], chosen["query"], "inline_message_id" in chosen)


async def test_without_a_keyboard_there_is_no_number_to_edit_by(person: Person, call: RawCall) -> None:
    await offer(person, call, article("1"))
    await person.chooses("1")
    *_, update = (await call("getUpdates")).result

    assert "inline_message_id" not in update["chosen_inline_result"]


async def test_without_feedback_the_choice_is_not_told(simulator: Simulator, person: Person, call: RawCall) -> None:
    simulator.world.bot.inline_feedback = False
    await offer(person, call, article("1"))
    await person.chooses("1")
    kinds = [set(update) - {"update_id"} for update in (await call("getUpdates")).result]

    assert {"chosen_inline_result"} not in kinds


async def sent_via_the_bot(person: Person, call: RawCall) -> str:
    """Send a message with a keyboard via the bot and return its inline number."""
    await offer(person, call, article("1", reply_markup=KEYBOARD))
    await person.chooses("1")
    return str((await call("getUpdates")).result[-1]["chosen_inline_result"]["inline_message_id"])


async def test_a_tap_on_it_carries_its_inline_number(person: Person, call: RawCall) -> None:
    inline_id = await sent_via_the_bot(person, call)
    await person.taps("More")
    query = (await call("getUpdates")).result[-1]["callback_query"]

    assert (inline_id, False) == (query["inline_message_id"], "message" in query)


async def test_it_is_edited_by_its_inline_number(person: Person, call: RawCall) -> None:
    inline_id = await sent_via_the_bot(person, call)
    answer = await call("editMessageText", inline_message_id=inline_id, text="Full")

    assert (True, "Full") == (answer.result, person.messages[-1].text)


async def test_an_unknown_inline_number_is_invalid(call: RawCall) -> None:
    answer = await call("editMessageText", inline_message_id="AgAAA", text="Full")

    assert (400, "Bad Request: MESSAGE_ID_INVALID") == answer.refusal


async def test_the_same_question_is_answered_from_the_cache(person: Person, call: RawCall) -> None:
    await offer(person, call, article("1"))
    again = await person.asks_inline("swim")

    assert ["1"] == [result["id"] for result in again]


@pytest.mark.parametrize(("personal", "told"), [(False, False), (True, True)])
async def test_a_personal_answer_is_for_the_one_who_asked(
    simulator: Simulator, person: Person, call: RawCall, personal: bool, told: bool
) -> None:
    await offer(person, call, article("1"), is_personal=personal)
    before = simulator.world.updates.last_id
    other = asyncio.create_task(simulator.add_person("Robin", started=True).asks_inline("swim"))
    await asyncio.sleep(0)

    assert told == (simulator.world.updates.last_id > before)
    other.cancel()


async def test_without_a_cache_the_bot_is_asked_again(simulator: Simulator, person: Person, call: RawCall) -> None:
    await offer(person, call, article("1"), cache_time=0)
    before = simulator.world.updates.last_id
    again = asyncio.create_task(person.asks_inline("swim"))
    await asyncio.sleep(0)

    assert before + 1 == simulator.world.updates.last_id
    again.cancel()


@pytest.mark.parametrize(
    ("result", "key"),
    [
        ({"type": "contact", "phone_number": "+49241", "first_name": "Desk"}, "contact"),
        ({"type": "location", "latitude": 50.7, "longitude": 6.1, "title": "Here"}, "location"),
        ({"type": "venue", "latitude": 50.7, "longitude": 6.1, "title": "Hall", "address": "Street 1"}, "venue"),
        (
            {"type": "photo", "photo_url": "https://example.org/a.jpg", "thumbnail_url": "https://example.org/b.jpg"},
            "photo",
        ),
        (
            {"type": "mpeg4_gif", "mpeg4_url": "https://example.org/a.mp4", "thumbnail_url": "https://example.org/b"},
            "animation",
        ),
    ],
)
async def test_a_result_becomes_what_it_is(person: Person, call: RawCall, result: dict[str, Any], key: str) -> None:
    await offer(person, call, {"id": "1", **result})
    await person.chooses("1")

    assert key in person.messages[-1].body


async def test_a_photo_on_the_server_is_sent_as_it_is(bot: telegram.Bot, person: Person, call: RawCall) -> None:
    await person.sends("photo")
    file_id = person.messages[-1].body["photo"][0]["file_id"]
    await offer(person, call, {"type": "photo", "id": "1", "photo_file_id": file_id, "caption": "Us"})
    await person.chooses("1")

    body = person.messages[-1].body
    assert (file_id, "Us") == (body["photo"][0]["file_id"], body["caption"])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article("1"), article("1")]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        (
            {"results": [article("1", "<b>")]},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"results": [{"type": "game", "id": "1", "game_short_name": "x"}]}, "RESULT_TYPE_INVALID"),
        ({"results": [document("text/plain")]}, "FILE_CONTENT_TYPE_INVALID"),
        ({"results": [video("video/ogg")]}, "VIDEO_CONTENT_TYPE_INVALID"),
        ({"results": [video("text/html")]}, "SEND_MESSAGE_MEDIA_INVALID"),
        ({"results": [article("1", "x" * 4097)]}, "message is too long"),
        ({"results": [document("application/pdf", caption="x" * 1025)]}, "message caption is too long"),
        ({"results": [article("1")], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "Log in", "start_parameter": "not this"}}, "START_PARAM_INVALID"),
        (
            {"results": [], "button": {"text": "Log in"}},
            "can't parse InlineQueryResultsButton: exactly one of web_app, start_parameter must be used",
        ),
    ],
)
async def test_an_answer_that_cannot_be_is_refused(
    person: Person, call: RawCall, given: dict[str, Any], reason: str
) -> None:
    asked = await ask(person, call)
    answer = await call("answerInlineQuery", inline_query_id=asked.query["id"], **given)
    asked.results.cancel()

    assert (400, f"Bad Request: {reason}") == answer.refusal


async def test_a_query_can_be_answered_once(person: Person, call: RawCall) -> None:
    asked = await ask(person, call)
    await call("answerInlineQuery", inline_query_id=asked.query["id"], results=[])
    again = await call("answerInlineQuery", inline_query_id=asked.query["id"], results=[])

    assert (400, TOO_OLD) == again.refusal


async def test_a_query_nobody_asked_is_too_old(call: RawCall) -> None:
    assert (400, TOO_OLD) == (await call("answerInlineQuery", inline_query_id="1", results=[])).refusal


async def test_a_query_must_be_answered_in_time(simulator: Simulator, person: Person, call: RawCall) -> None:
    asked = await ask(person, call)
    simulator.world.query_timeout_s = 0
    answer = await call("answerInlineQuery", inline_query_id=asked.query["id"], results=[])
    asked.results.cancel()

    assert (400, TOO_OLD) == answer.refusal


async def test_who_does_not_want_queries_gets_none(simulator: Simulator, person: Person) -> None:
    want(simulator, "message")
    before = simulator.world.updates.last_id
    asking = asyncio.create_task(person.asks_inline("swim"))
    await asyncio.sleep(0)
    asking.cancel()

    assert before == simulator.world.updates.last_id


async def test_a_result_that_was_not_offered_cannot_be_chosen(person: Person, call: RawCall) -> None:
    await offer(person, call, article("1"))

    with pytest.raises(ImpossibleError, match="there is no result '2'"):
        await person.chooses("2")
