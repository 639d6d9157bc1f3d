"""Words that several dialogs need for the same thing, so that one thing has one word."""

from __future__ import annotations

from locales.text import Text, _

KINDS = {
    "course": _("Course"),
    "workshop": _("Workshop"),
    "open_lab": _("Open lab"),
    "counselling": _("Counselling"),
    "event": _("Event"),
    "info_session": _("Information session"),
    "company_advice": _("Advice for companies"),
    "guided_activity": _("Guided activity"),
    "placement": _("Placement"),
}

AUDIENCES = {
    "women": _("Women"),
    "parents": _("Parents with children"),
    "companies": _("Companies"),
    "youth": _("Pupils and young people"),
    "seniors": _("Older people"),
    "jobseekers": _("People looking for work"),
}

PARTS_OF_DAY = {
    "morning": _("In the morning"),
    "afternoon": _("In the afternoon"),
    "evening": _("In the evening"),
}

LEVELS = {
    "none": _("You need not know anything before."),
    "beginner": _("You should know the basics."),
    "open": _("For everybody."),
}

REFUSALS = {
    "gone": _("This is no longer available."),
    "started": _("This has already begun."),
    "cancelled": _("This date is cancelled."),
    "full": _("All places are taken."),
    "no_registration": _("Just come. You need not register."),
    "no_date": _("There is no date yet."),
    "too_late": _("This place is no longer free. Somebody else has it now."),
    "conditions": _("This is not for everybody. I cannot register you here."),
}

SORRY_AGAIN = _("That did not work. Please tap the button once more.")


def audience_name(slug: str) -> Text:
    """Name a group of people offerings are made for."""
    return AUDIENCES.get(slug, _("Everybody"))


def part_of_day_name(slug: str) -> Text:
    """Name a part of the day."""
    return PARTS_OF_DAY.get(slug, _("At any time of day"))


def kind_name(slug: str) -> Text:
    """Name a kind of offering."""
    return KINDS[slug]


def refusal_text(slug: str) -> Text:
    """Say kindly why a wish could not be granted."""
    return REFUSALS.get(slug, SORRY_AGAIN)
