"""Audiences: whom an announcement is for, counted and found inside the database."""

from storage.audience.choosing import count_ahead, dump, headcount, parse
from storage.audience.resolving import resolve_page

__all__ = ["count_ahead", "dump", "headcount", "parse", "resolve_page"]
