"""What is exported for a wallet is read by that wallet: nodes and Electrum, not our own parsers."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands import formats
from services.keys.export import Holding
from tests.databases import missing_service
from tests.nodes import Node, Regtest
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.descriptor import checksum
from utils.wallets.litecoin import LitecoinWallet
from utils.wallets.mnemonic import generate, seed_of

ORDERS = 3
EACH = 150_000


def holdings(asset: str, wallet: BitcoinWallet | LitecoinWallet) -> list[Holding]:
    """Orders of an hour ago, with money."""
    found = []
    for index in range(ORDERS):
        derived = wallet.derive(index)
        found.append(
            Holding(
                order_id=index + 1,
                code=f"K7Q2{index}",
                status="paid",
                asset=asset,
                index=index,
                path=derived.path,
                address=derived.address,
                received=EACH,
                total=2490,
                currency="USD",
                ordered_at=datetime.now(UTC) - timedelta(hours=1),  # noqa: TID251
            )
        )
    return found


def test_the_checksum_is_the_node_s(node: Node) -> None:
    for index, private in ((0, False), (1, False), (7, True)):
        text = BitcoinWallet(bytes(range(64)), "regtest").descriptor(index, private=private)
        bare, _, mark = text.partition("#")
        told = node.call("getdescriptorinfo", bare)
        assert (told["checksum"], told["hasprivatekeys"]) == (mark, private)
    with pytest.raises(ValueError, match="substring not found"):
        checksum("wpkh(€)")


@pytest.mark.parametrize("private", [False, True])
def test_bitcoind_imports_the_descriptors(node: Node, regtest: Regtest, private: bool) -> None:
    """Watch-only it sees the money, with keys it spends it."""
    wallet = BitcoinWallet(seed_of(generate()), "regtest")
    held = holdings("BTC", wallet)
    regtest.pay(*((each.address, EACH) for each in held))
    regtest.mine()
    text = formats.bitcoind(held, [wallet.descriptor(i, private=private) for i in range(ORDERS)])
    name = f"imported-{held[0].address}"
    node.call("createwallet", name, not private, True)
    answers = node.call("importdescriptors", json.loads(text), wallet=name)
    assert [answer["success"] for answer in answers] == [True] * ORDERS, answers
    assert node.call("getbalance", wallet=name) * 10**8 == ORDERS * EACH
    assert node.call("getaddressesbylabel", "order K7Q20", wallet=name).keys() == {held[0].address}
    if private:
        sent = node.call("sendall", [regtest.address()], None, None, 2, wallet=name)
        assert sent["complete"]


@pytest.mark.parametrize("private", [False, True])
def test_litecoind_imports_the_addresses(
    litecoin_node: Node, litecoin_regtest: Regtest, private: bool
) -> None:
    wallet = LitecoinWallet(seed_of(generate()), "regtest")
    held = holdings("LTC", wallet)
    litecoin_regtest.pay(*((each.address, EACH) for each in held))
    litecoin_regtest.mine()
    keys = [wallet.private_key(index) for index in range(ORDERS)] if private else None
    name = f"imported-{held[0].address}"
    litecoin_node.call("createwallet", name, not private, True)
    rows = json.loads(formats.litecoind(held, keys))
    answers = litecoin_node.call("importmulti", rows, wallet=name)
    assert [answer["success"] for answer in answers] == [True] * ORDERS, answers
    assert litecoin_node.call("getbalance", "*", 0, True, wallet=name) * 10**8 == ORDERS * EACH


@pytest.fixture(scope="session")
def electrum() -> str:
    found = shutil.which("electrum")
    if found is None:
        missing_service("Electrum")
    return str(found)


def test_electrum_reads_the_keys_as_the_right_addresses(electrum: str, tmp_path: Path) -> None:
    """A bare WIF it would take for a P2PKH key, and show an empty wallet."""
    wallet = BitcoinWallet(seed_of(generate()), "regtest")
    text = formats.electrum([wallet.private_key(index) for index in range(ORDERS)])
    assert electrum_addresses(electrum, tmp_path, text) == addresses(wallet)


def test_electrum_watches_the_addresses(electrum: str, tmp_path: Path) -> None:
    wallet = BitcoinWallet(seed_of(generate()), "regtest")
    text = formats.addresses(holdings("BTC", wallet))
    assert electrum_addresses(electrum, tmp_path, text) == addresses(wallet)


def addresses(wallet: BitcoinWallet) -> set[str]:
    return {wallet.derive(index).address for index in range(ORDERS)}


def electrum_addresses(program: str, folder: Path, lines: str) -> set[str]:
    """A wallet made of what its import box takes, by the program itself."""
    options = ["--regtest", "--offline", "-D", str(folder), "-w", str(folder / "wallet")]

    def run(*arguments: str) -> str:
        env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": os.environ.get("LANG", "C")}
        command = [program, *arguments, *options]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=env, timeout=60
        ).stdout

    run("restore", " ".join(lines.split()))
    return set(json.loads(run("listaddresses")))
