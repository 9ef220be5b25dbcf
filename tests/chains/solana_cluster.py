"""A Solana provider that answers as it is told: consistently, until a test bends one answer."""

import base64
import hashlib
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web
from solders.pubkey import Pubkey
from solders.signature import Signature

from tests.scripted import START
from utils.chains.solana import CLOCK, CLOCK_LAYOUT, GENESIS

SLOT, FINAL = 400_000_000, 399_999_968
PAYER = str(Pubkey(b"\x05" * 32))
PROGRAM = "11111111111111111111111111111111"
Reply = dict[str, Any]


@cache
def signature(number: int) -> str:
    return str(Signature(struct.pack(">Q", number) * 8))


def address(number: int) -> str:
    return str(Pubkey(hashlib.sha256(struct.pack(">Q", number)).digest()))


class Refusal(Exception):
    """What the provider answers to one call instead of a result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.error = {"code": code, "message": message}


@dataclass(slots=True)
class Moved:
    """A transaction that changed one balance."""

    number: int
    units: int
    slot: int = FINAL - 100
    failed: bool = False
    final: bool = True
    version: int | str = 0

    @property
    def err(self) -> Reply | None:
        return {"InstructionError": [0, {"Custom": 1}]} if self.failed else None

    def line(self) -> Reply:
        return {
            "signature": signature(self.number),
            "slot": self.slot,
            "err": self.err,
            "memo": "[12] <b>WIN SOL</b>",
            "blockTime": int(START.timestamp()),
            "confirmationStatus": "finalized" if self.final else "confirmed",
        }

    def transaction(self, owner: str) -> Reply:
        had = 10**12
        after = had if self.failed else had + self.units
        return {
            "slot": self.slot,
            "blockTime": int(START.timestamp()),
            "version": self.version,
            "meta": {
                "err": self.err,
                "fee": 5_000,
                "preBalances": [10**13, had, 1],
                "postBalances": [10**13 - 5_000, after, 1],
                "loadedAddresses": {"writable": [], "readonly": []},
            },
            "transaction": {
                "signatures": [signature(self.number)],
                "message": {"accountKeys": [PAYER, owner, PROGRAM]},
            },
        }


@dataclass
class Cluster:
    """`moved`: by address, newest first. `bent`: by method, a function of the true answer."""

    moved: dict[str, list[Moved]] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    bent: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    batch: Callable[[list[Reply]], Any] = list
    most_calls: int = 100
    first_block: int = 0
    slot: int = SLOT
    final: int = FINAL
    time: int = int(START.timestamp())
    requests: list[list[Reply]] = field(default_factory=list)

    def told(self, owner: str, *moved: Moved) -> None:
        """Newest first; the balance follows."""
        self.moved[owner] = list(moved)
        self.balances[owner] = sum(each.units for each in moved if not each.failed)

    @property
    def calls(self) -> list[str]:
        return [call["method"] for request in self.requests for call in request]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.text())
        several = isinstance(asked, list)
        self.requests.append(asked if several else [asked])
        if several and len(asked) > self.most_calls:
            return web.json_response(error_to_all(-32600, "Batch requests are not supported"))
        replies = [self._reply(call) for call in self.requests[-1]]
        if not several:
            return web.json_response(replies[0])
        return web.json_response(self.batch(replies))

    def _reply(self, call: Reply) -> Reply:
        reply = {"jsonrpc": "2.0", "id": call["id"]}
        try:
            answer = getattr(self, call["method"])(*call["params"])
            bend = self.bent.get(call["method"])
            return reply | {"result": bend(answer) if bend else answer}
        except Refusal as refusal:
            return reply | {"error": refusal.error}

    def getLatestBlockhash(self, _: Reply) -> Reply:  # noqa: N802
        value = {"blockhash": address(self.slot), "lastValidBlockHeight": self.slot}
        return self._with_context(value)

    def getSlot(self, _: Reply) -> int:  # noqa: N802
        return self.final

    def getGenesisHash(self) -> str:  # noqa: N802
        return GENESIS["mainnet"]

    def getFirstAvailableBlock(self) -> int:  # noqa: N802
        return self.first_block

    def getAccountInfo(self, key: str, _: Reply) -> Reply:  # noqa: N802
        assert key == CLOCK
        raw = CLOCK_LAYOUT.pack(self.slot, 0, 0, 0, self.time)
        return self._with_context({"data": [base64.b64encode(raw).decode(), "base64"]})

    def getBalance(self, key: str, _: Reply) -> Reply:  # noqa: N802
        return self._with_context(self.balances.get(key, 0))

    def getMultipleAccounts(self, keys: list[str], _: Reply) -> Reply:  # noqa: N802
        assert len(keys) <= 100
        value = [
            {"lamports": units, "owner": PROGRAM, "data": ["", "base64"], "space": 0}
            if (units := self.balances.get(key))
            else None
            for key in keys
        ]
        return self._with_context(value)

    def getSignaturesForAddress(self, key: str, options: Reply) -> list[Reply]:  # noqa: N802
        lines = [each.line() for each in self.moved.get(key, [])]
        names = [line["signature"] for line in lines]
        start = names.index(options["before"]) + 1 if "before" in options else 0
        end = names.index(options["until"]) if options.get("until") in names else len(lines)
        return lines[start:end][: options["limit"]]

    def getTransaction(self, name: str, options: Reply) -> Reply:  # noqa: N802
        assert options["maxSupportedTransactionVersion"] == 1
        for owner, moved in self.moved.items():
            for each in moved:
                if signature(each.number) == name:
                    return each.transaction(owner)
        raise AssertionError(name)

    def _with_context(self, value: Any) -> Reply:
        return {"context": {"apiVersion": "4.2.2", "slot": self.slot}, "value": value}


def error_to_all(code: int, message: str) -> Reply:
    return {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
