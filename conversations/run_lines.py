"""How far an announcement is and what became of it, as lines: counts by fate, by reason and by language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from conversations import pictograms as pic
from conversations.core import Line, say
from conversations.fates import readers
from conversations.fewness import Told, added, number_text
from conversations.staff import language_name
from locales.text import Content, Text, _, ngettext
from storage.records.announcements import State
from storage.records.deliveries import Fate, FateCount, Progress, Reason, Unreached

BAR = 12
REASONS_SHOWN = 5
OTHER = "other"
LANGUAGES_SHOWN = 8
OPEN = (Fate.WAITING, Fate.CLAIMED, Fate.SENDING)
REASONS = {
    "blocked": "away",
    "chat not found": "away",
    Reason.UNREACHABLE: "away",
    Reason.ERASED: "away",
    Reason.LEFT: "closed",
    "not allowed": "closed",
    "moved": "closed",
    "refused": "refused",
    "not sent": "trouble",
    "server error": "trouble",
    "told to wait": "trouble",
    Reason.TOO_LATE: "missed",
    Reason.OVER: "over",
    Reason.OBJECTED: "withdrawn",
    Reason.INTERRUPTED: "unknown",
    "no answer in time": "unknown",
    "connection cut": "unknown",
}
"""the words for what the ledger notes; what Telegram answered stands there as `bot.sending.Verdict` says it"""
NOT_CHANGED = frozenset({Reason.NOT_CORRECTED, Reason.NOT_DELETED})
MINUTE, HOUR = 60, 3600


def bar_line(progress: Progress) -> Line:
    """Draw how much is settled."""
    total = progress.total
    settled = total - progress.count(*OPEN)
    filled = settled * BAR // total if total else 0
    share = settled * 100 // total if total else 0
    drawn = Content("▓" * filled + "░" * (BAR - filled), "mul")
    return Line(_("{bar} {percent} %", bar=drawn, percent=share))


def count_lines(progress: Progress) -> tuple[Line, ...]:
    """Say how many got it, how many wait, and how many it did not reach."""
    sent, total = progress.count(Fate.SENT), progress.total
    lines: tuple[Line, ...] = (say(_("Sent: {sent} of {total}", sent=sent, total=total), pic.YES),)
    if waiting := progress.count(*OPEN):
        lines += (say(_("Still to send: {count}", count=waiting), pic.WAITING),)
    if progress.state is not State.PAUSED and (held := held_up(progress)):
        lines += (Line(_("Some of them are held up. I try again: {count}", count=held), style="indented"),)
    if progress.held:
        weekly = ngettext(
            "{count} of them gets it on Thursday, with the weekly letter.",
            "{count} of them get it on Thursday, with the weekly letter.",
            progress.held,
        )
        lines += (Line(weekly, style="indented"),)
    if not progress.resolved and progress.state in {State.RUNNING, State.PAUSED}:
        lines += (Line(_("I am still counting. There may be more."), style="indented"),)
    return lines


def held_up(progress: Progress) -> int:
    """Count those who wait again because something stood in the way; not those who wait for their letter."""
    usual = ("", Reason.WEEKLY)
    return sum(each.count for each in progress.counts if each.fate is Fate.WAITING and each.reason not in usual)


def unreached_lines(counts: Iterable[FateCount]) -> tuple[Line, ...]:
    """Say whom it did not reach, by reason; what nobody knows is said as such."""
    by_reason: Counter[str] = Counter()
    for each in counts:
        if (slug := slug_of(each)) and each.count:
            by_reason[slug] += each.count
    named = [(slug, count) for slug, count in by_reason.most_common() if slug != OTHER][:REASONS_SHOWN]
    if rest := by_reason.total() - sum(count for _slug, count in named):
        named.append((OTHER, rest))
    return tuple(say(reason_text(slug, count), sign_of(slug)) for slug, count in named)


def slug_of(count: FateCount) -> str:
    """Tell the reason in one of a few words; '' where it was reached or still may be."""
    match count.fate:
        case Fate.STOPPED | Fate.UNKNOWN:
            return count.fate.value
        case Fate.MISSED | Fate.WITHDRAWN if not count.reason:
            return count.fate.value
        case Fate.FAILED | Fate.MISSED | Fate.WITHDRAWN:
            return REASONS.get(count.reason, OTHER)
        case _:
            return ""


def reason_text(slug: str, count: int) -> Text:
    """Say how many it did not reach for one reason."""
    match slug:
        case "away":
            return _("Have blocked me or are gone: {count}", count=count)
        case "closed":
            return _("Groups where I may not write: {count}", count=count)
        case "trouble":
            return _("Telegram could not be reached: {count}", count=count)
        case "over":
            return _("There was nothing left to announce: {count}", count=count)
        case "missed":
            return _("It was too late: {count}", count=count)
        case "stopped":
            return _("Not sent, because it was stopped: {count}", count=count)
        case "withdrawn":
            return _("Want no more news: {count}", count=count)
        case "unknown":
            return _("Perhaps it arrived, perhaps not: {count}", count=count)
        case "refused":
            return _("Telegram did not take it: {count}", count=count)
        case _:
            return _("For other reasons: {count}", count=count)


def unreached_text(each: Unreached) -> Text:
    """Say in a few words why it did not reach somebody."""
    match slug_of(FateCount("", each.fate, each.reason, 1)):
        case "away":
            return _("has blocked me or is gone")
        case "unknown":
            return _("perhaps it arrived")
        case "missed" | "over":
            return _("it was too late")
        case "stopped":
            return _("it was stopped")
        case _:
            return _("not reached")


def sign_of(slug: str) -> str:
    """Find the pictogram of a reason."""
    return {"unknown": pic.INFO, "stopped": pic.STOP, "withdrawn": pic.NO}.get(slug, pic.SORRY)


def time_left_line(progress: Progress) -> tuple[Line, ...]:
    """Say how long it still takes, when somebody can tell."""
    if progress.seconds_left is None or not progress.count(*OPEN) or progress.state is not State.RUNNING:
        return ()
    return (say(_("About {span} to go", span=span_text(progress.seconds_left)), pic.WAITING),)


def span_text(seconds: int) -> Text:
    """Say a span of time roughly."""
    if seconds < 2 * MINUTE:
        return ngettext("{count} second", "{count} seconds", max(1, seconds))
    if seconds < 2 * HOUR:
        return ngettext("{count} minute", "{count} minutes", -(-seconds // MINUTE))
    return ngettext("{count} hour", "{count} hours", -(-seconds // HOUR))


def work_lines(progress: Progress) -> tuple[Line, ...]:
    """Say what is still to be done to messages that have arrived."""
    lines: tuple[Line, ...] = ()
    if progress.correcting:
        lines += (say(_("Still to correct: {count}", count=progress.correcting), pic.CHANGE),)
    if progress.deleting:
        lines += (say(_("Still to delete: {count}", count=progress.deleting), pic.DELETE),)
    if stuck := sum(each.count for each in progress.counts if each.fate is Fate.SENT and each.reason in NOT_CHANGED):
        lines += (say(_("Could not be corrected or deleted: {count}", count=stuck), pic.SORRY),)
    return lines


def language_lines(counts: Iterable[FateCount]) -> tuple[Line, ...]:
    """Say how many got it in each language, the most first; of a few, not how many."""
    found = tuple(counts)
    known, sent = readers(found), sent_by_language(found)
    codes = sorted(known, key=lambda code: (-known[code].least, code))
    shown, rest = codes[:LANGUAGES_SHOWN], codes[LANGUAGES_SHOWN:]
    lines = tuple(language_line(language_name(code), sent[code], known[code]) for code in shown)
    if rest:
        number = added([known[code] for code in rest])
        lines += (language_line(_("Other languages"), sum(sent[code] for code in rest), number),)
    chats = sum(each.count for each in found if not each.language)
    return (*lines, language_line(_("Groups and channels"), sent[""], Told(chats))) if chats else lines


def sent_by_language(counts: Iterable[FateCount]) -> Counter[str]:
    """Count to how many it was sent, by language."""
    sent: Counter[str] = Counter()
    for each in counts:
        sent[each.language] += each.count if each.fate is Fate.SENT else 0
    return sent


def language_line(name: Text, sent: int, number: Told) -> Line:
    """Say how many got it in one language; where it is not told for how many it was, not how many got it either."""
    if number.exact:
        return Line(_("{name}: {sent} of {total}", name=name, sent=sent, total=number.least), style="indented")
    return Line(_("{language}: {count}", language=name, count=number_text(number)), style="indented")
