"""Payments on the real Solana runtime, as the client sees them through JSON-RPC."""

from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing

import pytest
from solders.keypair import Keypair

from sandbox.chains.base import Refused
from tests.chains.solana_chain import RENT, SOL, SolanaBench, moving, solana_bench
from tests.chains.solana_programs import mint_to, with_table
from utils.chains import solana_scan
from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainMalformed,
    Known,
    KnownTransfer,
    Lookup,
    SeenTransfer,
)
from utils.chains.solana import SolanaClient

FINAL = 32


@pytest.fixture
async def bench() -> AsyncIterator[SolanaBench]:
    async with solana_bench() as bench:
        yield bench


async def seen_by(
    client: SolanaClient, address: str, known: Known = NOTHING_KNOWN
) -> tuple[SeenTransfer, ...]:
    observation = await client.observe([address], known)
    assert observation.failures == {}
    return observation.transfers[address]


def amounts(transfers: Iterable[SeenTransfer]) -> list[int]:
    return [each.amount for each in transfers]


def recorded(transfers: Iterable[SeenTransfer]) -> list[KnownTransfer]:
    return [KnownTransfer(each) for each in transfers]


async def is_final(bench: SolanaBench, address: str) -> bool:
    observation = await bench.client.observe([address])
    (transfer,) = observation.transfers[address]
    final = observation.tip.final_height
    assert final is not None
    return transfer.block_height is not None and transfer.block_height <= final


async def test_tip_is_the_newest_slot(bench: SolanaBench) -> None:
    before = await bench.client.tip()
    bench.chain.mine(2)
    after = await bench.client.tip()
    assert (after.height, after.final_height) == (before.height + 2, after.height - FINAL)
    assert after.hash == bench.chain.tip.hash != before.hash
    assert after.time.timestamp() == bench.chain.tip.time


async def test_nothing_is_known_of_a_fresh_address(bench: SolanaBench) -> None:
    address = bench.address()
    assert await bench.client.has_history(address) is False
    assert await seen_by(bench.client, address) == ()
    empty = await bench.client.observe([])
    assert (empty.transfers, empty.failures) == ({}, {})


async def test_a_payment_is_seen_when_it_lands(bench: SolanaBench) -> None:
    """Failure case 16: seen in many polls, it is one transfer."""
    address = bench.address()
    txid = bench.chain.pay(address, SOL)
    assert await seen_by(bench.client, address) == ()
    bench.chain.mine(1)
    slot = bench.chain.tip.number
    for _ in range(3):
        expected = SeenTransfer(txid, 1, SOL, slot, str(slot))  # after the payer
        assert await seen_by(bench.client, address) == (expected,)
        bench.chain.mine(20)
    assert await bench.client.has_history(address) is True


async def test_final_when_its_slot_is(bench: SolanaBench) -> None:
    address = bench.address()
    bench.pay(address, SOL)
    assert not await is_final(bench, address)
    bench.chain.mine(FINAL - 1)
    assert not await is_final(bench, address)
    bench.chain.mine(1)
    assert await is_final(bench, address)


async def test_each_address_gets_its_own(bench: SolanaBench) -> None:
    """Failure case 18: and two payments of one transaction are told apart."""
    first, second, neither = (bench.address() for _ in range(3))
    payer = bench.funded(10 * SOL)
    bench.sends([payer], moving(payer, first, SOL), moving(payer, second, 2 * SOL))
    found = (await bench.client.observe([first, second, neither])).transfers
    assert {a: amounts(t) for a, t in found.items()} == {
        first: [SOL],
        second: [2 * SOL],
        neither: [],
    }
    assert found[first][0].txid == found[second][0].txid
    assert found[first][0].output_index != found[second][0].output_index


async def test_two_payments_of_two_payers(bench: SolanaBench) -> None:
    """Failure case 19: in one slot and in the next, equal amounts too."""
    address = bench.address()
    bench.chain.pay(address, SOL)
    bench.pay(address, SOL)
    assert amounts(await seen_by(bench.client, address)) == [SOL, SOL]
    bench.pay(address, 5_000)
    transfers = await seen_by(bench.client, address)
    assert amounts(transfers) == [SOL, SOL, 5_000]
    assert len({each.txid for each in transfers}) == 3


