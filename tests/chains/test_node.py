"""What is special about one's own node: its wallet, its searches, its ways to refuse."""

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.chains.conftest import p2wpkh, serving
from tests.chains.scripted import HASH, TIME, TXID, Refusal, ScriptedNode
from tests.nodes import Node, Regtest, new_node
from utils.chains.base import ChainError, ChainMalformed, ChainUnavailable
from utils.chains.node import NodeClient
from utils.chains.noderpc import NodePruned, NodeRpc, RpcError
from utils.chains.watchwallet import SEARCHED, SEARCHING, WatchWallet
from utils.clock import utc_now

ADDRESS, OTHER = p2wpkh("bcrt", 1), p2wpkh("bcrt", 2)
NOW = datetime.fromtimestamp(TIME + 600, UTC)
HOUR = 3600


def clock() -> datetime:
    return NOW


@pytest.fixture
def scripted() -> ScriptedNode:
    return ScriptedNode()


@asynccontextmanager
async def connected(
    app: web.Application, max_tip_age: timedelta | None = None
) -> AsyncIterator[NodeClient]:
    async with serving(app) as url:
        client = NodeClient(url, clock=clock, max_tip_age=max_tip_age)
        async with aclosing(client):
            yield client


@pytest.fixture
async def client(scripted: ScriptedNode) -> AsyncIterator[NodeClient]:
    async with connected(scripted.app()) as client:
        yield client


def answering(
    reply: Callable[[Any], Any], status: int = 200
) -> AbstractAsyncContextManager[NodeClient]:
    """A client of a server that answers every question with `reply(question)`."""

    async def handler(request: web.Request) -> web.Response:
        return web.json_response(reply(await request.json()), status=status)

    app = web.Application()
    app.router.add_post("/{any:.*}", handler)
    return connected(app)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (lambda q: {"id": q["id"], "result": None, "error": None}, ChainMalformed),
        (lambda q: {"id": q["id"], "error": {"code": -1, "message": "no"}}, ChainUnavailable),
        (lambda q: {"result": {}}, ChainMalformed),
        (lambda q: {"id": -1, "result": {}}, ChainMalformed),
        (lambda q: {"id": q["id"]}, ChainMalformed),
        (lambda q: {"id": q["id"], "error": "no"}, ChainMalformed),
        (lambda q: [], ChainMalformed),
        (lambda q: "hello", ChainMalformed),
    ],
)
async def test_replies_that_are_none(reply: Callable[[Any], Any], kind: type[ChainError]) -> None:
    """Failure case 7: null, errors with status 200, another id or none, a list for an object."""
    async with answering(reply) as client:
        with pytest.raises(kind):
            await client.tip()


async def test_warming_up_is_unavailable_and_says_so() -> None:
    """Failure case 7: the node answers with status 500 and JSON while it starts."""
    error = {"code": -28, "message": "Loading block index…"}
    async with answering(lambda q: {"id": q["id"], "result": None, "error": error}, 500) as client:
        with pytest.raises(RpcError, match="Loading block index") as caught:
            await client.tip()
    assert caught.value.code == -28
    assert isinstance(caught.value, ChainUnavailable)


