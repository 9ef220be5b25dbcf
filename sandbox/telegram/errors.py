"""Refusals of the Bot API: an HTTP status and Telegram's own words.

https://core.telegram.org/bots/api#making-requests and #responseparameters
"""

from typing import Any


class ApiError(Exception):
    """What Telegram answers instead of a result; the HTTP status equals the code."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")
