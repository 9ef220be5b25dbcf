"""The chain as an Esplora server shows it, error texts included.

https://github.com/Blockstream/esplora/blob/master/API.md
"""

import re
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Any

from aiohttp import web

from sandbox.chains.address import BadAddress, WrongNetwork, script_of
from sandbox.chains.block import Block
from sandbox.chains.esplora_views import View, block_view, stats, status, transaction_view
from sandbox.chains.network import Network
from sandbox.chains.transaction import Transaction
from sandbox.chains.utxo import UtxoChain

_WAITING_SHOWN = 50
_CONFIRMED_SHOWN = 25
_BLOCKS_SHOWN = 10
_HASH = re.compile(r"[0-9a-fA-F]{64}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_TARGETS = (*range(1, 26), 144, 504, 1008)
_SLOWEST_RATE, _FASTEST_RATE, _URGENT = 1.0, 2.0, 6

Answer = Callable[["_Esplora", web.Request], Any]


def prefix(network: Network) -> str:
    return f"/esplora/{network.key}"


def routes(chain: UtxoChain) -> list[web.RouteDef]:
    """Everything below `/esplora/btc`, or whatever the network's key is."""
    esplora = _Esplora(chain)
    answers: dict[str, Answer] = {
        "/blocks/tip/height": _Esplora.tip_height,
        "/blocks/tip/hash": _Esplora.tip_hash,
        "/blocks": _Esplora.blocks,
        "/blocks/{height}": _Esplora.blocks,
        "/block-height/{height}": _Esplora.block_height,
        "/block/{hash}": _Esplora.block,
        "/block/{hash}/status": _Esplora.block_status,
        "/block/{hash}/txids": _Esplora.block_txids,
        "/address/{address}": _Esplora.address,
        "/address/{address}/txs": _Esplora.transactions,
        "/address/{address}/txs/chain": _Esplora.confirmed,
        "/address/{address}/txs/chain/{last}": _Esplora.confirmed,
        "/address/{address}/txs/mempool": _Esplora.waiting,
        "/address/{address}/utxo": _Esplora.unspent,
        "/tx/{txid}": _Esplora.transaction,
        "/tx/{txid}/status": _Esplora.transaction_status,
        "/tx/{txid}/hex": _Esplora.transaction_hex,
        "/fee-estimates": _Esplora.fees,
        "/{unknown:.*}": _Esplora.nothing,
    }
    base = prefix(chain.network)
    gets = [web.get(base + path, esplora.answering(answer)) for path, answer in answers.items()]
    return [*gets, web.post(f"{base}/tx", esplora.answering(_Esplora.broadcast))]


class _Refused(Exception):
    """What Esplora answers instead, as plain text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class _Esplora:
    def __init__(self, chain: UtxoChain) -> None:
        self._chain = chain
        self._ledger = chain.ledger
        self._network = chain.network

    def answering(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Text as text, everything else as JSON."""

        async def handler(request: web.Request) -> web.Response:
            try:
                content = answer(self, request)
            except _Refused as refused:
                return web.Response(status=refused.status, text=str(refused))
            if isinstance(content, str):
                return web.Response(text=content)
            return web.json_response(content)

        return handler

    def tip_height(self, _: web.Request) -> str:
        return str(self._chain.tip.height)

    def tip_hash(self, _: web.Request) -> str:
        return self._chain.tip.hash

    def blocks(self, request: web.Request) -> list[View]:
        """The ten newest, or those from a height downwards."""
        height = request.match_info.get("height", "")
        top = int(height) if _NUMBER.fullmatch(height) else self._chain.tip.height
        if top > self._chain.tip.height:
            raise _Refused(404, "Block not found")
        newest = self._ledger.chain[: top + 1][-_BLOCKS_SHOWN:]
        return [self._view(block) for block in reversed(newest)]

    def block_height(self, request: web.Request) -> str:
        height = request.match_info["height"]
        if not _NUMBER.fullmatch(height):
            raise _Refused(400, "Invalid number")
        if int(height) > self._chain.tip.height:
            raise _Refused(404, "Block not found")
        return self._ledger.chain[int(height)].hash

    def block(self, request: web.Request) -> View:
        return self._view(self._found(request))

    def block_txids(self, request: web.Request) -> list[str]:
        return list(self._found(request).txids)

    def block_status(self, request: web.Request) -> View:
        """Esplora does not tell a block that was reorganised away from one that never was."""
        block = self._best(request)
        after = self._ledger.chain[block.height + 1 :][:1] if block else []
        return {
            "in_best_chain": block is not None,
            "height": block.height if block else None,
            "next_best": after[0].hash if after else None,
        }

    def address(self, request: web.Request) -> View:
        script = self._script(request)
        return {
            "address": request.match_info["address"],
            "chain_stats": stats(script, self._ledger.history(script)),
            "mempool_stats": stats(script, self._ledger.waiting(script)),
        }

    def transactions(self, request: web.Request) -> list[View]:
        return self.waiting(request) + self.confirmed(request)

    def waiting(self, request: web.Request) -> list[View]:
        waiting = self._ledger.waiting(self._script(request))
        return self._transactions(waiting[:_WAITING_SHOWN])

    def confirmed(self, request: web.Request) -> list[View]:
        """A page of 25, the first or the one after `last`; nothing follows one not there."""
        history = iter(self._ledger.history(self._script(request)))
        last = request.match_info.get("last", "")
        if _HASH.fullmatch(last):
            any(each.txid == last.lower() for each in history)  # leaves what comes after it
        return self._transactions(list(islice(history, _CONFIRMED_SHOWN)))

    def unspent(self, request: web.Request) -> list[View]:
        """No wallet here spends what was paid to an address, so all that came is there."""
        script = self._script(request)
        paying = self._ledger.history(script) + self._ledger.waiting(script)
        return [
            {"txid": each.txid, "vout": vout, "status": self._status(each), "value": output.value}
            for each in paying
            for vout, output in enumerate(each.outputs)
            if output.script == script
        ]

    def transaction(self, request: web.Request) -> View:
        return self._transactions([self._known(request)])[0]

    def transaction_hex(self, request: web.Request) -> str:
        return self._known(request).raw.hex()

    def transaction_status(self, request: web.Request) -> View:
        """Esplora calls a transaction that it does not know unconfirmed."""
        return status(self._ledger.block_of(_hash(request, "txid")))

    def broadcast(self, _: web.Request) -> str:
        raise _Refused(400, "This chain takes no transactions from outside: pay from its panel.")

    def fees(self, _: web.Request) -> dict[str, float]:
        return {
            str(target): _FASTEST_RATE if target <= _URGENT else _SLOWEST_RATE
            for target in _TARGETS
        }

    def nothing(self, request: web.Request) -> View:
        path = request.path.removeprefix(prefix(self._network))
        raise _Refused(404, f'endpoint does not exist "{path}"')

    def _view(self, block: Block) -> View:
        return block_view(block, self._ledger.median_time(block))

    def _transactions(self, shown: list[Transaction]) -> list[View]:
        return [
            transaction_view(each, self._network) | {"status": self._status(each)} for each in shown
        ]

    def _status(self, transaction: Transaction) -> View:
        return status(self._ledger.block_of(transaction.txid))

    def _best(self, request: web.Request) -> Block | None:
        block = self._ledger.blocks.get(_hash(request, "hash"))
        return block if block and self._ledger.is_best(block) else None

    def _found(self, request: web.Request) -> Block:
        block = self._best(request)
        if block is None:
            raise _Refused(404, "Block not found")
        return block

    def _known(self, request: web.Request) -> Transaction:
        transaction = self._ledger.find(_hash(request, "txid"))
        if transaction is None:
            raise _Refused(404, "Transaction not found")
        return transaction

    def _script(self, request: web.Request) -> bytes:
        try:
            return script_of(request.match_info["address"], self._network)
        except WrongNetwork:
            raise _Refused(400, "Address on invalid network") from None
        except BadAddress:
            raise _Refused(400, "Invalid Bitcoin address") from None


def _hash(request: web.Request, name: str) -> str:
    given = request.match_info[name]
    if not _HASH.fullmatch(given):
        raise _Refused(400, "Invalid hex string")
    return given.lower()
