"""What time others say it is, heard from the answers that they give anyway."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiohttp import web

from handlers import dated as dated_session
from tests.scripted import Handler, ScriptedServer, scripted
from utils import http, witness
from utils.clock import CountedClock, SystemClock, seconds, steady, utc_now
from utils.http import PUBLIC, Fetcher, HttpError
from utils.trusted import TrustedClock
from utils.witness import said

DATE = "Thu, 01 Jan 2026 12:00:00 GMT"
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "at"),
    [
        ({"Date": DATE}, AT),
        ({"Date": DATE, "Age": "90"}, AT + timedelta(seconds=90)),
        ({"Date": "Thu, 01 Jan 2026 12:00:00"}, AT),
        ({"Date": DATE, "Age": "-5"}, None),
        ({"Date": DATE, "Age": "9" * 400}, None),
        ({"Date": DATE, "Age": "x"}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": "Thu, 99 Jan 99999 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_dates_are_read_strictly(headers: dict[str, str], at: datetime | None) -> None:
    assert said(headers) == at


class Ears(SystemClock):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.expected: list[str] = []
        self.heard: list[tuple[str, datetime]] = []

    def expect(self, witness: str) -> None:
        self.expected.append(witness)

    def hear(self, witness: str, at: datetime) -> None:
        self.heard.append((witness, at))


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


def dated(body: str, status: int = 200) -> Handler:
    async def reply(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=body, status=status, headers={"Date": DATE})

    return reply


@pytest.mark.parametrize("status", [200, 404, 429, 503])
async def test_every_answer_of_others_tells_the_time(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(http, "manners_for", lambda _url: PUBLIC)
    ears = Ears()
    fetcher = Fetcher(server.url, clock=ears, source="them")
    server.answers["/x"] = dated("{}", status)
    with contextlib.suppress(HttpError):
        await fetcher.get_json("/x")
    await fetcher.aclose()
    assert (ears.expected, ears.heard) == (["them"], [("them", AT)])


async def test_our_own_machines_are_no_witnesses(server: ScriptedServer) -> None:
    """They may share a wrong clock."""
    ears = Ears()
    fetcher = Fetcher(server.url, clock=ears, source="them")
    server.answers["/x"] = dated("{}")
    await fetcher.get_json("/x")
    await fetcher.aclose()
    assert (ears.expected, ears.heard) == ([], [])


async def test_telegram_is_a_witness(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dated_session, "manners_for", lambda _url: PUBLIC)
    ears = Ears()
    session = dated_session.DatedSession(server.url, ears)
    server.answers["/bot1:x/deleteWebhook"] = dated('{"ok": true, "result": true}')
    async with Bot("1:x", session=session) as bot:
        assert await bot.delete_webhook()
        assert await bot.delete_webhook()
    assert (ears.expected, ears.heard) == (["127.0.0.1"], [("127.0.0.1", AT)] * 2)


def test_a_clock_that_does_not_listen_is_told_nothing() -> None:
    witness.expect(lambda: AT, "them")
    witness.listen(lambda: AT, "them", {"Date": DATE})


def test_a_plain_reading_is_made_steady() -> None:
    times = iter([AT, AT + timedelta(seconds=5), AT - timedelta(hours=1), AT])
    clock = steady(lambda: next(times))
    assert isinstance(clock, CountedClock)
    assert [clock.seconds() for _ in range(3)] == [5, 5, 3605]
    for own in (utc_now, TrustedClock()):
        assert steady(own) is own
    assert abs(utc_now.seconds() - seconds()) < 1
