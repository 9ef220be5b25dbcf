"""Goods that were sent and wait for their button: in the sender's draft, which is sealed."""

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Self

from services.goods.filing import FileKind
from services.goods.intake import Delivery, Says
from services.goods.lines import Line, read
from services.people.draft import GOODS, DraftService
from services.people.note import Note

SEAL = 12
LINES, CSV, FILES, TEXT = "lines", "csv", "files", "text"
MOST_FILES = 100
"""As many as Telegram forwards at once; what is refused of them is counted."""
MOST_BYTES = 64 * 1024 * 1024
"""Of all files together: they are fetched once more, and in memory, before they are kept."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as Telegram keeps it."""

    file_id: str = field(repr=False)
    name: str
    type: str
    size: int
    sha256: str
    kind: FileKind = FileKind.DOCUMENT
    says: str = Says.NEW
    """Its verdict when it came; whether the shop has it is asked anew."""

    @property
    def taken(self) -> bool:
        return self.says == Says.NEW


@dataclass(frozen=True, slots=True)
class Staged:
    """`what`: LINES, CSV, FILES, or any word of a desk that keeps one text."""

    variant_id: int
    what: str
    body: str = field(default="", repr=False)
    files: tuple[Sent, ...] = ()
    delivery: Delivery = field(default_factory=Delivery)
    screen: int = 0
    """The message that shows it, below which more may come."""

    @property
    def taken(self) -> tuple[Sent, ...]:
        return tuple(file for file in self.files if file.taken)

    async def lines(self) -> list[Line]:
        """Beside the loop: a long list takes half a second. Raises CannotRead."""
        return await asyncio.to_thread(read, self.body, is_csv=self.what == CSV)

    @property
    def seal(self) -> str:
        told = f"{self.variant_id}\n{self.what}\n{self.body}\n{[f.sha256 for f in self.taken]}"
        return hashlib.sha256(told.encode()).hexdigest()[:SEAL]

    def packed(self) -> str:
        """The head is short, and the body as it is: it may be long."""
        files = [asdict(file) for file in self.files]
        facts = {"files": files, "delivery": asdict(self.delivery), "screen": self.screen}
        return f"{self.what} {self.variant_id}\n{json.dumps(facts)}\n{self.body}"

    @classmethod
    def unpacked(cls, text: str) -> Self | None:
        """None for a draft of another kind."""
        head, _, rest = text.partition("\n")
        facts, _, body = rest.partition("\n")
        what, _, number = head.partition(" ")
        try:
            known = json.loads(facts)
            files = tuple(
                Sent(**file | {"kind": FileKind(file.get("kind", FileKind.DOCUMENT))})
                for file in known["files"]
            )
            delivery = Delivery(**known["delivery"])
            return cls(int(number), what, body, files, delivery, int(known.get("screen", 0)))
        except (ValueError, KeyError, TypeError):
            return None


class Stage:
    """What one admin has sent and not confirmed: the last one counts."""

    def __init__(self, drafts: DraftService) -> None:
        self._drafts = drafts

    async def put(self, user_id: int, staged: Staged, note: Note | None) -> Staged:
        await self._drafts.keep(user_id, staged.packed(), note, GOODS)
        return staged

    async def find(self, user_id: int, variant_id: int, *whats: str) -> Staged | None:
        """What waits for this variant, if it is one of these."""
        draft = await self._drafts.find(user_id, GOODS)
        staged = Staged.unpacked(draft.text) if draft else None
        if staged is None or staged.variant_id != variant_id or staged.what not in whats:
            return None
        return staged

    async def note(self, user_id: int, staged: Staged, delivery: Delivery) -> Staged:
        return await self.put(user_id, replace(staged, delivery=delivery), None)

    async def clear(self, user_id: int) -> None:
        await self._drafts.drop(user_id)
