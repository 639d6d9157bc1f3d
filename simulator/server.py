"""The simulator: one bot's Telegram on loopback, with a page of phones, a control API and people to act as."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from simulator import acts, pages
from simulator import clock as clocks
from simulator.api import Api, Call
from simulator.clock import Clock
from simulator.control import Control
from simulator.faults import Dice, Faults
from simulator.group import Channel, Group
from simulator.host import Host
from simulator.person import Person
from simulator.refusals import RefusedError
from simulator.world import NANOSTARS, Bot, ChatKind, Json, World

DEFAULT_TOKEN = "7000000001:AAF-simulator_token_for_nobody_12345"  # noqa: S105 - opens nothing but this simulator
MOST_REQUEST_BYTES = 52 * 1024 * 1024
STOPPING = RefusedError(500, "Internal Server Error: restart")


class Simulator:
    """A Bot API server with people in it.

    `token` None takes any token of the right shape; the bot's number is the one in the token. `delay_s` is the
    network's round trip, half of it before and half after a call. `limits` enforces Telegram's sending limits, every
    rate and every burst of them times `limit_scale`; `stars` is the bot's balance, which paid broadcasts draw on.
    `query_timeout_s` is how long a tap may wait for its answer. `keep_calls` bounds the record of calls,
    `keep_messages` each chat; `privacy` is the bot's privacy mode in groups, `inline` switches its inline mode on.
    `host` is what the program around offers on the page.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        username: str = "quartierbot_demo_bot",
        name: str = "Quartierbot",
        clock: Clock | None = None,
        host: Host | None = None,
        delay_s: float = 0.0,
        limits: bool = False,
        limit_scale: float = 1.0,
        stars: float = 0.0,
        query_timeout_s: float = 60.0,
        update_expiry_s: float = 24 * 3600.0,
        keep_calls: int = 20_000,
        keep_messages: int | None = None,
        privacy: bool = True,
        inline: bool = False,
    ) -> None:
        self.token = token or DEFAULT_TOKEN
        bot = Bot(
            int(self.token.partition(":")[0]),
            username,
            {"": name},
            privacy=privacy,
            supports_inline_queries=inline,
            nanostars=round(stars * NANOSTARS),
        )
        self.world = World(
            bot,
            clock,
            query_timeout_s=query_timeout_s,
            update_expiry_s=update_expiry_s,
            keep_messages=keep_messages,
        )
        self.api = Api(self.world, token, delay_s=delay_s, keep_calls=keep_calls)
        self.api.limit(limits, limit_scale)
        self.control = Control(self.world, self.api, host)
        self.address = ""
        self._people: dict[int, Person] = {}
        self._runner: web.ServerRunner | None = None

    @property
    def calls(self) -> Sequence[Call]:
        """The newest calls, oldest first; polls that brought nothing are left out."""
        return self.api.calls

    @property
    def counts(self) -> Counter[str]:
        """How many calls there were in all: by method, and `method:code` for refused ones."""
        return self.world.counts

    @property
    def people(self) -> list[Person]:
        """Everybody there is, those added on the page too."""
        return [self.person(number) for number in self.world.accounts]

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 lets the system choose. `address` is known afterwards."""
        # A poll whose poller is gone must end with it, or it would take what the next poller waits for.
        server = web.Server(self._handle, request_factory=_make_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.3)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, backlog=1024).start()
        bound_host, bound_port = self._runner.addresses[0][:2]
        self.address = f"http://{bound_host}:{bound_port}"

    async def stop(self) -> None:
        """Stop listening, end what waits."""
        self.world.updates.interrupt(STOPPING)
        self.control.stop()
        await self.world.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def add_person(
        self,
        first_name: str = "Resident",
        language: str = "de",
        label: str = "",
        *,
        role: str = "",
        started: bool = False,
        shown: bool = True,
    ) -> Person:
        """Make a person with a phone; `started` lets the bot write first, `role` is a note for the page.

        Without `shown` the phone is not on the page: a crowd would fill it.
        """
        account = self.world.add_account(
            first_name, language, label or first_name, role=role, started=started, shown=shown
        )
        self.world.tell_chat(account.chat)
        return self.person(account.id)

    def show(self, person: Person) -> None:
        """Give somebody a phone on the page who had none there."""
        person.account.shown = True
        self.world.tell_chat(person.account.chat)

    def person(self, chat_id: int) -> Person:
        """Return the person with a number; raises KeyError when there is none."""
        account = self.world.accounts[chat_id]
        return self._people.setdefault(chat_id, Person(self.world, account, self.settles))

    def add_group(
        self,
        title: str = "Group",
        members: Sequence[Person] = (),
        kind: ChatKind = "supergroup",
        *,
        username: str = "",
        forum: bool = False,
    ) -> Group:
        """Make a group that the first of its members owns; the bot is not in it until `Group.sets_bot`."""
        accounts = [person.account for person in members]
        chat = self.world.add_group(title, kind, username=username, forum=forum, members=accounts)
        self.world.tell_chat(chat)
        return Group(self.world, chat)

    def add_channel(self, title: str = "Channel", members: Sequence[Person] = (), *, username: str = "") -> Channel:
        """Make a channel that the first of its members owns; the bot is not in it until `Channel.sets_bot`."""
        accounts = [person.account for person in members]
        chat = self.world.add_group(title, "channel", username=username, members=accounts)
        self.world.tell_chat(chat)
        return Channel(self.world, chat)

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, as Telegram does when a confirmation was lost."""
        self.world.updates.again(update_id)

    def forge_tap(self, person: Person, message_id: int, data: str, group: Group | None = None) -> int:
        """Send callback data that the message does not carry; return the update's number."""
        return acts.forge_tap(self.world, person.account, message_id, data, group.chat if group else None)

    def set_network(
        self,
        *,
        delay_s: float | None = None,
        limits: bool | None = None,
        limit_scale: float | None = None,
        faults: Faults | None = None,
        seed: int = 0,
    ) -> None:
        """Change delay, limits or faults; what is None stays, and changed limits begin anew."""
        if delay_s is not None:
            self.api.delay_s = delay_s
        if limits is not None or limit_scale is not None:
            self.api.limit(limits, limit_scale)
        if faults is not None:
            self.api.dice = Dice(faults, seed)

    def calls_of(self, method: str) -> list[Call]:
        """Return the recorded calls of a method."""
        return [call for call in self.api.calls if call.method == method]

    def now(self) -> datetime:
        """Return the time of the simulated world, in UTC."""
        return clocks.read(self.world.clock)

    async def await_bot(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - waits on an event
        """Wait until a bot polls for updates, as one that has just been started will."""
        async with asyncio.timeout(timeout):
            await self.world.updates.polled.wait()

    async def settles(self, quiet: float = 0.05, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - waits on events
        """Wait until all updates are taken, no call is under way and none came for `quiet` seconds."""
        async with asyncio.timeout(timeout):
            while (left := self._unquiet_for(quiet)) > 0:
                self.api.activity.clear()
                try:
                    async with asyncio.timeout(left):
                        await self.api.activity.wait()
                except TimeoutError:
                    continue

    def _unquiet_for(self, quiet: float) -> float:
        if self.api.in_flight or self.world.webhook.pending():
            return quiet
        return quiet - (time.monotonic() - self.api.busy_at)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            return await self.api.answer(request)
        if path.startswith("/control/"):
            return await self.control.answer(request)
        if path.startswith("/file/"):
            return pages.file(self.world, path, self.api.token)
        return pages.page(path)


def _make_request(
    message: Json, payload: Json, protocol: Json, writer: Json, task: "asyncio.Task[None]"
) -> web.BaseRequest:
    """Make aiohttp's request; only here can uploads larger than its usual megabyte be allowed."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_REQUEST_BYTES)
