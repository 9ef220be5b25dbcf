"""What a source notes about an address for its next look, kept by the shop from start to start.

A note is text that only the clients read, with a part of its own for each source: what one has
seen is no word of another's. One that is missing or damaged costs questions; what balances alone
cannot tell afterwards (how much had left an address) is in no other place.
"""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from utils.chains.base import Known, KnownTransfer

LONGEST_NOTE = 4_000
"""Characters; a longer one is not kept."""


class Recollection(dict[str, Sequence[KnownTransfer]]):
    """What is known of some addresses, with the notes that were made at the last look."""

    def __init__(
        self,
        known: Mapping[str, Sequence[KnownTransfer]],
        notes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(known)
        self.notes = notes


def note_of(known: Known, address: str, source: str) -> dict[str, object]:
    """That source's part; empty when there is none, or none that can be read."""
    part = _parts(_text(known, address)).get(source)
    return part if isinstance(part, dict) else {}


def noted(known: Known, address: str, source: str, part: Mapping[str, object]) -> str:
    """The note with that source's part anew."""
    return _written(_parts(_text(known, address)) | {source: part})


def united(mine: str | None, theirs: str, source: str) -> str:
    """My note with the part of `source`, whose note this is as well."""
    part = _parts(theirs).get(source)
    return _written(_parts(mine) | ({source: part} if part else {}))


def _text(known: Known, address: str) -> str | None:
    return known.notes.get(address) if isinstance(known, Recollection) else None


def _parts(text: str | None) -> dict[str, object]:
    try:
        note = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _written(note: Mapping[str, object]) -> str:
    """The same note is always the same text."""
    return json.dumps(note, sort_keys=True, separators=(",", ":"))
