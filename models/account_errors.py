"""What may go wrong with accounts, erasing, and the shop's own texts."""

from models.errors import ShopError


class BadDetail(ShopError):
    """`why`: `name`, `contact` or `email`."""

    def __init__(self, why: str, most: int) -> None:
        self.key = f"error-detail-{why}"
        super().__init__(max=most)


class BadWords(ShopError):
    """A text that is empty, too long, or with signs nobody sees. `why`: `long` or `signs`."""

    def __init__(self, why: str, most: int) -> None:
        self.key = f"error-words-{why}"
        super().__init__(max=most)


class WordsMoved(ShopError):
    """Somebody else has written a newer version."""

    key = "error-words-moved"


class WorksHere(ShopError):
    """Who works for the shop is not erased while they do."""

    key = "error-erase-staff"


class ErasureChanged(ShopError):
    """What would be erased is not what was shown."""

    key = "error-erase-changed"


class StillOpen(ShopError):
    """Orders or money are under way, and are about the person."""

    key = "error-erase-open"

    def __init__(self, codes: str) -> None:
        super().__init__(codes=codes)
