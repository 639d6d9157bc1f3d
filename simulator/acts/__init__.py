"""What people do with their phones: each act changes the world and queues the update Telegram would send."""

from simulator.acts.asking import ask_inline, choose_inline
from simulator.acts.membership import (
    block,
    create_topic,
    pin,
    set_bot_status,
    set_member,
    unblock,
    upgrade,
)
from simulator.acts.reach import ImpossibleError
from simulator.acts.tapping import find_button, forge_tap, set_reaction, tap, tap_seen
from simulator.acts.writing import KINDS, edit, say, send, send_file, share_location, start

__all__ = [
    "KINDS",
    "ImpossibleError",
    "ask_inline",
    "block",
    "choose_inline",
    "create_topic",
    "edit",
    "find_button",
    "forge_tap",
    "pin",
    "say",
    "send",
    "send_file",
    "set_bot_status",
    "set_member",
    "set_reaction",
    "share_location",
    "start",
    "tap",
    "tap_seen",
    "unblock",
    "upgrade",
]
