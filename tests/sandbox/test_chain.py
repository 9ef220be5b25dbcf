"""The panel of Bitcoin and Litecoin over HTTP: pay, mine, replace, drop, reorganise, restart."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.chains.address import address_of, script_of
from sandbox.chains.block import Block
from sandbox.chains.network import BITCOIN, LITECOIN, Network
from sandbox.chains.utxo import UtxoChain
from sandbox.client import SandboxClient, SandboxRefused
from sandbox.clock import SandboxClock
from sandbox.store import Store
from tests.sandbox.conftest import PEOPLE, TOKEN

# BIP173 and BIP350 test programs, on regtest.
ALICE = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry"
TAPROOT = "bcrt1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqc8gma6"

# The P2PKH address of BIP173's example key, and a P2SH one.
KEY_HASH = "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"
SCRIPT_HASH = "2N3vVYSK5XRgVSGWy21PnsRmBUywSQNdCsf"
LITECOIN_ADDRESS = "rltc1qw508d6qejxtdg4y5r3zarvary0c5xw7k693xs3"


@asynccontextmanager
async def running(path: Path | None) -> AsyncIterator[SandboxClient]:
    sandbox = Sandbox(path, bot_token=TOKEN, people=PEOPLE)
    try:
        async with SandboxClient(await sandbox.start()) as client:
            yield client
    finally:
        await sandbox.stop()


async def chain_state(person: SandboxClient) -> dict[str, Any]:
    return dict((await person.state())["chains"]["btc"])


async def test_a_new_chain_has_a_hundred_blocks_and_an_empty_mempool(person: SandboxClient) -> None:
    state = await chain_state(person)
    assert state["height"] == 100
    assert state["mempool"] == []
    assert [block["height"] for block in state["blocks"]] == list(range(100, 88, -1))
    assert state["blocks"][0]["hash"] == state["tip"]


@pytest.mark.parametrize("address", [ALICE, TAPROOT, KEY_HASH, SCRIPT_HASH])
async def test_a_payment_waits_until_a_block_takes_it(person: SandboxClient, address: str) -> None:
    txid = await person.pay(address, 123_456)
    (waiting,) = (await chain_state(person))["mempool"]
    assert waiting["txid"] == txid
    assert {"address": address, "amount": "123456"} in waiting["outputs"]
    await person.mine(2)
    state = await chain_state(person)
    assert (state["height"], state["mempool"]) == (102, [])
    assert [block["txids"] for block in state["blocks"][:3]] == [[], [txid], []]


@pytest.mark.parametrize(
    ("amount", "units"), [("1.00000546", 100_000_546), ("0.00123", 123_000), ("2", 200_000_000)]
)
async def test_an_amount_may_be_decimal_text(
    person: SandboxClient, amount: str, units: int
) -> None:
    answer = await person.chain("pay", address=ALICE.upper(), amount=amount)
    (waiting,) = answer["state"]["mempool"]
    assert {"address": ALICE, "amount": str(units)} in waiting["outputs"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"address": ALICE, "units": 0}, "above 0"),
        ({"address": ALICE, "units": -5}, "above 0"),
        ({"address": ALICE, "units": 329}, "dust"),
        ({"address": KEY_HASH, "units": 545}, "dust"),
        ({"address": ALICE, "units": 21_000_000 * 100_000_000 + 1}, "21 million bitcoin"),
        ({"address": ALICE, "units": "9" * 31}, "whole number"),
        ({"address": ALICE, "units": "-1"}, "whole number"),
        ({"address": ALICE, "units": True}, "whole number"),
        ({"address": ALICE, "units": 0.5}, "whole number"),
        ({"address": ALICE, "amount": 0.5}, "text"),
        ({"address": ALICE, "amount": "1e3"}, "text"),
        ({"address": ALICE, "amount": "0.123456789"}, "text"),
        ({"address": ALICE}, "missing"),
        ({"units": 1000}, "missing"),
        ({"address": ALICE[:-1] + "q", "units": 1000}, "valid"),
        ({"address": ALICE[:-1].upper() + "y", "units": 1000}, "capital"),
        ({"address": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "units": 1000}, "network"),
        ({"address": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "units": 1000}, "network"),
        ({"address": KEY_HASH[:-1] + "o", "units": 1000}, "valid"),
        ({"outputs": []}, "list"),
        ({"outputs": [7]}, "missing"),
        ({"outputs": [{"address": ALICE, "units": 1000}, {"address": ALICE}]}, "missing"),
        ({"address": "hello", "units": 1000}, "valid"),
    ],
)
async def test_a_wrong_payment_is_refused_in_a_sentence(
    person: SandboxClient, body: dict[str, Any], words: str
) -> None:
    with pytest.raises(SandboxRefused, match=words) as refusal:
        await person.chain("pay", **body)
    assert refusal.value.status == 400
    assert (await chain_state(person))["mempool"] == []


@pytest.mark.parametrize(
    ("lever", "body", "status"),
    [
        ("mine", {"blocks": 0}, 400),
        ("mine", {"blocks": 101}, 400),
        ("mine", {"blocks": "3"}, 400),
        ("reorg", {"depth": 0, "keep": True}, 400),
        ("reorg", {"depth": 101, "keep": True}, 400),
        ("reorg", {"depth": 1, "keep": "yes"}, 400),
        ("drop", {"txid": "00" * 32}, 404),
        ("replace", {"txid": "00" * 32}, 404),
        ("replace", {}, 400),
        ("rebroadcast", {"txid": "00" * 32}, 404),
        ("levitate", {}, 404),
    ],
)
async def test_a_wrong_lever_is_refused(
    person: SandboxClient, lever: str, body: dict[str, Any], status: int
) -> None:
    with pytest.raises(SandboxRefused) as refusal:
        await person.chain(lever, **body)
    assert refusal.value.status == status
    assert (await chain_state(person))["height"] == 100


@pytest.mark.parametrize("units", [50_000, 700_000_000])
async def test_a_replacement_spends_the_same_coin_for_a_higher_fee(
    sandbox: Sandbox, person: SandboxClient, units: int
) -> None:
    txid = await person.pay(ALICE, 60_000)
    old = sandbox.bitcoin.ledger.find(txid)
    answer = await person.chain("replace", txid=txid, address=TAPROOT, units=units)
    new = sandbox.bitcoin.ledger.find(answer["txid"])
    assert old
    assert new
    assert [each["txid"] for each in answer["state"]["mempool"]] == [new.txid]
    assert old.inputs[0].outpoint == new.inputs[0].outpoint
    assert new.fee >= old.fee + new.vsize
    assert sandbox.bitcoin.ledger.find(txid) is None


async def test_a_replacement_may_take_the_payment_back(person: SandboxClient) -> None:
    txid = await person.pay(ALICE, 60_000)
    answer = await person.chain("replace", txid=txid)
    (waiting,) = answer["state"]["mempool"]
    assert ALICE not in {output["address"] for output in waiting["outputs"]}


async def test_many_replacements_in_a_row_stay_payable(
    sandbox: Sandbox, person: SandboxClient
) -> None:
    txid = await person.pay(ALICE, 99_000_000)
    for _ in range(40):
        answer = await person.chain("replace", txid=txid, address=ALICE, units=99_000_000)
        txid = answer["txid"]
    transaction = sandbox.bitcoin.ledger.find(txid)
    assert transaction
    assert min(output.value for output in transaction.outputs) >= 294


async def test_what_is_in_a_block_can_neither_be_replaced_nor_dropped(
    person: SandboxClient,
) -> None:
    txid = await person.pay(ALICE, 60_000)
    await person.mine()
    for lever in ("replace", "drop"):
        with pytest.raises(SandboxRefused, match="block"):
            await person.chain(lever, txid=txid)


async def test_a_transaction_may_pay_several(person: SandboxClient) -> None:
    """In the order given, also one address twice."""
    paid = [(ALICE, "60000"), (TAPROOT, "70000"), (ALICE, "80000")]
    outputs = [{"address": address, "units": units} for address, units in paid]
    answer = await person.chain("pay", outputs=outputs)
    (waiting,) = answer["state"]["mempool"]
    assert waiting["txid"] == answer["txid"]
    assert waiting["outputs"] == [{"address": to, "amount": units} for to, units in paid]


async def test_a_dropped_transaction_can_be_sent_again(person: SandboxClient) -> None:
    txid = await person.pay(ALICE, 60_000)
    (row,) = (await person.chain("drop", txid=txid))["state"]["dropped"]
    assert row["txid"] == txid
    state = (await person.chain("rebroadcast", txid=txid))["state"]
    assert [each["txid"] for each in state["mempool"]] == [txid]
    assert state["dropped"] == []
    with pytest.raises(SandboxRefused, match="no such dropped"):
        await person.chain("rebroadcast", txid=txid)


async def test_a_dropped_transaction_is_never_mined(person: SandboxClient) -> None:
    dropped, kept = await person.pay(ALICE, 60_000), await person.pay(ALICE, 70_000)
    await person.chain("drop", txid=dropped)
    await person.mine()
    assert (await chain_state(person))["blocks"][0]["txids"] == [kept]


@pytest.mark.parametrize("keep", [True, False])
async def test_a_reorganisation_keeps_or_loses_its_payments(
    person: SandboxClient, keep: bool
) -> None:
    first = await person.pay(ALICE, 60_000)
    await person.mine()
    second = await person.pay(ALICE, 70_000)
    await person.mine()
    waiting = await person.pay(ALICE, 80_000)
    before = await chain_state(person)
    state = (await person.chain("reorg", depth=2, keep=keep))["state"]
    assert state["height"] == 103
    expected = {first, second, waiting} if keep else {waiting}
    assert {each["txid"] for each in state["mempool"]} == expected
    assert [block["hash"] for block in state["blocks"]][3:] == [
        block["hash"] for block in before["blocks"][2:11]
    ]
    assert all(block["txids"] == [] for block in state["blocks"][:3])
    await person.mine()
    assert set((await chain_state(person))["blocks"][0]["txids"]) == expected


async def test_a_payment_back_from_a_block_can_be_double_spent(person: SandboxClient) -> None:
    txid = await person.pay(ALICE, 60_000)
    await person.mine()
    await person.chain("reorg", depth=1, keep=True)
    other = (await person.chain("replace", txid=txid))["txid"]
    await person.mine()
    assert (await chain_state(person))["blocks"][0]["txids"] == [other]


@pytest.mark.parametrize("again", [False, True])
async def test_everything_outlives_a_restart(tmp_path: Path, again: bool) -> None:
    path = tmp_path / "world.db"
    async with running(path) as person:
        await person.pay(ALICE, 60_000)
        await person.mine(3)
        dropped = await person.pay(ALICE, 65_000)
        await person.chain("reorg", depth=4, keep=True)
        if again:
            await person.mine()
        await person.chain("replace", txid=await person.pay(ALICE, 70_000), address=TAPROOT)
        await person.chain("drop", txid=await person.pay(ALICE, 75_000))
        with_dropped = {each["txid"] for each in (await chain_state(person))["mempool"]}
        if dropped in with_dropped:
            await person.chain("drop", txid=dropped)
        before = await chain_state(person)
    async with running(path) as person:
        assert await chain_state(person) == before
        txid = await person.pay(ALICE, 80_000)
        await person.mine()
        assert txid in (await chain_state(person))["blocks"][0]["txids"]


async def test_watchers_hear_of_every_change(url: str, person: SandboxClient) -> None:
    seq = (await person.state())["seq"]
    await person.pay(ALICE, 60_000)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}/control/events?after={seq}") as response,
    ):
        lines = [await response.content.readline() for _ in range(4)]
    data = next(line for line in lines if line.startswith(b"data:"))
    assert b'"type": "chain", "chain": "btc", "state": {"asset": "BTC"' in data


async def test_each_chain_is_of_its_own(person: SandboxClient) -> None:
    """Litecoin: other addresses, other dust, the same panel."""
    before = (await person.state())["chains"]
    txid = await person.pay(LITECOIN_ADDRESS, 2_940, "ltc")
    await person.mine(2, "ltc")
    chains = (await person.state())["chains"]
    assert chains["btc"] == before["btc"]
    assert chains["ltc"]["blocks"][1]["txids"] == [txid]
    names = ("asset", "name", "decimals", "unit", "final_height", "final_lag", "height")
    assert [chains["ltc"][name] for name in names] == [
        "LTC",
        "Litecoin",
        8,
        "block",
        None,
        None,
        22,
    ]
    assert chains["btc"]["levers"] == ["pay", "mine", "replace", "drop", "reorg", "rebroadcast"]
    for address, units, words in [(ALICE, 5_000, "rltc1"), (LITECOIN_ADDRESS, 2_939, "litoshi")]:
        with pytest.raises(SandboxRefused, match=words):
            await person.pay(address, units, "ltc")


async def test_an_unknown_chain_is_refused(url: str, person: SandboxClient) -> None:
    with pytest.raises(SandboxRefused, match="btc, ltc") as refusal:
        await person.pay(ALICE, 1_000, "doge")
    assert refusal.value.status == 404
    async with aiohttp.ClientSession() as session:
        for name, status in [("ltc", 200), ("doge", 404)]:
            async with session.get(f"{url}/control/chains/{name}") as response:
                assert (response.status, "error" in await response.json()) == (
                    status,
                    status == 404,
                )


def sha256d(header: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(header).digest()).digest()


def scrypt(header: bytes) -> bytes:
    return hashlib.scrypt(header, salt=header, n=1024, r=1, p=1, dklen=32)


@pytest.mark.parametrize(
    ("network", "genesis", "proof"),
    [
        (BITCOIN, "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", sha256d),
        (LITECOIN, "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9", scrypt),
    ],
    ids=["btc", "ltc"],
)
def test_blocks_begin_where_the_real_network_does_and_are_worked_for(
    network: Network, genesis: str, proof: Callable[[bytes], bytes]
) -> None:
    """As chainparams.cpp of each asserts."""
    store = Store(None)
    blocks = UtxoChain(store, SandboxClock(store), network).ledger.chain
    assert blocks[0].hash == genesis
    worked = [int.from_bytes(proof(block.header), "little") for block in blocks]
    assert max(worked) <= 0x7FFFFF << 232
    assert blocks[-1].time - blocks[1].time == (len(blocks) - 2) * network.block_seconds


@pytest.mark.parametrize(
    ("address", "network"),
    [
        (KEY_HASH, BITCOIN),
        (SCRIPT_HASH, BITCOIN),
        (KEY_HASH, LITECOIN),
        ("QXHFfTBKYXjaaTH1e7Rox8CcdNPGHVhM59", LITECOIN),
        (LITECOIN_ADDRESS, LITECOIN),
    ],
)
def test_addresses_and_their_scripts(address: str, network: Network) -> None:
    assert address_of(script_of(address, network), network) == address


def test_the_older_spelling_of_a_litecoin_script_address() -> None:
    newer = script_of("QXHFfTBKYXjaaTH1e7Rox8CcdNPGHVhM59", LITECOIN)
    assert script_of(SCRIPT_HASH, LITECOIN) == newer


def test_block_times_follow_the_clock_and_the_rules() -> None:
    store = Store(None)
    clock = SandboxClock(store)
    chain = UtxoChain(store, clock, BITCOIN)
    chain.mine(40)
    blocks = chain.ledger.chain
    for block in blocks[1:]:
        previous = blocks[block.height - 1]
        assert block.previous == previous.hash
        assert block.time > chain.ledger.median_time(previous)
        assert int(block.hash, 16) < 0x7FFFFF << 232
    assert blocks[100].time - blocks[1].time == 99 * 600


def test_no_coin_is_spent_twice_whatever_happens() -> None:
    store = Store(None)
    chain = UtxoChain(store, SandboxClock(store), BITCOIN)
    for turn in range(30):
        chain.replace(chain.pay(ALICE, 1_000 + turn), ALICE, 300_000_000 * (turn % 3 + 1))
        chain.pay(TAPROOT, 5_000)
        if turn % 3 == 0:
            chain.mine(1)
        if turn % 7 == 6:
            chain.reorg(2, keep=turn % 2 == 0)
    reloaded = UtxoChain(store, SandboxClock(store), BITCOIN)
    for each in (chain, reloaded):
        spent = outpoints(each)
        assert len(spent) == len(set(spent)) > 30
    assert reloaded.state() == chain.state()


def outpoints(chain: UtxoChain) -> list[tuple[str, int]]:
    def held(block: Block) -> list[str]:
        return list(block.txids[1:])

    txids = [txid for block in chain.ledger.chain for txid in held(block)]
    found = [chain.ledger.find(txid) for txid in [*txids, *chain.ledger.mempool]]
    return [each.outpoint for transaction in found if transaction for each in transaction.inputs]
