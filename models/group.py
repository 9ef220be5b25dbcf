"""Groups of customers, such as resellers, who pay less than others."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base
from models.discount import MOST_PERCENT

LONGEST_NAME = 40
MOST_GROUPS = 8
"""So that all of them fit on one screen."""


class CustomerGroup(Base):
    """What it takes off competes with every discount: the best one counts, none are added
    (services/goods/price).
    """

    __tablename__ = "customer_groups"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_bounded"),
        CheckConstraint(f"percent BETWEEN 0 AND {MOST_PERCENT}", name="percent_leaves_a_price"),
        CheckConstraint("turnover IS NULL OR turnover > 0", name="turnover_positive"),
        CheckConstraint("active IN (0, 1)", name="active_known"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    percent: Mapped[int] = mapped_column(default=0, server_default="0")
    """Off every price."""
    turnover: Mapped[int | None]
    """Minor units of the shop currency that somebody buys for within a year to come into it by
    themselves; None: by hand alone.
    """
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    """One that is not gives nothing; who is in it stays in it."""


class GroupPrice(Base):
    """What one of a variant costs a group, in minor units of the shop currency."""

    __tablename__ = "group_prices"
    __table_args__ = (CheckConstraint("price > 0", name="price_positive"), STRICT)

    group_id: Mapped[int] = mapped_column(ForeignKey("customer_groups.id"), primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    price: Mapped[int]
