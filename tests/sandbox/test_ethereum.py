"""The sandbox's Ethereum: its panel, its JSON-RPC, and transactions that a real node accepts."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.chains.ethereum import FINAL_LAG, EthereumChain
from sandbox.chains.ethereum_encoding import Item, checksummed, rlp
from sandbox.client import SandboxClient, SandboxRefused
from sandbox.clock import SandboxClock
from sandbox.store import Store
from tests.databases import missing_service
from tests.ethereum_node import ANVIL_MISSING, find_anvil, new_anvil
from tests.sandbox.conftest import PEOPLE, TOKEN

ALICE = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
CAROL = "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"
ETHER = 10**18


@asynccontextmanager
async def running(path: Path | None) -> AsyncIterator[SandboxClient]:
    sandbox = Sandbox(path, bot_token=TOKEN, people=PEOPLE)
    try:
        async with SandboxClient(await sandbox.start()) as client:
            yield client
    finally:
        await sandbox.stop()


async def chain_state(person: SandboxClient) -> dict[str, Any]:
    return dict((await person.state())["chains"]["eth"])


async def pay(person: SandboxClient, address: str = ALICE, **how: Any) -> str:
    answer = await person.chain("pay", "eth", address=address, **{"amount": "0.5"} | how)
    return str(answer["txid"])


class Rpc:
    """Asks `/rpc/eth` as any Ethereum library would."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/rpc/eth"

    async def post(self, body: Any) -> Any:
        async with self._session.post(self._url, json=body) as response:
            assert response.status == 200
            return await response.json()

    async def __call__(self, method: str, *params: Any) -> Any:
        """The result, or the error's code."""
        question = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
        answer = await self.post(question)
        assert (answer["jsonrpc"], answer["id"]) == ("2.0", 7)
        return answer["error"]["code"] if "error" in answer else answer["result"]


@pytest.fixture
def rpc(http: aiohttp.ClientSession, url: str) -> Rpc:
    return Rpc(http, url)


async def test_a_new_chain_has_some_blocks_and_its_levers(person: SandboxClient) -> None:
    state = await chain_state(person)
    assert (state["asset"], state["name"], state["decimals"]) == ("ETH", "Ethereum", 18)
    assert (state["unit"], state["final_lag"], state["stalled"]) == ("block", FINAL_LAG, False)
    assert state["final_height"] == state["height"] - FINAL_LAG
    assert state["mempool"] == []
    assert {"pay", "mine", "replace", "drop", "reorg", "sweep", "stall"} == set(state["levers"])
    assert len(state["blocks"]) == 12
    assert state["blocks"][0]["hash"] == state["tip"]


@pytest.mark.parametrize("how", [{}, {"via": "contract"}, {"fail": True}])
async def test_a_payment_waits_until_a_block_takes_it(
    person: SandboxClient, how: dict[str, Any]
) -> None:
    txid = await pay(person, ALICE.lower(), **how)
    (waiting,) = (await chain_state(person))["mempool"]
    assert waiting["outputs"] == [{"address": ALICE, "amount": "500000000000000000"}]
    assert (waiting["txid"], waiting.get("failed", False)) == (txid, "fail" in how)
    assert waiting.get("via") == how.get("via")
    await person.mine(2, "eth")
    state = await chain_state(person)
    assert state["mempool"] == []
    assert [block["txids"] for block in state["blocks"][:3]] == [[], [txid], []]
    assert state["blocks"][1]["transactions"] == [waiting]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"address": ALICE, "units": 0}, "above 0"),
        ({"address": ALICE, "units": "-5"}, "whole number"),
        ({"address": ALICE, "units": str(10**24 + 1)}, "million ether"),
        ({"address": ALICE, "amount": "0.1234567890123456789"}, "18 decimals"),
        ({"address": ALICE}, "missing"),
        ({"units": 1000}, "missing"),
        ({"address": ALICE[:-1] + "5", "units": 1}, "capital"),
        ({"address": ALICE[2:], "units": 1}, "valid"),
        ({"address": "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0g", "units": 1}, "valid"),
        ({"address": ALICE, "units": 1, "via": "bridge"}, "contract"),
        ({"address": ALICE, "units": 1, "fail": 1}, "true or false"),
    ],
)
async def test_a_wrong_payment_is_refused_in_a_sentence(
    person: SandboxClient, body: dict[str, Any], words: str
) -> None:
    with pytest.raises(SandboxRefused, match=words) as refusal:
        await person.chain("pay", "eth", **body)
    assert refusal.value.status == 400
    assert (await chain_state(person))["mempool"] == []


