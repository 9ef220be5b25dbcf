"""One suite, every Ethereum: a real anvil and the sandbox's chain, through the same client."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from sandbox.chains import ethereum_rpc
from sandbox.chains.ethereum import EthereumChain
from sandbox.store import Store
from tests.chains.conftest import serving
from tests.chains.ethereum_chains import (
    DESTROYER,
    ETHER,
    TOKEN,
    AnvilChain,
    Bench,
    SandboxChain,
    Shop,
    fresh_address,
)
from tests.databases import missing_service
from tests.ethereum_node import ANVIL_MISSING, CHAIN_ID, FINAL_LAG, Anvil, find_anvil, new_anvil
from utils.chains.base import UNKNOWN, ChainCannotTell, ChainMalformed, Lookup, SeenTransfer
from utils.chains.ethereum import EthereumClient
from utils.clock import utc_now


@pytest.fixture(scope="session")
def anvil() -> Iterator[Anvil]:
    program = find_anvil()
    if program is None:
        missing_service(ANVIL_MISSING)
    assert program is not None
    node = new_anvil(program)
    AnvilChain(node).mine(2 * FINAL_LAG)
    yield node
    node.stop()


@asynccontextmanager
async def anvil_bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    node: Anvil = request.getfixturevalue("anvil")
    connect = partial(EthereumClient, node.url, clock=utc_now, chain_id=CHAIN_ID)
    async with aclosing(connect()) as client:
        yield Bench(AnvilChain(node), Shop(client), connect)


@asynccontextmanager
async def sandbox_bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """The sandbox's own Ethereum behind its own JSON-RPC."""
    store = Store(None)
    chain = EthereumChain(store, utc_now)
    app = web.Application()
    app.add_routes(ethereum_rpc.routes(chain))
    async with serving(app) as url:
        address = url.rstrip("/") + ethereum_rpc.PREFIX
        connect = partial(EthereumClient, address, clock=utc_now, chain_id=CHAIN_ID)
        async with aclosing(connect()) as client:
            yield Bench(SandboxChain(chain), Shop(client), connect)
    store.close()


BENCHES = {"anvil": anvil_bench, "sandbox": sandbox_bench}


@pytest.fixture(params=BENCHES)
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with BENCHES[request.param](request) as bench:
        yield bench


