"""What every way of formatting a text has in common: entities, their offsets, and the links in them.

Offsets and lengths count UTF-16 code units, as the documentation has it.
"""

import re
from typing import Any, NamedTuple

from simulator.refusals import RefusedError, bad_request

Entity = dict[str, Any]

# 'Date-time entity formatting is specified by a format string, which must adhere to' this expression.
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
USER_LINK = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#].*)?", re.IGNORECASE)
LINK = re.compile(r"(?:(?P<scheme>https?|tg|ton)://)?(?P<host>[^/?#\s]+)(?P<rest>\S*)", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?")
EMOJI_NUMBER = re.compile(r"[1-9]\d{0,18}")


class Formatted(NamedTuple):
    """A text as it is shown, and what is special in it."""

    text: str
    entities: list[Entity]


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def wrong(reason: str) -> RefusedError:
    """Make the error for a text whose formatting cannot be read."""
    return bad_request(f"can't parse entities: {reason}")


def link(url: str) -> Entity | None:
    """Return what a link in a text becomes: a mention, a link, or nothing when the address is none."""
    if user := USER_LINK.fullmatch(url):
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    address = check_link(url)
    return {"type": "text_link", "url": address} if address else None


def check_link(url: str) -> str | None:
    """Return an address in full, None when it is none."""
    found = LINK.fullmatch(url)
    if found is None:
        return None
    scheme, host, rest = (found["scheme"] or "").lower(), found["host"], found["rest"]
    if scheme in {"tg", "ton"}:
        return url
    if not scheme and not HOST.fullmatch(host):
        return None
    return f"{scheme or 'http'}://{host}{rest if rest.startswith('/') else f'/{rest}'}"


def custom_emoji(number: str) -> Entity:
    """Return a custom emoji of a number."""
    if not EMOJI_NUMBER.fullmatch(number):
        raise wrong("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": number}


def date_time(unix: str, form: str, where: str) -> Entity:
    """Return a date; Telegram's words for a wrong one are not known, so the error says `where` it stands."""
    if not unix.isdigit() or not int(unix):
        raise wrong(f'{where} must have a valid attribute "unix"')
    if not TIME_FORMAT.fullmatch(form):
        raise wrong(f'{where} must have a valid attribute "format"')
    return {"type": "date_time", "unix_time": int(unix)} | ({"date_time_format": form} if form else {})
