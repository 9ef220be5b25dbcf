"""What somebody typed and has still to confirm: sealed, bound to them, and forgotten after a while.

A typed answer that counts for money or goods is shown again first, and only a button lets it count.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from db import UnitOfWorkFactory
from models.draft import Draft, draft_binding
from services.people.note import Note
from utils.clock import Clock
from utils.sealing import Sealer, Unsealable

LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Typing:
    """`note`: the message it stands in; None when it was not typed now."""

    text: str = field(repr=False)
    note: Note | None


class DraftService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer

    async def keep(self, user_id: int, text: str, note: Note | None) -> None:
        """The last one counts: it replaces what this person typed before."""
        now = self._clock()
        sealed = self._sealer.seal(text.encode(), bound_to=draft_binding(user_id))
        draft = Draft(user_id=user_id, sealed=sealed)
        if note:
            draft.message_id, draft.written_at = note.message_id, note.written_at
        draft.created_at, draft.expires_at = now, now + LIFETIME
        async with self._uow() as uow:
            await uow.drafts.put(draft, now)

    async def find(self, user_id: int) -> Typing | None:
        async with self._uow.read() as uow:
            draft = await uow.drafts.find(user_id, self._clock())
        if draft is None:
            return None
        try:
            text = self._sealer.open(draft.sealed, bound_to=draft_binding(user_id))
        except Unsealable:  # damaged: they type it again
            return None
        return Typing(text.decode(), _note(draft))

    async def drop(self, user_id: int) -> None:
        async with self._uow() as uow:
            await uow.drafts.drop(user_id)


def _note(draft: Draft) -> Note | None:
    if draft.message_id is None or draft.written_at is None:
        return None
    return Note(draft.user_id, draft.message_id, draft.written_at)
