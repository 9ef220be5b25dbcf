"""What may go wrong with numbers and books.

* ShopError
  + BadYear
  + FileTooLarge
  + DoctorBusy
"""

from models.errors import ShopError


class BadYear(ShopError):
    """No year of which there are books: `first` to `last` are some."""

    key = "error-bad-year"

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first=str(first), last=str(last))


class FileTooLarge(ShopError):
    """More than a bot may send; the command line writes it. `maximum`: megabytes."""

    key = "error-books-too-large"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class DoctorBusy(ShopError):
    """Somebody else asked a moment ago."""

    key = "error-doctor-busy"
