"""The sandbox's Solana for chain tests: the real runtime behind JSON-RPC over HTTP.

There is no other node to be had: LiteSVM executes as a validator does, slots and commitment are
played. What public providers answer is in recorded/solana.json and in test_solana_faults.py.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web
from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0, MessageV1
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from sandbox.chains import solana_rpc
from sandbox.chains.solana import SolanaChain
from sandbox.store import Store
from tests.chains.conftest import serving
from utils.chains.solana import SolanaClient
from utils.clock import utc_now

SOL = 10**9
RENT = 890_880
"""Lamports below which no account without data can come into being."""


@dataclass(slots=True)
class SolanaBench:
    """A client, hands on the chain it looks at, and the requests it sends."""

    chain: SolanaChain
    url: str
    client: SolanaClient
    restarted: Callable[[], SolanaClient]
    """Another client of the same chain, which remembers nothing."""
    requests: list[list[str]] = field(default_factory=list)
    """Of each HTTP request the methods called."""

    def address(self) -> str:
        return str(Keypair().pubkey())

    def pay(self, address: str, units: int, *, slots: int = 1, fail: bool = False) -> str:
        signature = self.chain.pay(address, units, fail=fail)
        self.chain.mine(slots)
        return signature

    def funded(self, units: int = SOL) -> Keypair:
        """Somebody with coins."""
        keys = Keypair()
        self.pay(str(keys.pubkey()), units)
        return keys

    def sends(
        self,
        signers: Sequence[Keypair],
        *instructions: Instruction,
        table: AddressLookupTableAccount | None = None,
        version: int = 0,
    ) -> str:
        """Land a transaction of one's own; the first signer pays."""
        signature = self.tries(signers, *instructions, table=table, version=version)
        assert signature in self.chain.ledger.landed
        return signature

    def tries(
        self,
        signers: Sequence[Keypair],
        *instructions: Instruction,
        table: AddressLookupTableAccount | None = None,
        version: int = 0,
    ) -> str:
        """The same, whether it lands or not."""
        recent, payer = Hash.from_string(self.chain.tip.hash), signers[0].pubkey()
        tables = [table] if table else []
        message = (
            MessageV1.try_compile(payer, instructions, recent)
            if version
            else MessageV0.try_compile(payer, instructions, tables, recent)
        )
        signature = self.chain.send(bytes(VersionedTransaction(message, signers)))
        self.chain.mine(1)
        return signature

    def calls(self) -> list[str]:
        return [method for request in self.requests for method in request]


def moving(payer: Keypair, address: str, units: int) -> Instruction:
    to = Pubkey.from_string(address)
    return transfer(TransferParams(from_pubkey=payer.pubkey(), to_pubkey=to, lamports=units))


def nobody_watches(kind: str, **payload: Any) -> None:
    pass


@asynccontextmanager
async def solana_bench() -> AsyncIterator[SolanaBench]:
    store = Store(None)
    chain = SolanaChain(store, utc_now)
    requests: list[list[str]] = []
    app = web.Application(middlewares=[recording(requests)], client_max_size=50 * 1024)
    app.add_routes(solana_rpc.routes(chain, nobody_watches))
    async with serving(app) as base:
        url = base.rstrip("/") + solana_rpc.PREFIX
        connect = partial(SolanaClient, url, clock=utc_now)
        async with aclosing(connect()) as client:
            yield SolanaBench(chain, url, client, connect, requests)
    store.close()


def recording(requests: list[list[str]]) -> Any:
    @web.middleware
    async def record(request: web.Request, handler: Any) -> web.StreamResponse:
        asked = json.loads(await request.text())
        listed = asked if isinstance(asked, list) else [asked]
        requests.append([each["method"] for each in listed])
        response: web.StreamResponse = await handler(request)
        return response

    return record
