"""What the chain says of a transaction that was named for a refund, and what that means.

See docs/adr/0013-refunds.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from models.errors import BadTransactionId
from models.refund import Refund, RefundState, RefundTransaction
from models.refund_errors import (
    ChainBlind,
    ChainSilent,
    RefundCameBack,
    RefundTooLittle,
    RefundTooOld,
    RefundTransactionUsed,
    RefundUnasked,
    RefundUnseen,
)
from services.money.destination import Destinations
from utils.chains import solana_answers
from utils.chains.base import UNKNOWN, ChainCannotTell, ChainClient, ChainError, Lookup
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
    UNDATED = "undated"
    """It has paid, in a block of which the source tells no time."""
    UNTOLD = "untold"
    """The source is well, and has no way to know."""


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
        return self.seen.is_mined and self.word in (Word.LESS, Word.EARLIER)

    @property
    def denies(self) -> bool:
        """Whether every source says that it pays nothing of this refund, now or any more."""
        return self.word in (Word.UNKNOWN, Word.LESS, Word.EARLIER) and not self.seen.doubted


Sightings = Mapping[str, Sighting]
"""By transaction."""


def judged(refund: Refund, seen: Lookup) -> Sighting:
    if not seen.known:
        return Sighting(Word.UNKNOWN, seen)
    if not seen.amount:
        return Sighting(Word.LESS, seen)
    if seen.is_mined and seen.mined_at is None:
        return Sighting(Word.UNDATED, seen)
    if seen.mined_at and seen.mined_at < refund.opened_at - SKEW[refund.asset]:
        return Sighting(Word.EARLIER, seen)
    return Sighting(Word.LESS if seen.amount < refund.units else Word.PAYS, seen)


class Lookout:
    """Asks the chains, outside any transaction."""

    def __init__(self, chains: Mapping[str, ChainClient], destinations: Destinations) -> None:
        self._chains = chains
        self._destinations = destinations

    async def ask(self, refund: Refund, txids: Iterable[str]) -> Sightings:
        """Of all of them, or of none. Raises ChainSilent."""
        address = self._destinations.unseal(refund.order_id, refund.sealed)
        if refund.asset not in self._chains:
            raise ChainSilent(refund.asset)
        chain = self._chains[refund.asset]
        return {txid: await self._one(chain, refund, txid, address) for txid in txids}

    async def _one(self, chain: ChainClient, refund: Refund, txid: str, address: str) -> Sighting:
        try:
            return judged(refund, await chain.lookup(txid, address))
        except ChainCannotTell:
            return Sighting(Word.UNTOLD, UNKNOWN)
        except ChainError:
            raise ChainSilent(refund.asset) from None


def require_denied(
    refund: Refund, names: Sequence[RefundTransaction], sightings: Sightings
) -> None:
    """Raises RefundUnasked while one of them may have paid. What a source cannot know and never
    did is left to the admin's word: it may be a slip of the pen.
    """
    for name in names:
        said = sightings[name.txid]
        never = said.word is Word.UNTOLD and name.seen_at is None
        if not never and not said.denies:
            raise RefundUnasked(refund.asset)


def refusal(refund: Refund, said: Sighting) -> Exception:
    """Why this transaction is not the refund's."""
    if refund.state is not RefundState.OPEN:
        return RefundCameBack()
    if said.word in (Word.UNTOLD, Word.UNDATED):
        return ChainBlind(refund.asset)
    if said.word is Word.LESS:
        return RefundTooLittle(refund.asset, said.seen.amount, refund.units)
    if said.word is Word.EARLIER and said.seen.mined_at:
        return RefundTooOld(said.seen.mined_at, refund.opened_at)
    return RefundTransactionUsed() if said.pays else RefundUnseen()


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
