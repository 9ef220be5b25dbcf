"""Real regtest nodes for tests: one per session, each in a throw-away folder."""

import base64
import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from utils.chains.script import script_of

USER, PASSWORD = "tests", "only-for-tests"
NODES = Path(os.environ.get("HOLDFAST_NODES") or "~/.cache/holdfast/nodes").expanduser()
PLACES = {
    "bitcoind": NODES / "btc/bin/bitcoind",
    # Debian's /usr/bin/litecoind is a wrapper that writes into the home folder.
    "litecoind": Path("/usr/lib/litecoin/litecoind"),
}
COIN = 100_000_000
FEE = 10_000
BLOCKS_AT_START = 150
MWEB_ACTIVATION = 432
"""Litecoin's regtest: that block needs a peg-in, and `generateblock` no longer works from there."""
TWO_WEEKS = 15 * 24 * 60 * 60
OF_ITS_OWN = {
    # Nothing here has to survive a power cut, and half of all time went into waiting for disks.
    "bitcoind": ["-unsafesqlitesync=1"],
    # Bitcoin replaces by fee always, Litecoin when told to.
    "litecoind": ["-mempoolreplacement=1"],
}
START_SECONDS = 30


class RpcFailed(Exception):
    """The node answered with an error."""


def find_program(name: str) -> Path | None:
    """By environment (BITCOIND), where .ci/fetch_node.sh and Debian put it, then in the PATH."""
    candidates = (os.environ.get(name.upper()), PLACES[name], shutil.which(name))
    return next((Path(path) for path in candidates if path and Path(path).exists()), None)


@dataclass(slots=True)
class Node:
    """A bitcoind or litecoind in regtest, with a wallet `miner` that has plenty of coins."""

    program: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def url(self) -> str:
        return f"http://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def start(self, *options: str) -> None:
        """Returns when it answers; the chain in `folder` is kept between starts."""
        self.process = subprocess.Popen(
            [self.program, *_options(self.folder, self.port), *OF_ITS_OWN[self.name], *options],
            env={**os.environ, "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.program} does not start")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_SECONDS)
            self.process = None

    def call(self, method: str, *params: object, wallet: str = "") -> Any:
        """The result, fractions as Decimal; raises RpcFailed."""
        question = {"jsonrpc": "1.0", "id": next(self._ids), "method": method, "params": params}
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            path = f"/wallet/{wallet}" if wallet else "/"
            headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
            connection.request("POST", path, json.dumps(question), headers)
            answer = json.loads(connection.getresponse().read(), parse_float=Decimal)
        finally:
            connection.close()
        if answer["error"]:
            raise RpcFailed(f"{method}: {answer['error']}")
        return answer["result"]

    def miner(self, method: str, *params: object) -> Any:
        return self.call(method, *params, wallet="miner")

    def _answers(self) -> bool:
        try:
            self.call("getblockchaininfo")
        except (OSError, RpcFailed, ValueError):
            return False
        return True


def _options(folder: Path, port: int) -> list[str]:
    return [
        "-regtest",
        f"-datadir={folder}",
        "-server",
        "-txindex=1",
        f"-rpcuser={USER}",
        f"-rpcpassword={PASSWORD}",
        f"-rpcport={port}",
        "-rpcbind=127.0.0.1",
        "-rpcallowip=127.0.0.1",
        "-listen=0",
        "-dnsseed=0",
        "-fallbackfee=0.0001",
        "-dbcache=16",
        "-printtoconsole=0",
        # What a test makes the node forget must not come back from a wallet by itself.
        "-walletbroadcast=0",
    ]


def new_node(program: Path, folder: Path, *options: str) -> Node:
    """Started, with a chain of 150 blocks and mature coins."""
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    node = Node(program, folder, port)
    node.start(*options)
    node.call("createwallet", "miner")
    node.call("generatetoaddress", BLOCKS_AT_START, node.miner("getnewaddress", "", "bech32"))
    return node


@dataclass(frozen=True, slots=True)
class Coin:
    """An output the miner can spend."""

    txid: str
    vout: int
    amount: int


