"""The way out through a real proxy of each kind; never for one's own network, never in a log."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiogram import Bot
from aiohttp import web
from aiohttp.test_utils import TestServer

from handlers.session import ForgivingSession
from tests.proxies import (
    PASSWORD,
    USER,
    Certificate,
    Socks,
    forwarding,
    listening,
    microsocks,
    sweep,
    tinyproxy,
)
from tests.scripted import SteppedClock
from utils import wire
from utils.endpoints import http_url, proxy_url
from utils.http import Fetcher, HttpError, HttpUnavailable, manners_for
from utils.proxy import is_near

KINDS = ("http", "https", "socks5", "socks5h")


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    yield
    sweep()


class Way:
    """A proxy of one kind, and a host behind it that speaks HTTP and one that speaks TLS."""

    def __init__(self, url: str, hosts: list[str], log: Path) -> None:
        self.url = url
        self.hosts = hosts
        self._log = log

    def has_been_used(self) -> bool:
        """Both programs write a line of their own for each host they connect to."""
        return any(word in self._log.read_text() for word in ("Request (", "connected to"))


async def hello(request: web.Request) -> web.Response:
    if request.path.endswith("/getMe"):
        me = {"id": 1, "is_bot": True, "first_name": "Shop", "username": "shopbot"}
        return web.json_response({"ok": True, "result": me})
    return web.json_response({"path": request.path, "posted": await request.text()})


@pytest.fixture(params=KINDS)
async def way(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Way]:
    certificate = Certificate(tmp_path / "certificate.pem")
    monkeypatch.setattr(wire, "trusted", lambda: certificate.client)
    kind: str = request.param
    async with AsyncExitStack() as stack:
        hosts = []
        for scheme, tls in (("http", None), ("https", certificate.server)):
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", hello)
            server = TestServer(app, scheme=scheme)
            await server.start_server(ssl=tls)
            stack.push_async_callback(server.close)
            hosts.append(str(server.make_url("")).rstrip("/"))
        real = microsocks if kind.startswith("socks") else tinyproxy
        port = await stack.enter_async_context(real(tmp_path))
        if kind == "https":
            tls_front = listening(forwarding(port), certificate.server)
            port = await stack.enter_async_context(tls_front)
        yield Way(f"{kind}://{USER}:{PASSWORD}@127.0.0.1:{port}", hosts, tmp_path / "log")


def fetching(url: str, through: str) -> Fetcher:
    """As if the host were elsewhere."""
    manners = manners_for("https://elsewhere.example", through)
    assert manners.proxy == through
    return Fetcher(url, clock=SteppedClock(), manners=manners)


async def test_every_question_goes_through_it(way: Way) -> None:
    for host in way.hosts:
        http = fetching(host, way.url)
        assert await http.get_json("/x", {"a": "b"}) == {"path": "/x", "posted": ""}
        answer = await http.post_json("/y", {"n": 1})
        assert answer == {"path": "/y", "posted": '{"n": 1}'}
        await http.aclose()
    assert way.has_been_used()


async def test_without_the_password_there_is_no_way_out(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    """Failure case 70: the error names neither the proxy nor its password, the log no address."""
    caplog.set_level(logging.DEBUG)
    for host in way.hosts:
        told = await refusal(host, way.url.replace(PASSWORD, "guessed-wrong"))
        for secret in ("guessed-wrong", "key-in-the-path"):
            assert secret not in told + caplog.text


async def refusal(host: str, wrong: str) -> str:
    """All that can be read of it."""
    http = fetching(f"{host}/key-in-the-path", wrong)
    with pytest.raises(HttpError) as caught:
        await http.get_json("/x")
    await http.aclose()
    return f"{caught.value!r} {caught.value} {http.health()} {http._manners!r}"


async def test_telegram_is_reached_through_it(way: Way) -> None:
    """aiogram's own session; a Bot API server that is near is asked directly."""
    session = ForgivingSession("https://elsewhere.example", way.url)
    session.api = ForgivingSession(way.hosts[0]).api
    session._connector_init |= {"ssl": wire.trusted()}
    async with Bot("1:token", session=session) as bot:
        assert (await bot.me()).username == "shopbot"
    assert way.has_been_used()


async def test_a_bot_api_of_ones_own_is_asked_directly(way: Way) -> None:
    async with Bot("1:token", session=ForgivingSession(way.hosts[0], way.url)) as bot:
        assert (await bot.me()).username == "shopbot"
    assert not way.has_been_used()


