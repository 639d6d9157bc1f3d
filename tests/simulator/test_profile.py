"""What the bot tells about itself, by language and scope."""

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InputProfilePhotoAnimated,
    InputProfilePhotoStatic,
    MenuButtonCommands,
)

from simulator import Person, Simulator
from tests.simulator.conftest import RawCall
from tests.simulator.test_files import PIXEL

START = BotCommand("start", "Start")


async def test_commands_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_commands([START], language_code="de")

    assert ((START,), ()) == (await bot.get_my_commands(language_code="de"), await bot.get_my_commands())


async def test_commands_are_kept_by_scope(bot: telegram.Bot) -> None:
    await bot.set_my_commands([START], BotCommandScopeAllPrivateChats())

    assert ((START,), ()) == (await bot.get_my_commands(BotCommandScopeAllPrivateChats()), await bot.get_my_commands())


async def test_commands_can_be_deleted(bot: telegram.Bot) -> None:
    await bot.set_my_commands([START])
    await bot.delete_my_commands()

    assert () == await bot.get_my_commands()


async def test_a_description_is_kept_by_language_and_falls_back(bot: telegram.Bot) -> None:
    await bot.set_my_description("everybody")
    await bot.set_my_description("alle", language_code="de")
    found = [(await bot.get_my_description(code)).description for code in ("de", "fr")]

    assert ["alle", "everybody"] == found


async def test_name_and_short_description_can_be_set(bot: telegram.Bot) -> None:
    await bot.set_my_name("Guide")
    await bot.set_my_short_description("Courses near you")
    found = (await bot.get_my_name()).name, (await bot.get_my_short_description()).short_description

    assert ("Guide", "Courses near you") == found


async def test_the_name_shows_in_messages(bot: telegram.Bot, person: Person) -> None:
    await bot.set_my_name("Guide")
    sent = await bot.send_message(person.id, "Hallo")

    assert "Guide" == (sent.from_user and sent.from_user.first_name)


async def test_the_menu_button_can_be_set(bot: telegram.Bot, person: Person) -> None:
    await bot.set_chat_menu_button(person.id, MenuButtonCommands())

    assert MenuButtonCommands() == await bot.get_chat_menu_button(person.id)


async def test_a_private_chat_can_be_asked_for(bot: telegram.Bot, person: Person) -> None:
    assert "Amal" == (await bot.get_chat(person.id)).first_name


async def test_who_owns_a_group_can_be_asked_for(simulator: Simulator, bot: telegram.Bot, person: Person) -> None:
    group = simulator.add_group(members=[person])
    await group.sets_bot(person, "member")

    assert "creator" == (await bot.get_chat_member(group.id, person.id)).status


@pytest.mark.parametrize("code", ["deu", "pt-br", "DE", "d", "de@easy"])
async def test_a_language_has_exactly_two_small_letters(code: str, call: RawCall) -> None:
    answer = await call("setMyDescription", description="x", language_code=code)

    assert (400, "Bad Request: invalid language code specified") == answer.refusal


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "start", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "start"}], "can't parse BotCommand: Can't find field \"description\""),
        ([{"command": "start", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ({}, 'field "commands" must be of type Array'),
    ],
    ids=["capitals", "long", "no description", "long description", "missing description", "101", "no list"],
)
async def test_commands_are_refused_with(commands: object, reason: str, call: RawCall) -> None:
    assert (400, f"Bad Request: {reason}") == (await call("setMyCommands", commands=commands)).refusal


@pytest.mark.parametrize(
    ("method", "given", "reason"),
    [
        ("setMyName", {"name": "x" * 65}, "BOT_TITLE_INVALID"),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_INVALID"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_ABOUT_INVALID"),
    ],
)
async def test_what_is_too_long_is_refused_by(method: str, given: dict[str, str], reason: str, call: RawCall) -> None:
    assert (400, f"Bad Request: {reason}") == (await call(method, **given)).refusal


async def test_a_scope_nobody_knows_is_refused(call: RawCall) -> None:
    answer = await call("setMyCommands", commands=[], scope={"type": "everywhere"})

    assert (400, "Bad Request: can't parse BotCommandScope: Unsupported type specified") == answer.refusal


async def test_a_scope_needs_a_chat_the_bot_knows(bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
        await bot.set_my_commands([START], BotCommandScopeChat(1))


async def test_a_stranger_is_no_member(person: Person, call: RawCall) -> None:
    assert (400, "Bad Request: user not found") == (await call("getChatMember", chat_id=person.id, user_id=5)).refusal


async def test_the_bot_can_have_a_picture(bot: telegram.Bot) -> None:
    await bot.set_my_profile_photo(InputProfilePhotoStatic(PIXEL))
    found = await bot.get_user_profile_photos(bot.id)

    assert (1, [[(1, 1)]]) == (
        found.total_count,
        [[(size.width, size.height) for size in sizes] for sizes in found.photos],
    )


async def test_the_newest_picture_is_the_first_and_can_be_removed(simulator: Simulator, bot: telegram.Bot) -> None:
    for _ in range(2):
        await bot.set_my_profile_photo(InputProfilePhotoStatic(PIXEL))
    newest, oldest = (await bot.get_user_profile_photos(bot.id)).photos
    await bot.remove_my_profile_photo()

    assert ((oldest,), True) == ((await bot.get_user_profile_photos(bot.id)).photos, newest != oldest)


async def test_pictures_can_be_got_in_parts(bot: telegram.Bot) -> None:
    for _ in range(3):
        await bot.set_my_profile_photo(InputProfilePhotoStatic(PIXEL))
    part = await bot.get_user_profile_photos(bot.id, offset=1, limit=1)

    assert (3, 1) == (part.total_count, len(part.photos))


async def test_a_film_can_be_a_picture(bot: telegram.Bot) -> None:
    await bot.set_my_profile_photo(InputProfilePhotoAnimated(b"film", 1.5))

    assert 1 == (await bot.get_user_profile_photos(bot.id)).total_count


async def test_people_have_no_pictures(bot: telegram.Bot, person: Person) -> None:
    assert 0 == (await bot.get_user_profile_photos(person.id)).total_count


async def test_a_strangers_pictures_are_not_found(call: RawCall) -> None:
    assert (400, "Bad Request: user not found") == (await call("getUserProfilePhotos", user_id=5)).refusal


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (None, "there is no photo in the request"),
        ({"type": "static", "photo": "AgAC"}, "can't parse InputProfilePhoto: photo not found"),
        ({"type": "static"}, "can't parse InputProfilePhotoStatic: Can't find field \"photo\""),
        ({"type": "round", "photo": "x"}, "can't parse InputProfilePhoto: Unsupported type specified"),
    ],
)
async def test_a_picture_is_refused_with(photo: object, reason: str, call: RawCall) -> None:
    assert (400, f"Bad Request: {reason}") == (await call("setMyProfilePhoto", photo=photo)).refusal
