"""What one transaction paid to one address: real nodes, Esplora over them, the sandbox, anvil."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tests.chains.conftest import Bench, NodeBench
from tests.chains.provider import ADDRESS, OTHER, SCRIPT, TIP, block, number, transaction
from tests.fakes import FakeChain, FakeClock
from tests.nodes import Node, Regtest, new_node
from tests.scripted import START, SteppedClock, raw, scripted
from utils.chains import solana_lookup
from utils.chains.base import (
    UNKNOWN,
    ChainCannotTell,
    ChainMalformed,
    ChainUnavailable,
    Lookup,
    Tip,
)
from utils.chains.esplora import EsploraClient
from utils.chains.jsonrpc import Answer, Call, JsonRpc
from utils.chains.node import NodeClient
from utils.chains.script import any_script_of
from utils.clock import utc_now

NOBODYS = "ab" * 32


async def test_a_payment_is_looked_up_while_it_waits_and_deepens(bench: Bench) -> None:
    """Failure case 63: what it paid to this address alone, and nothing to any other."""
    address, other = bench.chain.address(), bench.chain.address()
    txid = bench.chain.pay((address, 20_000), (other, 7_000), (address, 30_000))
    for depth in range(3):
        assert await bench.client.lookup(txid, address) == Lookup(True, 50_000, depth)
        assert await bench.client.lookup(txid, other) == Lookup(True, 7_000, depth)
        assert await bench.client.lookup(txid, bench.chain.address()) == Lookup(True, 0, depth)
        bench.chain.mine()


async def test_a_payment_is_dated_by_its_block(bench: Bench) -> None:
    """By the block's own time and height; nothing while it waits."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 20_000))
    waiting = await bench.client.lookup(txid, address)
    assert (waiting.height, waiting.mined_at, waiting.is_mined) == (None, None, False)
    bench.chain.mine()
    tip = await bench.client.tip()
    for _ in range(2):
        found = await bench.client.lookup(txid, address)
        assert (found.height, found.mined_at) == (tip.height, tip.time)
        bench.chain.mine()


async def test_what_nobody_has_heard_of_is_unknown(bench: Bench) -> None:
    """Failure case 63: a made-up id is no refund."""
    for txid in ("f" * 64, NOBODYS):
        assert await bench.client.lookup(txid, bench.chain.address()) == UNKNOWN


async def test_what_was_replaced_is_unknown(bench: Bench) -> None:
    """Failure case 22."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 20_000))
    bench.chain.replace(txid, bench.chain.address(), 19_000)
    bench.chain.mine()
    assert await bench.client.lookup(txid, address) == UNKNOWN


async def test_what_lost_its_block_counts_from_anew(bench: Bench) -> None:
    """Failure case 25: a node with an index goes on showing the block it had."""
    moved, dropped = bench.chain.address(), bench.chain.address()
    txid = bench.chain.pay((moved, 20_000))
    bench.chain.mine(2)
    bench.chain.reorg_moving(txid, 2)
    assert (await bench.client.lookup(txid, moved)).confirmations == 1
    gone = bench.chain.pay((dropped, 20_000))
    bench.chain.mine()
    bench.chain.reorg_dropping(gone)
    assert (await bench.client.lookup(gone, dropped)).confirmations == 0


async def test_what_a_sold_address_sent_back_is_looked_up(node_bench: NodeBench) -> None:
    """A refund from the order's own address, to one that nobody watches."""
    ours, customers = node_bench.chain.address(), node_bench.chain.address()
    await node_bench.client.observe([ours])
    node_bench.chain.pay((ours, 100_000))
    node_bench.chain.mine()
    txid = node_bench.chain.spend(ours, customers)
    assert await node_bench.client.lookup(txid, customers) == Lookup(True, 90_000, 0)
    node_bench.chain.mine()
    assert await node_bench.client.lookup(txid, customers) == Lookup(True, 90_000, 1)


