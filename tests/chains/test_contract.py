"""One suite for every client of Bitcoin and Litecoin: Esplora over a node, a node, the sandbox."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest

from tests.chains.conftest import Bench, NodeBench
from utils.chains.base import ChainMalformed, ChainSource, ChainUnavailable, SeenTransfer
from utils.chains.genesis import GENESIS

DUST = 5_000
"""Satoshi: little enough to be a nuisance, enough for every node to relay."""


async def seen_by(client: ChainSource, address: str) -> tuple[SeenTransfer, ...]:
    """What is known of one address; the observation itself must be whole."""
    observation = await client.observe([address])
    assert observation.failures == {}
    return observation.transfers[address]


async def test_tip_is_the_newest_block(bench: Bench) -> None:
    before = await bench.client.tip()
    bench.chain.mine(2)
    after = await bench.client.tip()
    assert after.height == before.height + 2
    assert after.hash != before.hash
    assert after.time.tzinfo is not None


async def test_nothing_is_known_of_a_fresh_address(bench: Bench) -> None:
    address = bench.chain.address()
    assert await bench.client.has_history(address) is False
    assert await seen_by(bench.client, address) == ()


async def test_observing_no_address(bench: Bench) -> None:
    observation = await bench.client.observe([])
    assert (observation.transfers, observation.failures) == ({}, {})


async def test_has_history_from_the_mempool_on(bench: Bench) -> None:
    """Failure case 36: an address that was used before is told apart."""
    waiting, mined, fresh = (bench.chain.address() for _ in range(3))
    assert await bench.client.has_history(waiting) is False
    bench.chain.pay((mined, 50_000))
    bench.chain.mine()
    bench.chain.pay((waiting, 50_000))
    assert await bench.client.has_history(waiting) is True
    assert await bench.client.has_history(mined) is True
    assert await bench.client.has_history(fresh) is False


async def test_mempool_then_confirmations(bench: Bench) -> None:
    """Failure case 16: seen in many polls, it is one transfer."""
    address = bench.chain.address()
    await seen_by(bench.client, address)
    txid = bench.chain.pay((address, 123_456))
    (waiting,) = await seen_by(bench.client, address)
    assert (waiting.txid, waiting.amount) == (txid, 123_456)
    assert (waiting.block_height, waiting.block_hash) == (None, None)
    for depth in (1, 2, 3):
        bench.chain.mine()
        observation = await bench.client.observe([address])
        (mined,) = observation.transfers[address]
        assert mined.block_height is not None
        assert observation.tip.height - mined.block_height + 1 == depth
    assert (mined.txid, mined.output_index) == (waiting.txid, waiting.output_index)


async def test_block_hash_is_the_blocks(bench: Bench) -> None:
    address = bench.chain.address()
    bench.chain.pay((address, 50_000))
    bench.chain.mine()
    observation = await bench.client.observe([address])
    (mined,) = observation.transfers[address]
    assert (mined.block_height, mined.block_hash) == (observation.tip.height, observation.tip.hash)


async def test_each_address_gets_its_own(bench: Bench) -> None:
    first, second, neither = (bench.chain.address() for _ in range(3))
    bench.chain.pay((first, 30_000))
    bench.chain.pay((second, 40_000))
    bench.chain.pay((first, 50_000))
    observation = await bench.client.observe([first, second, neither])
    amounts = {a: sorted(t.amount for t in got) for a, got in observation.transfers.items()}
    assert amounts == {first: [30_000, 50_000], second: [40_000], neither: []}


async def test_replaced_by_a_payment_to_somebody_else(bench: Bench) -> None:
    """Failure case 22: the payment is gone, whether or not the replacement is mined."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 70_000))
    assert len(await seen_by(bench.client, address)) == 1
    bench.chain.replace(txid, bench.chain.address(), 70_000)
    assert await seen_by(bench.client, address) == ()
    bench.chain.mine()
    assert await seen_by(bench.client, address) == ()


async def test_replaced_by_another_amount(bench: Bench) -> None:
    """Failure case 22: one transfer, the new one."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 70_000))
    await seen_by(bench.client, address)
    newer = bench.chain.replace(txid, address, 60_000)
    assert [(t.txid, t.amount) for t in await seen_by(bench.client, address)] == [(newer, 60_000)]


@pytest.mark.parametrize("depth", [1, 3])
async def test_reorganisation_that_drops_the_payment(bench: Bench, depth: int) -> None:
    """Failure case 25: double-spent in the longer chain, a payment with a block is gone."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 80_000))
    bench.chain.mine(depth)
    (mined,) = await seen_by(bench.client, address)
    assert mined.block_hash is not None
    bench.chain.reorg_dropping(txid, depth)
    assert await seen_by(bench.client, address) == ()


