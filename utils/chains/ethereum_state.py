"""Reading Ethereum's state as of one block: the best one, or the one that is final.

Blocks are named by hash (EIP-1898), so that no reorganisation mixes two states in one scan; a
provider that knows only numbers must show the same block again when everything has been read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from utils.chains import strict
from utils.chains.answers import chain_errors
from utils.chains.base import ChainError, ChainUnavailable, Tip
from utils.chains.ethereum_balance import Account, Block
from utils.chains.jsonrpc import Answer, Call, JsonRpc, RpcError

NO_SUCH_PARAMETER = frozenset({-32600, -32602})
BALANCE, NONCE, CODE = "eth_getBalance", "eth_getTransactionCount", "eth_getCode"

NOTHING_FINAL = Block(0, "0x" + "00" * 32)
"""Until a provider has named a final block: only the genesis block is."""

Question = tuple[str, str, Block]
"""A method, an address, a block."""


@dataclass(frozen=True, slots=True)
class View:
    """The blocks a scan reads at."""

    tip: Tip
    final: Block

    @property
    def best(self) -> Block:
        return Block(self.tip.height, self.tip.hash)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many transactions an address has sent, and how it stood as of finality."""

    nonce: int | ChainError
    final: Account | ChainError


class StateReader:
    """`chain_id` (EIP-155): what a provider of another network says is never taken."""

    def __init__(self, rpc: JsonRpc, chain_id: int) -> None:
        self._rpc = rpc
        self._chain_id = chain_id
        self._is_right_network = False
        self._names_by_hash = True
        self._final = NOTHING_FINAL

    async def look(self) -> View:
        """The best block and the final one; raises ChainError."""
        heads: list[Call] = [
            ("eth_getBlockByNumber", (tag, False)) for tag in ("latest", "finalized")
        ]
        asked = heads if self._is_right_network else [*heads, ("eth_chainId", ())]
        latest, finalized, *network = await self._rpc.ask(asked)
        with chain_errors(self._rpc.http):
            for answer in network:
                self._require_network(result(answer))
            tip = header(result(latest))
            final = self._newest_final(finalized)
        if final.height > tip.height:
            raise ChainUnavailable(self._rpc.http.source, "its best block is below the final one")
        return View(replace(tip, final_height=final.height), final)

    async def balances(self, addresses: Sequence[str], view: View) -> dict[str, int | ChainError]:
        """In wei, at the tip."""
        answers = await self._read([(BALANCE, address, view.best) for address in addresses])
        found = (self._number(answer, strict.wei, BALANCE) for answer in answers)
        return dict(zip(addresses, found, strict=True))

    async def standings(self, addresses: Sequence[str], view: View) -> dict[str, Standing]:
        asked = [(NONCE, view.best), (BALANCE, view.final), (NONCE, view.final)]
        questions = [(method, address, block) for address in addresses for method, block in asked]
        answers = await self._read(questions)
        thirds = (answers[place::3] for place in range(3))
        return {
            address: Standing(self._number(sent, strict.quantity, NONCE), self._account(*final))
            for address, sent, *final in zip(addresses, *thirds, strict=True)
        }

    async def is_used(self, address: str, view: View) -> bool:
        """Whether it has money, has sent anything, or is a contract; raises ChainError."""
        methods = (BALANCE, NONCE, CODE)
        balance, nonce, code = await self._read([(name, address, view.best) for name in methods])
        with chain_errors(self._rpc.http):
            return bool(
                strict.wei(result(balance), BALANCE)
                or strict.quantity(result(nonce), NONCE)
                or strict.code(result(code), CODE)
            )

    async def require_unchanged(self, tip: Tip) -> None:
        """Raises ChainUnavailable when what was read may belong to two chains."""
        if self._names_by_hash:
            return
        (answer,) = await self._rpc.ask([("eth_getBlockByNumber", (hex(tip.height), False))])
        with chain_errors(self._rpc.http):
            if header(result(answer)).hash != tip.hash:
                raise ChainUnavailable(self._rpc.http.source, "reorganised while it was read")

    async def _read(self, questions: Sequence[Question]) -> list[Answer]:
        answers = await self._rpc.ask([self._call(question) for question in questions])
        if self._names_by_hash and answers and all(map(refuses_parameter, answers)):
            self._names_by_hash = False
            return await self._read(questions)
        return answers

    def _call(self, question: Question) -> Call:
        method, address, block = question
        named = {"blockHash": block.hash} if self._names_by_hash else hex(block.height)
        return method, (address, named)

    def _account(self, balance: Answer, nonce: Answer) -> Account | ChainError:
        wei = self._number(balance, strict.wei, BALANCE)
        sent = self._number(nonce, strict.quantity, NONCE)
        if isinstance(wei, ChainError):
            return wei
        return sent if isinstance(sent, ChainError) else Account(wei, sent)

    def _number(
        self, answer: Answer, read: Callable[[object, str], int], what: str
    ) -> int | ChainError:
        try:
            with chain_errors(self._rpc.http):
                return read(result(answer), what)
        except ChainError as error:
            return error

    def _require_network(self, chain_id: object) -> None:
        if (given := strict.quantity(chain_id, "the chain id")) != self._chain_id:
            raise strict.BadShape(f"chain {given} instead of chain {self._chain_id}")
        self._is_right_network = True

    def _newest_final(self, answer: Answer) -> Block:
        """What is final stays final, also while a provider does not know it (-39001, null)."""
        if answer is None or isinstance(answer, RpcError):
            self._rpc.http.complain("it does not know what is final")
            return self._final
        block = header(result(answer))
        if block.height >= self._final.height:
            self._final = Block(block.height, block.hash)
        return self._final


def result(answer: Answer) -> object:
    """What was answered; raises the ChainError that stands for an answer."""
    if isinstance(answer, ChainError):
        raise answer
    return answer


def refuses_parameter(answer: Answer) -> bool:
    return isinstance(answer, RpcError) and answer.code in NO_SUCH_PARAMETER


def header(answer: object) -> Tip:
    """Height, hash and time of a block; raises BadShape."""
    block = strict.mapping(answer, "the block")
    seconds = strict.quantity(block.get("timestamp"), "the block's time")
    try:
        time = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise strict.BadShape("the block's time is no time") from error
    number = strict.block_number(block.get("number"), "the block's number")
    return Tip(number, strict.hash32(block.get("hash"), "the block's hash"), time)
