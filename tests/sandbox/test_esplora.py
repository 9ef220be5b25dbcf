"""The Esplora API of the local chain, field by field."""

import hashlib
from typing import Any

import aiohttp
import pytest

from sandbox.client import SandboxClient

ALICE = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry"
ALICE_SCRIPT = "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262"
UNKNOWN = "ab" * 32


class Esplora:
    def __init__(self, url: str, http: aiohttp.ClientSession, chain: str = "btc") -> None:
        self.base = f"{url}/esplora/{chain}"
        self.http = http

    async def raw(self, path: str) -> tuple[int, str, str]:
        async with self.http.get(self.base + path) as response:
            return response.status, response.content_type, await response.text()

    async def text(self, path: str) -> str:
        status, kind, text = await self.raw(path)
        assert (status, kind) == (200, "text/plain")
        return text

    async def json(self, path: str) -> Any:
        async with self.http.get(self.base + path) as response:
            assert (response.status, response.content_type) == (200, "application/json")
            return await response.json()


@pytest.fixture
def esplora(url: str, http: aiohttp.ClientSession) -> Esplora:
    return Esplora(url, http)


def sha256d(content: bytes) -> str:
    return hashlib.sha256(hashlib.sha256(content).digest()).digest()[::-1].hex()


async def test_the_tip_and_its_block(esplora: Esplora, person: SandboxClient) -> None:
    await person.pay(ALICE, 60_000)
    await person.mine()
    tip = await esplora.text("/blocks/tip/hash")
    assert await esplora.text("/blocks/tip/height") == "101"
    assert await esplora.text("/block-height/101") == tip
    block = await esplora.json(f"/block/{tip}")
    before = await esplora.text("/block-height/100")
    assert (block["id"], block["height"], block["tx_count"]) == (tip, 101, 2)
    assert block["previousblockhash"] == before
    newest = await esplora.json("/blocks")
    assert [each["height"] for each in newest] == list(range(101, 91, -1))
    assert newest[0] == block
    older = await esplora.json("/blocks/5")
    assert [each["height"] for each in older] == [5, 4, 3, 2, 1, 0]
    assert older[-1]["previousblockhash"] is None


async def test_a_block_hash_is_the_hash_of_its_header(
    esplora: Esplora, person: SandboxClient
) -> None:
    for units in (60_000, 70_000):
        await person.pay(ALICE, units)
    await person.mine()
    block = (await esplora.json("/blocks"))[0]
    txids = await esplora.json(f"/block/{block['id']}/txids")
    row = [bytes.fromhex(txid)[::-1] for txid in txids]
    row.append(row[-1])
    pairs = [bytes.fromhex(sha256d(row[at] + row[at + 1]))[::-1] for at in (0, 2)]
    assert sha256d(b"".join(pairs)) == block["merkle_root"]
    header = block["version"].to_bytes(4, "little")
    for link in (block["previousblockhash"], block["merkle_root"]):
        header += bytes.fromhex(link)[::-1]
    for number in (block["timestamp"], block["bits"], block["nonce"]):
        header += number.to_bytes(4, "little")
    assert sha256d(header) == block["id"]


async def test_genesis_is_that_of_regtest(esplora: Esplora) -> None:
    known = "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
    assert await esplora.text("/block-height/0") == known


async def test_litecoin_has_an_esplora_of_its_own(
    url: str, http: aiohttp.ClientSession, person: SandboxClient
) -> None:
    esplora = Esplora(url, http, "ltc")
    genesis = "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"
    assert await esplora.text("/block-height/0") == genesis
    address = "rltc1qw508d6qejxtdg4y5r3zarvary0c5xw7k693xs3"
    txid = await person.pay(address, 60_000, "ltc")
    paid = (await esplora.json(f"/tx/{txid}"))["vout"]
    assert (address, 60_000) in [(each["scriptpubkey_address"], each["value"]) for each in paid]
    refusal = (400, "text/plain", "Address on invalid network")
    assert await esplora.raw(f"/address/{ALICE}") == refusal
    assert await esplora.raw("/hello") == (404, "text/plain", 'endpoint does not exist "/hello"')


async def test_what_kinds_of_addresses_are_called(esplora: Esplora, person: SandboxClient) -> None:
    kinds = {
        "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r": ("p2pkh", "OP_DUP OP_HASH160"),
        "2N3vVYSK5XRgVSGWy21PnsRmBUywSQNdCsf": ("p2sh", "OP_HASH160"),
    }
    outputs = [{"address": address, "units": 60_000} for address in kinds]
    txid = (await person.chain("pay", outputs=outputs))["txid"]
    shown = {
        each["scriptpubkey_address"]: each for each in (await esplora.json(f"/tx/{txid}"))["vout"]
    }
    for address, (kind, operations) in kinds.items():
        assert shown[address]["scriptpubkey_type"] == kind
        assert shown[address]["scriptpubkey_asm"].startswith(f"{operations} OP_PUSHBYTES_20 ")


