"""An Esplora API over a real node: an honest stand-in, since no Esplora server can be had here.

Blocks, transactions, scripts and the mempool are the node's own, read over RPC; only the index by
address and the JSON of https://github.com/Blockstream/esplora/blob/master/API.md are made here.
What is hidden in Litecoin's MWEB is left out: an index by script cannot know of it.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from decimal import Decimal
from itertools import chain
from typing import Any

from aiohttp import web

from tests.nodes import COIN, Node, RpcFailed

MEMPOOL_SHOWN = 50
CHAIN_SHOWN = 25
MOST_UNSPENT = 500
View = dict[str, Any]


class AddressIndex:
    """Which transactions touch a script, kept up with the node also through reorganisations."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._blocks: list[str] = []
        self._inside: dict[str, list[View]] = {}
        self._outputs: dict[tuple[str, int], View] = {}
        self._mempool: dict[str, View] = {}

    def sync(self) -> None:
        """Forget the blocks that are no longer in the best chain, read the new ones."""
        height = self.node.call("getblockcount")
        while self._blocks and not self._is_best(len(self._blocks) - 1, height):
            del self._inside[self._blocks.pop()]
        for number in range(len(self._blocks), height + 1):
            self._add(self.node.call("getblock", self.node.call("getblockhash", number), 2))
        waiting = self.node.call("getrawmempool")
        self._mempool = {txid: self._mempool.get(txid) or self._waiting(txid) for txid in waiting}

    def find(self, txid: str) -> View | None:
        everything = [*self._mempool.values(), *chain.from_iterable(self._inside.values())]
        return next((tx for tx in everything if tx["txid"] == txid), None)

    def touching(self, script: str) -> tuple[list[View], list[View]]:
        """Unconfirmed and confirmed transactions, newest first."""
        waiting = [tx for tx in self._mempool.values() if self._touches(tx, script)]
        mined = [
            tx
            for block in reversed(self._blocks)
            for tx in reversed(self._inside[block])
            if self._touches(tx, script)
        ]
        return waiting, mined

    def stats(self, script: str, transactions: list[View]) -> View:
        sums: defaultdict[str, int] = defaultdict(int)
        for tx in transactions:
            for kind, outputs in (("funded", tx["vout"]), ("spent", _prevouts(tx))):
                own = [output["value"] for output in outputs if output["scriptpubkey"] == script]
                sums[f"{kind}_txo_count"] += len(own)
                sums[f"{kind}_txo_sum"] += sum(own)
        names = ("funded_txo_count", "funded_txo_sum", "spent_txo_count", "spent_txo_sum")
        return {"tx_count": len(transactions)} | {name: sums[name] for name in names}

    def unspent(self, script: str) -> list[View]:
        """The newest first, as a map of `/utxo` has them."""
        transactions = [tx for part in self.touching(script) for tx in part]
        spent = {(each["txid"], each["vout"]) for tx in transactions for each in tx["vin"]}
        return [
            {"txid": tx["txid"], "vout": index, "status": tx["status"], "value": output["value"]}
            for tx in transactions
            for index, output in enumerate(tx["vout"])
            if output["scriptpubkey"] == script and (tx["txid"], index) not in spent
        ]

    def block(self, block_hash: str) -> View:
        header = self.node.call("getblockheader", block_hash)
        names = ("height", "version", "mediantime", "nonce")
        shown = {name: header[name] for name in names}
        previous = header.get("previousblockhash")
        return {"id": header["hash"], "timestamp": header["time"], "tx_count": header["nTx"]} | (
            shown | {"merkle_root": header["merkleroot"], "previousblockhash": previous}
        )

    def _is_best(self, number: int, height: int) -> bool:
        return number <= height and self._blocks[number] == self.node.call("getblockhash", number)

    def _add(self, block: View) -> None:
        status = {
            "confirmed": True,
            "block_height": block["height"],
            "block_hash": block["hash"],
            "block_time": block["time"],
        }
        self._blocks.append(block["hash"])
        self._inside[block["hash"]] = [self._view(tx, status) for tx in block["tx"]]

    def _waiting(self, txid: str) -> View:
        return self._view(self.node.call("getrawtransaction", txid, True), {"confirmed": False})

    def _view(self, tx: View, status: View) -> View:
        outputs = [_output(output) for output in tx["vout"] if not output.get("ismweb")]
        for index, output in enumerate(outputs):
            self._outputs[tx["txid"], index] = output
        inputs = [self._input(each) for each in tx["vin"] if not each.get("ismweb")]
        shown = {name: tx[name] for name in ("txid", "version", "locktime", "size", "weight")}
        return shown | {"vin": inputs, "vout": outputs, "status": status}

    def _input(self, each: View) -> View:
        if "coinbase" in each:
            return {"txid": "00" * 32, "vout": 0xFFFFFFFF, "prevout": None, "is_coinbase": True}
        prevout = self._outputs.get((each["txid"], each["vout"])) or self._spent(each)
        shown = {name: each[name] for name in ("txid", "vout", "sequence")}
        return shown | {"prevout": prevout, "is_coinbase": False}

    def _spent(self, each: View) -> View:
        """An output of a transaction that was read after the one that spends it."""
        source = self.node.call("getrawtransaction", each["txid"], True)
        return _output(source["vout"][each["vout"]])

    @staticmethod
    def _touches(tx: View, script: str) -> bool:
        return any(output["scriptpubkey"] == script for output in [*tx["vout"], *_prevouts(tx)])


