"""Every failure a shop must stand has a test that names it: "Case 12", "Failure cases 2 and 4"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PROVIDERS = {*range(1, 16)}
"""What those who tell of a chain may do: stand still, lie, omit, disagree, answer nonsense."""
EVENTS = {*range(16, 39)}
"""What may happen on a chain: twice, split, late, replaced, reorganised, failed, fake, dust."""
MONEY = {*range(39, 47)}
"""Rates that are wrong or disagree, rounding, under- and overpayment, formats."""
RUNNING = {*range(47, 56)}
"""Clocks, races, kills, standstills, databases that fail, two shops at once."""
PEOPLE = {*range(56, 66)}
"""Forged presses, abuse, markup, blocked bots, floods, foreign payments, hijacked refunds."""
KEYS = {*range(66, 71)}
"""Keys that are missing, rotated, swapped, empty, or show up where they must not."""
SEEN_ELSEWHERE = {*range(71, 96)}
"""Faults that were found in other shops."""
NOT_APPLICABLE = {
    # Ranges of eth_getLogs that providers refuse in three dialects: no logs are asked for. Ether is
    # found by balances, and tokens are not sold for yet; whoever adds them adds this case.
    14,
    # Look-alike senders of nothing: no sender is ever shown, stored or offered for a refund; a
    # transfer that is seen has no such field.
    35,
    # A page inside Telegram with a forged login: the shop serves no page to its customers.
    59,
    # Notices of payment gateways, repeated or forged: there is no gateway. Whoever adds one adds
    # this case to what tests/web shows of every route.
    65,
}
NAMED = re.compile(r"\bcases? (\d+(?:(?:, | and |, and |-)\d+)*)", re.IGNORECASE)
NAMED_IN_AN_ID = re.compile(r"\bcase-(\d+)\b")


def test_every_failure_case_has_a_test() -> None:
    named = {number for path in TESTS.rglob("test_*.py") for number in numbers(path)}
    wanted = PROVIDERS | EVENTS | MONEY | RUNNING | PEOPLE | KEYS | SEEN_ELSEWHERE
    assert sorted(wanted - named - NOT_APPLICABLE) == []
    assert sorted(named & NOT_APPLICABLE) == []


def numbers(path: Path) -> Iterator[int]:
    """The cases that the docstrings of a module and its tests name, and the ids of parameters."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in ast.walk(tree) if is_test(node)]
    if not tests:
        return
    for node in (tree, *tests):
        assert isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
        for found in NAMED.findall(ast.get_docstring(node) or ""):
            yield from spelled_out(found)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "id":
            yield from map(int, NAMED_IN_AN_ID.findall(ast.unparse(node.value)))


def is_test(node: ast.AST) -> bool:
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return isinstance(node, functions) and node.name.startswith("test_")


def spelled_out(text: str) -> Iterator[int]:
    """2, 4, 5 and 6 of "2, 4-6"."""
    for part in re.split(r", and | and |, ", text):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def test_what_counts_as_naming_a_case() -> None:
    text = (
        'Cases 2, 4-6 and 12: also case 70. Failure case 9; "Showcase 3" and "case of 8" are none.'
    )
    assert [n for found in NAMED.findall(text) for n in spelled_out(found)] == [
        2,
        4,
        5,
        6,
        12,
        70,
        9,
    ]
