"""The screens of demand: how many people wish for what. Small numbers came here without a figure already."""

from __future__ import annotations

from typing import TypeAlias

from conversations import pictograms as pic
from conversations.audiences import joined
from conversations.coordination import OFFICE, not_yours, to_offering
from conversations.core import Button, Line, Pager, Rows, Samples, Screen, Tap, note, say, title
from conversations.drafts import mark_of
from conversations.layout import paged, pairs
from conversations.staff import language_name, people_text
from conversations.wording import PARTS_OF_DAY, part_of_day_name
from locales.languages import BY_CODE
from locales.text import Content, Moment, Text, _
from storage.records.audiences import Wish
from storage.records.catalogue import Choice, Listing
from storage.records.demand import Combination, Wanted, WantedOffering, WantedOfferings, WantedPage
from storage.records.figures import FEWEST

CHOICES_A_PAGE = 5
ANY = "-"
"""in a tap: what was left open"""
LETTERS = {part: part[0] for part in PARTS_OF_DAY}
"""in a tap: parts of the day, for with two long numbers there is no room for their names"""
FIELDS: dict[str, tuple[Text, Text, str]] = {
    "topic": (_("Topic"), _("Which topic?"), pic.TOPICS),
    "quarter": (_("Quarter"), _("Which quarter?"), pic.WHERE),
    "language": (_("Language"), _("In which language?"), pic.LANGUAGE),
    "part_of_day": (_("Time of day"), _("At what time of day?"), pic.WHEN),
}
"""what one can look for: its name, its question, its pictogram"""

Known: TypeAlias = WantedPage | Wanted | WantedOfferings | WantedOffering | Listing | tuple[Choice, ...] | None


def slugs_of(wish: Wish) -> tuple[str, str, str, str]:
    """Name a wish as the dialog that makes an offering of it takes it: topic, language, quarter, part of the day."""
    return (wish.topic, slug_of(wish.language) if wish.language else "", wish.quarter, wish.part_of_day)


def slug_of(language: str) -> str:
    """Write a language as an argument of a tap; one that nobody knows is left open."""
    return BY_CODE[language].slug if language in BY_CODE else ANY


def args_of(combination: Combination) -> tuple[int | str, ...]:
    """Write a combination as arguments of a tap."""
    part = LETTERS.get(combination.part_of_day, ANY)
    return (combination.topic_id, combination.quarter_id, slug_of(combination.language), part)


def part_from(letter: str) -> str:
    """Read a part of the day from an argument of a tap; '' for any."""
    return next((part for part, known in LETTERS.items() if known == letter), "")


def show_rows(sought: Combination, known: Known) -> Screen:
    """List what people wish for: in full above, and a short button for each."""
    if not isinstance(known, WantedPage):
        return not_yours()
    lines: tuple[Line, ...] = (title(_("What people wish for"), pic.WISH), *sought_lines(sought, known))
    lines += tuple(row_line(number, row) for number, row in enumerate(known.rows, 1))
    lines += explaining_lines(sought, known)
    rows: Rows = tuple((row_button(number, row),) for number, row in enumerate(known.rows, 1))
    if known.rows or sought != Combination():
        rows += ((Button(_("Search more precisely"), Tap("demand", "narrow"), pic.SETTINGS),),)
    if known.offerings and sought == Combination():
        single = Button(_("For single offers"), Tap("demand", "single", (0,)), pic.FIND, count=known.offerings)
        rows += ((single,),)
    return Screen(lines, rows, OFFICE, Pager(known.page, known.pages, Tap("demand", "page")))


def sought_lines(sought: Combination, known: WantedPage) -> tuple[Line, ...]:
    """Say what is looked for."""
    values: list[tuple[str, Text | Content | None]] = [
        ("topic", known.topic),
        ("quarter", known.quarter),
        ("language", language_name(sought.language) if sought.language else None),
        ("part_of_day", part_of_day_name(sought.part_of_day) if sought.part_of_day else None),
    ]
    return tuple(Line(value, FIELDS[what][2], "indented") for what, value in values if value is not None)


