"""A lying, broken or overloaded Esplora server never makes a payment appear, change or vanish."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.chains.provider import (
    ADDRESS,
    OTHER,
    SCRIPT,
    TIP,
    block,
    number,
    stats,
    tell,
    transaction,
)
from tests.scripted import START, ScriptedServer, SteppedClock, cut_short, raw, scripted
from utils.chains.base import (
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    ChainUnreadable,
    SeenTransfer,
)
from utils.chains.esplora import EsploraClient
from utils.chains.failover import FailoverClient
from utils.chains.script import script_of
from utils.http import Manners

MAX_TIP_AGE = timedelta(hours=2)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        block(server)
        tell(server, [transaction(7, 1_000, height=TIP)])
        tell(server, [], OTHER)
        yield server


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def client(server: ScriptedServer, clock: SteppedClock) -> AsyncIterator[EsploraClient]:
    client = EsploraClient(server.url, clock=clock, max_tip_age=MAX_TIP_AGE)
    yield client
    await client.aclose()


async def failure(client: EsploraClient) -> ChainError:
    """The one of ADDRESS, while OTHER was read well."""
    seen = await client.observe([ADDRESS, OTHER])
    assert seen.transfers == {OTHER: ()}
    return seen.failures[ADDRESS]


async def test_payments_are_seen_by_output(server: ScriptedServer, client: EsploraClient) -> None:
    tell(server, [transaction(8, 5, 6), transaction(7, 1_000, height=TIP - 1)])
    seen = await client.observe([ADDRESS, OTHER, ADDRESS])
    block_hash = number(TIP - 1)
    assert set(seen.transfers[ADDRESS]) == {
        SeenTransfer(number(8), 0, 5, None, None),
        SeenTransfer(number(8), 1, 6, None, None),
        SeenTransfer(number(7), 0, 1_000, TIP - 1, block_hash),
    }
    assert (seen.source, seen.failures, seen.transfers[OTHER]) == ("127.0.0.1", {}, ())
    assert (seen.tip.height, seen.tip.hash, seen.tip.time) == (TIP, number(TIP), START)


async def test_an_unused_address_costs_one_request(
    server: ScriptedServer, client: EsploraClient
) -> None:
    await client.observe([OTHER])
    assert server.asked[2:] == [f"/address/{OTHER}"]
    await client.observe([OTHER])
    assert server.asked[3:] == ["/blocks/tip/hash", f"/address/{OTHER}"]


async def test_history_is_any_transaction(server: ScriptedServer, client: EsploraClient) -> None:
    assert await client.has_history(ADDRESS)
    assert not await client.has_history(OTHER)
    server.answers[f"/address/{OTHER}"] = raw("", 500)
    with pytest.raises(ChainUnavailable):
        await client.has_history(OTHER)


async def test_a_tip_that_stands_still_is_refused(
    server: ScriptedServer, client: EsploraClient, clock: SteppedClock
) -> None:
    """Case 1: nothing is said at all, so nothing can expire on the strength of it."""
    await client.observe([ADDRESS])
    clock.skip(MAX_TIP_AGE.total_seconds())
    await client.tip()
    clock.skip(40 * 60)
    for question in (client.tip(), client.observe([ADDRESS])):
        with pytest.raises(ChainUnavailable, match="stale"):
            await question
    block(server, TIP + 1, seconds_ago=-(MAX_TIP_AGE.total_seconds() + 2_400))
    assert (await client.tip()).height == TIP + 1


async def test_an_old_tip_is_well_where_nobody_mines_regularly(
    server: ScriptedServer, clock: SteppedClock
) -> None:
    """Case 1: a regtest chain."""
    client = EsploraClient(server.url, clock=clock, max_tip_age=None)
    clock.skip(1_000_000)
    assert (await client.tip()).height == TIP
    await client.aclose()


NO_MEMPOOL = {"mempool_stats": stats([])}
HTML = raw("<html>Just a moment...</html>", Content_Type="text/html")


@pytest.mark.parametrize("path", ["", "/txs"])
@pytest.mark.parametrize("answer", [HTML, raw("Invalid Bitcoin address", 400), raw("x", 404)])
async def test_a_page_instead_of_an_answer_is_a_typed_error(
    server: ScriptedServer, client: EsploraClient, path: str, answer: object
) -> None:
    """Case 5: for this address alone."""
    server.answers[f"/address/{ADDRESS}{path}"] = answer
    assert isinstance(await failure(client), ChainMalformed)


@pytest.mark.parametrize(
    "answer", [HTML, raw(""), raw("../etc"), raw(number(TIP).upper() + "!"), raw("800000")]
)
async def test_a_page_instead_of_a_tip_is_a_typed_error(
    server: ScriptedServer, client: EsploraClient, answer: object
) -> None:
    """Case 5: without a tip nothing is said, and no answer gets into a path."""
    server.answers["/blocks/tip/hash"] = answer
    with pytest.raises(ChainMalformed):
        await client.observe([ADDRESS])
    assert server.asked == ["/blocks/tip/hash"]


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "60"}])
@pytest.mark.parametrize("status", [429, 418, 403])
async def test_a_limit_is_obeyed_and_another_provider_asked(
    server: ScriptedServer, client: EsploraClient, status: int, headers: dict[str, str]
) -> None:
    """Case 6."""
    server.answers["/blocks/tip/hash"] = raw("", status, **headers)
    async with scripted() as second:
        block(second)
        tell(second, [transaction(9, 5, height=TIP)])
        other = EsploraClient(second.url, clock=SteppedClock())
        both = FailoverClient([client, other])
        for _ in range(3):
            assert [t.amount for t in (await both.observe([ADDRESS])).transfers[ADDRESS]] == [5]
        assert len(server.asked) == 1
        with pytest.raises(ChainUnavailable):
            await client.tip()
        assert len(server.asked) == 1
        await other.aclose()


SHAPES: list[object] = [raw("null"), raw("{}"), raw("[]"), "text", 7, [None], [[]], [{}]]


@pytest.mark.parametrize("path", ["", "/txs"])
@pytest.mark.parametrize("shape", SHAPES)
async def test_other_shapes_fail_only_this_address(
    server: ScriptedServer, client: EsploraClient, path: str, shape: object
) -> None:
    """Case 7: null, one for many, many for one, parts missing."""
    server.answers[f"/address/{ADDRESS}{path}"] = shape
    assert isinstance(await failure(client), ChainError)


@pytest.mark.parametrize("missing", ["txid", "vout", "vin", "status"])
async def test_missing_parts_are_not_made_up(
    server: ScriptedServer, client: EsploraClient, missing: str
) -> None:
    """Case 7."""
    tx = transaction(7, 1_000, height=TIP)
    tell(server, [tx])
    del tx[missing]
    assert isinstance(await failure(client), ChainMalformed)


async def test_a_broken_body_is_an_error(server: ScriptedServer, client: EsploraClient) -> None:
    """Case 8: the rest (size, time, redirects, TLS) is in tests/utils/test_http.py."""
    server.answers[f"/address/{ADDRESS}/txs"] = cut_short
    assert isinstance(await failure(client), ChainError)


async def test_a_gzip_bomb_and_a_wrong_content_type(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 8: what unpacks to too much is an error; what is JSON is JSON, whatever it is called."""
    path = f"/address/{ADDRESS}/txs"
    page = json.dumps([transaction(7, 1_000)])
    server.answers[path] = raw(page, Content_Type="text/html")
    assert len((await client.observe([ADDRESS])).transfers[ADDRESS]) == 1
    bomb = gzip.compress(b"[" + b" " * 2**26 + b"]")
    server.answers[path] = raw(bomb, Content_Encoding="gzip")
    assert isinstance(await failure(client), ChainUnreadable)


