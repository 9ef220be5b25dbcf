"""A lying, broken or overloaded Ethereum provider never makes money appear, change or vanish."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.chains.ethereum_chains import Shop, fresh_address
from tests.chains.scripted_ethereum import (
    MISSING_TRIE_NODE,
    UNKNOWN_BLOCK,
    Reply,
    ScriptedEthereum,
    block_hash,
    page,
    refused,
)
from tests.scripted import START, SteppedClock, cut_short, raw, scripted
from utils.chains.base import (
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    KnownTransfer,
    Observation,
    SeenTransfer,
)
from utils.chains.ethereum import EthereumClient
from utils.chains.failover import FailoverClient

ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
OTHER = "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"
MAX_TIP_AGE = timedelta(seconds=90)
ROW = SeenTransfer(ADDRESS.lower(), 0, 5, 1_000, block_hash(1_000))


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def node() -> ScriptedEthereum:
    """Where ADDRESS has 5 wei, not final yet."""
    return ScriptedEthereum(balances={ADDRESS: 5})


@pytest.fixture
async def client(node: ScriptedEthereum, clock: SteppedClock) -> AsyncIterator[EthereumClient]:
    async with scripted() as server:
        server.answers["/"] = node.handle
        client = EthereumClient(server.url, clock=clock, chain_id=1, max_tip_age=MAX_TIP_AGE)
        yield client
        await client.aclose()


async def failure(client: EthereumClient, *known: KnownTransfer) -> ChainError:
    """The one of ADDRESS, while OTHER was read well."""
    seen = await client.observe([ADDRESS, OTHER], {ADDRESS: known})
    assert seen.transfers == {OTHER: ()}
    return seen.failures[ADDRESS]


def about_address(change: Callable[[Reply], object]) -> Callable[[Reply, Reply], object]:
    """Only what is said of ADDRESS is changed."""

    def twist(question: Reply, reply: Reply) -> object:
        return change(reply) if question["params"][0] == ADDRESS else None

    return twist


def at_finality(node: ScriptedEthereum, instead: Reply) -> Callable[[Reply, Reply], object]:
    """Only what is asked as of the final block is answered with this."""

    def twist(question: Reply, reply: Reply) -> object:
        if question["params"][1] != {"blockHash": block_hash(node.final)}:
            return None
        return {"id": reply["id"], **instead}

    return twist


async def test_a_payment_is_seen(node: ScriptedEthereum, client: EthereumClient) -> None:
    seen = await client.observe([ADDRESS, OTHER, ADDRESS])
    assert seen.transfers == {ADDRESS: (ROW,), OTHER: ()}
    assert (seen.source, seen.failures) == ("127.0.0.1", {})
    assert (seen.tip.height, seen.tip.hash) == (1_000, block_hash(1_000))
    assert (seen.tip.time, seen.tip.final_height) == (START, 936)
    assert node.requests == [3, 2, 3]


async def test_an_unpaid_address_costs_one_call(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    await client.observe([OTHER])
    await client.observe([OTHER])
    assert node.requests == [3, 1, 2, 1]


async def test_a_settled_address_costs_one_call_more_often(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """What is final was read once; it needs no proof again."""
    node.final_balances = {ADDRESS: 5}
    shop = Shop(client)
    assert await shop.final(ADDRESS) == 5
    node.height, node.final = 2_000, 1_936
    assert await shop.final(ADDRESS) == 5
    assert node.requests == [3, 1, 3, 2, 1]


async def test_a_swept_address_costs_one_call_more_often(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Also when nothing is left of what was final."""
    node.final_balances = {ADDRESS: 5}
    shop = Shop(client)
    assert await shop.final(ADDRESS) == 5
    node.balances, node.nonces = {ADDRESS: 1}, {ADDRESS: 1}
    assert await shop.final(ADDRESS) == 5
    assert await shop.final(ADDRESS) == 5
    assert node.requests == [3, 1, 3, 2, 1, 3, 7, 2, 1]


