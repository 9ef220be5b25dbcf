"""Which providers are asked is the operator's choice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config
from config import Settings
from outside import PACES, chain_client, connect, rate_sources
from tests.scripted import SteppedClock
from utils.chains.base import Tip
from utils.refusal import StartRefused


def load(tmp_path: Path, *lines: str) -> Settings:
    path = tmp_path / ".env"
    path.write_text("\n".join(lines), encoding="utf-8")
    return config.load(path)


@pytest.mark.parametrize(
    ("line", "asset", "hosts"),
    [
        ("BTC_API_URLS=https://blockstream.info/api", "BTC", ["blockstream.info"]),
        ("LTC_API_URLS=https://ltc.example/api", "LTC", ["ltc.example"]),
        ("ETH_RPC_URLS=https://1rpc.io/eth, https://e.example", "ETH", ["1rpc.io", "e.example"]),
        ("SOL_RPC_URLS=https://sol.example", "SOL", ["sol.example"]),
        ("BTC_RPC_URL=http://shop:word@127.0.0.1:8332", "BTC", ["127.0.0.1"]),
        ("LTC_RPC_URL=http://shop:word@10.0.0.2:9332", "LTC", ["10.0.0.2"]),
    ],
)
def test_a_chain_provider_that_died_is_replaced_by_a_setting(
    tmp_path: Path, line: str, asset: str, hosts: Sequence[str]
) -> None:
    """Case 15: nobody is asked but those who are named."""
    client = chain_client(load(tmp_path, line), asset, SteppedClock())
    assert [health.source for health in client.health()] == hosts


def test_a_price_source_that_died_is_switched_off(tmp_path: Path) -> None:
    """Case 15."""
    settings = load(tmp_path, "RATE_URL_BINANCE=off", "RATE_URL_MEMPOOL=off")
    names = [type(source).__name__ for source in rate_sources(settings, SteppedClock())]
    assert names == ["KrakenRates", "CoinbaseRates"]


def test_a_coin_whose_providers_died_is_left_out(tmp_path: Path) -> None:
    """Case 15: its chain is not asked any more, its keys stay."""
    settings = load(tmp_path, "CURRENCIES=BTC,SOL")
    outside = connect(settings, bytes(range(64)), SteppedClock())
    assert list(outside.chains) == ["BTC", "SOL"]
    assert set(outside.wallets) == {"BTC", "LTC", "ETH", "SOL"}


def test_no_coin_is_without_a_provider(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="SOL_RPC_URLS"):
        load(tmp_path, "SOL_RPC_URLS=,")


@pytest.mark.parametrize(
    ("asset", "height", "on"),
    [
        ("BTC", 840_000, datetime(2024, 4, 20, tzinfo=UTC)),
        ("BTC", 210_000, datetime(2012, 11, 28, tzinfo=UTC)),
        ("LTC", 2_520_000, datetime(2023, 8, 2, tzinfo=UTC)),
        ("ETH", 15_537_394, datetime(2022, 9, 15, tzinfo=UTC)),
        ("SOL", 250_000_000, datetime(2024, 2, 25, tzinfo=UTC)),
    ],
)
def test_what_the_networks_had_is_possible(asset: str, height: int, on: datetime) -> None:
    """Halvings, the merge, a slot; twice and a third of that are not."""
    rhythm = replace(PACES[asset].rhythm, clock=lambda: on)
    assert list(rhythm.doubts(Tip(height, "", on))) == []
    for absurd in (2 * height, height // 3, 10**12, -1):
        assert list(rhythm.doubts(Tip(absurd, "", on)))