def explaining_lines(sought: Combination, known: WantedPage) -> tuple[Line, ...]:
    """Say what the numbers mean, or that there are none."""
    if known.rows:
        return (note(_("Each line counts who said just this. I never say who."), pic.PRIVACY),)
    if sought == Combination():
        return (say(_("Nobody has told me a wish yet."), pic.INFO),)
    return (say(_("Nobody wishes for this."), pic.INFO),)


def row_line(number: int, row: Wanted) -> Line:
    """Say how many wish for what, with the number that its button has."""
    people = people_of(row.people)
    return say(_("{number}. {people}: {wish}", number=number, people=people, wish=wish_text(row)), topic_pictogram(row))


def row_button(number: int, row: Wanted) -> Button:
    """Lead to one combination."""
    name = next(iter(points_of(row)), _("Anything that fits"))
    label = _("{number}. {wish}", number=number, wish=name)
    return Button(label, Tap("demand", "one", args_of(row.combination)), topic_pictogram(row))


def topic_pictogram(row: Wanted) -> str:
    """Find the pictogram of what is wished for."""
    return pic.of_topic(row.wish.topic) if row.wish.topic else pic.WISH


def people_of(people: int | None) -> Text:
    """Count people, a few not exactly."""
    return _("Fewer than {limit} people", limit=FEWEST) if people is None else people_text(people)


def points_of(row: Wanted) -> list[Text | Content]:
    """Name the points of a wish that were not left open."""
    points: list[Text | Content | None] = [
        row.topic,
        language_name(row.wish.language) if row.wish.language else None,
        part_of_day_name(row.wish.part_of_day) if row.wish.part_of_day else None,
        row.quarter,
    ]
    return [point for point in points if point is not None]


def wish_text(row: Wanted) -> Text | Content:
    """Name a wish by all its points."""
    return joined(points_of(row)) if points_of(row) else _("Anything that fits")


def narrow(sought: Combination, known: Known) -> Screen:
    """Ask what to look for; what is chosen stands above."""
    if not isinstance(known, WantedPage):
        return not_yours()
    chosen = {"topic": sought.topic_id, "quarter": sought.quarter_id}
    values = {"language": sought.language, "part_of_day": sought.part_of_day} | chosen
    buttons = [
        Button(name, Tap("demand", "ask", (what, 0)), pic.CHOSEN if values[what] else pictogram)
        for what, (name, _question, pictogram) in FIELDS.items()
    ]
    rows = (*pairs(buttons), (Button(_("Show"), Tap("demand", "page", (0,)), pic.FIND, "primary"),))
    if sought != Combination():
        rows += ((Button(_("Show everything"), Tap("demand", "show"), pic.DELETE),),)
    lines = (title(_("What are you looking for?"), pic.SETTINGS), *sought_lines(sought, known))
    return Screen(lines, rows, Tap("demand", "page", (0,)))


def ask(what: str, known: Known, page: int) -> Screen:
    """Ask for one point; only what somebody wished for can be chosen."""
    choices = known if isinstance(known, tuple) else ()
    _name, question, pictogram = FIELDS[what]
    buttons = [choice_button(what, choice) for choice in choices]
    shown, pager = paged(buttons, page, CHOICES_A_PAGE, Tap("demand", "ask", (what,)))
    any_: int | str = 0 if what in {"topic", "quarter"} else ANY
    rows: Rows = tuple((button,) for button in shown)
    rows += ((Button(_("It does not matter"), Tap("demand", "pick", (what, any_)), pic.NEXT),),)
    return Screen((title(question, pictogram),), rows, Tap("demand", "narrow"), pager)


def choice_button(what: str, choice: Choice) -> Button:
    """Offer one value of a point."""
    match what:
        case "language":
            does = Tap("demand", "pick", (what, slug_of(choice.value)))
            return Button(language_name(choice.value), does, pic.LANGUAGE)
        case "part_of_day":
            return Button(PARTS_OF_DAY[choice.value], Tap("demand", "pick", (what, choice.value)), pic.WHEN)
        case _:
            label = choice.label or Content(choice.value, "mul")
            return Button(label, Tap("demand", "pick", (what, int(choice.value))), FIELDS[what][2])


