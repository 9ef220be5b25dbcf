"""Much of one address: outputs, rows, bytes. It is that address's affair, and nobody else's."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from tests.chains.conftest import Bench, NodeBench
from tests.chains.provider import ADDRESS, TIP, block, number, stats, tell, transaction
from tests.scripted import START, ScriptedServer, SteppedClock, raw, scripted
from utils.chains.base import (
    ChainUnreadable,
    KnownTransfer,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.esplora import LEFT_ALONE, EsploraClient
from utils.chains.failover import FailoverClient
from utils.chains.portion import MOST_NEW, MOST_OUTPUTS, MOST_ROWS, gathered, in_portions
from utils.wallets.segwit import encode


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        block(server)
        yield server


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def client(server: ScriptedServer, clock: SteppedClock) -> AsyncIterator[EsploraClient]:
    connected = EsploraClient(server.url, clock=clock, monotonic=clock.monotonic)
    async with aclosing(connected) as client:
        yield client


def entry(row: dict[str, Any], index: int) -> dict[str, Any]:
    value = row["vout"][index]["value"]
    return {"txid": row["txid"], "vout": index, "value": value, "status": row["status"]}


def too_large(server: ScriptedServer, address: str, paid: dict[str, Any], *spent: int) -> None:
    """An address whose transactions nobody can read; what is not spent is listed by itself."""
    path = f"/address/{address}"
    server.answers[path] = {
        "address": address,
        "chain_stats": stats([paid]),
        "mempool_stats": stats([]),
    }
    server.answers[f"{path}/txs"] = raw(b"[" + b" " * (9 * 1024 * 1024))
    left = [index for index in range(len(paid["vout"])) if index not in spent]
    server.answers[f"{path}/utxo"] = [entry(paid, index) for index in left]


async def test_twenty_thousand_outputs_are_a_few_rows(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """To one address, and one of them to another: nothing is lost, hardly anything recorded."""
    paid = transaction(1, *range(1, 20_001), height=TIP)
    tell(server, [paid])
    server.answers[f"/tx/{number(1)}/status"] = paid["status"]
    for height in (TIP, TIP + 1, TIP + 2):
        block(server, height)
        rows = (await client.observe([ADDRESS])).transfers[ADDRESS]
        assert len(rows) == MOST_OUTPUTS + 1
        assert sum(row.amount for row in rows) == sum(range(1, 20_001))
        assert [row.output_index for row in rows] == list(range(MOST_OUTPUTS + 1))
        assert {row.block_hash for row in rows} == {number(TIP)}
    assert server.asked.count(f"/address/{ADDRESS}/txs") == 1
    moved = transaction(1, *range(1, 20_001), height=TIP + 1)
    server.answers[f"/tx/{number(1)}/status"] = moved["status"]
    tell(server, [moved])
    block(server, TIP + 3)
    rows = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert {row.block_hash for row in rows} == {number(TIP + 1)}


async def test_many_outputs_are_the_same_rows_from_every_source(
    both: tuple[NodeBench, NodeBench],
) -> None:
    """Failure case 16: counted from the scripts, from a wallet, waiting and mined."""
    chain = both[0].chain
    address, other = chain.address(), chain.address()
    txid = chain.pay(*[(address, 10_000 + n) for n in range(60)], (other, 50_000))
    for depth in range(2):
        seen = [await bench.client.observe([address, other]) for bench in both]
        first, second = ({*each.transfers[address]} for each in seen)
        assert first == second
        assert len(first) == MOST_OUTPUTS + 1
        assert sum(row.amount for row in first) == sum(10_000 + n for n in range(60))
        assert (await both[0].client.lookup(txid, address)).confirmations == depth
        chain.mine()


async def test_more_than_a_node_tells_in_one_answer(
    node_bench: NodeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its wallet lists everything at once; what is too much comes page by page."""
    chain = node_bench.chain
    address = chain.address()
    await node_bench.client.observe([address])
    for _ in range(3):
        chain.pay(*[(address, 10_000 + n) for n in range(60)])
        chain.mine()
    expected = (await node_bench.client.observe([address])).transfers
    monkeypatch.setattr("utils.chains.node.PAGE", 50)
    monkeypatch.setattr("utils.chains.noderpc.MOST_BYTES", 40_000)
    async with aclosing(node_bench.restarted()) as again:
        assert {*(await again.observe([address])).transfers[address]} == {*expected[address]}


