"""What may go wrong when roles are given and taken."""

from models.errors import NotFound, ShopError
from models.permission import Permission


class PersonNotFound(NotFound):
    """Nobody of that name has started the bot."""

    key = "error-person-not-found"


class PersonHidden(ShopError):
    """A forwarded message whose writer does not let others know who they are."""

    key = "error-person-hidden"


class LacksRight(ShopError):
    """Nobody gives or takes what they lack, and only who may give roles does."""

    key = "error-lacks-right"


class RightLost(Exception):
    """Somebody had the right when they began, or when they wrote what they change now. It is no
    ShopError: no desk takes it for an answer of its own.
    """

    def __init__(self, what: str, needs: Permission) -> None:
        super().__init__(what, needs)
        self.what, self.needs = what, needs


class Outlasts(ShopError):
    """It would last longer than the role of who gives it."""

    key = "error-outlasts"


class TimeInDoubt(ShopError):
    """Nobody can say when it would end."""

    key = "error-time-in-doubt"


class OwnRole(ShopError):
    """Nobody changes their own role."""

    key = "error-own-role"


class OwnerBySettings(ShopError):
    """`ADMIN_IDS` names them: no role of the database makes them less."""

    key = "error-owner-by-settings"


class LastOwner(ShopError):
    key = "error-last-owner"


class RoleChanged(ShopError):
    """Somebody else was faster: it is not what was shown any more."""

    key = "error-role-changed"


class BadEnd(ShopError):
    """No date, one that is over, or one too far away."""

    key = "error-bad-end"


class TeamFull(ShopError):
    key = "error-team-full"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class Banned(ShopError):
    """Somebody who may not even buy here."""

    key = "error-person-banned"
