from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.uri import BadAmount, format_units, parse_units, payment_uri

ADDRESS = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"


@pytest.mark.parametrize(
    ("units", "decimals", "text"),
    [
        (1, 8, "0.00000001"),
        (10, 8, "0.0000001"),
        (123000, 8, "0.00123"),
        (29000000, 8, "0.29"),
        (435000000, 8, "4.35"),
        (820000000, 8, "8.2"),
        (100000000, 8, "1"),
        (1000000000, 8, "10"),
        (2100000000000000, 8, "21000000"),
        (0, 8, "0"),
        (2**64, 18, "18.446744073709551616"),
        (10**30, 18, "1000000000000"),
        (1500, 0, "1500"),
    ],
)
def test_amounts_as_text(units: int, decimals: int, text: str) -> None:
    """Cases 43 and 46: no exponent, no comma, nothing lost above 64 bits."""
    assert format_units(units, decimals) == text
    assert parse_units(text, decimals) == units


@given(st.integers(0, 10**40), st.integers(0, 18))
def test_amounts_survive_the_round_trip(units: int, decimals: int) -> None:
    text = format_units(units, decimals)
    assert parse_units(text, decimals) == units
    assert Decimal(text) == Decimal((0, Decimal(units).as_tuple().digits, -decimals))
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize("text", ["1.50", "1.500", "0.10"])
def test_trailing_zeros_are_read(text: str) -> None:
    assert format_units(parse_units(text, 3), 3) == text.rstrip("0")


@pytest.mark.parametrize(
    "text",
    [
        *("", " 1", "1 ", "+1", "-1", "1,5", "1.5.0", ".5", "5.", "01", "1e3", "1E-8", "0x10"),
        *("nan", "Infinity", "1_000", "1'000", "\u0661", "1.\u0661", "1\n", "9" * 5000),
    ],
)
def test_anything_but_a_plain_number_is_refused(text: str) -> None:
    with pytest.raises(BadAmount, match="such as"):
        parse_units(text, 8)


def test_more_places_than_the_coin_has_are_refused() -> None:
    with pytest.raises(BadAmount, match="at most 8"):
        parse_units("0.000000001", 8)


def test_a_negative_amount_is_never_written() -> None:
    with pytest.raises(BadAmount, match="no amount"):
        format_units(-1, 8)


@given(
    asset=st.sampled_from(["BTC", "LTC"]),
    units=st.integers(1, 21 * 10**14),
    label=st.text(min_size=1),
)
def test_a_wallet_reads_back_what_is_due(asset: str, units: int, label: str) -> None:
    """Case 43: the QR re-parses to the same integer, whatever the shop is called."""
    uri = payment_uri(asset, ADDRESS, format_units(units, 8), label)
    parts = urlsplit(uri)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == {"BTC": "bitcoin", "LTC": "litecoin"}[asset]
    assert parts.path == ADDRESS
    assert parse_units(fields["amount"][0], 8) == units
    assert fields["label"] == [label]
    assert parts.fragment == ""


def test_the_documented_form() -> None:
    uri = payment_uri("BTC", ADDRESS, "0.00123", "Tea & Co")
    assert uri == f"bitcoin:{ADDRESS}?amount=0.00123&label=Tea%20%26%20Co"
    assert payment_uri("LTC", "ltc1q", "1") == "litecoin:ltc1q?amount=1"
