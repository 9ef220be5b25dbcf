"""A JSON-RPC node that answers as it is told: for what no real node can be made to do."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

HASH = "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
TXID = "aa" * 32
TIME = 1_700_000_000
Method = Callable[..., Any]
Reply = dict[str, Any]


class Refusal(Exception):
    """What the node answers instead of a result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.error = {"code": code, "message": message}


class ScriptedNode:
    """`methods` holds an answer or a function of the parameters; `calls` what was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.labels: dict[str, str] = {}
        self.entries: list[Reply] = []
        self.wallets: list[str] = []
        self.known: set[str] = set()
        self.has_descriptors = True
        self.methods: dict[str, Any] = {
            "getblockchaininfo": {
                "chain": "main",
                "initialblockdownload": False,
                "bestblockhash": HASH,
            },
            "getblockheader": {"hash": HASH, "height": 700, "time": TIME},
            "listwallets": lambda: self.wallets,
            "loadwallet": self._load,
            "unloadwallet": self.wallets.remove,
            "createwallet": self._create,
            "getwalletinfo": lambda: {
                "private_keys_enabled": False,
                "descriptors": self.has_descriptors,
            },
            "getaddressesbylabel": self._labelled,
            "getdescriptorinfo": lambda descriptor: {"descriptor": f"{descriptor}#checksum"},
            "importdescriptors": self._import,
            "validateaddress": lambda address: {"isvalid": True, "address": address},
            "importmulti": self._import,
            "setlabel": lambda address, label: self.labels.update({address: label}),
            "listsinceblock": lambda *_: {"transactions": self.entries, "lastblock": HASH},
            "getmempoolentry": {},
        }

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/{wallet:.*}", self._answer)
        return app

    def receives(self, address: str, /, **changes: Any) -> None:
        entry = {
            "address": address,
            "category": "receive",
            "amount": 0.0005,
            "vout": 0,
            "confirmations": 3,
            "blockhash": HASH,
            "blockheight": 698,
            "txid": TXID,
        }
        self.entries.append(entry | changes)

    async def _answer(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.text())
        if isinstance(asked, list):
            return web.json_response([await self._reply(question) for question in asked])
        reply = await self._reply(asked)
        return web.json_response(reply, status=500 if reply["error"] else 200)

    async def _reply(self, question: Reply) -> Reply:
        self.calls.append(question["method"])
        answer = self.methods[question["method"]]
        result, error = None, None
        try:
            result = answer(*question["params"]) if callable(answer) else answer
            if hasattr(result, "__await__"):
                result = await result
        except Refusal as refusal:
            error = refusal.error
        return {"id": question["id"], "result": result, "error": error}

    def _load(self, name: str) -> None:
        if name not in self.known:
            raise Refusal(-18, f"Wallet file verification failed. {name} does not exist")
        self.wallets.append(name)

    def _create(self, name: str, *options: object) -> None:
        if options[-1] and not self.has_descriptors:
            raise Refusal(-4, "Compiled without sqlite support (required for descriptor wallets)")
        self.known.add(name)
        self.wallets.append(name)

    def _labelled(self, label: str) -> Reply:
        found: Reply = {a: {"purpose": "receive"} for a, own in self.labels.items() if own == label}
        if not found:
            raise Refusal(-11, f"No addresses with label {label}")
        return found

    def _import(self, requests: list[Reply]) -> list[Reply]:
        for request in requests:
            described = request.get("desc", "").removeprefix("addr(").partition(")")[0]
            address = described or request["scriptPubKey"]["address"]
            self.labels[address] = request["label"]
        return [{"success": True} for _ in requests]
