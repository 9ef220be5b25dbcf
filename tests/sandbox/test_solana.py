"""The sandbox's Solana: levers over HTTP, a node's JSON-RPC, and what a restart keeps."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import Message, MessageV0
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.conftest import PEOPLE, TOKEN

ALICE = "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
BOB = "Hh8QwFUA6MtVu1qAoq12ucvFHNwCcVTV7hpWjeY1Hztb"
SOL = 10**9
RENT = 890_880
FINAL = 32


class Node:
    """A JSON-RPC client without a library."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = f"{url}/rpc/sol"
        self._http = http

    async def raw(self, body: object) -> Any:
        async with self._http.post(self._url, json=body) as response:
            assert response.status == 200
            return await response.json()

    async def reply(self, method: str, *params: object) -> dict[str, Any]:
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer: dict[str, Any] = await self.raw(call)
        assert (answer["jsonrpc"], answer["id"]) == ("2.0", 1)
        return answer

    async def __call__(self, method: str, *params: object) -> Any:
        answer = await self.reply(method, *params)
        assert "error" not in answer, answer
        return answer["result"]

    async def balance(self, address: str, commitment: str = "confirmed") -> int:
        return int((await self("getBalance", address, {"commitment": commitment}))["value"])


@pytest.fixture
def node(url: str, http: aiohttp.ClientSession) -> Node:
    return Node(url, http)


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[tuple[SandboxClient, Node]]:
    sandbox = Sandbox(path, bot_token=TOKEN, people=PEOPLE)
    try:
        url = await sandbox.start()
        async with SandboxClient(url) as person, aiohttp.ClientSession() as http:
            yield person, Node(url, http)
    finally:
        await sandbox.stop()


async def state_of(person: SandboxClient) -> dict[str, Any]:
    return dict((await person.state())["chains"]["sol"])


async def test_a_new_chain(person: SandboxClient) -> None:
    state = await state_of(person)
    shape = {name: state[name] for name in ("asset", "name", "decimals", "unit", "final_lag")}
    assert shape == {
        "asset": "SOL",
        "name": "Solana",
        "decimals": 9,
        "unit": "slot",
        "final_lag": FINAL,
    }
    assert (state["height"], state["final_height"], state["mempool"]) == (64, 32, [])
    assert [block["height"] for block in state["blocks"]] == list(range(64, 52, -1))
    assert state["tip"] == state["blocks"][0]["hash"]
    assert set(state["levers"]) == {"pay", "mine", "drop", "reorg"}


async def test_a_payment_waits_until_a_slot_takes_it(person: SandboxClient) -> None:
    answer = await person.chain("pay", "sol", address=ALICE, amount="1.5")
    (waiting,) = answer["state"]["mempool"]
    paid = {"address": ALICE, "amount": "1500000000"}
    assert (waiting["txid"], waiting["outputs"]) == (answer["txid"], [paid])
    await person.mine(2, "sol")
    state = await state_of(person)
    assert (state["height"], state["mempool"]) == (66, [])
    assert [block["txids"] for block in state["blocks"][:3]] == [[], [answer["txid"]], []]
    (row,) = state["blocks"][1]["transactions"]
    assert (row["outputs"], row["failed"]) == ([paid], False)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"address": ALICE, "units": 0}, 400, "above 0"),
        ({"address": ALICE, "units": 10**19}, 400, "all lamports"),
        ({"address": ALICE, "units": RENT - 1}, 409, "890880"),
        ({"address": "bc1q", "units": SOL}, 400, "not a Solana address"),
        ({"address": ALICE}, 400, "missing"),
        ({"address": ALICE, "units": SOL, "fail": 1}, 400, "true or false"),
    ],
)
async def test_payments_that_are_refused(
    person: SandboxClient, body: dict[str, Any], status: int, words: str
) -> None:
    """Failure case 33 among them: the panel says what the chain would do."""
    with pytest.raises(SandboxRefused, match=words) as refusal:
        await person.chain("pay", "sol", **body)
    assert refusal.value.status == status
    assert (await state_of(person))["mempool"] == []


