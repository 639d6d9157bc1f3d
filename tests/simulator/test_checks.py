"""The checks are generated from the Bot API's description, and nothing of it is left unplayed."""

from simulator.checks import API
from simulator.methods import METHODS
from simulator.tags import TAGS
from simulator.trim import trim


def test_every_method_of_the_description_is_played() -> None:
    assert set(API["methods"]) == {method.name for method in METHODS.values()}


def test_lengths_are_read_from_the_description() -> None:
    assert [1, 64, "bytes"] == API["types"]["InlineKeyboardButton"]["fields"]["callback_data"]["length"]


def test_choices_are_read_from_the_description() -> None:
    choices = API["types"]["InlineKeyboardButton"]["fields"]["style"]["choices"]

    assert ["danger", "success", "primary"] == choices


def test_entities_made_from_html_are_entities_of_the_description() -> None:
    assert set(TAGS.values()) <= set(API["types"]["MessageEntity"]["fields"]["type"]["choices"])


def test_trimming_keeps_what_a_method_needs_and_nothing_else() -> None:
    field = {"name": "chat_id", "types": ["Chat"], "required": True, "description": "Which chat. See more."}
    inner = {"name": "id", "types": ["Integer"], "required": False, "description": "Optional. Its number"}
    methods = {name: {"description": ["What it does."], "fields": [field]} for name in API["methods"]}
    types = {"Chat": {"description": ["A chat."], "fields": [inner]}, "Other": {"description": [], "fields": []}}
    trimmed = trim({"version": "1", "methods": methods, "types": types})

    assert {"Chat": {"says": ["A chat."], "fields": {"id": {"types": ["Integer"], "says": "Its number"}}}} == trimmed[
        "types"
    ]
