"""Runs the simulator alone, for anybody's bot: `python -m simulator --port 8081`."""

import argparse
import asyncio
import gc
import signal

from simulator.server import Simulator

# Messages stay, so the collector would look at ever more of them at every turn and find nothing.
COLLECT_EVERY = (100_000, 50, 1_000)


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
    simulator = Simulator(
        token=arguments.token,
        username=arguments.username,
        limits=arguments.limits,
        limit_scale=arguments.limit_scale,
        stars=arguments.stars,
        privacy=not arguments.no_privacy,
        inline=arguments.inline,
    )
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
    parser.add_argument("--limit-scale", type=float, default=1.0, help="so many times those limits (default 1)")
    parser.add_argument("--stars", type=float, default=0.0, help="the bot's balance, for paid broadcasts (default 0)")
    parser.add_argument("--inline", action="store_true", help="switch the bot's inline mode on")
    parser.add_argument("--no-privacy", action="store_true", help="switch its privacy mode in groups off")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
