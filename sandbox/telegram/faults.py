"""Faults on demand: refusals, silence, delay, answers that are lost or that nobody can read."""

import time
from dataclasses import asdict, dataclass
from http.client import responses
from typing import Any

from sandbox.store import Store
from sandbox.telegram.errors import ApiError
from sandbox.telegram.events import Events

MODES = (
    "error", "html", "outage", "latency",
    "accepted_then_reset", "accepted_then_garbled", "accepted_then_strange",
)  # fmt: skip
_STATUSES = range(400, 600)
_MOST = 1e15
_LONGEST_LATENCY = 600_000

# A sum of ten tenths is a little less than one.
_WHOLE = 1 - 1e-9

_RETRY = "{retry_after}"
_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request",
    429: f"Too Many Requests: retry after {_RETRY}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """One installed fault.

    `error` and `html` refuse, in an envelope or with the page of a proxy; `outage` drops the
    connection before anything happens. After the method took effect, `accepted_then_reset` drops
    it, `accepted_then_garbled` breaks the answer off, and `accepted_then_strange` puts words where
    numbers belong. `share` of the calls are hit, evenly spread, so a run can be repeated.
    `count` hits are left and `until` is its end in Unix seconds of the real clock, None for no end.
    """

    id: int = 0
    bot_id: int | None = None
    chat_id: int | None = None
    method: str = "*"
    mode: str = "error"
    status: int = 500
    retry_after: int = 1
    description: str = ""
    share: float = 1.0
    count: int | None = None
    until: float | None = None
    latency_ms: int = 0
    hits: int = 0
    due: float = 0.0

    def strikes(self, bot_id: int, method: str, chat: str = "") -> bool:
        """Whether it hits this call; `chat` is the chat_id that the bot gave."""
        if self.method not in {"*", method} or self.bot_id not in {None, bot_id} or self.is_over():
            return False
        if self.chat_id is not None and str(self.chat_id) != chat.strip():
            return False
        self.due += self.share
        if self.due < _WHOLE:
            return False
        self.due -= 1
        self.hits += 1
        if self.count is not None:
            self.count -= 1
        return True

    def is_over(self) -> bool:
        late = self.until is not None and time.time() >= self.until
        return late or self.count == 0

    def error(self) -> ApiError:
        retry = {"retry_after": self.retry_after} if self.status == 429 else None
        reason = self.description or _REASONS.get(self.status, "Internal Server Error")
        return ApiError(self.status, reason.replace(_RETRY, str(self.retry_after)), retry)

    def page(self) -> str:
        """What the proxy in front of Telegram shows."""
        title = f"{self.status} {responses.get(self.status, '')}".strip()
        head = f"<html>\r\n<head><title>{title}</title></head>\r\n"
        return f"{head}<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"

    def shown(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "due"}


class Faults:
    """The installed faults, which outlive a restart; every change is told."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._events = events
        self._installed = [Fault(**row) for row in store.all("fault").values()]
        self._last = max((fault.id for fault in self._installed), default=0)

    def install(self, fault: Fault) -> Fault:
        self._last += 1
        fault.id = self._last
        self._installed.append(fault)
        self._keep([fault])
        return fault

    def remove(self, fault_id: int) -> bool:
        """Whether there was such a fault."""
        known = [fault for fault in self._installed if fault.id == fault_id]
        self._drop(known)
        return bool(known)

    def clear(self) -> None:
        self._drop(list(self._installed))

    def shown(self) -> list[dict[str, Any]]:
        return [fault.shown() for fault in self._installed if not fault.is_over()]

    def strike(self, bot_id: int, method: str, chat: str) -> list[Fault]:
        """The faults that hit this call."""
        if not self._installed:
            return []
        struck = [fault for fault in self._installed if fault.strikes(bot_id, method, chat)]
        if struck:
            self._keep(struck)
        self._drop([fault for fault in self._installed if fault.is_over()])
        return struck

    def _keep(self, faults: list[Fault]) -> None:
        for fault in faults:
            self._store.put("fault", str(fault.id), asdict(fault))
        self._events.publish("faults", faults=self.shown())

    def _drop(self, faults: list[Fault]) -> None:
        if not faults:
            return
        for fault in faults:
            self._installed.remove(fault)
            self._store.delete("fault", str(fault.id))
        self._events.publish("faults", faults=self.shown())


def fault_from(body: dict[str, Any]) -> Fault:
    """A fault as the control API describes it; raises ValueError with a sentence."""
    mode = body.get("mode", "error")
    if mode not in MODES:
        raise ValueError(f"The mode must be one of {', '.join(MODES)}, undecodable_update.")
    count, seconds = body.get("count"), body.get("seconds")
    return Fault(
        bot_id=_id(body, "bot_id"),
        chat_id=_id(body, "chat_id"),
        method=str(body.get("method") or "*").lower(),
        mode=mode,
        status=int(_number(body, "status", 500, _STATUSES.start, _STATUSES.stop - 1)),
        retry_after=int(_number(body, "retry_after", 1, 1)),
        description=str(body.get("description") or ""),
        share=_share(body),
        count=None if count is None else int(_number(body, "count", 1, 1)),
        until=None if seconds is None else time.time() + _number(body, "seconds", 0),
        latency_ms=int(_number(body, "latency_ms", 0, 0, _LONGEST_LATENCY)),
    )


def _id(body: dict[str, Any], name: str) -> int | None:
    """Groups have negative ones."""
    return None if body.get(name) is None else int(_number(body, name, 0, -_MOST))


def _share(body: dict[str, Any]) -> float:
    share = _number(body, "share", 1)
    if share <= 0 or share > 1:
        raise ValueError("The share must be above 0 and at most 1.")
    return share


def _number(
    body: dict[str, Any], name: str, default: float, least: float = 0, most: float = _MOST
) -> float:
    value = body.get(name)
    value = default if value is None else value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:  # NaN is in no range
        raise ValueError(f"The {name} must be a number from {least:g} to {most:g}.")
    return float(value)