@pytest.mark.parametrize("kind", ["legacy", "p2sh-segwit", "bech32"])
async def test_customers_use_every_kind_of_address(node_bench: NodeBench, kind: str) -> None:
    """Failure case 37: the script is our own reading of the address, not the provider's."""
    node = node_bench.chain.node
    address = node.miner("getnewaddress", "", kind)
    told = node.call("validateaddress", address)
    assert any_script_of(address) == told["scriptPubKey"]
    txid = node.miner("sendtoaddress", address, "0.001")
    node.call("sendrawtransaction", node.miner("gettransaction", txid)["hex"])
    node_bench.chain.mine()
    assert await node_bench.client.lookup(txid, address) == Lookup(True, 100_000, 1)


@pytest.mark.parametrize("txid", ["", "f" * 63, "F" * 64, "../../blocks", NOBODYS + "/hex"])
async def test_no_transaction_id_is_not_asked_for(bench: Bench, txid: str) -> None:
    with pytest.raises(ChainMalformed, match="cannot look for this"):
        await bench.client.lookup(txid, bench.chain.address())
    assert bench.client.health().ok


async def test_no_address_is_not_asked_for(bench: Bench) -> None:
    with pytest.raises(ChainMalformed, match="cannot ask for this address"):
        await bench.client.lookup(NOBODYS, "../../address")