@pytest.mark.parametrize(
    "reorder",
    [lambda replies: replies[::-1], lambda replies: replies],
    ids=["backwards", "in order"],
)
async def test_batches_are_put_in_order(reorder: Callable[[list[Any]], list[Any]]) -> None:
    """Failure case 7: replies of a batch come in any order."""

    async def handler(request: web.Request) -> web.Response:
        questions = await request.json()
        return web.json_response(
            reorder([{"id": q["id"], "result": q["method"], "error": None} for q in questions])
        )

    app = web.Application()
    app.router.add_post("/", handler)
    async with serving(app) as url:
        rpc = NodeRpc(url, clock=clock)
        assert await rpc.batch([("one", []), ("two", []), ("three", [])]) == ["one", "two", "three"]
        await rpc.http.aclose()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda replies: replies[:-1],
        lambda replies: replies[0],
        lambda replies: {"id": None, "error": {"code": -32600, "message": "no batches here"}},
    ],
    ids=["one missing", "one object", "refused as a whole"],
)
async def test_an_incomplete_batch_is_no_answer(
    scripted: ScriptedNode, spoil: Callable[[list[Any]], Any]
) -> None:
    """Failure case 7: a payment must not be dropped because its reply is missing."""

    @web.middleware
    async def spoiling(request: web.Request, handler: Any) -> web.Response:
        response: web.Response = await handler(request)
        if "getmempoolentry" in await request.text():
            return web.json_response(spoil(json.loads(response.text or "")))
        return response

    scripted.receives(ADDRESS, confirmations=0)
    scripted.receives(ADDRESS, confirmations=0, txid="bb" * 32)
    app = scripted.app()
    app.middlewares.append(spoiling)
    async with connected(app) as client:
        with pytest.raises(ChainError):
            await client.observe([ADDRESS])


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": -0.0005},
        {"amount": 0.000000001},
        {"amount": "0.0005"},
        {"amount": True},
        {"amount": 1e30},
        {"amount": None},
        {"txid": "0x" + "a" * 62},
        {"txid": TXID.upper()},
        {"vout": 1.0},
        {"vout": -1},
        {"confirmations": "3"},
        {"confirmations": True},
        {"blockhash": None},
        {"blockheight": "698"},
        {"address": None},
    ],
)
async def test_entries_are_read_strictly(
    scripted: ScriptedNode, client: NodeClient, changes: dict[str, Any]
) -> None:
    """Failure case 9."""
    scripted.receives(ADDRESS, **changes)
    with pytest.raises(ChainMalformed):
        await client.observe([ADDRESS])
    assert client.health().ok is False


async def test_amounts_with_an_exponent(scripted: ScriptedNode, client: NodeClient) -> None:
    """Failure case 9: 1e-8 is one satoshi, exactly."""
    scripted.receives(ADDRESS, amount=1e-8)
    scripted.receives(ADDRESS, amount=20_999_999.99999999, vout=1)
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert [t.amount for t in transfers] == [1, 2_099_999_999_999_999]


