"""A Bot API server on loopback with people in it, so that bots are tested and shown without Telegram.

It knows nothing of the bots that talk to it and imports nothing of this project.
"""

from simulator.clock import Clock
from simulator.faults import Faults
from simulator.person import Group, Person
from simulator.server import Simulator
from simulator.world import Arrival, Message

__all__ = ["Arrival", "Clock", "Faults", "Group", "Message", "Person", "Simulator"]
