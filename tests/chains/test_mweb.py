"""Litecoin's hidden half (MWEB): what comes out of it counts once, like any other payment.

https://github.com/litecoin-project/lips/blob/master/lip-0002.mediawiki
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.chains.conftest import p2wpkh, serving
from tests.chains.scripted import TIME, ScriptedNode
from tests.facade import AddressIndex, Facade
from tests.nodes import MWEB_ACTIVATION, Node, Regtest, new_node
from utils.chains.esplora import EsploraClient
from utils.chains.genesis import GENESIS
from utils.chains.node import NodeClient
from utils.clock import utc_now

ADDRESS = p2wpkh("rltc", 1)


@pytest.fixture
def scripted() -> ScriptedNode:
    return ScriptedNode()


@pytest.fixture
async def client(scripted: ScriptedNode) -> AsyncIterator[NodeClient]:
    async with serving(scripted.app()) as url:
        client = NodeClient(url, clock=lambda: datetime.fromtimestamp(TIME + 600, UTC))
        async with aclosing(client):
            yield client


@pytest.fixture
def own_node(litecoin_node: Node, tmp_path: Path) -> Iterator[Node]:
    """From the activation on, reorganisations cannot be made any more: not for the shared one."""
    node = new_node(litecoin_node.program, tmp_path / "node")
    yield node
    node.stop()


@pytest.mark.parametrize(
    ("category", "generated", "is_there"),
    [("immature", True, False), ("immature", None, True), ("hogex", None, True)],
)
async def test_what_leaves_the_mweb_counts_by_depth_like_any_output(
    scripted: ScriptedNode, client: NodeClient, category: str, generated: object, is_there: bool
) -> None:
    """Failure case 38: only a block's reward has to ripen first."""
    scripted.receives(ADDRESS, category=category, generated=generated)
    assert len((await client.observe([ADDRESS])).transfers[ADDRESS]) == is_there


@pytest.mark.parametrize("confirmations", [0, 1])
async def test_the_hidden_half_of_an_mweb_payment_is_no_payment(
    scripted: ScriptedNode, client: NodeClient, confirmations: int
) -> None:
    """Litecoin lists it beside the output it causes, without an output of its own: never twice."""
    scripted.receives(ADDRESS, vout=None, mweb_out="00" * 32, confirmations=confirmations)
    scripted.receives(ADDRESS, txid="bb" * 32, category="immature")
    (transfer,) = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert transfer.txid == "bb" * 32


async def test_a_payment_out_of_the_mweb_counts_once(own_node: Node) -> None:
    """Unseen while it waits, since no index by address can know of it; then the block's output."""
    send = enter_mweb(own_node)
    address = Regtest(own_node).address()
    client = NodeClient(own_node.url, clock=utc_now, genesis=GENESIS["LTC", "regtest"])
    async with (
        serving(Facade(AddressIndex(own_node)).app()) as url,
        aclosing(EsploraClient(url, clock=utc_now)) as esplora,
        aclosing(client),
    ):
        assert await client.has_history(address) is False
        send(address, 3)
        assert (await client.observe([address])).transfers[address] == ()
        for depth in (1, 2):
            own_node.call("generatetoaddress", 1, own_node.miner("getnewaddress"))
            observation = await client.observe([address])
            (transfer,) = observation.transfers[address]
            assert transfer.amount == 300_000_000
            assert transfer.block_height == observation.tip.height - depth + 1
        assert (await esplora.observe([address])).transfers == observation.transfers


def enter_mweb(node: Node) -> Callable[[str, int], None]:
    """Past its activation, with coins inside; what sends them out, in whole coins."""
    home = node.miner("getnewaddress")
    node.call("generatetoaddress", MWEB_ACTIVATION - 1 - node.call("getblockcount"), home)
    node.call("createwallet", "hidden")
    hidden = node.call("getnewaddress", "", "mweb", wallet="hidden")
    _broadcast(node, "miner", hidden, 10)
    node.call("generatetoaddress", 1, home)
    return lambda address, amount: _broadcast(node, "hidden", address, amount)


def _broadcast(node: Node, wallet: str, to: str, amount: int) -> None:
    """The nodes under test send nothing by themselves."""
    txid = node.call("sendtoaddress", to, amount, wallet=wallet)
    node.call("sendrawtransaction", node.call("gettransaction", txid, wallet=wallet)["hex"])
