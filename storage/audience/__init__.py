"""Audiences: whom an announcement is for, counted and found inside the database."""

from storage.audience.choosing import dump, headcount, parse
from storage.audience.resolving import resolve_page

__all__ = ["dump", "headcount", "parse", "resolve_page"]
