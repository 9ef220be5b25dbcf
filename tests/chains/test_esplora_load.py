"""How many requests a scan costs, and that dust makes nothing unpaid and little dearer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.chains.conftest import p2wpkh
from tests.chains.provider import ADDRESS, OTHER, TIP, block, number, stats, tell, transaction
from tests.scripted import ScriptedServer, SteppedClock, raw, scripted
from utils.chains.base import ChainError, ChainUnreadable, SeenTransfer
from utils.chains.esplora import EsploraClient
from utils.chains.esplora_address import MOST_PAGES

MOST_OF_A_SPAMMED_ADDRESS = 3
"""Its counts, the newest page, and what waits beyond it."""
TIP_AND_BLOCK = 2


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        block(server)
        tell(server, [], OTHER)
        yield server


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[EsploraClient]:
    client = EsploraClient(server.url, clock=SteppedClock())
    yield client
    await client.aclose()


async def seen(server: ScriptedServer, client: EsploraClient) -> tuple[list[SeenTransfer], int]:
    """What is known of the address, and how many requests that took."""
    before = len(server.asked)
    observation = await client.observe([ADDRESS])
    assert observation.failures == {}
    return list(observation.transfers[ADDRESS]), len(server.asked) - before


def unspent(server: ScriptedServer, transactions: list[dict[str, Any]]) -> None:
    server.answers[f"/address/{ADDRESS}/utxo"] = [
        {"txid": tx["txid"], "vout": 0, "value": tx["vout"][0]["value"], "status": tx["status"]}
        for tx in transactions
    ]


@pytest.mark.parametrize("count", [10, 1_000])
async def test_a_scan_of_open_invoices_costs_one_request_each(
    server: ScriptedServer, client: EsploraClient, count: int
) -> None:
    """And one for the tip, two when it is new: what a polite pace is reckoned from."""
    addresses = [p2wpkh("bc", number) for number in range(count)]
    for address in addresses:
        tell(server, [], address)
    for expected in (count + TIP_AND_BLOCK, count + 1):
        before = len(server.asked)
        observation = await client.observe(addresses)
        assert len(observation.transfers) == count
        assert len(server.asked) - before == expected


async def test_five_hundred_of_dust_are_paged_through_once(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Cases 12 and 34: the payment is the oldest of all; then each scan reads what is new."""
    dust = [transaction(n, 1, height=TIP - 500 + n // 2) for n in range(1_000, 500, -1)]
    history = [*dust, transaction(7, 90_000, height=TIP - 600)]
    tell(server, history)
    transfers, requests = await seen(server, client)
    assert sum(transfer.amount for transfer in transfers) == 90_500
    assert requests == TIP_AND_BLOCK + 1 + 21
    for height in (TIP + 1, TIP + 2):
        block(server, height)
        more = [transaction(100 * height + n, 1, height=height) for n in range(15)]
        history = [*more, *history]
        tell(server, history)
        transfers, requests = await seen(server, client)
        assert len(transfers) == len(history)
        assert requests <= TIP_AND_BLOCK + MOST_OF_A_SPAMMED_ADDRESS


async def test_more_than_can_be_paged_through_is_unreadable_and_bounded(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Cases 12 and 34: never "unpaid", and no more requests than told."""
    tell(server, [transaction(n, 1, height=TIP) for n in range(25 * MOST_PAGES + 26)])
    observation = await client.observe([ADDRESS, OTHER])
    assert isinstance(observation.failures[ADDRESS], ChainUnreadable)
    assert observation.transfers == {OTHER: ()}
    assert len(server.asked) == TIP_AND_BLOCK + 2 + MOST_PAGES


@pytest.mark.parametrize("count", [50, 51, 500])
async def test_more_in_the_mempool_than_is_shown(
    server: ScriptedServer, client: EsploraClient, count: int
) -> None:
    """Cases 12 and 34: the payment came before the dust that hides it, and is seen all the same."""
    waiting = [*(transaction(n, 1) for n in range(100, 99 + count)), transaction(7, 90_000)]
    tell(server, waiting)
    unspent(server, waiting)
    for _ in range(2):
        transfers, requests = await seen(server, client)
        assert len(transfers) == count
        assert [t.block_hash for t in transfers if t.amount == 90_000] == [None]
        assert requests <= TIP_AND_BLOCK + MOST_OF_A_SPAMMED_ADDRESS


@pytest.mark.parametrize(
    "answer",
    [
        raw("Too many unspent transaction outputs (>500).", 400),
        raw("[]"),
        [{"txid": number(7), "vout": 0, "value": 1e-8, "status": {"confirmed": False}}],
        [{"txid": number(7), "vout": 0, "value": "90000", "status": {"confirmed": False}}],
        [{"txid": number(7), "vout": 0, "value": -1, "status": {"confirmed": False}}],
        [{"txid": number(7), "vout": "0x0", "value": 90_000, "status": {"confirmed": False}}],
        [{"txid": "", "vout": 0, "value": 90_000, "status": {"confirmed": False}}],
        [{"txid": number(7), "vout": 0, "value": 90_000}],
    ],
)
async def test_what_waits_and_cannot_be_read_is_not_unpaid(
    server: ScriptedServer, client: EsploraClient, answer: object
) -> None:
    """Cases 9, 12 and 34."""
    tell(server, [*(transaction(n, 1) for n in range(100, 150)), transaction(7, 90_000)])
    server.answers[f"/address/{ADDRESS}/utxo"] = answer
    observation = await client.observe([ADDRESS])
    assert isinstance(observation.failures[ADDRESS], ChainError)


async def test_what_is_only_listed_as_unspent_is_never_confirmed(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 11: it has no script to check; a block's transactions are read with theirs."""
    real = transaction(7, 90_000, height=TIP)
    tell(server, [*(transaction(n, 1) for n in range(100, 150)), real])
    server.answers[f"/address/{ADDRESS}/txs"] = []
    unspent(server, [*(transaction(n, 1) for n in range(100, 150)), real])
    assert isinstance((await client.observe([ADDRESS])).failures[ADDRESS], ChainError)


async def test_a_reorganisation_below_what_is_remembered(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 25: nothing is kept that no longer stands on a block known before."""
    older = [transaction(n, n, height=TIP - 60) for n in range(1, 41)]
    tell(server, [transaction(50, 50, height=TIP - 2), *older])
    transfers, _ = await seen(server, client)
    assert len(transfers) == 41
    block(server, TIP + 1)
    moved = [transaction(50, 50, height=TIP + 1), *older[:30]]
    for tx in moved[1:]:
        tx["status"] |= {"block_hash": number(10**9)}
    tell(server, moved)
    transfers, _ = await seen(server, client)
    assert sorted(t.amount for t in transfers) == [*range(1, 31), 50]
    assert {t.block_hash for t in transfers} == {number(TIP + 1), number(10**9)}


async def test_a_provider_that_forgets_is_unreadable(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 3: its counts still hold what its pages do not, and memory does not fill the gap."""
    tell(server, [transaction(8, 5, height=TIP), transaction(7, 90_000, height=TIP - 9)])
    await seen(server, client)
    block(server, TIP + 1)
    counts: Any = server.answers[f"/address/{ADDRESS}"]
    counts["chain_stats"] = stats([transaction(n, 1_000) for n in range(3)])
    assert isinstance((await client.observe([ADDRESS])).failures[ADDRESS], ChainError)
