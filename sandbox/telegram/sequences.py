"""Numbers that only grow, across restarts too."""

from sandbox.telegram.shelf import Documents


class Sequences:
    """Named counters; a number is on disk before it is handed out."""

    def __init__(self, store: Documents) -> None:
        self._store = store
        self._last: dict[str, int] = {
            name: row["last"] for name, row in store.all("sequence").items()
        }

    def next(self, name: str, first: int = 1) -> int:
        number = max(self._last.get(name, 0) + 1, first)
        self._store.put("sequence", name, {"last": number})
        self._last[name] = number
        return number

    def reach(self, name: str, number: int) -> int:
        """Go on after `number`, which was handed out elsewhere."""
        return self.next(name, number) if self._last.get(name, 0) < number else number
