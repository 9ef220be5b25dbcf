"""How long money is waited for, and how little of it is enough. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

FORGIVEN_SHARE = 20
"""A rest below the coin's dust is forgiven up to one part in so many of what is due."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`check_grace`: how long past the deadline an order waits for a provider that is down.
    `unconfirmed_wait`: how long past it, and past the first sight of it, money that is in no block,
    or has no price, keeps an order open; twice as long while sources contradict each other or are
    silent, and never longer than `longest_wait` past the deadline.
    `honour_within`: how long after its end late money buys an order by itself; `decide_within`:
    how long an admin may still deliver it. `patience`: how long money waits for a price before a
    person is told.
    """

    tolerance_percent: Decimal = Decimal(0)
    check_grace: timedelta = timedelta(minutes=10)
    unconfirmed_wait: timedelta = timedelta(minutes=60)
    longest_wait: timedelta = timedelta(hours=24)
    honour_within: timedelta = timedelta(hours=24)
    decide_within: timedelta = timedelta(days=30)
    patience: timedelta = timedelta(minutes=10)


def least(due: int, policy: Policy, dust: int = 1) -> int:
    """The smallest sum that counts as paid: `due` less the tolerance, or less a rest that no
    network carries; never below one unit.
    """
    share = (100 - policy.tolerance_percent) / 100
    tolerated = int((due * share).to_integral_value(ROUND_CEILING))
    forgiven = due - min(dust - 1, due // FORGIVEN_SHARE)
    return max(1, min(tolerated, forgiven))
