"""Two sources: what one has seen is seen; what settles takes both."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scripted import START
from utils.chains.agreement import both, completed
from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainConflict,
    ChainError,
    ChainUnavailable,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.failover import FailoverClient
from utils.health import Health

BLOCK, OTHER_BLOCK = "b" * 64, "c" * 64
WAITING = SeenTransfer("ab" * 32, 0, 1_000, None, None)
MINED = replace(WAITING, block_height=100, block_hash=BLOCK)
ELSEWHERE = replace(WAITING, block_height=100, block_hash=OTHER_BLOCK)
TIP = Tip(101, "t" * 64, START)
FINAL = replace(TIP, final_height=100)


class Source:
    """Says of every address what the test sets."""

    def __init__(self, source: str, *rows: SeenTransfer, tip: Tip = TIP) -> None:
        self.source = source
        self.rows = rows
        self.known_tip = tip
        self.down = False
        self.asked: list[list[str]] = []

    def health(self) -> Health:
        return Health(self.source, not self.down, None, None, None)

    async def tip(self) -> Tip:
        if self.down:
            raise ChainUnavailable(self.source, "down")
        return self.known_tip

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        self.asked.append(list(addresses))
        failures: dict[str, ChainError] = {}
        return Observation(
            self.source, await self.tip(), dict.fromkeys(addresses, self.rows), failures
        )

    async def has_history(self, address: str) -> bool:
        return bool(self.rows)

    async def lookup(self, txid: str, address: str) -> Lookup:
        return UNKNOWN

    async def aclose(self) -> None:
        pass


async def seen(*sources: Source, doublecheck: bool = False) -> Observation:
    agree = frozenset() if doublecheck else frozenset({"a"})
    return await FailoverClient(sources).observe(["a"], agree=agree, doublecheck=doublecheck)


async def test_what_both_confirm_is_confirmed() -> None:
    found = await seen(Source("one", MINED), Source("two", MINED))
    assert found.transfers == {"a": (MINED,)}
    assert found.doubts == {}


@pytest.mark.parametrize("rows", [(), (WAITING,), (ELSEWHERE,)])
async def test_what_one_alone_confirms_is_seen_and_not_confirmed(
    rows: tuple[SeenTransfer, ...],
) -> None:
    """Cases 2 and 4: a source that invents a payment, and two that disagree about it."""
    for pair in (
        (Source("one", MINED), Source("two", *rows)),
        (Source("two", *rows), Source("one", MINED)),
    ):
        found = await seen(*pair)
        assert found.transfers == {"a": (WAITING,)}
        assert "disagree" in found.doubts["a"]


async def test_one_payment_with_two_amounts_is_believed_of_nobody() -> None:
    """Case 4."""
    found = await seen(Source("one", MINED), Source("two", replace(MINED, amount=999)))
    assert found.transfers == {}
    assert isinstance(found.failures["a"], ChainConflict)


async def test_alone_nothing_is_settled() -> None:
    second = Source("two", MINED)
    second.down = True
    found = await seen(Source("one", MINED), second)
    assert found.transfers == {"a": (WAITING,)}
    assert "two sources" in found.doubts["a"]


async def test_the_only_source_is_believed() -> None:
    assert (await seen(Source("own node", MINED))).transfers == {"a": (MINED,)}


async def test_a_doublecheck_finds_what_one_omits() -> None:
    """Case 3: before an order expires, a second source is asked; who sees less may be blind."""
    for pair in ((Source("one"), Source("two", MINED)), (Source("one", MINED), Source("two"))):
        found = await seen(*pair, doublecheck=True)
        assert found.transfers == {"a": (MINED,)}
        assert found.doubts == {"a": "one and two disagree about a"}
    found = await seen(Source("one"), Source("two", WAITING), doublecheck=True)
    assert (found.transfers, found.doubts) == ({"a": (WAITING,)}, {})


async def test_a_doublecheck_takes_nothing_away() -> None:
    second = Source("two")
    assert (await seen(Source("one", MINED), second, doublecheck=True)).transfers == {"a": (MINED,)}
    second.down = True
    assert (await seen(Source("one", MINED), second, doublecheck=True)).transfers == {"a": (MINED,)}


async def test_others_are_asked_of_one_source_only() -> None:
    """After the first look, in which each address is compared."""
    first, second = Source("one", MINED), Source("two", MINED)
    client = FailoverClient([first, second])
    for _ in range(2):
        await client.observe(["a", "b"], agree={"b"})
    assert (first.asked, second.asked) == ([["a", "b"]] * 2, [["a", "b"], ["b"]])


async def test_the_lower_tip_counts() -> None:
    lower = replace(TIP, height=99)
    found = await seen(Source("one", MINED), Source("two", MINED, tip=lower))
    assert found.tip == lower


async def test_final_is_what_is_final_for_both() -> None:
    """A source that is a block behind may know of a later final one."""
    behind = replace(TIP, height=100, final_height=100)
    ahead = replace(TIP, height=101, final_height=95)
    found = await seen(Source("one", MINED, tip=ahead), Source("two", MINED, tip=behind))
    assert (found.tip.height, found.tip.final_height) == (100, 95)


async def test_where_there_is_finality_the_later_block_counts() -> None:
    later = replace(MINED, block_height=105, block_hash=OTHER_BLOCK)
    found = await seen(Source("one", MINED, tip=FINAL), Source("two", later, tip=FINAL))
    assert found.transfers == {"a": (later,)}


async def test_of_two_balances_the_smaller_is_believed() -> None:
    more = replace(MINED, amount=1_500)
    found = await seen(Source("one", more, tip=FINAL), Source("two", MINED, tip=FINAL))
    assert found.transfers == {"a": (MINED,)}


ROWS = st.lists(
    st.builds(
        lambda number, block: SeenTransfer(
            f"{number:064x}", 0, 1_000 + number, 100 if block else None, block
        ),
        st.integers(0, 5),
        st.sampled_from([None, BLOCK, OTHER_BLOCK]),
    ),
    unique_by=lambda row: row.txid,
).map(tuple)


@given(ROWS, ROWS)
def test_confirmed_is_what_both_confirm_in_the_same_block(
    mine: tuple[SeenTransfer, ...], theirs: tuple[SeenTransfer, ...]
) -> None:
    rows, _ = both(mine, theirs, TIP)
    assert {row for row in rows if row.block_hash} == {r for r in mine if r.block_hash} & {*theirs}
    assert {row.txid for row in rows} == {row.txid for row in (*mine, *theirs)}


@given(ROWS, ROWS)
def test_completing_takes_the_surer_word_about_each(
    mine: tuple[SeenTransfer, ...], theirs: tuple[SeenTransfer, ...]
) -> None:
    rows = completed(mine, theirs, TIP)
    assert {row.txid for row in rows} == {row.txid for row in (*mine, *theirs)}
    assert {row for row in mine if row.block_hash} <= set(rows)
    certain = {row.txid for row in (*mine, *theirs) if row.block_hash}
    assert {row.txid for row in rows if row.block_hash} == certain
