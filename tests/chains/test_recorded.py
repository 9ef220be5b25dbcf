"""The answers of the public Esplora servers as their documentation shows them, values made up.

https://github.com/Blockstream/esplora/blob/master/API.md, https://mempool.space/docs/api/rest and
https://litecoinspace.org/docs/api/rest, which is the same software; nobody was asked. Litecoin's
confirmed payment is one out of its MWEB: the first output of such a transaction is the MWEB itself.
"""

import json
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from tests.chains.conftest import serving
from utils.chains.base import SeenTransfer
from utils.chains.esplora import EsploraClient
from utils.chains.genesis import GENESIS

RECORDED = Path(__file__).parent / "recorded"
MINED_AT = datetime(2025, 10, 16, 7, 52, 35, tzinfo=UTC)


@dataclass(frozen=True)
class Recorded:
    """A provider's file, and two addresses in it: an ordinary one, and one with much dust."""

    name: str
    coin: str
    paid: str
    dusted: str


BITCOIN = (
    "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
    "bc1qku0qh0mc00y8tk0n65x2tqw4trlspak0fnjmfz",
)
PROVIDERS = (
    Recorded("blockstream", "BTC", *BITCOIN),
    Recorded("mempool_space", "BTC", *BITCOIN),
    Recorded(
        "litecoinspace",
        "LTC",
        "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
        "ltc1q6he42udnkdx2m5dctfyjs2z9xl76xcdshd5htt",
    ),
)


def clock() -> datetime:
    return MINED_AT + timedelta(minutes=10)


@pytest.mark.parametrize("recorded", PROVIDERS, ids=lambda recorded: recorded.name)
async def test_every_part_of_an_answer_is_read(recorded: Recorded) -> None:
    """Each recorded endpoint is asked for, and nothing else is."""
    answers = json.loads((RECORDED / f"{recorded.name}.json").read_text())
    asked: set[str] = set()

    async def handler(request: web.Request) -> web.Response:
        asked.add(request.path)
        answer = answers[request.path]
        return web.Response(text=answer) if isinstance(answer, str) else web.json_response(answer)

    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    async with serving(app) as url:
        genesis = GENESIS[recorded.coin, "mainnet"]
        client = EsploraClient(url, clock=clock, max_tip_age=timedelta(hours=2), genesis=genesis)
        async with aclosing(client):
            observation = await client.observe([recorded.paid, recorded.dusted])
            assert await client.has_history(recorded.paid) is True
    assert observation.failures == {}
    assert (observation.tip.height, observation.tip.time) == (919_204, MINED_AT)
    (waiting, mined) = answers[f"/address/{recorded.paid}/txs"]
    block = mined["status"]
    assert set(observation.transfers[recorded.paid]) == {
        SeenTransfer(waiting["txid"], 1, 100_000, None, None),
        SeenTransfer(mined["txid"], 0, 250_000, block["block_height"], block["block_hash"]),
        SeenTransfer(mined["txid"], 2, 250_000, block["block_height"], block["block_hash"]),
    }
    dusted = {(t.amount, t.block_height) for t in observation.transfers[recorded.dusted]}
    assert dusted == {
        (600, None),
        (125_000, None),
        (700, block["block_height"]),
        (350_000, 919_100),
    }
    assert asked == set(answers)
