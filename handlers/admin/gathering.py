"""Files that come one after the other, each judged as it comes; all of them are one batch."""

import asyncio
import hashlib
from dataclasses import replace

from aiogram import Bot

from handlers.admin.staged import FILES, MOST_BYTES, MOST_FILES, Sent, Stage, Staged
from handlers.fetching import Attached, fetch
from models.product import Variant
from models.stock_errors import CannotRead, FileTooLarge, StagedGone
from services.goods.files import FileIntakeService
from services.goods.filing import Incoming
from services.goods.intake import Says
from services.people.note import Note

AT_ONCE = 4
"""Files that are fetched at the same time."""


class Gathering:
    def __init__(self, files: FileIntakeService, stage: Stage) -> None:
        self._files = files
        self._stage = stage

    async def take(
        self, who: int, bot: Bot, variant: Variant, file: Attached, note: Note
    ) -> Staged:
        """Beside those that wait, with its verdict; nothing is written but the draft.

        Raises CannotRead when there are as many as one batch takes.
        """
        waits = await self._stage.find(who, variant.id, FILES)
        staged = waits or Staged(variant.id, FILES)
        if len(staged.files) >= MOST_FILES:
            raise CannotRead("files", maximum=MOST_FILES)
        sent = await _judged(bot, staged, file)
        return await self._stage.put(who, replace(staged, files=(*staged.files, sent)), note)

    async def verdicts(self, staged: Staged) -> list[tuple[str, Says]]:
        """(name, what becomes of it) of every file, by what the shop has now."""
        known = await self._files.known([file.sha256 for file in staged.taken])
        return [
            (file.name, Says.KNOWN if file.taken and file.sha256 in known else Says(file.says))
            for file in staged.files
        ]

    async def fresh(self, staged: Staged) -> list[Sent]:
        known = await self._files.known([file.sha256 for file in staged.taken])
        return [file for file in staged.taken if file.sha256 not in known]


async def _judged(bot: Bot, staged: Staged, file: Attached) -> Sent:
    size, sha256, says = file.size, "", Says.NEW
    try:
        raw = await fetch(bot, file.file_id, file.size)
    except FileTooLarge:
        says = Says.TOO_LARGE
    except CannotRead:
        says = Says.EMPTY
    else:
        size, sha256 = len(raw), hashlib.sha256(raw).hexdigest()
        says = _says(staged, size, sha256)
    return Sent(file.file_id, file.name, file.type, size, sha256, file.kind, says)


def _says(staged: Staged, size: int, sha256: str) -> Says:
    if any(other.sha256 == sha256 for other in staged.taken):
        return Says.TWICE
    if sum(other.size for other in staged.taken) + size > MOST_BYTES:
        return Says.NO_ROOM
    return Says.NEW


async def fetched(bot: Bot, files: list[Sent]) -> list[Incoming]:
    """Fetched again: raises StagedGone for what is not what was judged."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(file: Sent) -> Incoming:
        async with turns:
            content = await fetch(bot, file.file_id, file.size)
        incoming = Incoming(file.name, file.type, content, file.kind)
        if incoming.sha256 != file.sha256:
            raise StagedGone
        return incoming

    return await asyncio.gather(*(one(file) for file in files))
