"""A lying, broken or overloaded Solana provider never makes a payment appear, change or vanish."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.chains.solana_cluster import (
    FINAL,
    PAYER,
    SLOT,
    Cluster,
    Moved,
    Refusal,
    address,
    error_to_all,
    signature,
)
from tests.scripted import START, ScriptedServer, SteppedClock, cut_short, raw, scripted
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    Known,
    KnownTransfer,
    Observation,
    SeenTransfer,
)
from utils.chains.failover import FailoverClient
from utils.chains.solana import DEVNET, GENESIS, SolanaClient
from utils.chains.solana_scan import MOST_READ
from utils.http import OWN

OURS, OTHER = address(1), address(2)
SOL = 10**9
MAX_TIP_AGE = timedelta(seconds=60)
HTML = raw("<html>Just a moment...</html>", Content_Type="text/html")


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


@pytest.fixture
def cluster(server: ScriptedServer) -> Cluster:
    """One payment to OURS, none to OTHER."""
    cluster = Cluster()
    cluster.told(OURS, Moved(7, SOL))
    server.answers["/"] = cluster.handle
    return cluster


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def client(
    server: ScriptedServer, cluster: Cluster, clock: SteppedClock
) -> AsyncIterator[SolanaClient]:
    async with aclosing(connected(server, clock)) as client:
        yield client


def connected(server: ScriptedServer, clock: SteppedClock) -> SolanaClient:
    genesis, manners = GENESIS["mainnet"], OWN
    return SolanaClient(
        server.url, clock=clock, genesis=genesis, max_tip_age=MAX_TIP_AGE, manners=manners
    )


async def failure(client: SolanaClient) -> ChainError:
    """The one of OURS, while OTHER was read well."""
    seen = await client.observe([OURS, OTHER])
    assert seen.transfers == {OTHER: ()}
    return seen.failures[OURS]


async def amounts(client: SolanaClient, known: Known = NOTHING_KNOWN) -> list[int]:
    """Of the payments to OURS, which must be readable."""
    seen = await client.observe([OURS], known)
    assert seen.failures == {}
    return [each.amount for each in seen.transfers[OURS]]


def to(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def refused(code: int, message: str) -> Callable[[Any], Any]:
    def refuse(_: Any) -> Any:
        raise Refusal(code, message)

    return refuse


def changed(**changes: Any) -> Callable[[Any], Any]:
    return lambda answer: answer | changes


async def test_a_payment_is_seen(cluster: Cluster, client: SolanaClient) -> None:
    seen = await client.observe([OURS, OTHER, OURS])
    slot = FINAL - 100
    assert seen.transfers == {
        OURS: (SeenTransfer(signature(7), 1, SOL, slot, str(slot)),),
        OTHER: (),
    }
    assert (seen.source, seen.failures) == ("127.0.0.1", {})
    tip = seen.tip
    assert (tip.height, tip.final_height, tip.time) == (SLOT, FINAL, START)
    assert [len(request) for request in cluster.requests] == [4, 1, 1, 1]
    await client.observe([OURS, OTHER])
    assert [len(request) for request in cluster.requests[4:]] == [3, 1]


async def test_history_is_lamports_or_any_signature(cluster: Cluster, client: SolanaClient) -> None:
    """Case 36."""
    assert await client.has_history(OURS)
    assert not await client.has_history(OTHER)
    cluster.told(OTHER, Moved(8, SOL, failed=True))
    assert await client.has_history(OTHER)
    cluster.told(OTHER, Moved(9, -SOL), Moved(8, SOL))
    assert await client.has_history(OTHER)
    with pytest.raises(ChainMalformed):
        await client.has_history("bc1q")


@pytest.mark.parametrize("method", ["getBalance", "getSignaturesForAddress"])
@pytest.mark.parametrize("answer", [to(None), to({}), to("0"), refused(-32005, "Node is behind")])
async def test_no_history_is_never_guessed(
    cluster: Cluster, client: SolanaClient, method: str, answer: Callable[[Any], Any]
) -> None:
    """Cases 7 and 36: an address is shown only when the provider has said that it is new."""
    cluster.bent[method] = answer
    with pytest.raises(ChainError):
        await client.has_history(OTHER)


async def test_a_tip_that_stands_still_is_refused(
    cluster: Cluster, client: SolanaClient, clock: SteppedClock
) -> None:
    """Case 1: nothing is said at all, so nothing can expire on the strength of it."""
    await client.observe([OURS])
    clock.skip(MAX_TIP_AGE.total_seconds())
    await client.tip()
    clock.skip(40 * 60)
    for question in (client.tip(), client.observe([OURS])):
        with pytest.raises(ChainUnavailable, match="stale"):
            await question
    cluster.time = int(clock().timestamp())
    await client.tip()


async def test_balances_of_long_ago_are_no_answer(cluster: Cluster, client: SolanaClient) -> None:
    """Case 1: the tip is fresh, but the server that tells balances stands still."""
    cluster.balances = {}
    cluster.bent["getMultipleAccounts"] = changed(context={"slot": SLOT - 10_000})
    seen = await client.observe([OURS, OTHER])
    assert seen.transfers == {}
    assert all(isinstance(each, ChainUnavailable) for each in seen.failures.values())


@pytest.mark.parametrize("answer", [HTML, raw("Invalid address", 400), raw("x", 404), raw("")])
async def test_a_page_instead_of_an_answer_is_a_typed_error(
    server: ScriptedServer, client: SolanaClient, answer: object
) -> None:
    """Case 5."""
    server.answers["/"] = answer
    for question in (client.tip(), client.observe([OURS]), client.has_history(OURS)):
        with pytest.raises(ChainError):
            await question


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "60"}])
@pytest.mark.parametrize("status", [429, 403])
async def test_a_limit_is_obeyed_and_another_provider_asked(
    server: ScriptedServer,
    client: SolanaClient,
    clock: SteppedClock,
    status: int,
    headers: dict[str, str],
) -> None:
    """Case 6."""
    server.answers["/"] = raw("", status, **headers)
    async with scripted() as second:
        cluster = Cluster()
        cluster.told(OURS, Moved(7, SOL))
        second.answers["/"] = cluster.handle
        async with aclosing(connected(second, clock)) as other:
            both = FailoverClient([client, other])
            for _ in range(3):
                transfers = (await both.observe([OURS])).transfers
                assert [each.amount for each in transfers[OURS]] == [SOL]
    assert len(server.asked) == 1


async def test_a_limit_inside_an_answer_is_a_typed_error(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 6: status 200, and an error for each call or one for all of them."""
    cluster.bent["getTransaction"] = refused(429, "Too many requests for a specific RPC call")
    assert isinstance(await failure(client), ChainUnavailable)
    assert not client.health().ok
    cluster.bent["getTransaction"] = list
    cluster.batch = to(error_to_all(-32429, "rate limit exceeded"))
    with pytest.raises(ChainUnavailable, match="rate limit"):
        await client.tip()


