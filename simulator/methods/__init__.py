"""The Bot API's methods, one function each, collected by name."""

from simulator.methods import (
    albums,
    chats,
    copying,
    editing,
    inline,
    media,
    pins,
    profile,
    reactions,
    rights,
    sending,
    taps,
    topics,
    updates,
)
from simulator.methods.registry import METHODS, Method

__all__ = [
    "METHODS",
    "Method",
    "albums",
    "chats",
    "copying",
    "editing",
    "inline",
    "media",
    "pins",
    "profile",
    "reactions",
    "rights",
    "sending",
    "taps",
    "topics",
    "updates",
]
