"""Faults on demand: refusals, silence, delay, lost answers."""

import time
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.telegram.errors import ApiError

Mode = Literal["error", "outage", "latency", "accepted_then_reset"]
MODES = ("error", "outage", "latency", "accepted_then_reset")

# A sum of ten tenths is a little less than one.
_WHOLE = 1 - 1e-9

_REASONS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """One installed fault.

    `outage` drops the connection before anything happens, `accepted_then_reset` after the
    method took effect. `share` of the calls are hit, evenly spread, so a run can be repeated.
    """

    method: str = "*"
    mode: Mode = "error"
    status: int = 500
    retry_after: int = 1
    share: float = 1.0
    count: int | None = None
    until: float | None = None
    latency_ms: int = 0
    _due: float = 0.0

    def hits(self, method: str) -> bool:
        if self.method not in {"*", method} or self.is_over():
            return False
        self._due += self.share
        if self._due < _WHOLE:
            return False
        self._due -= 1
        if self.count is not None:
            self.count -= 1
        return True

    def is_over(self) -> bool:
        late = self.until is not None and time.monotonic() >= self.until
        return late or self.count == 0

    def error(self) -> ApiError:
        retry = {"retry_after": self.retry_after} if self.status == 429 else None
        reason = _REASONS.get(self.status, "Internal Server Error")
        return ApiError(self.status, reason.format(retry_after=self.retry_after), retry)


class Faults:
    """The installed faults; they are forgotten at a restart."""

    def __init__(self) -> None:
        self._installed: list[Fault] = []

    def install(self, fault: Fault, seconds: float | None = None) -> None:
        if seconds is not None:
            fault.until = time.monotonic() + seconds
        self._installed.append(fault)

    def shown(self) -> list[dict[str, Any]]:
        return []

    def clear(self) -> None:
        self._installed.clear()

    def strike(self, method: str) -> list[Fault]:
        """The faults that hit this call."""
        if not self._installed:
            return []
        struck = [fault for fault in self._installed if fault.hits(method)]
        self._installed = [fault for fault in self._installed if not fault.is_over()]
        return struck


def fault_from(body: dict[str, Any]) -> tuple[Fault, float | None]:
    """A fault as the control API describes it; raises ValueError with a sentence."""
    known = {"method", "mode", "status", "retry_after", "share", "count", "latency_ms"}
    mode = body.get("mode", "error")
    if mode not in MODES:
        raise ValueError(f"The mode must be one of {', '.join(MODES)}.")
    share = body.get("share", 1)
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise ValueError("The share must be above 0 and at most 1.")
    given = {key: value for key, value in body.items() if key in known and value is not None}
    given["method"] = str(given.get("method", "*")).lower()
    return Fault(**given), body.get("seconds")
