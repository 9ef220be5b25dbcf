"""JSON-RPC 2.0 as public providers speak it: batches, and for each call a result or an error.

https://www.jsonrpc.org/specification
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import count

from aiolimiter import AsyncLimiter

from utils.chains import strict
from utils.chains.answers import chain_errors
from utils.chains.base import (
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    ChainUnreadable,
)
from utils.clock import Clock
from utils.http import Fetcher, HttpRefused, Manners

ANSWERED = (200, 400, 404, 500)
"""Some providers answer an error of their own with one of these and JSON."""
INVALID_REQUEST = -32600
QUOTED = 200
"""Characters of a provider's own words that are worth repeating."""

Call = tuple[str, Sequence[object]]
Answer = object | ChainError
Reply = dict[str, object]


class RpcError(ChainUnavailable):
    """The provider refused one call: node behind, history pruned away, limit reached ..."""

    def __init__(self, source: str, code: int, message: str) -> None:
        super().__init__(source, f"{' '.join(message.split())[:QUOTED]} ({code})")
        self.code = code


class TooManyCalls(Exception):
    """The provider takes no batches of this size."""


class JsonRpc:
    """`url` may carry a key in path or query, or a user and password: none is ever shown.

    `most_calls` go in one request at first; a provider that refuses that gets half as many, down
    to single calls. `pace` limits calls, not requests: that is what providers count.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        most_calls: int,
        manners: Manners | None = None,
        pace: AsyncLimiter | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.http = Fetcher(url, clock=clock, manners=manners, monotonic=monotonic)
        self._ids = count(1)
        self._most = most_calls
        self._pace = pace

    async def ask(self, calls: Sequence[Call]) -> list[Answer]:
        """In the order of `calls`: each one's result, or the ChainError that stands for it."""
        answers: list[Answer] = []
        while len(answers) < len(calls):
            part = calls[len(answers) : len(answers) + self._most]
            try:
                answers += await self._batch(part)
            except TooManyCalls:
                self._most = len(part) // 2
        return answers

    def malformed(self, reason: str) -> ChainMalformed:
        """The error for an answer that is not what the protocol promises."""
        self.http.complain(reason)
        return ChainMalformed(self.http.source, reason)

    async def _batch(self, calls: Sequence[Call]) -> list[Answer]:
        numbers = [next(self._ids) for _ in calls]
        questions: list[Reply] = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}
            for number, (method, params) in zip(numbers, calls, strict=True)
        ]
        if self._pace:
            await self._pace.acquire(len(calls))
        try:
            with chain_errors(self.http):
                return self._matched(numbers, await self._post(questions))
        except ChainUnreadable as error:
            half = len(calls) // 2
            if not half:
                return [error]
            return await self._batch(calls[:half]) + await self._batch(calls[half:])
        except ChainError as error:
            return [error] * len(calls)

    async def _post(self, questions: list[Reply]) -> object:
        """A single call goes alone: there are providers that know no batches."""
        several = len(questions) > 1
        body: object = questions if several else questions[0]
        try:
            return await self.http.post_json("", body, accept=ANSWERED)
        except HttpRefused as error:
            if several:
                raise TooManyCalls from error
            raise

    def _matched(self, numbers: list[int], answer: object) -> list[Answer]:
        """Replies come in any order, a lone one perhaps without its list.

        An error that names no call is the answer to every call that has no other.
        """
        listed = answer if isinstance(answer, list) else [answer]
        replies = [strict.mapping(reply, "a reply") for reply in listed]
        if len(numbers) > 1 and any(complains_of_batches(reply) for reply in replies):
            raise TooManyCalls
        named: defaultdict[int | None, list[Reply]] = defaultdict(list)
        for reply in replies:
            named[number_of(reply)].append(reply)
        to_all = [reply for reply in named[None] if reply.get("error")][:1]
        return [self._result(named.get(number) or to_all) for number in numbers]

    def _result(self, replies: list[Reply]) -> Answer:
        if len(replies) != 1:
            return self.malformed(f"{len(replies)} replies to one call")
        (reply,) = replies
        if reply.get("error") is not None:
            return self._error(reply["error"])
        if "result" not in reply:
            return self.malformed("a reply without a result")
        return reply["result"]

    def _error(self, error: object) -> ChainError:
        if isinstance(error, dict):
            code, message = error.get("code"), error.get("message")
            if isinstance(code, int) and isinstance(message, str):
                refusal = RpcError(self.http.source, code, message)
                self.http.complain(refusal.reason)
                return refusal
        return self.malformed("an error that says nothing")


def number_of(reply: Reply) -> int | None:
    """The id of a reply if it can be one of ours: no text, no 1.0, no true."""
    number = reply.get("id")
    return number if type(number) is int else None


def complains_of_batches(reply: Reply) -> bool:
    """An error that names no call and calls the request invalid, or one that speaks of batches."""
    error = reply.get("error")
    if not isinstance(error, dict):
        return False
    message = error.get("message")
    if isinstance(message, str) and "batch" in message.lower():
        return True
    return number_of(reply) is None and error.get("code") == INVALID_REQUEST
