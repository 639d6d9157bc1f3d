"""The Bot API's methods, one function each, collected by name."""

from simulator.methods import chats, editing, profile, sending, taps, updates
from simulator.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "chats", "editing", "profile", "sending", "taps", "updates"]
