"""A Bot API server on loopback with people in it, so that bots are tested and shown without Telegram.

It knows nothing of the bots that talk to it and imports nothing of this project.
"""

from simulator.clock import Clock
from simulator.faults import Faults
from simulator.group import Channel, Group
from simulator.host import Host
from simulator.person import Person
from simulator.records import Arrival, Message, Topic
from simulator.server import Simulator

__all__ = ["Arrival", "Channel", "Clock", "Faults", "Group", "Host", "Message", "Person", "Simulator", "Topic"]
