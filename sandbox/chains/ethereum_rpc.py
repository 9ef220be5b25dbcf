"""The chain as an Ethereum node shows it: JSON-RPC 2.0, alone or in batches.

https://github.com/ethereum/execution-apis, https://www.jsonrpc.org/specification
"""

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.chains.ethereum import EthereumChain
from sandbox.chains.ethereum_block import Block
from sandbox.chains.ethereum_ledger import Account
from sandbox.chains.ethereum_transaction import CHAIN_ID, CONTRACTS, GAS_PRICE
from sandbox.chains.ethereum_views import View, block_view, receipt_view, transaction_view

PREFIX = "/rpc/eth"
_MOST_CALLS = 1_000
_QUANTITY = re.compile(r"0x(0|[1-9a-fA-F][0-9a-fA-F]{0,15})")
_HASH = re.compile(r"0x[0-9a-fA-F]{64}")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_PARSE, _REQUEST, _METHOD, _PARAMS = -32700, -32600, -32601, -32602
_SERVER, _NOT_FOUND = -32000, -32001
# One byte is enough to show that somebody lives there: STOP.
_CODE = "0x00"

Method = Callable[..., Any]


def routes(chain: EthereumChain) -> list[web.RouteDef]:
    return [web.post(PREFIX, _Rpc(chain).handle)]


class _Failed(Exception):
    """What is answered instead of a result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Rpc:
    def __init__(self, chain: EthereumChain) -> None:
        self._chain = chain
        self._ledger = chain.ledger
        self._methods: dict[str, Method] = {
            "eth_chainId": lambda: hex(CHAIN_ID),
            "net_version": lambda: str(CHAIN_ID),
            "web3_clientVersion": lambda: "HoldfastSandbox/1.0",
            "eth_syncing": lambda: False,
            "eth_gasPrice": lambda: hex(GAS_PRICE),
            "eth_blockNumber": lambda: hex(chain.tip.height),
            "eth_getBlockByNumber": self._block_by_number,
            "eth_getBlockByHash": self._block_by_hash,
            "eth_getBalance": lambda *asked: hex(self._account(*asked).balance),
            "eth_getTransactionCount": lambda *asked: hex(self._account(*asked).nonce),
            "eth_getCode": self._code,
            "eth_getTransactionByHash": self._transaction,
            "eth_getTransactionReceipt": self._receipt,
        }

    async def handle(self, request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.text())
        except ValueError:
            return web.json_response(_error(None, _PARSE, "parse error"))
        if not isinstance(asked, list):
            return web.json_response(self._reply(asked))
        if not asked:
            return web.json_response(_error(None, _REQUEST, "empty batch"))
        if len(asked) > _MOST_CALLS:
            return web.json_response([_error(None, _REQUEST, "batch too large")])
        return web.json_response([self._reply(question) for question in asked])

    def _reply(self, question: Any) -> View:
        if not isinstance(question, dict) or not isinstance(question.get("method"), str):
            return _error(None, _REQUEST, "invalid request")
        number, params = question.get("id"), question.get("params") or []
        try:
            return {"jsonrpc": "2.0", "id": number, "result": self._call(question, params)}
        except _Failed as failed:
            return _error(number, failed.code, str(failed))

    def _call(self, question: View, params: Any) -> Any:
        name = question["method"]
        if name not in self._methods:
            raise _Failed(_METHOD, f"the method {name} does not exist/is not available")
        try:
            return self._methods[name](*params)
        except TypeError:
            raise _Failed(_PARAMS, "invalid number or kind of arguments") from None

    def _block_by_number(self, tag: str, full: bool) -> View | None:
        try:
            return self._shown(self._named(tag), full)
        except _Failed as failed:
            if failed.code == _PARAMS:
                raise
            return None

    def _block_by_hash(self, given: str, full: bool) -> View | None:
        block = self._ledger.blocks.get(_hash(given))
        return self._shown(block, full) if block else None

    def _code(self, address: str, block: Any = "latest") -> str:
        self._named(block)
        return _CODE if _address(address) in CONTRACTS.values() else "0x"

    def _transaction(self, txid: str) -> View | None:
        found = self._ledger.find(_hash(txid))
        return transaction_view(found, self._ledger.block_of(found.txid)) if found else None

    def _receipt(self, txid: str) -> View | None:
        found = self._ledger.find(_hash(txid))
        block = found and self._ledger.block_of(found.txid)
        return receipt_view(found, block) if found and block else None

    def _account(self, address: str, block: Any = "latest") -> Account:
        return self._ledger.account(_address(address), self._named(block).height)

    def _named(self, block: Any) -> Block:
        """By tag, number or hash (EIP-1898); raises _Failed."""
        if isinstance(block, dict):
            return self._named_by_object(block)
        chain, tags = self._ledger.chain, {"earliest": self._ledger.chain[0]}
        tags |= {"latest": self._chain.tip, "pending": self._chain.tip}
        tags |= {"safe": self._chain.safe, "finalized": self._chain.final}
        if block in tags:
            return tags[block]
        if not isinstance(block, str) or not _QUANTITY.fullmatch(block):
            raise _Failed(_PARAMS, "invalid block: a tag, a number or an object")
        if int(block, 16) >= len(chain):
            raise _Failed(_SERVER, "header not found")
        return chain[int(block, 16)]

    def _named_by_object(self, block: View) -> Block:
        if "blockNumber" in block:
            return self._named(block["blockNumber"])
        found = self._ledger.blocks.get(_hash(block.get("blockHash")))
        if found is None:
            raise _Failed(_NOT_FOUND, "header for hash not found")
        if not self._ledger.is_best(found):
            raise _Failed(_SERVER, "hash is not currently canonical")
        return found

    def _shown(self, block: Block, full: bool) -> View:
        if not full:
            return block_view(block, list(block.txids))
        inside = [self._ledger.find(txid) for txid in block.txids]
        return block_view(block, [transaction_view(each, block) for each in inside if each])


def _error(number: Any, code: int, message: str) -> View:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


def _hash(given: Any) -> str:
    if not isinstance(given, str) or not _HASH.fullmatch(given):
        raise _Failed(_PARAMS, "invalid hash: 0x and 64 hex digits")
    return given.lower()


def _address(given: Any) -> str:
    if not isinstance(given, str) or not _ADDRESS.fullmatch(given):
        raise _Failed(_PARAMS, "invalid address: 0x and 40 hex digits")
    return given.lower()