async def test_a_provider_that_hangs_is_given_up(server: ScriptedServer) -> None:
    """Case 8: for this address alone; 60 seconds would be ten of these."""
    client = EsploraClient(
        server.url, clock=SteppedClock(), manners=Manners(timeout=0.1, spacing=0)
    )
    server.answers[f"/address/{ADDRESS}/txs"] = server.hang
    assert isinstance(await failure(client), ChainUnavailable)
    server.released.set()
    await client.aclose()


async def test_a_redirect_is_not_followed(server: ScriptedServer, client: EsploraClient) -> None:
    """Case 8."""
    server.answers[f"/address/{ADDRESS}"] = raw("", 301, Location=f"/address/{OTHER}")
    assert isinstance(await failure(client), ChainMalformed)


NOT_NUMBERS = ["1000", "0x3e8", "0x", 1000.0, 1e-8, -1, True, None, [], 10**30]


@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
@pytest.mark.parametrize("place", ["value", "block_height"])
async def test_numbers_are_strict_in_transactions(
    server: ScriptedServer, client: EsploraClient, place: str, bad: object
) -> None:
    """Case 9."""
    tx = transaction(7, 1_000, height=TIP)
    tell(server, [tx])
    (tx["vout"][0] if place == "value" else tx["status"])[place] = bad
    assert isinstance(await failure(client), ChainMalformed)


@pytest.mark.parametrize("bad", NOT_NUMBERS[:-1], ids=repr)
@pytest.mark.parametrize("part", ["chain_stats", "mempool_stats"])
@pytest.mark.parametrize("place", ["tx_count", "funded_txo_count", "funded_txo_sum"])
async def test_numbers_are_strict_in_sums(
    server: ScriptedServer, client: EsploraClient, part: str, place: str, bad: object
) -> None:
    """Case 9."""
    answer: Any = server.answers[f"/address/{ADDRESS}"]
    answer[part][place] = bad
    assert isinstance(await failure(client), ChainMalformed)


