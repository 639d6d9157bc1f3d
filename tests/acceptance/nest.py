"""Processes of the bot that begin where its modules are loaded already: each start of a new one takes more than a second.

It is forked from this one for each request, and from there on it is what `python -m bot` would be: folder, environment,
pipes, signals, exit code and end are its own. That `python -m bot` itself starts is seen where nothing is forked.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys

MOST_BYTES = 200_000
STREAMS = 3


def main() -> None:
    """Fork until the one who asks is gone; returns in each fork, and there alone it runs the bot."""
    from bot.__main__ import main as bot

    gc.freeze()
    requests = socket.socket(fileno=int(sys.argv[1]))
    words = Nest(requests).serve()
    if words is not None:
        sys.argv = ["bot", *words]
        bot(prog_name="quartierbot")


class Nest:
    """The forks that live, and whom to tell when one ends."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._living: dict[int, socket.socket] = {}
        self._woken, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)

    def serve(self) -> list[str] | None:
        """Answer requests; gives the words of the command line in a fork, and None when nobody asks any more."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self._requests, self._woken], [], [])
            if self._woken in ready:
                self._woken.recv(MOST_BYTES)
                self._bury()
            if self._requests in ready:
                asked, handles, _, _ = socket.recv_fds(self._requests, MOST_BYTES, STREAMS + 1)
                if not asked:
                    return None
                if (words := self._fork(asked, handles)) is not None:
                    return words

    def _fork(self, asked: bytes, handles: list[int]) -> list[str] | None:
        """Fork, and tell its number; gives the words in the fork."""
        line = socket.socket(fileno=handles.pop())
        number = os.fork()
        if number == 0:
            line.close()
            return self._become(json.loads(asked), handles)
        for handle in handles:
            os.close(handle)
        self._living[number] = line
        line.send(str(number).encode())
        return None

    def _become(self, asked: dict[str, object], handles: list[int]) -> list[str]:
        """Leave the nest behind: take the streams, folder and environment of the new process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (self._requests, self._woken, self._wakes, *self._living.values()):
            each.close()
        for number, handle in enumerate(handles):
            os.dup2(handle, number)
            os.close(handle)
        os.chdir(str(asked["folder"]))
        os.environ.clear()
        match asked:
            case {"environment": dict(environment), "words": list(words)}:
                os.environ.update(environment)
                return words
        return []

    def _bury(self) -> None:
        """Tell how those ended that did."""
        for number in list(self._living):
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                with self._living.pop(number) as line:
                    line.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    main()
