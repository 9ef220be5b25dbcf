"""How many updates and calls a second the sandbox itself can take, on one core.

The sandbox has this process for itself; the bot is another one that speaks bare HTTP.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.customers import people
from bench.figures import RUNS, Figure, spread
from bench.processes import TOKEN
from sandbox.app import Sandbox
from sandbox.telegram import acts
from sandbox.telegram.world import World

CUSTOMERS = 100
NUMBER = 6_000
CONNECTIONS = 8
AT_ONCE = 50
AIM = ">= 2,000"


@dataclass(frozen=True, slots=True)
class Run:
    """`rate` by the clock; `core` by the processor time of the sandbox, which other load spares."""

    rate: float
    core: float


async def measure() -> list[Figure]:
    updates = [await run("echo", feed) for _ in range(RUNS)]
    calls = [await run("ask", rest) for _ in range(RUNS)]
    return [
        Figure("sandbox: updates/s, each answered by a message", rates(updates), AIM),
        Figure("  per second of its processor time", cores(updates), AIM),
        Figure("sandbox: getMe calls/s", rates(calls)),
        Figure("  per second of its processor time", cores(calls)),
    ]


def rates(runs: list[Run]) -> str:
    return spread([run.rate for run in runs])


def cores(runs: list[Run]) -> str:
    return spread([run.core for run in runs])


async def run(what: str, meanwhile: Callable[[World], Awaitable[None]]) -> Run:
    """One bot process that does `what`, and what people do meanwhile."""
    sandbox = Sandbox(None, bot_token=TOKEN, people=people(CUSTOMERS))
    url = await sandbox.start()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.sandbox", what, url, TOKEN),
        cwd=Path(__file__).parents[1],
        stdout=asyncio.subprocess.PIPE,
    )
    assert bot.stdout is not None
    await bot.stdout.readline()
    begun, used = time.perf_counter(), time.process_time()
    await meanwhile(sandbox.telegram)
    await bot.stdout.readline()
    result = Run(NUMBER / (time.perf_counter() - begun), NUMBER / (time.process_time() - used))
    await bot.wait()
    await sandbox.stop()
    return result


async def feed(world: World) -> None:
    """Everybody writes in turn, a few at once."""
    customers = world.people.all()
    for number in range(NUMBER):
        acts.write(world, customers[number % CUSTOMERS], acts.text_content("hello"))
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


async def rest(_: World) -> None:
    return


class Connection:
    """One kept-alive connection without an HTTP library, so that the client costs little."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def call(self, token: str, method: str, body: str) -> bytes:
        head = f"POST /bot{token}/{method} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write((head + kind + body).encode())
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        return await self._reader.readexactly(int(length))


async def bot(what: str, url: str, token: str) -> None:
    """The other process: announces itself, works, and announces the end."""
    host, port = url.removeprefix("http://").split(":")
    connections = [
        Connection(*await asyncio.open_connection(host, int(port))) for _ in range(CONNECTIONS)
    ]
    print("ready", flush=True)
    await (echo if what == "echo" else ask)(connections, token)
    print("done", flush=True)


async def echo(connections: list[Connection], token: str) -> None:
    """One connection polls, the others send one message for every update."""
    poller, *senders = connections
    chats: asyncio.Queue[int] = asyncio.Queue()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(poll(poller, token, chats))
        for number, sender in enumerate(senders):
            share = len(range(number, NUMBER, len(senders)))
            tasks.create_task(answer(sender, token, chats, share))


async def poll(poller: Connection, token: str, chats: asyncio.Queue[int]) -> None:
    offset = heard = 0
    while heard < NUMBER:
        body = f'{{"offset":{offset},"timeout":20}}'
        for update in json.loads(await poller.call(token, "getUpdates", body))["result"]:
            offset = update["update_id"] + 1
            heard += 1
            chats.put_nowait(update["message"]["chat"]["id"])


async def answer(sender: Connection, token: str, chats: asyncio.Queue[int], share: int) -> None:
    for _ in range(share):
        chat = await chats.get()
        await sender.call(token, "sendMessage", f'{{"chat_id":{chat},"text":"hello"}}')


async def ask(connections: list[Connection], token: str) -> None:
    async def one(connection: Connection) -> None:
        for _ in range(NUMBER // CONNECTIONS):
            await connection.call(token, "getMe", "")

    async with asyncio.TaskGroup() as tasks:
        for connection in connections:
            tasks.create_task(one(connection))


if __name__ == "__main__":
    asyncio.run(bot(*sys.argv[1:4]))