@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
@pytest.mark.parametrize("place", ["height", "timestamp"])
async def test_numbers_are_strict_in_blocks(
    server: ScriptedServer, client: EsploraClient, place: str, bad: object
) -> None:
    """Case 9."""
    answer: Any = server.answers[f"/block/{number(TIP)}"]
    answer[place] = bad
    with pytest.raises(ChainMalformed):
        await client.tip()


@pytest.mark.parametrize("bad", [None, "", "abc", number(7)[:-1], number(7) + "0", 7, "Z" * 64])
async def test_a_block_hash_is_a_hash(
    server: ScriptedServer, client: EsploraClient, bad: object
) -> None:
    """Case 9: a confirmed transaction has both, height and hash."""
    tx = transaction(7, 1_000, height=TIP)
    tell(server, [tx])
    tx["status"]["block_hash"] = bad
    assert isinstance(await failure(client), ChainMalformed)


async def test_a_transaction_above_the_tip_is_no_error(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 10: a load-balanced back end that is one block ahead of the one that told the tip."""
    tell(server, [transaction(7, 1_000, height=TIP + 1)])
    seen = await client.observe([ADDRESS])
    assert seen.tip.height == TIP
    assert [transfer.block_height for transfer in seen.transfers[ADDRESS]] == [TIP + 1]


async def test_another_block_than_the_one_asked_for_is_refused(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 10."""
    answer: Any = server.answers[f"/block/{number(TIP)}"]
    answer["id"] = number(TIP - 1)
    with pytest.raises(ChainMalformed):
        await client.tip()


@pytest.mark.parametrize("script", [script_of(OTHER), "", "51", SCRIPT + "00", "0014" + "00" * 20])
async def test_only_the_script_decides_who_is_paid(
    server: ScriptedServer, client: EsploraClient, script: str
) -> None:
    """Case 11: whatever `scriptpubkey_address` claims."""
    tx = transaction(7, 1_000, height=TIP, script=script)
    tx["vout"][0]["scriptpubkey_address"] = ADDRESS
    tell(server, [tx])
    assert isinstance(await failure(client), ChainError)


async def test_a_transaction_reported_twice_is_one(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 16: in one page, and in two."""
    tell(server, [transaction(8, 5), transaction(7, 1_000, height=TIP)])
    page: Any = server.answers[f"/address/{ADDRESS}/txs"]
    server.answers[f"/address/{ADDRESS}/txs"] = [*page, *page]
    for _ in range(2):
        transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
        assert sorted(transfer.amount for transfer in transfers) == [5, 1_000]


async def test_the_network_is_asked_for_once(server: ScriptedServer) -> None:
    """Case 11: until the answer is known, and before anything is said."""
    genesis = {number(0)}
    client = EsploraClient(server.url, clock=SteppedClock(), genesis=genesis)
    for answer in (HTML, raw(number(1)), raw("", 500)):
        server.answers["/block-height/0"] = answer
        for question in (client.tip(), client.observe([OTHER]), client.has_history(OTHER)):
            with pytest.raises(ChainError):
                await question
    assert set(server.asked) == {"/block-height/0"}
    server.answers["/block-height/0"] = raw(number(0))
    asked = len(server.asked)
    for _ in range(2):
        assert (await client.observe([OTHER])).transfers == {OTHER: ()}
    assert server.asked[asked:].count("/block-height/0") == 1
    await client.aclose()


async def test_change_to_somebody_else_is_not_counted(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 11: an honest transaction pays others too."""
    tx = transaction(7, 1_000, height=TIP)
    tell(server, [tx])
    tx["vout"].insert(0, {"scriptpubkey": script_of(OTHER), "value": 99})
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert [(t.output_index, t.amount) for t in transfers] == [(1, 1_000)]


async def test_an_answer_about_another_address_is_refused(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 11: "nothing there" about somebody else must not pass for "nothing there"."""
    server.answers[f"/address/{ADDRESS}"] = server.answers[f"/address/{OTHER}"]
    assert isinstance(await failure(client), ChainMalformed)
    with pytest.raises(ChainMalformed):
        await client.has_history(ADDRESS)


@pytest.mark.parametrize("text", ["", "bc1q", "../blocks", "tb1" + ADDRESS[3:], "1BitcoinEater"])
async def test_what_is_no_address_is_not_asked_for(
    server: ScriptedServer, client: EsploraClient, text: str
) -> None:
    """Case 11: and it does not keep the others from being read."""
    seen = await client.observe([text, OTHER])
    assert (seen.transfers, list(seen.failures)) == ({OTHER: ()}, [text])
    assert server.asked[2:] == [f"/address/{OTHER}"]


@pytest.mark.parametrize("page_size", [10, 25])
@pytest.mark.parametrize("count", [9, 10, 11, 25, 26, 50, 130])
async def test_all_pages_are_read(
    server: ScriptedServer, client: EsploraClient, count: int, page_size: int
) -> None:
    """Case 12: servers differ in how many transactions a page has."""
    tell(
        server, [transaction(n, n, height=TIP - n) for n in range(1, count + 1)], ADDRESS, page_size
    )
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert sorted(transfer.amount for transfer in transfers) == list(range(1, count + 1))


async def test_our_payment_on_page_two_behind_dust(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 12: 30 newer dust payments, and as many in the mempool."""
    dust = [transaction(n, 1, height=TIP) for n in range(100, 130)]
    waiting = [transaction(n, 1) for n in range(200, 230)]
    tell(server, [*waiting, *dust, transaction(7, 1_000, height=TIP - 9)])
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert sum(transfer.amount for transfer in transfers) == 1_060


async def test_a_payment_left_out_of_the_list_is_a_failure(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 12: the funded sums say more than the pages show."""
    tell(server, [transaction(7, 1_000, height=TIP), transaction(8, 5, height=TIP - 1)])
    server.answers[f"/address/{ADDRESS}/txs"] = [transaction(7, 1_000, height=TIP)]
    server.answers[f"/address/{ADDRESS}/txs/chain/{number(7)}"] = raw("[]")
    assert isinstance(await failure(client), ChainError)
    server.answers[f"/address/{ADDRESS}/txs"] = [
        transaction(7, 999, height=TIP),
        transaction(8, 5, height=TIP - 1),
    ]
    assert isinstance(await failure(client), ChainError)


async def test_pages_that_never_end_are_given_up(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 12: bounded work, also for a server that always repeats itself."""
    tell(server, [transaction(7, 1_000, height=TIP)])
    answer: Any = server.answers[f"/address/{ADDRESS}"]
    answer["chain_stats"]["tx_count"] = 10**9
    answer["chain_stats"]["funded_txo_count"] = 2
    page = server.answers[f"/address/{ADDRESS}/txs"]
    server.answers[f"/address/{ADDRESS}/txs/chain/{number(7)}"] = page
    assert isinstance(await failure(client), ChainError)
    assert len(server.asked) < 10


async def test_a_transaction_that_confirms_while_pages_are_read_is_one(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 12: shown as waiting on one page and as confirmed on the next."""
    both = [transaction(n, n, height=TIP) for n in range(1, 27)]
    tell(server, both)
    first: Any = server.answers[f"/address/{ADDRESS}/txs"]
    server.answers[f"/address/{ADDRESS}/txs"] = [transaction(26, 26), *first]
    transfers = (await client.observe([ADDRESS])).transfers[ADDRESS]
    assert len(transfers) == 26
    assert all(transfer.block_height == TIP for transfer in transfers)


async def test_addresses_are_read_side_by_side(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """One that hangs is let go only when the other has been asked for."""

    async def release(_: web.Request) -> web.StreamResponse:
        server.released.set()
        return web.json_response({"address": OTHER, "chain_stats": stats([])} | NO_MEMPOOL)

    server.answers[f"/address/{ADDRESS}"] = server.hang
    server.answers[f"/address/{OTHER}"] = release
    async with asyncio.timeout(5):
        seen = await client.observe([ADDRESS, OTHER])
    assert (list(seen.transfers), list(seen.failures)) == ([OTHER], [ADDRESS])


async def test_a_block_reward_counts_when_it_can_be_spent(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 38."""
    tx = transaction(7, 1_000, height=TIP - 99)
    tx["vin"] = [{"is_coinbase": True}]
    tell(server, [tx])
    assert (await client.observe([ADDRESS])).transfers[ADDRESS] == ()
    block(server, TIP + 1)
    assert len((await client.observe([ADDRESS])).transfers[ADDRESS]) == 1


@pytest.mark.parametrize(
    ("address", "script"),
    [
        (ADDRESS, SCRIPT),
        (ADDRESS.upper(), SCRIPT),
        (
            "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
            "5120a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c",
        ),
    ],
)
def test_scripts_of_addresses(address: str, script: str) -> None:
    assert script_of(address) == script


async def test_payments_worth_more_than_what_was_received_are_no_answer(
    server: ScriptedServer, client: EsploraClient
) -> None:
    """Case 4: one answer doubles an amount, and another one of the same provider contradicts."""
    tell(server, [transaction(7, 1_000, height=TIP)])
    doubled = [transaction(7, 2_000, height=TIP)]
    server.answers[f"/address/{ADDRESS}/txs"] = doubled
    assert isinstance(await failure(client), ChainMalformed)
