"""The answers of the public Esplora servers as their documentation shows them, values made up.

https://github.com/Blockstream/esplora/blob/master/API.md, https://mempool.space/docs/api/rest
"""

import json
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from tests.chains.conftest import serving
from utils.chains.base import SeenTransfer
from utils.chains.esplora import EsploraClient

RECORDED = Path(__file__).parent / "recorded"
ADDRESS = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
MINED_AT = datetime(2025, 10, 16, 7, 52, 35, tzinfo=UTC)


def clock() -> datetime:
    return MINED_AT + timedelta(minutes=10)


@pytest.mark.parametrize("name", ["blockstream", "mempool_space"])
async def test_every_part_of_an_answer_is_read(name: str) -> None:
    answers = json.loads((RECORDED / f"{name}.json").read_text())

    async def handler(request: web.Request) -> web.Response:
        answer = answers[request.path]
        return web.Response(text=answer) if isinstance(answer, str) else web.json_response(answer)

    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    async with serving(app) as url:
        client = EsploraClient(url, clock=clock, max_tip_age=timedelta(hours=2))
        async with aclosing(client):
            observation = await client.observe([ADDRESS])
            assert await client.has_history(ADDRESS) is True
    (waiting, mined) = answers[f"/address/{ADDRESS}/txs"]
    block = mined["status"]
    assert observation.failures == {}
    assert (observation.tip.height, observation.tip.time) == (919_204, MINED_AT)
    assert set(observation.transfers[ADDRESS]) == {
        SeenTransfer(waiting["txid"], 1, 100_000, None, None),
        SeenTransfer(mined["txid"], 0, 250_000, block["block_height"], block["block_hash"]),
        SeenTransfer(mined["txid"], 2, 250_000, block["block_height"], block["block_hash"]),
    }
