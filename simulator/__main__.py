"""Runs the simulator alone, for anybody's bot: `python -m simulator --port 8081`."""

import argparse
import asyncio
import signal

from simulator.server import Simulator


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    simulator = Simulator(token=arguments.token, username=arguments.username, limits=arguments.limits)
    await simulator.start(arguments.host, arguments.port)
    print(simulator.address, flush=True)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await simulator.stop()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 lets the system choose (default %(default)s)")
    parser.add_argument("--token", help="the only token to accept (default: any of the right shape)")
    parser.add_argument("--username", default="quartierbot_demo_bot", help="the bot's username")
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's sending limits")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