@pytest.mark.parametrize(
    ("lever", "body", "status"),
    [
        ("mine", {"blocks": 0}, 400),
        ("mine", {"blocks": 101}, 400),
        ("reorg", {"depth": 0, "keep": True}, 400),
        ("reorg", {"depth": FINAL_LAG + 1, "keep": True}, 400),
        ("drop", {"txid": "0x" + "00" * 32}, 404),
        ("replace", {"txid": "0x" + "00" * 32}, 404),
        ("replace", {"txid": "0x" + "00" * 32, "units": 5}, 404),
        ("sweep", {"address": ALICE}, 409),
        ("sweep", {"address": "x"}, 400),
        ("stall", {"on": "yes"}, 400),
        ("faucet", {}, 404),
    ],
)
async def test_a_wrong_lever_is_refused(
    person: SandboxClient, lever: str, body: dict[str, Any], status: int
) -> None:
    before = await chain_state(person)
    with pytest.raises(SandboxRefused) as refusal:
        await person.chain(lever, "eth", **body)
    assert refusal.value.status == status
    assert await chain_state(person) == before


async def test_a_replacement_has_the_same_sender_and_nonce(person: SandboxClient, rpc: Rpc) -> None:
    txid = await pay(person)
    old = await rpc("eth_getTransactionByHash", txid)
    answer = await person.chain("replace", "eth", txid=txid, address=CAROL)
    new = await rpc("eth_getTransactionByHash", answer["txid"])
    assert [each["txid"] for each in answer["state"]["mempool"]] == [answer["txid"]]
    assert (new["from"], new["nonce"], new["value"]) == (old["from"], old["nonce"], old["value"])
    assert int(new["gasPrice"], 16) >= int(old["gasPrice"], 16) * 9 // 8
    assert await rpc("eth_getTransactionByHash", txid) is None
    taken_back = await person.chain("replace", "eth", txid=answer["txid"])
    (waiting,) = taken_back["state"]["mempool"]
    assert waiting["outputs"] == []


async def test_what_is_in_a_block_can_neither_be_replaced_nor_dropped(
    person: SandboxClient,
) -> None:
    txid = await pay(person)
    await person.mine(1, "eth")
    for lever in ("replace", "drop"):
        with pytest.raises(SandboxRefused, match="block"):
            await person.chain(lever, "eth", txid=txid)


