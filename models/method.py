"""Ways to pay as the owner set them."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base
from utils.formula import LONGEST

LONGEST_CODE = 20


class MethodRule(Base):
    """What was set of one way to pay; without a row it is on, costs nothing, and comes last.

    `least`, `most`: minor units of the shop currency that may be paid with it, before its fee.
    """

    __tablename__ = "method_rules"
    __table_args__ = (
        CheckConstraint(f"length(code) BETWEEN 1 AND {LONGEST_CODE}", name="code_bounded"),
        CheckConstraint("active IN (0, 1)", name="active_known"),
        CheckConstraint(f"length(formula) BETWEEN 1 AND {LONGEST}", name="formula_bounded"),
        CheckConstraint("least > 0", name="least_positive"),
        CheckConstraint("most > 0", name="most_positive"),
        CheckConstraint("least <= most", name="least_within_most"),
        STRICT,
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    """The lowest is offered first."""
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    formula: Mapped[str | None]
    """What is paid on top, as utils.formula reads it."""
    least: Mapped[int | None]
    most: Mapped[int | None]