@pytest.mark.parametrize("answer", [None, {}, [], "text", -7, [None], [[]], [{}], True])
@pytest.mark.parametrize(
    "method", ["getLatestBlockhash", "getSlot", "getAccountInfo", "getMultipleAccounts"]
)
async def test_other_shapes_say_nothing(
    cluster: Cluster, client: SolanaClient, method: str, answer: object
) -> None:
    """Case 7: null, one for many, many for one."""
    cluster.bent[method] = to(answer)
    try:
        seen = await client.observe([OURS, OTHER])
    except ChainMalformed:
        return
    assert (method, seen.transfers) == ("getMultipleAccounts", {})
    assert {type(each) for each in seen.failures.values()} == {ChainMalformed}


@pytest.mark.parametrize("accounts", [[], [None], [None] * 3])
async def test_accounts_are_as_many_as_asked_for(
    cluster: Cluster, client: SolanaClient, accounts: list[None]
) -> None:
    """Case 7: nobody can tell whose is missing."""
    cluster.bent["getMultipleAccounts"] = changed(value=accounts)
    seen = await client.observe([OURS, OTHER])
    assert (seen.transfers, set(seen.failures)) == ({}, {OURS, OTHER})


@pytest.mark.parametrize("answer", [None, {}, "text", 7, [None], [[]], [{}], True])
@pytest.mark.parametrize("method", ["getSignaturesForAddress", "getTransaction"])
async def test_other_shapes_fail_only_this_address(
    cluster: Cluster, client: SolanaClient, method: str, answer: object
) -> None:
    """Case 7: a null transaction is not found yet, which is not nothing."""
    cluster.bent[method] = to(answer)
    assert isinstance(await failure(client), ChainError)