@pytest.mark.parametrize("keep", [True, False])
async def test_a_reorganisation_keeps_or_loses_its_payments(
    person: SandboxClient, rpc: Rpc, keep: bool
) -> None:
    txid = await pay(person)
    await person.mine(2, "eth")
    before = await chain_state(person)
    state = (await person.chain("reorg", "eth", depth=2, keep=keep))["state"]
    assert state["height"] == before["height"] + 1
    assert [each["txid"] for each in state["mempool"]] == ([txid] if keep else [])
    assert await rpc("eth_getTransactionReceipt", txid) is None
    assert await rpc("eth_getBalance", ALICE, "latest") == "0x0"
    assert await rpc("eth_getBalance", ALICE, {"blockHash": before["tip"]}) == -32000
    await person.mine(1, "eth")
    assert await rpc("eth_getBalance", ALICE, "latest") == (hex(ETHER // 2) if keep else "0x0")


async def test_finality_stands_still_when_told_to(person: SandboxClient, rpc: Rpc) -> None:
    await person.mine(1, "eth")
    final = (await chain_state(person))["final_height"]
    await person.chain("stall", "eth", on=True)
    await person.mine(30, "eth")
    assert (await chain_state(person))["final_height"] == final
    assert (await rpc("eth_getBlockByNumber", "finalized", False))["number"] == hex(final)
    await person.chain("stall", "eth", on=False)
    state = await chain_state(person)
    assert state["final_height"] == state["height"] - FINAL_LAG


async def test_everything_outlives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    async with running(path) as person:
        for how in ({}, {"via": "contract"}, {"fail": True}):
            await pay(person, **how)
        await person.mine(3, "eth")
        await person.chain("sweep", "eth", address=ALICE)
        await person.mine(1, "eth")
        await pay(person, CAROL)
        await person.mine(1, "eth")
        await person.chain("reorg", "eth", depth=1, keep=True)
        await person.chain("stall", "eth", on=True)
        await person.mine(2, "eth")
        await person.chain("replace", "eth", txid=await pay(person), address=CAROL)
        before = await chain_state(person)
    async with running(path) as person:
        assert await chain_state(person) == before
        txid = await pay(person)
        await person.mine(1, "eth")
        assert txid in (await chain_state(person))["blocks"][0]["txids"]


def test_balances_come_back_from_the_store() -> None:
    store = Store(None)
    chain = EthereumChain(store, SandboxClock(store))
    for turn in range(20):
        txid = chain.pay(ALICE, ETHER + turn, ("", "contract", "failing")[turn % 3])
        if turn % 5 == 1:
            chain.replace(txid, CAROL, 7)
        if turn % 2:
            chain.mine(1)
        if turn % 7 == 6:
            chain.reorg(2, keep=turn % 4 == 0)
        if turn == 12:
            chain.sweep(ALICE)
    again = EthereumChain(store, SandboxClock(store))
    assert again.state() == chain.state()
    for height in range(chain.tip.height + 1):
        for address in (ALICE.lower(), CAROL.lower()):
            account = chain.ledger.account(address, height)
            assert again.ledger.account(address, height) == account
            assert account.balance >= 0


async def test_blocks_are_chained_and_strictly_later(rpc: Rpc) -> None:
    height = int(await rpc("eth_blockNumber"), 16)
    blocks = [await rpc("eth_getBlockByNumber", hex(n), False) for n in range(height + 1)]
    for parent, block in itertools.pairwise(blocks):
        assert block["parentHash"] == parent["hash"]
        assert int(block["timestamp"], 16) > int(parent["timestamp"], 16)
        assert await rpc("eth_getBlockByHash", block["hash"], False) == block


async def test_a_payment_in_json(person: SandboxClient, rpc: Rpc) -> None:
    plain, inside, failed = await pay(person), await pay(person, via="contract"), ""
    failed = await pay(person, fail=True)
    assert (await rpc("eth_getTransactionByHash", plain))["blockHash"] is None
    await person.mine(1, "eth")
    block = await rpc("eth_getBlockByNumber", "latest", True)
    assert [each["hash"] for each in block["transactions"]] == [plain, inside, failed]
    assert [each["to"] == ALICE.lower() for each in block["transactions"]] == [True, False, False]
    receipts = [await rpc("eth_getTransactionReceipt", txid) for txid in (plain, inside, failed)]
    assert [receipt["status"] for receipt in receipts] == ["0x1", "0x1", "0x0"]
    assert {receipt["blockHash"] for receipt in receipts} == {block["hash"]}
    contract = block["transactions"][1]["to"]
    assert await rpc("eth_getCode", contract, "latest") != "0x"
    assert await rpc("eth_getCode", ALICE, "latest") == "0x"
    assert await rpc("eth_getBalance", ALICE, "pending") == hex(ETHER)
    sender = block["transactions"][0]["from"]
    assert await rpc("eth_getTransactionCount", sender, block["number"]) == "0x1"
    assert await rpc("eth_getTransactionCount", sender, "earliest") == "0x0"


async def test_only_what_is_paid_can_be_swept(person: SandboxClient, rpc: Rpc) -> None:
    await pay(person)
    await person.mine(1, "eth")
    await person.chain("sweep", "eth", address=ALICE)
    await person.chain("sweep", "eth", address=ALICE)
    await person.mine(1, "eth")
    assert await rpc("eth_getBalance", ALICE, "latest") == "0x0"
    assert await rpc("eth_getTransactionCount", ALICE, "latest") == "0x1"


async def test_what_cannot_be_paid_any_more_waits(person: SandboxClient, rpc: Rpc) -> None:
    """The owner sent on what a reorganisation took away."""
    await pay(person)
    await person.mine(1, "eth")
    txid = (await person.chain("sweep", "eth", address=ALICE))["txid"]
    await person.chain("reorg", "eth", depth=1, keep=False)
    await person.mine(1, "eth")
    assert [each["txid"] for each in (await chain_state(person))["mempool"]] == [txid]
    assert await rpc("eth_getTransactionCount", ALICE, "latest") == "0x0"
    await pay(person)
    await person.mine(2, "eth")
    await person.mine(1, "eth")
    assert await rpc("eth_getTransactionCount", ALICE, "latest") == "0x1"


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("eth_sendTransaction", [{}], -32601),
        ("eth_getBalance", [], -32602),
        ("eth_getBalance", [ALICE, "latest", 1], -32602),
        ("eth_getBalance", ["0x1", "latest"], -32602),
        ("eth_getBalance", [ALICE, "newest"], -32602),
        ("eth_getBalance", [ALICE, 5], -32602),
        ("eth_getBalance", [ALICE, [5]], -32602),
        ("eth_getBalance", [ALICE, "0x05"], -32602),
        ("eth_getBalance", [ALICE, "0xffff"], -32000),
        ("eth_getBalance", [ALICE, {"blockHash": "0x" + "00" * 32}], -32001),
        ("eth_getBalance", [ALICE, {}], -32602),
        ("eth_getBlockByNumber", ["0xffff", False], None),
        ("eth_getBlockByHash", ["0x" + "00" * 32, False], None),
        ("eth_getTransactionByHash", ["0x" + "00" * 32], None),
        ("eth_getTransactionReceipt", ["0x" + "00" * 32], None),
        ("eth_getTransactionReceipt", ["0x00"], -32602),
        ("eth_chainId", [], "0x7a69"),
        ("net_version", [], "31337"),
        ("eth_syncing", [], False),
    ],
)
async def test_the_node_is_as_strict_as_a_real_one(
    rpc: Rpc, method: str, params: list[Any], code: Any
) -> None:
    assert await rpc(method, *params) == code


