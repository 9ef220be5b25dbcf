"""A route: a path, the proof of who speaks there, and what is noted because of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

Headers = Mapping[str, str]
"""By name in small letters; one that was sent twice has both, with a comma."""
Said = TypeVar("Said")


class Refused(Exception):
    """What is not heard, in one sentence that names nothing of the shop's.

    Refused
    |- Unreadable   it is not what is read here
    |- Forged       nobody knows who said it
    |- Repeated     it was heard before
    |- Crowded      too much at once
    |- Slow, TooLarge, NotFound, WrongMethod   never got that far
    """

    status = HTTPStatus.BAD_REQUEST


class Unreadable(Refused):
    pass


class Forged(Refused):
    status = HTTPStatus.UNAUTHORIZED


class Repeated(Refused):
    status = HTTPStatus.CONFLICT


class Crowded(Refused):
    status = HTTPStatus.TOO_MANY_REQUESTS


class Slow(Refused):
    status = HTTPStatus.REQUEST_TIMEOUT


class TooLarge(Refused):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotFound(Refused):
    status = HTTPStatus.NOT_FOUND


class WrongMethod(Refused):
    status = HTTPStatus.METHOD_NOT_ALLOWED


@dataclass(frozen=True, slots=True)
class Route(Generic[Said]):
    """Both are quick, ask nobody and wait for nothing; `hear` follows `verify` at once.

    What is said is a reason to look, never a fact: `hear` notes what to look at, and whoever looks
    believes what the chain (or a gateway) answers when it is asked.
    """

    path: str
    verify: Callable[[Headers, bytes], Said]
    """What is said, by somebody who proved who they are. Raises Refused, as a rule Forged."""
    hear: Callable[[Said], bool]
    """False: too much is noted already, say it again later."""


AnyRoute = Route[Any]