async def test_two_transfers_in_one_transaction_are_one_payment(bench: SolanaBench) -> None:
    """Failure case 17: balances count, not instructions."""
    address, payer = bench.address(), bench.funded(10 * SOL)
    txid = bench.sends([payer], moving(payer, address, SOL), moving(payer, address, 2 * SOL))
    (transfer,) = await seen_by(bench.client, address)
    assert (transfer.txid, transfer.amount) == (txid, 3 * SOL)


async def test_a_failed_transaction_is_no_payment(bench: SolanaBench) -> None:
    """Failure case 32: it is in the list of signatures all the same."""
    address = bench.address()
    failed = bench.pay(address, SOL, fail=True)
    assert bench.chain.ledger.landed[failed].outcome
    assert await bench.client.has_history(address) is True
    assert await seen_by(bench.client, address) == ()
    paid = bench.pay(address, SOL)
    bench.pay(address, SOL, fail=True)
    assert [each.txid for each in await seen_by(bench.client, address)] == [paid]


async def test_a_transaction_with_a_lookup_table(bench: SolanaBench) -> None:
    """Failure case 32: our key is not written in the transaction, only looked up."""
    address, payer = bench.address(), bench.funded(10 * SOL)
    table = with_table(bench, payer, [bench.address(), address])
    txid = bench.sends([payer], moving(payer, address, SOL), table=table)
    written = bench.chain.ledger.landed[txid].transaction.message.account_keys
    assert address not in map(str, written)
    assert [(each.txid, each.amount) for each in await seen_by(bench.client, address)] == [
        (txid, SOL)
    ]


async def test_a_transaction_of_version_one(bench: SolanaBench) -> None:
    """Failure case 32: a client that asks for version 0 gets -32015 instead of the payment."""
    address, payer = bench.address(), bench.funded(10 * SOL)
    txid = bench.sends([payer], moving(payer, address, SOL), version=1)
    assert [each.txid for each in await seen_by(bench.client, address)] == [txid]


async def test_sweeping_does_not_undo_a_payment(bench: SolanaBench) -> None:
    """Failure case 32: our account as the sender; it is gone afterwards."""
    owner = Keypair()
    address = str(owner.pubkey())
    paid = bench.pay(address, SOL)
    before = await seen_by(bench.client, address)
    bench.sends([owner], moving(owner, bench.address(), SOL - 5_000))
    assert await seen_by(bench.client, address) == before
    bench.chain.mine(FINAL)
    assert await seen_by(bench.client, address) == before
    async with aclosing(bench.restarted()) as again:
        assert await seen_by(again, address, {address: recorded(before)}) == before
        assert await seen_by(again, address) == before
    again_paid = bench.pay(address, 2 * SOL)
    assert [each.txid for each in await seen_by(bench.client, address)] == [paid, again_paid]


async def test_a_payment_that_was_swept_between_two_looks(bench: SolanaBench) -> None:
    owner = Keypair()
    address = str(owner.pubkey())
    bench.pay(address, SOL)
    await seen_by(bench.client, address)
    bench.pay(address, 2 * SOL)
    bench.sends([owner], moving(owner, bench.address(), SOL))
    assert amounts(await seen_by(bench.client, address)) == [SOL, 2 * SOL]


