"""The chain as a Solana node's JSON-RPC shows it, error codes included: `/rpc/sol`.

https://solana.com/docs/rpc/http. A method that is not here is -32601, never a silent answer.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import web
from solders.account import Account
from solders.transaction import VersionedTransaction

from sandbox.chains import solana_views as views
from sandbox.chains.base import Refused
from sandbox.chains.panel import Publish
from sandbox.chains.solana import FINAL_LAG, SolanaChain
from sandbox.chains.solana_ledger import BLOCKHASH_SLOTS, Sent, Slot
from sandbox.chains.solana_params import Params, RpcError, key_of

PREFIX = "/rpc/sol"
_EPOCH = 432_000
_MOST_ACCOUNTS = 100
_MOST_STATUSES = 256
_MOST_SIGNATURES = 1_000
_LEVELS = ("processed", "confirmed", "finalized")

Body = dict[str, Any]


def routes(chain: SolanaChain, publish: Publish) -> list[web.RouteDef]:
    """One POST for all methods; `publish` tells those who watch of what is sent."""
    return [web.post(PREFIX, SolanaRpc(chain, publish).handle)]


class SolanaRpc:
    """Commitment `processed` is answered as `confirmed`: nothing here is less certain."""

    def __init__(self, chain: SolanaChain, publish: Publish) -> None:
        self._chain = chain
        self._ledger = chain.ledger
        self._publish = publish
        self._methods: dict[str, Callable[[Params], Any]] = {
            "getAccountInfo": self.get_account_info,
            "getBalance": self.get_balance,
            "getBlockHeight": self.get_block_height,
            "getBlockTime": self.get_block_time,
            "getEpochInfo": self.get_epoch_info,
            "getFirstAvailableBlock": lambda _: self._ledger.slots[0].number,
            "getGenesisHash": lambda _: self._ledger.slots[0].hash,
            "getHealth": lambda _: "ok",
            "getLatestBlockhash": self.get_latest_blockhash,
            "getMinimumBalanceForRentExemption": self.get_rent_minimum,
            "getMultipleAccounts": self.get_multiple_accounts,
            "getSignatureStatuses": self.get_signature_statuses,
            "getSignaturesForAddress": self.get_signatures_for_address,
            "getSlot": lambda params: self._slot(params).number,
            "getTransaction": self.get_transaction,
            "getVersion": lambda _: {"solana-core": "2.2.0-sandbox", "feature-set": 0},
            "requestAirdrop": self.request_airdrop,
            "sendTransaction": self.send_transaction,
        }

    async def handle(self, request: web.Request) -> web.Response:
        """One call or a batch; as nodes do, with status 200 for errors too."""
        try:
            asked = json.loads(await request.text())
        except ValueError:
            return web.json_response(_reply(None, error=RpcError(-32700, "Parse error").shape))
        if isinstance(asked, list) and asked:
            return web.json_response([self._answer(each) for each in asked])
        return web.json_response(self._answer(asked))

    def _answer(self, call: Any) -> Body:
        if not isinstance(call, dict) or not isinstance(call.get("method"), str):
            return _reply(None, error=RpcError(-32600, "Invalid request").shape)
        try:
            method = self._methods.get(call["method"])
            if method is None:
                raise RpcError(-32601, "Method not found")
            return _reply(call.get("id"), result=method(Params(call.get("params"))))
        except RpcError as error:
            return _reply(call.get("id"), error=error.shape)

    def get_account_info(self, params: Params) -> Body:
        slot = self._slot(params)
        return self._with_context(slot, self._account(params.key(0), slot, params))

    def get_multiple_accounts(self, params: Params) -> Body:
        keys = params.texts(0)
        if len(keys) > _MOST_ACCOUNTS:
            raise RpcError(-32602, f"Too many inputs provided; max {_MOST_ACCOUNTS}")
        slot = self._slot(params)
        accounts = [self._account(key_of(key), slot, params) for key in keys]
        return self._with_context(slot, accounts)

    def get_balance(self, params: Params) -> Body:
        slot = self._slot(params)
        account = self._state(params.key(0), slot)
        return self._with_context(slot, account.lamports if account else 0)

    def get_block_height(self, params: Params) -> int:
        """Slots that have a block: skipped numbers do not count."""
        number = self._slot(params).number
        return sum(slot.number <= number for slot in self._ledger.slots)

    def get_block_time(self, params: Params) -> int:
        number = params.number(0)
        for slot in self._ledger.slots:
            if slot.number == number:
                return slot.time
        raise RpcError(-32004, f"Block not available for slot {number}")

    def get_epoch_info(self, params: Params) -> Body:
        number = self._slot(params).number
        return {
            "absoluteSlot": number,
            "blockHeight": self.get_block_height(params),
            "epoch": number // _EPOCH,
            "slotIndex": number % _EPOCH,
            "slotsInEpoch": _EPOCH,
            "transactionCount": len(self._ledger.landed),
        }

    def get_latest_blockhash(self, params: Params) -> Body:
        slot = self._slot(params)
        valid = self.get_block_height(params) + BLOCKHASH_SLOTS
        return self._with_context(slot, {"blockhash": slot.hash, "lastValidBlockHeight": valid})

    def get_rent_minimum(self, params: Params) -> int:
        return self._ledger.runtime.rent_minimum(params.number(0))

    def get_signatures_for_address(self, params: Params) -> list[Body]:
        """Newest first, failed ones too."""
        limit = params.options.get("limit", _MOST_SIGNATURES)
        if not isinstance(limit, int) or not 1 <= limit <= _MOST_SIGNATURES:
            raise RpcError(-32602, f"Invalid limit; max {_MOST_SIGNATURES}")
        found = self._between(params.key(0), self._slot(params).number, params.options)
        return [
            views.signature_view(sent, self._time(sent), self._level(sent))
            for sent, _ in zip(found, range(limit), strict=False)
        ]

    def get_signature_statuses(self, params: Params) -> Body:
        signatures = params.texts(0)
        if len(signatures) > _MOST_STATUSES:
            raise RpcError(-32602, f"Too many inputs provided; max {_MOST_STATUSES}")
        return self._with_context(self._ledger.tip, [self._status(each) for each in signatures])

    def get_transaction(self, params: Params) -> Body | None:
        encoding = params.options.get("encoding", "json")
        if encoding not in ("json", "base64"):
            raise RpcError(-32602, "This node shows transactions as json or base64")
        sent = self._ledger.landed.get(params.signature(0))
        if sent is None or (sent.slot or 0) > self._slot(params).number:
            return None
        version, most = views.version_of(sent), params.options.get("maxSupportedTransactionVersion")
        if isinstance(version, int) and (most is None or most < version):
            raise RpcError(
                -32015,
                f"Transaction version ({version}) is not supported by the requesting client. "
                "Please try the request again with the following configuration parameter: "
                f'"maxSupportedTransactionVersion": {version}',
            )
        return views.transaction_view(sent, self._time(sent), encoding)

    def request_airdrop(self, params: Params) -> str:
        try:
            signature = self._chain.pay(params.key(0), params.number(1))
        except Refused as refused:
            raise RpcError(-32602, str(refused)) from None
        self._tell()
        return signature

    def send_transaction(self, params: Params) -> str:
        """Into the mempool, after the looks ahead that a node takes."""
        raw = params.transaction(0)
        transaction = VersionedTransaction.from_bytes(raw)
        if not all(transaction.verify_with_results()):
            raise RpcError(-32003, "Transaction signature verification failure")
        if not self._ledger.is_recent(str(transaction.message.recent_blockhash)):
            raise RpcError(-32002, "Transaction simulation failed: Blockhash not found")
        if not params.options.get("skipPreflight"):
            error, logs = self._ledger.runtime.simulate(transaction)
            if error is not None:
                text = f"Transaction simulation failed: {json.dumps(error)}"
                raise RpcError(-32002, text, err=error, logs=list(logs))
        signature = self._chain.send(raw)
        self._tell()
        return signature

    def _tell(self) -> None:
        self._publish("chain", chain="sol", state=self._chain.state())

    def _slot(self, params: Params) -> Slot:
        level = params.options.get("commitment", "finalized")
        if level not in _LEVELS:
            raise RpcError(-32602, "Invalid params: unknown commitment")
        return self._ledger.slot_at(FINAL_LAG) if level == "finalized" else self._ledger.tip

    def _level(self, sent: Sent) -> str:
        return "finalized" if (sent.slot or 0) <= self._chain.final_height else "confirmed"

    def _status(self, signature: str) -> Body | None:
        sent = self._ledger.landed.get(signature)
        if sent is None:
            return None
        level = self._level(sent)
        depth = None if level == "finalized" else self._ledger.tip.number - (sent.slot or 0)
        return views.status_view(sent, depth, level)

    def _time(self, sent: Sent) -> int:
        return next(slot.time for slot in reversed(self._ledger.slots) if slot.number == sent.slot)

    def _between(self, key: str, newest: int, options: Body) -> Iterator[Sent]:
        before, until = options.get("before"), options.get("until")
        waiting = before is not None
        for sent in self._ledger.history(key):
            if sent.signature == until:
                return
            if not waiting and (sent.slot or 0) <= newest:
                yield sent
            waiting = waiting and sent.signature != before

    def _account(self, key: str, slot: Slot, params: Params) -> Body | None:
        if params.options.get("encoding", "base64") not in ("base64", "jsonParsed"):
            raise RpcError(-32602, "This node shows accounts as base64")
        return views.account_view(self._state(key, slot), params.options.get("dataSlice"))

    def _state(self, key: str, slot: Slot) -> Account | None:
        if slot is self._ledger.tip:
            return self._ledger.runtime.account(key)
        state = self._ledger.state_at(key, slot.number)
        return Account.from_bytes(state) if state else None

    def _with_context(self, slot: Slot, value: Any) -> Body:
        return {"context": {"apiVersion": "2.2.0", "slot": slot.number}, "value": value}


def _reply(number: Any, **content: Any) -> Body:
    return {"jsonrpc": "2.0", "id": number, **content}