@dataclass(slots=True)
class Regtest:
    """What a person with a node can do to the chain: pay, mine, replace, reorganise."""

    node: Node
    _spent: dict[str, Coin] = field(default_factory=dict)
    _sent: dict[str, str] = field(default_factory=dict)
    _coins: "list[Coin]" = field(default_factory=list)
    _own: str = ""

    def address(self) -> str:
        """A fresh one; the miner has its key."""
        address: str = self.node.miner("getnewaddress", "", "bech32")
        return address

    def pay(self, *outputs: tuple[str, int]) -> str:
        """One transaction with these outputs in this order, then the change."""
        return self._send(self._coin(), outputs, FEE)

    def fund(self, count: int) -> None:
        """Have coins for this many payments without a block in between."""
        while len(self._coins) < count:
            self.pay(*[(self._home(), 2 * COIN)] * 20)
            self.mine()
            self._coins = self._found()

    def mine(self, count: int = 1) -> None:
        if self.node.name == "litecoind":
            height = self.node.call("getblockcount")
            assert height + count < MWEB_ACTIVATION, "too many blocks for one litecoind"
        self.node.call("generatetoaddress", count, self._home())

    def forget(self, txid: str) -> None:
        """Two weeks pass without a block; the next payment makes the node drop what is that old."""
        self.node.call("setmocktime", int(time.time()) + TWO_WEEKS)
        self.pay((self._home(), COIN))
        self.node.call("setmocktime", 0)
        assert txid not in self.node.call("getrawmempool")

    def resend(self, txid: str) -> None:
        """The very same bytes again."""
        self.node.call("sendrawtransaction", self._sent[txid])

    def replace(self, txid: str, address: str, amount: int) -> str:
        """Spend the same coin otherwise for a higher fee (BIP125)."""
        return self._send(self._spent[txid], [(address, amount)], 10 * FEE)

    def spend(self, address: str, to: str) -> str:
        """Move everything an address has received to another."""
        (found,) = self.node.miner("listunspent", 0, 9_999_999, [address])
        return self._send(coin_of(found), [(to, coin_of(found).amount - FEE)], FEE)

    def reorg_moving(self, txid: str, depth: int = 1) -> None:
        """What is in the newest blocks ends up in one that is higher than all of them."""
        self._invalidate(depth)
        for _ in range(depth):
            self.node.call("generateblock", self._home(), [])
        self.mine()

    def reorg_dropping(self, txid: str, depth: int = 1) -> None:
        """A transaction in the newest blocks is double-spent: it will never be there again."""
        self._invalidate(depth)
        raw = self._signed(self._spent[txid], [(self._home(), COIN)], 10 * FEE)
        self.node.call("generateblock", self._home(), [raw])
        self.mine(depth)

    def _invalidate(self, depth: int) -> None:
        height = self.node.call("getblockcount") - depth + 1
        self.node.call("invalidateblock", self.node.call("getblockhash", height))

    def _home(self) -> str:
        """The miner's own address, for rewards and change."""
        self._own = self._own or self.address()
        return self._own

    def _coin(self) -> Coin:
        """Each is spent once, and none is what an address under test received."""
        self._coins = self._coins or self._found()
        assert self._coins, "every coin waits for a block: mine one"
        return self._coins.pop()

    def _found(self) -> "list[Coin]":
        """The largest last: rewards shrink as a chain grows, and the last is taken first."""
        found = [coin_of(each) for each in self.node.miner("listunspent", 1)]
        large = [coin for coin in found if coin.amount > COIN and self._is_free(coin)]
        return sorted(large, key=lambda coin: coin.amount)

    def _is_free(self, coin: Coin) -> bool:
        return coin not in self._spent.values()

    def _send(self, coin: Coin, outputs: "Outputs", fee: int) -> str:
        raw = self._signed(coin, outputs, fee)
        txid: str = self.node.call("sendrawtransaction", raw)
        self._spent[txid], self._sent[txid] = coin, raw
        return txid

    def unsent(self, script: bytes, amount: int) -> str:
        """A transaction that pays a script, signed and told to nobody."""
        change = (bytes.fromhex(script_of(self._home())), self._coins[-1].amount - amount - FEE)
        return self._signed_raw(unsigned(self._coins[-1], [(script, amount), change]))

    def _signed(self, coin: Coin, outputs: "Outputs", fee: int) -> str:
        change = coin.amount - fee - sum(amount for _, amount in outputs)
        everything = [*outputs, (self._home(), change)] if change else list(outputs)
        scripts = [(bytes.fromhex(script_of(address)), amount) for address, amount in everything]
        return self._signed_raw(unsigned(coin, scripts))

    def _signed_raw(self, raw_unsigned: str) -> str:
        signed = self.node.miner("signrawtransactionwithwallet", raw_unsigned)
        assert signed["complete"], signed
        raw: str = signed["hex"]
        return raw


Outputs = list[tuple[str, int]] | tuple[tuple[str, int], ...]


def coin_of(found: dict[str, Any]) -> Coin:
    return Coin(found["txid"], found["vout"], int(found["amount"] * COIN))


def unsigned(coin: Coin, outputs: list[tuple[bytes, int]]) -> str:
    """The node's own `createrawtransaction` refuses to pay one address twice."""
    raw = bytes.fromhex("0200000001") + bytes.fromhex(coin.txid)[::-1]
    raw += coin.vout.to_bytes(4, "little") + bytes.fromhex("00fdffffff")
    raw += bytes([len(outputs)])
    for script, amount in outputs:
        raw += amount.to_bytes(8, "little") + bytes([len(script)]) + script
    return (raw + bytes(4)).hex()