async def test_without_the_note_money_after_a_sweep_would_be_out_of_sight(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """A provider that keeps few states: what had left is known from before the restart alone."""
    node.final_balances = {ADDRESS: 5}
    shop = Shop(client)
    assert await shop.final(ADDRESS) == 5
    node.balances = node.final_balances = {ADDRESS: 0}
    node.nonces = {ADDRESS: 1}
    assert await shop.final(ADDRESS) == 5
    client._past.clear()
    assert await shop.final(ADDRESS) == 5
    node.balances = node.final_balances = {ADDRESS: 5}
    client._past.clear()
    assert await shop.final(ADDRESS) == 10
    assert await shop.amounts(ADDRESS) == [5, 5]


@pytest.mark.parametrize(
    "part",
    ["", "[]", "{", "null", '{"height": -1}', '{"height": 0, "left": {"x": 1}}', '{"left": 1}'],
)
async def test_a_damaged_note_is_none(
    node: ScriptedEthereum, client: EthereumClient, part: str
) -> None:
    node.balances = node.final_balances = {ADDRESS: 5}
    for note in (part, f'{{"{client.source}": {part}}}'):
        shop = Shop(client, notes={ADDRESS: note})
        assert await shop.final(ADDRESS) == 5
        client._past.clear()


async def test_one_sources_note_is_no_word_of_another(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 2: what a liar has noted, nobody else repeats."""
    lie = '{"height": 0, "left": {"1": 1000}, "left_by_final": {"1": 1000}}'
    node.balances = node.final_balances = {ADDRESS: 5}
    node.nonces = {ADDRESS: 1}
    shop = Shop(client, notes={ADDRESS: f'{{"liar.example": {lie}}}'})
    assert await shop.final(ADDRESS) == 5
    assert "liar.example" in shop.notes[ADDRESS]


async def test_a_tip_that_stands_still_is_refused(
    node: ScriptedEthereum, client: EthereumClient, clock: SteppedClock
) -> None:
    """Case 1: nothing is said at all, so nothing can expire on the strength of it."""
    await client.observe([ADDRESS])
    clock.skip(MAX_TIP_AGE.total_seconds())
    await client.tip()
    clock.skip(40 * 60)
    for question in (client.tip(), client.observe([ADDRESS]), client.has_history(ADDRESS)):
        with pytest.raises(ChainUnavailable, match="stale"):
            await question
    assert not client.health().ok


HTML = page("<html>Just a moment...</html>", Content_Type="text/html")


@pytest.mark.parametrize(
    "answer",
    [HTML, page("Invalid address", 400), page("", 500), page("upstream", 502), page("x", 404)],
)
async def test_a_page_instead_of_an_answer_is_a_typed_error(
    node: ScriptedEthereum, client: EthereumClient, answer: Any
) -> None:
    """Case 5."""
    node.post = answer
    for question in (client.tip(), client.observe([ADDRESS]), client.has_history(ADDRESS)):
        with pytest.raises(ChainError):
            await question
    node.post = None
    node.post = lambda asked, replies: replies if len(asked) == 3 else answer()
    seen = await client.observe([ADDRESS, OTHER])
    assert (seen.transfers, set(seen.failures)) == ({}, {ADDRESS, OTHER})


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "60"}])
@pytest.mark.parametrize("status", [429, 418, 403])
async def test_a_limit_is_obeyed_and_another_provider_asked(
    node: ScriptedEthereum, client: EthereumClient, status: int, headers: dict[str, str]
) -> None:
    """Case 6."""
    node.post = page("", status, **headers)
    second = ScriptedEthereum(balances={ADDRESS: 7})
    async with scripted() as server:
        server.answers["/"] = second.handle
        other = EthereumClient(server.url, clock=SteppedClock(), chain_id=1)
        both = FailoverClient([client, other])
        for _ in range(3):
            assert [t.amount for t in (await both.observe([ADDRESS])).transfers[ADDRESS]] == [7]
        with pytest.raises(ChainUnavailable):
            await client.tip()
        assert len(node.requests) == 1
        await other.aclose()


@pytest.mark.parametrize(("code", "words"), [(-32005, "rate limit"), (429, "daily quota")])
async def test_a_limit_told_in_json_is_an_error_of_each_call(
    node: ScriptedEthereum, client: EthereumClient, code: int, words: str
) -> None:
    """Case 6: with status 200, for one call or for the whole batch at once."""
    whole = refused(code, words)
    node.twist["eth_getBalance"] = about_address(lambda reply: {"id": reply["id"], **whole})
    assert words in (await failure(client)).reason
    node.post = lambda *_: {"jsonrpc": "2.0", "id": None, **whole}
    with pytest.raises(ChainUnavailable, match=words):
        await client.observe([ADDRESS])


ITEMS: list[Callable[[Reply], object]] = [
    lambda reply: reply | {"result": None},
    lambda reply: {"id": reply["id"]},
    lambda reply: {"result": reply["result"]},
    lambda reply: reply | {"id": None},
    lambda reply: reply | {"id": str(reply["id"])},
    lambda reply: reply | {"id": True},
    lambda reply: reply | {"id": -1},
    lambda reply: reply | {"id": 10**9},
    lambda reply: {"id": reply["id"], "error": {"code": -32603, "message": "internal error"}},
    lambda reply: {"id": reply["id"], "error": {"code": "x"}},
    lambda reply: {"id": reply["id"], "error": "internal error"},
    lambda reply: reply | {"result": {}},
    lambda reply: reply | {"result": []},
    lambda reply: reply | {"result": "Invalid address"},
]


@pytest.mark.parametrize("item", ITEMS)
async def test_a_broken_reply_fails_only_its_address(
    node: ScriptedEthereum, client: EthereumClient, item: Callable[[Reply], object]
) -> None:
    """Case 7."""
    node.twist["eth_getBalance"] = about_address(item)
    assert isinstance(await failure(client), ChainError)


async def test_replies_in_any_order_with_strangers_among_them(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 7."""
    stranger = {"id": 10**9, "result": "0x63"}
    node.post = lambda asked, replies: [stranger, *reversed(replies)]
    seen = await client.observe([ADDRESS, OTHER])
    assert seen.transfers == {ADDRESS: (ROW,), OTHER: ()}


async def test_two_replies_to_one_call_are_none(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 7: who could say which of them is true?"""
    node.post = lambda asked, replies: [*replies, {"id": asked[0]["id"], "result": "0x63"}]
    with pytest.raises(ChainMalformed, match="2 replies"):
        await client.observe([ADDRESS])
    node.post = lambda asked, replies: (
        [*replies, {"id": asked[0]["id"], "result": "0x63"}]
        if asked[0]["method"] == "eth_getBalance"
        else replies
    )
    assert isinstance(await failure(client), ChainMalformed)


async def test_true_is_not_the_number_one(node: ScriptedEthereum, client: EthereumClient) -> None:
    """Case 7: as Python would have it."""
    node.post = lambda asked, replies: [replies[0] | {"id": True}, *replies[1:]]
    with pytest.raises(ChainMalformed, match="0 replies"):
        await client.tip()


async def test_a_missing_reply_fails_only_its_address(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 7: partially missing."""
    node.post = lambda asked, replies: replies[1:] if len(replies) == 2 else replies
    assert "0 replies" in (await failure(client)).reason


async def test_a_lone_object_instead_of_a_list(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 7: it answers one call, and the other call has no answer."""
    node.post = lambda asked, replies: replies[1] if len(replies) == 2 else replies
    assert "0 replies" in (await failure(client)).reason


@pytest.mark.parametrize("shape", [None, 7, "text", [None], [[]], [7], {}, []])
async def test_other_shapes_are_typed_errors(
    node: ScriptedEthereum, client: EthereumClient, shape: object
) -> None:
    """Case 7."""
    node.post = lambda *_: raw("null") if shape is None else shape
    with pytest.raises(ChainError):
        await client.observe([ADDRESS])


async def test_a_broken_body_is_an_error(node: ScriptedEthereum, client: EthereumClient) -> None:
    """Case 8: the rest (size, time, TLS) is in tests/utils/test_http.py."""
    node.post = lambda asked, replies: cut_short if len(asked) == 2 else replies
    seen = await client.observe([ADDRESS, OTHER])
    assert (seen.transfers, set(seen.failures)) == ({}, {ADDRESS, OTHER})


async def test_a_redirect_is_not_followed(node: ScriptedEthereum, client: EthereumClient) -> None:
    """Case 8."""
    node.post = page("", 301, Location="http://127.0.0.1:1/")
    with pytest.raises(ChainMalformed):
        await client.observe([ADDRESS])


NOT_QUANTITIES = [
    "0x",
    "",
    "5",
    "x5",
    "0x05",
    "0x00",
    "-0x5",
    "0x-5",
    "0X5",
    "0x5 ",
    " 0x5",
    "0x5\n",
    "0x5g",
    "0x1.8",
    "0x٥",
    "1e18",
    5,
    -5,
    5.0,
    1e-8,
    True,
    None,
    [],
    {},
    "0x" + "f" * 65,
]
TOO_MUCH = hex(10**27 + 1)


@pytest.mark.parametrize(
    ("method", "bad"),
    [
        *(("eth_getBalance", bad) for bad in [*NOT_QUANTITIES, TOO_MUCH]),
        *(("eth_getTransactionCount", bad) for bad in NOT_QUANTITIES),
    ],
)
async def test_numbers_are_strict_in_accounts(
    node: ScriptedEthereum, client: EthereumClient, method: str, bad: object
) -> None:
    """Case 9."""
    node.twist[method] = about_address(lambda reply: reply | {"result": bad})
    assert isinstance(await failure(client), ChainMalformed)


@pytest.mark.parametrize("bad", [*NOT_QUANTITIES, TOO_MUCH], ids=repr)
@pytest.mark.parametrize("part", ["number", "timestamp"])
@pytest.mark.parametrize("tag", ["latest", "finalized"])
async def test_numbers_are_strict_in_blocks(
    node: ScriptedEthereum, client: EthereumClient, tag: str, part: str, bad: object
) -> None:
    """Case 9."""

    def twist(question: Reply, reply: Reply) -> object:
        if question["params"][0] == tag:
            reply["result"][part] = bad
        return reply

    node.twist["eth_getBlockByNumber"] = twist
    with pytest.raises(ChainMalformed):
        await client.tip()


@pytest.mark.parametrize("bad", [None, "", "0x", block_hash(7)[2:], block_hash(7) + "0", 7, []])
async def test_a_block_hash_is_a_hash(
    node: ScriptedEthereum, client: EthereumClient, bad: object
) -> None:
    """Case 9."""
    node.twist["eth_getBlockByNumber"] = lambda _, reply: (
        reply | {"result": reply["result"] | {"hash": bad}}
    )
    with pytest.raises(ChainMalformed):
        await client.tip()


async def test_a_provider_below_what_was_final_is_behind(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 10: one of several machines behind one name that lost touch."""
    await client.tip()
    node.height, node.final = 900, 836
    with pytest.raises(ChainUnavailable, match="below the final one"):
        await client.observe([ADDRESS])


async def test_a_provider_one_block_behind_judges_nothing_it_cannot_see(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 10: a payment recorded at a higher tip is not gone."""
    shop = Shop(client)
    await shop.look(ADDRESS)
    node.height, node.balances = 999, {}
    assert await shop.rows(ADDRESS) == (ROW,)
    node.height = 1_001
    assert await shop.rows(ADDRESS) == ()


async def test_another_network_is_refused_until_it_is_the_right_one(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Cases 11, 31: the same address has other money on every chain."""
    node.twist["eth_chainId"] = lambda _, reply: reply | {"result": "0x38"}
    for question in (client.tip(), client.observe([ADDRESS]), client.has_history(ADDRESS)):
        with pytest.raises(ChainMalformed, match="chain 56 instead of chain 1"):
            await question
    del node.twist["eth_chainId"]
    assert (await client.observe([ADDRESS])).transfers == {ADDRESS: (ROW,)}


@pytest.mark.parametrize(
    "text", ["", "0x", ADDRESS[:-1], ADDRESS.swapcase(), ADDRESS[:-1] + "5", "bc1q", "../x"]
)
async def test_what_is_no_address_is_not_asked_for(
    node: ScriptedEthereum, client: EthereumClient, text: str
) -> None:
    """Case 11: and it does not keep the others from being read."""
    seen = await client.observe([text, OTHER])
    assert (seen.transfers, list(seen.failures)) == ({OTHER: ()}, [text])
    assert all(text not in question["params"] for question in node.calls)
    with pytest.raises(ChainMalformed, match="cannot ask"):
        await client.has_history(text)


PRUNED = [MISSING_TRIE_NODE, UNKNOWN_BLOCK, refused(-32603, "Internal error"), {"result": None}]


@pytest.mark.parametrize("instead", PRUNED)
async def test_old_state_that_is_gone_is_not_a_balance_of_nothing(
    node: ScriptedEthereum, client: EthereumClient, instead: Reply
) -> None:
    """Case 13: money that is not final yet is seen all the same, and not final."""
    node.twist["eth_getBalance"] = at_finality(node, instead)
    shop = Shop(client)
    assert await shop.rows(ADDRESS) == (ROW,)
    node.height = 1_064
    assert await shop.rows(ADDRESS) == (ROW,)
    assert await shop.final(ADDRESS) == 0


@pytest.mark.parametrize("instead", PRUNED)
async def test_what_should_be_final_by_now_needs_another_provider(
    node: ScriptedEthereum, client: EthereumClient, instead: Reply
) -> None:
    """Case 13: neither final unproved, nor undone, nor nothing: retry elsewhere."""
    node.height, node.final = 1_100, 1_036
    node.twist["eth_getBalance"] = at_finality(node, instead)
    assert isinstance(await failure(client, KnownTransfer(ROW)), ChainError)
    second = ScriptedEthereum(1_100, 1_036, balances={ADDRESS: 5}, final_balances={ADDRESS: 5})
    async with scripted() as server:
        server.answers["/"] = second.handle
        other = EthereumClient(server.url, clock=SteppedClock(), chain_id=1)
        both = FailoverClient([client, other])
        seen = await both.observe([ADDRESS, OTHER], {ADDRESS: [KnownTransfer(ROW)]})
        assert seen.transfers == {ADDRESS: (ROW,), OTHER: ()}
        assert seen.tip.final_height == 1_036
        await other.aclose()


@pytest.mark.parametrize("instead", [UNKNOWN_BLOCK, {"result": None}])
async def test_a_provider_that_does_not_know_what_is_final_makes_nothing_final(
    node: ScriptedEthereum, client: EthereumClient, instead: Reply
) -> None:
    """Cases 13, 27: what was final before stays so, and nothing else becomes it."""

    def twist(question: Reply, reply: Reply) -> object:
        return {"id": reply["id"], **instead} if question["params"][0] == "finalized" else None

    node.twist["eth_getBlockByNumber"] = twist
    shop = Shop(client)
    seen = await shop.look(ADDRESS)
    assert (seen.tip.final_height, seen.transfers[ADDRESS]) == (0, (ROW,))
    del node.twist["eth_getBlockByNumber"]
    assert (await client.tip()).final_height == 936
    node.twist["eth_getBlockByNumber"] = twist
    assert (await client.tip()).final_height == 936
    assert await shop.final(ADDRESS) == 0


async def test_stalled_finality_is_waited_for(
    node: ScriptedEthereum, client: EthereumClient, clock: SteppedClock
) -> None:
    """Case 27: hours of blocks and not one of them final; `latest` is never taken for it."""
    shop = Shop(client)
    for height in range(1_000, 2_200, 100):
        clock.skip(1_200)
        node.height, node.seconds_ago = height, -(clock.monotonic())
        seen = await shop.look(ADDRESS)
        assert (seen.tip.final_height, seen.transfers[ADDRESS]) == (936, (ROW,))
        assert await shop.final(ADDRESS) == 0
    node.final, node.final_balances = 2_050, {ADDRESS: 5}
    assert await shop.final(ADDRESS) == 5


async def test_a_dear_order_takes_two_providers(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Cases 3, 4: seen by one it is seen, and it settles when both call it final."""
    slow = ScriptedEthereum(height=999)
    async with scripted() as server:
        server.answers["/"] = slow.handle
        other = EthereumClient(server.url, clock=SteppedClock(), chain_id=1)
        shop = Shop(FailoverClient([client, other]), agree={ADDRESS})
        undated = replace(ROW, block_height=None, block_hash=None)
        for _ in range(2):
            assert await shop.rows(ADDRESS) == (undated,)
        slow.height, slow.balances = 1_001, {ADDRESS: 5}
        later = replace(ROW, block_height=1_001, block_hash=block_hash(1_001))
        assert await shop.rows(ADDRESS) == (later,)
        for one in (node, slow):
            assert await shop.final(ADDRESS) == 0
            one.height, one.final, one.final_balances = 1_100, 1_036, {ADDRESS: 5}
        assert await shop.final(ADDRESS) == 5
        await other.aclose()


async def test_an_orphaned_payment_is_never_final(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 26: seen at the tip, not there when its height is final, then there after all."""
    shop = Shop(client)
    await shop.look(ADDRESS)
    node.height, node.final, node.fork = 1_100, 1_036, 1
    assert await shop.final(ADDRESS) == 0
    (row,) = await shop.rows(ADDRESS)
    assert (row.block_height, row.block_hash) == (1_100, block_hash(1_100, 1))
    node.height, node.final, node.final_balances = 1_200, 1_136, {ADDRESS: 5}
    assert await shop.final(ADDRESS) == 5


def by_list(code: int, message: str) -> Callable[[list[Reply]], object]:
    """To the first call, as geth does it."""
    return lambda asked: [{"jsonrpc": "2.0", "id": asked[0]["id"], **refused(code, message)}]


def by_object(code: int, message: str) -> Callable[[list[Reply]], object]:
    return lambda asked: {"jsonrpc": "2.0", "id": None, **refused(code, message)}


DIALECTS: dict[str, Callable[[list[Reply]], object]] = {
    "geth": by_list(-32600, "batch too large"),
    "erigon": by_object(-32000, "batch limit 100 exceeded: 142 requests given"),
    "besu": by_object(-32602, "Number of requests in batch exceeds max batch size"),
    "nethermind": by_object(-32005, "Batch size limit exceeded"),
    "reth": by_object(-32010, "The batch request was too large"),
    "proxy": lambda asked: raw("<html>Request Entity Too Large</html>", 413),
}


@pytest.mark.parametrize("most", [1, 3, 100])
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_batches_shrink_to_what_the_provider_takes(
    node: ScriptedEthereum, client: EthereumClient, dialect: str, most: int
) -> None:
    """Each says it otherwise; the size that works is kept."""
    too_many = DIALECTS[dialect]
    node.post = lambda asked, replies: (
        too_many(asked) if len(asked) > most else replies if len(replies) > 1 else replies[0]
    )
    addresses = [ADDRESS, *(fresh_address() for _ in range(260))]
    seen = await client.observe(addresses)
    assert (len(seen.transfers), seen.failures) == (261, {})
    assert seen.transfers[ADDRESS] == (ROW,)
    before = len(node.requests)
    await client.observe(addresses)
    assert max(node.requests[before:]) <= most


async def test_a_provider_that_takes_no_call_at_all_is_an_error(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """It ends, whatever is said."""
    node.post = lambda asked, _: by_object(-32600, "batch too large")(asked)
    with pytest.raises(ChainUnavailable, match="batch too large"):
        await client.observe([ADDRESS])
    assert len(node.requests) < 10


def knows_only_numbers(question: Reply, reply: Reply) -> object:
    if isinstance(question["params"][1], str):
        return reply
    return {"id": reply["id"], **refused(-32602, "invalid argument 1: cannot unmarshal object")}


async def test_a_provider_that_knows_only_numbers(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Without EIP-1898 the tip is looked at again when all is read."""
    for method in ("eth_getBalance", "eth_getTransactionCount"):
        node.twist[method] = knows_only_numbers
    for _ in range(2):
        assert (await client.observe([ADDRESS, OTHER])).transfers == {ADDRESS: (ROW,), OTHER: ()}
    assert node.requests == [3, 2, 2, 3, 1, 2, 2, 3, 1]


async def test_a_reorganisation_between_two_readings_is_an_error(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Balances and tip must belong to one chain."""
    node.twist["eth_getBalance"] = knows_only_numbers
    node.twist["eth_getTransactionCount"] = knows_only_numbers
    await client.observe([ADDRESS])

    def reorganised(asked: list[Reply], replies: list[Reply]) -> object:
        node.fork += 1
        return replies if len(replies) > 1 else replies[0]

    node.post = reorganised
    with pytest.raises(ChainUnavailable, match="reorganised"):
        await client.observe([ADDRESS])


async def test_history_is_money_sending_or_code(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """Case 36."""
    assert await client.has_history(ADDRESS)
    assert not await client.has_history(OTHER)
    node.nonces[OTHER] = 1
    assert await client.has_history(OTHER)
    node.nonces.clear()
    node.twist["eth_getCode"] = lambda _, reply: reply | {"result": "0xef0100"}
    assert await client.has_history(OTHER)
    node.twist["eth_getCode"] = lambda _, reply: reply | {"result": None}
    with pytest.raises(ChainMalformed):
        await client.has_history(OTHER)


async def test_ten_thousand_addresses_are_forty_two_requests(
    node: ScriptedEthereum, client: EthereumClient
) -> None:
    """One for the tip, forty for the balances, one for up to 83 that are not final yet."""
    addresses = [fresh_address() for _ in range(10_000)]
    node.balances = dict.fromkeys(addresses[:80], 5)
    seen: Observation = await client.observe(addresses)
    assert len(seen.transfers) == 10_000
    assert len(node.requests) == 42
    assert max(node.requests) == 250