def _prevouts(tx: View) -> list[View]:
    return [each["prevout"] for each in tx["vin"] if each["prevout"]]


def _output(output: View) -> View:
    script, value = output["scriptPubKey"], Decimal(output["value"])
    view = {"scriptpubkey": script["hex"], "scriptpubkey_type": script["type"]}
    address = script.get("address") or next(iter(script.get("addresses", [])), None)
    return view | {"scriptpubkey_address": address, "value": int(value * COIN)}


class Facade:
    """The routes; refusals are plain text, as on the real thing."""

    def __init__(self, index: AddressIndex) -> None:
        self._index = index
        self._node = index.node

    def app(self) -> web.Application:
        app = web.Application()
        for path, answer in {
            "/blocks/tip/height": self._tip_height,
            "/blocks/tip/hash": self._tip_hash,
            "/block-height/{height}": self._block_height,
            "/block/{hash}": self._block,
            "/tx/{txid}": self._transaction,
            "/address/{address}": self._address,
            "/address/{address}/txs": self._transactions,
            "/address/{address}/utxo": self._unspent,
            "/address/{address}/txs/mempool": self._waiting,
            "/address/{address}/txs/chain": self._mined,
            "/address/{address}/txs/chain/{last}": self._mined,
        }.items():
            app.router.add_get(path, self._answering(answer))
        return app

    def _answering(
        self, answer: Callable[[web.Request], object]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            self._index.sync()
            content = answer(request)
            if isinstance(content, str):
                return web.Response(text=content)
            return web.json_response(content)

        return handler

    def _tip_height(self, _: web.Request) -> str:
        return str(self._node.call("getblockcount"))

    def _tip_hash(self, _: web.Request) -> str:
        return str(self._node.call("getbestblockhash"))

    def _block_height(self, request: web.Request) -> str:
        return str(self._node.call("getblockhash", int(request.match_info["height"])))

    def _block(self, request: web.Request) -> View:
        try:
            return self._index.block(request.match_info["hash"])
        except RpcFailed:
            raise web.HTTPNotFound(text="Block not found") from None

    def _transaction(self, request: web.Request) -> View:
        found = self._index.find(request.match_info["txid"])
        if found is None:
            raise web.HTTPNotFound(text="Transaction not found")
        return found

    def _address(self, request: web.Request) -> View:
        script = self._script(request)
        waiting, mined = self._index.touching(script)
        return {
            "address": request.match_info["address"],
            "chain_stats": self._index.stats(script, mined),
            "mempool_stats": self._index.stats(script, waiting),
        }

    def _transactions(self, request: web.Request) -> list[View]:
        return self._waiting(request) + self._mined(request)

    def _waiting(self, request: web.Request) -> list[View]:
        waiting, _ = self._index.touching(self._script(request))
        return waiting[:MEMPOOL_SHOWN]

    def _unspent(self, request: web.Request) -> list[View]:
        found = self._index.unspent(self._script(request))
        if len(found) > MOST_UNSPENT:
            raise web.HTTPBadRequest(text="Too many unspent transaction outputs (>500).")
        return found

    def _mined(self, request: web.Request) -> list[View]:
        _, mined = self._index.touching(self._script(request))
        last = request.match_info.get("last")
        start = next((at + 1 for at, tx in enumerate(mined) if tx["txid"] == last), 0)
        return mined[start : start + CHAIN_SHOWN]

    def _script(self, request: web.Request) -> str:
        answer = self._node.call("validateaddress", request.match_info["address"])
        if not answer["isvalid"]:
            raise web.HTTPBadRequest(text="Invalid Bitcoin address")
        return str(answer["scriptPubKey"])
