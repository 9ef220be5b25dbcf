"""JSON-RPC as bitcoind and its relatives speak it: typed errors, one answer for each question.

https://github.com/bitcoin/bitcoin/blob/master/doc/JSON-RPC-interface.md
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from utils.chains import strict
from utils.chains.base import ChainUnavailable
from utils.clock import Clock
from utils.http import Fetcher, Manners, manners_for

ERROR_STATUSES = (200, 400, 404, 500)
"""The node answers an error of its own with one of these and JSON."""
MOST_BYTES = 8 * 1024 * 1024
"""Of one answer, parsed in some tenth of a second."""
TIMEOUT = 60.0
WALLET_NOT_FOUND = -18
WALLET_ALREADY_LOADED = -35
NO_SUCH_LABEL = -11

Call = tuple[str, Sequence[object]]


class RpcError(ChainUnavailable):
    """The node refused: warming up (-28), no such wallet (-18), no such method (-32601) ..."""

    def __init__(self, source: str, code: int, message: str) -> None:
        super().__init__(source, f"{message} ({code})")
        self.code = code


class NodePruned(RpcError):
    """The node has deleted the blocks that would have to be searched."""


class NodeRpc:
    """`url` carries user and password; they are sent as Basic authentication."""

    def __init__(self, url: str, *, clock: Clock, manners: Manners | None = None) -> None:
        large = replace(manners or manners_for(url), timeout=TIMEOUT, max_bytes=MOST_BYTES)
        self.http = Fetcher(url, clock=clock, manners=large)
        self._ids = count(1)

    @property
    def source(self) -> str:
        return self.http.source

    async def call(
        self, method: str, *params: object, wallet: str = "", timeout: float | None = None
    ) -> object:
        """The result; raises RpcError, HttpError, BadShape."""
        question = self._question((method, params))
        answer = await self._post(question, wallet, timeout)
        result = self._result(strict.mapping(answer, method), question["id"])
        if isinstance(result, RpcError):
            self.http.complain(result.reason)
            raise result
        return result

    async def batch(self, calls: Sequence[Call], wallet: str = "") -> list[object | RpcError]:
        """One request; the results in the order of `calls`, each on its own a result or an error.

        A missing answer makes the whole batch a BadShape.
        """
        if not calls:
            return []
        questions = [self._question(call) for call in calls]
        answer = await self._post(questions, wallet)
        if isinstance(answer, dict) and (error := answer.get("error")):
            raise self.error(error)
        replies = [strict.mapping(reply, "a reply") for reply in strict.sequence(answer, "a batch")]
        by_id = {strict.whole(reply.get("id"), "a reply's id"): reply for reply in replies}
        asked = [strict.whole(question["id"], "an id") for question in questions]
        return [self._result(by_id.get(number, {}), number) for number in asked]

    def _question(self, call: Call) -> dict[str, object]:
        method, params = call
        return {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": list(params)}

    async def _post(self, body: object, wallet: str, timeout: float | None = None) -> object:
        path = f"/wallet/{wallet}" if wallet else "/"
        return await self.http.post_json(path, body, accept=ERROR_STATUSES, timeout=timeout)

    def _result(self, reply: dict[str, object], expected: object) -> object | RpcError:
        if reply.get("error"):
            return self.error(reply["error"])
        if reply.get("id") != expected or "result" not in reply:
            raise strict.BadShape("the reply to another question, or to none")
        return reply["result"]

    def error(self, error: object) -> RpcError:
        details = strict.mapping(error, "an error")
        code, message = details.get("code"), strict.text(details.get("message"), "an error")
        if not isinstance(code, int):
            raise strict.BadShape("an error without a code")
        kind = NodePruned if "prun" in message.lower() else RpcError
        return kind(self.source, code, message)
