"""A page in Telegram: HTML text within its limits, inline keyboards, the persistent keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.page import Choice, Page, Paragraph
from conversations import pictograms as pic
from conversations.core import UNKNOWN_TIME, Share, Tap
from conversations.wire import encode
from locales.catalogues import Speech, every_rendering
from locales.text import Text, _

TEXT_LIMIT = 4096
"""UTF-16 units after the entities were parsed, says the Bot API."""
CAPTION_LIMIT = 1024
"""what stands below a photo or document"""

HOME_LABEL = _("Home")
LANGUAGE_LABEL = _("Language")
LOCATION_LABEL = _("Send my location")
KEYBOARD_TAPS: tuple[tuple[str, Text, Tap], ...] = (
    (pic.HOME, HOME_LABEL, Tap("home", "show")),
    (pic.SPEAK, LANGUAGE_LABEL, Tap("choose_language", "show")),
)


@dataclass(frozen=True, slots=True)
class Presenter:
    """Presents pages of one bot: deep links carry its `username`, taps the dialogs' `versions`."""

    username: str
    versions: Mapping[str, int]

    def keyboard(self, page: Page) -> InlineKeyboardMarkup | None:
        """Make the inline keyboard."""
        if not page.rows:
            return None
        return InlineKeyboardMarkup([[self._button(choice) for choice in row] for row in page.rows])

    def _button(self, choice: Choice) -> InlineKeyboardButton:
        """Make one button."""
        match choice.does:
            case Tap() as tap:
                data = encode(tap, self.versions[tap.dialog])
                return InlineKeyboardButton(choice.label, callback_data=data, style=choice.style or None)
            case Share(payload=payload):
                return InlineKeyboardButton(choice.label, url=self.share_link(payload, choice.text))

    def deep_link(self, payload: str) -> str:
        """Write the link that opens the bot at a payload."""
        return f"https://t.me/{self.username}?start={payload}"

    def link_below(self, label: str, payload: str) -> InlineKeyboardMarkup:
        """Make a keyboard that leads to the bot, for a group or channel: nothing else can be tapped there."""
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=self.deep_link(payload))]])

    def linked(self, page: Page) -> Page:
        """Write out the links to the bot that a page names by their payload."""
        return replace(page, paragraphs=tuple(self._written_out(paragraph) for paragraph in page.paragraphs))

    def _written_out(self, paragraph: Paragraph) -> Paragraph:
        """Write out a link that stands on a line of its own; marks of direction would be part of it."""
        if paragraph.style != "link":
            return paragraph
        return replace(paragraph, text=self.deep_link("".join(filter(str.isascii, paragraph.text))))

    def share_link(self, payload: str, text: str) -> str:
        """Write the link that opens Telegram's own sheet for passing something on."""
        return "https://t.me/share/url?" + urlencode({"url": self.deep_link(payload), "text": text})


def html(page: Page, limit: int = TEXT_LIMIT) -> str:
    """Write the text as Telegram's HTML, cut to what Telegram takes."""
    return "\n".join(paragraph_html(paragraph) for paragraph in fitted(page.paragraphs, limit))


def paragraph_html(paragraph: Paragraph) -> str:
    """Write one line; the title is bold, a note in italics."""
    text = escape(paragraph.text, quote=False)
    lead = f"{paragraph.pictogram} " if paragraph.pictogram else ""
    match paragraph.style:
        case "title":
            return f"{lead}<b>{text}</b>"
        case "note":
            return f"{lead}<i>{text}</i>"
        case "indented":
            return f"    {lead}{text}"
        case "prose":
            return f"\n{lead}{text}"
        case _:
            return lead + text


def fitted(paragraphs: tuple[Paragraph, ...], limit: int = TEXT_LIMIT) -> tuple[Paragraph, ...]:
    """Shorten the longest lines until the whole fits."""
    kept = list(paragraphs)
    while (over := excess(kept, limit)) > 0:
        at = max(range(len(kept)), key=lambda index: length(kept[index]))
        text = kept[at].text
        kept[at] = Paragraph(text[: max(0, len(text) - over - 1)] + "…", kept[at].pictogram, kept[at].style)
    return tuple(kept)


def excess(paragraphs: Iterable[Paragraph], limit: int) -> int:
    """Tell by how much a text is longer than it may be; 0 or less when it fits."""
    return sum(length(paragraph) + 1 for paragraph in paragraphs) - limit


def length(paragraph: Paragraph) -> int:
    """Count a line as Telegram does, in UTF-16 units, with what leads it."""
    return len(f"    {paragraph.pictogram} {paragraph.text}".encode("utf-16-le")) // 2


def standing_keyboard(speech: Speech, *, asks_location: bool) -> ReplyKeyboardMarkup:
    """Make the keyboard that is always below: home and language, and the location when it is asked for."""
    rows: list[list[str | KeyboardButton]] = [[*standing_labels(speech)]]
    if asks_location:
        rows.insert(
            0, [KeyboardButton(f"{pic.WHERE} {speech.say(LOCATION_LABEL, UNKNOWN_TIME)}", request_location=True)]
        )
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


def standing_labels(speech: Speech) -> tuple[str, ...]:
    """Word the buttons that are always below."""
    return tuple(f"{pictogram} {speech.say(text, UNKNOWN_TIME)}" for pictogram, text, _tap in KEYBOARD_TAPS)


def keyboard_labels() -> dict[str, Tap]:
    """Tell what each label of the standing keyboard means, in every language: an old keyboard keeps its old one."""
    return {
        f"{pictogram} {rendered}": tap
        for pictogram, text, tap in KEYBOARD_TAPS
        for rendered in every_rendering(text.msgid)
    }
