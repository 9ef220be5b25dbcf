"""How long things have lasted, in seconds that pass: no setting of a clock makes them longer."""

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

from utils.clock import Seconds

Key = TypeVar("Key", bound=Hashable)


class Lasting(Generic[Key]):
    """Remembers since when; what is over must be forgotten by the caller."""

    def __init__(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self._since: dict[Key, float] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._since

    def seconds(self, key: Key) -> float:
        """How long it has lasted; it begins when it is asked for the first time."""
        now = self._seconds()
        return now - self._since.setdefault(key, now)

    def over(self, keys: Collection[Key]) -> None:
        for key in keys:
            self._since.pop(key, None)

    def longer_than(self, seconds: float) -> list[Key]:
        now = self._seconds()
        return [key for key, since in self._since.items() if now - since >= seconds]