async def test_less_than_rent_is_well_on_top_of_a_payment(person: SandboxClient) -> None:
    await person.pay(ALICE, RENT, "sol")
    await person.pay(ALICE, 1, "sol")
    await person.mine(1, "sol")
    (block, *_) = (await state_of(person))["blocks"]
    assert [row["failed"] for row in block["transactions"]] == [False, False]


@pytest.mark.parametrize("units", [RENT - 1, SOL])
async def test_a_payment_that_fails_on_the_chain(
    person: SandboxClient, node: Node, units: int
) -> None:
    """Failure cases 32 and 33: executed, charged, of no effect."""
    body = {"address": ALICE, "units": str(units), "fail": True}
    txid = (await person.chain("pay", "sol", **body))["txid"]
    await person.mine(1, "sol")
    (row,) = (await state_of(person))["blocks"][0]["transactions"]
    assert (row["txid"], row["failed"]) == (txid, True)
    assert await node.balance(ALICE) == 0
    (line,) = await node("getSignaturesForAddress", ALICE, {"commitment": "confirmed"})
    expected = {"InsufficientFundsForRent": {"account_index": 1}}
    overdrawn = {"InstructionError": [1, {"Custom": 1}]}
    assert line["err"] == (expected if units < RENT else overdrawn)


async def test_a_dropped_payment_never_lands(person: SandboxClient, node: Node) -> None:
    txid = await person.pay(ALICE, SOL, "sol")
    await person.chain("drop", "sol", txid=txid)
    await person.mine(2, "sol")
    assert await node.balance(ALICE) == 0
    with pytest.raises(SandboxRefused, match="no such transaction"):
        await person.chain("drop", "sol", txid=txid)
    landed = await person.pay(ALICE, SOL, "sol")
    await person.mine(1, "sol")
    with pytest.raises(SandboxRefused, match="in a slot"):
        await person.chain("drop", "sol", txid=landed)


@pytest.mark.parametrize("keep", [True, False])
async def test_a_fork(person: SandboxClient, node: Node, keep: bool) -> None:
    """The slots are gone, their numbers stay empty; what landed waits again or is gone."""
    await person.pay(BOB, SOL, "sol")
    await person.mine(1, "sol")
    txid = await person.pay(ALICE, SOL, "sol")
    await person.pay(BOB, SOL, "sol")
    await person.mine(3, "sol")
    await person.chain("reorg", "sol", depth=3, keep=keep)
    state = await state_of(person)
    assert [block["height"] for block in state["blocks"][:3]] == [69, 65, 64]
    assert (await node.balance(ALICE), await node.balance(BOB)) == (0, SOL)
    assert await node("getTransaction", txid, {"commitment": "confirmed"}) is None
    assert await node("getSignaturesForAddress", ALICE, {"commitment": "confirmed"}) == []
    await person.mine(1, "sol")
    expected = (SOL, 2 * SOL) if keep else (0, SOL)
    assert (await node.balance(ALICE), await node.balance(BOB)) == expected


@pytest.mark.parametrize("depth", [0, FINAL, 100])
async def test_what_is_final_stays(person: SandboxClient, depth: int) -> None:
    with pytest.raises(SandboxRefused, match="final"):
        await person.chain("reorg", "sol", depth=depth, keep=True)


