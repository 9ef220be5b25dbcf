"""What a product asks its buyers, and what they answered."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base

MOST_QUESTIONS = 3
"""Of a product."""
LONGEST_QUESTION = 200
LONGEST_ANSWER = 500
"""Characters."""


class Question(Base):
    """Asked at checkout, in the order of `position`."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(f"position BETWEEN 0 AND {MOST_QUESTIONS - 1}", name="position_bounded"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST_QUESTION}", name="text_bounded"),
        STRICT,
    )

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]


class Answer(Base):
    """Of a line: the question as it was asked, and what was answered, sealed. Never changed."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("order_line_id", "position"),
        CheckConstraint(f"position BETWEEN 0 AND {MOST_QUESTIONS - 1}", name="position_bounded"),
        CheckConstraint(
            f"length(question) BETWEEN 1 AND {LONGEST_QUESTION}", name="question_bounded"
        ),
        CheckConstraint("length(sealed) > 0", name="sealed_not_empty"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    position: Mapped[int]
    question: Mapped[str]
    sealed: Mapped[bytes]


def answer_binding(user_id: int, variant_id: int, position: int) -> str:
    """What a sealed answer is bound to: an order in another coin takes it over as it is."""
    return f"answer:{user_id}:{variant_id}:{position}"
