"""`python -m sandbox`: a Telegram and blockchains of this machine for any bot, until Ctrl-C."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.app import Sandbox
from sandbox.telegram.people import Person

PEOPLE = (
    Person(id=7001, first_name="Alice", username="alice"),
    Person(id=7000, first_name="Olivia", username="olivia", role="admin"),
)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--token", default="1000:sandbox", help="the bot's (default: %(default)s)")
    parser.add_argument("--name", default="Sandbox bot", help="the bot's, as people see it")
    parser.add_argument("--username", default="sandbox_bot", help="the bot's, without @")
    parser.add_argument("--port", type=int, default=8484, help="0: any (default: %(default)s)")
    parser.add_argument("--file", type=Path, help="where everything is kept; none: in memory")
    return parser.parse_args(arguments)


async def serve(options: argparse.Namespace) -> None:
    """Raises ValueError for a token that is none, OSError when the port is taken."""
    names = {"bot_name": options.name, "bot_username": options.username}
    sandbox = Sandbox(
        options.file, bot_token=options.token, people=PEOPLE, port=options.port, **names
    )
    url = await sandbox.start()
    told = f"page and control API: {url}/\nBot API server: {url} (token {options.token})\n"
    sys.stdout.write(told)
    sys.stdout.flush()
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    await over.wait()
    await sandbox.stop()


def main() -> None:
    try:
        asyncio.run(serve(parsed(sys.argv[1:])))
    except (OSError, ValueError) as error:
        sys.exit(f"The sandbox does not start: {error}")


if __name__ == "__main__":
    main()