async def test_commitment(person: SandboxClient, node: Node) -> None:
    txid = await person.pay(ALICE, SOL, "sol")
    await person.mine(FINAL, "sol")
    assert (await node.balance(ALICE), await node.balance(ALICE, "finalized")) == (SOL, 0)
    assert await node("getSignaturesForAddress", ALICE) == []
    (status,) = (await node("getSignatureStatuses", [txid]))["value"]
    assert (status["confirmationStatus"], status["confirmations"]) == ("confirmed", FINAL - 1)
    await person.mine(1, "sol")
    assert await node.balance(ALICE, "finalized") == SOL
    (line,) = await node("getSignaturesForAddress", ALICE)
    assert (line["signature"], line["confirmationStatus"]) == (txid, "finalized")
    (status, unknown) = (await node("getSignatureStatuses", [txid, txid[::-1]]))["value"]
    assert (status["confirmations"], unknown) == (None, None)
    assert await node("getSlot") == 65
    assert await node("getSlot", {"commitment": "confirmed"}) == 64 + FINAL + 1


async def test_a_transaction_as_a_node_shows_it(person: SandboxClient, node: Node) -> None:
    txid = await person.pay(ALICE, SOL, "sol")
    await person.mine(FINAL + 1, "sol")
    refusal = await node.reply("getTransaction", txid)
    assert refusal["error"]["code"] == -32015
    shown = await node("getTransaction", txid, {"maxSupportedTransactionVersion": 0})
    keys = shown["transaction"]["message"]["accountKeys"]
    meta, position = shown["meta"], keys.index(ALICE)
    assert (shown["slot"], shown["version"], meta["err"], meta["fee"]) == (65, 0, None, 5_000)
    assert (meta["preBalances"][position], meta["postBalances"][position]) == (0, SOL)
    assert shown["transaction"]["signatures"] == [txid]
    assert shown["blockTime"] == await node("getBlockTime", 65)
    options = {"maxSupportedTransactionVersion": 0, "encoding": "base64"}
    raw, encoding = (await node("getTransaction", txid, options))["transaction"]
    decoded = VersionedTransaction.from_bytes(base64.b64decode(raw))
    assert (encoding, str(decoded.signatures[0])) == ("base64", txid)


async def test_pages_of_signatures(person: SandboxClient, node: Node) -> None:
    txids = []
    for _ in range(5):
        txids.append(await person.pay(ALICE, SOL, "sol"))
        txids.append(await person.pay(ALICE, SOL, "sol"))
        await person.mine(1, "sol")

    async def listed(**options: object) -> list[str]:
        answer = await node("getSignaturesForAddress", ALICE, {"commitment": "confirmed"} | options)
        return [line["signature"] for line in answer]

    newest = txids[::-1]
    assert await listed() == newest
    assert await listed(limit=3) == newest[:3]
    assert await listed(limit=3, before=newest[2]) == newest[3:6]
    assert await listed(until=newest[4]) == newest[:4]
    assert await listed(before=newest[0], until=newest[4]) == newest[1:4]


async def sent(node: Node, payer: Keypair, units: int, *, legacy: bool, **options: object) -> Any:
    recent = (await node("getLatestBlockhash", {"commitment": "confirmed"}))["value"]["blockhash"]
    to = Pubkey.from_string(BOB)
    params = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=to, lamports=units)
    blockhash, moves = Hash.from_string(recent), [transfer(params)]
    message = (
        Message.new_with_blockhash(moves, payer.pubkey(), blockhash)
        if legacy
        else MessageV0.try_compile(payer.pubkey(), moves, [], blockhash)
    )
    raw = base64.b64encode(bytes(VersionedTransaction(message, [payer]))).decode()
    return await node.reply("sendTransaction", raw, {"encoding": "base64"} | options)


