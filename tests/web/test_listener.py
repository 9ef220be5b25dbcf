"""A real server on a free port: what it refuses and how, and that nothing ends or fills it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

import config
from commands.doctor import ear
from services.money.hint import Hint
from services.running.door import Door
from tests.fakes import FakeClock
from tests.journeys.shop import free_port
from tests.web.test_signed import BODY, SECRET, Ear, headers, moment
from utils.refusal import StartRefused
from utils.turnstile import Turnstile
from web import admission as bounds
from web import listener as module
from web.admission import Admission, client_of
from web.listener import LARGEST, Listener
from web.route import AnyRoute, Headers, Route
from web.signed import PATH, SignedHints


def explode(_headers: Headers, body: bytes) -> Hint:
    raise ZeroDivisionError(body.decode())


@dataclass
class Ringing:
    """A listening door; `woken` counts what was passed on."""

    port: int = field(default_factory=free_port)
    clock: FakeClock = field(default_factory=FakeClock)
    ear: Ear = field(default_factory=Ear)
    woken: int = 0

    def __post_init__(self) -> None:
        self.door = Door(self.clock.seconds)
        signed = SignedHints(SecretStr(SECRET), self.clock, self.ear)
        self.routes: list[AnyRoute] = [signed.route(), Route("/broken", explode, lambda _: True)]
        admission = Admission(self.clock.seconds)
        self.listener = Listener("127.0.0.1", self.port, self.routes, self.door, admission)

    def wake(self) -> None:
        self.woken += 1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    def signed(self, body: bytes = BODY) -> dict[str, str]:
        return headers(moment(self.clock), body)

    async def raw(self, request: bytes) -> tuple[int, bytes]:
        """What comes back until the connection is closed: its status, and all of it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return int(answer.split()[1]) if answer else 0, answer


@pytest.fixture
async def ringing() -> AsyncIterator[Ringing]:
    ringing = Ringing()
    async with ringing.listener.open(ringing.wake):
        yield ringing


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


Change = Callable[[Ringing], dict[str, object]]


@pytest.mark.parametrize(
    ("method", "path", "change", "status"),
    [
        pytest.param("POST", PATH, lambda _: {}, 202, id="signed"),
        pytest.param("POST", PATH, lambda _: {"headers": {}}, 401, id="case-58-no-header"),
        pytest.param(
            *("POST", PATH, lambda r: {"headers": headers(moment(r.clock), BODY, "é" * 32)}, 401),
            id="case-58-another-secret",
        ),
        pytest.param(
            *("POST", PATH, lambda r: {"headers": r.signed() | {"x-signature": "é"}}, 401),
            id="case-58-not-ascii",
        ),
        pytest.param(
            *("POST", PATH, lambda r: {"headers": headers(moment(r.clock) - 301, BODY)}, 401),
            id="stale",
        ),
        pytest.param(
            *("POST", PATH, lambda r: {"headers": r.signed(b"{}"), "data": b"{}"}, 400), id="empty"
        ),
        pytest.param("GET", PATH, lambda _: {"data": None}, 405, id="get"),
        pytest.param("HEAD", PATH, lambda _: {"data": None}, 405, id="head"),
        pytest.param("PUT", PATH, lambda _: {}, 405, id="put"),
        pytest.param("OPTIONS", PATH, lambda _: {"data": None}, 405, id="options"),
        pytest.param("POST", "/", lambda _: {}, 404, id="elsewhere"),
        pytest.param("POST", PATH + "/", lambda _: {}, 404, id="a-stroke-more"),
        pytest.param("POST", PATH, lambda _: {"data": b"x" * (LARGEST + 1)}, 413, id="large"),
        pytest.param("POST", PATH, lambda _: {"data": endless()}, 413, id="endless"),
        pytest.param("POST", PATH, lambda _: {"data": pieces()}, 202, id="in-pieces"),
    ],
)
async def test_what_is_answered(
    ringing: Ringing,
    http: aiohttp.ClientSession,
    method: str,
    path: str,
    change: Change,
    status: int,
) -> None:
    """One short sentence of JSON; what is refused leaves nothing but a count."""
    given: dict[str, object] = {"headers": ringing.signed(), "data": BODY} | change(ringing)
    async with http.request(method, f"http://127.0.0.1:{ringing.port}{path}", **given) as answer:  # type: ignore[arg-type]
        assert answer.status == status
        text = await answer.text()
    assert answer.content_type == "application/json"
    assert method == "HEAD" or (len(json.loads(text)) == 1 and len(text) < 120)
    assert (answer.headers.get("Allow") == "POST") is (status == 405)
    heard = int(status == 202)
    assert (len(ringing.ear.hints), ringing.woken) == (heard, heard)
    assert (spoken := ringing.door.spoken())
    assert (spoken.heard, spoken.refused) == (heard, 1 - heard)


