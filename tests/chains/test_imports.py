"""Exports as MetaMask's and Solana's own code read them: what that code said is in imports.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.chains.imports import WORDS, exported, wallets
from utils.wallets import base58

SAID: dict[str, Any] = json.loads(Path(__file__).with_name("imports.json").read_text())
ROWS: list[dict[str, Any]] = SAID["imported"]


def test_they_were_asked_about_what_is_exported_today() -> None:
    asked = [{name: row[name] for name in ("coin", "index", "path", "secret")} for row in ROWS]
    assert asked == exported()
    assert SAID["words"] == WORDS
    assert {row["coin"] for row in ROWS} == {"BTC", "LTC", "ETH", "SOL"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["path"])
def test_an_exported_key_imports_as_the_address_that_the_shop_gave(row: dict[str, Any]) -> None:
    """MetaMask keeps small letters and shows the checksum."""
    given = wallets()[row["coin"]].derive(row["index"]).address
    assert row["address"] == (given.lower() if row["coin"] == "ETH" else given)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["path"])
def test_key_tree_derives_the_same_key_from_the_words_and_the_path(row: dict[str, Any]) -> None:
    """MetaMask's derivation, of both curves."""
    if row["coin"] == "ETH":
        own = row["secret"].removeprefix("0x")
    elif row["coin"] == "SOL":
        own = base58.decode(row["secret"])[:32].hex()
    else:
        own = base58.decode_check(row["secret"])[1:33].hex()
    assert row["key"] == own


def test_from_the_words_alone_metamask_finds_account_0_and_no_other() -> None:
    """As docs/wallets.md says: its own accounts are m/44'/60'/0'/0/n, ours m/44'/60'/n'/0/0."""
    ethereum = wallets()["ETH"]
    ours = [ethereum.derive(index).address.lower() for index in range(50)]
    assert SAID["from_words"][0] == ours[0]
    assert not set(SAID["from_words"][1:]) & set(ours)
