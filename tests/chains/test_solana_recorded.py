"""The answers of public Solana providers as their documentation shows them, values made up.

https://solana.com/docs/rpc/http, .../json-structures; for version 1 transactions the providers'
notes on Agave 4.2 (SIMD-0385).
"""

import asyncio
import json
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.chains.conftest import serving
from utils.chains.base import KnownTransfer, SeenTransfer
from utils.chains.solana import GENESIS, SolanaClient

ANSWERS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "recorded" / "solana.json").read_text()
)
ADDRESS = "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
UNUSED = "Hh8QwFUA6MtVu1qAoq12ucvFHNwCcVTV7hpWjeY1Hztb"
TOLD_AT = datetime(2025, 11, 21, 13, 0, tzinfo=UTC)


def clock() -> datetime:
    return TOLD_AT + timedelta(seconds=3)


def reply(call: dict[str, Any]) -> dict[str, Any]:
    answer = ANSWERS[call["method"]]
    if call["method"] == "getTransaction":
        answer = answer[call["params"][0]]
    return {"jsonrpc": "2.0", "result": answer, "id": call["id"]}


async def handle(request: web.Request) -> web.Response:
    asked = await request.json()
    many = isinstance(asked, list)
    return web.json_response([reply(call) for call in asked] if many else reply(asked))


async def test_every_part_of_an_answer_is_read() -> None:
    """Failure case 32: a legacy, a version 0 (with a lookup table) and a version 1 transaction."""
    app = web.Application()
    app.router.add_post("/", handle)
    newest, looked_up, failed, oldest = ANSWERS["getSignaturesForAddress"]
    forgotten = KnownTransfer(SeenTransfer("x", 0, 5_000, 400_000_000, "400000000"))
    async with serving(app) as url:
        client = SolanaClient(
            url, clock=clock, genesis=GENESIS["mainnet"], max_tip_age=timedelta(seconds=60)
        )
        async with aclosing(client):
            observation = await client.observe([ADDRESS, UNUSED], {ADDRESS: [forgotten]})
            assert await client.has_history(ADDRESS) is True
        async with aclosing(SolanaClient(url, clock=clock, genesis=GENESIS["mainnet"])) as started:
            await asyncio.gather(started.tip(), started.tip())
    tip = observation.tip
    assert observation.failures == {}
    assert (tip.height, tip.final_height, tip.time) == (459_812_377, ANSWERS["getSlot"], TOLD_AT)
    assert failed["err"]
    assert observation.transfers == {
        UNUSED: (),
        ADDRESS: (
            forgotten.transfer,
            *(
                SeenTransfer(line["signature"], place, amount, line["slot"], str(line["slot"]))
                for line, place, amount in (
                    (oldest, 1, 250_000_000),
                    (looked_up, 3, 100_000_000),
                    (newest, 1, 500_000_000),
                )
            ),
        ),
    }
