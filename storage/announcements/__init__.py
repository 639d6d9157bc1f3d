"""Announcements: drafts, what stands against sending them, how they run, and how they read.

Every change takes `by`, the participant who asks for it, or None for the command line, and is authorised here.
"""

from storage.announcements.correcting import approve_correction, correct, recall_correction
from storage.announcements.drafts import (
    accept_fallback,
    attach,
    discard,
    set_audience,
    set_buttons,
    set_media,
    set_time,
    start,
    write,
)
from storage.announcements.reading import announced, digest, list_page, read
from storage.announcements.runs import delete_sent, pause, pause_itself, resume, stop, tell_slow
from storage.announcements.submitting import approve, count_due, recall, start_due, submit

__all__ = [
    "accept_fallback",
    "announced",
    "approve",
    "approve_correction",
    "attach",
    "correct",
    "count_due",
    "delete_sent",
    "digest",
    "discard",
    "list_page",
    "pause",
    "pause_itself",
    "read",
    "recall",
    "recall_correction",
    "resume",
    "set_audience",
    "set_buttons",
    "set_media",
    "set_time",
    "start",
    "start_due",
    "stop",
    "submit",
    "tell_slow",
    "write",
]