def show_one(known: Known, page: int, *, announces: bool, gone: bool) -> Screen:
    """Show one combination, and what can be done about it; `page` is where it stood in the list."""
    back = Tap("demand", "page", (page,))
    if gone or not isinstance(known, Wanted):
        return Screen((title(_("Nobody wishes for this any more."), pic.INFO),), back=back)
    this = args_of(known.combination)
    lines = (
        title(wish_text(known), topic_pictogram(known)),
        say(_("{people} wish for this.", people=people_of(known.people)), pic.PEOPLE),
        note(_("When such an offer comes, they hear of it by themselves."), pic.REMINDER),
    )
    rows: Rows = ((Button(_("Make an offer of it"), Tap("demand", "make", this), pic.MORE, "primary"),),)
    return Screen(lines, (*rows, *tell_rows(Tap("demand", "tell", this))) if announces else rows, back)


def tell_rows(does: Tap) -> Rows:
    """Offer to tell exactly those people something."""
    return ((Button(_("Tell these people"), does, pic.NEWS),),)


def show_telling(combination: Combination, word: str, known: Known) -> Screen:
    """Ask which offering to tell them of, or something else."""
    this, mark = args_of(combination), mark_of(combination)
    back = Tap("demand", "one", this)
    if not isinstance(known, Listing):
        return Screen((title(_("Nobody wishes for this any more."), pic.INFO),), back=back)
    rows: Rows = tuple(
        (Button(line.short, Tap("demand", "about", (mark, line.id)), pic.of_topic(line.topic)),) for line in known.lines
    )
    rows += ((Button(_("About something else"), Tap("demand", "about", (mark, 0)), pic.CHANGE),),)
    if combination.topic_id or word:
        rows += ((Button(_("Show everything"), Tap("demand", "every", this), pic.FIND),),)
    lines = (
        title(_("What do you want to tell them?"), pic.NEWS),
        note(_("An offer says its facts in every language by itself."), pic.INFO),
        *(() if known.lines else (say(_("I found nothing that fits."), pic.FIND),)),
        note(_("Or just type a word."), pic.TYPE),
    )
    pager = Pager(known.page, known.pages, Tap("demand", "turn", (mark,)))
    return Screen(lines, rows, back, pager, samples=Samples(("3D", "PC"), ("zzzzqq",)))


def show_single(known: Known) -> Screen:
    """List the single offerings that people wish for."""
    if not isinstance(known, WantedOfferings):
        return not_yours()
    lines: tuple[Line, ...] = (title(_("Wishes for single offers"), pic.WISH),)
    lines += tuple(offering_line(number, row) for number, row in enumerate(known.rows, 1))
    if not known.rows:
        lines += (say(_("Nobody has told me a wish yet."), pic.INFO),)
    rows: Rows = tuple(
        (
            Button(
                _("{number}. {wish}", number=number, wish=row.title),
                Tap("demand", "offering", (row.offering_id,)),
                pic.of_topic(row.topic),
            ),
        )
        for number, row in enumerate(known.rows, 1)
    )
    return Screen(lines, rows, Tap("demand", "show"), Pager(known.page, known.pages, Tap("demand", "single")))


def offering_line(number: int, row: WantedOffering) -> Line:
    """Say how many wish for an offering."""
    text = _("{number}. {people}: {wish}", number=number, people=people_of(row.people), wish=row.title)
    return say(text, pic.of_topic(row.topic))


def show_offering(known: Known, *, announces: bool) -> Screen:
    """Show one of them, and what can be done about it."""
    back = Tap("demand", "single", (0,))
    if not isinstance(known, WantedOffering):
        return Screen((title(_("Nobody wishes for this any more."), pic.INFO),), back=back)
    start = known.next_start
    lines: tuple[Line, ...] = (
        title(known.title, pic.of_topic(known.topic)),
        say(_("{people} wish for this.", people=people_of(known.people)), pic.PEOPLE),
        say(_("There is no date yet.") if start is None else _("Next date: {when}", when=Moment(start)), pic.WHEN),
    )
    if start is None:
        lines += (note(_("When there is a date, they hear of it by themselves."), pic.REMINDER),)
    rows: Rows = ((to_offering(known.offering_id),),)
    if announces:
        rows += tell_rows(Tap("demand", "news", (known.offering_id,)))
    return Screen(lines, rows, back)
