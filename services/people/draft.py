"""What somebody typed and has still to confirm: sealed, bound to them, and forgotten after a while.

A typed answer that counts for money or goods is shown again first, and only a button lets it count.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from db import UnitOfWorkFactory
from models.draft import Draft, draft_binding
from services.people.note import Note
from utils.clock import Clock
from utils.sealing import Sealer, Unsealable

LIFETIME = timedelta(hours=1)
ADDRESS, GOODS, REASON = "address", "goods", "reason"
CORRECTED, PICKED = "corrected", "picked"
"""What a draft is for: one that was typed for another purpose answers none."""
MARK = 6
"""Hexadecimal digits: which words a button stands below, and not against forgers."""


@dataclass(frozen=True, slots=True)
class Typing:
    """`note`: the message it stands in; None when it was not typed now."""

    text: str = field(repr=False)
    note: Note | None


def mark_of(text: str) -> str:
    """Which words were shown, without one of them: goes with the button that lets them count."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]


class DraftService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer

    async def keep(self, user_id: int, text: str, note: Note | None, topic: str = ADDRESS) -> None:
        """The last one counts: it replaces what this person typed before."""
        now, whole = self._clock(), f"{topic}\n{text}"
        sealed = self._sealer.seal(whole.encode(), bound_to=draft_binding(user_id))
        draft = Draft(user_id=user_id, sealed=sealed)
        if note:
            draft.message_id, draft.written_at = note.message_id, note.written_at
        draft.created_at, draft.expires_at = now, now + LIFETIME
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            await uow.drafts.put(draft, now)

    async def find(self, user_id: int, topic: str = ADDRESS) -> Typing | None:
        """What was typed for this; None also when they have typed something else since."""
        draft = await self._newest(user_id)
        if draft is None:
            return None
        try:
            text = self._sealer.open(draft.sealed, bound_to=draft_binding(user_id))
        except Unsealable:  # damaged: they type it again
            return None
        of, _, words = text.decode().partition("\n")
        return Typing(words, _note(draft)) if of == topic else None

    async def withdraw(self, note: Note) -> None:
        """What stands in this message counts no more, whatever it was for."""
        draft = await self._newest(note.chat_id)
        known = _note(draft) if draft else None
        if known and known.place == note.place:
            await self.drop(note.chat_id)

    async def _newest(self, user_id: int) -> Draft | None:
        async with self._uow.read() as uow:
            return await uow.drafts.find(user_id, self._clock())

    async def drop(self, user_id: int) -> None:
        async with self._uow() as uow:
            await uow.drafts.drop(user_id)


def _note(draft: Draft) -> Note | None:
    if draft.message_id is None or draft.written_at is None:
        return None
    return Note(draft.user_id, draft.message_id, draft.written_at)