@pytest.fixture
async def real(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """Only anvil: for what needs real contracts."""
    async with anvil_bench(request) as bench:
        yield bench


def anvil_chain(bench: Bench) -> AnvilChain:
    assert isinstance(bench.chain, AnvilChain)
    return bench.chain


async def test_tip_is_the_newest_block_and_knows_what_is_final(bench: Bench) -> None:
    before = await bench.shop.client.tip()
    bench.chain.mine(2)
    after = await bench.shop.client.tip()
    assert after.height == before.height + 2
    assert after.final_height == after.height - FINAL_LAG
    assert after.hash != before.hash
    assert after.hash.startswith("0x")
    assert after.time.tzinfo is not None


async def test_nothing_is_known_of_a_fresh_address(bench: Bench) -> None:
    address = fresh_address()
    assert await bench.shop.client.has_history(address) is False
    assert await bench.shop.rows(address) == ()


async def test_observing_no_address(bench: Bench) -> None:
    observation = await bench.shop.client.observe([])
    assert (observation.transfers, observation.failures) == ({}, {})


async def test_a_payment_is_seen_in_its_block_and_final_later(bench: Bench) -> None:
    """Failure case 16: seen in many scans, it is one transfer."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    assert await bench.shop.rows(address) == ()
    bench.chain.mine()
    seen = await bench.shop.look(address)
    expected = SeenTransfer(address.lower(), 0, ETHER, seen.tip.height, seen.tip.hash)
    assert seen.transfers[address] == (expected,)
    for _ in range(FINAL_LAG - 1):
        bench.chain.mine()
        assert await bench.shop.rows(address) == (expected,)
        assert await bench.shop.final(address) == 0
    bench.chain.mine()
    assert await bench.shop.final(address) == ETHER
    assert await bench.shop.rows(address) == (expected,)


async def test_two_payments_are_two_rows(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.pay(address, 3 * ETHER)
    bench.chain.mine()
    assert await bench.shop.amounts(address) == [3 * ETHER]
    bench.chain.pay(address, 2 * ETHER)
    bench.chain.mine()
    rows = await bench.shop.rows(address)
    assert [(row.output_index, row.amount) for row in rows] == [(0, 3 * ETHER), (1, 2 * ETHER)]
    bench.chain.mine(FINAL_LAG - 1)
    assert await bench.shop.final(address) == 3 * ETHER
    bench.chain.mine()
    assert await bench.shop.final(address) == 5 * ETHER


async def test_two_payers_in_one_block_are_one_growth(bench: Bench) -> None:
    address, other = fresh_address(), fresh_address()
    for wei in (ETHER, 2 * ETHER):
        bench.chain.pay(address, wei)
    bench.chain.pay(other, 7)
    bench.chain.mine()
    assert await bench.shop.amounts(address) == [3 * ETHER]
    assert await bench.shop.amounts(other) == [7]


async def test_an_internal_transfer_is_money(bench: Bench) -> None:
    """Failure case 28: an exchange pays from a contract, the transaction names only that."""
    address = fresh_address()
    bench.chain.pay_by_contract(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    assert await bench.shop.final(address) == ETHER


async def test_a_reverted_transfer_is_none(bench: Bench) -> None:
    """Failure case 29: it is in a block and has a receipt, and paid nothing."""
    address = fresh_address()
    bench.chain.pay_and_revert(address, ETHER)
    bench.chain.mine()
    assert await bench.shop.rows(address) == ()
    assert await bench.shop.client.has_history(address) is False


async def test_a_replaced_payment_never_was(bench: Bench) -> None:
    address, other = fresh_address(), fresh_address()
    bench.chain.replace(bench.chain.pay(address, ETHER), other, ETHER)
    bench.chain.mine()
    assert await bench.shop.rows(address) == ()
    assert await bench.shop.amounts(other) == [ETHER]


async def test_replaced_by_another_amount(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.replace(bench.chain.pay(address, ETHER), address, 2 * ETHER)
    bench.chain.mine()
    assert await bench.shop.amounts(address) == [2 * ETHER]


async def test_a_dropped_payment_never_was(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.drop(bench.chain.pay(address, ETHER))
    bench.chain.mine()
    assert await bench.shop.rows(address) == ()


@pytest.mark.parametrize("depth", [1, 3])
async def test_a_reorganised_payment_never_settles(bench: Bench, depth: int) -> None:
    """Failure cases 25, 26: seen at the tip, gone before it was final."""
    address, kept = fresh_address(), fresh_address()
    bench.chain.pay(kept, 5)
    bench.chain.mine()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(depth)
    assert await bench.shop.amounts(address) == [ETHER]
    bench.chain.reorg(depth)
    assert await bench.shop.rows(address) == ()
    bench.chain.mine(2 * FINAL_LAG)
    assert await bench.shop.final(address) == 0
    assert await bench.shop.final(kept) == 5


async def test_reorganised_and_paid_again_is_the_same_row(bench: Bench) -> None:
    """Failure case 25: back to the wei, with a new block and a new wait."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine()
    (before,) = await bench.shop.rows(address)
    bench.chain.reorg(1)
    assert await bench.shop.rows(address) == ()
    bench.chain.mine(3)
    bench.chain.pay(address, ETHER)
    bench.chain.mine()
    (after,) = await bench.shop.rows(address)
    assert (after.txid, after.output_index) == (before.txid, before.output_index)
    assert after.block_height is not None
    assert before.block_height is not None
    assert after.block_height > before.block_height


async def test_reorganised_into_another_amount(bench: Bench) -> None:
    """Failure case 25."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine()
    await bench.shop.look(address)
    bench.chain.reorg(1)
    bench.chain.pay(address, ETHER // 2)
    bench.chain.mine()
    (row,) = await bench.shop.rows(address)
    assert (row.output_index, row.amount) == (1, ETHER // 2)
    bench.chain.mine(FINAL_LAG)
    assert await bench.shop.final(address) == ETHER // 2


async def test_paid_long_before_the_first_look_is_final_at_once(bench: Bench) -> None:
    """Failure case 21: an outage costs no second wait."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    assert await bench.shop.final(address) == ETHER


async def test_stalled_finality_is_waited_for(request: pytest.FixtureRequest) -> None:
    """Failure case 27: on the sandbox, which alone can be told to."""
    async with sandbox_bench(request) as bench:
        assert isinstance(bench.chain, SandboxChain)
        address = fresh_address()
        bench.chain.levers.stall(on=True)
        bench.chain.pay(address, ETHER)
        bench.chain.mine(100)
        assert await bench.shop.amounts(address) == [ETHER]
        assert await bench.shop.final(address) == 0
        bench.chain.levers.stall(on=False)
        assert await bench.shop.final(address) == ETHER


async def test_swept_money_is_still_a_payment(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    before = await bench.shop.rows(address)
    bench.chain.sweep(address)
    for blocks in (1, FINAL_LAG, FINAL_LAG):
        assert await bench.shop.rows(address) == before
        bench.chain.mine(blocks)
    assert await bench.shop.final(address) == ETHER
    assert await bench.shop.client.has_history(address) is True


async def test_paid_again_after_the_sweep(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    await bench.shop.look(address)
    bench.chain.sweep(address)
    await bench.shop.look(address)
    bench.chain.pay(address, 7)
    bench.chain.mine()
    assert await bench.shop.amounts(address) == [ETHER, 7]
    bench.chain.mine(FINAL_LAG)
    assert await bench.shop.final(address) == ETHER + 7


async def test_paid_again_to_a_swept_address_over_a_restart(bench: Bench) -> None:
    """Failure case 51: the same amount once more, while nobody who had seen the sweep runs."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    await bench.shop.look(address)
    bench.chain.sweep(address)
    await bench.shop.look(address)
    async with aclosing(bench.connect()) as client:
        bench.shop.client = client
        bench.chain.pay(address, ETHER)
        bench.chain.mine()
        assert await bench.shop.amounts(address) == [ETHER, ETHER]
        bench.chain.mine(FINAL_LAG)
        assert await bench.shop.final(address) == 2 * ETHER


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("blocks", [1, 40])
async def test_swept_and_paid_again_between_two_looks(
    bench: Bench, blocks: int, restarts: bool
) -> None:
    """What had left is what its own transactions took, not what seems to be missing."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    await bench.shop.look(address)
    for _ in range(2):
        bench.chain.sweep(address)
        bench.chain.mine(blocks)
        bench.chain.pay(address, ETHER // 2)
        bench.chain.mine(blocks)
    async with aclosing(bench.connect()) as client:
        if restarts:
            bench.shop.client = client
            bench.shop.notes.clear()
        assert sum(await bench.shop.amounts(address)) == 2 * ETHER
        bench.chain.mine(FINAL_LAG)
        assert await bench.shop.final(address) == 2 * ETHER


async def test_swept_before_it_was_final(bench: Bench) -> None:
    """The owner may be faster than finality: both wait for it."""
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine()
    await bench.shop.look(address)
    bench.chain.sweep(address)
    assert await bench.shop.final(address) == 0
    bench.chain.mine(FINAL_LAG)
    assert await bench.shop.final(address) == ETHER


async def test_a_sweep_that_is_reorganised_away(bench: Bench) -> None:
    address = fresh_address()
    bench.chain.pay(address, ETHER)
    bench.chain.mine(FINAL_LAG + 1)
    await bench.shop.look(address)
    bench.chain.sweep(address)
    await bench.shop.look(address)
    bench.chain.reorg(1)
    assert await bench.shop.amounts(address) == [ETHER]


async def test_a_new_client_continues_from_what_is_known(bench: Bench) -> None:
    """A restart, or another provider: the same rows, swept or not, and later money is found."""
    plain, swept = fresh_address(), fresh_address()
    for address in (plain, swept):
        bench.chain.pay(address, ETHER)
        bench.chain.mine()
        await bench.shop.look(plain, swept)
        bench.chain.pay(address, 2 * ETHER)
        bench.chain.mine()
        await bench.shop.look(plain, swept)
    bench.chain.mine(FINAL_LAG)
    before = (await bench.shop.look(plain, swept)).transfers
    bench.chain.sweep(swept)
    async with aclosing(bench.connect()) as client:
        shop = Shop(client, bench.shop.known)
        assert (await shop.look(plain, swept)).transfers == before
        bench.chain.mine(FINAL_LAG)
        assert (await shop.look(plain, swept)).transfers == before
        for address in (plain, swept):
            bench.chain.pay(address, 9)
        bench.chain.mine()
        seen = await shop.look(plain, swept)
        for address in (plain, swept):
            assert [row.amount for row in seen.transfers[address]] == [ETHER, 2 * ETHER, 9]
        bench.chain.mine(FINAL_LAG)
        assert await shop.final(swept) == 3 * ETHER + 9


async def test_another_network_is_refused(bench: Bench) -> None:
    """Failure cases 11, 31: nothing that another chain says is taken, not even its tip."""
    client = bench.connect()
    assert isinstance(client, EthereumClient)
    client._state._chain_id = 1
    async with aclosing(client):
        for question in (client.tip(), client.observe([]), client.has_history(fresh_address())):
            with pytest.raises(ChainMalformed, match="chain 31337 instead of chain 1"):
                await question


async def test_each_payment_is_found_for_the_receipt(bench: Bench) -> None:
    address = fresh_address()
    client = bench.shop.client
    assert isinstance(client, EthereumClient)
    start = (await client.tip()).height
    first = bench.chain.pay(address, 3)
    bench.chain.mine()
    second, third = bench.chain.pay(address, 5), bench.chain.pay(address, 6)
    bench.chain.pay_by_contract(address, 11)
    bench.chain.mine()
    block = (await client.tip()).hash
    bench.chain.pay_and_revert(address, 13)
    bench.chain.mine()
    found = await client.find_transactions(address, start, start + 3)
    assert found[0] == (first, 3)
    assert set(found[1:]) == {(second, 5), (third, 6), (block, 11)}
    assert await client.find_transactions(address, start + 3, start + 3) == []


async def test_a_token_is_not_ether(real: Bench) -> None:
    """Failure cases 30, 31: a Transfer event, genuine or fake, moves no balance."""
    address = fresh_address()
    anvil_chain(real).call_contract(TOKEN, address, 0, 10**30)
    real.chain.mine()
    (log,) = anvil_logs(real)
    assert int(log["topics"][2], 16) == int(address, 16)
    assert await real.shop.rows(address) == ()
    assert await real.shop.client.has_history(address) is False


def anvil_logs(bench: Bench) -> list[dict[str, Any]]:
    logs: list[dict[str, Any]] = anvil_chain(bench).node.call(
        "eth_getLogs", {"fromBlock": "latest", "toBlock": "latest"}
    )
    return logs


async def test_a_destroyed_contract_leaves_money(real: Bench) -> None:
    """Failure case 29: received without any transaction to the address."""
    address = fresh_address()
    anvil_chain(real).call_contract(DESTROYER, address, ETHER)
    real.chain.mine()
    assert await real.shop.amounts(address) == [ETHER]


async def test_a_block_reward_is_money(real: Bench) -> None:
    """Failure case 29: the fees of a block."""
    address = fresh_address()
    node = anvil_chain(real).node
    node.call("anvil_setCoinbase", address)
    real.chain.pay(fresh_address(), ETHER)
    real.chain.mine()
    node.call("anvil_setCoinbase", "0x" + "00" * 20)
    (amount,) = await real.shop.amounts(address)
    assert amount == int(node.call("eth_getBalance", address, "latest"), 16) > 0


async def test_a_payment_is_looked_up_from_waiting_to_final(bench: Bench) -> None:
    """Failure case 63: what it paid to this address, and nothing to another."""
    address, client = fresh_address(), bench.shop.client
    txid = bench.chain.pay(address, ETHER)
    for _ in range(FINAL_LAG + 1):
        assert await client.lookup(txid, address) == Lookup(True, ETHER, 0)
        assert await client.lookup(txid.upper().replace("0X", "0x"), fresh_address()) == Lookup(
            True, 0, 0
        )
        bench.chain.mine()
    found = await client.lookup(txid, address)
    assert found == Lookup(True, ETHER, 1)
    tip = await client.tip()
    assert found.height == tip.height - FINAL_LAG
    assert found.mined_at is not None
    assert found.mined_at <= tip.time
    assert await client.lookup("0x" + "f" * 64, address) == UNKNOWN


async def test_a_refund_that_a_contract_paid_is_looked_up(bench: Bench) -> None:
    """Failure case 28: by the balance around its block; a failed one has paid nothing."""
    address, client = fresh_address(), bench.shop.client
    paid = bench.chain.pay_by_contract(address, ETHER)
    direct = bench.chain.pay(address, 5)
    failed = bench.chain.pay_and_revert(address, ETHER)
    bench.chain.mine()
    assert await client.lookup(paid, address) == Lookup(True, ETHER, 0)
    assert await client.lookup(direct, address) == Lookup(True, 5, 0)
    assert await client.lookup(failed, address) == Lookup(True, 0, 0)
    assert await client.lookup(paid, fresh_address()) == Lookup(True, 0, 0)


async def test_what_a_contract_paid_to_an_address_that_sends_cannot_be_told(real: Bench) -> None:
    chain, address = anvil_chain(real), fresh_address()
    chain.pay(address, 2 * ETHER)
    chain.mine()
    paid = chain.pay_by_contract(address, ETHER)
    chain.sweep(address)
    with pytest.raises(ChainCannotTell, match="more than this moved"):
        await real.shop.client.lookup(paid, address)


async def test_a_lookup_after_a_reorganisation(real: Bench) -> None:
    """Failure case 26."""
    address = fresh_address()
    txid = real.chain.pay(address, ETHER)
    real.chain.mine()
    real.chain.reorg(1)
    assert (await real.shop.client.lookup(txid, address)).confirmations == 0


@pytest.mark.parametrize("txid", ["", "0x12", "f" * 64, "0x" + "g" * 64])
async def test_what_is_no_hash_is_not_looked_up(bench: Bench, txid: str) -> None:
    with pytest.raises(ChainMalformed, match="cannot look for this"):
        await bench.shop.client.lookup(txid, fresh_address())
    with pytest.raises(ChainMalformed, match="cannot ask for this address"):
        await bench.shop.client.lookup("0x" + "f" * 64, txid)
