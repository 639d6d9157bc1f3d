"""The control API: what the page and test scripts do with phones, chats, clock and network, as JSON."""

from simulator.control.routes import Control

__all__ = ["Control"]