async def test_batches(rpc: Rpc) -> None:
    one = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}
    answers = await rpc.post([one, one | {"id": "x", "method": "nonsense"}, 7])
    assert [each.get("id") for each in answers] == [1, "x", None]
    assert answers[0]["result"] == "0x7a69"
    assert [each["error"]["code"] for each in answers[1:]] == [-32601, -32600]
    assert (await rpc.post([]))["error"]["code"] == -32600
    assert (await rpc.post([one] * 1_001))[0]["error"]["message"] == "batch too large"
    assert (await rpc.post("hello"))["error"]["code"] == -32600


async def test_what_is_no_json_is_a_parse_error(http: aiohttp.ClientSession, url: str) -> None:
    async with http.post(f"{url}/rpc/eth", data="{") as response:
        assert (await response.json())["error"]["code"] == -32700


@pytest.mark.parametrize(
    ("item", "encoded"),
    [
        (b"dog", "83646f67"),
        ([b"cat", b"dog"], "c88363617483646f67"),
        (b"", "80"),
        ([], "c0"),
        (0, "80"),
        (15, "0f"),
        (1024, "820400"),
        ([[], [[]], [[], [[]]]], "c7c0c1c0c3c0c1c0"),
        (b"a" * 56, "b838" + "61" * 56),
        ([b"a" * 60], "f83e" + "b83c" + "61" * 60),
    ],
)
def test_rlp_vectors(item: Item, encoded: str) -> None:
    """https://ethereum.org/developers/docs/data-structures-and-encoding/rlp"""
    assert rlp(item).hex() == encoded


def test_a_real_node_takes_our_transactions() -> None:
    """Signature, sender and hash are those of Ethereum, not of a model of it."""
    program = find_anvil()
    if program is None:
        missing_service(ANVIL_MISSING)
    assert program is not None
    store = Store(None)
    chain = EthereumChain(store, SandboxClock(store))
    node = new_anvil(program)
    try:
        for via in ("", "contract", "failing"):
            transaction = chain.ledger.find(chain.pay(ALICE, ETHER, via))
            assert transaction
            node.call("anvil_setBalance", transaction.sender, hex(2 * ETHER))
            txid = node.call("eth_sendRawTransaction", "0x" + transaction.raw.hex())
            assert txid == transaction.txid
            assert node.call("eth_getTransactionByHash", txid)["from"] == transaction.sender
        node.call("anvil_mine", "0x1")
        assert node.call("eth_getBalance", ALICE, "latest") == hex(ETHER)
    finally:
        node.stop()


def test_addresses_are_shown_with_their_checksum() -> None:
    assert checksummed(ALICE.lower()) == ALICE
