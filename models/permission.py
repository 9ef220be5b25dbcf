"""What somebody may do beyond what every customer may, and which role may do what."""

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    SEE = "see"
    """Look at every order, its payment and what there is to do; changes nothing."""
    ORDERS = "orders"
    """Act on orders: ship, cancel, look again, give time, replace a good."""
    MONEY = "money"
    """Decide what becomes of money: refunds, credit, goods for late payments."""
    TRUST = "trust"
    """Take an order for paid on one's own word."""
    PEOPLE = "people"
    """Look at customers, release them from limits, and put them into groups."""
    NUMBERS = "numbers"
    """What the shop takes, what of it is left, and what it owes in store credit."""
    TALK = "talk"
    """Read what customers write to the shop, and answer them."""
    SHELVES = "shelves"
    """Look at what is sold and how much of it there is; changes nothing."""
    GOODS = "goods"
    """Change what is sold, and put goods on the shelves or take them off."""
    SETTINGS = "settings"
    """How the shop runs: what an owner or a manager changes while it does, and its alarms."""
    KEYS = "keys"
    """Read the private keys of the shop's addresses."""
    FUNDS = "funds"
    """Move the shop's own coins."""
    ROLES = "roles"
    """Give roles and take them away."""
    BACKUPS = "backups"
    """Make copies of everything there is."""
    BOOKS = "books"
    """The books of a year, order by order, and who bought the most."""
    METHODS = "methods"
    """Which ways to pay there are, what they cost on top, and for which sums they are open; and
    vouchers, which are as good as money.
    """


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    STOCK = "stock"
    SUPPORT = "support"
    VIEWER = "viewer"


OWNERS_ALONE = frozenset(
    {
        *(Permission.TRUST, Permission.KEYS, Permission.FUNDS),
        *(Permission.ROLES, Permission.BACKUPS, Permission.BOOKS, Permission.METHODS),
    }
)
"""No other role has these, whatever else it may."""
RIGHTS: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: frozenset(Permission) - OWNERS_ALONE,
    Role.STOCK: frozenset({Permission.SHELVES, Permission.GOODS}),
    Role.SUPPORT: frozenset(
        {Permission.SEE, Permission.ORDERS, Permission.PEOPLE, Permission.TALK}
    ),
    Role.VIEWER: frozenset({Permission.SEE, Permission.SHELVES}),
}


def roles_with(needs: Permission) -> frozenset[Role]:
    return frozenset(role for role, rights in RIGHTS.items() if needs in rights)