async def test_a_node_without_an_index(
    any_node: Node, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It knows what waits, what it watches and what has an unspent output; else it says so."""
    node = new_node(any_node.program, tmp_path_factory.mktemp("plain") / "data", "-txindex=0")
    client = NodeClient(node.url, clock=utc_now)
    try:
        chain = Regtest(node)
        ours, theirs = chain.address(), chain.address()
        await client.observe([ours])
        txid = chain.pay((theirs, 20_000))
        assert await client.lookup(txid, theirs) == Lookup(True, 20_000, 0)
        chain.mine(2)
        assert await client.lookup(txid, theirs) == Lookup(True, 20_000, 2)
        chain.pay((ours, 100_000))
        chain.mine()
        back = chain.spend(ours, theirs)
        chain.mine()
        assert await client.lookup(back, theirs) == Lookup(True, 90_000, 1)
        with pytest.raises(ChainCannotTell, match="txindex"):
            await client.lookup(NOBODYS, theirs)
    finally:
        await client.aclose()
        node.stop()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"txid": number(2)}, "another transaction"),
        ({"vout": "x"}, "vout is no list"),
        ({"vout": [{"scriptpubkey": SCRIPT, "value": 1.5}]}, "value"),
        ({"vout": [{"scriptpubkey": SCRIPT, "value": -1}]}, "value"),
        ({"status": {}}, "confirmed"),
    ],
)
async def test_an_answer_of_the_wrong_shape_is_no_answer(
    change: dict[str, object], error: str
) -> None:
    """Failure cases 5 and 9."""
    async with scripted() as server:
        block(server)
        server.answers[f"/tx/{number(1)}"] = transaction(1, 500, height=TIP) | change
        client = EsploraClient(server.url, clock=SteppedClock())
        with pytest.raises(ChainMalformed, match=error):
            await client.lookup(number(1), ADDRESS)
        await client.aclose()


async def test_a_tip_below_the_transaction_counts_nothing_and_errors_stay_errors() -> None:
    """Failure cases 10 and 74: load-balanced backends; only 404 says that it is unknown."""
    async with scripted() as server:
        block(server)
        client = EsploraClient(server.url, clock=SteppedClock())
        server.answers[f"/tx/{number(1)}"] = transaction(1, 500, height=TIP + 2)
        assert await client.lookup(number(1), ADDRESS) == Lookup(True, 500, 0)
        assert await client.lookup(number(1), OTHER) == Lookup(True, 0, 0)
        assert await client.lookup(number(9), ADDRESS) == UNKNOWN
        server.answers[f"/tx/{number(9)}"] = raw("Invalid hex string", 400)
        with pytest.raises(ChainMalformed):
            await client.lookup(number(9), ADDRESS)
        server.answers[f"/tx/{number(9)}"] = raw("down", 502)
        with pytest.raises(ChainUnavailable):
            await client.lookup(number(9), ADDRESS)
        await client.aclose()


async def test_a_source_without_block_time_is_asked_for_the_block() -> None:
    async with scripted() as server:
        block(server)
        block(server, TIP - 3, seconds_ago=1_800)
        block(server)
        client = EsploraClient(server.url, clock=SteppedClock())
        server.answers[f"/tx/{number(1)}"] = transaction(1, 500, height=TIP - 3)
        found = await client.lookup(number(1), ADDRESS)
        assert (found.height, found.mined_at) == (TIP - 3, START - timedelta(seconds=1_800))
        server.answers[f"/tx/{number(1)}"] = transaction(1, 500, height=TIP - 4)
        found = await client.lookup(number(1), ADDRESS)
        assert (found.height, found.mined_at) == (TIP - 4, None)
        await client.aclose()


@pytest.mark.parametrize("time", ["soon", -1, 1.5, True, 10**12, int(START.timestamp()) + 7_201])
async def test_a_time_that_cannot_be_is_no_answer(time: object) -> None:
    """No block is dated long after one that follows it."""
    async with scripted() as server:
        block(server)
        paid = transaction(1, 500, height=TIP - 3)
        paid["status"]["block_time"] = time
        server.answers[f"/tx/{number(1)}"] = paid
        client = EsploraClient(server.url, clock=SteppedClock())
        with pytest.raises(ChainMalformed):
            await client.lookup(number(1), ADDRESS)
        await client.aclose()


class Told(JsonRpc):
    """What a Solana provider says, by method."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers

    async def ask(self, calls: Sequence[Call]) -> list[Answer]:
        return [self.answers[method] for method, _ in calls]


@pytest.mark.parametrize(
    ("block_time", "slot_time", "seconds"),
    [
        (1_700_000_000, ChainUnavailable("sol", "not asked"), 1_700_000_000),
        (None, 1_700_000_000, 1_700_000_000),
        (None, None, None),
        (None, ChainUnavailable("sol", "no time of this slot"), None),
    ],
)
async def test_a_solana_block_without_a_time(
    block_time: int | None, slot_time: Answer, seconds: int | None
) -> None:
    """https://solana.com/docs/rpc/http/gettransaction: blockTime is null when it is not known."""
    signature, address = "5" * 87 + "1", "1" * 32
    entry = {
        "slot": 90,
        "blockTime": block_time,
        "meta": {"err": None, "preBalances": [9, 0], "postBalances": [1, 7]},
        "transaction": {"signatures": [signature], "message": {"accountKeys": ["x", address]}},
    }
    statuses = {"value": [{"confirmationStatus": "finalized"}]}
    rpc = Told(getTransaction=entry, getSignatureStatuses=statuses, getBlockTime=slot_time)
    tip = Tip(100, "tip", START, 95)
    found = await solana_lookup.paid_by(rpc, signature, address, tip)
    assert found == Lookup(True, 7, 1)
    assert found.height == 90
    assert found.mined_at == (seconds and datetime.fromtimestamp(seconds, UTC))


async def test_the_stand_in_answers_alike() -> None:
    """What other tests take for a chain keeps the same promises."""
    chain = FakeChain(FakeClock())
    txid = chain.pay("customer", 500)
    assert await chain.lookup(txid, "customer") == Lookup(True, 500, 0)
    assert await chain.lookup(txid, "another") == Lookup(True, 0, 0)
    assert await chain.lookup(NOBODYS, "customer") == UNKNOWN
    chain.mine(2)
    assert await chain.lookup(txid, "customer") == Lookup(True, 500, 2)
    assert (await chain.lookup(txid, "customer")).mined_at == chain.mined_at[101]
    chain.final_lag = 2
    assert await chain.lookup(txid, "customer") == Lookup(True, 500, 0)
    chain.mine()
    assert await chain.lookup(txid, "customer") == Lookup(True, 500, 1)
