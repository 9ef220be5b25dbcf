"""Cards and lists of orders that admins have open: they follow what they show for a while."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, Flag, one_of

MOST_OPENED = 4
"""Cards that one chat has open; the next one takes the place of the oldest."""
LIST_PLACE = MOST_OPENED
"""Of the one list that a chat has open."""
FOLLOWED = timedelta(hours=24)
"""How long a card follows its order after it was shown; what stands below it says when it was."""
LISTS_FOLLOWED = timedelta(hours=8)
LIST_PACE = timedelta(seconds=5)
"""Between two edits of a list, however much happens."""
REDRAW = "admin-opened"
"""The event of the outbox that has a card drawn anew."""


class Face(StrEnum):
    """What of an order is shown."""

    CARD = "card"
    PAYMENT = "payment"
    DECISION = "decision"
    REFUND = "refund"
    LIST = "list"
    """A page of orders."""
    WORK = "work"
    """What there is to do, with the first of them."""


class Opened(Base):
    """A message of a chat with admins that shows an order, or a list of them, now; gone as soon as
    it shows another screen.
    """

    __tablename__ = "opened"
    __table_args__ = (
        UniqueConstraint("chat_id", "place"),
        UniqueConstraint("chat_id", "message_id"),
        UniqueConstraint("chat_id", "order_id"),
        CheckConstraint("place BETWEEN 0 AND 4", "place_bounded"),
        CheckConstraint("(place = 4) = (face IN ('list', 'work'))", "list_in_its_place"),
        CheckConstraint(
            "(place = 4) = (order_id IS NULL) AND (place = 4) = (customer_id IS NULL)",
            "card_of_an_order",
        ),
        CheckConstraint("(face = 'list') = (length(spot) BETWEEN 1 AND 24)", "list_of_something"),
        CheckConstraint("waits IN (0, 1)", "waits_known"),
        one_of("face", Face),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    place: Mapped[int]
    """Of a card below MOST_OPENED, of a list LIST_PLACE: the schema bounds them."""
    message_id: Mapped[int]
    bot_id: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The order's: what one order of theirs does to their credit, another one's card shows."""
    face: Mapped[Face] = mapped_column(Choice(Face))
    spot: Mapped[str] = mapped_column(default="", server_default="")
    """Which page of which list, as whoever draws it spells it."""
    drawn: Mapped[str]
    """A digest of what it says, without the time: the same is not sent again."""
    waits: Mapped[bool] = mapped_column(Flag(), default=False)
    """A message of the outbox is to draw it anew, so that no second one is queued."""
    shown_at: Mapped[datetime]
