"""What holds for every test: nobody is reached but this machine, and nobody's own settings are read."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from bot.settings import PREFIX

for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
    del os.environ[name]


def is_here(address: object) -> bool:
    """Say whether an address is this machine's: a Unix socket, or the loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse every connection to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - whatever a family takes
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address):
            message = f"a test reaches for {address}: tests stay on this machine"
            raise RuntimeError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
