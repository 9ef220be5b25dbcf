"""What finding and leasing messages costs when very many wait."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.figures import RUNS, Figure, spread
from bench.scene import DurableServer, postgres
from models.outbox import Importance
from tests.databases import FLAVOURS, POSTGRESQL, SqliteTemplates, Target
from tests.services.conftest import ShopWorld

WAITING = 20_000
CHATS = (1, 200, 20_000)
LANES = 30
PIECE = 2_000


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        templates = SqliteTemplates(Path(folder))
        for flavour in FLAVOURS:
            if flavour == POSTGRESQL and server is None:
                figures.append(Figure(f"outbox, {flavour}", "not installed"))
                continue
            for chats in CHATS:
                path = Path(folder) / f"{flavour}-{chats}.db"
                figures += await measured(empty(flavour, templates, path, server), chats)
    return figures


def empty(
    flavour: str, templates: SqliteTemplates, path: Path, server: DurableServer | None
) -> Target:
    return (
        templates.copy(flavour, path)
        if server is None or flavour != POSTGRESQL
        else server.create()
    )


async def measured(target: Target, chats: int) -> list[Figure]:
    """Milliseconds of a claim, and of the question when to look again."""
    async with target.open() as database:
        world = ShopWorld(database)
        await fill(world, chats)
        await world.outbox.claim(LANES)  # statements are compiled by now
        claims = [await timed(lambda: world.outbox.claim(LANES)) for _ in range(RUNS)]
        pauses = [await timed(world.outbox.pause) for _ in range(RUNS)]
    what = f"{target.flavour}, {WAITING:,} waiting for {chats:,} chats, ms"
    return [
        Figure(f"claim: {what}", spread(claims, 1)),
        Figure("  when to look again", spread(pauses, 1)),
    ]


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


async def fill(world: ShopWorld, chats: int) -> None:
    now = world.clock()
    for start in range(0, WAITING, PIECE):
        async with world.uow() as uow:
            uow.outbox.add(
                [
                    {
                        "dedup_key": str(number),
                        "event": "news",
                        "chat_id": number % chats + 1,
                        "order_id": None,
                        "args": {},
                        "importance": Importance.BACKGROUND,
                        "due_at": now,
                        "created_at": now,
                    }
                    for number in range(start, start + PIECE)
                ]
            )
