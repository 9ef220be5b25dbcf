"""Finding orders by what an admin has at hand: a code, a person, a transaction or an
address.

Each key has an index and one bounded question. What Ethereum's transactions were is found out
afterwards and stands in no index, so that those are found by address or code alone.
"""

from collections.abc import Callable, Sequence

from db import UnitOfWork, UnitOfWorkFactory
from models.code import CODE_LENGTH, CODE_LETTERS
from models.order import Order
from services.people.publicid import public_id
from services.sale.order import PAGE
from utils.assets import ASSETS

Parse = Callable[[str, str], str]
"""Of a coin and a text, the address in its one spelling; raises ValueError."""
LONGEST = 128
"""Characters; no key is longer."""
SHORTEST_ON_CHAIN = 20
"""Characters of the shortest address or transaction id."""
LARGEST_ID = 2**52
"""Telegram: at most 52 significant bits."""


class SearchService:
    def __init__(self, uow: UnitOfWorkFactory, parse: Parse) -> None:
        self._uow = uow
        self._parse = parse

    async def find(self, text: str) -> Sequence[Order]:
        """The newest orders that fit, a page at most."""
        word = text.strip().removeprefix("#")
        if not word or len(word) > LONGEST:
            return []
        async with self._uow.read() as uow:
            if by_code := await self._coded(uow, word):
                return [by_code]
            if user := await uow.accounts.coded(public_id(word)):
                return await uow.orders.of(user.id, limit=PAGE, offset=0)
            return await self._others(uow, word)

    async def _coded(self, uow: UnitOfWork, word: str) -> Order | None:
        code = word.upper()
        if len(code) != CODE_LENGTH or set(code) - set(CODE_LETTERS):
            return None
        return await uow.orders.coded(code)

    async def _others(self, uow: UnitOfWork, word: str) -> Sequence[Order]:
        if word.startswith("@"):
            return await uow.orders.of_username(word[1:], PAGE)
        is_id = word.isascii() and word.isdigit() and len(word) < SHORTEST_ON_CHAIN
        if is_id and int(word) <= LARGEST_ID:
            return await uow.orders.of(int(word), limit=PAGE, offset=0)
        if len(word) < SHORTEST_ON_CHAIN:
            return await uow.orders.of_username(word, PAGE)
        return await on_chain(uow, self._parse, word, PAGE)


async def on_chain(uow: UnitOfWork, parse: Parse, word: str, limit: int) -> Sequence[Order]:
    """The orders that this address, or else this transaction, is about."""
    for asset in ASSETS:
        try:
            address = parse(asset, word)
        except ValueError:
            continue
        if found := await uow.orders.paid_to(asset, address, limit):
            return found
    txids = [word, word.lower(), word.lower().removeprefix("0x")]
    return await uow.orders.paid_in(list(ASSETS), txids, limit)