@pytest.mark.parametrize("depth", [1, 3])
async def test_reorganisation_that_moves_the_payment(bench: Bench, depth: int) -> None:
    """Failure case 25: the same transfer, with the hash and height of its new block."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 80_000))
    bench.chain.mine(depth)
    (before,) = await seen_by(bench.client, address)
    bench.chain.reorg_moving(txid, depth)
    observation = await bench.client.observe([address])
    (after,) = observation.transfers[address]
    assert (after.txid, after.output_index) == (before.txid, before.output_index)
    assert (after.block_height, after.block_hash) == (observation.tip.height, observation.tip.hash)
    assert after.block_hash != before.block_hash


async def test_double_spent_before_it_was_mined(bench: Bench) -> None:
    """Failure case 22: the block takes the other one."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 70_000))
    (waiting,) = await seen_by(bench.client, address)
    assert waiting.block_hash is None
    bench.chain.replace(txid, bench.chain.address(), 70_000)
    bench.chain.mine()
    assert await seen_by(bench.client, address) == ()


async def test_dropped_from_the_mempool_and_sent_again(bench: Bench) -> None:
    """Failure case 24: gone while nobody has it, and the same transfer when it is back."""
    address = bench.chain.address()
    txid = bench.chain.pay((address, 60_000))
    before = await seen_by(bench.client, address)
    bench.chain.forget(txid)
    assert await seen_by(bench.client, address) == ()
    bench.chain.resend(txid)
    assert await seen_by(bench.client, address) == before
    bench.chain.mine()
    (mined,) = await seen_by(bench.client, address)
    assert (mined.txid, mined.amount, mined.block_hash is None) == (txid, 60_000, False)


async def test_a_chain_that_stands_still_is_not_believed(bench: Bench) -> None:
    """Failure case 1: nothing is said at all, so that nothing expires on the strength of it."""
    bench.chain.mine()
    tip = await bench.client.tip()
    for minutes, is_stale in [(119, False), (121, True)]:
        client = bench.restarted(
            clock=lambda minutes=minutes: tip.time + timedelta(minutes=minutes),
            max_tip_age=timedelta(hours=2),
        )
        async with aclosing(client):
            if not is_stale:
                assert (await client.tip()).hash == tip.hash
                continue
            for question in (client.tip(), client.observe([bench.chain.address()])):
                with pytest.raises(ChainUnavailable, match="stale"):
                    await question


async def test_a_source_of_another_network_is_not_believed(bench: Bench) -> None:
    """Failure case 11: it shares our addresses and would call all of them unpaid."""
    for genesis in (GENESIS["BTC", "mainnet"], GENESIS["LTC", "testnet"]):
        async with aclosing(bench.restarted(genesis=genesis)) as client:
            address = bench.chain.address()
            for question in (client.tip(), client.observe([address]), client.has_history(address)):
                with pytest.raises(ChainMalformed, match="another network"):
                    await question
            assert client.health().ok is False


async def test_first_questions_may_come_together(bench: Bench) -> None:
    """The scan, the sweep and the stock of addresses all begin with the start of the shop."""
    async with aclosing(bench.restarted()) as client:
        address = bench.chain.address()
        for _ in range(2):
            await asyncio.gather(client.tip(), client.observe([address]), client.tip())
        assert client.health().ok


async def test_dust_before_the_real_payment(bench: Bench) -> None:
    """Failure cases 12 and 34: sixty of dust fill several pages; nothing is left out."""
    address = bench.chain.address()
    for _ in range(3):
        for _ in range(20):
            bench.chain.pay((address, DUST))
        bench.chain.mine()
    bench.chain.pay((address, 90_000))
    transfers = await seen_by(bench.client, address)
    assert sorted(t.amount for t in transfers) == [DUST] * 60 + [90_000]
    assert [t.amount for t in transfers if not t.block_hash] == [90_000]


async def test_more_dust_in_the_mempool_than_any_provider_shows(bench: Bench) -> None:
    """Failure cases 12 and 34: the payment is the sixty-first of what waits, and is seen."""
    address = bench.chain.address()
    bench.chain.fund(61)
    real = bench.chain.pay((address, 90_000))
    for _ in range(60):
        bench.chain.pay((address, DUST))
    for _ in range(2):
        transfers = await seen_by(bench.client, address)
        assert sorted(t.amount for t in transfers) == [DUST] * 60 + [90_000]
        assert [t.txid for t in transfers if t.amount > DUST] == [real]
        bench.chain.mine()