async def test_an_address_before_and_after_its_block(
    esplora: Esplora, person: SandboxClient
) -> None:
    nothing = {
        "funded_txo_count": 0,
        "funded_txo_sum": 0,
        "spent_txo_count": 0,
        "spent_txo_sum": 0,
        "tx_count": 0,
    }
    paid = nothing | {"funded_txo_count": 1, "funded_txo_sum": 60_000, "tx_count": 1}
    address = {"address": ALICE, "chain_stats": nothing, "mempool_stats": nothing}
    assert await esplora.json(f"/address/{ALICE}") == address
    await person.pay(ALICE, 60_000)
    assert await esplora.json(f"/address/{ALICE}") == address | {"mempool_stats": paid}
    await person.mine()
    assert await esplora.json(f"/address/{ALICE}") == address | {"chain_stats": paid}


async def test_a_transaction_in_the_mempool_and_in_a_block(
    esplora: Esplora, person: SandboxClient
) -> None:
    txid = await person.pay(ALICE, 60_000)
    shown = await esplora.json(f"/tx/{txid}")
    paid = {
        "scriptpubkey": ALICE_SCRIPT,
        "scriptpubkey_asm": f"OP_0 OP_PUSHBYTES_32 {ALICE_SCRIPT[4:]}",
        "scriptpubkey_type": "v0_p2wsh",
        "scriptpubkey_address": ALICE,
        "value": 60_000,
    }
    assert paid in shown["vout"]
    assert shown["status"] == {"confirmed": False} == await esplora.json(f"/tx/{txid}/status")
    spent = sum(each["prevout"]["value"] for each in shown["vin"])
    assert shown["fee"] == spent - sum(each["value"] for each in shown["vout"]) > 0
    await person.mine()
    tip = await esplora.json("/blocks")
    status = {
        "confirmed": True,
        "block_height": 101,
        "block_hash": tip[0]["id"],
        "block_time": tip[0]["timestamp"],
    }
    assert await esplora.json(f"/tx/{txid}") == shown | {"status": status}
    assert await esplora.json(f"/tx/{txid}/status") == status


