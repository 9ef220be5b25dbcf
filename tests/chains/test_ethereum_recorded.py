"""The answers of Ethereum nodes in the shapes of the execution-apis documentation, values made up.

Blocks carry every field of a mainnet block, transactions of several types among them; nothing was
asked of a public provider. https://github.com/ethereum/execution-apis
"""

import json
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.chains.conftest import serving
from utils.chains.base import SeenTransfer
from utils.chains.ethereum import EthereumClient

RECORDED = Path(__file__).parent / "recorded" / "ethereum.json"
ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
MINED_AT = datetime(2025, 10, 16, 7, 52, 35, tzinfo=UTC)
PAID_IN = 23_591_900
PLAIN, INSIDE = 250_000_000_000_000_000, 100_000_000_000_000_000


def clock() -> datetime:
    return MINED_AT + timedelta(seconds=14)


def node(exchanges: list[dict[str, Any]]) -> web.Application:
    """Answers exactly what was recorded; anything else is a failed lookup."""

    def said(question: dict[str, Any]) -> dict[str, Any]:
        (found,) = (
            each["result"]
            for each in exchanges
            if (each["method"], each["params"]) == (question["method"], question["params"])
        )
        return {"jsonrpc": "2.0", "id": question["id"], "result": found}

    async def handler(request: web.Request) -> web.Response:
        asked = json.loads(await request.text())
        several = isinstance(asked, list)
        return web.json_response([said(each) for each in asked] if several else said(asked))

    app = web.Application()
    app.router.add_post("/v3/key", handler)
    return app


async def test_every_part_of_an_answer_is_read() -> None:
    exchanges = json.loads(RECORDED.read_text())
    by_call = {(each["method"], str(each["params"])): each["result"] for each in exchanges}
    tip = by_call["eth_getBlockByNumber", "['latest', False]"]
    final = by_call["eth_getBlockByNumber", "['finalized', False]"]
    paid = by_call["eth_getBlockByNumber", str([hex(PAID_IN), True])]
    async with serving(node(exchanges)) as url:
        age = timedelta(seconds=90)
        client = EthereumClient(
            url.rstrip("/") + "/v3/key", clock=clock, chain_id=1, max_tip_age=age
        )
        async with aclosing(client):
            seen = await client.observe([ADDRESS])
            assert await client.has_history(ADDRESS) is True
            found = await client.find_transactions(ADDRESS, PAID_IN, PAID_IN + 1)
    height = int(final["number"], 16)
    assert (seen.tip.height, seen.tip.time) == (int(tip["number"], 16), MINED_AT)
    assert (seen.tip.final_height, seen.failures) == (height, {})
    row = SeenTransfer(ADDRESS.lower(), 0, PLAIN + INSIDE, height, final["hash"])
    assert seen.transfers == {ADDRESS: (row,)}
    assert found == [(paid["transactions"][1]["hash"], PLAIN), (paid["hash"], INSIDE)]