async def test_conflicted_abandoned_and_sent_do_not_count(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    """Failure case 22: a wallet remembers what will never be paid."""
    scripted.receives(ADDRESS, confirmations=-2)
    scripted.receives(ADDRESS, abandoned=True, vout=1)
    scripted.receives(ADDRESS, category="send", vout=2)
    scripted.receives(ADDRESS, category="immature", generated=True, vout=3)
    scripted.receives(ADDRESS, category="orphan", vout=4)
    assert (await client.observe([ADDRESS])).transfers == {ADDRESS: ()}


async def test_waiting_without_being_in_the_mempool_is_nothing(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    """Failure cases 22 and 24: replaced by a payment to others, or dropped."""

    def entry(txid: str) -> dict[str, Any]:
        if txid == TXID:
            raise Refusal(-5, "Transaction not in mempool")
        return {}

    scripted.methods["getmempoolentry"] = entry
    scripted.receives(ADDRESS, confirmations=0)
    scripted.receives(ADDRESS, confirmations=0, txid="bb" * 32)
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert [(t.txid, t.block_hash) for t in transfers] == [("bb" * 32, None)]


async def test_a_node_that_catches_up_is_not_believed(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    """Failure case 1."""
    scripted.methods["getblockchaininfo"]["initialblockdownload"] = True
    with pytest.raises(ChainUnavailable, match="catching up"):
        await client.observe([ADDRESS])


async def test_a_transaction_above_the_tip_is_no_error(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    """Failure case 10: a block came between the two questions."""
    scripted.receives(ADDRESS, confirmations=1, blockheight=701)
    observation = await client.observe([ADDRESS])
    assert observation.tip.height == 700
    assert [t.block_height for t in observation.transfers[ADDRESS]] == [701]


@pytest.mark.parametrize(("minutes", "fresh"), [(5, False), (15, True)])
async def test_a_node_that_stands_still_is_not_believed(
    scripted: ScriptedNode, minutes: int, fresh: bool
) -> None:
    """Failure case 1: its best block is ten minutes old."""
    async with connected(scripted.app(), timedelta(minutes=minutes)) as client:
        if fresh:
            assert (await client.tip()).height == 700
        else:
            with pytest.raises(ChainUnavailable, match="stale"):
                await client.tip()


@pytest.mark.parametrize("wallet", [{"private_keys_enabled": True, "descriptors": True}, {}])
async def test_somebody_elses_wallet_is_left_alone(
    scripted: ScriptedNode, client: NodeClient, wallet: dict[str, bool]
) -> None:
    scripted.methods["getwalletinfo"] = wallet
    with pytest.raises(ChainUnavailable, match="none of ours"):
        await client.observe([ADDRESS])
    assert "importdescriptors" not in scripted.calls


async def test_one_bad_address_does_not_take_the_others_along(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    def describe(descriptor: str) -> dict[str, str]:
        if OTHER in descriptor:
            raise Refusal(-5, "Address is not valid")
        return {"descriptor": f"{descriptor}#checksum"}

    scripted.methods["getdescriptorinfo"] = describe
    observation = await client.observe([ADDRESS, OTHER])
    assert list(observation.transfers) == [ADDRESS]
    assert list(observation.failures) == [OTHER]


async def test_an_address_is_imported_once(scripted: ScriptedNode, client: NodeClient) -> None:
    for _ in range(3):
        await client.observe([ADDRESS, OTHER])
    assert scripted.calls.count("importdescriptors") == 1
    assert scripted.labels == {ADDRESS: SEARCHED, OTHER: SEARCHED}


async def test_a_new_client_believes_finished_searches_only(scripted: ScriptedNode) -> None:
    """A crash between the import and its end leaves an address that was never searched for."""
    scripted.labels |= {ADDRESS: SEARCHED, OTHER: SEARCHING}
    imported: list[str] = []
    original = scripted.methods["importdescriptors"]

    def importing(requests: list[dict[str, Any]]) -> Any:
        imported.extend(request["desc"] for request in requests)
        return original(requests)

    scripted.methods["importdescriptors"] = importing
    async with connected(scripted.app()) as client:
        await client.observe([ADDRESS, OTHER])
    assert imported == [f"addr({OTHER})#checksum"]


async def test_a_slow_search_outlives_the_scan_that_began_it(scripted: ScriptedNode) -> None:
    """Until it ends the address is unknown, not unpaid; it is not begun a second time."""
    finish = asyncio.Event()
    original = scripted.methods["importdescriptors"]

    async def slow(requests: list[dict[str, Any]]) -> Any:
        await finish.wait()
        return original(requests)

    scripted.methods["importdescriptors"] = slow
    scripted.labels[OTHER] = SEARCHED
    async with serving(scripted.app()) as url:
        rpc = NodeRpc(url, clock=clock)
        wallet = WatchWallet(rpc, clock, patience=0.05)
        for _ in range(2):
            failures = await wallet.watch([ADDRESS, OTHER], timedelta(days=1))
            assert list(failures) == [ADDRESS]
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await wallet.watch([ADDRESS], timedelta(days=1))
        finish.set()
        generation = wallet.generation
        while await wallet.watch([ADDRESS], timedelta(days=1)):
            pass
        assert wallet.generation > generation
        assert scripted.calls.count("importdescriptors") == 1
        await wallet.aclose()
        await rpc.http.aclose()


async def test_closing_ends_a_search(scripted: ScriptedNode) -> None:
    async def never(requests: list[dict[str, Any]]) -> Any:
        await asyncio.sleep(5)

    scripted.methods["importdescriptors"] = never
    async with serving(scripted.app()) as url:
        rpc = NodeRpc(url, clock=clock)
        wallet = WatchWallet(rpc, clock, patience=0.05)
        await wallet.watch([ADDRESS], timedelta(days=1))
        async with asyncio.timeout(1):
            await wallet.aclose()
            await rpc.http.aclose()


async def test_buried_transactions_are_remembered(
    scripted: ScriptedNode, client: NodeClient
) -> None:
    """The second listing begins after the buried ones and must not lose them."""
    asked: list[str] = []

    def listing(since: str, *_: object) -> dict[str, Any]:
        asked.append(since)
        return {"transactions": [] if since else scripted.entries, "lastblock": HASH}

    scripted.methods["listsinceblock"] = listing
    scripted.receives(ADDRESS, confirmations=500, blockheight=201)
    first = await client.observe([ADDRESS])
    second = await client.observe([ADDRESS])
    assert asked == ["", HASH]
    assert len(first.transfers[ADDRESS]) == 1
    assert second.transfers == first.transfers
    await client.observe([ADDRESS, OTHER])
    assert asked[-1] == "", "a new address may have older transactions"


async def test_credentials_are_in_no_error() -> None:
    """Failure case 70: nowhere in the chain of exceptions, whatever refuses."""
    url = "http://shopkeeper:open-sesame@127.0.0.1:9"
    client = NodeClient(url, clock=clock)
    with pytest.raises(ChainUnavailable) as caught:
        await client.tip()
    shown = "".join(traceback.format_exception(caught.value)) + repr(client.health())
    assert "open-sesame" not in shown
    assert "shopkeeper" not in shown
    assert client.source == "127.0.0.1"
    await client.aclose()


async def test_a_wrong_password_is_a_typed_error(any_node: Node) -> None:
    client = NodeClient(any_node.url.replace(":only", ":not"), clock=utc_now)
    with pytest.raises(ChainError):
        await client.tip()
    await client.aclose()


@pytest.fixture
def own_node(any_node: Node, tmp_path: Path) -> Iterator[Callable[..., Node]]:
    """Makes a node of the test's own, to restart and to prune."""
    made: list[Node] = []

    def make(*options: str) -> Node:
        made.append(new_node(any_node.program, tmp_path / "node", *options))
        return made[-1]

    yield make
    for node in made:
        node.stop()


async def test_the_node_is_restarted_without_our_wallet(own_node: Callable[..., Node]) -> None:
    """It is loaded again; what was paid meanwhile and before is there."""
    # Litecoin stops only when the last idle connection is gone.
    node = own_node("-rpcservertimeout=1")
    chain = Regtest(node)
    client = NodeClient(node.url, clock=utc_now)
    address = chain.address()
    await client.observe([address])
    before = chain.pay((address, 10_000))
    chain.mine()
    await asyncio.to_thread(node.stop)  # the client's loop must see its connection end
    node.start()
    node.call("loadwallet", "miner")
    meanwhile = chain.pay((address, 20_000))
    chain.mine()
    transfers = (await client.observe([address])).transfers[address]
    assert {t.txid for t in transfers} == {before, meanwhile}
    await client.aclose()


async def test_a_late_address_is_searched_for(own_node: Callable[..., Node]) -> None:
    """As far back as told: a day finds a payment of ten hours ago, two hours do not."""
    node = own_node()
    chain = Regtest(node)
    start = int(utc_now().timestamp())
    first, second = chain.address(), chain.address()
    txids = {chain.pay((address, 10_000)) for address in (first, second)}
    chain.mine()
    for hours in range(1, 11):
        node.call("setmocktime", start + hours * HOUR)
        chain.mine(12)

    def later() -> datetime:
        return datetime.fromtimestamp(start + 10 * HOUR, UTC)

    day = NodeClient(node.url, clock=later, rescan=timedelta(days=1))
    short = NodeClient(node.url, clock=later, rescan=timedelta(hours=2))
    assert (await short.observe([second])).transfers[second] == ()
    (found,) = (await day.observe([first])).transfers[first]
    assert found.txid in txids
    await day.aclose()
    await short.aclose()


@pytest.mark.parametrize("any_node", ["node"], indirect=True, ids=["btc"])
async def test_a_pruned_node_does_not_know(own_node: Callable[..., Node]) -> None:
    """Failure case 13: typed, for this address alone, and still so after a restart of the shop.

    Litecoin's regtest has no blocks small enough to prune before MWEB.
    """
    node = own_node("-txindex=0", "-prune=1", "-fastprune=1")
    chain = Regtest(node)
    start = int(utc_now().timestamp())
    for hours in range(50):
        node.call("setmocktime", start + hours * HOUR)
        chain.mine(10)
    node.call("pruneblockchain", 400)

    def later() -> datetime:
        return datetime.fromtimestamp(start + 50 * HOUR, UTC)

    old, fresh = chain.address(), chain.address()
    for _ in range(2):
        client = NodeClient(node.url, clock=later, rescan=timedelta(days=4))
        assert await client.has_history(fresh) is False
        observation = await client.observe([old, fresh])
        assert list(observation.transfers) == [fresh]
        assert isinstance(observation.failures[old], NodePruned)
        await client.aclose()