async def endless() -> AsyncIterator[bytes]:
    """Of no length that is told."""
    for _ in range(100):
        yield b"x" * 10_000


async def pieces() -> AsyncIterator[bytes]:
    for byte in BODY:
        yield bytes([byte])


async def test_a_replay_and_an_error_of_ours(
    ringing: Ringing, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """A replay is told so; our own error is logged, and the next one is heard."""
    for status in (202, 409, 409):
        async with http.post(ringing.url, data=BODY, headers=ringing.signed()) as answer:
            assert answer.status == status
    assert len(ringing.ear.hints) == 1
    async with http.post(f"http://127.0.0.1:{ringing.port}/broken", data=b"7") as answer:
        assert answer.status == 500
        assert "Traceback" not in await answer.text()
    assert [record.levelno for record in caplog.records if record.levelno > logging.INFO] == [40]
    ringing.clock.advance(seconds=1)
    async with http.post(ringing.url, data=BODY, headers=ringing.signed()) as answer:
        assert answer.status == 202


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{", 408),
        (b"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n", 408),
        (b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"POST %s HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 20_000 + b"\r\n\r\n", 400),
        (b"POST %s HTTP/1.1\r\nHo", 0),
        (b"", 0),
    ],
    ids=["slow", "chunks", "huge", "negative", "tls", "long-header", "half", "silent"],
)
async def test_what_is_hardly_http(
    ringing: Ringing,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    request_: bytes,
    status: int,
) -> None:
    """It ends within a bounded time, and nobody writes lines into the shop's log."""
    monkeypatch.setattr(module, "LONGEST", 0.3)
    monkeypatch.setattr(module, "LINGER", 0.1)
    fresh = Ringing()
    async with fresh.listener.open(fresh.wake), asyncio.timeout(8):
        request_ = request_.replace(b"%s", PATH.encode())
        assert (await fresh.raw(request_))[0] == status
        assert not [r for r in caplog.records if r.levelno > logging.INFO]
    assert not ringing.woken


async def test_somebody_who_leaves_and_too_many_who_stay(
    ringing: Ringing,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Connections beyond the bound are ended at once; the others are served."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{{".encode()
    _, writer = await asyncio.open_connection("127.0.0.1", ringing.port)
    writer.write(head)
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()
    monkeypatch.setattr(module, "MOST_OPEN", 3)
    held = [await asyncio.open_connection("127.0.0.1", ringing.port) for _ in range(3)]
    await asyncio.sleep(0.05)
    reader, late = await asyncio.open_connection("127.0.0.1", ringing.port)
    with suppress(ConnectionError):
        async with asyncio.timeout(module.LONGEST / 2):  # and not as one that stays silent
            assert not await reader.read()
    for _, one in [*held, (reader, late)]:
        one.close()
    await asyncio.sleep(0.05)
    async with http.post(ringing.url, data=BODY, headers=ringing.signed()) as answer:
        assert answer.status == 202
    assert not [r for r in caplog.records if r.levelno > logging.INFO]


async def test_a_flood_shuts_out_itself(
    ringing: Ringing, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One client has its allowance, strangers theirs together; who proved themselves are none."""

    async def sends(client: str, proof: dict[str, str] | None = None) -> int:
        given = [*(proof or {}).items(), ("X-Forwarded-For", "9.9.9.9")]
        given += [("X-Forwarded-For", f"203.0.113.9, {client}")]  # a proxy may add a second one
        async with http.post(ringing.url, data=BODY, headers=given) as answer:
            assert (answer.status == 429) is ("Retry-After" in answer.headers)
            return answer.status

    assert await sends("192.0.2.1", ringing.signed()) == 202
    answers = [await sends("192.0.2.2") for _ in range(bounds.PER_CLIENT + 5)]
    assert answers == [401] * bounds.PER_CLIENT + [429] * 5
    ringing.clock.advance(seconds=61)
    ringing.listener._admission._strangers = Turnstile(5, 60.0, passed=ringing.clock.seconds)
    answers = [await sends(f"192.0.2.{number}") for number in range(3, 13)]
    assert answers == [401] * 5 + [429] * 5
    assert await sends("192.0.2.1", ringing.signed()) == 202


def test_clients_are_told_apart_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setattr(bounds, "TOGETHER", 10**6)
    monkeypatch.setattr(bounds, "MOST_CLIENTS", 50)
    monkeypatch.setattr(bounds, "MOST_KNOWN", 5)
    admission = Admission(clock.seconds)
    for number in range(500):
        assert admission.lets(str(number))
        admission.proved(str(number))
    assert len(admission._clients) == 50
    assert len(admission._known) == 5


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "9.9.9.9, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7, nonsense", "127.0.0.1"),
        ("10.0.0.2", "192.0.2.7", "192.0.2.7"),
        ("8.8.8.8", "192.0.2.7", "8.8.8.8"),
        ("::1", "2001:db8::1:2", "2001:db8::/64"),
        ("2606:4700::1", "192.0.2.7", "2606:4700::/64"),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        (None, "192.0.2.7", "None"),
    ],
)
def test_who_it_is_says_a_proxy_of_ours_alone(
    peer: str | None, forwarded: str, client: str
) -> None:
    assert client_of(peer, forwarded) == client


@pytest.mark.parametrize(
    ("host", "words"),
    [("127.0.0.1", "is taken by another program"), ("192.0.2.1", "is no address of this machine")],
)
async def test_where_nobody_can_listen(ringing: Ringing, host: str, words: str) -> None:
    second = Listener(host, ringing.port, [], Door(), Admission())
    with pytest.raises(StartRefused, match=words):
        async with second.open(ringing.wake):
            raise AssertionError
    assert ringing.door.spoken()


async def test_the_doctor_asks_from_outside(ringing: Ringing, tmp_path: Path) -> None:
    """Whether the shop runs and whether somebody listens must fit each other."""
    env = {"HINT_SECRET": SECRET, "HINT_PORT": str(ringing.port), "HOLDFAST_HOME": str(tmp_path)}
    found = config.load(environment=env)
    [listened], [stranger] = [await ear(found, alone=alone) for alone in (False, True)]
    assert (listened.ok, listened.word) == (True, f"listened at 127.0.0.1:{ringing.port}")
    assert not stranger.ok
    closed = config.load(environment=env | {"HINT_PORT": str(free_port())})
    [deaf], [free] = [await ear(closed, alone=alone) for alone in (False, True)]
    assert not deaf.ok
    assert free.ok
    assert not await ear(config.load(environment=env | {"HINT_SECRET": ""}), alone=True)


async def test_the_door_counts_an_hour_and_says_when_it_is_closed() -> None:
    ringing = Ringing()
    assert ringing.door.spoken() is None
    ringing.door.place = "here"
    for _ in range(200):
        ringing.door.note(heard=False)
        ringing.clock.advance(minutes=1)
    assert (spoken := ringing.door.spoken())
    assert (spoken.heard, spoken.refused) == (0, 59)
    assert len(ringing.door._minutes) == 60
