"""What may go wrong for an admin at the shelves.

* ShopError
  + BadPrice
  + BadField
  + BadNumber
    + BadWeight
  + BadCount
  + BadTake
  + BadProduct
  + NameTaken
  + InsideItself
  + ChangedMeanwhile
  + CannotRead
  + NothingNew
  + NothingToPost
  + FileTooLarge
  + FilesFull
  + WrongKind
  + OtherKind
  + StockHeld
  + BatchTouched
  + BatchNotFound
  + NothingShared
  + UnitNotFound
  + NoneToReplace
  + BadCaption
  + NoSuchNumber
  + SeveralVersions
  + OneVersion
  + SeveralNamed
  + StagedGone
"""

from models.errors import NotFound, ShopError

LIKELY = 5
"""A number that serves as an example where it may be typed."""


class BadPrice(ShopError):
    """`why`: empty, number, exponent, negative, zero, decimals, ambiguous, large. `example`: one
    that can be typed.
    """

    key = "error-bad-price"

    def __init__(self, why: str, example: str, digits: int = 2) -> None:
        super().__init__(why=why, example=example, digits=digits)


class BadField(ShopError):
    """`field`: what is named in the sentence; `why`: empty, long, lines."""

    key = "error-bad-field"

    def __init__(self, field: str, why: str, maximum: int) -> None:
        super().__init__(field=field, why=why, maximum=maximum)


class BadNumber(ShopError):
    """A whole number was asked for. `none`: what a dash means besides, if anything: never."""

    key = "error-bad-number"

    def __init__(self, minimum: int, maximum: int, none: str = "no") -> None:
        example = str(min(maximum, max(minimum, LIKELY)))
        super().__init__(minimum=minimum, maximum=maximum, example=example, none=none)


class BadWeight(BadNumber):
    """In grams. `none`: what a dash means: no, none, limit, steps."""

    key = "error-bad-weight"


class BadCount(ShopError):
    """How many came or went, and why. `why`: form, same; `stock`: how many there are."""

    key = "error-bad-count"

    def __init__(self, why: str, maximum: int, stock: int) -> None:
        super().__init__(why=why, maximum=maximum, stock=stock)


class BadTake(ShopError):
    """How many are taken away, and why. `why`: form, absent; `maximum`: how many may go."""

    key = "error-bad-take"

    def __init__(self, why: str, maximum: int) -> None:
        super().__init__(why=why, maximum=maximum)


class NameTaken(ShopError):
    key = "error-name-taken"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class InsideItself(ShopError):
    """A category is not put into itself, or into what is inside of it."""

    key = "error-inside-itself"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ChangedMeanwhile(ShopError):
    """Somebody else changed what is to be changed, since it was shown. `by`: the actor, if known;
    `field`, `now`: what it is now. Nothing was overwritten.
    """

    key = "error-changed-meanwhile"

    def __init__(self, field: str, now: object, by: str = "") -> None:
        super().__init__(field=field, now=str(now), name=by, known="yes" if by else "no")
        self.field = field
        self.now = now
        self.by = by


class CannotRead(ShopError):
    """A file or a list of goods. `why`: encoding, quotes, columns, binary, empty, large, lines."""

    key = "error-cannot-read"

    def __init__(self, why: str, row: int = 0, column: int = 0, maximum: int = 0) -> None:
        super().__init__(why=why, row=row, column=column, maximum=maximum)


class NothingToPost(ShopError):
    """Nothing of it can be bought now."""

    key = "error-nothing-to-post"


class NothingNew(ShopError):
    """Every line is known, empty or unfit."""

    key = "error-nothing-new"


class FileTooLarge(ShopError):
    """`maximum`: megabytes."""

    key = "error-file-too-large"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class FilesFull(ShopError):
    """The shop keeps no more files. `maximum`: megabytes of all together."""

    key = "error-files-full"

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum)


class WrongKind(ShopError):
    """Goods of another kind are stocked another way."""

    key = "error-wrong-kind"

    def __init__(self, kind: str) -> None:
        super().__init__(kind=kind)


class OtherKind(ShopError):
    """A version belongs with others of its kind. `home`: where it was to go."""

    key = "error-other-kind"

    def __init__(self, home: str, kind: str, own: str) -> None:
        super().__init__(home=home, kind=kind, own=own)


class StockHeld(ShopError):
    """Orders hold what is to go. `free`: how much may."""

    key = "error-stock-held"

    def __init__(self, held: int, free: int) -> None:
        super().__init__(held=held, free=free)


class BatchTouched(ShopError):
    """It is undone already, or something of it is sold."""

    key = "error-batch-touched"

    def __init__(self, sold: int) -> None:
        super().__init__(sold=sold)


class BatchNotFound(NotFound):
    key = "error-batch-not-found"


class NothingShared(ShopError):
    """There is nothing yet that buyers would get."""

    key = "error-nothing-shared"


class UnitNotFound(NotFound):
    key = "error-unit-not-found"


class NoneToReplace(ShopError):
    """No unit is free to take the place of a sold one."""

    key = "error-none-to-replace"


class BadCaption(ShopError):
    """It is not `name / price / text`. `why`: name, price."""

    key = "error-bad-caption"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class StagedGone(ShopError):
    """What was typed or sent is not there any more, or is another by now."""

    key = "error-staged-gone"


class NoSuchNumber(NotFound):
    """`number`: as it was typed, with its letter; `letter`: of what was asked for."""

    key = "error-no-such-number"

    def __init__(self, number: str, letter: str) -> None:
        super().__init__(number=number, letter=letter)


class SeveralVersions(NotFound):
    """A product was named where one version is meant. `versions`: `v3 Small, v4 Large`."""

    key = "error-several-versions"

    def __init__(self, number: str, name: str, versions: str) -> None:
        super().__init__(number=number, name=name, versions=versions)


class OneVersion(NotFound):
    """A version was named where a whole product is meant."""

    key = "error-one-version"

    def __init__(self, number: str, name: str, product: str) -> None:
        super().__init__(number=number, name=name, product=product)


class SeveralNamed(NotFound):
    """Categories of one name. `numbers`: of each."""

    key = "error-several-named"

    def __init__(self, name: str, numbers: str) -> None:
        super().__init__(name=name, numbers=numbers)
