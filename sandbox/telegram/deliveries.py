"""Posting updates to webhooks: in order per chat, again after a failure, methods in replies.

https://core.telegram.org/bots/api#setwebhook and #making-requests-when-getting-updates
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.telegram import params as bodies
from sandbox.telegram.bots import Bot
from sandbox.telegram.caller import Caller
from sandbox.telegram.errors import ApiError
from sandbox.telegram.params import Params
from sandbox.telegram.updates import Update
from sandbox.telegram.webhook import Hook
from sandbox.telegram.world import World

_log = logging.getLogger(__name__)

Execute = Callable[[Caller, str, Params], Awaitable[Any]]

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_LONGEST_DELAY = 60.0
_LONGEST_RETRY_AFTER = 3600.0
# A reply cannot use these, nor anything that only asks: their answer would reach nobody.
_UNANSWERABLE = {"deletewebhook", "setwebhook", "close", "logout"}


@dataclass(slots=True)
class _Retry:
    """When an update that failed may go out again."""

    ready_at: float = 0.0
    delay: float = 1.0
    failures: int = 0

    def failed(self, now: float, retry_after: float) -> None:
        """The first time again at once, then after 2, 4, 8... seconds, as the real server does."""
        pause = min(retry_after, _LONGEST_RETRY_AFTER)
        if not pause and self.failures:
            pause = self.delay = min(self.delay * 2, _LONGEST_DELAY)
        self.failures += 1
        self.ready_at = now + pause


@dataclass(slots=True)
class _Queue:
    """What goes out to one bot at the moment: chats with an update under way, and failures."""

    hook: Hook
    busy: set[int] = field(default_factory=set)
    sending: set[int] = field(default_factory=set)
    retries: dict[int, _Retry] = field(default_factory=dict)


class Deliveries:
    """Runs beside the server for as long as the sandbox lives."""

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._queues: dict[int, _Queue] = {}

    async def run(self) -> None:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=True) as http,
            asyncio.TaskGroup() as tasks,
        ):
            while True:
                self._world.webhook_news.clear()
                pause = self._send_what_is_ready(http, tasks)
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._world.webhook_news.wait()

    def _send_what_is_ready(
        self, http: aiohttp.ClientSession, tasks: asyncio.TaskGroup
    ) -> float | None:
        """The seconds until something else is; None when nothing waits for its time."""
        now = asyncio.get_running_loop().time()
        soonest: list[float] = []
        for bot in self._world.bots.all():
            hook = bot.updates.hook
            if hook is None:
                continue
            queue = self._queue(bot, hook)
            for update in self._candidates(bot, hook, queue):
                ready_at = queue.retries.get(update["update_id"], _Retry()).ready_at
                if ready_at > now:
                    soonest.append(ready_at)
                elif len(queue.sending) < hook.max_connections:
                    queue.sending.add(update["update_id"])
                    tasks.create_task(self._deliver(http, bot, queue, update))
        return max(min(soonest) - now, 0.0) if soonest else None

    def _queue(self, bot: Bot, hook: Hook) -> _Queue:
        """A webhook that is set anew begins afresh."""
        queue = self._queues.get(bot.id)
        if queue is None or queue.hook is not hook:
            queue = self._queues[bot.id] = _Queue(hook)
        return queue

    def _candidates(self, bot: Bot, hook: Hook, queue: _Queue) -> list[Update]:
        """The oldest update of every chat that has none under way."""
        found = []
        taken = set(queue.busy)
        for update in bot.updates.oldest(2 * hook.max_connections):
            place = _place(update)
            if update["update_id"] not in queue.sending and place not in taken:
                found.append(update)
            taken.add(place)
        return found

    async def _deliver(
        self, http: aiohttp.ClientSession, bot: Bot, queue: _Queue, update: Update
    ) -> None:
        number = update["update_id"]
        queue.busy.add(_place(update))
        try:
            retry_after = await self._post(http, bot, queue.hook, update)
        finally:
            queue.busy.discard(_place(update))
            queue.sending.discard(number)
        if retry_after is None:
            queue.retries.pop(number, None)
            bot.updates.confirm(number)
        else:
            now = asyncio.get_running_loop().time()
            queue.retries.setdefault(number, _Retry()).failed(now, retry_after)
        self._world.webhook_news.set()

    async def _post(
        self, http: aiohttp.ClientSession, bot: Bot, hook: Hook, update: Update
    ) -> float | None:
        """None when it was taken, else the seconds the bot asks to wait (0: no wish)."""
        headers = {"Content-Type": "application/json"}
        headers |= {_HEADER: hook.secret} if hook.secret else {}
        body = json.dumps(update, separators=(",", ":")).encode()
        try:
            async with http.post(
                hook.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status <= 299:
                    await self._follow(bot, response)
                    return None
                reason = f"{response.status} {response.reason}"
                hook.failed(f"Wrong response from the webhook: {reason}")
                wish = response.headers.get("Retry-After", "")
                return float(wish) if wish.isascii() and wish.isdecimal() else 0.0
        except TimeoutError:
            hook.failed("Read timeout expired")
        except (aiohttp.ClientError, OSError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            hook.failed("Connection refused" if refused else "Webhook connection closed")
        return 0.0

    async def _follow(self, bot: Bot, response: aiohttp.ClientResponse) -> None:
        """The method in a reply, whose result nobody hears; a broken reply is none."""
        try:
            params = await bodies.read_reply(response)
            method = params.text("method").lower()
            if method and method not in _UNANSWERABLE and not method.startswith("get"):
                await self._execute(Caller(bot, self._world), method, params)
        except (ApiError, aiohttp.ClientError):
            return
        except Exception:
            _log.exception("The sandbox failed in the reply of a webhook")


def _place(update: Update) -> int:
    """Updates about one chat, or of one person, go out one after the other."""
    payload = next(value for key, value in update.items() if key != "update_id")
    message = payload.get("message", payload)
    place = message.get("chat") or payload.get("from") or {}
    number = place.get("id", 0)
    return number if isinstance(number, int) else 0