@pytest.mark.parametrize("restarts", [False, True])
async def test_swept_and_paid_again_to_the_last_lamport(
    bench: SolanaBench, restarts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure case 51: the balance says nothing, the newest transaction does."""
    monkeypatch.setattr(solana_scan, "EVERY", 0.0)
    owner, rich = Keypair(), bench.funded(5 * SOL)
    address = str(owner.pubkey())
    bench.pay(address, SOL, slots=FINAL + 1)
    known = {address: recorded(await seen_by(bench.client, address))}
    bench.sends([rich, owner], moving(owner, bench.address(), SOL))
    bench.pay(address, SOL, slots=FINAL + 1)
    if restarts:
        async with aclosing(bench.restarted()) as again:
            assert amounts(await seen_by(again, address, known)) == [SOL, SOL]
    assert amounts(await seen_by(bench.client, address, known)) == [SOL, SOL]


async def test_a_fork_that_drops_the_payment(bench: SolanaBench) -> None:
    """Failure case 26: seen while confirmed, never final."""
    address = bench.address()
    bench.pay(address, SOL, slots=20)
    (before,) = await seen_by(bench.client, address)
    bench.chain.reorg(21, keep=False)
    assert await seen_by(bench.client, address) == ()
    bench.chain.mine(FINAL)
    known = {address: recorded([before])}
    assert await seen_by(bench.client, address, known) == ()
    async with aclosing(bench.restarted()) as again:
        assert await seen_by(again, address, known) == ()


async def test_a_fork_that_moves_the_payment(bench: SolanaBench) -> None:
    """Failure case 25: the same transfer in a later slot, final later."""
    address = bench.address()
    bench.pay(address, SOL, slots=20)
    (before,) = await seen_by(bench.client, address)
    bench.chain.reorg(21, keep=True)
    bench.chain.mine(1)
    (after,) = await seen_by(bench.client, address)
    assert after.txid == before.txid
    assert after.block_height == bench.chain.tip.number
    bench.chain.mine(FINAL - 1)
    assert not await is_final(bench, address)
    bench.chain.mine(1)
    assert await is_final(bench, address)


async def test_recorded_in_a_slot_that_a_fork_took_away(bench: SolanaBench) -> None:
    """Failure case 26: after a restart the balance agrees, but only at a slot that is not final."""
    address = bench.address()
    bench.pay(address, SOL, slots=20)
    before = await seen_by(bench.client, address)
    bench.chain.reorg(21, keep=True)
    bench.chain.mine(FINAL)
    assert (before[0].block_height or 0) <= ((await bench.client.tip()).final_height or 0)
    async with aclosing(bench.restarted()) as again:
        observation = await again.observe([address], {address: recorded(before)})
    (after,) = observation.transfers[address]
    assert after.block_height is not None
    assert after.block_height > (observation.tip.final_height or 0)


async def test_a_token_is_not_sol(bench: SolanaBench) -> None:
    """Failure cases 31 and 32: minted by the real token program to the owner of an address."""
    address, payer = bench.address(), bench.funded(10 * SOL)
    mint_to(bench, payer, address, 1_000_000)
    bench.pay(address, SOL)
    mint_to(bench, payer, address, 1_000_000)
    assert amounts(await seen_by(bench.client, address)) == [SOL]
    assert await bench.client.has_history(address) is True


async def test_dust_before_the_real_payment(bench: SolanaBench) -> None:
    """Failure case 34: what is less than the shop ever asks for is no payment."""
    address = bench.address()
    bench.pay(address, RENT)
    for _ in range(60):
        bench.chain.pay(address, 1)
    bench.chain.mine(1)
    paid = bench.pay(address, SOL)
    transfers = await seen_by(bench.client, address)
    assert (amounts(transfers), transfers[-1].txid) == ([RENT, SOL], paid)
    bench.chain.mine(FINAL)
    for _ in range(60):
        bench.chain.pay(address, 1)
    bench.chain.mine(1)
    again = await seen_by(bench.client, address)
    assert amounts(again) == [RENT, SOL]


async def test_small_payments_are_payments(bench: SolanaBench) -> None:
    """Failure case 34: sixty that count, none left out."""
    address = bench.address()
    bench.pay(address, RENT)
    for number in range(60):
        bench.chain.pay(address, 1_000 + number)
    bench.pay(address, SOL)
    expected = [RENT, *range(1_000, 1_060), SOL]
    assert amounts(await seen_by(bench.client, address)) == expected


async def test_a_first_payment_below_rent_exemption(bench: SolanaBench) -> None:
    """Failure case 33: the runtime itself refuses it, and the panel says why."""
    address = bench.address()
    with pytest.raises(Refused, match=str(RENT)):
        bench.chain.pay(address, RENT - 1)
    failed = bench.pay(address, RENT - 1, fail=True)
    outcome = bench.chain.ledger.landed[failed].outcome
    assert outcome
    assert outcome.meta["err"] == {"InsufficientFundsForRent": {"account_index": 1}}
    assert await seen_by(bench.client, address) == ()
    bench.pay(address, RENT)
    assert amounts(await seen_by(bench.client, address)) == [RENT]


async def test_a_restarted_client_says_the_same(bench: SolanaBench) -> None:
    """Failure case 51: with what the shop has recorded, and without."""
    final, fresh, gone, later = addresses = [bench.address() for _ in range(4)]
    bench.pay(final, SOL, slots=FINAL + 1)
    bench.pay(gone, 3 * SOL)
    before = await bench.client.observe(addresses)
    bench.chain.reorg(1, keep=False)
    bench.pay(fresh, 2 * SOL)
    known = {a: recorded(t) for a, t in before.transfers.items()}
    expected = await bench.client.observe(addresses)
    assert {a: amounts(t) for a, t in expected.transfers.items()} == {
        final: [SOL],
        fresh: [2 * SOL],
        gone: [],
        later: [],
    }
    bench.pay(later, 4 * SOL)
    for hint in (known, NOTHING_KNOWN):
        async with aclosing(bench.restarted()) as again:
            after = await again.observe(addresses, hint)
        assert after.failures == {}
        assert after.transfers[final] == expected.transfers[final]
        assert after.transfers[fresh] == expected.transfers[fresh]
        assert (after.transfers[gone], amounts(after.transfers[later])) == ((), [4 * SOL])


async def test_what_is_known_and_final_costs_few_lists(bench: SolanaBench) -> None:
    """A restart with many paid orders: balances agree at two commitments, and a few at a time are
    read anew, in case the same was swept and paid again.
    """
    few = solana_scan.MOST_COMPARED
    addresses = [bench.address() for _ in range(few + 10)]
    for address in addresses:
        bench.chain.pay(address, SOL)
    bench.chain.mine(FINAL + 1)
    seen = await bench.client.observe(addresses)
    known = {a: recorded(t) for a, t in seen.transfers.items()}
    bench.requests.clear()
    async with aclosing(bench.restarted()) as again:
        assert (await again.observe(addresses, known)).transfers == seen.transfers
        assert bench.calls().count("getMultipleAccounts") == 2
        assert bench.calls().count("getTransaction") == few
        bench.requests.clear()
        assert (await again.observe(addresses, known)).transfers == seen.transfers
        assert bench.calls().count("getTransaction") == 10
        bench.requests.clear()
        assert (await again.observe(addresses, known)).transfers == seen.transfers
        assert bench.calls().count("getMultipleAccounts") == 1
        assert "getSignaturesForAddress" not in bench.calls()
        bench.pay(addresses[0], 2 * SOL)
        after = (await again.observe(addresses, known)).transfers
    assert amounts(after[addresses[0]]) == [SOL, 2 * SOL]
    assert bench.calls().count("getTransaction") == 1


@pytest.mark.parametrize(("count", "requests"), [(10, 2), (1_000, 2), (1_001, 3), (10_000, 11)])
async def test_work_for_unpaid_addresses(bench: SolanaBench, count: int, requests: int) -> None:
    addresses = [bench.address() for _ in range(count)]
    observation = await bench.client.observe(addresses)
    assert (len(observation.transfers), observation.failures) == (count, {})
    assert len(bench.requests) == requests


async def test_a_transaction_is_looked_up_until_it_is_final(bench: SolanaBench) -> None:
    """Failure cases 32 and 63: by the balances around it, for this address alone."""
    address = bench.address()
    txid = bench.chain.pay(address, SOL)
    assert await bench.client.lookup(txid, address) == UNKNOWN
    bench.chain.mine(1)
    assert await bench.client.lookup(txid, address) == Lookup(True, SOL, 0)
    assert await bench.client.lookup(txid, bench.address()) == Lookup(True, 0, 0)
    tip = await bench.client.tip()
    bench.chain.mine(FINAL)
    found = await bench.client.lookup(txid, address)
    assert found == Lookup(True, SOL, 1)
    assert (found.height, found.mined_at) == (tip.height, tip.time)


async def test_a_lookup_of_what_failed_or_took_money(bench: SolanaBench) -> None:
    """Failure case 32: a failed one is known and paid nothing, nor did one that took."""
    sender, address = bench.funded(3 * SOL), bench.address()
    failed = bench.pay(address, SOL, fail=True)
    assert await bench.client.lookup(failed, address) == Lookup(True, 0, 0)
    sent = bench.sends([sender], moving(sender, address, SOL))
    assert await bench.client.lookup(sent, str(sender.pubkey())) == Lookup(True, 0, 0)
    assert await bench.client.lookup(sent, address) == Lookup(True, SOL, 0)


@pytest.mark.parametrize("txid", ["", "0", "ab" * 32, "1" * 64 + "/"])
async def test_what_is_no_signature_is_not_looked_up(bench: SolanaBench, txid: str) -> None:
    with pytest.raises(ChainMalformed, match="cannot look for this"):
        await bench.client.lookup(txid, bench.address())
