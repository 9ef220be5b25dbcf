"""How a node's wallet is told to watch an address: with descriptors, or as before them.

https://github.com/bitcoin/bitcoin/blob/master/doc/descriptors.md
https://developer.bitcoin.org/reference/rpc/importmulti.html
"""

from collections.abc import Mapping
from typing import Protocol

from utils.chains import strict
from utils.chains.noderpc import Call


class Dialect(Protocol):
    @property
    def method(self) -> str:
        """The RPC method that takes a list of requests."""
        ...

    @property
    def hears_the_mempool(self) -> bool:
        """Whether an import finds what already waits; otherwise only loading the wallet does."""
        ...

    def question(self, address: str) -> Call:
        """What makes the node check an address, and its network on the way."""
        ...

    def request(self, address: str, answer: Mapping[str, object]) -> dict[str, object] | None:
        """From the answer, what to import; None when the node spells the address otherwise.

        In capitals, say: payments would be listed under the other spelling.
        """
        ...


class Descriptors:
    """Bitcoin 24 or newer, and what descends from it."""

    method = "importdescriptors"
    hears_the_mempool = True

    def question(self, address: str) -> Call:
        return "getdescriptorinfo", [f"addr({address})"]

    def request(self, address: str, answer: Mapping[str, object]) -> dict[str, object] | None:
        descriptor = strict.text(answer.get("descriptor"), "a descriptor")
        return {"desc": descriptor} if descriptor.startswith(f"addr({address})#") else None


class Legacy:
    """Nodes that were built without descriptor wallets: Litecoin 0.21."""

    method = "importmulti"
    hears_the_mempool = False

    def question(self, address: str) -> Call:
        return "validateaddress", [address]

    def request(self, address: str, answer: Mapping[str, object]) -> dict[str, object] | None:
        is_ours = strict.flag(answer.get("isvalid"), "isvalid") and answer.get("address") == address
        return {"scriptPubKey": {"address": address}, "watchonly": True} if is_ours else None