@pytest.mark.parametrize("legacy", [True, False])
async def test_a_wallet_of_ones_own(person: SandboxClient, node: Node, legacy: bool) -> None:
    """An airdrop, and a payment signed outside: as any Solana wallet does it."""
    payer = Keypair()
    await node("requestAirdrop", str(payer.pubkey()), 3 * SOL)
    await person.mine(1, "sol")
    txid = (await sent(node, payer, SOL, legacy=legacy))["result"]
    (waiting,) = (await state_of(person))["mempool"]
    assert waiting["outputs"] == [{"address": BOB, "amount": str(SOL)}]
    await person.mine(FINAL + 1, "sol")
    assert await node.balance(BOB) == SOL
    shown = await node("getTransaction", txid, {"maxSupportedTransactionVersion": 0})
    assert shown["version"] == ("legacy" if legacy else 0)
    poor = await sent(node, payer, 9 * SOL, legacy=legacy)
    assert (poor["error"]["code"], poor["error"]["data"]["err"]) == (
        -32002,
        {"InstructionError": [0, {"Custom": 1}]},
    )
    failing = await sent(node, payer, 9 * SOL, legacy=legacy, skipPreflight=True)
    await person.mine(1, "sol")
    (status,) = (await node("getSignatureStatuses", [failing["result"]]))["value"]
    assert status["err"] == {"InstructionError": [0, {"Custom": 1}]}


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("getBlock", [1], -32601),
        ("getBalance", ["bc1q"], -32602),
        ("getBalance", [], -32602),
        ("getMultipleAccounts", [[ALICE] * 101], -32602),
        ("getMultipleAccounts", [ALICE], -32602),
        ("getSignaturesForAddress", [ALICE, {"limit": 1_001}], -32602),
        ("getTransaction", ["abc"], -32602),
        ("getSlot", [{"commitment": "certain"}], -32602),
        ("getBlockTime", [10_000], -32004),
        ("sendTransaction", ["abc"], -32602),
        ("requestAirdrop", [ALICE, 1], -32602),
    ],
)
async def test_errors_have_a_nodes_codes(
    node: Node, method: str, params: list[Any], code: int
) -> None:
    assert (await node.reply(method, *params))["error"]["code"] == code


async def test_small_answers(node: Node) -> None:
    assert await node("getHealth") == "ok"
    assert "solana-core" in await node("getVersion")
    assert await node("getMinimumBalanceForRentExemption", 0) == RENT
    assert (await node("getEpochInfo"))["absoluteSlot"] == 32
    assert await node("getBlockHeight", {"commitment": "confirmed"}) == 64
    assert await node("getFirstAvailableBlock") == 1
    assert len(await node("getGenesisHash")) > 32
    (nobody,) = (await node("getMultipleAccounts", [ALICE]))["value"]
    assert nobody is None
    program = (await node("getAccountInfo", "11111111111111111111111111111111"))["value"]
    assert program["executable"] is True


async def test_batches_and_nonsense(node: Node) -> None:
    calls = [{"jsonrpc": "2.0", "id": n, "method": "getHealth"} for n in (3, 1)]
    assert [reply["id"] for reply in await node.raw(calls)] == [3, 1]
    nonsense: tuple[object, ...] = ([], {}, 7, "getHealth", {"method": 5})
    for each in nonsense:
        assert (await node.raw(each))["error"]["code"] == -32600


async def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    """Failure case 50: slots, accounts, what waits, and what a fork may still undo."""
    path = tmp_path / "sandbox.db"
    async with running(path) as (person, node):
        landed = await person.pay(ALICE, SOL, "sol")
        await person.mine(2, "sol")
        await person.pay(BOB, SOL, "sol")
        before = await state_of(person)
        options = {"maxSupportedTransactionVersion": 0, "commitment": "confirmed"}
        shown = await node("getTransaction", landed, options)
    async with running(path) as (person, node):
        assert await state_of(person) == before
        assert await node("getTransaction", landed, options) == shown
        assert await node.balance(ALICE) == SOL
        await person.mine(1, "sol")
        assert await node.balance(BOB) == SOL
    async with running(path) as (person, node):
        await person.chain("reorg", "sol", depth=3, keep=False)
        assert (await node.balance(ALICE), await node.balance(BOB)) == (0, 0)
        await person.pay(ALICE, 2 * SOL, "sol")
        await person.mine(1, "sol")
        assert await node.balance(ALICE) == 2 * SOL