async def test_an_empty_list_that_cannot_be_is_a_failure(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 3: lamports that no listed transaction has brought."""
    cluster.bent["getSignaturesForAddress"] = to([])
    assert isinstance(await failure(client), ChainUnavailable)
    del cluster.bent["getSignaturesForAddress"]
    assert await amounts(client) == [SOL]


@pytest.mark.parametrize(
    "code", [-32005, -32004, -32007, -32009, -32011, -32014, -32015, -32016, -32601, -32602]
)
@pytest.mark.parametrize(
    "method", ["getMultipleAccounts", "getSignaturesForAddress", "getTransaction"]
)
async def test_every_error_of_a_node_is_typed(
    cluster: Cluster, client: SolanaClient, method: str, code: int
) -> None:
    """Case 7: node behind, block or history not available, version not supported ..."""
    cluster.bent[method] = refused(code, "no")
    seen = await client.observe([OURS])
    assert (seen.transfers, list(seen.failures)) == ({}, [OURS])
    assert isinstance(seen.failures[OURS], ChainUnavailable)


def renumbered(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [reply | {"id": None} for reply in replies]


def as_text(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [reply | {"id": str(reply["id"])} for reply in replies]


async def test_replies_of_a_batch_in_any_order(cluster: Cluster, client: SolanaClient) -> None:
    """Case 7."""
    cluster.batch = lambda replies: replies[::-1]
    assert await amounts(client) == [SOL]


@pytest.mark.parametrize(
    "mangle",
    [
        lambda replies: replies[:-1],
        lambda replies: replies[0],
        lambda replies: replies + replies,
        lambda _: [],
        lambda _: None,
        lambda _: "text",
        lambda _: [None, 7],
        renumbered,
        as_text,
    ],
)
async def test_a_batch_that_lacks_answers_is_an_error(
    cluster: Cluster, client: SolanaClient, mangle: Callable[[list[Any]], Any]
) -> None:
    """Case 7: partly missing, one for many, twice, without ids."""
    cluster.batch = mangle
    with pytest.raises(ChainError):
        await client.tip()


async def test_a_missing_answer_fails_only_its_addresses(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 7: the first hundred are told, the others are not."""
    many = [address(number) for number in range(1, 301)]
    cluster.batch = lambda replies: replies[:1] if len(cluster.requests) == 2 else replies
    seen = await client.observe(many)
    assert list(seen.failures) == many[100:]
    assert set(seen.transfers) == set(many[:100])


async def test_a_broken_body_is_an_error(server: ScriptedServer, client: SolanaClient) -> None:
    """Case 8: the rest (size, time, TLS) is in tests/utils/test_http.py."""
    for answer in (cut_short, raw("", 301, Location="/elsewhere"), raw('{"jsonrpc": "2.0"')):
        server.answers["/"] = answer
        with pytest.raises(ChainError):
            await client.tip()
    assert set(server.asked) == {"/"}


NOT_NUMBERS = ["1000", "0x3e8", "0x", 1000.0, 1e-8, -1, True, None, [], 10**30]


@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
async def test_numbers_are_strict_in_balances(
    cluster: Cluster, client: SolanaClient, bad: object
) -> None:
    """Case 9: none of them is "nothing there"."""
    cluster.bent["getMultipleAccounts"] = changed(value=[{"lamports": bad}])
    seen = await client.observe([OURS])
    assert (seen.transfers, list(seen.failures)) == ({}, [OURS])


@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
@pytest.mark.parametrize("part", ["preBalances", "postBalances", "slot", "line"])
async def test_numbers_are_strict_in_transactions(
    cluster: Cluster, client: SolanaClient, part: str, bad: object
) -> None:
    """Case 9."""

    def bend(answer: Any) -> Any:
        if part == "line":
            return [answer[0] | {"slot": bad}]
        if part == "slot":
            return answer | {"slot": bad}
        return answer | {"meta": answer["meta"] | {part: [1, bad, 1]}}

    cluster.bent["getSignaturesForAddress" if part == "line" else "getTransaction"] = bend
    assert isinstance(await failure(client), ChainError)


@pytest.mark.parametrize("bad", NOT_NUMBERS, ids=repr)
async def test_numbers_are_strict_in_tips(
    cluster: Cluster, client: SolanaClient, bad: object
) -> None:
    """Case 9."""
    cluster.bent["getSlot"] = to(bad)
    with pytest.raises(ChainMalformed):
        await client.tip()
    cluster.bent = {"getLatestBlockhash": changed(context={"slot": bad})}
    with pytest.raises(ChainMalformed):
        await client.tip()


@pytest.mark.parametrize("bad", ["", "AAAA", "not base64", None, 7])
async def test_the_clusters_clock_is_a_clock(
    cluster: Cluster, client: SolanaClient, bad: object
) -> None:
    """Case 9."""
    cluster.bent["getAccountInfo"] = to({"value": {"data": [bad, "base64"]}})
    with pytest.raises(ChainMalformed):
        await client.tip()


@pytest.mark.parametrize("bad", ["", "abc", "0" * 88, address(3), None, 7, signature(7) + "1"])
async def test_a_signature_is_a_signature(
    cluster: Cluster, client: SolanaClient, bad: object
) -> None:
    """Case 9: and nothing else gets into the next question."""
    cluster.bent["getSignaturesForAddress"] = lambda lines: [lines[0] | {"signature": bad}]
    assert isinstance(await failure(client), ChainMalformed)
    assert "getTransaction" not in cluster.calls


async def test_a_slot_above_the_tip_is_no_error(cluster: Cluster, client: SolanaClient) -> None:
    """Case 10: a server that is ahead of the one that told the tip."""
    cluster.told(OURS, Moved(7, SOL, slot=SLOT + 5, final=False))
    seen = await client.observe([OURS])
    assert [each.block_height for each in seen.transfers[OURS]] == [SLOT + 5]


async def test_the_final_slot_never_leads(cluster: Cluster, client: SolanaClient) -> None:
    """Case 10: two servers behind one name, the one that tells what is final ahead."""
    cluster.final = SLOT + 50
    assert (await client.tip()).final_height == SLOT
    cluster.final = FINAL
    cluster.bent["getMultipleAccounts"] = changed(context={"slot": FINAL - 3})
    tip = (await client.observe([OTHER])).tip
    assert (tip.height, tip.final_height) == (FINAL - 3, FINAL - 3)


async def test_final_by_number_is_not_enough(cluster: Cluster, client: SolanaClient) -> None:
    """Cases 10 and 26: the slot is below the final one, but the list does not call it final."""
    cluster.told(OURS, Moved(7, SOL, final=False))
    (transfer,) = (await client.observe([OURS])).transfers[OURS]
    assert (transfer.block_height, transfer.block_hash) == (None, None)
    cluster.told(OURS, Moved(7, SOL))
    (transfer,) = (await client.observe([OURS])).transfers[OURS]
    assert transfer.block_height == FINAL - 100


@pytest.mark.parametrize("genesis", [DEVNET, "", None, 7, []])
async def test_another_network_is_refused(
    cluster: Cluster, client: SolanaClient, genesis: object
) -> None:
    """Case 11: before anything is read, and again until it is the right one."""
    cluster.bent["getGenesisHash"] = to(genesis)
    for _ in range(2):
        with pytest.raises(ChainMalformed, match="network"):
            await client.observe([OURS])
    assert "getMultipleAccounts" not in cluster.calls
    cluster.bent.clear()
    await client.tip()
    await client.tip()
    assert cluster.calls.count("getGenesisHash") == 3


def of_somebody_else(answer: Any) -> Any:
    message = {"accountKeys": [PAYER, OTHER, answer["transaction"]["message"]["accountKeys"][2]]}
    return answer | {"transaction": answer["transaction"] | {"message": message}}


def another_one(answer: Any) -> Any:
    return answer | {"transaction": answer["transaction"] | {"signatures": [signature(8)]}}


def a_key_too_many(answer: Any) -> Any:
    loaded = {"writable": [OTHER], "readonly": []}
    return answer | {"meta": answer["meta"] | {"loadedAddresses": loaded}}


def failed_after_all(answer: Any) -> Any:
    return answer | {"meta": answer["meta"] | {"err": {"AccountNotFound": None}}}


def without_err(answer: Any) -> Any:
    return answer | {"meta": {k: v for k, v in answer["meta"].items() if k != "err"}}


def without_meta(answer: Any) -> Any:
    return answer | {"meta": None}


def another_slot(answer: Any) -> Any:
    return answer | {"slot": answer["slot"] - 1}


@pytest.mark.parametrize(
    "bend",
    [
        of_somebody_else,
        another_one,
        a_key_too_many,
        failed_after_all,
        without_err,
        without_meta,
        another_slot,
    ],
)
async def test_a_transaction_that_was_not_asked_for_is_refused(
    cluster: Cluster, client: SolanaClient, bend: Callable[[Any], Any]
) -> None:
    """Case 11."""
    cluster.bent["getTransaction"] = bend
    assert isinstance(await failure(client), ChainMalformed)
    assert await client.has_history(OURS)


@pytest.mark.parametrize("text", ["", "bc1q", "../x", OURS[:-4], OURS + "1", "0x" + "a" * 40])
async def test_what_is_no_address_is_not_asked_for(
    cluster: Cluster, client: SolanaClient, text: str
) -> None:
    """Case 11: and it does not keep the others from being read."""
    seen = await client.observe([text, OTHER])
    assert (seen.transfers, list(seen.failures)) == ({OTHER: ()}, [text])
    assert all(text not in call["params"][0] for call in cluster.requests[1])


async def test_keys_that_are_looked_up(cluster: Cluster, client: SolanaClient) -> None:
    """Case 32: written keys come first in the balances, then writable, then readonly ones."""

    def looked_up(answer: Any) -> Any:
        message = {"accountKeys": [PAYER]}
        loaded = {"writable": [OURS], "readonly": [OTHER]}
        return answer | {
            "meta": answer["meta"] | {"loadedAddresses": loaded},
            "transaction": answer["transaction"] | {"message": message},
        }

    cluster.bent["getTransaction"] = looked_up
    assert await amounts(client) == [SOL]


async def test_failed_and_sending_transactions_are_no_payments(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 32: failed ones are not even read, what we send is not credited."""
    cluster.told(OURS, Moved(9, -SOL // 2), Moved(8, SOL, failed=True), Moved(7, SOL))
    assert await amounts(client) == [SOL]
    assert cluster.calls.count("getTransaction") == 2


async def test_fees_of_failed_transactions_do_not_matter(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 32: our account tried to send and paid for nothing."""
    cluster.told(OURS, Moved(8, SOL, failed=True), Moved(7, SOL))
    cluster.balances[OURS] -= 5_000
    for _ in range(2):
        assert await amounts(client) == [SOL]
    assert cluster.calls.count("getTransaction") == 1


def spam(count: int, *, first: int, units: int = 0, slot: int = FINAL - 100) -> list[Moved]:
    return [Moved(first + number, units, slot) for number in reversed(range(count))]


@pytest.mark.parametrize("position", [0, 750, 999, 1_499])
async def test_more_signatures_than_a_page_holds(
    cluster: Cluster, client: SolanaClient, position: int
) -> None:
    """Cases 12 and 34: one payment among 1,500 transactions that move nothing."""
    moved = spam(1_500, first=1_000)
    moved[position].units = SOL
    cluster.told(OURS, *moved)
    for _ in range(30):
        cluster.requests.clear()
        seen = await client.observe([OURS])
        assert cluster.calls.count("getSignaturesForAddress") <= 2
        assert cluster.calls.count("getTransaction") <= MOST_READ
        if not seen.failures:
            break
        assert isinstance(seen.failures[OURS], ChainUnavailable)
        assert seen.transfers == {}
    assert [each.amount for each in seen.transfers[OURS]] == [SOL]
    assert seen.transfers[OURS][0].txid == signature(moved[position].number)


@pytest.mark.parametrize("spam_is_newer", [True, False])
async def test_a_payment_before_or_after_spam_is_found_at_once(
    cluster: Cluster, client: SolanaClient, spam_is_newer: bool
) -> None:
    """Case 34: three thousand ads cost a list of them and a handful of transactions."""
    ads, payment = spam(3_000, first=1_000), Moved(7, SOL)
    cluster.told(OURS, *([*ads, payment] if spam_is_newer else [payment, *ads]))
    assert await amounts(client) == [SOL]
    assert cluster.calls.count("getTransaction") <= 8


async def test_a_payment_sent_on_amid_spam(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: less is there than was counted, so the ads in between are read as well."""
    await client.observe([OURS])
    sent_on = [Moved(51, -3 * SOL), Moved(50, 2 * SOL)]
    ads = spam(20, first=1_000), spam(20, first=2_000)
    cluster.told(OURS, *ads[0], *sent_on, *ads[1], Moved(7, SOL))
    assert await amounts(client) == [SOL, 2 * SOL]


async def test_a_few_are_always_read(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: the balance is as before, but the list has grown while a payment was not final."""
    cluster.told(OURS, Moved(7, SOL, slot=SLOT, final=False))
    await client.observe([OURS])
    late = [
        Moved(number, units, SLOT, final=False) for number, units in ((9, -2 * SOL), (8, 2 * SOL))
    ]
    cluster.told(OURS, *late, Moved(7, SOL, slot=SLOT, final=False))
    assert await amounts(client) == [SOL, 2 * SOL]


async def test_a_list_that_lags_behind_a_fork(cluster: Cluster, client: SolanaClient) -> None:
    """Cases 3 and 26: the second payment is gone, a third of as much is not listed yet."""
    cluster.told(OURS, Moved(8, SOL, slot=SLOT, final=False), Moved(7, SOL))
    await client.observe([OURS])
    cluster.moved[OURS] = [Moved(7, SOL)]
    assert isinstance(await failure(client), ChainUnavailable)
    cluster.told(OURS, Moved(9, SOL, slot=SLOT, final=False), Moved(7, SOL))
    assert await amounts(client) == [SOL, SOL]


async def test_dust_after_a_payment_costs_nothing(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: below what the shop would count there is no reason to look."""
    await client.observe([OURS])
    cluster.told(OURS, *spam(900, first=100, units=1), Moved(7, SOL))
    cluster.requests.clear()
    assert await amounts(client) == [SOL]
    assert set(cluster.calls) & {"getSignaturesForAddress", "getTransaction"} == set()


async def test_a_flood_of_dust_hides_no_payment(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: it is read in pieces; until then the address is unreadable, never unpaid."""
    await client.observe([OURS])
    flood = spam(700, first=100, units=999)
    flood[350].units = SOL
    cluster.told(OURS, *flood, Moved(7, SOL))
    failures = 0
    while (seen := await client.observe([OURS])).failures:
        failures += 1
        assert failures < 10
    assert failures > 0
    assert sum(each.amount for each in seen.transfers[OURS]) == 2 * SOL
    assert cluster.calls.count("getTransaction") <= 701


async def test_only_what_is_new_is_listed(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: after a complete reading a list ends where that one began."""
    cluster.told(OURS, *spam(1_500, first=1_000), Moved(7, SOL))
    await client.observe([OURS])
    cluster.told(OURS, Moved(5_000, SOL), *spam(1_500, first=1_000), Moved(7, SOL))
    cluster.requests.clear()
    assert await amounts(client) == [SOL, SOL]
    assert cluster.calls.count("getSignaturesForAddress") == 1
    assert cluster.calls.count("getTransaction") == 1


async def test_a_provider_that_does_not_know_where_we_stopped(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 34: it repeats what is older, which then must not count twice."""
    cluster.told(OURS, Moved(8, SOL), Moved(7, SOL))
    await client.observe([OURS])
    cluster.told(OURS, Moved(9, SOL), Moved(8, SOL), Moved(7, SOL))
    truth = cluster.getSignaturesForAddress
    cluster.bent["getSignaturesForAddress"] = lambda _: truth(OURS, {"limit": 1_000})
    assert await amounts(client) == [SOL, SOL, SOL]


async def test_lists_that_never_end_are_given_up(cluster: Cluster, client: SolanaClient) -> None:
    """Case 34: bounded work, also for a server that always repeats itself."""
    page = [each.line() for each in spam(1_000, first=1_000)]
    cluster.bent["getSignaturesForAddress"] = to(page)
    cluster.balances[OURS] = SOL
    cluster.moved[OURS] = spam(1_000, first=1_000)
    assert isinstance(await failure(client), ChainUnavailable)
    assert cluster.calls.count("getSignaturesForAddress") == 2


async def test_an_unreadable_transaction_among_others(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 34: it matters only when the balance is not accounted for without it."""

    def bend(answer: Any) -> Any:
        if answer["transaction"]["signatures"] == [signature(8)]:
            raise Refusal(-32015, "Transaction version (9) is not supported")
        return answer

    cluster.bent["getTransaction"] = bend
    cluster.told(OURS, Moved(8, 0), Moved(7, SOL))
    assert await amounts(client) == [SOL]
    cluster.told(OTHER, Moved(8, SOL), Moved(9, SOL))
    seen = await client.observe([OTHER])
    assert (seen.transfers, list(seen.failures)) == ({}, [OTHER])


async def test_a_balance_that_lags_heals(cluster: Cluster, client: SolanaClient) -> None:
    """Case 10: balances from a server behind, lists from one ahead; no payment is lost or lasts."""
    cluster.told(OURS, Moved(8, SOL), Moved(7, SOL))
    cluster.balances[OURS] = SOL
    await client.observe([OURS])
    cluster.balances[OURS] = 2 * SOL
    for _ in range(3):
        seen = await client.observe([OURS])
    assert seen.failures == {}
    assert [each.amount for each in seen.transfers[OURS]] == [SOL, SOL]


def row(number: int, slot: int, units: int = SOL) -> KnownTransfer:
    return KnownTransfer(SeenTransfer(signature(number), 0, units, slot, str(slot)))


async def test_what_another_provider_said_is_not_repeated(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Cases 2 and 4: ten times as much, and a payment that never was."""
    known = {OURS: [row(7, FINAL - 100, 10 * SOL), row(8, FINAL - 90)], OTHER: [row(9, FINAL)]}
    seen = await client.observe([OURS, OTHER], known)
    assert [each.amount for each in seen.transfers[OURS]] == [SOL]
    assert (seen.transfers[OTHER], seen.failures) == ((), {})


@pytest.mark.parametrize(("first_block", "kept"), [(FINAL - 50, 1), (0, 0)])
async def test_recorded_payments_older_than_the_providers_history(
    cluster: Cluster, client: SolanaClient, first_block: int, kept: int
) -> None:
    """Case 13: swept long ago; a node that has forgotten it cannot call it gone."""
    cluster.told(OURS)
    cluster.first_block = first_block
    assert len(await amounts(client, {OURS: [row(7, FINAL - 100)]})) == kept
    assert cluster.calls.count("getFirstAvailableBlock") == 1


async def test_history_that_cannot_be_told_is_a_failure(
    cluster: Cluster, client: SolanaClient
) -> None:
    """Case 13."""
    cluster.told(OURS)
    cluster.bent["getFirstAvailableBlock"] = refused(-32601, "Method not found")
    seen = await client.observe([OURS], {OURS: [row(7, FINAL - 100)]})
    assert (seen.transfers, list(seen.failures)) == ({}, [OURS])


async def test_a_new_payment_beside_a_forgotten_one(cluster: Cluster, client: SolanaClient) -> None:
    """Case 13."""
    cluster.told(OURS, Moved(9, 2 * SOL, slot=FINAL - 10))
    cluster.first_block = FINAL - 50
    known = {OURS: [row(7, FINAL - 100)]}
    for _ in range(2):
        assert await amounts(client, known) == [SOL, 2 * SOL]


async def test_a_provider_that_takes_no_batches(cluster: Cluster, client: SolanaClient) -> None:
    """Single calls from then on."""
    cluster.most_calls = 1
    many = [OURS, *(address(number) for number in range(2, 301))]
    for _ in range(2):
        seen = await client.observe(many)
        assert (len(seen.transfers), seen.failures) == (300, {})
    refused_batches = [len(request) for request in cluster.requests if len(request) > 1]
    assert refused_batches == [4, 2]
    assert seen.transfers[OURS][0].amount == SOL


@pytest.mark.parametrize("status", [400, 405, 413])
async def test_a_provider_that_refuses_batches_by_status(
    server: ScriptedServer, cluster: Cluster, client: SolanaClient, status: int
) -> None:
    async def handle(request: web.Request) -> web.StreamResponse:
        if (await request.text()).startswith("["):
            body = "" if status != 400 else '{"error": {"code": -32600, "message": "Invalid"}}'
            return web.Response(status=status, text=body)
        return await cluster.handle(request)

    server.answers["/"] = handle
    assert await amounts(client) == [SOL]


async def test_many_paid_at_once_take_their_turn(cluster: Cluster, client: SolanaClient) -> None:
    """Bounded in one scan, complete after a few; nobody is called unpaid meanwhile."""
    many = [address(number) for number in range(1, 501)]
    for number, owner in enumerate(many, 1):
        cluster.told(owner, Moved(number, SOL))
    seen: Observation | None = None
    for _ in range(4):
        cluster.requests.clear()
        seen = await client.observe(many)
        assert cluster.calls.count("getSignaturesForAddress") <= 200
        assert all(len(each) == 1 for each in seen.transfers.values())
        if not seen.failures:
            break
    assert seen
    assert (len(seen.transfers), seen.failures) == (500, {})


async def test_memos_are_not_shown(
    cluster: Cluster, client: SolanaClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Cases 34 and 60: advertising stays where it is."""
    cluster.bent["getTransaction"] = to(None)
    error = await failure(client)
    assert "WIN" not in caplog.text + str(error) + repr(await client.observe([OURS]))
