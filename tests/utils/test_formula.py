"""Fees as owners write them, and what is no fee."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.formula import BadFormula, Wrong, parse


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("0", "0"),
        ("0.30", "0.30"),
        ("2%", "2"),
        ("2,5 %", "2.5"),
        ("1.5% + 0.30", "1.80"),
        ("max(1%; 0.50)", "1"),
        ("MAX(1%, 1.50)", "1.50"),
        ("min(5%, 3)", "3"),
        ("x * 0.02", "2"),
        ("x/50 + (1 − 0.5) × 2", "3"),
        ("1 - x", "0"),
        ("-x", "0"),
        ("max(1%, min(2%, 1.20), 0.10)", "1.20"),
    ],
)
def test_a_fee_of_a_hundred(text: str, fee: str) -> None:
    assert parse(text)(Decimal(100)) == Decimal(fee)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Wrong.GRAMMAR),
        ("9**9**9", Wrong.GRAMMAR),
        ("x**2", Wrong.GRAMMAR),
        ("x//2", Wrong.GRAMMAR),
        ("__import__('os')", Wrong.SIGNS),
        ("x.real", Wrong.SIGNS),
        ("x if x else x", Wrong.SIGNS),
        ("1e3", Wrong.SIGNS),
        ("0x10", Wrong.GRAMMAR),
        ("1 2", Wrong.GRAMMAR),
        ("2x", Wrong.GRAMMAR),
        ("xx", Wrong.GRAMMAR),
        ("max", Wrong.GRAMMAR),
        ("max(1)", Wrong.GRAMMAR),
        ("max(*x)", Wrong.GRAMMAR),
        ("(x, x)", Wrong.GRAMMAR),
        ("number('1')", Wrong.SIGNS),
        ("min(1%, 2", Wrong.GRAMMAR),
        ("x = 1", Wrong.SIGNS),
        ("½", Wrong.SIGNS),
        ("2% * x", Wrong.PERCENT),
        ("x / 2%", Wrong.PERCENT),
        ("1/0", Wrong.NUMBERS),
        ("1/(x-x)", Wrong.NUMBERS),
        ("x * 1.02", Wrong.MUCH),
        ("x + 2%", Wrong.MUCH),
        ("100%", Wrong.MUCH),
        ("1" * 61, Wrong.LONG),
        ("(" * 30 + "x" + ")" * 29, Wrong.GRAMMAR),
    ],
)
def test_what_is_no_fee(text: str, why: Wrong) -> None:
    with pytest.raises(BadFormula) as refused:
        parse(text)
    assert refused.value.why is why


def test_digits_of_other_scripts_are_no_numbers() -> None:
    with pytest.raises(BadFormula):
        parse("٣%")


def test_deep_brackets_are_read() -> None:
    assert parse("(" * 25 + "1%" + ")" * 25)(Decimal(100)) == 1


@given(st.text("x0123456789.,+-*/()%; maxin", max_size=60), st.integers(0, 10**15))
def test_whatever_is_written_is_a_fee_or_is_refused(text: str, amount: int) -> None:
    try:
        fee = parse(text)(Decimal(amount))
    except BadFormula:
        return
    assert fee >= 0
