"""Finding what paid an address: bounded, and silent about what failed or cannot be known."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.chains.scripted_ethereum import (
    MISSING_TRIE_NODE,
    Reply,
    ScriptedEthereum,
    block_hash,
    refused,
)
from tests.scripted import SteppedClock, scripted
from utils.chains.base import ChainError, ChainMalformed, ChainUnavailable
from utils.chains.ethereum import EthereumClient

ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
OTHER = "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"
PAID, FAILED, ELSEWHERE = ("0x" + digit * 64 for digit in "123")


def sent(txid: str, to: str | None, wei: int) -> Reply:
    return {"hash": txid, "to": to and to.lower(), "value": hex(wei)}


class Archive:
    """Block 7 pays 5 wei plainly and `inside` wei from a contract; a transfer of 9 wei fails."""

    def __init__(self) -> None:
        self.inside = 0
        self.is_pruned = False
        self.is_refusing = False
        self.receipt: Any = None
        self.asked: list[str] = []

    def said(self, asked: Reply) -> Reply:
        method, params = asked["method"], asked["params"]
        self.asked.append(method)
        if self.is_refusing:
            return refused(-32005, "limit exceeded")
        if method == "eth_getBalance":
            after = int(params[1], 16) >= 7
            paid = {"result": hex(5 + self.inside) if after else "0x0"}
            return MISSING_TRIE_NODE if self.is_pruned else paid
        if method == "eth_getTransactionReceipt":
            if self.receipt is not None:
                return {"result": self.receipt}
            return {"result": {"status": "0x0" if params[0] == FAILED else "0x1"}}
        number = int(params[0], 16)
        inside = [
            sent("0x" + "9" * 64, None, 1),
            sent(ELSEWHERE, OTHER, 3),
            sent(PAID, ADDRESS, 5),
            sent(FAILED, ADDRESS, 9),
        ]
        return {
            "result": {"hash": block_hash(number), "transactions": inside if number == 7 else []}
        }


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
async def client(archive: Archive) -> AsyncIterator[EthereumClient]:
    node = ScriptedEthereum(said=archive.said)
    async with scripted() as server:
        server.answers["/"] = node.handle
        client = EthereumClient(server.url, clock=SteppedClock(), chain_id=1)
        yield client
        await client.aclose()


@pytest.mark.parametrize("inside", [0, 11])
async def test_plain_payments_have_ids_and_the_rest_a_block(
    archive: Archive, client: EthereumClient, inside: int
) -> None:
    """Failure cases 28, 29."""
    archive.inside = inside
    hidden = [(block_hash(7), 11)] if inside else []
    assert await client.find_transactions(ADDRESS, 5, 9) == [(PAID, 5), *hidden]
    assert archive.asked.count("eth_getBlockByNumber") == 1


async def test_without_old_balances_every_block_is_looked_into(
    archive: Archive, client: EthereumClient
) -> None:
    """Failure case 13."""
    archive.is_pruned, archive.inside = True, 11
    assert await client.find_transactions(ADDRESS, 5, 9) == [(PAID, 5)]
    assert archive.asked.count("eth_getBlockByNumber") == 5


async def test_forty_blocks_at_most_are_looked_into(
    archive: Archive, client: EthereumClient
) -> None:
    archive.is_pruned = True
    assert await client.find_transactions(ADDRESS, 0, 46) == [(PAID, 5)]
    assert archive.asked.count("eth_getBlockByNumber") == 40
    assert await client.find_transactions(ADDRESS, 0, 47) == []


async def test_no_blocks_are_no_payments(archive: Archive, client: EthereumClient) -> None:
    assert await client.find_transactions(ADDRESS, 9, 5) == []


@pytest.mark.parametrize("receipt", ["", {}, {"status": "1"}, {"status": None}, []])
async def test_a_receipt_that_says_nothing_is_an_error(
    archive: Archive, client: EthereumClient, receipt: object
) -> None:
    archive.receipt = receipt
    with pytest.raises(ChainMalformed):
        await client.find_transactions(ADDRESS, 5, 9)


async def test_only_addresses_are_looked_for(client: EthereumClient) -> None:
    with pytest.raises(ChainError, match="cannot ask"):
        await client.find_transactions(ADDRESS[:-1], 5, 9)


async def test_a_provider_that_refuses_says_so(archive: Archive, client: EthereumClient) -> None:
    archive.is_refusing = True
    with pytest.raises(ChainUnavailable, match="limit exceeded"):
        await client.find_transactions(ADDRESS, 5, 9)
