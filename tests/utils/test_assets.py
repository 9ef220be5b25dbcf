"""The coins' units, steps and smallest amounts."""

import pytest

from utils.assets import ASSETS, Asset


@pytest.mark.parametrize("asset", ASSETS.values(), ids=lambda asset: asset.symbol)
def test_the_smallest_amount_can_be_asked_for(asset: Asset) -> None:
    """Case 33: what is due is never below what the chain carries, and always a whole step."""
    assert asset.minimum % asset.step == 0
    assert 0 < asset.minimum < 10**asset.decimals // 100
    assert 10**asset.decimals % asset.step == 0


@pytest.mark.parametrize(("symbol", "places"), [("BTC", 8), ("LTC", 8), ("ETH", 8), ("SOL", 6)])
def test_no_exchange_is_asked_for_more_places_than_it_sends(symbol: str, places: int) -> None:
    assert ASSETS[symbol].step == 10 ** (ASSETS[symbol].decimals - places)


def test_a_new_solana_account_pays_its_rent() -> None:
    """Case 33: below this the first transfer fails on chain."""
    assert ASSETS["SOL"].minimum >= 890_880


def test_what_is_final_by_the_chain_s_own_word() -> None:
    assert {a.symbol for a in ASSETS.values() if a.finality == "finalized"} == {"ETH", "SOL"}
