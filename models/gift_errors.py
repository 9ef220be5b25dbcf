"""What may go wrong when store credit is passed on."""

from models.errors import NotFound, ShopError


class GiftsOff(ShopError):
    key = "error-gifts-off"


class GiftTooLarge(ShopError):
    """More than can be passed on of what there is."""

    key = "error-gift-too-large"


class GiftOverCap(ShopError):
    """More than is left of what may be passed on within a day."""

    key = "error-gift-over-cap"


class TooManyGifts(ShopError):
    """Links that nobody has opened, or made within a day."""

    key = "error-too-many-gifts"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class GiftMade(ShopError):
    """What was confirmed once is made once."""

    key = "error-gift-made"


class GiftInDoubt(ShopError):
    """Nobody can say how old the coins behind it are."""

    key = "error-gift-in-doubt"


class GiftOtherMoney(ShopError):
    """It was shown in a currency that the shop sold in before."""

    key = "error-gift-other-money"


class GiftNotFound(NotFound):
    """No link of ours says that, or it is somebody else's to look at."""

    key = "error-gift-not-found"


class OwnGift(ShopError):
    key = "error-own-gift"


class GiftGone(ShopError):
    """Somebody has taken it, or it went back."""

    key = "error-gift-gone"


class GiftRests(ShopError):
    """One of the two may not trade here."""

    key = "error-gift-rests"
