"""The wallet inside the node: what is imported when, what it costs, how it fails."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from tests.chains.conftest import p2wpkh, serving
from tests.chains.scripted import HASH, TIME, Refusal, ScriptedNode
from tests.nodes import PASSWORD, USER, Node, Regtest
from utils.chains.base import ChainError
from utils.chains.node import NodeClient
from utils.chains.noderpc import RpcError
from utils.clock import utc_now

ADDRESS, OTHER = p2wpkh("bcrt", 1), p2wpkh("bcrt", 2)
NOW = datetime.fromtimestamp(TIME, UTC)
MANY = {"bitcoind": 1_000, "litecoind": 200}
"""Litecoin's older wallet writes each to disk by itself, as a shop's thousand orders would be."""
MOST_REQUESTS = 4
"""Chain, header of a new tip, wallets, listing; a fifth one asks for all that waits at once."""


@pytest.fixture
def scripted() -> ScriptedNode:
    return ScriptedNode()


@asynccontextmanager
async def connected(scripted: ScriptedNode, **options: Any) -> AsyncIterator[NodeClient]:
    async with (
        serving(scripted.app()) as url,
        aclosing(NodeClient(url, clock=lambda: NOW, **options)) as client,
    ):
        yield client


def remembering(scripted: ScriptedNode, method: str, place: int = 0) -> list[Any]:
    """One parameter, the first, of each call of this method from now on."""
    given: list[Any] = []
    original = scripted.methods[method]

    def answer(*parameters: Any) -> Any:
        given.append(parameters[place])
        return original(*parameters)

    scripted.methods[method] = answer
    return given


async def test_how_far_back_is_searched(scripted: ScriptedNode) -> None:
    """A fresh address has no past; one that the node should have known has `rescan` of it."""
    imported = remembering(scripted, "importdescriptors")
    async with connected(scripted, rescan=timedelta(hours=5)) as client:
        await client.has_history(ADDRESS)
        await client.observe([ADDRESS, OTHER])
    asked = [(one["desc"], one["timestamp"]) for requests in imported for one in requests]
    assert asked == [
        (f"addr({ADDRESS})#checksum", "now"),
        (f"addr({OTHER})#checksum", TIME - 5 * 3600),
    ]


async def test_a_fresh_address_does_not_make_the_node_list_everything(
    scripted: ScriptedNode,
) -> None:
    """Each sale prepares one: listing a shop's whole past each time would grow without end."""
    since = remembering(scripted, "listsinceblock")
    async with connected(scripted) as client:
        await client.observe([ADDRESS])
        await client.has_history(OTHER)
        await client.observe([ADDRESS, OTHER])
    assert since == ["", HASH, HASH]


async def test_the_wallet_has_the_name_it_is_given(scripted: ScriptedNode) -> None:
    paths: list[str] = []

    @web.middleware
    async def noting(request: web.Request, handler: Any) -> Any:
        paths.append(request.path)
        return await handler(request)

    app = scripted.app()
    app.middlewares.append(noting)
    async with (
        serving(app) as url,
        aclosing(NodeClient(url, clock=lambda: NOW, wallet="second")) as client,
    ):
        await client.observe([ADDRESS])
    assert scripted.wallets == ["second"]
    assert set(paths) == {"/", "/wallet/second"}


async def test_a_node_without_descriptors_is_spoken_to_as_before_them(
    scripted: ScriptedNode,
) -> None:
    """Litecoin 0.21; the wallet is loaded again so that it hears of what waits already."""
    asked = remembering(scripted, "createwallet", 5)
    imported = remembering(scripted, "importmulti")
    scripted.has_descriptors = False
    async with connected(scripted) as client:
        assert await client.has_history(ADDRESS) is False
        assert "unloadwallet" not in scripted.calls
        await client.observe([ADDRESS, OTHER])
    assert asked == [True, False]
    assert [one["scriptPubKey"] for requests in imported for one in requests] == [
        {"address": ADDRESS},
        {"address": OTHER},
    ]
    assert scripted.calls.count("unloadwallet") == scripted.calls.count("loadwallet") - 1 == 1


@pytest.mark.parametrize("has_descriptors", [True, False])
async def test_a_refused_address_costs_the_others_nothing(
    scripted: ScriptedNode, has_descriptors: bool
) -> None:
    """Each scan asks for it again: that must not list the whole past, nor reload a busy wallet."""
    error = {"code": -8, "message": "Wallet is currently rescanning"}
    since = remembering(scripted, "listsinceblock")
    scripted.has_descriptors = has_descriptors
    scripted.labels[ADDRESS] = "searched"
    for method in ("importdescriptors", "importmulti"):
        scripted.methods[method] = [{"success": False, "error": error}]
    async with connected(scripted) as client:
        for _ in range(3):
            observation = await client.observe([ADDRESS, OTHER])
            assert (list(observation.transfers), list(observation.failures)) == ([ADDRESS], [OTHER])
    assert since == ["", HASH, HASH]
    assert "unloadwallet" not in scripted.calls


async def test_a_wallet_that_cannot_be_made_is_told(scripted: ScriptedNode) -> None:
    def full(*_: object) -> None:
        raise Refusal(-4, "No space left on device")

    scripted.methods["createwallet"] = full
    async with connected(scripted) as client:
        with pytest.raises(RpcError, match="No space"):
            await client.observe([ADDRESS])
    assert scripted.calls.count("createwallet") == 1