async def test_a_proxy_that_is_not_there_is_an_unavailable_host() -> None:
    http = fetching("http://elsewhere.example", "socks5://127.0.0.1:1")
    with pytest.raises(HttpUnavailable, match="no connection"):
        await http.get_json("/x")
    await http.aclose()


async def test_names_are_looked_up_by_the_socks_proxy() -> None:
    """What is asked for is told to nobody else."""
    socks = Socks()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", hello)
    async with TestServer(app) as server, listening(socks.serve) as port:
        through = f"socks5://{USER}:{PASSWORD}@127.0.0.1:{port}"
        http = fetching(f"http://api.example:{server.port}", through)
        assert await http.get_json("/x")
        await http.aclose()
        assert socks.asked == [("api.example", server.port)]


NEAR = [
    "http://localhost:8332",
    "http://127.0.0.1",
    "http://[::1]:1",
    "http://10.1.2.3",
    "http://192.168.1.1",
    "http://172.20.0.5",
    "http://100.100.1.1",
    "http://169.254.1.1",
    "http://[fd00::1]",
    "http://[fe80::1]",
    "http://[fec0::1]",
    "http://[::ffff:10.1.2.3]",
    "http://[::ffff:7f00:1]",
    "http://[::]",
    "http://0.0.0.0",
    "http://LOCALHOST.:8332",
    "http://node.localhost",
    "http://bitcoind:8332",
    "http://node.lan",
    "http://node.local.",
    "http://node.home.arpa",
    "http://node.internal",
]
FAR = [
    "https://mempool.space/api",
    "https://1.1.1.1",
    "https://[2606:4700::1111]",
    "https://[::ffff:1.1.1.1]",
    "https://localhost.example.",
    "https://lan.example",
    "http://localhost@api.example",
    "https://local.example",
    "http://abcdefghij.onion",
]


@pytest.mark.parametrize("url", NEAR + FAR)
def test_ones_own_network_is_never_asked_through_a_proxy(url: str) -> None:
    through = "socks5://proxy.example:1080"
    assert is_near(url) is (url in NEAR)
    assert manners_for(url, through).proxy == ("" if url in NEAR else through)
    assert manners_for(url).proxy == ""
    assert through not in repr(manners_for(url, through))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "proxy.example",
        "proxy.example:1080",
        "ftp://proxy.example:21",
        "socks4://proxy.example:1080",
        "http://proxy.example",
        "http://:3128",
        "http://proxy.example:port",
        "http://proxy.example:3128/path",
        "socks5://user:pa/ss@proxy.example:1",
        "socks5://user:pa#ss@proxy.example:1",
        "http://proxy.example:99999",
    ],
)
def test_what_is_no_proxy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]") as refused:
        proxy_url(text)
    assert not text or text not in str(refused.value)
    assert "ss@" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["http://p.example:1", "https://u:p%2F@p.example:1", "socks5h://[::1]:9050"]
)
def test_a_proxy_is_taken_as_it_was_given(url: str) -> None:
    assert proxy_url(url) == proxy_url(f"{url}/") == url


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "1.2.3.4.", "1.1.1.0x1"]
)
def test_another_spelling_of_an_ip_address_is_refused(host: str) -> None:
    """By its form it would be a name out there, and be this machine."""
    with pytest.raises(ValueError, match="no name and no IP address"):
        http_url(f"http://{host}:8332")


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
async def test_the_environment_s_proxies_mean_nothing(
    name: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to go through one, nor (NO_PROXY) to go round ours; no .netrc, no file of keys."""
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv(name.lower(), "http://127.0.0.1:1")
    http = Fetcher(way.hosts[0], clock=SteppedClock())
    assert await http.get_json("/x")
    await http.aclose()
    async with Bot("1:token", session=ForgivingSession(way.hosts[0])) as bot:
        assert (await bot.me()).username == "shopbot"
    assert not way.has_been_used()
    monkeypatch.setenv("NO_PROXY", "*")
    http = fetching(way.hosts[0], way.url)
    assert await http.get_json("/x")
    await http.aclose()
    assert way.has_been_used()


def test_no_key_of_a_connection_is_written_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    wire.trusted.cache_clear()
    sessions = [ForgivingSession("https://a.example", way) for way in ("", "socks5://b.example:1")]
    contexts = [wire.trusted(), *(session._connector_init["ssl"] for session in sessions)]
    assert [context.keylog_filename for context in contexts] == [None] * 3
