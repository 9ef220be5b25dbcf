"""Whatever a host does, a Fetcher answers in bounded time and space, or raises a typed error."""

import asyncio
import gzip
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.scripted import ScriptedServer, SteppedClock, cut_short, raw, scripted
from utils.http import (
    OWN,
    PUBLIC,
    Fetcher,
    HttpError,
    HttpMalformed,
    HttpRefused,
    HttpUnavailable,
    Manners,
    manners_for,
)

QUICK = replace(PUBLIC, spacing=0, timeout=5, max_bytes=10_000)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def http(server: ScriptedServer, clock: SteppedClock) -> AsyncIterator[Fetcher]:
    fetcher = fetching(server.url, clock)
    yield fetcher
    await fetcher.aclose()


def fetching(url: str, clock: SteppedClock, manners: Manners = QUICK) -> Fetcher:
    return Fetcher(url, source="them", clock=clock, manners=manners, monotonic=clock.monotonic)


async def fail(http: Fetcher, times: int = 1, path: str = "/x") -> HttpError:
    for _ in range(times):
        with pytest.raises(HttpError) as caught:
            await http.get_json(path)
    return caught.value


async def test_fractions_are_exact_and_parameters_are_sent(
    server: ScriptedServer, http: Fetcher
) -> None:
    server.answers["/x"] = raw('{"price": 0.1, "count": 3}')
    assert await http.get_json("/x", {"pair": "A&B"}) == {"price": Decimal("0.1"), "count": 3}
    assert server.asked == ["/x?pair=A%26B"]


async def test_text_is_given_as_it_is(server: ScriptedServer, http: Fetcher) -> None:
    server.answers["/height"] = raw("105\n")
    assert (await http.get_text("/height")).strip() == "105"


@pytest.mark.parametrize(
    "body",
    [
        "<html>Just a moment...</html>",
        "",
        '{"half": ',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e99999999999999999999}',
        "[" * 9_000,
        "9" * 9_000,
        b'"\xff"',
    ],
)
async def test_what_is_not_json_is_malformed(
    server: ScriptedServer, http: Fetcher, body: str | bytes
) -> None:
    """Case 5: status 200 with a web page, or with numbers that JSON does not have."""
    server.answers["/x"] = raw(body)
    assert isinstance(await fail(http), HttpMalformed)


async def test_the_size_is_limited(server: ScriptedServer, http: Fetcher) -> None:
    """Case 8."""
    server.answers["/x"] = raw('"' + "a" * 10_000 + '"')
    assert "more than 10000 bytes" in str(await fail(http))
    server.answers["/x"] = raw('"' + "a" * 9_998 + '"')
    assert await http.get_json("/x") == "a" * 9_998


async def test_a_gzip_bomb_is_stopped_at_the_limit(server: ScriptedServer, http: Fetcher) -> None:
    """Case 8: 60 kB that unpack to 60 MB."""
    bomb = gzip.compress(b" " * 60_000_000, 9)
    server.answers["/x"] = raw(bomb, Content_Encoding="gzip")
    assert isinstance(await fail(http), HttpMalformed)


async def test_a_body_cut_short_is_an_error(server: ScriptedServer, http: Fetcher) -> None:
    """Case 8."""
    server.answers["/x"] = cut_short
    assert isinstance(await fail(http), HttpMalformed)


async def test_a_host_that_hangs_is_given_up(server: ScriptedServer, clock: SteppedClock) -> None:
    """Case 8."""
    http = fetching(server.url, clock, replace(QUICK, timeout=0.1))
    server.answers["/x"] = server.hang
    async with asyncio.timeout(3):
        assert "no answer within 0.1 s" in str(await fail(http))
    await http.aclose()


async def test_redirects_are_not_followed(server: ScriptedServer, http: Fetcher) -> None:
    """Case 8: also not to the same host."""
    server.answers["/x"] = raw("", 302, Location=f"{server.url}/elsewhere")
    server.answers["/elsewhere"] = {"fake": True}
    assert isinstance(await fail(http), HttpMalformed)
    assert server.asked == ["/x"]


async def test_a_tls_error_is_an_unavailable_host(
    server: ScriptedServer, clock: SteppedClock
) -> None:
    """Case 8: TLS spoken to a port that has none."""
    http = fetching(server.url.replace("http:", "https:"), clock)
    assert isinstance(await fail(http), HttpUnavailable)
    await http.aclose()


async def test_a_refusal_is_told_and_does_not_open_the_circuit(
    server: ScriptedServer, http: Fetcher
) -> None:
    """Case 5: Esplora says "Invalid address" with 400."""
    server.answers["/x"] = raw("Invalid\n Bitcoin address", 400)
    error = await fail(http, PUBLIC.threshold + 1)
    assert isinstance(error, HttpRefused)
    assert (error.status, error.text) == (400, "Invalid Bitcoin address")
    server.answers["/x"] = 1
    assert await http.get_json("/x") == 1


@pytest.mark.parametrize("status", [403, 418, 429, 503])
async def test_retry_after_is_obeyed(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock, status: int
) -> None:
    """Case 6."""
    server.answers["/x"] = raw("slow down", status, Retry_After="300")
    assert isinstance(await fail(http), HttpUnavailable)
    clock.skip(299)
    await fail(http)
    assert len(server.asked) == 1
    clock.skip(2)
    server.answers["/x"] = 1
    assert await http.get_json("/x") == 1