async def test_a_restarted_client_says_the_same(bench: Bench) -> None:
    """Failure case 51: mined, waiting, gone, and what happened while nobody looked."""
    mined, waiting, gone, later = addresses = [bench.chain.address() for _ in range(4)]
    bench.chain.pay((mined, 20_000))
    lost = bench.chain.pay((gone, 30_000))
    await bench.client.observe(addresses)
    bench.chain.replace(lost, bench.chain.address(), 30_000)
    bench.chain.mine()
    bench.chain.pay((waiting, 40_000))
    before = await bench.client.observe(addresses)
    async with aclosing(bench.restarted()) as again:
        assert (await again.observe(addresses)).transfers == before.transfers
        assert await again.has_history(waiting) is True
    bench.chain.pay((later, 50_000))
    bench.chain.mine()
    async with aclosing(bench.restarted()) as again:
        after = (await again.observe(addresses)).transfers
    amounts = {a: [t.amount for t in got if t.block_hash] for a, got in after.items()}
    assert amounts == {mined: [20_000], waiting: [40_000], gone: [], later: [50_000]}


async def test_paid_before_the_client_ever_heard_of_it(bench: Bench) -> None:
    """A change of sources or a restored backup: the recent past is searched, blocks and mempool."""
    mined, waiting = bench.chain.address(), bench.chain.address()
    bench.chain.pay((mined, 20_000))
    bench.chain.mine()
    bench.chain.pay((waiting, 40_000))
    observation = await bench.client.observe([mined, waiting])
    found = {a: [t.amount for t in got] for a, got in observation.transfers.items()}
    assert found == {mined: [20_000], waiting: [40_000]}


async def test_two_outputs_of_one_transaction(bench: Bench) -> None:
    """Failure case 17: both count, told apart by their index."""
    ours, other = bench.chain.address(), bench.chain.address()
    txid = bench.chain.pay((ours, 20_000), (other, 25_000), (ours, 30_000))
    for _ in range(2):
        got = await seen_by(bench.client, ours)
        rows = sorted((t.txid, t.output_index, t.amount) for t in got)
        assert [(txid, amount) for _, _, amount in rows] == [(txid, 20_000), (txid, 30_000)]
        assert rows[1][1] - rows[0][1] == 2
        bench.chain.mine()


async def test_one_transaction_pays_two_addresses(bench: Bench) -> None:
    """Failure case 18: each gets its own output only."""
    first, second = bench.chain.address(), bench.chain.address()
    bench.chain.pay((first, 20_000), (second, 25_000))
    observation = await bench.client.observe([first, second])
    (one,), (other,) = observation.transfers[first], observation.transfers[second]
    assert (one.amount, other.amount) == (20_000, 25_000)
    assert (other.txid, other.output_index) == (one.txid, one.output_index + 1)


async def test_spent_afterwards_is_still_a_payment(node_bench: NodeBench) -> None:
    """Sweeping an address must not undo what was paid to it, in the mempool or mined."""
    address = node_bench.chain.address()
    txid = node_bench.chain.pay((address, 100_000))
    node_bench.chain.mine()
    before = await seen_by(node_bench.client, address)
    node_bench.chain.spend(address, node_bench.chain.address())
    assert await seen_by(node_bench.client, address) == before
    node_bench.chain.mine()
    assert [t.txid for t in await seen_by(node_bench.client, address)] == [txid]


async def test_paid_with_the_coins_of_another_watched_address(node_bench: NodeBench) -> None:
    """A node's wallet takes an output to itself for change unless the address has a label."""
    first, second = node_bench.chain.address(), node_bench.chain.address()
    await node_bench.client.observe([first, second])
    node_bench.chain.pay((first, 100_000))
    node_bench.chain.mine()
    txid = node_bench.chain.spend(first, second)
    assert [t.txid for t in await seen_by(node_bench.client, second)] == [txid]


async def test_a_block_reward_counts_when_it_can_be_spent(
    both: tuple[NodeBench, NodeBench],
) -> None:
    """Failure case 38: a reward needs a hundred further blocks."""
    chain = both[0].chain
    address = chain.address()
    chain.node.call("generatetoaddress", 1, address)
    for blocks, is_there in [(0, False), (99, False), (1, True)]:
        if blocks:
            chain.mine(blocks)
        for bench in both:
            transfers = await seen_by(bench.client, address)
            assert [t.block_height is not None for t in transfers] == [True] * is_there


async def test_two_sources_name_each_payment_alike(both: tuple[NodeBench, NodeBench]) -> None:
    """Failure case 16: told by both, it is one row: same transaction, output, amount and block."""
    chain = both[0].chain
    mined, waiting = chain.address(), chain.address()
    chain.pay((mined, 20_000), (waiting, 30_000), (mined, 40_000))
    chain.mine()
    chain.pay((waiting, 50_000))
    first, second = [(await bench.client.observe([mined, waiting])).transfers for bench in both]
    assert {a: set(got) for a, got in first.items()} == {a: set(got) for a, got in second.items()}
    assert [len(first[mined]), len(first[waiting])] == [2, 2]
