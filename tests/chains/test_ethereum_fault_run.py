"""A day of Ethereum through two providers that fail in every known way: nothing lost, no lie."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.chains.ethereum_chains import Shop, fresh_address, is_final
from tests.chains.scripted_ethereum import (
    MISSING_TRIE_NODE,
    UNKNOWN_BLOCK,
    Reply,
    ScriptedEthereum,
    refused,
)
from tests.scripted import SteppedClock, cut_short, raw, scripted
from utils.chains.base import ChainError, Observation
from utils.chains.ethereum import EthereumClient
from utils.chains.failover import FailoverClient
from utils.http import Manners

SCANS = 288
"""One every five minutes."""
ADDRESSES = 40
LAG = 8
FAULTY = 0.3
HASTY = Manners(spacing=0, first_pause=0.001, longest_pause=0.002)


def some(change: Callable[[Reply], object]) -> Callable[[list[Reply]], object]:
    """Every third reply is damaged."""
    return lambda replies: [
        change(reply) if place % 3 == 0 else reply for place, reply in enumerate(replies)
    ]


def instead(error: Reply) -> Callable[[list[Reply]], object]:
    return some(lambda reply: {"id": reply["id"], **error})


# By the numbers of the failure cases.
FAULTS: list[Callable[[list[Reply]], object]] = [
    lambda _: raw("<html>Just a moment...</html>"),  # 5
    lambda _: raw("Invalid address", 400),
    lambda _: raw("", 503),
    instead(refused(-32005, "limit exceeded")),  # 6
    lambda replies: replies[::-1],  # 7
    lambda replies: replies[:-1],
    lambda replies: replies[0],
    lambda replies: [*replies, replies[0]],
    lambda _: [],
    lambda _: {"id": None, **refused(-32603, "internal error")},
    some(lambda reply: reply | {"result": None}),
    some(lambda reply: reply | {"id": None}),
    some(lambda reply: reply | {"id": str(reply["id"])}),
    lambda _: cut_short,  # 8
    lambda _: raw("", 302, Location="http://127.0.0.1:1/"),
    some(lambda reply: reply | {"result": "0x"}),  # 9
    some(lambda reply: reply | {"result": "0x00"}),
    some(lambda reply: reply | {"result": 7}),
    some(lambda reply: reply | {"result": "-0x1"}),
    instead(MISSING_TRIE_NODE),  # 13
    instead(UNKNOWN_BLOCK),
]


@dataclass(slots=True)
class Day:
    """What is true: balances by block, and the forks that were undone."""

    dice: random.Random
    addresses: list[str] = field(
        default_factory=lambda: [fresh_address() for _ in range(ADDRESSES)]
    )
    blocks: list[dict[str, int]] = field(default_factory=lambda: [{}] * (LAG + 2))
    forks: int = 0

    @property
    def final(self) -> dict[str, int]:
        return self.blocks[-1 - LAG]

    def pass_five_minutes(self) -> None:
        if self.dice.random() < 0.2:
            depth = self.dice.randint(1, LAG)
            del self.blocks[-depth:]
            self.forks += 1
            self.blocks += self.blocks[-1:] * depth
        for _ in range(self.dice.randint(1, 5)):
            block = dict(self.blocks[-1])
            if self.dice.random() < 0.3:
                address = self.dice.choice(self.addresses)
                block[address] = block.get(address, 0) + self.dice.randint(1, 5) * 10**17
            self.blocks.append(block)

    def tell(self, node: ScriptedEthereum) -> None:
        node.height, node.final = len(self.blocks) - 1, len(self.blocks) - 1 - LAG
        node.fork, node.balances, node.final_balances = self.forks, self.blocks[-1], self.final


@asynccontextmanager
async def providers(dice: random.Random) -> AsyncIterator[tuple[Any, list[ScriptedEthereum]]]:
    """A client of two nodes, each of which may damage what it answers."""

    def damaged(_: list[Reply], replies: list[Reply]) -> object:
        if dice.random() >= FAULTY:
            return replies if len(replies) > 1 else replies[0]
        return dice.choice(FAULTS)(replies)

    nodes = [ScriptedEthereum(post=damaged), ScriptedEthereum(post=damaged)]
    async with scripted() as one, scripted() as two:
        clock, clients = SteppedClock(), []
        for server, node in ((one, nodes[0]), (two, nodes[1])):
            server.answers["/"] = node.handle
            age = timedelta(hours=1)
            clients.append(
                EthereumClient(server.url, clock=clock, chain_id=1, max_tip_age=age, manners=HASTY)
            )
        async with aclosing(FailoverClient(clients)) as client:
            yield client, nodes


def check(seen: Observation, day: Day) -> None:
    """What was said is true; what could not be said was not."""
    for address, rows in seen.transfers.items():
        final = sum(row.amount for row in rows if is_final(row, seen))
        assert final <= day.final.get(address, 0)
        assert sum(row.amount for row in rows) == day.blocks[-1].get(address, 0)
    assert set(seen.transfers) | set(seen.failures) == set(day.addresses)
    assert set(seen.transfers) & set(seen.failures) == set()


@pytest.mark.parametrize("seed", range(2))
async def test_a_day_of_faults(seed: int) -> None:
    """Failure cases 5-9, 13, 25-27 at random, one answer in three."""
    dice = random.Random(seed)
    day, good, failed = Day(dice), 0, 0
    async with providers(dice) as (client, nodes):
        shop = Shop(client)
        for _ in range(SCANS):
            day.pass_five_minutes()
            for node in nodes:
                day.tell(node)
            try:
                seen = await client.observe(day.addresses, shop.known)
            except ChainError:
                failed += 1
                continue
            check(seen, day)
            shop.record(seen)
            good += not seen.failures
        for node in nodes:
            node.post = None
        for _ in range(2):
            day.blocks += day.blocks[-1:] * LAG
            for node in nodes:
                day.tell(node)
            seen = await shop.look(*day.addresses)
    check(seen, day)
    assert sum(day.blocks[-1].values()) > 10**19
    for address in day.addresses:
        final = sum(row.amount for row in seen.transfers[address] if is_final(row, seen))
        assert final == day.blocks[-1].get(address, 0)
    assert good > SCANS // 3
    assert failed > 0
