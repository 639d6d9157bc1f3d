"""Files that staff ask to be sent: counts for a spreadsheet, in which nobody can be found."""

from __future__ import annotations

import csv

from bot.staff_parcels import MARK, counts_csv
from storage.records.announcements import State
from storage.records.deliveries import Fate, FateCount, Progress, Report

COUNTS = (
    FateCount("", Fate.SENT, "", 2),
    FateCount("ar", Fate.FAILED, "blocked", 1),
    FateCount("de", Fate.SENT, "", 40),
    FateCount("tr", Fate.SENT, "", 12),
)


def test_the_file_tells_every_sum_and_no_small_number_of_a_language() -> None:
    report = Report(Progress(1, State.DONE, resolved=True, counts=COUNTS), (("details", 3),), 1, ())
    content = counts_csv(report).decode()

    assert content.startswith(MARK)
    assert [
        ["what", "language", "state", "reason", "count"],
        ["readers", "ar", "", "", "<5"],
        ["readers", "de", "", "", ">=37"],
        ["readers", "tr", "", "", "12"],
        ["chats", "", "sent", "", "2"],
        ["recipients", "other", "failed", "blocked", "1"],
        ["recipients", "other", "sent", "", "40"],
        ["recipients", "tr", "sent", "", "12"],
        ["taps", "", "details", "", "3"],
        ["registrations", "", "", "", "1"],
    ] == list(csv.reader(content.removeprefix(MARK).splitlines()))
