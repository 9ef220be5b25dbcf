"""What the chain says of a transaction that was named for a refund, and what that means.

See docs/adr/0013-refunds.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from models.errors import BadTransactionId
from models.refund import Refund
from models.refund_errors import ChainBlind, ChainSilent
from services.money.destination import Destinations
from utils.chains import solana_answers
from utils.chains.base import ChainCannotTell, ChainClient, ChainError, Lookup
from utils.chains.strict import BadShape

SPELLINGS = {"BTC": "[0-9a-f]{64}", "LTC": "[0-9a-f]{64}", "ETH": "0x[0-9a-f]{64}"}
LONGEST = 256
"""Characters of what may be meant as a transaction's id."""
SKEW = {
    "BTC": timedelta(hours=2),
    "LTC": timedelta(hours=2),
    "ETH": timedelta(minutes=5),
    "SOL": timedelta(minutes=5),
}
"""By how much a block may be dated before it was found. Miners of Bitcoin and Litecoin choose the
time, after the median of eleven blocks and at most two hours ahead; elsewhere the network does.
"""


class Word(StrEnum):
    PAYS = "pays"
    UNKNOWN = "unknown"
    """Neither in the best chain nor waiting."""
    LESS = "less"
    """It pays less to that address than was agreed, or nothing, or it failed."""
    EARLIER = "earlier"
    """It is in a block from before the refund was opened: it paid something else."""


@dataclass(frozen=True, slots=True)
class Sighting:
    word: Word
    seen: Lookup

    @property
    def pays(self) -> bool:
        return self.word is Word.PAYS

    @property
    def pays_some(self) -> bool:
        """Whether coins left in it, too few for the refund."""
        return self.word is Word.LESS and self.seen.amount > 0

    @property
    def is_hopeless(self) -> bool:
        """Whether it can never pay this refund, whatever is mined."""
        return self.seen.is_mined and not self.pays


Sightings = Mapping[str, Sighting]
"""By transaction."""


def judged(refund: Refund, seen: Lookup) -> Sighting:
    """Raises ChainBlind when it is in a block and nobody can tell from when."""
    if not seen.known:
        return Sighting(Word.UNKNOWN, seen)
    if not seen.amount:
        return Sighting(Word.LESS, seen)
    if seen.is_mined and seen.mined_at is None:
        raise ChainBlind(refund.asset)
    if seen.mined_at and seen.mined_at < refund.opened_at - SKEW[refund.asset]:
        return Sighting(Word.EARLIER, seen)
    return Sighting(Word.LESS if seen.amount < refund.units else Word.PAYS, seen)


class Lookout:
    """Asks the chains, outside any transaction."""

    def __init__(self, chains: Mapping[str, ChainClient], destinations: Destinations) -> None:
        self._chains = chains
        self._destinations = destinations

    async def ask(self, refund: Refund, txids: Iterable[str]) -> Sightings:
        """Of all of them, or of none. Raises ChainSilent, ChainBlind."""
        address = self._destinations.unseal(refund.order_id, refund.sealed)
        if refund.asset not in self._chains:
            raise ChainSilent(refund.asset)
        chain = self._chains[refund.asset]
        try:
            return {txid: judged(refund, await chain.lookup(txid, address)) for txid in txids}
        except ChainCannotTell:
            raise ChainBlind(refund.asset) from None
        except ChainError:
            raise ChainSilent(refund.asset) from None


def spelled(asset: str, text: str) -> str:
    """A transaction id in its one spelling; raises BadTransactionId.

    Blanks and marks that nobody sees come along when something is copied.
    """
    text = "".join(c for c in text[:LONGEST] if not c.isspace() and unicodedata.category(c) != "Cf")
    if asset == "SOL":
        try:
            return solana_answers.signature(text)
        except BadShape:
            raise BadTransactionId(asset) from None
    text = text.lower()
    if asset == "ETH" and not text.startswith("0x"):
        text = f"0x{text}"
    if not re.fullmatch(SPELLINGS[asset], text):
        raise BadTransactionId(asset)
    return text
