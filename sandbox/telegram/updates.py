"""Updates that wait for a bot, and the long poll that fetches them.

https://core.telegram.org/bots/api#getting-updates
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import islice, takewhile
from typing import Any

from sandbox.telegram.errors import ApiError, conflict
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.shelf import Documents
from sandbox.telegram.webhook import Hook

Update = dict[str, Any]

# Left out unless asked for by name, https://core.telegram.org/bots/api#getupdates.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_HAS_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
    "webhook first"
)
_LONGEST_POLL = 50


class Updates:
    """A queue on disk; an update leaves it when an offset or a webhook confirms it.

    `wake` hears that there is something for the webhook.
    """

    def __init__(self, store: Documents, sequences: Sequences, wake: Callable[[], None]) -> None:
        self._store = store
        self._sequences = sequences
        self._wake = wake
        self._pending = {int(key): update for key, update in store.all("update").items()}
        settings = store.all("settings")
        self.allowed: list[str] = settings.get("updates", {}).get("allowed", [])
        row = settings.get("webhook", {})
        self.hook: Hook | None = Hook(**row) if row else None
        self._poll: asyncio.Future[None] | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._pending)

    def allow(self, kinds: list[str]) -> None:
        """From now on; updates that already wait are not affected."""
        if kinds != self.allowed:
            self._store.put("settings", "updates", {"allowed": kinds})
            self.allowed = kinds

    def deliver_to(self, hook: Hook | None) -> None:
        """Set or, with None, remove the webhook; a poll that waits is sent away."""
        self._store.put("settings", "webhook", hook.row() if hook else {})
        self.hook = hook
        if hook:
            self._dismiss(conflict("terminated by setWebhook request"))
            self._wake()

    def add(self, kind: str, payload: dict[str, Any]) -> None:
        if not (kind in self.allowed if self.allowed else kind not in _ON_REQUEST):
            return
        number = self._sequences.next("update")
        update = {"update_id": number, kind: payload}
        self._store.put("update", str(number), update)
        self._pending[number] = update
        if self.hook:
            self._wake()
        elif self._poll and not self._poll.done():
            self._poll.set_result(None)

    def oldest(self, limit: int) -> list[Update]:
        return list(islice(self._pending.values(), limit))

    def confirm(self, number: int) -> None:
        """The webhook has this one."""
        if number in self._pending:
            self._forget([number])

    def clear(self) -> None:
        self._forget(list(self._pending))

    async def get(self, offset: int, limit: int, timeout: int) -> list[Update]:
        """The oldest updates from `offset` on, waiting up to `timeout` seconds for the first.

        The newer of two pollers wins: the one that waits gets the 409, as at Telegram.
        """
        if self.hook:
            raise conflict(_HAS_WEBHOOK)
        self._confirm(offset)
        self._dismiss(conflict(_OTHER_POLLER))
        if not self._pending and timeout > 0 and not self._closed:
            await self._wait(min(timeout, _LONGEST_POLL))
        return self.oldest(limit)

    def close(self) -> None:
        self._closed = True
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    async def _wait(self, seconds: int) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await poll
        finally:
            if self._poll is poll:
                self._poll = None

    def _dismiss(self, reason: ApiError) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(reason)

    def _confirm(self, offset: int) -> None:
        """A negative offset keeps that many from the end and forgets the rest."""
        if offset < 0:
            self._forget(list(self._pending)[:offset])
        elif offset > 0:
            self._forget(list(takewhile(lambda number: number < offset, self._pending)))

    def _forget(self, numbers: list[int]) -> None:
        if not numbers:
            return
        with self._store.together():
            for number in numbers:
                self._store.delete("update", str(number))
                del self._pending[number]
