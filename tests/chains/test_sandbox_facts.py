"""What the sandbox claims of Bitcoin and Litecoin, put before their real nodes."""

import pytest

from sandbox.chains.address import address_of, script_of
from sandbox.chains.network import BITCOIN, LITECOIN, Network
from sandbox.chains.utxo import UtxoChain
from sandbox.store import Store
from tests.nodes import Node, Regtest
from utils.clock import utc_now

KINDS = ["legacy", "p2sh-segwit", "bech32"]


@pytest.fixture
def network(any_node: Node) -> Network:
    return {"bitcoind": BITCOIN, "litecoind": LITECOIN}[any_node.name]


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_and_their_scripts(any_node: Node, network: Network, kind: str) -> None:
    address = any_node.miner("getnewaddress", "", kind)
    script = script_of(address, network)
    assert script.hex() == any_node.call("validateaddress", address)["scriptPubKey"]
    assert address_of(script, network) == address


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_dust(any_node: Node, any_regtest: Regtest, network: Network, kind: str) -> None:
    """The least amount that is relayed, to the base unit."""
    any_regtest.fund(1)
    address = any_node.miner("getnewaddress", "", kind)
    script = script_of(address, network)
    least = network.dust(script)
    assert _refusal(any_regtest, script, least) == ""
    assert _refusal(any_regtest, script, least - 1).startswith("dust")


def _refusal(chain: Regtest, script: bytes, amount: int) -> str:
    (answer,) = chain.node.call("testmempoolaccept", [chain.unsent(script, amount)])
    return str(answer.get("reject-reason", ""))


def test_headers_and_their_work(any_node: Node, network: Network) -> None:
    """The node takes the sandbox's blocks for a branch: right genesis, links, times and work."""
    store = Store(None)
    chain = UtxoChain(store, utc_now, network)
    blocks = chain.ledger.chain
    assert blocks[0].hash == any_node.call("getblockhash", 0)
    for block in blocks[1:]:
        any_node.call("submitheader", block.header.hex())
    tips = {tip["hash"]: tip["height"] for tip in any_node.call("getchaintips")}
    assert tips[chain.tip.hash] == chain.tip.height
