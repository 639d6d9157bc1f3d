"""Notices: one file each, what the bot says unasked."""