async def test_retry_after_may_be_a_date(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    """Case 6."""
    server.answers["/x"] = raw("", 429, Retry_After="Thu, 01 Jan 2026 00:10:00 GMT")
    await fail(http)
    left = http.health().retry_at
    assert left is not None
    assert (left - clock()).total_seconds() == 600


@pytest.mark.parametrize("header", ["", "soon", "-5", "0"])
@pytest.mark.parametrize("status", [403, 418, 429])
async def test_without_retry_after_a_limit_still_means_a_pause(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock, status: int, header: str
) -> None:
    """Case 6."""
    server.answers["/x"] = raw("", status, Retry_After=header)
    await fail(http, 2)
    assert len(server.asked) == 1
    clock.skip(PUBLIC.first_pause + 1)
    await fail(http)
    assert len(server.asked) == 2


async def test_a_retry_after_of_years_is_not_believed(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    """Case 6."""
    server.answers["/x"] = raw("", 429, Retry_After="9" * 400)
    await fail(http)
    clock.skip(86_401)
    server.answers["/x"] = 1
    assert await http.get_json("/x") == 1


async def test_the_circuit_opens_after_five_failures_and_longer_each_time(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    """Case 6."""
    server.answers["/x"] = raw("", 502)
    await fail(http, 8)
    assert len(server.asked) == 5
    pauses = []
    for _ in range(6):
        left = http.health().retry_at
        assert left is not None
        pauses.append((left - clock()).total_seconds())
        clock.skip(pauses[-1])
        await fail(http, 2)
    assert pauses == [5, 10, 20, 40, 80, 120]
    assert len(server.asked) == 5 + 6


async def test_one_trial_at_a_time_and_its_success_closes_the_circuit(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    server.answers["/x"] = raw("", 502)
    await fail(http, 5)
    clock.skip(5)
    server.answers["/x"] = 1
    answers = await asyncio.gather(*[http.get_json("/x") for _ in range(3)], return_exceptions=True)
    assert sorted(map(str, answers))[0] == "1"
    assert sum(isinstance(answer, HttpUnavailable) for answer in answers) == 2
    assert await http.get_json("/x") == 1
    assert http.health().retry_at is None


async def test_a_cancelled_trial_leaves_room_for_another(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    server.answers["/x"] = raw("", 502)
    await fail(http, 5)
    clock.skip(5)
    server.answers["/x"] = server.hang
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await http.get_json("/x")
    server.answers["/x"] = 1
    assert await http.get_json("/x") == 1


async def test_health_tells_the_last_error_and_the_last_success(
    server: ScriptedServer, http: Fetcher, clock: SteppedClock
) -> None:
    server.answers["/x"] = 1
    await http.get_json("/x")
    clock.skip(60)
    server.answers["/x"] = raw("", 500)
    await fail(http)
    health = http.health()
    assert (health.source, health.ok, health.last_error) == ("them", False, "status 500")
    assert health.last_ok_at is not None
    assert (clock() - health.last_ok_at).total_seconds() == 60


async def test_requests_keep_their_distance(server: ScriptedServer, clock: SteppedClock) -> None:
    http = fetching(server.url, clock, replace(QUICK, spacing=0.1))
    server.answers["/x"] = 1
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*[http.get_json("/x") for _ in range(4)])
    assert asyncio.get_running_loop().time() - started >= 0.29
    await http.aclose()


async def test_at_most_four_requests_are_under_way(server: ScriptedServer, http: Fetcher) -> None:
    server.answers["/x"] = server.hang
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(http.get_text("/x")) for _ in range(9)]
        await asyncio.sleep(0.2)
        assert len(server.asked) == 4
        server.released.set()
    assert [task.result() for task in tasks] == [""] * 9


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "[::1]", "10.0.0.7", "bitcoind", "node.lan"])
def test_own_hosts_are_not_slowed_down(host: str) -> None:
    assert manners_for(f"http://user:pass@{host}/api") is OWN


@pytest.mark.parametrize("host", ["mempool.space", "1.1.1.1"])
def test_public_hosts_are_asked_politely(host: str) -> None:
    assert manners_for(f"https://{host}/api") is PUBLIC


async def test_credentials_are_sent_and_never_told(
    server: ScriptedServer, clock: SteppedClock
) -> None:
    url = server.url.replace("//", "//shop:hunter%402@")
    http = fetching(url, clock, replace(QUICK, threshold=99))
    server.answers["/x"] = 1
    await http.get_json("/x")
    assert server.requests[0].headers["Authorization"] == "Basic c2hvcDpodW50ZXJAMg=="
    texts = [repr(http.health()), http.source]
    for answer in (raw("no", 401), raw("", 500), raw("<html>"), cut_short, raw(b"\x1f", 200)):
        server.answers["/x"] = answer
        error = await fail(http)
        texts += [str(error), repr(error), *traceback.format_exception(error)]
    told = "".join(texts)
    assert not [part for part in ("hunter", "c2hvcDp", "shop:") if part in told]
    await http.aclose()


async def test_the_password_is_not_told_with_an_answer_that_is_not_http(
    clock: SteppedClock,
) -> None:
    """aiohttp's error for this one knows the request and its headers."""

    async def garble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 abc\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(garble, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        http = fetching(f"http://shop:hunter2@127.0.0.1:{port}", clock)
        error = await fail(http)
        assert isinstance(error, HttpUnavailable)
        told = "".join([repr(error), repr(error.__cause__), *traceback.format_exception(error)])
        assert "hunter2" not in told
        assert "c2hvcDpodW50ZXIy" not in told
        await http.aclose()


async def test_a_json_rpc_body_is_posted(server: ScriptedServer, http: Fetcher) -> None:
    """JSON-RPC servers answer a call that failed with 500 and JSON: for them it is an answer."""
    server.answers["/"] = raw('{"error": {"code": -5}}', 500)
    assert await http.post_json("/", {"id": 1}, accept=(200, 500)) == {"error": {"code": -5}}
    with pytest.raises(HttpUnavailable):
        await http.post_json("/", {"id": 1})