async def test_an_import_that_was_cut_short_goes_on_where_it_was(scripted: ScriptedNode) -> None:
    """A node with a slow disk gets a shop's addresses in the end, however many they are."""
    addresses = [p2wpkh("bcrt", number) for number in range(250)]
    imported = remembering(scripted, "importdescriptors")
    labels = scripted.methods["setlabel"]

    def tired(address: str, label: str) -> None:
        if len(scripted.labels) == len(addresses) and address == addresses[120]:
            scripted.methods["setlabel"] = labels
            raise Refusal(-4, "Error: Disk is busy")
        labels(address, label)

    scripted.methods["setlabel"] = tired
    async with connected(scripted) as client:
        with pytest.raises(RpcError, match="busy"):
            await client.observe(addresses)
        assert (await client.observe(addresses)).failures == {}
    assert [len(requests) for requests in imported] == [250, 150]


async def test_a_wallet_that_still_searches_fails_the_new_addresses_only(
    scripted: ScriptedNode,
) -> None:
    """The shop was restarted during a long search: what the node knows already stays readable."""

    def busy(_: object) -> None:
        raise Refusal(-4, "Wallet is currently rescanning. Abort existing rescan or wait.")

    imports = scripted.methods["importdescriptors"]
    scripted.methods["importdescriptors"] = busy
    scripted.labels[ADDRESS] = "searched"
    async with connected(scripted) as client:
        observation = await client.observe([ADDRESS, OTHER])
        assert observation.transfers == {ADDRESS: ()}
        error = observation.failures[OTHER]
        assert isinstance(error, RpcError)
        assert error.code == -4
        with pytest.raises(RpcError):
            await client.has_history(OTHER)
        scripted.methods["importdescriptors"] = imports
        assert await client.has_history(OTHER) is False


async def test_an_import_that_is_refused_is_a_failure(scripted: ScriptedNode) -> None:
    """Failure case 7: an error inside a reply that is none."""
    error = {"code": -8, "message": "Invalid descriptor"}
    scripted.methods["importdescriptors"] = [{"success": False, "error": error}]
    async with connected(scripted) as client:
        with pytest.raises(RpcError, match="Invalid descriptor"):
            await client.has_history(ADDRESS)
        assert list((await client.observe([ADDRESS])).failures) == [ADDRESS]


async def test_an_unhappy_node_shows_in_its_health(scripted: ScriptedNode) -> None:
    def warming(*_: object) -> None:
        raise Refusal(-28, "Verifying blocks…")

    chain = scripted.methods["getblockchaininfo"]
    async with connected(scripted) as client:
        scripted.methods["getblockchaininfo"] = warming
        with pytest.raises(ChainError):
            await client.tip()
        assert client.health().ok is False
        assert "Verifying" in str(client.health().last_error)
        scripted.methods["getblockchaininfo"] = chain
        await client.tip()
        assert client.health().ok is True


async def test_another_spelling_is_refused_rather_than_empty(
    any_node: Node, any_regtest: Regtest
) -> None:
    """The node lists payments in small letters: in capitals there would never be any."""
    address = any_regtest.address()
    async with aclosing(NodeClient(any_node.url, clock=utc_now)) as client:
        observation = await client.observe([address, address.upper()])
    assert list(observation.transfers) == [address]
    assert list(observation.failures) == [address.upper()]


async def test_many_addresses_cost_no_more_requests_than_one(
    any_node: Node, any_regtest: Regtest
) -> None:
    """Failure case 34: the work of a scan is bounded; also right after a restart."""
    asked = Counter[str]()
    hrp = any_regtest.address().partition("1")[0]
    addresses = [p2wpkh(hrp, 10**6 + number) for number in range(MANY[any_node.name])]
    paid = len(addresses) // 5
    for _ in range(2):
        async with counting(any_node, asked) as client:
            while (await client.observe(addresses)).failures:
                pass  # the node writes each to disk, which may take longer than one scan waits
            any_regtest.pay(*[(address, 10_000) for address in addresses[:paid]])
            any_regtest.mine()
            asked.clear()
            observation = await client.observe(addresses)
        assert asked["requests"] <= MOST_REQUESTS
        assert observation.failures == {}
    counts = [len(observation.transfers[address]) for address in addresses]
    assert counts == [2] * paid + [0] * 4 * paid


@asynccontextmanager
async def counting(node: Node, asked: Counter[str]) -> AsyncIterator[NodeClient]:
    """A client whose requests pass through a door with a counter."""

    async def forward(request: web.Request) -> web.Response:
        asked["requests"] += 1
        headers = {"Authorization": request.headers["Authorization"]}
        body = await request.read()
        async with session.post(
            f"http://127.0.0.1:{node.port}{request.path}", data=body, headers=headers
        ) as reply:
            answer, status = await reply.read(), reply.status
        return web.Response(body=answer, status=status, content_type="application/json")

    app = web.Application(client_max_size=2**24)
    app.router.add_post("/{path:.*}", forward)
    async with ClientSession() as session, serving(app) as url:
        own = str(URL(url).with_user(USER).with_password(PASSWORD))
        async with aclosing(NodeClient(own, clock=utc_now)) as client:
            yield client