async def test_the_txid_is_the_hash_of_the_bytes_without_witness(
    esplora: Esplora, person: SandboxClient
) -> None:
    txid = await person.pay(ALICE, 60_000)
    raw = bytes.fromhex(await esplora.text(f"/tx/{txid}/hex"))
    shown = await esplora.json(f"/tx/{txid}")
    assert len(raw) == shown["size"]
    assert raw[4:6] == b"\x00\x01"
    witness = sum(1 + len(item) // 2 for item in shown["vin"][0]["witness"]) + 1
    stripped = raw[:4] + raw[6 : -4 - witness] + raw[-4:]
    assert sha256d(stripped) == txid
    assert shown["weight"] == 3 * len(stripped) + len(raw)


async def test_a_reward_has_no_prevout(esplora: Esplora) -> None:
    tip = await esplora.text("/blocks/tip/hash")
    (txid,) = await esplora.json(f"/block/{tip}/txids")
    shown = await esplora.json(f"/tx/{txid}")
    assert (shown["vin"][0]["is_coinbase"], shown["vin"][0]["prevout"]) == (True, None)
    assert (shown["vout"][0]["value"], shown["fee"]) == (5_000_000_000, 0)


async def test_history_comes_newest_first_and_in_pages(
    esplora: Esplora, person: SandboxClient
) -> None:
    mined = []
    for block in range(3):
        mined += [await person.pay(ALICE, 1_000 + 100 * block + number) for number in range(20)]
        await person.mine()
    waiting = [await person.pay(ALICE, 9_000 + number) for number in range(52)]
    txids = [each["txid"] for each in await esplora.json(f"/address/{ALICE}/txs")]
    mined, waiting = mined[::-1], waiting[::-1]
    assert txids == waiting[:50] + mined[:25]
    alone = await esplora.json(f"/address/{ALICE}/txs/mempool")
    assert [each["txid"] for each in alone] == waiting[:50]
    pages: list[str] = []
    path = f"/address/{ALICE}/txs/chain"
    while page := [each["txid"] for each in await esplora.json(path)]:
        pages += page
        assert len(pages) <= len(mined)
        path = f"/address/{ALICE}/txs/chain/{page[-1]}"
    assert pages == mined


async def test_unspent_outputs(esplora: Esplora, person: SandboxClient) -> None:
    confirmed = await person.pay(ALICE, 60_000)
    await person.mine()
    waiting = await person.pay(ALICE, 70_000)
    found = await esplora.json(f"/address/{ALICE}/utxo")
    assert {(each["txid"], each["value"]) for each in found} == {
        (confirmed, 60_000),
        (waiting, 70_000),
    }
    for each in found:
        outputs = (await esplora.json(f"/tx/{each['txid']}"))["vout"]
        assert outputs[each["vout"]]["scriptpubkey_address"] == ALICE
        assert each["status"] == await esplora.json(f"/tx/{each['txid']}/status")


async def test_a_replaced_transaction_is_gone(esplora: Esplora, person: SandboxClient) -> None:
    txid = await person.pay(ALICE, 60_000)
    await person.chain("replace", txid=txid)
    assert await esplora.raw(f"/tx/{txid}") == (404, "text/plain", "Transaction not found")
    assert await esplora.json(f"/address/{ALICE}/txs") == []
    assert (await esplora.json(f"/address/{ALICE}"))["mempool_stats"]["funded_txo_sum"] == 0


@pytest.mark.parametrize("keep", [True, False])
async def test_a_reorganisation(esplora: Esplora, person: SandboxClient, keep: bool) -> None:
    txid = await person.pay(ALICE, 60_000)
    await person.mine()
    old = await esplora.text("/blocks/tip/hash")
    best = {"in_best_chain": True, "height": 101, "next_best": None}
    assert await esplora.json(f"/block/{old}/status") == best
    await person.chain("reorg", depth=1, keep=keep)
    gone = {"in_best_chain": False, "height": None, "next_best": None}
    assert await esplora.json(f"/block/{old}/status") == gone
    assert await esplora.text("/blocks/tip/height") == "102"
    base, tip = [await esplora.text(f"/block-height/{height}") for height in (101, 102)]
    assert (await esplora.json(f"/block/{base}/status"))["next_best"] == tip
    expected = [(txid, {"confirmed": False})] if keep else []
    shown = await esplora.json(f"/address/{ALICE}/txs")
    assert [(each["txid"], each["status"]) for each in shown] == expected


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/address/hello", 400, "Invalid Bitcoin address"),
        (f"/address/{ALICE[:-1]}q/txs", 400, "Invalid Bitcoin address"),
        (
            "/address/bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            400,
            "Address on invalid network",
        ),
        (f"/tx/{UNKNOWN}", 404, "Transaction not found"),
        (f"/tx/{UNKNOWN}/hex", 404, "Transaction not found"),
        (f"/block/{UNKNOWN}", 404, "Block not found"),
        ("/block-height/101", 404, "Block not found"),
        ("/blocks/101", 404, "Block not found"),
        ("/tx/hello", 400, "Invalid hex string"),
        ("/hello", 404, 'endpoint does not exist "/hello"'),
    ],
)
async def test_errors_are_plain_text(esplora: Esplora, path: str, status: int, text: str) -> None:
    assert await esplora.raw(path) == (status, "text/plain", text)


async def test_an_unknown_transaction_is_unconfirmed(esplora: Esplora) -> None:
    assert await esplora.json(f"/tx/{UNKNOWN}/status") == {"confirmed": False}


async def test_an_address_in_capitals_is_the_same(esplora: Esplora, person: SandboxClient) -> None:
    await person.pay(ALICE, 60_000)
    shown = await esplora.json(f"/address/{ALICE.upper()}")
    assert shown["mempool_stats"]["funded_txo_sum"] == 60_000


async def test_no_page_follows_a_transaction_that_is_not_there(
    esplora: Esplora, person: SandboxClient
) -> None:
    txid = await person.pay(ALICE, 60_000)
    await person.mine()
    path = f"/address/{ALICE}/txs/chain"
    assert await esplora.json(f"{path}/{UNKNOWN}") == []
    assert [each["txid"] for each in await esplora.json(f"{path}/hello")] == [txid]


async def test_transactions_from_outside_are_refused(esplora: Esplora) -> None:
    async with esplora.http.post(f"{esplora.base}/tx", data="0200") as response:
        assert (response.status, response.content_type) == (400, "text/plain")
        assert "panel" in await response.text()


async def test_fee_estimates(esplora: Esplora) -> None:
    fees = await esplora.json("/fee-estimates")
    assert {"1", "6", "25", "144", "504", "1008"} <= set(fees)
    assert all(fee >= 1 for fee in fees.values())
