"""Refusals of what was typed: each stands until its question is answered, or ends.

A question is refused below itself, so that what was typed can still be read; the refusal is taken
away again when it has served, or it would contradict the screen above it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from aiogram.exceptions import TelegramAPIError

from handlers import replies
from handlers.errors import refuse
from handlers.press import Typed, Visitor
from models.errors import ShopError

REMEMBERED = 10_000
"""Persons of whom it is known what was refused."""
MOST_WRONG = 20
"""Wrong answers to one question that are taken away with its refusal."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands below a question. `told`: the refusals; `wrong`: what was typed."""

    told: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()


class Refusals:
    def __init__(self) -> None:
        self._standing: dict[int, Standing] = {}

    @asynccontextmanager
    async def answering(self, typed: Typed, subject: str, *, fits: bool) -> AsyncIterator[Typed]:
        """What is refused inside of it is told, and stands; what stood before goes. What does not
        fit and is not refused anew (a further picture of an album) lets it stand.
        """
        who, before = typed.who, self._standing.get(typed.who.id, Standing())
        answer = replace(typed, subject=subject, refused=[], wrong=before.wrong)
        try:
            yield answer
        except ShopError as refusal:
            await refuse(answer, refusal)
        finally:
            if fits or answer.refused:
                await self._clear(who, before.told)
            if answer.refused:
                wrong = (*before.wrong, typed.message.message_id)
                self._note(who.id, Standing(tuple(answer.refused), wrong[-MOST_WRONG:]))

    async def end(self, who: Visitor, pressed: int = 0) -> None:
        """The question has ended. `pressed`: the message that shows something else by now."""
        if standing := self._standing.pop(who.id, None):
            await _remove(who, [one for one in standing.told if one != pressed])

    async def _clear(self, who: Visitor, told: Sequence[int]) -> None:
        self._standing.pop(who.id, None)
        await _remove(who, told)

    def _note(self, user_id: int, standing: Standing) -> None:
        """Of so many persons: the one who was noted first goes."""
        if len(self._standing) >= REMEMBERED:
            del self._standing[next(iter(self._standing))]
        self._standing[user_id] = standing


async def _remove(who: Visitor, told: Sequence[int]) -> None:
    """One that Telegram does not let go stays as it is."""
    for message_id in told:
        with suppress(TelegramAPIError, TimeoutError):
            await replies.remove(who.bot, who.id, message_id)
