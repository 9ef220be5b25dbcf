"""Cases 43, 46 and 95: nothing is lost or gained by rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.money import due_units, format_money, minor_digits, value_of

RATES = st.decimals(Decimal("0.00000001"), Decimal(10**9), allow_nan=False, allow_infinity=False)
COINS = st.sampled_from([(8, 1), (18, 10**10), (9, 1000), (6, 1), (0, 1)])
TOTALS = st.integers(1, 10**11)


@pytest.mark.parametrize(
    ("currency", "digits"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("KRW", 0)]
)
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize("currency", ["", "usd", "BTC", "US", "ZZZ"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        minor_digits(currency)


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (123450, "USD", "en", "$1,234.50"),
        (123450, "USD", "de", "1.234,50\xa0$"),
        (1, "USD", "en", "$0.01"),
        (29, "EUR", "en", "€0.29"),
        (435, "EUR", "de", "4,35\xa0€"),
        (0, "EUR", "de", "0,00\xa0€"),
        (-820, "USD", "en", "-$8.20"),
        (1234, "JPY", "en", "¥1,234"),
        (1234, "KWD", "de", "1,234\xa0KWD"),
        (123450, "USD", "pt-BR", "US$\xa01.234,50"),
        (2**63 - 1, "USD", "en", "$92,233,720,368,547,758.07"),
        (10**40 + 1, "USD", "en", "$" + f"{10**38:,}" + ".01"),
    ],
)
def test_format_money(minor: int, currency: str, language: str, text: str) -> None:
    assert format_money(minor, currency, language) == text


@pytest.mark.parametrize(
    ("total", "currency", "rate", "decimals", "step", "due"),
    [
        (400000, "USD", "34000", 8, 1, 11764706),  # the BTCPay example: 0.11764706 BTC
        (1, "USD", "100000", 8, 1, 10),
        (1, "USD", "3", 8, 1, 333334),
        (29, "USD", "1", 8, 1, 29000000),
        (435, "USD", "1", 8, 1, 435000000),
        (820, "USD", "1", 8, 1, 820000000),
        (10**11, "USD", "0.01", 8, 1, 10**19),
        (100, "JPY", "15000000", 8, 1, 667),
        (100, "USD", "3000", 18, 10**10, 333340000000000),
        (100, "USD", "200", 9, 1000, 5000000),
        (1, "USD", "1E+9", 8, 1, 1),
        (1, "USD", "1E-8", 18, 10**10, 10**24),
    ],
)
def test_due(total: int, currency: str, rate: str, decimals: int, step: int, due: int) -> None:
    assert due_units(total, currency, Decimal(rate), decimals, step) == due


@given(TOTALS, RATES, COINS)
def test_due_is_the_least_multiple_that_covers(
    total: int, rate: Decimal, coin: tuple[int, int]
) -> None:
    decimals, step = coin
    due = due_units(total, "USD", rate, decimals, step)
    exact = Fraction(total, 100) / Fraction(rate) * 10**decimals
    assert due % step == 0
    assert due >= exact > due - step


@given(TOTALS, RATES, COINS, st.sampled_from(["USD", "JPY", "KWD"]))
def test_paying_what_is_due_is_worth_the_total(
    total: int, rate: Decimal, coin: tuple[int, int], currency: str
) -> None:
    decimals, step = coin
    due = due_units(total, currency, rate, decimals, step)
    assert value_of(due, decimals, rate, currency) >= total
    assert value_of(due - step, decimals, rate, currency) < total


@given(st.integers(0, 10**24), RATES)
def test_value_is_rounded_down(units: int, rate: Decimal) -> None:
    value = value_of(units, 8, rate, "USD")
    exact = Fraction(units, 10**8) * Fraction(rate) * 100
    assert value <= exact < value + 1


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_no_price_without_a_rate(rate: str) -> None:
    """Case 39."""
    with pytest.raises(ValueError, match="no price"):
        due_units(100, "USD", Decimal(rate), 8)
    with pytest.raises(ValueError, match="no price"):
        value_of(100, 8, Decimal(rate), "USD")


@pytest.mark.parametrize(("total", "step"), [(0, 1), (-1, 1), (1, 0), (1, -1)])
def test_nothing_is_due_for_nothing(total: int, step: int) -> None:
    with pytest.raises(ValueError, match="nothing is due"):
        due_units(total, "USD", Decimal(1), 8, step)
