import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from utils.assets import ASSETS
from utils.money import due_units
from utils.uri import BadAmount, format_units, parse_units, payment_uri

BTC = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
LTC = "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
ETH = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
SOL = "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"
ADDRESSES = {"BTC": BTC, "LTC": LTC, "ETH": ETH, "SOL": SOL}


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


RATES = st.decimals("0.000001", 10**8, allow_nan=False, allow_infinity=False)
TOTALS = st.one_of(st.sampled_from([1, 29, 435, 820, 33, 10**11]), st.integers(1, 10**11))
"""Cents: 0.01, 0.29, 4.35, 8.20, a third of a dollar, a thousand million, and anything between."""


@given(asset=st.sampled_from(sorted(ASSETS)), total=TOTALS, rate=RATES, label=st.text())
@example(asset="ETH", total=10**11, rate=Decimal("0.5"), label="")  # wei beyond 64 bits
@example(asset="BTC", total=1, rate=Decimal(10**8), label="")  # 1E-8 where an exponent slips in
def test_a_wallet_reads_back_what_is_due(asset: str, total: int, rate: Decimal, label: str) -> None:
    """Cases 43 and 46: the QR re-parses to the same integer, whatever the shop is called."""
    coin = ASSETS[asset]
    due = due_units(total, "USD", rate, coin.decimals, coin.step)
    parts = urlsplit(payment_uri(asset, ADDRESSES[asset], due, label, network="testnet"))
    fields = parse_qs(parts.query, strict_parsing=True)
    assert due % coin.step == 0
    assert parts.fragment == ""
    assert requested(parts.scheme, parts.path, fields) == (asset, ADDRESSES[asset], due)
    assert fields.get("label", [""]) == [label if asset != "ETH" else ""]


def requested(scheme: str, path: str, fields: dict[str, list[str]]) -> tuple[str, str, int]:
    """What a wallet understands: coin, address, base units."""
    if scheme == "ethereum":
        address, chain = path.split("@")
        assert (chain, set(fields)) == ("11155111", {"value"})
        assert re.fullmatch("[1-9][0-9]*", fields["value"][0])
        return "ETH", address, int(fields["value"][0])
    asset = {"bitcoin": "BTC", "litecoin": "LTC", "solana": "SOL"}[scheme]
    amount = fields["amount"][0]
    assert re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", amount)
    return asset, path, int(Decimal(amount).scaleb(ASSETS[asset].decimals))


@pytest.mark.parametrize(
    ("asset", "units", "uri"),
    [
        ("BTC", 123_000, f"bitcoin:{BTC}?amount=0.00123&label=Tea%20%26%20Co%2F%3F"),
        ("LTC", 10**8, f"litecoin:{LTC}?amount=1&label=Tea%20%26%20Co%2F%3F"),
        ("SOL", 5 * 10**8, f"solana:{SOL}?amount=0.5&label=Tea%20%26%20Co%2F%3F"),
        ("ETH", 1234 * 10**13, f"ethereum:{ETH}@1?value=12340000000000000"),
    ],
)
def test_the_documented_forms(asset: str, units: int, uri: str) -> None:
    assert payment_uri(asset, ADDRESSES[asset], units, "Tea & Co/?") == uri


@pytest.mark.parametrize(("network", "chain"), [("mainnet", 1), ("regtest", 31337)])
def test_an_ethereum_request_names_its_chain(network: str, chain: int) -> None:
    uri = payment_uri("ETH", ETH, 1, network=network)
    assert uri == f"ethereum:{ETH}@{chain}?value=1"


@pytest.mark.parametrize("units", [0, -1])
@pytest.mark.parametrize("asset", ASSETS)
def test_nothing_is_never_asked_for(asset: str, units: int) -> None:
    with pytest.raises(BadAmount):
        payment_uri(asset, ADDRESSES[asset], units)
