"""The format of transcripts, the names of what varies, the recorder, and the replay of a bot."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.replay import Different, replay
from sandbox.transcript import Act, Screen, Step, Unreadable, read, written
from sandbox.variables import Variables, shown
from tests.sandbox.conftest import ALICE, OLIVIA, Api

HASH = "ab" * 32
BITCOIN = "bcrt1q5n2k3frgpxces3dsw4qfpqk4kksv0cz96pldxdwxrrw0d5ud5hcqzzx7zt"
ETHEREUM = "0x52908400098527886E0F7030069857D2E4169EE7"
SOLANA = "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV"
STEPS = [
    Step(
        Act("write", "Alice", 'say "hi"\nthere'),
        [Screen("Alice 2", "Hello\n\n[One] [Two]"), Screen("Alice 1 is gone")],
    ),
    Step(Act("press", "Alice (7001)", "One: 1", 2), [Screen("Alice is told", "Done")]),
    Step(Act("chains/btc/mine", body={"blocks": 1})),
]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"to {BITCOIN}.", "to <address 1>."),
        (f"{ETHEREUM} {SOLANA} {ETHEREUM}", "<address 1> <address 2> <address 1>"),
        (f"tx {HASH} 0x{HASH}", "tx <hash 1> <hash 2>"),
        ("0.00038760 BTC or 12 LTC", "<amount 1> BTC or <amount 2> LTC"),
        ("Copy 0.00038760", "Copy <amount 1>"),
        ("until 2026-11-21 14:05 UTC", "until <time> UTC"),
        ("at 14:05", "at <time>"),
        ("1 BTC ≈ $63,884.16, fixed", "<amount 1> BTC ≈ <rate>, fixed"),
        ("Order #12: 2 x $24.90", "Order #12: 2 x $24.90"),
        ("STAR-7F3K-Q2ML-88XA", "STAR-7F3K-Q2ML-88XA"),
    ],
)
def test_what_varies_gets_a_name(text: str, hidden: str) -> None:
    variables = Variables()
    assert variables.hide(text) == hidden
    if "<time>" not in hidden and "<rate>" not in hidden:
        assert shown(hidden, variables.values()) == text


def test_base_units_are_the_amount_that_was_seen() -> None:
    variables = Variables()
    variables.hide("0.00038760 BTC")
    assert variables.amount(38760, 8) == "<amount 1>"
    assert variables.amount(38761, 8) == "0.00038761"
    assert variables.amount(3 * 10**18, 18) == "3"


def test_a_transcript_is_read_as_it_was_written() -> None:
    assert read(written(STEPS)) == STEPS


def test_a_transcript_reads_like_this() -> None:
    assert written(STEPS).splitlines() == [
        "# Sandbox transcript 1",
        "",
        '> Alice: write "say \\"hi\\"\\nthere"',
        "Alice 2",
        "| Hello",
        "|",
        "| [One] [Two]",
        "Alice 1 is gone",
        "",
        '> Alice (7001): press "One: 1" 2',
        "Alice is told",
        "| Done",
        "",
        '> chains/btc/mine {"blocks": 1}',
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "line 1"),
        ("# Sandbox transcript 1\nAlice 2", "line 2: nothing was done"),
        ("# Sandbox transcript 1\n> x {}\n| text", "line 3: nothing was done"),
        ("# Sandbox transcript 1\n> Alice: write hello", "line 2: '"),
        ("# Sandbox transcript 1\n\n> x {", "line 3: '"),
    ],
)
def test_what_is_no_transcript(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(text)


@pytest.fixture
async def shop(api: Api) -> AsyncIterator[dict[str, str]]:
    """A bot with two screens; the texts can be changed."""
    texts = {"greeting": f"Pay 0.5 BTC to {BITCOIN}", "answer": "Pressed"}
    running = asyncio.ensure_future(_serve(api, texts))
    yield texts
    running.cancel()


async def _serve(api: Api, texts: dict[str, str]) -> None:
    offset = 0
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    while True:
        for update in (await api("getUpdates", offset=offset, timeout=5))[1]["result"]:
            offset = update["update_id"] + 1
            await _answer(api, update, texts, markup)


async def _answer(
    api: Api, update: dict[str, Any], texts: dict[str, str], markup: dict[str, Any]
) -> None:
    if query := update.get("callback_query"):
        place = {"chat_id": ALICE, "message_id": query["message"]["message_id"]}
        await api("answerCallbackQuery", callback_query_id=query["id"], text="Well done")
        await api("editMessageText", **place, text=texts["answer"])
    elif update["message"]["text"] == "/start":
        await api("sendMessage", chat_id=ALICE, text=texts["greeting"], reply_markup=markup)


async def test_a_run_is_recorded_and_replayed(person: SandboxClient, shop: dict[str, str]) -> None:
    assert (await person.state())["recording"]["on"] is False
    await person.act("recording", on=True)
    await person.send(ALICE, "/start")
    await person.wait_for(ALICE, "Pay")
    await person.press(ALICE, "Go")
    await person.wait_for(ALICE, "Pressed")
    await person.pay(BITCOIN, 50_000_000)
    text = await person.transcript()
    assert text.splitlines()[2:] == [
        '> Alice: write "/start"',
        "Alice 2",
        "| Pay <amount 1> BTC to <address 1>",
        "| [Go]",
        "",
        '> Alice: press "Go" 2',
        "Alice is told",
        "| Well done",
        "Alice 2",
        "| Pressed",
        "",
        '> chains/btc/pay {"address": "<address 1>", "amount": "<amount 1>"}',
    ]
    assert (await person.state())["recording"]["steps"] == 3
    steps = _renumbered(read(text))
    shop["greeting"] = f"Pay 0.25 BTC to {BITCOIN}"
    await replay(person, steps, seconds=5)
    shop["answer"] = "Something else"
    with pytest.raises(Different, match=re.escape("expected:\nAlice 6\n| Pressed")):
        await replay(person, _renumbered(steps), seconds=0.5)


def _renumbered(steps: list[Step]) -> list[Step]:
    """The same in a chat that has two messages more."""
    return [Step(_later(step.act), [_moved(screen) for screen in step.screens]) for step in steps]


def _later(act: Act) -> Act:
    return Act(act.name, act.who, act.text, act.number and act.number + 2, act.body)


def _moved(screen: Screen) -> Screen:
    who, _, number = screen.heading.rpartition(" ")
    is_message = number.isdecimal()
    return Screen(f"{who} {int(number) + 2}" if is_message else screen.heading, screen.text)


async def test_what_is_refused_did_not_happen(person: SandboxClient, chat: int) -> None:
    await person.act("recording", on=True)
    with pytest.raises(SandboxRefused, match="empty"):
        await person.send(ALICE, " ")
    with pytest.raises(SandboxRefused):
        await person.act("chains/btc/replace", txid="00")
    for odd in ({"from": [1], "message_id": {}, "data": "x"}, {"from": ALICE, "text": [1.23456]}):
        for path in ("press", "send"):
            with pytest.raises(SandboxRefused):
                await person.act(path, **odd)
    assert (await person.state())["recording"]["steps"] == 0
    await person.change_person(OLIVIA, blocked=True)
    assert await person.transcript() == (
        f'# Sandbox transcript 1\n\n> people/{OLIVIA} {{"blocked": true}}\n'
    )
    await person.act("recording", on=True)
    assert (await person.state())["recording"]["steps"] == 0
    await person.act("recording", on=False)
    await person.send(ALICE, "unheard")
    assert (await person.state())["recording"] == {"on": False, "since": None, "steps": 0}