async def test_what_is_too_large_closes_no_provider(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Nine cheap orders with huge transactions, and an honest payment among them."""
    heavy = [encode("bc", 0, bytes([n]) * 20) for n in range(1, 10)]
    for address in heavy:
        too_large(server, address, transaction(5, 1, height=TIP))
        server.answers[f"/address/{address}/utxo"] = raw("Too many unspent (>500)", 400)
    tell(server, [transaction(1, 50_000, height=TIP)])
    for _ in range(3):
        seen = await FailoverClient([client]).observe([*heavy, ADDRESS])
        assert [row.amount for row in seen.transfers[ADDRESS]] == [50_000]
        assert {type(error) for error in seen.failures.values()} == {ChainUnreadable}
    health = client.health()
    assert (health.ok, health.retry_at) == (True, None)


async def test_transactions_too_large_are_decided_by_their_outputs(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """The list of outputs needs a hundred bytes for each, whatever else their transactions pay."""
    paid = transaction(1, 30_000, 20_000, height=TIP)
    too_large(server, ADDRESS, paid)
    rows = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert [(row.output_index, row.amount) for row in rows] == [(0, 30_000), (1, 20_000)]
    block(server, TIP + 1)
    too_large(server, ADDRESS, paid, 0)
    known = {ADDRESS: [KnownTransfer(row) for row in rows]}
    assert {*(await client.observe([ADDRESS], known)).transfers[ADDRESS]} == {*rows}
    block(server, TIP + 2)
    assert isinstance((await client.observe([ADDRESS])).failures[ADDRESS], ChainUnreadable)


async def test_what_was_too_much_is_not_read_again_until_it_changes(
    server: ScriptedServer, client: EsploraClient, clock: SteppedClock
) -> None:
    too_large(server, ADDRESS, transaction(5, 1, height=TIP), 0)
    path = f"/address/{ADDRESS}/txs"
    for seconds, times in [(0, 1), (60, 1), (LEFT_ALONE, 2)]:
        clock.skip(seconds)
        seen = await client.observe([ADDRESS])
        assert isinstance(seen.failures[ADDRESS], ChainUnreadable)
        assert server.asked.count(path) == times
    tell(server, [transaction(1, 50_000, height=TIP)])
    assert (await client.observe([ADDRESS])).transfers[ADDRESS]


def rows_of(count: int, amount: int = 1) -> tuple[SeenTransfer, ...]:
    return tuple(SeenTransfer(number(n), 0, amount, None, None) for n in range(count))


def seen_as(rows: tuple[SeenTransfer, ...]) -> Observation:
    return Observation("one", Tip(TIP, number(TIP), START), {"a": rows, "b": ()}, {})


def test_dust_is_recorded_in_portions_and_the_payment_at_once() -> None:
    """Failure case 34: what was recorded stays, nothing is complete until all of it is."""
    payment = SeenTransfer(number(10**6), 0, 90_000, TIP, number(TIP))
    rows, known = (*rows_of(500), payment), list[KnownTransfer]()
    for look in range(1, 7):
        seen = in_portions(seen_as(rows), {"a": known})
        shown = seen.transfers["a"]
        assert payment in shown
        assert {row.transfer for row in known} <= {*shown}
        assert len(shown) == min(look * MOST_NEW, len(rows))
        assert seen.contested == ({"a"} if len(shown) < len(rows) else frozenset())
        known = [KnownTransfer(row) for row in shown]
    assert {*shown} == {*rows}


def test_the_rest_of_a_transaction_is_one_row() -> None:
    outputs = [(n, n + 1) for n in range(100)]
    rows = gathered(outputs)
    assert sum(amount for _, amount, _ in rows) == sum(amount for _, amount in outputs)
    assert sum(count for _, _, count in rows) == 100
    assert [row[:2] for row in rows[:MOST_OUTPUTS]] == outputs[:MOST_OUTPUTS]
    assert rows[MOST_OUTPUTS][0] == MOST_OUTPUTS
    assert gathered(outputs[:MOST_OUTPUTS]) == rows[:MOST_OUTPUTS]


async def test_more_rows_than_anybody_needs_are_for_a_person(
    server: ScriptedServer, client: EsploraClient
) -> None:
    paid = [transaction(n, *[1] * 21, height=TIP - n) for n in range(MOST_ROWS // 21 + 1)]
    tell(server, paid)
    seen = await client.observe([ADDRESS])
    assert isinstance(seen.failures[ADDRESS], ChainUnreadable)


async def test_a_foreign_output_without_a_script_is_no_answer(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Failure case 11: of thousands only ours are looked at closely, and none may be hidden."""
    paid = transaction(1, 500, height=TIP)
    paid["vout"].append({"value": 3})
    tell(server, [paid])
    assert (await client.observe([ADDRESS])).failures


async def test_all_go_on_while_a_page_is_sent(bench: Bench) -> None:
    """A real chain with a payment to many addresses: each gets its own output only."""
    addresses = [bench.chain.address() for _ in range(30)]
    bench.chain.pay(*[(address, 10_000 + n) for n, address in enumerate(addresses)])
    seen = await bench.client.observe(addresses)
    assert [row.amount for a in addresses for row in seen.transfers[a]] == [
        10_000 + n for n in range(30)
    ]
